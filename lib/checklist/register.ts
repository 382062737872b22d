import { isCalendarDay } from '../../constructs/core/calendar-day';
import { Tier } from '../../constructs/core/tier';
import { gather } from './gather';
import type { JudgedItem } from './judged-item';
import type { Outcome } from './judgement';
import type { Template } from './model';
import { isWithin, readReason, type Acknowledgement, type WaiverUse } from './waiver-use';

export const NAMESPACE = 'Seaworthy';

/** Items that keep the register honest: a waiver of one of them waives nothing. */
const UNWAIVABLE = ['WAIVER-01', 'WAIVER-03'];

type Entry = WaiverUse & { matched: number };

/** All waivers of an app, and which finding each of them covers. */
export class WaiverRegister {
  private readonly entries = new Map<string, Map<string, Entry[]>>();

  constructor(
    acknowledgements: readonly Acknowledgement[],
    templates: readonly Template[],
    items: Readonly<Record<string, JudgedItem>>,
    today: string,
  ) {
    for (const { id, path, reason } of inOrder(acknowledgements)) {
      const item = itemOf(id, items);
      if (item !== undefined) {
        const read = readReason(reason);
        const byPath = this.entries.get(item) ?? new Map<string, Entry[]>();
        gather(byPath, path, {
          id,
          item,
          path,
          ...read,
          isExpired: read.until !== undefined && !(isCalendarDay(read.until) && read.until >= today),
          isBare: !id.includes('::'),
          isKnown: Object.hasOwn(items, item),
          isRelevant: isRelevant(items[item], path, templates),
          matched: 0,
        });
        this.entries.set(item, byPath);
      }
    }
  }

  /** Every waiver: those of an item together, from the app down. */
  public get all(): readonly WaiverUse[] {
    return [...this.entries.values()].flatMap((byPath) => [...byPath.values()].flat());
  }

  /** The waiver closest to a finding, one that ended included; it counts as needed from now on. */
  public claim({ item, path }: Pick<Outcome, 'item' | 'path'>): WaiverUse | undefined {
    const byPath = this.entries.get(item);
    if (byPath === undefined || !isWaivable(item)) {
      return undefined;
    }
    const closest = pathsUp(path).flatMap((one) => byPath.get(one) ?? []);
    const entry = closest.find(({ isExpired }) => !isExpired) ?? closest[0];
    if (entry !== undefined) {
      entry.matched += 1;
    }
    return entry;
  }
}

/** True for an item that a waiver can waive. */
export function isWaivable(item: string): boolean {
  return !UNWAIVABLE.includes(item);
}

/** True when an item binds a tier. */
export function binds({ tiers }: Pick<JudgedItem, 'tiers'>, tier: Tier): boolean {
  return tiers === 'all' || tier === Tier.PRODUCTION;
}

/** By path and id, so that a register does not tell how its waivers were found. */
function inOrder(acknowledgements: readonly Acknowledgement[]): Acknowledgement[] {
  const before = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  return [...acknowledgements].sort((one, other) => before(one.path, other.path) || before(one.id, other.id));
}

function itemOf(id: string, items: Readonly<Record<string, JudgedItem>>): string | undefined {
  if (id.startsWith(`${NAMESPACE}::`)) {
    return id.slice(NAMESPACE.length + 2);
  }
  return Object.hasOwn(items, id) ? id : undefined;
}

function isRelevant(item: JudgedItem | undefined, path: string, templates: readonly Template[]): boolean {
  const touched = templates.filter((one) => isWithin(one.path, path) || isWithin(path, one.path));
  return item === undefined || touched.length === 0 || touched.some(({ tier }) => binds(item, tier));
}

function pathsUp(path: string): string[] {
  const steps = path === '' ? [] : path.split('/');
  return [...steps.map((_, at) => steps.slice(0, steps.length - at).join('/')), ''];
}
