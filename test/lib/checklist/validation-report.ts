import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';

/** What the CDK reports of one plugin. */
export interface PluginReport {
  readonly pluginName: string;
  readonly conclusion: string;
  readonly violations: { ruleName: string; severity: string; description: string }[];
}

/** What the CDK reports of Seaworthy when an app is synthesized, whether that fails or not. */
export function validationReportOf(app: App): PluginReport[] {
  try {
    app.synth({ force: true });
  } catch {
    // Findings fail the synthesis; they are in the report.
  }
  const file = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')) as {
    pluginReports: PluginReport[];
  };
  return file.pluginReports.filter(({ pluginName }) => pluginName === 'Seaworthy');
}
