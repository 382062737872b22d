import { App, Fn, Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { InterfaceVpcEndpointAwsService, SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { SeaworthyError } from '../../../constructs/core/errors';
import { Tier } from '../../../constructs/core/tier';
import { Egress } from '../../../constructs/network/egress';
import { Network, type NetworkProps } from '../../../constructs/network/network';
import { Alerts } from '../../../constructs/observability/alerts';
import { LogArchive } from '../../../constructs/observability/log-archive';
import { FLOW_LOG_FORMAT } from '../../../constructs/observability/log-tables-flow';
import { nagFindings } from '../../_helpers/nag';
import { FLAG_SETS, PLACE, templateOf, testStack, type TestStackOptions } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

interface Resource {
  readonly Properties: Record<string, unknown>;
}

function networkIn(
  props: NetworkProps = {},
  options: TestStackOptions = {},
): { stack: Stack; template: Template; network: Network } {
  const stack = testStack(options);
  const network = new Network(stack, 'Network', props);
  return { stack, network, template: templateOf(stack) };
}

function refusal(props: NetworkProps): [string, string] {
  try {
    new Network(testStack(), 'Network', props);
  } catch (error) {
    expect(error).toBeInstanceOf(SeaworthyError);
    return [(error as SeaworthyError).code, (error as SeaworthyError).message];
  }
  throw new Error('nothing was thrown');
}

/** The subnets of a template by tier, each with its zone and what its default route leads to. */
function tiersOf(template: Template): Record<string, { zone: unknown; cidr: unknown; route?: string }[]> {
  const all = template.toJSON().Resources as Record<string, Resource & { Type: string }>;
  const ofType = (type: string): [string, Record<string, unknown>][] =>
    Object.entries(all).flatMap(([id, { Type, Properties }]) => (Type === type ? [[id, Properties]] : []));
  const idOf = (reference: unknown): string => JSON.stringify(reference);
  const tableOf = new Map(
    ofType('AWS::EC2::SubnetRouteTableAssociation').map(([, one]) => [idOf(one.SubnetId), idOf(one.RouteTableId)]),
  );
  const natZone = new Map(
    ofType('AWS::EC2::NatGateway').map(([id, { SubnetId }]) => {
      const home = SubnetId as { Ref: string } | undefined;
      return [id, home === undefined ? 'regional' : String(all[home.Ref]?.Properties.AvailabilityZone)];
    }),
  );
  const routes = new Map(
    ofType('AWS::EC2::Route').map(([, { RouteTableId, GatewayId, NatGatewayId, DestinationCidrBlock }]) => {
      expect(DestinationCidrBlock).toBe('0.0.0.0/0');
      const nat = NatGatewayId as { Ref?: string; 'Fn::GetAtt'?: [string, string] } | undefined;
      const id = nat?.Ref ?? nat?.['Fn::GetAtt']?.[0] ?? '';
      return [idOf(RouteTableId), GatewayId === undefined ? `nat ${natZone.get(id)}` : 'internet'];
    }),
  );
  const tiers: Record<string, { zone: unknown; cidr: unknown; route?: string }[]> = {};
  for (const [id, { Tags, AvailabilityZone, CidrBlock }] of ofType('AWS::EC2::Subnet')) {
    const tier =
      (Tags as { Key: string; Value: string }[]).find(({ Key }) => Key === 'aws-cdk:subnet-name')?.Value ?? '';
    const route = routes.get(tableOf.get(idOf({ Ref: id })) ?? '');
    (tiers[tier] ??= []).push({ zone: AvailabilityZone, cidr: CidrBlock, route });
  }
  return tiers;
}

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
const routesOf = (template: Template, tier: string): (string | undefined)[] =>
  (tiersOf(template)[tier] ?? []).map(({ route }) => route);

describe.each(FLAG_SETS)('a network with %s', (_, flags) => {
  const { stack, template, network } = networkIn({}, { flags });

  test('spans three zones with three tiers', () => {
    const tiers = tiersOf(template);
    expect(Object.keys(tiers).sort()).toEqual(['isolated', 'private', 'public']);
    for (const tier of Object.values(tiers)) {
      expect(tier.map(({ zone }) => zone)).toEqual(ZONES);
    }
    expect(network.zones).toBe(3);
    expect(network.vpc.selectSubnets(network.privateSubnets).subnets).toHaveLength(3);
  });

  test('gives nothing a public address by itself', () => {
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  test('resolves names inside and closes the default security group', () => {
    template.hasResourceProperties('AWS::EC2::VPC', {
      CidrBlock: '10.0.0.0/16',
      EnableDnsHostnames: true,
      EnableDnsSupport: true,
    });
    template.hasResourceProperties('Custom::VpcRestrictDefaultSG', {
      DefaultSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('NetworkVpc'), 'DefaultSecurityGroup'] },
    });
  });

  test('reaches S3 and DynamoDB inside, from every route table', () => {
    const tables = Object.keys(template.findResources('AWS::EC2::RouteTable')).sort();
    expect(tables).toHaveLength(9);
    const endpoints = Object.values(template.findResources('AWS::EC2::VPCEndpoint')) as Resource[];
    expect(endpoints.map(({ Properties }) => JSON.stringify(Properties.ServiceName))).toEqual([
      expect.stringContaining('.s3'),
      expect.stringContaining('.dynamodb'),
    ]);
    for (const { Properties } of endpoints) {
      expect(Properties.VpcEndpointType).toBe('Gateway');
      expect((Properties.RouteTableIds as { Ref: string }[]).map(({ Ref }) => Ref).sort()).toEqual(tables);
    }
  });

  test('records every flow, minute by minute, in the log archive, with every field that its table has', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', {
      ResourceType: 'VPC',
      ResourceId: { Ref: Match.stringLikeRegexp('NetworkVpc') },
      TrafficType: 'ALL',
      LogDestinationType: 's3',
      LogDestination: { 'Fn::Join': ['', [Match.anyValue(), '/flow/']] },
      MaxAggregationInterval: 60,
      LogFormat: FLOW_LOG_FORMAT,
      Tags: Match.arrayWith([{ Key: 'service', Value: 'orders' }]),
    });
  });

  test('records every name looked up', () => {
    const [config] = Object.keys(template.findResources('AWS::Route53Resolver::ResolverQueryLoggingConfig'));
    template.hasResourceProperties('AWS::Route53Resolver::ResolverQueryLoggingConfig', {
      DestinationArn: { 'Fn::Join': ['', [Match.anyValue(), '/resolver/']] },
    });
    template.hasResourceProperties('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', {
      ResolverQueryLogConfigId: { 'Fn::GetAtt': [config, 'Id'] },
      ResourceId: { Ref: Match.stringLikeRegexp('NetworkVpc') },
    });
  });

  test('waits with its logs until the archive lets them in', () => {
    const policy = stack.getLogicalId(LogArchive.of(stack).bucket.policy?.node.defaultChild as CfnBucketPolicy);
    for (const type of ['AWS::EC2::FlowLog', 'AWS::Route53Resolver::ResolverQueryLoggingConfig']) {
      template.hasResource(type, { DependsOn: Match.arrayWith([policy]) });
    }
  });

  test('writes a ticket when a NAT gateway runs out of ports', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/NATGateway',
      MetricName: 'ErrorPortAllocation',
      Dimensions: [{ Name: 'NatGatewayId', Value: { 'Fn::GetAtt': [Match.anyValue(), 'NatGatewayId'] } }],
      Statistic: 'Sum',
      Period: 60,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      AlarmDescription: Match.stringLikeRegexp('nat-port-exhaustion'),
    });
    expect(network.natWatch?.alarms).toHaveLength(3);
  });

  test('shows on the dashboard what leaves', () => {
    const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
    expect(JSON.stringify(dashboard)).toContain('Way out: NAT gateways');
  });

  test('has no finding of AwsSolutions', () => {
    expect(nagFindings(stack)).toEqual([]);
  });
});

describe('egress', () => {
  test('perZone: each private subnet leaves through a NAT gateway of its own zone', () => {
    const { template } = networkIn({ egress: Egress.PER_ZONE });
    expect(routesOf(template, 'private')).toEqual(ZONES.map((zone) => `nat ${zone}`));
    template.resourceCountIs('AWS::EC2::NatGateway', 3);
  });

  test('regional: all private subnets leave through the one regional gateway', () => {
    const { template, network } = networkIn({ egress: Egress.REGIONAL });
    expect(routesOf(template, 'private')).toEqual(Array(3).fill('nat regional'));
    template.resourceCountIs('AWS::EC2::NatGateway', 1);
    template.hasResourceProperties('AWS::EC2::NatGateway', { AvailabilityMode: 'regional', SubnetId: Match.absent() });
    template.resourceCountIs('AWS::EC2::EIP', 0);
    expect(network.natGateways).toHaveLength(1);
  });

  test('single: all private subnets leave through one zone', () => {
    const { template } = networkIn({ egress: Egress.SINGLE });
    expect(routesOf(template, 'private')).toEqual(Array(3).fill('nat eu-west-1a'));
    template.resourceCountIs('AWS::EC2::NatGateway', 1);
  });

  test('endpointsOnly: private subnets have no way out, and what instances need is inside', () => {
    const { stack, template, network } = networkIn({ egress: Egress.ENDPOINTS_ONLY });
    expect(routesOf(template, 'private')).toEqual(Array(3).fill(undefined));
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    expect(Object.keys(network.interfaceEndpoints?.endpoints ?? {})).toEqual([
      'ssm',
      'ssmmessages',
      'ec2messages',
      'logs',
      'monitoring',
      'secretsmanager',
      'kms',
      'sts',
      'autoscaling',
      'ec2',
      'ecr.api',
      'ecr.dkr',
    ]);
    const privateIds = network.vpc.selectSubnets(network.privateSubnets).subnetIds;
    const endpoints = Object.values(template.findResources('AWS::EC2::VPCEndpoint')) as Resource[];
    const made = endpoints.filter(({ Properties }) => Properties.VpcEndpointType === 'Interface');
    expect(made).toHaveLength(12);
    for (const { Properties } of made) {
      expect(Properties).toMatchObject({ PrivateDnsEnabled: true, SubnetIds: stack.resolve(privateIds) as unknown });
      expect(Properties.SecurityGroupIds).toHaveLength(1);
    }
    expect(nagFindings(stack)).toEqual([]);
  });

  test.each(Object.values(Egress))('%s: public and isolated subnets are the same', (egress) => {
    const { template } = networkIn({ egress });
    expect(routesOf(template, 'public')).toEqual(Array(3).fill('internet'));
    expect(routesOf(template, 'isolated')).toEqual(Array(3).fill(undefined));
  });

  test('changing it later changes no subnet', () => {
    const subnets = Object.values(Egress).map((egress) =>
      Object.fromEntries(
        Object.entries(tiersOf(networkIn({ egress }).template)).map(([k, v]) => [k, v.map((s) => s.cidr)]),
      ),
    );
    subnets.forEach((one) => expect(one).toEqual(subnets[0]));
  });
});

describe('interface endpoints', () => {
  const { template } = networkIn({
    interfaceEndpoints: [
      InterfaceVpcEndpointAwsService.SQS,
      InterfaceVpcEndpointAwsService.SNS,
      InterfaceVpcEndpointAwsService.SQS,
    ],
  });

  test('are made once for each service that was chosen', () => {
    const endpoints = template.findResources('AWS::EC2::VPCEndpoint', { Properties: { VpcEndpointType: 'Interface' } });
    expect(Object.keys(endpoints)).toHaveLength(2);
  });

  test('let in HTTPS from the VPC and let nothing out', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Interface endpoints of AWS services',
      SecurityGroupIngress: [
        {
          CidrIp: '10.0.0.0/16',
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          Description: 'HTTPS to AWS services from inside the VPC',
        },
      ],
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
    });
  });

  test('are absent unless wanted', () => {
    expect(networkIn().network.interfaceEndpoints).toBeUndefined();
  });
});

describe('growing', () => {
  const keep = (props: NetworkProps): Record<string, unknown> => {
    const template = networkIn(props).template;
    const types = [
      'AWS::EC2::VPC',
      'AWS::EC2::Subnet',
      'AWS::EC2::RouteTable',
      'AWS::EC2::Route',
      'AWS::EC2::NatGateway',
      'AWS::EC2::EIP',
    ];
    return Object.assign({}, ...types.map((type) => template.findResources(type))) as Record<string, unknown>;
  };
  const four = [...ZONES, 'eu-west-1d'];

  test.each(Object.values(Egress))('a fourth zone and a tier more change nothing that is there (%s)', (egress) => {
    const before = keep({ egress, availabilityZones: ZONES });
    expect(keep({ egress, availabilityZones: four })).toMatchObject(before);
    expect(keep({ egress, availabilityZones: ZONES, extraTiers: [{ name: 'transit' }] })).toMatchObject(before);
    const both = keep({ egress, availabilityZones: four, extraTiers: [{ name: 'transit' }, { name: 'inspection' }] });
    expect(both).toMatchObject(before);
    expect(Object.keys(both).length).toBeGreaterThan(Object.keys(before).length);
  });

  test('logical ids stay as they are', () => {
    const ids = Object.keys(keep({ egress: Egress.SINGLE, zones: 2 }));
    expect(ids.filter((id) => /Vpc[0-9A-F]{8}$|Subnet[0-9A-F]{8}$|NATGateway/.test(id))).toMatchInlineSnapshot(`
     [
       "NetworkVpc7FB7348F",
       "NetworkVpcpublicSubnet1Subnet00617657",
       "NetworkVpcpublicSubnet2SubnetDCAA7C9A",
       "NetworkVpcprivateSubnet1Subnet9EC58498",
       "NetworkVpcprivateSubnet2Subnet6E5E8804",
       "NetworkVpcisolatedSubnet1Subnet188D06DD",
       "NetworkVpcisolatedSubnet2Subnet811E27B8",
       "NetworkVpcpublicSubnet1NATGateway939C8F7E",
     ]
    `);
  });

  test('an additional tier may be public, and then gives no addresses either', () => {
    const { template } = networkIn({ extraTiers: [{ name: 'edge', subnetType: SubnetType.PUBLIC }] });
    expect(routesOf(template, 'edge')).toEqual(Array(3).fill('internet'));
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
    template.resourceCountIs('AWS::EC2::NatGateway', 3);
  });
});

describe('zones', () => {
  test('a stack without a region takes them when it is deployed, and looks nothing up', () => {
    const app = new App();
    const stack = new Stack(app, 'Anywhere');
    new Alerts(stack, 'Alerts', { page: ['pager@example.com'], ticket: ['orders@example.com'] });
    new Network(stack, 'Network');
    const zones = (tiersOf(templateOf(stack)).private ?? []).map(({ zone }) => zone);
    expect(zones).toEqual([0, 1, 2].map((index) => stack.resolve(Fn.select(index, Fn.getAzs())) as unknown));
    expect(routesOf(templateOf(stack), 'private')).toEqual(Array(3).fill(expect.stringMatching(/^nat /)));
    expect(app.synth().manifest.missing ?? []).toEqual([]);
  });

  test('pinned ones need no look-up', () => {
    const app = new App();
    const stack = new Stack(app, 'Pinned', { env: PLACE });
    new Alerts(stack, 'Alerts', { page: ['pager@example.com'], ticket: ['orders@example.com'] });
    const network = new Network(stack, 'Network', { availabilityZones: ['eu-west-1c', 'eu-west-1a'] });
    expect(app.synth().manifest.missing ?? []).toEqual([]);
    expect(network.vpc.availabilityZones).toEqual(['eu-west-1c', 'eu-west-1a']);
    expect(Object.getOwnPropertyDescriptor(stack, 'availabilityZones')).toBeUndefined();
  });

  test('without pins the CDK looks up the zones of a known place', () => {
    const app = new App();
    const stack = new Stack(app, 'Known', { env: PLACE });
    new Alerts(stack, 'Alerts', { page: ['pager@example.com'], ticket: ['orders@example.com'] });
    new Network(stack, 'Network', { zones: 4 });
    expect(app.synth().manifest.missing).toHaveLength(1);
  });

  test.each([undefined, 3])('in a region where most accounts see two, zones: %s is refused', (zones) => {
    const inRegion = (region: string, props: NetworkProps) => {
      const stack = new Stack(new App(), 'Stack', { env: { account: PLACE.account, region } });
      jest
        .spyOn(stack, 'availabilityZones', 'get')
        .mockReturnValue([0, 1, 2, 3].map((at) => Fn.select(at, Fn.getAzs())));
      new Alerts(stack, 'Alerts', { page: ['pager@example.com'], ticket: ['orders@example.com'] });
      return new Network(stack, 'Network', props);
    };
    const error = thrownBy(() => inRegion('us-west-1', { zones }));
    expect(error.code).toBe('TooFewZones');
    expect(error.message).toBe(
      'zones must be 2 in us-west-1, got 3\n  at: Stack/Network\n' +
        '  fix: set zones: 2, or, if your account sees more zones in us-west-1, name them in availabilityZones',
    );
    expect(inRegion('us-west-1', { zones: 2 }).zones).toBe(2);
    expect(inRegion('us-west-1', { availabilityZones: ['us-west-1a', 'us-west-1b', 'us-west-1c'] }).zones).toBe(3);
    expect(inRegion('us-west-2', { zones }).zones).toBe(3);
  });

  test('more than the region has are refused', () => {
    expect(refusal({ zones: 4 })).toEqual([
      'TooFewZones',
      'zones must be at most 3 here, got 4\n  at: Test/Stack/Network\n' +
        '  fix: the stack knows these zones: eu-west-1a, eu-west-1b, eu-west-1c; ask for fewer, or name them in availabilityZones',
    ]);
  });
});

describe('tiers', () => {
  test.each([
    [Tier.PRODUCTION, 3, 3],
    [Tier.STAGING, 3, 1],
    [Tier.DEVELOPMENT, 2, 1],
  ])('%s has %d zones and %d NAT gateways', (tier, zones, gateways) => {
    const { network, template } = networkIn({}, { tier });
    expect(network.zones).toBe(zones);
    template.resourceCountIs('AWS::EC2::NatGateway', gateways);
    template.resourceCountIs('AWS::EC2::FlowLog', 1);
    template.resourceCountIs('AWS::EC2::Subnet', 3 * zones);
  });
});

test('every taggable resource says whose it is', () => {
  const { template } = networkIn({ egress: Egress.ENDPOINTS_ONLY });
  for (const type of ['VPC', 'Subnet', 'RouteTable', 'InternetGateway', 'VPCEndpoint', 'SecurityGroup', 'FlowLog']) {
    template.allResourcesProperties(`AWS::EC2::${type}`, {
      Tags: Match.arrayWith([
        { Key: 'cost-center', Value: '4711' },
        { Key: 'environment', Value: 'production' },
        { Key: 'owner', Value: 'team-orders' },
        { Key: 'service', Value: 'orders' },
      ]),
    });
  }
});

test('transform has the last word on the VPC', () => {
  const { template } = networkIn({ transform: { vpc: (props) => ({ ...props, vpcName: 'orders' }) } });
  template.hasResourceProperties('AWS::EC2::VPC', { Tags: Match.arrayWith([{ Key: 'Name', Value: 'orders' }]) });
});

describe('refusals', () => {
  const at = '\n  at: Test/Stack/Network';

  test.each<[NetworkProps, string, string]>([
    [{ cidr: '10.0.0.0/8' }, 'CidrPrefixOutOfRange', "cidr must have a prefix from /16 to /22, got '10.0.0.0/8'"],
    [{ zones: 1 }, 'ZonesOutOfRange', 'zones must be from 2 to 4, got 1'],
    [{ zones: 5 }, 'ZonesOutOfRange', 'zones must be from 2 to 4, got 5'],
    [
      { zones: 3, availabilityZones: ['eu-west-1a', 'eu-west-1b'] },
      'ZonesDisagree',
      'zones must be the number of availabilityZones (2) or left out, got 3',
    ],
    [
      { availabilityZones: ['eu-west-1a', 'eu-west-1a'] },
      'ZoneTwice',
      'availabilityZones must differ, got eu-west-1a, eu-west-1a',
    ],
    [
      { extraTiers: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name })) },
      'TooManyTiers',
      'extraTiers must be 4 or fewer, got 5: a, b, c, d, e',
    ],
    [
      { extraTiers: ['private', 'Transit', 'a', 'a'].map((name) => ({ name })) },
      'TierNameUnusable',
      'extraTiers must have distinct names in lower case beside public, private and isolated, got private, Transit, a',
    ],
  ])('%j', (props, code, text) => {
    expect(refusal(props)).toEqual([code, text + at]);
  });

  test('all that is wrong at once', () => {
    expect(refusal({ cidr: 'x', zones: 9 })).toEqual([
      'InvalidProps',
      '2 props are wrong:\n' +
        "  - cidr must be an IPv4 block like 10.0.0.0/16, got 'x' [CidrMalformed]\n" +
        `  - zones must be from 2 to 4, got 9 [ZonesOutOfRange]${at}`,
    ]);
  });
});
