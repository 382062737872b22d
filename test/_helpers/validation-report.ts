import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';

interface Violation {
  readonly ruleName: string;
  readonly severity?: string;
  readonly description: string;
  readonly violatingConstructs: {
    readonly constructPath?: string;
    readonly cloudFormationResource?: { readonly logicalId?: string };
  }[];
}

interface Suppressed extends Violation {
  readonly acknowledgedId: string;
  readonly reason: string;
}

interface PluginReport {
  readonly pluginName: string;
  readonly conclusion: string;
  readonly violations: Violation[];
  readonly suppressedViolations?: Suppressed[];
}

/** What the CDK wrote into `validation-report.json` of an assembly, one line per finding. */
export interface ValidationReport {
  readonly plugins: string[];
  readonly findings: string[];
  readonly suppressed: { readonly id: string; readonly reason: string }[];
}

export function validationReport(assembly: CloudAssembly): ValidationReport {
  const text = readFileSync(join(assembly.directory, 'validation-report.json'), 'utf8');
  const { pluginReports } = JSON.parse(text) as { pluginReports: PluginReport[] };
  return {
    plugins: pluginReports.map(({ pluginName }) => pluginName),
    findings: pluginReports.flatMap(({ pluginName, violations }) =>
      violations.map(
        (one) =>
          `${pluginName} ${one.severity} ${one.ruleName}: ${one.description} ${JSON.stringify(one.violatingConstructs?.map((place) => place.constructPath ?? place))}`,
      ),
    ),
    suppressed: pluginReports.flatMap(({ suppressedViolations = [] }) =>
      suppressedViolations.map(({ acknowledgedId, reason }) => ({ id: acknowledgedId, reason })),
    ),
  };
}
