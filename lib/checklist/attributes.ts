import type { Cursor } from './model';

/**
 * The value of an attribute in a list of pairs: `attribute(group.at('TargetGroupAttributes'), 'slow_start.…')`.
 * Absent where it is not listed; unknown where the list, or the name of one of its members, is.
 */
export function attribute(list: Cursor, key: string, names = { key: 'Key', value: 'Value' }): Cursor {
  const pairs = list.items();
  const found = pairs.filter((pair) => pair.at(names.key).text() === key).at(-1);
  const hidden = list.isUndecided ? list : pairs.map((pair) => pair.at(names.key)).find((name) => name.isUndecided);
  return found?.at(names.value).as(key) ?? hidden ?? list.lacking(key);
}
