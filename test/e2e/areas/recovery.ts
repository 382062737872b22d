import { DescribeBackupVaultCommand, GetBackupPlanCommand } from '@aws-sdk/client-backup';
import { aws, present } from '../harness/aws';
import type { Journey } from '../harness/journey';
import type { World } from '../harness/world';

/** Backups: the vault, its lock, the plan. */
export function checkRecovery(journey: Journey, world: () => World): void {
  journey.check('the vault is encrypted with the key and locked against early deletion', async () => {
    for (const { physicalId } of world().all('AWS::Backup::BackupVault')) {
      const vault = await aws.backup.send(new DescribeBackupVaultCommand({ BackupVaultName: physicalId }));
      expect(vault.EncryptionKeyArn).toContain(world().one('AWS::KMS::Key').physicalId);
      expect(vault).toMatchObject({ Locked: true, MinRetentionDays: 7, MaxRetentionDays: 365 });
    }
  });

  journey.check('the plan backs up daily and keeps it for 35 days or more, in this vault', async () => {
    const { BackupPlan } = await aws.backup.send(
      new GetBackupPlanCommand({ BackupPlanId: world().one('AWS::Backup::BackupPlan').physicalId }),
    );
    const rules = BackupPlan?.Rules ?? [];
    const daily = present(
      rules.find(({ RuleName }) => RuleName === 'Daily'),
      'daily rule',
    );
    expect(daily.ScheduleExpression).toMatch(/^cron\(\d+ \d+ \* \* \? \*\)$/);
    const vaults = world()
      .all('AWS::Backup::BackupVault')
      .map(({ physicalId }) => physicalId);
    for (const { Lifecycle, TargetBackupVaultName } of rules) {
      expect(Lifecycle?.DeleteAfterDays).toBeGreaterThanOrEqual(35);
      expect(vaults).toContain(TargetBackupVaultName);
    }
  });
}
