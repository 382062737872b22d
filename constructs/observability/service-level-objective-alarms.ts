import { TreatMissingData, type Alarm, type CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { AlarmSet } from './alarm-set';
import { metricAlarm } from './alarm-spec';
import {
  BURN_RATES,
  budgetOf,
  burnRateOf,
  errorRatio,
  rounded,
  type BurnRate,
  type BurnWindow,
  type ErrorRatio,
} from './service-level-objective-burn';

/** One pair of alarms for each speed of burning: both windows must be above it. */
export class ServiceLevelObjectiveAlarms extends Construct {
  public readonly fast: CompositeAlarm;
  public readonly steady: CompositeAlarm;
  public readonly slow: CompositeAlarm;

  constructor(
    scope: Construct,
    id: string,
    private readonly ratio: ErrorRatio,
  ) {
    super(scope, id);
    const [fast, steady, slow] = BURN_RATES;
    this.fast = this.pair(fast);
    this.steady = this.pair(steady);
    this.slow = this.pair(slow);
  }

  private pair(burn: BurnRate): CompositeAlarm {
    const { objective, window } = this.ratio;
    const rate = burnRateOf(burn, window);
    return AlarmSet.of(this).addJoint(this, burn.id, {
      all: [this.alarm(burn, burn.long), this.alarm(burn, burn.short)],
      severity: burn.severity,
      summary: `The error budget of the objective of ${objective} % burns ${rate} times faster than allowed: ${burn.spent * 100} % of it went within ${burn.long.name}.`,
      runbook: burn.runbook,
    });
  }

  private alarm(burn: BurnRate, { name, window, period, datapoints }: BurnWindow): Alarm {
    const rate = burnRateOf(burn, this.ratio.window);
    return metricAlarm(this, `${burn.id}${name}`, {
      metric: errorRatio(this.ratio, period),
      threshold: rounded(rate * budgetOf(this.ratio.objective)),
      evaluationPeriods: window.toMinutes() / period.toMinutes(),
      datapointsToAlarm: datapoints,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      summary: `Requests failed so often within ${name} that the error budget burns at least ${rate} times faster than allowed.`,
      runbook: burn.runbook,
    });
  }
}
