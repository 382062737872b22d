import type { Judgement } from '../../checklist/judgement';
import { areaNames } from './encoding';
import { STATES, type PageState } from './kinds';

/** An area and what became of it. */
export interface AreaScore {
  readonly code: string;
  readonly name: string;
  readonly counts: Readonly<Record<PageState, number>>;
  /** Percentage of what is decided that is met; null where nothing is decided. */
  readonly score: number | null;
}

/** Each area with its counts; what is missed is told apart by severity. */
export function areaScores(judgement: Judgement): AreaScore[] {
  const errors = new Map<string, number>();
  for (const { area, severity } of judgement.findings) {
    errors.set(area, (errors.get(area) ?? 0) + (severity === 'error' ? 1 : 0));
  }
  return Object.entries(areaNames(judgement)).map(([code, name]) => {
    const { met = 0, missed = 0, waived = 0, undecided = 0, notApplicable = 0 } = judgement.areas[code] ?? {};
    const error = errors.get(code) ?? 0;
    const decided = met + missed + waived;
    return {
      code,
      name,
      counts: { error, warning: missed - error, undecided, waived, met, 'not-applicable': notApplicable },
      score: decided === 0 ? null : Math.floor((100 * met) / decided),
    };
  });
}

/** A stretch of a bar or of a petal. */
export interface Stretch {
  readonly state: PageState;
  readonly count: number;
  /** Between 0 and 1. */
  readonly from: number;
  readonly size: number;
}

/** What is met first, what is wrong last; so thin a stretch that nobody would see it is drawn wider. */
const ORDER: readonly PageState[] = ['met', 'waived', 'undecided', 'warning', 'error', 'not-applicable'];

/** The counts as stretches of a bar from 0 to 1, none thinner than `least`. */
export function stretches(
  counts: AreaScore['counts'],
  least: number,
  states: readonly PageState[] = STATES,
): Stretch[] {
  const shown = ORDER.filter((state) => states.includes(state) && counts[state] > 0);
  const all = shown.reduce((sum, state) => sum + counts[state], 0);
  const sizes = shown.map((state) => Math.max(counts[state] / all, least));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let from = 0;
  return shown.map((state, at) => {
    const size = (sizes[at] ?? 0) / total;
    from += size;
    return { state, count: counts[state], from: from - size, size };
  });
}
