import { App, Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Tier } from '../../../constructs/core/tier';
import type { Waiver } from '../../../constructs/core/waivers';
import type { ChecksProps } from '../../../lib/environment/checks';
import { expectText, ProductionChecklist, type ExtraRule, type Profile } from '../../../lib/checklist';
import { addChecks } from '../../../lib/environment/checks';
import { Environment } from '../../../lib/environment/environment';
import { PLACE } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';
import { validationReport, type ValidationReport } from '../../_helpers/validation-report';

/** An app with one environment for each of the props, each with a bare bucket in it. */
function appOf(checks: (ChecksProps | undefined)[], waive?: Waiver[]): App {
  const app = new App({ context: { '@aws-cdk/core:failSynthOnValidationErrors': false } });
  checks.forEach((one, index) => {
    const environment = new Environment(app, `Place${index}`, {
      tier: Tier.PRODUCTION,
      env: PLACE,
      service: 'orders',
      owner: 'team-orders',
      costCenter: '4711',
      alerts: { page: ['pager@example.com'], ticket: ['orders@example.com'] },
      checks: one,
      waive,
    });
    new CfnBucket(new Stack(environment, 'Data'), 'Bucket');
  });
  return app;
}

/** The report on such an app. */
function reportOn(checks: (ChecksProps | undefined)[], waive?: Waiver[]): ValidationReport {
  return validationReport(appOf(checks, waive).synth());
}

test('several environments are checked once, by all packs', () => {
  const { plugins, findings } = reportOn([undefined, undefined]);
  expect([...plugins].sort()).toEqual(['AwsSolutions', 'Seaworthy']);
  for (const place of ['Place0/Data/Bucket', 'Place1/Data/Bucket']) {
    const there = findings.filter((finding) => finding.includes(place));
    expect(there.length).toBeGreaterThan(0);
    expect(new Set(there).size).toBe(there.length);
  }
});

test.each<[string, ChecksProps, string[]]>([
  ['without the checklist', { checklist: false }, ['AwsSolutions']],
  ['without AwsSolutions', { awsSolutions: false }, ['Seaworthy']],
])('%s', (_name, checks, expected) => {
  expect(reportOn([checks]).plugins).toEqual(expected);
});

test('what one environment asks for judges the whole app, whichever comes first', () => {
  for (const checks of [
    [{ awsSolutions: false }, { checklist: false }],
    [{ checklist: false, awsSolutions: false }, undefined],
  ]) {
    expect([...reportOn(checks).plugins].sort()).toEqual(['AwsSolutions', 'Seaworthy']);
  }
});

test('what an environment waives is waived everywhere in it, with the reason and the owner', () => {
  const item = 'AwsSolutions::AwsSolutions-S1';
  const { findings, suppressed } = reportOn(
    [{ checklist: false }],
    [{ item, reason: 'Nobody reads it', owner: 'team-lab' }],
  );
  expect(findings.filter((finding) => finding.includes('AwsSolutions-S1:'))).toEqual([]);
  expect(suppressed).toContainEqual({ id: item, reason: 'Nobody reads it [owner=team-lab]' });
});

const NAMED: ExtraRule = {
  id: 'ACME-01',
  title: 'Buckets are named',
  severity: 'error',
  fix: 'Give the bucket a name that begins with acme-.',
  types: ['AWS::S3::Bucket'],
  judge: (bucket) =>
    expectText(bucket.at('BucketName'), { expected: 'a name like acme-orders', holds: (name) => /^acme-/.test(name) }),
};

/** The severities of some items, of the whole app: once for each bucket. */
function severitiesOf(checks: (ChecksProps | undefined)[]): string[] {
  const { findings } = reportOn(checks.map((one) => ({ awsSolutions: false, ...one })));
  return findings.flatMap(
    (finding) => /^Seaworthy (\w+) (ACME-01|SEC-09|BAK-07|COST-02):/.exec(finding)?.slice(1, 3).join(' ') ?? [],
  );
}

describe('the profile of an organisation', () => {
  const profile: Profile = {
    items: { 'SEC-09': 'warning', 'BAK-07': { off: 'nothing is overwritten' } },
    extraRules: [NAMED],
  };
  const twice = (findings: string[]) => findings.flatMap((one) => [one, one]).sort();
  const bare = twice(['error SEC-09', 'error BAK-07', 'warning COST-02']);

  test('without one, the checklist as it is', () => {
    expect(severitiesOf([{}, {}]).sort()).toEqual(bare);
  });

  test.each<[string, (ChecksProps | undefined)[]]>([
    ['given by the first environment', [{ profile }, undefined]],
    ['given by a later environment', [undefined, { profile }]],
    ['given by an environment that does not ask for the checklist', [{ checklist: false, profile }, {}]],
    ['given by all environments', [{ profile }, { profile }]],
    ['given twice in the same words', [{ profile }, { profile: { ...profile, items: { ...profile.items } } }]],
  ])('%s, judges the whole app', (_name, checks) => {
    expect(severitiesOf(checks).sort()).toEqual(twice(['error ACME-01', 'warning SEC-09', 'warning COST-02']));
  });

  test('one that says nothing is the same as another one that says nothing', () => {
    expect(() => appOf([{ profile: {} }, { profile: { items: {}, extraRules: [] } }])).not.toThrow();
  });

  test('two that say different things are refused, with where they differ', () => {
    const other: Profile = {
      items: { 'SEC-09': 'warning', 'BAK-07': { off: 'nobody asks' }, 'NET-08': 'error' },
      extraRules: [{ ...NAMED, severity: 'warning' }],
    };
    const error = thrownBy(() => appOf([{ profile }, undefined, { profile: other }]));
    expect(error.code).toBe('TwoProfiles');
    expect(error.message).toBe(
      `checks.profile differs from the one that was given before, in items.BAK-07, items.NET-08, extraRules; one profile judges the whole app
  at: Place2
  fix: give all environments of the app the same profile, or only one of them`,
    );
  });

  test('one that says nothing differs from one that says something', () => {
    expect(thrownBy(() => appOf([{ profile: {} }, { profile }])).code).toBe('TwoProfiles');
  });

  test('is refused where it is given, with everything that is wrong in it, whether the checklist runs or not', () => {
    const wrong = { items: { 'NET-99': 'error', 'COST-02': 'off' } } as unknown as Profile;
    for (const checklist of [true, false]) {
      const error = thrownBy(() => appOf([{ profile: wrong, checklist }]));
      expect(error.code).toBe('InvalidProfile');
      expect(error.message).toBe(`items.NET-99 is no item of the checklist; did you mean NET-01?
items.COST-02 is off without a reason; write { off: 'why' }
  fix: see docs/profile.md; an item is 'error', 'warning', { severity, tiers } or { off: 'why' }`);
    }
  });

  test('reaches the rules that the CDK is told of, also late', () => {
    const app = new App();
    addChecks(app, { awsSolutions: false });
    const [pack] = app._validationPlugins;
    expect(pack).toBeInstanceOf(ProductionChecklist);
    expect(pack?.ruleIds).not.toContain('ACME-01');
    addChecks(app, { awsSolutions: false, profile });
    expect(app._validationPlugins).toEqual([pack]);
    expect(pack?.ruleIds).toContain('ACME-01');
    expect(pack?.ruleIds).not.toContain('BAK-07');
  });
});
