import type { BrokenRule, Counts, Judgement, Outcome, WaivedOutcome } from './judgement';
import type { Checklist } from './profile';
import type { WaiverRegister } from './register';
import type { TemplateIndex } from './template-index';

/** Everything that a judgement came to. */
export interface Results extends Checklist {
  readonly index: TemplateIndex;
  readonly findings: readonly Outcome[];
  readonly waived: readonly WaivedOutcome[];
  /** What is met, and what nobody can tell. */
  readonly others: readonly Outcome[];
  readonly broken: readonly BrokenRule[];
  readonly register: WaiverRegister;
}

/** The judgement with its sums: per area, in all, and which items applied to nothing. */
export function summaryOf({
  index,
  items,
  rules,
  off,
  findings,
  waived,
  others,
  broken,
  register,
}: Results): Judgement {
  const met = others.filter(({ state }) => state === 'met');
  const open = others.filter(({ state }) => state === 'undecided');
  const judged = new Set([...findings, ...waived, ...others, ...broken].map(({ item }) => item));
  const notApplicable = Object.keys(rules).filter((item) => !judged.has(item));
  const decided = met.length + findings.length + waived.length;
  const areaOf = (item: string) => items[item]?.area ?? item;
  return {
    findings,
    undecided: open,
    waived,
    met,
    notApplicable,
    broken,
    waivers: register.all,
    stacks: index.templates.map(({ path, file, tier, region, account, resources }) => ({
      path,
      template: file,
      tier,
      region,
      account,
      resources: resources.size,
    })),
    items,
    off,
    areas: countsByArea([...new Set(Object.keys(rules).map(areaOf))], {
      met: met.map(({ area }) => area),
      missed: findings.map(({ area }) => area),
      waived: waived.map(({ area }) => area),
      undecided: open.map(({ area }) => area),
      notApplicable: notApplicable.map(areaOf),
    }),
    score: decided === 0 ? null : Math.floor((100 * met.length) / decided),
  };
}

type AreaCounts = Counts & { readonly notApplicable: number };

/** How often each area stands in each of the lists. */
function countsByArea(
  areas: readonly string[],
  lists: Readonly<Record<keyof AreaCounts, readonly string[]>>,
): Record<string, AreaCounts> {
  const names = Object.keys(lists) as (keyof AreaCounts)[];
  const counts = Object.fromEntries(
    areas.map((area) => [area, Object.fromEntries(names.map((name) => [name, 0]))]),
  ) as Record<string, Record<keyof AreaCounts, number>>;
  for (const name of names) {
    for (const area of lists[name]) {
      const ofArea = counts[area];
      if (ofArea !== undefined) {
        ofArea[name] += 1;
      }
    }
  }
  return counts;
}
