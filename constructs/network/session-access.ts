import { Duration } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { withDefaults, type Defaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import { offerShared, shared } from '../core/shared';
import { waive, type Waiver } from '../core/waivers';
import { ApplicationLogs } from '../observability/application-logs';
import { EncryptionKey } from '../security/encryption-key';
import { letAgentIn, letPeopleIn } from './session-policies';

export interface SessionAccessProps {
  /**
   * Makes these the preferences of the account and region: sessions that name no document are recorded too. One stack
   * per account and region can say so. @default false
   */
  readonly accountDefault?: boolean;
  /** Ends a session in which nobody types, 1 to 60 minutes. @default Duration.minutes(20) */
  readonly idleTimeout?: Duration;
  /** Ends any session, 1 to 1440 minutes. @default Duration.hours(4) */
  readonly maxDuration?: Duration;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

const DEFAULTS = {
  accountDefault: false,
  idleTimeout: Duration.minutes(20),
  maxDuration: Duration.hours(4),
} satisfies Defaults<SessionAccessProps>;

type Settled = SessionAccessProps & Required<Pick<SessionAccessProps, keyof typeof DEFAULTS>>;

const RULES: PropRule<Settled>[] = [
  {
    code: 'IdleTimeoutOutOfRange',
    reads: ['idleTimeout'],
    fails: ({ idleTimeout }) => !isMinutes(idleTimeout, 60),
    message: ({ idleTimeout }) => `idleTimeout must be 1 to 60 whole minutes, got ${idleTimeout.toHumanString()}`,
  },
  {
    code: 'MaxDurationOutOfRange',
    reads: ['maxDuration'],
    fails: ({ maxDuration }) => !isMinutes(maxDuration, 1440),
    message: ({ maxDuration }) => `maxDuration must be 1 to 1440 whole minutes, got ${maxDuration.toHumanString()}`,
  },
];

const KEY = 'session-access';

/** The document that Session Manager takes where a session names none. */
const ACCOUNT_DEFAULT = 'SSM-SessionManagerRunShell';

/**
 * A shell on instances through Session Manager: no SSH, no open port, no key pair. Each session is encrypted with the
 * customer's key from end to end, and typed and printed text is streamed to an encrypted log group while it happens,
 * which goes on to the log archive.
 *
 * Instances take part by `grantTo(role)`; people are let in by `grantConnect(role)` and open a session with
 * `startCommand(instanceId)`. Refuses durations that Session Manager does not offer.
 */
export class SessionAccess extends Construct {
  /** The session access that an environment shares. */
  public static of(scope: Construct): SessionAccess {
    return shared(scope, KEY, (stack) => new SessionAccess(stack, 'SessionAccess'));
  }

  public readonly document: CfnDocument;
  public readonly logs: ApplicationLogs;
  public readonly logGroup: LogGroup;
  public readonly encryptionKey: IKey;
  private readonly accountDefault: boolean;

  constructor(scope: Construct, id: string, props: SessionAccessProps = {}) {
    super(scope, id);
    const settled: Settled = withDefaults(props, DEFAULTS);
    checkProps(this, settled, RULES);
    offerShared(this, KEY);
    this.accountDefault = settled.accountDefault;
    this.encryptionKey = EncryptionKey.of(this).key;
    this.logs = new ApplicationLogs(this, 'Logs', { encryptionKey: this.encryptionKey });
    this.logGroup = this.logs.logGroup;
    this.document = new CfnDocument(this, 'Document', {
      name: settled.accountDefault ? ACCOUNT_DEFAULT : undefined,
      documentType: 'Session',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion',
      content: this.content(settled),
    });
    waive(this, props.waive);
  }

  /** The command that opens a recorded session on an instance. */
  public startCommand(instanceId: string): string {
    const document = this.accountDefault ? '' : ` --document-name ${this.document.ref}`;
    return `aws ssm start-session --target ${instanceId}${document}`;
  }

  /** Lets instances with this role take part: exactly what their SSM agent needs for recorded, encrypted sessions. */
  public grantTo(role: IRole): void {
    letAgentIn(role, { logGroup: this.logGroup, encryptionKey: this.encryptionKey });
  }

  /** Lets people with this role open recorded sessions, and no others, on instances of this service and environment. */
  public grantConnect(role: IRole): void {
    letPeopleIn(role, { document: this.document, encryptionKey: this.encryptionKey });
  }

  private content({ idleTimeout, maxDuration }: Settled): object {
    return {
      schemaVersion: '1.0',
      description: `Recorded and encrypted sessions of ${this.node.path}`,
      sessionType: 'Standard_Stream',
      inputs: {
        cloudWatchLogGroupName: this.logGroup.logGroupName,
        cloudWatchEncryptionEnabled: true,
        cloudWatchStreamingEnabled: true,
        kmsKeyId: this.encryptionKey.keyArn,
        idleSessionTimeout: String(idleTimeout.toMinutes()),
        maxSessionDuration: String(maxDuration.toMinutes()),
        s3BucketName: '',
        s3KeyPrefix: '',
        s3EncryptionEnabled: true,
        runAsEnabled: false,
        runAsDefaultUser: '',
        shellProfile: { linux: '', windows: '' },
      },
    };
  }
}

function isMinutes(duration: Duration, most: number): boolean {
  const minutes = duration.toMinutes({ integral: false });
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= most;
}
