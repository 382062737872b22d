import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { MaintenanceProps } from './maintenance';

/** The rule groups of AWS that guard every public door, in the order in which they are asked. */
export enum ManagedRules {
  /** Addresses that Amazon's threat intelligence knows as bots and attackers. */
  IP_REPUTATION = 'AWSManagedRulesAmazonIpReputationList',
  /** Requests that only an exploit of a known hole would send. */
  KNOWN_BAD_INPUTS = 'AWSManagedRulesKnownBadInputsRuleSet',
  /** The OWASP Top 10: injection, cross-site scripting, path traversal, oversized requests. */
  COMMON = 'AWSManagedRulesCommonRuleSet',
}

/** Rule groups, or single rules of them, that only count what they would have blocked. */
export interface CountedRules {
  /** The group. */
  readonly group: ManagedRules;
  /** Rules of the group that count, for example `SizeRestrictions_BODY`. @default - all of them */
  readonly rules?: readonly string[];
  /** Why they may not block yet, in a sentence that a reviewer can judge. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The last day that they only count, `YYYY-MM-DD`. @default - it has no end */
  readonly until?: string;
}

/** Name of the maintenance rule in metrics. */
export const MAINTENANCE_RULE = 'Maintenance';
const PAGE_KEY = 'maintenance';

/** Where a rule's metric goes, and that requests are sampled. */
export function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}

/** The managed groups, blocking but for what is counted. */
export function managedRules(firstPriority: number, counted: readonly CountedRules[]): CfnWebACL.RuleProperty[] {
  return Object.values(ManagedRules).map((group, index) => {
    const mine = counted.filter((one) => one.group === group);
    const single = mine.flatMap(({ rules = [] }) => rules);
    return {
      name: group,
      priority: firstPriority + index,
      overrideAction: mine.some(({ rules }) => rules === undefined) ? { count: {} } : { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name: group,
          ...(single.length > 0 && {
            ruleActionOverrides: single.map((name) => ({ name, actionToUse: { count: {} } })),
          }),
        },
      },
      visibilityConfig: visibility(group),
    };
  });
}

/** Blocks an address that asks more often than `limit` times in five minutes, until it slows down. */
export function rateRule(priority: number, limit: number): CfnWebACL.RuleProperty {
  return {
    name: 'RateLimit',
    priority,
    action: {
      block: { customResponse: { responseCode: 429, responseHeaders: [{ name: 'Retry-After', value: '300' }] } },
    },
    statement: { rateBasedStatement: { aggregateKeyType: 'IP', evaluationWindowSec: 300, limit } },
    visibilityConfig: visibility('RateLimit'),
  };
}

/** Answers every request with 503, `Retry-After` and the page. */
export function maintenanceRule(priority: number, { retryAfter }: Required<MaintenanceProps>): CfnWebACL.RuleProperty {
  return {
    name: MAINTENANCE_RULE,
    priority,
    action: {
      block: {
        customResponse: {
          responseCode: 503,
          customResponseBodyKey: PAGE_KEY,
          responseHeaders: [
            { name: 'Retry-After', value: String(retryAfter.toSeconds()) },
            { name: 'Cache-Control', value: 'no-store' },
          ],
        },
      },
    },
    // A path is never shorter than nothing, so this matches everything; WAF has no statement that says so.
    statement: {
      sizeConstraintStatement: {
        fieldToMatch: { uriPath: {} },
        comparisonOperator: 'GE',
        size: 0,
        textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    },
    visibilityConfig: visibility(MAINTENANCE_RULE),
  };
}

/** The body that the maintenance rule refers to. */
export function maintenanceBody({
  page,
}: Required<MaintenanceProps>): Record<string, CfnWebACL.CustomResponseBodyProperty> {
  return { [PAGE_KEY]: { contentType: 'TEXT_HTML', content: page } };
}
