import type { ChecklistItems } from '../checklist-item';
import { ALARM_NEEDS } from './alarm-needs';

export const SCL = {
  'SCL-01': {
    title: 'Capacity follows load',
    area: 'SCL',
    severity: 'error',
    tiers: 'all',
    why: 'A range without a policy is a fixed size with an optimistic name.',
    decidedBy:
      'Each AWS::AutoScaling::AutoScalingGroup with MaxSize above MinSize has a scaling policy; each AWS::ECS::Service has a scalable target with one (DAEMON services and the EXTERNAL controller are not asked); a DynamoDB table is PAY_PER_REQUEST or scales its reads and writes. A scheduled action is no policy, and neither is a forecast that changes nothing.',
    withSeaworthy: 'InstanceService follows half of the CPU, and requests with scaling.requestsPerTarget.',
    withCdk:
      'Call scaleOnCpuUtilization or scaleOnRequestCount of AutoScalingGroup or of autoScaleTaskCount; set billing of TableV2 to Billing.onDemand().',
    documentation: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html',
  },
  'SCL-02': {
    title: 'There is room to scale',
    area: 'SCL',
    severity: 'error',
    tiers: 'production',
    why: 'A ceiling equal to the floor means that the first busy day is an outage.',
    decidedBy:
      'MaxSize of AWS::AutoScaling::AutoScalingGroup is above MinSize, MaxCapacity of a scalable target of ECS above MinCapacity.',
    withSeaworthy: 'Set max in capacity of InstanceService above min.',
    withCdk: 'Set maxCapacity of AutoScalingGroup and of autoScaleTaskCount above minCapacity.',
    documentation: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html',
  },
  'SCL-03': {
    title: 'New instances warm up before they count',
    area: 'SCL',
    severity: 'error',
    tiers: 'all',
    why: 'An instance that is still starting reports no load; counted too early, it makes scaling add too many or too few.',
    decidedBy: 'DefaultInstanceWarmup of each AWS::AutoScaling::AutoScalingGroup is set.',
    withSeaworthy: 'InstanceService sets two minutes; lifecycle.warmup takes another time.',
    withCdk: 'Set defaultInstanceWarmup of AutoScalingGroup.',
    documentation:
      'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-default-instance-warmup.html',
  },
  'SCL-04': {
    title: 'Scale out fast, scale in slowly',
    area: 'SCL',
    severity: 'error',
    tiers: 'production',
    why: 'A quiet minute or a broken metric must not take half of the fleet away just before the load returns.',
    decidedBy:
      'A step or simple policy removes 1, or 10 percent with MinAdjustmentMagnitude 1, in one step, and its steps are 60 seconds or more apart, by cooldown or alarm period. Target tracking of a group has DisableScaleIn true and stands beside such a policy. In Application Auto Scaling ScaleInCooldown is at least ScaleOutCooldown, or scale-in is disabled beside such a policy.',
    withSeaworthy:
      'InstanceService has the governor: target tracking adds, and one policy alone takes away, one instance or a tenth at a time.',
    withCdk:
      'Set disableScaleIn of scaleOnCpuUtilization and scaleOnRequestCount of the group and add scaleOnMetric with AdjustmentType.CHANGE_IN_CAPACITY and steps of -1; on ECS set scaleInCooldown to scaleOutCooldown or longer.',
    documentation: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html',
  },
  'SCL-05': {
    title: 'Reaching the ceiling is noticed',
    area: 'SCL',
    severity: 'error',
    tiers: 'production',
    why: 'At the ceiling scaling ends without a word, and the next rise in load is an outage.',
    decidedBy:
      'Each group and service that scales has an alarm with an action on GroupDesiredCapacity, GroupInServiceInstances, GroupInServiceCapacity or GroupTotalInstances, or on DesiredTaskCount or RunningTaskCount, that fires at the ceiling and no lower than at 90 percent of it.',
    withSeaworthy: 'InstanceService has the alarm; for a service on ECS add one with AlarmSet.',
    withCdk: `Set groupMetrics of AutoScalingGroup to [GroupMetrics.all()] and add an Alarm with addAlarmAction on GroupDesiredCapacity in AWS/AutoScaling whose threshold is maxCapacity. ${ALARM_NEEDS}`,
    documentation: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html',
  },
  'SCL-06': {
    title: 'Scheduled work does not stampede',
    area: 'SCL',
    severity: 'warning',
    tiers: 'production',
    why: 'When everything starts on the hour, everything is throttled on the hour.',
    decidedBy:
      'FlexibleTimeWindow.Mode of each AWS::Scheduler::Schedule is FLEXIBLE, and of each AWS::Backup::BackupPlan some rule starts at another minute than 0. A rule without a schedule starts at minute 0.',
    withSeaworthy: 'Backup starts at a time of its own, made from the name of the service.',
    withCdk:
      'Set timeWindow of Schedule of aws-scheduler to TimeWindow.flexible, and a minute other than 0 in scheduleExpression of BackupPlanRule.',
    documentation:
      'https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html',
  },
} satisfies ChecklistItems;
