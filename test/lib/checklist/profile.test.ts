import { SeaworthyError } from '../../../constructs/core/errors';
import type { ExtraRule } from '../../../lib/checklist/extra-rule';
import { judge } from '../../../lib/checklist/judge';
import { checklistOf, type Profile } from '../../../lib/checklist/profile';
import { met, missed } from '../../../lib/checklist/rule';
import { thrownBy } from '../../_helpers/thrown-by';
import { indexOf, type Resources } from './judging';
import { NAMED } from './own-rules';

const topic = (TopicName: string): Resources => ({ Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName } } });

function judged(resources: Resources, profile: Profile) {
  return judge(indexOf(resources), { ...checklistOf(profile), today: '2026-11-20' });
}

const fix = "\n  fix: see docs/profile.md; an item is 'error', 'warning', { severity, tiers } or { off: 'why' }";

function refusal(profile: unknown): string {
  const error = thrownBy(() => checklistOf(profile as Profile));
  expect(error).toBeInstanceOf(SeaworthyError);
  expect(error).toMatchObject({ code: 'InvalidProfile' });
  return error.message.replace(fix, '');
}

describe('items', () => {
  const vpc: Resources = { Vpc: { Type: 'AWS::EC2::VPC', Properties: {} } };
  const severityIn = (profile: Profile, item: string) =>
    judged(vpc, profile).findings.find((one) => one.item === item)?.severity;

  test('severity is what the profile says', () => {
    expect(severityIn({}, 'NET-08')).toBe('warning');
    expect(severityIn({ items: { 'NET-08': 'error' } }, 'NET-08')).toBe('error');
    expect(severityIn({ items: { 'Seaworthy::NET-08': 'error' } }, 'NET-08')).toBe('error');
    expect(severityIn({ items: { 'NET-02': { severity: 'warning' } } }, 'NET-02')).toBe('warning');
  });

  test('a severity that the profile sets outweighs that of a verdict', () => {
    const judgement = judge(indexOf({}), {
      ...checklistOf({ items: { 'WAIVER-03': 'error' } }),
      acknowledgements: [{ id: 'Seaworthy::NET-05', path: '', reason: 'no owner' }],
    });
    expect(judgement.findings.find(({ item }) => item === 'WAIVER-03')?.severity).toBe('error');
  });

  test('an item for production can bind everywhere', () => {
    const inDevelopment = (profile: Profile) =>
      judge(indexOf(vpc, 'development' as never), checklistOf(profile)).findings.map(({ item }) => item);
    expect(inDevelopment({})).not.toContain('NET-08');
    expect(inDevelopment({ items: { 'NET-08': { tiers: 'all' } } })).toContain('NET-08');
  });

  test('an item that is off is asked nowhere, and the judgement says why', () => {
    const judgement = judged(vpc, { items: { 'NET-08': { off: 'look-ups are recorded for the whole account' } } });
    expect(judgement.findings.map(({ item }) => item)).not.toContain('NET-08');
    expect(judgement.notApplicable).not.toContain('NET-08');
    expect(judgement.off).toEqual([
      {
        id: 'Seaworthy::NET-08',
        item: 'NET-08',
        title: 'Name look-ups are recorded',
        reason: 'look-ups are recorded for the whole account',
      },
    ]);
  });

  test('everything that is wrong stands in one error', () => {
    expect(
      refusal({
        items: {
          'NET-8': 'error',
          'NET-02': 'fatal',
          'NET-03': 'off',
          'NET-04': { off: ' ' },
          'NET-05': { severity: 'info', tier: 'all' },
          'NET-06': {},
          'NET-07': { off: 'yes', until: '2027-01-01' },
          'NET-08': { tiers: 'staging' },
        },
      }),
    ).toBe(
      [
        'items.NET-8 is no item of the checklist; did you mean NET-08?',
        "items.NET-02 must be 'error', 'warning', { severity, tiers } or { off: 'why' }, got \"fatal\"",
        "items.NET-03 is off without a reason; write { off: 'why' }",
        "items.NET-04 is off without a reason; write { off: 'why' }",
        'items.NET-05.severity must be error or warning, got "info"',
        'items.NET-05.tier is not known; allowed: severity, tiers',
        "items.NET-06 must be 'error', 'warning', { severity, tiers } or { off: 'why' }, got {}",
        'items.NET-07.until is not known; allowed: off',
        'items.NET-08.tiers must be all or production, got "staging"',
      ].join('\n'),
    );
    expect(refusal({ items: ['NET-08'], extraRules: {} })).toBe(
      'items must be a map, got ["NET-08"]\nextraRules must be a list',
    );
  });
});

describe('extra rules', () => {
  test('a rule of ten lines is asked, shown and waived like any other', () => {
    const { findings, areas } = judged(topic('orders'), { extraRules: [NAMED] });
    expect(findings.find(({ item }) => item === 'ACME-01')).toMatchObject({
      id: 'Seaworthy::ACME-01',
      area: 'ACME',
      severity: 'error',
      resource: 'Topic',
      found: 'TopicName is orders',
      expected: 'a name like acme-orders',
      fix: 'Give the topic a name that begins with acme-.',
      documentation: '',
    });
    expect(areas.ACME).toMatchObject({ met: 0, missed: 1 });
    const good = judged(topic('acme-orders'), { extraRules: [NAMED] });
    expect(good.met.map(({ item }) => item)).toContain('ACME-01');
    const waived = judge(indexOf(topic('orders')), {
      ...checklistOf({ extraRules: [NAMED] }),
      acknowledgements: [{ id: 'Seaworthy::ACME-01', path: 'Stack0', reason: 'old topic [owner=team-orders]' }],
    });
    expect(waived.waived.map(({ item }) => item)).toEqual(['ACME-01']);
  });

  test('it reads other resources through the index, also from other stacks', () => {
    const audited: ExtraRule = {
      ...NAMED,
      id: 'ACME-02',
      judge: (one, index) => {
        const audits = index.linked(one, 'AWS::SNS::Subscription', 'TopicArn');
        return audits.length > 0 ? met('audited', { evidence: audits }) : missed('nobody audits it', 'a subscription');
      },
    };
    const app = [
      {
        file: 'A.template.json',
        body: { Resources: topic('a'), Outputs: { Topic: { Value: { Ref: 'Topic' }, Export: { Name: 'Topic' } } } },
      },
      {
        file: 'B.template.json',
        body: {
          Resources: {
            Audit: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { 'Fn::ImportValue': 'Topic' } } },
          },
        },
      },
    ];
    const { met: good } = judge(indexOf(app), checklistOf({ extraRules: [audited] }));
    expect(good.find(({ item }) => item === 'ACME-02')?.evidence).toEqual(['B.template.json#Audit']);
  });

  test('a rule that throws is told with its error and its resource, and hides no other', () => {
    const broken: ExtraRule = {
      ...NAMED,
      id: 'ACME-03',
      judge: () => {
        throw new TypeError('cannot read what is not there');
      },
    };
    const judgement = judged(topic('orders'), { extraRules: [broken, NAMED] });
    expect(judgement.broken).toMatchObject([{ item: 'ACME-03', resource: 'Topic' }]);
    expect(judgement.broken[0]?.error).toContain('TypeError: cannot read what is not there');
    expect(judgement.findings.map(({ item }) => item)).toContain('ACME-01');
  });

  test('the profile may set an extra rule', () => {
    const { findings } = judged(topic('orders'), { items: { 'ACME-01': 'warning' }, extraRules: [NAMED] });
    expect(findings.find(({ item }) => item === 'ACME-01')?.severity).toBe('warning');
  });

  test('everything that is wrong stands in one error', () => {
    expect(
      refusal({
        extraRules: [
          NAMED,
          { ...NAMED, title: ' ' },
          { ...NAMED, id: 'NET-01' },
          { ...NAMED, id: 'acme_1', severity: 'fatal', tiers: 'dev', fix: undefined },
          { ...NAMED, id: 'ACME-04', judge: undefined },
          { ...NAMED, id: 'ACME-05', types: 'AWS::SNS::Topic' },
          'ACME-06',
        ],
      }),
    ).toBe(
      [
        'extraRules.1.id ACME-01 stands twice',
        'extraRules.1.title must be a sentence',
        'extraRules.2.id NET-01 is an item of the checklist; take an area of your own',
        'extraRules.3.id must be like ACME-01, got "acme_1"',
        'extraRules.3.fix must be a sentence',
        'extraRules.3.severity must be error or warning',
        'extraRules.3.tiers must be all or production',
        'extraRules.4 must have a function judge, judgeStack, judgeApp',
        'extraRules.5.types must be \'any\' or a list of resource types, got "AWS::SNS::Topic"',
        'extraRules.6 must be a rule, got "ACME-06"',
      ].join('\n'),
    );
  });
});
