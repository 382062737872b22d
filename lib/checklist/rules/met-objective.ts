import type { Resource } from '../model';
import { acts, alarmsAbout, compositesOf, metricsOf } from '../relations/alarms';
import { jointAlarms } from '../relations/alarm-rules';
import {
  ifPublicApplication,
  isApplicationLoadBalancer,
  isPublic,
  listenersOf,
  LOAD_BALANCER,
} from '../relations/load-balancing';
import { isSamePlace } from '../place';
import { anyOf, met, missed, undecided, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const OBJECTIVE = 'AWS::ApplicationSignals::ServiceLevelObjective';

/** MET-11: an objective of Application Signals, or alarms on how fast the error budget burns. */
export function statesObjective(balancer: Resource, index: TemplateIndex): Verdict | undefined {
  const subjects = [balancer, ...listenersOf(balancer, index)];
  const stated = subjects.flatMap((one) => index.referrers(one, OBJECTIVE));
  const verdict = anyOf(
    ...stated.map((objective) => met(`${objective.id} is its objective`, { evidence: [objective] })),
    ...burnRateAlarms(subjects, index),
    ofService(balancer, index),
  );
  const expected = 'an objective of Application Signals, or a composite alarm over two windows of one error ratio';
  return ifPublicApplication(balancer, verdict ?? missed('no service level objective', expected));
}

/** An objective that names a service says nothing of the load balancer before it; of a single one there is no doubt. */
function ofService({ template }: Resource, index: TemplateIndex): Verdict | undefined {
  const isHere = (one: Resource) => isSamePlace(one.template, template);
  const { objectives, open } = index.once('objectives of services', () => ({
    objectives: index.ofType(OBJECTIVE).filter((one) => [one.at('Sli'), one.at('RequestBasedSli')].some(namesService)),
    open: index.ofType(LOAD_BALANCER).filter((one) => isApplicationLoadBalancer(one) && isPublic(one) !== false),
  }));
  const [objective, balancers] = [objectives.find(isHere), open.filter(isHere)];
  if (objective === undefined) {
    return undefined;
  }
  const evidence = [objective];
  return balancers.length === 1
    ? met(`${objective.id} is the objective of its service`, { evidence })
    : undecided(`${objective.id} names a service, not a load balancer`, { evidence });
}

function namesService(sli: { at(path: string): { readonly isAbsent: boolean } }): boolean {
  return ['SliMetric.KeyAttributes', 'RequestBasedSliMetric.KeyAttributes'].some((path) => !sli.at(path).isAbsent);
}

function burnRateAlarms(subjects: readonly Resource[], index: TemplateIndex): Verdict[] {
  const about = new Set(alarmsAbout(subjects, index));
  const composites = new Set([...about].flatMap((alarm) => compositesOf(alarm, index)));
  return [...composites]
    .filter((composite) =>
      jointAlarms(composite, index).some((group) => isMultiWindow(group.filter((one) => about.has(one)))),
    )
    .map((composite) => {
      const verdict = acts(composite, index);
      return verdict.state === 'met'
        ? met(`${composite.id} joins two windows of one ratio`, { evidence: [composite] })
        : verdict;
    });
}

function isMultiWindow(alarms: readonly Resource[]): boolean {
  return alarms.some((one) => {
    const ratio = ratioOf(one);
    return ratio !== undefined && alarms.some((other) => ratioOf(other) === ratio && windowOf(other) !== windowOf(one));
  });
}

/** What an alarm divides, worded so that equal ratios are equal. */
function ratioOf(alarm: Resource): string | undefined {
  const inputs = metricsOf(alarm).map(({ namespace, name, dimensions }) =>
    [namespace, name, ...dimensions.map(([dimension, value]) => `${dimension}=${value.shown()}`)].join(' '),
  );
  const isComputed = alarm
    .at('Metrics')
    .items()
    .some((input) => !input.at('Expression').isAbsent);
  const distinct = [...new Set(inputs)].sort();
  return isComputed && distinct.length > 1 ? distinct.join(', ') : undefined;
}

function windowOf(alarm: Resource): number {
  const period = Math.max(0, ...metricsOf(alarm).map((metric) => metric.period ?? 0));
  return period * (alarm.at('EvaluationPeriods').number() ?? 1);
}
