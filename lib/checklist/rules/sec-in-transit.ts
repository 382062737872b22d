import { expectFlag, expectText } from '../expect';
import type { Resource } from '../model';
import { deniesPlainTraffic, isItself, isObjectsOf } from '../relations/secure-transport';
import { allOf, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { databaseForcesTls, DATABASE_TLS_TYPES } from './sec-database-tls';

type Judge = (resource: Resource, index: TemplateIndex) => Verdict | undefined;

const JUDGES: Readonly<Record<string, Judge>> = {
  'AWS::S3::Bucket': (bucket, index) =>
    deniesPlainTraffic(documentsOf(bucket, index, [['AWS::S3::BucketPolicy', 'Bucket']]), {
      actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'],
      covers: [
        { what: 'the bucket itself', isCovered: (element) => isItself(element, bucket) },
        { what: 'the objects', isCovered: (element) => isObjectsOf(element, bucket) },
      ],
    }),
  'AWS::SNS::Topic': (topic, index) =>
    deniesPlainTraffic(
      documentsOf(topic, index, [
        ['AWS::SNS::TopicPolicy', 'Topics'],
        ['AWS::SNS::TopicInlinePolicy', 'TopicArn'],
      ]),
      {
        actions: ['sns:Publish'],
        covers: [{ what: 'the topic', isCovered: (element) => isItself(element, topic) }],
      },
    ),
  'AWS::SQS::Queue': (queue, index) =>
    deniesPlainTraffic(
      documentsOf(queue, index, [
        ['AWS::SQS::QueuePolicy', 'Queues'],
        ['AWS::SQS::QueueInlinePolicy', 'Queue'],
      ]),
      {
        actions: ['sqs:SendMessage', 'sqs:ReceiveMessage'],
        covers: [{ what: 'the queue', isCovered: (element) => isItself(element, queue) }],
      },
    ),
  'AWS::ElastiCache::ReplicationGroup': (group) =>
    allOf(
      expectFlag(group.at('TransitEncryptionEnabled'), true),
      expectText(group.at('TransitEncryptionMode'), {
        expected: 'TransitEncryptionMode required',
        holds: (mode) => mode === 'required',
        whenAbsent: 'met',
      }),
    ),
  'AWS::ElastiCache::CacheCluster': (cluster) => expectFlag(cluster.at('TransitEncryptionEnabled'), true),
  'AWS::ECS::TaskDefinition': (task) =>
    allOf(
      ...task
        .at('Volumes')
        .items()
        .map((volume) => volume.at('EFSVolumeConfiguration'))
        .filter((volume) => !volume.isAbsent)
        .map((volume) =>
          expectText(volume.at('TransitEncryption'), {
            expected: 'TransitEncryption ENABLED',
            holds: (value) => value === 'ENABLED',
          }),
        ),
    ),
  ...Object.fromEntries(DATABASE_TLS_TYPES.map((type): [string, Judge] => [type, databaseForcesTls])),
};

/** The types that SEC-03 speaks of. */
export const IN_TRANSIT_TYPES = Object.keys(JUDGES);

/** Met where a resource takes no traffic in the clear. */
export function isEncryptedInTransit(resource: Resource, index: TemplateIndex): Verdict | undefined {
  return JUDGES[resource.type]?.(resource, index);
}

function documentsOf(resource: Resource, index: TemplateIndex, links: readonly (readonly [string, string])[]) {
  return links
    .flatMap(([type, property]) => index.linked(resource, type, property))
    .map((policy) => ({ policy, document: policy.at('PolicyDocument') }));
}
