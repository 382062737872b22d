import { NatProvider, type VpcProps } from 'aws-cdk-lib/aws-ec2';

/** How private subnets reach what lies outside the VPC. */
export enum Egress {
  /** A NAT gateway in every zone: losing a zone takes no other zone's way out. */
  PER_ZONE = 'perZone',
  /** One regional NAT gateway, which AWS spreads over the zones by itself. */
  REGIONAL = 'regional',
  /** One NAT gateway in one zone. Cheapest; when its zone fails, nothing gets out. */
  SINGLE = 'single',
  /** No way to the internet at all. AWS services are reached through interface endpoints. */
  ENDPOINTS_ONLY = 'endpointsOnly',
}

/** The settings of a VPC that make its egress so. */
export function natOf(egress: Egress, zones: number): Pick<VpcProps, 'natGateways' | 'natGatewayProvider'> {
  switch (egress) {
    case Egress.PER_ZONE:
      return { natGateways: zones, natGatewayProvider: NatProvider.gateway() };
    case Egress.REGIONAL:
      return { natGatewayProvider: NatProvider.regionalGateway() };
    case Egress.SINGLE:
      return { natGateways: 1, natGatewayProvider: NatProvider.gateway() };
    case Egress.ENDPOINTS_ONLY:
      return { natGateways: 0 };
  }
}
