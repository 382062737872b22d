// Measurements in, tables out.
import { COPIES, validationWord } from './cases.mjs';
import { summary } from './statistics.mjs';

const seconds = (value) => value.toFixed(2);
const range = ({ min, max }) => `${seconds(min)}–${seconds(max)}`;

/** Columns side by side; those in `right` hold numbers. */
function drawn(title, header, rows, right) {
  const lines = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, column) => Math.max(...lines.map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => (right.includes(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd();
  const [first, ...others] = lines.map(line);
  return [title, '', first, widths.map((width) => '-'.repeat(width)).join('  '), ...others, ''].join('\n');
}

/** One line per case: how long, how much CPU, how much memory. */
export function timesTable(title, cases, results) {
  const rows = cases.map(({ id, title: what, validation }) => {
    const samples = results.get(id);
    const [time, cpu, memory] = ['seconds', 'cpuSeconds', 'peakMb'].map((key) =>
      summary(samples.map((one) => one[key])),
    );
    return [
      what,
      validationWord(validation),
      seconds(time.median),
      range(time),
      seconds(cpu.median),
      memory.median.toFixed(0),
    ];
  });
  return drawn(title, ['app', 'validation', 'median s', 'min–max s', 'CPU s', 'peak MB'], rows, [2, 3, 4, 5]);
}

/** Resources by type of the two apps that are compared, so that nobody needs to believe that they are the same. */
export function inventoryTable(plain, ours) {
  const types = [...new Set([...Object.keys(plain.byType), ...Object.keys(ours.byType)])].sort();
  const rows = types.map((type) => [type, ...[plain, ours].map(({ byType }) => byType[type] ?? 0)]);
  const totals = [
    ['all resources', plain.resources, ours.resources],
    ['stacks', plain.templates, ours.templates],
    ['templates, kB', plain.templateKb.toFixed(0), ours.templateKb.toFixed(0)],
  ];
  return drawn('What the two production apps make', ['type', 'plain L2s', 'example'], [...rows, ...totals], [1, 2]);
}

/** What each service adds, at 10 and at 50. */
export function perServiceTable(targets) {
  const counts = COPIES.slice(1);
  const rows = targets.map(({ what, perService }) => [
    what,
    ...counts.map((count) => `${(perService[count] * 1000).toFixed(0)} ms`),
  ]);
  return drawn(
    'What one service more costs',
    ['', ...counts.map((count) => `up to ${count}`)],
    rows,
    counts.map((_, index) => index + 1),
  );
}

/** What each pack takes by itself, on apps of growing size. */
export function packsTable(cases, results) {
  const rows = cases.map(({ id, title }) => {
    const samples = results.get(id).map(({ seen }) => seen);
    const judge = summary(samples.map((one) => one.judge));
    const load = samples[0].load === undefined ? '' : summary(samples.map((one) => one.load)).median.toFixed(0);
    return [title, load, judge.median.toFixed(0), `${judge.min.toFixed(0)}–${judge.max.toFixed(0)}`];
  });
  return drawn('Packs alone', ['pack', 'loading, ms', 'judging, ms', 'min–max'], rows, [1, 2, 3]);
}

export function targetsTable(targets) {
  const rows = targets.map(({ what, ratio, cpu, atMost, met }) => [
    what,
    seconds(ratio.median),
    range(ratio),
    seconds(cpu.median),
    ...(atMost === undefined ? ['', 'for information'] : [`≤ ${Number(atMost.toFixed(2))}`, met ? 'pass' : 'FAIL']),
  ]);
  return drawn('Targets', ['ratio', 'median', 'min–max', 'of CPU', 'target', ''], rows, [1, 2, 3, 4]);
}
