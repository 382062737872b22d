import { join, resolve } from 'node:path';
import { SeaworthyError } from '../../../constructs/core/errors';
import { isObject, own, ownObject, ownString, type JsonObject } from '../json';
import { parseWrittenJson } from './json-template';
import { readText, statOf } from './text-file';

/** A stack as the manifest of an assembly lists it. */
export interface ManifestStack {
  readonly folder: string;
  readonly templatePath: string;
  /** Path of the stack's construct. */
  readonly path?: string;
  readonly artifact: JsonObject;
}

const STACK = 'aws:cloudformation:stack';
const ASSEMBLY = 'cdk:cloud-assembly';

export const MANIFEST = 'manifest.json';

/**
 * The stacks of a cloud assembly in the order of the CDK: those of the app, then those of its stages, each after what it
 * depends on.
 *
 * @throws SeaworthyError `NotAnAssembly`, and what `readText` and `parseWrittenJson` throw
 */
export function manifestStacks(root: string): ManifestStack[] {
  const stacks: ManifestStack[] = [];
  const seen = new Set<string>();
  const left = [root];
  for (let folder = left.shift(); folder !== undefined; folder = left.shift()) {
    if (seen.has(resolve(folder))) {
      throw notAnAssembly(folder, 'lists itself among its stages');
    }
    seen.add(resolve(folder));
    for (const artifact of inOrder(artifactsIn(folder))) {
      const properties = ownObject(artifact, 'properties');
      if (ownString(artifact, 'type') === ASSEMBLY) {
        left.push(join(folder, ownString(properties, 'directoryName') ?? '.'));
      }
      if (ownString(artifact, 'type') === STACK) {
        const file = ownString(properties, 'templateFile');
        if (file === undefined) {
          throw notAnAssembly(folder, 'lists a stack without a templateFile');
        }
        stacks.push({ folder, templatePath: join(folder, file), path: ownString(artifact, 'displayName'), artifact });
      }
    }
  }
  return stacks;
}

/** True for a folder that holds a cloud assembly. */
export function isAssembly(folder: string): boolean {
  return statOf(join(folder, MANIFEST))?.isFile() === true;
}

function artifactsIn(folder: string): Record<string, JsonObject> {
  if (!isAssembly(folder)) {
    throw notAnAssembly(folder, `has no ${MANIFEST}`);
  }
  const path = join(folder, MANIFEST);
  const artifacts = own(parseWrittenJson(readText(path), path), 'artifacts');
  if (!isObject(artifacts)) {
    throw notAnAssembly(folder, `has a ${MANIFEST} without artifacts`);
  }
  return Object.fromEntries(
    Object.entries(artifacts).filter((entry): entry is [string, JsonObject] => isObject(entry[1])),
  );
}

/** Artifacts behind those that they depend on, by name among equals; those that depend on one another come last. */
function inOrder(artifacts: Readonly<Record<string, JsonObject>>): JsonObject[] {
  const left = new Map(Object.entries(artifacts));
  const ordered: JsonObject[] = [];
  while (left.size > 0) {
    const free = [...left].filter(([, { dependencies }]) => !listOf(dependencies).some((id) => left.has(String(id))));
    const next = (free.length > 0 ? free : [...left]).sort(([one], [other]) => (one < other ? -1 : 1));
    for (const [id, artifact] of next) {
      ordered.push(artifact);
      left.delete(id);
    }
  }
  return ordered;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function notAnAssembly(folder: string, why: string): SeaworthyError {
  return new SeaworthyError('NotAnAssembly', `${folder} is no cloud assembly: it ${why}`, {
    fix: 'name the folder that cdk synth writes (cdk.out), or one template file',
  });
}
