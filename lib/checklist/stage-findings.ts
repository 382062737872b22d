import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { terminal } from '../cli/io';

const WATCHED = Symbol.for('seaworthy.stage-findings');

const REPORT_FILE = 'validation-report.json';

/** How the CDK's command line says that it judges the findings itself; without it the CDK throws. */
const VERDICT_FLAG = '@aws-cdk/core:failSynthOnValidationErrors';

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
  const isLeftToCommand = app.node.tryGetContext(VERDICT_FLAG) === false;
  if (process.env.CDK_OUTDIR === undefined || !isLeftToCommand || marked[WATCHED]) {
    return;
  }
  marked[WATCHED] = true;
  const report = join(app.outdir, REPORT_FILE);
  const before = writtenAt(report);
  process.once('exit', () => {
    const stages = app.node.children.filter(Stage.isStage).map(({ node }) => `${node.path}/`);
    const lines = writtenAt(report) === before ? [] : failures(report, stages);
    if (lines.length > 0) {
      terminal.tell(['', ...lines, '', `Not seaworthy yet: ${lines.length} to mend or to waive.`].join('\n'));
      process.exitCode = 1;
    }
  });
}

/** An earlier synthesis may have left its report; that one counts no more. */
function writtenAt(path: string): number | undefined {
  return existsSync(path) ? statSync(path).mtimeMs : undefined;
}

function failures(path: string, stages: readonly string[]): string[] {
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
