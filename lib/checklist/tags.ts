import taggable from './data/taggable-types.json';
import type { Cursor, Resource } from './model';

type Shape = 'list' | 'map' | 'specifications';

interface TagProperty {
  readonly property: string;
  readonly shape: Shape;
}

const PROPERTIES: ReadonlyMap<string, TagProperty> = new Map(
  taggable.groups.flatMap(({ property, shape, types }) =>
    Object.entries(types as Readonly<Record<string, string | undefined>>).flatMap(([service, names]) =>
      (names ?? '')
        .split(' ')
        .map((name): [string, TagProperty] => [`${service}::${name}`, { property, shape: shape as Shape }]),
    ),
  ),
);

/** The tags of a resource, those of its stacks included. */
export interface Tags {
  /** Where the resource's own tags stand. */
  readonly path: string;
  /** The value of a tag: undefined where it is not there or empty. */
  get(key: string): string | undefined;
  /** The keys of all tags. */
  readonly keys: ReadonlySet<string>;
  /** What nobody knows of these tags yet: the whole list, or the name of one. */
  readonly unknown?: string;
}

/** True where the CloudFormation schema of the pinned date says that a type takes tags. */
export function isTaggable(type: string): boolean {
  return PROPERTIES.has(type);
}

/** The tags that a resource carries, with those that it has from its stack. Keys are case-sensitive. */
export function tagsOf(resource: Resource): Tags {
  const { property, shape } = PROPERTIES.get(resource.type) ?? { property: 'Tags', shape: 'list' };
  return tagsAt(resource.at(property), shape, resource);
}

/** The tags of each replica of a global table, which has none as a whole. */
export function tagsOfReplicas(table: Resource): Tags[] {
  return table
    .at('Replicas')
    .items()
    .map((replica) => tagsAt(replica.at('Tags'), 'list', table));
}

function tagsAt(place: Cursor, shape: Shape, resource: Resource): Tags {
  const own = new Map<string, string>();
  let unknown = place.unknown;
  const put = (key: string | undefined, value: Cursor) => {
    if (key === undefined) {
      unknown ??= value.unknown ?? 'the name of a tag';
    } else {
      own.set(key, value.isUndecided ? value.shown() : (value.text() ?? value.shown()));
    }
  };
  if (shape === 'map') {
    place.entries().forEach(([key, value]) => put(key, value));
  } else {
    const lists = shape === 'specifications' ? place.items().map((item) => item.at('Tags')) : [place];
    lists.flatMap((list) => list.items()).forEach((tag) => put(tag.at('Key').text(), tag.at('Value')));
  }
  const inherited = inheritedTags(resource);
  return {
    path: place.path,
    unknown: unknown ?? inherited.unknown,
    keys: new Set([...own.keys(), ...inherited.keys]),
    get: (key) => (own.has(key) ? own.get(key) : inherited.get(key)) || undefined,
  };
}

/** CloudFormation hands the tags of a stack on to its resources, those of a nested stack's resource too. */
function inheritedTags({ template: { stackTags, parent } }: Resource): Pick<Tags, 'get' | 'keys' | 'unknown'> {
  return parent === undefined ? { keys: new Set(stackTags.keys()), get: (key) => stackTags.get(key) } : tagsOf(parent);
}

/** True where a resource carries a tag of its own with this key, whatever its value. */
export function hasTag(resource: Resource, key: string): boolean {
  return resource
    .at(PROPERTIES.get(resource.type)?.property ?? 'Tags')
    .items()
    .some((tag) => tag.at('Key').text() === key);
}
