import { readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { App, Errors } from 'aws-cdk-lib';
import { SeaworthyError } from '../../constructs/core/errors';
import { terminal } from '../cli/io';
import { buildEnvironments } from './build';
import { loadManifest, pickEnvironments } from './load';

/** The package's own folder, seen from here: this file runs from `lib/manifest` or from `dist/lib/manifest`. */
const ROOT = resolve(__dirname, basename(resolve(__dirname, '../..')) === 'dist' ? '../../..' : '../..');
const EXAMPLE = join(ROOT, 'docs', 'examples', 'orders', 'seaworthy.yaml');

/** Name of the CDK's error for findings of the checks, which comes after everything is written. */
const FINDINGS = 'ValidationFailed';

/**
 * The app behind `cdk synth`: builds the stacks of a service manifest.
 *
 * Context: `-c manifest=PATH` names the manifest (default: `seaworthy.yaml` of the folder), `-c environment=a,b` picks environments
 * (default: all). What is wrong is told on standard error, the exit code is 1, and nothing is written. Only findings of
 * the checks come with what was synthesized: their report lies beside it.
 */
export function runApp(app = new App({ autoSynth: false })): void {
  const before = readdirSync(app.outdir);
  try {
    const loaded = loadManifest(manifestPath(app.node.tryGetContext('manifest')));
    buildEnvironments(app, loaded, pickEnvironments(loaded, names(app.node.tryGetContext('environment'))));
    app.synth();
  } catch (error) {
    if (!(error instanceof SeaworthyError) && !Errors.isConstructError(error)) {
      throw error;
    }
    if (error.name !== FINDINGS) {
      removeAllBut(app.outdir, before);
    }
    terminal.tell(error instanceof SeaworthyError ? error.message : textOf(error));
    process.exitCode = 1;
  }
}

/** A refusal of the CDK itself, with the place that ours name in their message. */
function textOf({ message, constructPath }: Error & { readonly constructPath?: string }): string {
  return constructPath === undefined ? message : `${message}\n  at: ${constructPath}`;
}

/** Assets are copied while constructs are made, so a refusal would leave some behind. */
function removeAllBut(folder: string, kept: readonly string[]): void {
  for (const name of readdirSync(folder).filter((one) => !kept.includes(one))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** The manifest that was named; else the one of this folder; else, in the library's own folder, the example. */
function manifestPath(given: unknown): string {
  if (given !== undefined && (typeof given !== 'string' || given === '')) {
    throw new SeaworthyError('ManifestPathMalformed', `manifest must be a path, got ${JSON.stringify(given)}`, {
      fix: 'name it with `-c manifest=PATH`',
    });
  }
  const isAtHome = resolve('.') === ROOT;
  return resolve(given ?? (isAtHome ? EXAMPLE : 'seaworthy.yaml'));
}

function names(given: unknown): string[] {
  return typeof given === 'string' ? given.split(',').map((name) => name.trim()) : [];
}
