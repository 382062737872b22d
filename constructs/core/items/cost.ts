import type { ChecklistItems } from '../checklist-item';

export const COST = {
  'COST-01': {
    title: 'Spending beyond plan is noticed',
    area: 'COST',
    severity: 'error',
    tiers: 'production',
    why: 'A loop, a leak or a stolen key costs by the hour, and the invoice comes by the month.',
    decidedBy:
      'The app has an AWS::Budgets::Budget whose NotificationsWithSubscribers have a subscriber, and whose filter by the tag environment, if there is one, names the environment of the stack.',
    withSeaworthy: 'Add a SpendingGuard with a monthlyLimit; PlatformStack has one.',
    withCdk: 'Add a CfnBudget with notificationsWithSubscribers.',
    documentation: 'https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html',
  },
  'COST-02': {
    title: 'Cheap where it is free to be',
    area: 'COST',
    severity: 'warning',
    tiers: 'all',
    why: 'gp3 does what gp2 does for a fifth less, and most objects are never read again after a month.',
    decidedBy:
      'No volume of EC2, RDS or OpenSearch is gp2, and an AWS::EC2::Volume without a type is. Each S3 data bucket has a lifecycle rule with a transition to STANDARD_IA, ONEZONE_IA, INTELLIGENT_TIERING or an archive class.',
    withSeaworthy:
      'InstanceService has gp3 volumes, and LogArchive moves its logs; set lifecycleRules of buckets of your own.',
    withCdk:
      'Set volumeType to EbsDeviceVolumeType.GP3, and lifecycleRules of Bucket with a transition to StorageClass.INTELLIGENT_TIERING or StorageClass.INFREQUENT_ACCESS.',
    documentation: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html',
  },
  'COST-03': {
    title: 'Test environments end',
    area: 'COST',
    severity: 'warning',
    tiers: 'all',
    why: 'What was set up for one test runs for years, day and night.',
    decidedBy:
      'A stack of a development environment has the tag expires with a date such as 2027-03-31, or a scheduled action to 0 of a group or service, or a schedule or timed rule that stops its instances or databases or deletes the stack.',
    withSeaworthy: 'Set expires of Environment, scaling.offHours of InstanceService, or add OffHours.',
    withCdk:
      "Call Tags.of(stack).add('expires', '2027-03-31'), or scaleOnSchedule of AutoScalingGroup with maxCapacity 0.",
    documentation: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html',
  },
} satisfies ChecklistItems;
