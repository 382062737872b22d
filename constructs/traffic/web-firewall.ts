import { ArnFormat, Duration, Names, Stack } from 'aws-cdk-lib';
import { type Alarm, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILoadBalancerRef } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { type Defaults, withDefaults } from '../core/defaults';
import { lastingName } from '../core/lasting-name';
import { checkProps, type PropRule } from '../core/props';
import { waive, type Waiver } from '../core/waivers';
import { AlarmSet } from '../observability/alarm-set';
import { ApplicationLogs } from '../observability/application-logs';
import { Severity } from '../observability/severity';
import type { MaintenanceProps } from './maintenance';
import {
  type CountedRules,
  MAINTENANCE_RULE,
  maintenanceBody,
  maintenanceRule,
  managedRules,
  rateRule,
  visibility,
} from './web-firewall-rules';

/** How strict a web firewall is. */
export interface WebFirewallOptions {
  /**
   * Requests that one address may send in five minutes, from 10 to 2,000,000,000; more are answered with 429.
   * Source: the blanket rule of https://aws.amazon.com/blogs/security/three-most-important-aws-waf-rate-based-rules/
   * @default 2000
   */
  readonly requestsPerFiveMinutes?: number;
  /**
   * Managed rules that only count while a service comes on board. Each names a reason and an owner, and becomes a
   * waiver of Seaworthy::SEC-08. @default - all rules block
   */
  readonly count?: CountedRules[];
  /** Blocked requests in five minutes that are worth a ticket. @default - no alarm */
  readonly blockedAlarm?: number;
  /**
   * Logs the requests that were let through too. Each then costs as a line in CloudWatch Logs and in the archive, and the
   * access log of the load balancer has it anyway. @default false
   */
  readonly logAll?: boolean;
  /** Checks that do not apply here, with reason and owner. @default - none */
  readonly waive?: Waiver[];
}

export interface WebFirewallProps extends WebFirewallOptions {
  /** The load balancer that it guards. */
  readonly loadBalancer: ILoadBalancerRef;
  /** The maintenance switch; while it is on, every request gets 503, `Retry-After` and the page. @default - off */
  readonly maintenance?: Required<MaintenanceProps>;
  /** Where decisions are logged; WAF writes only to a group whose name begins with `aws-waf-logs-`. @default - own logs */
  readonly logs?: ApplicationLogs;
}

const DEFAULTS = { requestsPerFiveMinutes: 2000, logAll: false } satisfies Defaults<WebFirewallProps>;

/** Headers that identify a user, and so have no business in a log. */
const REDACTED_HEADERS = ['authorization', 'cookie'];

/** What a rule did that is worth a line; rules that only count are logged under either of two names. */
const LOGGED_ACTIONS = ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT', 'CAPTCHA', 'CHALLENGE'];

/** Keeps what a rule stopped, counted or questioned, in the words of the API, which CloudFormation takes as they are. */
const WITHOUT_ALLOWED = {
  DefaultBehavior: 'DROP',
  Filters: [
    {
      Behavior: 'KEEP',
      Requirement: 'MEETS_ANY',
      Conditions: LOGGED_ACTIONS.map((Action) => ({ ActionCondition: { Action } })),
    },
  ],
};

const RULES: PropRule<Pick<WebFirewallProps, 'requestsPerFiveMinutes' | 'count' | 'blockedAlarm'>>[] = [
  {
    code: 'RateLimitOutOfRange',
    reads: ['requestsPerFiveMinutes'],
    fails: ({ requestsPerFiveMinutes: limit = 0 }) => !Number.isInteger(limit) || limit < 10 || limit > 2_000_000_000,
    message: ({ requestsPerFiveMinutes }) =>
      `requestsPerFiveMinutes must be a whole number from 10 to 2000000000, got ${requestsPerFiveMinutes}`,
  },
  {
    code: 'CountedRulesEmpty',
    reads: ['count'],
    fails: ({ count = [] }) => count.some(({ rules }) => rules?.length === 0),
    message: ({ count = [] }) =>
      `count must name at least one rule of ${count.find(({ rules }) => rules?.length === 0)?.group}, got none; ` +
      'leave rules out to count the whole group',
  },
  {
    code: 'BlockedAlarmOutOfRange',
    reads: ['blockedAlarm'],
    fails: ({ blockedAlarm }) => blockedAlarm !== undefined && blockedAlarm < 1,
    message: ({ blockedAlarm }) => `blockedAlarm must be 1 or more, got ${blockedAlarm}`,
  },
];

/**
 * A web ACL before a load balancer: addresses of ill repute, known exploits and the OWASP Top 10 are blocked by the
 * rules that AWS maintains, an address that floods is slowed down, and what a rule stopped or counted is logged, without
 * the headers that identify a user. While the maintenance switch is on, it answers every request itself.
 */
export class WebFirewall extends Construct {
  public readonly webAcl: CfnWebACL;
  public readonly association: CfnWebACLAssociation;
  public readonly logs: ApplicationLogs;
  public readonly logging: CfnLoggingConfiguration;
  /** A ticket on blocked requests; undefined without `blockedAlarm`. */
  public readonly blockedAlarm?: Alarm;
  private readonly metricName: string;

  constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    const settings = withDefaults(props, DEFAULTS);
    checkProps(this, settings, RULES);
    const { count = [], maintenance } = settings;
    this.metricName = Names.uniqueResourceName(this, { maxLength: 128, separator: '-', allowedSpecialCharacters: '-' });
    const inMaintenance = maintenance?.enabled === true ? maintenance : undefined;
    this.webAcl = new CfnWebACL(this, 'Resource', {
      scope: 'REGIONAL',
      description: 'Guards the load balancer: managed rules of AWS and a limit per address',
      defaultAction: { allow: {} },
      visibilityConfig: visibility(this.metricName),
      onSourceDDoSProtectionConfig: { albLowReputationMode: 'ACTIVE_UNDER_DDOS' },
      customResponseBodies: inMaintenance && maintenanceBody(inMaintenance),
      rules: [
        ...(inMaintenance === undefined ? [] : [maintenanceRule(0, inMaintenance)]),
        rateRule(1, settings.requestsPerFiveMinutes),
        ...managedRules(2, count),
      ],
    });
    this.association = new CfnWebACLAssociation(this, 'Association', {
      resourceArn: props.loadBalancer.loadBalancerRef.loadBalancerArn,
      webAclArn: this.webAcl.attrArn,
    });
    this.logs = props.logs ?? firewallLogs(this, 'Logs');
    this.logging = this.logTo(this.logs, settings.logAll);
    this.blockedAlarm = this.watch(settings.blockedAlarm);
    waive(this.webAcl, count.map(countWaiver));
    waive(this, props.waive);
  }

  /** Requests that were blocked, by one rule or by all. */
  public metricBlockedRequests(rule = 'ALL'): Metric {
    return new Metric({
      namespace: 'AWS/WAFV2',
      metricName: 'BlockedRequests',
      dimensionsMap: { WebACL: this.metricName, Region: Stack.of(this).region, Rule: rule },
      statistic: 'Sum',
      period: Duration.minutes(1),
    });
  }

  /** Requests that the maintenance page answered. */
  public metricMaintenance(): Metric {
    return this.metricBlockedRequests(MAINTENANCE_RULE);
  }

  private logTo(logs: ApplicationLogs, logAll: boolean): CfnLoggingConfiguration {
    // WAF takes the ARN of the group itself, without the `:*` that stands for its streams.
    const logGroupArn = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: logs.logGroup.logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.webAcl.attrArn,
      logDestinationConfigs: [logGroupArn],
      loggingFilter: logAll ? undefined : WITHOUT_ALLOWED,
      redactedFields: REDACTED_HEADERS.map((name) => ({ singleHeader: { Name: name } })),
    });
  }

  private watch(blocked: number | undefined): Alarm | undefined {
    if (blocked === undefined) {
      return undefined;
    }
    return AlarmSet.of(this).add(this, 'BlockedAlarm', {
      metric: this.metricBlockedRequests().with({ period: Duration.minutes(5) }),
      threshold: blocked,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
      summary: `The web firewall blocked ${blocked} requests or more in five minutes.`,
      runbook: 'web-firewall-blocked',
    });
  }
}

/** Logs that a web firewall can write to. They outlive it, so a firewall that comes and goes needs them made beside it. */
export function firewallLogs(scope: Construct, id: string): ApplicationLogs {
  return new ApplicationLogs(scope, id, { logGroupName: `aws-waf-logs-${lastingName(scope, 200)}` });
}

function countWaiver({ group, rules, reason, owner, until }: CountedRules): Waiver {
  const what = rules === undefined ? group : `${rules.join(', ')} of ${group}`;
  return { item: 'Seaworthy::SEC-08', reason: `${what} only counts: ${reason}`, owner, until };
}
