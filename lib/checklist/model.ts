import type { Tier } from '../../constructs/core/tier';
import { isObject, own, type JsonObject } from './json';

/** One template of the app: a stack or a nested stack, with the facts of its deployment. */
export interface Template {
  /** Path of the file, relative to the assembly. */
  readonly file: string;
  /** Path of the stack's construct; of the nested stack's construct for a nested one. */
  readonly path: string;
  readonly stackName: string;
  readonly region?: string;
  readonly account?: string;
  readonly tier: Tier;
  /** Tags of the stack, which its resources inherit. */
  readonly stackTags: ReadonlyMap<string, string>;
  /** Undefined where nobody can tell: a template without an assembly, a nested stack. */
  readonly terminationProtection?: boolean;
  /** Size of the file as it is. */
  readonly bytes: number;
  readonly body: JsonObject;
  readonly resources: ReadonlyMap<string, Resource>;
  /** The `AWS::CloudFormation::Stack` that deploys this template, if it is nested. */
  readonly parent?: Resource;
}

/** An attribute of a resource of the app: `Ref`, `Arn`, … */
export interface Reference {
  readonly resource: Resource;
  readonly attribute: string;
  /** Which piece of the attribute is meant, where it was cut (`Fn::Select` of `Fn::Split`). */
  readonly piece?: string;
}

/** What nobody knows before the deployment, named so that two of the same name are the same. */
export interface Unknown {
  readonly unknown: string;
  /** The resources that its name mentions: the secret of a dynamic reference. */
  readonly of?: readonly Resource[];
}

/** A stretch of a text. */
export type Part = string | Reference | Unknown;

/** A raw value together with the template that its references belong to. */
export interface Raw {
  readonly raw: unknown;
  readonly home: Template;
}

/** A value after its intrinsic functions were followed. */
export type Value =
  | { readonly kind: 'absent' }
  | { readonly kind: 'scalar'; readonly value: string | number | boolean }
  | { readonly kind: 'text'; readonly parts: readonly Part[] }
  | { readonly kind: 'list'; readonly items: readonly Raw[] }
  | { readonly kind: 'map'; readonly entries: JsonObject; readonly home: Template };

/** Follows intrinsic functions; written in resolver.ts. */
export interface Resolver {
  resolve(value: Raw): Value;
}

/** A resource as its template declares it. */
export class Resource {
  /** @internal */
  constructor(
    public readonly template: Template,
    public readonly id: string,
    public readonly type: string,
    /** Path of its construct, else `<stack>/<logical id>`. */
    public readonly path: string,
    public readonly body: JsonObject,
    private readonly resolver: Resolver,
  ) {}

  /** A property, by its path: `group.at('MixedInstancesPolicy.LaunchTemplate')`, list members by number. */
  public at(path: string): Cursor {
    return this.section('Properties').at(path);
  }

  /** A part of the resource beside its properties: `UpdatePolicy`, `DeletionPolicy`, `Metadata`. */
  public section(name: string): Cursor {
    return new Cursor(this.resolver, { raw: own(this.body, name), home: this.template }, name);
  }
}

/**
 * A place in a template and what stands there, seen through intrinsic functions. It is valid while a rule runs: do not
 * keep one.
 */
export class Cursor {
  private resolved?: Value;

  /** @internal */
  constructor(
    private readonly resolver: Resolver,
    private readonly source: Raw,
    /** Where it stands, for reports: `Properties.MaxSize`. */
    public readonly path: string,
    private readonly title?: string,
  ) {}

  /** What it is called in a sentence: `MaxSize`, or the name of an attribute. */
  public get name(): string {
    return this.title ?? this.path.replace(/^Properties\./, '');
  }

  /** The same place, called by another name. */
  public as(name: string): Cursor {
    return new Cursor(this.resolver, this.source, this.path, name);
  }

  /**
   * What stands here.
   *
   * @internal
   */
  public get value(): Value {
    return (this.resolved ??= this.resolver.resolve(this.source));
  }

  /** True when nothing stands here: left out, null, or `AWS::NoValue`. */
  public get isAbsent(): boolean {
    return this.value.kind === 'absent';
  }

  /** True when what stands here is known only when it is deployed, in whole or in part. */
  public get isUndecided(): boolean {
    return this.unknown !== undefined;
  }

  /** The first thing in here that nobody knows yet. */
  public get unknown(): string | undefined {
    const { value } = this;
    return value.kind === 'text' ? value.parts.find(isUnknown)?.unknown : undefined;
  }

  /** What stands below, by its path. Below what is unknown, everything is unknown; below nothing, nothing. */
  public at(path: string): Cursor {
    return path.includes('.')
      ? path.split('.').reduce<Cursor>((cursor, key) => cursor.child(key), this)
      : this.child(path);
  }

  /** The members of a list, without those that are absent; a single value counts as a list of one. */
  public items(): readonly Cursor[] {
    const { value } = this;
    if (value.kind === 'absent' || (value.kind === 'text' && this.isUndecided)) {
      return [];
    }
    if (value.kind !== 'list') {
      return [this];
    }
    return value.items
      .map((item, at) => new Cursor(this.resolver, item, `${this.path}.${at}`))
      .filter((item) => !item.isAbsent);
  }

  /** The members of a map, without those that are absent. */
  public entries(): [string, Cursor][] {
    const { value } = this;
    return value.kind !== 'map'
      ? []
      : Object.keys(value.entries)
          .map((key): [string, Cursor] => [key, this.child(key)])
          .filter(([, entry]) => !entry.isAbsent);
  }

  /** The text that stands here, if all of it is known. Numbers and booleans are text too. */
  public text(): string | undefined {
    const { value } = this;
    return value.kind === 'scalar' ? String(value.value) : undefined;
  }

  /** The number that stands here, also one in quotes. */
  public number(): number | undefined {
    const text = this.text()?.trim();
    const number = text === undefined || text === '' ? NaN : Number(text);
    return Number.isFinite(number) ? number : undefined;
  }

  /** The boolean that stands here, also one in quotes. */
  public flag(): boolean | undefined {
    const text = this.text()?.toLowerCase();
    return text === 'true' ? true : text === 'false' ? false : undefined;
  }

  /** The stretches of a text: literal, referring to a resource, unknown. */
  public parts(): readonly Part[] {
    const { value } = this;
    return value.kind === 'text' ? value.parts : value.kind === 'scalar' ? [String(value.value)] : [];
  }

  /** The resource that stands here by itself: a `Ref` or `Fn::GetAtt` and nothing around it. */
  public reference(): Reference | undefined {
    const parts = this.parts();
    const [part] = parts;
    return parts.length === 1 && part !== undefined && isReference(part) ? part : undefined;
  }

  /** The resources that the text here mentions. */
  public mentions(): Resource[] {
    const { value } = this;
    return value.kind !== 'text'
      ? []
      : value.parts.flatMap((part) => (isReference(part) ? [part.resource] : isUnknown(part) ? (part.of ?? []) : []));
  }

  /** What stands here as a person would write it: `${Bucket.Arn}/*`. Equal texts mean equal values. */
  public shown(): string {
    const { value } = this;
    switch (value.kind) {
      case 'absent':
        return 'nothing';
      case 'scalar':
        return String(value.value);
      case 'text':
        return value.parts.map(partText).join('');
      case 'list':
        return `[${this.items()
          .map((item) => item.shown())
          .join(', ')}]`;
      case 'map':
        return `{${this.entries()
          .map(([key, entry]) => `${key}: ${entry.shown()}`)
          .join(', ')}}`;
    }
  }

  private child(key: string): Cursor {
    const { value } = this;
    const path = this.path === '' ? key : `${this.path}.${key}`;
    switch (value.kind) {
      case 'map':
        return new Cursor(
          this.resolver,
          { raw: own(value.entries, key) ?? later(value.entries), home: value.home },
          path,
        );
      case 'list':
        return new Cursor(this.resolver, value.items[Number(key)] ?? { raw: undefined, home: this.source.home }, path);
      case 'text':
        return this.isUndecided ? new Cursor(this.resolver, this.source, this.path) : this.nothing(path);
      case 'scalar':
      case 'absent':
        return this.nothing(path);
    }
  }

  /** Nothing, in the place of a member that the list here does not have. */
  public lacking(name: string): Cursor {
    return this.nothing(this.path).as(name);
  }

  private nothing(path: string): Cursor {
    return new Cursor(this.resolver, { raw: undefined, home: this.source.home }, path);
  }
}

/** Beside a transform or a loop, what does not stand in a map may be put there when it is deployed. */
function later(entries: JsonObject): unknown {
  const [key] = Object.keys(entries).filter((one) => one === 'Fn::Transform' || one.startsWith('Fn::ForEach::'));
  return key === undefined ? undefined : { [key]: entries[key] };
}

/** True for a stretch that refers to a resource of the app. */
export function isReference(part: Part): part is Reference {
  return isObject(part) && 'resource' in part;
}

/** True for a stretch that nobody knows yet. */
export function isUnknown(part: Part): part is Unknown {
  return isObject(part) && 'unknown' in part;
}

/** A stretch as a person would write it. */
export function partText(part: Part): string {
  if (typeof part === 'string') {
    return part;
  }
  if (isUnknown(part)) {
    return part.unknown.startsWith('{{') ? part.unknown : `\${${part.unknown}}`;
  }
  const attribute = part.attribute === 'Ref' ? '' : `.${part.attribute}`;
  return `\${${part.resource.id}${attribute}${part.piece ?? ''}}`;
}
