import { NAMESPACE } from '../checklist/register';
import { nearest } from '../spelling/suggest';
import type { KnownItems } from './known-items';
import { isGroup } from './merge';
import { pathText, type Problem } from './problem';
import { show } from './show';
import type { Source } from './source';
import { at, type Path } from './view';

const OURS = `${NAMESPACE}::`;

/** Each waiver names a pack and a rule of it, and where the pack is ours, an item that there is. */
export function checkWaivers(source: Source, known: KnownItems): Problem[] {
  const environments = at(source.data, ['environments']);
  const names = Object.keys(isGroup(environments) ? environments : {});
  const places: Path[] = [['waive'], ...names.map((name) => ['environments', name, 'waive'])];
  return places.flatMap((place) => {
    const list = at(source.data, place);
    return (Array.isArray(list) ? list : []).flatMap((_, index) => {
      const path = [...place, index, 'item'];
      const item = at(source.data, path);
      const fault = typeof item === 'string' ? itemFault(item, known) : undefined;
      return fault === undefined ? [] : [source.problem(path, `${pathText(path)} ${fault}`)];
    });
  });
}

function itemFault(item: string, known: KnownItems): string | undefined {
  const [pack = '', id] = item.split('::', 2);
  const isForeign = id !== undefined && `${pack}::`.toLowerCase() !== OURS.toLowerCase();
  if (item === `${OURS}${id}` && known.has(id ?? '')) {
    return undefined;
  }
  if (isForeign && /^[\w-]+::.+/.test(item)) {
    return undefined;
  }
  const near = isForeign ? undefined : nearest((id ?? item).toUpperCase(), known.ids);
  const advice = near === undefined ? '; docs/checklist.md lists the items' : `; did you mean '${OURS}${near}'?`;
  const allowed =
    id === undefined ? 'name the pack and the rule, like Seaworthy::NET-05' : 'be an item of the checklist';
  return `must ${allowed}, got ${show(item)}${advice}`;
}
