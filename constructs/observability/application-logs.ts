import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays, type SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { tierOf } from '../core/context';
import { withDefaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import { perTier } from '../core/tier';
import { waive, type Waiver } from '../core/waivers';
import { LogArchive } from './log-archive';

export interface ApplicationLogsProps {
  /** Name of the log group. @default - CloudFormation names it */
  readonly logGroupName?: string;
  /**
   * How long events can be searched in CloudWatch; the archive keeps them longer. Three months are what PCI DSS 4.0,
   * requirement 10.5.1, asks to have at hand. @default perTier(RetentionDays.THREE_MONTHS, RetentionDays.ONE_MONTH, RetentionDays.ONE_WEEK)
   */
  readonly retention?: RetentionDays;
  /** Where the events go. @default - the archive of the environment */
  readonly archive?: LogArchive;
  /** A key of yours; its policy must let `logs` of this region use it. @default - a key of CloudWatch */
  readonly encryptionKey?: IKeyRef;
  /** What becomes of the log group when it leaves the stack. @default perTier(RemovalPolicy.RETAIN, RemovalPolicy.RETAIN, RemovalPolicy.DESTROY) */
  readonly removalPolicy?: RemovalPolicy;
  /** Whether nobody may delete the log group before this is turned off. @default perTier(true, false, false) */
  readonly deletionProtection?: boolean;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

const DEFAULTS = {
  retention: perTier(RetentionDays.THREE_MONTHS, RetentionDays.ONE_MONTH, RetentionDays.ONE_WEEK),
  removalPolicy: perTier(RemovalPolicy.RETAIN, RemovalPolicy.RETAIN, RemovalPolicy.DESTROY),
  deletionProtection: perTier(true, false, false),
};

const RULES: PropRule<ApplicationLogsProps>[] = [
  {
    code: 'ProtectedButDestroyed',
    reads: ['removalPolicy', 'deletionProtection'],
    fails: (props) => props.deletionProtection === true && props.removalPolicy === RemovalPolicy.DESTROY,
    message: () => 'deletionProtection must be false where removalPolicy is destroy, got true: the stack could not go',
  },
];

/**
 * The log group of an application. Its events can be searched in CloudWatch for a while, and all go on to the archive,
 * where they are kept longer. In production it outlives its stack, and cannot be deleted by hand before its deletion
 * protection is turned off; in development it goes with the stack.
 *
 * Refuses an archive of another region, and protection of a log group that is to go with its stack.
 */
export class ApplicationLogs extends Construct {
  public readonly logGroup: LogGroup;
  /** The way to the archive. */
  public readonly subscription: SubscriptionFilter;

  constructor(scope: Construct, id: string, props: ApplicationLogsProps = {}) {
    super(scope, id);
    const filled = withDefaults(props, DEFAULTS, tierOf(this));
    checkProps(this, filled, RULES);
    this.logGroup = new LogGroup(this, 'Group', {
      logGroupName: filled.logGroupName,
      retention: filled.retention,
      encryptionKey: filled.encryptionKey,
      removalPolicy: filled.removalPolicy,
      deletionProtectionEnabled: filled.deletionProtection,
    });
    this.subscription = (filled.archive ?? LogArchive.of(this)).subscribe(this.logGroup);
    waive(this, props.waive);
  }
}
