import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { AutoScalingGroup, type IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { Alarm, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Tier } from '../../../constructs/core/tier';
import { Alerts } from '../../../constructs/observability/alerts';
import { FaultExperiment, type FaultExperimentProps } from '../../../constructs/recovery/fault-experiment';
import { nagFindings } from '../../_helpers/nag';
import { FLAG_SETS, PLACE, templateOf, testStack } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

const TEMPLATE = 'AWS::FIS::ExperimentTemplate';
const ALARM = `arn:aws:cloudwatch:eu-west-1:${PLACE.account}:alarm:orders-health`;
const TAGS = { service: 'orders', environment: 'production', 'aws:autoscaling:groupName': 'orders-group' };

const group = (stack: Stack): IAutoScalingGroup =>
  AutoScalingGroup.fromAutoScalingGroupName(stack, 'Group', 'orders-group');
const alarm = (stack: Stack): IAlarm => Alarm.fromAlarmArn(stack, 'Health', ALARM);

function experiment(stack: Stack, props: Partial<FaultExperimentProps> = {}): FaultExperiment {
  return new FaultExperiment(stack, 'Fault', { autoScalingGroup: group(stack), stopAlarm: alarm(stack), ...props });
}

describe.each(FLAG_SETS)('with %s', (_, flags) => {
  test('it terminates all instances that the group has in the first zone, until the alarm rings', () => {
    const stack = testStack({ flags });
    experiment(stack);
    templateOf(stack).hasResourceProperties(TEMPLATE, {
      Actions: { loseZone: { ActionId: 'aws:ec2:terminate-instances', Targets: { Instances: 'instances' } } },
      Targets: {
        instances: {
          ResourceType: 'aws:ec2:instance',
          ResourceTags: TAGS,
          SelectionMode: 'ALL',
          Filters: [
            { Path: 'Placement.AvailabilityZone', Values: ['eu-west-1a'] },
            { Path: 'State.Name', Values: ['running'] },
          ],
        },
      },
      StopConditions: [{ Source: 'aws:cloudwatch:alarm', Value: ALARM }],
      ExperimentOptions: { AccountTargeting: 'single-account', EmptyTargetResolutionMode: 'fail' },
      Description: 'Loss of a zone: terminates the instances of Test/Stack there',
      Tags: {
        Name: 'Test/Stack/Fault',
        service: 'orders',
        environment: 'production',
        owner: 'team-orders',
        'cost-center': '4711',
      },
    });
  });

  test('its role reaches these instances alone, and only FIS of this account takes it', () => {
    const stack = testStack({ flags });
    experiment(stack);
    templateOf(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'fis.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': PLACE.account },
              ArnLike: { 'aws:SourceArn': arnOf(stack, 'fis', 'experiment') },
            },
          },
        ],
      },
      ManagedPolicyArns: Match.absent(),
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Action: 'ec2:TerminateInstances',
                Resource: arnOf(stack, 'ec2', 'instance'),
                Condition: {
                  StringEquals: Object.fromEntries(
                    Object.entries(TAGS).map(([tag, value]) => [`aws:ResourceTag/${tag}`, value]),
                  ),
                },
              },
              {
                Effect: 'Allow',
                Action: [
                  'ec2:DescribeInstances',
                  'logs:CreateLogDelivery',
                  'logs:DescribeLogGroups',
                  'logs:DescribeResourcePolicies',
                  'logs:PutResourcePolicy',
                ],
                Resource: '*',
              },
            ],
          },
        },
      ],
    });
  });

  test('it is logged, the log goes to the archive, and nag is content', () => {
    const stack = testStack({ flags });
    const { logs } = experiment(stack);
    const template = templateOf(stack);
    const logGroup = stack.getLogicalId(logs.logGroup.node.defaultChild as never);
    template.hasResourceProperties(TEMPLATE, {
      LogConfiguration: {
        LogSchemaVersion: 2,
        CloudWatchLogsConfiguration: { LogGroupArn: { 'Fn::GetAtt': [logGroup, 'Arn'] } },
      },
    });
    template.hasResourceProperties('AWS::Logs::SubscriptionFilter', { LogGroupName: { Ref: logGroup } });
    expect(nagFindings(stack)).toEqual([]);
  });

  test('a plain stack knows no tags but that of the group, and asks for its zone when it is deployed', () => {
    const stack = new Stack(new App({ context: flags }), 'Plain');
    new Alerts(stack, 'Alerts', { page: ['pager@example.com'], ticket: ['orders@example.com'] });
    experiment(stack);
    templateOf(stack).hasResourceProperties(TEMPLATE, {
      Targets: {
        instances: {
          ResourceTags: { 'aws:autoscaling:groupName': 'orders-group' },
          Filters: Match.arrayWith([
            { Path: 'Placement.AvailabilityZone', Values: [{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }] },
          ]),
        },
      },
    });
    expect(nagFindings(stack)).toEqual([]);
  });
});

test('zone and share are the user’s to choose', () => {
  const stack = testStack({ tier: Tier.STAGING });
  experiment(stack, { availabilityZone: 'eu-west-1c', percent: 50 });
  templateOf(stack).hasResourceProperties(TEMPLATE, {
    Targets: {
      instances: {
        SelectionMode: 'PERCENT(50)',
        ResourceTags: { environment: 'staging' },
        Filters: Match.arrayWith([{ Path: 'Placement.AvailabilityZone', Values: ['eu-west-1c'] }]),
      },
    },
  });
});

test('nothing starts it but a person', () => {
  const stack = testStack();
  const { startCommand, template: resource } = experiment(stack);
  const template = templateOf(stack);
  expect(stack.resolve(startCommand)).toEqual({
    'Fn::Join': [
      '',
      ['aws fis start-experiment --experiment-template-id ', { 'Fn::GetAtt': [stack.getLogicalId(resource), 'Id'] }],
    ],
  });
  template.resourceCountIs('AWS::Events::Rule', 0);
  template.resourceCountIs('AWS::Scheduler::Schedule', 0);
});

test.each([
  [0, 'FaultPercentOutOfRange', 'percent must be a whole number from 1 to 100, got 0'],
  [101, 'FaultPercentOutOfRange', 'percent must be a whole number from 1 to 100, got 101'],
  [12.5, 'FaultPercentOutOfRange', 'percent must be a whole number from 1 to 100, got 12.5'],
])('%d percent are refused', (percent, code, text) => {
  const error = thrownBy(() => experiment(testStack(), { percent }));
  expect(error).toMatchObject({ code, message: `${text}\n  at: Test/Stack/Fault` });
});

test.each(['eu-west-1', 'euw1-az1', ''])('%p is refused as a zone', (availabilityZone) => {
  const error = thrownBy(() => experiment(testStack(), { availabilityZone }));
  expect(error).toMatchObject({
    code: 'FaultZoneMalformed',
    message: `availabilityZone must be the name of a zone like eu-west-1a, got '${availabilityZone}'\n  at: Test/Stack/Fault`,
  });
});

function arnOf(stack: Stack, service: string, resource: string): unknown {
  return stack.resolve(stack.formatArn({ service, resource, resourceName: '*' }));
}
