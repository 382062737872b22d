import type { ItemId } from '../../../constructs/core/checklist';
import { alarm, computedAlarm, resource } from './alarm-cases';
import { outcomes, templates, type Resources } from './judging';

const HERE = { account: '111111111111', region: 'eu-west-1' };
const ELSEWHERE = [
  ['another account', { ...HERE, account: '222222222222' }],
  ['another region', { ...HERE, region: 'us-east-1' }],
] as const;

/** What is judged, and what proves it by a name, a tag or a pattern alone. */
interface ByName {
  readonly what: string;
  readonly item: ItemId;
  readonly on: string;
  readonly subject: Resources;
  readonly proof: Resources;
  /** True where a proof in another region counts. @default false */
  readonly anyRegion?: boolean;
}

const PAGE = { AlarmActions: ['arn:aws:sns:eu-west-1:111111111111:page'] };
const table = (properties: object = {}) => ({
  Table: resource('AWS::DynamoDB::Table', { TableName: 'orders', ...properties }),
});
const selection = (body: object) => ({
  Selection: resource('AWS::Backup::BackupSelection', { BackupPlanId: 'plan', BackupSelection: body }),
});
const vault = { Vault: resource('AWS::Backup::BackupVault', { BackupVaultName: 'near' }) };
const jobs = (dimensions: Record<string, unknown>) =>
  Object.fromEntries(
    ['Backup', 'Copy', 'Restore'].map((kind) => [kind, alarm('AWS/Backup', `NumberOf${kind}JobsFailed`, dimensions)]),
  );
const failures = (detail?: object) => ({
  Rule: resource('AWS::Events::Rule', {
    EventPattern: { source: ['aws.backup'], detail },
    Targets: [{ Arn: 'arn:x' }],
  }),
});
const board = (...metrics: unknown[]) => ({
  Board: resource('AWS::CloudWatch::Dashboard', {
    DashboardBody: JSON.stringify({ widgets: [{ type: 'metric', properties: { metrics } }] }),
  }),
});
const lambda = { Function: resource('AWS::Lambda::Function', { FunctionName: 'orders' }) };
const onErrors = (others: object = {}) => ({
  Errors: alarm('AWS/Lambda', 'Errors', { FunctionName: 'orders' }, others),
  Throttles: alarm('AWS/Lambda', 'Throttles', { FunctionName: 'orders' }, others),
});
const balancer = { Alb: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Name: 'orders' }) };
const ratio = (name: string, periods: number) =>
  computedAlarm(
    [
      ['AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', { LoadBalancer: 'orders' }],
      ['AWS/ApplicationELB', 'RequestCount', { LoadBalancer: 'orders' }],
    ],
    { EvaluationPeriods: periods, AlarmActions: undefined, AlarmName: name },
  );
const behind = {
  ...balancer,
  Listener: resource('AWS::ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: { Ref: 'Alb' },
    DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
  }),
  Targets: resource('AWS::ElasticLoadBalancingV2::TargetGroup'),
  Group: resource('AWS::AutoScaling::AutoScalingGroup', {
    TargetGroupARNs: [{ Ref: 'Targets' }],
    Tags: [{ Key: 'service', Value: 'orders', PropagateAtLaunch: true }],
  }),
};

const CASES: readonly ByName[] = [
  { what: 'alarms on a name', item: 'MET-05', on: 'Function', subject: lambda, proof: onErrors() },
  {
    what: 'a composite over a name',
    item: 'MET-05',
    on: 'Function',
    subject: {
      ...lambda,
      Errors: alarm('AWS/Lambda', 'Errors', { FunctionName: 'orders' }, { AlarmActions: [], AlarmName: 'errors' }),
      Throttles: alarm('AWS/Lambda', 'Throttles', { FunctionName: 'orders' }),
    },
    proof: { Health: resource('AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'ALARM("errors")', ...PAGE }) },
  },
  {
    what: 'a rollback by the name of an alarm',
    item: 'MET-06',
    on: 'Mute',
    subject: { Mute: alarm('A', 'B', {}, { AlarmActions: [], AlarmName: 'mute' }) },
    proof: {
      Service: resource('AWS::ECS::Service', { DeploymentConfiguration: { Alarms: { AlarmNames: ['mute'] } } }),
    },
  },
  {
    what: 'a dashboard with its name',
    item: 'MET-09',
    on: 'Table',
    subject: table(),
    proof: board(['AWS/DynamoDB', 'ThrottledRequests', 'TableName', 'orders']),
    anyRegion: true,
  },
  {
    what: 'a canary by the name of its alarm',
    item: 'MET-10',
    on: 'Alb',
    subject: {
      ...balancer,
      Canary: resource('AWS::Synthetics::Canary', {
        Name: 'watch',
        Code: { Script: { 'Fn::Sub': "get('https://${Alb.DNSName}/')" } },
      }),
    },
    proof: { Failing: alarm('CloudWatchSynthetics', 'SuccessPercent', { CanaryName: 'watch' }) },
  },
  {
    what: 'burn rates over a name',
    item: 'MET-11',
    on: 'Alb',
    subject: balancer,
    proof: {
      Long: ratio('long', 60),
      Short: ratio('short', 5),
      Burn: resource('AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'ALARM("long") AND ALARM("short")', ...PAGE }),
    },
  },
  {
    what: 'the objective of the only service',
    item: 'MET-11',
    on: 'Alb',
    subject: balancer,
    proof: {
      Objective: resource('AWS::ApplicationSignals::ServiceLevelObjective', {
        Sli: { SliMetric: { KeyAttributes: { Name: 'orders' } } },
      }),
    },
  },
  {
    what: 'an experiment by tag',
    item: 'TST-01',
    on: 'Group',
    subject: behind,
    proof: {
      Experiment: resource('AWS::FIS::ExperimentTemplate', {
        StopConditions: [{ Source: 'aws:cloudwatch:alarm', Value: 'arn:x' }],
        Targets: { Instances: { ResourceTags: { service: 'orders' } } },
      }),
    },
  },
  {
    what: 'a selection by tag',
    item: 'BAK-01',
    on: 'Table',
    subject: table({ Tags: [{ Key: 'backup', Value: 'daily' }] }),
    proof: selection({ ListOfTags: [{ ConditionKey: 'backup', ConditionValue: 'daily' }] }),
  },
  {
    what: 'a selection by condition',
    item: 'BAK-01',
    on: 'Table',
    subject: table({ Tags: [{ Key: 'backup', Value: 'daily' }] }),
    proof: selection({
      Conditions: { StringLike: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'd*' }] },
    }),
  },
  { what: 'a selection of all', item: 'BAK-01', on: 'Table', subject: table(), proof: selection({ Resources: ['*'] }) },
  {
    what: 'a selection by pattern',
    item: 'BAK-01',
    on: 'Table',
    subject: table(),
    proof: selection({ Resources: ['arn:aws:dynamodb:*:*:table/or*'] }),
  },
  {
    what: 'a selection by ARN',
    item: 'BAK-01',
    on: 'Table',
    subject: table(),
    proof: selection({ Resources: ['arn:aws:dynamodb:*:*:table/orders'] }),
  },
  { what: 'a rule on all vaults', item: 'BAK-06', on: 'Vault', subject: vault, proof: failures() },
  {
    what: 'a rule on its name',
    item: 'BAK-06',
    on: 'Vault',
    subject: vault,
    proof: failures({ backupVaultName: ['near'] }),
  },
  { what: 'alarms on all vaults', item: 'BAK-06', on: 'Vault', subject: vault, proof: jobs({}) },
  { what: 'alarms on its name', item: 'BAK-06', on: 'Vault', subject: vault, proof: jobs({ BackupVaultName: 'near' }) },
  {
    what: 'the queue that names it as dead-letter queue',
    item: 'STA-01',
    on: 'Queue',
    subject: { Queue: resource('AWS::SQS::Queue', { QueueName: 'dead' }) },
    proof: {
      Source: resource('AWS::SQS::Queue', {
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::Sub': 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:dead' },
          maxReceiveCount: 3,
        },
      }),
    },
  },
  {
    what: 'a scalable target by the name of a table',
    item: 'SCL-01',
    on: 'Table',
    subject: table({ ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } }),
    proof: Object.fromEntries(
      ['Read', 'Write'].flatMap((kind) => {
        const place = {
          ResourceId: 'table/orders',
          ServiceNamespace: 'dynamodb',
          ScalableDimension: `dynamodb:table:${kind}CapacityUnits`,
        };
        return [
          [`${kind}Target`, resource('AWS::ApplicationAutoScaling::ScalableTarget', place)],
          [`${kind}Policy`, resource('AWS::ApplicationAutoScaling::ScalingPolicy', place)],
        ];
      }),
    ),
  },
];

describe.each(CASES)('$item, $what', ({ item, on, subject, proof, anyRegion = false }) => {
  const stateWith = (place: object) => {
    const all = templates(
      { ...HERE, body: { Resources: subject } },
      { ...place, body: { Resources: proof }, file: 'Proof.template.json' },
    );
    return outcomes(item, all).find(({ resource: id }) => id === on)?.state;
  };

  test('counts in the same account and region', () => expect(stateWith(HERE)).toBe('met'));

  test.each(ELSEWHERE)('does not count in %s', (what, place) => {
    expect(stateWith(place)).toBe(anyRegion && what === 'another region' ? 'met' : 'missed');
  });
});

test('an alarm of a monitoring account is on the metric of the account that it names', () => {
  const watching = (AccountId?: string) => {
    const watched = Object.entries({ Errors: 'Errors', Throttles: 'Throttles' }).map(([id, MetricName]) => [
      id,
      resource('AWS::CloudWatch::Alarm', {
        Metrics: [
          {
            Id: 'm',
            AccountId,
            MetricStat: {
              Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions: [{ Name: 'FunctionName', Value: 'orders' }] },
              Stat: 'Sum',
              Period: 60,
            },
          },
        ],
        ...PAGE,
      }),
    ]);
    return outcomes(
      'MET-05',
      templates(
        { ...HERE, body: { Resources: lambda } },
        {
          ...HERE,
          account: '999999999999',
          body: { Resources: Object.fromEntries(watched) as object },
          file: 'Watch.json',
        },
      ),
    )[0]?.state;
  };
  expect(watching(HERE.account)).toBe('met');
  expect(watching()).toBe('missed');
});

test('the same templates in two accounts do not prove each other', () => {
  const body = (more: object) => ({ Resources: { ...lambda, ...more } });
  const found = outcomes(
    'MET-05',
    templates(
      { ...HERE, body: body({}), path: 'Production' },
      { ...HERE, account: '222222222222', body: body(onErrors()), path: 'Staging', file: 'Staging.template.json' },
    ),
  );
  expect(found.map(({ stack, state }) => `${stack} ${state}`)).toEqual(['Production missed', 'Staging met']);
});
