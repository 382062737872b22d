import { type AlarmBase, AlarmRule, AlarmState, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** One call for many alarms. */
export function callOn(scope: Construct, id: string, alarms: AlarmBase[], topic: ITopic): CompositeAlarm {
  const composite = new CompositeAlarm(scope, id, {
    alarmDescription: `${id} of this stack. Runbook: docs/runbooks/service-health.md`,
    alarmRule: AlarmRule.anyOf(...alarms.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
  });
  composite.addAlarmAction(new SnsAction(topic));
  return composite;
}
