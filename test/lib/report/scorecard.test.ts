import { passes } from '../../../lib/checklist/judgement';
import { coloured, plain } from '../../../lib/report/paint';
import { scorecard } from '../../../lib/report/scorecard';
import { verdict } from '../../../lib/report/verdict';
import { BROKEN, FINDING, sample, UNDECIDED, WAIVER, WARNING } from './sample';

const ANSI = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

const DRAWN = [
  'The production checklist',
  'area                  met  missed  waived  undecided  not applicable',
  'HA high availability   12       2       ·          ·               3',
  'SCL scale               ·       ·       1         10               ·',
  'all                    12       2       1         10               3',
  'Not seaworthy yet: 1 error, 1 warning; 85 % met',
];

test('the scorecard has a line per area, a sum and a verdict', () => {
  expect(scorecard(sample()).split('\n')).toEqual(DRAWN);
});

test('it has no colours of its own, and with colours the same shape', () => {
  expect(scorecard(sample(), plain)).not.toMatch(ANSI);
  const painted = scorecard(sample(), coloured);
  expect(painted).toContain(coloured('bad', '2'));
  expect(
    painted
      .replace(ANSI, '')
      .split('\n')
      .map((line) => line.trimEnd()),
  ).toEqual(DRAWN);
});

test('an app of which nothing was judged', () => {
  expect(scorecard(sample({ areas: {}, findings: [], score: null })).split('\n')).toEqual([
    'The production checklist',
    'area  met  missed  waived  undecided  not applicable',
    'all     ·       ·       ·          ·               ·',
    'Seaworthy: nothing to judge',
  ]);
});

describe('the verdict', () => {
  test.each([
    ['all is met', { findings: [], score: 100 }, 'Seaworthy: 100 % met'],
    ['nothing to judge', { findings: [], score: null }, 'Seaworthy: nothing to judge'],
    ['warnings alone pass', { findings: [WARNING, WARNING], score: 96 }, 'Seaworthy: 2 warnings; 96 % met'],
    ['an error does not', { findings: [FINDING] }, 'Not seaworthy yet: 1 error; 85 % met'],
    ['nor does a broken rule', { findings: [], broken: [BROKEN] }, 'Not seaworthy yet: 1 broken rule; 85 % met'],
    [
      'everything else is counted',
      {
        findings: [],
        undecided: [UNDECIDED, UNDECIDED],
        waived: [{ ...FINDING, waiver: WAIVER }],
        off: [{ id: 'Seaworthy::NET-08', item: 'NET-08', title: 't', reason: 'r' }],
      },
      'Seaworthy: 85 % met, 2 undecided, 1 waived, 1 switched off',
    ],
  ])('%s', (_, parts, text) => {
    expect(verdict(sample(parts))).toBe(text);
    expect(passes(sample(parts))).toBe(text.startsWith('Seaworthy:'));
  });

  test('its colour says the same', () => {
    const meaning = (parts: Parameters<typeof sample>[0]) => verdict(sample(parts), (one) => one);
    expect(meaning({ findings: [FINDING] })).toBe('bad');
    expect(meaning({ findings: [WARNING] })).toBe('warning');
    expect(meaning({ findings: [] })).toBe('good');
  });
});
