import { Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Alarm, AlarmRule, CompositeAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Alerts } from '../../../constructs/observability/alerts';
import { Severity } from '../../../constructs/observability/severity';
import { nagFindings, nagWaived } from '../../_helpers/nag';
import { FLAG_SETS, PLACE, templateOf, testStack, testStage } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

const ROUTES = { page: ['pager@example.com'], ticket: ['orders@example.com'] };
const PAGER = 'arn:aws:sns:eu-west-1:111122223333:company-pager';
const SLACK = { slackWorkspaceId: 'T07EA123LEP', slackChannelId: 'C07EZ1ABC23' };

function alarmIn(stack: Stack, id = 'Alarm'): Alarm {
  const metric = new Metric({ namespace: 'AWS/EC2', metricName: 'CPUUtilization' });
  return new Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1 });
}

describe.each(FLAG_SETS)('alerts under %s', (_, flags) => {
  test('two encrypted topics, each with its subscribers', () => {
    const stack = testStack({ flags });
    new Alerts(stack, 'Alerts', {
      page: ['pager@example.com', 'https://events.example.com/hook'],
      ticket: ['a@b.example'],
    });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::SNS::Topic', 2);
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue(), SignatureVersion: '2' });
    const subscription = (Protocol: string, Endpoint: string) =>
      template.hasResourceProperties('AWS::SNS::Subscription', { Protocol, Endpoint });
    subscription('email', 'pager@example.com');
    subscription('https', 'https://events.example.com/hook');
    subscription('email', 'a@b.example');
  });

  test('publishing: TLS only, by services, bound to this account where they say for whom they speak', () => {
    const stack = testStack({ flags });
    const { page } = new Alerts(stack, 'Alerts', ROUTES);
    const Resource = stack.resolve(page.topicArn) as unknown;
    templateOf(stack).hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
          {
            Sid: 'PublishFromThisAccount',
            Effect: 'Allow',
            Principal: { Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'] },
            Action: 'sns:Publish',
            Resource,
            Condition: { StringEquals: { 'aws:SourceAccount': PLACE.account } },
          },
          {
            Sid: 'PublishEvents',
            Effect: 'Allow',
            Principal: { Service: ['backup.amazonaws.com', 'events.amazonaws.com'] },
            Action: 'sns:Publish',
            Resource,
          },
        ]),
      },
    });
  });

  test('cdk-nag finds nothing, with Slack too', () => {
    const stack = testStack({ flags });
    new Alerts(stack, 'Alerts', { page: ['pager@example.com', SLACK], ticket: [SLACK] });
    expect(nagFindings(stack)).toEqual([]);
    expect(nagWaived(stack)).toEqual([
      'AwsSolutions-IAM5[Resource::*] Test/Stack/Alerts/SlackC07EZ1ABC23/Role/Resource',
    ]);
  });
});

describe('routes', () => {
  test('a topic named by its ARN gets the alarms itself; without other routes none of ours is made', () => {
    const stack = testStack();
    const alerts = new Alerts(stack, 'Alerts', { page: [PAGER], ticket: ['a@b.example', PAGER] });
    alarmIn(stack, 'Page').addAlarmAction(alerts.action(Severity.PAGE));
    const ticket = alarmIn(stack, 'Ticket');
    ticket.addAlarmAction(alerts.action(Severity.TICKET));
    ticket.addOkAction(...alerts.actions(Severity.TICKET));
    const template = templateOf(stack);
    template.resourceCountIs('AWS::SNS::Topic', 1);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: [PAGER] });
    const ours = { Ref: Match.stringLikeRegexp('AlertsTicket') };
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [PAGER, ours],
      OKActions: [ours, PAGER],
    });
    expect(alerts.page.topicArn).toBe(PAGER);
  });

  test('an action serves composites as well as metric alarms', () => {
    const stack = testStack();
    const alerts = new Alerts(stack, 'Alerts', { page: ['a@b.example', PAGER], ticket: ['a@b.example'] });
    const composite = new CompositeAlarm(stack, 'Composite', { alarmRule: AlarmRule.fromBoolean(false) });
    composite.addAlarmAction(alerts.action(Severity.PAGE));
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmActions: [PAGER, stack.resolve(alerts.page.topicArn)],
    });
  });

  test('a route that is known only at deployment counts as a topic', () => {
    const stack = testStack();
    const own = new Topic(stack, 'Own');
    const alerts = new Alerts(stack, 'Alerts', { page: [own.topicArn], ticket: ['a@b.example'] });
    expect(stack.resolve(alerts.page.topicArn)).toEqual(stack.resolve(own.topicArn));
  });

  test('a Slack channel is configured once, reads graphs and commands nothing', () => {
    const stack = testStack();
    const alerts = new Alerts(stack, 'Alerts', { page: [SLACK], ticket: [SLACK] });
    expect(alerts.slackChannels).toHaveLength(1);
    const template = templateOf(stack);
    template.resourceCountIs('AWS::Chatbot::SlackChannelConfiguration', 1);
    template.hasResourceProperties('AWS::Chatbot::SlackChannelConfiguration', {
      SlackWorkspaceId: SLACK.slackWorkspaceId,
      SlackChannelId: SLACK.slackChannelId,
      LoggingLevel: 'INFO',
      GuardrailPolicies: [
        Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([':iam::aws:policy/CloudWatchReadOnlyAccess'])] }),
      ],
      SnsTopicArns: [stack.resolve(alerts.page.topicArn), stack.resolve(alerts.ticket.topicArn)],
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'chatbot.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': PLACE.account } },
          }),
        ],
      },
      Policies: [
        Match.objectLike({
          PolicyDocument: Match.objectLike({
            Statement: [
              {
                Effect: 'Allow',
                Resource: '*',
                Action: [
                  'cloudwatch:DescribeAlarms',
                  'cloudwatch:GetMetricData',
                  'cloudwatch:GetMetricStatistics',
                  'cloudwatch:GetMetricWidgetImage',
                ],
              },
            ],
          }),
        }),
      ],
    });
  });

  test('a route given twice is one subscription', () => {
    const stack = testStack();
    new Alerts(stack, 'Alerts', { page: ['a@b.example', 'a@b.example'], ticket: ['a@b.example'] });
    templateOf(stack).resourceCountIs('AWS::SNS::Subscription', 2);
  });

  test('a key of the user is used', () => {
    const stack = testStack();
    const encryptionKey = new Key(stack, 'Key', { enableKeyRotation: true });
    new Alerts(stack, 'Alerts', { ...ROUTES, encryptionKey });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.allResourcesProperties('AWS::SNS::Topic', {
      KmsMasterKeyId: stack.resolve(encryptionKey.keyArn) as object,
    });
  });

  test('a waiver reaches the register', () => {
    const stack = testStack();
    const waiver = { item: 'Seaworthy::MET-06', reason: 'Routes come later', owner: 'team-orders' };
    new Alerts(stack, 'Alerts', { ...ROUTES, waive: [waiver] });
    templateOf(stack).templateMatches({
      Metadata: {
        Seaworthy: { waivers: Match.arrayWith([Match.objectLike({ path: 'Test/Stack/Alerts', ...waiver })]) },
      },
    });
  });
});

describe('refusals', () => {
  const refusal = (props: { page: string[]; ticket: string[] }) =>
    thrownBy(() => new Alerts(testStack(), 'Alerts', props));
  const allowed = 'e-mail addresses, https URLs, ARNs of SNS topics or Slack channels';

  test('no route of a severity', () => {
    const error = refusal({ page: [], ticket: ['a@b.example'] });
    expect(error.code).toBe('PageRouteMissing');
    expect(error.message).toBe(
      `page must name at least one route, got none; allowed are ${allowed}\n  at: Test/Stack/Alerts`,
    );
    expect(refusal({ page: ['a@b.example'], ticket: [] }).message).toBe(
      `ticket must name at least one route, got none; allowed are ${allowed}\n  at: Test/Stack/Alerts`,
    );
  });

  test('everything malformed, at once', () => {
    const error = refusal({
      page: ['pager@', 'http://events.example.com', 'ok@example.com', 'arn:aws:sns:eu-west-1:1:x'],
      ticket: ['https://user@example.com', PAGER.replace('eu-west-1', 'us-east-1'), `${PAGER}.fifo`],
    });
    expect(error.code).toBe('InvalidProps');
    expect(error.message).toBe(
      '2 props are wrong:\n' +
        `  - page must hold ${allowed}, got 'pager@', 'http://events.example.com' (plain HTTP), 'arn:aws:sns:eu-west-1:1:x' [PageRouteMalformed]\n` +
        `  - ticket must hold ${allowed}, got 'https://user@example.com', 'arn:aws:sns:us-east-1:111122223333:company-pager' (in us-east-1, but an alarm reaches topics of its own region only: eu-west-1), '${PAGER}.fifo' [TicketRouteMalformed]\n` +
        '  at: Test/Stack/Alerts',
    );
  });

  test('a malformed Slack channel', () => {
    const page = [{ slackWorkspaceId: 'my team', slackChannelId: '#alerts' }];
    const error = thrownBy(() => new Alerts(testStack(), 'Alerts', { page, ticket: ['a@b.example'] }));
    expect(error.code).toBe('PageRouteMalformed');
    expect(error.message).toBe(
      `page must hold ${allowed}, got Slack channel 'my team/#alerts'\n  at: Test/Stack/Alerts`,
    );
  });
});

describe('Alerts.of', () => {
  test('is made once from the routes of the environment and shared by its stacks', () => {
    const stage = testStage();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(stage, id)) as [Stack, Stack];
    const alerts = Alerts.of(one);
    expect(alerts.node.path).toBe('Test/One/Alerts');
    expect(Alerts.of(two)).toBe(alerts);
    templateOf(one).hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'pager@example.com' });
  });

  test('refuses where no routes are known', () => {
    const stack = new Stack(undefined, 'Plain');
    const error = thrownBy(() => Alerts.of(stack));
    expect(error.code).toBe('AlertRoutesMissing');
    expect(error.message).toBe(
      'alerts have nowhere to go: no route is known here\n' +
        '  at: Plain\n' +
        "  fix: name routes in the environment, alerts: { page: ['pager@example.com'], ticket: ['team@example.com'] }, or create new Alerts(stack, 'Alerts', …) first",
    );
  });
});
