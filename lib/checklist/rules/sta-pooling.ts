import type { Resource } from '../model';
import { isSamePlace } from '../place';
import { usersOf } from '../relations/database-users';
import { LAMBDA } from '../relations/event-sources';
import { met, missed, undecided, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const PROXY = 'AWS::RDS::DBProxy';
const TARGETS = 'AWS::RDS::DBProxyTargetGroup';
/** Users that a report names; more would only make it long. */
const MOST_NAMED = 5;

/** STA-05: a cluster that functions use, or more than one workload, has a proxy. RDS Proxy knows neither DocumentDB nor Neptune. */
export function isPooled(cluster: Resource, index: TemplateIndex): Verdict | undefined {
  const targets = index.linked(cluster, TARGETS, 'DBClusterIdentifiers');
  if (targets.length > 0) {
    const proxies = targets.map((one) => index.meant(one.at('DBProxyName'), one, PROXY) ?? one);
    return met(`${namesOf(proxies)} pools its connections`, { evidence: [...new Set([...targets, ...proxies])] });
  }
  const { workloads, unknown } = usersOf(cluster, index);
  const isShared = workloads.length > 1 || workloads.some(({ type }) => type === LAMBDA);
  if (!isShared) {
    return unknown === undefined ? undefined : undecided(`nobody can tell who uses it: ${unknown}`);
  }
  const found = `${namesOf(workloads)} ${workloads.length === 1 ? 'uses' : 'use'} it`;
  const [open] = index
    .once('proxies whose databases nobody knows', () =>
      index.ofType(TARGETS).filter((one) => index.settled(() => isOpen(one)) !== false),
    )
    .filter((one) => isSamePlace(one.template, cluster.template) && isOpen(one));
  return open === undefined
    ? missed(`${found} without a proxy`, 'an RDS proxy before it', { evidence: workloads.slice(0, MOST_NAMED) })
    : undecided(`${found}, and nobody knows yet what ${open.id} is before`, { evidence: [open] });
}

function isOpen(targets: Resource): boolean {
  const list = targets.at('DBClusterIdentifiers');
  return list.isUndecided || list.items().some((item) => item.isUndecided && item.mentions().length === 0);
}

function namesOf(resources: readonly Resource[]): string {
  const more = resources.length - MOST_NAMED;
  const named = resources.slice(0, MOST_NAMED).map(({ id }) => id);
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
