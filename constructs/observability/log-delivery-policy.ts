import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { LOG_PREFIXES } from './log-prefixes';

/**
 * Lets the log delivery services of AWS write into the archive, each only under its own prefixes and only for this
 * account. Whoever switches a log on has nothing to add.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 */
export function allowLogDelivery(bucket: IBucket): void {
  const { loadBalancer, connections, healthChecks, flow, resolver } = LOG_PREFIXES;
  const statements = [
    loadBalancersMayWrite(bucket, [loadBalancer, connections, healthChecks]),
    // One statement per prefix, equal to what the flow log of the CDK asks for, which then adds nothing.
    ...[flow, resolver].map((prefix) => logServiceMayWrite(bucket, prefix)),
    logServiceMayLook(bucket),
  ];
  statements.forEach((statement) => bucket.addToResourcePolicy(statement));
}

/** Lets S3 write the server access logs of every bucket of this account into `bucket`. */
export function allowServerAccessLogs(bucket: IBucket): void {
  const stack = Stack.of(bucket);
  bucket.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 's3', region: '', account: '', resource: '*' }) },
      },
    }),
  );
}

/**
 * The service principal that works in every region; the accounts per region that were once named here are legacy. No
 * condition on the source: AWS documents none for this service, and says that the account in the path keeps others out.
 */
function loadBalancersMayWrite(bucket: IBucket, prefixes: string[]): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: prefixes.map((prefix) => objectsOf(bucket, prefix)),
  });
}

function logServiceMayWrite(bucket: IBucket, prefix: string): PolicyStatement {
  const { StringEquals, ArnLike } = ofThisAccount(bucket);
  return new PolicyStatement({
    principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: [objectsOf(bucket, prefix)],
    conditions: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', ...StringEquals }, ArnLike },
  });
}

function logServiceMayLook(bucket: IBucket): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: ['s3:GetBucketAcl', 's3:ListBucket'],
    resources: [bucket.bucketArn],
    conditions: ofThisAccount(bucket),
  });
}

function ofThisAccount(bucket: IBucket): { StringEquals: Record<string, string>; ArnLike: Record<string, string> } {
  const stack = Stack.of(bucket);
  return {
    StringEquals: { 'aws:SourceAccount': stack.account },
    ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'logs', resource: '*' }) },
  };
}

function objectsOf(bucket: IBucket, prefix: string): string {
  return bucket.arnForObjects(`${prefix}/AWSLogs/${Stack.of(bucket).account}/*`);
}
