import type { ChecklistItems } from '../checklist-item';

export const NET = {
  'NET-01': {
    title: 'Work has no public address',
    area: 'NET',
    severity: 'error',
    tiers: 'all',
    why: 'What has a public address is scanned within minutes, and one wrong rule in a security group then opens it.',
    decidedBy:
      'The subnets of AWS::AutoScaling::AutoScalingGroup, AWS::ECS::Service, AWS::ECS::TaskSet, tasks that rules and schedules start, and AWS::Lambda::Function have no default route to an internet gateway; AssociatePublicIpAddress of launch templates, launch configurations and instances is not true, AssignPublicIp not ENABLED.',
    withSeaworthy:
      'InstanceService runs in the private subnets of Network; place functions and tasks in network.privateSubnets.',
    withCdk:
      'Set vpcSubnets to subnets of SubnetType.PRIVATE_WITH_EGRESS or SubnetType.PRIVATE_ISOLATED, and leave associatePublicIpAddress and assignPublicIp out.',
    documentation: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-example-private-subnets-nat.html',
  },
  'NET-02': {
    title: 'Traffic is recorded',
    area: 'NET',
    severity: 'error',
    tiers: 'all',
    why: 'Without flow logs nobody can tell after an incident who talked to whom.',
    decidedBy: 'Each AWS::EC2::VPC has an AWS::EC2::FlowLog with TrafficType ALL or REJECT.',
    withSeaworthy:
      'Network records all its traffic in the LogArchive; so does Network.fromVpc unless flowLogs is skip.',
    withCdk: 'Call addFlowLog of Vpc; FlowLogTrafficType.ALL is its default.',
    documentation: 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html',
  },
  'NET-03': {
    title: 'Nobody administers over open ports',
    area: 'NET',
    severity: 'error',
    tiers: 'all',
    why: 'SSH and remote desktop are the first ports that are attacked, and any port that is open to the world is an entrance.',
    decidedBy:
      'No ingress of an AWS::EC2::SecurityGroup or AWS::EC2::SecurityGroupIngress comes from the world, except TCP 80 and TCP 443 to the group of a load balancer; ports 22 and 3389 are open to nobody at all. The world is 0.0.0.0/0, ::/0 and any prefix shorter than /8.',
    withSeaworthy:
      'Reach instances with SessionAccess in the place of SSH; let InstanceService and LoadBalancer open what they need, and add others with connections.',
    withCdk:
      'Open ports to named groups with connections.allowFrom; keep Port.SSH and Port.RDP closed, and Peer.anyIpv4() for ports 80 and 443 of load balancers.',
    documentation: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
  },
  'NET-04': {
    title: 'The default security group is closed',
    area: 'NET',
    severity: 'error',
    tiers: 'all',
    why: 'Whatever is started without a security group lands in the default one, whose members all talk to each other and to the world.',
    decidedBy:
      'A custom resource takes the attribute DefaultSecurityGroup of each AWS::EC2::VPC, to remove its rules, and no AWS::EC2::SecurityGroupIngress or AWS::EC2::SecurityGroupEgress opens that group again.',
    withSeaworthy: 'Network closes it.',
    withCdk: 'Set restrictDefaultSecurityGroup of Vpc to true.',
    documentation: 'https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html',
  },
  'NET-05': {
    title: 'Storage traffic stays inside',
    area: 'NET',
    severity: 'error',
    tiers: 'production',
    why: 'Through a NAT gateway, traffic to S3 and DynamoDB costs money and fails with the gateway. Gateway endpoints are free.',
    decidedBy:
      'Each AWS::EC2::VPC with private subnets has an AWS::EC2::VPCEndpoint of type Gateway for S3 and one for DynamoDB, and RouteTableIds of both name the route tables of all these subnets.',
    withSeaworthy: 'Network has both; Network.fromVpc adds them with gatewayEndpoints create.',
    withCdk:
      'Call addGatewayEndpoint of Vpc for GatewayVpcEndpointAwsService.S3 and for GatewayVpcEndpointAwsService.DYNAMODB.',
    documentation: 'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html',
  },
  'NET-06': {
    title: 'Databases are unreachable from outside',
    area: 'NET',
    severity: 'error',
    tiers: 'all',
    why: 'A database that the internet can reach is one password away from being public.',
    decidedBy:
      'PubliclyAccessible of AWS::RDS::DBInstance, AWS::RDS::DBCluster and AWS::Neptune::DBInstance is not true, and no subnet in a subnet group of RDS, DocumentDB, Neptune, ElastiCache, MemoryDB or DAX has a route to an internet gateway. A route to NAT is none.',
    withSeaworthy: 'Place databases and caches of the CDK in network.isolatedSubnets of a Network.',
    withCdk:
      'Set vpcSubnets of DatabaseInstance and DatabaseCluster to subnets of SubnetType.PRIVATE_ISOLATED, and leave publiclyAccessible out or false.',
    documentation: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
  },
  'NET-07': {
    title: 'Egress is decided, not assumed',
    area: 'NET',
    severity: 'error',
    tiers: 'production',
    why: 'Code that was broken into calls home. It cannot where only known ports and peers are allowed.',
    decidedBy:
      'No egress of an AWS::EC2::SecurityGroup or AWS::EC2::SecurityGroupEgress allows all protocols to 0.0.0.0/0 or ::/0. A group without an egress rule allows all of it.',
    withSeaworthy: 'InstanceService lets HTTPS out and nothing else; open more with connections.allowTo.',
    withCdk:
      'Set allowAllOutbound of SecurityGroup to false and call addEgressRule for what is needed, such as Port.HTTPS.',
    documentation: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html',
  },
  'NET-08': {
    title: 'Name look-ups are recorded',
    area: 'NET',
    severity: 'warning',
    tiers: 'production',
    why: 'Look-ups show what an intruder reached for, also where the connection itself was refused.',
    decidedBy:
      'Each AWS::EC2::VPC has an AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation with ResolverQueryLogConfigId set.',
    withSeaworthy: 'Network records them in the LogArchive; so does Network.fromVpc unless queryLogs is skip.',
    withCdk: 'Add a CfnResolverQueryLoggingConfig, and a CfnResolverQueryLoggingConfigAssociation for the VPC.',
    documentation: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html',
  },
} satisfies ChecklistItems;
