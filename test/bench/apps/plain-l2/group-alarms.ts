import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { AutoScalingAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Instances } from './instances';

/** A metric of the group, by the minute. */
export function groupMetric({ group }: Instances, namespace: string, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace,
    metricName,
    dimensionsMap: { AutoScalingGroupName: group.autoScalingGroupName },
    statistic,
    period: Duration.minutes(1),
  });
}

/** The alarms of the instances, and the one that takes instances away. */
export function watchGroup(scope: Construct, instances: Instances): Record<'pages' | 'tickets', Alarm[]> {
  const alarm = (id: string, metric: IMetric, threshold: number, evaluationPeriods: number): Alarm =>
    new Alarm(scope, id, {
      metric,
      threshold,
      evaluationPeriods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${id} of the instances of orders. Runbook: docs/runbooks/instance-${id.toLowerCase()}.md`,
    });
  const desired = groupMetric(instances, 'AWS/AutoScaling', 'GroupDesiredCapacity', 'Maximum');
  const inService = groupMetric(instances, 'AWS/AutoScaling', 'GroupInServiceInstances', 'Minimum');
  const smallest = groupMetric(instances, 'AWS/AutoScaling', 'GroupMinSize', 'Maximum');
  const cpu = groupMetric(instances, 'AWS/EC2', 'CPUUtilization', 'Average');
  const failedLaunches = new MetricFilter(scope, 'FailedLaunchFilter', {
    logGroup: instances.systemLogs,
    filterPattern: FilterPattern.literal('"boot failed:"'),
    metricNamespace: 'Orders',
    metricName: 'failed-launches',
    metricValue: '1',
  });
  const calm = new Alarm(scope, 'Calm', {
    metric: new MathExpression({
      expression: 'IF(desired > smallest, 100 * cpu / 50 * inService / (inService - 1 + (inService < 2)), 100)',
      usingMetrics: { cpu, desired, smallest, inService },
      period: Duration.minutes(1),
      label: 'Usage with one instance fewer',
    }),
    threshold: 80,
    comparisonOperator: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 15,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: 'Not a fault: an instance can be spared',
  });
  calm.addAlarmAction(new AutoScalingAction(instances.scaleIn));
  const missing = new MathExpression({
    expression: 'desired - inService',
    usingMetrics: { desired, inService },
    period: Duration.minutes(1),
    label: 'Missing instances',
  });
  return {
    pages: [alarm('MissingInstances', missing, 1, 20)],
    tickets: [
      alarm('Cpu', cpu, 80, 10),
      alarm('Memory', groupMetric(instances, 'CWAgent', 'mem_used_percent', 'Maximum'), 90, 10),
      alarm('Disk', groupMetric(instances, 'CWAgent', 'disk_used_percent', 'Maximum'), 85, 5),
      alarm('StatusChecks', groupMetric(instances, 'AWS/EC2', 'StatusCheckFailed', 'Maximum'), 1, 5),
      alarm('FailedLaunches', failedLaunches.metric({ statistic: 'Sum', period: Duration.minutes(15) }), 2, 1),
      alarm('Ceiling', desired, 12, 5),
    ],
  };
}
