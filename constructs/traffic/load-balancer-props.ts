import { Duration } from 'aws-cdk-lib';
import type {
  ApplicationLoadBalancerProps,
  BaseApplicationListenerProps,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Defaults, WithDefaults } from '../core/defaults';
import type { PropRule } from '../core/props';
import { perTier } from '../core/tier';
import type { Waiver } from '../core/waivers';
import type { INetwork } from '../network/i-network';
import type { Access } from './access';
import type { DomainProps } from './domain';
import type { LoadBalancerThresholds } from './load-balancer-alarms';
import type { MaintenanceProps } from './maintenance';
import type { WebFirewallOptions } from './web-firewall';

/** Last changes to the props of what the load balancer makes, for what its own props do not offer. */
export interface LoadBalancerTransform {
  /** Changes the load balancer. @default - nothing */
  readonly loadBalancer?: (props: ApplicationLoadBalancerProps) => ApplicationLoadBalancerProps;
  /** Changes the HTTPS listener. @default - nothing */
  readonly httpsListener?: (props: BaseApplicationListenerProps) => BaseApplicationListenerProps;
  /** Changes the listener that redirects. @default - nothing */
  readonly httpListener?: (props: BaseApplicationListenerProps) => BaseApplicationListenerProps;
}

export interface LoadBalancerProps {
  /** The network that it stands in: in the public subnets, or in the private ones when it has no public address. */
  readonly network: INetwork;
  /** Who may connect: `Access.PUBLIC`, `Access.INTERNAL`, `Access.cidrs('203.0.113.0/24')`, … */
  readonly access: Access;
  /** The name of the service, which brings the certificate. @default - none; `certificateArn` is required */
  readonly domain?: DomainProps;
  /** A certificate without a name of ours. Give `domain` where you can: only then can the service be watched from outside. @default - that of `domain` */
  readonly certificateArn?: string;
  /** A web firewall, and how strict it is. @default - on for everything that has public addresses */
  readonly webFirewall?: boolean | WebFirewallOptions;
  /** The maintenance switch: true, and every request is answered with 503, `Retry-After` and a page. @default false */
  readonly maintenance?: boolean | MaintenanceProps;
  /**
   * How long a connection may be silent, 1 to 120 seconds. The keep-alive of the application must be longer.
   * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
   * @default Duration.seconds(60)
   */
  readonly idleTimeout?: Duration;
  /** Refuses to be deleted until this is turned off. @default perTier(true, true, false) */
  readonly deletionProtection?: boolean;
  /** When it calls for help. @default - 5 % errors for three of five minutes, or a p99 over one second for ten minutes */
  readonly thresholds?: LoadBalancerThresholds;
  /** Share of good requests in percent that the service promises. @default - 99.9, that of `ServiceLevelObjective` */
  readonly objective?: number;
  /** Last changes to the props of the inner resources. @default - none */
  readonly transform?: LoadBalancerTransform;
  /** Checks that do not apply here, with reason and owner. @default - none */
  readonly waive?: Waiver[];
}

export const DEFAULTS = {
  maintenance: false,
  idleTimeout: Duration.seconds(60),
  deletionProtection: perTier(true, true, false),
} satisfies Defaults<LoadBalancerProps>;

export type LoadBalancerSettings = WithDefaults<LoadBalancerProps, typeof DEFAULTS>;

export const RULES: PropRule<LoadBalancerSettings>[] = [
  {
    code: 'CertificateMissing',
    reads: ['domain', 'certificateArn'],
    fails: ({ domain, certificateArn }) => domain === undefined && certificateArn === undefined,
    message: () =>
      "domain must be given, like { domainName: 'orders.example.com', hostedZone }, or certificateArn: " +
      'HTTPS needs a certificate, and nothing is served over plain HTTP',
  },
  {
    code: 'CertificateTwice',
    reads: ['domain', 'certificateArn'],
    fails: ({ domain, certificateArn }) => domain !== undefined && certificateArn !== undefined,
    message: () => 'certificateArn must be given within domain when there is one, got it beside domain',
  },
  {
    code: 'IdleTimeoutOutOfRange',
    reads: ['idleTimeout'],
    fails: ({ idleTimeout }) => idleTimeout.toSeconds() < 1 || idleTimeout.toSeconds() > 120,
    message: ({ idleTimeout }) => `idleTimeout must be 1 to 120 seconds, got ${idleTimeout.toSeconds()} s`,
  },
  {
    code: 'ZonesTooFew',
    reads: ['network'],
    fails: ({ network }) => network.zones < 2,
    message: ({ network }) => `network must span at least 2 zones, which a load balancer needs, got ${network.zones}`,
  },
];
