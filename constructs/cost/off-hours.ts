import { type AutoScalingGroup, Schedule } from 'aws-cdk-lib/aws-autoscaling';
import { Construct } from 'constructs';
import { checkProps, type PropRule } from '../core/props';

/** When nobody needs a service. */
export interface OffHoursProps {
  /** When it stops, as a cron expression of five fields, for example `0 20 * * MON-FRI`. */
  readonly stop: string;
  /** When it starts again, as a cron expression of five fields, for example `0 7 * * MON-FRI`. */
  readonly start: string;
  /** The time zone of both, by its IANA name, for example `Europe/Berlin`. */
  readonly timeZone: string;
}

/** The group that sleeps, and its size when awake. */
export interface SleepingGroupProps extends OffHoursProps {
  readonly autoScalingGroup: AutoScalingGroup;
  readonly min: number;
  readonly max: number;
}

/** What the hours must hold to. */
export const OFF_HOURS_RULES: readonly PropRule<OffHoursProps>[] = [
  {
    code: 'OffHoursStopMalformed',
    reads: ['stop'],
    fails: ({ stop }) => !isCron(stop),
    message: ({ stop }) =>
      `offHours.stop must be a cron expression of five fields like 0 20 * * MON-FRI, got '${stop}'`,
  },
  {
    code: 'OffHoursStartMalformed',
    reads: ['start'],
    fails: ({ start }) => !isCron(start),
    message: ({ start }) =>
      `offHours.start must be a cron expression of five fields like 0 7 * * MON-FRI, got '${start}'`,
  },
  {
    code: 'OffHoursTimeZoneUnknown',
    reads: ['timeZone'],
    fails: ({ timeZone }) => !isTimeZone(timeZone),
    message: ({ timeZone }) => `offHours.timeZone must be an IANA name like Europe/Berlin, got '${timeZone}'`,
  },
];

/** Stops every instance of a group when nobody needs it, and starts it again. A deployment in between changes nothing. */
export class OffHours extends Construct {
  constructor(scope: Construct, id: string, props: SleepingGroupProps) {
    super(scope, id);
    checkProps<OffHoursProps>(this, props, OFF_HOURS_RULES);
    const { autoScalingGroup, stop, start, timeZone, min, max } = props;
    autoScalingGroup.scaleOnSchedule('Stop', {
      schedule: Schedule.expression(stop),
      timeZone,
      minCapacity: 0,
      maxCapacity: 0,
      desiredCapacity: 0,
    });
    autoScalingGroup.scaleOnSchedule('Start', {
      schedule: Schedule.expression(start),
      timeZone,
      minCapacity: min,
      maxCapacity: max,
      desiredCapacity: min,
    });
  }
}

function isCron(text: string): boolean {
  return /^([\w*,/?#-]+ ){4}[\w*,/?#-]+$/.test(text);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
