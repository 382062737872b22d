import { Duration, Names, Stack } from 'aws-cdk-lib';
import type { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { Alarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Connections, type IConnectable, type LaunchTemplate, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IGrantable, IPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { contextOf, tierOf } from '../core/context';
import { withDefaults } from '../core/defaults';
import { checkProps } from '../core/props';
import { Tier } from '../core/tier';
import { waive } from '../core/waivers';
import { AlarmSet } from '../observability/alarm-set';
import { ApplicationLogs } from '../observability/application-logs';
import { FaultExperiment } from '../recovery/fault-experiment';
import type { LoadBalancer } from '../traffic/load-balancer';
import { ServiceTargetGroup } from '../traffic/service-target-group';
import type { BoundArtifact } from './artifact';
import { bootScript } from './boot/boot-script';
import { InstanceAlarms } from './instance-alarms';
import { drawInstances } from './instance-dashboard';
import { instanceGroup, LAUNCH_HOOK, scalingEventsTopic, TERMINATION_HOOK } from './instance-group';
import { decideLifecycle, type InstanceLifecycle, settleTimeOf } from './instance-lifecycle';
import { InstanceMetrics } from './instance-metrics';
import { instanceRole } from './instance-permissions';
import {
  type CheckedInstanceService,
  DEFAULTS,
  type InstanceServiceProps,
  type InstanceServiceSettings as Settings,
  RULES,
} from './instance-service-props';
import { serviceLaunchTemplate } from './launch-template';
import { holdCanaryBack, rollBackOn } from './release-policy';
import { ServiceConfiguration } from './service-configuration';
import { ServiceScaling } from './service-scaling';

export type { InstanceServiceProps, InstanceServiceTransform, RouteProps } from './instance-service-props';

/** More than the load balancer's idle timeout by this, the application closes connections second. */
const KEEP_ALIVE_MARGIN = Duration.seconds(5);
/** The keep-alive of an application that no load balancer stands before. */
const KEEP_ALIVE_ALONE = Duration.seconds(65);

/**
 * A service on an auto scaling group over all zones of a network. Instances boot from a known image, read their
 * configuration at start, ship logs and metrics, enter service only when healthy, and leave drained. A release replaces
 * them one by one, never below capacity, and goes back by itself when an alarm of the stack rings; so do the load
 * balancer's and the canary's. The first deployment has nothing to go back to: `MissingInstances` and `FailedLaunches`
 * tell when it fails.
 *
 * Refuses a capacity that cannot survive the loss of a zone, an image for another processor, lifetimes that the
 * checklist forbids, and hours off under the eyes of a canary. Override with `scaling`, `lifecycle`, then `transform`, then the public fields. Only the port, from
 * the load balancer, is open, and only HTTPS leads out: `service.connections.allowTo(database, …)` opens more.
 */
export class InstanceService extends Construct implements IConnectable, IGrantable {
  public readonly autoScalingGroup: AutoScalingGroup;
  /** The name of the group, known at synth. */
  public readonly autoScalingGroupName: string;
  public readonly launchTemplate: LaunchTemplate;
  public readonly role: Role;
  public readonly grantPrincipal: IPrincipal;
  public readonly securityGroup: SecurityGroup;
  public readonly connections: Connections;
  /** Where the load balancer sends requests; undefined without one. */
  public readonly serviceTargetGroup?: ServiceTargetGroup;
  public readonly targetGroup?: ApplicationTargetGroup;
  public readonly applicationLogs: ApplicationLogs;
  public readonly systemLogs: ApplicationLogs;
  /** Tells of launches and terminations that went as they should; those that fail write a ticket. */
  public readonly scalingEvents: Topic;
  public readonly configuration: ServiceConfiguration;
  public readonly scaling: ServiceScaling;
  public readonly alarms: InstanceAlarms;
  public readonly metrics: InstanceMetrics;
  /** Rehearses the loss of a zone; only where the internet reaches the service. */
  public readonly faultExperiment?: FaultExperiment;

  constructor(scope: Construct, id: string, props: InstanceServiceProps) {
    super(scope, id);
    const settings = this.decide(props);
    const lifecycle = decideLifecycle(this, props.lifecycle);
    const artifact = settings.artifact.bind(this);

    this.autoScalingGroupName = Names.uniqueResourceName(this, {
      maxLength: 128,
      separator: '-',
      allowedSpecialCharacters: '-',
    });
    this.metrics = new InstanceMetrics(this.autoScalingGroupName);
    this.configuration = new ServiceConfiguration(settings.configuration);
    this.applicationLogs = new ApplicationLogs(this, 'ApplicationLogs');
    this.systemLogs = new ApplicationLogs(this, 'SystemLogs');
    this.role = this.makeRole(artifact);
    this.grantPrincipal = this.role;
    this.securityGroup = this.makeSecurityGroup(settings);
    this.connections = new Connections({ securityGroups: [this.securityGroup], defaultPort: Port.tcp(settings.port) });
    this.serviceTargetGroup = this.makeTargetGroup(settings, lifecycle);
    this.targetGroup = this.serviceTargetGroup?.targetGroup;
    this.launchTemplate = this.makeLaunchTemplate(settings, lifecycle, artifact);
    this.scalingEvents = scalingEventsTopic(this, 'ScalingEvents');
    this.autoScalingGroup = this.makeGroup(settings, lifecycle);
    this.scaling = this.makeScaling(settings);
    this.alarms = new InstanceAlarms(this, 'Alarms', {
      name: this.node.id,
      metrics: this.metrics,
      maxCapacity: settings.capacity.max,
      bootTimeout: lifecycle.bootTimeout,
      systemLogs: this.systemLogs.logGroup,
    });
    if (lifecycle.rollbackOnAlarms) {
      rollBackOn(this.autoScalingGroup, () => this.releaseAlarms(settings.loadBalancer));
    }
    drawInstances(this, `Instances of ${this.node.id}`, this.metrics, this.serviceTargetGroup?.requestCountPerTarget());
    this.faultExperiment = this.makeFaultExperiment(settings);
    holdCanaryBack(this.autoScalingGroup, settings.loadBalancer?.canary);
    waive(this, props.waive);
  }

  /** CPU in use, in percent. */
  public metricCpuUtilization(options?: MetricOptions): Metric {
    return this.metrics.cpuUtilization(options);
  }

  /** Memory in use on the fullest instance, in percent. */
  public metricMemoryUsed(options?: MetricOptions): Metric {
    return this.metrics.memoryUsed(options);
  }

  /** Root disk in use on the fullest instance, in percent. */
  public metricDiskUsed(options?: MetricOptions): Metric {
    return this.metrics.diskUsed(options);
  }

  /** Instances that serve. */
  public metricInServiceInstances(options?: MetricOptions): Metric {
    return this.metrics.inServiceInstances(options);
  }

  private decide(props: InstanceServiceProps): Settings {
    const tier = tierOf(this);
    const settings = withDefaults(props, DEFAULTS, tier);
    checkProps<CheckedInstanceService>(
      this,
      {
        ...settings,
        ...settings.capacity,
        tier,
        zones: settings.network.zones,
        zoneLossAccepted: (props.waive ?? []).some(({ item }) => item === 'Seaworthy::HA-02'),
      },
      RULES,
    );
    return settings;
  }

  private makeRole(artifact: BoundArtifact): Role {
    const { autoScalingGroupName, applicationLogs, systemLogs } = this;
    const logGroups = [applicationLogs.logGroup, systemLogs.logGroup];
    const role = instanceRole(this, 'Role', { autoScalingGroupName, logGroups });
    artifact.grantRead(role);
    this.configuration.grantRead(role);
    return role;
  }

  private makeSecurityGroup({ network }: Settings): SecurityGroup {
    const group = new SecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      description: `Instances of ${this.node.id}: the port from those who are let in, out over HTTPS only`,
      allowAllOutbound: false,
    });
    group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'HTTPS to AWS, package repositories and other services');
    return group;
  }

  private makeLaunchTemplate(
    settings: Settings,
    lifecycle: InstanceLifecycle,
    artifact: BoundArtifact,
  ): LaunchTemplate {
    const { service = this.node.id, environment = Tier.PRODUCTION } = contextOf(this) ?? {};
    const { loadBalancer, port, command, packages, healthCheckPath } = settings;
    const { variables, secrets, parameters } = this.configuration;
    const userData = bootScript(
      {
        serviceName: unitNameOf(service),
        environment,
        artifact,
        command,
        packages,
        port,
        healthCheckPath,
        healthyCodes: this.targetGroup?.healthCheck.healthyHttpCodes,
        variables,
        secrets,
        parameters,
        logGroups: {
          application: this.applicationLogs.logGroup.logGroupName,
          system: this.systemLogs.logGroup.logGroupName,
        },
        stopTimeout: lifecycle.stopTimeout,
        settleTime: settleTimeOf(lifecycle, this.serviceTargetGroup?.deregistrationDelay),
        healthTimeout: Duration.seconds(Math.floor(lifecycle.bootTimeout.toSeconds() / 2)),
        keepAliveTimeout: keepAliveOf(lifecycle, loadBalancer),
        autoScalingGroupName: this.autoScalingGroupName,
        launchHookName: LAUNCH_HOOK,
        terminationHookName: TERMINATION_HOOK,
        region: Stack.of(this).region,
      },
      this,
    );
    return serviceLaunchTemplate(this, 'LaunchTemplate', {
      instanceType: settings.instanceType,
      image: settings.image,
      userData,
      role: this.role,
      securityGroup: this.securityGroup,
      transform: settings.transform?.launchTemplate,
    });
  }

  private makeTargetGroup(settings: Settings, lifecycle: InstanceLifecycle): ServiceTargetGroup | undefined {
    const { loadBalancer, port, healthCheckPath, route } = settings;
    return loadBalancer?.addTargetGroup(this.node.id, {
      ...route,
      port,
      healthCheckPath,
      keepAliveTimeout: keepAliveOf(lifecycle, loadBalancer),
    });
  }

  private makeGroup(settings: Settings, lifecycle: InstanceLifecycle): AutoScalingGroup {
    const group = instanceGroup(this, 'Group', {
      name: this.autoScalingGroupName,
      network: settings.network,
      launchTemplate: this.launchTemplate,
      capacity: settings.capacity,
      lifecycle,
      settleTime: settleTimeOf(lifecycle, this.serviceTargetGroup?.deregistrationDelay),
      isLoadBalanced: this.targetGroup !== undefined,
      scalingEvents: this.scalingEvents,
      transform: settings.transform?.autoScalingGroup,
    });
    if (this.targetGroup !== undefined) {
      group.attachToApplicationTargetGroup(this.targetGroup);
    }
    return group;
  }

  private makeScaling({ capacity, scaling }: Settings): ServiceScaling {
    const { autoScalingGroup, metrics } = this;
    const requestsPerTarget = this.serviceTargetGroup?.requestCountPerTarget();
    return new ServiceScaling(this, 'Scaling', { autoScalingGroup, metrics, capacity, requestsPerTarget }, scaling);
  }

  private makeFaultExperiment({ loadBalancer, network }: Settings): FaultExperiment | undefined {
    if (loadBalancer?.access.internetFacing !== true) {
      return undefined;
    }
    const [availabilityZone] = network.vpc.selectSubnets(network.privateSubnets).availabilityZones;
    return new FaultExperiment(this, 'FaultExperiment', {
      autoScalingGroup: this.autoScalingGroup,
      stopAlarm: AlarmSet.of(loadBalancer).health,
      availabilityZone,
    });
  }

  /** The alarms that roll a release of this service back: those of its stack and of its load balancer, not of others. */
  private releaseAlarms(loadBalancer?: LoadBalancer): Alarm[] {
    const sets = new Set([AlarmSet.of(this), AlarmSet.of(loadBalancer ?? this)]);
    return [...sets].flatMap(({ rollbackAlarms }) => rollbackAlarms).filter((alarm) => !this.isOfAnother(alarm));
  }

  private isOfAnother(alarm: Alarm): boolean {
    return alarm.node.scopes.some(
      (scope) =>
        (scope instanceof InstanceService && scope !== this) ||
        (scope instanceof ServiceTargetGroup && scope !== this.serviceTargetGroup),
    );
  }
}

function keepAliveOf({ keepAliveTimeout }: InstanceLifecycle, loadBalancer?: LoadBalancer): Duration {
  return keepAliveTimeout ?? loadBalancer?.idleTimeout.plus(KEEP_ALIVE_MARGIN) ?? KEEP_ALIVE_ALONE;
}

/** The name of a service as systemd and the file system take it. */
function unitNameOf(service: string): string {
  return service
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, 31);
}
