import { setTimeout as wait } from 'node:timers/promises';
import { type CertificateDetail, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { DescribeSecurityGroupsCommand, type IpPermission } from '@aws-sdk/client-ec2';
import {
  DescribeListenerAttributesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  type Listener,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { aws, present } from '../harness/aws';
import type { Journey } from '../harness/journey';
import { ZONES } from '../harness/settings';
import type { World } from '../harness/world';

const DOMAIN = 'orders.example.com';

/** The front door: load balancer, listeners, rules, targets, certificate, names. */
export function checkTraffic(journey: Journey, world: () => World): void {
  journey.check('the load balancer stands in the public subnets of three zones', async () => {
    const { Scheme, Type, AvailabilityZones = [] } = await loadBalancer(world());
    expect({ Scheme, Type }).toEqual({ Scheme: 'internet-facing', Type: 'application' });
    expect(AvailabilityZones.map(({ ZoneName }) => ZoneName).sort()).toEqual(ZONES);
    const publicSubnets = world().all('AWS::EC2::Subnet', /publicSubnet/);
    expect(AvailabilityZones.map(({ SubnetId }) => SubnetId).sort()).toEqual(
      publicSubnets.map(({ physicalId }) => physicalId).sort(),
    );
  });

  journey.check('the load balancer protects itself, hardens requests and logs into the archive', async () => {
    const { Attributes } = await aws.loadBalancing.send(
      new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: balancerArn(world()) }),
    );
    const bucket = world().one('AWS::S3::Bucket', /LogArchive\/Bucket/).physicalId;
    expect(asObject(Attributes)).toMatchObject({
      'deletion_protection.enabled': 'true',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'routing.http.desync_mitigation_mode': 'defensive',
      'idle_timeout.timeout_seconds': '60',
      'zonal_shift.config.enabled': 'true',
      'waf.fail_open.enabled': 'false',
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': bucket,
      'access_logs.s3.prefix': 'load-balancer',
      'connection_logs.s3.enabled': 'true',
      'connection_logs.s3.bucket': bucket,
      'connection_logs.s3.prefix': 'connections',
      'health_check_logs.s3.enabled': 'true',
      'health_check_logs.s3.bucket': bucket,
    });
  });

  journey.check(
    'everybody reaches 80 and 443 of it, and it reaches nothing but the port of the instances',
    async () => {
      const balancer = world().one('AWS::EC2::SecurityGroup', /LoadBalancer/).physicalId;
      const instances = world().one('AWS::EC2::SecurityGroup', /Service/).physicalId;
      const [front, back] = await Promise.all([groupRules(balancer), groupRules(instances)]);
      expect(front.in.sort()).toEqual(['tcp 443 from 0.0.0.0/0', 'tcp 80 from 0.0.0.0/0']);
      expect(front.out).toEqual([`tcp 8080 from ${instances}`]);
      expect(back).toEqual({ in: [`tcp 8080 from ${balancer}`], out: ['tcp 443 from 0.0.0.0/0'] });
      expect(world().all('AWS::EC2::SecurityGroupIngress')).toHaveLength(1);
      expect(world().all('AWS::EC2::SecurityGroupEgress')).toHaveLength(1);
    },
  );

  journey.check('HTTPS speaks a post-quantum policy and answers 404 to what no rule knows', async () => {
    const https = await listenerOn(world(), 443);
    expect(https.Protocol).toBe('HTTPS');
    expect(https.SslPolicy).toMatch(/^ELBSecurityPolicy-TLS13-1-2-.*PQ-/);
    expect(https.Certificates?.map(({ CertificateArn }) => CertificateArn)).toEqual([certificateArn(world())]);
    expect(https.DefaultActions?.[0]).toMatchObject({
      Type: 'fixed-response',
      FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain' },
    });
    const { Attributes } = await aws.loadBalancing.send(
      new DescribeListenerAttributesCommand({ ListenerArn: https.ListenerArn }),
    );
    expect(asObject(Attributes)).toMatchObject({
      'routing.http.response.strict_transport_security.header_value': 'max-age=31536000',
      'routing.http.response.server.enabled': 'false',
    });
  });

  journey.check('plain HTTP is only led to HTTPS, for good', async () => {
    const http = await listenerOn(world(), 80);
    expect(http.DefaultActions).toHaveLength(1);
    expect(http.DefaultActions?.[0]).toMatchObject({
      Type: 'redirect',
      RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' },
    });
  });

  journey.check('the rules: the switch for maintenance first, then the domain to its targets', async () => {
    const { ListenerArn } = await listenerOn(world(), 443);
    const { Rules = [] } = await aws.loadBalancing.send(new DescribeRulesCommand({ ListenerArn }));
    const [maintenance, service] = Rules.filter(({ IsDefault }) => IsDefault !== true).sort(
      (one, other) => Number(one.Priority) - Number(other.Priority),
    );
    expect(maintenance).toMatchObject({
      Priority: '1',
      Conditions: [{ HostHeaderConfig: { Values: ['maintenance.invalid'] } }],
      Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503', ContentType: 'text/html' } }],
    });
    expect(service).toMatchObject({
      Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: [DOMAIN] } }],
      Actions: [
        { Type: 'forward', TargetGroupArn: world().one('AWS::ElasticLoadBalancingV2::TargetGroup').physicalId },
      ],
    });
    expect(world().all('AWS::ElasticLoadBalancingV2::ListenerRule')).toHaveLength(2);
  });

  journey.check('targets are checked at /health and have half a minute to finish what they do', async () => {
    const TargetGroupArn = world().one('AWS::ElasticLoadBalancingV2::TargetGroup').physicalId;
    const { TargetGroups } = await aws.loadBalancing.send(
      new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] }),
    );
    expect(TargetGroups?.[0]).toMatchObject({
      Port: 8080,
      Protocol: 'HTTP',
      TargetType: 'instance',
      HealthCheckEnabled: true,
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 10,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 3,
      Matcher: { HttpCode: '200' },
      VpcId: world().one('AWS::EC2::VPC').physicalId,
    });
    const { Attributes } = await aws.loadBalancing.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
    expect(asObject(Attributes)).toMatchObject({
      'deregistration_delay.timeout_seconds': '30',
      'stickiness.enabled': 'false',
      'load_balancing.algorithm.anomaly_mitigation': 'on',
      'target_group_health.dns_failover.minimum_healthy_targets.percentage': '25',
    });
  });

  journey.check('the certificate is issued for the domain, validated by a record in its zone', async () => {
    const Certificate = await issuedCertificate(world());
    expect(Certificate).toMatchObject({ DomainName: DOMAIN, Status: 'ISSUED' });
    const [option] = present(Certificate?.DomainValidationOptions, 'validation');
    const proof = present(option?.ResourceRecord, 'validation record');
    expect(option?.ValidationMethod).toBe('DNS');
    const records = await zoneRecords(world());
    expect(records.find(({ Name }) => Name === withDot(proof.Name))?.ResourceRecords?.[0]?.Value).toBe(proof.Value);
  });

  journey.check('the domain leads to the load balancer, over IPv4 and IPv6', async () => {
    const { DNSName = '', CanonicalHostedZoneId } = await loadBalancer(world());
    const records = (await zoneRecords(world())).filter(({ Name }) => Name === `${DOMAIN}.`);
    expect(records.map(({ Type }) => Type).sort()).toEqual(['A', 'AAAA']);
    for (const { AliasTarget } of records) {
      expect(AliasTarget?.DNSName?.replace(/\.$/, '')).toBe(`dualstack.${DNSName}`);
      expect(AliasTarget).toMatchObject({ EvaluateTargetHealth: true, HostedZoneId: CanonicalHostedZoneId });
    }
  });
}

function balancerArn(world: World): string {
  return world.one('AWS::ElasticLoadBalancingV2::LoadBalancer').physicalId;
}

function certificateArn(world: World): string {
  return world.one('AWS::CertificateManager::Certificate').physicalId;
}

async function loadBalancer(world: World): Promise<LoadBalancer> {
  const { LoadBalancers } = await aws.loadBalancing.send(
    new DescribeLoadBalancersCommand({ LoadBalancerArns: [balancerArn(world)] }),
  );
  return present(LoadBalancers?.[0], 'load balancer');
}

async function listenerOn(world: World, port: number): Promise<Listener> {
  const { Listeners = [] } = await aws.loadBalancing.send(
    new DescribeListenersCommand({ LoadBalancerArn: balancerArn(world) }),
  );
  expect(Listeners).toHaveLength(world.all('AWS::ElasticLoadBalancingV2::Listener').length);
  return present(
    Listeners.find(({ Port }) => Port === port),
    `listener on ${port}`,
  );
}

async function zoneRecords(world: World) {
  const [record] = world.all('AWS::Route53::RecordSet');
  const HostedZoneId = String(record?.properties['HostedZoneId']);
  return (await aws.route53.send(new ListResourceRecordSetsCommand({ HostedZoneId }))).ResourceRecordSets ?? [];
}

async function groupRules(groupId: string): Promise<{ in: string[]; out: string[] }> {
  const { SecurityGroups } = await aws.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [groupId] }));
  const group = present(SecurityGroups?.[0], groupId);
  return { in: inWords(group.IpPermissions), out: inWords(group.IpPermissionsEgress) };
}

function inWords(permissions: IpPermission[] = []): string[] {
  return permissions.flatMap(
    ({ IpProtocol, FromPort, ToPort, IpRanges = [], Ipv6Ranges = [], UserIdGroupPairs = [] }) => {
      const ports = FromPort === ToPort ? `${FromPort}` : `${FromPort}-${ToPort}`;
      const peers = [
        ...IpRanges.map(({ CidrIp }) => CidrIp),
        ...Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
        ...UserIdGroupPairs.map(({ GroupId }) => GroupId),
      ];
      return peers.map((peer) => `${IpProtocol} ${ports} from ${peer}`);
    },
  );
}

function asObject(attributes: { Key?: string; Value?: string }[] = []): Record<string, string | undefined> {
  return Object.fromEntries(attributes.map(({ Key = '', Value }) => [Key, Value]));
}

function withDot(name = ''): string {
  return name.endsWith('.') ? name : `${name}.`;
}

/** The certificate once it is issued: the server takes a second for it, counted from the deployment. */
async function issuedCertificate(world: World): Promise<CertificateDetail | undefined> {
  for (let tries = 1; ; tries++) {
    const command = new DescribeCertificateCommand({ CertificateArn: certificateArn(world) });
    const { Certificate } = await aws.acm.send(command);
    if (Certificate?.Status !== 'PENDING_VALIDATION' || tries === 20) {
      return Certificate;
    }
    await wait(500);
  }
}
