import { CHECKLIST } from '../../constructs/core/checklist';
import { ALL_CASES } from '../lib/checklist/cases/all-cases';
import type { TableCase } from '../lib/checklist/cases/case-table';
import { gapsIn } from '../lib/checklist/cases/gaps';

test('every item has two cases that meet it and two that break it, one of each in a roundabout way', () => {
  expect(gapsIn(ALL_CASES, Object.keys(CHECKLIST))).toEqual([]);
});

test('every case is of an item of the checklist, and has a name of its own', () => {
  expect(ALL_CASES.filter(({ item }) => !Object.hasOwn(CHECKLIST, item))).toEqual([]);
  const names = ALL_CASES.map(({ item, on, file, tier, state, what }) =>
    [item, on, file, tier, state, what].map(String).join(' | '),
  );
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

describe('a table with gaps', () => {
  const of = (state: TableCase['state'], Size: unknown, item: TableCase['item'] = 'NET-01'): TableCase => ({
    item,
    state,
    what: 'a case',
    on: 'It',
    sources: [{ file: 'A.json', body: { Resources: { It: { Type: 'AWS::EC2::VPC', Properties: { Size } } } } }],
  });
  const full = [of('met', 1), of('met', { Ref: 'It' }), of('missed', 2), of('missed', { 'Fn::If': ['A', 1, 2] })];

  test('names the items without cases, with fewer than two, and with plain ones only', () => {
    expect(gapsIn(full, ['NET-01'])).toEqual([]);
    expect(gapsIn(full, ['NET-01', 'NET-02'])).toEqual([
      'NET-02: cases that meet it: 0, expected at least 2, one of them through indirection',
      'NET-02: cases that break it: 0, expected at least 2, one of them slyly',
    ]);
    expect(gapsIn(full.slice(1), ['NET-01'])).toEqual([
      'NET-01: cases that meet it: 1, expected at least 2, one of them through indirection',
    ]);
    expect(gapsIn([...full.slice(0, 3), of('missed', 3)], ['NET-01'])).toEqual([
      'NET-01: cases that break it: 2, all plain, expected at least 2, one of them slyly',
    ]);
  });

  test('counts a case once, however often it is written', () => {
    expect(gapsIn([...full.slice(1), { ...of('met', { Ref: 'It' }), what: 'another name' }], ['NET-01'])).toEqual([
      'NET-01: cases that meet it: 1, expected at least 2, one of them through indirection',
    ]);
  });
});
