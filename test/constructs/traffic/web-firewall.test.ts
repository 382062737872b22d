import { Match, type Template } from 'aws-cdk-lib/assertions';
import { metadataOf } from '../../../constructs/core/metadata';
import { Access } from '../../../constructs/traffic/access';
import type { WebFirewallOptions } from '../../../constructs/traffic/web-firewall';
import { ManagedRules } from '../../../constructs/traffic/web-firewall-rules';
import { FLAG_SETS, templateOf, testStack } from '../../_helpers/stack';
import { balancerIn, thrownBy } from './balancer';

const ACL = 'AWS::WAFv2::WebACL';

/** It ends with a part of the stack's id: the log group outlives its stack. */
const LOG_GROUP_NAME = {
  'Fn::Join': ['', ['aws-waf-logs-Test-Stack-LoadBalancer-9F9AE175-', { 'Fn::Select': [4, Match.anyValue()] }]],
};

interface Rule {
  Name: string;
  Priority: number;
  OverrideAction?: object;
  Action?: object;
  Statement: { ManagedRuleGroupStatement?: object };
}

function rulesOf(template: Template): Rule[] {
  const [acl] = Object.values(template.findResources(ACL)) as { Properties: { Rules: Rule[] } }[];
  return acl?.Properties.Rules ?? [];
}

function firewallIn(options: WebFirewallOptions) {
  const stack = testStack();
  balancerIn(stack, { webFirewall: options });
  return stack;
}

describe.each(FLAG_SETS)('WebFirewall under %s', (_, flags) => {
  const stack = testStack({ flags });
  const balancer = balancerIn(stack);
  const template = templateOf(stack);

  test('blocks by the managed rules of AWS and by rate (SEC-08, STA-03)', () => {
    template.hasResourceProperties(ACL, {
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
      VisibilityConfig: { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: Match.anyValue() },
      OnSourceDDoSProtectionConfig: { ALBLowReputationMode: 'ACTIVE_UNDER_DDOS' },
      CustomResponseBodies: Match.absent(),
      Rules: [
        Match.objectLike({
          Name: 'RateLimit',
          Priority: 1,
          Action: {
            Block: { CustomResponse: { ResponseCode: 429, ResponseHeaders: [{ Name: 'Retry-After', Value: '300' }] } },
          },
          Statement: { RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: 2000 } },
        }),
        ...[
          'AWSManagedRulesAmazonIpReputationList',
          'AWSManagedRulesKnownBadInputsRuleSet',
          'AWSManagedRulesCommonRuleSet',
        ].map((Name, index) => ({
          Name,
          Priority: 2 + index,
          OverrideAction: { None: {} },
          Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name } },
          VisibilityConfig: { MetricName: Name, CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true },
        })),
      ],
    });
  });

  test('stands before the load balancer', () => {
    template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: stack.resolve(balancer.alb.loadBalancerArn) as unknown,
      WebACLArn: stack.resolve(balancer.webFirewall?.webAcl.attrArn) as unknown,
    });
  });

  test('logs its decisions without what identifies a user, into the archive (LOG-02, LOG-05)', () => {
    const logGroup = stack.resolve(balancer.firewallLogs.logGroup.logGroupName) as { Ref: string };
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      ResourceArn: stack.resolve(balancer.webFirewall?.webAcl.attrArn) as unknown,
      LogDestinationConfigs: [
        {
          'Fn::Join': [
            '',
            Match.arrayWith([Match.stringLikeRegexp(':logs:eu-west-1:111122223333:log-group:$'), logGroup]),
          ],
        },
      ],
      RedactedFields: [{ SingleHeader: { Name: 'authorization' } }, { SingleHeader: { Name: 'cookie' } }],
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: LOG_GROUP_NAME,
      RetentionInDays: Match.anyValue(),
    });
    template.hasResourceProperties('AWS::Logs::SubscriptionFilter', { LogGroupName: logGroup });
  });

  test('logs what was stopped, counted or questioned, and not each request that passes', () => {
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      LoggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT', 'CAPTCHA', 'CHALLENGE'].map((Action) => ({
              ActionCondition: { Action },
            })),
          },
        ],
      },
    });
  });

  test('keeps the identity of its log group, whose name differs from that of the next stack of the same name', () => {
    const groups = template.findResources('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: LOG_GROUP_NAME },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    expect(Object.keys(groups)).toEqual(['LoadBalancerFirewallLogsGroup76F16C91']);
  });
});

describe('WebFirewall', () => {
  test('counts a group while a service comes on board, and waives SEC-08 for it', () => {
    const stack = firewallIn({
      count: [
        { group: ManagedRules.COMMON, reason: 'Uploads are being measured', owner: 'team-orders', until: '2027-01-31' },
      ],
    });
    const overrides = rulesOf(templateOf(stack)).map(({ Name, OverrideAction }) => [Name, OverrideAction]);
    expect(overrides).toContainEqual([ManagedRules.COMMON, { Count: {} }]);
    expect(overrides).toContainEqual([ManagedRules.KNOWN_BAD_INPUTS, { None: {} }]);
    expect(metadataOf(stack).waivers).toContainEqual({
      path: 'Test/Stack/LoadBalancer/WebFirewall/Resource',
      item: 'Seaworthy::SEC-08',
      reason: 'AWSManagedRulesCommonRuleSet only counts: Uploads are being measured',
      owner: 'team-orders',
      until: '2027-01-31',
    });
  });

  test('counts single rules of a group', () => {
    const stack = firewallIn({
      count: [
        {
          group: ManagedRules.COMMON,
          rules: ['SizeRestrictions_BODY'],
          reason: 'Uploads of 1 MB',
          owner: 'team-orders',
        },
      ],
    });
    const common = rulesOf(templateOf(stack)).find(({ Name }) => Name === String(ManagedRules.COMMON));
    expect(common?.OverrideAction).toEqual({ None: {} });
    expect(common?.Statement.ManagedRuleGroupStatement).toMatchObject({
      RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }],
    });
    expect(metadataOf(stack).waivers.map(({ reason }) => reason)).toContain(
      'SizeRestrictions_BODY of AWSManagedRulesCommonRuleSet only counts: Uploads of 1 MB',
    );
  });

  test('logs every request where asked to', () => {
    templateOf(firewallIn({ logAll: true })).hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      LoggingFilter: Match.absent(),
    });
  });

  test('writes a ticket on blocked requests where asked to', () => {
    const stack = firewallIn({ blockedAlarm: 500, requestsPerFiveMinutes: 100 });
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/WAFV2',
      MetricName: 'BlockedRequests',
      Dimensions: Match.arrayWith([{ Name: 'Rule', Value: 'ALL' }]),
      Threshold: 500,
      Period: 300,
      TreatMissingData: 'notBreaching',
      AlarmDescription: Match.stringLikeRegexp('web-firewall-blocked\\.md$'),
    });
    expect(JSON.stringify(rulesOf(templateOf(stack)))).toContain('"Limit":100');
  });

  test('can be turned off, and on for an internal load balancer', () => {
    const off = testStack();
    expect(balancerIn(off, { webFirewall: false }).webFirewall).toBeUndefined();
    const on = testStack();
    expect(balancerIn(on, { webFirewall: true, access: Access.INTERNAL }).webFirewall).toBeDefined();
  });

  test.each<[string, WebFirewallOptions, string]>([
    [
      'RateLimitOutOfRange',
      { requestsPerFiveMinutes: 5 },
      'requestsPerFiveMinutes must be a whole number from 10 to 2000000000, got 5',
    ],
    ['BlockedAlarmOutOfRange', { blockedAlarm: 0 }, 'blockedAlarm must be 1 or more, got 0'],
    [
      'CountedRulesEmpty',
      { count: [{ group: ManagedRules.COMMON, rules: [], reason: 'r', owner: 'o' }] },
      'count must name at least one rule of AWSManagedRulesCommonRuleSet, got none; leave rules out to count the whole group',
    ],
  ])('refuses with %s', (code, options, text) => {
    const error = thrownBy(() => firewallIn(options));
    expect(error.code).toBe(code);
    expect(error.message).toBe(`${text}\n  at: Test/Stack/LoadBalancer/WebFirewall`);
  });

  test('refuses to count without a reason', () => {
    const error = thrownBy(() =>
      firewallIn({ count: [{ group: ManagedRules.COMMON, rules: ['NoUserAgent_HEADER'], reason: 'r', owner: ' ' }] }),
    );
    expect(error.code).toBe('WaiverWithoutOwner');
  });
});
