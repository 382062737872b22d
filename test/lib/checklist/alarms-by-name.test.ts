import { alarm, resource } from './alarm-cases';
import { judged, outcomes, templates, type Resources } from './judging';

const OLD = 'ApproximateAgeOfOldestMessage';

/** So many queues of one name, and so many alarms on it. */
function crowd(count: number, others: (at: number) => object = () => ({})): Resources {
  const each = Array.from({ length: count }, (_, at): [string, unknown][] => [
    [`Queue${at}`, resource('AWS::SQS::Queue', { QueueName: 'jobs' })],
    [`Alarm${at}`, alarm('AWS/SQS', OLD, { QueueName: 'jobs' }, others(at))],
  ]);
  return Object.fromEntries(each.flat());
}

describe('2,000 queues of one name with 2,000 alarms on it are judged in seconds', () => {
  test.each<[string, string, (at: number) => object]>([
    ['all alarms act', 'met', () => ({})],
    ['the last one acts', 'met', (at) => (at === 1_999 ? {} : { AlarmActions: [] })],
    ['none acts', 'missed', () => ({ AlarmActions: [] })],
    ['all look at something else', 'missed', () => ({ MetricName: 'SentMessageSize' })],
    [
      'nobody knows what they look at',
      'undecided',
      () => ({ Dimensions: [{ Name: 'QueueName', Value: { Ref: 'P' } }] }),
    ],
  ])('%s', (_, state, others) => {
    const body = { Parameters: { P: { Type: 'String' } }, Resources: crowd(2_000, others) };
    const before = performance.now();
    const { met, findings, undecided } = judged(templates({ body }), {}, 'MET-04');
    expect(performance.now() - before).toBeLessThan(4_000);
    const all = [...met, ...findings, ...undecided];
    expect(all).toHaveLength(2_000);
    expect(new Set(all.map((one) => one.state))).toEqual(new Set([state]));
  });
});

test('of many alarms that do not help, a finding names ten', () => {
  const silent = (count: number) =>
    outcomes(
      'MET-04',
      crowd(count, () => ({ AlarmActions: [] })),
    )[0];
  expect(silent(10)?.found).toMatch(/^(Alarm\d has no AlarmActions(; )?){10}$/);
  expect(silent(12)?.found).toMatch(/^(Alarm\d has no AlarmActions; ){10}and 2 more alarms like these$/);
  expect(silent(12)?.evidence).toHaveLength(10);
});
