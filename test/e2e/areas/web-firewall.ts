import {
  GetLoggingConfigurationCommand,
  GetWebACLCommand,
  GetWebACLForResourceCommand,
  type WebACL,
} from '@aws-sdk/client-wafv2';
import { aws, present } from '../harness/aws';
import type { Journey } from '../harness/journey';
import { ACCOUNT, REGION } from '../harness/settings';
import type { World } from '../harness/world';

/** The web ACL: its rules, what it guards, where it logs. */
export function checkWebFirewall(journey: Journey, world: () => World): void {
  journey.check(
    'the web ACL limits addresses and asks the managed rules of AWS, none of which only counts',
    async () => {
      const { Rules = [], DefaultAction } = await webAcl(world());
      expect(DefaultAction).toEqual({ Allow: {} });
      expect(Rules.map(({ Name }) => Name)).toEqual([
        'RateLimit',
        'AWSManagedRulesAmazonIpReputationList',
        'AWSManagedRulesKnownBadInputsRuleSet',
        'AWSManagedRulesCommonRuleSet',
      ]);
      expect(Rules[0]).toMatchObject({
        Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 2000 } },
        Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
      });
      for (const { Statement, OverrideAction } of Rules.slice(1)) {
        expect(Statement?.ManagedRuleGroupStatement?.RuleActionOverrides ?? []).toEqual([]);
        expect(OverrideAction).toEqual({ None: {} });
      }
    },
  );

  journey.check('the web ACL stands before the load balancer', async () => {
    expect(world().all('AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
    const { WebACL: guard } = await aws.waf.send(
      new GetWebACLForResourceCommand({
        ResourceArn: world().one('AWS::ElasticLoadBalancingV2::LoadBalancer').physicalId,
      }),
    );
    expect(guard?.ARN).toBe((await webAcl(world())).ARN);
  });

  journey.check('the web ACL logs into a log group of its own', async () => {
    const group = world().one('AWS::Logs::LogGroup', /FirewallLogs/).physicalId;
    expect(world().all('AWS::WAFv2::LoggingConfiguration')).toHaveLength(1);
    const { LoggingConfiguration } = await aws.waf.send(
      new GetLoggingConfigurationCommand({ ResourceArn: (await webAcl(world())).ARN }),
    );
    expect(group).toMatch(/^aws-waf-logs-/);
    expect(LoggingConfiguration?.LogDestinationConfigs).toEqual([
      `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${group}`,
    ]);
  });
}

async function webAcl(world: World): Promise<WebACL> {
  const [Name, Id] = world.one('AWS::WAFv2::WebACL').physicalId.split('|');
  const { WebACL: acl } = await aws.waf.send(new GetWebACLCommand({ Name, Id, Scope: 'REGIONAL' }));
  return present(acl, 'web ACL');
}
