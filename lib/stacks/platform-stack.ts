import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IBackupVaultRef } from 'aws-cdk-lib/aws-backup';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { withDefaults } from '../../constructs/core/defaults';
import { SpendingGuard, type SpendingGuardProps } from '../../constructs/cost/spending-guard';
import type { INetwork } from '../../constructs/network/i-network';
import { Network, type NetworkProps } from '../../constructs/network/network';
import { SessionAccess, type SessionAccessProps } from '../../constructs/network/session-access';
import { Alerts } from '../../constructs/observability/alerts';
import { LogArchive, type LogArchiveProps } from '../../constructs/observability/log-archive';
import { Backup, type BackupProps } from '../../constructs/recovery/backup';
import { EncryptionKey } from '../../constructs/security/encryption-key';

/** What an environment stands on. */
export interface PlatformStackProps extends StackProps {
  /** What the environment may cost in a month, in US dollars. Nobody else can know it, so there is no default. */
  readonly monthlyLimitUsd: number;
  /** The network. @default {} */
  readonly network?: NetworkProps;
  /** A network that is there already, in the place of a new one. @default - a new one is made */
  readonly existingNetwork?: (scope: Construct) => INetwork;
  /** The log archive. @default {} */
  readonly logArchive?: LogArchiveProps;
  /** An archive bucket that is there already. @default - a new one is made */
  readonly archiveBucket?: (scope: Construct) => IBucket;
  /** Sessions on instances. @default {} */
  readonly sessions?: SessionAccessProps;
  /** Backups. @default {} */
  readonly backup?: BackupProps;
  /** Vaults that are there already, elsewhere, and get a copy of each nightly backup. @default - those of `backup` */
  readonly copyVaults?: (scope: Construct) => IBackupVaultRef[];
  /** The guard of the monthly limit. @default {} */
  readonly spending?: Omit<SpendingGuardProps, 'monthlyLimit'>;
}

const DEFAULTS = {
  network: {},
  logArchive: {},
  sessions: {},
  backup: {},
  spending: {},
} satisfies Partial<PlatformStackProps>;

/**
 * What the services of an environment share: key, alert topics, log archive, network, recorded sessions, backups and a
 * limit on spending. Service stacks of the same environment find these by themselves.
 *
 * Alert routes come from the Environment.
 */
export class PlatformStack extends Stack {
  public readonly encryptionKey: EncryptionKey;
  public readonly alerts: Alerts;
  public readonly logArchive: LogArchive;
  public readonly network: INetwork;
  public readonly sessions: SessionAccess;
  public readonly backup: Backup;
  public readonly spendingGuard: SpendingGuard;

  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, props);
    const { network, logArchive, sessions, backup, spending } = withDefaults(props, DEFAULTS);
    const bucket = props.archiveBucket?.(this) ?? logArchive.bucket;
    this.encryptionKey = EncryptionKey.of(this);
    this.alerts = Alerts.of(this);
    this.logArchive = new LogArchive(this, 'LogArchive', { ...logArchive, bucket });
    this.network = props.existingNetwork?.(this) ?? new Network(this, 'Network', network);
    this.sessions = new SessionAccess(this, 'SessionAccess', sessions);
    this.backup = new Backup(this, 'Backup', { ...backup, copyTo: props.copyVaults?.(this) ?? backup.copyTo });
    this.spendingGuard = new SpendingGuard(this, 'SpendingGuard', { ...spending, monthlyLimit: props.monthlyLimitUsd });
  }
}
