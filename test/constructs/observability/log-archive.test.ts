import { App, Duration, RemovalPolicy, Size, Stack, Stage, type ArnComponents } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { FlowLog, FlowLogDestination, FlowLogResourceType } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Baseline } from '../../../constructs/core/baseline';
import { provideContext } from '../../../constructs/core/context';
import { SeaworthyError } from '../../../constructs/core/errors';
import { Tier } from '../../../constructs/core/tier';
import { LOG_PREFIXES, LogArchive, type LogArchiveProps } from '../../../constructs/observability/log-archive';
import { nagFindings, nagWaived } from '../../_helpers/nag';
import { FLAG_SETS, PLACE, templateOf, testStack, testStage, type TestStackOptions } from '../../_helpers/stack';

const BUCKET = 'LogArchiveBucket6951A440';
const ACCESS_LOGS = 'LogArchiveAccessLogs43707F3F';
const STREAM = 'LogArchiveDeliveryStreamBD3B2889';

function make(options: TestStackOptions = {}, props: LogArchiveProps = {}): { stack: Stack; template: Template } {
  const stack = testStack(options);
  new LogArchive(stack, 'LogArchive', props);
  return { stack, template: templateOf(stack) };
}

function refusal(action: () => unknown): SeaworthyError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(SeaworthyError);
    return error as SeaworthyError;
  }
  throw new Error('nothing was refused');
}

interface Statement {
  readonly Effect: string;
  readonly Principal: Record<string, string>;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The statements of a bucket's policy, one per resource, in fixed order: minimized or not, they say the same. */
function statementsOn(template: Template, bucket: string): Statement[] {
  const policies = template.findResources('AWS::S3::BucketPolicy', { Properties: { Bucket: { Ref: bucket } } });
  return Object.values(policies)
    .flatMap((policy) => (policy.Properties as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement)
    .flatMap((one) => [one.Resource].flat().map((Resource) => ({ ...one, Resource })))
    .sort((one, other) => JSON.stringify(one.Resource).localeCompare(JSON.stringify(other.Resource)));
}

function statementsFor(template: Template, bucket: string, service: string): Statement[] {
  return statementsOn(template, bucket).filter(({ Principal }) => Principal.Service === service);
}

function inBucket(path: string, bucket = BUCKET): unknown {
  return { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, path]] };
}

function rulesOf(template: Template, bucket: string): Record<string, unknown>[] {
  const { [bucket]: found } = template.findResources('AWS::S3::Bucket');
  return (found?.Properties as { LifecycleConfiguration: { Rules: Record<string, unknown>[] } }).LifecycleConfiguration
    .Rules;
}

describe.each(FLAG_SETS)('with %s', (_, flags) => {
  const { stack, template } = make({ flags });
  const arn = (components: ArnComponents): unknown => stack.resolve(stack.formatArn(components));
  const logsOfAccount = arn({ service: 'logs', resource: '*' });

  test('both buckets are private, encrypted with keys of S3, versioned, tagged, and stay', () => {
    template.resourceCountIs('AWS::S3::Bucket', 2);
    template.allResources('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: Match.objectLike({
        AccessControl: Match.absent(),
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
        Tags: [
          { Key: 'cost-center', Value: '4711' },
          { Key: 'environment', Value: 'production' },
          { Key: 'owner', Value: 'team-orders' },
          { Key: 'service', Value: 'orders' },
        ],
      }),
    });
  });

  test.each([BUCKET, ACCESS_LOGS])('%s refuses anything but TLS', (bucket) => {
    for (const Resource of [{ 'Fn::GetAtt': [bucket, 'Arn'] }, inBucket('/*', bucket)]) {
      expect(statementsOn(template, bucket)).toContainEqual({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:*',
        Resource,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
    }
  });

  test('access to the archive is recorded in the other bucket, which lets every bucket of the account in', () => {
    template.resourcePropertiesCountIs('AWS::S3::Bucket', { LoggingConfiguration: Match.anyValue() }, 1);
    template.hasResourceProperties('AWS::S3::Bucket', {
      LoggingConfiguration: {
        DestinationBucketName: { Ref: ACCESS_LOGS },
        TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: 'EventTime' } },
      },
    });
    expect(statementsFor(template, ACCESS_LOGS, 'logging.s3.amazonaws.com')).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: inBucket('/*', ACCESS_LOGS),
        Condition: {
          StringEquals: { 'aws:SourceAccount': PLACE.account },
          ArnLike: { 'aws:SourceArn': arn({ service: 's3', region: '', account: '', resource: '*' }) },
        },
      },
    ]);
  });

  test('load balancers may write below their prefixes, for this account', () => {
    expect(statementsFor(template, BUCKET, 'logdelivery.elasticloadbalancing.amazonaws.com')).toEqual(
      ['connections', 'health-checks', 'load-balancer'].map((prefix) => ({
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: inBucket(`/${prefix}/AWSLogs/${PLACE.account}/*`),
      })),
    );
  });

  test('flow and resolver logs may be written, each below its prefix, by this account only', () => {
    const allowed = { Effect: 'Allow', Principal: { Service: 'delivery.logs.amazonaws.com' } };
    expect(statementsFor(template, BUCKET, 'delivery.logs.amazonaws.com')).toEqual([
      {
        ...allowed,
        Action: ['s3:GetBucketAcl', 's3:ListBucket'],
        Resource: { 'Fn::GetAtt': [BUCKET, 'Arn'] },
        Condition: {
          StringEquals: { 'aws:SourceAccount': PLACE.account },
          ArnLike: { 'aws:SourceArn': logsOfAccount },
        },
      },
      ...['flow', 'resolver'].map((prefix) => ({
        ...allowed,
        Action: 's3:PutObject',
        Resource: inBucket(`/${prefix}/AWSLogs/${PLACE.account}/*`),
        Condition: {
          StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': PLACE.account },
          ArnLike: { 'aws:SourceArn': logsOfAccount },
        },
      })),
    ]);
  });

  test('a flow log of the CDK adds nothing to the policy', () => {
    const other = testStack({ flags });
    const { bucket, prefixes } = new LogArchive(other, 'LogArchive');
    new FlowLog(other, 'FlowLog', {
      resourceType: FlowLogResourceType.fromNetworkInterfaceId('eni-0123456789abcdef0'),
      destination: FlowLogDestination.toS3(bucket, prefixes.flow),
    });
    expect(statementsOn(templateOf(other), BUCKET)).toEqual(statementsOn(template, BUCKET));
  });

  test('cdk-nag has nothing to say but that objects have changing names', () => {
    expect(nagFindings(stack)).toEqual([]);
    expect(nagWaived(stack)).toEqual(
      ['application-errors', 'application'].map(
        (prefix) =>
          `AwsSolutions-IAM5[Resource::<${BUCKET}.Arn>/${prefix}/*] Test/Stack/LogArchive/Delivery/Role/Resource`,
      ),
    );
  });

  test('identity: the logical ids of buckets and stream never change', () => {
    expect(Object.keys(template.findResources('AWS::S3::Bucket'))).toEqual([ACCESS_LOGS, BUCKET]);
    expect(Object.keys(template.findResources('AWS::KinesisFirehose::DeliveryStream'))).toEqual([STREAM]);
    expect(Object.keys(template.findResources('AWS::Logs::LogGroup'))).toEqual(['LogArchiveDeliveryErrorsBF2D5160']);
  });
});

describe('lifecycle', () => {
  const IA = { StorageClass: 'STANDARD_IA', TransitionInDays: 30 };
  const GLACIER = { StorageClass: 'GLACIER_IR', TransitionInDays: 90 };

  test.each([
    [Tier.PRODUCTION, 400, [IA, GLACIER]],
    [Tier.STAGING, 90, [IA]],
    [Tier.DEVELOPMENT, 30, undefined],
  ])('in %s logs are kept for %d days, in cheaper classes while that pays', (tier, days, transitions) => {
    const { template } = make({ tier });
    for (const bucket of [BUCKET, ACCESS_LOGS]) {
      expect(rulesOf(template, bucket)).toContainEqual({
        Id: 'Expire',
        Status: 'Enabled',
        ExpirationInDays: days,
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        ...(transitions === undefined ? {} : { Transitions: transitions }),
      });
      expect(rulesOf(template, bucket)).toContainEqual({
        Id: 'RemoveDeleteMarkers',
        Status: 'Enabled',
        ExpiredObjectDeleteMarker: true,
      });
    }
  });

  test('results of queries go after a week', () => {
    expect(rulesOf(make().template, BUCKET)).toContainEqual({
      Id: 'ExpireQueryResults',
      Status: 'Enabled',
      Prefix: `${LOG_PREFIXES.athena}/`,
      ExpirationInDays: 7,
    });
  });

  test('tiers differ in numbers only', () => {
    const [production, ...others] = Object.values(Tier).map((tier) =>
      Object.keys(resourcesOf(make({ tier }).template)),
    );
    others.forEach((ids) => expect(ids).toEqual(production));
  });

  test('buckets are emptied and deleted when asked to be', () => {
    const { stack, template } = make({ tier: Tier.DEVELOPMENT }, { removalPolicy: RemovalPolicy.DESTROY });
    template.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 2);
    expect(nagFindings(stack)).toEqual([]);
  });
});

function resourcesOf(template: Template): Record<string, unknown> {
  return (template.toJSON() as { Resources: Record<string, unknown> }).Resources;
}

describe('sharing', () => {
  test('the stacks of a stage share one archive, and only theirs need its stack', () => {
    const stage = testStage();
    const [platform, service] = ['Platform', 'Service'].map((id) => new Stack(stage, id)) as [Stack, Stack];
    const archive = LogArchive.of(platform);
    expect(LogArchive.of(service)).toBe(archive);
    const filter = LogArchive.of(service).subscribe(new LogGroup(service, 'Logs'));
    expect(Stack.of(filter)).toBe(service);
    templateOf(service).resourceCountIs('AWS::Logs::SubscriptionFilter', 1);
    templateOf(platform).resourceCountIs('AWS::Logs::SubscriptionFilter', 0);
    expect(service.dependencies).toEqual([platform]);
    expect(platform.dependencies).toEqual([]);
  });

  test('one archive has one alarm, however many log groups it takes', () => {
    const stack = testStack();
    const archive = LogArchive.of(stack);
    ['A', 'B'].forEach((id) => archive.subscribe(new LogGroup(stack, id)));
    templateOf(stack).resourceCountIs('AWS::CloudWatch::Alarm', 1);
  });

  test('a stack that does not know its place works too', () => {
    const stage = new Stage(new App(), 'Stage');
    provideContext(stage, {
      tier: Tier.PRODUCTION,
      baseline: Baseline.V2026_11,
      environment: 'production',
      service: 'orders',
      owner: 'team-orders',
      costCenter: '4711',
      alerts: { page: ['pager@example.com'], ticket: ['orders@example.com'] },
    });
    const stack = new Stack(stage, 'Stack');
    new LogArchive(stack, 'LogArchive');
    const statements = statementsFor(templateOf(stack), BUCKET, 'logdelivery.elasticloadbalancing.amazonaws.com');
    expect(JSON.stringify(statements)).toContain('"/load-balancer/AWSLogs/",{"Ref":"AWS::AccountId"},"/*"');
  });

  test('access to other buckets is recorded as well', () => {
    const stack = testStack();
    LogArchive.of(stack).recordAccess(new Bucket(stack, 'Data'));
    templateOf(stack).resourcePropertiesCountIs(
      'AWS::S3::Bucket',
      { LoggingConfiguration: { DestinationBucketName: { Ref: ACCESS_LOGS } } },
      2,
    );
  });
});

describe('an archive that is there already', () => {
  test('gets a delivery stream and nothing else, and nag is content', () => {
    const stack = testStack();
    const bucket = Bucket.fromBucketName(stack, 'Company', 'company-logs');
    const archive = LogArchive.fromBucket(stack, 'LogArchive', { bucket });
    const template = templateOf(stack);
    expect(archive.bucket).toBe(bucket);
    expect(archive.accessLogs).toBeUndefined();
    expect(archive.tables).toBeUndefined();
    for (const type of ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::Glue::Database', 'AWS::Athena::WorkGroup']) {
      template.resourceCountIs(type, 0);
    }
    template.resourceCountIs('AWS::KinesisFirehose::DeliveryStream', 1);
    expect(nagFindings(stack)).toEqual([]);
    expect(LogArchive.of(stack)).toBe(archive);
  });

  test('can be queried when asked for', () => {
    const stack = testStack();
    const bucket = Bucket.fromBucketName(stack, 'Company', 'company-logs');
    LogArchive.fromBucket(stack, 'LogArchive', { bucket, tables: true });
    templateOf(stack).hasResourceProperties('AWS::Athena::WorkGroup', {
      WorkGroupConfiguration: { ResultConfiguration: { OutputLocation: 's3://company-logs/athena/' } },
    });
  });

  test('may be encrypted with a key, which the stream may then use', () => {
    const stack = testStack();
    const keyArn = `arn:aws:kms:eu-west-1:${PLACE.account}:key/11111111-2222-3333-4444-555555555555`;
    const encryptionKey = Key.fromKeyArn(stack, 'Key', keyArn);
    const bucket = Bucket.fromBucketAttributes(stack, 'Company', { bucketName: 'company-logs', encryptionKey });
    LogArchive.fromBucket(stack, 'LogArchive', { bucket });
    templateOf(stack).hasResourceProperties('AWS::IAM::Role', {
      Policies: [
        {
          PolicyDocument: {
            Statement: Match.arrayWith([
              { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: keyArn },
            ]),
          },
        },
      ],
    });
    expect(nagFindings(stack)).toEqual([]);
  });

  test('has no place for access logs of others', () => {
    const stack = testStack();
    const archive = LogArchive.fromBucket(stack, 'LogArchive', {
      bucket: Bucket.fromBucketName(stack, 'Company', 'company-logs'),
    });
    const error = refusal(() => archive.recordAccess(new Bucket(stack, 'Data')));
    expect(error.code).toBe('AccessLogsMissing');
    expect(error.message).toBe(
      'bucket has no place for its access logs: the archive is given\n' +
        '  at: Test/Stack/Data\n' +
        '  fix: give the bucket serverAccessLogsBucket, the place where your company keeps access logs',
    );
  });
});

describe('refusals', () => {
  test('a log group of another region', () => {
    const stage = testStage();
    const archive = new LogArchive(new Stack(stage, 'Here'), 'LogArchive');
    const there = new Stack(stage, 'There', { env: { ...PLACE, region: 'us-east-1' } });
    const error = refusal(() => archive.subscribe(new LogGroup(there, 'Logs')));
    expect(error.code).toBe('LogGroupElsewhere');
    expect(error.message).toBe(
      'logGroup must be in eu-west-1 like the archive, got us-east-1\n' +
        '  at: Test/There/Logs\n' +
        '  fix: use LogArchive.of(scope), which finds or makes the archive of the right region',
    );
  });

  test.each([
    [Duration.hours(36), '1 day 12 hours'],
    [Duration.days(0), '0 days'],
  ])('a retention that is not in whole days', (retention, text) => {
    const error = refusal(() => make({}, { retention }));
    expect(error.code).toBe('LogRetentionNotInDays');
    expect(error.message).toBe(`retention must be one or more whole days, got ${text}\n  at: Test/Stack/LogArchive`);
  });

  test('a query limit below what Athena takes', () => {
    const error = refusal(() => make({}, { queryLimit: Size.mebibytes(9) }));
    expect(error.code).toBe('QueryLimitTooSmall');
    expect(error.message).toBe('queryLimit must be 10 MB or more, got 9437184 bytes\n  at: Test/Stack/LogArchive');
  });
});

test('each inner resource can be transformed, and a waiver is kept', () => {
  const waiver = { item: 'Seaworthy::COST-02', reason: 'Read every day', owner: 'team-orders' };
  const { template } = make(
    {},
    {
      transform: {
        bucket: (props) => ({ ...props, bucketName: 'orders-logs' }),
        accessLogs: (props) => ({ ...props, bucketName: 'orders-access' }),
        deliveryStream: (props) => ({ ...props, deliveryStreamName: 'orders-logs' }),
      },
      waive: [waiver],
    },
  );
  template.hasResourceProperties('AWS::S3::Bucket', { BucketName: 'orders-logs' });
  template.hasResourceProperties('AWS::S3::Bucket', { BucketName: 'orders-access' });
  template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', { DeliveryStreamName: 'orders-logs' });
  const { waivers } = (template.toJSON() as { Metadata: { Seaworthy: { waivers: unknown[] } } }).Metadata.Seaworthy;
  expect(waivers).toContainEqual({ path: 'Test/Stack/LogArchive', ...waiver });
});
