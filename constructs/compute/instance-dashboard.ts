import { GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { ServiceDashboard } from '../observability/service-dashboard';
import type { InstanceMetrics } from './instance-metrics';

const WIDTH = 8;
const PERCENT = { min: 0, max: 100, label: '%', showUnits: false };

/** Draws a group of instances on the dashboard of its stack. */
export function drawInstances(scope: Construct, title: string, metrics: InstanceMetrics, requests?: IMetric): void {
  ServiceDashboard.of(scope).addSection(
    title,
    new GraphWidget({
      title: 'Instances',
      width: WIDTH,
      left: [metrics.desiredCapacity(), metrics.inServiceInstances(), metrics.minSize(), metrics.maxSize()],
      leftYAxis: { min: 0 },
    }),
    new GraphWidget({
      title: 'CPU',
      width: WIDTH,
      left: [
        metrics.cpuUtilization({ label: 'average' }),
        metrics.cpuUtilization({ statistic: 'Maximum', label: 'busiest' }),
      ],
      leftYAxis: PERCENT,
      right: requests === undefined ? [] : [requests],
    }),
    new GraphWidget({
      title: 'Memory, disk and status checks of the worst instance',
      width: WIDTH,
      left: [metrics.memoryUsed({ label: 'memory' }), metrics.diskUsed({ label: 'disk' })],
      leftYAxis: PERCENT,
      right: [metrics.statusCheckFailed({ label: 'failed checks' })],
      rightYAxis: { min: 0, showUnits: false },
    }),
  );
}
