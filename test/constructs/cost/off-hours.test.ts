import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { InstanceType, LaunchTemplate, MachineImage, Vpc } from 'aws-cdk-lib/aws-ec2';
import { OffHours, type OffHoursProps } from '../../../constructs/cost/off-hours';
import { FLAG_SETS, templateOf, testStack } from '../../_helpers/stack';

function sleeper(hours: Partial<OffHoursProps>, flags: Record<string, unknown> = {}) {
  const stack = testStack({ flags });
  const launchTemplate = new LaunchTemplate(stack, 'Template', {
    instanceType: new InstanceType('m8g.medium'),
    machineImage: MachineImage.latestAmazonLinux2023(),
  });
  const autoScalingGroup = new AutoScalingGroup(stack, 'Group', { vpc: new Vpc(stack, 'Vpc'), launchTemplate });
  const props = { stop: '0 20 * * MON-FRI', start: '0 7 * * MON-FRI', timeZone: 'Europe/Berlin', ...hours };
  return { stack, make: () => new OffHours(stack, 'OffHours', { ...props, autoScalingGroup, min: 2, max: 5 }) };
}

describe.each(FLAG_SETS)('with %s', (_name, flags) => {
  test('everything stops, and starts again at its own size', () => {
    const { stack, make } = sleeper({}, flags);
    make();
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::AutoScaling::ScheduledAction', {
      Recurrence: '0 20 * * MON-FRI',
      TimeZone: 'Europe/Berlin',
      MinSize: 0,
      MaxSize: 0,
      DesiredCapacity: 0,
    });
    template.hasResourceProperties('AWS::AutoScaling::ScheduledAction', {
      Recurrence: '0 7 * * MON-FRI',
      TimeZone: 'Europe/Berlin',
      MinSize: 2,
      MaxSize: 5,
      DesiredCapacity: 2,
    });
  });
});

test('wrong hours are refused, all at once', () => {
  expect(sleeper({ stop: '20:00', start: '7 am', timeZone: 'Berlin' }).make).toThrow(
    '3 props are wrong:\n' +
      "  - offHours.stop must be a cron expression of five fields like 0 20 * * MON-FRI, got '20:00' [OffHoursStopMalformed]\n" +
      "  - offHours.start must be a cron expression of five fields like 0 7 * * MON-FRI, got '7 am' [OffHoursStartMalformed]\n" +
      "  - offHours.timeZone must be an IANA name like Europe/Berlin, got 'Berlin' [OffHoursTimeZoneUnknown]\n" +
      '  at: Test/Stack/OffHours',
  );
});
