import { isObject } from '../json';
import { sourceIn, type Source } from '../source';
import type { TemplatePaths } from '../assembly';
import type { Acknowledgement } from '../waiver-use';

const ACKNOWLEDGED = 'aws:cdk:acknowledged-rules';
const CREATION = 'aws:cdk:creationStack';
const LOGICAL_ID = 'aws:cdk:logicalId';
const TEMPLATE = 'aws:cdk:templateFile';

/** What the CDK puts before the id of an acknowledgement that names no namespace. */
const BARE = /^annotation::/i;

/**
 * What the metadata of the stacks of an assembly says of their constructs: acknowledgements, paths behind logical ids, and
 * where each was made. A stack's metadata covers the stack and what is below it, nested stacks included.
 */
export class StackMetadata {
  public readonly acknowledgements: Acknowledgement[] = [];
  private readonly traces = new Map<string, readonly unknown[]>();
  private readonly templates = new Map<string, { path: string; ids: Map<string, string> }>();

  /** Takes in the metadata of one stack: entries by `/` and the path of a construct; `folder` holds the templates. */
  public add(metadata: unknown, templateAt: (file: string) => string): void {
    const entries = isObject(metadata) ? Object.entries(metadata) : [];
    const all = entries.flatMap(([key, list]) =>
      (Array.isArray(list) ? (list as unknown[]) : [])
        .filter(isObject)
        .map(({ type, data }) => ({ path: key.replace(/^\//, ''), type, data })),
    );
    const roots = new Map<string, { path: string; ids: Map<string, string> }>();
    for (const { path, type, data } of all) {
      if (type === TEMPLATE && typeof data === 'string') {
        const template = { path, ids: new Map<string, string>() };
        roots.set(path, template);
        this.templates.set(templateAt(data), template);
      } else if (type === CREATION && Array.isArray(data)) {
        this.traces.set(path, data);
      } else if (type === ACKNOWLEDGED && isObject(data)) {
        for (const [id, reason] of Object.entries(data)) {
          this.acknowledgements.push({ id: id.replace(BARE, ''), path, reason: String(reason) });
        }
      }
    }
    for (const { path, type, data } of all) {
      if (type === LOGICAL_ID && typeof data === 'string') {
        nearestAbove(path, roots)?.ids.set(data, path);
      }
    }
  }

  /** The paths of the constructs behind a template. */
  public pathsOf(templatePath: string): TemplatePaths | undefined {
    const found = this.templates.get(templatePath);
    return found === undefined ? undefined : { path: found.path, pathOf: (id) => found.ids.get(id) };
  }

  /** The line of the app that made a construct, where the CDK wrote it down. */
  public sourceOf(path: string): Source | undefined {
    return sourceIn((this.traces.get(path) ?? []).map(String));
  }
}

function nearestAbove<T>(path: string, roots: ReadonlyMap<string, T>): T | undefined {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('/'), 0))) {
    const found = roots.get(at);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
