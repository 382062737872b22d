import { alarm, resource } from './alarm-cases';
import { templates, testItem } from './judging';

const plain = alarm('AWS/EC2', 'CPUUtilization', { InstanceId: 'i-1' });
const mute = { AlarmName: 'mute', AlarmActions: undefined };
const muteAlarm = alarm('AWS/EC2', 'CPUUtilization', { InstanceId: 'i-1' }, mute);
const composite = (rule: unknown, others: object = {}) =>
  resource('AWS::CloudWatch::CompositeAlarm', { AlarmRule: rule, ...others });

testItem('MET-06', {
  on: 'Alarm',
  meets: {
    'an action': { Alarm: plain },
    'a composite within a composite that acts': {
      Alarm: muteAlarm,
      Inner: composite({ 'Fn::Sub': 'ALARM("${Alarm}")' }, { AlarmName: 'inner' }),
      Outer: composite('ALARM("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:inner")', {
        AlarmActions: ['arn:aws:sns:a:b:c'],
      }),
    },
    'a reason to roll an instance refresh back': {
      Alarm: muteAlarm,
      Group: resource(
        'AWS::AutoScaling::AutoScalingGroup',
        {},
        { UpdatePolicy: { AutoScalingInstanceRefresh: { Preferences: { AlarmSpecification: { Alarms: ['mute'] } } } } },
      ),
    },
    'a monitor of AppConfig': {
      Alarm: muteAlarm,
      Environment: resource('AWS::AppConfig::Environment', {
        Monitors: [{ AlarmArn: { 'Fn::GetAtt': ['Alarm', 'Arn'] } }],
      }),
    },
  },
  breaks: {
    'no action': { Alarm: muteAlarm },
    'an empty list through a condition': {
      Alarm: alarm(
        'AWS/EC2',
        'CPUUtilization',
        {},
        { AlarmActions: [{ 'Fn::If': ['Loud', 'arn:aws:sns:a:b:c', { Ref: 'AWS::NoValue' }] }] },
      ),
    },
    'only the other state acts': {
      Alarm: alarm('A', 'B', {}, { AlarmActions: undefined, OKActions: ['arn:aws:sns:a:b:c'] }),
    },
    'a deployment that stops, and rolls nothing back': {
      Alarm: muteAlarm,
      Service: resource('AWS::ECS::Service', {
        DeploymentConfiguration: { Alarms: { AlarmNames: ['mute'], Enable: true, Rollback: false } },
      }),
    },
    'a deployment that ignores its alarms': {
      Alarm: muteAlarm,
      Service: resource('AWS::ECS::Service', {
        DeploymentConfiguration: { Alarms: { AlarmNames: ['mute'], Enable: false } },
      }),
    },
  },
});

const writing = {
  Alarm: alarm('A', 'B', {}, { AlarmActions: [{ Ref: 'Topic' }] }),
  Topic: resource('AWS::SNS::Topic'),
};
testItem('MET-06', {
  on: 'Topic',
  meets: {
    'a subscription': {
      ...writing,
      Mail: resource('AWS::SNS::Subscription', { TopicArn: { Ref: 'Topic' }, Protocol: 'email' }),
    },
    'a subscription within': {
      ...writing,
      Topic: resource('AWS::SNS::Topic', { Subscription: [{ Protocol: 'email' }] }),
    },
    'a chat channel': {
      ...writing,
      Chat: resource('AWS::Chatbot::SlackChannelConfiguration', { SnsTopicArns: [{ 'Fn::Sub': '${Topic}' }] }),
    },
  },
  breaks: {
    nobody: writing,
    'a topic that is written to by its ARN': {
      Topic: resource('AWS::SNS::Topic', { TopicName: 'page' }),
      Alarm: alarm(
        'A',
        'B',
        {},
        { AlarmActions: [{ 'Fn::Sub': 'arn:aws:sns:${AWS::Region}:${AWS::AccountId}:page' }] },
      ),
    },
    'a subscription to another topic': {
      ...writing,
      Other: resource('AWS::SNS::Topic'),
      Mail: resource('AWS::SNS::Subscription', { TopicArn: { Ref: 'Other' } }),
    },
  },
  ignores: { 'a topic of no alarm': { Topic: resource('AWS::SNS::Topic') } },
});

const describedAs = (description: unknown) => ({ Alarm: alarm('A', 'B', {}, { AlarmDescription: description }) });
testItem('MET-07', {
  on: 'Alarm',
  meets: {
    'a link': describedAs('Slow. Runbook: https://wiki.example.com/slow'),
    'a path': describedAs('Slow. Runbook: docs/runbooks/slow.md'),
    'a link that is put together': describedAs({ 'Fn::Join': ['', ['See https://', { Ref: 'Wiki' }, '/slow']] }),
    'a composite': { Alarm: composite('ALARM("a")', { AlarmDescription: 'https://wiki.example.com' }) },
  },
  breaks: {
    'no description': describedAs(undefined),
    'words only': describedAs('The documents are slow, ask the team'),
    'a link without a host': describedAs('See https:// docs'),
    'none in one branch': describedAs({ 'Fn::If': ['A', 'https://a.example.com', 'slow'] }),
    'a composite': { Alarm: composite('ALARM("a")') },
  },
  undecided: { 'a parameter': describedAs({ Ref: 'Text' }) },
});

const missing = (treatment: unknown) => ({ Alarm: alarm('A', 'B', {}, { TreatMissingData: treatment }) });
const byParameter = (parameter: object) =>
  templates({
    body: { Parameters: { Treatment: { Type: 'String', ...parameter } }, Resources: missing({ Ref: 'Treatment' }) },
  });
testItem('MET-08', {
  on: 'Alarm',
  meets: {
    said: missing('missing'),
    'by a parameter of two values': byParameter({ AllowedValues: ['missing', 'ignore'] }),
  },
  undecided: { 'by a parameter': byParameter({ Default: 'missing' }) },
  breaks: {
    unsaid: missing(undefined),
    'unsaid in one branch': missing({ 'Fn::If': ['A', 'breaching', { Ref: 'AWS::NoValue' }] }),
  },
});
