import type { Cursor, Resource } from '../model';
import { isSameAccount } from '../place';
import { isApplicationLoadBalancer, isPublic, listenersOf, rulesOf } from '../relations/load-balancing';
import { met, missed, undecidedAt, type Verdict } from '../rule';
import { hasTag } from '../tags';
import type { TemplateIndex } from '../template-index';

const RECORD = 'AWS::Route53::RecordSet';
const RECORDS = 'AWS::Route53::RecordSetGroup';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';

/** HA-09 */
export function showsPage(loadBalancer: Resource, index: TemplateIndex): Verdict | undefined {
  if (!isApplicationLoadBalancer(loadBalancer)) {
    return undefined;
  }
  const scheme = isPublic(loadBalancer);
  if (scheme !== true) {
    return scheme === false ? undefined : undecidedAt(loadBalancer.at('Scheme'));
  }
  const rule = listenersOf(loadBalancer, index)
    .flatMap((listener) => rulesOf(listener, index))
    .find((one) => hasTag(one, 'maintenance') && one.at('Actions').items().some(isMaintenance));
  const records = aliasRecords(loadBalancer, index);
  const failover = records.find((alias) => hasPartner(alias, index));
  const distribution = distributionsBefore(loadBalancer, records, index).find(
    (one) => one.at('DistributionConfig.OriginGroups.Items').items().length > 0,
  );
  const evidence = [rule, failover?.home, distribution].filter((one) => one !== undefined);
  return evidence.length > 0
    ? met(`${evidence.map(({ id }) => id).join(', ')} answers when the service is down`, { evidence })
    : missed(
        'no maintenance rule, failover record or CloudFront origin group',
        'a listener rule tagged maintenance, a Route 53 failover pair, or a CloudFront origin group',
      );
}

function isMaintenance(action: Cursor): boolean {
  const type = action.at('Type').text();
  return (
    type === 'redirect' || (type === 'fixed-response' && action.at('FixedResponseConfig.StatusCode').text() === '503')
  );
}

interface Alias {
  readonly home: Resource;
  readonly record: Cursor;
}

function aliasRecords(loadBalancer: Resource, index: TemplateIndex): Alias[] {
  return index
    .referrers(loadBalancer, RECORD, RECORDS)
    .flatMap((home) => recordsOf(home).map((record) => ({ home, record })))
    .filter(({ record }) =>
      [record.at('AliasTarget.DNSName'), ...record.at('ResourceRecords').items()].some((target) =>
        target.mentions().includes(loadBalancer),
      ),
    );
}

function recordsOf(home: Resource): readonly Cursor[] {
  return home.type === RECORDS ? home.at('RecordSets').items() : [home.section('Properties')];
}

function hasPartner({ home: own, record }: Alias, index: TemplateIndex): boolean {
  const role = record.at('Failover').text();
  const wanted = role === 'PRIMARY' ? 'SECONDARY' : role === 'SECONDARY' ? 'PRIMARY' : undefined;
  const homes = index.once('failover records', () =>
    index.ofType(RECORD, RECORDS).filter((home) => recordsOf(home).some((one) => !one.at('Failover').isAbsent)),
  );
  return (
    wanted !== undefined &&
    homes
      .filter((home) => isSameAccount(home.template, own.template))
      .flatMap(recordsOf)
      .some((one) => one.at('Failover').text() === wanted && one.at('Name').shown() === record.at('Name').shown())
  );
}

function distributionsBefore(loadBalancer: Resource, records: readonly Alias[], index: TemplateIndex): Resource[] {
  const origins = index.referrers(loadBalancer, 'AWS::CloudFront::VpcOrigin');
  const direct = [loadBalancer, ...origins].flatMap((one) => index.referrers(one, DISTRIBUTION));
  const names = new Set(records.map(({ record }) => record.at('Name').shown().replace(/\.$/, '')));
  const byName = names.size === 0 ? [] : index.once('distributions', () => index.ofType(DISTRIBUTION));
  const isBefore = (one: Resource) =>
    one
      .at('DistributionConfig.Origins')
      .items()
      .some((origin) => names.has(origin.at('DomainName').shown().replace(/\.$/, '')));
  return [...new Set([...direct, ...byName.filter(isBefore)])];
}
