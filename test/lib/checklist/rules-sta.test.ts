import { resource } from './alarm-cases';
import { templates, testItem } from './judging';

const DEAD = { 'Fn::GetAtt': ['Dead', 'Arn'] };
const dead = { Dead: resource('AWS::SQS::Queue') };
const redrive = (target: unknown) => ({ RedrivePolicy: { deadLetterTargetArn: target, maxReceiveCount: 3 } });
const own = (properties: object = {}) => resource('AWS::Lambda::Function', properties);
const ARN = { 'Fn::GetAtt': ['Function', 'Arn'] };
const rule = (...targets: unknown[]) => resource('AWS::Events::Rule', { Targets: targets });

testItem('STA-01', {
  on: 'Queue',
  meets: {
    'a redrive policy': { Queue: resource('AWS::SQS::Queue', redrive(DEAD)), ...dead },
    'a redrive policy as text': {
      Queue: resource('AWS::SQS::Queue', {
        RedrivePolicy: { 'Fn::Sub': '{"deadLetterTargetArn":"${Dead.Arn}","maxReceiveCount":3}' },
      }),
      ...dead,
    },
    'the target of another queue, across stacks': templates(
      {
        body: {
          Resources: { Queue: resource('AWS::SQS::Queue') },
          Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Export: { Name: 'dead' } } },
        },
      },
      { body: { Resources: { Work: resource('AWS::SQS::Queue', redrive({ 'Fn::ImportValue': 'dead' })) } } },
    ),
    'the target of a rule': {
      Queue: resource('AWS::SQS::Queue'),
      Rule: rule({ DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } } }),
    },
    'the target of another by its name': {
      Queue: resource('AWS::SQS::Queue', { QueueName: 'dead' }),
      Work: resource('AWS::SQS::Queue', redrive({ 'Fn::Sub': 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:dead' })),
    },
  },
  breaks: {
    'its own dead-letter queue': {
      Queue: resource('AWS::SQS::Queue', redrive({ 'Fn::GetAtt': ['Queue', 'Arn'] })),
    },
    'its own dead-letter queue, by its name': {
      Queue: resource('AWS::SQS::Queue', {
        QueueName: 'orders',
        ...redrive({ 'Fn::Sub': 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:orders' }),
      }),
    },
    'a redrive policy that never redrives': {
      Queue: resource('AWS::SQS::Queue', { RedrivePolicy: { deadLetterTargetArn: DEAD } }),
      ...dead,
    },
    'a redrive policy as text that never redrives': {
      Queue: resource('AWS::SQS::Queue', { RedrivePolicy: { 'Fn::Sub': '{"deadLetterTargetArn":"${Dead.Arn}"}' } }),
      ...dead,
    },
    nothing: { Queue: resource('AWS::SQS::Queue') },
    'none in one branch': {
      Queue: resource('AWS::SQS::Queue', {
        RedrivePolicy: { 'Fn::If': ['IsOld', { Ref: 'AWS::NoValue' }, redrive(DEAD).RedrivePolicy] },
      }),
      ...dead,
    },
    'a target of events, not of failures': {
      Queue: resource('AWS::SQS::Queue'),
      Rule: rule({ Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }),
    },
    'a queue that would take dead letters': {
      Queue: resource('AWS::SQS::Queue', { RedriveAllowPolicy: { redrivePermission: 'allowAll' } }),
    },
  },
});

const called = {
  Function: own(),
  Alias: resource('AWS::Lambda::Alias', { FunctionName: { Ref: 'Function' }, Name: 'live' }),
  Schedule: resource('AWS::Scheduler::Schedule', { Target: { Arn: { Ref: 'Alias' } } }),
};
testItem('STA-01', {
  on: 'Function',
  meets: {
    'a dead-letter queue': { ...called, Function: own({ DeadLetterConfig: { TargetArn: DEAD } }), ...dead },
    'a failure destination': {
      ...called,
      Config: resource('AWS::Lambda::EventInvokeConfig', {
        FunctionName: { Ref: 'Function' },
        Qualifier: 'live',
        DestinationConfig: { OnFailure: { Destination: DEAD } },
      }),
      ...dead,
    },
  },
  breaks: {
    'by its alias': called,
    'by an ARN that names it': {
      Function: own({ FunctionName: 'sweep' }),
      Nightly: rule({ Arn: { 'Fn::Sub': 'arn:${AWS::Partition}:lambda:eu-west-1:${AWS::AccountId}:function:sweep' } }),
    },
    'a failure destination of another qualifier than the one that is called': {
      ...called,
      Config: resource('AWS::Lambda::EventInvokeConfig', {
        FunctionName: { Ref: 'Function' },
        Qualifier: '$LATEST',
        DestinationConfig: { OnFailure: { Destination: DEAD } },
      }),
      ...dead,
    },
    'by a topic': { Function: own(), Sub: resource('AWS::SNS::Subscription', { Protocol: 'lambda', Endpoint: ARN }) },
    'by a bucket, through a custom resource': {
      Function: own(),
      Notify: resource('Custom::S3BucketNotifications', {
        NotificationConfiguration: { LambdaFunctionConfigurations: [{ LambdaFunctionArn: ARN }] },
      }),
    },
    'a destination of what went well': {
      ...called,
      Config: resource('AWS::Lambda::EventInvokeConfig', {
        FunctionName: { Ref: 'Function' },
        DestinationConfig: { OnSuccess: { Destination: DEAD } },
      }),
    },
  },
  ignores: { 'a function that nobody calls so': { Function: own() } },
});

testItem('STA-01', {
  on: 'Rule',
  meets: {
    'a queue for each target': { Rule: rule({ Arn: ARN, DeadLetterConfig: { Arn: DEAD } }), Function: own(), ...dead },
    'no target': { Rule: rule({ DeadLetterConfig: { Arn: { 'Fn::ImportValue': 'dead' } } }) },
  },
  breaks: {
    none: { Rule: rule({ Arn: ARN }), Function: own() },
    'one of two': { Rule: rule({ Arn: ARN, DeadLetterConfig: { Arn: DEAD } }, { Arn: ARN }), ...dead },
  },
});

testItem('STA-01', {
  on: 'Subscription',
  meets: {
    'a queue': { Subscription: resource('AWS::SNS::Subscription', { Protocol: 'sqs', ...redrive(DEAD) }), ...dead },
    'a queue from elsewhere': {
      Subscription: resource('AWS::SNS::Subscription', { Protocol: 'lambda', ...redrive({ Ref: 'Elsewhere' }) }),
    },
  },
  breaks: {
    none: { Subscription: resource('AWS::SNS::Subscription', { Protocol: 'sqs' }) },
    'a policy without target': {
      Subscription: resource('AWS::SNS::Subscription', { Protocol: 'lambda', RedrivePolicy: {} }),
    },
  },
  ignores: { mail: { Subscription: resource('AWS::SNS::Subscription', { Protocol: 'email' }) } },
});

testItem('STA-01', {
  on: 'Schedule',
  meets: {
    'a queue': { Schedule: resource('AWS::Scheduler::Schedule', { Target: { DeadLetterConfig: { Arn: DEAD } } }) },
    'a queue by its ARN': {
      Schedule: resource('AWS::Scheduler::Schedule', { Target: { DeadLetterConfig: { Arn: 'arn:aws:sqs:a:b:c' } } }),
    },
  },
  breaks: {
    none: { Schedule: resource('AWS::Scheduler::Schedule', { Target: {} }) },
    'none in one branch': {
      Schedule: resource('AWS::Scheduler::Schedule', {
        Target: { DeadLetterConfig: { 'Fn::If': ['A', { Arn: DEAD }, { Ref: 'AWS::NoValue' }] } },
      }),
    },
  },
});

testItem('STA-01', {
  on: 'Topic',
  meets: {},
  breaks: {
    'a subscription within the topic': {
      Topic: resource('AWS::SNS::Topic', { Subscription: [{ Protocol: 'lambda', Endpoint: ARN }] }),
    },
    'one beside others': {
      Topic: resource('AWS::SNS::Topic', { Subscription: [{ Protocol: 'email' }, { Protocol: { 'Fn::Sub': 'sqs' } }] }),
    },
  },
  ignores: { mail: { Topic: resource('AWS::SNS::Topic', { Subscription: [{ Protocol: 'email' }] }) } },
});

const source = (others: object = {}) =>
  resource('AWS::Lambda::EventSourceMapping', { FunctionName: { Ref: 'Function' }, ...others });
testItem('STA-02', {
  on: 'Function',
  meets: {
    'reserved concurrency': { Function: own({ ReservedConcurrentExecutions: 5 }), Source: source() },
    'a limit of the source, by an alias': {
      Function: own(),
      Alias: resource('AWS::Lambda::Alias', { FunctionName: { Ref: 'Function' } }),
      Source: source({ FunctionName: { Ref: 'Alias' }, ScalingConfig: { MaximumConcurrency: 5 } }),
    },
  },
  breaks: {
    'no limit': { Function: own(), Source: source() },
    'a limit on one of two sources': {
      Function: own(),
      Source: source({ ScalingConfig: { MaximumConcurrency: 5 } }),
      More: source(),
    },
    'a limit of the source, and events besides': {
      Function: own(),
      Source: source({ ScalingConfig: { MaximumConcurrency: 5 } }),
      Rule: rule({ Arn: ARN }),
    },
  },
  ignores: { 'a function without events': { Function: own() } },
});

const acl = (...rules: unknown[]) => resource('AWS::WAFv2::WebACL', { Scope: 'REGIONAL', Rules: rules });
const rate = (action: object) => ({ Name: 'rate', Statement: { RateBasedStatement: { Limit: 1000 } }, ...action });
const before = (scheme: string) => ({
  Alb: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: scheme }),
  Association: resource('AWS::WAFv2::WebACLAssociation', {
    ResourceArn: { Ref: 'Alb' },
    WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] },
  }),
});
const grouped = (override: object) => ({
  ...before('internet-facing'),
  Acl: acl({
    Name: 'group',
    Statement: { RuleGroupReferenceStatement: { Arn: { 'Fn::GetAtt': ['Group', 'Arn'] } } },
    OverrideAction: override,
  }),
  Group: resource('AWS::WAFv2::RuleGroup', { Rules: [rate({ Action: { Block: {} } })] }),
});
testItem('STA-03', {
  on: 'Acl',
  meets: {
    'a rule that blocks': { ...before('internet-facing'), Acl: acl(rate({ Action: { Block: {} } })) },
    'a rule group of the app': grouped({ None: {} }),
  },
  breaks: {
    'no rule': { ...before('internet-facing'), Acl: acl() },
    'a rule that counts': { Acl: acl(rate({ Action: { Count: {} } })) },
    'a rule group that counts': grouped({ Count: {} }),
  },
  undecided: {
    'a rule group of others': {
      Acl: acl({ Statement: { RuleGroupReferenceStatement: { Arn: 'arn:aws:wafv2:a:b:c' } } }),
    },
  },
  ignores: { 'an internal load balancer': { ...before('internal'), Acl: acl() } },
});

const bucket = (versions: unknown, ...rules: unknown[]) => ({
  It: resource('AWS::S3::Bucket', {
    VersioningConfiguration: { Status: versions },
    LifecycleConfiguration: { Rules: rules },
  }),
});
const old = { Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } };
const uploads = { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } };
testItem('STA-04', {
  on: 'It',
  meets: {
    'a bucket': bucket('Enabled', old, uploads),
    'a bucket without versions, by a join': bucket(undefined, {
      ...uploads,
      Status: { 'Fn::Join': ['', ['Ena', 'bled']] },
    }),
    'a queue': { It: resource('AWS::SQS::Queue', { MessageRetentionPeriod: 345600 }) },
    'a repository': {
      It: resource('AWS::ECR::Repository', {
        LifecyclePolicy: { LifecyclePolicyText: '{"rules":[{"action":{"type":"expire"}}]}' },
      }),
    },
  },
  breaks: {
    'no rules': { It: resource('AWS::S3::Bucket') },
    'old versions kept': bucket('Enabled', uploads),
    'a rule for one prefix': bucket('Enabled', { ...old, Prefix: 'tmp/' }, uploads),
    'a rule switched off': bucket(undefined, { ...uploads, Status: 'Disabled' }),
    'versions in one branch': bucket({ 'Fn::If': ['IsBig', 'Enabled', 'Suspended'] }, uploads),
    'a queue': { It: resource('AWS::SQS::Queue') },
    'a repository without rules': {
      It: resource('AWS::ECR::Repository', { LifecyclePolicy: { LifecyclePolicyText: '{"rules":[]}' } }),
    },
  },
  undecided: {
    'rules from a parameter': {
      It: resource('AWS::S3::Bucket', { LifecycleConfiguration: { Rules: { Ref: 'Rules' } } }),
    },
  },
});
