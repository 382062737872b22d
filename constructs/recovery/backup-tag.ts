import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The tag that puts a resource under daily backup. */
export const BACKUP_TAG = { key: 'backup', value: 'daily' } as const;

/** Puts everything below `construct` that holds data under daily backup. */
export function tagForBackup(construct: IConstruct): void {
  Tags.of(construct).add(BACKUP_TAG.key, BACKUP_TAG.value);
}
