import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
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
    const lines = writtenAt(report) === before ? [] : failures(report, app);
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

function failures(path: string, app: Stage): string[] {
  const failed = reportsIn(path).filter(({ conclusion }) => conclusion === 'failure');
  const left = failed.length === 0 ? [] : stacksOfItsOwn(app);
  return failed.flatMap(({ pluginName, violations }) =>
    violations
      .filter(({ severity }) => severity === undefined || severity === 'error' || severity === 'fatal')
      .flatMap(({ ruleName, description, suggestedFix, violatingConstructs }) =>
        violatingConstructs
          .filter(({ constructPath }) => !left.some((stack) => isWithin(constructPath, stack)))
          .map(({ constructPath = '?' }) =>
            blockOf(`${pluginName}::${ruleName} ${constructPath}`, description, suggestedFix),
          ),
      ),
  );
}

/** A report that cannot be read proves nothing, so it fails like one with findings. */
function reportsIn(path: string): Report['pluginReports'] {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as Report).pluginReports;
  } catch (error) {
    const description = `The report of the checks cannot be read: ${(error as Error).message}`;
    const violation = { ruleName: 'Report', description, violatingConstructs: [{ constructPath: path }] };
    return [{ pluginName: 'Seaworthy', conclusion: 'failure', violations: [violation] }];
  }
}

/** The stacks that belong to no stage: those that `cdk synth` looks at without being told. */
function stacksOfItsOwn(app: Stage): string[] {
  const stacks = app.node.findAll().filter((node) => Stack.isStack(node) && Stage.of(node) === app);
  return stacks.map(({ node }) => node.path);
}

function isWithin(path: string | undefined, scope: string): boolean {
  return path === scope || path?.startsWith(`${scope}/`) === true;
}

function blockOf(finding: string, description: string, fix?: string): string {
  return [finding, `  ${description}`, ...(fix === undefined ? [] : [`  fix: ${fix}`])].join('\n');
}
