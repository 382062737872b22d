import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations, type Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

interface Finding {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

interface PluginReport {
  readonly pluginName: string;
  readonly violations: readonly Finding[];
  readonly suppressedViolations?: readonly Finding[];
  readonly metadata?: { readonly error?: string };
}

const PACK = 'AwsSolutions';

/**
 * What cdk-nag's AwsSolutions pack finds in the whole app of `stack` after a real synthesis, as sorted `id path` lines.
 * What a waiver acknowledges is not a finding.
 */
export function nagFindings(stack: Stack): string[] {
  return reportsOn(stack)
    .flatMap(({ violations, metadata }) => [
      ...lines(violations),
      ...(metadata?.error === undefined ? [] : [`pack failed: ${metadata.error}`]),
    ])
    .sort();
}

/** What the same pack finds and a waiver acknowledges, as sorted `id path` lines. */
export function nagWaived(stack: Stack): string[] {
  return reportsOn(stack)
    .flatMap(({ suppressedViolations = [] }) => lines(suppressedViolations))
    .sort();
}

function lines(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ ruleName, violatingConstructs }) =>
    violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  );
}

/** The newest report of the pack on the app; an app is checked with one instance of it, however often it is asked. */
function reportsOn(stack: Stack): PluginReport[] {
  const app = stack.node.root;
  if (!App.isApp(app)) {
    throw new TypeError(`${stack.node.path} must stand in an App, whose synthesis runs the checks`);
  }
  register(app);
  const report = join(app.outdir, 'validation-report.json');
  const before = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = 'false';
  try {
    app.synth({ force: true });
  } catch (error) {
    if (!existsSync(report)) {
      throw error;
    }
  } finally {
    process.env.CDK_VALIDATION = before;
  }
  const { pluginReports } = JSON.parse(readFileSync(report, 'utf8')) as { pluginReports: PluginReport[] };
  return pluginReports.filter(({ pluginName }) => pluginName === PACK);
}

const checked = new WeakSet<App>();

function register(app: App): void {
  if (!checked.has(app)) {
    checked.add(app);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  }
}
