import { type CfnElement, Duration, Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { InstanceType, LaunchTemplate, MachineImage, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { metadataOf } from '../../../constructs/core/metadata';
import { Tier } from '../../../constructs/core/tier';
import { Network } from '../../../constructs/network/network';
import { AlarmSet } from '../../../constructs/observability/alarm-set';
import { Alerts } from '../../../constructs/observability/alerts';
import { LogArchive } from '../../../constructs/observability/log-archive';
import { Access } from '../../../constructs/traffic/access';
import type { LoadBalancerProps } from '../../../constructs/traffic/load-balancer';
import { nagFindings, nagWaived } from '../../_helpers/nag';
import { FLAG_SETS, PLACE, templateOf, testStack, testStage } from '../../_helpers/stack';
import { balancerIn, CERTIFICATE, DOMAIN, SERVICE, thrownBy } from './balancer';

const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const ALARM = 'AWS::CloudWatch::Alarm';

interface Balancer {
  Properties: { LoadBalancerAttributes: { Key: string; Value: unknown }[]; Subnets: unknown[] };
  DependsOn: string[];
}

function balancerOf(template: Template): Balancer {
  const [balancer] = Object.values(template.findResources(BALANCER)) as unknown as Balancer[];
  return balancer as Balancer;
}

function attributesOf(template: Template): Record<string, unknown> {
  const { LoadBalancerAttributes: all } = balancerOf(template).Properties;
  return Object.fromEntries(all.map(({ Key, Value }) => [Key, Value]));
}

function ingressOf(template: Template): unknown {
  const [group] = Object.values(
    template.findResources('AWS::EC2::SecurityGroup', {
      Properties: { GroupDescription: Match.stringLikeRegexp('^Load balancer') },
    }),
  ) as { Properties: { SecurityGroupIngress: unknown } }[];
  return group?.Properties.SecurityGroupIngress;
}

describe.each(FLAG_SETS)('LoadBalancer under %s', (_, flags) => {
  const stack = testStack({ flags });
  const balancer = balancerIn(stack);
  const group = balancer.addTargetGroup('Orders', SERVICE);
  const template = templateOf(stack);

  test('stands in the public subnets of all zones (HA-01)', () => {
    template.hasResourceProperties(BALANCER, { Type: 'application', Scheme: 'internet-facing', IpAddressType: 'ipv4' });
    expect(balancerOf(template).Properties.Subnets).toHaveLength(3);
  });

  test('says everything that matters explicitly (PRV-02, HA-08, SEC-10, PRF-04, LOG-03)', () => {
    const bucket = stack.resolve(LogArchive.of(stack).bucket.bucketName) as unknown;
    expect(attributesOf(template)).toEqual({
      'deletion_protection.enabled': 'true',
      'idle_timeout.timeout_seconds': '60',
      'client_keep_alive.seconds': '3600',
      'routing.http2.enabled': 'true',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'routing.http.desync_mitigation_mode': 'defensive',
      'routing.http.xff_header_processing.mode': 'append',
      'routing.http.xff_client_port.enabled': 'false',
      'routing.http.preserve_host_header.enabled': 'true',
      'waf.fail_open.enabled': 'false',
      'zonal_shift.config.enabled': 'true',
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': bucket,
      'access_logs.s3.prefix': 'load-balancer',
      'connection_logs.s3.enabled': 'true',
      'connection_logs.s3.bucket': bucket,
      'connection_logs.s3.prefix': 'connections',
      'health_check_logs.s3.enabled': 'true',
      'health_check_logs.s3.bucket': bucket,
      'health_check_logs.s3.prefix': 'health-checks',
    });
  });

  test('waits until the archive lets its logs in', () => {
    expect(balancerOf(template).DependsOn).toContainEqual(expect.stringMatching(/^LogArchive.*Policy/));
  });

  test('speaks HTTPS with a post-quantum policy and answers 404 to what nobody asked for (SEC-01)', () => {
    template.hasResourceProperties(LISTENER, {
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      Certificates: [{ CertificateArn: stack.resolve(balancer.certificate.certificateArn) as unknown }],
      DefaultActions: [
        {
          Type: 'fixed-response',
          FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: 'Not found\n' },
        },
      ],
      ListenerAttributes: Match.arrayWith([
        { Key: 'routing.http.response.strict_transport_security.header_value', Value: 'max-age=31536000' },
      ]),
    });
  });

  test('over plain HTTP only redirects (SEC-01)', () => {
    template.hasResourceProperties(LISTENER, {
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [
        { Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301', Protocol: 'HTTPS', Port: '443' } },
      ],
    });
    template.resourceCountIs(LISTENER, 2);
  });

  test('lets the world in on 80 and 443 only, and out to nowhere by itself (NET-03, NET-07, DOC-02)', () => {
    expect(ingressOf(template)).toEqual([
      expect.objectContaining({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443, Description: 'HTTPS from everybody' }),
      expect.objectContaining({ CidrIp: '0.0.0.0/0', FromPort: 80, ToPort: 80 }),
      expect.objectContaining({ CidrIpv6: '::/0', FromPort: 443, ToPort: 443 }),
      expect.objectContaining({ CidrIpv6: '::/0', FromPort: 80, ToPort: 80 }),
    ]);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: Match.stringLikeRegexp('^Load balancer'),
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
    });
  });

  test('leads the domain to itself over IPv4 and IPv6', () => {
    expect(balancer.url).toBe('https://orders.example.com');
    for (const Type of ['A', 'AAAA']) {
      template.hasResourceProperties('AWS::Route53::RecordSet', {
        Type,
        Name: 'orders.example.com.',
        AliasTarget: Match.objectLike({ EvaluateTargetHealth: true }),
      });
    }
  });

  test('has a prepared maintenance rule that matches nothing (HA-09)', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Priority: 1,
      Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: ['maintenance.invalid'] } }],
      Actions: [
        {
          Type: 'fixed-response',
          FixedResponseConfig: {
            StatusCode: '503',
            ContentType: 'text/html',
            MessageBody: Match.stringLikeRegexp('html'),
          },
        },
      ],
      Tags: Match.arrayWith([{ Key: 'maintenance', Value: 'off' }]),
    });
  });

  test('pages on errors and latency, and these roll a release back (MET-01)', () => {
    template.hasResourceProperties(ALARM, {
      AlarmDescription:
        'More than 5 % of all requests are answered with an error (5xx). Runbook: docs/runbooks/load-balancer-5xx.md',
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      TreatMissingData: 'notBreaching',
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: 'IF(requests_60 >= 10, 100 * errors_60 / requests_60, 0)', ReturnData: true }),
        Match.objectLike({ Expression: 'MAX([FILL(answered_60, 0), errors_60])' }),
        Match.objectLike({ Expression: 'SUM([FILL(elb5xx_60, 0), FILL(target5xx_60, 0)])' }),
        Match.objectLike({
          MetricStat: Match.objectLike({ Metric: Match.objectLike({ MetricName: 'HTTPCode_ELB_5XX_Count' }) }),
        }),
        Match.objectLike({
          MetricStat: Match.objectLike({ Metric: Match.objectLike({ MetricName: 'HTTPCode_Target_5XX_Count' }) }),
        }),
      ]),
    });
    template.hasResourceProperties(ALARM, {
      AlarmDescription:
        'One request of a hundred takes longer than 1 second. Runbook: docs/runbooks/load-balancer-latency.md',
      Threshold: 1,
      EvaluationPeriods: 2,
      DatapointsToAlarm: Match.absent(),
      TreatMissingData: 'notBreaching',
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: 'IF(answered_300 >= 100, latency_300, 0)', ReturnData: true }),
        Match.objectLike({
          MetricStat: Match.objectLike({
            Stat: 'p99',
            Period: 300,
            Metric: Match.objectLike({ MetricName: 'TargetResponseTime' }),
          }),
        }),
      ]),
    });
    const { rollbackAlarms } = AlarmSet.of(stack);
    expect(rollbackAlarms).toEqual(
      expect.arrayContaining([balancer.alarms.errors, balancer.alarms.latency, group.unhealthyHostsAlarm]),
    );
  });

  test('writes tickets on the certificate and on failed connections (MET-12)', () => {
    template.hasResourceProperties(ALARM, {
      Namespace: 'AWS/CertificateManager',
      MetricName: 'DaysToExpiry',
      Dimensions: [{ Name: 'CertificateArn', Value: stack.resolve(balancer.certificate.certificateArn) as unknown }],
      Statistic: 'Minimum',
      Threshold: 30,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'ignore',
    });
    for (const [MetricName, Threshold] of [
      ['RejectedConnectionCount', 1],
      ['TargetConnectionErrorCount', 10],
    ]) {
      template.hasResourceProperties(ALARM, {
        MetricName,
        Threshold,
        Statistic: 'Sum',
        Period: 300,
        TreatMissingData: 'notBreaching',
      });
    }
  });

  test('is watched from outside, states its objective and has a picture (MET-09, MET-10, MET-11)', () => {
    expect(balancer.canary).toBeDefined();
    expect(balancer.objective).toBeDefined();
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    const dashboard = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
    for (const text of ['Load balancer LoadBalancer', 'Targets Orders', 'TargetResponseTime', 'UnHealthyHostCount']) {
      expect(dashboard).toContain(text);
    }
  });

  test('the canary waits for the records and the rule that lead to the service', () => {
    const idsOf = (type: string) => Object.keys(template.findResources(type));
    const [canary] = Object.values(template.findResources('AWS::Synthetics::Canary')) as { DependsOn: string[] }[];
    const ways = [
      ...idsOf('AWS::Route53::RecordSet'),
      stack.getLogicalId(group.listenerRule.node.defaultChild as CfnElement),
    ];
    expect(ways).toHaveLength(3);
    expect(canary?.DependsOn).toEqual(expect.arrayContaining(ways));
  });

  test('carries the four tags (PRV-04)', () => {
    const tags = ['service', 'environment', 'owner', 'cost-center'].map((Key) => Match.objectLike({ Key }));
    for (const type of [
      BALANCER,
      'AWS::EC2::SecurityGroup',
      'AWS::WAFv2::WebACL',
      'AWS::CertificateManager::Certificate',
    ]) {
      tags.forEach((tag) => template.hasResourceProperties(type, { Tags: Match.arrayWith([tag]) }));
    }
  });

  test('meets AwsSolutions, but for the door that is open on purpose', () => {
    const ours = (lines: string[]) => lines.filter((line) => line.includes('/LoadBalancer/'));
    expect(ours(nagFindings(stack))).toEqual([]);
    expect(ours(nagWaived(stack))).toContainEqual(
      expect.stringMatching(/^AwsSolutions-EC23 .*LoadBalancer\/SecurityGroup\/Resource$/),
    );
  });
});

describe('LoadBalancer', () => {
  test('internal: in the private subnets, for the VPC, without firewall, canary or waiver', () => {
    const stack = testStack();
    const balancer = balancerIn(stack, { access: Access.INTERNAL });
    balancer.addTargetGroup('Orders', SERVICE);
    const template = templateOf(stack);
    template.hasResourceProperties(BALANCER, { Scheme: 'internal' });
    template.resourceCountIs('AWS::WAFv2::WebACL', 0);
    expect(ingressOf(template)).toHaveLength(2);
    expect(balancer.canary).toBeUndefined();
    expect(balancer.objective).toBeUndefined();
    expect(metadataOf(stack).waivers.filter(({ path }) => path.includes('LoadBalancer'))).toEqual([]);
    expect(nagFindings(stack).filter((line) => line.includes('/LoadBalancer/'))).toEqual([]);
  });

  test('for named ranges: public addresses and a firewall, but closed to all others', () => {
    const stack = testStack();
    const balancer = balancerIn(stack, { access: Access.cidrs('203.0.113.0/24', '2001:db8::/32') });
    balancer.addTargetGroup('Orders', SERVICE);
    const template = templateOf(stack);
    template.hasResourceProperties(BALANCER, { Scheme: 'internet-facing' });
    template.resourceCountIs('AWS::WAFv2::WebACL', 1);
    expect(ingressOf(template)).toEqual([
      expect.objectContaining({ CidrIp: '203.0.113.0/24', FromPort: 443, Description: 'HTTPS from 203.0.113.0/24' }),
      expect.objectContaining({ CidrIp: '203.0.113.0/24', FromPort: 80 }),
      expect.objectContaining({ CidrIpv6: '2001:db8::/32', FromPort: 443 }),
      expect.objectContaining({ CidrIpv6: '2001:db8::/32', FromPort: 80 }),
    ]);
    expect(balancer.objective).toBeDefined();
    expect(balancer.canary).toBeUndefined();
    expect(metadataOf(stack).waivers.map(({ item }) => item)).toContain('Seaworthy::MET-10');
    expect(metadataOf(stack).waivers.map(({ item }) => item)).not.toContain('AwsSolutions::AwsSolutions-EC23');
  });

  test('lets nothing out but to targets, on their port', () => {
    const stack = testStack();
    const balancer = balancerIn(stack, { access: Access.INTERNAL });
    const targets = new SecurityGroup(stack, 'Targets', {
      vpc: new Network(stack, 'Other').vpc,
      description: 'Targets',
    });
    balancer.connections.allowTo(targets, Port.tcp(8080), 'To the targets');
    balancer.connections.allowFrom(Peer.ipv4('10.9.0.0/16'), Port.tcp(443), 'A peered network');
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 8080, ToPort: 8080 });
  });

  test('takes a certificate without a domain, and is then reached under its own name', () => {
    const stack = testStack();
    const balancer = balancerIn(stack, { domain: undefined, certificateArn: CERTIFICATE });
    balancer.addTargetGroup('Orders', SERVICE);
    expect(stack.resolve(balancer.url)).toEqual({
      'Fn::Join': ['', ['https://', stack.resolve(balancer.alb.loadBalancerDnsName)]],
    });
    expect(balancer.canary).toBeUndefined();
    templateOf(stack).resourceCountIs('AWS::Route53::RecordSet', 0);
    templateOf(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
    });
    templateOf(stack).hasResourceProperties(ALARM, {
      MetricName: 'DaysToExpiry',
      Dimensions: [{ Name: 'CertificateArn', Value: CERTIFICATE }],
    });
  });

  test('works in a stack that knows neither account nor region', () => {
    const stack = new Stack();
    new Alerts(stack, 'Alerts', { page: ['pager@example.com'], ticket: ['orders@example.com'] });
    const network = new Network(stack, 'Network', { zones: 2 });
    const balancer = balancerIn(stack, { network });
    balancer.addTargetGroup('Orders', SERVICE);
    expect(attributesOf(templateOf(stack))['access_logs.s3.enabled']).toBe('true');
  });

  test('serves a stack whose network, archive and targets are in others', () => {
    const stage = testStage();
    const [platform, front, back] = ['Platform', 'Front', 'Back'].map((id) => new Stack(stage, id, { env: PLACE })) as [
      Stack,
      Stack,
      Stack,
    ];
    const network = new Network(platform, 'Network');
    const balancer = balancerIn(front, { network });
    const group = balancer.addTargetGroup('Orders', SERVICE);
    const fleet = new AutoScalingGroup(back, 'Fleet', {
      vpc: network.vpc,
      launchTemplate: new LaunchTemplate(back, 'Template', {
        machineImage: MachineImage.latestAmazonLinux2023(),
        instanceType: new InstanceType('t4g.small'),
        securityGroup: new SecurityGroup(back, 'FleetGroup', { vpc: network.vpc }),
      }),
    });
    fleet.attachToApplicationTargetGroup(group.targetGroup);
    templateOf(front).resourceCountIs('AWS::S3::Bucket', 0);
    templateOf(platform).resourceCountIs('AWS::S3::Bucket', 2);
    templateOf(back).hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', {
      TargetGroupARNs: Match.anyValue(),
    });
    for (const stack of [front, back]) {
      const rules = [
        ...Object.values(templateOf(stack).findResources('AWS::EC2::SecurityGroupEgress')),
        ...Object.values(templateOf(stack).findResources('AWS::EC2::SecurityGroupIngress')),
      ] as { Properties: { FromPort: number } }[];
      rules.forEach(({ Properties }) => expect(Properties.FromPort).toBe(8080));
    }
  });

  test('in development it may be deleted; everything else is the same', () => {
    const [production, development] = [Tier.PRODUCTION, Tier.DEVELOPMENT].map((tier) => {
      const stack = testStack({ tier });
      balancerIn(stack);
      return attributesOf(templateOf(stack));
    });
    expect(development).toEqual({ ...production, 'deletion_protection.enabled': 'false' });
  });

  test('has the thresholds that it is given', () => {
    const stack = testStack();
    balancerIn(stack, {
      thresholds: {
        errorPercent: 2,
        latency: Duration.millis(300),
        minimumRequests: 50,
        minimumRequestsForLatency: 500,
        connectionErrors: 3,
      },
    });
    const template = templateOf(stack);
    template.hasResourceProperties(ALARM, {
      Threshold: 2,
      Metrics: Match.arrayWith([Match.objectLike({ Expression: Match.stringLikeRegexp('>= 50') })]),
    });
    template.hasResourceProperties(ALARM, {
      Threshold: 0.3,
      Metrics: Match.arrayWith([Match.objectLike({ Expression: Match.stringLikeRegexp('>= 500') })]),
    });
    template.hasResourceProperties(ALARM, { Threshold: 3, MetricName: 'TargetConnectionErrorCount' });
  });

  test('a transform has the last word', () => {
    const stack = testStack();
    balancerIn(stack, {
      transform: {
        loadBalancer: (props) => ({ ...props, clientKeepAlive: Duration.minutes(5) }),
        httpsListener: (props) => ({ ...props, port: 8443 }),
        httpListener: (props) => ({ ...props, port: 8080 }),
      },
    });
    expect(attributesOf(templateOf(stack))['client_keep_alive.seconds']).toBe('300');
    templateOf(stack).hasResourceProperties(LISTENER, { Port: 8443 });
    templateOf(stack).hasResourceProperties(LISTENER, { Port: 8080 });
  });

  test.each<[string, Partial<LoadBalancerProps>, string]>([
    [
      'CertificateMissing',
      { domain: undefined },
      "domain must be given, like { domainName: 'orders.example.com', hostedZone }, or certificateArn: HTTPS needs a certificate, and nothing is served over plain HTTP",
    ],
    [
      'CertificateTwice',
      { certificateArn: CERTIFICATE },
      'certificateArn must be given within domain when there is one, got it beside domain',
    ],
    [
      'CertificateArnWrong',
      { domain: undefined, certificateArn: 'arn:aws:iam::111122223333:server-certificate/a' },
      "certificateArn must be the ARN of an ACM certificate (arn:aws:acm:REGION:ACCOUNT:certificate/ID), got 'arn:aws:iam::111122223333:server-certificate/a'",
    ],
    ['IdleTimeoutOutOfRange', { idleTimeout: Duration.minutes(5) }, 'idleTimeout must be 1 to 120 seconds, got 300 s'],
  ])('refuses with %s', (code, wrong, text) => {
    const error = thrownBy(() => balancerIn(testStack(), wrong));
    expect(error.code).toBe(code);
    expect(error.message).toBe(`${text}\n  at: Test/Stack/LoadBalancer`);
  });

  test.each<[string, LoadBalancerProps['thresholds'], string]>([
    ['ErrorPercentOutOfRange', { errorPercent: 0 }, 'errorPercent must be more than 0 and less than 100, got 0'],
    ['LatencyOutOfRange', { latency: Duration.millis(0) }, 'latency must be more than nothing, got 0 ms'],
    ['MinimumRequestsOutOfRange', { minimumRequests: 0 }, 'minimumRequests must be 1 or more, got 0'],
    [
      'MinimumRequestsForLatencyOutOfRange',
      { minimumRequestsForLatency: 0 },
      'minimumRequestsForLatency must be 1 or more, got 0',
    ],
    ['ConnectionErrorsOutOfRange', { connectionErrors: 0 }, 'connectionErrors must be 1 or more, got 0'],
  ])('refuses thresholds with %s', (code, thresholds, text) => {
    const error = thrownBy(() => balancerIn(testStack(), { thresholds }));
    expect(error.code).toBe(code);
    expect(error.message).toBe(`${text}\n  at: Test/Stack/LoadBalancer/Alarms`);
  });

  test('refuses a network of one zone', () => {
    const stack = testStack();
    const network = { ...new Network(stack, 'Network'), zones: 1 } as unknown as Network;
    const error = thrownBy(() => balancerIn(stack, { network }));
    expect(error.code).toBe('ZonesTooFew');
    expect(error.message).toBe(
      'network must span at least 2 zones, which a load balancer needs, got 1\n  at: Test/Stack/LoadBalancer',
    );
  });

  test('refuses a domain outside its zone', () => {
    const error = thrownBy(() => balancerIn(testStack(), { domain: { ...DOMAIN, domainName: 'orders.example.org' } }));
    expect(error.code).toBe('DomainOutsideZone');
  });
});
