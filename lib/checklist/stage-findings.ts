import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { terminal } from '../cli/io';

const WATCHED = Symbol.for('seaworthy.stage-findings');

const REPORT_FILE = 'validation-report.json';

interface Report {
  readonly pluginReports: {
    readonly pluginName: string;
    readonly conclusion: 'success' | 'failure';
    readonly violations: {
      readonly ruleName: string;
      readonly description: string;
      readonly suggestedFix?: string;
      readonly severity?: string;
      readonly violatingConstructs: { readonly constructPath?: string }[];
    }[];
  }[];
}

/**
 * Makes findings in stages fail the app. The CDK's command line leaves the verdict to itself and looks only at the stacks
 * that a command names; `cdk synth` names no stack of a stage, so what is wrong there would pass unnoticed.
 */
export function failWithStages(app: Stage): void {
  const marked = app as Stage & { [WATCHED]?: boolean };
  if (process.env.CDK_OUTDIR === undefined || marked[WATCHED]) {
    return;
  }
  marked[WATCHED] = true;
  process.once('exit', () => {
    const stages = app.node.children.filter(Stage.isStage).map(({ node }) => `${node.path}/`);
    const lines = failures(join(app.outdir, REPORT_FILE), stages);
    if (lines.length > 0) {
      terminal.tell(['', ...lines, '', `Not seaworthy yet: ${lines.length} to mend or to waive.`].join('\n'));
      process.exitCode = 1;
    }
  });
}

function failures(path: string, stages: readonly string[]): string[] {
  if (!existsSync(path)) {
    return [];
  }
  const { pluginReports } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  return pluginReports
    .filter(({ conclusion }) => conclusion === 'failure')
    .flatMap(({ pluginName, violations }) =>
      violations
        .filter(({ severity }) => severity === undefined || severity === 'error' || severity === 'fatal')
        .flatMap(({ ruleName, description, suggestedFix, violatingConstructs }) =>
          violatingConstructs
            .filter(({ constructPath }) => stages.some((stage) => constructPath?.startsWith(stage)))
            .map(({ constructPath = '?' }) =>
              blockOf(`${pluginName}::${ruleName} ${constructPath}`, description, suggestedFix),
            ),
        ),
    );
}

function blockOf(finding: string, description: string, fix?: string): string {
  return [finding, `  ${description}`, ...(fix === undefined ? [] : [`  fix: ${fix}`])].join('\n');
}
