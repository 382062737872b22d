import { alarm, computedAlarm, resource, without } from './alarm-cases';
import { outcomes, templates, testItem } from './judging';

const NO_ACTIONS = { AlarmActions: [] };
const BALANCER = { LoadBalancer: { 'Fn::GetAtt': ['Alb', 'LoadBalancerFullName'] } };
const TARGETS = { TargetGroup: { 'Fn::GetAtt': ['Targets', 'TargetGroupFullName'] }, ...BALANCER };
const OF_LISTENER = {
  LoadBalancer: {
    'Fn::Join': ['/', [1, 2, 3].map((at) => ({ 'Fn::Select': [at, { 'Fn::Split': ['/', { Ref: 'Listener' }] }] }))],
  },
};
const elb = (name: string, dimensions: object, others = {}) =>
  alarm('AWS/ApplicationELB', name, dimensions as Record<string, unknown>, others);

const door = {
  Alb: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'application', Scheme: 'internet-facing' }),
  Listener: resource('AWS::ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: { Ref: 'Alb' },
    DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
  }),
  Targets: resource('AWS::ElasticLoadBalancingV2::TargetGroup', { Port: 80 }),
};
const watched = {
  ...door,
  Failing: elb('HTTPCode_Target_5XX_Count', BALANCER),
  Slow: elb('TargetResponseTime', BALANCER, { Statistic: undefined, ExtendedStatistic: 'p99' }),
  Sick: elb('UnHealthyHostCount', TARGETS, { Statistic: 'Maximum' }),
};
const childrenOf = (rule: unknown, others: object = {}) => ({
  ...watched,
  Failing: elb('HTTPCode_ELB_5XX_Count', BALANCER, { AlarmName: 'failing', AlarmActions: undefined }),
  Health: resource('AWS::CloudWatch::CompositeAlarm', {
    AlarmRule: rule,
    AlarmActions: ['arn:aws:sns:a:b:c'],
    ...others,
  }),
});

testItem('MET-01', {
  on: 'Alb',
  meets: {
    'three alarms': watched,
    'a rate over both kinds of error, by the ARN of the listener': {
      ...watched,
      Failing: computedAlarm([
        ['AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', OF_LISTENER],
        ['AWS/ApplicationELB', 'RequestCount', OF_LISTENER],
      ]),
    },
    'a child of a composite by name': childrenOf('ALARM("failing") OR ALARM("other")'),
    'a child of a composite by reference': childrenOf({
      'Fn::Join': ['', ['(ALARM("', { 'Fn::GetAtt': ['Failing', 'Arn'] }, '"))']],
    }),
    'an alarm in another stack': templates(
      {
        body: {
          Resources: without(watched, 'Sick'),
          Outputs: {
            Group: { Value: TARGETS.TargetGroup, Export: { Name: 'group' } },
            Balancer: { Value: BALANCER.LoadBalancer, Export: { Name: 'balancer' } },
          },
        },
      },
      {
        body: {
          Resources: {
            Sick: elb('UnHealthyHostCount', {
              TargetGroup: { 'Fn::ImportValue': 'group' },
              LoadBalancer: { 'Fn::ImportValue': 'balancer' },
            }),
          },
        },
      },
    ),
  },
  breaks: {
    nothing: door,
    'no alarm on sick targets': without(watched, 'Sick'),
    'the average in place of a percentile': {
      ...watched,
      Slow: elb('TargetResponseTime', BALANCER, { Statistic: 'Average' }),
    },
    'the median': {
      ...watched,
      Slow: elb('TargetResponseTime', BALANCER, { Statistic: undefined, ExtendedStatistic: 'p50' }),
    },
    'an alarm of another load balancer': {
      ...watched,
      Other: resource('AWS::ElasticLoadBalancingV2::LoadBalancer'),
      Failing: elb('HTTPCode_Target_5XX_Count', { LoadBalancer: { 'Fn::GetAtt': ['Other', 'LoadBalancerFullName'] } }),
    },
    'an alarm without action': { ...watched, Failing: elb('HTTPCode_Target_5XX_Count', BALANCER, NO_ACTIONS) },
    'actions switched off': {
      ...watched,
      Failing: elb('HTTPCode_Target_5XX_Count', BALANCER, { ActionsEnabled: 'false' }),
    },
    'a child of a composite that does nothing': childrenOf('ALARM("failing")', { AlarmActions: undefined }),
    'a second target group that nobody watches': {
      ...watched,
      Rule: resource('AWS::ElasticLoadBalancingV2::ListenerRule', {
        ListenerArn: { Ref: 'Listener' },
        Actions: [{ Type: 'forward', TargetGroupArn: { Ref: 'More' } }],
      }),
      More: resource('AWS::ElasticLoadBalancingV2::TargetGroup', { Port: 81 }),
    },
    'sick targets without the load balancer beside them': {
      ...watched,
      Sick: elb('UnHealthyHostCount', { TargetGroup: TARGETS.TargetGroup }),
    },
    'the ARN in place of the full name': {
      ...watched,
      Failing: elb('HTTPCode_Target_5XX_Count', { LoadBalancer: { Ref: 'Alb' } }),
    },
  },
  undecided: {
    'a dimension that nobody knows': {
      ...watched,
      Failing: elb('HTTPCode_Target_5XX_Count', { LoadBalancer: { Ref: 'Name' } }),
    },
    'actions that nobody knows whether they are on': {
      ...watched,
      Failing: elb('HTTPCode_Target_5XX_Count', BALANCER, { ActionsEnabled: { Ref: 'IsOn' } }),
    },
    'a type that nobody knows, and no alarm': {
      ...door,
      Alb: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: { Ref: 'Type' } }),
    },
  },
  ignores: {
    'a network load balancer': { Alb: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network' }) },
  },
});

const OF_GROUP = { AutoScalingGroupName: { Ref: 'Group' } };
const fleet = {
  Group: resource('AWS::AutoScaling::AutoScalingGroup', { AutoScalingGroupName: 'orders' }),
  Cpu: alarm('AWS/EC2', 'CPUUtilization', OF_GROUP),
  Memory: alarm('CWAgent', 'mem_used_percent', { AutoScalingGroupName: 'orders' }),
  Disk: alarm('CWAgent', 'disk_used_percent', { ...OF_GROUP, path: '/' }),
  Status: alarm('AWS/EC2', 'StatusCheckFailed', OF_GROUP),
};

testItem('MET-02', {
  on: 'Group',
  meets: {
    'four alarms': fleet,
    'arithmetic over the status checks': {
      ...fleet,
      Status: computedAlarm([
        ['AWS/EC2', 'StatusCheckFailed_Instance', OF_GROUP],
        ['AWS/EC2', 'StatusCheckFailed_System', { AutoScalingGroupName: { 'Fn::Sub': '${Group}' } }],
      ]),
    },
  },
  breaks: {
    'no alarm on memory': without(fleet, 'Memory'),
    'memory in the wrong namespace': { ...fleet, Memory: alarm('System/Linux', 'mem_used_percent', OF_GROUP) },
    'CPU of an instance': { ...fleet, Cpu: alarm('AWS/EC2', 'CPUUtilization', { InstanceId: { Ref: 'Group' } }) },
    'no action in one branch': {
      ...fleet,
      Disk: alarm('CWAgent', 'disk_used_percent', OF_GROUP, {
        AlarmActions: { 'Fn::If': ['IsLoud', ['arn:aws:sns:a:b:c'], { Ref: 'AWS::NoValue' }] },
      }),
    },
  },
});

const OF_SERVICE = { ClusterName: { Ref: 'Cluster' }, ServiceName: { 'Fn::GetAtt': ['Service', 'Name'] } };
const tasks = {
  Service: resource('AWS::ECS::Service', { DesiredCount: 3 }),
  Cpu: alarm('AWS/ECS', 'CPUUtilization', OF_SERVICE, { Statistic: 'Average' }),
  Memory: alarm('ECS/ContainerInsights', 'MemoryUtilized', OF_SERVICE, { Statistic: 'Average' }),
  Missing: computedAlarm([
    ['ECS/ContainerInsights', 'DesiredTaskCount', OF_SERVICE],
    ['ECS/ContainerInsights', 'RunningTaskCount', OF_SERVICE],
  ]),
};
const counted = (others: object) =>
  alarm('AWS/ECS', 'CPUUtilization', OF_SERVICE, {
    Statistic: 'SampleCount',
    ComparisonOperator: 'LessThanThreshold',
    ...others,
  });

testItem('MET-02', {
  on: 'Service',
  meets: {
    'running compared with desired': tasks,
    'by names, in the cluster that its ARN names': {
      ...tasks,
      Service: resource('AWS::ECS::Service', {
        ServiceName: 'orders',
        Cluster: 'arn:aws:ecs:eu-west-1:123456789012:cluster/main',
      }),
      Cpu: alarm('AWS/ECS', 'CPUUtilization', { ClusterName: 'main', ServiceName: 'orders' }),
    },
    'samples below the desired count': { ...tasks, Missing: counted({ Threshold: 3 }) },
  },
  breaks: {
    'no alarm on tasks': without(tasks, 'Missing'),
    'samples counted where CPU is asked for': without({ ...tasks, Missing: counted({ Threshold: 3 }) }, 'Cpu'),
    'a threshold that lets two of three tasks go': { ...tasks, Missing: counted({ Threshold: 1 }) },
    'CPU of a service of that name in another cluster': {
      ...tasks,
      Service: resource('AWS::ECS::Service', { DesiredCount: 3, ServiceName: 'orders', Cluster: 'main' }),
      Cpu: alarm('AWS/ECS', 'CPUUtilization', { ClusterName: 'test', ServiceName: 'orders' }),
    },
    'no cluster beside the service': {
      ...tasks,
      Cpu: alarm('AWS/ECS', 'CPUUtilization', { ServiceName: OF_SERVICE.ServiceName }),
    },
  },
});

const OF_FUNCTION = { FunctionName: { Ref: 'Function' } };
const lambda = {
  Function: resource('AWS::Lambda::Function', { FunctionName: 'sweep' }),
  Errors: alarm('AWS/Lambda', 'Errors', OF_FUNCTION),
  Throttles: alarm('AWS/Lambda', 'Throttles', { FunctionName: 'sweep' }),
};

testItem('MET-05', {
  on: 'Function',
  meets: {
    'two alarms': lambda,
    'a rate of errors': {
      ...lambda,
      Errors: computedAlarm([
        ['AWS/Lambda', 'Errors', OF_FUNCTION],
        ['AWS/Lambda', 'Invocations', OF_FUNCTION],
      ]),
    },
  },
  breaks: {
    'no alarm on throttles': without(lambda, 'Throttles'),
    'errors of the whole account': { ...lambda, Errors: alarm('AWS/Lambda', 'Errors', {}) },
    'the ARN in place of the name': {
      ...lambda,
      Errors: alarm('AWS/Lambda', 'Errors', { FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] } }),
    },
  },
});

const someones = (id: string) => ({ [id]: resource('AWS::Lambda::Function', {}) });
const OWN_SINGLETON = 'SingletonLambda5a1c2f30bd9e4d4b8e0a6c1f2d3b4a5968D1C2AB';
testItem('MET-05', { on: OWN_SINGLETON, meets: {}, breaks: { 'a singleton of the app': someones(OWN_SINGLETON) } });

describe('functions that the CDK adds', () => {
  test.each([
    'AWS679f53fac002430cb0da5b7982bd22872D164C4C',
    'CustomCDKBucketDeployment8693BB64968944B69AAFB0CC9EB8757C81C01536',
    'CustomS3AutoDeleteObjectsCustomResourceProviderHandler9D90184F',
    'AWSCDKCfnUtilsProviderCustomResourceProviderHandlerCF82AA57',
    'LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8aFD4BFC8A',
    'BucketNotificationsHandler050a0587b7544547bf325f094a3db8347ECC3691',
    'SingletonLambda224e77f9a32e4b4dac32983477abba16E5F9FE53',
  ])('%s is exempt', (id) => {
    expect(outcomes('MET-05', someones(id))).toEqual([]);
  });
});
