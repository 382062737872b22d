import type { Resource } from '../model';
import { isOfFamily, type MetricFamily } from '../relations/alarm-metrics';
import { hasAlarm, type AlarmQuestion } from '../relations/alarms';
import { isDeadLetterTarget } from '../relations/dead-letters';
import { missed, undecided, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const QUEUES: MetricFamily = { namespace: 'AWS/SQS', dimension: 'QueueName', attribute: 'QueueName' };

/** One question for all queues: what is found for a name is then found once. */
const TOO_OLD: AlarmQuestion = {
  what: 'the age of the oldest message',
  dimension: QUEUES.dimension,
  matches: (metric) => isOfFamily(metric, ['ApproximateAgeOfOldestMessage'], QUEUES),
};

const ANY_AT_ALL: AlarmQuestion = {
  what: 'any visible message',
  dimension: QUEUES.dimension,
  matches: (metric) => isOfFamily(metric, ['ApproximateNumberOfMessagesVisible'], QUEUES),
  also: firesOnFirst,
};

/**
 * MET-04: messages that nobody takes grow old; in a dead-letter queue each message is one too many. `NumberOfMessagesSent`
 * is no substitute there: what SQS moves by itself is not counted as sent.
 */
export function stuckIsNoticed(queue: Resource, index: TemplateIndex): Verdict {
  return hasAlarm(queue, index, isDeadLetterTarget(queue, index) ? ANY_AT_ALL : TOO_OLD);
}

/** An alarm on an expression is taken as it is: what its result counts, nobody can tell from here. */
function firesOnFirst(alarm: Resource): Verdict | undefined {
  const [operator, place] = [alarm.at('ComparisonOperator'), alarm.at('Threshold')];
  const isComputed = alarm
    .at('Metrics')
    .items()
    .some((input) => !input.at('Expression').isAbsent);
  const threshold = place.number();
  const details = { evidence: [alarm] };
  const found = `${alarm.id} fires on ${operator.shown()} ${place.shown()}`;
  if (isComputed) {
    return undefined;
  }
  if (operator.isUndecided || (threshold === undefined && !place.isAbsent)) {
    return undecided(found, details);
  }
  const most = { GreaterThanThreshold: 0, GreaterThanOrEqualToThreshold: 1 }[operator.text() ?? ''];
  return threshold === undefined || most === undefined || threshold > most
    ? missed(found, 'an alarm that fires on the first visible message', details)
    : undefined;
}
