import { Duration, Stack, Stage } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Network } from '../../../constructs/network/network';
import { AlarmSet } from '../../../constructs/observability/alarm-set';
import { Access } from '../../../constructs/traffic/access';
import { nagFindings } from '../../_helpers/nag';
import { FLAG_SETS, PLACE, templateOf } from '../../_helpers/stack';
import { fixture } from './service-fixture';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';

describe.each(FLAG_SETS)('behind a public load balancer with %s', (_name, flags) => {
  const { stack, service, loadBalancer } = fixture({ flags });
  const door = loadBalancer(Access.PUBLIC);
  const made = service({ loadBalancer: door, scaling: { requestsPerTarget: 600 } });
  const findings = nagFindings(stack);
  const template = templateOf(stack);
  const [group] = Object.values(template.findResources(GROUP)) as [Record<string, Record<string, unknown>>];

  test('meets AwsSolutions', () => {
    expect(findings).toEqual([]);
  });

  test('the load balancer decides who is healthy', () => {
    expect(group?.Properties).toMatchObject({
      HealthCheckType: 'ELB,EBS',
      HealthCheckGracePeriod: 120,
      TargetGroupARNs: [{ Ref: expect.any(String) as string }],
    });
  });

  test('an instance leaves after its requests, its application and the shutdown have ended', () => {
    expect(group?.Properties?.LifecycleHookSpecificationList).toContainEqual(
      expect.objectContaining({ LifecycleHookName: 'terminating', HeartbeatTimeout: 15 + 30 + 30 }),
    );
  });

  test('only the load balancer may use the port', () => {
    const rules = Object.values(
      template.findResources('AWS::EC2::SecurityGroupIngress', {
        Properties: { GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ServiceSecurityGroup'), 'GroupId'] } },
      }),
    );
    expect(rules).toEqual([
      expect.objectContaining({
        Properties: expect.objectContaining({
          FromPort: 8080,
          ToPort: 8080,
          IpProtocol: 'tcp',
          SourceSecurityGroupId: { 'Fn::GetAtt': [expect.stringMatching(/^DoorSecurityGroup/), 'GroupId'] },
        }) as object,
      }),
    ]);
  });

  test('the application keeps connections longer than the load balancer', () => {
    expect(JSON.stringify(template.findResources('AWS::EC2::LaunchTemplate'))).toContain(
      'KEEP_ALIVE_TIMEOUT_SECONDS=65',
    );
  });

  test('requests count for scaling too, and only add', () => {
    template.hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
      TargetTrackingConfiguration: {
        DisableScaleIn: true,
        TargetValue: 600,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget' },
      },
    });
  });

  test('its alarms and those of the load balancer guard a release, ten at most', () => {
    const { Alarms } = (
      group?.UpdatePolicy as {
        AutoScalingInstanceRefresh: { Preferences: { AlarmSpecification: { Alarms: string[] } } };
      }
    ).AutoScalingInstanceRefresh.Preferences.AlarmSpecification;
    expect(Alarms).toEqual(AlarmSet.of(stack).rollbackAlarmNames);
    expect(Alarms.some((name) => name.includes('-Door-'))).toBe(true);
    expect(Alarms.length).toBeLessThanOrEqual(10);
  });

  test('the loss of a zone is rehearsed', () => {
    expect(made.faultExperiment).toBeDefined();
    template.hasResourceProperties('AWS::FIS::ExperimentTemplate', {
      StopConditions: [
        { Source: 'aws:cloudwatch:alarm', Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('Health'), 'Arn'] } },
      ],
      Targets: {
        instances: Match.objectLike({
          ResourceTags: Match.objectLike({
            'aws:autoscaling:groupName': { Ref: Match.stringLikeRegexp('^ServiceGroup') },
          }),
        }),
      },
    });
  });
});

test('the view from outside guards a release', () => {
  const { stack, service, loadBalancer } = fixture();
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
    hostedZoneId: 'Z1',
    zoneName: 'example.com',
  });
  service({ loadBalancer: loadBalancer(Access.PUBLIC, { domainName: 'orders.example.com', hostedZone }) });
  expect(JSON.stringify(templateOf(stack).findResources(GROUP))).toMatch(/Door-Canary/);
});

test('an internal service rehearses nothing by itself', () => {
  const { service, loadBalancer } = fixture();
  expect(service({ loadBalancer: loadBalancer() }).faultExperiment).toBeUndefined();
});

test('the alarms of another service behind the same load balancer do not roll back', () => {
  const { stack, service, loadBalancer } = fixture();
  const door = loadBalancer();
  service({ loadBalancer: door, route: { paths: ['/one/*'] } }, 'One');
  service({ loadBalancer: door, route: { paths: ['/two/*'] } }, 'Two');
  const groups = Object.values(templateOf(stack).findResources(GROUP)) as { UpdatePolicy: unknown }[];
  for (const [index, group] of groups.entries()) {
    const policy = JSON.stringify(group.UpdatePolicy);
    expect(policy).toContain(index === 0 ? 'One-UnhealthyHosts' : 'Two-UnhealthyHosts');
    expect(policy).not.toContain(index === 0 ? 'Two-' : 'One-');
  }
});

describe.each(FLAG_SETS)('with the load balancer in another stack and %s', (_name, flags) => {
  test('the arrows between the stacks point one way, and its alarms guard the release', () => {
    const { stack, service, loadBalancer } = fixture({ flags });
    const orders = new Stack(Stage.of(stack) ?? stack, 'Orders', { description: 'Orders', env: PLACE });
    const door = loadBalancer();
    service({ loadBalancer: door, scaling: { requestsPerTarget: 600 } }, 'Service', orders);
    const template = templateOf(orders);
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 8080, ToPort: 8080 });
    const policies = JSON.stringify(template.findResources(GROUP));
    expect(policies).toContain('Orders-Service-Alarms-FailedLaunches');
    expect(policies).toContain('Stack-Door-');
    expect(orders.dependencies).toContain(stack);
    expect(stack.dependencies).not.toContain(orders);
  });
});

test.each([
  { deregistrationDelay: 5, stopTimeout: 30, settleTime: 15 },
  { deregistrationDelay: 30, stopTimeout: 30, settleTime: 15 },
  { deregistrationDelay: 60, stopTimeout: 30, settleTime: 30 },
  { deregistrationDelay: 120, stopTimeout: 20, settleTime: 100 },
  { deregistrationDelay: 120, stopTimeout: 300, settleTime: 15 },
])('requests have their time to finish: $deregistrationDelay s', ({ deregistrationDelay, stopTimeout, settleTime }) => {
  const { stack, service, loadBalancer } = fixture();
  service({
    loadBalancer: loadBalancer(),
    route: { deregistrationDelay: Duration.seconds(deregistrationDelay) },
    lifecycle: { stopTimeout: Duration.seconds(stopTimeout) },
  });
  const template = templateOf(stack);
  expect(JSON.stringify(template.findResources('AWS::EC2::LaunchTemplate'))).toContain(
    `SETTLE_SECONDS=${settleTime}\\n`,
  );
  expect(settleTime + stopTimeout).toBeGreaterThanOrEqual(deregistrationDelay);
  template.hasResourceProperties(GROUP, {
    LifecycleHookSpecificationList: Match.arrayWith([
      Match.objectLike({ HeartbeatTimeout: settleTime + stopTimeout + 30 }),
    ]),
  });
});

test.each([
  [undefined, "HEALTHY_CODES='200'"],
  ['200-204,301', "HEALTHY_CODES='200-204,301'"],
])('an instance boots as healthy where the load balancer finds it so: codes %s', (healthyCodes, expected) => {
  const { stack, service, loadBalancer } = fixture();
  service({ loadBalancer: loadBalancer(), route: { healthyCodes } });
  expect(JSON.stringify(templateOf(stack).findResources('AWS::EC2::LaunchTemplate'))).toContain(expected);
});

describe('hours off', () => {
  const offHours = { stop: '0 20 * * *', start: '0 7 * * *', timeZone: 'Europe/Berlin' };
  const domainIn = (stack: Stack) => ({
    domainName: 'orders.example.com',
    hostedZone: HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' }),
  });

  test('are refused under the eyes of a canary', () => {
    const { stack, service, loadBalancer } = fixture();
    const door = loadBalancer(Access.PUBLIC, domainIn(stack));
    expect(() => service({ loadBalancer: door, scaling: { offHours } })).toThrow(
      'scaling.offHours must not be given behind a loadBalancer that a canary watches, which pages every night and ' +
        'blocks releases; let nobody but named address ranges or the VPC in (access), or keep the instances and give ' +
        'the environment a day on which it expires\n  at: Test/Stack/Service',
    );
  });

  test.each([
    ['the VPC', Access.INTERNAL],
    ['named address ranges', Access.cidrs('203.0.113.0/24')],
  ])('are possible where nobody but %s comes in', (_who, access) => {
    const { stack, service, loadBalancer } = fixture();
    service({ loadBalancer: loadBalancer(access, domainIn(stack)), scaling: { offHours } });
    templateOf(stack).hasResourceProperties('AWS::AutoScaling::ScheduledAction', { MinSize: 0 });
  });
});

test('a keep-alive below the idle timeout of the load balancer is refused', () => {
  const { service, loadBalancer } = fixture();
  const door = loadBalancer();
  expect(() => service({ loadBalancer: door, lifecycle: { keepAliveTimeout: Duration.seconds(60) } })).toThrow(
    'keepAliveTimeout must be longer than the idle timeout of the load balancer (60 s), got 60 s',
  );
});

test('routes and request counts need a load balancer', () => {
  const { service } = fixture();
  expect(() => service({ route: { paths: ['/orders/*'] } }, 'One')).toThrow(
    'route needs a loadBalancer that sends the requests, got none\n  at: Test/Stack/One',
  );
  expect(() => service({ scaling: { requestsPerTarget: 600 } }, 'Two')).toThrow(
    'scaling.requestsPerTarget needs a loadBalancer that counts requests, got 600 without one\n  at: Test/Stack/Two/Scaling',
  );
});

test('lives in a VPC that was there before', () => {
  const { stack, service } = fixture();
  const vpc = new Vpc(stack, 'Old', { maxAzs: 2 });
  const network = Network.fromVpc(stack, 'OldNetwork', {
    vpc,
    gatewayEndpoints: 'create',
    interfaceEndpoints: 'skip',
  });
  service({ network, capacity: { min: 3, max: 6 } });
  const [group] = Object.values(templateOf(stack).findResources(GROUP)) as {
    Properties: { VPCZoneIdentifier: object[] };
  }[];
  expect(JSON.stringify(group?.Properties.VPCZoneIdentifier)).toMatch(/OldPrivateSubnet1.*OldPrivateSubnet2/);
  expect(() => service({ network, capacity: { min: 3, max: 5 } }, 'Tight')).toThrow(
    'capacity.max must be 6 or more, which is min 3 times 2/1',
  );
});
