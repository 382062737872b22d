import { attribute } from '../attributes';
import { gather } from '../gather';
import type { Cursor, Resource } from '../model';
import { physicalName, type TemplateIndex } from '../template-index';
import { LOAD_BALANCER } from './load-balancing';

/** A place in which somebody says where logs go, and below which prefix. */
export interface LogDelivery {
  readonly from: Resource;
  readonly bucket: Cursor;
  /** @default - the whole bucket */
  readonly prefix?: Cursor;
}

type Reader = (resource: Resource, index: TemplateIndex) => Omit<LogDelivery, 'from'>[];

const STREAM = 'AWS::KinesisFirehose::DeliveryStream';
const DESTINATIONS = ['ExtendedS3DestinationConfiguration', 'S3DestinationConfiguration'];
const SOURCES_OF_STREAM = [
  ['AWS::Logs::SubscriptionFilter', 'DestinationArn'],
  ['AWS::WAFv2::LoggingConfiguration', 'LogDestinationConfigs'],
  ['AWS::EC2::FlowLog', 'LogDestination'],
  ['AWS::Logs::DeliveryDestination', 'DestinationResourceArn'],
  ['AWS::Route53Resolver::ResolverQueryLoggingConfig', 'DestinationArn'],
] as const;

const at =
  (bucket: string, prefix?: string): Reader =>
  (resource) => [{ bucket: resource.at(bucket), prefix: prefix === undefined ? undefined : resource.at(prefix) }];

const READERS: Readonly<Record<string, Reader>> = {
  'AWS::S3::Bucket': at('LoggingConfiguration.DestinationBucketName', 'LoggingConfiguration.LogFilePrefix'),
  [LOAD_BALANCER]: (loadBalancer) => {
    const list = loadBalancer.at('LoadBalancerAttributes');
    return ['access_logs', 'connection_logs', 'health_check_logs'].map((kind) => ({
      bucket: attribute(list, `${kind}.s3.bucket`),
      prefix: attribute(list, `${kind}.s3.prefix`),
    }));
  },
  'AWS::ElasticLoadBalancing::LoadBalancer': at(
    'AccessLoggingPolicy.S3BucketName',
    'AccessLoggingPolicy.S3BucketPrefix',
  ),
  'AWS::CloudFront::Distribution': at('DistributionConfig.Logging.Bucket', 'DistributionConfig.Logging.Prefix'),
  'AWS::EC2::FlowLog': at('LogDestination'),
  'AWS::Route53Resolver::ResolverQueryLoggingConfig': at('DestinationArn'),
  'AWS::WAFv2::LoggingConfiguration': (logging) =>
    logging
      .at('LogDestinationConfigs')
      .items()
      .map((bucket) => ({ bucket })),
  'AWS::CloudTrail::Trail': at('S3BucketName', 'S3KeyPrefix'),
  'AWS::Config::DeliveryChannel': at('S3BucketName', 'S3KeyPrefix'),
  'AWS::Logs::DeliveryDestination': at('DestinationResourceArn'),
  'AWS::NetworkFirewall::LoggingConfiguration': (logging) =>
    logging
      .at('LoggingConfiguration.LogDestinationConfigs')
      .items()
      .map((one) => ({ bucket: one.at('LogDestination.bucketName'), prefix: one.at('LogDestination.prefix') })),
  [STREAM]: (stream, index) =>
    carriesLogs(stream, index)
      ? DESTINATIONS.map((name) => ({ bucket: stream.at(`${name}.BucketARN`), prefix: stream.at(`${name}.Prefix`) }))
      : [],
};

const TYPES = Object.keys(READERS);

/** The deliveries of logs into a bucket; those of the bucket into itself are left out. */
export function deliveriesInto(bucket: Resource, index: TemplateIndex): LogDelivery[] {
  const byName = index.once('log deliveries by the name of their bucket', () => deliverersByName(index));
  const name = physicalName(bucket)?.shown();
  const named = name === undefined ? [] : (byName.get(name) ?? []);
  return [...new Set([...index.referrers(bucket, ...TYPES), ...named])]
    .filter((from) => from !== bucket)
    .flatMap((from) => deliveriesOf(from, index))
    .filter((delivery) => {
      const isMeant = delivery.bucket.mentions().includes(bucket);
      return isMeant || (name !== undefined && nameIn(delivery.bucket) === name);
    });
}

function deliveriesOf(from: Resource, index: TemplateIndex): LogDelivery[] {
  return (READERS[from.type]?.(from, index) ?? [])
    .filter(({ bucket }) => !bucket.isAbsent)
    .map((delivery) => ({ ...delivery, from }));
}

function deliverersByName(index: TemplateIndex): Map<string, Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const from of index.ofType(...TYPES)) {
    for (const { bucket } of deliveriesOf(from, index)) {
      gather(found, nameIn(bucket), from);
    }
  }
  return found;
}

/** The name of a bucket in its ARN, its domain name or itself. */
function nameIn(place: Cursor): string {
  return place
    .shown()
    .replace(/^arn:[^:]*:s3:::/, '')
    .replace(/\/.*$/, '')
    .replace(/\.s3[.-].*$/, '');
}

function carriesLogs(stream: Resource, index: TemplateIndex): boolean {
  const isNamed = /^aws-waf-logs-/.test(physicalName(stream)?.shown() ?? '');
  const account = index.referrers(stream, 'AWS::Logs::AccountPolicy');
  return (
    isNamed ||
    account.length > 0 ||
    SOURCES_OF_STREAM.some(([type, property]) => index.linked(stream, type, property).length > 0)
  );
}
