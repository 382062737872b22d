import { InterfaceVpcEndpointAwsService, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { Egress } from '../../constructs/network/egress';
import type { INetwork } from '../../constructs/network/i-network';
import { Network, type NetworkProps } from '../../constructs/network/network';
import type { EnvironmentManifest } from './schema';

const EGRESS: Record<NonNullable<Section['egress']>, Egress> = {
  perZone: Egress.PER_ZONE,
  regional: Egress.REGIONAL,
  single: Egress.SINGLE,
  endpointsOnly: Egress.ENDPOINTS_ONLY,
};

const SUBNET_TYPES = {
  public: SubnetType.PUBLIC,
  private: SubnetType.PRIVATE_WITH_EGRESS,
  isolated: SubnetType.PRIVATE_ISOLATED,
};

type Section = NonNullable<EnvironmentManifest['network']>;

/** The props of a new network. */
export function networkProps({ network = {}, availabilityZones }: EnvironmentManifest): NetworkProps {
  const { cidr, zones, egress, interfaceEndpoints, extraTiers } = network;
  const count = zones ?? availabilityZones?.length;
  return {
    cidr,
    zones: count,
    availabilityZones: availabilityZones?.slice(0, count),
    egress: egress && EGRESS[egress],
    interfaceEndpoints: interfaceEndpoints?.map((name) => new InterfaceVpcEndpointAwsService(name)),
    extraTiers: extraTiers?.map(({ name, subnetType }) => ({
      name,
      subnetType: subnetType && SUBNET_TYPES[subnetType],
    })),
  };
}

/** A network around the VPC that the manifest names, or undefined where a new one is to be made. */
export function existingNetwork({
  network,
  availabilityZones = [],
}: EnvironmentManifest): ((scope: Construct) => INetwork) | undefined {
  const existing = network?.existing;
  if (existing === undefined) {
    return undefined;
  }
  const { gatewayEndpoints, interfaceEndpoints, flowLogs, queryLogs } = existing;
  return (scope) =>
    Network.fromVpc(scope, 'Network', {
      gatewayEndpoints,
      interfaceEndpoints,
      flowLogs,
      queryLogs,
      vpc: Vpc.fromVpcAttributes(scope, 'Vpc', {
        vpcId: existing.vpcId,
        vpcCidrBlock: existing.cidr,
        availabilityZones,
        publicSubnetIds: existing.publicSubnetIds,
        publicSubnetRouteTableIds: existing.publicRouteTableIds,
        privateSubnetIds: existing.privateSubnetIds,
        privateSubnetRouteTableIds: existing.privateRouteTableIds,
        isolatedSubnetIds: existing.isolatedSubnetIds,
        isolatedSubnetRouteTableIds: existing.isolatedRouteTableIds,
      }),
      interfaceEndpointServices: network?.interfaceEndpoints?.map((name) => new InterfaceVpcEndpointAwsService(name)),
    });
}
