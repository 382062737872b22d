import { templates, testItem } from './judging';

const it = (Type: string, Properties: object = {}) => ({ It: { Type, Properties } });
const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const template = (data: object) => it('AWS::EC2::LaunchTemplate', { LaunchTemplateData: data });

testItem('PRF-01', {
  on: 'It',
  meets: {
    'a launch template': template({ Monitoring: { Enabled: true } }),
    'a group': it(GROUP, { MetricsCollection: [{ Granularity: '1Minute' }] }),
    'a group whose list is put together': it(GROUP, {
      MetricsCollection: [{ Ref: 'AWS::NoValue' }, { Granularity: { 'Fn::Join': ['', ['1', 'Minute']] } }],
    }),
  },
  breaks: {
    'a launch template without': template({}),
    'a launch template in one branch': template({ Monitoring: { Enabled: { 'Fn::If': ['Is', true, false] } } }),
    'a group without': it(GROUP),
  },
  undecided: { 'a parameter': template({ Monitoring: { Enabled: { Ref: 'Detailed' } } }) },
});

const disk = (VolumeType?: string) => template({ BlockDeviceMappings: [{ Ebs: { VolumeSize: 10, VolumeType } }] });

testItem('PRF-03', {
  on: 'It',
  meets: {
    'a current class': template({ InstanceType: 'm8g.large' }),
    'a gp3 disk': disk('gp3'),
    'a throughput volume': it('AWS::EC2::Volume', { VolumeType: 'st1' }),
    'a database': it('AWS::RDS::DBInstance', { DBInstanceClass: 'db.r8g.large', StorageType: 'gp3' }),
    'a database of the usual storage': it('AWS::RDS::DBInstance', { DBInstanceClass: 'db.r8g.large' }),
    'a database whose IOPS are left out': it('AWS::RDS::DBInstance', {
      DBInstanceClass: 'db.r8g.large',
      Iops: { Ref: 'AWS::NoValue' },
    }),
    'a class put together': it('AWS::EC2::Instance', { InstanceType: { 'Fn::Sub': ['${F}.large', { F: 'c8g' }] } }),
  },
  breaks: {
    t2: template({ InstanceType: 't2.micro' }),
    'an override': it(GROUP, {
      MixedInstancesPolicy: {
        LaunchTemplate: { Overrides: [{ InstanceType: 'm8g.large' }, { InstanceType: 'm4.large' }] },
      },
    }),
    'a gp2 disk': disk('gp2'),
    'a disk without a type': disk(),
    'a volume without a type': it('AWS::EC2::Volume'),
    'an io1 database': it('AWS::RDS::DBInstance', { DBInstanceClass: 'db.r8g.large', StorageType: 'io1' }),
    'a database with IOPS and without a type, which is io1': it('AWS::RDS::DBInstance', {
      DBInstanceClass: 'db.r8g.large',
      Iops: 3000,
    }),
    'a Multi-AZ cluster without a type, which is io1': it('AWS::RDS::DBCluster', {
      DBClusterInstanceClass: 'db.m8g.large',
    }),
    'a cache': it('AWS::ElastiCache::ReplicationGroup', { CacheNodeType: 'cache.m3.large' }),
    'a class put together': it('AWS::EC2::Instance', { InstanceType: { 'Fn::Join': ['.', ['c3', 'large']] } }),
  },
  undecided: { 'a parameter': template({ InstanceType: { Ref: 'Class' } }) },
  ignores: {
    'no hardware written': template({}),
    'an Aurora instance without a class': it('AWS::RDS::DBInstance', { DBClusterIdentifier: 'a' }),
  },
});

const lambda = (Timeout?: unknown, id = 'Consumer') => ({
  [id]: { Type: 'AWS::Lambda::Function', Properties: { Timeout } },
});
const idle = (Value?: unknown, more: object = {}) =>
  it('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    LoadBalancerAttributes: Value === undefined ? undefined : [{ Key: 'idle_timeout.timeout_seconds', Value }],
    ...more,
  });
const queue = (VisibilityTimeout?: unknown) => ({
  ...it('AWS::SQS::Queue', { VisibilityTimeout }),
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: { 'Fn::GetAtt': ['It', 'Arn'] }, FunctionName: { Ref: 'Consumer' } },
  },
});
const named = (FunctionName: unknown) => ({
  ...it('AWS::SQS::Queue', { QueueName: 'jobs', VisibilityTimeout: 60 }),
  Consumer: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'work', Timeout: 30 } },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:jobs' },
      FunctionName,
    },
  },
});
const arnOf = (account: string) => ({ 'Fn::Sub': `arn:aws:lambda:\${AWS::Region}:${account}:function:work:live` });
const task = (more: object = {}) => ({ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', ...more });
const machine = (States: object) =>
  it('AWS::StepFunctions::StateMachine', { DefinitionString: JSON.stringify({ States }) });

testItem('PRF-04', {
  on: 'It',
  meets: {
    'a function': lambda(30, 'It'),
    'a load balancer': idle('60'),
    'a queue of six times': { ...queue(180), ...lambda(30) },
    'a queue of the usual 30 s': { ...queue(), ...lambda(5) },
    'a task': machine({ A: task({ TimeoutSeconds: 60 }) }),
    'a task with a path': machine({ A: task({ TimeoutSecondsPath: '$.t' }), B: { Type: 'Wait', Seconds: 5 } }),
    'a definition with references': it('AWS::StepFunctions::StateMachine', {
      DefinitionString: {
        'Fn::Join': [
          '',
          ['{"States":{"A":{"Type":"Task","TimeoutSeconds":5,"Resource":"', { Ref: 'Consumer' }, '"}}}'],
        ],
      },
    }),
  },
  breaks: {
    'a task beside one whose number is a substitution': it('AWS::StepFunctions::StateMachine', {
      DefinitionString:
        '{"States":{"A":{"Type":"Task","Resource":"a","TimeoutSeconds":${t}},"B":{"Type":"Task","Resource":"b"}}}',
      DefinitionSubstitutions: { t: 5 },
    }),
    'a function without': lambda(undefined, 'It'),
    'a load balancer of the usual 60 s, not written': idle(),
    'a load balancer of an hour': idle('3600'),
    'a queue too short for its consumer': { ...queue(60), ...lambda(30) },
    'a queue and its consumer by name': named('work'),
    'a queue and its consumer by ARN': named(arnOf('${AWS::AccountId}')),
    'a queue of the usual 30 s for a slow consumer': { ...queue(), ...lambda(30) },
    'a task within a map within a branch': machine({
      P: {
        Type: 'Parallel',
        Branches: [{ States: { M: { Type: 'Map', ItemProcessor: { States: { Deep: task() } } } } }],
      },
    }),
    'a definition that is an object': it('AWS::StepFunctions::StateMachine', { Definition: { States: { A: task() } } }),
  },
  undecided: {
    'a consumer of somebody else': {
      ...queue(60),
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: { 'Fn::GetAtt': ['It', 'Arn'] }, FunctionName: 'other' },
      },
    },
    'a consumer of that name in another account': templates({
      body: { Resources: named(arnOf('222222222222')) },
      account: '111111111111',
    }),
    'a load balancer whose type is a parameter': idle(undefined, { Type: { Ref: 'Type' } }),
    'a definition in a bucket': it('AWS::StepFunctions::StateMachine', {
      DefinitionS3Location: { Bucket: 'b', Key: 'k' },
    }),
  },
  ignores: {
    'a queue without a consumer': it('AWS::SQS::Queue'),
    'a network load balancer': idle(undefined, { Type: 'network' }),
  },
});

testItem('PRF-04', {
  on: 'AWS679f53fac002430cb0da5b7982bd22872D164C4C',
  meets: {},
  breaks: {},
  ignores: { 'a provider of the CDK': lambda(undefined, 'AWS679f53fac002430cb0da5b7982bd22872D164C4C') },
});
