import type { Cursor, Resource } from '../model';
import { allOf, anyOf, met, missed, undecided, type Verdict } from '../rule';
import { isSamePlace } from '../place';
import type { TemplateIndex } from '../template-index';
import { acts, ALARM, metricsOf, type AlarmMetric } from './alarms';
import { hostName, hostsOf } from './entrances';

export const CANARY = 'AWS::Synthetics::Canary';
export const HEALTH_CHECK = 'AWS::Route53::HealthCheck';

const CANARY_METRICS = /^(SuccessPercent|Failed|Failed requests|[45]xx)$/;
const ROUTE_53 = 'AWS/Route53';

/** What is high while all is well. */
const HEALTH = /^(SuccessPercent|HealthCheck(Status|PercentageHealthy))$/;

/** Health checks are global, their metrics are not: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html */
const HEALTH_REGIONS = /^(us-east-1$|us-gov-|cn-)/;

const HEALTH_METRICS = /^HealthCheck(Status|PercentageHealthy)$/;

interface Watchers {
  /** By the names of hosts, and by the resources whose address they ask. */
  readonly of: Map<string | Resource, Set<Resource>>;
  /** Those whose address is not in a template. */
  readonly blind: Resource[];
}

/** Canaries and health checks of the app. */
export function watchersOf(index: TemplateIndex): readonly Resource[] {
  return index.ofType(CANARY, HEALTH_CHECK);
}

/** Met where a canary, or a health check, asks an entrance from outside and an alarm tells when it fails. */
export function isWatched(entrance: Resource, index: TemplateIndex): Verdict {
  const { of, blind } = watched(index);
  const { names, resources } = hostsOf(entrance, index);
  const found = [...names, ...resources].flatMap((key) => [...(of.get(key) ?? [])]);
  const wildcards = [...names].filter((name) => name.startsWith('*.')).map((name) => name.slice(1));
  const isBelow = (key: string | Resource) =>
    typeof key === 'string' && wildcards.some((wildcard) => key.endsWith(wildcard));
  const below = wildcards.length === 0 ? [] : [...of].flatMap(([key, ones]) => (isBelow(key) ? [...ones] : []));
  const watchers = [...new Set([...found, ...below])];
  const verdict = anyOf(...watchers.map((watcher) => hasWatcherAlarm(watcher, index)));
  const hidden = blind.find((watcher) => hasWatcherAlarm(watcher, index).state !== 'missed');
  if (verdict === undefined && hidden !== undefined) {
    return undecided(`the address that ${hidden.id} asks is not in its template`, { evidence: [hidden] });
  }
  const expected = 'a canary or a health check for its host, with an alarm';
  return verdict ?? missed('nothing asks it from outside', expected);
}

/** The alarms that tell of a failing canary or health check, whether they do something or not. */
export function watcherAlarms(watcher: Resource, index: TemplateIndex): Resource[] {
  const all = index.once('alarms on what is seen from outside', () =>
    index.ofType(ALARM).filter((alarm) => metricsOf(alarm).some(isWatcherMetric)),
  );
  const subjects = [watcher, ...parentsOf(watcher, index)];
  const isAbout = (metric: AlarmMetric) =>
    metric.dimensions.some(([, value]) =>
      subjects.some((one) => value.mentions().includes(one) || isNamed(value, metric, one)),
    );
  return all.filter((alarm) => metricsOf(alarm).some((metric) => isWatcherMetric(metric) && isAbout(metric)));
}

function hasWatcherAlarm(watcher: Resource, index: TemplateIndex): Verdict {
  const alarms = watcherAlarms(watcher, index);
  const verdict = anyOf(...alarms.map((alarm) => allOf(firesOnFailure(alarm), acts(alarm, index))));
  const evidence = [watcher, ...alarms];
  if (verdict === undefined) {
    return missed(`${watcher.id} has no alarm`, `an alarm on failures that ${watcher.id} sees`, { evidence });
  }
  return verdict.state === 'met' ? met(`${watcher.id} watches it`, { evidence }) : { ...verdict, evidence };
}

/** Alarms of the CDK fire on much, where they are not told otherwise: of what should be high, that is peace. */
function firesOnFailure(alarm: Resource): Verdict | undefined {
  const operator = alarm.at('ComparisonOperator');
  const [metric] = metricsOf(alarm);
  const isLone = alarm.at('Metrics').isAbsent && metric !== undefined;
  const details = { evidence: [alarm] };
  if (isLone && HEALTH.test(metric.name ?? '') && operator.text()?.startsWith('GreaterThan') === true) {
    return missed(`${alarm.id} fires on ${operator.shown()}`, 'an alarm that fires when less succeeds', details);
  }
  const { region } = alarm.template;
  return metric?.namespace === ROUTE_53 && region !== undefined && !HEALTH_REGIONS.test(region)
    ? missed(`${alarm.id} is in ${region}, where Route 53 has no metrics`, 'the alarm in us-east-1', details)
    : undefined;
}

function isWatcherMetric({ namespace, name = '' }: AlarmMetric): boolean {
  return namespace === 'CloudWatchSynthetics'
    ? CANARY_METRICS.test(name)
    : namespace === ROUTE_53 && HEALTH_METRICS.test(name);
}

/** The health checks that are calculated from this one. */
function parentsOf(watcher: Resource, index: TemplateIndex): Resource[] {
  return index.referrers(watcher, HEALTH_CHECK).filter((one) =>
    one
      .at('HealthCheckConfig.ChildHealthChecks')
      .items()
      .some((child) => child.mentions().includes(watcher)),
  );
}

function isNamed(value: Cursor, { home }: AlarmMetric, watcher: Resource): boolean {
  const name = watcher.at('Name');
  return !name.isAbsent && name.shown() === value.shown() && isSamePlace(home, watcher.template);
}

function watched(index: TemplateIndex): Watchers {
  return index.once('what is watched from outside', () => {
    const of = new Map<string | Resource, Set<Resource>>();
    const blind: Resource[] = [];
    for (const watcher of watchersOf(index)) {
      const keys = addressPlaces(watcher).flatMap((place) => addressesAt(place, watcher));
      keys.forEach((key) => of.set(key, (of.get(key) ?? new Set<Resource>()).add(watcher)));
      if (keys.length === 0 && watcher.at('HealthCheckConfig.ChildHealthChecks').isAbsent) {
        blind.push(watcher);
      }
    }
    return { of, blind };
  });
}

function addressPlaces(watcher: Resource): Cursor[] {
  return watcher.type === CANARY
    ? [
        ...watcher
          .at('RunConfig.EnvironmentVariables')
          .entries()
          .map(([, value]) => value),
        watcher.at('Code.Script'),
      ]
    : [watcher.at('HealthCheckConfig.FullyQualifiedDomainName')];
}

/** The hosts in a text: of URLs, or the text itself where it is a host name, and the resources that make it. */
function addressesAt(place: Cursor, watcher: Resource): (string | Resource)[] {
  const text = place.shown();
  const inUrls = [...text.matchAll(/\bhttps?:\/\/([^\s/?#"'`:\\]+)/gi)].map(([, host = '']) => hostName(host, watcher));
  const isHost = /^(?=.*[a-z])[a-z0-9-]+(\.[a-z0-9-]+)+\.?(:\d+)?$/i.test(text);
  return [...inUrls, ...(isHost ? [hostName(text.replace(/:\d+$/, ''), watcher)] : []), ...place.mentions()];
}
