import type { Resource } from '../model';
import { isProvider } from '../providers';
import { hasAlarm, metricsOf, type AlarmMetric } from '../relations/alarms';
import { isApplicationLoadBalancer, listenersOf, targetGroupsOfLoadBalancer } from '../relations/load-balancing';
import { scalableTargetsOf } from '../relations/scaling';
import { allOf, met, missed, undecided, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const BALANCER = 'AWS/ApplicationELB';
const FAILURES = ['HTTPCode_Target_5XX_Count', 'HTTPCode_ELB_5XX_Count'];
const STATUS_CHECKS = ['StatusCheckFailed', 'StatusCheckFailed_Instance', 'StatusCheckFailed_System'];
const FEWEST_OF_TEN = 90;

/** True for one of some metrics whose dimension of that name is there at all; whose it is, is asked elsewhere. */
function isMetric(namespace: string, names: readonly string[] | RegExp, dimension: string) {
  return (metric: AlarmMetric): boolean =>
    metric.namespace === namespace &&
    (names instanceof RegExp ? names.test(metric.name ?? '') : names.includes(metric.name ?? '')) &&
    metric.dimensions.some(([name, value]) => name === dimension && !isArn(value.reference()?.attribute));
}

/** MET-01: errors, slowness and sick targets of an application load balancer. */
export function doorPages(balancer: Resource, index: TemplateIndex): Verdict | undefined {
  if (!isApplicationLoadBalancer(balancer)) {
    return undefined;
  }
  const aliases = listenersOf(balancer, index);
  const isSlow = isMetric(BALANCER, ['TargetResponseTime'], 'LoadBalancer');
  return allOf(
    hasAlarm(balancer, index, { what: '5xx', aliases, matches: isMetric(BALANCER, FAILURES, 'LoadBalancer') }),
    hasAlarm(balancer, index, {
      what: 'latency at p90 or higher',
      aliases,
      matches: (metric) => isSlow(metric) && isHighPercentile(metric.statistic),
    }),
    ...targetGroupsOfLoadBalancer(balancer, index).map((group) =>
      hasAlarm(group, index, {
        what: `unhealthy hosts of ${group.id}`,
        matches: isMetric(BALANCER, ['UnHealthyHostCount'], 'TargetGroup'),
      }),
    ),
  );
}

/** MET-02 of an auto scaling group. */
export function fleetIsNoticed(group: Resource, index: TemplateIndex): Verdict | undefined {
  const has = (what: string, namespace: string, names: readonly string[] | RegExp) =>
    hasAlarm(group, index, { what, matches: isMetric(namespace, names, 'AutoScalingGroupName') });
  return allOf(
    has('CPU', 'AWS/EC2', ['CPUUtilization']),
    has('memory', 'CWAgent', /^(mem_|Memory )/),
    has('disk', 'CWAgent', /^(disk_|LogicalDisk )/),
    has('failed status checks', 'AWS/EC2', STATUS_CHECKS),
  );
}

/** MET-02 of an ECS service. */
export function tasksAreNoticed(service: Resource, index: TemplateIndex): Verdict | undefined {
  const isOf = (name: string, insight: string) => {
    const isPlain = isMetric('AWS/ECS', [name], 'ServiceName');
    const isInsight = isMetric('ECS/ContainerInsights', [insight], 'ServiceName');
    return (metric: AlarmMetric) => (isPlain(metric) || isInsight(metric)) && !isCount(metric);
  };
  const isRunning = isMetric('ECS/ContainerInsights', ['RunningTaskCount'], 'ServiceName');
  const isSampled = isMetric('AWS/ECS', ['CPUUtilization', 'MemoryUtilization'], 'ServiceName');
  return allOf(
    hasAlarm(service, index, { what: 'CPU', matches: isOf('CPUUtilization', 'CpuUtilized') }),
    hasAlarm(service, index, { what: 'memory', matches: isOf('MemoryUtilization', 'MemoryUtilized') }),
    hasAlarm(service, index, {
      what: 'running tasks below desired',
      matches: (metric) => isRunning(metric) || (isSampled(metric) && isCount(metric)),
      also: (alarm) => firesBelowDesired(alarm, service, index),
    }),
  );
}

/** MET-05: errors and throttles of a function. */
export function failureIsNoticed(lambda: Resource, index: TemplateIndex): Verdict | undefined {
  const has = (what: string, name: string) =>
    hasAlarm(lambda, index, { what, matches: isMetric('AWS/Lambda', [name], 'FunctionName') });
  return isProvider(lambda) ? undefined : allOf(has('errors', 'Errors'), has('throttles', 'Throttles'));
}

/** MET-12: days to expiry of a certificate. */
export function expiryIsNoticed(certificate: Resource, index: TemplateIndex): Verdict {
  return hasAlarm(certificate, index, {
    what: 'days to expiry',
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

function isArn(attribute: string | undefined): boolean {
  return attribute === 'Arn';
}
