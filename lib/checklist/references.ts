import { isObject, own, ownObject, scalarText } from './json';
import { passedParameter, type Links } from './links';
import type { Raw, Resolver, Resource, Template } from './model';
import { literalOf } from './values';

const DEEPEST = 200;

/** Who refers to whom, in whichever branch of a condition: one walk over all templates, done on first use. */
export class References {
  private readonly targets = new Map<Resource, Set<Resource>>();
  private readonly referrers = new Map<Resource, Map<string, Set<Resource>>>();
  private readonly known = new Map<Template, Map<object, readonly Resource[]>>();

  constructor(
    templates: readonly Template[],
    private readonly links: Links,
    private readonly resolver: Resolver,
  ) {
    for (const home of templates) {
      for (const resource of home.resources.values()) {
        const found = new Set<Resource>();
        this.walk({ raw: own(resource.body, 'Properties'), home }, found, 0);
        this.walk({ raw: own(resource.body, 'UpdatePolicy'), home }, found, 0);
        this.record(resource, found);
      }
    }
  }

  /** The resources that this one refers to. */
  public from(resource: Resource): ReadonlySet<Resource> {
    return this.targets.get(resource) ?? new Set();
  }

  /** The resources of a type that refer to this one. */
  public to(resource: Resource, type: string): ReadonlySet<Resource> {
    return this.referrers.get(resource)?.get(type) ?? new Set();
  }

  private record(resource: Resource, found: Set<Resource>): void {
    found.delete(resource);
    this.targets.set(resource, found);
    for (const target of found) {
      const byType = this.referrers.get(target) ?? new Map<string, Set<Resource>>();
      const same = byType.get(resource.type) ?? new Set<Resource>();
      this.referrers.set(target, byType.set(resource.type, same.add(resource)));
    }
  }

  private walk({ raw, home }: Raw, found: Set<Resource>, depth: number): void {
    if (depth > DEEPEST) {
      return;
    }
    if (Array.isArray(raw)) {
      raw.forEach((item: unknown) => this.walk({ raw: item, home }, found, depth + 1));
      return;
    }
    if (!isObject(raw)) {
      return;
    }
    for (const [key, argument] of Object.entries(raw)) {
      this.follow(key, argument, home, found, depth);
      this.walk({ raw: argument, home }, found, depth + 1);
    }
  }

  private follow(key: string, argument: unknown, home: Template, found: Set<Resource>, depth: number): void {
    const elsewhere = (value: Raw | undefined) => this.behind(value, depth).forEach((one) => found.add(one));
    switch (key) {
      case 'Ref':
        return this.named(scalarText(argument) ?? '', home, found, depth);
      case 'Fn::GetAtt': {
        const list: unknown[] = Array.isArray(argument) ? argument : (scalarText(argument)?.split('.') ?? []);
        const [id = '', ...names] = list.map((one) => scalarText(one) ?? '');
        const attribute = names.join('.');
        const resource = home.resources.get(id);
        elsewhere(
          resource && attribute.startsWith('Outputs.')
            ? this.links.nestedOutput(resource, attribute.slice(8))
            : undefined,
        );
        elsewhere(attribute.startsWith('/cdk/exports/') ? this.links.writtenElsewhere(attribute, home) : undefined);
        return this.named(id, home, found, depth);
      }
      case 'Fn::Sub': {
        const text: unknown = Array.isArray(argument) ? argument[0] : argument;
        for (const [, name = ''] of (scalarText(text) ?? '').matchAll(/\$\{\s*([^!}][^}.]*?)\s*(?:\.[^}]*)?\}/g)) {
          this.named(name, home, found, depth);
        }
        return;
      }
      case 'Fn::ImportValue': {
        const name = literalOf(this.resolver.resolve({ raw: argument, home }));
        return elsewhere(name === undefined ? undefined : this.links.exported(name, home));
      }
      case 'Fn::GetStackOutput':
        return elsewhere(this.links.stackOutput(argument, home, this.resolver));
      default:
    }
  }

  private named(name: string, home: Template, found: Set<Resource>, depth: number): void {
    const resource = home.resources.get(name);
    if (resource !== undefined) {
      found.add(resource);
    } else if (home.parent !== undefined) {
      this.throughParameter(name, home, depth).forEach((one) => found.add(one));
    }
  }

  private throughParameter(name: string, home: Template, depth: number): readonly Resource[] {
    const isDeclared = Object.hasOwn(ownObject(home.body, 'Parameters'), name);
    return this.behind(isDeclared ? passedParameter(home, name) : undefined, depth);
  }

  /** Who is behind a value of another place; walked once, so that values which double at each step stay cheap. */
  private behind(value: Raw | undefined, depth: number): readonly Resource[] {
    if (value === undefined || !(isObject(value.raw) || Array.isArray(value.raw))) {
      return [];
    }
    const ofHome = this.known.get(value.home) ?? new Map<object, readonly Resource[]>();
    this.known.set(value.home, ofHome);
    const known = ofHome.get(value.raw);
    if (known !== undefined) {
      return known;
    }
    ofHome.set(value.raw, []);
    const found = new Set<Resource>();
    this.walk(value, found, depth + 5);
    ofHome.set(value.raw, [...found]);
    return [...found];
  }
}
