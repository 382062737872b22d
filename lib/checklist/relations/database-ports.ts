import type { Cursor } from '../model';

/** Databases and caches whose endpoints name a port, and that listen where their property `Port` says. */
const LISTENING = [
  'AWS::DocDB::DBCluster',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::MemoryDB::Cluster',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::Redshift::Cluster',
];

/** The property that decides what `Fn::GetAtt` of an endpoint's port comes to; without it, AWS takes that of the engine. */
export function portOfDatabase(place: Cursor): Cursor | undefined {
  const { resource, attribute, piece } = place.reference() ?? {};
  const isEndpoint =
    resource !== undefined && LISTENING.includes(resource.type) && attribute?.endsWith('Port') === true;
  // An instance of a cluster listens where its cluster does.
  return isEndpoint && piece === undefined && resource.at('DBClusterIdentifier').isAbsent
    ? resource.at('Port')
    : undefined;
}
