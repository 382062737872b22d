import { Duration } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Access } from '../../../constructs/traffic/access';
import type { LoadBalancerProps } from '../../../constructs/traffic/load-balancer';
import { FLAG_SETS, templateOf, testStack } from '../../_helpers/stack';
import { balancerIn, SERVICE, thrownBy } from './balancer';

const ACL = 'AWS::WAFv2::WebACL';
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';

function templateWith(props: Partial<LoadBalancerProps>, flags: Record<string, unknown> = {}): Template {
  const stack = testStack({ flags });
  balancerIn(stack, props).addTargetGroup('Orders', SERVICE);
  return templateOf(stack);
}

function identities(template: Template): string[] {
  return Object.entries(template.toJSON().Resources as Record<string, { Type: string }>)
    .filter(([, { Type }]) => !Type.startsWith('Custom::'))
    .map(([id]) => id)
    .sort();
}

const ACCESSES: [string, Access][] = [
  ['everybody', Access.PUBLIC],
  ['named ranges', Access.cidrs('203.0.113.0/24')],
  ['the VPC', Access.INTERNAL],
  ['private ranges', Access.internalCidrs('10.20.0.0/16')],
];

describe.each(FLAG_SETS)('the maintenance switch under %s', (_, flags) => {
  test.each(ACCESSES)('answers 503 with Retry-After and a page, for %s', (_name, access) => {
    const template = templateWith({ access, maintenance: true }, flags);
    template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
    template.hasResourceProperties(ACL, {
      CustomResponseBodies: {
        maintenance: { ContentType: 'TEXT_HTML', Content: Match.stringLikeRegexp('Down for maintenance') },
      },
      Rules: Match.arrayWith([
        {
          Name: 'Maintenance',
          Priority: 0,
          Action: {
            Block: {
              CustomResponse: {
                ResponseCode: 503,
                CustomResponseBodyKey: 'maintenance',
                ResponseHeaders: [
                  { Name: 'Retry-After', Value: '600' },
                  { Name: 'Cache-Control', Value: 'no-store' },
                ],
              },
            },
          },
          Statement: {
            SizeConstraintStatement: {
              FieldToMatch: { UriPath: {} },
              ComparisonOperator: 'GE',
              Size: 0,
              TextTransformations: [{ Priority: 0, Type: 'NONE' }],
            },
          },
          VisibilityConfig: { MetricName: 'Maintenance', CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true },
        },
      ]),
    });
  });

  test('the listener answers 503 to everything as well, before all other rules (HA-09)', () => {
    templateWith({ maintenance: { enabled: true } }, flags).hasResourceProperties(RULE, {
      Priority: 1,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
      Actions: [
        {
          Type: 'fixed-response',
          FixedResponseConfig: {
            StatusCode: '503',
            ContentType: 'text/html',
            MessageBody: Match.stringLikeRegexp('Down for maintenance'),
          },
        },
      ],
      Tags: Match.arrayWith([{ Key: 'maintenance', Value: 'on' }]),
    });
  });
});

describe('the maintenance switch', () => {
  test('turning it adds and removes nothing behind a public load balancer', () => {
    expect(identities(templateWith({ maintenance: true }))).toEqual(identities(templateWith({ maintenance: false })));
  });

  test('turning it brings and takes only the firewall of an internal one, never its logs', () => {
    const off = identities(templateWith({ access: Access.INTERNAL }));
    const on = identities(templateWith({ access: Access.INTERNAL, maintenance: true }));
    expect(on.filter((id) => !off.includes(id)).map((id) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'LoadBalancerWebFirewall',
      'LoadBalancerWebFirewallAssociation',
      'LoadBalancerWebFirewallLogging',
    ]);
    expect(off.filter((id) => !on.includes(id))).toEqual([]);
  });

  test('answers on purpose are no errors', () => {
    templateWith({ maintenance: true }).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('load-balancer-5xx'),
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: 'SUM([FILL(elb5xx_60, 0), FILL(target5xx_60, 0)]) - FILL(purpose_60, 0)' }),
        Match.objectLike({
          MetricStat: Match.objectLike({
            Metric: Match.objectLike({
              Namespace: 'AWS/WAFV2',
              Dimensions: Match.arrayWith([{ Name: 'Rule', Value: 'Maintenance' }]),
            }),
          }),
        }),
      ]),
    });
  });

  test('the canary takes the page for an answer', () => {
    const statuses = (maintenance: boolean) =>
      /"STATUSES":"([^"]+)"/.exec(
        JSON.stringify(templateWith({ maintenance }).findResources('AWS::Synthetics::Canary')),
      )?.[1];
    expect(statuses(true)).toBe('200-299,503');
    expect(statuses(false)).toBe('200-299');
  });

  test('shows a page and a time of its own; a page too long for the listener stays with the firewall', () => {
    const page = `<!doctype html><title>Moving</title>${'x'.repeat(2000)}`;
    const template = templateWith({ maintenance: { enabled: true, page, retryAfter: Duration.hours(2) } });
    template.hasResourceProperties(ACL, { CustomResponseBodies: { maintenance: { Content: page } } });
    expect(JSON.stringify(template.findResources(ACL))).toContain('{"Name":"Retry-After","Value":"7200"}');
    template.hasResourceProperties(RULE, {
      Actions: [{ FixedResponseConfig: { MessageBody: Match.stringLikeRegexp('Down for maintenance') } }],
    });
    templateWith({ maintenance: { enabled: true, page: '<p>Moving' } }).hasResourceProperties(RULE, {
      Actions: [{ FixedResponseConfig: { MessageBody: '<p>Moving' } }],
    });
  });

  test('guards even where the firewall is turned off', () => {
    templateWith({ webFirewall: false, maintenance: true }).resourceCountIs(ACL, 1);
  });

  test.each<[string, LoadBalancerProps['maintenance'], string]>([
    ['MaintenancePageTooLong', { enabled: false, page: 'é'.repeat(2049) }, 'page must be 4096 bytes or less, got 4098'],
    [
      'MaintenancePageEmpty',
      { enabled: true, page: ' ' },
      'page must tell users what is going on, got an empty one; leave it out for the default page',
    ],
    [
      'RetryAfterOutOfRange',
      { enabled: true, retryAfter: Duration.seconds(0) },
      'retryAfter must be a second or more, got 0 s',
    ],
  ])('refuses with %s', (code, maintenance, text) => {
    const error = thrownBy(() => balancerIn(testStack(), { maintenance }));
    expect(error.code).toBe(code);
    expect(error.message).toBe(`${text}\n  at: Test/Stack/LoadBalancer`);
  });
});
