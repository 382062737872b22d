import { Duration } from 'aws-cdk-lib';
import { ApplicationProtocol, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Defaults, WithDefaults } from '../core/defaults';
import type { PropRule } from '../core/props';
import type { Waiver } from '../core/waivers';
import { LAST_EXPLICIT_PRIORITY, MAINTENANCE_PRIORITY } from './listener-routes';

/** What a service says about the targets that answer its requests. */
export interface ServiceTargetGroupProps {
  /** Port on which the targets listen. */
  readonly port: number;
  /** Path that answers 200 when a target can serve, and only then. */
  readonly healthCheckPath: string;
  /** Protocol between balancer and targets. @default ApplicationProtocol.HTTP */
  readonly protocol?: ApplicationProtocol;
  /** What the targets are: `INSTANCE` or `IP`. @default TargetType.INSTANCE */
  readonly targetType?: TargetType;
  /** Host names whose requests come here; `*` and `?` are wildcards. @default - the name of the balancer's domain */
  readonly hosts?: string[];
  /** Paths whose requests come here; `*` and `?` are wildcards. @default - all paths */
  readonly paths?: string[];
  /** Place of the listener rule, from 2 to 9999. @default - by precision: paths before hosts, longer paths first */
  readonly priority?: number;
  /** Status codes that a healthy target answers. @default '200' */
  readonly healthyCodes?: string;
  /**
   * Time between two health checks. Times `unhealthyThreshold` it is how long a sick target goes unnoticed: a minute at
   * most. Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
   * @default Duration.seconds(10)
   */
  readonly healthCheckInterval?: Duration;
  /** How long a health check waits for its answer. @default Duration.seconds(5) */
  readonly healthCheckTimeout?: Duration;
  /** Failed checks in a row after which a target is sick. @default 3 */
  readonly unhealthyThreshold?: number;
  /** How long a leaving target may finish its requests, 5 to 120 seconds. @default Duration.seconds(30) */
  readonly deregistrationDelay?: Duration;
  /**
   * How long the application keeps an idle connection open. It must be longer than the balancer's idle timeout, or the
   * balancer sends requests into connections that the application is about to close, and answers 502.
   * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
   * @default - not known, so not checked
   */
  readonly keepAliveTimeout?: Duration;
  /**
   * Lets a new target warm up with a growing share of requests, 30 to 900 seconds. It takes the place of anomaly
   * mitigation: a group has one or the other.
   * @default - none: requests are spread at random, with less weight on targets that answer with errors
   */
  readonly slowStart?: Duration;
  /** Checks that do not apply here, with reason and owner. @default - none */
  readonly waive?: Waiver[];
}

export const DEFAULTS = {
  protocol: ApplicationProtocol.HTTP,
  targetType: TargetType.INSTANCE,
  healthyCodes: '200',
  healthCheckInterval: Duration.seconds(10),
  healthCheckTimeout: Duration.seconds(5),
  unhealthyThreshold: 3,
  deregistrationDelay: Duration.seconds(30),
} satisfies Defaults<ServiceTargetGroupProps>;

/** The props with their defaults, and the idle timeout that they must fit. */
export type TargetGroupSettings = WithDefaults<ServiceTargetGroupProps, typeof DEFAULTS> & {
  readonly idleTimeout: Duration;
};

/** How many values the conditions of one rule may have. */
const MOST_CONDITION_VALUES = 5;
const HOST_PATTERN = /^(?=.{1,128}$)[\w.*?-]*\.[a-z*?]+$/i;
const PATH_PATTERN = /^\/[\w.$/~"'@:+;&*?-]{0,127}$/;

/** What a target group refuses. */
export const RULES: PropRule<TargetGroupSettings>[] = [
  {
    code: 'PortOutOfRange',
    reads: ['port'],
    fails: ({ port }) => !isWhole(port, 1, 65_535),
    message: ({ port }) => `port must be a whole number from 1 to 65535, got ${port}`,
  },
  {
    code: 'HealthCheckPathMalformed',
    reads: ['healthCheckPath'],
    fails: ({ healthCheckPath }) => !/^\/\S{0,1023}$/.test(healthCheckPath),
    message: ({ healthCheckPath }) => `healthCheckPath must begin with / and hold no space, got '${healthCheckPath}'`,
  },
  {
    code: 'HealthCheckTooSlow',
    reads: ['healthCheckInterval', 'unhealthyThreshold'],
    fails: (p) => p.healthCheckInterval.toSeconds() * p.unhealthyThreshold > 60,
    message: (p) =>
      'healthCheckInterval times unhealthyThreshold must be 60 seconds or less, ' +
      `got ${p.healthCheckInterval.toSeconds()} s times ${p.unhealthyThreshold}`,
  },
  {
    code: 'HealthCheckIntervalOutOfRange',
    reads: ['healthCheckInterval'],
    fails: ({ healthCheckInterval }) => !isWhole(healthCheckInterval.toSeconds(), 5, 300),
    message: ({ healthCheckInterval }) =>
      `healthCheckInterval must be 5 to 300 seconds, got ${healthCheckInterval.toSeconds()} s`,
  },
  {
    code: 'HealthCheckTimeoutTooLong',
    reads: ['healthCheckTimeout', 'healthCheckInterval'],
    fails: (p) =>
      p.healthCheckTimeout.toSeconds() < 2 || p.healthCheckTimeout.toSeconds() >= p.healthCheckInterval.toSeconds(),
    message: (p) =>
      `healthCheckTimeout must be 2 seconds or more and less than healthCheckInterval ` +
      `(${p.healthCheckInterval.toSeconds()} s), got ${p.healthCheckTimeout.toSeconds()} s`,
  },
  {
    code: 'UnhealthyThresholdOutOfRange',
    reads: ['unhealthyThreshold'],
    fails: ({ unhealthyThreshold }) => !isWhole(unhealthyThreshold, 2, 10),
    message: ({ unhealthyThreshold }) => `unhealthyThreshold must be 2 to 10, got ${unhealthyThreshold}`,
  },
  {
    code: 'DeregistrationDelayOutOfRange',
    reads: ['deregistrationDelay'],
    fails: ({ deregistrationDelay }) => !isWhole(deregistrationDelay.toSeconds(), 5, 120),
    message: ({ deregistrationDelay }) =>
      `deregistrationDelay must be 5 to 120 seconds, got ${deregistrationDelay.toSeconds()} s`,
  },
  {
    code: 'KeepAliveTooShort',
    reads: ['keepAliveTimeout', 'idleTimeout'],
    fails: (p) => p.keepAliveTimeout !== undefined && p.keepAliveTimeout.toSeconds() <= p.idleTimeout.toSeconds(),
    message: (p) =>
      `keepAliveTimeout must be longer than the idle timeout of the load balancer (${p.idleTimeout.toSeconds()} s), ` +
      `got ${p.keepAliveTimeout?.toSeconds()} s`,
  },
  {
    code: 'SlowStartOutOfRange',
    reads: ['slowStart'],
    fails: ({ slowStart }) => slowStart !== undefined && !isWhole(slowStart.toSeconds(), 30, 900),
    message: ({ slowStart }) => `slowStart must be 30 to 900 seconds, got ${slowStart?.toSeconds()} s`,
  },
  {
    code: 'PriorityOutOfRange',
    reads: ['priority'],
    fails: ({ priority }) =>
      priority !== undefined && !isWhole(priority, MAINTENANCE_PRIORITY + 1, LAST_EXPLICIT_PRIORITY),
    message: ({ priority }) =>
      `priority must be a whole number from ${MAINTENANCE_PRIORITY + 1} to ${LAST_EXPLICIT_PRIORITY}, got ${priority}`,
  },
  {
    code: 'HostMalformed',
    reads: ['hosts'],
    fails: ({ hosts = [] }) => hosts.some((host) => !HOST_PATTERN.test(host)),
    message: ({ hosts = [] }) =>
      `hosts must be host names with at least one dot, * and ? as wildcards, got ${listOf(hosts, HOST_PATTERN)}`,
  },
  {
    code: 'PathMalformed',
    reads: ['paths'],
    fails: ({ paths = [] }) => paths.some((path) => !PATH_PATTERN.test(path)),
    message: ({ paths = [] }) =>
      `paths must begin with /, be 128 characters at most, * and ? as wildcards, got ${listOf(paths, PATH_PATTERN)}`,
  },
  {
    code: 'TooManyConditions',
    reads: ['hosts', 'paths'],
    fails: ({ hosts = [], paths = [] }) => hosts.length + paths.length > MOST_CONDITION_VALUES,
    message: ({ hosts = [], paths = [] }) =>
      `hosts and paths must be ${MOST_CONDITION_VALUES} together at most, which one listener rule holds, ` +
      `got ${hosts.length + paths.length}`,
  },
];

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function listOf(values: readonly string[], pattern: RegExp): string {
  return values
    .filter((value) => !pattern.test(value))
    .map((value) => `'${value}'`)
    .join(', ');
}
