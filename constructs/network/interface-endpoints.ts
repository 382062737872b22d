import {
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService as Service,
  Peer,
  Port,
  SecurityGroup,
  type IVpc,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/**
 * What an instance needs of AWS from boot to shutdown: Session Manager, logs and metrics, secrets and their keys, its
 * role, its group, its own facts, and container images. Packages of Amazon Linux come through the S3 gateway endpoint.
 */
export const INSTANCE_SERVICES: readonly Service[] = [
  Service.SSM,
  Service.SSM_MESSAGES,
  Service.EC2_MESSAGES,
  Service.CLOUDWATCH_LOGS,
  Service.CLOUDWATCH_MONITORING,
  Service.SECRETS_MANAGER,
  Service.KMS,
  Service.STS,
  Service.AUTOSCALING,
  Service.EC2,
  Service.ECR,
  Service.ECR_DOCKER,
];

/** What the endpoints serve, and from where they may be reached. */
export interface InterfaceEndpointsProps {
  readonly vpc: IVpc;
  /** Which services; one that is named twice is made once. */
  readonly services: readonly Service[];
  /** One subnet per zone of these carries the endpoints. */
  readonly subnets: SubnetSelection;
  /** The addresses that may use the endpoints: the block of the VPC. */
  readonly clients: string;
}

/** AWS services inside the VPC, under their usual names, for HTTPS from inside the VPC only. */
export class InterfaceEndpoints extends Construct {
  public readonly securityGroup: SecurityGroup;
  /** The endpoints by the short name of their service: `ssm`, `logs`, `ecr.api`. */
  public readonly endpoints: Readonly<Record<string, InterfaceVpcEndpoint>>;

  constructor(scope: Construct, id: string, { vpc, services, subnets, clients }: InterfaceEndpointsProps) {
    super(scope, id);
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Interface endpoints of AWS services',
      allowAllOutbound: false,
      disableInlineRules: false,
    });
    this.securityGroup.addIngressRule(Peer.ipv4(clients), Port.tcp(443), 'HTTPS to AWS services from inside the VPC');
    const byName = new Map(services.map((service) => [service.shortName, service]));
    this.endpoints = Object.fromEntries(
      [...byName].map(([name, service]) => [
        name,
        new InterfaceVpcEndpoint(this, name, {
          vpc,
          service,
          subnets,
          securityGroups: [this.securityGroup],
          open: false,
          privateDnsEnabled: true,
          lookupSupportedAzs: false,
        }),
      ]),
    );
  }
}
