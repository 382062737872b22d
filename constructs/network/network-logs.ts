import { CfnFlowLog, FlowLogMaxAggregationInterval, FlowLogTrafficType, type IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  CfnResolverQueryLoggingConfig,
  CfnResolverQueryLoggingConfigAssociation,
} from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';
import { LOG_PREFIXES, LogArchive } from '../observability/log-archive';
import { FLOW_LOG_FORMAT } from '../observability/log-tables-flow';

/** Which VPC is recorded, and what of it. */
export interface NetworkLogsProps {
  readonly vpc: IVpc;
  /** Record who talked to whom. */
  readonly flowLogs: boolean;
  /** Record which names were looked up. */
  readonly queryLogs: boolean;
}

/** What happens in a VPC, written to the log archive: every flow, accepted or rejected, and every name looked up. */
export class NetworkLogs extends Construct {
  public readonly flowLog?: CfnFlowLog;
  public readonly queryLog?: CfnResolverQueryLoggingConfig;
  public readonly queryLogAssociation?: CfnResolverQueryLoggingConfigAssociation;

  constructor(scope: Construct, id: string, { vpc, flowLogs, queryLogs }: NetworkLogsProps) {
    super(scope, id);
    const { bucket } = LogArchive.of(this);
    if (flowLogs) {
      this.flowLog = new CfnFlowLog(this, 'Flows', {
        resourceType: 'VPC',
        resourceId: vpc.vpcId,
        trafficType: FlowLogTrafficType.ALL,
        logDestinationType: 's3',
        logDestination: bucket.arnForObjects(`${LOG_PREFIXES.flow}/`),
        maxAggregationInterval: FlowLogMaxAggregationInterval.ONE_MINUTE,
        logFormat: FLOW_LOG_FORMAT,
      });
    }
    if (queryLogs) {
      this.queryLog = new CfnResolverQueryLoggingConfig(this, 'Queries', {
        destinationArn: bucket.arnForObjects(`${LOG_PREFIXES.resolver}/`),
      });
      this.queryLogAssociation = new CfnResolverQueryLoggingConfigAssociation(this, 'QueriesOfVpc', {
        resolverQueryLogConfigId: this.queryLog.attrId,
        resourceId: vpc.vpcId,
      });
    }
    // A log that is switched on before the bucket lets it in makes AWS rewrite the bucket's policy, or fails.
    for (const log of [this.flowLog, this.queryLog]) {
      if (bucket.policy !== undefined) {
        log?.node.addDependency(bucket.policy);
      }
    }
  }
}
