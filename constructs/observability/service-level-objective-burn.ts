import { Duration } from 'aws-cdk-lib';
import { MathExpression, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Severity } from './severity';

/** An objective over two counts. */
export interface ErrorRatio {
  readonly total: (period: Duration) => IMetric;
  readonly bad: (period: Duration) => IMetric;
  readonly objective: number;
  readonly window: Duration;
  readonly minimumRequests: number;
}

/** A stretch of time over which an alarm looks at the error ratio. */
export interface BurnWindow {
  readonly name: string;
  readonly window: Duration;
  /** The alarm's period. CloudWatch sums up over one day at most. */
  readonly period: Duration;
  /** How many of the periods in the window must breach: the middle one of several stands for their average. */
  readonly datapoints: number;
}

/** A speed of burning that calls somebody: `spent` of the whole budget within the long window. */
export interface BurnRate {
  readonly id: string;
  readonly spent: number;
  readonly long: BurnWindow;
  readonly short: BurnWindow;
  readonly severity: Severity;
  readonly runbook: string;
}

/**
 * How fast a budget may burn before somebody is called. With a window of 30 days these are burn rates of 14.4, 6 and 1.
 *
 * @see https://sre.google/workbook/alerting-on-slos/ table 5-8
 */
export const BURN_RATES = [
  {
    id: 'Fast',
    spent: 0.02,
    long: burnWindow('1h', Duration.hours(1)),
    short: burnWindow('5m', Duration.minutes(5)),
    severity: Severity.PAGE,
    runbook: 'slo-burn-fast',
  },
  {
    id: 'Steady',
    spent: 0.05,
    long: burnWindow('6h', Duration.hours(6)),
    short: burnWindow('30m', Duration.minutes(30)),
    severity: Severity.PAGE,
    runbook: 'slo-burn-fast',
  },
  {
    id: 'Slow',
    spent: 0.1,
    long: { name: '3d', window: Duration.days(3), period: Duration.days(1), datapoints: 2 },
    short: burnWindow('6h', Duration.hours(6)),
    severity: Severity.TICKET,
    runbook: 'slo-burn-slow',
  },
] as const satisfies readonly BurnRate[];

function burnWindow(name: string, window: Duration): BurnWindow {
  return { name, window, period: window, datapoints: 1 };
}

/** The share of requests that may fail: 0.001 for 99.9 %. */
export function budgetOf(objective: number): number {
  return rounded(1 - objective / 100);
}

/** How many times faster than allowed a budget burns that loses `spent` of itself in the long window. */
export function burnRateOf({ spent, long }: Pick<BurnRate, 'spent' | 'long'>, window: Duration): number {
  return rounded((spent * window.toMinutes()) / long.window.toMinutes());
}

/** The share of failed requests in each period: none where too few came to tell, and where nothing was counted. */
export function errorRatio({ total, bad, minimumRequests }: ErrorRatio, period: Duration): MathExpression {
  return new MathExpression({
    expression: `IF(FILL(total, 0) >= ${minimumRequests}, FILL(bad, 0) / total, 0)`,
    usingMetrics: { total: total(period), bad: bad(period) },
    period,
    label: 'Share of failed requests',
  });
}

/** Without the dust of binary fractions, which would make templates ugly. */
export function rounded(value: number): number {
  return Number(value.toFixed(10));
}
