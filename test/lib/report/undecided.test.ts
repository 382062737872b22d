import { coloured } from '../../../lib/report/paint';
import { undecidedText } from '../../../lib/report/undecided';
import { HOSTILE, many, UNDECIDED } from './sample';

const ESCAPE = String.fromCharCode(27);

test('nothing is said where all is decided', () => {
  expect(undecidedText({ undecided: [] })).toBe('');
});

test('a line for each, with the place and the reason', () => {
  const undecided = [UNDECIDED, { ...UNDECIDED, id: 'Seaworthy::PRV-03', path: '', found: 'a condition decides' }];
  expect(undecidedText({ undecided }).split('\n')).toEqual([
    'Undecided Nobody can tell before the deployment:',
    '  Seaworthy::HA-06 Stack/Group: Properties.Port is a parameter',
    '  Seaworthy::PRV-03 the app: a condition decides',
  ]);
});

test('ten are listed, the others counted', () => {
  const lines = (count: number) => undecidedText({ undecided: many(count, { state: 'undecided' }) }).split('\n');
  expect(lines(10)).toHaveLength(11);
  expect(lines(10).at(-1)).toContain('Stack/Group9/Resource: ');
  expect(lines(13)).toHaveLength(12);
  expect(lines(13).at(-1)).toBe('  and 3 more; the reports list them all');
});

test('a line is as wide as the terminal, but never too short to say something', () => {
  const undecided = [{ ...UNDECIDED, found: 'a parameter decides '.repeat(20) }];
  const line = (width?: number) => undecidedText({ undecided }, undefined, width).split('\n')[1] ?? '';
  expect(line()).toHaveLength(100);
  expect(line(80)).toHaveLength(80);
  expect(line(80)).toMatch(/^ {2}Seaworthy::HA-06 Stack\/Group: a parameter .*…$/);
  expect(line(1)).toBe('  Seaworthy::HA-06 Stack/Group: a parameter decides a para…');
});

test('colours are a matter of the paint, and take no room', () => {
  const undecided = [{ ...UNDECIDED, found: 'a parameter decides '.repeat(20) }];
  expect(undecidedText({ undecided })).not.toContain(ESCAPE);
  const painted = undecidedText({ undecided }, coloured);
  expect(painted).toContain(coloured('warning', 'Seaworthy::HA-06'));
  expect(painted.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, 'g'), '')).toBe(undecidedText({ undecided }));
});

test('no template commands the terminal', () => {
  const text = undecidedText({ undecided: [{ ...UNDECIDED, path: HOSTILE, found: HOSTILE }] }, undefined, 2000);
  expect(text.split('\n')).toHaveLength(2);
  expect(text).not.toContain(ESCAPE);
  expect(text).not.toMatch(/[\r\u202E]/);
  expect(text).toContain('[31mred');
});
