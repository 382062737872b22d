import { stackName, type Entry, type Model } from './model';
import type { View } from './view';

/** What a view lets through, and how much each choice of a filter would let through beside the others. */
export interface Filtered {
  readonly entries: readonly Entry[];
  readonly counts: Readonly<Record<'area' | 'state' | 'tier' | 'stack', ReadonlyMap<string, number>>>;
  /** Items that apply to nothing: those of the chosen areas that the search finds, unless a place is asked for. */
  readonly idle: Model['idle'];
}

const AREA = 1;
const STATE = 2;
const TIER = 4;
const STACK = 8;

/** One pass over all outcomes. */
export function filtered({ entries, idle }: Pick<Model, 'entries' | 'idle'>, view: View): Filtered {
  const words = view.search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const shown: Entry[] = [];
  const tally = () => new Map<string, number>();
  const counts = { area: tally(), state: tally(), tier: tally(), stack: tally() };
  for (const entry of entries) {
    if (words.every((word) => entry.text.includes(word))) {
      const failed = failures(entry, view);
      if (failed === 0) {
        shown.push(entry);
      }
      const { item, kind, subject } = entry;
      count(counts.area, item.area, failed, AREA);
      count(counts.state, kind, failed, STATE);
      count(counts.tier, subject.stack.tier, failed, TIER);
      count(counts.stack, stackName(subject.stack), failed, STACK);
    }
  }
  const isAnywhere = view.tier.length === 0 && view.stack === '';
  const found = idle.filter(
    ([item, title, area]) =>
      isAnywhere && allows(view.area, area) && words.every((word) => `${item} ${title}`.toLowerCase().includes(word)),
  );
  counts.state.set('not-applicable', found.length);
  return { entries: shown, counts, idle: allows(view.state, 'not-applicable') ? found : [] };
}

/** The filters that an outcome fails, as bits. */
function failures({ item, kind, subject: { stack } }: Entry, view: View): number {
  return (
    (allows(view.area, item.area) ? 0 : AREA) |
    (allows(view.state, kind) ? 0 : STATE) |
    (allows(view.tier, stack.tier) ? 0 : TIER) |
    (view.stack === '' || view.stack === stackName(stack) ? 0 : STACK)
  );
}

function allows(chosen: readonly string[], value: string): boolean {
  return chosen.length === 0 || chosen.includes(value);
}

/** Counts what no other filter than its own keeps out. */
function count(counts: Map<string, number>, value: string, failed: number, own: number): void {
  if ((failed & ~own) === 0) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
}
