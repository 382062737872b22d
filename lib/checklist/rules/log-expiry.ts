import { reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { deliveriesInto, type LogDelivery } from '../relations/log-targets';
import { allOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const FILTERS = ['TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'];
const EXPECTED = 'an enabled lifecycle rule that expires all the logs in it';

/** Met where all that is delivered into a bucket of logs expires; undefined for other buckets. */
export function logsExpire(bucket: Resource, index: TemplateIndex): Verdict | undefined {
  const deliveries = deliveriesInto(bucket, index);
  if (deliveries.length === 0) {
    return undefined;
  }
  const rules = bucket.at('LifecycleConfiguration.Rules');
  return rules.isUndecided ? undecidedAt(rules) : allOf(...deliveries.map((one) => expires(one, rules)));
}

function expires({ from, prefix }: LogDelivery, rules: Cursor): Verdict {
  const expiring = rules.items().filter(isExpiring);
  const details = { evidence: [from], locations: [rules.path] };
  const start = prefix === undefined || prefix.isAbsent ? '' : prefix.text();
  const fits = (rule: Cursor) => {
    const covered = prefixOf(rule);
    return (
      covered.isAbsent || covered.text() === '' || (start !== undefined && start !== '' && isBelow(start, covered))
    );
  };
  const rule = expiring.find(fits);
  if (rule !== undefined) {
    return met(`${rule.name} expires the logs of ${from.id}`, details);
  }
  const open = expiring.map(prefixOf).find((one) => one.isUndecided) ?? (start === undefined ? prefix : undefined);
  return open !== undefined && expiring.length > 0
    ? undecided(`nobody can tell whether ${reading(open)} fits`, details)
    : missed(`no lifecycle rule expires the logs of ${from.id}`, EXPECTED, details);
}

function isExpiring(rule: Cursor): boolean {
  const isSet = (name: string) => !rule.at(name).isAbsent;
  const isOn = rule.at('Status').text() !== 'Disabled';
  return isOn && !FILTERS.some(isSet) && ['ExpirationInDays', 'ExpirationDate'].some(isSet);
}

function prefixOf(rule: Cursor): Cursor {
  return rule.at('Prefix');
}

function isBelow(start: string, covered: Cursor): boolean {
  const text = covered.text();
  return text !== undefined && (start.startsWith(text) || `${start}/`.startsWith(text));
}
