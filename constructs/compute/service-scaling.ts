import type { AutoScalingGroup, TargetTrackingScalingPolicy } from 'aws-cdk-lib/aws-autoscaling';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { withDefaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import { OffHours, type OffHoursProps } from '../cost/off-hours';
import type { CapacityProps } from './capacity';
import type { InstanceMetrics } from './instance-metrics';
import { ScaleInGovernor } from './scale-in-governor';

/** What the number of instances follows. */
export interface ScalingProps {
  /**
   * CPU utilisation that the group aims at, in percent. Half leaves room for the load of a lost zone.
   *
   * Source: "Static stability using Availability Zones", Amazon Builders' Library.
   * @default 50
   */
  readonly cpuPercent?: number;
  /** Requests per instance and minute that the group aims at. @default - CPU alone decides */
  readonly requestsPerTarget?: number;
  /**
   * Hours in which nobody needs the service. Not behind a load balancer that everybody reaches under a domain: its canary
   * would page every night.
   *
   * @default - none
   */
  readonly offHours?: OffHoursProps;
}

const DEFAULTS = {
  cpuPercent: 50,
} satisfies Partial<ScalingProps>;

/** The group that scales, and what it is measured by. */
export interface ScaledGroup {
  readonly autoScalingGroup: AutoScalingGroup;
  readonly metrics: InstanceMetrics;
  readonly capacity: CapacityProps;
  /** Requests per target and minute, where a load balancer counts them. */
  readonly requestsPerTarget?: IMetric;
}

interface CheckedScaling extends ScalingProps {
  readonly cpuPercent: number;
  readonly isLoadBalanced: boolean;
}

const RULES: PropRule<CheckedScaling>[] = [
  {
    code: 'CpuPercentOutOfRange',
    reads: ['cpuPercent'],
    fails: ({ cpuPercent }) => cpuPercent < 10 || cpuPercent > 90,
    message: ({ cpuPercent }) => `scaling.cpuPercent must be 10 to 90, got ${cpuPercent}`,
  },
  {
    code: 'RequestsPerTargetTooSmall',
    reads: ['requestsPerTarget'],
    fails: ({ requestsPerTarget }) => requestsPerTarget !== undefined && requestsPerTarget < 1,
    message: ({ requestsPerTarget }) => `scaling.requestsPerTarget must be 1 or more, got ${requestsPerTarget}`,
  },
  {
    code: 'RequestsWithoutLoadBalancer',
    reads: ['requestsPerTarget'],
    fails: ({ requestsPerTarget, isLoadBalanced }) => requestsPerTarget !== undefined && !isLoadBalanced,
    message: ({ requestsPerTarget }) =>
      `scaling.requestsPerTarget needs a loadBalancer that counts requests, got ${requestsPerTarget} without one`,
  },
];

/**
 * Lets a group follow its load: out at once and by as much as is missing, in slowly and by little. Target tracking only
 * adds; a governor alone takes away.
 */
export class ServiceScaling extends Construct {
  public readonly cpu: TargetTrackingScalingPolicy;
  public readonly requests?: TargetTrackingScalingPolicy;
  public readonly governor: ScaleInGovernor;
  public readonly offHours?: OffHours;

  constructor(scope: Construct, id: string, group: ScaledGroup, props: ScalingProps = {}) {
    super(scope, id);
    const { autoScalingGroup, metrics, capacity, requestsPerTarget: metric } = group;
    const scaling = withDefaults<ScalingProps, typeof DEFAULTS>(props, DEFAULTS);
    checkProps<CheckedScaling>(this, { ...scaling, isLoadBalanced: metric !== undefined }, RULES);
    const { cpuPercent, requestsPerTarget: target, offHours } = scaling;

    this.cpu = autoScalingGroup.scaleOnCpuUtilization('Cpu', {
      targetUtilizationPercent: cpuPercent,
      disableScaleIn: true,
    });
    if (target !== undefined) {
      this.requests = autoScalingGroup.scaleOnRequestCount('Requests', {
        targetRequestsPerMinute: target,
        disableScaleIn: true,
      });
    }
    this.governor = new ScaleInGovernor(this, 'ScaleIn', {
      autoScalingGroup,
      metrics,
      cpuPercent,
      requests: target === undefined || metric === undefined ? undefined : { metric, target },
    });
    if (offHours !== undefined) {
      this.offHours = new OffHours(this, 'OffHours', { ...offHours, autoScalingGroup, ...capacity });
    }
  }
}
