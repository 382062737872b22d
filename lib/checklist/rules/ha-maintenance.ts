import type { Cursor, Resource } from '../model';
import { isSameAccount } from '../place';
import { ifPublicApplication, listenersOf, rulesOf } from '../relations/load-balancing';
import { met, missed, type Verdict } from '../rule';
import { hasTag } from '../tags';
import type { TemplateIndex } from '../template-index';

const RECORD = 'AWS::Route53::RecordSet';
const RECORDS = 'AWS::Route53::RecordSetGroup';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const VPC_ORIGIN = 'AWS::CloudFront::VpcOrigin';

/** HA-09 */
export function showsPage(loadBalancer: Resource, index: TemplateIndex): Verdict | undefined {
  const rule = listenersOf(loadBalancer, index)
    .flatMap((listener) => rulesOf(listener, index))
    .find((one) => hasTag(one, 'maintenance') && one.at('Actions').items().some(isMaintenance));
  const records = aliasRecords(loadBalancer, index);
  const failover = records.find((alias) => hasPartner(alias, index));
  const [distribution] = distributionsBefore(loadBalancer, records, index);
  const evidence = [rule, failover?.home, distribution].filter((one) => one !== undefined);
  return ifPublicApplication(
    loadBalancer,
    evidence.length > 0
      ? met(`${evidence.map(({ id }) => id).join(', ')} answers when the service is down`, { evidence })
      : missed(
          'no maintenance rule, failover record or CloudFront origin group',
          'a listener rule tagged maintenance, a Route 53 failover pair, or a CloudFront origin group',
        ),
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

/** The distributions that reach a load balancer by a group of origins, so that another one answers in its place. */
function distributionsBefore(loadBalancer: Resource, records: readonly Alias[], index: TemplateIndex): Resource[] {
  const vpcOrigins = index.referrers(loadBalancer, VPC_ORIGIN);
  const direct = [loadBalancer, ...vpcOrigins].flatMap((one) => index.referrers(one, DISTRIBUTION));
  const names = new Set(records.map(({ record }) => hostOf(record.at('Name'))));
  const byName = names.size === 0 ? [] : index.once('distributions', () => index.ofType(DISTRIBUTION));
  const isOrigin = (origin: Cursor) =>
    origin.at('DomainName').mentions().includes(loadBalancer) ||
    names.has(hostOf(origin.at('DomainName'))) ||
    origin
      .at('VpcOriginConfig.VpcOriginId')
      .mentions()
      .some((one) => vpcOrigins.includes(one));
  return [...new Set([...direct, ...byName])].filter((one) => isGrouped(one, isOrigin));
}

function isGrouped(distribution: Resource, isOrigin: (origin: Cursor) => boolean): boolean {
  const configuration = distribution.at('DistributionConfig');
  const ids = configuration
    .at('Origins')
    .items()
    .filter(isOrigin)
    .map((origin) => origin.at('Id').shown());
  return configuration
    .at('OriginGroups.Items')
    .items()
    .flatMap((group) => group.at('Members.Items').items())
    .some((member) => ids.includes(member.at('OriginId').shown()));
}

function hostOf(name: Cursor): string {
  return name.shown().replace(/\.$/, '');
}
