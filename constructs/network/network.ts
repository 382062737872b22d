import {
  CfnNatGateway,
  SubnetType,
  Vpc,
  type InterfaceVpcEndpointAwsService,
  type SubnetConfiguration,
  type SubnetSelection,
  type VpcProps,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { tierOf } from '../core/context';
import { withDefaults, type Defaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import { perTier } from '../core/tier';
import { waive, type Waiver } from '../core/waivers';
import { AddressPlan, isStandardTier, SPARE_TIERS, tooManyTiers, ZONE_SLOTS } from './address-plan';
import { CIDR_RULES } from './cidr';
import { Egress, natOf } from './egress';
import { ExistingNetwork, type ExistingNetworkProps } from './existing-network';
import { GatewayEndpoints } from './gateway-endpoints';
import type { INetwork } from './i-network';
import { INSTANCE_SERVICES, InterfaceEndpoints } from './interface-endpoints';
import { NatWatch } from './nat-watch';
import { NetworkLogs } from './network-logs';
import { withPinnedZones, zonesOf } from './zones';

/** A tier of subnets beside public, private and isolated, one subnet per zone. */
export interface ExtraTier {
  /** Lower case letters, digits and hyphens. */
  readonly name: string;
  /** What its subnets can reach. @default - `SubnetType.PRIVATE_ISOLATED` */
  readonly subnetType?: SubnetType;
}

/** The last word on what the inner resources are made from. */
export interface NetworkTransform {
  readonly vpc?: (props: VpcProps) => VpcProps;
}

export interface NetworkProps {
  /** The addresses of the VPC, a prefix from /16 to /22. Changing it replaces the VPC. @default '10.0.0.0/16' */
  readonly cidr?: string;
  /** How many zones, 2 to 4. Raising it adds subnets and changes none. @default perTier(3, 3, 2) */
  readonly zones?: number;
  /** Pins the zones, and makes a look-up needless. Append only. @default - the first zones of the stack */
  readonly availabilityZones?: string[];
  /** Up to four tiers more, each a sixteenth of the VPC. Append only. @default [] */
  readonly extraTiers?: ExtraTier[];
  /** How private subnets get out. @default perTier(Egress.PER_ZONE, Egress.SINGLE, Egress.SINGLE) */
  readonly egress?: Egress;
  /**
   * AWS services to reach inside the VPC. With `Egress.ENDPOINTS_ONLY`, those that an instance needs are always there.
   * Each costs by the hour and zone. @default []
   */
  readonly interfaceEndpoints?: InterfaceVpcEndpointAwsService[];
  /** Typed access to what the inner resources are made from. @default {} */
  readonly transform?: NetworkTransform;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

/** What a network is where nothing is said. */
export const DEFAULTS = {
  cidr: '10.0.0.0/16',
  zones: perTier(3, 3, 2),
  extraTiers: [],
  egress: perTier(Egress.PER_ZONE, Egress.SINGLE, Egress.SINGLE),
  interfaceEndpoints: [],
  transform: {},
} satisfies Defaults<NetworkProps>;

type Settled = NetworkProps & Required<Pick<NetworkProps, keyof typeof DEFAULTS>>;

const RULES: PropRule<Settled>[] = [
  ...CIDR_RULES,
  {
    code: 'ZonesOutOfRange',
    reads: ['zones'],
    fails: ({ zones }) => !Number.isInteger(zones) || zones < 2 || zones > ZONE_SLOTS,
    message: ({ zones }) => `zones must be from 2 to ${ZONE_SLOTS}, got ${zones}`,
  },
  {
    code: 'ZonesDisagree',
    reads: ['zones', 'availabilityZones'],
    fails: ({ zones, availabilityZones }) => availabilityZones !== undefined && availabilityZones.length !== zones,
    message: ({ zones, availabilityZones }) =>
      `zones must be the number of availabilityZones (${availabilityZones?.length}) or left out, got ${zones}`,
  },
  {
    code: 'ZoneTwice',
    reads: ['availabilityZones'],
    fails: ({ availabilityZones = [] }) => new Set(availabilityZones).size < availabilityZones.length,
    message: ({ availabilityZones = [] }) => `availabilityZones must differ, got ${availabilityZones.join(', ')}`,
  },
  {
    code: 'TooManyTiers',
    reads: ['extraTiers'],
    fails: ({ extraTiers }) => extraTiers.length > SPARE_TIERS,
    message: ({ extraTiers }) => tooManyTiers(extraTiers.map(({ name }) => name)),
  },
  {
    code: 'TierNameUnusable',
    reads: ['extraTiers'],
    fails: ({ extraTiers }) => unusableNames(extraTiers).length > 0,
    message: ({ extraTiers }) =>
      `extraTiers must have distinct names in lower case beside public, private and isolated, got ${unusableNames(extraTiers).join(', ')}`,
  },
];

/**
 * A VPC over three zones with public, private and isolated subnets, whose addresses leave room for a fourth zone and
 * four more tiers: adding one later changes no existing subnet.
 *
 * Nothing gets a public address by itself; private subnets get out through a NAT gateway of their own zone; S3 and
 * DynamoDB are reached inside; every flow and every name look-up is recorded in the log archive; the default security
 * group is closed. Refuses addresses that leave no room and zones beyond the plan. Override by props, then `transform`,
 * then `vpc`. For a VPC that exists already, see `Network.fromVpc`.
 */
export class Network extends Construct implements INetwork {
  /** Sees an existing VPC as a network, and adds what it is told to. */
  public static fromVpc(scope: Construct, id: string, props: ExistingNetworkProps): ExistingNetwork {
    return new ExistingNetwork(scope, id, props);
  }

  public readonly vpc: Vpc;
  public readonly publicSubnets: SubnetSelection = { subnetGroupName: 'public' };
  public readonly privateSubnets: SubnetSelection = { subnetGroupName: 'private' };
  public readonly isolatedSubnets: SubnetSelection = { subnetGroupName: 'isolated' };
  public readonly zones: number;
  public readonly hasStorageEndpoints = true;
  /** Which addresses belong to whom, for firewall rules and peers. */
  public readonly addressPlan: AddressPlan;
  public readonly egress: Egress;
  public readonly natGateways: CfnNatGateway[];
  /** There when there are NAT gateways: their alarms, and their section of the dashboard. */
  public readonly natWatch?: NatWatch;
  public readonly gatewayEndpoints: GatewayEndpoints;
  /** There when endpoints were chosen or the egress needs them. */
  public readonly interfaceEndpoints?: InterfaceEndpoints;
  public readonly logs: NetworkLogs;

  constructor(scope: Construct, id: string, props: NetworkProps = {}) {
    super(scope, id);
    const given: NetworkProps = { ...props, zones: props.zones ?? props.availabilityZones?.length };
    const settled: Settled = withDefaults(given, DEFAULTS, tierOf(this));
    checkProps(this, settled, RULES);
    const zones = settled.availabilityZones ?? zonesOf(this, settled.zones, props.zones !== undefined);

    this.egress = settled.egress;
    this.zones = zones.length;
    this.addressPlan = planOf(settled);
    this.vpc = this.makeVpc(settled, zones);
    this.node.defaultChild = this.vpc;
    const { vpc, privateSubnets: subnets } = this;
    this.natGateways = vpc.node.findAll().filter((child) => child instanceof CfnNatGateway);
    if (this.natGateways.length > 0) {
      this.natWatch = new NatWatch(this, 'NatWatch', { gateways: this.natGateways });
    }
    this.gatewayEndpoints = new GatewayEndpoints(this, 'GatewayEndpoints', { vpc, privateSubnets: subnets });
    const required = this.egress === Egress.ENDPOINTS_ONLY ? INSTANCE_SERVICES : [];
    const services = [...required, ...settled.interfaceEndpoints];
    if (services.length > 0) {
      const clients = settled.cidr;
      this.interfaceEndpoints = new InterfaceEndpoints(this, 'Endpoints', { vpc, services, subnets, clients });
    }
    this.logs = new NetworkLogs(this, 'Logs', { vpc, flowLogs: true, queryLogs: true });
    waive(this, props.waive);
  }

  private makeVpc({ availabilityZones, extraTiers, transform }: Settled, zones: string[]): Vpc {
    const props: VpcProps = {
      ipAddresses: this.addressPlan,
      availabilityZones: zones,
      subnetConfiguration: [
        { name: 'public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
        { name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
        { name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED },
        ...extraTiers.map(configurationOf),
      ],
      ...natOf(this.egress, zones.length),
      enableDnsSupport: true,
      enableDnsHostnames: true,
      restrictDefaultSecurityGroup: true,
    };
    const make = (): Vpc => new Vpc(this, 'Vpc', transform.vpc?.(props) ?? props);
    return availabilityZones === undefined ? make() : withPinnedZones(this, availabilityZones, make);
  }
}

function planOf({ cidr, extraTiers }: Settled): AddressPlan {
  const names = extraTiers.map(({ name }) => name);
  return new AddressPlan(cidr, names);
}

function configurationOf({ name, subnetType = SubnetType.PRIVATE_ISOLATED }: ExtraTier): SubnetConfiguration {
  return { name, subnetType, ...(subnetType === SubnetType.PUBLIC ? { mapPublicIpOnLaunch: false } : {}) };
}

function unusableNames(tiers: readonly ExtraTier[]): string[] {
  const names = tiers.map(({ name }) => name);
  return names.filter(
    (name, index) => isStandardTier(name) || names.indexOf(name) !== index || !/^[a-z][a-z0-9-]*$/.test(name),
  );
}
