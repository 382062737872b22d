import type { PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';

/** Where a template lies: all that a verdict on it leaves out. */
export interface TemplatePlace {
  readonly stackConstructPath: string;
  readonly templatePath: string;
}

/** One place of a finding. Without a logical id it is the stack itself. */
interface FindingPlace {
  readonly logicalId?: string;
  readonly locations: readonly string[];
}

interface VerdictFinding {
  readonly ruleName: string;
  readonly description: string;
  readonly severity?: string;
  readonly fix?: string;
  readonly ruleMetadata?: Readonly<Record<string, string>>;
  readonly places: readonly FindingPlace[];
}

/** What the engine says of one template, wherever that template lies. */
export interface Verdict {
  readonly success: boolean;
  readonly findings: readonly VerdictFinding[];
}

/**
 * The verdict in a report on one template; undefined when the report could not be told again from it to the letter,
 * because it says something that a verdict has no word for, or names the path of the template.
 */
export function verdictOf(report: PolicyValidationPluginReport, place: TemplatePlace): Verdict | undefined {
  const verdict: Verdict = {
    success: report.success,
    findings: report.violations.map(
      ({ ruleName, description, severity, fix, ruleMetadata, violatingResources }: PolicyViolation) => ({
        ruleName,
        description,
        severity,
        fix,
        ruleMetadata,
        places: violatingResources.map(({ resourceLogicalId, locations }) => ({
          logicalId: resourceLogicalId,
          locations: [...locations],
        })),
      }),
    ),
  };
  const isTheSame = JSON.stringify(reportOf([{ verdict, place }])) === JSON.stringify(report);
  return isTheSame && !JSON.stringify(verdict).includes(asText(place.templatePath)) ? verdict : undefined;
}

/**
 * The report on several templates, as the CDK's plugin makes it from the engine's verdicts: one finding for all places
 * that share rule, severity and words; the first of them lends its fix. Each call makes objects of its own, since the
 * CDK writes into them.
 */
export function reportOf(
  judged: readonly { readonly verdict: Verdict; readonly place: TemplatePlace }[],
): PolicyValidationPluginReport {
  const violations = new Map<string, PolicyViolation>();
  for (const { verdict, place } of judged) {
    for (const { ruleName, description, severity, fix, ruleMetadata, places } of verdict.findings) {
      const id = JSON.stringify([ruleName, severity, description]);
      const resources = places.map(({ logicalId, locations }) => ({
        resourceLogicalId: logicalId,
        constructPath: logicalId === undefined ? place.stackConstructPath : undefined,
        templatePath: place.templatePath,
        locations: [...locations],
      }));
      const known = violations.get(id);
      if (known === undefined) {
        const metadata = ruleMetadata && { ...ruleMetadata };
        violations.set(id, {
          ruleName,
          description,
          severity,
          fix,
          violatingResources: resources,
          ruleMetadata: metadata,
        });
      } else {
        known.violatingResources.push(...resources);
      }
    }
  }
  return { success: judged.every(({ verdict }) => verdict.success), violations: [...violations.values()] };
}

/** As it stands within JSON. */
function asText(path: string): string {
  return JSON.stringify(path).slice(1, -1);
}
