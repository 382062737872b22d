import { Duration, type Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  ServiceLevelObjective,
  type RequestCount,
  type ServiceLevelObjectiveProps,
} from '../../../constructs/observability/service-level-objective';
import { nagFindings } from '../../_helpers/nag';
import { FLAG_SETS, templateOf, testStack } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

const count =
  (metricName: string): RequestCount =>
  (period) =>
    new Metric({
      namespace: 'AWS/ApplicationELB',
      metricName,
      dimensionsMap: { LoadBalancer: 'app/orders/1' },
      statistic: 'Sum',
      period,
    });

const COUNTS = { total: count('RequestCount'), bad: count('HTTPCode_Target_5XX_Count') };

function objective(stack: Stack, props: Partial<ServiceLevelObjectiveProps> = {}): ServiceLevelObjective {
  return new ServiceLevelObjective(stack, 'Objective', { ...COUNTS, ...props });
}

describe.each(FLAG_SETS)('service level objective under %s', (_, flags) => {
  test.each([
    ['Fast', 14.4, '2 % of it went within 1h', 'slo-burn-fast', [3600, 1, 1], [300, 1, 1], 0.0144],
    ['Steady', 6, '5 % of it went within 6h', 'slo-burn-fast', [21_600, 1, 1], [1800, 1, 1], 0.006],
    ['Slow', 1, '10 % of it went within 3d', 'slo-burn-slow', [86_400, 3, 2], [21_600, 1, 1], 0.001],
  ])('%s burn: both windows above %d times', (id, rate, spent, runbook, long, short, threshold) => {
    const stack = testStack({ flags });
    objective(stack);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmDescription: `The error budget of the objective of 99.9 % burns ${rate} times faster than allowed: ${spent}. Runbook: docs/runbooks/${runbook}.md`,
      AlarmRule: {
        'Fn::Join': [
          '',
          [
            'ALARM("',
            { Ref: Match.stringLikeRegexp(`^ObjectiveBurn${id}`) },
            '") AND ALARM("',
            { Ref: Match.stringLikeRegexp(`^ObjectiveBurn${id}`) },
            '")',
          ],
        ],
      },
    });
    for (const [period, evaluationPeriods, datapoints] of [long, short] as [number, number, number][]) {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        Threshold: threshold,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        EvaluationPeriods: evaluationPeriods,
        DatapointsToAlarm: datapoints,
        TreatMissingData: 'notBreaching',
        AlarmDescription: Match.stringLikeRegexp(
          `burns at least ${rate} times faster than allowed. Runbook: docs/runbooks/${runbook}.md`,
        ),
        Metrics: Match.arrayWith([
          Match.objectLike({ Expression: 'IF(FILL(total, 0) >= 100, FILL(bad, 0) / total, 0)', ReturnData: true }),
          Match.objectLike({
            Id: 'total',
            MetricStat: Match.objectLike({ Period: period, Stat: 'Sum' }),
            ReturnData: false,
          }),
          Match.objectLike({ Id: 'bad', MetricStat: Match.objectLike({ Period: period }), ReturnData: false }),
        ]),
      });
    }
  });

  test('fast and steady burn page, slow burn writes a ticket', () => {
    const stack = testStack({ flags });
    const { fastBurn, steadyBurn, slowBurn } = objective(stack);
    const template = templateOf(stack);
    const calls = (rule: string, topic: string) =>
      template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
        AlarmRule: stack.resolve(rule) as object,
        AlarmActions: [{ Ref: Match.stringLikeRegexp(topic) }],
      });
    calls(`ALARM("${fastBurn.alarmName}") OR ALARM("${steadyBurn.alarmName}")`, 'AlertsPage');
    calls(`ALARM("${slowBurn.alarmName}")`, 'AlertsTicket');
    template.resourceCountIs('AWS::CloudWatch::Alarm', 6);
    template.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 5);
  });

  test('Application Signals keeps the same objective on the same counts', () => {
    const stack = testStack({ flags });
    objective(stack);
    const query = (Id: string, MetricName: string) => [
      {
        Id,
        ReturnData: true,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/ApplicationELB',
            MetricName,
            Dimensions: [{ Name: 'LoadBalancer', Value: 'app/orders/1' }],
          },
          Period: 60,
          Stat: 'Sum',
        },
      },
    ];
    templateOf(stack).hasResourceProperties('AWS::ApplicationSignals::ServiceLevelObjective', {
      Name: Match.stringLikeRegexp('^Test-Stack-Objective-[0-9A-F]{8}$'),
      Description: '99.9 % of requests are good within 30 days',
      Goal: {
        AttainmentGoal: 99.9,
        WarningThreshold: 50,
        Interval: { RollingInterval: { Duration: 30, DurationUnit: 'DAY' } },
      },
      RequestBasedSli: {
        RequestBasedSliMetric: {
          TotalRequestCountMetric: query('total', 'RequestCount'),
          MonitoredRequestCountMetric: { BadCountMetric: query('bad', 'HTTPCode_Target_5XX_Count') },
        },
      },
      BurnRateConfigurations: [60, 360, 4320].map((LookBackWindowMinutes) => ({ LookBackWindowMinutes })),
    });
  });

  test('cdk-nag finds nothing', () => {
    const stack = testStack({ flags });
    objective(stack);
    expect(nagFindings(stack)).toEqual([]);
  });
});

describe('service level objective', () => {
  test('computed counts reach Application Signals with names of their own', () => {
    const stack = testStack();
    const bad: RequestCount = (period) =>
      new MathExpression({
        expression: 'FILL(target, 0) + FILL(own, 0)',
        usingMetrics: {
          target: count('HTTPCode_Target_5XX_Count')(period),
          own: count('HTTPCode_ELB_5XX_Count')(period),
        },
        period,
      });
    objective(stack, { bad });
    templateOf(stack).hasResourceProperties('AWS::ApplicationSignals::ServiceLevelObjective', {
      RequestBasedSli: {
        RequestBasedSliMetric: {
          MonitoredRequestCountMetric: {
            BadCountMetric: [
              Match.objectLike({ Id: 'bad_target', ReturnData: false, MetricStat: Match.anyValue() }),
              Match.objectLike({ Id: 'bad_own', ReturnData: false }),
              { Id: 'bad', Expression: 'FILL(bad_target, 0) + FILL(bad_own, 0)', ReturnData: true },
            ],
          },
        },
      },
    });
  });

  test('another objective over another window burns at other rates', () => {
    const stack = testStack();
    objective(stack, { objective: 99.5, window: Duration.days(7), minimumRequests: 20 });
    const template = templateOf(stack);
    for (const rate of [3.36, 1.4, 0.2333333333]) {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        Threshold: Number((rate * 0.005).toFixed(10)),
        Metrics: Match.arrayWith([Match.objectLike({ Expression: Match.stringLikeRegexp('>= 20,') })]),
      });
    }
  });

  test('the dashboard shows the budget that is left and how fast it burns', () => {
    const stack = testStack();
    const { widgets } = objective(stack);
    const [left, burn, ...others] = widgets.flatMap(
      (widget) => stack.resolve(widget.toJson()) as { properties: object }[],
    );
    expect(left?.properties).toMatchObject({
      title: 'Error budget left of 30 days',
      setPeriodToTimeRange: true,
      start: '-P30D',
      end: 'P0D',
    });
    expect(others).toHaveLength(1);
    expect(burn?.properties).toMatchObject({
      annotations: {
        horizontal: [
          { label: 'page (1h)', value: 14.4 },
          { label: 'page (6h)', value: 6 },
          { label: 'ticket (3d)', value: 1 },
        ],
      },
    });
    expect(JSON.stringify(templateOf(stack).findResources('AWS::CloudWatch::Dashboard'))).toContain(
      '## Objective: 99.9 % of requests are good',
    );
  });
});

describe('refusals', () => {
  const refusal = (props: Partial<ServiceLevelObjectiveProps>) => thrownBy(() => objective(testStack(), props));

  test('all that is wrong, at once', () => {
    const error = refusal({ objective: 100, window: Duration.hours(36), minimumRequests: 0 });
    expect(error.code).toBe('InvalidProps');
    expect(error.message).toBe(
      '3 props are wrong:\n' +
        '  - objective must be a percentage from 50 to below 100, got 100; 100 leaves no budget to burn [ObjectiveOutOfRange]\n' +
        '  - window must be 7 to 90 whole days, got 1.5 [ObjectiveWindow]\n' +
        '  - minimumRequests must be 1 or more, got 0 [MinimumRequests]\n' +
        '  at: Test/Stack/Objective',
    );
  });

  test('an objective so low that nothing pages', () => {
    const error = refusal({ objective: 90 });
    expect(error.code).toBe('ObjectiveCannotPage');
    expect(error.message).toBe(
      'objective of 90 % over 30 days is so low that even failing all requests never burns fast enough to page; raise it, or shorten window\n' +
        '  at: Test/Stack/Objective',
    );
  });
});
