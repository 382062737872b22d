import type { ChecklistItems } from '../checklist-item';

export const SCL = {
  'SCL-01': {
    title: 'Capacity follows load',
    area: 'SCL',
    severity: 'error',
    tiers: 'all',
    why: 'A range without a policy is a fixed size with an optimistic name.',
    fix: 'InstanceService, ContainerService and Table scale; with plain CDK add a scaling policy, a scalable target, or on-demand billing.',
  },
  'SCL-02': {
    title: 'There is room to scale',
    area: 'SCL',
    severity: 'error',
    tiers: 'production',
    why: 'A ceiling equal to the floor means that the first busy day is an outage.',
    fix: 'Set the maximum capacity above the minimum.',
  },
  'SCL-03': {
    title: 'New instances warm up before they count',
    area: 'SCL',
    severity: 'error',
    tiers: 'all',
    why: 'An instance that is still starting reports no load; counted too early, it makes scaling add too many or too few.',
    fix: 'Use InstanceService, or set defaultInstanceWarmup of AutoScalingGroup.',
  },
  'SCL-04': {
    title: 'Scale out fast, scale in slowly',
    area: 'SCL',
    severity: 'error',
    tiers: 'production',
    why: 'A quiet minute or a broken metric must not take half of the fleet away just before the load returns.',
    fix: 'InstanceService has the governor; with plain CDK disable scale-in of target tracking and add a step policy that removes one instance or 10 percent per minute; on ECS make scaleInCooldown at least scaleOutCooldown.',
  },
  'SCL-05': {
    title: 'Reaching the ceiling is noticed',
    area: 'SCL',
    severity: 'error',
    tiers: 'production',
    why: 'At the ceiling scaling ends without a word, and the next rise in load is an outage.',
    fix: 'InstanceService has the alarm; with plain CDK add one on the desired or in-service capacity at the maximum.',
  },
  'SCL-06': {
    title: 'Scheduled work does not stampede',
    area: 'SCL',
    severity: 'warning',
    tiers: 'production',
    why: 'When everything starts on the hour, everything is throttled on the hour.',
    fix: 'Use ScheduledTask and Backup, or give schedules a flexible time window and backup rules a minute other than 0.',
  },
} satisfies ChecklistItems;
