import type { Resource } from '../model';
import { isProvider } from '../providers';
import { isOfFamily, type MetricFamily } from '../relations/alarm-metrics';
import { hasAlarm, metricsOf, type AlarmMetric, type AlarmQuestion } from '../relations/alarms';
import { ifApplication, listenersOf, targetGroupsOfLoadBalancer } from '../relations/load-balancing';
import { scalableTargetsOf } from '../relations/scaling';
import { allOf, met, missed, undecided, type Verdict } from '../rule';
import { physicalName, type TemplateIndex } from '../template-index';

const BALANCER = 'AWS/ApplicationELB';
const BALANCERS: MetricFamily = { namespace: BALANCER, dimension: 'LoadBalancer', attribute: 'LoadBalancerFullName' };
const TARGET_GROUPS: MetricFamily = { namespace: BALANCER, dimension: 'TargetGroup', attribute: 'TargetGroupFullName' };
const SERVICES: MetricFamily = { namespace: 'AWS/ECS', dimension: 'ServiceName', attribute: 'Name' };
const INSIGHTS: MetricFamily = { ...SERVICES, namespace: 'ECS/ContainerInsights' };
const FUNCTIONS: MetricFamily = { namespace: 'AWS/Lambda', dimension: 'FunctionName', attribute: 'Ref' };
const CLUSTER = 'AWS::ECS::Cluster';
const CLUSTER_NAME = 'ClusterName';
const FAILURES = ['HTTPCode_Target_5XX_Count', 'HTTPCode_ELB_5XX_Count'];
const STATUS_CHECKS = ['StatusCheckFailed', 'StatusCheckFailed_Instance', 'StatusCheckFailed_System'];
const FEWEST_OF_TEN = 90;

/** MET-01: errors, slowness and sick targets of an application load balancer. */
export function doorPages(balancer: Resource, index: TemplateIndex): Verdict | undefined {
  const { dimension } = BALANCERS;
  const has = (what: string, matches: (metric: AlarmMetric) => boolean) =>
    hasAlarm(balancer, index, { what, aliases: listenersOf(balancer, index), dimension, matches });
  const verdict = allOf(
    has('5xx', (metric) => isOfFamily(metric, FAILURES, BALANCERS)),
    has(
      'latency at p90 or higher',
      (metric) => isOfFamily(metric, ['TargetResponseTime'], BALANCERS) && isHighPercentile(metric.statistic),
    ),
    ...targetGroupsOfLoadBalancer(balancer, index).map((group) =>
      hasAlarm(group, index, {
        what: `unhealthy hosts of ${group.id}`,
        dimension: TARGET_GROUPS.dimension,
        beside: dimension,
        matches: (metric) => isOfFamily(metric, ['UnHealthyHostCount'], TARGET_GROUPS),
      }),
    ),
  );
  return ifApplication(balancer, verdict);
}

/** MET-02 of an auto scaling group. */
export function fleetIsNoticed(group: Resource, index: TemplateIndex): Verdict | undefined {
  const dimension = 'AutoScalingGroupName';
  const has = (what: string, namespace: string, names: readonly string[] | RegExp) =>
    hasAlarm(group, index, {
      what,
      dimension,
      matches: (metric) => isOfFamily(metric, names, { namespace, dimension, attribute: 'Ref' }),
    });
  return allOf(
    has('CPU', 'AWS/EC2', ['CPUUtilization']),
    has('memory', 'CWAgent', /^(mem_|Memory )/),
    has('disk', 'CWAgent', /^(disk_|LogicalDisk )/),
    has('failed status checks', 'AWS/EC2', STATUS_CHECKS),
  );
}

/** MET-02 of an ECS service. */
export function tasksAreNoticed(service: Resource, index: TemplateIndex): Verdict | undefined {
  const { dimension } = SERVICES;
  const has = (what: string, matches: AlarmQuestion['matches'], also?: AlarmQuestion['also']) =>
    hasAlarm(service, index, {
      what,
      dimension,
      beside: CLUSTER_NAME,
      also,
      matches: (metric) => matches(metric) && isOfCluster(metric, service, index),
    });
  const isPlain = (metric: AlarmMetric, ...names: string[]) => isOfFamily(metric, names, SERVICES);
  const isInsight = (metric: AlarmMetric, name: string) => isOfFamily(metric, [name], INSIGHTS);
  const isUse = (plain: string, insight: string) => (metric: AlarmMetric) =>
    (isPlain(metric, plain) || isInsight(metric, insight)) && !isCount(metric);
  return allOf(
    has('CPU', isUse('CPUUtilization', 'CpuUtilized')),
    has('memory', isUse('MemoryUtilization', 'MemoryUtilized')),
    has(
      'running tasks below desired',
      (metric) =>
        isInsight(metric, 'RunningTaskCount') ||
        (isPlain(metric, 'CPUUtilization', 'MemoryUtilization') && isCount(metric)),
      (alarm) => firesBelowDesired(alarm, service, index),
    ),
  );
}

/** Services of one name may stand in several clusters. */
function isOfCluster({ dimensions }: AlarmMetric, service: Resource, index: TemplateIndex): boolean {
  const stated = dimensions.find(([name]) => name === CLUSTER_NAME)?.[1];
  const own = service.at('Cluster');
  if (stated === undefined || stated.isUndecided || own.isUndecided) {
    return stated !== undefined;
  }
  const cluster = index.meant(own, service, CLUSTER);
  const name = cluster === undefined ? undefined : physicalName(cluster)?.shown();
  const isMeant = cluster !== undefined && stated.mentions().includes(cluster);
  // What was cut out of the ARN of the service is the cluster that it runs in.
  const isCut = stated.mentions().includes(service);
  return isMeant || isCut || stated.shown() === (name ?? (own.isAbsent ? 'default' : own.shown().replace(/^.*\//, '')));
}

/** MET-05: errors and throttles of a function. */
export function failureIsNoticed(lambda: Resource, index: TemplateIndex): Verdict | undefined {
  const has = (what: string, name: string) =>
    hasAlarm(lambda, index, {
      what,
      dimension: FUNCTIONS.dimension,
      matches: (metric) => isOfFamily(metric, [name], FUNCTIONS),
    });
  return isProvider(lambda) ? undefined : allOf(has('errors', 'Errors'), has('throttles', 'Throttles'));
}

/** MET-12: days to expiry of a certificate. */
export function expiryIsNoticed(certificate: Resource, index: TemplateIndex): Verdict {
  return hasAlarm(certificate, index, {
    what: 'days to expiry',
    dimension: 'CertificateArn',
    matches: ({ namespace, name, dimensions }) =>
      namespace === 'AWS/CertificateManager' &&
      name === 'DaysToExpiry' &&
      dimensions.some(([dimension]) => dimension === 'CertificateArn'),
    also: firesTowardsExpiry,
  });
}

/** Days to expiry grow fewer; which way the result of an expression goes, nobody can tell from here. */
function firesTowardsExpiry(alarm: Resource): Verdict | undefined {
  const operator = alarm.at('ComparisonOperator');
  const text = operator.text();
  const details = { evidence: [alarm], locations: [] };
  const isComputed = alarm
    .at('Metrics')
    .items()
    .some((input) => !input.at('Expression').isAbsent);
  if (operator.isUndecided || (isComputed && text?.startsWith('GreaterThan'))) {
    return undecided(`${alarm.id} fires on ${operator.shown()}${isComputed ? ' of an expression' : ''}`, details);
  }
  return text?.startsWith('GreaterThan')
    ? missed(`${alarm.id} fires on ${text}`, 'an alarm that fires when few days are left', details)
    : undefined;
}

function isHighPercentile(statistic = ''): boolean {
  const percentile = /^p(\d+(?:\.\d+)?)$/i.exec(statistic)?.[1];
  return statistic === 'Maximum' || (percentile !== undefined && Number(percentile) >= FEWEST_OF_TEN);
}

/** The samples of a metric of ECS are its tasks, one a minute each. */
function isCount({ statistic }: AlarmMetric): boolean {
  return statistic === 'SampleCount';
}

/** A threshold below the least capacity would let tasks go missing; compared with the desired count it never does. */
function firesBelowDesired(alarm: Resource, service: Resource, index: TemplateIndex): Verdict | undefined {
  if (metricsOf(alarm).some(({ name }) => name === 'DesiredTaskCount')) {
    return undefined;
  }
  const operator = alarm.at('ComparisonOperator').text() ?? '';
  const threshold = alarm.at('Threshold').number();
  const [target] = scalableTargetsOf(service, index);
  const least = (target?.at('MinCapacity') ?? service.at('DesiredCount')).number();
  const details = { evidence: [alarm], locations: ['Properties.DesiredCount'] };
  if (!operator.startsWith('LessThan')) {
    return missed(`${alarm.id} fires on ${operator}`, 'an alarm that fires when fewer tasks run than desired', details);
  }
  const highest = threshold === undefined ? undefined : threshold + (operator.includes('OrEqual') ? 1 : 0);
  return highest === undefined || least === undefined || highest >= least
    ? met(`${alarm.id} fires below the desired count`, { evidence: [alarm] })
    : missed(`${alarm.id} fires below ${highest} tasks`, `a threshold of ${least}, the least capacity`, details);
}
