import { type CfnUpdatePolicy, Lazy, Stack } from 'aws-cdk-lib';
import {
  type AutoScalingGroup,
  type CfnAutoScalingGroup,
  InstanceRefreshStrategy,
  UpdatePolicy,
} from 'aws-cdk-lib/aws-autoscaling';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Dependable, type IConstruct } from 'constructs';
import { alarmNameOf } from '../observability/alarm-spec';
import type { Canary } from '../observability/canary';
import type { InstanceLifecycle } from './instance-lifecycle';

/** How many alarms can watch an instance refresh: AlarmSpecification, Amazon EC2 Auto Scaling API Reference. */
export const MOST_RELEASE_ALARMS = 10;

/** How a release reaches the instances: new beside old, never fewer than before, watched for a while when it is done. */
export function releasePolicy(lifecycle: InstanceLifecycle): UpdatePolicy {
  return UpdatePolicy.instanceRefresh({
    strategy: InstanceRefreshStrategy.ROLLING,
    minHealthyPercentage: 100,
    maxHealthyPercentage: lifecycle.maxHealthyPercentage,
    instanceWarmup: lifecycle.warmup,
    skipMatching: true,
    bakeTime: lifecycle.bakeTime,
  });
}

/**
 * Lets alarms roll a release back, those too that are made after the group. The policy names them in plain text, since
 * some alarms name the group; the group waits for them, since a refresh refuses an alarm that is not there yet. A policy
 * that is no refresh, or names alarms already, stays as it is.
 */
export function rollBackOn(group: AutoScalingGroup, alarms: () => Alarm[]): void {
  const resource = group.node.defaultChild as CfnAutoScalingGroup;
  const policy: CfnUpdatePolicy = resource.cfnOptions.updatePolicy ?? {};
  const refresh = policy.autoScalingInstanceRefresh;
  if (refresh === undefined || refresh.preferences?.alarmSpecification !== undefined) {
    return;
  }
  resource.cfnOptions.updatePolicy = {
    ...policy,
    autoScalingInstanceRefresh: {
      ...refresh,
      preferences: {
        ...refresh.preferences,
        alarmSpecification: { alarms: Lazy.list({ produce: () => alarms().map((alarm) => alarmNameOf(alarm)) }) },
      },
    },
  };
  resource.node.addDependency(laterOnes(() => alarms().filter((alarm) => Stack.of(alarm) === Stack.of(group))));
  group.node.addValidation({ validate: () => tooMany(alarms()) });
}

function laterOnes(constructs: () => IConstruct[]): { readonly later: true } {
  const dependable = { later: true } as const;
  Dependable.implement(dependable, {
    get dependencyRoots() {
      return constructs();
    },
  });
  return dependable;
}

function tooMany(alarms: Alarm[]): string[] {
  return alarms.length <= MOST_RELEASE_ALARMS
    ? []
    : [
        `rollback alarms of a release must be ${MOST_RELEASE_ALARMS} or fewer, got ${alarms.length}: ` +
          alarms.map((alarm) => alarm.node.path).join(', '),
      ];
}

/** A canary that runs before anything serves would page at birth. Between stacks the wait would make a circle. */
export function holdCanaryBack(group: AutoScalingGroup, canary: Canary | undefined): void {
  if (canary !== undefined && Stack.of(canary) === Stack.of(group)) {
    canary.startAfter(group);
  }
}
