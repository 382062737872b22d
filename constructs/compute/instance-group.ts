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
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { INetwork } from '../network/i-network';
import { Alerts } from '../observability/alerts';
import { Severity } from '../observability/severity';
import { EncryptionKey } from '../security/encryption-key';
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
  /** How long a leaving instance works on before its application is told to stop. */
  readonly settleTime: Duration;
  /** True where a load balancer judges who is healthy. */
  readonly isLoadBalanced: boolean;
  /** Where launches and terminations are told that went as they should. */
  readonly scalingEvents: ITopic;
  /** Changes the group's props before it is made. @default - they stay */
  readonly transform?: (props: AutoScalingGroupProps) => AutoScalingGroupProps;
}

/** Time for the shutdown itself, after requests have ended and the application has stopped. */
const SHUTDOWN_MARGIN = Duration.seconds(30);

/** For simple scaling policies that name none; AwsSolutions-AS1 wants it above 0. */
const COOLDOWN = Duration.minutes(5);

/**
 * Where a group tells of launches and terminations that went as they should. Nobody is subscribed: a service that scales
 * does both all day. Subscribe what wants to know; whatever fails writes a ticket.
 */
export function scalingEventsTopic(scope: Construct, id: string): Topic {
  return new Topic(scope, id, {
    displayName: `Launches and terminations of ${scope.node.id}`.slice(0, 100),
    masterKey: EncryptionKey.of(scope).key,
    enforceSSL: true,
    signatureVersion: '2',
  });
}

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
  // An instance that boots before its way out is there finds no packages and is given up.
  const { network } = props;
  group.node.addDependency(network.vpc.selectSubnets(network.privateSubnets).internetConnectivityEstablished);
  return group;
}

function groupProps(scope: Construct, props: InstanceGroupProps): AutoScalingGroupProps {
  const { name, network, launchTemplate, capacity, lifecycle, isLoadBalanced, scalingEvents } = props;
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
      additionalTypes: isLoadBalanced ? [ELB, EBS] : [EBS],
      gracePeriod: lifecycle.healthCheckGracePeriod,
    }),
    groupMetrics: [GroupMetrics.all()],
    notifications: [
      { topic: scalingEvents, scalingEvents: ROUTINE },
      ...Alerts.of(scope).topics[Severity.TICKET].map((topic) => ({ topic, scalingEvents: ScalingEvents.ERRORS })),
    ],
    updatePolicy: releasePolicy(lifecycle),
  };
}

const ROUTINE = new ScalingEvents(ScalingEvent.INSTANCE_LAUNCH, ScalingEvent.INSTANCE_TERMINATE);

function hooks({
  lifecycle,
  settleTime,
}: InstanceGroupProps): CfnAutoScalingGroup.LifecycleHookSpecificationProperty[] {
  const leaving = settleTime.plus(lifecycle.stopTimeout).plus(SHUTDOWN_MARGIN);
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
