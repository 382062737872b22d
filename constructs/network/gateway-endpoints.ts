import { GatewayVpcEndpoint, GatewayVpcEndpointAwsService, type IVpc, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { SeaworthyError } from '../core/errors';

/** Which VPC gets gateway endpoints, and for whom above all. */
export interface GatewayEndpointsProps {
  readonly vpc: IVpc;
  /** The subnets that must have them; the others have them where their route tables are known. */
  readonly privateSubnets: SubnetSelection;
}

/**
 * S3 and DynamoDB without leaving the VPC, from every subnet, free of charge and past the NAT gateways.
 *
 * @throws SeaworthyError `RouteTablesUnknown` where an imported VPC does not say which route tables its subnets use
 */
export class GatewayEndpoints extends Construct {
  public readonly s3: GatewayVpcEndpoint;
  public readonly dynamoDb: GatewayVpcEndpoint;

  constructor(scope: Construct, id: string, { vpc, privateSubnets }: GatewayEndpointsProps) {
    super(scope, id);
    const { subnets } = vpc.selectSubnets(privateSubnets);
    const unknown = subnets.filter((subnet) => !subnet.routeTable.routeTableId);
    if (unknown.length > 0) {
      throw new SeaworthyError(
        'RouteTablesUnknown',
        `vpc must name the route tables of its private subnets, ${unknown.length} of them name none`,
        {
          scope: this,
          fix: "import the VPC with its route table ids or by Vpc.fromLookup, or set gatewayEndpoints to 'use' or 'skip'",
        },
      );
    }
    this.s3 = new GatewayVpcEndpoint(this, 'S3', { vpc, service: GatewayVpcEndpointAwsService.S3 });
    this.dynamoDb = new GatewayVpcEndpoint(this, 'DynamoDb', { vpc, service: GatewayVpcEndpointAwsService.DYNAMODB });
  }
}
