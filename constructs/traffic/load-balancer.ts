import { Duration } from 'aws-cdk-lib';
import { Certificate, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { type Connections, type IConnectable, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  type ApplicationLoadBalancerProps,
  DesyncMitigationMode,
  IpAddressType,
  ListenerAction,
  SslPolicy,
  XffHeaderProcessingMode,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { tierOf } from '../core/context';
import { withDefaults } from '../core/defaults';
import { checkProps } from '../core/props';
import { waive } from '../core/waivers';
import type { ApplicationLogs } from '../observability/application-logs';
import { Canary } from '../observability/canary';
import { LogArchive } from '../observability/log-archive';
import { ServiceDashboard } from '../observability/service-dashboard';
import { ServiceLevelObjective } from '../observability/service-level-objective';
import type { Access } from './access';
import { RENEW_BEFORE_DAYS, watchCertificate } from './certificate-watch';
import { certificateRule, Domain } from './domain';
import { ListenerRoutes } from './listener-routes';
import { LoadBalancerAlarms } from './load-balancer-alarms';
import { hardenAnswers, logInto } from './load-balancer-attributes';
import { LoadBalancerMetrics } from './load-balancer-metrics';
import { DEFAULTS, type LoadBalancerProps, type LoadBalancerSettings, RULES } from './load-balancer-props';
import { loadBalancerWidgets, targetGroupWidgets } from './load-balancer-widgets';
import { maintenanceOf, type MaintenanceProps, MaintenanceRule } from './maintenance';
import { ServiceTargetGroup, type ServiceTargetGroupProps } from './service-target-group';
import { firewallLogs, WebFirewall } from './web-firewall';

export type { LoadBalancerProps, LoadBalancerTransform } from './load-balancer-props';

/**
 * The front door of a service: an application load balancer in all zones that speaks HTTPS with TLS 1.2 or 1.3 and a
 * post-quantum key exchange, and over plain HTTP only says where to go instead.
 *
 * You get: a certificate and alias records for the domain; a security group that lets in only those whom `access` names
 * and out only to targets; a web firewall when it has public addresses; access, connection and health check logs in the archive;
 * alarms on errors, latency, sick hosts, failed connections and the certificate; a dashboard; for a public service a
 * canary and an objective with burn-rate alarms, made with the first target group; and a maintenance switch.
 * What no target group asks for is answered with 404.
 *
 * It refuses to stand without a certificate, in a single zone, with an idle timeout over two minutes, with a domain
 * outside its zone. Override rarely used settings with `transform`.
 */
export class LoadBalancer extends Construct implements IConnectable {
  public readonly alb: ApplicationLoadBalancer;
  public readonly securityGroup: SecurityGroup;
  public readonly httpsListener: ApplicationListener;
  public readonly httpListener: ApplicationListener;
  public readonly domain?: Domain;
  public readonly certificate: ICertificate;
  public readonly certificateAlarm: Alarm;
  /** Undefined where it is off, as for internal load balancers. */
  public readonly webFirewall?: WebFirewall;
  /** Logs of the web firewall. Always there, because they outlive a firewall that comes with the maintenance switch. */
  public readonly firewallLogs: ApplicationLogs;
  public readonly maintenance: MaintenanceRule;
  public readonly alarms: LoadBalancerAlarms;
  public readonly metrics: LoadBalancerMetrics;
  public readonly connections: Connections;
  /** Where the service is reached, without a final slash. */
  public readonly url: string;
  public readonly idleTimeout: Duration;
  public readonly access: Access;
  public readonly targetGroups: ServiceTargetGroup[] = [];
  private readonly props: LoadBalancerSettings;
  private readonly routes = new ListenerRoutes();
  private watchers: { canary?: Canary; objective?: ServiceLevelObjective } = {};

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    this.props = withDefaults(props, DEFAULTS, tierOf(this));
    checkProps(this, this.props, [...RULES, certificateRule<LoadBalancerSettings>(this)]);
    const maintenance = maintenanceOf(this, this.props.maintenance);
    this.access = props.access;
    this.idleTimeout = this.props.idleTimeout;
    this.securityGroup = this.makeSecurityGroup();
    this.alb = this.makeBalancer();
    this.connections = this.alb.connections;
    this.domain = props.domain && new Domain(this, 'Domain', props.domain);
    this.domain?.pointTo(new LoadBalancerTarget(this.alb, { evaluateTargetHealth: true }));
    this.url = `https://${this.domain?.domainName ?? this.alb.loadBalancerDnsName}`;
    this.certificate = this.domain?.certificate ?? this.importCertificate();
    this.certificateAlarm =
      this.domain?.certificateAlarm ?? watchCertificate(this, this.certificate, RENEW_BEFORE_DAYS);
    this.httpsListener = this.addHttps();
    this.httpListener = this.addHttp();
    this.maintenance = new MaintenanceRule(this, 'Maintenance', { listener: this.httpsListener, switch: maintenance });
    this.firewallLogs = firewallLogs(this, 'FirewallLogs');
    this.webFirewall = this.guard(maintenance);
    const onPurpose = maintenance.enabled ? this.webFirewall?.metricMaintenance() : undefined;
    this.metrics = new LoadBalancerMetrics(this.alb, onPurpose);
    this.alarms = new LoadBalancerAlarms(this, 'Alarms', this.metrics, props.thresholds);
    ServiceDashboard.of(this).addSection(`Load balancer ${id}`, ...loadBalancerWidgets(this.metrics));
    waive(this, props.waive);
  }

  /** The health of the service as users see it; made with the first target group of a public load balancer. */
  public get canary(): Canary | undefined {
    return this.watchers.canary;
  }

  /** What the service promises; made with the first target group of a load balancer that has public addresses. */
  public get objective(): ServiceLevelObjective | undefined {
    return this.watchers.objective;
  }

  /** Adds targets: a group of them, its health checks and alarm, and the rule that leads requests to it. */
  public addTargetGroup(id: string, props: ServiceTargetGroupProps): ServiceTargetGroup {
    const { network } = this.props;
    const group = new ServiceTargetGroup(this, id, {
      ...props,
      door: {
        alb: this.alb,
        listener: this.httpsListener,
        routes: this.routes,
        vpc: network.vpc,
        zones: network.zones,
        idleTimeout: this.idleTimeout,
        defaultHosts: this.domain === undefined ? [] : [this.domain.domainName],
      },
    });
    this.targetGroups.push(group);
    ServiceDashboard.of(this).addSection(`Targets ${id}`, ...targetGroupWidgets(group));
    if (this.targetGroups.length === 1) {
      this.watchers = this.watchFromOutside(group);
    }
    return group;
  }

  /** Only what everybody may reach can be watched from outside, and only under the name that the certificate proves. */
  private watchFromOutside({ healthCheckPath, listenerRule }: ServiceTargetGroup): LoadBalancer['watchers'] {
    const { access, domain, metrics, props } = this;
    const canary =
      access.isOpenToAll && domain !== undefined
        ? new Canary(this, 'Canary', { url: this.url, path: healthCheckPath, statuses: this.statusesSeenOutside() })
        : undefined;
    canary?.startAfter(listenerRule, ...(domain?.records ?? []));
    return {
      canary,
      objective: access.internetFacing
        ? new ServiceLevelObjective(this, 'Objective', {
            objective: props.objective,
            total: (period) => metrics.requests(period),
            bad: (period) => metrics.errors(period),
          })
        : undefined,
    };
  }

  /** Nobody is called for a page that somebody switched on. */
  private statusesSeenOutside(): string | undefined {
    return this.maintenance.enabled ? '200-299,503' : undefined;
  }

  /** While the maintenance switch is on, every balancer has a firewall: only that can send `Retry-After`. */
  private guard(maintenance: Required<MaintenanceProps>): WebFirewall | undefined {
    const { webFirewall = this.access.internetFacing } = this.props;
    if (webFirewall === false && !maintenance.enabled) {
      return undefined;
    }
    const options = typeof webFirewall === 'boolean' ? {} : webFirewall;
    return new WebFirewall(this, 'WebFirewall', {
      ...options,
      loadBalancer: this.alb,
      maintenance,
      logs: this.firewallLogs,
    });
  }

  private makeSecurityGroup(): SecurityGroup {
    const { vpc } = this.props.network;
    const group = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Load balancer: HTTPS and its redirect from those with access, out to targets only',
      allowAllOutbound: false,
    });
    for (const { peer, who } of this.access.callersIn(vpc)) {
      group.addIngressRule(peer, Port.tcp(443), `HTTPS from ${who}`);
      group.addIngressRule(peer, Port.tcp(80), `HTTP from ${who}, which is redirected to HTTPS`);
    }
    if (this.access.isOpenToAll) {
      waive(group, [
        {
          item: 'AwsSolutions::AwsSolutions-EC23',
          reason: 'A public service is open to everybody, on ports 80 and 443 only, behind a web firewall',
          owner: 'seaworthy',
        },
      ]);
    }
    return group;
  }

  private makeBalancer(): ApplicationLoadBalancer {
    const { network, deletionProtection, idleTimeout, transform } = this.props;
    const { internetFacing } = this.access;
    const props: ApplicationLoadBalancerProps = {
      vpc: network.vpc,
      vpcSubnets: internetFacing ? network.publicSubnets : network.privateSubnets,
      internetFacing,
      ipAddressType: IpAddressType.IPV4,
      securityGroup: this.securityGroup,
      deletionProtection,
      idleTimeout,
      clientKeepAlive: Duration.hours(1),
      http2Enabled: true,
      dropInvalidHeaderFields: true,
      // Strictest refuses what some browsers and proxies still send; defensive refuses only what is dangerous.
      desyncMitigationMode: DesyncMitigationMode.DEFENSIVE,
      xffHeaderProcessingMode: XffHeaderProcessingMode.APPEND,
      preserveHostHeader: true,
    };
    const alb = new ApplicationLoadBalancer(this, 'Resource', transform?.loadBalancer?.(props) ?? props);
    alb.setAttribute('zonal_shift.config.enabled', 'true');
    alb.setAttribute('waf.fail_open.enabled', 'false');
    alb.setAttribute('routing.http.xff_client_port.enabled', 'false');
    logInto(LogArchive.of(this), alb);
    this.waiveOutsideView(alb);
    return alb;
  }

  /** Where the checklist cannot see that somebody watches from outside, or nobody can. */
  private waiveOutsideView(alb: ApplicationLoadBalancer): void {
    const { internetFacing, isOpenToAll } = this.access;
    const { domain } = this.props;
    const owner = 'seaworthy';
    if (internetFacing && !isOpenToAll) {
      const reason = 'Only named address ranges may connect, and a canary runs from addresses that nobody can name';
      waive(alb, [{ item: 'Seaworthy::MET-10', reason, owner }]);
    }
    if (isOpenToAll && domain !== undefined && domain.hostedZone === undefined) {
      const reason =
        'A canary asks for the service by its name; the records that tie the name to it are kept elsewhere';
      waive(alb, [{ item: 'Seaworthy::MET-10', reason, owner }]);
    }
  }

  private addHttps(): ApplicationListener {
    const props = {
      port: 443,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [this.certificate],
      // TLS 1.3 and 1.2 with forward secrecy and AEAD ciphers only, and ML-KEM for traffic recorded today and
      // decrypted by a quantum computer later: what the console of AWS offers by default.
      sslPolicy: SslPolicy.TLS13_12_RES_PQ,
      open: false,
      defaultAction: ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'Not found\n' }),
    };
    const listener = this.alb.addListener('Https', this.props.transform?.httpsListener?.(props) ?? props);
    hardenAnswers(listener);
    return listener;
  }

  private addHttp(): ApplicationListener {
    const props = {
      port: 80,
      protocol: ApplicationProtocol.HTTP,
      open: false,
      defaultAction: ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
    };
    return this.alb.addListener('Http', this.props.transform?.httpListener?.(props) ?? props);
  }

  private importCertificate(): ICertificate {
    return Certificate.fromCertificateArn(this, 'Certificate', this.props.certificateArn ?? '');
  }
}
