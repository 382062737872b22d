import { Tier } from '../../../constructs/core/tier';
import { judge } from '../../../lib/checklist/judge';
import { expectNumber } from '../../../lib/checklist/expect';
import type { JudgedItem } from '../../../lib/checklist/judged-item';
import { met, type Rule } from '../../../lib/checklist/rule';
import { TemplateIndex } from '../../../lib/checklist/template-index';
import { readReason } from '../../../lib/checklist/waiver-use';
import { indexOf, judged, templates, type Resources } from './judging';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const group = (Properties: object): Resources => ({ Group: { Type: GROUP, Properties } });
const item: JudgedItem = {
  title: 'One',
  area: 'X',
  severity: 'error',
  tiers: 'all',
  why: 'because',
  decidedBy: 'the group',
  fix: 'mend it',
  documentation: '',
};

function judgeWith(rule: Rule, resources: Resources, body: object = {}) {
  const index = new TemplateIndex(templates({ body: { Resources: resources, ...body } }));
  return judge(index, { items: { 'X-01': item }, rules: { 'X-01': rule }, off: [] });
}

const below10: Rule = {
  types: [GROUP],
  judge: (one) => expectNumber(one.at('MinSize'), { expected: 'below 10', holds: (n) => n < 10 }),
};

describe('branches and parameters', () => {
  const state = (MinSize: unknown, body: object = {}) => {
    const { findings, undecided, met: good } = judgeWith(below10, group({ MinSize }), body);
    return [findings.length && 'missed', undecided.length && 'undecided', good.length && 'met'].filter(Boolean).join();
  };
  const choice = (AllowedValues: unknown[]) => ({ Parameters: { Size: { Type: 'Number', AllowedValues } } });

  test('one broken branch breaks the whole', () => {
    expect(state({ 'Fn::If': ['Is', 5, 6] })).toBe('met');
    expect(state({ 'Fn::If': ['Is', 5, 60] })).toBe('missed');
    expect(state({ 'Fn::If': ['Is', { Ref: 'Size' }, 60] })).toBe('missed');
    expect(state({ 'Fn::If': ['Is', { Ref: 'Size' }, 6] })).toBe('undecided');
  });

  test('a condition that is known takes its own branch', () => {
    const body = { Conditions: { Is: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } } };
    expect(state({ 'Fn::If': ['Is', 5, 60] }, body)).toBe('met');
  });

  test('a negated condition is the same condition', () => {
    const body = {
      Conditions: { Is: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] }, Not: { 'Fn::Not': [{ Condition: 'Is' }] } },
    };
    expect(state({ 'Fn::If': ['Is', { 'Fn::If': ['Not', 60, 5] }, 5] }, body)).toBe('met');
  });

  test('one parameter does not equal two texts at once', () => {
    const equals = (text: string) => ({ 'Fn::Equals': [{ Ref: 'P' }, text] });
    const body = { Conditions: { A: equals('a'), B: equals('b') } };
    expect(state({ 'Fn::If': ['A', { 'Fn::If': ['B', 60, 5] }, 5] }, body)).toBe('met');
  });

  test('allowed values must agree', () => {
    expect(state({ Ref: 'Size' }, choice([1, 2]))).toBe('met');
    expect(state({ Ref: 'Size' }, choice([1, 20]))).toBe('undecided');
    expect(state({ Ref: 'Size' }, choice([10, 20]))).toBe('missed');
  });

  test('conditions that lead back to themselves, or double at each step, are decided as fast as others', () => {
    const both = (name: string) => ({ 'Fn::And': [{ Condition: name }, { Condition: name }, { Condition: name }] });
    const circle = { Is: both('It'), It: { 'Fn::Not': [{ Condition: 'Is' }] } };
    expect(state({ 'Fn::If': ['Is', 5, 60] }, { Conditions: circle })).toBe('missed');
    expect(state({ 'Fn::If': ['Is', 5, 6] }, { Conditions: circle })).toBe('met');
    const chain = Array.from({ length: 13 }, (_, at) => [`C${at}`, both(`C${at + 1}`)] as const);
    const equal = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] };
    const Conditions = { ...Object.fromEntries(chain), C13: equal };
    expect(state({ 'Fn::If': ['C0', 5, 60] }, { Conditions })).toBe('met');
  });

  test('more conditions than can be tried are undecided, not met', () => {
    const nested = Array.from({ length: 12 }).reduce<unknown>(
      (inner, _, at) => ({ 'Fn::If': [`C${at}`, inner, inner] }),
      5,
    );
    expect(state(nested)).toBe('undecided');
  });
});

test('a rule that throws is told apart, and the others go on', () => {
  const index = indexOf(group({}));
  const broken: Rule = {
    types: [GROUP],
    judge: () => {
      throw new RangeError('no such thing');
    },
  };
  const rules = { 'X-01': broken, 'X-02': below10 };
  const judgement = judge(index, { items: { 'X-01': item, 'X-02': item }, rules, off: [] });
  expect(judgement.broken).toMatchObject([{ id: 'Seaworthy::X-01', resource: 'Group', path: 'Stack0/Group' }]);
  expect(judgement.broken[0]?.error).toContain('RangeError: no such thing');
  expect(judgement.findings.map((one) => one.item)).toEqual(['X-02']);
});

test('rules over the app name a resource or a stack', () => {
  const rule: Rule = {
    *judgeApp(index) {
      for (const one of index.ofType(GROUP)) {
        yield [one, met('a group', { evidence: [one] })];
      }
      yield* index.templates.map((stack) => [stack, met('a stack')] as const);
    },
  };
  expect(judgeWith(rule, group({})).met).toMatchObject([
    { resource: 'Group', evidence: ['Group'] },
    { resource: null, path: 'Stack0' },
  ]);
});

test('an item that applies to nothing is not applicable, not met', () => {
  const { notApplicable, met: good, score } = judgeWith(below10, {});
  expect(notApplicable).toEqual(['X-01']);
  expect(good).toEqual([]);
  expect(score).toBeNull();
});

test('findings are sorted: errors first, then by path', () => {
  const all = judged({ Volume: { Type: 'AWS::EC2::Volume', Properties: { VolumeType: 'gp2' } }, ...group({}) });
  const severities = all.findings.map(({ severity }) => severity);
  expect(severities).toEqual([...severities].sort());
  expect(severities).toContain('warning');
});

describe('the tier', () => {
  const tierOf = (body: object, tags: Record<string, string> = {}) =>
    new TemplateIndex(templates({ body, tags })).templates[0]?.tier;
  test.each<[string, Tier | undefined, object, Record<string, string>]>([
    [
      'of the metadata',
      Tier.STAGING,
      { Metadata: { Seaworthy: { tier: 'staging', waivers: [] } } },
      { environment: 'dev' },
    ],
    ['of the tag', Tier.STAGING, {}, { environment: 'UAT' }],
    ['of nobody', Tier.PRODUCTION, {}, {}],
    ['of an unknown word', Tier.PRODUCTION, {}, { environment: 'moon' }],
  ])('%s', (_, tier, body, tags) => expect(tierOf(body, tags)).toBe(tier));
});

describe('waivers', () => {
  test.each([
    ['Because it is [owner=a until=2027-01-31]', { reason: 'Because it is', owner: 'a', until: '2027-01-31' }],
    ['Because it is [until=2027-01-31]', { reason: 'Because it is', owner: undefined, until: '2027-01-31' }],
    ['Because [it] is', { reason: 'Because [it] is' }],
    ['[owner=a]', { reason: '', owner: 'a', until: undefined }],
    ['  ', { reason: '' }],
  ])('%s', (text, read) => expect(readReason(text)).toEqual(read));

  const acknowledged = (path: string, reason = 'Because [owner=a until=2027-01-31]') =>
    judged(
      group({}),
      { acknowledgements: [{ id: 'Seaworthy::INS-02', path, reason }] },
      'INS-02',
      'WAIVER-01',
      'WAIVER-02',
      'WAIVER-03',
    );

  test.each(['', 'Stack0', 'Stack0/Group'])('one at "%s" covers the resource', (path) => {
    const { findings, waived, score } = acknowledged(path);
    expect(findings).toEqual([]);
    expect(waived).toMatchObject([{ item: 'INS-02', waiver: { path, matched: 1 } }]);
    expect(score).toBe(75);
  });

  test('one beside the resource covers nothing', () => {
    expect(acknowledged('Stack').findings.map(({ item: id }) => id)).toEqual(['INS-02', 'WAIVER-02']);
  });

  test('the end day itself is covered', () => {
    expect(acknowledged('', 'Because [owner=a until=2026-11-20]').waived).toHaveLength(1);
    expect(acknowledged('', 'Because [owner=a until=2026-11-19]').waived).toHaveLength(0);
  });

  test('one that ended gives way to one that holds further up', () => {
    const { waived, findings } = judged(
      group({}),
      {
        acknowledgements: [
          { id: 'Seaworthy::INS-02', path: 'Stack0/Group', reason: 'Old [owner=a until=2020-01-01]' },
          { id: 'Seaworthy::INS-02', path: '', reason: 'New [owner=a]' },
        ],
      },
      'INS-02',
      'WAIVER-01',
    );
    expect(waived).toMatchObject([{ waiver: { reason: 'New' } }]);
    expect(findings.map(({ item: id }) => id)).toEqual(['WAIVER-01']);
  });

  test.each(['soon', '2026-13-01', '2027-02-30', '2027-1-1'])('an end that is no day has ended: %s', (until) => {
    const { findings, waived } = acknowledged('', `Because [owner=a until=${until}]`);
    expect(waived).toEqual([]);
    expect(findings.find(({ item: id }) => id === 'WAIVER-01')?.found).toBe(
      `the waiver of INS-02 ends on ${until}, which is no day`,
    );
  });

  describe('two of one item at one place', () => {
    const both = (...acknowledgements: [id: string, reason: string][]) =>
      judged(
        group({}),
        { acknowledgements: acknowledgements.map(([id, reason]) => ({ id, path: 'Stack0/Group', reason })) },
        'INS-02',
        'WAIVER-01',
        'WAIVER-03',
      );
    const holds: [string, string] = ['Seaworthy::INS-02', 'It holds [owner=a until=2027-01-31]'];
    const ended: [string, string] = ['INS-02', 'It ended [owner=a until=2020-01-01]'];

    test.each([
      ['the one that holds first', [holds, ended]],
      ['the one that holds last', [ended, holds]],
    ])('%s: it covers, and both are reported', (_, acknowledgements) => {
      const { waived, waivers, findings } = both(...acknowledgements);
      expect(waived).toMatchObject([{ waiver: { reason: 'It holds' } }]);
      expect(waivers).toHaveLength(2);
      expect(findings.map(({ item: id }) => id)).toEqual(['WAIVER-01']);
    });

    test('one without a reason is not hidden behind the other', () => {
      expect(both(['INS-02', ''], holds).findings.map(({ item: id }) => id)).toEqual(['WAIVER-03']);
    });
  });

  describe('of the register itself', () => {
    const items = ['INS-02', 'WAIVER-01', 'WAIVER-02', 'WAIVER-03'] as const;
    const found = (...acknowledgements: [id: string, reason: string][]) =>
      judged(
        group({}),
        { acknowledgements: acknowledgements.map(([id, reason]) => ({ id: `Seaworthy::${id}`, path: '', reason })) },
        ...items,
      ).findings.map(({ item: id, found: what }) => `${id}: ${what}`);
    const ended: [string, string] = ['INS-02', 'Because [owner=a until=2020-01-01]'];
    const mute: [string, string] = ['INS-02', ''];
    const good = 'Because [owner=a]';

    test('the end of a waiver cannot be waived', () => {
      expect(found(ended, ['WAIVER-01', good])).toEqual(
        expect.arrayContaining([
          'WAIVER-01: the waiver of INS-02 ended on 2020-01-01',
          'WAIVER-02: WAIVER-01 cannot be waived',
        ]),
      );
    });

    test('the want of a reason cannot be waived', () => {
      expect(found(mute, ['WAIVER-03', good])).toContain('WAIVER-03: the waiver of INS-02 has no reason');
    });

    test('a waiver of a waiver says why and whose', () => {
      expect(found(['WAIVER-02', ''])).toContain('WAIVER-03: the waiver of WAIVER-02 has no reason');
    });

    test('that a waiver covers nothing can be waived, and the waiver of that is needed', () => {
      const idle: [string, string] = ['INS-05', good];
      expect(found(['INS-02', good], idle, ['WAIVER-02', good])).toEqual([]);
      expect(found(['INS-02', good], ['WAIVER-02', good])).toEqual([
        'WAIVER-02: the waiver of WAIVER-02 covers no finding',
      ]);
    });
  });
});
