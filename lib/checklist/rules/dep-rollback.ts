import { expectFlag, reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { isProvider } from '../providers';
import { allOf, anyOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const DEPLOYMENT_GROUP = 'AWS::CodeDeploy::DeploymentGroup';
const GRADUAL = ['BLUE_GREEN', 'LINEAR', 'CANARY'];

const SERVICE = 'AWS::ECS::Service';
const ALIAS = 'AWS::Lambda::Alias';

/** The types that DEP-02 speaks of: what is released, and the CodeDeploy groups of services and aliases. */
export const RELEASED_TYPES = ['AWS::AutoScaling::AutoScalingGroup', SERVICE, ALIAS, DEPLOYMENT_GROUP];

/** DEP-02: of a group, an ECS service, a Lambda alias, or a deployment group that one of the latter refers to. */
export function rollsBack(resource: Resource, index: TemplateIndex): Verdict | undefined {
  switch (resource.type) {
    case SERVICE:
      return serviceRollsBack(resource, index);
    case ALIAS:
      return aliasRollsBack(resource, index);
    case DEPLOYMENT_GROUP:
      return usersOf(resource, index).length > 0 ? deploymentGroupRollsBack(resource) : undefined;
    default:
      return groupRollsBack(resource);
  }
}

function groupRollsBack(group: Resource): Verdict {
  const policy = group.section('UpdatePolicy');
  const [refresh, rolling, replacing] = [
    policy.at('AutoScalingInstanceRefresh'),
    policy.at('AutoScalingRollingUpdate'),
    policy.at('AutoScalingReplacingUpdate'),
  ];
  const isReplacing = replacing.at('WillReplace').flag() === true;
  const verdict = anyOf(
    refresh.isAbsent
      ? undefined
      : some(refresh.at('Preferences.AlarmSpecification.Alarms'), 'an alarm of the instance refresh'),
    rolling.isAbsent ? undefined : expectFlag(rolling.at('WaitOnResourceSignals'), true),
    isReplacing ? some(group.section('CreationPolicy'), 'a creation policy beside the replacing update') : undefined,
  );
  const expected =
    'an instance refresh with an alarm, a rolling update that waits for signals, or a replacing update with a creation policy';
  return (
    verdict ??
    (policy.isUndecided
      ? undecidedAt(policy)
      : missed('no update policy that rolls back', expected, { locations: ['UpdatePolicy'] }))
  );
}

function serviceRollsBack(service: Resource, index: TemplateIndex): Verdict {
  const controller = service.at('DeploymentController.Type');
  if (controller.text() === 'CODE_DEPLOY') {
    const groups = index
      .referrers(service, DEPLOYMENT_GROUP)
      .concat(index.linked(service, DEPLOYMENT_GROUP, 'ECSServices.0.ServiceName'));
    return (
      anyOf(...[...new Set(groups)].map((group) => answerOf(group, service, index))) ??
      missed('no CodeDeploy deployment group deploys it', 'a deployment group with alarms and automatic rollback')
    );
  }
  if (controller.text() === 'EXTERNAL' || controller.isUndecided) {
    return undecided(`deployments are made by ${controller.text() ?? controller.shown()}`, {
      locations: [controller.path],
    });
  }
  const configuration = service.at('DeploymentConfiguration');
  const strategy = configuration.at('Strategy');
  const isGradual = GRADUAL.includes(strategy.text() ?? '');
  const breaker = configuration.at('DeploymentCircuitBreaker');
  const verdict = allOf(alarmsRollBack(configuration.at('Alarms')), isGradual ? undefined : breakerRollsBack(breaker));
  return verdict ?? missed('nothing', 'deployment alarms');
}

function alarmsRollBack(alarms: Cursor): Verdict | undefined {
  const names = alarms.at('AlarmNames');
  if (names.items().length === 0 && !names.isUndecided) {
    return missed('no deployment alarms', 'deployment alarms with rollback', { locations: [names.path] });
  }
  return allOf(
    some(names, 'deployment alarms'),
    expectFlag(alarms.at('Enable'), true),
    expectFlag(alarms.at('Rollback'), true),
  );
}

function breakerRollsBack(breaker: Cursor): Verdict | undefined {
  return breaker.isAbsent
    ? missed('no deployment circuit breaker', 'a circuit breaker with rollback', { locations: [breaker.path] })
    : allOf(expectFlag(breaker.at('Enable'), true), expectFlag(breaker.at('Rollback'), true));
}

function aliasRollsBack(alias: Resource, index: TemplateIndex): Verdict | undefined {
  const lambda = index.meant(alias.at('FunctionName'), alias, 'AWS::Lambda::Function');
  if (lambda !== undefined && isProvider(lambda)) {
    return undefined;
  }
  const update = alias.section('UpdatePolicy').at('CodeDeployLambdaAliasUpdate');
  if (update.isAbsent) {
    return missed('no CodeDeploy update policy', 'a CodeDeploy deployment group with alarms', {
      locations: ['UpdatePolicy'],
    });
  }
  const name = update.at('DeploymentGroupName');
  const group = index.meant(name, alias, DEPLOYMENT_GROUP);
  return group === undefined
    ? undecided(`the deployment group ${name.shown()} is outside the app`, { locations: [name.path] })
    : answerOf(group, alias, index);
}

/** What a deployment group releases by a reference: those where it is asked itself. */
function usersOf(group: Resource, index: TemplateIndex): Resource[] {
  return [...index.referrers(group, ALIAS), ...index.referred(group, SERVICE)];
}

/** A deployment group of the same tier answers for itself; another one may not be asked, so what it releases is. */
function answerOf(group: Resource, released: Resource, index: TemplateIndex): Verdict {
  return group.template.tier === released.template.tier && usersOf(group, index).includes(released)
    ? met(`${group.id} deploys it`, { evidence: [group] })
    : { ...deploymentGroupRollsBack(group), evidence: [group] };
}

function deploymentGroupRollsBack(group: Resource): Verdict {
  const rollback = group.at('AutoRollbackConfiguration');
  const events = rollback.at('Events');
  const isOnAlarm = events.items().some((event) => event.text() === 'DEPLOYMENT_STOP_ON_ALARM');
  const wanted = 'DEPLOYMENT_STOP_ON_ALARM among the rollback events';
  const verdict = allOf(
    some(group.at('AlarmConfiguration.Alarms'), 'alarms of the deployment group'),
    expectFlag(group.at('AlarmConfiguration.Enabled'), true),
    expectFlag(rollback.at('Enabled'), true),
    isOnAlarm
      ? met('it rolls back on alarms')
      : events.isUndecided
        ? undecidedAt(events)
        : missed(reading(events), wanted, { locations: [events.path] }),
  );
  return verdict ?? met('it rolls back');
}

function some(list: Cursor, what: string): Verdict {
  if (list.isUndecided) {
    return undecidedAt(list);
  }
  const details = { evidence: list.items().flatMap((item) => item.mentions()), locations: [list.path] };
  return list.items().length > 0 ? met(`${list.name} is set`, details) : missed(`${list.name} is empty`, what, details);
}
