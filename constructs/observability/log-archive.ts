import { Duration, RemovalPolicy, Size, Stack, Token } from 'aws-cdk-lib';
import type { DeliveryStream, DeliveryStreamProps } from 'aws-cdk-lib/aws-kinesisfirehose';
import { FilterPattern, RetentionDays, SubscriptionFilter, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket, BucketProps, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { tierOf } from '../core/context';
import { withDefaults } from '../core/defaults';
import { SeaworthyError } from '../core/errors';
import { checkProps, type PropRule } from '../core/props';
import { offerShared, shared } from '../core/shared';
import { perTier } from '../core/tier';
import { waive, type Waiver } from '../core/waivers';
import { accessLogsBucket, archiveBucket, recordAccessTo } from './log-archive-buckets';
import { LogDeliveryStream } from './log-delivery-stream';
import { LOG_PREFIXES } from './log-prefixes';
import { LogTables } from './log-tables';

export { LOG_PREFIXES } from './log-prefixes';

/** Changes the props of an inner resource before it is made. */
export interface LogArchiveTransform {
  readonly bucket?: (props: BucketProps) => BucketProps;
  readonly accessLogs?: (props: BucketProps) => BucketProps;
  readonly deliveryStream?: (props: DeliveryStreamProps) => DeliveryStreamProps;
}

export interface LogArchiveProps {
  /**
   * How long logs are kept, in whole days. PCI DSS 4.0, requirement 10.5.1, asks for twelve months; one more leaves time
   * to look at what is about to go. @default perTier(Duration.days(400), Duration.days(90), Duration.days(30))
   */
  readonly retention?: Duration;
  /** How long the errors of the delivery stream itself are kept. @default RetentionDays.THREE_MONTHS */
  readonly errorRetention?: RetentionDays;
  /** What becomes of the log of these errors. @default perTier(RemovalPolicy.RETAIN, RemovalPolicy.RETAIN, RemovalPolicy.DESTROY) */
  readonly errorRemovalPolicy?: RemovalPolicy;
  /**
   * What becomes of the buckets when the archive leaves the stack. They stay in every tier: logs still arrive while load
   * balancers are being deleted, and a bucket that is not empty stops the deletion; the lifecycle empties it.
   * `RemovalPolicy.DESTROY` empties and deletes them. @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * An archive that is there already, for example the company's, whose policy and lifecycle are in other hands. Only the
   * delivery stream into it is made. @default - two buckets are made: the archive, and one for access to buckets
   */
  readonly bucket?: IBucket;
  /** Whether the archive can be queried with Athena. @default - true, and false where `bucket` is given */
  readonly tables?: boolean;
  /**
   * What one query may read before Athena stops it; at 5 USD per terabyte (https://aws.amazon.com/athena/pricing) about
   * half a dollar. @default Size.gibibytes(100)
   */
  readonly queryLimit?: Size;
  /** Changes to the inner resources. @default - none */
  readonly transform?: LogArchiveTransform;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

/** An archive in a bucket that is there already. */
export interface ExistingLogArchiveProps extends LogArchiveProps {
  readonly bucket: IBucket;
}

const DEFAULTS = {
  retention: perTier(Duration.days(400), Duration.days(90), Duration.days(30)),
  errorRetention: RetentionDays.THREE_MONTHS,
  errorRemovalPolicy: perTier(RemovalPolicy.RETAIN, RemovalPolicy.RETAIN, RemovalPolicy.DESTROY),
  removalPolicy: RemovalPolicy.RETAIN,
  queryLimit: Size.gibibytes(100),
};

const RULES: PropRule<{ readonly retention: Duration; readonly queryLimit: Size }>[] = [
  {
    code: 'LogRetentionNotInDays',
    reads: ['retention'],
    fails: ({ retention }) => !retention.isUnresolved() && !isPositiveInteger(retention.toDays({ integral: false })),
    message: ({ retention }) => `retention must be one or more whole days, got ${retention.toHumanString()}`,
  },
  {
    code: 'QueryLimitTooSmall',
    reads: ['queryLimit'],
    fails: ({ queryLimit }) => !queryLimit.isUnresolved() && queryLimit.toBytes() < 10_000_000,
    message: ({ queryLimit }) => `queryLimit must be 10 MB or more, got ${queryLimit.toBytes()} bytes`,
  },
];

const KEY = 'log-archive';

/**
 * Where all logs come together: load balancer, flow and resolver logs, delivered by AWS itself; log groups, by way of an
 * encrypted delivery stream (`subscribe`); results of canaries and queries. Tables let Athena read them (`tables`).
 *
 * Its bucket is private, versioned, takes TLS only, moves logs to cheaper classes as long as that pays, and lets them
 * expire. It is encrypted with keys of S3, since Elastic Load Balancing delivers to no bucket with keys of KMS. The log
 * delivery services may write from the start, each under its own of `LOG_PREFIXES`, for this account: a user of the
 * archive adds nothing to the bucket's policy. Whoever switches a log on makes it depend on `bucket.policy`.
 * Access to buckets of this account is recorded in `accessLogs` (`recordAccess`).
 *
 * Refuses log groups of another region and retention in parts of days. A company archive is passed as `bucket`.
 */
export class LogArchive extends Construct {
  /** The archive that serves `scope`: that of its stack or stage, else a new one in its stack. */
  public static of(scope: Construct): LogArchive {
    return shared(scope, KEY, (stack) => new LogArchive(stack, 'LogArchive'));
  }

  /** An archive in a bucket that is there already: made is the delivery stream into it, and tables when asked for. */
  public static fromBucket(scope: Construct, id: string, props: ExistingLogArchiveProps): LogArchive {
    return new LogArchive(scope, id, props);
  }

  /** Where each kind of log lies. */
  public readonly prefixes = LOG_PREFIXES;
  public readonly bucket: IBucket;
  /** Who did what to buckets of this account. Undefined where the archive is a given bucket. */
  public readonly accessLogs?: Bucket;
  /** The delivery stream with its roles, its log of errors and its alarm. */
  public readonly delivery: LogDeliveryStream;
  public readonly deliveryStream: DeliveryStream;
  /** Database, tables and work group. Undefined where they are not wanted. */
  public readonly tables?: LogTables;

  constructor(scope: Construct, id: string, props: LogArchiveProps = {}) {
    super(scope, id);
    const filled = withDefaults(props, DEFAULTS, tierOf(this));
    checkProps(this, filled, RULES);
    const { retention, removalPolicy, queryLimit, transform, tables = props.bucket === undefined } = filled;

    if (props.bucket === undefined) {
      const common = { retention, removalPolicy };
      this.accessLogs = accessLogsBucket(this, 'AccessLogs', { ...common, transform: transform?.accessLogs });
      const bucket = archiveBucket(this, 'Bucket', { ...common, transform: transform?.bucket });
      this.recordAccess(bucket);
      this.bucket = bucket;
    } else {
      this.bucket = props.bucket;
    }
    this.delivery = new LogDeliveryStream(this, 'Delivery', {
      bucket: this.bucket,
      errorRetention: filled.errorRetention,
      errorRemovalPolicy: filled.errorRemovalPolicy,
      transform: transform?.deliveryStream,
    });
    this.deliveryStream = this.delivery.stream;
    if (tables) {
      this.tables = new LogTables(this, 'Tables', { bucket: this.bucket, retention, queryLimit });
    }
    offerShared(this, KEY);
    waive(this, props.waive);
  }

  /**
   * Sends everything that arrives in a log group to the archive. The filter is a child of the log group, so the stack of
   * the log group needs that of the archive, never the reverse. A log group has room for two filters.
   *
   * @throws SeaworthyError `LogGroupElsewhere` when the log group is in another region
   */
  public subscribe(logGroup: ILogGroup, id = 'Archive'): SubscriptionFilter {
    const existing = logGroup.node.tryFindChild(id);
    if (existing instanceof SubscriptionFilter) {
      return existing;
    }
    this.refuseOtherRegion(logGroup);
    const { stream, subscriptionRole } = this.delivery;
    return new SubscriptionFilter(logGroup, id, {
      logGroup,
      filterPattern: FilterPattern.allEvents(),
      destination: { bind: () => ({ arn: stream.deliveryStreamArn, role: subscriptionRole }) },
    });
  }

  /**
   * Records who did what to a bucket of this account and region, in `accessLogs`.
   *
   * @throws SeaworthyError `AccessLogsMissing` when the archive is a given bucket
   */
  public recordAccess(bucket: Bucket): void {
    if (this.accessLogs === undefined) {
      throw new SeaworthyError('AccessLogsMissing', 'bucket has no place for its access logs: the archive is given', {
        scope: bucket,
        fix: 'give the bucket serverAccessLogsBucket, the place where your company keeps access logs',
      });
    }
    recordAccessTo(bucket, this.accessLogs);
  }

  private refuseOtherRegion(logGroup: ILogGroup): void {
    const [theirs, ours] = [Stack.of(logGroup).region, Stack.of(this).region];
    if (!Token.isUnresolved(theirs) && !Token.isUnresolved(ours) && theirs !== ours) {
      throw new SeaworthyError('LogGroupElsewhere', `logGroup must be in ${ours} like the archive, got ${theirs}`, {
        scope: logGroup,
        fix: 'use LogArchive.of(scope), which finds or makes the archive of the right region',
      });
    }
  }
}

function isPositiveInteger(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}
