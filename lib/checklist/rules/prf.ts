import type { PRF } from '../../../constructs/core/items/prf';
import { expectFlag, expectText, reading } from '../expect';
import type { Resource } from '../model';
import { met, missed, undecidedAt, type Rule, type Verdict } from '../rule';
import { HARDWARE_TYPES, isCurrent } from './prf-hardware';
import { INSIGHT_TYPES, recordsQueries } from './prf-insights';
import { endsWaiting, WAITING_TYPES } from './prf-timeouts';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';

export const PRF_RULES: Record<keyof typeof PRF, Rule> = {
  'PRF-01': {
    types: [GROUP, 'AWS::EC2::LaunchTemplate'],
    judge: (resource) =>
      resource.type === GROUP
        ? collectsMetrics(resource)
        : expectFlag(resource.at('LaunchTemplateData.Monitoring.Enabled'), true),
  },
  'PRF-02': { types: INSIGHT_TYPES, judge: recordsQueries },
  'PRF-03': { types: HARDWARE_TYPES, judge: isCurrent },
  'PRF-04': { types: WAITING_TYPES, judge: endsWaiting },
};

function collectsMetrics(group: Resource): Verdict {
  const list = group.at('MetricsCollection');
  const entries = list.items();
  const details = { locations: [list.path] };
  if (list.isUndecided) {
    return undecidedAt(list);
  }
  if (entries.some((entry) => entry.at('Granularity').text() === '1Minute')) {
    return met('metrics are collected every minute', details);
  }
  const [first] = entries;
  return first === undefined
    ? missed(reading(list), 'MetricsCollection with Granularity 1Minute', details)
    : expectText(first.at('Granularity'), { expected: 'Granularity 1Minute', holds: (text) => text === '1Minute' });
}
