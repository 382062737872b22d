import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Tier } from '../../../constructs/core/tier';
import { SpendingGuard, type SpendingGuardProps } from '../../../constructs/cost/spending-guard';
import { Alerts } from '../../../constructs/observability/alerts';
import { nagFindings } from '../../_helpers/nag';
import { FLAG_SETS, PLACE, templateOf, testStack } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

const BUDGET = 'AWS::Budgets::Budget';

const guard = (stack: Stack, props: Partial<SpendingGuardProps> = {}): SpendingGuard =>
  new SpendingGuard(stack, 'Guard', { monthlyLimit: 1500, ...props });

function notice(type: string, percent: number, address: unknown): object {
  return {
    Notification: {
      NotificationType: type,
      Threshold: percent,
      ThresholdType: 'PERCENTAGE',
      ComparisonOperator: 'GREATER_THAN',
    },
    Subscribers: [{ SubscriptionType: 'SNS', Address: address }],
  };
}

describe.each(FLAG_SETS)('with %s', (_, flags) => {
  test.each([Tier.PRODUCTION, Tier.STAGING, Tier.DEVELOPMENT])('in %s it limits what carries the tags', (tier) => {
    const stack = testStack({ tier, flags });
    guard(stack);
    templateOf(stack).hasResourceProperties(BUDGET, {
      Budget: {
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: 1500, Unit: 'USD' },
        Metrics: ['UnblendedCost'],
        FilterExpression: {
          And: [
            { Tags: { Key: 'service', Values: ['orders'], MatchOptions: ['EQUALS'] } },
            { Tags: { Key: 'environment', Values: [tier], MatchOptions: ['EQUALS'] } },
          ],
        },
      },
    });
  });

  test('forecast and reality go to the ticket topic, which lets budgets in', () => {
    const stack = testStack({ flags });
    guard(stack);
    const address = stack.resolve(Alerts.of(stack).ticket.topicArn) as object;
    const template = templateOf(stack);
    template.hasResourceProperties(BUDGET, {
      NotificationsWithSubscribers: [
        notice('FORECASTED', 80, address),
        notice('FORECASTED', 100, address),
        notice('ACTUAL', 100, address),
      ],
      ResourceTags: Match.arrayWith([{ Key: 'owner', Value: 'team-orders' }]),
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [address],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: Match.arrayWith(['budgets.amazonaws.com']) },
            Condition: { StringEquals: { 'aws:SourceAccount': PLACE.account } },
          }),
        ]),
      },
    });
    expect(JSON.stringify(template.findResources('AWS::KMS::Key'))).toContain('budgets.amazonaws.com');
    expect(nagFindings(stack)).toEqual([]);
  });

  test('a plain stack has no tags to filter by: the whole account counts', () => {
    const stack = new Stack(new App({ context: flags }), 'Plain');
    new Alerts(stack, 'Alerts', { page: ['pager@example.com'], ticket: ['orders@example.com'] });
    guard(stack);
    templateOf(stack).hasResourceProperties(BUDGET, { Budget: { FilterExpression: Match.absent() } });
    expect(nagFindings(stack)).toEqual([]);
  });
});

test('percentages, tags and topic are the user’s to choose', () => {
  const stack = testStack();
  const topic = Topic.fromTopicArn(stack, 'Finance', `arn:aws:sns:eu-west-1:${PLACE.account}:finance`);
  guard(stack, { forecastPercent: [], actualPercent: [50, 200], tags: { project: 'apollo' }, topic });
  templateOf(stack).hasResourceProperties(BUDGET, {
    Budget: { FilterExpression: { Tags: { Key: 'project', Values: ['apollo'], MatchOptions: ['EQUALS'] } } },
    NotificationsWithSubscribers: [notice('ACTUAL', 50, topic.topicArn), notice('ACTUAL', 200, topic.topicArn)],
  });
});

test.each<[string, Partial<SpendingGuardProps>, string, string]>([
  [
    'a limit of nothing',
    { monthlyLimit: 0 },
    'MonthlyLimitNotPositive',
    'monthlyLimit must be more than 0 US dollars, got 0',
  ],
  [
    'a limit below nothing',
    { monthlyLimit: -5 },
    'MonthlyLimitNotPositive',
    'monthlyLimit must be more than 0 US dollars, got -5',
  ],
  [
    'no number',
    { monthlyLimit: Number.NaN },
    'MonthlyLimitNotPositive',
    'monthlyLimit must be more than 0 US dollars, got NaN',
  ],
  [
    'a forecast of nothing',
    { forecastPercent: [0] },
    'ForecastPercentOutOfRange',
    'forecastPercent must hold percentages from 1 to 1000, got 0',
  ],
  [
    'a share beyond reason',
    { actualPercent: [100, 1001] },
    'ActualPercentOutOfRange',
    'actualPercent must hold percentages from 1 to 1000, got 100, 1001',
  ],
  [
    'silence',
    { forecastPercent: [], actualPercent: [] },
    'SpendingNoticesCount',
    'forecastPercent and actualPercent must hold 1 to 5 percentages together, hold 0',
  ],
  [
    'more notices than a budget has',
    { forecastPercent: [50, 60, 70, 80, 90, 100] },
    'SpendingNoticesCount',
    'forecastPercent and actualPercent must hold 1 to 5 percentages together, hold 7',
  ],
])('%s is refused', (_, props, code, text) => {
  const error = thrownBy(() => guard(testStack(), props));
  expect(error).toMatchObject({ code, message: `${text}\n  at: Test/Stack/Guard` });
});

test('without alert routes it has nobody to tell', () => {
  const error = thrownBy(() => guard(new Stack(new App(), 'Plain')));
  expect(error.code).toBe('AlertRoutesMissing');
});
