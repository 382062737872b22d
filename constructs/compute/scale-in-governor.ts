import { Duration } from 'aws-cdk-lib';
import { AdjustmentType, type AutoScalingGroup, CfnScalingPolicy } from 'aws-cdk-lib/aws-autoscaling';
import {
  type Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { metricAlarm } from '../observability/alarm-spec';
import type { InstanceMetrics } from './instance-metrics';

/** What decides whether an instance can be spared. */
export interface ScaleInGovernorProps {
  readonly autoScalingGroup: AutoScalingGroup;
  readonly metrics: InstanceMetrics;
  /** CPU utilisation that scaling aims at, in percent. */
  readonly cpuPercent: number;
  /** Requests per instance and minute that scaling aims at, with their metric. @default - requests do not count */
  readonly requests?: { readonly metric: IMetric; readonly target: number };
}

/** An instance can be spared while the others would stay below this share of what scaling aims at, in percent. */
const CALM_PERCENT = 80;
/** For so many minutes without a break. As long as target tracking itself waits before it scales in. */
const CALM_MINUTES = 15;
/** How many percent of the instances go at once. */
const STEP_PERCENT = 10;
/** Time from the end of one step until the next: as long as CPU takes to show by the minute what the step did. */
const STEP_DISTANCE = Duration.minutes(3);

/**
 * Takes instances away slowly: one, or a tenth of the group where that is more, three minutes apart at least, and only
 * after the load of a quarter of an hour would have been easy without it. A wrong metric therefore cannot empty a fleet
 * in one step.
 *
 * The policy is a simple one for its cooldown. An alarm calls a policy every minute while it is on, whatever its period,
 * and a step policy would follow each call: "Why doesn't my CloudWatch alarm's state change invoke my Amazon EC2 Auto
 * Scaling policy?", AWS re:Post.
 *
 * Source: governor, in M. Nygard, "Release It!", 2nd ed., chapter 5.
 */
export class ScaleInGovernor extends Construct {
  public readonly policy: CfnScalingPolicy;
  /** Not a fault, and calls nobody: its action is the policy. */
  public readonly alarm: Alarm;

  constructor(scope: Construct, id: string, props: ScaleInGovernorProps) {
    super(scope, id);
    this.policy = new CfnScalingPolicy(this, 'Policy', {
      autoScalingGroupName: props.autoScalingGroup.autoScalingGroupName,
      policyType: 'SimpleScaling',
      adjustmentType: AdjustmentType.PERCENT_CHANGE_IN_CAPACITY,
      scalingAdjustment: -STEP_PERCENT,
      minAdjustmentMagnitude: 1,
      cooldown: String(STEP_DISTANCE.toSeconds()),
    });
    this.alarm = metricAlarm(this, 'Calm', {
      metric: usageWithoutStep(props),
      threshold: CALM_PERCENT,
      comparisonOperator: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: CALM_MINUTES,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      summary: 'Not a fault: an instance can be spared, and the group is removing it.',
      runbook: 'instance-scale-in',
    });
    this.alarm.addAlarmAction({ bind: () => ({ alarmActionArn: this.policy.ref }) });
  }
}

/**
 * The share of the target, in percent, that would be used with one step fewer instances; 100 where none may go, so that
 * the alarm rests while the group is at its minimum.
 */
function usageWithoutStep({ metrics, cpuPercent, requests }: ScaleInGovernorProps): MathExpression {
  const cpu = `cpu / ${cpuPercent}`;
  const usage = requests === undefined ? cpu : `MAX([${cpu}, FILL(requests, 0) / ${requests.target}])`;
  // Ten or fewer lose one; more lose a tenth. The comparison in the divisor keeps a single instance from dividing by 0.
  const growth = `IF(inService > 10, ${(100 / (100 - STEP_PERCENT)).toFixed(3)}, inService / (inService - 1 + (inService < 2)))`;
  return new MathExpression({
    expression: `IF(desired > smallest, 100 * ${usage} * ${growth}, 100)`,
    usingMetrics: {
      cpu: metrics.cpuUtilization(),
      desired: metrics.desiredCapacity(),
      smallest: metrics.minSize(),
      inService: metrics.inServiceInstances(),
      ...(requests === undefined ? {} : { requests: requests.metric }),
    },
    period: Duration.minutes(1),
    label: 'Usage with one step fewer instances',
  });
}
