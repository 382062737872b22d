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

/** The tags of a resource, its stack's included. */
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
  const place = resource.at(property);
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
  return {
    path: place.path,
    unknown,
    keys: new Set([...own.keys(), ...resource.template.stackTags.keys()]),
    get: (key) => own.get(key) || resource.template.stackTags.get(key) || undefined,
  };
}

/** True where a resource carries a tag of its own with this key, whatever its value. */
export function hasTag(resource: Resource, key: string): boolean {
  return resource
    .at(PROPERTIES.get(resource.type)?.property ?? 'Tags')
    .items()
    .some((tag) => tag.at('Key').text() === key);
}
