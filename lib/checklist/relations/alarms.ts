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

/** Of many alarms that do not help, a finding names this many: the longer list helps nobody. */
const NAMED = 10;

/** Met where an alarm on such a metric of this resource does something when it fires. */
export function hasAlarm(resource: Resource, index: TemplateIndex, question: AlarmQuestion): Verdict {
  const beside = question.beside === undefined ? '' : ` beside ${question.beside}`;
  const expected = `an alarm on it, with the dimension of ${resource.id}${beside} and an action`;
  const verdict = firstMet(verdictsOn([resource, ...(question.aliases ?? [])], index, question));
  return verdict?.state === 'met'
    ? verdict
    : (anyOf(verdict, mayBeAbout(resource, index, question)) ?? missed(`no alarm on ${question.what}`, expected));
}

/** What the alarms on resources come to: those that refer to one of them, then those that name one. */
function* verdictsOn(
  subjects: readonly Resource[],
  index: TemplateIndex,
  question: AlarmQuestion,
): Generator<Verdict | undefined> {
  const isOurs = (metric: AlarmMetric) => isAsked(metric, question) && isAbout(metric, subjects, question.dimension);
  const referring = new Set(subjects.flatMap((one) => index.referrers(one, ALARM)));
  for (const alarm of referring) {
    if (metricsIn(alarm, index).some(isOurs)) {
      yield allOf(question.also?.(alarm), acts(alarm, index));
    }
  }
  for (const name of new Set(subjects.flatMap(placedNames))) {
    yield ofName(name, index, question);
  }
}

/** What the alarms on one name come to: the same for everything that has this name, so it is asked once. */
function ofName(name: string, index: TemplateIndex, question: AlarmQuestion): Verdict | undefined {
  const { dimension } = question;
  const isMeant = (metric: AlarmMetric) =>
    isAsked(metric, question) &&
    metric.dimensions.some(([key, value]) => (dimension ?? key) === key && placed(value.shown(), metric.home) === name);
  function* verdicts(): Generator<Verdict | undefined> {
    for (const alarm of new Set(alarmsByValue(index).get(name))) {
      if (metricsIn(alarm, index).some(isMeant)) {
        yield allOf(question.also?.(alarm), acts(alarm, index));
      }
    }
  }
  return index.remember(question, name, () => firstMet(verdicts()));
}

/** As `anyOf` has it, but nothing is asked behind the first that is met. */
function firstMet(verdicts: Iterable<Verdict | undefined>): Verdict | undefined {
  const others: Verdict[] = [];
  for (const verdict of verdicts) {
    if (verdict?.state === 'met') {
      return verdict;
    }
    if (verdict !== undefined) {
      others.push(verdict);
    }
  }
  const verdict = anyOf(...(others.some(({ state }) => state === 'undecided') ? others : others.slice(0, NAMED)));
  if (verdict?.state !== 'missed' || others.length <= NAMED) {
    return verdict;
  }
  return {
    ...verdict,
    found: `${verdict.found}; and ${others.length - NAMED} more alarms like these`,
    severity: others.every(({ severity }) => severity === 'warning') ? 'warning' : undefined,
  };
}

/** Undecided where there is an alarm on such a metric, and nobody knows yet of what. */
function mayBeAbout(resource: Resource, index: TemplateIndex, question: AlarmQuestion): Verdict | undefined {
  const isOpen = (metric: AlarmMetric) =>
    isAsked(metric, question) &&
    isSamePlace(metric.home, resource.template) &&
    metric.dimensions.some(([name, value]) => name === question.dimension && value.isUndecided);
  const alarm = index.remember(question, resource.template, () =>
    alarmsOfUnknown(index).find((one) => metricsIn(one, index).some(isOpen)),
  );
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
  const named = (one: Resource) => placedNames(one).flatMap((name) => alarmsByValue(index).get(name) ?? []);
  return [...new Set(subjects.flatMap((one) => [...index.referrers(one, ALARM), ...named(one)]))];
}

function alarmsByValue(index: TemplateIndex): ReadonlyMap<string, readonly Resource[]> {
  return index.once('alarms by dimension', () => {
    const found = new Map<string, Resource[]>();
    for (const alarm of index.ofType(ALARM)) {
      for (const { home, dimensions } of metricsOf(alarm)) {
        dimensions.forEach(([, value]) => gather(found, placed(value.shown(), home), alarm));
      }
    }
    return found;
  });
}

function metricsIn(alarm: Resource, index: TemplateIndex): readonly AlarmMetric[] {
  return index.remember(alarm, ALARM, () => metricsOf(alarm));
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
export function acts(alarm: Resource, index: TemplateIndex): Verdict {
  return firstMet(actsAbove(alarm, index)) ?? actsItself(alarm);
}

/** What an alarm does, and each composite alarm above it, with the way there as evidence. */
function* actsAbove(alarm: Resource, index: TemplateIndex): Generator<Verdict> {
  const ways = new Map<Resource, readonly Resource[]>([[alarm, [alarm]]]);
  for (const [one, evidence] of ways) {
    yield { ...actsItself(one), evidence };
    for (const above of compositesOf(one, index).filter((composite) => !ways.has(composite))) {
      ways.set(above, [...evidence, above]);
    }
  }
}

function actsItself(alarm: Resource): Verdict {
  const actions = alarm.at('AlarmActions');
  const switched = alarm.at('ActionsEnabled');
  const isSet = actions.items().length > 0;
  if (switched.flag() === false) {
    return missed(`${alarm.id} has ActionsEnabled false`, `actions of ${alarm.id} enabled`);
  }
  if (actions.isUndecided) {
    return undecided(`the actions of ${alarm.id} are ${actions.shown()}`);
  }
  if (!isSet) {
    return missed(`${alarm.id} has no AlarmActions`, `an action of ${alarm.id}`);
  }
  return switched.isUndecided
    ? undecided(`ActionsEnabled of ${alarm.id} is ${switched.shown()}`)
    : met(`${alarm.id} acts`);
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

function placedNames(resource: Resource): string[] {
  return publishedNames(resource).map((name) => placed(name, resource.template));
}
