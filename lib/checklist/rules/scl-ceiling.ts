import type { Cursor, Resource } from '../model';
import { hasAlarm, metricsOf, type AlarmMetric } from '../relations/alarms';
import { policiesOfGroup, scalableTargetsOf } from '../relations/scaling';
import { met, missed, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const METRICS: Readonly<Record<string, readonly string[]>> = {
  'AWS/AutoScaling': [
    'GroupDesiredCapacity',
    'GroupInServiceInstances',
    'GroupInServiceCapacity',
    'GroupTotalInstances',
  ],
  'ECS/ContainerInsights': ['DesiredTaskCount', 'RunningTaskCount'],
  'AWS/ECS': ['DesiredTaskCount', 'RunningTaskCount'],
};
const CEILING = 'GroupMaxSize';
/** How far below the ceiling the alarm may fire. */
const NEAR = 0.9;

/** SCL-05 */
export function noticesCeiling(resource: Resource, index: TemplateIndex): Verdict | undefined {
  const ceiling = ceilingOf(resource, index);
  return ceiling === undefined
    ? undefined
    : hasAlarm(resource, index, {
        what: `capacity at ${ceiling.path.replace('Properties.', '')} (${ceiling.shown()})`,
        matches: isCapacity,
        also: (alarm) => firesAt(alarm, ceiling),
      });
}

/** Where the ceiling of something that scales is written; undefined where it does not scale. */
function ceilingOf(resource: Resource, index: TemplateIndex): Cursor | undefined {
  if (resource.type === 'AWS::ECS::Service') {
    return scalableTargetsOf(resource, index)[0]?.at('MaxCapacity');
  }
  const [least, most] = [resource.at('MinSize'), resource.at('MaxSize')];
  const isScaled = policiesOfGroup(resource, index).length > 0 || (most.number() ?? 0) > (least.number() ?? Infinity);
  return isScaled ? most : undefined;
}

function isCapacity({ namespace, name }: AlarmMetric): boolean {
  return (METRICS[namespace ?? ''] ?? []).includes(name ?? '');
}

function firesAt(alarm: Resource, ceiling: Cursor): Verdict {
  const threshold = alarm.at('Threshold');
  const operator = alarm.at('ComparisonOperator').text() ?? '';
  const details = { evidence: [alarm], locations: [] };
  const [limit, most] = [threshold.number(), ceiling.number()];
  const found = `${alarm.id} fires at ${operator} ${threshold.shown()}, the ceiling is ${ceiling.shown()}`;
  const isRising = operator.startsWith('GreaterThan') && !operator.includes('Lower');
  if (metricsOf(alarm).some(({ name }) => name === CEILING)) {
    return isNearInProportion(operator, limit)
      ? met(found, details)
      : missed(found, 'an alarm that fires near the ceiling', details);
  }
  if (isRising && operator.includes('OrEqual') && threshold.shown() === ceiling.shown()) {
    return met(found, details);
  }
  if (limit === undefined || most === undefined) {
    return undecidedAt(most === undefined ? ceiling : threshold);
  }
  const first = operator.includes('OrEqual') ? Math.ceil(limit) : Math.floor(limit) + 1;
  return isRising && first <= most && first >= most * NEAR
    ? met(found, details)
    : missed(found, `an alarm that fires between ${Math.ceil(most * NEAR)} and ${most}`, details);
}

/** Of an expression over capacity and ceiling: a share of 90 to 100 percent, or a distance of next to nothing. */
function isNearInProportion(operator: string, limit: number | undefined): boolean {
  if (limit === undefined) {
    return false;
  }
  if (operator.startsWith('LessThan')) {
    return limit >= 0 && limit <= 1;
  }
  const share = limit > 1 ? limit / 100 : limit;
  return operator.includes('OrEqual') ? share >= NEAR && share <= 1 : share >= NEAR && share < 1;
}
