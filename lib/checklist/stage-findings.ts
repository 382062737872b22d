import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import { terminal } from '../cli/io';
import { findingsText } from '../report/findings';
import { coloured, plain } from '../report/paint';
import type { Judgement } from './judgement';
import { NAMESPACE } from './register';

const WATCHED = Symbol.for('seaworthy.stage-findings');

const REPORT_FILE = 'validation-report.json';

/** How the CDK's command line says that it judges the findings itself; without it the CDK throws. */
const VERDICT_FLAG = '@aws-cdk/core:failSynthOnValidationErrors';

interface PluginReport {
  readonly pluginName: string;
  readonly conclusion: 'success' | 'failure';
  readonly violations: readonly Violation[];
  readonly metadata?: { readonly error?: string };
}

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly suggestedFix?: string;
  readonly severity?: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string }[];
}

/** An error that the CDK's report names. */
interface Failure {
  readonly plugin: string;
  readonly rule: string;
  readonly path: string;
  readonly description: string;
  readonly fix?: string;
}

type Told = Pick<Judgement, 'findings' | 'broken'>;

/** What is known of an app that is watched. */
interface Watch {
  judgement?: Told;
  isQuiet?: boolean;
}

/**
 * Makes what the CDK's command line would let pass fail the app. It leaves the verdict to the app and looks only at the
 * stacks that a command names: `cdk synth` names no stack of a stage, and a check that failed itself has no stack at all.
 * Where the app fails by this, the command line prints nothing, so all findings are printed here.
 */
export function failWithStages(app: Stage, watch: Watch = {}): void {
  const marked = app as Stage & { [WATCHED]?: Watch };
  const isLeftToCommand = app.node.tryGetContext(VERDICT_FLAG) === false;
  if (process.env.CDK_OUTDIR === undefined || !isLeftToCommand) {
    return;
  }
  const known = marked[WATCHED];
  const watched = (marked[WATCHED] = Object.assign(known ?? {}, watch));
  if (known !== undefined) {
    return;
  }
  const report = join(app.outdir, REPORT_FILE);
  const before = writtenAt(report);
  process.once('exit', () => {
    const reports = writtenAt(report) === before ? [] : reportsIn(report);
    tellVerdict(app, reports, watched);
  });
}

function tellVerdict(app: Stage, reports: readonly PluginReport[], { judgement, isQuiet = false }: Watch): void {
  const left = stacksOfItsOwn(app);
  const isLeft = (path: string) => left.some((stack) => path === stack || path.startsWith(`${stack}/`));
  const failures = reports.filter(({ conclusion }) => conclusion === 'failure').flatMap(failuresOf);
  const isFailing = failures.some(({ path }) => !isLeft(path));
  const { findings, broken } = judgement ?? { findings: [], broken: [] };
  const shown = findings.filter(
    ({ severity, path }) => (isFailing || !isLeft(path)) && (severity === 'warning' ? !isQuiet : isFailing),
  );
  const ours = { findings: shown, broken: isFailing ? broken : [] };
  const known = new Set([...shown, ...ours.broken].map(({ item, path }) => `${item} ${path}`));
  const others = failures.filter(({ plugin, rule, path }) => plugin !== NAMESPACE || !known.has(`${rule} ${path}`));
  const blocks = [
    ...(isFailing ? others : []).map(blockOf),
    findingsText(ours, terminal.hasColour ? coloured : plain, terminal.width),
  ].filter((block) => block !== '');
  if (blocks.length > 0) {
    const verdict = isFailing ? ['', `Not seaworthy yet: ${failures.length} to mend or to waive.`] : [];
    terminal.tell(['', blocks.join('\n\n'), ...verdict].join('\n'));
  }
  if (isFailing) {
    process.exitCode = 1;
  }
}

/** An earlier synthesis may have left its report; that one counts no more. */
function writtenAt(path: string): number | undefined {
  return existsSync(path) ? statSync(path).mtimeMs : undefined;
}

/** A check that failed without a finding failed itself: nobody knows what it would have found. */
function failuresOf({ pluginName: plugin, violations, metadata }: PluginReport): Failure[] {
  if (violations.length === 0) {
    const description = `The check itself failed: ${metadata?.error ?? 'it does not say why'}`;
    return [{ plugin, rule: 'Check', path: '', description }];
  }
  return violations
    .filter(({ severity }) => severity === undefined || severity === 'error' || severity === 'fatal')
    .flatMap(({ ruleName: rule, description, suggestedFix: fix, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath: path = '' }) => ({ plugin, rule, path, description, fix })),
    );
}

/** A report that cannot be read proves nothing, so it fails like one with findings. */
function reportsIn(path: string): readonly PluginReport[] {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { pluginReports: readonly PluginReport[] }).pluginReports;
  } catch (error) {
    const description = `The report of the checks cannot be read: ${(error as Error).message}`;
    const violation = { ruleName: 'Report', description, violatingConstructs: [{ constructPath: '' }] };
    return [{ pluginName: NAMESPACE, conclusion: 'failure', violations: [violation] }];
  }
}

/** The stacks that belong to no stage: those that `cdk synth` looks at without being told. */
function stacksOfItsOwn(app: Stage): string[] {
  const stacks = app.node.findAll().filter((node) => Stack.isStack(node) && Stage.of(node) === app);
  return stacks.map(({ node }) => node.path);
}

function blockOf({ plugin, rule, path, description, fix }: Failure): string {
  const place = path === '' ? 'the app' : path;
  return [`${plugin}::${rule} ${place}`, `  ${description}`, ...(fix === undefined ? [] : [`  fix: ${fix}`])].join(
    '\n',
  );
}
