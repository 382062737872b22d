import type { ChecklistItems } from '../checklist-item';

export const DEP = {
  'DEP-01': {
    title: 'A change reaches the running instances',
    area: 'DEP',
    severity: 'error',
    tiers: 'all',
    why: 'Without an update policy a new launch template is stored and no running instance ever sees it.',
    fix: 'Use InstanceService, or set updatePolicy of AutoScalingGroup to UpdatePolicy.instanceRefresh().',
  },
  'DEP-02': {
    title: 'A bad release rolls back by itself',
    area: 'DEP',
    severity: 'error',
    tiers: 'production',
    why: 'Machines notice a bad release within minutes and undo it at once. People need an hour.',
    fix: 'InstanceService and ContainerService roll back on their alarms; with plain CDK give the instance refresh, ECS service or CodeDeploy group its alarms with rollback on.',
  },
  'DEP-03': {
    title: 'Requests in flight finish',
    area: 'DEP',
    severity: 'error',
    tiers: 'all',
    why: 'A target that leaves at once cuts its requests off. One that lingers for five minutes makes every release slow.',
    fix: 'Use ServiceTargetGroup, or set deregistrationDelay of the target group to between 5 and 120 seconds.',
  },
  'DEP-04': {
    title: 'An instance leaves only after it drained',
    area: 'DEP',
    severity: 'error',
    tiers: 'production',
    why: 'If the instance or the container stops before the load balancer has let go of it, users see errors at every scale-in and release.',
    fix: 'InstanceService has the hook; with plain CDK add a lifecycle hook for INSTANCE_TERMINATING with a heartbeat of at least the deregistration delay, or set stopTimeout of the container.',
  },
  'DEP-05': {
    title: 'Capacity does not dip during a release',
    area: 'DEP',
    severity: 'error',
    tiers: 'production',
    why: 'A release that takes capacity away meets its peak load sooner or later.',
    fix: 'Set minHealthyPercentage of the group and its refresh to 90 or more, minInstancesInService to the minimum size, minHealthyPercent of an ECS service to 100.',
  },
  'DEP-06': {
    title: 'A deployment keeps the capacity that scaling reached',
    area: 'DEP',
    severity: 'error',
    tiers: 'all',
    why: 'A fixed desired capacity in the template throws the group back to its quiet-night size with every deployment.',
    fix: 'Leave desiredCapacity and desiredCount out; scaling sets them.',
  },
} satisfies ChecklistItems;
