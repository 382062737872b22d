import { Duration, Size, Stack, type RemovalPolicy } from 'aws-cdk-lib';
import { TreatMissingData, type Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  AppendDelimiterToRecordProcessor,
  Compression,
  DecompressionProcessor,
  DeliveryStream,
  EnableLogging,
  S3Bucket,
  StreamEncryption,
  type DeliveryStreamProps,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { waiveWildcard } from '../core/wildcards';
import { AlarmSet } from './alarm-set';
import { LOG_PREFIXES } from './log-prefixes';
import { Severity } from './severity';

/** Where a delivery stream of logs writes to, and how its own errors are kept. */
export interface LogDeliveryStreamProps {
  /** The archive. */
  readonly bucket: IBucket;
  /** How long the errors of the stream itself are kept. */
  readonly errorRetention: RetentionDays;
  /** What becomes of the log of errors when it leaves the stack. */
  readonly errorRemovalPolicy: RemovalPolicy;
  /** Changes the props before the stream is made. @default - nothing is changed */
  readonly transform?: (props: DeliveryStreamProps) => DeliveryStreamProps;
}

/** Five minutes or 64 MiB, whichever is first: few objects, since Athena and the lifecycle pay for each. */
const BUFFER = { bufferingInterval: Duration.minutes(5), bufferingSize: Size.mebibytes(64) };

/**
 * The longest that any buffer may hold a record: older ones are stuck.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/firehose-cloudwatch-metrics-best-practices.html
 */
const LATE = Duration.minutes(15);

/**
 * Takes what subscription filters of log groups send and writes it to the archive, encrypted on the way, under
 * `application/yyyy/MM/dd/`: gzip, one JSON object per line, each a batch of events with the names of its log group and
 * stream. CloudWatch sends its batches compressed and without line ends; the stream unpacks them and adds the ends.
 *
 * What cannot be written lands under `application-errors/`, and the reason in `errorLog`. A ticket is written when logs
 * arrive a quarter of an hour late.
 */
export class LogDeliveryStream extends Construct {
  public readonly stream: DeliveryStream;
  /** What the stream may do: write below its two prefixes, and tell of its errors. */
  public readonly role: Role;
  /** What CloudWatch Logs may do: put records into the stream. */
  public readonly subscriptionRole: Role;
  /** The errors of the stream. It is not subscribed to the stream, or an error would feed itself. */
  public readonly errorLog: LogGroup;
  public readonly lateAlarm: Alarm;

  constructor(scope: Construct, id: string, props: LogDeliveryStreamProps) {
    super(scope, id);
    const { bucket, transform = (one) => one } = props;
    this.errorLog = new LogGroup(this, 'Errors', {
      retention: props.errorRetention,
      removalPolicy: props.errorRemovalPolicy,
    });
    this.role = this.writerTo(bucket);
    const destination = new S3Bucket(bucket, {
      // The grants that the CDK would add include reading and deleting every object of the archive.
      role: this.role.withoutPolicyUpdates(),
      dataOutputPrefix: `${LOG_PREFIXES.application}/!{timestamp:yyyy/MM/dd}/`,
      errorOutputPrefix: `${LOG_PREFIXES.applicationErrors}/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/`,
      processors: [new DecompressionProcessor(), new AppendDelimiterToRecordProcessor()],
      compression: Compression.GZIP,
      loggingConfig: new EnableLogging(this.errorLog),
      ...BUFFER,
    });
    const encryption = StreamEncryption.awsOwnedKey();
    this.stream = new DeliveryStream(this, 'Stream', transform({ destination, encryption }));
    this.subscriptionRole = this.senderTo(this.stream);
    this.lateAlarm = this.alarmWhenLate();
  }

  private writerTo(bucket: IBucket): Role {
    const objects = [LOG_PREFIXES.application, LOG_PREFIXES.applicationErrors].map((one) =>
      bucket.arnForObjects(`${one}/*`),
    );
    const statements = [
      new PolicyStatement({ actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'], resources: objects }),
      new PolicyStatement({
        actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        resources: [bucket.bucketArn],
      }),
      new PolicyStatement({ actions: ['logs:PutLogEvents'], resources: [this.errorLog.logGroupArn] }),
    ];
    if (bucket.encryptionKey !== undefined) {
      const actions = ['kms:Decrypt', 'kms:GenerateDataKey'];
      statements.push(new PolicyStatement({ actions, resources: [bucket.encryptionKey.keyArn] }));
    }
    const role = new Role(this, 'Role', {
      description: 'Lets Firehose write logs into the archive',
      assumedBy: new ServicePrincipal('firehose.amazonaws.com', {
        conditions: { StringEquals: { 'sts:ExternalId': Stack.of(this).account } },
      }),
      inlinePolicies: { Write: new PolicyDocument({ statements }) },
    });
    const reason = 'Objects are named by day and time; the role may touch only those below the prefix of its stream';
    objects.forEach((arn) => waiveWildcard(role, arn, reason));
    return role;
  }

  private senderTo(stream: DeliveryStream): Role {
    const stack = Stack.of(this);
    const statement = new PolicyStatement({
      actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
      resources: [stream.deliveryStreamArn],
    });
    return new Role(this, 'SubscriptionRole', {
      description: 'Lets CloudWatch Logs send log groups to the archive',
      assumedBy: new ServicePrincipal('logs.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'logs', resource: '*' }) },
        },
      }),
      inlinePolicies: { Send: new PolicyDocument({ statements: [statement] }) },
    });
  }

  private alarmWhenLate(): Alarm {
    return AlarmSet.of(this).add(this, 'Late', {
      metric: this.stream.metric('DeliveryToS3.DataFreshness', { statistic: 'Maximum', period: Duration.minutes(5) }),
      threshold: LATE.toSeconds(),
      evaluationPeriods: 3,
      // Nothing to deliver is nothing late.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
      summary: 'Logs reach the archive more than 15 minutes late; after a day, those that wait are lost.',
      runbook: 'log-delivery-late',
    });
  }
}
