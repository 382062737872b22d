import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectOwnership,
  StorageClass,
  type BucketProps,
  type CfnBucket,
  type IBucket,
  type LifecycleRule,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { allowLogDelivery, allowServerAccessLogs } from './log-delivery-policy';
import { LOG_PREFIXES } from './log-prefixes';

/** What both buckets of an archive are made from. */
export interface LogBucketOptions {
  /** How long logs are kept. */
  readonly retention: Duration;
  readonly removalPolicy: RemovalPolicy;
  /** Changes the props before the bucket is made. @default - nothing is changed */
  readonly transform?: (props: BucketProps) => BucketProps;
}

/** Infrequent access needs 30 days in a bucket before, and is billed for 30 days. */
const INFREQUENT_ACCESS_AFTER = Duration.days(30);
/** Glacier Instant Retrieval is billed for 90 days; unlike the other Glacier classes, Athena reads it. */
const GLACIER_AFTER = Duration.days(90);
/** How long a deleted or overwritten log can be had back. */
const KEEP_NONCURRENT = Duration.days(30);
/** Answers of queries are worth little once read. */
const KEEP_QUERY_RESULTS = Duration.days(7);
/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html */
const ABORT_UPLOADS_AFTER = Duration.days(7);

/**
 * The bucket of the archive. Encrypted with keys of S3, since load balancers deliver their logs to no other; objects
 * belong to the owner of the bucket, whoever wrote them.
 */
export function archiveBucket(scope: Construct, id: string, { retention, ...options }: LogBucketOptions): Bucket {
  const bucket = logBucket(scope, id, options, [
    { id: 'Expire', expiration: retention, transitions: transitionsWithin(retention), ...trimmed() },
    { id: 'ExpireQueryResults', prefix: `${LOG_PREFIXES.athena}/`, expiration: KEEP_QUERY_RESULTS },
    { id: 'RemoveDeleteMarkers', expiredObjectDeleteMarker: true },
  ]);
  allowLogDelivery(bucket);
  return bucket;
}

/** The bucket for who did what to buckets of this account. It is a log target, so nobody logs access to it. */
export function accessLogsBucket(scope: Construct, id: string, { retention, ...options }: LogBucketOptions): Bucket {
  const bucket = logBucket(scope, id, options, [
    { id: 'Expire', expiration: retention, transitions: transitionsWithin(retention), ...trimmed() },
    { id: 'RemoveDeleteMarkers', expiredObjectDeleteMarker: true },
  ]);
  allowServerAccessLogs(bucket);
  return bucket;
}

/**
 * Records access to `bucket` in `target`, by account, region, bucket and day. Set on the resource itself: the CDK's own
 * way puts a policy or an ACL on the target, depending on a feature flag.
 */
export function recordAccessTo(bucket: Bucket, target: IBucket): void {
  (bucket.node.defaultChild as CfnBucket).loggingConfiguration = {
    destinationBucketName: target.bucketName,
    targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } },
  };
}

function logBucket(
  scope: Construct,
  id: string,
  { removalPolicy, transform = (props) => props }: Omit<LogBucketOptions, 'retention'>,
  lifecycleRules: LifecycleRule[],
): Bucket {
  const props: BucketProps = {
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    lifecycleRules,
    removalPolicy,
    autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
  };
  const bucket = new Bucket(scope, id, transform(props));
  // A bucket that stays keeps what guards it: its refusal of plain HTTP, and what lets logs in that still arrive.
  bucket.policy?.applyRemovalPolicy(removalPolicy);
  return bucket;
}

function trimmed(): LifecycleRule {
  return {
    noncurrentVersionExpiration: KEEP_NONCURRENT,
    abortIncompleteMultipartUploadAfter: ABORT_UPLOADS_AFTER,
  };
}

/** Only the steps that pay: a log must stay in a class for as long as the class is billed at least. */
function transitionsWithin(retention: Duration): LifecycleRule['transitions'] {
  const days = retention.toDays();
  const steps = [
    { storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: INFREQUENT_ACCESS_AFTER, billed: 30 },
    { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: GLACIER_AFTER, billed: 90 },
  ];
  return steps
    .filter(({ transitionAfter, billed }) => transitionAfter.toDays() + billed <= days)
    .map(({ storageClass, transitionAfter }) => ({ storageClass, transitionAfter }));
}
