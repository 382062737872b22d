import { Duration } from 'aws-cdk-lib';
import {
  type AlarmBase,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Canary } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import type { FrontDoor } from './front-door';
import { errors, requests } from './front-door-alarms';
import { groupMetric } from './group-alarms';
import type { Instances } from './instances';
import { errorRatio } from './objective';

interface Drawn {
  readonly door: FrontDoor;
  readonly instances: Instances;
  readonly canary: Canary;
  readonly alarms: AlarmBase[];
}

const MINUTE = Duration.minutes(1);

/** All that people look at when something is wrong. */
export function drawService(scope: Construct, { door, instances, canary, alarms }: Drawn): void {
  const { alb, targetGroup } = door;
  const dashboard = new Dashboard(scope, 'Dashboard', { defaultInterval: Duration.hours(3) });
  const graph = (title: string, ...left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: 8 });
  const title = (text: string): TextWidget => new TextWidget({ markdown: `## ${text}`, width: 24, height: 1 });
  const ofGroup = (namespace: string, name: string, statistic = 'Maximum'): IMetric =>
    groupMetric(instances, namespace, name, statistic);
  dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 5 }));
  dashboard.addWidgets(title('Load balancer'));
  dashboard.addWidgets(
    graph('Requests', requests(alb, MINUTE)),
    graph('Errors (5xx)', errors(alb, MINUTE)),
    graph(
      'Response time',
      ...percentiles(['p50', 'p90', 'p99'], (statistic) =>
        alb.metrics.targetResponseTime({ statistic, period: MINUTE }),
      ),
    ),
    graph('Failed connections', alb.metrics.rejectedConnectionCount(), alb.metrics.targetConnectionErrorCount()),
  );
  dashboard.addWidgets(title('Targets'));
  dashboard.addWidgets(
    graph('Hosts', targetGroup.metrics.healthyHostCount(), targetGroup.metrics.unhealthyHostCount()),
    graph('Requests per target', targetGroup.metrics.requestCountPerTarget({ statistic: 'Sum', period: MINUTE })),
    graph(
      'Response time of targets',
      ...percentiles(['p50', 'p99'], (statistic) => targetGroup.metrics.targetResponseTime({ statistic })),
    ),
  );
  dashboard.addWidgets(title('Seen from outside'));
  dashboard.addWidgets(
    graph('Runs that succeeded', canary.metricSuccessPercent({ period: MINUTE })),
    graph('How long runs took', canary.metricDuration({ period: MINUTE })),
  );
  dashboard.addWidgets(title('Objective: 99.9 % of requests are good'));
  dashboard.addWidgets(
    budgetLeft(door),
    ...[Duration.hours(1), Duration.hours(6)].map((period) =>
      graph(`Burn over ${period.toHumanString()}`, errorRatio(alb, period)),
    ),
  );
  dashboard.addWidgets(title('Instances'));
  dashboard.addWidgets(
    graph(
      'Instances',
      ...['DesiredCapacity', 'InServiceInstances', 'MinSize', 'MaxSize'].map((name) =>
        ofGroup('AWS/AutoScaling', `Group${name}`),
      ),
    ),
    graph('CPU', ofGroup('AWS/EC2', 'CPUUtilization', 'Average'), ofGroup('AWS/EC2', 'CPUUtilization')),
    graph('Memory and disk', ofGroup('CWAgent', 'mem_used_percent'), ofGroup('CWAgent', 'disk_used_percent')),
  );
}

function percentiles(statistics: string[], metric: (statistic: string) => IMetric): IMetric[] {
  return statistics.map((statistic) => metric(statistic));
}

function budgetLeft({ alb }: FrontDoor): SingleValueWidget {
  const period = Duration.days(30);
  return new SingleValueWidget({
    title: 'Error budget left of 30 days',
    width: 6,
    setPeriodToTimeRange: true,
    metrics: [
      new MathExpression({
        label: 'Percent',
        period,
        expression: '100 * (1 - FILL(bad, 0) / total / 0.001)',
        usingMetrics: { total: requests(alb, period), bad: errors(alb, period) },
      }),
    ],
  });
}
