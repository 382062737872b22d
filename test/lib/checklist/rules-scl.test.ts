import { testItem } from './judging';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const SERVICE = 'AWS::ECS::Service';
const TABLE = 'AWS::DynamoDB::Table';
const it = (Type: string, Properties: object = {}) => ({ It: { Type, Properties } });
const group = (MinSize: unknown, MaxSize: unknown, more: object = {}) => it(GROUP, { MinSize, MaxSize, ...more });
const policy = (properties: object = {}, id = 'Policy') => ({
  [id]: { Type: 'AWS::AutoScaling::ScalingPolicy', Properties: { AutoScalingGroupName: { Ref: 'It' }, ...properties } },
});
const target = (properties: object = {}) => ({
  Target: {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: {
      ServiceNamespace: 'ecs',
      MinCapacity: 2,
      MaxCapacity: 10,
      ResourceId: { 'Fn::Sub': 'service/${Cluster}/${It.Name}' },
      ...properties,
    },
  },
});
const targetPolicy = (properties: object = {}) => ({
  Policy: {
    Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
    Properties: { ScalingTargetId: { Ref: 'Target' }, PolicyType: 'TargetTrackingScaling', ...properties },
  },
});
const reads = {
  Reads: {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: {
      ServiceNamespace: 'dynamodb',
      ScalableDimension: 'dynamodb:table:ReadCapacityUnits',
      ResourceId: { 'Fn::Sub': 'table/${It}' },
    },
  },
};
const writes = {
  Writes: {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: {
      ServiceNamespace: 'dynamodb',
      ScalableDimension: 'dynamodb:table:WriteCapacityUnits',
      ResourceId: 'table/orders',
    },
  },
};

testItem('SCL-01', {
  on: 'It',
  meets: {
    'a policy': { ...group(2, 4), ...policy() },
    'a policy by the name of the group': {
      ...group(2, 4, { AutoScalingGroupName: 'orders' }),
      ...policy({ AutoScalingGroupName: 'orders' }),
    },
    'a service': { ...it(SERVICE), ...target(), ...targetPolicy() },
    'a service by its name': {
      ...it(SERVICE, { ServiceName: 'orders' }),
      ...target({ ResourceId: 'service/live/orders' }),
      ...targetPolicy(),
    },
    'a table on demand': it(TABLE, { BillingMode: 'PAY_PER_REQUEST' }),
    'a table with targets': { ...it(TABLE, { TableName: 'orders' }), ...reads, ...writes },
    'a global table with settings of its own': it('AWS::DynamoDB::GlobalTable', {
      WriteProvisionedThroughputSettings: { WriteCapacityAutoScalingSettings: { MaxCapacity: 10 } },
      Replicas: [{ ReadProvisionedThroughputSettings: { ReadCapacityAutoScalingSettings: { MaxCapacity: 10 } } }],
    }),
  },
  breaks: {
    'no policy': group(2, 4),
    'a scheduled action alone': {
      ...group(2, 4),
      Action: { Type: 'AWS::AutoScaling::ScheduledAction', Properties: { AutoScalingGroupName: { Ref: 'It' } } },
    },
    'a forecast alone': {
      ...group(2, 4),
      ...policy({ PolicyType: 'PredictiveScaling', PredictiveScalingConfiguration: { Mode: 'ForecastOnly' } }),
    },
    'a service without a target': it(SERVICE),
    'a service with a target without a policy': { ...it(SERVICE), ...target() },
    'a provisioned table': it(TABLE),
    'a table that scales its reads only': { ...it(TABLE), ...reads },
    'a replica that does not scale': it('AWS::DynamoDB::GlobalTable', {
      WriteProvisionedThroughputSettings: { WriteCapacityAutoScalingSettings: { MaxCapacity: 10 } },
      Replicas: [{}],
    }),
  },
  undecided: { 'a maximum that is a parameter': group(2, { Ref: 'Max' }) },
  ignores: {
    'a group of fixed size': group(2, 2),
    'a daemon': it(SERVICE, { SchedulingStrategy: 'DAEMON' }),
    'an external controller': it(SERVICE, { DeploymentController: { Type: 'EXTERNAL' } }),
  },
});

testItem('SCL-02', {
  on: 'It',
  meets: { 'a range': group('2', '4') },
  breaks: {
    fixed: group(2, 2),
    'fixed by one parameter': group({ Ref: 'Size' }, { Ref: 'Size' }),
    'fixed in one branch': group(2, { 'Fn::If': ['Is', 4, 2] }),
  },
  undecided: { 'a parameter': group(2, { Ref: 'Max' }) },
});

testItem('SCL-02', {
  on: 'Target',
  meets: { 'a range': target() },
  breaks: { fixed: target({ MaxCapacity: 2 }) },
  ignores: { 'a target of a table': target({ ServiceNamespace: 'dynamodb' }) },
});

testItem('SCL-03', {
  on: 'It',
  meets: {
    set: group(1, 2, { DefaultInstanceWarmup: 60 }),
    'set by a parameter': group(1, 2, { DefaultInstanceWarmup: { Ref: 'Warmup' } }),
  },
  breaks: {
    'not set': group(1, 2),
    cleared: group(1, 2, { DefaultInstanceWarmup: -1 }),
    'cleared in one branch': group(1, 2, { DefaultInstanceWarmup: { 'Fn::If': ['Is', 60, '-1'] } }),
  },
});

const tracking = (DisableScaleIn?: boolean) =>
  policy({ PolicyType: 'TargetTrackingScaling', TargetTrackingConfiguration: { TargetValue: 50, DisableScaleIn } });
const steps = (ScalingAdjustment: number, more: object = {}, id = 'Down') =>
  policy(
    {
      PolicyType: 'StepScaling',
      AdjustmentType: 'ChangeInCapacity',
      StepAdjustments: [{ MetricIntervalUpperBound: 0, ScalingAdjustment }],
      ...more,
    },
    id,
  );
const trigger = (Period: number, id = 'Down') => ({
  Trigger: { Type: 'AWS::CloudWatch::Alarm', Properties: { Period, AlarmActions: [{ Ref: id }] } },
});
const percent = { AdjustmentType: 'PercentChangeInCapacity' };

testItem('SCL-04', {
  on: 'Policy',
  meets: {
    'no scale-in, beside a governor': { ...group(2, 4), ...tracking(true), ...steps(-1), ...trigger(60) },
    'longer cooldown in than out': {
      ...it(SERVICE),
      ...target(),
      ...targetPolicy({ TargetTrackingScalingPolicyConfiguration: { ScaleInCooldown: 300, ScaleOutCooldown: 60 } }),
    },
    'the usual 300 s of ECS': {
      ...it(SERVICE),
      ...target(),
      ...targetPolicy({ TargetTrackingScalingPolicyConfiguration: { ScaleOutCooldown: 60 } }),
    },
  },
  breaks: {
    'scale-in by target tracking': { ...group(2, 4), ...tracking(), ...steps(-1), ...trigger(60) },
    'no scale-in at all': { ...group(2, 4), ...tracking(true) },
    'a governor that takes two': { ...group(2, 4), ...tracking(true), ...steps(-2), ...trigger(60) },
    'a governor in a hurry': { ...group(2, 4), ...tracking(true), ...steps(-1), ...trigger(30) },
    'shorter cooldown in than out': {
      ...it(SERVICE),
      ...target(),
      ...targetPolicy({ TargetTrackingScalingPolicyConfiguration: { ScaleInCooldown: 30, ScaleOutCooldown: 60 } }),
    },
    'no cooldown on a table': {
      ...target({ ServiceNamespace: 'dynamodb' }),
      ...targetPolicy({ TargetTrackingScalingPolicyConfiguration: { ScaleOutCooldown: 60 } }),
    },
  },
  undecided: {
    'a group outside the app': policy({
      AutoScalingGroupName: 'other',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingConfiguration: { DisableScaleIn: true },
    }),
  },
  ignores: { 'a forecast': policy({ PolicyType: 'PredictiveScaling' }) },
});

testItem('SCL-04', {
  on: 'Down',
  meets: {
    'one at a time': { ...group(2, 4), ...steps(-1), ...trigger(60) },
    '10 percent at a time': { ...group(2, 4), ...steps(-10, percent), ...trigger(300) },
    'scale-out only': { ...group(2, 4), ...steps(50) },
    'a cooldown rather than a period': {
      ...group(2, 4),
      ...steps(-1, { PolicyType: 'SimpleScaling', ScalingAdjustment: -1, StepAdjustments: undefined, Cooldown: '120' }),
    },
  },
  breaks: {
    'half of the group': { ...group(2, 4), ...steps(-50, percent), ...trigger(60) },
    'two at a time': { ...group(2, 4), ...steps(-2), ...trigger(60) },
    '10 percent, but five at least': {
      ...group(2, 4),
      ...steps(-10, { ...percent, MinAdjustmentMagnitude: 5 }),
      ...trigger(60),
    },
    'every 10 s': { ...group(2, 4), ...steps(-1), ...trigger(10) },
    'an exact capacity': { ...group(2, 4), ...steps(1, { AdjustmentType: 'ExactCapacity' }), ...trigger(60) },
  },
  undecided: { 'a trigger outside the app': { ...group(2, 4), ...steps(-1) } },
});

const alarm = (Threshold: unknown, more: object = {}) => ({
  Alarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Namespace: 'AWS/AutoScaling',
      MetricName: 'GroupDesiredCapacity',
      Dimensions: [{ Name: 'AutoScalingGroupName', Value: { Ref: 'It' } }],
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold,
      AlarmActions: [{ Ref: 'Topic' }],
      ...more,
    },
  },
});
const metric = (MetricName: string) => ({
  Namespace: 'AWS/AutoScaling',
  MetricName,
  Dimensions: [{ Name: 'AutoScalingGroupName', Value: { Ref: 'It' } }],
});
const share = (threshold: number) =>
  alarm(threshold, {
    Namespace: undefined,
    MetricName: undefined,
    Dimensions: undefined,
    Metrics: [
      { Id: 'share', Expression: '100 * now / most' },
      { Id: 'now', MetricStat: { Metric: metric('GroupInServiceInstances'), Period: 60, Stat: 'Maximum' } },
      { Id: 'most', MetricStat: { Metric: metric('GroupMaxSize'), Period: 60, Stat: 'Maximum' } },
    ],
  });
const composite = (AlarmRule: unknown, more: object = { AlarmActions: ['arn:x'] }) => ({
  Health: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule, ...more } },
});
const silent = { AlarmActions: undefined };

testItem('SCL-05', {
  on: 'It',
  meets: {
    'at the maximum': { ...group(2, 10), ...alarm(10) },
    'above one less than the maximum': { ...group(2, 10), ...alarm(9, { ComparisonOperator: 'GreaterThanThreshold' }) },
    'at 90 percent': { ...group(2, 10), ...alarm(9) },
    'at the same parameter': { ...group(2, { Ref: 'Max' }), ...policy(), ...alarm({ Ref: 'Max' }) },
    'as a share of the maximum': { ...group(2, 10), ...share(100) },
    'by the name of the group': {
      ...group(2, 10, { AutoScalingGroupName: 'orders' }),
      ...alarm(10, { Dimensions: [{ Name: 'AutoScalingGroupName', Value: 'orders' }] }),
    },
    'as a child of a composite alarm': {
      ...group(2, 10),
      ...alarm(10, silent),
      ...composite({ 'Fn::Join': ['', ['ALARM("', { 'Fn::GetAtt': ['Alarm', 'Arn'] }, '")']] }),
    },
    'as a child of a composite alarm, by its name': {
      ...group(2, 10),
      ...alarm(10, { ...silent, AlarmName: 'at-maximum' }),
      ...composite('ALARM(other) OR ALARM("at-maximum")'),
    },
    'of a service': {
      ...it(SERVICE),
      ...target(),
      ...alarm(10, {
        Namespace: 'ECS/ContainerInsights',
        MetricName: 'RunningTaskCount',
        Dimensions: [{ Name: 'ServiceName', Value: { 'Fn::GetAtt': ['It', 'Name'] } }],
      }),
    },
  },
  breaks: {
    'no alarm': group(2, 10),
    'above the maximum, so never': { ...group(2, 10), ...alarm(10, { ComparisonOperator: 'GreaterThanThreshold' }) },
    'far below the maximum': { ...group(2, 10), ...alarm(5) },
    'at the minimum': { ...group(2, 10), ...alarm(10, { ComparisonOperator: 'LessThanThreshold' }) },
    'without an action': { ...group(2, 10), ...alarm(10, silent) },
    'with actions switched off': { ...group(2, 10), ...alarm(10, { ActionsEnabled: false }) },
    'of another group': {
      ...group(2, 10),
      ...alarm(10, { Dimensions: [{ Name: 'AutoScalingGroupName', Value: 'x' }] }),
    },
    'of another metric': { ...group(2, 10), ...alarm(10, { MetricName: 'GroupMinSize' }) },
    'as a child of a composite alarm that does nothing': {
      ...group(2, 10),
      ...alarm(10, { ...silent, AlarmName: 'at-maximum' }),
      ...composite('ALARM("at-maximum")', {}),
    },
  },
  ignores: { 'a group that does not scale': group(2, 2) },
});

const plan = (...schedules: unknown[]) =>
  it('AWS::Backup::BackupPlan', {
    BackupPlan: { BackupPlanRule: schedules.map((ScheduleExpression) => ({ ScheduleExpression })) },
  });

testItem('SCL-06', {
  on: 'It',
  meets: {
    'a flexible window': it('AWS::Scheduler::Schedule', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }),
    'a plan at an odd minute': plan('cron(17 3 * * ? *)'),
    'a minute from a list': plan({ 'Fn::Sub': ['cron(${M} 3 * * ? *)', { M: { 'Fn::Select': [1, ['0', '23']] } }] }),
    'a plan with one rule at an odd minute': plan('cron(0 3 * * ? *)', 'cron(17 4 * * ? *)'),
  },
  breaks: {
    'no window': it('AWS::Scheduler::Schedule', { FlexibleTimeWindow: { Mode: 'OFF' } }),
    'a plan on the hour': plan('cron(0 3 * * ? *)'),
    'a plan of the usual time': plan(undefined),
    'on the hour in one branch': plan({ 'Fn::If': ['Is', 'cron(17 3 * * ? *)', 'cron(00 3 * * ? *)'] }),
  },
  undecided: { 'a parameter': plan({ Ref: 'Schedule' }) },
});
