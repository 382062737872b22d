import { reading } from '../expect';
import type { Resource } from '../model';
import { isOfApplication, isOfProvider } from '../relations/log-groups';
import { deliveriesFrom } from '../relations/vended-logs';
import { anyOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import { physicalName, type TemplateIndex } from '../template-index';

const EXPECTED = 'a subscription filter without a pattern, or a delivery, to a central archive';

/** Met where all that an application writes to a log group goes on to somewhere. */
export function logsComeTogether(logGroup: Resource, index: TemplateIndex): Verdict | undefined {
  if (isOfProvider(logGroup, index) || !isOfApplication(logGroup, index)) {
    return undefined;
  }
  const filters = index.linked(logGroup, 'AWS::Logs::SubscriptionFilter', 'LogGroupName');
  const policies = index.once('subscription policies of accounts', () =>
    index
      .ofType('AWS::Logs::AccountPolicy')
      .filter((policy) => policy.at('PolicyType').text() === 'SUBSCRIPTION_FILTER_POLICY'),
  );
  return (
    anyOf(
      ...filters.map(takesAll),
      ...deliveriesFrom(logGroup, index).map((one) => met(`${one.id} delivers it`, { evidence: [one] })),
      ...policies.map((policy) => takesGroup(policy, logGroup)),
    ) ?? missed('neither a subscription filter nor a delivery', EXPECTED)
  );
}

function takesAll(filter: Resource): Verdict {
  const pattern = filter.at('FilterPattern');
  const details = { evidence: [filter] };
  const text = pattern.isAbsent ? '' : pattern.text();
  if (text === undefined) {
    return undecidedAt(pattern);
  }
  return text.trim() === ''
    ? met(`${filter.id} sends it on`, details)
    : missed(`${filter.id} sends on only what matches ${text}`, EXPECTED, details);
}

/** An account's policy holds for all log groups of its account and region, but for those that it leaves out. */
function takesGroup(policy: Resource, logGroup: Resource): Verdict | undefined {
  const { region, account } = policy.template;
  if (region !== logGroup.template.region || account !== logGroup.template.account) {
    return undefined;
  }
  const criteria = policy.at('SelectionCriteria');
  const details = { evidence: [policy] };
  if (criteria.isAbsent) {
    return met(`${policy.id} sends on all log groups`, details);
  }
  const text = physicalName(logGroup)?.shown();
  if (text === undefined || criteria.isUndecided) {
    return undecided(`${policy.id} takes log groups by ${reading(criteria)}`, details);
  }
  return criteria.shown().includes(`"${text}"`)
    ? missed(`${policy.id} leaves it out`, EXPECTED, details)
    : met(`${policy.id} sends it on`, details);
}
