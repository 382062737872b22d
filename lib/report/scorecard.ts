import { Table } from 'console-table-printer';
import type { Counts, Judgement } from '../checklist/judgement';
import { AREAS } from './areas';
import { plain, type Meaning, type Paint } from './paint';
import { verdict } from './verdict';

type AreaCounts = Counts & { readonly notApplicable: number };

type Column = keyof AreaCounts;

/** The columns of numbers: what each is called, and what a number in it means. */
const COLUMNS: Readonly<Record<Column, readonly [string, Meaning]>> = {
  met: ['met', 'good'],
  missed: ['missed', 'bad'],
  waived: ['waived', 'warning'],
  undecided: ['undecided', 'warning'],
  notApplicable: ['not applicable', 'quiet'],
};

const NAMES = Object.keys(COLUMNS) as Column[];

const NO_LINE = { left: '', mid: '', right: '', other: '' };

/** The judgement as a compact table: one line per area, and what it comes to. */
export function scorecard(judgement: Judgement, paint: Paint = plain): string {
  const areas = Object.entries(judgement.areas);
  const table = new Table({
    // The paint knows whether the terminal has colours; the table would colour a file too.
    shouldDisableColors: true,
    style: { headerTop: NO_LINE, headerBottom: NO_LINE, tableBottom: NO_LINE, vertical: '', rowSeparator: NO_LINE },
    columns: [
      { name: 'area', title: paint('heading', 'area'), alignment: 'left' },
      ...NAMES.map((name) => ({
        name,
        title: paint('heading', COLUMNS[name][0]),
        alignment: 'right' as const,
      })),
    ],
  });
  areas.forEach(([area, counts]) => table.addRow(row(`${area} ${AREAS[area] ?? ''}`.trim(), counts, paint)));
  table.addRow(row('all', total(areas), paint));
  // Each cell begins with a space, and lines that nobody wants are drawn empty.
  const drawn = table.render().split('\n');
  const lines = drawn.filter((line) => line !== '').map((line) => line.slice(1).trimEnd());
  return [paint('heading', 'The production checklist'), ...lines, verdict(judgement, paint)].join('\n');
}

function row(area: string, counts: AreaCounts, paint: Paint): Record<string, string> {
  const cell = (name: Column) =>
    counts[name] === 0 ? paint('quiet', '·') : paint(COLUMNS[name][1], String(counts[name]));
  return { area: paint('heading', area), ...Object.fromEntries(NAMES.map((name) => [name, cell(name)])) };
}

function total(areas: readonly [string, AreaCounts][]): AreaCounts {
  const sum = { met: 0, missed: 0, waived: 0, undecided: 0, notApplicable: 0 };
  for (const [, counts] of areas) {
    NAMES.forEach((key) => (sum[key] += counts[key]));
  }
  return sum;
}
