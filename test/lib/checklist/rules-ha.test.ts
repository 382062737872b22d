import { outcomes, templates, testItem } from './judging';

const zone = (at: number) => ({ 'Fn::Select': [at, { 'Fn::GetAZs': '' }] });
const subnet = (AvailabilityZone: unknown) => ({ Type: 'AWS::EC2::Subnet', Properties: { AvailabilityZone } });
const three = { A: subnet(zone(0)), B: subnet(zone(1)), C: subnet(zone(2)) };
const ids = [{ Ref: 'A' }, { Ref: 'B' }, { Ref: 'C' }];
const it = (Type: string, Properties: object) => ({ It: { Type, Properties } });
const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const SERVICE = 'AWS::ECS::Service';
const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const TARGETS = 'AWS::ElasticLoadBalancingV2::TargetGroup';

testItem('HA-01', {
  on: 'It',
  meets: {
    'a group': { ...it(GROUP, { VPCZoneIdentifier: ids }), ...three },
    'a service': { ...it(SERVICE, { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ids } } }), ...three },
    'a load balancer by mappings': {
      ...it(LOAD_BALANCER, { Type: 'network', SubnetMappings: ids.map((SubnetId) => ({ SubnetId })) }),
      ...three,
    },
    'a subnet group through an export of another stack': templates(
      {
        body: {
          Resources: three,
          Outputs: {
            Ids: { Value: { 'Fn::Join': ['||', ids] }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-Ids' } } },
          },
        },
        stackName: 'Network',
      },
      {
        body: {
          Resources: it('AWS::RDS::DBSubnetGroup', {
            SubnetIds: { 'Fn::Split': ['||', { 'Fn::ImportValue': 'Network-Ids' }] },
          }),
        },
        file: 'B.json',
      },
    ),
    'three zones by their letters, in a region that nobody knows': templates({
      body: {
        Resources: {
          ...it(GROUP, { VPCZoneIdentifier: ids }),
          ...Object.fromEntries(
            ['A', 'B', 'C'].map((id) => [id, subnet({ 'Fn::Sub': `\${AWS::Region}${id.toLowerCase()}` })]),
          ),
        },
      },
      region: undefined,
    }),
    'two zones where the region has no more': templates({
      body: { Resources: { ...it(GROUP, { VPCZoneIdentifier: ids.slice(0, 2) }), ...three } },
      region: 'us-west-1',
    }),
  },
  breaks: {
    'two zones': { ...it(GROUP, { VPCZoneIdentifier: ids.slice(0, 2) }), ...three },
    'three subnets in two zones': { ...it(GROUP, { VPCZoneIdentifier: ids }), ...three, C: subnet(zone(1)) },
    'two in one branch': {
      ...it('AWS::ElastiCache::SubnetGroup', { SubnetIds: { 'Fn::If': ['Is', ids, ids.slice(0, 2)] } }),
      ...three,
    },
  },
  undecided: {
    'subnets of somebody else': it(GROUP, { VPCZoneIdentifier: ['subnet-1', 'subnet-2'] }),
    'a parameter': it(GROUP, { VPCZoneIdentifier: { Ref: 'Subnets' } }),
    'three zones that three parameters name': {
      ...it(GROUP, { VPCZoneIdentifier: ids }),
      ...Object.fromEntries(['A', 'B', 'C'].map((id) => [id, subnet({ Ref: `Zone${id}` })])),
    },
    'a letter beside two places in the list': {
      ...it(GROUP, { VPCZoneIdentifier: ids }),
      ...three,
      C: subnet('eu-west-1a'),
    },
    'two zones of a load balancer whose type is a parameter': {
      ...it(LOAD_BALANCER, { Type: { Ref: 'Type' }, Subnets: ids.slice(0, 2) }),
      ...three,
    },
    'zones whose places in the list are parameters': {
      ...it(GROUP, { VPCZoneIdentifier: ids }),
      ...three,
      C: subnet({ 'Fn::Select': [{ Ref: 'Third' }, { 'Fn::GetAZs': '' }] }),
    },
  },
  ignores: {
    'a service on the network of its host': it(SERVICE, {}),
    'a gateway load balancer': { ...it(LOAD_BALANCER, { Type: 'gateway', Subnets: ids.slice(0, 1) }), ...three },
  },
});

const sized = (MinSize: unknown, MaxSize: unknown, subnets: unknown[] = ids) => ({
  ...it(GROUP, { MinSize, MaxSize, VPCZoneIdentifier: subnets }),
  ...three,
});

testItem('HA-02', {
  on: 'It',
  meets: {
    'two to three': sized('2', '3'),
    'four of two zones': sized(2, 4, ids.slice(0, 2)),
    'six to nine where subnets are unknown': sized(6, 9, ['subnet-1']),
    'the same condition in both': sized({ 'Fn::If': ['Is', 4, 2] }, { 'Fn::If': ['Is', 6, 3] }),
    'one zone is a matter of another item': sized(2, 2, [{ Ref: 'A' }]),
    'a service without scaling': it(SERVICE, { DesiredCount: 2 }),
  },
  breaks: {
    'a minimum of one': sized('1', '5'),
    'no room for the lost zone': sized('4', '5'),
    'no room in one branch': sized(4, { 'Fn::If': ['Is', 6, 4] }),
    'a service of one': it(SERVICE, {}),
    'a ceiling that no minimum of two fits below': sized({ Ref: 'Min' }, 2),
  },
  undecided: { 'a parameter': sized({ Ref: 'Min' }, 10) },
  ignores: { 'a daemon': it(SERVICE, { SchedulingStrategy: 'DAEMON' }) },
});

const scaled = (MinCapacity: number, MaxCapacity: number) => ({
  Service: { Type: SERVICE, Properties: { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ids } } } },
  ...three,
  ...it('AWS::ApplicationAutoScaling::ScalableTarget', {
    MinCapacity,
    MaxCapacity,
    ServiceNamespace: 'ecs',
    ResourceId: { 'Fn::Join': ['/', ['service', { Ref: 'Cluster' }, { 'Fn::GetAtt': ['Service', 'Name'] }]] },
  }),
});

testItem('HA-02', {
  on: 'It',
  meets: { 'a target of two to three': scaled(2, 3) },
  breaks: { 'a target with a minimum of one': scaled(1, 4), 'no room': scaled(4, 4) },
});

const routed = (gateway: object, subnets: object = {}) => ({
  ...three,
  It: subnet(zone(0)),
  Table: { Type: 'AWS::EC2::RouteTable', Properties: {} },
  Association: {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: { Ref: 'It' }, RouteTableId: { Ref: 'Table' } },
  },
  Route: {
    Type: 'AWS::EC2::Route',
    Properties: { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'Nat' } },
  },
  Nat: { Type: 'AWS::EC2::NatGateway', Properties: gateway },
  ...subnets,
});

testItem('HA-04', {
  on: 'It',
  meets: {
    'a gateway in its zone': routed({ SubnetId: { Ref: 'A' } }),
    'a regional gateway': routed({ AvailabilityMode: 'regional' }),
  },
  breaks: {
    'a gateway in another zone': routed({ SubnetId: { Ref: 'B' } }),
    'a gateway in another zone in one branch': routed({ SubnetId: { 'Fn::If': ['Is', { Ref: 'A' }, { Ref: 'B' }] } }),
  },
  undecided: {
    'a gateway in a subnet of somebody else': routed({ SubnetId: 'subnet-1' }),
    'zones that two parameters name': routed(
      { SubnetId: { Ref: 'A' } },
      { It: subnet({ Ref: 'ZoneOfIt' }), A: subnet({ Ref: 'ZoneOfGateway' }) },
    ),
  },
  ignores: { 'a subnet without internet': { It: subnet(zone(0)) } },
});

const behind = { TargetGroupARNs: [{ Ref: 'Targets' }] };

testItem('HA-05', {
  on: 'It',
  meets: {
    ELB: it(GROUP, { ...behind, HealthCheckType: 'ELB', HealthCheckGracePeriod: 60 }),
    'ELB among others': it(GROUP, { ...behind, HealthCheckType: 'EBS,ELB', HealthCheckGracePeriod: '60' }),
  },
  breaks: {
    'EC2 alone': it(GROUP, { ...behind, HealthCheckType: 'EC2', HealthCheckGracePeriod: 60 }),
    'no grace': it(GROUP, { ...behind, HealthCheckType: 'ELB' }),
    'nothing, behind a traffic source': it(GROUP, { TrafficSources: [{ Type: 'elbv2', Identifier: 'arn:x' }] }),
  },
  ignores: { 'a group behind nothing': it(GROUP, {}) },
});

test('what two branches share is said once', () => {
  const HealthCheckType = { 'Fn::If': ['Is', 'ELB', 'EC2'] };
  const [finding] = outcomes('HA-05', it(GROUP, { ...behind, HealthCheckType }));
  expect(finding?.found).toBe('HealthCheckGracePeriod is not set; HealthCheckType is EC2');
  expect(finding?.expected).toBe('HealthCheckGracePeriod above 0; HealthCheckType with ELB');
});

const checked = (properties: object) => it(TARGETS, { Protocol: 'HTTP', HealthCheckPath: '/health', ...properties });

testItem('HA-06', {
  on: 'It',
  meets: {
    'twice in 30 s, the defaults': checked({}),
    'three times in 10 s': checked({
      HealthCheckIntervalSeconds: 10,
      UnhealthyThresholdCount: 3,
      HealthCheckTimeoutSeconds: 5,
    }),
    'TCP needs no path': it(TARGETS, { Protocol: 'TCP' }),
    'a path that is put together': it(TARGETS, {
      Protocol: 'HTTP',
      HealthCheckPath: { 'Fn::Join': ['/', ['', { Ref: 'Name' }, 'health']] },
      HealthCheckIntervalSeconds: { 'Fn::Select': [1, { 'Fn::Split': [',', '60,10'] }] },
    }),
  },
  breaks: {
    'three times in 30 s': checked({ UnhealthyThresholdCount: 3 }),
    'a timeout as long as the interval': checked({ HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5 }),
    'no path': it(TARGETS, { Protocol: 'HTTP' }),
    'no path where the check speaks HTTP': it(TARGETS, { Protocol: 'TCP', HealthCheckProtocol: 'HTTP' }),
    'switched off': checked({ HealthCheckEnabled: false }),
    'too slow in one branch': checked({ HealthCheckIntervalSeconds: { 'Fn::If': ['Is', 10, 300] } }),
    'off by default': it(TARGETS, { TargetType: 'lambda' }),
  },
  undecided: { 'a parameter': checked({ HealthCheckIntervalSeconds: { Ref: 'Interval' } }) },
});

const attributes = (Key: string, Value: unknown) => it(TARGETS, { TargetGroupAttributes: [{ Key, Value }] });

const least = (what: string, Value: string) => ({
  Key: `target_group_health.${what}.minimum_healthy_targets.percentage`,
  Value,
});

testItem('HA-07', {
  on: 'It',
  meets: {
    'a share for DNS': attributes('target_group_health.dns_failover.minimum_healthy_targets.percentage', '50'),
    'a count for routing': attributes('target_group_health.unhealthy_state_routing.minimum_healthy_targets.count', '2'),
    'one or the other': it(TARGETS, {
      TargetGroupAttributes: {
        'Fn::If': ['Is', [least('dns_failover', '50')], [least('unhealthy_state_routing', '1')]],
      },
    }),
  },
  breaks: {
    nothing: it(TARGETS, {}),
    off: attributes('target_group_health.dns_failover.minimum_healthy_targets.percentage', 'off'),
    'another attribute': attributes('deregistration_delay.timeout_seconds', '5'),
    'off in one branch': attributes('target_group_health.dns_failover.minimum_healthy_targets.percentage', {
      'Fn::If': ['Is', '50', 'off'],
    }),
  },
  undecided: { 'targets of an unknown type': it(TARGETS, { TargetType: { Ref: 'Type' } }) },
  ignores: {
    functions: it(TARGETS, { TargetType: 'lambda' }),
    appliances: it(TARGETS, { Protocol: 'GENEVE', Port: 6081 }),
  },
});

const shift = (Value?: unknown, Type?: string) =>
  it(LOAD_BALANCER, {
    Type,
    LoadBalancerAttributes: Value === undefined ? [] : [{ Key: 'zonal_shift.config.enabled', Value }],
  });

testItem('HA-08', {
  on: 'It',
  meets: {
    application: shift('true'),
    network: shift('true', 'network'),
    'put together': shift({ 'Fn::Sub': ['${Is}', { Is: true }] }),
  },
  breaks: {
    missing: shift(),
    off: shift('false', 'application'),
    'left out in one branch': shift({ 'Fn::If': ['Is', 'true', { Ref: 'AWS::NoValue' }] }),
  },
  ignores: { gateway: shift(undefined, 'gateway') },
});

const balancer = (Scheme?: string) => it(LOAD_BALANCER, { Scheme });
const listener = {
  Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: { Ref: 'It' } } },
};
const rule = (Actions: object[], Tags: object[] = [{ Key: 'maintenance', Value: 'off' }]) => ({
  Rule: {
    Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    Properties: { ListenerArn: { Ref: 'Listener' }, Actions, Tags },
  },
});
const fixed = (StatusCode: string) => ({ Type: 'fixed-response', FixedResponseConfig: { StatusCode } });
const record = (Failover: string, target: unknown) => ({
  Type: 'AWS::Route53::RecordSet',
  Properties: { Name: 'orders.example.com.', Failover, AliasTarget: { DNSName: target } },
});
const name = { 'Fn::GetAtt': ['It', 'DNSName'] };
const groupOf = (...ids: string[]) => ({ Id: 'g', Members: { Items: ids.map((OriginId) => ({ OriginId })) } });
const distribution = (DomainName: unknown, groups: object[]) => ({
  Edge: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: { DistributionConfig: { Origins: [{ Id: 'a', DomainName }], OriginGroups: { Items: groups } } },
  },
});

testItem('HA-09', {
  on: 'It',
  meets: {
    'a maintenance rule': { ...balancer(), ...listener, ...rule([fixed('503')]) },
    'a maintenance rule that redirects': {
      ...balancer('internet-facing'),
      ...listener,
      ...rule([{ Type: 'redirect' }]),
    },
    'a failover pair': {
      ...balancer(),
      Primary: record('PRIMARY', { 'Fn::Join': ['', ['dualstack.', name]] }),
      Secondary: record('SECONDARY', 'page.example.com'),
    },
    'an origin group': { ...balancer(), ...distribution(name, [groupOf('a', 'page')]) },
    'an origin group before its origin in the VPC': {
      ...balancer(),
      Origin: { Type: 'AWS::CloudFront::VpcOrigin', Properties: { VpcOriginEndpointConfig: { Arn: { Ref: 'It' } } } },
      Edge: {
        Type: 'AWS::CloudFront::Distribution',
        Properties: {
          DistributionConfig: {
            Origins: [
              { Id: 'a', DomainName: 'b', VpcOriginConfig: { VpcOriginId: { 'Fn::GetAtt': ['Origin', 'Id'] } } },
            ],
            OriginGroups: { Items: [groupOf('a', 'page')] },
          },
        },
      },
    },
    'an origin group before its alias': {
      ...balancer(),
      Alias: {
        Type: 'AWS::Route53::RecordSet',
        Properties: { Name: 'origin.example.com.', AliasTarget: { DNSName: name } },
      },
      ...distribution('origin.example.com', [groupOf('a', 'page')]),
    },
  },
  breaks: {
    nothing: balancer(),
    'a rule without the tag': { ...balancer(), ...listener, ...rule([fixed('503')], []) },
    'a rule of another status': { ...balancer(), ...listener, ...rule([fixed('404')]) },
    'an origin group of other origins': { ...balancer(), ...distribution(name, [groupOf('files', 'page')]) },
    'a distribution without an origin group': { ...balancer(), ...distribution(name, []) },
    'a primary record alone': { ...balancer(), Primary: record('PRIMARY', name) },
  },
  ignores: { internal: balancer('internal') },
});
