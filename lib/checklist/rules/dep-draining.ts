import { attribute } from '../attributes';
import { expectNumber, reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { targetGroupsOfGroup, targetGroupsOfService } from '../relations/load-balancing';
import { allOf, anyOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const TERMINATING = 'autoscaling:EC2_INSTANCE_TERMINATING';
/** What AWS takes where a template says nothing, in seconds. */
const USUAL = { deregistration: 300, heartbeat: 3600, stop: 30 };

/** DEP-04 of groups: a terminating hook that waits at least as long as the load balancer drains. */
export function draining(group: Resource, index: TemplateIndex): Verdict | undefined {
  const { targetGroups, others, isBehind } = targetGroupsOfGroup(group, index);
  if (!isBehind) {
    return undefined;
  }
  const delays = targetGroups.map(deregistrationDelay);
  const isHook = (hook: { at(path: string): Cursor }) => hook.at('LifecycleTransition').text() === TERMINATING;
  const hooks = index.linked(group, 'AWS::AutoScaling::LifecycleHook', 'AutoScalingGroupName').filter(isHook);
  const inline = group.at('LifecycleHookSpecificationList').items().filter(isHook);
  const beats = [
    ...hooks.map((hook) => longEnough(hook.at('HeartbeatTimeout'), delays, others, hook)),
    ...inline.map((hook) => longEnough(hook.at('HeartbeatTimeout'), delays, others)),
  ];
  return (
    anyOf(...beats) ??
    missed('no terminating lifecycle hook', 'a terminating lifecycle hook that lasts as long as draining')
  );
}

/** DEP-04 of tasks: each container behind a target group may go on as long as it drains, or for 30 seconds. */
export function stopTimeout(task: Resource, index: TemplateIndex): Verdict | undefined {
  const services = index.linked(task, 'AWS::ECS::Service', 'TaskDefinition');
  const containers = task.at('ContainerDefinitions').items();
  return allOf(
    ...containers.flatMap((container) => services.map((service) => outlastsDraining(container, service, index))),
  );
}

function outlastsDraining(container: Cursor, service: Resource, index: TemplateIndex): Verdict | undefined {
  const { targetGroups, others, isBehind } = targetGroupsOfService(service, index, container.at('Name').text());
  if (!isBehind) {
    return undefined;
  }
  const delays = targetGroups.map(deregistrationDelay);
  const least = Math.min(Math.max(0, ...delays.map((delay) => delay ?? 0)), USUAL.stop);
  const isOpen = others.length > 0 || delays.includes(undefined);
  const place = container.at('StopTimeout');
  const details = { evidence: [service, ...targetGroups] };
  const seconds = place.number() ?? 0;
  return isOpen && seconds >= least && seconds < USUAL.stop && !place.isAbsent
    ? undecided(`${reading(place)}, how long a target group drains is not known`, {
        ...details,
        locations: [place.path],
      })
    : expectNumber(place, {
        expected: `StopTimeout of at least ${least} s`,
        holds: (stop) => stop >= least,
        whenAbsent: 'met',
        details,
      });
}

/** The seconds that a target group drains; undefined where nobody knows. */
function deregistrationDelay(targetGroup: Resource): number | undefined {
  const place = attribute(targetGroup.at('TargetGroupAttributes'), 'deregistration_delay.timeout_seconds');
  return place.isAbsent ? USUAL.deregistration : place.number();
}

function longEnough(
  heartbeat: Cursor,
  delays: readonly (number | undefined)[],
  others: readonly Cursor[],
  hook?: Resource,
): Verdict {
  const evidence = hook === undefined ? [] : [hook];
  const seconds = heartbeat.isAbsent ? USUAL.heartbeat : heartbeat.number();
  if (seconds === undefined) {
    return undecidedAt(heartbeat);
  }
  const longest = Math.max(0, ...delays.map((delay) => delay ?? 0));
  const found = `the terminating hook lasts ${seconds} s, draining ${longest} s`;
  if (seconds < longest) {
    return missed(found, `a heartbeat of at least ${longest} s`, { evidence, locations: [heartbeat.path] });
  }
  const isOpen = others.length > 0 || delays.includes(undefined);
  return isOpen && seconds < USUAL.heartbeat
    ? undecided('how long a target group drains is not known', { evidence, locations: others.map(({ path }) => path) })
    : met(found, { evidence });
}
