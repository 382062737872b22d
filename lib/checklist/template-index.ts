import { Tier } from '../../constructs/core/tier';
import { checkDepth } from './depth';
import { gather } from './gather';
import { intrinsicOf, isObject, own, ownObject, ownString, type JsonObject } from './json';
import { Links } from './links';
import { Resource, type Cursor, type Template } from './model';
import { placed } from './place';
import { References } from './references';
import { TemplateResolver } from './resolver';
import { tierOfTemplate } from './template-tier';
import { Worlds } from './worlds';

/** A template and what is known of its deployment, before it is indexed. */
export interface TemplateSource {
  readonly body: unknown;
  /** Path of the file, relative to the assembly; names the template in reports. */
  readonly file: string;
  /** Path of the stack's construct. @default - the name of the stack */
  readonly path?: string;
  /** @default - the name of the file */
  readonly stackName?: string;
  readonly region?: string;
  readonly account?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly terminationProtection?: boolean;
  /** Size of the file. @default - the size of the body as JSON */
  readonly bytes?: number;
  /** Where this template is nested: the file of its parent and the logical id of the stack resource there. */
  readonly nestedIn?: { readonly file: string; readonly id: string };
  /** The path of the construct behind a logical id. @default - the `aws:cdk:path` in the template's metadata */
  pathOf?(id: string, stated?: string): string | undefined;
}

/** Everything that the rules read: all resources of all templates, by type, by name and by who refers to whom. */
export class TemplateIndex {
  /** The stacks of the app, nested ones behind their parents. */
  public readonly templates: readonly Template[];
  /** @internal */
  public readonly worlds = new Worlds();
  private readonly byType = new Map<string, Resource[]>();
  private readonly links: Links;
  private readonly resolver: TemplateResolver;
  private readonly remembered = new Map<string, unknown>();
  private references?: References;

  /** @internal */
  constructor(sources: readonly TemplateSource[], tier?: Tier) {
    const resolver = { resolve: (value: Parameters<TemplateResolver['resolve']>[0]) => this.resolver.resolve(value) };
    const templates = new Map<string, Template>();
    this.templates = inOrder(sources).map((source) => {
      const template = templateOf(source, templates, resolver, tier);
      templates.set(source.file, templates.get(source.file) ?? template);
      return template;
    });
    this.links = new Links(this.templates);
    this.resolver = new TemplateResolver(this.worlds, this.links);
    this.links.collect(this.resolver);
    for (const resource of this.resources()) {
      gather(this.byType, resource.type, resource);
    }
  }

  /** Every resource of the app. */
  public resources(): Resource[] {
    return this.templates.flatMap(({ resources }) => [...resources.values()]);
  }

  /** The resources of some types. */
  public ofType(...types: string[]): readonly Resource[] {
    return types.length === 1
      ? (this.byType.get(types[0] as string) ?? [])
      : types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** The resources of some types that refer to this one, from whatever stack. */
  public referrers(resource: Resource, ...types: string[]): Resource[] {
    return types.flatMap((type) => [...this.graph().to(resource, type)]);
  }

  /** The resources that this one refers to, of one type where that is given. */
  public referred(resource: Resource, type?: string): Resource[] {
    return [...this.graph().from(resource)].filter((one) => type === undefined || one.type === type);
  }

  /**
   * The resources of a type whose `property` means this resource: by reference, or by the name that the resource was
   * given. For example the scaling policies of a group.
   */
  public linked(resource: Resource, type: string, property: string): Resource[] {
    if (this.ofType(type).length === 0) {
      return [];
    }
    const byReference = this.referrers(resource, type).filter((one) =>
      one
        .at(property)
        .items()
        .some((item) => item.mentions().includes(resource)),
    );
    const name = physicalName(resource)?.shown();
    const byName = name === undefined ? [] : (this.named(type, property).get(placed(name, resource.template)) ?? []);
    return [...new Set([...byReference, ...byName])];
  }

  /** The resource of one of the types that a value means: by reference, or by its literal name. */
  public meant(value: Cursor, from: Resource, ...types: string[]): Resource | undefined {
    const byReference = value.mentions().find(({ type }) => types.includes(type));
    if (byReference !== undefined || value.isAbsent || value.mentions().length > 0) {
      return byReference;
    }
    const key = placed(value.shown(), from.template);
    return types.flatMap((type) => this.named(type, nameProperty(type)).get(key) ?? [])[0];
  }

  /**
   * Remembers something that takes a look at all resources of the app, so that it is looked up once and not for each
   * resource. Of every `Fn::If` it sees the first branch only: keep resources in it, read their values afterwards.
   */
  public once<T>(key: string, make: () => T): T {
    if (!this.remembered.has(key)) {
      this.remembered.set(key, this.worlds.aside(make));
    }
    return this.remembered.get(key) as T;
  }

  /**
   * What code returns, computed once for an owner and a key in each combination of conditions.
   *
   * @internal
   */
  public remember<T>(owner: object, key: unknown, make: () => T): T {
    return this.worlds.remember(owner, key, make, make);
  }

  /** What code makes of templates where no condition and no parameter has a say in it; undefined where one has. */
  public settled<T>(make: () => T): T | undefined {
    return this.worlds.settled(make);
  }

  private graph(): References {
    return (this.references ??= this.worlds.aside(() => new References(this.templates, this.links, this.resolver)));
  }

  private named(type: string, property: string): Map<string, Resource[]> {
    return this.once(`${property} of ${type}`, () => {
      const names = new Map<string, Resource[]>();
      for (const resource of this.ofType(type)) {
        for (const item of resource.at(property).items()) {
          if (item.mentions().length === 0) {
            gather(names, placed(item.shown(), resource.template), resource);
          }
        }
      }
      return names;
    });
  }
}

/** The name that a resource was given, as its template says it. */
export function physicalName(resource: Resource): Cursor | undefined {
  const property = nameProperty(resource.type);
  // Most resources are not named: that much is seen without following anything.
  if (intrinsicOf(own(resource.body, 'Properties')) === undefined && !isNamed(resource.body, property)) {
    return undefined;
  }
  const name = resource.at(property);
  return name.isAbsent ? undefined : name;
}

function isNamed(body: JsonObject, property: string): boolean {
  return own(own(body, 'Properties'), property) !== undefined;
}

const NAME_PROPERTIES = new Map<string, string>();

function nameProperty(type: string): string {
  const known = NAME_PROPERTIES.get(type);
  if (known !== undefined) {
    return known;
  }
  const found = findNameProperty(type);
  NAME_PROPERTIES.set(type, found);
  return found;
}

function findNameProperty(type: string): string {
  const kind = type.split('::').at(-1) ?? '';
  if (type === 'AWS::ECS::TaskDefinition') {
    return 'Family';
  }
  if (/^(AWS::(RDS|DocDB|Neptune)::DB(Instance|Cluster))$/.test(type)) {
    return `${kind}Identifier`;
  }
  return /^AWS::(ElasticLoadBalancingV2|KinesisFirehose|Events|Kinesis|Scheduler|WAFv2|SSM|SecretsManager)::/.test(
    type,
  ) && kind !== 'DeliveryStream'
    ? 'Name'
    : `${kind}Name`;
}

function inOrder(sources: readonly TemplateSource[]): TemplateSource[] {
  const isPlaced = new Set<string>();
  const left = [...sources];
  const ordered: TemplateSource[] = [];
  while (left.length > 0) {
    const next = left.findIndex(({ nestedIn }) => nestedIn === undefined || isPlaced.has(nestedIn.file));
    const [source] = left.splice(Math.max(next, 0), 1);
    if (source !== undefined) {
      isPlaced.add(source.file);
      ordered.push(source);
    }
  }
  return ordered;
}

function templateOf(
  source: TemplateSource,
  before: ReadonlyMap<string, Template>,
  resolver: ConstructorParameters<typeof Resource>[5],
  tier: Tier | undefined,
): Template {
  const body: JsonObject = isObject(source.body) ? source.body : {};
  checkDepth(body, source.file);
  const { nestedIn } = source;
  const parent = before.get(nestedIn?.file ?? '')?.resources.get(nestedIn?.id ?? '');
  const stackName = source.stackName ?? source.file.replace(/^.*\//, '').replace(/(\.template)?\.\w+$/, '');
  const resources = new Map<string, Resource>();
  const stackTags = new Map(parent?.template.stackTags ?? Object.entries(source.tags ?? {}));
  const template: Template = {
    file: source.file,
    path: source.path ?? stackName,
    stackName,
    region: source.region ?? parent?.template.region,
    account: source.account ?? parent?.template.account,
    tier: tier ?? tierOfTemplate(body, stackTags) ?? parent?.template.tier ?? Tier.PRODUCTION,
    stackTags,
    terminationProtection: source.terminationProtection,
    bytes: source.bytes ?? Buffer.byteLength(JSON.stringify(body)),
    body,
    resources,
    parent,
  };
  for (const [id, resource] of Object.entries(ownObject(body, 'Resources'))) {
    if (isObject(resource)) {
      const stated = ownString(own(resource, 'Metadata'), 'aws:cdk:path');
      const path = source.pathOf?.(id, stated) ?? stated ?? `${template.path}/${id}`;
      resources.set(id, new Resource(template, id, ownString(resource, 'Type') ?? '', path, resource, resolver));
    }
  }
  return template;
}
