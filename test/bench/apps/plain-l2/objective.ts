import { Duration } from 'aws-cdk-lib';
import { CfnServiceLevelObjective } from 'aws-cdk-lib/aws-applicationsignals';
import {
  Alarm,
  AlarmRule,
  AlarmState,
  CompositeAlarm,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { errors, requests } from './front-door-alarms';

const BURNS = [
  { id: 'Fast', rate: 14.4, long: Duration.hours(1), short: Duration.minutes(5), page: true },
  { id: 'Steady', rate: 6, long: Duration.hours(6), short: Duration.minutes(30), page: true },
  { id: 'Slow', rate: 1, long: Duration.days(1), short: Duration.hours(6), page: false },
];

/** The share of requests that failed. */
export function errorRatio(alb: ApplicationLoadBalancer, period: Duration): MathExpression {
  return new MathExpression({
    label: 'Share of failed requests',
    period,
    expression: 'IF(FILL(total, 0) >= 100, FILL(bad, 0) / total, 0)',
    usingMetrics: { total: requests(alb, period), bad: errors(alb, period) },
  });
}

/** 99.9 % of requests are good: three pairs of burn-rate alarms, and the objective in Application Signals. */
export function watchObjective(
  scope: Construct,
  alb: ApplicationLoadBalancer,
): Record<'pages' | 'tickets', CompositeAlarm[]> {
  const composites = BURNS.map(({ id, rate, long, short, page }) => {
    const alarms = [long, short].map(
      (period) =>
        new Alarm(scope, `Burn${id}${period.toIsoString()}`, {
          metric: errorRatio(alb, period),
          threshold: rate * 0.001,
          evaluationPeriods: 1,
          treatMissingData: TreatMissingData.NOT_BREACHING,
          alarmDescription: `The error budget burns ${rate} times faster than allowed. Runbook: docs/runbooks/slo-burn.md`,
        }),
    );
    const composite = new CompositeAlarm(scope, `Burn${id}`, {
      alarmDescription: `The error budget burns ${rate} times faster than allowed. Runbook: docs/runbooks/slo-burn.md`,
      alarmRule: AlarmRule.allOf(...alarms.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
    });
    return { composite, page };
  });
  signals(scope, alb);
  return {
    pages: composites.filter(({ page }) => page).map(({ composite }) => composite),
    tickets: composites.filter(({ page }) => !page).map(({ composite }) => composite),
  };
}

function signals(scope: Construct, alb: ApplicationLoadBalancer): void {
  const count = (id: string, metricName: string): CfnServiceLevelObjective.MetricDataQueryProperty => ({
    id,
    metricStat: {
      metric: {
        namespace: 'AWS/ApplicationELB',
        metricName,
        dimensions: [{ name: 'LoadBalancer', value: alb.loadBalancerFullName }],
      },
      period: 60,
      stat: 'Sum',
    },
    returnData: false,
  });
  const bad = [count('elb', 'HTTPCode_ELB_5XX_Count'), count('target', 'HTTPCode_Target_5XX_Count')];
  new CfnServiceLevelObjective(scope, 'Objective', {
    name: 'orders-production',
    requestBasedSli: {
      requestBasedSliMetric: {
        totalRequestCountMetric: [
          count('answered', 'RequestCount'),
          ...bad,
          { id: 'total', expression: 'MAX([answered, elb + target])', returnData: true },
        ],
        monitoredRequestCountMetric: {
          badCountMetric: [...bad, { id: 'bad', expression: 'SUM([FILL(elb, 0), FILL(target, 0)])', returnData: true }],
        },
      },
    },
    goal: {
      attainmentGoal: 99.9,
      warningThreshold: 50,
      interval: { rollingInterval: { duration: 30, durationUnit: 'DAY' } },
    },
    burnRateConfigurations: [60, 360, 4320].map((lookBackWindowMinutes) => ({ lookBackWindowMinutes })),
  });
}
