import type { Counts, Judgement } from '../checklist/judgement';
import { AREAS } from './areas';
import { plain, type Meaning, type Paint } from './paint';

const HEADINGS = ['', 'met', 'missed', 'waived', 'undecided', 'not applicable'];

type Cell = [Meaning, string];

type AreaCounts = Counts & { readonly notApplicable: number };

/** The judgement as a compact table: one line per area, and what it comes to. */
export function scorecard(judgement: Judgement, paint: Paint = plain): string {
  const areas = Object.entries(judgement.areas);
  const rows: Cell[][] = [
    HEADINGS.map((heading) => ['heading', heading]),
    ...areas.map(([area, counts]): Cell[] => [['heading', `${area} ${AREAS[area] ?? ''}`.trim()], ...cells(counts)]),
    [['heading', 'all'], ...cells(total(areas))],
  ];
  const widths = HEADINGS.map((_, at) => Math.max(...rows.map((row) => row[at]?.[1].length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map(([meaning, text], at) =>
        paint(meaning, at === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart((widths[at] ?? 0) + 2)),
      )
      .join(''),
  );
  return [paint('heading', 'Seaworthy: the production checklist'), ...lines, verdict(judgement, paint)].join('\n');
}

/** One sentence: how much is met, and what stands in the way. */
export function verdict({ findings, broken, undecided, score }: Judgement, paint: Paint = plain): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length + broken.length;
  const warnings = findings.length + broken.length - errors;
  const parts = [
    score === null ? 'nothing to judge' : `${score} % met`,
    ...some(errors, 'error'),
    ...some(warnings, 'warning'),
    ...(undecided.length === 0 ? [] : [`${undecided.length} undecided`]),
  ];
  return paint(errors > 0 ? 'bad' : warnings > 0 ? 'warning' : 'good', parts.join(', '));
}

function some(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`];
}

function cells({ met, missed, waived, undecided, notApplicable }: AreaCounts): Cell[] {
  const cell = (count: number, meaning: Meaning): Cell => (count === 0 ? ['quiet', '·'] : [meaning, String(count)]);
  return [
    cell(met, 'good'),
    cell(missed, 'bad'),
    cell(waived, 'warning'),
    cell(undecided, 'warning'),
    cell(notApplicable, 'quiet'),
  ];
}

function total(areas: readonly [string, AreaCounts][]): AreaCounts {
  const sum = { met: 0, missed: 0, waived: 0, undecided: 0, notApplicable: 0 };
  for (const [, counts] of areas) {
    (Object.keys(sum) as (keyof typeof sum)[]).forEach((key) => (sum[key] += counts[key]));
  }
  return sum;
}
