import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, NestedStack, Stack, Stage, Tags, Validations } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { CfnVolume } from 'aws-cdk-lib/aws-ec2';
import { CfnTargetGroup, type CfnTargetGroupProps } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { CHECKLIST } from '../../../constructs/core/checklist';
import { fixOf } from '../../../constructs/core/checklist-item';
import { Tier } from '../../../constructs/core/tier';
import { waive } from '../../../constructs/core/waivers';
import { ProductionChecklist, type ProductionChecklistProps } from '../../../lib/checklist/pack';
import { JUDGEMENT_FILE } from '../../../lib/checklist/report-files';
import { RULES } from '../../../lib/checklist/rules';
import { terminal } from '../../../lib/cli/io';
import { FLAG_SETS } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

interface Report {
  readonly conclusion: string;
  readonly violations: { ruleName: string; severity: string; description: string }[];
  readonly suppressedViolations?: { ruleName: string; acknowledgedAt: string; reason: string }[];
}

const OWNED = { service: 'orders', environment: 'production', owner: 'team-orders', 'cost-center': '4711' };

let said: jest.SpyInstance;

beforeEach(() => {
  said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => jest.restoreAllMocks());

/** Puts the ownership tags on everything below; they do not reach into stages. */
function own(scope: Construct): void {
  Object.entries(OWNED).forEach(([key, value]) => Tags.of(scope).add(key, value));
}

/** An app that meets the checklist as long as nothing is put into its stack. */
function appWith(props: ProductionChecklistProps = {}, flags: Record<string, unknown> = {}) {
  const app = new App({ context: flags });
  const pack = new ProductionChecklist(app, { today: '2026-11-20', ...props });
  Validations.of(app).addPlugins(pack);
  own(app);
  const stack = new Stack(app, 'Stack', { terminationProtection: true, description: 'Orders' });
  new CfnBudget(stack, 'Budget', {
    budget: { budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: 100, unit: 'USD' } },
    notificationsWithSubscribers: [
      {
        notification: { comparisonOperator: 'GREATER_THAN', notificationType: 'ACTUAL', threshold: 100 },
        subscribers: [{ address: 'orders@example.com', subscriptionType: 'EMAIL' }],
      },
    ],
  });
  return { app, stack, pack };
}

function targetGroup(scope: Construct, properties: Partial<CfnTargetGroupProps> = {}): CfnTargetGroup {
  return new CfnTargetGroup(scope, 'Group', {
    protocol: 'HTTP',
    port: 80,
    healthCheckPath: '/health',
    healthCheckIntervalSeconds: 10,
    healthCheckTimeoutSeconds: 5,
    unhealthyThresholdCount: 3,
    targetGroupAttributes: [
      { key: 'deregistration_delay.timeout_seconds', value: '30' },
      { key: 'target_group_health.dns_failover.minimum_healthy_targets.percentage', value: '50' },
    ],
    ...properties,
  });
}

/** A target group that misses HA-06 and nothing else. */
const slowGroup = (scope: Construct) => targetGroup(scope, { healthCheckIntervalSeconds: 60 });

function synthesized(app: App): { error?: Error; report: Report } {
  let error: Error | undefined;
  try {
    app.synth();
  } catch (thrown) {
    error = thrown as Error;
  }
  const file = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')) as {
    pluginReports: (Report & { pluginName: string })[];
  };
  return { error, report: file.pluginReports.find(({ pluginName }) => pluginName === 'Seaworthy') as Report };
}

const ids = ({ violations }: Report) => violations.map(({ ruleName, severity }) => `${ruleName} ${severity}`);

describe.each(FLAG_SETS)('with %s', (_, flags) => {
  test('an app that misses nothing passes', () => {
    const { app, stack, pack } = appWith({}, flags);
    targetGroup(stack);
    expect(synthesized(app).error).toBeUndefined();
    expect(pack.judgement?.findings).toEqual([]);
    expect(pack.judgement?.score).toBe(100);
  });

  test('an error fails synth, with id, path, actual value and fix', () => {
    const { app, stack } = appWith({}, flags);
    slowGroup(stack);
    const { error, report } = synthesized(app);
    expect(ids(report)).toEqual(['HA-06 error']);
    expect(error?.message).toContain("Acknowledge with 'Seaworthy::HA-06'");
    expect(error?.message).toContain(
      'Health checks find a sick target within a minute: every 60 s, unhealthy after 3; ' +
        'expected at most 60 s until a target counts as unhealthy',
    );
    expect(error?.message).toContain('Stack/Group (Group)');
    expect(error?.message).toContain(`Suggested fix: ${fixOf(CHECKLIST['HA-06'])}`);
  });
});

test('a warning is reported and does not fail synth', () => {
  const { app, stack } = appWith({ tier: Tier.DEVELOPMENT });
  new CfnVolume(stack, 'Volume', { availabilityZone: 'eu-west-1a', encrypted: true, volumeType: 'gp2' });
  const { error, report } = synthesized(app);
  expect(error).toBeUndefined();
  expect(ids(report)).toContain('PRF-03 warning');
});

test('a property override is seen', () => {
  const { app, stack } = appWith();
  targetGroup(stack).addPropertyOverride('HealthCheckIntervalSeconds', 60);
  expect(ids(synthesized(app).report)).toEqual(['HA-06 error']);
});

test('a nested stack in a stage is seen, with the path of its construct', () => {
  const { app, pack } = appWith();
  const stage = new Stage(app, 'Prod', { env: { account: '111122223333', region: 'eu-west-1' } });
  own(stage);
  const stack = new Stack(stage, 'Stack', { terminationProtection: true, description: 'Orders' });
  slowGroup(new NestedStack(stack, 'Nested', { description: 'Orders' }));
  expect(synthesized(app).error).toBeDefined();
  expect(pack.judgement?.findings).toMatchObject([
    { item: 'HA-06', resource: 'Group', path: 'Prod/Stack/Nested/Group', stack: 'Prod/Stack/Nested' },
  ]);
});

test('each stack is judged by its own tier', () => {
  const { app, pack } = appWith();
  const stack = new Stack(app, 'Dev', { description: 'Orders' });
  Tags.of(stack).add('environment', 'Sandbox');
  targetGroup(stack, { targetGroupAttributes: [{ key: 'deregistration_delay.timeout_seconds', value: '30' }] });
  synthesized(app);
  const production = ['PRV-03', 'HA-07'];
  expect(
    pack.judgement?.findings.filter(({ path, item }) => path.startsWith('Dev') && production.includes(item)),
  ).toEqual([]);
});

describe('waivers', () => {
  const waiver = { item: 'Seaworthy::HA-06', reason: 'Batch work', owner: 'team-orders' };

  test('the typed waiver at any ancestor waives, and shows', () => {
    const { app, stack, pack } = appWith();
    slowGroup(stack);
    waive(stack, [{ ...waiver, until: '2026-11-20' }]);
    const { error, report } = synthesized(app);
    expect(error).toBeUndefined();
    expect(report.violations).toEqual([]);
    expect(report.suppressedViolations).toMatchObject([{ ruleName: 'HA-06', acknowledgedAt: 'Stack' }]);
    expect(pack.judgement?.waived).toMatchObject([
      { item: 'HA-06', waiver: { reason: 'Batch work', owner: 'team-orders', until: '2026-11-20', isExpired: false } },
    ]);
    expect(pack.judgement?.areas.HA).toMatchObject({ missed: 0, waived: 1 });
  });

  test('a bare acknowledgement waives too, and is not reported to the CDK', () => {
    const { app, stack, pack } = appWith();
    Validations.of(slowGroup(stack)).acknowledge({ id: 'HA-06', reason: 'Batch work [owner=team-orders]' });
    const { error, report } = synthesized(app);
    expect(error).toBeUndefined();
    expect(report).toBeUndefined();
    expect(pack.judgement?.waived).toHaveLength(1);
  });

  test('one that ended no longer waives, and is a finding', () => {
    const { app, stack, pack } = appWith();
    slowGroup(stack);
    waive(stack, [{ ...waiver, until: '2026-11-19' }]);
    const { error, report } = synthesized(app);
    expect(error).toBeDefined();
    expect(ids(report).sort()).toEqual(['HA-06 fatal', 'WAIVER-01 fatal']);
    expect(pack.judgement?.findings.map(({ item }) => item).sort()).toEqual(['HA-06', 'WAIVER-01']);
  });

  test('that one ended cannot be waived, and core cannot suppress it', () => {
    const { app, stack, pack } = appWith();
    slowGroup(stack);
    waive(stack, [{ ...waiver, until: '2026-11-19' }]);
    waive(app, [{ ...waiver, item: 'Seaworthy::WAIVER-01' }]);
    const { error, report } = synthesized(app);
    expect(error).toBeDefined();
    expect(ids(report).sort()).toEqual(['HA-06 fatal', 'WAIVER-01 fatal', 'WAIVER-02 warning']);
    expect(pack.judgement?.waived).toEqual([]);
  });

  test('one that covers nothing is a warning; one of an item that binds other tiers only is not', () => {
    const { app, stack } = appWith({ tier: Tier.STAGING });
    targetGroup(stack);
    waive(stack, [waiver, { ...waiver, item: 'Seaworthy::HA-07' }]);
    const { error, report } = synthesized(app);
    expect(error).toBeUndefined();
    expect(ids(report)).toEqual(['WAIVER-02 warning']);
  });

  test('one without a reason is an error, one without an owner a warning', () => {
    const { app, stack } = appWith();
    slowGroup(stack);
    Validations.of(stack).acknowledge({ id: 'Seaworthy::HA-06', reason: ' [owner=team-orders]' });
    expect(ids(synthesized(app).report)).toEqual(['WAIVER-03 fatal']);

    const other = appWith();
    slowGroup(other.stack);
    Validations.of(other.stack).acknowledge({ id: 'Seaworthy::HA-06', reason: 'Batch work' });
    expect(ids(synthesized(other.app).report)).toEqual(['WAIVER-03 warning']);
  });
});

test('a rule that throws fails synth with its own error, and hides no other finding', () => {
  jest.replaceProperty(RULES, 'HA-07', {
    types: ['AWS::ElasticLoadBalancingV2::TargetGroup'],
    judge: () => {
      throw new TypeError('the rule is wrong');
    },
  });
  const { app, stack, pack } = appWith();
  slowGroup(stack);
  const { error, report } = synthesized(app);
  expect(ids(report)).toEqual(['HA-07 fatal', 'HA-06 error']);
  expect(error?.message).toContain('The rule itself failed: TypeError: the rule is wrong');
  expect(pack.judgement?.broken).toMatchObject([{ item: 'HA-07', path: 'Stack/Group' }]);
});

describe('what it leaves behind', () => {
  test('checklist.json beside the templates', () => {
    const { app, stack } = appWith();
    slowGroup(stack);
    synthesized(app);
    const written = JSON.parse(readFileSync(join(app.outdir, JUDGEMENT_FILE), 'utf8')) as Record<string, unknown>;
    expect(Object.keys(written)).toEqual(
      expect.arrayContaining(['findings', 'undecided', 'waived', 'met', 'notApplicable', 'score']),
    );
    expect(written.findings).toMatchObject([
      {
        id: 'Seaworthy::HA-06',
        severity: 'error',
        resource: 'Group',
        path: 'Stack/Group',
        template: 'Stack.template.json',
      },
    ]);
  });

  test('the same judgement for pull requests, for code scanning and for people', () => {
    const { app, stack } = appWith();
    slowGroup(stack);
    synthesized(app);
    const read = (file: string) => readFileSync(join(app.outdir, file), 'utf8');
    expect(read('checklist.md')).toContain('Seaworthy::HA-06');
    expect(read('checklist.html')).toMatch(/^<!doctype html>/i);
    const { runs } = JSON.parse(read('checklist.sarif')) as { runs: { results: { ruleId: string }[] }[] };
    expect(runs[0]?.results).toMatchObject([{ ruleId: 'Seaworthy::HA-06' }]);
  });

  test('nothing where files are not wanted', () => {
    const { app } = appWith({ writeFiles: false });
    synthesized(app);
    expect(readdirSync(app.outdir).filter((file) => file.startsWith('checklist.'))).toEqual([]);
  });

  test('the scorecard on the terminal, once, and without the findings that the CDK prints', () => {
    const tell = jest.spyOn(terminal, 'tell');
    const { app, stack } = appWith({ quiet: false });
    slowGroup(stack);
    synthesized(app);
    expect(tell).toHaveBeenCalledTimes(1);
    const text = said.mock.calls.flat().join('\n');
    expect(text).toContain('The production checklist');
    expect(text).toMatch(/1 error/);
    expect(text).not.toContain('Suggested fix');
  });
});

test('refuses to judge constructs without templates', () => {
  const error = thrownBy(() => new ProductionChecklist().validateScope(new App()));
  expect(error.code).toBe('ChecklistNeedsTemplates');
  expect(error.message).toContain('The production checklist judges templates, not constructs');
});
