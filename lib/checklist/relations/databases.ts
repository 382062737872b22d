import type { Resource } from '../model';

/** True for an instance of a database cluster: the cluster decides what the two share. */
export function isMember(resource: Resource): boolean {
  return resource.type.endsWith('::DBInstance') && !resource.at('DBClusterIdentifier').isAbsent;
}

/** True for a copy that follows another database and can be made anew from it. */
export function isReadReplica(resource: Resource): boolean {
  return ['SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier', 'ReplicationSourceIdentifier'].some(
    (name) => !resource.at(name).isAbsent,
  );
}
