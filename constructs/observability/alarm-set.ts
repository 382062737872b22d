import { Duration, Stack } from 'aws-cdk-lib';
import type { Alarm, AlarmBase, CfnCompositeAlarm, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { withDefaults } from '../core/defaults';
import { SeaworthyError } from '../core/errors';
import { findShared, offerShared } from '../core/shared';
import { waive, type Waiver } from '../core/waivers';
import { AlarmGroup, alarmOfAll } from './alarm-composite';
import { alarmNameOf, metricAlarm, type AlarmMessage, type AlarmSpec } from './alarm-spec';
import { Alerts } from './alerts';
import { Severity } from './severity';

export type { AlarmCondition, AlarmMessage, AlarmSpec } from './alarm-spec';

export interface AlarmSetProps {
  /** Whom the alarms call. @default - the alerts of the environment */
  readonly alerts?: Alerts;
  /** How long a ticket waits for the page that may explain it. @default Duration.minutes(2) */
  readonly suppressionWait?: Duration;
  /** How long tickets stay silent after the page is over. @default Duration.minutes(5) */
  readonly suppressionExtension?: Duration;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

const DEFAULTS = {
  suppressionWait: Duration.minutes(2),
  suppressionExtension: Duration.minutes(5),
} satisfies Partial<AlarmSetProps>;

/** An alarm that is on while several others are, all at once. */
export interface JointAlarmSpec extends AlarmMessage {
  /** The alarms that must all be on. They call nobody by themselves. */
  readonly all: readonly AlarmBase[];
  readonly severity: Severity;
}

const KEY = 'alarm-set';

const HEALTH: AlarmMessage = {
  summary: 'Users of this stack are affected: at least one of its paging alarms is on.',
  runbook: 'service-health',
};
const TICKETS: AlarmMessage = {
  summary: 'Something in this stack needs attention, though no user suffers yet.',
  runbook: 'service-tickets',
};

/**
 * The alarms of one stack, and the two composites that speak for them: `health` pages while any paging alarm is on,
 * `tickets` writes a ticket, and stays silent while a page is on, which usually explains it. So ten alarms of one cause
 * make one call. The same alarms guard releases: those with `rollback` roll one back.
 *
 * Members have no actions of their own. Alarm names are derived from the path, so that update policies can name them.
 * Refuses an alarm in another stack, and alarms that look back further than CloudWatch does.
 */
export class AlarmSet extends Construct {
  /** The alarm set of the stack of `scope`. */
  public static of(scope: Construct): AlarmSet {
    const stack = Stack.of(scope);
    const found = findShared<AlarmSet>(scope, KEY);
    return found !== undefined && Stack.of(found) === stack ? found : new AlarmSet(stack, 'Alarms');
  }

  /** The alarms that are a reason to roll a release back. */
  public readonly rollbackAlarms: Alarm[] = [];
  private readonly groups: { [severity in Severity]?: AlarmGroup } = {};
  private readonly props;

  constructor(scope: Construct, id: string, props: AlarmSetProps = {}) {
    super(scope, id);
    this.props = withDefaults(props, DEFAULTS);
    offerShared(this, KEY);
    waive(this, props.waive);
  }

  /** Pages while any paging alarm is on. Made with the first one, or when asked for. */
  public get health(): CompositeAlarm {
    return this.group(Severity.PAGE).alarm;
  }

  /** Writes a ticket while any ticket alarm is on and `health` is not. Made with the first one, or when asked for. */
  public get tickets(): CompositeAlarm {
    return this.group(Severity.TICKET).alarm;
  }

  /** All members so far, pages first. */
  public get alarms(): AlarmBase[] {
    return [Severity.PAGE, Severity.TICKET].flatMap((severity) => this.groups[severity]?.members ?? []);
  }

  /** The names of `rollbackAlarms`, as plain text: naming them so makes no reference and hence no circle. */
  public get rollbackAlarmNames(): string[] {
    return this.rollbackAlarms.map((alarm) => alarmNameOf(alarm));
  }

  /** Makes an alarm as `id` in `scope` and lets it speak through the composite of its severity. */
  public add(scope: Construct, id: string, spec: AlarmSpec): Alarm {
    this.refuseOtherStack(scope, id);
    const alarm = metricAlarm(scope, id, spec);
    this.group(spec.severity).add(alarm);
    if (spec.rollback === true) {
      this.rollbackAlarms.push(alarm);
    }
    return alarm;
  }

  /** Makes an alarm that is on while all the given ones are, and lets it speak through the composite of its severity. */
  public addJoint(scope: Construct, id: string, spec: JointAlarmSpec): CompositeAlarm {
    this.refuseOtherStack(scope, id);
    const alarm = alarmOfAll(scope, id, spec.all, spec);
    this.group(spec.severity).add(alarm);
    return alarm;
  }

  private group(severity: Severity): AlarmGroup {
    return (this.groups[severity] ??= this.makeGroup(severity));
  }

  private makeGroup(severity: Severity): AlarmGroup {
    const isPage = severity === Severity.PAGE;
    const group = new AlarmGroup(this, isPage ? 'Health' : 'Tickets', isPage ? HEALTH : TICKETS);
    const actions = (this.props.alerts ?? Alerts.of(this)).actions(severity);
    group.alarm.addAlarmAction(...actions);
    if (isPage) {
      group.alarm.addOkAction(...actions);
    }
    this.suppress(isPage ? this.groups[Severity.TICKET] : group, isPage ? group : this.groups[Severity.PAGE]);
    return group;
  }

  private suppress(tickets?: AlarmGroup, health?: AlarmGroup): void {
    if (tickets === undefined || health === undefined) {
      return;
    }
    const resource = tickets.alarm.node.defaultChild as CfnCompositeAlarm;
    resource.actionsSuppressor = health.alarm.alarmArn;
    resource.actionsSuppressorWaitPeriod = this.props.suppressionWait.toSeconds();
    resource.actionsSuppressorExtensionPeriod = this.props.suppressionExtension.toSeconds();
  }

  private refuseOtherStack(scope: Construct, id: string): void {
    if (Stack.of(scope) !== Stack.of(this)) {
      throw new SeaworthyError('AlarmInOtherStack', `scope of alarm '${id}' must be in the stack of its set`, {
        scope,
        fix: 'use AlarmSet.of(scope), which finds the set of the right stack',
      });
    }
  }
}
