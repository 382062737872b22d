import { Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Grant, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  AppendDelimiterToRecordProcessor,
  Compression,
  DecompressionProcessor,
  DeliveryStream,
  EnableLogging,
  S3Bucket,
  StreamEncryption,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import { FilterPattern, LogGroup, RetentionDays, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { FirehoseDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { BlockPublicAccess, Bucket, BucketEncryption, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { TABLES } from './log-columns';

/** The bucket of all logs, the way into it, and tables over it. */
export class LogStore extends Construct {
  public readonly bucket: Bucket;
  public readonly stream: DeliveryStream;
  private readonly senders: Role;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const accessLogs = this.makeBucket('AccessLogs');
    this.bucket = this.makeBucket('Bucket', accessLogs);
    for (const [service, prefix] of [
      ['logdelivery.elasticloadbalancing', 'load-balancer'],
      ['logdelivery.elasticloadbalancing', 'connections'],
      ['delivery.logs', 'resolver'],
    ]) {
      this.bucket.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
          actions: ['s3:PutObject'],
          resources: [this.bucket.arnForObjects(`${prefix}/AWSLogs/*`)],
        }),
      );
    }
    this.stream = this.makeStream();
    this.senders = new Role(this, 'Senders', { assumedBy: new ServicePrincipal('logs.amazonaws.com') });
    Grant.addToPrincipal({
      grantee: this.senders,
      actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
      resourceArns: [this.stream.deliveryStreamArn],
    });
    this.makeTables();
  }

  public subscribe(logGroup: LogGroup): void {
    new SubscriptionFilter(logGroup, 'Archive', {
      logGroup,
      filterPattern: FilterPattern.allEvents(),
      destination: new FirehoseDestination(this.stream, { role: this.senders }),
    });
  }

  private makeBucket(id: string, serverAccessLogsBucket?: Bucket): Bucket {
    return new Bucket(this, id, {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      serverAccessLogsBucket,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          expiration: Duration.days(400),
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          transitions: [
            { storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(30) },
            { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(90) },
          ],
        },
        { expiredObjectDeleteMarker: true },
      ],
    });
  }

  private makeStream(): DeliveryStream {
    const errors = new LogGroup(this, 'Errors', { retention: RetentionDays.THREE_MONTHS });
    const role = new Role(this, 'Writer', { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
    return new DeliveryStream(this, 'Stream', {
      encryption: StreamEncryption.awsOwnedKey(),
      destination: new S3Bucket(this.bucket, {
        role,
        dataOutputPrefix: 'application/!{timestamp:yyyy/MM/dd}/',
        errorOutputPrefix: 'application-errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
        processors: [new DecompressionProcessor(), new AppendDelimiterToRecordProcessor()],
        compression: Compression.GZIP,
        loggingConfig: new EnableLogging(errors),
        bufferingInterval: Duration.minutes(5),
        bufferingSize: Size.mebibytes(64),
      }),
    });
  }

  private makeTables(): void {
    const { account } = Stack.of(this);
    const database = new CfnDatabase(this, 'Database', {
      catalogId: account,
      databaseInput: { name: 'orders_production_logs', description: 'Logs in the archive' },
    });
    for (const { name, folder, columns, serializationLibrary, serdeParameters } of TABLES) {
      const location = this.bucket.s3UrlForObject(folder);
      new CfnTable(this, name, {
        catalogId: account,
        databaseName: database.ref,
        tableInput: {
          name,
          tableType: 'EXTERNAL_TABLE',
          parameters: {
            EXTERNAL: 'TRUE',
            'projection.enabled': 'true',
            'projection.day.type': 'date',
            'projection.day.format': 'yyyy/MM/dd',
            'projection.day.range': 'NOW-400DAYS,NOW',
            'storage.location.template': `${location}/\${day}/`,
          },
          partitionKeys: [{ name: 'day', type: 'string' }],
          storageDescriptor: {
            columns: columns.map((column) => ({ name: column, type: 'string' })),
            location: `${location}/`,
            inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
            outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
            serdeInfo: { serializationLibrary, parameters: serdeParameters },
          },
        },
      });
    }
    new CfnWorkGroup(this, 'WorkGroup', {
      name: 'orders-production-logs',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: 107_374_182_400,
        resultConfiguration: {
          outputLocation: this.bucket.s3UrlForObject('athena/'),
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
  }
}
