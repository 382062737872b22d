import { CHECKLIST } from '../../constructs/core/checklist';
import type { Profile } from '../checklist/profile';

const IDS: readonly string[] = Object.keys(CHECKLIST);
const AREAS = new Set(IDS.map(areaOf));

/** The items that a manifest may name: those of the checklist, and the rules that its profile brings. */
export interface KnownItems {
  readonly ids: readonly string[];
  /** True for an item that there is, or that there may be: of a profile that cannot be read nobody knows the rules. */
  has(item: string): boolean;
}

/** The items by a profile; `isUnread` where there is one that cannot be read. */
export function knownItems(profile: Profile = {}, isUnread = false): KnownItems {
  const ids = [...IDS, ...(profile.extraRules ?? []).map(({ id }) => id)];
  return { ids, has: (item) => ids.includes(item) || (isUnread && isForeign(item)) };
}

/** True for an id of an area that the checklist does not have. */
function isForeign(item: string): boolean {
  return /^[A-Z][A-Z0-9]*-\d+$/.test(item) && !AREAS.has(areaOf(item));
}

function areaOf(id: string): string {
  return id.slice(0, id.lastIndexOf('-'));
}
