import type { ChecklistItems } from '../checklist-item';
import { ALARM_NEEDS } from './alarm-needs';

export const BAK = {
  'BAK-01': {
    title: 'Everything that holds data is backed up',
    area: 'BAK',
    severity: 'error',
    tiers: 'production',
    why: 'Replicas copy a wrong deletion within milliseconds. Only a backup remembers what was there before.',
    decidedBy:
      'An AWS::Backup::BackupSelection matches, by ARN, tag or condition, each database and cluster of RDS, DocumentDB and Neptune, each DynamoDB table, EFS file system, AWS::EC2::Volume and S3 data bucket, which is one that takes no logs and no assets. Members of a cluster are not asked.',
    withSeaworthy: 'Backup selects the tag backup with the value daily; Backup.protect(construct) sets it.',
    withCdk:
      'Call addSelection of BackupPlan with BackupResource.fromTag, BackupResource.fromArn or BackupResource.fromConstruct. The plan then also needs a locked vault (BAK-03), a copy in another region or account (BAK-04) and a restore test (BAK-05).',
    documentation: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html',
  },
  'BAK-02': {
    title: 'Backups are frequent and last',
    area: 'BAK',
    severity: 'error',
    tiers: 'production',
    why: 'Many a loss is noticed after weeks. Backups that are gone by then, or a week apart, do not help.',
    decidedBy:
      'Each AWS::Backup::BackupPlan with a selection has a rule whose ScheduleExpression runs at least daily, or is not written, and one whose Lifecycle.DeleteAfterDays is 35 or more, or not written.',
    withSeaworthy: 'Backup runs each night and keeps for 35 days in production; retention takes more.',
    withCdk: 'Add a BackupPlanRule with a daily scheduleExpression and deleteAfter of 35 days or more to BackupPlan.',
    documentation: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html',
  },
  'BAK-03': {
    title: 'Backups cannot be deleted in anger',
    area: 'BAK',
    severity: 'error',
    tiers: 'production',
    why: 'Whoever takes over an account deletes the backups first.',
    decidedBy:
      'Each AWS::Backup::BackupVault has an EncryptionKeyArn other than alias/aws/backup, and LockConfiguration or an AccessPolicy that denies backup:DeleteRecoveryPoint to everybody; a denial for one principal is none. A logically air-gapped vault passes.',
    withSeaworthy: 'Backup encrypts its vault with a key of yours and locks it; immutableAfter makes the lock final.',
    withCdk: 'Set encryptionKey of BackupVault, and lockConfiguration, or blockRecoveryPointDeletion to true.',
    documentation: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html',
  },
  'BAK-04': {
    title: 'Backups leave the region or the account',
    area: 'BAK',
    severity: 'error',
    tiers: 'production',
    why: 'A backup beside the original is lost with it: with the region, or with the account.',
    decidedBy:
      'Each AWS::Backup::BackupPlan that selects data of the app has a rule with CopyActions to a vault in another region or account, or another plan copies all that it selects. Where the regions cannot be told apart nobody can tell.',
    withSeaworthy: 'Name a vault in another region or account in copyTo of Backup.',
    withCdk: 'Set copyActions of BackupPlanRule to a destinationBackupVault in another region or account.',
    documentation: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html',
  },
  'BAK-05': {
    title: 'Restores are rehearsed',
    area: 'BAK',
    severity: 'error',
    tiers: 'production',
    why: 'A backup that was never restored is a hope. The first try must not fall on the day on which it has to work.',
    decidedBy:
      'For each type of the resources that a backup selection matches, an AWS::Backup::RestoreTestingPlan of the app has an AWS::Backup::RestoreTestingSelection with that ProtectedResourceType, which takes in something that is backed up.',
    withSeaworthy: 'This library has no construct for rehearsals yet: put the two resources below beside Backup.',
    withCdk:
      'Add a CfnRestoreTestingPlan, and a CfnRestoreTestingSelection for each type, such as RDS, DynamoDB or S3.',
    documentation: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html',
  },
  'BAK-06': {
    title: 'A failed backup pages',
    area: 'BAK',
    severity: 'error',
    tiers: 'production',
    why: 'Backups fail quietly, and nobody looks for them before they are needed.',
    decidedBy:
      'Failed backup, copy and restore jobs of each vault are told: by BackupVaultEvents with an SNSTopicArn, by an alarm with an action in AWS/Backup on NumberOfBackupJobsFailed, NumberOfCopyJobsFailed and NumberOfRestoreJobsFailed, or by an AWS::Events::Rule with a target.',
    withSeaworthy: 'Backup pages when a backup fails and writes a ticket for each job that fails.',
    withCdk: `Set notificationTopic of BackupVault, and notificationEvents to BackupVaultEvents.BACKUP_JOB_FAILED, BackupVaultEvents.COPY_JOB_FAILED and BackupVaultEvents.RESTORE_JOB_FAILED; or add an Alarm with addAlarmAction for each of the three metrics. ${ALARM_NEEDS}`,
    documentation: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html',
  },
  'BAK-07': {
    title: 'Recovery to a minute',
    area: 'BAK',
    severity: 'error',
    tiers: 'production',
    why: 'A nightly backup loses a day. Logs of changes lose seconds.',
    decidedBy:
      'BackupRetentionPeriod of databases and clusters of RDS, DocumentDB and Neptune is 7 or more, members of a cluster not asked; PointInTimeRecoveryEnabled of DynamoDB tables, on each replica of a global one, is true; versioning of S3 data buckets is Enabled.',
    withSeaworthy: 'This library has no construct for data stores: set the props of those of the CDK.',
    withCdk:
      'Set backupRetention of DatabaseInstance, or retention in backup of DatabaseCluster, to 7 days or more, pointInTimeRecoverySpecification of TableV2, and versioned of Bucket to true.',
    documentation: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html',
  },
} satisfies ChecklistItems;
