import type { DEP } from '../../../constructs/core/items/dep';
import { attribute } from '../attributes';
import { expectFlag, expectNumber, reading } from '../expect';
import type { Resource } from '../model';
import { TARGET_GROUP } from '../relations/load-balancing';
import { policiesOfGroup, scalableTargetsOf } from '../relations/scaling';
import { allOf, anyOf, met, missed, undecidedAt, type Rule, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { draining, stopTimeout } from './dep-draining';
import { RELEASED_TYPES, rollsBack } from './dep-rollback';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const SERVICE = 'AWS::ECS::Service';
const LEAST_HEALTHY = 90;

export const DEP_RULES: Record<keyof typeof DEP, Rule> = {
  'DEP-01': { types: [GROUP], judge: reachesInstances },
  'DEP-02': { types: RELEASED_TYPES, judge: rollsBack },
  'DEP-03': {
    types: [TARGET_GROUP],
    judge: finishesRequests,
  },
  'DEP-04': {
    types: [GROUP, 'AWS::ECS::TaskDefinition'],
    judge: (resource, index) => (resource.type === GROUP ? draining(resource, index) : stopTimeout(resource, index)),
  },
  'DEP-05': {
    types: [GROUP, SERVICE],
    judge: (resource) => (resource.type === GROUP ? groupKeepsCapacity(resource) : serviceKeepsCapacity(resource)),
  },
  'DEP-06': { types: [GROUP, SERVICE], judge: leavesCapacityAlone },
};

function finishesRequests(group: Resource): Verdict | undefined {
  const type = group.at('TargetType');
  const verdict = expectNumber(attribute(group.at('TargetGroupAttributes'), 'deregistration_delay.timeout_seconds'), {
    expected: 'deregistration_delay.timeout_seconds between 5 and 120',
    holds: (seconds) => seconds >= 5 && seconds <= 120,
  });
  return type.text() === 'lambda'
    ? undefined
    : type.isUndecided && verdict.state === 'missed'
      ? undecidedAt(type)
      : verdict;
}

function reachesInstances(group: Resource): Verdict | undefined {
  const policy = group.section('UpdatePolicy');
  const present = ['AutoScalingInstanceRefresh', 'AutoScalingRollingUpdate']
    .map((name) => policy.at(name))
    .filter((place) => !place.isAbsent)
    .map((place) => met(`${place.name} is set`, { locations: [place.path] }));
  const replacing = policy.at('AutoScalingReplacingUpdate');
  if (policy.isUndecided) {
    return undecidedAt(policy);
  }
  return (
    anyOf(...present, replacing.isAbsent ? undefined : expectFlag(replacing.at('WillReplace'), true)) ??
    missed(
      'no update policy that replaces instances',
      'AutoScalingInstanceRefresh, AutoScalingRollingUpdate or a replacing update',
      {
        locations: ['UpdatePolicy'],
      },
    )
  );
}

function groupKeepsCapacity(group: Resource): Verdict | undefined {
  const policy = group.section('UpdatePolicy');
  const refresh = policy.at('AutoScalingInstanceRefresh');
  const rolling = policy.at('AutoScalingRollingUpdate');
  const maintenance = group.at('InstanceMaintenancePolicy');
  const isEnough = { expected: `MinHealthyPercentage of at least ${LEAST_HEALTHY}`, whenAbsent: 'met' } as const;
  return allOf(
    refresh.isAbsent
      ? undefined
      : expectNumber(refresh.at('Preferences.MinHealthyPercentage'), { ...isEnough, holds: (n) => n >= LEAST_HEALTHY }),
    maintenance.isAbsent
      ? undefined
      : expectNumber(maintenance.at('MinHealthyPercentage'), {
          ...isEnough,
          holds: (n) => n >= LEAST_HEALTHY || n === -1,
        }),
    rolling.isAbsent ? undefined : rollingKeepsCapacity(group),
  );
}

function rollingKeepsCapacity(group: Resource): Verdict {
  const inService = group.section('UpdatePolicy').at('AutoScalingRollingUpdate.MinInstancesInService');
  const least = group.at('MinSize');
  if (!inService.isAbsent && inService.shown() === least.shown()) {
    return met(reading(inService), { locations: [inService.path] });
  }
  const minimum = least.number();
  if (minimum === undefined) {
    return least.isAbsent ? met(reading(least)) : undecidedAt(least);
  }
  return expectNumber(inService, {
    expected: `MinInstancesInService of at least the MinSize of ${minimum}`,
    holds: (n) => n >= minimum,
    whenAbsent: minimum === 0 ? 'met' : 'missed',
  });
}

function serviceKeepsCapacity(service: Resource): Verdict | undefined {
  return service.at('SchedulingStrategy').text() === 'DAEMON'
    ? undefined
    : expectNumber(service.at('DeploymentConfiguration.MinimumHealthyPercent'), {
        expected: 'MinimumHealthyPercent of at least 100',
        holds: (percent) => percent >= 100,
        whenAbsent: 'met',
      });
}

function leavesCapacityAlone(resource: Resource, index: TemplateIndex): Verdict | undefined {
  const isGroup = resource.type === GROUP;
  const scaling = isGroup ? policiesOfGroup(resource, index) : scalableTargetsOf(resource, index);
  if (scaling.length === 0) {
    return undefined;
  }
  const place = resource.at(isGroup ? 'DesiredCapacity' : 'DesiredCount');
  const details = { evidence: scaling, locations: [place.path] };
  return place.isAbsent ? met(reading(place), details) : missed(reading(place), `no ${place.name}`, details);
}
