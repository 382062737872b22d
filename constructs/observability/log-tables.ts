import { Names, Stack, Tokenization, type Duration, type Size } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { LOG_PREFIXES } from './log-prefixes';
import { APPLICATION_EVENTS } from './log-tables-application';
import type { LogFormat } from './log-tables-columns';
import { NETWORK_FLOWS } from './log-tables-flow';
import { LOAD_BALANCER_CONNECTIONS, LOAD_BALANCER_REQUESTS } from './log-tables-load-balancer';

/** What the tables read, how far back, and how much a query may read. */
export interface LogTablesProps {
  /** The archive. */
  readonly bucket: IBucket;
  /** How long logs are kept: partitions reach back that far. */
  readonly retention: Duration;
  /** What one query may read before Athena stops it. */
  readonly queryLimit: Size;
}

/**
 * The archive in SQL: a table per kind of log, with a partition per day that Athena works out by itself (nothing crawls,
 * nothing needs repair), and a work group that encrypts results into the archive and stops queries that read too much.
 * Name the day in every query, `WHERE day >= '2027/03/01'`: Athena is paid by what it reads.
 */
export class LogTables extends Construct {
  public readonly database: CfnDatabase;
  public readonly accessLogs: CfnTable;
  public readonly connectionLogs: CfnTable;
  public readonly flowLogs: CfnTable;
  public readonly applicationLogs: CfnTable;
  public readonly workGroup: CfnWorkGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LogTablesProps,
  ) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    this.database = new CfnDatabase(this, 'Database', {
      catalogId: account,
      databaseInput: {
        // Athena takes lower case, digits and underscores only.
        name: Names.uniqueResourceName(this, { maxLength: 120, separator: '_' }).toLowerCase(),
        description: 'Logs in the archive',
      },
    });
    const elb = `AWSLogs/${account}/elasticloadbalancing/${region}`;
    const vpc = `AWSLogs/${account}/vpcflowlogs/${region}`;
    const { loadBalancer, connections, flow, application } = LOG_PREFIXES;
    this.accessLogs = this.table('AccessLogs', 'alb_access_logs', `${loadBalancer}/${elb}`, LOAD_BALANCER_REQUESTS);
    this.connectionLogs = this.table(
      'ConnectionLogs',
      'alb_connection_logs',
      `${connections}/${elb}`,
      LOAD_BALANCER_CONNECTIONS,
    );
    this.flowLogs = this.table('FlowLogs', 'vpc_flow_logs', `${flow}/${vpc}`, NETWORK_FLOWS);
    this.applicationLogs = this.table('ApplicationLogs', 'application_logs', application, APPLICATION_EVENTS);
    this.workGroup = this.makeWorkGroup();
  }

  private table(id: string, name: string, folder: string, format: LogFormat): CfnTable {
    const location = this.props.bucket.s3UrlForObject(folder);
    return new CfnTable(this, id, {
      catalogId: Stack.of(this).account,
      databaseName: this.database.ref,
      tableInput: {
        name,
        description: format.description,
        tableType: 'EXTERNAL_TABLE',
        parameters: { EXTERNAL: 'TRUE', ...format.tableParameters, ...this.projection(location) },
        partitionKeys: [{ name: 'day', type: 'string' }],
        storageDescriptor: {
          columns: format.columns,
          location: `${location}/`,
          inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          serdeInfo: { serializationLibrary: format.serializationLibrary, parameters: format.serdeParameters },
        },
      },
    });
  }

  /** @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html */
  private projection(location: string): Record<string, string> {
    return {
      'projection.enabled': 'true',
      'projection.day.type': 'date',
      'projection.day.format': 'yyyy/MM/dd',
      'projection.day.range': `NOW-${Tokenization.stringifyNumber(this.props.retention.toDays())}DAYS,NOW`,
      'projection.day.interval': '1',
      'projection.day.interval.unit': 'DAYS',
      'storage.location.template': `${location}/\${day}/`,
    };
  }

  private makeWorkGroup(): CfnWorkGroup {
    const { bucket, queryLimit } = this.props;
    return new CfnWorkGroup(this, 'WorkGroup', {
      name: Names.uniqueResourceName(this, { maxLength: 120, separator: '-', allowedSpecialCharacters: '-' }),
      description: 'Questions to the log archive',
      // What it deletes is the history of queries; results are objects of the archive.
      recursiveDeleteOption: true,
      state: 'ENABLED',
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: queryLimit.toBytes({}),
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: bucket.s3UrlForObject(`${LOG_PREFIXES.athena}/`),
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
          expectedBucketOwner: bucket.env.account,
        },
      },
    });
  }
}
