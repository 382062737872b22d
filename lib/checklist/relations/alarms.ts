import { gather } from '../gather';
import type { Cursor, Resource } from '../model';
import { isSamePlace, mayBeSamePlace, placed, type Place } from '../place';
import { allOf, anyOf, met, missed, undecided, type Verdict } from '../rule';
import { physicalName, type TemplateIndex } from '../template-index';

export const ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';

/** A metric that an alarm looks at, itself or as an input of its arithmetic. */
export interface AlarmMetric {
  readonly namespace?: string;
  readonly name?: string;
  /** `Average`, `p99`, … */
  readonly statistic?: string;
  readonly period?: number;
  /** Where the metric is: an alarm may look at one of another account. */
  readonly home: Place;
  readonly dimensions: readonly (readonly [name: string, value: Cursor])[];
}

/** What kind of alarm is asked for. */
export interface AlarmQuestion {
  /** For reports: `CPU`. */
  readonly what: string;
  /** True for the metric that it must look at; the dimension is checked already. */
  matches(metric: AlarmMetric): boolean;
  /** The dimension that says whose metric it is. @default - any of them */
  readonly dimension?: string;
  /** Another dimension without which the metric has no data. @default - none */
  readonly beside?: string;
  /** Others that stand for the resource in a dimension: the listeners of a load balancer, the cluster of an instance. */
  readonly aliases?: readonly Resource[];
  /** What else the alarm must hold to. */
  also?(alarm: Resource): Verdict | undefined;
}

/** Met where an alarm on such a metric of this resource does something when it fires. */
export function hasAlarm(resource: Resource, index: TemplateIndex, question: AlarmQuestion): Verdict {
  const beside = question.beside === undefined ? '' : ` beside ${question.beside}`;
  const expected = `an alarm on it, with the dimension of ${resource.id}${beside} and an action`;
  const subjects = [resource, ...(question.aliases ?? [])];
  const fitting = alarmsAbout(subjects, index).filter((alarm) =>
    metricsOf(alarm).some((metric) => isAsked(metric, question) && isAbout(metric, subjects, question.dimension)),
  );
  const verdicts = fitting.map((alarm) => allOf(question.also?.(alarm), acts(alarm, index)));
  const verdict = anyOf(...verdicts);
  return verdict?.state === 'met'
    ? verdict
    : (anyOf(verdict, mayBeAbout(resource, index, question)) ?? missed(`no alarm on ${question.what}`, expected));
}

/** Undecided where there is an alarm on such a metric, and nobody knows yet of what. */
function mayBeAbout(resource: Resource, index: TemplateIndex, question: AlarmQuestion): Verdict | undefined {
  const isOpen = (metric: AlarmMetric) =>
    isAsked(metric, question) &&
    isSamePlace(metric.home, resource.template) &&
    metric.dimensions.some(([name, value]) => name === question.dimension && value.isUndecided);
  const alarm = alarmsOfUnknown(index).find((one) => metricsOf(one).some(isOpen));
  return alarm && undecided(`nobody knows yet whose ${question.what} ${alarm.id} watches`, { evidence: [alarm] });
}

function isAsked(metric: AlarmMetric, question: AlarmQuestion): boolean {
  const { beside } = question;
  return question.matches(metric) && (beside === undefined || metric.dimensions.some(([name]) => name === beside));
}

function alarmsOfUnknown(index: TemplateIndex): Resource[] {
  return index.once('alarms with a dimension that nobody knows', () =>
    index
      .ofType(ALARM)
      .filter((alarm) => metricsOf(alarm).some(({ dimensions }) => dimensions.some(([, value]) => value.isUndecided))),
  );
}

/** The alarms with a dimension, or an expression, that means one of these resources. */
export function alarmsAbout(subjects: readonly Resource[], index: TemplateIndex): Resource[] {
  const byValue = index.once('alarms by dimension', () => {
    const found = new Map<string, Resource[]>();
    for (const alarm of index.ofType(ALARM)) {
      for (const { home, dimensions } of metricsOf(alarm)) {
        dimensions.forEach(([, value]) => gather(found, placed(value.shown(), home), alarm));
      }
    }
    return found;
  });
  const named = (one: Resource) => publishedNames(one).flatMap((name) => byValue.get(placed(name, one.template)) ?? []);
  return [...new Set(subjects.flatMap((one) => [...index.referrers(one, ALARM), ...named(one)]))];
}

/** The metrics that an alarm looks at. */
export function metricsOf(alarm: Resource): AlarmMetric[] {
  const inputs = alarm.at('Metrics').items();
  const { account, region } = alarm.template;
  const single = alarm.at('MetricName').isAbsent
    ? []
    : [metric(alarm.section('Properties'), alarm.section('Properties'), alarm.template)];
  const stats = inputs
    .filter((input) => !input.at('MetricStat').isAbsent)
    .map((input) => {
      const other = input.at('AccountId');
      const home = { region, account: other.isAbsent ? account : other.text() };
      return metric(input.at('MetricStat.Metric'), input.at('MetricStat'), home);
    });
  return [...single, ...stats];
}

/** Met where an alarm, or a composite alarm that it belongs to, does something when it fires. */
export function acts(alarm: Resource, index: TemplateIndex, seen: ReadonlySet<Resource> = new Set()): Verdict {
  const actions = alarm.at('AlarmActions');
  const switched = alarm.at('ActionsEnabled');
  const isOff = switched.flag() === false;
  const isSet = actions.items().length > 0;
  if (!isOff && isSet && !switched.isUndecided) {
    return met(`${alarm.id} acts`, { evidence: [alarm] });
  }
  const above = seen.has(alarm) ? [] : compositesOf(alarm, index);
  const own = isOff
    ? missed(`${alarm.id} has ActionsEnabled false`, `actions of ${alarm.id} enabled`)
    : actions.isUndecided
      ? undecided(`the actions of ${alarm.id} are ${actions.shown()}`)
      : isSet
        ? undecided(`ActionsEnabled of ${alarm.id} is ${switched.shown()}`)
        : missed(`${alarm.id} has no AlarmActions`, `an action of ${alarm.id}`);
  const others = above.map((one) => acts(one, index, new Set([...seen, alarm])));
  const verdict = anyOf(own, ...others) ?? own;
  return { ...verdict, evidence: [...new Set([alarm, ...verdict.evidence])] };
}

/** The composite alarms whose rule names an alarm. */
export function compositesOf(alarm: Resource, index: TemplateIndex): Resource[] {
  const byReference = index
    .referrers(alarm, COMPOSITE)
    .filter((composite) => composite.at('AlarmRule').mentions().includes(alarm));
  const byName = index.once('composite alarms by the names in their rules', () => {
    const found = new Map<string, Resource[]>();
    for (const composite of index.ofType(COMPOSITE)) {
      for (const [, name = ''] of composite
        .at('AlarmRule')
        .shown()
        .matchAll(/\(\s*["']?(?:arn:[^)"']*:alarm:)?([^)"']+?)["']?\s*\)/g)) {
        gather(found, placed(name, composite.template), composite);
      }
    }
    return found;
  });
  const name = alarm.at('AlarmName');
  return [
    ...new Set([...byReference, ...(name.isAbsent ? [] : (byName.get(placed(name.shown(), alarm.template)) ?? []))]),
  ];
}

function metric(place: Cursor, how: Cursor, home: Place): AlarmMetric {
  const statistics = ['Stat', 'Statistic', 'ExtendedStatistic'].map((name) => how.at(name).text());
  return {
    namespace: place.at('Namespace').text(),
    name: place.at('MetricName').text(),
    statistic: statistics.find((one) => one !== undefined),
    period: how.at('Period').number(),
    home,
    dimensions: place
      .at('Dimensions')
      .items()
      .map((one) => [one.at('Name').text() ?? '', one.at('Value')]),
  };
}

/** CloudWatch has the metrics of a resource where the resource is, and nowhere else. */
function isAbout({ dimensions, home }: AlarmMetric, subjects: readonly Resource[], dimension?: string): boolean {
  const isMeant = (value: Cursor, one: Resource) =>
    value.mentions().includes(one)
      ? mayBeSamePlace(home, one.template)
      : publishedNames(one).includes(value.shown()) && isSamePlace(home, one.template);
  return dimensions.some(
    ([name, value]) => (dimension ?? name) === name && subjects.some((one) => isMeant(value, one)),
  );
}

/** The names that a dimension may call a resource by: AWS keeps those of databases in lower case. */
function publishedNames(resource: Resource): string[] {
  const name = physicalName(resource);
  const isDatabase = /^AWS::(RDS|DocDB|Neptune)::/.test(resource.type) && name?.text() !== undefined;
  return name === undefined ? [] : [name.shown(), ...(isDatabase ? [name.shown().toLowerCase()] : [])];
}
