import { Tier } from '../../../constructs/core/tier';
import { resource } from './alarm-cases';
import { outcomes, templates, testItem } from './judging';

const NOTIFIED = { NotificationsWithSubscribers: [{ Subscribers: [{ Address: 'a@example.com' }] }] };
const budget = (filter: object = {}, notified: object = NOTIFIED) => ({
  Budget: resource('AWS::Budgets::Budget', { Budget: { BudgetType: 'COST', ...filter }, ...notified }),
});
const byTag = (...values: unknown[]) => ({ CostFilters: { TagKeyValue: values } });
const tagged = (environment: string, resources: object = {}) => ({
  body: { Resources: resources },
  tags: { environment },
});

testItem('COST-01', {
  on: null,
  meets: {
    'a budget': budget(),
    'a budget of another stack, for this environment': templates(tagged('production'), {
      body: { Resources: budget(byTag('user:environment$production')) },
      tags: { environment: 'production' },
      region: 'us-east-1',
    }),
    'an expression': templates(
      tagged(
        'production',
        budget({ FilterExpression: { And: [{ Tags: { Key: 'environment', Values: ['production'] } }] } }),
      ),
    ),
    'a budget for a service': budget(byTag('user:service$orders')),
  },
  undecided: {
    'a budget for an environment that nobody knows': templates(
      tagged('production', budget(byTag({ 'Fn::Join': ['$', ['user:environment', { Ref: 'Environment' }]] }))),
    ),
  },
  breaks: {
    'no budget': { Queue: resource('AWS::SQS::Queue') },
    'nobody is told': budget({}, {}),
    'no subscriber': budget({}, { NotificationsWithSubscribers: [{ Subscribers: [] }] }),
    'the budget of another environment': templates(tagged('production', budget(byTag('user:environment$staging')))),
    'another environment in one branch': templates(
      tagged(
        'production',
        budget(byTag({ 'Fn::If': ['A', 'user:environment$production', { 'Fn::Sub': 'user:environment$staging' }] })),
      ),
    ),
  },
});

test('COST-01: each environment needs its own', () => {
  const found = outcomes(
    'COST-01',
    templates(tagged('eu', budget(byTag('user:environment$eu'))), tagged('us'), tagged('us')),
  );
  expect(found.map(({ state, template }) => [template, state])).toEqual([
    ['Stack1.template.json', 'missed'],
    ['Stack0.template.json', 'met'],
  ]);
});

const template = (type: unknown) =>
  resource('AWS::EC2::LaunchTemplate', {
    LaunchTemplateData: { BlockDeviceMappings: [{ Ebs: { VolumeType: type } }] },
  });
const moving = (...rules: unknown[]) => ({
  It: resource('AWS::S3::Bucket', { LifecycleConfiguration: { Rules: rules } }),
});
const transition = { Status: 'Enabled', Transitions: [{ StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 0 }] };
testItem('COST-02', {
  on: 'It',
  meets: {
    gp3: { It: template('gp3') },
    'gp3 through a map': templates({
      body: {
        Mappings: { Disk: { eu: { type: 'gp3' } } },
        Resources: { It: template({ 'Fn::FindInMap': ['Disk', 'eu', 'type'] }) },
      },
    }),
    'objects that move': moving(transition),
    'objects that move to an archive': moving({ Status: 'Enabled', Transitions: [{ StorageClass: 'GLACIER_IR' }] }),
    'objects that move, the old way': moving({ Status: 'Enabled', Transition: { StorageClass: 'STANDARD_IA' } }),
  },
  breaks: {
    gp2: { It: template('gp2') },
    'gp2 in one branch': { It: template({ 'Fn::If': ['IsOld', 'gp2', 'gp3'] }) },
    'a volume without a type': { It: resource('AWS::EC2::Volume') },
    'objects that stay': moving(),
    'old versions alone move': moving({
      Status: 'Enabled',
      NoncurrentVersionTransitions: [{ StorageClass: 'STANDARD_IA' }],
    }),
    'a rule switched off': moving({ ...transition, Status: 'Disabled' }),
  },
  undecided: { 'a parameter': { It: template({ Ref: 'Type' }) } },
  ignores: { 'a template without volumes': { It: resource('AWS::EC2::LaunchTemplate') } },
});

const group = { Group: resource('AWS::AutoScaling::AutoScalingGroup', { Tags: [{ Key: 'service', Value: 'a' }] }) };
const nightly = (others: object) => ({
  ...group,
  Stop: resource('AWS::AutoScaling::ScheduledAction', { AutoScalingGroupName: { Ref: 'Group' }, ...others }),
});
const calling = (target: string, input?: unknown) => ({
  ...group,
  Stop: resource('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'cron(0 20 ? * MON-FRI *)',
    Target: { Arn: `arn:aws:scheduler:::aws-sdk:${target}`, Input: input },
  }),
});
const naming = (size: number) => ({ 'Fn::Sub': `{"AutoScalingGroupName":"\${Group}","DesiredCapacity":${size}}` });
testItem('COST-03', {
  on: null,
  tier: Tier.DEVELOPMENT,
  meets: {
    'a tag of the stack': templates({ body: { Resources: group }, tags: { expires: '2027-03-31' } }),
    'a tag of all resources': {
      Queue: resource('AWS::SQS::Queue', { Tags: [{ Key: 'expires', Value: '2027-03-31' }] }),
    },
    'a scheduled action to zero': nightly({ DesiredCapacity: 0, MinSize: 0 }),
    'a schedule that calls the group': calling('autoscaling:setDesiredCapacity', naming(0)),
    'a service that sleeps': {
      Service: resource('AWS::ECS::Service', { ServiceName: 'orders' }),
      Target: resource('AWS::ApplicationAutoScaling::ScalableTarget', {
        ResourceId: 'service/cluster/orders',
        ScheduledActions: [{ ScalableTargetAction: { MinCapacity: 0, MaxCapacity: 0 } }],
      }),
    },
  },
  breaks: {
    nothing: group,
    'a day that no calendar has': templates({ body: { Resources: group }, tags: { expires: '2027-02-31' } }),
    'not a date': templates({ body: { Resources: group }, tags: { expires: 'soon' } }),
    'a scheduled action to one': nightly({ DesiredCapacity: 1 }),
    'a floor of zero alone': nightly({ MinSize: 0 }),
    'a schedule that sets another size': calling('autoscaling:setDesiredCapacity', naming(4)),
  },
});

testItem('COST-03', { on: null, meets: {}, breaks: {}, ignores: { 'a production stack': group } });
