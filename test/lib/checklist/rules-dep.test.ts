import { judge } from '../../../lib/checklist/judge';
import { checklistOf } from '../../../lib/checklist/profile';
import { RULES } from '../../../lib/checklist/rules';
import { TemplateIndex } from '../../../lib/checklist/template-index';
import { templates, testItem } from './judging';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const group = (Properties: object = {}, UpdatePolicy?: object, more: object = {}) => ({
  Group: { Type: GROUP, Properties, UpdatePolicy, ...more },
});
const service = (Properties: object = {}) => ({ Service: { Type: 'AWS::ECS::Service', Properties } });
const delay = (seconds?: unknown) => ({
  Targets: {
    Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    Properties:
      seconds === undefined
        ? {}
        : { TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: seconds }] },
  },
});
const noValue = { Ref: 'AWS::NoValue' };

testItem('DEP-01', {
  on: 'Group',
  meets: {
    'instance refresh': group({}, { AutoScalingInstanceRefresh: { Strategy: 'Rolling' } }),
    'rolling update': group({}, { AutoScalingRollingUpdate: {} }),
    'replacing update': group({}, { AutoScalingReplacingUpdate: { WillReplace: true } }),
    'another one in each branch': group(
      {},
      { 'Fn::If': ['Is', { AutoScalingInstanceRefresh: {} }, { AutoScalingRollingUpdate: {} }] },
    ),
  },
  breaks: {
    none: group(),
    'a scheduled action only': group({}, { AutoScalingScheduledAction: { IgnoreUnmodifiedGroupSizeProperties: true } }),
    'a replacing update that does not replace': group({}, { AutoScalingReplacingUpdate: { WillReplace: false } }),
    'none in one branch': group({}, { 'Fn::If': ['Is', { AutoScalingRollingUpdate: {} }, noValue] }),
  },
});

const refresh = (Preferences: object) => ({ AutoScalingInstanceRefresh: { Preferences } });
const alarmed = { AlarmNames: ['orders'], Enable: true, Rollback: true };
const breaker = { Enable: true, Rollback: true };
const deploymentGroup = (Properties: object) => ({ Deploy: { Type: 'AWS::CodeDeploy::DeploymentGroup', Properties } });
const guarded = {
  AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'orders' }] },
  AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
};

testItem('DEP-02', {
  on: 'Group',
  meets: {
    'a refresh with an alarm': group({}, refresh({ AlarmSpecification: { Alarms: [{ Ref: 'Alarm' }] } })),
    'a rolling update that waits': group({}, { AutoScalingRollingUpdate: { WaitOnResourceSignals: true } }),
    'a replacing update with a creation policy': group(
      {},
      { AutoScalingReplacingUpdate: { WillReplace: true } },
      { CreationPolicy: { ResourceSignal: { Count: 1 } } },
    ),
  },
  breaks: {
    'a refresh without an alarm': group({}, refresh({ AlarmSpecification: { Alarms: [] } })),
    'a refresh whose alarm is left out in one branch': group(
      {},
      refresh({ AlarmSpecification: { Alarms: [{ 'Fn::If': ['Is', 'a', noValue] }] } }),
    ),
    'a rolling update that does not wait': group({}, { AutoScalingRollingUpdate: { PauseTime: 'PT5M' } }),
    'a replacing update without a creation policy': group({}, { AutoScalingReplacingUpdate: { WillReplace: true } }),
    none: group(),
  },
});

testItem('DEP-02', {
  on: 'Service',
  meets: {
    'breaker and alarms': service({ DeploymentConfiguration: { DeploymentCircuitBreaker: breaker, Alarms: alarmed } }),
    'canary with alarms': service({ DeploymentConfiguration: { Strategy: 'CANARY', Alarms: alarmed } }),
    CodeDeploy: {
      ...service({ DeploymentController: { Type: 'CODE_DEPLOY' } }),
      ...deploymentGroup({ ...guarded, ECSServices: [{ ServiceName: { 'Fn::GetAtt': ['Service', 'Name'] } }] }),
    },
  },
  breaks: {
    'a breaker alone': service({ DeploymentConfiguration: { DeploymentCircuitBreaker: breaker } }),
    'a breaker that is off': service({
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: false, Rollback: true }, Alarms: alarmed },
    }),
    'alarms without rollback': service({
      DeploymentConfiguration: { DeploymentCircuitBreaker: breaker, Alarms: { ...alarmed, Rollback: false } },
    }),
    'blue/green without alarms': service({ DeploymentConfiguration: { Strategy: 'BLUE_GREEN' } }),
    'CodeDeploy without a deployment group': service({ DeploymentController: { Type: 'CODE_DEPLOY' } }),
    'CodeDeploy by name, without alarms': {
      ...service({ ServiceName: 'orders', DeploymentController: { Type: 'CODE_DEPLOY' } }),
      ...deploymentGroup({ ECSServices: [{ ServiceName: 'orders' }] }),
    },
  },
  undecided: { 'an external controller': service({ DeploymentController: { Type: 'EXTERNAL' } }) },
});

const alias = (UpdatePolicy?: object) => ({ Alias: { Type: 'AWS::Lambda::Alias', Properties: {}, UpdatePolicy } });
const byGroup = { CodeDeployLambdaAliasUpdate: { DeploymentGroupName: { Ref: 'Deploy' } } };

testItem('DEP-02', {
  on: 'Alias',
  meets: { 'CodeDeploy with alarms': { ...alias(byGroup), ...deploymentGroup(guarded) } },
  breaks: {
    'no update policy': alias(),
    'none in one branch': alias({ 'Fn::If': ['Is', byGroup, noValue] }),
  },
  undecided: { 'a group of somebody else': alias({ CodeDeployLambdaAliasUpdate: { DeploymentGroupName: 'other' } }) },
});

const imported = { 'Fn::ImportValue': 'group' };
const releasing = { ECSServices: [{ ServiceName: { 'Fn::GetAtt': ['Service', 'Name'] } }] };
const byCodeDeploy = service({ DeploymentController: { Type: 'CODE_DEPLOY' } });
const onFailure = { AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] } };

testItem('DEP-02', {
  on: 'Deploy',
  meets: {
    'alarms and rollback, for an alias': { ...alias(byGroup), ...deploymentGroup(guarded) },
    'alarms and rollback, for a service': { ...byCodeDeploy, ...deploymentGroup({ ...guarded, ...releasing }) },
  },
  breaks: {
    'no alarms': { ...byCodeDeploy, ...deploymentGroup(releasing) },
    'no rollback on alarms': { ...alias(byGroup), ...deploymentGroup({ ...guarded, ...onFailure }) },
    'alarms that are off': {
      ...alias(byGroup),
      ...deploymentGroup({ ...guarded, AlarmConfiguration: { ...guarded.AlarmConfiguration, Enabled: false } }),
    },
  },
  undecided: {
    'rollback events of a parameter': {
      ...alias(byGroup),
      ...deploymentGroup({ ...guarded, AutoRollbackConfiguration: { Enabled: true, Events: { Ref: 'Events' } } }),
    },
  },
  ignores: { 'a deployment group of servers': deploymentGroup({}) },
});

test.each([
  ['the deployment group of its own tier answers for itself', 'prod', { Alias: 'met', Deploy: 'missed' }],
  ['an alias answers for the deployment group of another tier', 'test', { Alias: 'missed' }],
])('DEP-02: %s', (_, environment, expected) => {
  const index = new TemplateIndex(
    templates(
      { body: { Resources: alias({ CodeDeployLambdaAliasUpdate: { DeploymentGroupName: imported } }) } },
      {
        body: {
          Resources: deploymentGroup({ ...guarded, ...onFailure }),
          Outputs: { Group: { Value: { Ref: 'Deploy' }, Export: { Name: 'group' } } },
        },
        tags: { environment },
      },
    ),
  );
  const { findings, met } = judge(index, { ...checklistOf(), rules: { 'DEP-02': RULES['DEP-02'] } });
  expect(Object.fromEntries([...findings, ...met].map(({ resource, state }) => [resource, state]))).toEqual(expected);
});

testItem('DEP-03', {
  on: 'Targets',
  meets: {
    '30 s': delay('30'),
    'a map': templates({
      body: { Mappings: { M: { a: { b: '120' } } }, Resources: delay({ 'Fn::FindInMap': ['M', 'a', 'b'] }) },
    }),
  },
  breaks: {
    'the default of 300 s': delay(),
    '0 s': delay('0'),
    '121 s in a branch': delay({ 'Fn::If': ['Is', '30', '121'] }),
  },
  undecided: {
    'a parameter': delay({ Ref: 'Delay' }),
    'targets of an unknown type': {
      Targets: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { TargetType: { Ref: 'Type' } } },
    },
  },
  ignores: {
    Lambda: { Targets: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { TargetType: 'lambda' } } },
  },
});

const behind = { TargetGroupARNs: [{ Ref: 'Targets' }] };
const hook = (HeartbeatTimeout?: number, LifecycleTransition = 'autoscaling:EC2_INSTANCE_TERMINATING') => ({
  Hook: {
    Type: 'AWS::AutoScaling::LifecycleHook',
    Properties: { AutoScalingGroupName: { Ref: 'Group' }, LifecycleTransition, HeartbeatTimeout },
  },
});

testItem('DEP-04', {
  on: 'Group',
  meets: {
    'a hook as long as draining': { ...group(behind), ...delay('60'), ...hook(60) },
    'a hook of the usual hour': { ...group(behind), ...delay(), ...hook() },
    'a hook in the group, behind a traffic source': {
      ...group({
        TrafficSources: [{ Type: 'elbv2', Identifier: { Ref: 'Targets' } }],
        LifecycleHookSpecificationList: [
          { LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 300 },
        ],
      }),
      ...delay('60'),
    },
  },
  breaks: {
    'no hook': { ...group(behind), ...delay('60') },
    'a hook for launching': { ...group(behind), ...delay('60'), ...hook(600, 'autoscaling:EC2_INSTANCE_LAUNCHING') },
    'a hook shorter than draining': { ...group(behind), ...delay('60'), ...hook(59) },
    'a hook shorter than the default of draining': { ...group(behind), ...delay(), ...hook(120) },
  },
  undecided: {
    'a target group outside the app': {
      ...group({ TargetGroupARNs: ['arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/a/1'] }),
      ...hook(60),
    },
  },
  ignores: { 'a group behind nothing': group() },
});

const task = (StopTimeout?: number) => ({
  Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: [{ Name: 'web', StopTimeout }] } },
});
const serving = service({
  TaskDefinition: { Ref: 'Task' },
  LoadBalancers: [{ ContainerName: 'web', TargetGroupArn: { Ref: 'Targets' } }],
});

testItem('DEP-04', {
  on: 'Task',
  meets: {
    'the default of 30 s': { ...task(), ...serving, ...delay('60') },
    'as long as draining': { ...task(20), ...serving, ...delay('20') },
  },
  breaks: {
    'shorter than both': { ...task(5), ...serving, ...delay('60') },
    'shorter than both, of a task that is named by its family': {
      Task: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: { Family: 'orders', ContainerDefinitions: [{ Name: 'web', StopTimeout: 5 }] },
      },
      ...service({
        TaskDefinition: 'orders',
        LoadBalancers: [{ ContainerName: 'web', TargetGroupArn: { Ref: 'Targets' } }],
      }),
      ...delay('60'),
    },
    'shorter than the one delay that is known': {
      ...task(15),
      ...service({
        TaskDefinition: { Ref: 'Task' },
        LoadBalancers: ['arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/a/1', { Ref: 'Targets' }].map(
          (TargetGroupArn) => ({ ContainerName: 'web', TargetGroupArn }),
        ),
      }),
      ...delay('20'),
    },
  },
  undecided: {
    'shorter than 30 s, behind a delay that is a parameter': { ...task(15), ...serving, ...delay({ Ref: 'Delay' }) },
  },
  ignores: { 'a task behind nothing': { ...task(2), ...service({ TaskDefinition: { Ref: 'Task' } }) } },
});

testItem('DEP-05', {
  on: 'Group',
  meets: {
    'refresh and maintenance': group(
      { InstanceMaintenancePolicy: { MinHealthyPercentage: 100 } },
      refresh({ MinHealthyPercentage: 90 }),
    ),
    'the defaults of a refresh': group({}, refresh({})),
    'a rolling update': group({ MinSize: '2' }, { AutoScalingRollingUpdate: { MinInstancesInService: 2 } }),
    'a rolling update by the same parameter': group(
      { MinSize: { Ref: 'Min' } },
      { AutoScalingRollingUpdate: { MinInstancesInService: { Ref: 'Min' } } },
    ),
  },
  breaks: {
    'a refresh of 50 % in one branch': group(
      {},
      refresh({ MinHealthyPercentage: { 'Fn::If': ['Is', 100, { 'Fn::Sub': '50' }] } }),
    ),
    'a refresh of 50 %': group({}, refresh({ MinHealthyPercentage: 50 })),
    'a maintenance policy of 50 % beside a good refresh': group(
      { InstanceMaintenancePolicy: { MinHealthyPercentage: 50 } },
      refresh({ MinHealthyPercentage: 100 }),
    ),
    'a rolling update below the minimum': group({ MinSize: '2' }, { AutoScalingRollingUpdate: {} }),
  },
  undecided: { 'a parameter': group({}, refresh({ MinHealthyPercentage: { Ref: 'Healthy' } })) },
});

testItem('DEP-05', {
  on: 'Service',
  meets: {
    '100 %': service({ DeploymentConfiguration: { MinimumHealthyPercent: 100 } }),
    'the default': service(),
  },
  breaks: { '50 %': service({ DeploymentConfiguration: { MinimumHealthyPercent: 50 } }) },
  ignores: {
    'a daemon': service({ SchedulingStrategy: 'DAEMON', DeploymentConfiguration: { MinimumHealthyPercent: 0 } }),
  },
});

const policy = {
  Policy: { Type: 'AWS::AutoScaling::ScalingPolicy', Properties: { AutoScalingGroupName: { 'Fn::Sub': '${Group}' } } },
};
const target = {
  Target: {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: { ResourceId: { 'Fn::Sub': 'service/${Cluster}/${Service.Name}' }, ServiceNamespace: 'ecs' },
  },
};

testItem('DEP-06', {
  on: 'Group',
  meets: {
    'no desired capacity': { ...group(), ...policy },
    'left out': { ...group({ DesiredCapacity: noValue }), ...policy },
  },
  breaks: {
    'a desired capacity': { ...group({ DesiredCapacity: '2' }), ...policy },
    'a desired capacity from a parameter': { ...group({ DesiredCapacity: { Ref: 'Size' } }), ...policy },
  },
  ignores: { 'a group without policies': group({ DesiredCapacity: '2' }) },
});

testItem('DEP-06', {
  on: 'Service',
  meets: { 'no desired count': { ...service(), ...target } },
  breaks: { 'a desired count': { ...service({ DesiredCount: 2 }), ...target } },
  ignores: { 'a service that does not scale': service({ DesiredCount: 2 }) },
});
