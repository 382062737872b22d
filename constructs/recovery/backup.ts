import { Duration, Names, RemovalPolicy } from 'aws-cdk-lib';
import {
  BackupPlan,
  BackupPlanRule,
  CfnBackupSelection,
  type BackupVault,
  type IBackupVaultRef,
} from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { Construct, type IConstruct } from 'constructs';
import { contextOf, tierOf } from '../core/context';
import { withDefaults, type Defaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import { TAGS } from '../core/tags';
import { perTier, Tier } from '../core/tier';
import { waive, type Waiver } from '../core/waivers';
import { EncryptionKey } from '../security/encryption-key';
import { BackupAlarms } from './backup-alarms';
import { BackupNotices } from './backup-notices';
import { backupRole } from './backup-role';
import { BACKUP_TAG, tagForBackup } from './backup-tag';
import { backupTime } from './backup-time';
import { lockedVault } from './backup-vault';

export { BACKUP_TAG } from './backup-tag';

export interface BackupProps {
  /** How long a nightly backup is kept, in whole days: at least 35 in production. @default perTier(Duration.days(35), Duration.days(14), Duration.days(7)) */
  readonly retention?: Duration;
  /** When the nightly backup starts. @default - between 00:01 and 05:59 UTC, at a time derived from the name of the service */
  readonly schedule?: Schedule;
  /**
   * How long the backup of the first night of a month is kept, in whole days, at least 31. There is no monthly backup where
   * nightly ones are kept as long. @default perTier(Duration.days(365), Duration.days(90), Duration.days(31))
   */
  readonly monthlyRetention?: Duration;
  /** When a monthly backup moves to cold storage, where it stays for at least 90 days. @default - it does not */
  readonly monthlyColdStorageAfter?: Duration;
  /** Vaults in other regions or accounts that get a copy of each nightly backup. @default [] */
  readonly copyTo?: IBackupVaultRef[];
  /** The shortest retention that the vault takes in, also by hand. @default perTier(Duration.days(7), Duration.days(7), Duration.days(1)) */
  readonly minRetention?: Duration;
  /**
   * When the lock becomes final, at least 3 days after its creation: from then on nobody can lift it, AWS included, and
   * the vault costs what it costs until its last backup ends. @default - never: who may change the vault may lift the lock
   */
  readonly immutableAfter?: Duration;
  /** The key of the vault. @default - the shared key of the environment */
  readonly encryptionKey?: IKeyRef;
  /**
   * What becomes of the vault when it leaves the stack. It stays in every tier: AWS deletes no vault that holds backups,
   * which would stop the deletion of the stack. The backups expire in it, and an empty vault costs nothing.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

const DEFAULTS = {
  retention: perTier(Duration.days(35), Duration.days(14), Duration.days(7)),
  monthlyRetention: perTier(Duration.days(365), Duration.days(90), Duration.days(31)),
  copyTo: [],
  minRetention: perTier(Duration.days(7), Duration.days(7), Duration.days(1)),
  removalPolicy: RemovalPolicy.RETAIN,
} satisfies Defaults<BackupProps>;

type Settled = BackupProps & Required<Pick<BackupProps, keyof typeof DEFAULTS>> & { readonly tier: Tier };

/** Days that AWS charges for cold storage at least. */
const COLD_DAYS = 90;

/** The most days that AWS Backup keeps anything. */
const MOST_DAYS = 36500;

/** What the checklist asks of production, BAK-02. */
const leastDays = (tier: Tier): number => (tier === Tier.PRODUCTION ? 35 : 1);

const RULES: PropRule<Settled>[] = [
  {
    code: 'BackupRetentionOutOfRange',
    reads: ['retention'],
    fails: ({ retention, tier }) => !isDays(retention, leastDays(tier), MOST_DAYS),
    message: ({ retention, tier }) =>
      `retention must be ${leastDays(tier)} to ${MOST_DAYS} whole days in ${tier}, got ${retention.toHumanString()}`,
  },
  {
    code: 'MonthlyRetentionOutOfRange',
    reads: ['monthlyRetention'],
    fails: ({ monthlyRetention }) => !isDays(monthlyRetention, 31, MOST_DAYS),
    message: ({ monthlyRetention }) =>
      `monthlyRetention must be 31 to ${MOST_DAYS} whole days, got ${monthlyRetention.toHumanString()}`,
  },
  {
    code: 'ColdStorageTooLate',
    reads: ['monthlyRetention', 'monthlyColdStorageAfter'],
    fails: ({ monthlyRetention, monthlyColdStorageAfter }) =>
      monthlyColdStorageAfter !== undefined && daysOf(monthlyColdStorageAfter) + COLD_DAYS > daysOf(monthlyRetention),
    message: ({ monthlyRetention, monthlyColdStorageAfter }) =>
      `monthlyColdStorageAfter must leave ${COLD_DAYS} days of monthlyRetention, got ${monthlyColdStorageAfter?.toHumanString()} of ${monthlyRetention.toHumanString()}`,
  },
  {
    code: 'MinRetentionOutOfRange',
    reads: ['minRetention', 'retention'],
    fails: ({ minRetention, retention }) =>
      !isDays(minRetention, 1, MOST_DAYS) || daysOf(minRetention) >= daysOf(retention),
    message: ({ minRetention, retention }) =>
      `minRetention must be whole days, at least 1 and fewer than retention (${retention.toHumanString()}), got ${minRetention.toHumanString()}`,
  },
  {
    code: 'ImmutableTooSoon',
    reads: ['immutableAfter'],
    fails: ({ immutableAfter }) => immutableAfter !== undefined && !isDays(immutableAfter, 3, MOST_DAYS),
    message: ({ immutableAfter }) =>
      `immutableAfter must be 3 to ${MOST_DAYS} whole days, got ${immutableAfter?.toHumanString()}`,
  },
];

/**
 * A backup each night of everything in the environment that carries the tag `backup: daily`, and a lasting one each month,
 * into a vault that is encrypted with a key of yours and locked: nobody deletes a backup before its time, unless he first
 * lifts the lock and the policy of the vault. `Backup.protect(construct)` puts the tag on what holds data.
 *
 * A backup that fails pages; each job that fails, copies and restores too, becomes a ticket with its reason. The role backs
 * up and does not restore: who restores takes one of his own (`docs/runbooks/backup-restore.md`).
 *
 * Refuses less than 35 days in production, and what AWS Backup does not offer. Override `retention` and
 * `monthlyRetention`; add `copyTo` for another region or account.
 */
export class Backup extends Construct {
  /** Puts a construct, and all that it holds, into the backup of its environment. */
  public static protect(construct: IConstruct): void {
    tagForBackup(construct);
  }

  public readonly vault: BackupVault;
  public readonly plan: BackupPlan;
  public readonly role: Role;
  public readonly selection: CfnBackupSelection;
  public readonly alarms: BackupAlarms;
  public readonly notices: BackupNotices;

  constructor(scope: Construct, id: string, props: BackupProps = {}) {
    super(scope, id);
    const tier = tierOf(this);
    const settled: Settled = { ...withDefaults<BackupProps, typeof DEFAULTS>(props, DEFAULTS, tier), tier };
    checkProps(this, settled, RULES);
    this.vault = lockedVault(this, 'Vault', {
      ...settled,
      encryptionKey: settled.encryptionKey ?? EncryptionKey.of(this).key,
      maxRetention: longer(settled.retention, settled.monthlyRetention),
    });
    this.plan = new BackupPlan(this, 'Plan', {
      backupPlanName: Names.uniqueResourceName(this, { maxLength: 50, separator: '-', allowedSpecialCharacters: '-' }),
      backupVault: this.vault,
      backupPlanRules: this.rules(settled),
    });
    this.role = backupRole(this, 'Role');
    this.selection = this.select();
    this.alarms = new BackupAlarms(this, 'Alarms', { vault: this.vault });
    this.notices = new BackupNotices(this, 'Notices', { vault: this.vault });
    waive(this, props.waive);
  }

  private rules(props: Settled): BackupPlanRule[] {
    const { service = this.node.path, environment = '' } = contextOf(this) ?? {};
    const name = `${service} ${environment}`;
    const windows = { startWindow: Duration.hours(2), completionWindow: Duration.days(7) };
    const daily = new BackupPlanRule({
      ...windows,
      ruleName: 'Daily',
      scheduleExpression: props.schedule ?? Schedule.cron(night(name)),
      deleteAfter: props.retention,
      copyActions: props.copyTo.map((vault) => ({ destinationBackupVault: vault, deleteAfter: props.retention })),
    });
    if (daysOf(props.monthlyRetention) <= daysOf(props.retention)) {
      return [daily];
    }
    const lasting = new BackupPlanRule({
      ...windows,
      ruleName: 'Monthly',
      scheduleExpression: Schedule.cron({ ...night(`${name} monthly`), day: '1' }),
      deleteAfter: props.monthlyRetention,
      moveToColdStorageAfter: props.monthlyColdStorageAfter,
    });
    return [daily, lasting];
  }

  /** What carries the tag and belongs to this environment: others of the account have plans of their own. */
  private select(): CfnBackupSelection {
    const context = contextOf(this);
    const own = context && { [TAGS.service]: context.service, [TAGS.environment]: context.environment };
    const wanted = { [BACKUP_TAG.key]: BACKUP_TAG.value, ...own };
    return new CfnBackupSelection(this, 'Selection', {
      backupPlanId: this.plan.backupPlanId,
      backupSelection: {
        selectionName: 'Tagged',
        iamRoleArn: this.role.roleArn,
        resources: ['*'],
        conditions: {
          StringEquals: Object.entries(wanted).map(([key, value]) => ({
            ConditionKey: `aws:ResourceTag/${key}`,
            ConditionValue: value,
          })),
        },
      },
    });
  }
}

function night(name: string): { hour: string; minute: string } {
  const { hour, minute } = backupTime(name);
  return { hour: String(hour), minute: String(minute) };
}

function longer(one: Duration, other: Duration): Duration {
  return daysOf(other) > daysOf(one) ? other : one;
}

function daysOf(duration: Duration): number {
  return duration.toDays({ integral: false });
}

function isDays(duration: Duration, least: number, most: number): boolean {
  const days = daysOf(duration);
  return Number.isInteger(days) && days >= least && days <= most;
}
