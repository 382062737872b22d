import { AlarmBase, type AlarmActionConfig, type IAlarm, type IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** One alarm action that reaches several topics: an action is one ARN, so it brings the others along. */
export class AlertAction implements IAlarmAction {
  constructor(private readonly topics: readonly [ITopic, ...ITopic[]]) {}

  public bind(_scope: Construct, alarm: IAlarm): AlarmActionConfig {
    const [first, ...others] = this.topics;
    if (alarm instanceof AlarmBase) {
      alarm.addAlarmAction(...others.map((topic) => new SnsAction(topic)));
    }
    return { alarmActionArn: first.topicArn };
  }
}
