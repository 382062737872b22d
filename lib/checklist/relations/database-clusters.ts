import { gather } from '../gather';
import type { Resource } from '../model';
import { isSamePlace, placed } from '../place';
import { physicalName, type TemplateIndex } from '../template-index';

/** The types of database clusters. */
export const CLUSTERS = ['AWS::RDS::DBCluster', 'AWS::DocDB::DBCluster', 'AWS::Neptune::DBCluster'];

/** The types of database instances, those of clusters included. */
export const INSTANCES = ['AWS::RDS::DBInstance', 'AWS::DocDB::DBInstance', 'AWS::Neptune::DBInstance'];

const MEMBERSHIP = 'DBClusterIdentifier';
const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';

/** The instances of a cluster. */
export interface Members {
  readonly known: readonly Resource[];
  /** Instances whose cluster nobody knows yet: it may be this one. */
  readonly possible: readonly Resource[];
}

/** The instances of the app that belong to a cluster. */
export function membersOf(cluster: Resource, index: TemplateIndex): Members {
  const type = cluster.type.replace(/Cluster$/, 'Instance');
  const homeless = index.once('instances whose cluster nobody knows', () =>
    index.ofType(...INSTANCES).filter((one) => index.settled(() => isHomeless(one)) !== false),
  );
  return {
    known: index.linked(cluster, type, MEMBERSHIP),
    possible: homeless.filter(
      (one) => one.type === type && isSamePlace(one.template, cluster.template) && isHomeless(one),
    ),
  };
}

/** The cluster of the app that an instance belongs to. */
export function clusterOf(member: Resource, index: TemplateIndex): Resource | undefined {
  return index.meant(member.at(MEMBERSHIP), member, ...CLUSTERS);
}

/** True for a Multi-AZ DB cluster: AWS runs its three instances, a writer and two readers, without resources of their own. */
export function isMultiAzCluster(cluster: Resource): boolean {
  return cluster.type === 'AWS::RDS::DBCluster' && !cluster.at('DBClusterInstanceClass').isAbsent;
}

/** The scalable targets that add readers to a cluster. */
export function readerScalingOf(cluster: Resource, index: TemplateIndex): Resource[] {
  const byName = index.once('scalable targets of readers by cluster', () => {
    const found = new Map<string, Resource[]>();
    for (const target of index.ofType(TARGET)) {
      const name = /^cluster:(.+)$/.exec(target.at('ResourceId').text() ?? '')?.[1];
      if (name !== undefined) {
        gather(found, placed(name, target.template), target);
      }
    }
    return found;
  });
  const name = physicalName(cluster)?.text();
  const named = name === undefined ? [] : (byName.get(placed(name, cluster.template)) ?? []);
  const byReference = index
    .referrers(cluster, TARGET)
    .filter((target) => target.at('ResourceId').mentions().includes(cluster));
  return [...new Set([...byReference, ...named])].filter((target) =>
    target.at('ScalableDimension').shown().endsWith(':cluster:ReadReplicaCount'),
  );
}

function isHomeless(instance: Resource): boolean {
  const place = instance.at(MEMBERSHIP);
  return place.isUndecided && place.mentions().length === 0;
}
