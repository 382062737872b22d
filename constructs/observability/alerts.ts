import { Stack } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic, type ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { contextOf, type AlertRoute } from '../core/context';
import { SeaworthyError } from '../core/errors';
import { checkProps, type PropRule } from '../core/props';
import { offerShared, shared } from '../core/shared';
import { waive, type Waiver } from '../core/waivers';
import { EncryptionKey } from '../security/encryption-key';
import { malformedRoutes, sortRoutes } from './alert-route';
import { AlertAction } from './alert-route-action';
import { AlertSlackChannel } from './alert-route-slack';
import { alertTopic, subscribe } from './alert-route-topic';
import { Severity } from './severity';

export interface AlertsProps {
  /** Who is woken up: e-mail addresses, https URLs, ARNs of SNS topics of this region, Slack channels. At least one. */
  readonly page: AlertRoute[];
  /** Who reads it on the next working day. At least one. */
  readonly ticket: AlertRoute[];
  /**
   * The key that encrypts the topics. It must let `cloudwatch`, `events`, `backup` and `budgets` use it, or their
   * messages are lost. @default - the shared key of the environment, which does
   */
  readonly encryptionKey?: IKey;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

interface CheckedProps extends AlertsProps {
  readonly region: string;
}

const ALLOWED = 'e-mail addresses, https URLs, ARNs of SNS topics or Slack channels';

const RULES: PropRule<CheckedProps>[] = [
  {
    code: 'PageRouteMissing',
    reads: ['page'],
    fails: ({ page }) => page.length === 0,
    message: () => `page must name at least one route, got none; allowed are ${ALLOWED}`,
  },
  {
    code: 'TicketRouteMissing',
    reads: ['ticket'],
    fails: ({ ticket }) => ticket.length === 0,
    message: () => `ticket must name at least one route, got none; allowed are ${ALLOWED}`,
  },
  {
    code: 'PageRouteMalformed',
    reads: ['page'],
    fails: ({ page, region }) => malformedRoutes(page, region).length > 0,
    message: ({ page, region }) => `page must hold ${ALLOWED}, got ${malformedRoutes(page, region).join(', ')}`,
  },
  {
    code: 'TicketRouteMalformed',
    reads: ['ticket'],
    fails: ({ ticket, region }) => malformedRoutes(ticket, region).length > 0,
    message: ({ ticket, region }) => `ticket must hold ${ALLOWED}, got ${malformedRoutes(ticket, region).join(', ')}`,
  },
];

const KEY = 'alerts';

/**
 * Two ways to a person: one wakes somebody up, one is read tomorrow. The topics are encrypted, take messages only from
 * CloudWatch, EventBridge, Backup and Budgets of this account, and only over TLS.
 *
 * Refuses a severity without a route, malformed routes, plain HTTP, and topics of another region, which no alarm reaches.
 * A topic that is named by its ARN gets the alarms itself; its own policy and key must let CloudWatch publish.
 * A Slack workspace is authorized once per account, by hand, in Amazon Q Developer in chat applications.
 */
export class Alerts extends Construct {
  /**
   * The alerts that serve `scope`: those of its stack or stage, else made from the routes of the environment.
   *
   * @throws SeaworthyError `AlertRoutesMissing` where neither exists
   */
  public static of(scope: Construct): Alerts {
    return shared(scope, KEY, (stack) => {
      const routes = contextOf(scope)?.alerts;
      if (routes === undefined) {
        throw new SeaworthyError('AlertRoutesMissing', 'alerts have nowhere to go: no route is known here', {
          scope,
          fix: "name routes in the environment, alerts: { page: ['pager@example.com'], ticket: ['team@example.com'] }, or create new Alerts(stack, 'Alerts', …) first",
        });
      }
      return new Alerts(stack, 'Alerts', routes);
    });
  }

  /** Where pages are published: our topic, or the named one where routes are nothing but topics. */
  public readonly page: ITopic;
  /** Where tickets are published. */
  public readonly ticket: ITopic;
  /** Every topic of a severity: ours, and those named by their ARN. */
  public readonly topics: Readonly<Record<Severity, readonly [ITopic, ...ITopic[]]>>;
  /** The Slack channels, each once. */
  public readonly slackChannels: AlertSlackChannel[] = [];

  constructor(scope: Construct, id: string, props: AlertsProps) {
    super(scope, id);
    checkProps<CheckedProps>(this, { ...props, region: Stack.of(this).region }, RULES);

    this.topics = {
      [Severity.PAGE]: this.topicsOf('Page', props.page, props.encryptionKey),
      [Severity.TICKET]: this.topicsOf('Ticket', props.ticket, props.encryptionKey),
    };
    this.page = this.topics[Severity.PAGE][0];
    this.ticket = this.topics[Severity.TICKET][0];

    offerShared(this, KEY);
    waive(this, props.waive);
  }

  /** What an alarm of this severity does, metric alarm or composite: for `alarm.addAlarmAction(alerts.action(…))`. */
  public action(severity: Severity): IAlarmAction {
    return new AlertAction(this.topics[severity]);
  }

  /** The same as a list, one for each topic: for `addOkAction(...alerts.actions(…))` too. */
  public actions(severity: Severity): IAlarmAction[] {
    return this.topics[severity].map((topic) => new SnsAction(topic));
  }

  private topicsOf(id: string, routes: AlertRoute[], key?: IKey): readonly [ITopic, ...ITopic[]] {
    const { emails, urls, topicArns, slackChannels } = sortRoutes(routes);
    const [first, ...others] = topicArns.map((arn, index) => Topic.fromTopicArn(this, `${id}Import${index}`, arn));
    if (first !== undefined && emails.length + urls.length + slackChannels.length === 0) {
      return [first, ...others];
    }
    const topic = alertTopic(this, id, key ?? EncryptionKey.of(this).key, `${id} alerts`);
    subscribe(topic, { emails, urls });
    for (const channel of slackChannels) {
      this.slackChannel(channel).notify(topic);
    }
    return first === undefined ? [topic] : [topic, first, ...others];
  }

  private slackChannel(channel: Exclude<AlertRoute, string>): AlertSlackChannel {
    const id = `Slack${channel.slackChannelId}`;
    const found = this.slackChannels.find((one) => one.node.id === id);
    if (found !== undefined) {
      return found;
    }
    const made = new AlertSlackChannel(this, id, channel);
    this.slackChannels.push(made);
    return made;
  }
}
