import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { LoadBalancerMetrics } from './load-balancer-metrics';
import type { ServiceTargetGroup } from './service-target-group';

const MINUTE = Duration.minutes(1);
const THIRD = { width: 8, height: 6 };
const FROM_ZERO = { leftYAxis: { min: 0 } };

/** What users experience: traffic, errors, waiting. */
export function loadBalancerWidgets(metrics: LoadBalancerMetrics): IWidget[] {
  return [
    new GraphWidget({ title: 'Requests', left: [metrics.requests()], ...THIRD, ...FROM_ZERO }),
    new GraphWidget({ title: 'Errors (5xx)', left: [metrics.errors()], ...THIRD, ...FROM_ZERO }),
    new GraphWidget({
      title: 'Response time',
      left: ['p50', 'p90', 'p99'].map((statistic) => metrics.latency(statistic)),
      ...THIRD,
      ...FROM_ZERO,
    }),
    new GraphWidget({
      title: 'Failed connections',
      left: [metrics.rejectedConnections(), metrics.targetConnectionErrors()],
      ...THIRD,
      ...FROM_ZERO,
    }),
  ];
}

/** The targets behind one rule. */
export function targetGroupWidgets(group: ServiceTargetGroup): IWidget[] {
  const { metrics } = group.targetGroup;
  const period = { period: MINUTE };
  return [
    new GraphWidget({
      title: 'Hosts',
      left: [metrics.healthyHostCount(period), metrics.unhealthyHostCount(period)],
      ...THIRD,
      ...FROM_ZERO,
    }),
    new GraphWidget({ title: 'Requests per target', left: [group.requestCountPerTarget()], ...THIRD, ...FROM_ZERO }),
    new GraphWidget({
      title: 'Response time of targets',
      left: ['p50', 'p99'].map((statistic) => metrics.targetResponseTime({ statistic, ...period })),
      ...THIRD,
      ...FROM_ZERO,
    }),
  ];
}
