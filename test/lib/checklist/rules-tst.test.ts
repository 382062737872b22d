import { alarm, resource, without } from './alarm-cases';
import { testItem } from './judging';

const service = {
  Alb: resource('AWS::ElasticLoadBalancingV2::LoadBalancer'),
  Listener: resource('AWS::ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: { Ref: 'Alb' },
    DefaultActions: [{ TargetGroupArn: { Ref: 'Targets' } }],
  }),
  Targets: resource('AWS::ElasticLoadBalancingV2::TargetGroup'),
  Group: resource('AWS::AutoScaling::AutoScalingGroup', {
    TargetGroupARNs: [{ Ref: 'Targets' }],
    Tags: [{ Key: 'service', Value: 'orders', PropagateAtLaunch: true }],
  }),
};
const STOP = [{ Source: 'aws:cloudwatch:alarm', Value: 'arn:aws:cloudwatch:a:b:alarm:health' }];
const experiment = (target: object, stop: unknown = STOP) => ({
  ...service,
  Experiment: resource('AWS::FIS::ExperimentTemplate', { Targets: { instances: target }, StopConditions: stop }),
});
const byName = { ResourceTags: { 'aws:autoscaling:groupName': { Ref: 'Group' } } };

testItem('TST-01', {
  on: 'Group',
  meets: {
    'by the name of the group': experiment(byName),
    'by a tag': experiment({ ResourceTags: { service: { 'Fn::Sub': 'orders' } } }),
    'by the load balancer': experiment({ ResourceArns: [{ Ref: 'Alb' }] }),
  },
  breaks: {
    nothing: service,
    'nothing stops it': experiment(byName, [{ Source: 'none' }]),
    'another service': experiment({ ResourceTags: { service: 'payments' } }),
    'one tag of two': experiment({ ResourceTags: { service: 'orders', part: 'web' } }),
    'the group only stands in its role': {
      ...service,
      Experiment: resource('AWS::FIS::ExperimentTemplate', {
        Description: { Ref: 'Group' },
        Targets: {},
        StopConditions: STOP,
      }),
    },
  },
  ignores: {
    'an internal service': {
      ...service,
      Alb: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' }),
    },
  },
});

testItem('TST-01', {
  on: 'Alb',
  meets: { 'a public entrance by itself': without(experiment({ ResourceArns: [{ Ref: 'Alb' }] }), 'Group') },
  breaks: { 'a public entrance by itself': without(service, 'Group') },
  ignores: { 'with a group behind it': service },
});

const tasks = (parameters: object) => ({
  ...without(experiment({ Parameters: parameters }), 'Group'),
  Service: resource('AWS::ECS::Service', {
    Cluster: 'main',
    ServiceName: 'orders',
    LoadBalancers: [{ TargetGroupArn: { Ref: 'Targets' } }],
  }),
});

testItem('TST-01', {
  on: 'Service',
  meets: {
    'its tasks, by name': tasks({ cluster: 'main', service: 'orders' }),
    'its tasks, by reference': tasks({ service: { 'Fn::GetAtt': ['Service', 'Name'] } }),
  },
  breaks: {
    'tasks of another service': tasks({ cluster: 'main', service: 'payments' }),
    'tasks of its name in another cluster': tasks({ cluster: 'test', service: 'orders' }),
  },
});

const canary = {
  Canary: resource('AWS::Synthetics::Canary', { Name: 'orders' }),
  Failing: alarm('CloudWatchSynthetics', 'SuccessPercent', { CanaryName: { Ref: 'Canary' } }, { AlarmName: 'failing' }),
};
const releasing = (...alarms: unknown[]) => ({
  ...service,
  ...canary,
  Group: {
    ...service.Group,
    UpdatePolicy: { AutoScalingInstanceRefresh: { Preferences: { AlarmSpecification: { Alarms: alarms } } } },
  },
});

testItem('TST-02', {
  on: 'Group',
  meets: {
    'its name': releasing('failing'),
    'a reference': releasing({ Ref: 'Failing' }),
    'a composite over it': {
      ...releasing('health'),
      Health: resource('AWS::CloudWatch::CompositeAlarm', {
        AlarmName: 'health',
        AlarmRule: { 'Fn::Sub': 'ALARM("${Failing.Arn}")' },
      }),
    },
    'a health check': {
      ...without(releasing('unhealthy'), 'Canary', 'Failing'),
      Check: resource('AWS::Route53::HealthCheck'),
      Unhealthy: alarm(
        'AWS/Route53',
        'HealthCheckStatus',
        { HealthCheckId: { Ref: 'Check' } },
        { AlarmName: 'unhealthy' },
      ),
    },
  },
  breaks: {
    'another alarm': releasing('slow'),
    'none in one branch': releasing({ 'Fn::If': ['A', 'failing', { Ref: 'AWS::NoValue' }] }),
    'a canary without an alarm': without(releasing('failing'), 'Failing'),
  },
  undecided: { 'a parameter': releasing({ Ref: 'Alarm' }) },
  ignores: { 'no canary': without(releasing('slow'), 'Canary', 'Failing') },
});

testItem('TST-02', {
  on: 'Service',
  meets: {
    'an alarm of its deployment': {
      ...canary,
      Service: resource('AWS::ECS::Service', {
        DeploymentConfiguration: { Alarms: { AlarmNames: ['failing'], Enable: true } },
      }),
    },
    'an alarm of its CodeDeploy group': {
      ...canary,
      Service: resource('AWS::ECS::Service', { DeploymentController: { Type: 'CODE_DEPLOY' } }),
      Deploy: resource('AWS::CodeDeploy::DeploymentGroup', {
        AlarmConfiguration: { Alarms: [{ Name: { Ref: 'Failing' } }] },
        ECSServices: [{ ServiceName: { 'Fn::GetAtt': ['Service', 'Name'] } }],
      }),
    },
  },
  breaks: {
    'an alarm that is switched off': {
      ...canary,
      Service: resource('AWS::ECS::Service', {
        DeploymentConfiguration: { Alarms: { AlarmNames: ['failing'], Enable: false } },
      }),
    },
    none: { ...canary, Service: resource('AWS::ECS::Service') },
  },
});
