import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Tier } from '../../../constructs/core/tier';
import { LogArchive } from '../../../constructs/observability/log-archive';
import { FLAG_SETS, PLACE, templateOf, testStack, type TestStackOptions } from '../../_helpers/stack';

function make(options: TestStackOptions = {}): { stack: Stack; archive: LogArchive; template: Template } {
  const stack = testStack(options);
  const archive = new LogArchive(stack, 'LogArchive');
  archive.subscribe(new LogGroup(stack, 'Logs', { retention: RetentionDays.ONE_WEEK }));
  return { stack, archive, template: templateOf(stack) };
}

describe.each(FLAG_SETS)('with %s', (_, flags) => {
  const { stack, archive, template } = make({ flags });
  const idOf = (role: 'role' | 'subscriptionRole'): unknown => stack.resolve(archive.delivery[role].roleArn);
  const streamArn: unknown = stack.resolve(archive.deliveryStream.deliveryStreamArn);

  test('the stream is encrypted, packs by day, and writes lines of JSON', () => {
    template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
      DeliveryStreamType: 'DirectPut',
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
      ExtendedS3DestinationConfiguration: {
        BucketARN: stack.resolve(archive.bucket.bucketArn) as unknown,
        Prefix: 'application/!{timestamp:yyyy/MM/dd}/',
        ErrorOutputPrefix: 'application-errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
        CompressionFormat: 'GZIP',
        BufferingHints: { IntervalInSeconds: 300, SizeInMBs: 64 },
        ProcessingConfiguration: {
          Enabled: true,
          Processors: [
            { Type: 'Decompression', Parameters: [{ ParameterName: 'CompressionFormat', ParameterValue: 'GZIP' }] },
            { Type: 'AppendDelimiterToRecord' },
          ],
        },
        CloudWatchLoggingOptions: {
          Enabled: true,
          LogGroupName: stack.resolve(archive.delivery.errorLog.logGroupName) as unknown,
        },
        RoleARN: idOf('role'),
      },
    });
  });

  test('its role may write below its prefixes and tell of errors, and no more', () => {
    const under = (prefix: string): unknown => stack.resolve(archive.bucket.arnForObjects(`${prefix}/*`));
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'firehose.amazonaws.com' },
            Condition: { StringEquals: { 'sts:ExternalId': PLACE.account } },
          },
        ],
      },
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
                Resource: Match.arrayWith([under('application')]),
              },
              {
                Effect: 'Allow',
                Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
                Resource: stack.resolve(archive.bucket.bucketArn) as unknown,
              },
              {
                Effect: 'Allow',
                Action: 'logs:PutLogEvents',
                Resource: stack.resolve(archive.delivery.errorLog.logGroupArn) as unknown,
              },
            ],
          },
        },
      ],
    });
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('log groups are sent whole, by a role that only CloudWatch Logs of this account may take', () => {
    template.hasResourceProperties('AWS::Logs::SubscriptionFilter', {
      LogGroupName: { Ref: Match.stringLikeRegexp('^Logs') },
      FilterPattern: '',
      DestinationArn: streamArn,
      RoleArn: idOf('subscriptionRole'),
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'logs.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': PLACE.account },
              ArnLike: {
                'aws:SourceArn': stack.resolve(stack.formatArn({ service: 'logs', resource: '*' })) as unknown,
              },
            },
          },
        ],
      },
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'], Resource: streamArn },
            ],
          },
        },
      ],
    });
  });

  test('late logs write a ticket', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Firehose',
      MetricName: 'DeliveryToS3.DataFreshness',
      Dimensions: [
        { Name: 'DeliveryStreamName', Value: stack.resolve(archive.deliveryStream.deliveryStreamName) as unknown },
      ],
      Statistic: 'Maximum',
      Period: 300,
      EvaluationPeriods: 3,
      Threshold: 900,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmDescription: Match.stringLikeRegexp('Runbook: .*log-delivery-late\\.md$'),
    });
    template.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 1);
  });
});

test('the runbook is there', () => {
  expect(existsSync(join(__dirname, '../../../docs/runbooks/log-delivery-late.md'))).toBe(true);
});

test('the errors of the stream end some day, stay in production, and do not come back to the stream', () => {
  const errors = Match.objectLike({ RetentionInDays: 90 });
  const logs = 'AWS::Logs::LogGroup';
  make().template.hasResource(logs, { Properties: errors, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  const { template } = make({ tier: Tier.DEVELOPMENT });
  template.hasResource(logs, { Properties: errors, DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  template.resourceCountIs('AWS::Logs::SubscriptionFilter', 1);
});

test('a log group that is subscribed twice has one filter', () => {
  const stack = testStack();
  const archive = LogArchive.of(stack);
  const logs = new LogGroup(stack, 'Logs');
  expect(archive.subscribe(logs)).toBe(archive.subscribe(logs));
});
