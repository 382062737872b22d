import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';

/** A network that work can be put into: made by `Network`, or an existing VPC seen through `Network.fromVpc`. */
export interface INetwork extends IConstruct {
  readonly vpc: IVpc;
  /** For load balancers: the only subnets with a route from the internet. */
  readonly publicSubnets: SubnetSelection;
  /** For work: no public address, a way out as the network's egress allows. */
  readonly privateSubnets: SubnetSelection;
  /** For data: no route to or from the internet. */
  readonly isolatedSubnets: SubnetSelection;
  /** How many zones the private subnets span. */
  readonly zones: number;
  /** True where S3 and DynamoDB are reached without leaving the VPC. */
  readonly hasStorageEndpoints: boolean;
}
