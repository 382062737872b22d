import { Duration, Names } from 'aws-cdk-lib';
import { CfnServiceLevelObjective } from 'aws-cdk-lib/aws-applicationsignals';
import type { CompositeAlarm, IMetric, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { withDefaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import { waive, type Waiver } from '../core/waivers';
import { BURN_RATES, burnRateOf, budgetOf, type ErrorRatio } from './service-level-objective-burn';
import { ServiceLevelObjectiveAlarms } from './service-level-objective-alarms';
import { objectiveWidgets } from './service-level-objective-widgets';
import { sliQueries } from './service-level-objective-queries';
import { ServiceDashboard } from './service-dashboard';

/** Counts requests, summed up over a period: `(period) => alb.metrics.requestCount({ period, statistic: 'Sum' })`. */
export type RequestCount = (period: Duration) => IMetric;

export interface ServiceLevelObjectiveProps {
  /** All requests. */
  readonly total: RequestCount;
  /** Those of them that failed. Silence counts as none. */
  readonly bad: RequestCount;
  /** Percent of all requests that must be good. @default 99.9 */
  readonly objective?: number;
  /** The rolling window over which the promise holds, in whole days. @default Duration.days(30) */
  readonly window?: Duration;
  /**
   * Requests within an alarm's window below which it stays silent: of ten requests, one failure is ten percent, and no
   * person can mend that. For less traffic, let a canary speak.
   * Source: https://sre.google/workbook/alerting-on-slos/#low-traffic-services-and-error-budget-alerting
   * @default 100
   */
  readonly minimumRequests?: number;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

const DEFAULTS = {
  objective: 99.9,
  window: Duration.days(30),
  minimumRequests: 100,
} satisfies Partial<ServiceLevelObjectiveProps>;

interface CheckedProps {
  readonly objective: number;
  readonly window: Duration;
  readonly minimumRequests: number;
}

const RULES: PropRule<CheckedProps>[] = [
  {
    code: 'ObjectiveOutOfRange',
    reads: ['objective'],
    fails: ({ objective }) => objective < 50 || objective >= 100,
    message: ({ objective }) =>
      `objective must be a percentage from 50 to below 100, got ${objective}; 100 leaves no budget to burn`,
  },
  {
    code: 'ObjectiveWindow',
    reads: ['window'],
    fails: ({ window }) => !Number.isInteger(daysIn(window)) || daysIn(window) < 7 || daysIn(window) > 90,
    message: ({ window }) => `window must be 7 to 90 whole days, got ${daysIn(window)}`,
  },
  {
    code: 'ObjectiveCannotPage',
    reads: ['objective', 'window'],
    fails: ({ objective, window }) => BURN_RATES.some((burn) => burnRateOf(burn, window) * budgetOf(objective) >= 1),
    message: ({ objective, window }) =>
      `objective of ${objective} % over ${daysIn(window)} days is so low that even failing all requests never burns fast enough to page; raise it, or shorten window`,
  },
  {
    code: 'MinimumRequests',
    reads: ['minimumRequests'],
    fails: ({ minimumRequests }) => minimumRequests < 1,
    message: ({ minimumRequests }) => `minimumRequests must be 1 or more, got ${minimumRequests}`,
  },
];

/**
 * A promise to users, in numbers, and alarms that tell when it is about to be broken: they fire on the speed at which the
 * error budget burns, over a long window, so that a blip wakes nobody, and a short one, so that they end when the trouble
 * does (multi-window, multi-burn-rate alerts of the Site Reliability Workbook, chapter 5, table 5-8).
 *
 * The same promise is kept as an objective of Application Signals, which reports attainment; Application Signals must have
 * been enabled once in the account. Burn rates and the budget that is left are on the dashboard of the stack.
 * Refuses objectives that leave no budget, or so much that nothing ever pages. Override `objective`, `window`,
 * `minimumRequests`.
 */
export class ServiceLevelObjective extends Construct {
  /** Pages: at this speed, two percent of the budget are gone in an hour. */
  public readonly fastBurn: CompositeAlarm;
  /** Pages: five percent are gone in six hours. */
  public readonly steadyBurn: CompositeAlarm;
  /** Writes a ticket: ten percent are gone in three days. */
  public readonly slowBurn: CompositeAlarm;
  /** The objective in Application Signals. */
  public readonly resource: CfnServiceLevelObjective;
  /** What the dashboard shows: the budget that is left, and how fast it burns. */
  public readonly widgets: IWidget[];

  constructor(scope: Construct, id: string, props: ServiceLevelObjectiveProps) {
    super(scope, id);
    const { total, bad, objective, window, minimumRequests } = withDefaults(props, DEFAULTS);
    checkProps(this, { objective, window, minimumRequests }, RULES);
    const ratio: ErrorRatio = { total, bad, objective, window, minimumRequests };

    const alarms = new ServiceLevelObjectiveAlarms(this, 'Burn', ratio);
    this.fastBurn = alarms.fast;
    this.steadyBurn = alarms.steady;
    this.slowBurn = alarms.slow;
    this.resource = this.applicationSignals(ratio);
    this.widgets = objectiveWidgets(ratio);
    ServiceDashboard.of(this).addSection(`Objective: ${objective} % of requests are good`, ...this.widgets);

    waive(this, props.waive);
  }

  private applicationSignals({ total, bad, objective, window }: ErrorRatio): CfnServiceLevelObjective {
    return new CfnServiceLevelObjective(this, 'Resource', {
      name: Names.uniqueResourceName(this, { maxLength: 100, separator: '-', allowedSpecialCharacters: '-' }),
      description: `${objective} % of requests are good within ${daysIn(window)} days`,
      requestBasedSli: {
        requestBasedSliMetric: {
          totalRequestCountMetric: sliQueries(total(MINUTE), 'total'),
          monitoredRequestCountMetric: { badCountMetric: sliQueries(bad(MINUTE), 'bad') },
        },
      },
      goal: {
        attainmentGoal: objective,
        warningThreshold: WARNING_PERCENT,
        interval: { rollingInterval: { duration: daysIn(window), durationUnit: 'DAY' } },
      },
      burnRateConfigurations: BURN_RATES.map(({ long }) => ({ lookBackWindowMinutes: long.window.toMinutes() })),
    });
  }
}

const MINUTE = Duration.minutes(1);

/** Percent of the error budget at which Application Signals begins to warn. */
const WARNING_PERCENT = 50;

function daysIn(window: Duration): number {
  return window.toDays({ integral: false });
}
