import { isGroup, merge } from './merge';
import { SECTION_NAMES } from './sections';
import { brief } from './show';

/** The keys that lead to a value. */
export type Path = readonly (string | number)[];

/** One environment with the common sections laid under it, and where each of its values was written. */
export interface View {
  /** Its key in the text. */
  readonly key: string;
  /** Its name, as messages call it. */
  readonly name: string;
  /** What holds in the environment. */
  readonly data: unknown;
  /** What is written in the environment itself. */
  readonly own: unknown;
  /** The path of a value in the text: the environment's own, else the common one. */
  where(path: Path): Path;
}

const COMMON = [...SECTION_NAMES, 'alerts'] as const;

/** The environments that are groups of keys, each as a view. */
export function viewsOf(data: unknown): View[] {
  const all = at(data, ['environments']);
  const common = Object.fromEntries(COMMON.map((name) => [name, at(data, [name])]));
  return Object.entries(isGroup(all) ? all : {})
    .filter(([, own]) => isGroup(own))
    .map(([name, own]) => ({
      key: name,
      name: brief(name),
      own,
      data: merge(common, own),
      where: (path) => (at(own, path) === undefined ? path : ['environments', name, ...path]),
    }));
}

/** The value under a path, or undefined where the path leads nowhere. */
export function at(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) {
      return typeof key === 'number' ? (value as unknown[])[key] : undefined;
    }
    return isGroup(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, data);
}

/** The texts of a list, with their places in it; what is no text has been told of by the schema. */
export function textsAt(data: unknown, path: Path): [number, string][] {
  const list = at(data, path);
  return (Array.isArray(list) ? (list as unknown[]) : []).flatMap((one, index) =>
    typeof one === 'string' ? [[index, one] as [number, string]] : [],
  );
}
