import type { SCL } from '../../../constructs/core/items/scl';
import { expectNumber, expectText, reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { met, missed, undecided, undecidedAt, type Rule, type Verdict } from '../rule';
import { noticesCeiling } from './scl-ceiling';
import { followsLoad } from './scl-following';
import { isGoverned } from './scl-governor';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';

export const SCL_RULES: Record<keyof typeof SCL, Rule> = {
  'SCL-01': {
    types: [GROUP, 'AWS::ECS::Service', 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
    judge: followsLoad,
  },
  'SCL-02': {
    types: [GROUP, TARGET],
    judge: (resource) => {
      if (resource.type === GROUP) {
        return hasRoom(resource.at('MinSize'), resource.at('MaxSize'));
      }
      const isService = resource.at('ServiceNamespace').text() === 'ecs';
      return isService ? hasRoom(resource.at('MinCapacity'), resource.at('MaxCapacity')) : undefined;
    },
  },
  'SCL-03': { types: [GROUP], judge: warmsUp },
  'SCL-04': {
    types: ['AWS::AutoScaling::ScalingPolicy', 'AWS::ApplicationAutoScaling::ScalingPolicy'],
    judge: isGoverned,
  },
  'SCL-05': { types: [GROUP, 'AWS::ECS::Service'], judge: noticesCeiling },
  'SCL-06': {
    types: ['AWS::Scheduler::Schedule', 'AWS::Backup::BackupPlan'],
    judge: (resource) =>
      resource.type === 'AWS::Scheduler::Schedule'
        ? expectText(resource.at('FlexibleTimeWindow.Mode'), {
            expected: 'FlexibleTimeWindow.Mode FLEXIBLE',
            holds: (mode) => mode === 'FLEXIBLE',
          })
        : startsApart(resource),
  },
};

function hasRoom(least: Cursor, most: Cursor): Verdict {
  const [minimum, maximum] = [least.number(), most.number()];
  const details = { locations: [most.path] };
  if (minimum === undefined || maximum === undefined) {
    const isSame = !least.isAbsent && least.shown() === most.shown();
    const place = maximum === undefined ? most : least;
    return isSame
      ? missed(`${least.name} and ${most.name} are both ${least.shown()}`, `${most.name} above ${least.name}`, details)
      : place.isAbsent
        ? missed(reading(place), `${place.name} to be set`, { locations: [place.path] })
        : undecidedAt(place);
  }
  const found = `${least.name} is ${minimum}, ${most.name} is ${maximum}`;
  return maximum > minimum ? met(found, details) : missed(found, `${most.name} above ${minimum}`, details);
}

function warmsUp(group: Resource): Verdict {
  const place = group.at('DefaultInstanceWarmup');
  return place.isUndecided || place.mentions().length > 0
    ? met(reading(place), { locations: [place.path] })
    : expectNumber(place, { expected: 'DefaultInstanceWarmup to be set', holds: (seconds) => seconds >= 0 });
}

function startsApart(plan: Resource): Verdict | undefined {
  const rules = plan.at('BackupPlan.BackupPlanRule');
  const schedules = rules.items().map((rule) => rule.at('ScheduleExpression'));
  const details = { locations: [rules.path] };
  if (rules.isUndecided) {
    return undecidedAt(rules);
  }
  if (schedules.length === 0) {
    return undefined;
  }
  if (schedules.some((schedule) => minuteOf(schedule) === 'other')) {
    return met('not every rule starts on the hour', details);
  }
  return schedules.some((schedule) => minuteOf(schedule) === 'unknown')
    ? undecided('a schedule is known only when deployed', details)
    : missed('every rule starts at minute 0', 'a rule that starts at another minute of the hour', details);
}

/** Whether a backup starts on the hour; AWS Backup takes 5 o'clock where no schedule is written. */
function minuteOf(schedule: Cursor): 'zero' | 'other' | 'unknown' {
  if (schedule.isAbsent) {
    return 'zero';
  }
  const text = schedule.text();
  return text === undefined ? 'unknown' : /^\s*cron\(\s*0+\s/.test(text) ? 'zero' : 'other';
}
