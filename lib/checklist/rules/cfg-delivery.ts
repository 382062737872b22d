import { PREDEFINED_STRATEGIES } from '../data/appconfig-strategies';
import { expectNumber, expectSet, expectText, reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { allOf, anyOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const DEPLOYMENT = 'AWS::AppConfig::Deployment';
const STRATEGY = 'AWS::AppConfig::DeploymentStrategy';
const ENVIRONMENT = 'AWS::AppConfig::Environment';
const FEATURE_FLAGS = 'AWS.AppConfig.FeatureFlags';
const GRADUAL = {
  growth: { expected: 'a GrowthFactor below 100', holds: (percent: number) => percent < 100 },
  bake: { expected: 'a FinalBakeTimeInMinutes above 0', holds: (minutes: number) => minutes > 0 },
};

/** CFG-02: of a configuration profile. */
export function configurationIsValidated(profile: Resource): Verdict | undefined {
  const validators = profile.at('Validators');
  const details = { locations: [validators.path] };
  const expected = 'at least one validator';
  return anyOf(
    validators.isUndecided
      ? undecidedAt(validators)
      : validators.items().length > 0
        ? met(`${validators.name} lists ${validators.items().length}`, details)
        : missed(`${validators.name} is empty`, expected, details),
    expectText(profile.at('Type'), { expected: `Type ${FEATURE_FLAGS}`, holds: (type) => type === FEATURE_FLAGS }),
  );
}

/** The types that CFG-03 speaks of: deployments for what they name, strategies and environments of deployments. */
export const ROLLOUT_TYPES = [DEPLOYMENT, STRATEGY, ENVIRONMENT];

/** CFG-03: of a deployment, its strategy, or its environment. */
export function rollsOutGradually(resource: Resource, index: TemplateIndex): Verdict | undefined {
  switch (resource.type) {
    case STRATEGY:
      return index.linked(resource, DEPLOYMENT, 'DeploymentStrategyId').length > 0 ? isGradual(resource) : undefined;
    case ENVIRONMENT:
      return index.linked(resource, DEPLOYMENT, 'EnvironmentId').length > 0 ? isMonitored(resource) : undefined;
    default:
      return allOf(usesStrategy(resource, index), goesToEnvironment(resource, index));
  }
}

function usesStrategy(deployment: Resource, index: TemplateIndex): Verdict {
  const place = deployment.at('DeploymentStrategyId');
  const strategy = index.meant(place, deployment, STRATEGY);
  if (strategy !== undefined) {
    return answerOf(strategy, place, deployment, isGradual);
  }
  const predefined = PREDEFINED_STRATEGIES.get(place.text() ?? '');
  if (predefined === undefined) {
    return place.isAbsent
      ? expectSet(place)
      : undecided(`${reading(place)}, a strategy outside the app`, { locations: [place.path] });
  }
  const { growthFactor, bakeMinutes } = predefined;
  const isKept = GRADUAL.growth.holds(growthFactor) || GRADUAL.bake.holds(bakeMinutes);
  const found = `${reading(place)}: ${growthFactor} % a step, ${bakeMinutes} minutes of bake time`;
  const details = { locations: [place.path] };
  return isKept
    ? met(found, details)
    : missed(found, `${GRADUAL.growth.expected} or ${GRADUAL.bake.expected}`, details);
}

function goesToEnvironment(deployment: Resource, index: TemplateIndex): Verdict {
  const place = deployment.at('EnvironmentId');
  const environment = index.meant(place, deployment, ENVIRONMENT);
  if (environment !== undefined) {
    return answerOf(environment, place, deployment, isMonitored);
  }
  return place.isAbsent
    ? expectSet(place)
    : undecided(`${reading(place)}, an environment outside the app`, { locations: [place.path] });
}

/** A resource of the same tier answers for itself; that of another tier may not be asked, so the deployment is. */
function answerOf(resource: Resource, place: Cursor, deployment: Resource, judge: (one: Resource) => Verdict): Verdict {
  const details = { evidence: [resource], locations: [place.path] };
  return resource.template.tier === deployment.template.tier
    ? met(`${place.name} is ${resource.id}`, details)
    : { ...judge(resource), ...details };
}

function isGradual(strategy: Resource): Verdict {
  const growth = expectNumber(strategy.at('GrowthFactor'), GRADUAL.growth);
  const bake = expectNumber(strategy.at('FinalBakeTimeInMinutes'), GRADUAL.bake);
  return anyOf(growth, bake) ?? growth;
}

function isMonitored(environment: Resource): Verdict {
  const list = environment.at('Monitors');
  if (list.isUndecided) {
    return undecidedAt(list);
  }
  const alarms = list
    .items()
    .map((monitor) => monitor.at('AlarmArn'))
    .filter((arn) => !arn.isAbsent);
  const details = { evidence: alarms.flatMap((arn) => arn.mentions()), locations: [list.path] };
  return alarms.length > 0
    ? met(`${list.name} names ${alarms.map((arn) => arn.shown()).join(', ')}`, details)
    : missed(`${list.name} names no alarm`, 'an alarm that rolls deployments back', details);
}
