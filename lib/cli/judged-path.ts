import type { Tier } from '../../constructs/core/tier';
import { judge } from '../checklist/judge';
import type { Judgement } from '../checklist/judgement';
import type { Checklist } from '../checklist/profile';
import { readAssembly, readFromAssembly } from '../checklist/reading/cloud-assembly';
import { readLoneTemplate, readTemplateText } from '../checklist/reading/lone-template';
import type { ReadApp } from '../checklist/reading/read-app';
import { decode, statOf } from '../checklist/reading/text-file';
import { TemplateIndex } from '../checklist/template-index';
import type { Terminal } from './io';

/** Standard input, as a path. */
export const STDIN = '-';

/**
 * What a path leads to: the cloud assembly of a folder, a template of an assembly with what its manifest knows of it, or a
 * template that stands alone.
 *
 * @throws SeaworthyError what reading them throws
 */
export async function readPath(path: string, terminal: Pick<Terminal, 'read'>): Promise<ReadApp> {
  if (path === STDIN) {
    const name = 'standard input';
    return readTemplateText(decode(await terminal.read(), name), name);
  }
  if (statOf(path)?.isDirectory() === true) {
    return readAssembly(path);
  }
  return readFromAssembly(path) ?? readLoneTemplate(path);
}

/** The judgement of what was read. */
export function judgeApp(app: ReadApp, checklist: Checklist, tier?: Tier): Judgement {
  const { sources, acknowledgements, sourceOf } = app;
  return judge(new TemplateIndex(sources, tier), { ...checklist, acknowledgements, sourceOf });
}
