import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import { terminal } from '../cli/io';
import { findingBlock } from '../report/findings';
import { coloured, plain } from '../report/paint';
import type { Judgement, Outcome } from './judgement';
import { NAMESPACE } from './register';

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

/** What is known of an app whose stages are watched. */
interface Watch {
  judgement?: Pick<Judgement, 'findings'>;
}

/**
 * Makes findings in stages fail the app. The CDK's command line leaves the verdict to itself and looks only at the stacks
 * that a command names; `cdk synth` names no stack of a stage, so what is wrong there would pass unnoticed.
 */
export function failWithStages(app: Stage, judgement?: Pick<Judgement, 'findings'>): void {
  const marked = app as Stage & { [WATCHED]?: Watch };
  const isLeftToCommand = app.node.tryGetContext(VERDICT_FLAG) === false;
  if (process.env.CDK_OUTDIR === undefined || !isLeftToCommand) {
    return;
  }
  const known = marked[WATCHED];
  const watch = (marked[WATCHED] ??= {});
  watch.judgement = judgement ?? watch.judgement;
  if (known !== undefined) {
    return;
  }
  const report = join(app.outdir, REPORT_FILE);
  const before = writtenAt(report);
  process.once('exit', () => {
    const left = stacksOfItsOwn(app);
    const own = (watch.judgement?.findings ?? []).filter(({ path }) => !isOneOf(path, left));
    const failed = writtenAt(report) === before ? [] : failures(report, left, own);
    const warnings = own.filter(({ severity }) => severity === 'warning').map(blockOfOurs);
    const blocks = [...failed, ...warnings];
    if (blocks.length > 0) {
      terminal.tell(['', blocks.join('\n\n'), ...verdictOn(failed.length)].join('\n'));
    }
    if (failed.length > 0) {
      process.exitCode = 1;
    }
  });
}

function verdictOn(failures: number): string[] {
  return failures === 0 ? [] : ['', `Not seaworthy yet: ${failures} to mend or to waive.`];
}

/** An earlier synthesis may have left its report; that one counts no more. */
function writtenAt(path: string): number | undefined {
  return existsSync(path) ? statSync(path).mtimeMs : undefined;
}

function failures(path: string, left: readonly string[], own: readonly Outcome[]): string[] {
  const ours = new Map(own.map((one) => [`${one.item} ${one.path}`, one]));
  return reportsIn(path)
    .filter(({ conclusion }) => conclusion === 'failure')
    .flatMap(({ pluginName, violations }) =>
      violations
        .filter(({ severity }) => severity === undefined || severity === 'error' || severity === 'fatal')
        .flatMap(({ ruleName, description, suggestedFix, violatingConstructs }) =>
          violatingConstructs
            .filter(({ constructPath = '' }) => !isOneOf(constructPath, left))
            .map(({ constructPath = '?' }) => {
              const finding = pluginName === NAMESPACE ? ours.get(`${ruleName} ${constructPath}`) : undefined;
              return finding === undefined
                ? blockOf(`${pluginName}::${ruleName} ${constructPath}`, description, suggestedFix)
                : blockOfOurs(finding);
            }),
        ),
    );
}

function blockOfOurs(finding: Outcome): string {
  return findingBlock(finding, terminal.hasColour ? coloured : plain, terminal.width);
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

function isOneOf(path: string, scopes: readonly string[]): boolean {
  return scopes.some((scope) => path === scope || path.startsWith(`${scope}/`));
}

function blockOf(finding: string, description: string, fix?: string): string {
  return [finding, `  ${description}`, ...(fix === undefined ? [] : [`  fix: ${fix}`])].join('\n');
}
