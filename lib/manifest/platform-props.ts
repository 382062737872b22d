import { Duration, Size } from 'aws-cdk-lib';
import { BackupVault } from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { SeaworthyError } from '../../constructs/core/errors';
import type { BackupProps } from '../../constructs/recovery/backup';
import type { PlatformStackProps } from '../stacks/platform-stack';
import { mapDefined } from './map-defined';
import { removalPolicyOf } from './removal-policy';
import { existingNetwork, networkProps } from './network-props';
import type { EnvironmentManifest } from './schema';

const days = (count: number | undefined) => mapDefined(count, (one) => Duration.days(one));

/** The props of what an environment stands on. */
export function platformProps(environment: EnvironmentManifest): PlatformStackProps {
  const { logs = {}, sessions = {}, backup = {}, budget: { monthlyLimitUsd, ...spending } = {} } = environment;
  if (monthlyLimitUsd === undefined) {
    throw new SeaworthyError('ManifestIncomplete', 'budget.monthlyLimitUsd must be given');
  }
  const minutes = (count: number | undefined) => mapDefined(count, (one) => Duration.minutes(one));
  return {
    monthlyLimitUsd,
    spending,
    network: networkProps(environment),
    existingNetwork: existingNetwork(environment),
    logArchive: {
      retention: days(logs.archiveDays),
      tables: logs.tables,
      queryLimit: mapDefined(logs.queryLimitGib, (count) => Size.gibibytes(count)),
      removalPolicy: mapDefined(logs.removalPolicy, removalPolicyOf),
    },
    archiveBucket: mapDefined(
      logs.archiveBucket,
      (name) => (scope: Construct) => Bucket.fromBucketName(scope, 'ArchiveBucket', name),
    ),
    sessions: {
      accountDefault: sessions.accountDefault,
      idleTimeout: minutes(sessions.idleTimeoutMinutes),
      maxDuration: minutes(sessions.maxDurationMinutes),
    },
    backup: backupProps(backup),
    copyVaults: mapDefined(
      backup.copyTo,
      (arns) => (scope: Construct) =>
        arns.map((arn, index) => BackupVault.fromBackupVaultArn(scope, `CopyVault${index + 1}`, arn)),
    ),
  };
}

function backupProps(backup: NonNullable<EnvironmentManifest['backup']>): BackupProps {
  return {
    retention: days(backup.retentionDays),
    schedule: mapDefined(backup.schedule, (text) => Schedule.expression(text)),
    monthlyRetention: days(backup.monthlyRetentionDays),
    monthlyColdStorageAfter: days(backup.monthlyColdStorageAfterDays),
    minRetention: days(backup.minRetentionDays),
    immutableAfter: days(backup.immutableAfterDays),
    removalPolicy: mapDefined(backup.removalPolicy, removalPolicyOf),
  };
}
