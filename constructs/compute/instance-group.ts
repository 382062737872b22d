import { Duration } from 'aws-cdk-lib';
import {
  AdditionalHealthCheckType,
  AutoScalingGroup,
  type AutoScalingGroupProps,
  CapacityDistributionStrategy,
  type CfnAutoScalingGroup,
  DefaultResult,
  GroupMetrics,
  HealthChecks,
  LifecycleTransition,
  ScalingEvent,
  ScalingEvents,
  TerminationPolicy,
} from 'aws-cdk-lib/aws-autoscaling';
import type { LaunchTemplate } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { INetwork } from '../network/i-network';
import { Alerts } from '../observability/alerts';
import { Severity } from '../observability/severity';
import type { CapacityProps } from './capacity';
import type { InstanceLifecycle } from './instance-lifecycle';
import { releasePolicy } from './release-policy';

/** Names of the two hooks, as the boot script knows them. */
export const LAUNCH_HOOK = 'launching';
export const TERMINATION_HOOK = 'terminating';

/** What differs between one service's group and another's. */
export interface InstanceGroupProps {
  readonly name: string;
  readonly network: INetwork;
  readonly launchTemplate: LaunchTemplate;
  readonly capacity: CapacityProps;
  readonly lifecycle: InstanceLifecycle;
  /** How long a load balancer lets a leaving instance finish. @default - there is no load balancer */
  readonly deregistrationDelay?: Duration;
  /** Changes the group's props before it is made. @default - they stay */
  readonly transform?: (props: AutoScalingGroupProps) => AutoScalingGroupProps;
}

/** Time for the shutdown itself, after requests have ended and the application has stopped. */
const SHUTDOWN_MARGIN = Duration.seconds(30);

/** Only simple scaling policies wait for it, and there is none; AwsSolutions-AS1 wants it above 0 all the same. */
const COOLDOWN = Duration.minutes(5);

/** An auto scaling group over all zones of a network, whose instances arrive healthy and leave drained. */
export function instanceGroup(scope: Construct, id: string, props: InstanceGroupProps): AutoScalingGroup {
  const { transform = (same) => same } = props;
  const group = new AutoScalingGroup(scope, id, transform(groupProps(scope, props)));
  const resource = group.node.defaultChild as CfnAutoScalingGroup;
  // Hooks within the group are there before its first instance; separate ones would come after it.
  resource.lifecycleHookSpecificationList = hooks(props);
  resource.availabilityZoneImpairmentPolicy = {
    zonalShiftEnabled: true,
    // Replacing what looks sick in a zone that is known to be sick only adds load where launches fail.
    impairedZoneHealthCheckBehavior: 'IgnoreUnhealthy',
  };
  return group;
}

function groupProps(scope: Construct, props: InstanceGroupProps): AutoScalingGroupProps {
  const { name, network, launchTemplate, capacity, lifecycle, deregistrationDelay } = props;
  const { EBS, ELB } = AdditionalHealthCheckType;
  return {
    autoScalingGroupName: name,
    vpc: network.vpc,
    vpcSubnets: network.privateSubnets,
    launchTemplate,
    minCapacity: capacity.min,
    maxCapacity: capacity.max,
    cooldown: COOLDOWN,
    defaultInstanceWarmup: lifecycle.warmup,
    maxInstanceLifetime: lifecycle.maxInstanceLifetime,
    minHealthyPercentage: 100,
    maxHealthyPercentage: lifecycle.maxHealthyPercentage,
    azCapacityDistributionStrategy: CapacityDistributionStrategy.BALANCED_BEST_EFFORT,
    terminationPolicies: [TerminationPolicy.OLDEST_LAUNCH_TEMPLATE, TerminationPolicy.OLDEST_INSTANCE],
    healthChecks: HealthChecks.withAdditionalChecks({
      additionalTypes: deregistrationDelay === undefined ? [EBS] : [ELB, EBS],
      gracePeriod: lifecycle.healthCheckGracePeriod,
    }),
    groupMetrics: [GroupMetrics.all()],
    notifications: Alerts.of(scope).topics[Severity.TICKET].map((topic) => ({ topic, scalingEvents: EVENTS })),
    updatePolicy: releasePolicy(lifecycle),
  };
}

const EVENTS = new ScalingEvents(
  ScalingEvent.INSTANCE_LAUNCH,
  ScalingEvent.INSTANCE_LAUNCH_ERROR,
  ScalingEvent.INSTANCE_TERMINATE,
  ScalingEvent.INSTANCE_TERMINATE_ERROR,
);

function hooks({
  lifecycle,
  deregistrationDelay,
}: InstanceGroupProps): CfnAutoScalingGroup.LifecycleHookSpecificationProperty[] {
  const leaving = (deregistrationDelay ?? Duration.seconds(0)).plus(lifecycle.stopTimeout).plus(SHUTDOWN_MARGIN);
  return [
    {
      lifecycleHookName: LAUNCH_HOOK,
      lifecycleTransition: LifecycleTransition.INSTANCE_LAUNCHING,
      heartbeatTimeout: lifecycle.bootTimeout.toSeconds(),
      defaultResult: DefaultResult.ABANDON,
    },
    {
      lifecycleHookName: TERMINATION_HOOK,
      lifecycleTransition: LifecycleTransition.INSTANCE_TERMINATING,
      heartbeatTimeout: leaving.toSeconds(),
      defaultResult: DefaultResult.CONTINUE,
    },
  ];
}
