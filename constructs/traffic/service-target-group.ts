import { Duration } from 'aws-cdk-lib';
import { type Alarm, type IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationListenerRule,
  type ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationProtocolVersion,
  ApplicationTargetGroup,
  type ApplicationTargetGroupProps,
  ListenerAction,
  ListenerCondition,
  Protocol,
  TargetGroupLoadBalancingAlgorithmType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { withDefaults } from '../core/defaults';
import { checkProps } from '../core/props';
import { waive } from '../core/waivers';
import { AlarmSet } from '../observability/alarm-set';
import { Severity } from '../observability/severity';
import type { ListenerRoutes } from './listener-routes';
import { DEFAULTS, RULES, type ServiceTargetGroupProps, type TargetGroupSettings } from './service-target-group-props';

export type { ServiceTargetGroupProps } from './service-target-group-props';

/** What a target group takes from its load balancer. */
export interface TargetGroupDoor {
  readonly alb: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
  readonly routes: ListenerRoutes;
  readonly vpc: IVpc;
  readonly zones: number;
  readonly idleTimeout: Duration;
  /** Hosts of a group that names none. */
  readonly defaultHosts: readonly string[];
}

const MINUTE = Duration.minutes(1);

/** Checks in a row that a target must pass before it gets requests: two, so that one lucky answer is not enough. */
const HEALTHY_THRESHOLD = 2;

/**
 * A target group with the listener rule that leads to it: targets are checked, drained, and avoided when they answer
 * with errors; what happens when most are sick is decided. Half of them sick page, a single one that stays sick is a ticket.
 *
 * It refuses a drain time outside 5 to 120 seconds, health checks that need more than a minute, and a keep-alive of the
 * application that is not longer than the idle timeout of the balancer. Made by `LoadBalancer.addTargetGroup`.
 */
export class ServiceTargetGroup extends Construct {
  public readonly targetGroup: ApplicationTargetGroup;
  public readonly listenerRule: ApplicationListenerRule;
  /** Pages, and rolls a release back, when half of the targets or more are sick. */
  public readonly unhealthyHostsAlarm: Alarm;
  /** Writes a ticket on a target that stays sick. */
  public readonly lastingUnhealthyHostAlarm: Alarm;
  public readonly loadBalancer: ApplicationLoadBalancer;
  public readonly port: number;
  public readonly healthCheckPath: string;
  public readonly deregistrationDelay: Duration;
  public readonly priority: number;

  constructor(scope: Construct, id: string, props: ServiceTargetGroupProps & { readonly door: TargetGroupDoor }) {
    super(scope, id);
    const { door, ...given } = props;
    const settings = { ...withDefaults(given, DEFAULTS), idleTimeout: door.idleTimeout };
    checkProps(this, settings, RULES);
    const hosts = settings.hosts ?? door.defaultHosts;
    this.loadBalancer = door.alb;
    this.port = settings.port;
    this.healthCheckPath = settings.healthCheckPath;
    this.deregistrationDelay = settings.deregistrationDelay;
    this.priority = door.routes.add(this, id, { ...settings, hosts });
    this.targetGroup = new ApplicationTargetGroup(this, 'Resource', targetGroupProps(settings, door));
    this.targetGroup.setAttribute('stickiness.enabled', 'false');
    this.listenerRule = new ApplicationListenerRule(this, 'Rule', {
      listener: door.listener,
      priority: this.priority,
      conditions: conditionsOf(hosts, settings.paths ?? []),
      action: ListenerAction.forward([this.targetGroup]),
    });
    this.unhealthyHostsAlarm = this.watchFleet();
    this.lastingUnhealthyHostAlarm = this.watchEachHost();
    waive(this, props.waive);
  }

  /** Requests per target and minute: what a fleet scales on. */
  public requestCountPerTarget(): IMetric {
    return this.targetGroup.metrics.requestCountPerTarget({ statistic: 'Sum', period: Duration.minutes(1) });
  }

  /** Sick targets per hundred, as the node of the balancer sees them that sees the most. */
  public unhealthyPercent(): IMetric {
    const { metrics } = this.targetGroup;
    return new MathExpression({
      label: 'Unhealthy hosts (%)',
      period: MINUTE,
      expression: 'IF(unhealthy > 0, 100 * unhealthy / (unhealthy + FILL(healthy, 0)), 0)',
      usingMetrics: {
        unhealthy: metrics.unhealthyHostCount({ statistic: 'Maximum', period: MINUTE }),
        healthy: metrics.healthyHostCount({ statistic: 'Minimum', period: MINUTE }),
      },
    });
  }

  /** One sick target of many is the group's business, which replaces it; half of them are a person's. */
  private watchFleet(): Alarm {
    return AlarmSet.of(this).add(this, 'UnhealthyHostsAlarm', {
      metric: this.unhealthyPercent(),
      threshold: 50,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.PAGE,
      summary: `Half of the targets of ${this.node.id}, or more, fail their health check.`,
      runbook: 'load-balancer-unhealthy-hosts',
      rollback: true,
    });
  }

  /** Twenty minutes are longer than an instance takes to be found sick, replaced and booted. */
  private watchEachHost(): Alarm {
    return AlarmSet.of(this).add(this, 'LastingUnhealthyHostAlarm', {
      metric: this.targetGroup.metrics.unhealthyHostCount({ statistic: 'Maximum', period: MINUTE }),
      threshold: 1,
      evaluationPeriods: 20,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
      summary: `At least one target of ${this.node.id} has failed its health check for twenty minutes.`,
      runbook: 'load-balancer-unhealthy-hosts',
    });
  }
}

function targetGroupProps(settings: TargetGroupSettings, { vpc, zones }: TargetGroupDoor): ApplicationTargetGroupProps {
  const least = leastHealthyPercent(zones);
  return {
    vpc,
    port: settings.port,
    protocol: settings.protocol,
    protocolVersion: ApplicationProtocolVersion.HTTP1,
    targetType: settings.targetType,
    deregistrationDelay: settings.deregistrationDelay,
    healthCheck: {
      enabled: true,
      path: settings.healthCheckPath,
      port: 'traffic-port',
      protocol: settings.protocol === ApplicationProtocol.HTTPS ? Protocol.HTTPS : Protocol.HTTP,
      interval: settings.healthCheckInterval,
      timeout: settings.healthCheckTimeout,
      unhealthyThresholdCount: settings.unhealthyThreshold,
      healthyThresholdCount: HEALTHY_THRESHOLD,
      healthyHttpCodes: settings.healthyCodes,
    },
    targetGroupHealth: {
      dnsMinimumHealthyTargetCount: 1,
      dnsMinimumHealthyTargetPercentage: least,
      routingMinimumHealthyTargetCount: 1,
      routingMinimumHealthyTargetPercentage: least,
    },
    // Slow start and anomaly mitigation exclude each other: the first needs round robin, the second weighted random.
    ...(settings.slowStart === undefined
      ? {
          loadBalancingAlgorithmType: TargetGroupLoadBalancingAlgorithmType.WEIGHTED_RANDOM,
          enableAnomalyMitigation: true,
        }
      : {
          loadBalancingAlgorithmType: TargetGroupLoadBalancingAlgorithmType.ROUND_ROBIN,
          slowStart: settings.slowStart,
        }),
  };
}

/**
 * The share of healthy targets below which the health check is believed less than the fleet: the balancer then sends
 * requests to all targets, and tells the DNS to avoid the zone. It lies below what is left when a whole zone is lost,
 * even an unevenly full one: 25 % for three zones, 33 % for two.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
 */
function leastHealthyPercent(zones: number): number {
  return Math.floor(100 / (zones + 1));
}

function conditionsOf(hosts: readonly string[], paths: readonly string[]): ListenerCondition[] {
  const conditions = [
    ...(hosts.length > 0 ? [ListenerCondition.hostHeaders([...hosts])] : []),
    ...(paths.length > 0 ? [ListenerCondition.pathPatterns([...paths])] : []),
  ];
  return conditions.length > 0 ? conditions : [ListenerCondition.pathPatterns(['/*'])];
}
