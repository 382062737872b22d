import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { tierOf } from '../core/context';
import { withDefaults, type WithDefaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import { perTier } from '../core/tier';

/** How instances come, stay and go. */
export interface InstanceLifecycleProps {
  /**
   * An instance that does not serve this long after its launch is thrown away. Half of it is for the application's own
   * start: 2 minutes to 2 hours.
   *
   * @default Duration.minutes(10)
   */
  readonly bootTimeout?: Duration;
  /**
   * Time from an instance's first request until its load counts for scaling, and until a release goes on to the next.
   *
   * Source: "Set the default instance warmup for an Auto Scaling group", Amazon EC2 Auto Scaling User Guide.
   * @default Duration.minutes(2)
   */
  readonly warmup?: Duration;
  /**
   * Time in which a fresh instance may still fail the load balancer's health check. Short, since an instance has passed
   * its local health check before it is registered.
   *
   * @default Duration.minutes(2)
   */
  readonly healthCheckGracePeriod?: Duration;
  /** Time that the application has to finish after SIGTERM, before SIGKILL. @default Duration.seconds(30) */
  readonly stopTimeout?: Duration;
  /**
   * An instance is replaced at this age, so that nothing needs to be patched in place: 1 to 30 days.
   *
   * Source: "Replace Auto Scaling instances based on maximum instance lifetime", Amazon EC2 Auto Scaling User Guide,
   * which allows 1 to 365 days.
   * @default Duration.days(7)
   */
  readonly maxInstanceLifetime?: Duration;
  /**
   * Time that a finished release is watched, with the alarms ready to roll it back.
   *
   * @default perTier(Duration.minutes(10), Duration.minutes(10), Duration.minutes(1))
   */
  readonly bakeTime?: Duration;
  /**
   * Whether alarms stop a release and roll it back. One that rings already blocks every release, also the one that mends
   * it: then `false` for that one deployment lets it through, with no alarm to guard it. The checklist reports that as
   * DEP-02; waive it with an end date (`until`), and go back to `true` with the next release.
   *
   * The first deployment is never guarded: there is nothing to go back to. `MissingInstances` and `FailedLaunches` tell.
   *
   * @default true
   */
  readonly rollbackOnAlarms?: boolean;
  /** Percent of the desired capacity up to which new instances may stand beside the old ones: 110 to 200. @default 110 */
  readonly maxHealthyPercentage?: number;
  /**
   * How long the application keeps an idle connection open. Must outlast the load balancer's idle timeout, or requests
   * meet a closing connection and fail with 502.
   *
   * @default - five seconds more than the load balancer's idle timeout, 65 seconds without one
   */
  readonly keepAliveTimeout?: Duration;
}

const DEFAULTS = {
  bootTimeout: Duration.minutes(10),
  warmup: Duration.minutes(2),
  healthCheckGracePeriod: Duration.minutes(2),
  stopTimeout: Duration.seconds(30),
  maxInstanceLifetime: Duration.days(7),
  bakeTime: perTier(Duration.minutes(10), Duration.minutes(10), Duration.minutes(1)),
  rollbackOnAlarms: true,
  maxHealthyPercentage: 110,
};

/** The lifecycle with everything decided that has a default. */
export type InstanceLifecycle = WithDefaults<InstanceLifecycleProps, typeof DEFAULTS>;

const RULES: PropRule<InstanceLifecycle>[] = [
  outside('bootTimeout', 'BootTimeoutOutOfRange', Duration.minutes(2), Duration.hours(2)),
  outside('warmup', 'WarmupOutOfRange', Duration.seconds(1), Duration.hours(1)),
  outside('healthCheckGracePeriod', 'HealthCheckGracePeriodOutOfRange', Duration.seconds(1), Duration.hours(2)),
  outside('stopTimeout', 'StopTimeoutOutOfRange', Duration.seconds(1), Duration.hours(1)),
  outside('maxInstanceLifetime', 'MaxInstanceLifetimeOutOfRange', Duration.days(1), Duration.days(30)),
  outside('bakeTime', 'BakeTimeOutOfRange', Duration.seconds(0), Duration.hours(48)),
  {
    code: 'MaxHealthyPercentageOutOfRange',
    reads: ['maxHealthyPercentage'],
    fails: ({ maxHealthyPercentage: percent }) => percent < 110 || percent > 200,
    message: ({ maxHealthyPercentage: percent }) => `lifecycle.maxHealthyPercentage must be 110 to 200, got ${percent}`,
  },
];

/** Decides the lifecycle of a construct's instances, and refuses what EC2 Auto Scaling or the checklist would. */
export function decideLifecycle(scope: Construct, props: InstanceLifecycleProps = {}): InstanceLifecycle {
  const lifecycle = withDefaults<InstanceLifecycleProps, typeof DEFAULTS>(props, DEFAULTS, tierOf(scope));
  checkProps(scope, lifecycle, RULES);
  return lifecycle;
}

/** How long an instance works on where nothing says otherwise: until a load balancer sends it nothing new. */
const SETTLE_TIME = Duration.seconds(15);

/**
 * How long a leaving instance works on before its application is told to stop. What is left of the deregistration delay
 * then is at most the time that the application has to stop: no request is cut off before the delay is over.
 */
export function settleTimeOf({ stopTimeout }: InstanceLifecycle, deregistrationDelay?: Duration): Duration {
  const seconds = (deregistrationDelay?.toSeconds() ?? 0) - stopTimeout.toSeconds();
  return Duration.seconds(Math.max(SETTLE_TIME.toSeconds(), seconds));
}

type DurationName =
  'bootTimeout' | 'warmup' | 'healthCheckGracePeriod' | 'stopTimeout' | 'maxInstanceLifetime' | 'bakeTime';

function outside(name: DurationName, code: string, from: Duration, to: Duration): PropRule<InstanceLifecycle> {
  return {
    code,
    reads: [name],
    fails: ({ [name]: got }) =>
      !got.isUnresolved() &&
      (got.toMilliseconds() < from.toMilliseconds() || got.toMilliseconds() > to.toMilliseconds()),
    message: ({ [name]: got }) => `lifecycle.${name} must be ${inWords(from)} to ${inWords(to)}, got ${inWords(got)}`,
  };
}

function inWords(duration: Duration): string {
  return duration.toMilliseconds() === 0 ? '0 seconds' : duration.toHumanString();
}
