import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SeaworthyError } from '../../constructs/core/errors';
import type { ChecksProps } from '../environment/checks';
import { checksProps, readChecks } from './checks';
import { explainIssue } from './explain-issue';
import { merge } from './merge';
import type { Problem } from './problem';
import { checkMeaning } from './meaning';
import { manifestSchema, type EnvironmentManifest, type Manifest } from './schema';
import { SECTION_NAMES } from './sections';
import { Source } from './source';
import { suggest } from '../spelling/suggest';

/** A manifest that was read and found right. */
export interface LoadedManifest {
  /** Where it was read from. */
  readonly path: string;
  /** What it says. */
  readonly manifest: Manifest;
  /** Its environments by name, each with the common sections merged in. */
  readonly environments: ReadonlyMap<string, EnvironmentManifest>;
  /** What judges the app, the profile that the manifest names included. @default - all checks, by the checklist as it is */
  readonly checks?: ChecksProps;
}

/**
 * Reads and checks a service manifest.
 *
 * @throws SeaworthyError `ManifestMissing`, or `ManifestInvalid` with every problem, its line and its column
 */
export function loadManifest(path: string): LoadedManifest {
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw new SeaworthyError('ManifestMissing', `manifest must be a YAML file, got '${path}', which is not there`, {
      fix: 'name it with `-c manifest=PATH`, as seen from the folder that cdk runs in',
    });
  }
  return parseManifest(readFileSync(path, 'utf8'), path);
}

/**
 * Checks the text of a service manifest; `path` is where it is, and where paths in it start.
 *
 * @throws SeaworthyError `ManifestInvalid` with every problem, its line and its column
 */
export function parseManifest(text: string, path: string): LoadedManifest {
  const source = new Source(text);
  refuse(path, source.problems);
  const parsed = manifestSchema.safeParse(source.data, { reportInput: true });
  const shape = parsed.error?.issues.flatMap((issue) => explainIssue(issue, source, manifestSchema)) ?? [];
  const { profile, problems } = readChecks(source, dirname(path));
  refuse(path, [...shape, ...checkMeaning(source, dirname(path)), ...problems]);
  const manifest = parsed.data as Manifest;
  return { path, manifest, environments: mergeEnvironments(manifest), checks: checksProps(manifest.checks, profile) };
}

/**
 * Picks environments by name; all of them where no names are given.
 *
 * @throws SeaworthyError `EnvironmentUnknown`
 */
export function pickEnvironments(
  { environments, path }: LoadedManifest,
  names: readonly string[],
): ReadonlyMap<string, EnvironmentManifest> {
  const known = [...environments.keys()];
  const unknown = names.filter((name) => !environments.has(name));
  if (unknown.length > 0) {
    const lines = unknown.map((name) => `'${name}'${suggest(name, known)}`);
    throw new SeaworthyError('EnvironmentUnknown', `environment must be one of ${path}, got ${lines.join(', ')}`);
  }
  return new Map([...environments].filter(([name]) => names.length === 0 || names.includes(name)));
}

function mergeEnvironments(manifest: Manifest): Map<string, EnvironmentManifest> {
  const common = Object.fromEntries(SECTION_NAMES.map((name) => [name, manifest[name]]));
  return new Map(
    Object.entries(manifest.environments).map(([name, own]) => [name, merge(common, own) as EnvironmentManifest]),
  );
}

function refuse(path: string, problems: readonly Problem[]): void {
  if (problems.length === 0) {
    return;
  }
  const sorted = [...problems].sort((one, other) => one.line - other.line || one.column - other.column);
  const lines = [...new Set(sorted.map(({ line, column, message }) => `  ${path}:${line}:${column}  ${message}`))];
  const count = lines.length === 1 ? '1 problem' : `${lines.length} problems`;
  throw new SeaworthyError('ManifestInvalid', `${path} has ${count}:\n${lines.join('\n')}`);
}
