import { dirname, join, relative } from 'node:path';
import { checkNesting, NESTED } from '../assembly';
import { own, ownObject, ownString } from '../json';
import type { TemplateSource } from '../template-index';
import { isWithin, type Acknowledgement } from '../waiver-use';
import { firstNotes } from './notes';
import { refuse } from './problems';
import type { ReadApp } from './read-app';
import { parseTemplate } from './template-text';
import { handWaivers } from './template-waivers';
import { readText, statOf } from './text-file';

/** What stands behind a template: its path in the file system, if it has one. */
interface Origin {
  readonly file?: string;
  /** How reports name it. */
  readonly name: string;
}

/**
 * Reads a template that no CDK made, and those that it nests by a path: `TemplateURL: ./network.yaml`.
 *
 * @throws SeaworthyError what `readText` and `parseTemplate` throw; `InvalidTemplate` for waivers that cannot be read and
 * nested templates that are not there; `NestedInItself`
 */
export function readLoneTemplate(file: string): ReadApp {
  return new LoneReader().read({ file, name: nameOf(file) }, readText(file));
}

/** Reads a template from its text, as standard input gives it. */
export function readTemplateText(text: string, name: string): ReadApp {
  return new LoneReader().read({ name }, text);
}

class LoneReader {
  private readonly sources: TemplateSource[] = [];
  private readonly acknowledgements: Acknowledgement[] = [];
  private readonly notes: string[] = [];

  public read(origin: Origin, text: string): ReadApp {
    this.add(origin, text, new Set(), undefined);
    return { sources: this.sources, acknowledgements: this.acknowledgements, notes: [...new Set(this.notes)] };
  }

  private add(origin: Origin, text: string, around: ReadonlySet<string>, nestedIn: Nesting | undefined): void {
    const { body, notes } = parseTemplate(text, origin.name);
    const stackName = origin.name.replace(/^.*[\\/]/, '').replace(/(\.template)?\.\w+$/, '');
    const path = nestedIn === undefined ? stackName : `${nestedIn.path}/${nestedIn.id}`;
    const resources = ownObject(body, 'Resources');
    const pathOf = (id: string) =>
      ownString(ownObject(own(resources, id), 'Metadata'), 'aws:cdk:path') ?? `${path}/${id}`;
    // The resources of a template that a CDK made may have paths of their own: then the whole is what is above all of them.
    const isAbove = Object.keys(resources).every((id) => isWithin(pathOf(id), path));
    const { acknowledgements, problems } = handWaivers(body, isAbove ? path : '', pathOf);
    refuse('InvalidTemplate', origin.name, problems, 'see docs/check.md on waivers in templates');
    const source = { body, file: origin.name, path, stackName, bytes: Buffer.byteLength(text), pathOf };
    this.sources.push({ ...source, nestedIn });
    acknowledgements.forEach((one) => this.acknowledgements.push(one));
    this.notes.push(...notes);
    this.addNested(origin, resources, around, path);
  }

  private addNested(origin: Origin, resources: object, around: ReadonlySet<string>, path: string): void {
    const missing: string[] = [];
    const elsewhere: string[] = [];
    for (const [id, resource] of Object.entries(resources)) {
      const url = own(ownObject(resource, 'Properties'), 'TemplateURL');
      if (ownString(resource, 'Type') !== NESTED) {
        continue;
      }
      const file = origin.file === undefined ? undefined : localFile(url, origin.file);
      if (file === undefined) {
        elsewhere.push(`${origin.name}: the template of ${id} is not here, so nobody judges what it makes`);
      } else if (statOf(file)?.isFile() === true) {
        const inside = new Set([...around, origin.file ?? '']);
        checkNesting(file, inside, this.sources.length);
        this.add({ file, name: nameOf(file) }, readText(file), inside, { file: origin.name, id, path });
      } else {
        missing.push(`Resources.${id}.Properties.TemplateURL names ${nameOf(file)}, which is not there`);
      }
    }
    this.notes.push(...firstNotes(elsewhere, origin.name));
    refuse('InvalidTemplate', origin.name, missing, 'put the nested template there, or name it by its URL');
  }
}

interface Nesting {
  readonly file: string;
  readonly id: string;
  readonly path: string;
}

/** The file that a path in a template means; undefined for an address, and for what only CloudFormation knows. */
function localFile(url: unknown, from: string): string | undefined {
  return typeof url === 'string' && url !== '' && !/^[a-z][\w+.-]*:/i.test(url) ? join(dirname(from), url) : undefined;
}

/** Relative to the working directory where it lies below it. */
function nameOf(file: string): string {
  const near = relative(process.cwd(), file);
  return near.startsWith('..') ? file : near;
}
