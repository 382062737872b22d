import { Duration, Tags } from 'aws-cdk-lib';
import {
  type ApplicationListener,
  ApplicationListenerRule,
  ListenerAction,
  ListenerCondition,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { type Defaults, withDefaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import { MAINTENANCE_PRIORITY } from './listener-routes';

/** A page that users see while the service is down on purpose. */
export interface MaintenanceProps {
  /** The switch: true, and every request gets the page. */
  readonly enabled: boolean;
  /** The page, complete HTML with all its styles, 4096 bytes at most. @default - a short page that says to come back */
  readonly page?: string;
  /** When clients may ask again: the `Retry-After` header. @default Duration.minutes(10) */
  readonly retryAfter?: Duration;
}

/** What WAF holds in one custom response body. Source: https://docs.aws.amazon.com/waf/latest/developerguide/limits.html */
const LONGEST_PAGE = 4096;
/** What a fixed response of a load balancer holds. */
const LONGEST_FIXED_RESPONSE = 1024;

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Down for maintenance</title>
<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}</style>
<h1>Down for maintenance</h1>
<p>We are working on this service. Please try again in a few minutes.</p>
</html>
`;

const DEFAULTS = { retryAfter: Duration.minutes(10) } satisfies Defaults<MaintenanceProps>;

const RULES: PropRule<Required<MaintenanceProps>>[] = [
  {
    code: 'MaintenancePageTooLong',
    reads: ['page'],
    fails: ({ page }) => Buffer.byteLength(page) > LONGEST_PAGE,
    message: ({ page }) => `page must be ${LONGEST_PAGE} bytes or less, got ${Buffer.byteLength(page)}`,
  },
  {
    code: 'MaintenancePageEmpty',
    reads: ['page'],
    fails: ({ page }) => page.trim() === '',
    message: () => 'page must tell users what is going on, got an empty one; leave it out for the default page',
  },
  {
    code: 'RetryAfterOutOfRange',
    reads: ['retryAfter'],
    fails: ({ retryAfter }) => retryAfter.toSeconds() < 1,
    message: ({ retryAfter }) => `retryAfter must be a second or more, got ${retryAfter.toSeconds()} s`,
  },
];

/** The switch with its defaults; `true` and `false` are short for it. */
export function maintenanceOf(scope: Construct, given: boolean | MaintenanceProps = false): Required<MaintenanceProps> {
  const filled = withDefaults<MaintenanceProps, typeof DEFAULTS>(
    typeof given === 'boolean' ? { enabled: given } : given,
    DEFAULTS,
  );
  const props = { ...filled, page: filled.page ?? PAGE };
  checkProps(scope, props, RULES);
  return props;
}

/**
 * The rule of a listener that answers 503 with the page, before all other rules. It is always there: switched off it
 * matches only the host `maintenance.invalid`, a name that the DNS never resolves (RFC 2606) and that shows the page to
 * whoever sends it; switched on it matches everything. A fixed response cannot send `Retry-After`, so while the
 * switch is on the web firewall answers first; this rule answers where the firewall cannot.
 */
export class MaintenanceRule extends Construct {
  public readonly rule: ApplicationListenerRule;
  /** True while every request gets the page. */
  public readonly enabled: boolean;

  constructor(
    scope: Construct,
    id: string,
    props: { listener: ApplicationListener; switch: Required<MaintenanceProps> },
  ) {
    super(scope, id);
    const { enabled, page } = props.switch;
    this.enabled = enabled;
    this.rule = new ApplicationListenerRule(this, 'Resource', {
      listener: props.listener,
      priority: MAINTENANCE_PRIORITY,
      conditions: [
        enabled ? ListenerCondition.pathPatterns(['/*']) : ListenerCondition.hostHeaders(['maintenance.invalid']),
      ],
      action: ListenerAction.fixedResponse(503, {
        contentType: 'text/html',
        messageBody: Buffer.byteLength(page) > LONGEST_FIXED_RESPONSE ? PAGE : page,
      }),
    });
    Tags.of(this.rule).add('maintenance', enabled ? 'on' : 'off');
  }
}
