import { Duration } from 'aws-cdk-lib';
import { type Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type Defaults, withDefaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import { type AlarmMessage, AlarmSet } from '../observability/alarm-set';
import { Severity } from '../observability/severity';
import type { LoadBalancerMetrics } from './load-balancer-metrics';

/** When a load balancer calls for help. */
export interface LoadBalancerThresholds {
  /**
   * Errors per hundred requests that page. At an objective of 99.9 % they spend a month's budget in 14 hours.
   * Source: https://sre.google/workbook/alerting-on-slos/
   * @default 5
   */
  readonly errorPercent?: number;
  /**
   * The time within which 99 of 100 requests must be answered, in each of two times five minutes: a second is the limit up to which users stay in their
   * flow of thought. Source: https://www.nngroup.com/articles/response-times-3-important-limits/
   * @default Duration.seconds(1)
   */
  readonly latency?: Duration;
  /** Requests in a minute below which errors do not count: of nine requests, one is already eleven percent. @default 10 */
  readonly minimumRequests?: number;
  /** Requests in five minutes below which latency does not count: of 99 requests, the slowest is the p99. @default 100 */
  readonly minimumRequestsForLatency?: number;
  /** Failed connections to targets in five minutes that are worth a ticket. @default 10 */
  readonly connectionErrors?: number;
}

const DEFAULTS = {
  errorPercent: 5,
  latency: Duration.seconds(1),
  minimumRequests: 10,
  minimumRequestsForLatency: 100,
  connectionErrors: 10,
} satisfies Defaults<LoadBalancerThresholds>;

const RULES: PropRule<Required<LoadBalancerThresholds>>[] = [
  {
    code: 'ErrorPercentOutOfRange',
    reads: ['errorPercent'],
    fails: ({ errorPercent }) => errorPercent <= 0 || errorPercent >= 100,
    message: ({ errorPercent }) => `errorPercent must be more than 0 and less than 100, got ${errorPercent}`,
  },
  {
    code: 'LatencyOutOfRange',
    reads: ['latency'],
    fails: ({ latency }) => latency.toMilliseconds() <= 0,
    message: ({ latency }) => `latency must be more than nothing, got ${latency.toMilliseconds()} ms`,
  },
  {
    code: 'MinimumRequestsOutOfRange',
    reads: ['minimumRequests'],
    fails: ({ minimumRequests }) => minimumRequests < 1,
    message: ({ minimumRequests }) => `minimumRequests must be 1 or more, got ${minimumRequests}`,
  },
  {
    code: 'MinimumRequestsForLatencyOutOfRange',
    reads: ['minimumRequestsForLatency'],
    fails: ({ minimumRequestsForLatency }) => minimumRequestsForLatency < 1,
    message: ({ minimumRequestsForLatency }) =>
      `minimumRequestsForLatency must be 1 or more, got ${minimumRequestsForLatency}`,
  },
  {
    code: 'ConnectionErrorsOutOfRange',
    reads: ['connectionErrors'],
    fails: ({ connectionErrors }) => connectionErrors < 1,
    message: ({ connectionErrors }) => `connectionErrors must be 1 or more, got ${connectionErrors}`,
  },
];

const FIVE_MINUTES = Duration.minutes(5);
/** Errors that users must not suffer: in three of five minutes. */
const SUSTAINED = { evaluationPeriods: 5, datapointsToAlarm: 3, treatMissingData: TreatMissingData.NOT_BREACHING };
/** Percentiles need many requests, and so longer periods: ten minutes in all. */
const TWICE = { evaluationPeriods: 2, treatMissingData: TreatMissingData.NOT_BREACHING };

/** The alarms of a load balancer: errors and slow answers page and roll releases back, the rest are tickets. */
export class LoadBalancerAlarms extends Construct {
  public readonly errors: Alarm;
  public readonly latency: Alarm;
  public readonly rejectedConnections: Alarm;
  public readonly targetConnectionErrors: Alarm;

  constructor(scope: Construct, id: string, metrics: LoadBalancerMetrics, thresholds: LoadBalancerThresholds = {}) {
    super(scope, id);
    const settled = withDefaults(thresholds, DEFAULTS);
    checkProps(this, settled, RULES);
    const { errorPercent, latency, connectionErrors } = settled;
    const alarms = AlarmSet.of(this);
    this.errors = alarms.add(this, 'Errors', {
      ...SUSTAINED,
      metric: metrics.errorRate(settled.minimumRequests),
      threshold: errorPercent,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      severity: Severity.PAGE,
      summary: `More than ${errorPercent} % of all requests are answered with an error (5xx).`,
      runbook: 'load-balancer-5xx',
      rollback: true,
    });
    this.latency = alarms.add(this, 'Latency', {
      ...TWICE,
      metric: metrics.slowest(settled.minimumRequestsForLatency, FIVE_MINUTES),
      threshold: latency.toMilliseconds() / 1000,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      severity: Severity.PAGE,
      summary: `One request of a hundred takes longer than ${latency.toHumanString()}.`,
      runbook: 'load-balancer-latency',
      rollback: true,
    });
    this.rejectedConnections = this.ticket('RejectedConnections', metrics.rejectedConnections(FIVE_MINUTES), 1, {
      summary: 'The load balancer refused connections because it had reached its limit.',
      runbook: 'load-balancer-rejected-connections',
    });
    const failed = metrics.targetConnectionErrors(FIVE_MINUTES);
    this.targetConnectionErrors = this.ticket('TargetConnectionErrors', failed, connectionErrors, {
      summary: `${connectionErrors} connections or more from the load balancer to its targets failed in five minutes.`,
      runbook: 'load-balancer-target-connections',
    });
  }

  private ticket(id: string, metric: IMetric, threshold: number, message: AlarmMessage): Alarm {
    return AlarmSet.of(this).add(this, id, {
      ...message,
      metric,
      threshold,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
    });
  }
}
