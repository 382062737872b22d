import type { ChecklistItems } from '../checklist-item';

export const BAK = {
  'BAK-01': {
    title: 'Everything that holds data is backed up',
    area: 'BAK',
    severity: 'error',
    tiers: 'production',
    why: 'Replicas copy a wrong deletion within milliseconds. Only a backup remembers what was there before.',
    fix: 'Add a Backup, which selects by tag, and tag the resource; with plain CDK select it in a BackupSelection by ARN, tag or condition.',
  },
  'BAK-02': {
    title: 'Backups are frequent and last',
    area: 'BAK',
    severity: 'error',
    tiers: 'production',
    why: 'Many a loss is noticed after weeks. Backups that are gone by then, or a week apart, do not help.',
    fix: 'Backup has daily rules; with plain CDK give the plan a rule that runs every day, and one that keeps for 35 days or longer.',
  },
  'BAK-03': {
    title: 'Backups cannot be deleted in anger',
    area: 'BAK',
    severity: 'error',
    tiers: 'production',
    why: 'Whoever takes over an account deletes the backups first.',
    fix: 'Backup locks its vault; with plain CDK set encryptionKey and lockConfiguration of BackupVault, or blockRecoveryPointDeletion.',
  },
  'BAK-04': {
    title: 'Backups leave the region or the account',
    area: 'BAK',
    severity: 'error',
    tiers: 'production',
    why: 'A backup beside the original is lost with it: with the region, or with the account.',
    fix: 'Give a rule of the plan a copy action to a vault in another region or account.',
  },
  'BAK-06': {
    title: 'A failed backup pages',
    area: 'BAK',
    severity: 'error',
    tiers: 'production',
    why: 'Backups fail quietly, and nobody looks for them before they are needed.',
    fix: 'Backup reports failures; with plain CDK set notificationEvents of the vault for backup, copy and restore jobs, or send the events of failed jobs to a topic.',
  },
  'BAK-07': {
    title: 'Recovery to a minute',
    area: 'BAK',
    severity: 'error',
    tiers: 'production',
    why: 'A nightly backup loses a day. Logs of changes lose seconds.',
    fix: 'Set backupRetention of the database to 7 days or more, point-in-time recovery of the table, versioned of the bucket.',
  },
} satisfies ChecklistItems;
