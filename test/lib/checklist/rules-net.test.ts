import { outcomes, templates, testItem, type Resources } from './judging';

const of = (type: string, properties: object = {}) => ({ Type: type, Properties: properties });
const ref = (id: string) => ({ Ref: id });
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });

const VPC = of('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' });
const net = (gateway: object): Resources => ({
  Vpc: VPC,
  Igw: of('AWS::EC2::InternetGateway'),
  Subnet: of('AWS::EC2::Subnet', { VpcId: ref('Vpc') }),
  Table: of('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
  Association: of('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Subnet'), RouteTableId: ref('Table') }),
  Route: of('AWS::EC2::Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '0.0.0.0/0', ...gateway }),
});
const PUBLIC = net({ GatewayId: ref('Igw') });
const PRIVATE = net({ NatGatewayId: 'nat-1' });
/** A subnet whose routes stand outside the app. */
const ELSEWHERE: Resources = {
  ...PRIVATE,
  Association: of('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Subnet'), RouteTableId: 'rtb-1' }),
};
const group = (properties: object) => of('AWS::AutoScaling::AutoScalingGroup', properties);
const inSubnet = group({ VPCZoneIdentifier: [ref('Subnet')] });

testItem('NET-01', {
  on: 'Work',
  meets: {
    'a group in a private subnet': { ...PRIVATE, Work: inSubnet },
    'a group by a join': {
      ...PRIVATE,
      Work: group({ VPCZoneIdentifier: { 'Fn::Split': [',', { 'Fn::Join': [',', [ref('Subnet')]] }] } }),
    },
    'a subnet of another stack': templates(
      { body: { Resources: PRIVATE, Outputs: { S: { Value: ref('Subnet'), Export: { Name: 's' } } } } },
      { body: { Resources: { Work: group({ VPCZoneIdentifier: [{ 'Fn::ImportValue': 's' }] }) } } },
    ),
    'a function in a private subnet': {
      ...PRIVATE,
      Work: of('AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('Subnet')] } }),
    },
    'a template that asks for none': { Work: of('AWS::EC2::LaunchTemplate', { LaunchTemplateData: {} }) },
  },
  breaks: {
    'a group in a public subnet': { ...PUBLIC, Work: inSubnet },
    'a group in the default VPC': { Work: group({ AvailabilityZones: ['eu-west-1a'] }) },
    'an IPv6 route to the internet': {
      ...PUBLIC,
      Route: of('AWS::EC2::Route', {
        RouteTableId: ref('Table'),
        DestinationIpv6CidrBlock: '::/0',
        GatewayId: ref('Igw'),
      }),
      Work: inSubnet,
    },
    'a function in a public subnet': {
      ...PUBLIC,
      Work: of('AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('Subnet')] } }),
    },
    'a template with a public address in one branch': {
      Work: of('AWS::EC2::LaunchTemplate', {
        LaunchTemplateData: { NetworkInterfaces: [{ AssociatePublicIpAddress: { 'Fn::If': ['IsDev', true, false] } }] },
      }),
    },
    'tasks with a public address': {
      ...PRIVATE,
      Work: of('AWS::ECS::Service', {
        NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'ENABLED', Subnets: [ref('Subnet')] } },
      }),
    },
    'scheduled tasks with a public address': {
      ...PRIVATE,
      Work: of('AWS::Events::Rule', {
        Targets: [
          {
            EcsParameters: {
              NetworkConfiguration: { AwsVpcConfiguration: { AssignPublicIp: 'ENABLED', Subnets: [ref('Subnet')] } },
            },
          },
        ],
      }),
    },
  },
  undecided: {
    'a subnet outside the app': { Work: group({ VPCZoneIdentifier: ['subnet-1'] }) },
    'a parameter': { Work: group({ VPCZoneIdentifier: ref('Subnets') }) },
    'a route table outside the app': { ...ELSEWHERE, Work: inSubnet },
    'the main route table of a VPC outside the app': {
      Subnet: of('AWS::EC2::Subnet', { VpcId: 'vpc-1' }),
      Work: inSubnet,
    },
    'a route by parameter': {
      ...PUBLIC,
      Route: of('AWS::EC2::Route', {
        RouteTableId: ref('Table'),
        DestinationCidrBlock: ref('Range'),
        GatewayId: ref('Igw'),
      }),
      Work: inSubnet,
    },
  },
  ignores: { 'a function outside a VPC': { Work: of('AWS::Lambda::Function') } },
});

const flowLog = (properties: object) =>
  of('AWS::EC2::FlowLog', { ResourceType: 'VPC', ResourceId: ref('Vpc'), ...properties });

testItem('NET-02', {
  on: 'Vpc',
  meets: {
    all: { Vpc: VPC, Log: flowLog({ TrafficType: 'ALL' }) },
    'from another stack': templates(
      { body: { Resources: { Vpc: VPC }, Outputs: { V: { Value: ref('Vpc'), Export: { Name: 'v' } } } } },
      { body: { Resources: { Log: flowLog({ ResourceId: { 'Fn::ImportValue': 'v' }, TrafficType: 'REJECT' }) } } },
    ),
  },
  breaks: {
    none: { Vpc: VPC },
    'accepted traffic only': { Vpc: VPC, Log: flowLog({ TrafficType: 'ACCEPT' }) },
    'of one subnet only': {
      ...PRIVATE,
      Log: of('AWS::EC2::FlowLog', { ResourceType: 'Subnet', ResourceId: ref('Subnet'), TrafficType: 'ALL' }),
    },
  },
  undecided: { 'a type by parameter': { Vpc: VPC, Log: flowLog({ TrafficType: ref('Type') }) } },
});

const securityGroup = (ingress: unknown, more: object = {}) =>
  of('AWS::EC2::SecurityGroup', { SecurityGroupIngress: ingress, ...more });
const tcp = (port: number | object, more: object) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...more });
const WORLD = { CidrIp: '0.0.0.0/0' };
const door = of('AWS::ElasticLoadBalancingV2::LoadBalancer', { SecurityGroups: [att('Group', 'GroupId')] });

testItem('NET-03', {
  on: 'Group',
  meets: {
    'the web, to a load balancer': {
      Group: securityGroup([tcp(443, WORLD), tcp(80, { CidrIpv6: '::/0' })]),
      Door: door,
    },
    'from another group': { Group: securityGroup([tcp(8080, { SourceSecurityGroupId: 'sg-1' })]) },
    'from the VPC': { Vpc: VPC, Group: securityGroup([tcp(443, { CidrIp: att('Vpc', 'CidrBlock') })]) },
    'one address, known in part': { Group: securityGroup([tcp(443, { CidrIp: { 'Fn::Sub': '${Office}/32' } })]) },
    'a load balancer of another stack': templates(
      {
        body: {
          Resources: { Group: securityGroup([tcp(443, WORLD)]) },
          Outputs: { G: { Value: att('Group', 'GroupId'), Export: { Name: 'g' } } },
        },
      },
      {
        body: {
          Resources: {
            Door: of('AWS::ElasticLoadBalancingV2::LoadBalancer', { SecurityGroups: [{ 'Fn::ImportValue': 'g' }] }),
          },
        },
      },
    ),
    nothing: { Group: securityGroup(undefined) },
  },
  breaks: {
    'SSH from one address': { Group: securityGroup([tcp(22, { CidrIp: '10.0.0.1/32' })]) },
    'a range around remote desktop': {
      Group: securityGroup([{ IpProtocol: 'tcp', FromPort: 3000, ToPort: 4000, SourceSecurityGroupId: 'sg-1' }]),
    },
    'SSH from a prefix list': { Group: securityGroup([tcp(22, { SourcePrefixListId: 'pl-1' })]) },
    'the world, to something else': { Group: securityGroup([tcp(443, WORLD)]) },
    'the world through a join': {
      Group: securityGroup([tcp(8443, { CidrIp: { 'Fn::Join': ['/', ['0.0.0.0', '0']] } })]),
      Door: door,
    },
    'half of the world': { Group: securityGroup([tcp(8443, { CidrIp: '128.0.0.0/1' })]), Door: door },
    'the world, in other words': { Group: securityGroup([tcp(8443, { CidrIpv6: '0:0:0:0:0:0:0:0/0' })]), Door: door },
    'UDP from the world': {
      Group: securityGroup([{ IpProtocol: 'udp', FromPort: 443, ToPort: 443, ...WORLD }]),
      Door: door,
    },
    'a range that begins with 80': {
      Group: securityGroup([{ IpProtocol: '6', FromPort: 80, ToPort: 443, ...WORLD }]),
      Door: door,
    },
    'all of it': { Group: securityGroup([{ IpProtocol: '-1', ...WORLD }]), Door: door },
    'the world in one branch': {
      Group: securityGroup([tcp(443, { CidrIp: { 'Fn::If': ['IsOpen', '0.0.0.0/0', '10.0.0.0/8'] } })]),
    },
  },
  undecided: {
    'a prefix list': { Group: securityGroup([tcp(443, { SourcePrefixListId: 'pl-1' })]) },
    'a parameter': { Group: securityGroup([tcp(443, { CidrIp: ref('Office') })]) },
    'an unknown port': { Group: securityGroup([tcp(ref('Port'), { SourceSecurityGroupId: 'sg-1' })]) },
  },
});

const toDatabase = (properties: object) => ({
  Database: of('AWS::RDS::DBInstance', { Engine: 'postgres', ...properties }),
  Rule: of('AWS::EC2::SecurityGroupIngress', {
    GroupId: 'sg-1',
    ...tcp(att('Database', 'Endpoint.Port'), { SourceSecurityGroupId: 'sg-2' }),
  }),
});

testItem('NET-03', {
  on: 'Rule',
  meets: {
    'to a load balancer': {
      Group: securityGroup(undefined),
      Door: door,
      Rule: of('AWS::EC2::SecurityGroupIngress', { GroupId: att('Group', 'GroupId'), ...tcp(443, WORLD) }),
    },
    'from inside': {
      Rule: of('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-1', ...tcp(443, { CidrIp: '10.0.0.0/8' }) }),
    },
    'the port of a database, after its engine': toDatabase({}),
    'the port of a database, after its template': toDatabase({ Port: 6543 }),
  },
  breaks: {
    'a database where remote desktop listens': toDatabase({ Port: '3389' }),
    'another port': {
      Group: securityGroup(undefined),
      Door: door,
      Rule: of('AWS::EC2::SecurityGroupIngress', { GroupId: att('Group', 'GroupId'), ...tcp(8080, WORLD) }),
    },
    'SSH to a group outside the app': {
      Rule: of('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-1', ...tcp(22, WORLD) }),
    },
  },
  undecided: {
    'the web to a group outside the app': {
      Rule: of('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-1', ...tcp(443, WORLD) }),
    },
    'a database whose port is a parameter': toDatabase({ Port: ref('Port') }),
    'an instance of a cluster outside the app': toDatabase({ DBClusterIdentifier: 'orders' }),
  },
});

const restriction = (value: unknown) => of('Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: value });

testItem('NET-04', {
  on: 'Vpc',
  meets: {
    "the CDK's custom resource": { Vpc: VPC, Restrict: restriction(att('Vpc', 'DefaultSecurityGroup')) },
    'any other, within a text': {
      Vpc: VPC,
      Restrict: of('Custom::AWS', { Create: { 'Fn::Sub': '{"GroupId":"${Vpc.DefaultSecurityGroup}"}' } }),
    },
  },
  breaks: {
    nothing: { Vpc: VPC },
    'the VPC alone': { Vpc: VPC, Restrict: restriction(ref('Vpc')) },
    "another VPC's": { Vpc: VPC, Other: VPC, Restrict: restriction(att('Other', 'DefaultSecurityGroup')) },
    'opened again': {
      Vpc: VPC,
      Restrict: restriction(att('Vpc', 'DefaultSecurityGroup')),
      Rule: of('AWS::EC2::SecurityGroupIngress', { GroupId: att('Vpc', 'DefaultSecurityGroup'), IpProtocol: '-1' }),
    },
  },
});

const endpoint = (service: string, more: object = {}) =>
  of('AWS::EC2::VPCEndpoint', {
    VpcId: ref('Vpc'),
    ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', ref('AWS::Region'), `.${service}`]] },
    RouteTableIds: [ref('Table')],
    VpcEndpointType: 'Gateway',
    ...more,
  });

testItem('NET-05', {
  on: 'Vpc',
  meets: {
    both: { ...PRIVATE, S3: endpoint('s3'), Dynamo: endpoint('dynamodb') },
    'both, type by default': {
      ...PRIVATE,
      S3: endpoint('s3', { VpcEndpointType: undefined }),
      Dynamo: endpoint('dynamodb', { RouteTableIds: { 'Fn::Split': [',', { 'Fn::Sub': '${Table}' }] } }),
    },
  },
  breaks: {
    none: PRIVATE,
    'S3 alone': { ...PRIVATE, S3: endpoint('s3') },
    'an interface endpoint': {
      ...PRIVATE,
      S3: endpoint('s3', { VpcEndpointType: 'Interface' }),
      Dynamo: endpoint('dynamodb'),
    },
    'another service of the same beginning': {
      ...PRIVATE,
      S3: endpoint('s3express'),
      Dynamo: endpoint('dynamodb'),
    },
    'no route tables': { ...PRIVATE, S3: endpoint('s3', { RouteTableIds: [] }), Dynamo: endpoint('dynamodb') },
    'other route tables': {
      ...PRIVATE,
      Other: of('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
      S3: endpoint('s3', { RouteTableIds: [ref('Other')] }),
      Dynamo: endpoint('dynamodb'),
    },
  },
  undecided: {
    'tables by parameter': {
      ...PRIVATE,
      S3: endpoint('s3', { RouteTableIds: ref('Tables') }),
      Dynamo: endpoint('dynamodb'),
    },
    'a service by parameter': {
      ...PRIVATE,
      S3: endpoint('s3', { ServiceName: ref('Service') }),
      Dynamo: endpoint('dynamodb'),
    },
    'a type by parameter': {
      ...PRIVATE,
      S3: endpoint('s3', { VpcEndpointType: ref('Type') }),
      Dynamo: endpoint('dynamodb'),
    },
  },
  ignores: { 'a VPC without private subnets': PUBLIC },
});

const database = (properties: object) => of('AWS::RDS::DBInstance', { DBSubnetGroupName: 'x', ...properties });

testItem('NET-06', {
  on: 'Database',
  meets: {
    'not public': { Database: database({ PubliclyAccessible: false }) },
    'not said': { Database: database({}) },
    'a cache in private subnets': {
      ...PRIVATE,
      Database: of('AWS::ElastiCache::SubnetGroup', { SubnetIds: [ref('Subnet')] }),
    },
    'a subnet group behind NAT': {
      ...PRIVATE,
      Database: of('AWS::RDS::DBSubnetGroup', { SubnetIds: [{ 'Fn::Sub': '${Subnet}' }] }),
    },
  },
  breaks: {
    public: { Database: database({ PubliclyAccessible: true }) },
    'public in one branch': { Database: database({ PubliclyAccessible: { 'Fn::If': ['IsDev', 'true', 'false'] } }) },
    'public subnets': { ...PUBLIC, Database: of('AWS::RDS::DBSubnetGroup', { SubnetIds: [ref('Subnet')] }) },
    'a narrow route to the internet': {
      ...PUBLIC,
      Route: of('AWS::EC2::Route', {
        RouteTableId: ref('Table'),
        DestinationCidrBlock: '1.2.3.0/24',
        GatewayId: ref('Igw'),
      }),
      Database: of('AWS::ElastiCache::SubnetGroup', { SubnetIds: [ref('Subnet')] }),
    },
  },
  undecided: {
    'a parameter': { Database: database({ PubliclyAccessible: ref('Public') }) },
    'subnets outside the app': { Database: of('AWS::RDS::DBSubnetGroup', { SubnetIds: ['subnet-1'] }) },
    'a route table outside the app': {
      ...ELSEWHERE,
      Database: of('AWS::RDS::DBSubnetGroup', { SubnetIds: [ref('Subnet')] }),
    },
    'a narrow route by parameter': {
      ...PUBLIC,
      Route: of('AWS::EC2::Route', {
        RouteTableId: ref('Table'),
        DestinationCidrBlock: '1.2.3.0/24',
        GatewayId: ref('Gateway'),
      }),
      Database: of('AWS::ElastiCache::SubnetGroup', { SubnetIds: [ref('Subnet')] }),
    },
    'the default VPC': { Database: of('AWS::RDS::DBInstance') },
  },
});

const egress = (rules: unknown) => of('AWS::EC2::SecurityGroup', { SecurityGroupEgress: rules });

testItem('NET-07', {
  on: 'Group',
  meets: {
    'one port': { Group: egress([tcp(443, WORLD)]) },
    'everything inside': { Vpc: VPC, Group: egress([{ IpProtocol: '-1', CidrIp: att('Vpc', 'CidrBlock') }]) },
    'separate rules': {
      Group: egress(undefined),
      Rule: of('AWS::EC2::SecurityGroupEgress', { GroupId: ref('Group'), ...tcp(443, WORLD) }),
    },
  },
  breaks: {
    'all of it': { Group: egress([{ IpProtocol: '-1', ...WORLD }]) },
    'all of it, as a number': { Group: egress([{ IpProtocol: -1, CidrIpv6: '::/0' }]) },
    'no rule at all': { Group: egress(undefined) },
    'an empty list': { Group: egress([]) },
    'all of it through a map': {
      Group: egress([{ IpProtocol: { 'Fn::Select': [0, ['-1', 'tcp']] }, CidrIp: { 'Fn::Sub': '0.0.0.0/0' } }]),
    },
  },
  undecided: { 'a parameter': { Group: egress([{ IpProtocol: ref('Protocol'), ...WORLD }]) } },
});

testItem('NET-07', {
  on: 'Rule',
  meets: {
    'one port': { Rule: of('AWS::EC2::SecurityGroupEgress', { GroupId: 'sg-1', ...tcp(443, WORLD) }) },
    'to a prefix list': {
      Rule: of('AWS::EC2::SecurityGroupEgress', { GroupId: 'sg-1', ...tcp(443, { DestinationPrefixListId: 'pl-1' }) }),
    },
  },
  breaks: {
    'all of it': { Rule: of('AWS::EC2::SecurityGroupEgress', { GroupId: 'sg-1', IpProtocol: '-1', ...WORLD }) },
    'all of it over IPv6': {
      Rule: of('AWS::EC2::SecurityGroupEgress', { GroupId: 'sg-1', IpProtocol: '-1', CidrIpv6: '::/0' }),
    },
  },
});

const lookUps = (properties: object) =>
  of('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', {
    ResolverQueryLogConfigId: 'rqlc-1',
    ...properties,
  });

testItem('NET-08', {
  on: 'Vpc',
  meets: {
    'an association': { Vpc: VPC, Logs: lookUps({ ResourceId: ref('Vpc') }) },
    'in a nested stack': templates(
      { body: { Resources: { Vpc: VPC, Child: of('AWS::CloudFormation::Stack', { Parameters: { V: ref('Vpc') } }) } } },
      {
        file: 'Nested.json',
        nestedIn: { file: 'Stack0.template.json', id: 'Child' },
        body: { Parameters: { V: { Type: 'String' } }, Resources: { Logs: lookUps({ ResourceId: ref('V') }) } },
      },
    ),
  },
  breaks: {
    none: { Vpc: VPC },
    'a configuration without an association': {
      Vpc: VPC,
      Config: of('AWS::Route53Resolver::ResolverQueryLoggingConfig'),
    },
    'another VPC': { Vpc: VPC, Other: VPC, Logs: lookUps({ ResourceId: ref('Other') }) },
  },
});

test('a finding on a VPC names the flow log that records too little', () => {
  const [finding] = outcomes('NET-02', { Vpc: VPC, Log: flowLog({ TrafficType: 'ACCEPT' }) });
  expect(finding).toMatchObject({
    resource: 'Vpc',
    found: 'TrafficType of Log is ACCEPT',
    expected: 'a flow log of type ALL or REJECT',
    evidence: ['Log'],
    locations: [],
  });
});

test('a separate rule is a finding of its own, and its group stays clean', () => {
  const found = outcomes('NET-03', {
    Group: securityGroup(undefined),
    Rule: of('AWS::EC2::SecurityGroupIngress', { GroupId: ref('Group'), ...tcp(22, WORLD) }),
  });
  expect(found.map(({ resource, state, found: text }) => [resource, state, text])).toEqual([
    ['Rule', 'missed', 'tcp 22 from 0.0.0.0/0'],
    ['Group', 'met', 'it has no ingress of its own'],
  ]);
});
