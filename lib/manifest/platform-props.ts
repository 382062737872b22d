import { Duration, Size } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { SeaworthyError } from '../../constructs/core/errors';
import type { PlatformStackProps } from '../stacks/platform-stack';
import { mapDefined } from './map-defined';
import { existingNetwork, networkProps } from './network-props';
import type { EnvironmentManifest } from './schema';

/** The props of what an environment stands on. */
export function platformProps(environment: EnvironmentManifest): PlatformStackProps {
  const { logs = {}, sessions = {}, backup = {}, budget } = environment;
  if (budget?.monthlyLimitUsd === undefined) {
    throw new SeaworthyError('ManifestIncomplete', 'budget.monthlyLimitUsd must be given');
  }
  const minutes = (count: number | undefined) => mapDefined(count, (one) => Duration.minutes(one));
  return {
    monthlyLimitUsd: budget.monthlyLimitUsd,
    network: networkProps(environment),
    existingNetwork: existingNetwork(environment),
    logArchive: {
      retention: mapDefined(logs.archiveDays, (days) => Duration.days(days)),
      tables: logs.tables,
      queryLimit: mapDefined(logs.queryLimitGib, (count) => Size.gibibytes(count)),
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
    backup: { retention: mapDefined(backup.retentionDays, (days) => Duration.days(days)) },
  };
}
