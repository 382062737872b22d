import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { InterfaceVpcEndpointAwsService, SubnetType, Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { SeaworthyError } from '../../../constructs/core/errors';
import type { ExistingNetworkProps } from '../../../constructs/network/existing-network';
import { Network } from '../../../constructs/network/network';
import { nagFindings } from '../../_helpers/nag';
import { FLAG_SETS, templateOf, testStack } from '../../_helpers/stack';

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
const three = (kind: string): string[] => ZONES.map((zone) => `${kind}-${zone}`);

function vpcOf(stack: Stack, kinds: readonly string[] = ['public', 'private', 'isolated'], withTables = true): IVpc {
  const subnets = kinds.flatMap((kind) => [
    [`${kind}SubnetIds`, three(`subnet-${kind}`)],
    ...(withTables ? [[`${kind}SubnetRouteTableIds`, three(`rtb-${kind}`)]] : []),
  ]);
  return Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    vpcCidrBlock: '10.42.0.0/16',
    availabilityZones: ZONES,
    ...(Object.fromEntries(subnets) as Record<string, string[]>),
  });
}

const NOTHING = { gatewayEndpoints: 'skip', interfaceEndpoints: 'skip', flowLogs: 'skip', queryLogs: 'skip' } as const;

function refusal(make: (stack: Stack) => unknown): [string, string] {
  try {
    make(testStack());
  } catch (error) {
    expect(error).toBeInstanceOf(SeaworthyError);
    return [(error as SeaworthyError).code, (error as SeaworthyError).message];
  }
  throw new Error('nothing was thrown');
}

describe.each(FLAG_SETS)('an existing VPC with everything created, %s', (_, flags) => {
  const stack = testStack({ flags });
  const network = Network.fromVpc(stack, 'Network', {
    vpc: vpcOf(stack),
    gatewayEndpoints: 'create',
    interfaceEndpoints: 'create',
    interfaceEndpointServices: [InterfaceVpcEndpointAwsService.SSM, InterfaceVpcEndpointAwsService.KMS],
  });
  const template = templateOf(stack);

  test('is used, not made', () => {
    template.resourceCountIs('AWS::EC2::VPC', 0);
    template.resourceCountIs('AWS::EC2::Subnet', 0);
    expect(network.zones).toBe(3);
    expect(network.hasStorageEndpoints).toBe(true);
    const idsOf = (selection: typeof network.privateSubnets) => network.vpc.selectSubnets(selection).subnetIds;
    expect(idsOf(network.privateSubnets)).toEqual(three('subnet-private'));
    expect(idsOf(network.publicSubnets)).toEqual(three('subnet-public'));
    expect(idsOf(network.isolatedSubnets)).toEqual(three('subnet-isolated'));
  });

  test('gets gateway endpoints on all its route tables', () => {
    const tables = ['private', 'public', 'isolated'].flatMap((kind) => three(`rtb-${kind}`));
    for (const service of ['.s3', '.dynamodb']) {
      template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
        VpcEndpointType: 'Gateway',
        ServiceName: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(`${service}$`)])] },
        RouteTableIds: tables,
      });
    }
  });

  test('gets interface endpoints in its private subnets, open to itself', () => {
    for (const service of ['.ssm', '.kms']) {
      template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
        VpcEndpointType: 'Interface',
        ServiceName: Match.stringLikeRegexp(`${service}$`),
        SubnetIds: three('subnet-private'),
        PrivateDnsEnabled: true,
      });
    }
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.42.0.0/16', FromPort: 443, ToPort: 443 })],
    });
  });

  test('is recorded', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', { ResourceId: 'vpc-0123456789abcdef0', TrafficType: 'ALL' });
    template.hasResourceProperties('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', {
      ResourceId: 'vpc-0123456789abcdef0',
    });
  });

  test('has no finding of AwsSolutions', () => {
    expect(nagFindings(stack)).toEqual([]);
  });
});

describe('what is used or skipped', () => {
  test('is not made', () => {
    const stack = testStack();
    const network = Network.fromVpc(stack, 'Network', { vpc: vpcOf(stack), ...NOTHING });
    expect(templateOf(stack).toJSON().Resources).toBeUndefined();
    expect(network.hasStorageEndpoints).toBe(false);
    expect(network.logs).toBeUndefined();
  });

  test('is relied upon when used', () => {
    const stack = testStack();
    const endpoints = { gatewayEndpoints: 'use', interfaceEndpoints: 'use' } as const;
    const network = Network.fromVpc(stack, 'Network', { vpc: vpcOf(stack), ...NOTHING, ...endpoints });
    expect(network.hasStorageEndpoints).toBe(true);
    templateOf(stack).resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });

  test('leaves the rest', () => {
    const stack = testStack();
    Network.fromVpc(stack, 'Network', { vpc: vpcOf(stack), ...NOTHING, queryLogs: 'create' });
    templateOf(stack).resourceCountIs('AWS::EC2::FlowLog', 0);
    templateOf(stack).resourceCountIs('AWS::Route53Resolver::ResolverQueryLoggingConfig', 1);
  });
});

test('a VPC that has yet to be looked up is accepted', () => {
  const app = new App();
  const stack = new Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
  const vpc = Vpc.fromLookup(stack, 'Vpc', { vpcName: 'shared' });
  Network.fromVpc(stack, 'Network', { vpc, ...NOTHING, gatewayEndpoints: 'create' });
  expect(app.synth().manifest.missing).toHaveLength(1);
});

describe('refusals', () => {
  const at = '\n  at: Test/Stack/Network';
  const isolated = { subnetType: SubnetType.PRIVATE_ISOLATED };

  test('a VPC without private subnets', () => {
    expect(
      refusal((stack) => Network.fromVpc(stack, 'Network', { vpc: vpcOf(stack, ['public', 'isolated']), ...NOTHING })),
    ).toEqual([
      'NoPrivateSubnets',
      `vpc must have private subnets for work to run in, got none${at}\n` +
        '  fix: add subnets that route through a NAT gateway, or name others in privateSubnets',
    ]);
  });

  test.each<[Partial<ExistingNetworkProps>, string, string]>([
    [
      { gatewayEndpoints: 'skip', interfaceEndpoints: 'use', privateSubnets: isolated },
      'GatewayEndpointsNeeded',
      "gatewayEndpoints must be 'create' or 'use' where privateSubnets have no way out, got 'skip'",
    ],
    [
      { gatewayEndpoints: 'use', interfaceEndpoints: 'skip', privateSubnets: isolated },
      'InterfaceEndpointsNeeded',
      "interfaceEndpoints must be 'create' or 'use' where privateSubnets have no way out, got 'skip'",
    ],
    [
      { interfaceEndpoints: 'create', interfaceEndpointServices: [] },
      'NoServicesToReach',
      "interfaceEndpointServices must name a service where interfaceEndpoints is 'create', got none",
    ],
  ])('%j', (props, code, text) => {
    expect(refusal((stack) => Network.fromVpc(stack, 'Network', { vpc: vpcOf(stack), ...NOTHING, ...props }))).toEqual([
      code,
      text + at,
    ]);
  });

  test('a VPC whose route tables nobody named, when endpoints are to be created', () => {
    const make = (stack: Stack) =>
      Network.fromVpc(stack, 'Network', {
        vpc: vpcOf(stack, ['private', 'isolated'], false),
        ...NOTHING,
        gatewayEndpoints: 'create',
      });
    expect(refusal(make)).toEqual([
      'RouteTablesUnknown',
      'vpc must name the route tables of its private subnets, 3 of them name none\n' +
        '  at: Test/Stack/Network/GatewayEndpoints\n' +
        "  fix: import the VPC with its route table ids or by Vpc.fromLookup, or set gatewayEndpoints to 'use' or 'skip'",
    ]);
  });
});
