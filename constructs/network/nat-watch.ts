import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  GraphWidget,
  Metric,
  Stats,
  TreatMissingData,
  type Alarm,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnNatGateway } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { AlarmSet } from '../observability/alarm-set';
import { ServiceDashboard } from '../observability/service-dashboard';
import { Severity } from '../observability/severity';

export interface NatWatchProps {
  /** The gateways to watch, at least one. */
  readonly gateways: readonly CfnNatGateway[];
}

/** A ticket when a NAT gateway runs out of ports, and a picture of what leaves through the gateways. */
export class NatWatch extends Construct {
  public readonly alarms: Alarm[];

  constructor(scope: Construct, id: string, { gateways }: NatWatchProps) {
    super(scope, id);
    this.alarms = gateways.map((gateway, index) => this.alarmOnPorts(`Ports${index + 1}`, gateway));
    ServiceDashboard.of(this).addSection(
      'Way out: NAT gateways',
      graph('Bytes to the internet', gateways, 'BytesOutToDestination', Stats.SUM),
      graph('Connections', gateways, 'ActiveConnectionCount', Stats.MAXIMUM),
      graph('Connections refused for want of a port', gateways, 'ErrorPortAllocation', Stats.SUM),
    );
  }

  /**
   * Threshold and window are those that CloudWatch recommends for `ErrorPortAllocation`.
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
   */
  private alarmOnPorts(id: string, gateway: CfnNatGateway): Alarm {
    return AlarmSet.of(this).add(this, id, {
      metric: metricOf(gateway, 'ErrorPortAllocation', Stats.SUM),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 15,
      datapointsToAlarm: 15,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
      summary: 'A NAT gateway has no free port left towards a destination, so new connections to it fail.',
      runbook: 'nat-port-exhaustion',
    });
  }
}

function graph(title: string, gateways: readonly CfnNatGateway[], metricName: string, statistic: string): IWidget {
  const left = gateways.map((gateway, index) =>
    metricOf(gateway, metricName, statistic).with({ label: `Gateway ${index + 1}` }),
  );
  return new GraphWidget({ title, left, width: 8, height: 6 });
}

function metricOf(gateway: CfnNatGateway, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/NATGateway',
    metricName,
    dimensionsMap: { NatGatewayId: gateway.attrNatGatewayId },
    statistic,
    period: Duration.minutes(1),
  });
}
