// One cold synthesis: a new process from its start to its end, with the environment that the CDK CLI gives an app.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

export const ROOT = join(import.meta.dirname, '..', '..');
const HOOK = join(import.meta.dirname, 'usage-at-exit.js');

/** Where the verdicts of CloudFormation's validation lie for a case that is synthesized again and again. */
const REMEMBERED = join(ROOT, '.cache', 'bench', 'remembered');

/** What the CLI adds to the context of every app. It judges findings of checks by itself, after the app has ended. */
const CONTEXT_OF_CLI = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:version-reporting': true,
  'aws:cdk:bundling-stacks': ['**'],
  '@aws-cdk/core:failSynthOnValidationErrors': false,
};

const readJson = (...path) => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'));
const FLAGS = readJson('cdk.json').context;
const CLI_VERSION = readJson('node_modules', 'aws-cdk', 'package.json').version;

/** What would make one run warmer, or another thing, than the next. */
const FOREIGN = /^(CDK_|BENCH_|JSII_|SEAWORTHY_|NODE_OPTIONS$|NODE_COMPILE_CACHE$|NODE_V8_COVERAGE$|NODE_ENV$)/;

function environmentOf({ context, env, validation, remembers = false }, folder) {
  const inherited = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  return {
    ...Object.fromEntries(inherited),
    CDK_OUTDIR: join(folder, 'cdk.out'),
    CDK_CONTEXT_JSON: JSON.stringify({ ...FLAGS, ...CONTEXT_OF_CLI, ...context }),
    CDK_CLI_VERSION: CLI_VERSION,
    CDK_CLI_ASM_VERSION: '55.0.0',
    CDK_DEFAULT_REGION: 'eu-west-1',
    ...(validation ? {} : { CDK_VALIDATION: 'false' }),
    // A cold synthesis remembers no verdict of the one before.
    SEAWORTHY_VALIDATION_CACHE: join(remembers ? REMEMBERED : folder, 'validation'),
    ...env,
    BENCH_USAGE_FILE: join(folder, 'usage.json'),
  };
}

/**
 * Runs a case once. `look`, if given, sees the cloud assembly before it is deleted.
 *
 * @returns wall time in seconds, CPU time in seconds, peak resident memory in MB
 */
export function coldSynth(one, { look = () => undefined, nodeOptions = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
  try {
    const begin = performance.now();
    const { status, signal, stdout, stderr } = spawnSync(
      process.execPath,
      [...nodeOptions, '--require', HOOK, one.app],
      {
        cwd: ROOT,
        env: environmentOf(one, folder),
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      },
    );
    const seconds = (performance.now() - begin) / 1000;
    if (status !== 0) {
      throw new Error(`${one.title} did not synthesize (exit code ${status ?? signal}):\n${stdout}${stderr}`);
    }
    const usage = JSON.parse(readFileSync(join(folder, 'usage.json'), 'utf8'));
    return { seconds, ...usage, seen: look(join(folder, 'cdk.out')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
