import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeSubscriptionFiltersCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { aws, present } from '../harness/aws';
import type { Journey } from '../harness/journey';
import { call } from '../harness/other-services';
import { deniesPlainHttp, listOf, statementsOf } from '../harness/policies';
import type { World } from '../harness/world';

/** Where logs go: groups, their way into the archive, the buckets, the tables. */
export function checkLogs(journey: Journey, world: () => World): void {
  journey.check('every log group is kept for 90 days and no longer', async () => {
    const planned = world().all('AWS::Logs::LogGroup');
    expect(planned.length).toBeGreaterThan(5);
    const groups = await logGroups();
    for (const { physicalId } of planned) {
      expect(`${physicalId}: ${groups.get(physicalId)?.retentionInDays}`).toBe(`${physicalId}: 90`);
    }
  });

  journey.check('recorded sessions are encrypted with the key of the environment', async () => {
    const { physicalId } = world().one('AWS::Logs::LogGroup', /SessionAccess/);
    expect((await logGroups()).get(physicalId)?.kmsKeyId).toContain(world().one('AWS::KMS::Key').physicalId);
  });

  journey.check('log groups flow into the archive through a stream that exists', async () => {
    const { ARN } = await deliveryStream(world());
    const filters = world().all('AWS::Logs::SubscriptionFilter');
    const unsubscribed = new Set(
      world()
        .all('AWS::Logs::LogGroup')
        .map(({ physicalId }) => physicalId),
    );
    for (const logGroupName of [...unsubscribed]) {
      const { subscriptionFilters = [] } = await aws.logs.send(
        new DescribeSubscriptionFiltersCommand({ logGroupName }),
      );
      expect(subscriptionFilters.filter(({ destinationArn }) => destinationArn !== ARN)).toEqual([]);
      if (subscriptionFilters.length > 0) {
        unsubscribed.delete(logGroupName);
      }
    }
    expect(filters.length).toBeGreaterThan(5);
    // The stream's own errors stay where they are: in the archive they would feed themselves.
    expect([...unsubscribed]).toEqual([world().one('AWS::Logs::LogGroup', /LogArchive\/Delivery/).physicalId]);
  });

  journey.check('the stream writes compressed objects into the archive and tells its errors', async () => {
    const { ExtendedS3DestinationDescription: target } = (await deliveryStream(world())).Destinations[0] ?? {};
    const errors = world().one('AWS::Logs::LogGroup', /LogArchive\/Delivery/).physicalId;
    expect(target).toMatchObject({
      BucketARN: `arn:aws:s3:::${bucket(world(), 'Bucket')}`,
      CompressionFormat: 'GZIP',
      CloudWatchLoggingOptions: { Enabled: true, LogGroupName: errors },
    });
    const { logStreams } = await aws.logs.send(new DescribeLogStreamsCommand({ logGroupName: errors }));
    expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual([
      world().one('AWS::Logs::LogStream').physicalId,
    ]);
  });

  journey.check('both buckets are private, encrypted, versioned and speak TLS only', async () => {
    for (const Bucket of [bucket(world(), 'Bucket'), bucket(world(), 'AccessLogs')]) {
      const access = await aws.s3.send(new GetPublicAccessBlockCommand({ Bucket }));
      expect(Object.values(access.PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
      expect((await aws.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
      const encryption = await aws.s3.send(new GetBucketEncryptionCommand({ Bucket }));
      const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
      expect(rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe('AES256');
      const owner = await aws.s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
      expect(owner.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
      const { Policy } = await aws.s3.send(new GetBucketPolicyCommand({ Bucket }));
      expect(deniesPlainHttp(Policy)).toBe(true);
    }
    expect(world().all('AWS::S3::BucketPolicy')).toHaveLength(2);
  });

  journey.check('access to the archive is logged, and load balancer and log delivery may write to it', async () => {
    const Bucket = bucket(world(), 'Bucket');
    const { LoggingEnabled } = await aws.s3.send(new GetBucketLoggingCommand({ Bucket }));
    expect(LoggingEnabled?.TargetBucket).toBe(bucket(world(), 'AccessLogs'));
    const { Policy } = await aws.s3.send(new GetBucketPolicyCommand({ Bucket }));
    const writers = statementsOf(Policy).filter(
      ({ Effect, Action }) => Effect === 'Allow' && listOf(Action).includes('s3:PutObject'),
    );
    expect(writers.map(({ Principal }) => (Principal as { Service: string }).Service).sort()).toEqual([
      'delivery.logs.amazonaws.com',
      'logdelivery.elasticloadbalancing.amazonaws.com',
    ]);
  });

  journey.check('the archive forgets after the days of the manifest', async () => {
    expect(await expiryDays(world())).toBe(400);
  });

  journey.check(
    'the archive can be queried: tables that lie in the bucket, and a work group with a limit',
    async () => {
      const database = world().one('AWS::Glue::Database').physicalId;
      const { TableList } = await call<{ TableList: { Name: string; StorageDescriptor: { Location: string } }[] }>(
        'glue',
        'GetTables',
        { DatabaseName: database },
      );
      expect(TableList.map(({ Name }) => Name).sort()).toEqual(
        world()
          .all('AWS::Glue::Table')
          .map(({ physicalId }) => physicalId)
          .sort(),
      );
      for (const { StorageDescriptor } of TableList) {
        expect(StorageDescriptor.Location).toMatch(new RegExp(`^s3://${bucket(world(), 'Bucket')}/.+/$`));
      }
      const { WorkGroup } = await call<{ WorkGroup: { Configuration: Record<string, unknown> } }>(
        'athena',
        'GetWorkGroup',
        { WorkGroup: world().one('AWS::Athena::WorkGroup').physicalId },
      );
      expect(WorkGroup.Configuration).toMatchObject({
        EnforceWorkGroupConfiguration: true,
        ResultConfiguration: { OutputLocation: `s3://${bucket(world(), 'Bucket')}/athena/` },
      });
      expect(Number(WorkGroup.Configuration['BytesScannedCutoffPerQuery'])).toBeGreaterThan(0);
    },
  );
}

/** After how many days the archive removes an object. */
export async function expiryDays(world: World): Promise<number | undefined> {
  const answer = await aws.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket(world, 'Bucket') }));
  return answer.Rules?.find(({ ID }) => ID === 'Expire')?.Expiration?.Days;
}

function bucket(world: World, id: string): string {
  return world.one('AWS::S3::Bucket', new RegExp(`LogArchive/${id}`)).physicalId;
}

async function logGroups() {
  const { logGroups: found = [] } = await aws.logs.send(new DescribeLogGroupsCommand({ limit: 50 }));
  return new Map(found.map((one) => [one.logGroupName ?? '', one]));
}

interface DeliveryStream {
  readonly ARN: string;
  readonly Destinations: { ExtendedS3DestinationDescription?: Record<string, unknown> }[];
}

async function deliveryStream(world: World): Promise<DeliveryStream> {
  const DeliveryStreamName = world.one('AWS::KinesisFirehose::DeliveryStream').physicalId;
  const { DeliveryStreamDescription: found } = await call<{
    DeliveryStreamDescription: DeliveryStream & { DeliveryStreamARN: string };
  }>('firehose', 'DescribeDeliveryStream', { DeliveryStreamName });
  return { ...found, ARN: present(found.DeliveryStreamARN, 'ARN of the stream') };
}
