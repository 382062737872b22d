import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupSelection, BackupVault } from 'aws-cdk-lib/aws-backup';
import { Alarm, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import {
  Effect,
  ManagedPolicy,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
  StarPrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** A vault, a plan and the alarms of both: the first pages, the others write tickets. */
export function backUp(scope: Construct, encryptionKey: Key, ticket: Topic): [page: Alarm, ...tickets: Alarm[]] {
  const backupVault = new BackupVault(scope, 'Vault', {
    encryptionKey,
    accessPolicy: new PolicyDocument({
      statements: [
        new PolicyStatement({
          effect: Effect.DENY,
          principals: [new StarPrincipal()],
          actions: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
          resources: ['*'],
        }),
      ],
    }),
    lockConfiguration: { minRetention: Duration.days(35), maxRetention: Duration.days(365) },
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const plan = new BackupPlan(scope, 'Plan', {
    backupVault,
    backupPlanRules: [
      new BackupPlanRule({
        ruleName: 'Daily',
        scheduleExpression: Schedule.cron({ hour: '3', minute: '10' }),
        deleteAfter: Duration.days(35),
      }),
      new BackupPlanRule({
        ruleName: 'Monthly',
        scheduleExpression: Schedule.cron({ day: '1', hour: '4', minute: '10' }),
        deleteAfter: Duration.days(365),
      }),
    ],
  });
  new BackupSelection(scope, 'Selection', {
    backupPlan: plan,
    resources: [BackupResource.fromTag('backup', 'daily')],
    role: new Role(scope, 'BackupRole', {
      assumedBy: new ServicePrincipal('backup.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSBackupServiceRolePolicyForBackup')],
    }),
    disableDefaultBackupPolicy: true,
  });
  const deadLetterQueue = new Queue(scope, 'LostNotices', { enforceSSL: true, retentionPeriod: Duration.days(14) });
  for (const [kind, states] of Object.entries({
    Backup: ['FAILED', 'EXPIRED', 'ABORTED', 'PARTIAL'],
    Copy: ['FAILED', 'PARTIAL'],
    Restore: ['FAILED', 'ABORTED'],
  })) {
    new Rule(scope, `${kind}Notice`, {
      description: `${kind} jobs that came to nothing`,
      eventPattern: {
        source: ['aws.backup'],
        detailType: [`${kind} Job State Change`],
        detail: { state: states, backupVaultName: [backupVault.backupVaultName] },
      },
      targets: [new SnsTopic(ticket, { deadLetterQueue })],
    });
  }
  const alarm = (name: string): Alarm =>
    new Alarm(scope, `Backup${name}`, {
      metric: new Metric({
        namespace: 'AWS/Backup',
        metricName: `NumberOfBackupJobs${name}`,
        dimensionsMap: { BackupVaultName: backupVault.backupVaultName },
        statistic: 'Sum',
        period: Duration.hours(1),
      }),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `A backup is ${name.toLowerCase()}. Runbook: docs/runbooks/backup-failed.md`,
    });
  return [alarm('Failed'), alarm('Expired'), alarm('Aborted')];
}
