import { Fn, Names, Stack, type Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { BackupVault } from 'aws-cdk-lib/aws-backup';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { refuseDeletion } from './backup-vault-policy';

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
    backupVaultName: vaultName(scope),
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

/** Vaults outlive their stacks: the last part of the stack's id keeps the next stack of the same name from failing. */
function vaultName(scope: Construct): string {
  const name = Names.uniqueResourceName(scope, { maxLength: 37, separator: '-' });
  const stackId = Fn.select(2, Fn.split('/', Stack.of(scope).stackId));
  return `${name}-${Fn.select(4, Fn.split('-', stackId))}`;
}
