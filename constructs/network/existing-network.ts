import type { InterfaceVpcEndpointAwsService, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { withDefaults, type Defaults } from '../core/defaults';
import { SeaworthyError } from '../core/errors';
import { checkProps, type PropRule } from '../core/props';
import { waive, type Waiver } from '../core/waivers';
import { GatewayEndpoints } from './gateway-endpoints';
import type { INetwork } from './i-network';
import { INSTANCE_SERVICES, InterfaceEndpoints } from './interface-endpoints';
import { NetworkLogs } from './network-logs';

/**
 * What to do about something that an existing VPC may have already: make it (`create`), rely on the one that is there
 * (`use`), or do without (`skip`).
 */
export type Provision = 'create' | 'use' | 'skip';

export interface ExistingNetworkProps {
  /** The VPC, for example from `Vpc.fromLookup`. */
  readonly vpc: IVpc;
  /** Endpoints for S3 and DynamoDB. A second one on the same route tables fails, so only you can say. */
  readonly gatewayEndpoints: Provision;
  /** Endpoints for other AWS services. A second one with the same private name fails, so only you can say. */
  readonly interfaceEndpoints: Provision;
  /** The services to create interface endpoints for. @default INSTANCE_SERVICES */
  readonly interfaceEndpointServices?: readonly InterfaceVpcEndpointAwsService[];
  /** Flow logs into the log archive; a VPC may have several. @default 'create' */
  readonly flowLogs?: 'create' | 'skip';
  /** Records of name look-ups into the log archive. @default 'create' */
  readonly queryLogs?: 'create' | 'skip';
  /** Where work goes. @default { subnetType: SubnetType.PRIVATE_WITH_EGRESS } */
  readonly privateSubnets?: SubnetSelection;
  /** Where load balancers that face the internet go. @default { subnetType: SubnetType.PUBLIC } */
  readonly publicSubnets?: SubnetSelection;
  /** Where data goes. @default { subnetType: SubnetType.PRIVATE_ISOLATED } */
  readonly isolatedSubnets?: SubnetSelection;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

const DEFAULTS = {
  interfaceEndpointServices: INSTANCE_SERVICES,
  flowLogs: 'create',
  queryLogs: 'create',
  privateSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
  publicSubnets: { subnetType: SubnetType.PUBLIC },
  isolatedSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
} satisfies Defaults<ExistingNetworkProps>;

type Settled = ExistingNetworkProps & Required<Pick<ExistingNetworkProps, keyof typeof DEFAULTS>>;

const RULES: PropRule<Settled>[] = [
  {
    code: 'NoServicesToReach',
    reads: ['interfaceEndpoints', 'interfaceEndpointServices'],
    fails: (p) => p.interfaceEndpoints === 'create' && p.interfaceEndpointServices.length === 0,
    message: () => "interfaceEndpointServices must name a service where interfaceEndpoints is 'create', got none",
  },
  {
    code: 'GatewayEndpointsNeeded',
    reads: ['gatewayEndpoints'],
    fails: (p) => p.gatewayEndpoints === 'skip' && isCutOff(p),
    message: () => "gatewayEndpoints must be 'create' or 'use' where privateSubnets have no way out, got 'skip'",
  },
  {
    code: 'InterfaceEndpointsNeeded',
    reads: ['interfaceEndpoints'],
    fails: (p) => p.interfaceEndpoints === 'skip' && isCutOff(p),
    message: () => "interfaceEndpoints must be 'create' or 'use' where privateSubnets have no way out, got 'skip'",
  },
];

/**
 * An existing VPC as a network. What it lacks is added by `create`; what it has is relied upon by `use`; `skip` says
 * that it is neither there nor wanted. Flow logs and look-up records are added unless skipped.
 *
 * Refuses a VPC without private subnets, and endpoints left out where the private subnets have no other way to AWS.
 */
export class ExistingNetwork extends Construct implements INetwork {
  public readonly vpc: IVpc;
  public readonly publicSubnets: SubnetSelection;
  public readonly privateSubnets: SubnetSelection;
  public readonly isolatedSubnets: SubnetSelection;
  public readonly zones: number;
  public readonly hasStorageEndpoints: boolean;
  /** There where `gatewayEndpoints` is `create`. */
  public readonly gatewayEndpoints?: GatewayEndpoints;
  /** There where `interfaceEndpoints` is `create`. */
  public readonly interfaceEndpoints?: InterfaceEndpoints;
  /** There unless both records are skipped. */
  public readonly logs?: NetworkLogs;

  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    if (props.vpc.privateSubnets.length === 0 && props.privateSubnets === undefined) {
      throw new SeaworthyError('NoPrivateSubnets', 'vpc must have private subnets for work to run in, got none', {
        scope: this,
        fix: 'add subnets that route through a NAT gateway, or name others in privateSubnets',
      });
    }
    const settled: Settled = withDefaults(props, DEFAULTS);
    checkProps(this, settled, RULES);
    const { vpc, privateSubnets, interfaceEndpointServices: services } = settled;
    this.vpc = vpc;
    this.publicSubnets = settled.publicSubnets;
    this.privateSubnets = privateSubnets;
    this.isolatedSubnets = settled.isolatedSubnets;
    this.zones = new Set(vpc.selectSubnets(privateSubnets).availabilityZones).size;
    this.hasStorageEndpoints = settled.gatewayEndpoints !== 'skip';

    if (settled.gatewayEndpoints === 'create') {
      this.gatewayEndpoints = new GatewayEndpoints(this, 'GatewayEndpoints', { vpc, privateSubnets });
    }
    if (settled.interfaceEndpoints === 'create') {
      const clients = vpc.vpcCidrBlock;
      this.interfaceEndpoints = new InterfaceEndpoints(this, 'Endpoints', {
        vpc,
        services,
        subnets: privateSubnets,
        clients,
      });
    }
    const [flowLogs, queryLogs] = [settled.flowLogs === 'create', settled.queryLogs === 'create'];
    if (flowLogs || queryLogs) {
      this.logs = new NetworkLogs(this, 'Logs', { vpc, flowLogs, queryLogs });
    }
    waive(this, props.waive);
  }
}

function isCutOff({ vpc, privateSubnets }: Settled): boolean {
  const { subnetIds, isPendingLookup } = vpc.selectSubnets(privateSubnets);
  const isolated = new Set(vpc.isolatedSubnets.map(({ subnetId }) => subnetId));
  // A VPC that is yet to be looked up consists of placeholders, the same ones in every tier.
  return isPendingLookup !== true && subnetIds.some((id) => isolated.has(id));
}
