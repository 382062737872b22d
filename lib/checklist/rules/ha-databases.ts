import { expectFlag } from '../expect';
import type { Resource } from '../model';
import { CLUSTERS, isMultiAzCluster, membersOf, readerScalingOf } from '../relations/database-clusters';
import { isMember } from '../relations/databases';
import { allOf, anyOf, met, missed, undecided, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const INSTANCE = 'AWS::RDS::DBInstance';
const SHARDS = 'AWS::RDS::DBShardGroup';
const REPLICATION_GROUP = 'AWS::ElastiCache::ReplicationGroup';
const SERVERLESS_CACHE = 'AWS::ElastiCache::ServerlessCache';
const FEWEST = 2;

/** The types that HA-03 speaks of. */
export const FAILOVER_TYPES = [INSTANCE, ...CLUSTERS, REPLICATION_GROUP, SERVERLESS_CACHE];

/** HA-03: something stands by that takes over. A read replica does so for nobody, and is asked as any other instance. */
export function failsOver(database: Resource, index: TemplateIndex): Verdict | undefined {
  switch (database.type) {
    case INSTANCE:
      return isMember(database) ? undefined : expectFlag(database.at('MultiAZ'), true);
    case REPLICATION_GROUP:
      return allOf(
        expectFlag(database.at('AutomaticFailoverEnabled'), true),
        expectFlag(database.at('MultiAZEnabled'), true),
      );
    case SERVERLESS_CACHE:
      return met('AWS runs a serverless cache in several zones');
    default:
      return clusterFailsOver(database, index);
  }
}

function clusterFailsOver(cluster: Resource, index: TemplateIndex): Verdict {
  if (isMultiAzCluster(cluster)) {
    return met('a Multi-AZ DB cluster has three instances', { locations: ['Properties.DBClusterInstanceClass'] });
  }
  const { known, possible } = membersOf(cluster, index);
  if (known.length >= FEWEST) {
    return met(`${known.length} instances`, { evidence: known });
  }
  const found = `${known.length} instance${known.length === 1 ? '' : 's'}`;
  const expected = `at least ${FEWEST} instances`;
  const verdict =
    anyOf(
      ...readerScalingOf(cluster, index).map(keepsReader),
      ...index.linked(cluster, SHARDS, 'DBClusterIdentifier').map(shardsStandBy),
    ) ?? missed(found, expected, { evidence: known });
  return verdict.state === 'missed' && possible.length > 0
    ? undecided(`${found}, and nobody knows yet of which cluster ${possible.map(({ id }) => id).join(', ')} is`, {
        evidence: possible,
      })
    : verdict;
}

/** Scaling never goes below its minimum of readers, and they stand beside the writer. */
function keepsReader(target: Resource): Verdict {
  const place = target.at('MinCapacity');
  const least = place.number();
  const found = `${target.id} keeps ${place.shown()} readers`;
  const details = { evidence: [target] };
  if (least === undefined) {
    return undecided(found, details);
  }
  return least >= FEWEST - 1
    ? met(found, details)
    : missed(found, `at least ${FEWEST} instances, or a reader that scaling always keeps`, details);
}

/** A limitless cluster has no instances but shards, alone unless it is told otherwise. */
function shardsStandBy(shards: Resource): Verdict {
  const place = shards.at('ComputeRedundancy');
  const standbys = place.isAbsent ? 0 : place.number();
  const found = `${shards.id} has ${standbys ?? place.shown()} standbys`;
  const details = { evidence: [shards] };
  if (standbys === undefined) {
    return undecided(found, details);
  }
  return standbys > 0 ? met(found, details) : missed(found, 'ComputeRedundancy of 1 or 2', details);
}
