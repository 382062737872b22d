import { Duration } from 'aws-cdk-lib';
import type { IBackupVault } from 'aws-cdk-lib/aws-backup';
import { type Alarm, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { AlarmSet } from '../observability/alarm-set';
import { Severity } from '../observability/severity';

export interface BackupAlarmsProps {
  readonly vault: IBackupVault;
}

/** Notices backups that did not come about: one that failed pages, one that never ran writes a ticket. */
export class BackupAlarms extends Construct {
  public readonly failed: Alarm;
  public readonly expired: Alarm;
  public readonly aborted: Alarm;

  constructor(scope: Construct, id: string, { vault }: BackupAlarmsProps) {
    super(scope, id);
    const add = (name: string, severity: Severity, summary: string): Alarm =>
      AlarmSet.of(this).add(this, name, {
        metric: new Metric({
          namespace: 'AWS/Backup',
          metricName: `NumberOfBackupJobs${name}`,
          dimensionsMap: { BackupVaultName: vault.backupVaultName },
          statistic: 'Sum',
          period: Duration.hours(1),
        }),
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        severity,
        summary,
        runbook: 'backup-failed',
      });
    this.failed = add('Failed', Severity.PAGE, 'A backup failed: its data has no backup of today.');
    this.expired = add('Expired', Severity.TICKET, 'A backup did not start within its window: it was given up.');
    this.aborted = add('Aborted', Severity.TICKET, 'A backup was stopped by somebody before it was complete.');
  }
}
