import type { ItemId } from '../../../constructs/core/checklist';
import type { WAIVER } from '../../../constructs/core/items/waiver';
import { TABLE, type TableCase } from './cases/case-table';
import { judged, templates } from './judging';

/** An acknowledgement: `[id, reason, path]`; the reason may end in `[owner=… until=…]`. */
type Waiver = readonly [id: string, reason: string, path: string];

/** A group that breaks INS-02 beside one that keeps it, both in a nested stack. */
const group = (MaxInstanceLifetime?: number) => ({
  Type: 'AWS::AutoScaling::AutoScalingGroup',
  Properties: { MaxInstanceLifetime },
});
const SOURCES = templates(
  { path: 'Prod/Orders', body: { Resources: { Child: { Type: 'AWS::CloudFormation::Stack' } } } },
  {
    file: 'Child.json',
    path: 'Prod/Orders/Child',
    nestedIn: { file: 'Stack0.template.json', id: 'Child' },
    body: { Resources: { Group: group(), Young: group(604_800) } },
  },
);
const GROUP = 'Prod/Orders/Child/Group';

interface WaiverCases {
  readonly meets: Record<string, readonly Waiver[]>;
  readonly breaks: Record<string, readonly Waiver[]>;
  readonly ignores?: Record<string, readonly Waiver[]>;
}

/** Runs the cases of one item of the register as tests: each is about its first waiver. */
function testWaivers(item: keyof typeof WAIVER, { meets, breaks, ignores = {} }: WaiverCases): void {
  const items: ItemId[] = ['INS-02', 'NET-02', 'WAIVER-01', 'WAIVER-02', 'WAIVER-03'];
  const stateOf = (waivers: readonly Waiver[]) => {
    const acknowledgements = waivers.map(([id, reason, path]) => ({ id, reason, path }));
    const { findings, met, broken } = judged(SOURCES, { acknowledgements }, ...items);
    expect(broken).toEqual([]);
    const found = [...findings, ...met].filter((one) => one.item === item && one.path === waivers[0]?.[2]);
    expect(found.length).toBeLessThan(2);
    return found[0]?.state ?? 'not applicable';
  };
  const each = (name: string, group: Record<string, readonly Waiver[]>, state: TableCase['state']) => {
    for (const [what, waivers] of Object.entries(group)) {
      const acknowledgements = waivers.map(([id, reason, path]) => ({ id, reason, path }));
      TABLE.push({ item, what, state, on: null, sources: SOURCES, acknowledgements });
      test(`${name}: ${what}`, () => expect(stateOf(waivers)).toBe(state));
    }
  };
  describe(item, () => {
    each('meets', meets, 'met');
    each('breaks', breaks, 'missed');
    each('does not apply', ignores, 'not applicable');
  });
}

const signed = 'Replaced by hand in May [owner=team-orders]';
const until = (day: string) => `Replaced by hand in May [owner=team-orders until=${day}]`;

testWaivers('WAIVER-01', {
  meets: {
    'a day to come': [['Seaworthy::INS-02', until('2026-11-21'), GROUP]],
    'the last day itself, on the nested stack': [['Seaworthy::INS-02', until('2026-11-20'), 'Prod/Orders/Child']],
  },
  breaks: {
    yesterday: [['Seaworthy::INS-02', until('2026-11-19'), GROUP]],
    'a day that no calendar has': [['Seaworthy::INS-02', until('2027-02-30'), GROUP]],
    'ended, on the stage above, without the namespace': [['INS-02', until('2020-01-01'), 'Prod']],
    'ended, though a second one holds': [
      ['Seaworthy::INS-02', until('2020-01-01'), 'Prod/Orders/Child'],
      ['Seaworthy::INS-02', until('2027-01-01'), GROUP],
    ],
  },
  ignores: { 'no end date': [['Seaworthy::INS-02', signed, GROUP]] },
});

testWaivers('WAIVER-02', {
  meets: {
    'a finding on the construct itself': [['Seaworthy::INS-02', signed, GROUP]],
    'a finding two stacks below': [['Seaworthy::INS-02', signed, 'Prod']],
    'a finding that it waived until it ended': [['Seaworthy::INS-02', until('2020-01-01'), GROUP]],
  },
  breaks: {
    'a group that keeps the promise': [['Seaworthy::INS-02', signed, 'Prod/Orders/Child/Young']],
    'a construct whose name only begins like it': [['Seaworthy::INS-02', signed, 'Prod/Orders/Child/Gro']],
    'an item that finds nothing here': [['Seaworthy::NET-02', signed, 'Prod']],
    'a finding that a nearer waiver covers': [
      ['Seaworthy::INS-02', signed, 'Prod/Orders'],
      ['Seaworthy::INS-02', signed, GROUP],
    ],
    'an item that does not exist': [['Seaworthy::INS-99', signed, GROUP]],
  },
});

testWaivers('WAIVER-03', {
  meets: {
    'a reason and an owner': [['Seaworthy::INS-02', signed, GROUP]],
    'both, on the app, without the namespace': [['INS-02', `Because [it] is [until=2027-01-01 owner=a]`, '']],
  },
  breaks: {
    'no reason': [['Seaworthy::INS-02', '', GROUP]],
    'white space': [['Seaworthy::INS-02', ' \n\t ', GROUP]],
    'the bracket alone': [['Seaworthy::INS-02', '[owner=team-orders until=2027-01-01]', 'Prod']],
    'a bracket that is not at the end': [['Seaworthy::INS-02', '[owner=team-orders] by hand', GROUP]],
    'nobody behind it': [['Seaworthy::INS-02', 'By hand [owner= until=2027-01-01]', GROUP]],
  },
});
