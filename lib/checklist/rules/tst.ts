import type { TST } from '../../../constructs/core/items/tst';
import type { Cursor, Resource } from '../model';
import { isSamePlace } from '../place';
import { publicServices, WORKLOADS, type PublicService } from '../relations/public-services';
import { callsOf, isRolledBackBy, rollbackPlaces } from '../relations/rollback-alarms';
import { watcherAlarms, watchersOf } from '../relations/outside-watch';
import { anyOf, met, missed, undecidedAt, type Rule, type Verdict } from '../rule';
import { tagsOf } from '../tags';
import type { TemplateIndex } from '../template-index';

const EXPERIMENT = 'AWS::FIS::ExperimentTemplate';
const DEPLOYMENT_GROUP = 'AWS::CodeDeploy::DeploymentGroup';
const OF_GROUP = 'aws:autoscaling:groupName';

export const TST_RULES: Record<keyof typeof TST, Rule> = {
  'TST-01': {
    *judgeApp(index) {
      for (const service of publicServices(index)) {
        yield [service.resource, isRehearsed(service, index)] as const;
      }
    },
  },
  'TST-02': {
    *judgeApp(index) {
      const watchers = watchersOf(index);
      const alarms = watchers.flatMap((watcher) => watcherAlarms(watcher, index));
      const calls = callsOf(alarms, index);
      for (const deployment of watchers.length === 0 ? [] : deploymentsOf(index)) {
        yield [deployment, isTestedFromOutside(deployment, calls, index)] as const;
      }
    },
  },
};

function isRehearsed({ resource, before }: PublicService, index: TemplateIndex): Verdict {
  const byTags = index.once('experiments whose targets are chosen by tags or by name', () =>
    index
      .ofType(EXPERIMENT)
      .filter((one) => targetsOf(one).every((target) => mentionsIn(target).length === 0 || namesService(target))),
  );
  const byName = [resource, ...before].flatMap((one) => index.referrers(one, EXPERIMENT));
  const experiments = [...new Set([...byName, ...byTags])].filter((one) => isOn(one, resource, before));
  return (
    anyOf(...experiments.map(stopsInTime)) ??
    missed('no fault-injection experiment is on it', 'an experiment on it, with an alarm as stop condition')
  );
}

function stopsInTime(experiment: Resource): Verdict {
  const conditions = experiment.at('StopConditions');
  const evidence = [experiment];
  const isAlarm = (one: Cursor) => one.at('Source').text() === 'aws:cloudwatch:alarm' && !one.at('Value').isAbsent;
  if (conditions.items().some(isAlarm)) {
    return met(`${experiment.id} rehearses failure, and an alarm stops it`, { evidence });
  }
  return conditions.isUndecided
    ? undecidedAt(conditions)
    : missed(`${experiment.id} has no alarm as stop condition`, 'an alarm as stop condition', { evidence });
}

/** An experiment is on a service that its targets name, or whose tags they ask for. */
function isOn(experiment: Resource, service: Resource, before: readonly Resource[]): boolean {
  const targets = targetsOf(experiment);
  const named = targets.flatMap((target) =>
    ['ResourceArns', 'ResourceTags', 'Parameters', 'Filters'].flatMap((name) => mentionsIn(target.at(name))),
  );
  return (
    [service, ...before].some((one) => named.includes(one)) ||
    (isSamePlace(experiment.template, service.template) &&
      targets.some((target) => hasTags(service, target) || isNamed(service, target)))
  );
}

function namesService(target: Cursor): boolean {
  return target.at('Parameters.service').text() !== undefined;
}

/** The tasks of a service are chosen by its name, which clusters may share: a cluster by another name is another. */
function isNamed(service: Resource, target: Cursor): boolean {
  const [name, cluster] = [service.at('ServiceName').text(), service.at('Cluster').text()];
  const [wanted, where] = ['service', 'cluster'].map((key) => target.at(`Parameters.${key}`).text());
  const isElsewhere = cluster !== undefined && where !== undefined && lastOf(cluster) !== lastOf(where);
  return name !== undefined && wanted !== undefined && lastOf(wanted) === name && !isElsewhere;
}

function lastOf(arnOrName: string): string {
  return arnOrName.replace(/^.*\//, '');
}

function targetsOf(experiment: Resource): Cursor[] {
  return experiment
    .at('Targets')
    .entries()
    .map(([, target]) => target);
}

function hasTags(service: Resource, target: Cursor): boolean {
  const tags = tagsOf(service);
  const asked = target.at('ResourceTags').entries();
  return (
    asked.length > 0 &&
    asked.every(([key, value]) => (key === OF_GROUP ? isNameOf(service, value) : tags.get(key) === value.shown()))
  );
}

function isNameOf(group: Resource, value: Cursor): boolean {
  const name = group.at('AutoScalingGroupName');
  return !name.isAbsent && name.shown() === value.shown();
}

function mentionsIn(place: Cursor): Resource[] {
  const below = [...place.entries().map(([, entry]) => entry), ...(place.value.kind === 'list' ? place.items() : [])];
  return [...place.mentions(), ...below.flatMap(mentionsIn)];
}

/** What releases the services that are watched: those behind public load balancers, else whatever is released. */
function deploymentsOf(index: TemplateIndex): Resource[] {
  const workloads = publicServices(index)
    .map(({ resource }) => resource)
    .filter(({ type }) => WORKLOADS.includes(type));
  const all = workloads.length > 0 ? workloads : index.ofType(...WORKLOADS);
  return all.length > 0 ? [...all] : [...index.ofType(DEPLOYMENT_GROUP)];
}

function isTestedFromOutside(
  deployment: Resource,
  calls: ReadonlySet<Resource | string>,
  index: TemplateIndex,
): Verdict {
  const isOfCodeDeploy = deployment.at('DeploymentController.Type').text() === 'CODE_DEPLOY';
  const deciders = isOfCodeDeploy ? index.referrers(deployment, DEPLOYMENT_GROUP) : [deployment];
  const decider = deciders.find((one) => isRolledBackBy(one, calls));
  if (decider !== undefined) {
    return met('an alarm from outside is among its rollback alarms', { evidence: [decider] });
  }
  const hidden = deciders.flatMap(rollbackPlaces).find((place) => place.isUndecided);
  return hidden === undefined
    ? missed('no alarm from outside is among its rollback alarms', 'the alarm of a canary or health check among them')
    : undecidedAt(hidden);
}
