import { Lazy } from 'aws-cdk-lib';
import {
  AlarmRule,
  AlarmState,
  CompositeAlarm,
  type AlarmBase,
  type CfnCompositeAlarm,
  type IAlarmRule,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { alarmDescription, alarmNameOf, type AlarmMessage } from './alarm-spec';

/**
 * Alarms in one composite; CloudWatch takes 100 and rules of 10,240 characters.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
const MAX_CHILDREN = 50;
const MAX_RULE_LENGTH = 10_240;

const ANY = ' OR ';
const ALL = ' AND ';

/** A composite alarm that is on while any of its members is. Past the limits of one composite it makes more below it. */
export class AlarmGroup extends Construct {
  public readonly alarm: CompositeAlarm;
  /** The composites in between, once the members are too many for one. */
  public readonly parts: CompositeAlarm[] = [];
  private readonly chunks: AlarmBase[][] = [[]];

  constructor(
    scope: Construct,
    id: string,
    private readonly text: AlarmMessage,
  ) {
    super(scope, id);
    this.alarm = compositeAlarm(
      this,
      'Resource',
      ruleOf(() => this.children(), ANY),
      text,
    );
  }

  /** All members, in the order in which they came. */
  public get members(): AlarmBase[] {
    return this.chunks.flat();
  }

  public add(alarm: AlarmBase): void {
    const last = this.chunks.at(-1) ?? [];
    if (fits([...last, alarm])) {
      last.push(alarm);
      return;
    }
    this.chunks.push([alarm]);
    while (this.parts.length < this.chunks.length) {
      const chunk = this.chunks[this.parts.length] ?? [];
      this.parts.push(
        compositeAlarm(
          this,
          `Part${this.parts.length + 1}`,
          ruleOf(() => chunk, ANY),
          this.text,
        ),
      );
    }
  }

  private children(): readonly AlarmBase[] {
    return this.parts.length > 0 ? this.parts : this.members;
  }
}

/** A composite alarm that is on while all of `alarms` are. It has no actions of its own. */
export function alarmOfAll(
  scope: Construct,
  id: string,
  alarms: readonly AlarmBase[],
  text: AlarmMessage,
): CompositeAlarm {
  return compositeAlarm(
    scope,
    id,
    ruleOf(() => alarms, ALL),
    text,
  );
}

function compositeAlarm(scope: Construct, id: string, alarmRule: IAlarmRule, text: AlarmMessage): CompositeAlarm {
  const alarm = new CompositeAlarm(scope, id, {
    alarmRule,
    actionsEnabled: true,
    alarmDescription: alarmDescription(scope, text),
  });
  (alarm.node.defaultChild as CfnCompositeAlarm).alarmName = alarmNameOf(alarm);
  return alarm;
}

/** Read at synth, when all members are there; by name, since a name is shorter than an ARN. */
function ruleOf(alarms: () => readonly AlarmBase[], operator: string): IAlarmRule {
  const produce = () => alarms().map(isOn).join(operator) || AlarmRule.fromBoolean(false).renderAlarmRule();
  return AlarmRule.fromString(Lazy.string({ produce }));
}

function isOn(alarm: AlarmBase): string {
  return `${AlarmState.ALARM}("${alarm.alarmName}")`;
}

/** Whether a rule over these alarms keeps the limits, with the names as they will be. */
function fits(alarms: readonly AlarmBase[]): boolean {
  const length = alarms.reduce((sum, alarm) => sum + alarmNameOf(alarm).length + `ALARM("")${ANY}`.length, 0);
  return alarms.length <= MAX_CHILDREN && length <= MAX_RULE_LENGTH;
}
