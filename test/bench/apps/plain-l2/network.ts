import { Duration } from 'aws-cdk-lib';
import { Alarm, Dashboard, GraphWidget, Metric, TextWidget, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import {
  CfnNatGateway,
  FlowLog,
  FlowLogDestination,
  FlowLogMaxAggregationInterval,
  FlowLogResourceType,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import {
  CfnResolverQueryLoggingConfig,
  CfnResolverQueryLoggingConfigAssociation,
} from 'aws-cdk-lib/aws-route53resolver';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** A VPC over three zones with its logs, and a watch over its NAT gateways. */
export function makeNetwork(scope: Construct, bucket: Bucket): { vpc: Vpc; alarms: Alarm[] } {
  const vpc = new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr('10.10.0.0/16'),
    availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    natGateways: 3,
    restrictDefaultSecurityGroup: true,
    subnetConfiguration: [
      { name: 'public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
      { name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      { name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED },
    ],
  });
  vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
  vpc.addGatewayEndpoint('DynamoDb', { service: GatewayVpcEndpointAwsService.DYNAMODB });
  new FlowLog(scope, 'Flows', {
    resourceType: FlowLogResourceType.fromVpc(vpc),
    destination: FlowLogDestination.toS3(bucket, 'flow/'),
    maxAggregationInterval: FlowLogMaxAggregationInterval.ONE_MINUTE,
  });
  const queries = new CfnResolverQueryLoggingConfig(scope, 'Queries', {
    destinationArn: bucket.arnForObjects('resolver/'),
  });
  new CfnResolverQueryLoggingConfigAssociation(scope, 'QueriesOfVpc', {
    resolverQueryLogConfigId: queries.attrId,
    resourceId: vpc.vpcId,
  });
  return { vpc, alarms: watch(scope, vpc) };
}

function watch(scope: Construct, vpc: Vpc): Alarm[] {
  const gateways = vpc.node.findAll().filter((child) => child instanceof CfnNatGateway);
  const metrics = (metricName: string, statistic: string) =>
    gateways.map(
      ({ attrNatGatewayId: NatGatewayId }) =>
        new Metric({
          namespace: 'AWS/NATGateway',
          metricName,
          dimensionsMap: { NatGatewayId },
          statistic,
          period: Duration.minutes(1),
        }),
    );
  const dashboard = new Dashboard(scope, 'Dashboard', { defaultInterval: Duration.hours(3) });
  dashboard.addWidgets(new TextWidget({ markdown: '## Way out: NAT gateways', width: 24, height: 1 }));
  dashboard.addWidgets(
    new GraphWidget({ title: 'Bytes to the internet', left: metrics('BytesOutToDestination', 'Sum'), width: 8 }),
    new GraphWidget({ title: 'Connections', left: metrics('ActiveConnectionCount', 'Maximum'), width: 8 }),
    new GraphWidget({ title: 'Connections refused', left: metrics('ErrorPortAllocation', 'Sum'), width: 8 }),
  );
  return metrics('ErrorPortAllocation', 'Sum').map(
    (metric, index) =>
      new Alarm(scope, `NatPorts${index + 1}`, {
        metric,
        threshold: 1,
        evaluationPeriods: 15,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription:
          'A NAT gateway has no free port left towards a destination. Runbook: docs/runbooks/nat-port-exhaustion.md',
      }),
  );
}
