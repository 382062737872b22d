import { type CfnElement, Duration } from 'aws-cdk-lib';
import { ApplicationProtocol, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Match } from 'aws-cdk-lib/assertions';
import { Tier } from '../../../constructs/core/tier';
import { AlarmSet } from '../../../constructs/observability/alarm-set';
import { Access } from '../../../constructs/traffic/access';
import type { ServiceTargetGroupProps } from '../../../constructs/traffic/service-target-group';
import { FLAG_SETS, templateOf, testStack } from '../../_helpers/stack';
import { balancerIn, SERVICE, thrownBy } from './balancer';

const GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';

function attributes(stack: ReturnType<typeof testStack>): Record<string, string> {
  const [group] = Object.values(templateOf(stack).findResources(GROUP)) as {
    Properties: { TargetGroupAttributes: { Key: string; Value: string }[] };
  }[];
  return Object.fromEntries((group?.Properties.TargetGroupAttributes ?? []).map(({ Key, Value }) => [Key, Value]));
}

function dimensionsOf() {
  return Match.arrayWith([
    Match.objectLike({ Name: 'LoadBalancer' }),
    { Name: 'TargetGroup', Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('Orders'), 'TargetGroupFullName'] } },
  ]);
}

function groupIn(props: Partial<ServiceTargetGroupProps> = {}, tier = Tier.PRODUCTION) {
  const stack = testStack({ tier });
  const balancer = balancerIn(stack, { access: Access.INTERNAL });
  return { stack, balancer, group: balancer.addTargetGroup('Orders', { ...SERVICE, ...props }) };
}

describe.each(FLAG_SETS)('ServiceTargetGroup under %s', (_, flags) => {
  const stack = testStack({ flags });
  const balancer = balancerIn(stack, { access: Access.INTERNAL });
  const group = balancer.addTargetGroup('Orders', SERVICE);

  test('checks targets often enough to find a sick one within a minute (HA-06)', () => {
    templateOf(stack).hasResourceProperties(GROUP, {
      Port: 8080,
      Protocol: 'HTTP',
      ProtocolVersion: 'HTTP1',
      TargetType: 'instance',
      HealthCheckEnabled: true,
      HealthCheckPath: '/health',
      HealthCheckPort: 'traffic-port',
      HealthCheckProtocol: 'HTTP',
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 5,
      UnhealthyThresholdCount: 3,
      HealthyThresholdCount: 2,
      Matcher: { HttpCode: '200' },
    });
  });

  test('drains, mitigates anomalies, and decides what happens when most targets are sick (DEP-03, HA-07)', () => {
    expect(attributes(stack)).toEqual({
      'deregistration_delay.timeout_seconds': '30',
      'stickiness.enabled': 'false',
      'load_balancing.algorithm.type': 'weighted_random',
      'load_balancing.algorithm.anomaly_mitigation': 'on',
      'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
      'target_group_health.dns_failover.minimum_healthy_targets.percentage': '25',
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': '25',
    });
  });

  test('takes the requests for the domain, and nothing else', () => {
    templateOf(stack).hasResourceProperties(RULE, {
      Priority: group.priority,
      Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: ['orders.example.com'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn: stack.resolve(group.targetGroup.targetGroupArn) as unknown }],
    });
  });

  test('pages when half of the targets are sick for three of five minutes, and rolls a release back (MET-01)', () => {
    expect(AlarmSet.of(stack).rollbackAlarms).toContain(group.unhealthyHostsAlarm);
    const count = (MetricName: string, Stat: string) =>
      Match.objectLike({
        MetricStat: {
          Metric: { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions: dimensionsOf() },
          Period: 60,
          Stat,
        },
        ReturnData: false,
      });
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.arrayWith([
        Match.objectLike({
          Expression: 'IF(unhealthy > 0, 100 * unhealthy / (unhealthy + FILL(healthy, 0)), 0)',
        }),
        count('UnHealthyHostCount', 'Maximum'),
        count('HealthyHostCount', 'Minimum'),
      ]),
      Threshold: 50,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      TreatMissingData: 'notBreaching',
      AlarmDescription: Match.stringLikeRegexp('load-balancer-unhealthy-hosts\\.md$'),
    });
  });

  test('a single sick target is a ticket after twenty minutes, and rolls nothing back', () => {
    const { rollbackAlarms, tickets } = AlarmSet.of(stack);
    expect(rollbackAlarms).not.toContain(group.lastingUnhealthyHostAlarm);
    const { Ref: id } = stack.resolve(group.lastingUnhealthyHostAlarm.alarmName) as { Ref: string };
    const composites = Object.entries(templateOf(stack).findResources('AWS::CloudWatch::CompositeAlarm'));
    const speaking = composites.filter(([, one]) => JSON.stringify(one).includes(`{"Ref":"${id}"}`));
    expect(speaking.map(([composite]) => composite)).toEqual([
      stack.getLogicalId(tickets.node.defaultChild as CfnElement),
    ]);
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'UnHealthyHostCount',
      Statistic: 'Maximum',
      Dimensions: dimensionsOf(),
      Threshold: 1,
      EvaluationPeriods: 20,
      Period: 60,
      TreatMissingData: 'notBreaching',
    });
  });

  test('tells what others need', () => {
    expect(group).toMatchObject({ port: 8080, healthCheckPath: '/health', deregistrationDelay: Duration.seconds(30) });
    expect(group.loadBalancer).toBe(balancer.alb);
    expect(group.requestCountPerTarget().toMetricConfig().metricStat).toMatchObject({
      metricName: 'RequestCountPerTarget',
      statistic: 'Sum',
      period: Duration.minutes(1),
    });
  });
});

describe('ServiceTargetGroup', () => {
  test('slow start takes the place of anomaly mitigation', () => {
    expect(attributes(groupIn({ slowStart: Duration.seconds(60) }).stack)).toMatchObject({
      'load_balancing.algorithm.type': 'round_robin',
      'slow_start.duration_seconds': '60',
    });
  });

  test('with two zones, losing one leaves more than the minimum', () => {
    expect(attributes(groupIn({}, Tier.DEVELOPMENT).stack)).toMatchObject({
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': '33',
    });
  });

  test('speaks HTTPS with its targets where told to', () => {
    const { stack } = groupIn({ protocol: ApplicationProtocol.HTTPS, targetType: TargetType.IP });
    templateOf(stack).hasResourceProperties(GROUP, {
      Protocol: 'HTTPS',
      HealthCheckProtocol: 'HTTPS',
      TargetType: 'ip',
    });
  });

  test('takes hosts, paths and a priority', () => {
    const { stack } = groupIn({ hosts: ['*.example.com'], paths: ['/api/*', '/api'], priority: 20 });
    templateOf(stack).hasResourceProperties(RULE, {
      Priority: 20,
      Conditions: [
        { Field: 'host-header', HostHeaderConfig: { Values: ['*.example.com'] } },
        { Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*', '/api'] } },
      ],
    });
  });

  test.each<[string, Partial<ServiceTargetGroupProps>, string]>([
    ['PortOutOfRange', { port: 0 }, 'port must be a whole number from 1 to 65535, got 0'],
    [
      'HealthCheckPathMalformed',
      { healthCheckPath: 'health' },
      "healthCheckPath must begin with / and hold no space, got 'health'",
    ],
    [
      'HealthCheckTooSlow',
      { unhealthyThreshold: 7 },
      'healthCheckInterval times unhealthyThreshold must be 60 seconds or less, got 10 s times 7',
    ],
    [
      'HealthCheckTimeoutTooLong',
      { healthCheckTimeout: Duration.seconds(10) },
      'healthCheckTimeout must be 2 seconds or more and less than healthCheckInterval (10 s), got 10 s',
    ],
    ['UnhealthyThresholdOutOfRange', { unhealthyThreshold: 1 }, 'unhealthyThreshold must be 2 to 10, got 1'],
    [
      'DeregistrationDelayOutOfRange',
      { deregistrationDelay: Duration.minutes(5) },
      'deregistrationDelay must be 5 to 120 seconds, got 300 s',
    ],
    [
      'KeepAliveTooShort',
      { keepAliveTimeout: Duration.seconds(60) },
      'keepAliveTimeout must be longer than the idle timeout of the load balancer (60 s), got 60 s',
    ],
    ['SlowStartOutOfRange', { slowStart: Duration.seconds(10) }, 'slowStart must be 30 to 900 seconds, got 10 s'],
    ['PriorityOutOfRange', { priority: 1 }, 'priority must be a whole number from 2 to 9999, got 1'],
    [
      'HostMalformed',
      { hosts: ['a.example.com', 'localhost', 'https://a.b'] },
      "hosts must be host names with at least one dot, * and ? as wildcards, got 'localhost', 'https://a.b'",
    ],
    [
      'PathMalformed',
      { paths: ['api'] },
      "paths must begin with /, be 128 characters at most, * and ? as wildcards, got 'api'",
    ],
    [
      'TooManyConditions',
      { hosts: ['a.b', 'b.b', 'c.b'], paths: ['/a', '/b', '/c'] },
      'hosts and paths must be 5 together at most, which one listener rule holds, got 6',
    ],
  ])('refuses with %s: %j', (code, wrong, text) => {
    const error = thrownBy(() => groupIn(wrong));
    expect(error.code).toBe(code);
    expect(error.message).toBe(`${text}\n  at: Test/Stack/LoadBalancer/Orders`);
  });

  test('names all that is wrong at once', () => {
    const wrong = { healthCheckInterval: Duration.seconds(2), deregistrationDelay: Duration.seconds(0) };
    expect(thrownBy(() => groupIn(wrong)).message).toBe(
      '3 props are wrong:\n' +
        '  - healthCheckInterval must be 5 to 300 seconds, got 2 s [HealthCheckIntervalOutOfRange]\n' +
        '  - healthCheckTimeout must be 2 seconds or more and less than healthCheckInterval (2 s), got 5 s [HealthCheckTimeoutTooLong]\n' +
        '  - deregistrationDelay must be 5 to 120 seconds, got 0 s [DeregistrationDelayOutOfRange]\n' +
        '  at: Test/Stack/LoadBalancer/Orders',
    );
  });

  test('takes a keep-alive that is longer than the idle timeout', () => {
    expect(() => groupIn({ keepAliveTimeout: Duration.seconds(65) })).not.toThrow();
  });
});
