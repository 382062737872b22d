import type { HA } from '../../../constructs/core/items/ha';
import { attribute } from '../attributes';
import { expectFlag, expectNumber, expectText } from '../expect';
import type { Cursor, Resource } from '../model';
import { LOAD_BALANCER, TARGET_GROUP, targetGroupsOfGroup, unlessGateway } from '../relations/load-balancing';
import { allOf, anyOf, met, missed, undecidedAt, type Rule, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { leavesCapacity } from './ha-capacity';
import { FAILOVER_TYPES, failsOver } from './ha-databases';
import { showsPage } from './ha-maintenance';
import { usesOwnGateway, ZONAL_TYPES, spansZones } from './ha-zones';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const HTTP = ['HTTP', 'HTTPS'];
const DETECTION = 60;

const MINIMUMS = ['dns_failover', 'unhealthy_state_routing'].flatMap((what) =>
  ['count', 'percentage'].map((unit) => `target_group_health.${what}.minimum_healthy_targets.${unit}`),
);

export const HA_RULES: Record<keyof typeof HA, Rule> = {
  'HA-01': { types: ZONAL_TYPES, judge: spansZones },
  'HA-02': {
    types: [GROUP, 'AWS::ECS::Service', 'AWS::ApplicationAutoScaling::ScalableTarget'],
    judge: leavesCapacity,
  },
  'HA-03': { types: FAILOVER_TYPES, judge: failsOver },
  'HA-04': { types: ['AWS::EC2::Subnet'], judge: usesOwnGateway },
  'HA-05': { types: [GROUP], judge: replacesSick },
  'HA-06': { types: [TARGET_GROUP], judge: findsSick },
  'HA-07': { types: [TARGET_GROUP], judge: decidesWhenMostAreSick },
  'HA-08': {
    types: [LOAD_BALANCER],
    judge: (loadBalancer) =>
      unlessGateway(
        loadBalancer,
        expectFlag(attribute(loadBalancer.at('LoadBalancerAttributes'), 'zonal_shift.config.enabled'), true),
      ),
  },
  'HA-09': { types: [LOAD_BALANCER], judge: showsPage },
};

function replacesSick(group: Resource, index: TemplateIndex): Verdict | undefined {
  return targetGroupsOfGroup(group, index).isBehind
    ? allOf(
        expectText(group.at('HealthCheckType'), {
          expected: 'HealthCheckType with ELB',
          holds: (types) => types.split(',').some((type) => type.trim() === 'ELB'),
        }),
        expectNumber(group.at('HealthCheckGracePeriod'), {
          expected: 'HealthCheckGracePeriod above 0',
          holds: (seconds) => seconds > 0,
        }),
      )
    : undefined;
}

function findsSick(group: Resource): Verdict | undefined {
  const usual = usualHealthCheck(group);
  const enabled = group.at('HealthCheckEnabled');
  const interval = group.at('HealthCheckIntervalSeconds');
  const threshold = group.at('UnhealthyThresholdCount');
  const timeout = group.at('HealthCheckTimeoutSeconds');
  const places = [interval, threshold, timeout];
  const open = places.find((place) => !place.isAbsent && place.number() === undefined);
  const [seconds = usual.interval, times = usual.threshold, wait = usual.timeout] = places.map((place) =>
    place.number(),
  );
  return allOf(
    expectFlag(enabled, true, usual.isEnabled ? 'met' : 'missed'),
    open !== undefined ? undecidedAt(open) : isQuick(seconds, times, [interval.path, threshold.path]),
    open !== undefined ? undefined : isInTime(wait, seconds, timeout),
    pathIsWritten(group),
  );
}

function isQuick(seconds: number, times: number, locations: string[]): Verdict {
  const found = `every ${seconds} s, unhealthy after ${times}`;
  return seconds * times <= DETECTION
    ? met(found, { locations })
    : missed(found, `at most ${DETECTION} s until a target counts as unhealthy`, { locations });
}

function isInTime(wait: number, seconds: number, place: Cursor): Verdict {
  const found = `${place.name} is ${wait}${place.isAbsent ? ' by default' : ''}`;
  const details = { locations: [place.path] };
  return wait < seconds
    ? met(found, details)
    : missed(found, `${place.name} below the interval of ${seconds} s`, details);
}

function pathIsWritten(group: Resource): Verdict | undefined {
  const protocol = group.at('HealthCheckProtocol');
  const ofGroup = group.at('Protocol');
  const decisive = protocol.isAbsent ? ofGroup : protocol;
  const path = group.at('HealthCheckPath');
  if (decisive.isAbsent) {
    return undefined;
  }
  if (decisive.isUndecided) {
    return path.isAbsent ? undecidedAt(decisive) : undefined;
  }
  const details = { locations: [path.path] };
  return !HTTP.includes(decisive.text() ?? '')
    ? undefined
    : path.isAbsent
      ? missed('no HealthCheckPath', 'an explicit HealthCheckPath', details)
      : met(`HealthCheckPath is ${path.shown()}`, details);
}

/** What AWS takes where a template says nothing. */
function usualHealthCheck(group: Resource): {
  isEnabled: boolean;
  interval: number;
  threshold: number;
  timeout: number;
} {
  if (group.at('TargetType').text() === 'lambda') {
    return { isEnabled: false, interval: 35, threshold: 5, timeout: 30 };
  }
  const protocol = group.at('Protocol').text();
  return protocol === 'GENEVE'
    ? { isEnabled: true, interval: 10, threshold: 2, timeout: 5 }
    : { isEnabled: true, interval: 30, threshold: 2, timeout: protocol === 'HTTP' ? 6 : 10 };
}

function decidesWhenMostAreSick(group: Resource): Verdict | undefined {
  // Functions and appliances have no such minimum.
  if (group.at('TargetType').text() === 'lambda' || group.at('Protocol').text() === 'GENEVE') {
    return undefined;
  }
  const list = group.at('TargetGroupAttributes');
  const expected = 'a target_group_health minimum for dns_failover or unhealthy_state_routing';
  const verdict = anyOf(
    ...MINIMUMS.map((key) => expectText(attribute(list, key), { expected, holds: (value) => value !== 'off' })),
  );
  const open = [group.at('TargetType'), group.at('Protocol')].find((place) => place.isUndecided);
  return verdict?.state !== 'missed'
    ? verdict
    : open === undefined
      ? missed('no minimum of healthy targets is set', expected, { locations: [list.path] })
      : undecidedAt(open);
}
