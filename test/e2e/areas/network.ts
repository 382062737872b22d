import {
  DescribeAddressesCommand,
  DescribeFlowLogsCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  type Route,
  type Subnet,
} from '@aws-sdk/client-ec2';
import { aws, present } from '../harness/aws';
import type { Journey } from '../harness/journey';
import { call } from '../harness/other-services';
import { ZONES } from '../harness/settings';
import type { World } from '../harness/world';

const TIERS = ['public', 'private', 'isolated'] as const;
type Tier = (typeof TIERS)[number];

/** The network: zones, subnets, routes, endpoints, flow logs, resolver logs, the closed default group. */
export function checkNetwork(journey: Journey, world: () => World): void {
  journey.check('the VPC has the CIDR of the manifest, DNS support and DNS host names', async () => {
    const VpcId = world().one('AWS::EC2::VPC').physicalId;
    const { Vpcs } = await aws.ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));
    expect(Vpcs?.[0]?.CidrBlock).toBe('10.10.0.0/16');
    for (const Attribute of ['enableDnsSupport', 'enableDnsHostnames'] as const) {
      const answer = await aws.ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute }));
      expect((answer.EnableDnsSupport ?? answer.EnableDnsHostnames)?.Value).toBe(true);
    }
  });

  journey.check(
    'nine subnets: public, private and isolated in each of three zones, without public addresses',
    async () => {
      for (const tier of TIERS) {
        const subnets = await subnetsOf(world(), tier);
        expect(subnets.map(({ AvailabilityZone }) => AvailabilityZone).sort()).toEqual(ZONES);
        expect(subnets.map(({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch)).toEqual([false, false, false]);
      }
      expect(world().all('AWS::EC2::Subnet')).toHaveLength(9);
      expect(world().all('AWS::EC2::SubnetRouteTableAssociation')).toHaveLength(9);
    },
  );

  journey.check('public subnets lead to the internet gateway, isolated ones nowhere', async () => {
    const gateway = world().one('AWS::EC2::InternetGateway').physicalId;
    const { InternetGateways } = await aws.ec2.send(
      new DescribeInternetGatewaysCommand({ InternetGatewayIds: [gateway] }),
    );
    expect(InternetGateways?.[0]?.Attachments?.map(({ VpcId }) => VpcId)).toEqual([
      world().one('AWS::EC2::VPC').physicalId,
    ]);
    expect(world().all('AWS::EC2::VPCGatewayAttachment')).toHaveLength(1);
    for (const subnet of await subnetsOf(world(), 'public')) {
      expect((await defaultRoute(subnet))?.GatewayId).toBe(gateway);
    }
    for (const subnet of await subnetsOf(world(), 'isolated')) {
      expect(await defaultRoute(subnet)).toBeUndefined();
    }
  });

  journey.check('each private subnet leaves through the NAT gateway of its own zone', async () => {
    const publicZones = zonesById(await subnetsOf(world(), 'public'));
    const ids = world()
      .all('AWS::EC2::NatGateway')
      .map(({ physicalId }) => physicalId);
    const { NatGateways = [] } = await aws.ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: ids }));
    const zoneOfGateway = new Map(NatGateways.map((one) => [one.NatGatewayId, publicZones.get(one.SubnetId ?? '')]));
    expect([...zoneOfGateway.values()].sort()).toEqual(ZONES);
    for (const subnet of await subnetsOf(world(), 'private')) {
      const route = present(await defaultRoute(subnet), `default route of ${subnet.SubnetId}`);
      expect(zoneOfGateway.get(route.NatGatewayId)).toBe(subnet.AvailabilityZone);
    }
    expect(world().all('AWS::EC2::Route')).toHaveLength(6);
  });

  journey.check('each NAT gateway has an address of its own', async () => {
    const { Addresses = [] } = await aws.ec2.send(new DescribeAddressesCommand());
    const held = world()
      .all('AWS::EC2::EIP')
      .map(({ physicalId }) => Addresses.find(({ PublicIp }) => PublicIp === physicalId)?.AssociationId);
    expect(new Set(held).size).toBe(3);
    expect(held).not.toContain(undefined);
  });

  journey.check('S3 and DynamoDB are reached through gateway endpoints from every route table', async () => {
    const tables = ids(world(), 'AWS::EC2::RouteTable');
    const { VpcEndpoints = [] } = await aws.ec2.send(
      new DescribeVpcEndpointsCommand({ VpcEndpointIds: ids(world(), 'AWS::EC2::VPCEndpoint') }),
    );
    expect(VpcEndpoints.map(({ ServiceName }) => ServiceName?.split('.').at(-1)).sort()).toEqual(['dynamodb', 's3']);
    for (const { RouteTableIds = [], VpcEndpointType } of VpcEndpoints) {
      expect(VpcEndpointType).toBe('Gateway');
      expect([...RouteTableIds].sort()).toEqual(tables.sort());
    }
  });

  journey.check('flow logs of all traffic go to the archive, minute by minute', async () => {
    const [id] = ids(world(), 'AWS::EC2::FlowLog');
    const { FlowLogs } = await aws.ec2.send(new DescribeFlowLogsCommand({ FlowLogIds: [present(id, 'flow log')] }));
    expect(FlowLogs?.[0]).toMatchObject({
      ResourceId: world().one('AWS::EC2::VPC').physicalId,
      TrafficType: 'ALL',
      MaxAggregationInterval: 60,
      LogDestinationType: 's3',
      LogDestination: `arn:aws:s3:::${archive(world())}/flow/`,
    });
  });

  journey.check('DNS queries of the VPC are logged into the archive', async () => {
    const config = world().one('AWS::Route53Resolver::ResolverQueryLoggingConfig').physicalId;
    const association = world().one('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation').physicalId;
    const { ResolverQueryLogConfig } = await call<{ ResolverQueryLogConfig: { DestinationArn: string } }>(
      'route53resolver',
      'GetResolverQueryLogConfig',
      { ResolverQueryLogConfigId: config },
    );
    expect(ResolverQueryLogConfig.DestinationArn).toBe(`arn:aws:s3:::${archive(world())}/resolver/`);
    const { ResolverQueryLogConfigAssociation } = await call<Record<string, Record<string, string>>>(
      'route53resolver',
      'GetResolverQueryLogConfigAssociation',
      { ResolverQueryLogConfigAssociationId: association },
    );
    expect(ResolverQueryLogConfigAssociation).toMatchObject({
      ResolverQueryLogConfigId: config,
      ResourceId: world().one('AWS::EC2::VPC').physicalId,
    });
  });

  journey.check('the default security group lets nothing in and nothing out', async () => {
    expect(world().all('Custom::VpcRestrictDefaultSG')).toHaveLength(1);
    const { SecurityGroups } = await aws.ec2.send(
      new DescribeSecurityGroupsCommand({
        Filters: [
          { Name: 'vpc-id', Values: ids(world(), 'AWS::EC2::VPC') },
          { Name: 'group-name', Values: ['default'] },
        ],
      }),
    );
    expect(SecurityGroups).toHaveLength(1);
    expect(SecurityGroups?.[0]).toMatchObject({ IpPermissions: [], IpPermissionsEgress: [] });
  });
}

function ids(world: World, type: string): string[] {
  return world.all(type).map(({ physicalId }) => physicalId);
}

function archive(world: World): string {
  return world.one('AWS::S3::Bucket', /LogArchive\/Bucket/).physicalId;
}

async function subnetsOf(world: World, tier: Tier): Promise<Subnet[]> {
  const SubnetIds = world.all('AWS::EC2::Subnet', new RegExp(`/${tier}Subnet\\d`)).map(({ physicalId }) => physicalId);
  return (await aws.ec2.send(new DescribeSubnetsCommand({ SubnetIds }))).Subnets ?? [];
}

function zonesById(subnets: Subnet[]): Map<string | undefined, string | undefined> {
  return new Map(subnets.map(({ SubnetId, AvailabilityZone }) => [SubnetId, AvailabilityZone]));
}

/** The default route of the table that belongs to a subnet, by association: the main table does not count. */
async function defaultRoute({ SubnetId = '' }: Subnet): Promise<Route | undefined> {
  const { RouteTables = [] } = await aws.ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: 'association.subnet-id', Values: [SubnetId] }] }),
  );
  expect(RouteTables).toHaveLength(1);
  return RouteTables[0]?.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0');
}
