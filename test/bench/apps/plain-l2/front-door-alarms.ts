import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { type ApplicationLoadBalancer, HttpCodeElb, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { FrontDoor } from './front-door';

/** Answers with 5xx, by the load balancer or by targets. */
export function errors({ metrics }: ApplicationLoadBalancer, period: Duration): IMetric {
  return new MathExpression({
    label: 'Errors',
    period,
    expression: `SUM([FILL(elb_${period.toSeconds()}, 0), FILL(target_${period.toSeconds()}, 0)])`,
    usingMetrics: {
      [`elb_${period.toSeconds()}`]: metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, { period }),
      [`target_${period.toSeconds()}`]: metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { period }),
    },
  });
}

/** All requests. */
export function requests(alb: ApplicationLoadBalancer, period: Duration): IMetric {
  return new MathExpression({
    label: 'Requests',
    period,
    expression: `MAX([FILL(answered_${period.toSeconds()}, 0), errors_${period.toSeconds()}])`,
    usingMetrics: {
      [`answered_${period.toSeconds()}`]: alb.metrics.requestCount({ period }),
      [`errors_${period.toSeconds()}`]: errors(alb, period),
    },
  });
}

const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);

/** The alarms of the load balancer and its targets. */
export function watchDoor(
  scope: Construct,
  { alb, targetGroup, certificate }: FrontDoor,
): Record<'pages' | 'tickets', Alarm[]> {
  const alarm = (id: string, props: Omit<AlarmProps, 'treatMissingData' | 'alarmDescription'>): Alarm =>
    new Alarm(scope, id, {
      ...props,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${id} of the load balancer of orders. Runbook: docs/runbooks/${id.toLowerCase()}.md`,
    });
  const sustained = {
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
  };
  const errorRate = new MathExpression({
    label: 'Errors (%)',
    period: MINUTE,
    expression: 'IF(requests >= 10, 100 * errors / requests, 0)',
    usingMetrics: { requests: requests(alb, MINUTE), errors: errors(alb, MINUTE) },
  });
  const slowest = new MathExpression({
    label: 'p99 (s)',
    period: MINUTE,
    expression: 'IF(answered >= 10, latency, 0)',
    usingMetrics: {
      answered: alb.metrics.requestCount({ period: MINUTE }),
      latency: alb.metrics.targetResponseTime({ statistic: 'p99', period: MINUTE }),
    },
  });
  return {
    pages: [
      alarm('Errors', { metric: errorRate, threshold: 5, ...sustained }),
      alarm('Latency', { metric: slowest, threshold: 0.8, ...sustained }),
      alarm('UnhealthyHosts', {
        metric: targetGroup.metrics.unhealthyHostCount({ statistic: 'Maximum', period: MINUTE }),
        threshold: 1,
        evaluationPeriods: 5,
      }),
    ],
    tickets: [
      alarm('RejectedConnections', {
        metric: alb.metrics.rejectedConnectionCount({ period: FIVE_MINUTES }),
        threshold: 1,
        evaluationPeriods: 1,
      }),
      alarm('TargetConnectionErrors', {
        metric: alb.metrics.targetConnectionErrorCount({ period: FIVE_MINUTES }),
        threshold: 10,
        evaluationPeriods: 1,
      }),
      alarm('CertificateExpiry', {
        metric: certificate.metricDaysToExpiry(),
        threshold: 30,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      }),
    ],
  };
}
