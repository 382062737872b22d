import { ArnFormat, Duration, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  AnyPrincipal,
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
  type Conditions,
} from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage, type KeyGrants } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { tierOf } from '../core/context';
import { withDefaults, type Defaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import { offerShared, shared } from '../core/shared';
import { perTier } from '../core/tier';
import { waive, type Waiver } from '../core/waivers';
import { viaService } from './via-service';

export interface EncryptionKeyProps {
  /** What the key protects, for people who find it in the console. @default - the path of the construct */
  readonly description?: string;
  /** A name for people, with or without `alias/`. @default - made from the path of the construct */
  readonly alias?: string;
  /**
   * How often AWS makes new key material, 90 to 2560 days; old material keeps decrypting.
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
   * @default Duration.days(365)
   */
  readonly rotationPeriod?: Duration;
  /** How long a deletion can be taken back, 7 to 30 days. @default Duration.days(30) */
  readonly pendingWindow?: Duration;
  /** What happens to the key when it leaves the stack. @default perTier(RemovalPolicy.RETAIN, RemovalPolicy.RETAIN, RemovalPolicy.DESTROY) */
  readonly removalPolicy?: RemovalPolicy;
  /** Whether other regions may hold a replica; cannot be changed later. @default false */
  readonly multiRegion?: boolean;
  /** Service principals of AWS that may use the key on behalf of this account. @default [] */
  readonly services?: string[];
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

const DEFAULTS = {
  rotationPeriod: Duration.days(365),
  pendingWindow: Duration.days(30),
  removalPolicy: perTier(RemovalPolicy.RETAIN, RemovalPolicy.RETAIN, RemovalPolicy.DESTROY),
  multiRegion: false,
  services: [],
} satisfies Defaults<EncryptionKeyProps>;

type Settled = Required<Pick<EncryptionKeyProps, 'rotationPeriod' | 'pendingWindow'>> & EncryptionKeyProps;

const RULES: PropRule<Settled>[] = [
  {
    code: 'RotationPeriodOutOfRange',
    reads: ['rotationPeriod'],
    fails: ({ rotationPeriod }) => !isBetween(rotationPeriod, 90, 2560),
    message: ({ rotationPeriod }) =>
      `rotationPeriod must be 90 to 2560 whole days, got ${rotationPeriod.toHumanString()}`,
  },
  {
    code: 'PendingWindowOutOfRange',
    reads: ['pendingWindow'],
    fails: ({ pendingWindow }) => !isBetween(pendingWindow, 7, 30),
    message: ({ pendingWindow }) => `pendingWindow must be 7 to 30 whole days, got ${pendingWindow.toHumanString()}`,
  },
  {
    code: 'AliasMalformed',
    reads: ['alias'],
    fails: ({ alias }) => alias !== undefined && !/^(alias\/)?(?!aws\/|alias\/)[\w/-]{1,250}$/.test(alias),
    message: ({ alias }) => `alias must be letters, digits, '/', '_' or '-' and not begin with 'aws/', got '${alias}'`,
  },
];

const SHARED_KEY = 'encryption-key';

/** What a service needs in order to write and read what the key encrypts. */
const USE = ['kms:Decrypt', 'kms:GenerateDataKey*'];

/** How a service may use a key. */
export interface ServiceUse {
  /** What it may do. @default - decrypt, and generate data keys */
  readonly actions?: string[];
  /** When it may. @default - only on behalf of this account (`aws:SourceAccount`) */
  readonly conditions?: Conditions;
}

/**
 * A symmetric key of the customer's own that rotates by itself and can be recovered for 30 days after a deletion.
 *
 * Its policy leaves the decision to IAM of this account and lets in only the services named, only for this account.
 * It refuses rotation periods and recovery windows that KMS does not offer. Override `rotationPeriod`, or let one more
 * service in with `allowService`; everything else is in `key`.
 */
export class EncryptionKey extends Construct {
  /**
   * The key that an environment shares. Alert topics, log groups, secrets and backups may use it from every stack of the
   * environment, and none of them adds to its policy, which would tie the stacks into a circle.
   */
  public static of(scope: Construct): EncryptionKey {
    return shared(scope, SHARED_KEY, (stack) => {
      const made = new EncryptionKey(stack, 'EncryptionKey', { description: 'Alerts, logs, secrets and backups' });
      made.allowAlerts();
      made.allowLogs();
      made.allowSecrets();
      offerShared(made, SHARED_KEY);
      return made;
    });
  }

  public readonly key: Key;
  private readonly policy: PolicyDocument;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps = {}) {
    super(scope, id);
    const settled = withDefaults<EncryptionKeyProps, typeof DEFAULTS>(props, DEFAULTS, tierOf(this));
    checkProps(this, settled, RULES);
    this.policy = new PolicyDocument({ statements: [iamDecides()] });
    this.key = new Key(this, 'Resource', {
      description: settled.description ?? this.node.path,
      alias: `alias/${(settled.alias ?? uniqueAlias(this)).replace(/^alias\//, '')}`,
      enabled: true,
      keySpec: KeySpec.SYMMETRIC_DEFAULT,
      keyUsage: KeyUsage.ENCRYPT_DECRYPT,
      enableKeyRotation: true,
      rotationPeriod: settled.rotationPeriod,
      pendingWindow: settled.pendingWindow,
      removalPolicy: settled.removalPolicy,
      multiRegion: settled.multiRegion,
      policy: this.policy,
    });
    settled.services.forEach((service) => this.allowService(service));
    waive(this, props.waive);
  }

  /** Lets roles and users use the key: `key.grants.decrypt(role)`. */
  public get grants(): KeyGrants {
    return this.key.grants;
  }

  /** Lets a service of AWS use the key, on behalf of this account unless `conditions` say otherwise. */
  public allowService(servicePrincipal: string, { actions = USE, conditions }: ServiceUse = {}): void {
    this.policy.addStatements(
      new PolicyStatement({
        principals: [new ServicePrincipal(servicePrincipal)],
        actions,
        resources: ['*'],
        conditions: conditions ?? { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }

  /** Lets CloudWatch Logs encrypt the log groups of this account and region, and nothing else. */
  public allowLogs(): void {
    const { region } = Stack.of(this);
    const logGroups = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.allowService(`logs.${region}.amazonaws.com`, {
      actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
    });
  }

  /**
   * Lets Secrets Manager use the key for every caller of this account that may read or write the secret: the terms of the
   * key `aws/secretsmanager`. `secret.grantRead(role)` then needs no word in this policy, from whichever stack.
   */
  public allowSecrets(): void {
    const { account } = Stack.of(this);
    this.policy.addStatements(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: [
          'kms:CreateGrant',
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey*',
          'kms:ReEncrypt*',
        ],
        resources: ['*'],
        conditions: {
          StringEquals: { 'kms:ViaService': viaService(this, 'secretsmanager'), 'kms:CallerAccount': account },
        },
      }),
    );
  }

  /**
   * Lets the services that raise alerts publish to encrypted topics of this account and region.
   *
   * EventBridge and AWS Backup do not say on whose behalf they call KMS, so a condition on `aws:SourceAccount` would drop
   * their messages in silence; the encryption context, which names the topic, binds them instead.
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
   */
  public allowAlerts(): void {
    const topics = Stack.of(this).formatArn({ service: 'sns', resource: '*' });
    const ofOurTopics = { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': topics } };
    const forUs = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    for (const service of ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com']) {
      this.allowService(service, { conditions: { ...ofOurTopics, ...forUs } });
    }
    for (const service of ['events.amazonaws.com', 'backup.amazonaws.com']) {
      this.allowService(service, { conditions: ofOurTopics });
    }
    this.allowService('sns.amazonaws.com');
    this.allowGroupNotices(topics);
  }

  /**
   * Lets auto scaling groups report launches and terminations to encrypted topics: they publish as a service-linked role.
   * It is named in a condition, since a key policy that names a role before it exists is refused.
   */
  private allowGroupNotices(topics: string): void {
    const stack = Stack.of(this);
    const role = stack.formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: 'aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
    });
    this.policy.addStatements(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: {
          ArnEquals: { 'aws:PrincipalArn': role },
          ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': topics },
          StringEquals: { 'kms:CallerAccount': stack.account },
        },
      }),
    );
  }
}

/** The statement that makes IAM policies count: without it a key can lock everybody out. */
function iamDecides(): PolicyStatement {
  return new PolicyStatement({ principals: [new AccountRootPrincipal()], actions: ['kms:*'], resources: ['*'] });
}

function uniqueAlias(scope: Construct): string {
  return Names.uniqueResourceName(scope, { maxLength: 200, separator: '-', allowedSpecialCharacters: '-' });
}

function isBetween(duration: Duration, least: number, most: number): boolean {
  const days = duration.toDays({ integral: false });
  return Number.isInteger(days) && days >= least && days <= most;
}
