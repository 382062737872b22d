import { basename, dirname, join, relative, resolve } from 'node:path';
import { AssemblyReader } from '../assembly';
import { ownString } from '../json';
import { parseWrittenJson } from './json-template';
import { isAssembly, manifestStacks, type ManifestStack } from './manifest-stacks';
import { firstNotes } from './notes';
import { refuse } from './problems';
import type { ReadApp } from './read-app';
import { keyOf, recordedWaivers, unique } from './recorded-waivers';
import { StackMetadata } from './stack-metadata';
import { shapeNotes } from './template-shape';
import { checkShape } from './template-text';
import { writtenWaivers } from './template-waivers';
import { readText, statOf } from './text-file';

/**
 * Reads a cloud assembly, the folder that `cdk synth` writes, so that it is judged as that synth judged it. Template files
 * are named from the folder.
 *
 * @throws SeaworthyError `NotAnAssembly`, `AssemblyIncomplete`, `InvalidJson`, `InvalidTemplate`, and what reading a file
 * throws
 */
export function readAssembly(root: string, isMeant: (stack: ManifestStack) => boolean = () => true): ReadApp {
  const stacks = manifestStacks(root).filter(isMeant);
  checkTemplates(root, stacks);
  const metadata = new StackMetadata();
  stacks.forEach((stack) => addMetadata(stack, metadata));
  const reader = new AssemblyReader(root, (path) => metadata.pathsOf(path));
  const sources = reader.read(stacks.map(({ templatePath, path }) => ({ templatePath, path })));
  refuse(
    'AssemblyIncomplete',
    root,
    [...reader.missing.map((one) => `${one}, which is not there`)],
    'synthesize again',
  );
  sources.forEach(({ body, file }) => checkShape(body, join(root, file)));
  const above = recordsFolder(root);
  const recorded = recordedWaivers(
    { checklist: recordIn(above, 'checklist.json'), report: recordIn(above, 'validation-report.json') },
    stacks.flatMap(({ path }) => path ?? []),
  );
  const known = new Set(metadata.acknowledgements.map(keyOf));
  const others = unique([...sources.flatMap(({ body }) => writtenWaivers(body)), ...recorded]);
  return {
    sources,
    folder: relative(process.cwd(), root),
    acknowledgements: [...metadata.acknowledgements, ...others.filter((one) => !known.has(keyOf(one)))],
    notes: sources.flatMap(({ body, file }) =>
      firstNotes(
        shapeNotes(body).map((note) => `${file}: ${note}`),
        file,
      ),
    ),
    sourceOf: (path) => metadata.sourceOf(path),
  };
}

/** Reads one template of an assembly, with what its manifest knows of it; undefined where it is in none. */
export function readFromAssembly(file: string): ReadApp | undefined {
  const folder = dirname(file);
  const isMeant = ({ templatePath }: ManifestStack) => resolve(templatePath) === resolve(file);
  return isListed(folder, isMeant) ? readAssembly(folder, isMeant) : undefined;
}

/** A `manifest.json` beside a template may be of something else. */
function isListed(folder: string, isMeant: (stack: ManifestStack) => boolean): boolean {
  try {
    return isAssembly(folder) && manifestStacks(folder).some(isMeant);
  } catch {
    return false;
  }
}

function checkTemplates(root: string, stacks: readonly ManifestStack[]): void {
  const missing = stacks.filter(({ templatePath }) => statOf(templatePath)?.isFile() !== true);
  const names = missing.map(({ templatePath, path }) => `${relative(root, templatePath)} of ${path} is not there`);
  refuse('AssemblyIncomplete', root, names, 'synthesize again');
}

function addMetadata({ artifact, folder }: ManifestStack, metadata: StackMetadata): void {
  const templateAt = (file: string) => join(folder, file);
  const file = ownString(artifact, 'additionalMetadataFile');
  metadata.add(artifact.metadata, templateAt);
  if (file !== undefined) {
    const path = join(folder, file);
    metadata.add(parseWrittenJson(readText(path), path), templateAt);
  }
}

/** The folder of a stage has its records in the folder of its app. */
function recordsFolder(root: string): string {
  const above = dirname(resolve(root));
  return basename(resolve(root)).startsWith('assembly-') && isAssembly(above) ? recordsFolder(above) : root;
}

function recordIn(folder: string, name: string): unknown {
  const path = join(folder, name);
  return statOf(path)?.isFile() === true ? parseWrittenJson(readText(path), path) : undefined;
}
