import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BackupVault } from 'aws-cdk-lib/aws-backup';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { lastingName } from '../core/lasting-name';
import { refuseDeletion } from './backup-vault-policy';

/** The longest name that AWS Backup takes. */
const NAME_LENGTH = 50;

/** How a vault is locked. */
export interface LockedVaultProps {
  readonly encryptionKey: IKeyRef;
  readonly minRetention: Duration;
  readonly maxRetention: Duration;
  /** When nobody, AWS included, can lift the lock any more. @default - never */
  readonly immutableAfter?: Duration;
  readonly removalPolicy: RemovalPolicy;
}

/** A vault whose recovery points go when their time is over, and not before. */
export function lockedVault(scope: Construct, id: string, props: LockedVaultProps): BackupVault {
  return new BackupVault(scope, id, {
    backupVaultName: lastingName(scope, NAME_LENGTH),
    encryptionKey: props.encryptionKey,
    accessPolicy: refuseDeletion(),
    removalPolicy: props.removalPolicy,
    lockConfiguration: {
      minRetention: props.minRetention,
      maxRetention: props.maxRetention,
      changeableFor: props.immutableAfter,
    },
  });
}
