import type { Cursor, Resource } from '../model';
import { allOf, anyOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import { ALARM } from '../relations/alarms';
import { policiesOfGroup, policiesOfTarget } from '../relations/scaling';
import type { TemplateIndex } from '../template-index';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const LARGEST_PERCENTAGE = 10;
const SHORTEST_DISTANCE = 60;
/** The cooldowns that Application Auto Scaling takes where a policy says nothing, in seconds. */
const USUAL_COOLDOWN = { ecs: 300, others: 0 };
/** The default cooldown of an auto scaling group, in seconds. */
const GROUP_COOLDOWN = 300;

/** SCL-04 */
export function isGoverned(policy: Resource, index: TemplateIndex): Verdict | undefined {
  const kind = policy.at('PolicyType');
  if (kind.isUndecided) {
    return undecidedAt(kind);
  }
  switch (kind.text() ?? (policy.type.startsWith('AWS::AutoScaling') ? 'SimpleScaling' : 'StepScaling')) {
    case 'StepScaling':
    case 'SimpleScaling':
      return stepsAreSmall(policy, index);
    case 'TargetTrackingScaling':
      return policy.type === 'AWS::AutoScaling::ScalingPolicy'
        ? groupTracks(policy, index)
        : targetTracks(policy, index);
    default:
      return undefined;
  }
}

function groupTracks(policy: Resource, index: TemplateIndex): Verdict | undefined {
  const place = policy.at('TargetTrackingConfiguration.DisableScaleIn');
  const group = index.meant(policy.at('AutoScalingGroupName'), policy, GROUP);
  return isDisabledBesideGovernor(place, policy, group && policiesOfGroup(group, index), index);
}

function targetTracks(policy: Resource, index: TemplateIndex): Verdict | undefined {
  const configuration = policy.at('TargetTrackingScalingPolicyConfiguration');
  const disabled = configuration.at('DisableScaleIn');
  const target = index.meant(policy.at('ScalingTargetId'), policy, TARGET);
  if (disabled.flag() === true) {
    return isDisabledBesideGovernor(disabled, policy, target && policiesOfTarget(target, index), index);
  }
  const space = (target ?? policy).at('ServiceNamespace').text() ?? spaceOf(policy);
  const usual = space === 'ecs' ? USUAL_COOLDOWN.ecs : USUAL_COOLDOWN.others;
  const places = [configuration.at('ScaleInCooldown'), configuration.at('ScaleOutCooldown')];
  const open = places.find((place) => !place.isAbsent && place.number() === undefined);
  if (open !== undefined) {
    return undecidedAt(open);
  }
  const [down = usual, up = usual] = places.map((place) => place.number());
  const found = `ScaleInCooldown is ${down} s, ScaleOutCooldown ${up} s`;
  const details = { locations: places.map(({ path }) => path) };
  return down >= up ? met(found, details) : missed(found, `ScaleInCooldown of at least ${up} s`, details);
}

function spaceOf(policy: Resource): string | undefined {
  return policy.at('ResourceId').shown().startsWith('service/') ? 'ecs' : undefined;
}

function isDisabledBesideGovernor(
  disabled: Cursor,
  policy: Resource,
  siblings: readonly Resource[] | undefined,
  index: TemplateIndex,
): Verdict | undefined {
  const details = { locations: [disabled.path] };
  if (disabled.isUndecided) {
    return undecidedAt(disabled);
  }
  if (disabled.flag() !== true) {
    return missed(
      'scale-in is left to target tracking',
      'DisableScaleIn true, beside a step policy that scales in slowly',
      details,
    );
  }
  if (siblings === undefined) {
    return undecided('what it scales is outside the app', details);
  }
  const governors = siblings.filter((one) => one !== policy && stepsOf(one).some(isScaleIn));
  const verdicts = governors.map((one) => {
    const verdict = stepsAreSmall(one, index);
    return verdict && { ...verdict, evidence: [one, ...verdict.evidence] };
  });
  return (
    anyOf(...verdicts) ??
    missed('no step policy scales in', 'a step policy that removes one instance or 10 percent a minute', details)
  );
}

/** The places of the adjustments of a step or simple policy. */
function stepsOf(policy: Resource): Cursor[] {
  const configuration = policy.at('StepScalingPolicyConfiguration');
  const steps = [...policy.at('StepAdjustments').items(), ...configuration.at('StepAdjustments').items()];
  return [policy.at('ScalingAdjustment'), ...steps.map((step) => step.at('ScalingAdjustment'))].filter(
    (place) => !place.isAbsent,
  );
}

function isScaleIn(adjustment: Cursor): boolean {
  return (adjustment.number() ?? -1) < 0;
}

function stepsAreSmall(policy: Resource, index: TemplateIndex): Verdict | undefined {
  const configuration = policy.at('StepScalingPolicyConfiguration');
  const [kind, magnitude] = ['AdjustmentType', 'MinAdjustmentMagnitude'].map((name) =>
    configuration.isAbsent ? policy.at(name) : configuration.at(name),
  ) as [Cursor, Cursor];
  const steps = stepsOf(policy);
  const scaleIn = steps.filter(isScaleIn);
  if (kind.text() === 'ExactCapacity') {
    return missed('it sets an exact capacity', 'steps of one instance or 10 percent', { locations: [kind.path] });
  }
  return steps.length === 0
    ? undefined
    : (allOf(
        ...scaleIn.map((step) => isSmall(step, kind, magnitude)),
        scaleIn.length === 0 ? undefined : isFarApart(policy, index),
      ) ?? met('it does not scale in'));
}

function isSmall(step: Cursor, kind: Cursor, magnitude: Cursor): Verdict {
  const adjustment = step.number();
  if (adjustment === undefined) {
    return undecidedAt(step);
  }
  if (kind.isUndecided || magnitude.isUndecided) {
    return undecidedAt(kind.isUndecided ? kind : magnitude);
  }
  const isPercentage = kind.text() === 'PercentChangeInCapacity';
  const least = magnitude.number() ?? 1;
  const isFine = isPercentage ? -adjustment <= LARGEST_PERCENTAGE && least <= 1 : adjustment === -1;
  const atLeast = isPercentage && least > 1 ? `, and at least ${least} instances` : '';
  const found = `a step removes ${-adjustment}${isPercentage ? ' percent' : ''}${atLeast}`;
  const details = { locations: [step.path] };
  return isFine ? met(found, details) : missed(found, 'at most one instance or 10 percent in one step', details);
}

function isFarApart(policy: Resource, index: TemplateIndex): Verdict {
  const alarms = index.linked(policy, ALARM, 'AlarmActions');
  const cooldown = cooldownOf(policy, index);
  if (cooldown.isUndecided) {
    return undecidedAt(cooldown.place);
  }
  if (cooldown.seconds >= SHORTEST_DISTANCE) {
    return met(`steps are ${cooldown.seconds} s apart`);
  }
  if (alarms.length === 0) {
    return undecided('the alarm that triggers it is outside the app');
  }
  return allOf(...alarms.map((alarm) => isSlow(alarm))) ?? met('nothing triggers it');
}

function isSlow(alarm: Resource): Verdict {
  const places = [
    alarm.at('Period'),
    ...alarm
      .at('Metrics')
      .items()
      .flatMap((one) => [one.at('MetricStat.Period'), one.at('Period')]),
  ].filter((place) => !place.isAbsent);
  const open = places.find((place) => place.number() === undefined);
  if (open !== undefined) {
    return undecidedAt(open);
  }
  const seconds = Math.max(0, ...places.map((place) => place.number() ?? 0));
  const found = `steps are ${seconds} s apart`;
  const details = { evidence: [alarm] };
  return seconds >= SHORTEST_DISTANCE
    ? met(found, details)
    : missed(found, `steps at least ${SHORTEST_DISTANCE} s apart`, details);
}

function cooldownOf(policy: Resource, index: TemplateIndex): { seconds: number; isUndecided: boolean; place: Cursor } {
  const ofStep = policy.at('StepScalingPolicyConfiguration.Cooldown');
  const isSimple =
    policy.type.startsWith('AWS::AutoScaling') &&
    (policy.at('PolicyType').text() ?? 'SimpleScaling') === 'SimpleScaling';
  const own = isSimple ? policy.at('Cooldown') : ofStep;
  const group = isSimple && own.isAbsent ? index.meant(policy.at('AutoScalingGroupName'), policy, GROUP) : undefined;
  const place = group?.at('Cooldown') ?? own;
  const usual = isSimple ? GROUP_COOLDOWN : 0;
  return { seconds: place.number() ?? (place.isAbsent ? usual : 0), isUndecided: place.isUndecided, place };
}
