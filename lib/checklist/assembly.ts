import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { SeaworthyError } from '../../constructs/core/errors';
import { parseWrittenJson } from './reading/json-template';
import { isObject, own, ownObject, ownString } from './json';
import type { TemplateSource } from './template-index';

/** A resource of this type deploys a template of its own. */
export const NESTED = 'AWS::CloudFormation::Stack';

const MOST = 2_000;

/** A stack of a cloud assembly. */
export interface AssemblyStack {
  readonly templatePath: string;
  /** Path of the stack's construct. */
  readonly path?: string;
  readonly region?: string;
  readonly account?: string;
}

/** What the construct tree knows of a template: the paths of the constructs behind it. */
export interface TemplatePaths {
  readonly path?: string;
  /** @param stated what the template's own metadata says */
  pathOf(id: string, stated?: string): string | undefined;
}

/** Reads the templates of an assembly, nested ones included, with what its manifests say of their stacks. */
export class AssemblyReader {
  /** Nested templates that the assembly speaks of and that are not there. */
  public readonly missing: string[] = [];
  private count = 0;
  private readonly manifests = new Map<string, unknown>();

  constructor(
    /** The folder that template files are named from. */
    private readonly root: string,
    private readonly pathsOf: (templatePath: string) => TemplatePaths | undefined = () => undefined,
  ) {}

  /**
   * The templates of some stacks, each followed by those nested in it.
   *
   * @throws SeaworthyError `InvalidJson`, `NestedInItself`, `TooManyTemplates`, `TemplateTooDeep`
   */
  public read(stacks: readonly AssemblyStack[]): TemplateSource[] {
    return stacks.flatMap((stack) => this.readStack(stack));
  }

  private readStack({ templatePath, path, region, account }: AssemblyStack): TemplateSource[] {
    const folder = dirname(templatePath);
    const [id, artifact] = this.artifactOf(folder, basename(templatePath));
    const properties = ownObject(artifact, 'properties');
    const [, ofAccount, ofRegion] = /^aws:\/\/([^/]+)\/(.+)$/.exec(ownString(artifact, 'environment') ?? '') ?? [];
    const known = (name: string | undefined) => (name?.startsWith('unknown-') ? undefined : name);
    const text = readFileSync(templatePath, 'utf8');
    const protection = own(properties, 'terminationProtection');
    const source: TemplateSource = {
      ...this.template(templatePath, text),
      path: path ?? ownString(artifact, 'displayName'),
      stackName: ownString(properties, 'stackName') ?? id,
      region: region ?? known(ofRegion),
      account: account ?? known(ofAccount),
      tags: textsOf(ownObject(properties, 'tags')),
      terminationProtection: artifact === undefined ? undefined : protection === true,
    };
    return [source, ...this.nested(source, folder, assetsOf(folder, id), new Set([templatePath]))];
  }

  private nested(
    parent: TemplateSource,
    folder: string,
    assets: ReadonlyMap<string, string>,
    seen: ReadonlySet<string>,
  ): TemplateSource[] {
    return Object.entries(ownObject(parent.body, 'Resources')).flatMap(([id, resource]) => {
      const templatePath = ownString(resource, 'Type') === NESTED ? nestedFile(resource, folder, assets) : undefined;
      if (templatePath === undefined) {
        return [];
      }
      checkNesting(templatePath, seen, (this.count += 1));
      const text = textIn(templatePath);
      if (text === undefined) {
        this.missing.push(`Resources.${id} of ${parent.file} nests ${relative(this.root, templatePath)}`);
        return [];
      }
      const paths = this.pathsOf(templatePath);
      const source: TemplateSource = {
        ...this.template(templatePath, text),
        path: paths?.path ?? `${parent.path ?? parent.file}/${id}`,
        nestedIn: { file: parent.file, id },
      };
      return [source, ...this.nested(source, folder, assets, new Set([...seen, templatePath]))];
    });
  }

  private template(templatePath: string, text: string): TemplateSource {
    const paths = this.pathsOf(templatePath);
    const file = relative(this.root, templatePath);
    const body = parseWrittenJson(text, templatePath);
    return {
      body,
      file,
      bytes: Buffer.byteLength(text),
      pathOf: paths === undefined ? undefined : (id, stated) => paths.pathOf(id, stated),
    };
  }

  private artifactOf(folder: string, file: string): [string | undefined, unknown] {
    if (!this.manifests.has(folder)) {
      this.manifests.set(folder, parsed(join(folder, 'manifest.json')));
    }
    const artifacts = Object.entries(ownObject(this.manifests.get(folder), 'artifacts'));
    return (
      artifacts.find(([, artifact]) => ownString(ownObject(artifact, 'properties'), 'templateFile') === file) ?? [
        undefined,
        undefined,
      ]
    );
  }
}

/** @throws SeaworthyError `NestedInItself`, `TooManyTemplates`: what nests in a circle, or doubles at every step, has no end */
export function checkNesting(templatePath: string, around: ReadonlySet<string>, count: number): void {
  if (around.has(templatePath)) {
    throw new SeaworthyError('NestedInItself', `${templatePath} is nested in itself`, {
      fix: `break the circle ${[...around, templatePath].map((path) => basename(path)).join(' -> ')}`,
    });
  }
  if (count > MOST) {
    throw new SeaworthyError('TooManyTemplates', `more than ${MOST} templates are nested in one another`, {
      fix: 'check them in parts',
    });
  }
}

function nestedFile(resource: unknown, folder: string, assets: ReadonlyMap<string, string>): string | undefined {
  const stated = ownString(ownObject(resource, 'Metadata'), 'aws:asset:path');
  if (stated !== undefined) {
    return join(folder, basename(stated));
  }
  const url = JSON.stringify(own(ownObject(resource, 'Properties'), 'TemplateURL')) ?? '';
  const hash = /\b[0-9a-f]{64}\b/.exec(url)?.[0];
  const file = hash === undefined ? undefined : assets.get(hash);
  return file === undefined ? undefined : join(folder, file);
}

/** The files that a stack publishes, by their hashes. */
function assetsOf(folder: string, id: string | undefined): ReadonlyMap<string, string> {
  const files = ownObject(parsed(join(folder, `${id ?? ''}.assets.json`)), 'files');
  return new Map(
    Object.entries(files).map(([hash, file]) => [hash, ownString(ownObject(file, 'source'), 'path') ?? hash]),
  );
}

function textsOf(values: unknown): Record<string, string> {
  const entries = isObject(values) ? Object.entries(values) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function textIn(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parsed(path: string): unknown {
  const text = textIn(path);
  return text === undefined ? undefined : parseWrittenJson(text, path);
}
