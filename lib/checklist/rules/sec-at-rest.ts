import { expectFlag, expectSet, reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { isMember, isReadReplica } from '../relations/databases';
import { allOf, met, missed, undecided, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

type Judge = (resource: Resource, index: TemplateIndex) => Verdict | undefined;

/** Where AWS encrypts whatever nobody asks for, with keys of its own. */
const always = (service: string) => (): Verdict => met(`${service} encrypts all data at rest`);

const JUDGES: Readonly<Record<string, Judge>> = {
  'AWS::EC2::Volume': volumeIsEncrypted,
  'AWS::EC2::LaunchTemplate': (template) => volumesAreEncrypted(template.at('LaunchTemplateData.BlockDeviceMappings')),
  'AWS::AutoScaling::LaunchConfiguration': (one) => volumesAreEncrypted(one.at('BlockDeviceMappings')),
  'AWS::EC2::Instance': (instance) =>
    instance.at('BlockDeviceMappings').isAbsent && !instance.at('LaunchTemplate').isAbsent
      ? undefined
      : volumesAreEncrypted(instance.at('BlockDeviceMappings')),
  'AWS::ECS::Service': taskVolumesAreEncrypted,
  'AWS::RDS::DBInstance': databaseIsEncrypted,
  'AWS::RDS::DBCluster': databaseIsEncrypted,
  'AWS::DocDB::DBCluster': databaseIsEncrypted,
  'AWS::Neptune::DBCluster': databaseIsEncrypted,
  'AWS::DynamoDB::Table': always('DynamoDB'),
  'AWS::DynamoDB::GlobalTable': always('DynamoDB'),
  'AWS::S3::Bucket': always('S3'),
  'AWS::SQS::Queue': (queue) =>
    queue.at('KmsMasterKeyId').isAbsent || queue.at('KmsMasterKeyId').text() === ''
      ? expectFlag(queue.at('SqsManagedSseEnabled'), true, 'met')
      : expectSet(queue.at('KmsMasterKeyId')),
  'AWS::SNS::Topic': (topic) => expectSet(topic.at('KmsMasterKeyId')),
  'AWS::EFS::FileSystem': (system) => expectFlag(system.at('Encrypted'), true),
  'AWS::ElastiCache::ReplicationGroup': cacheIsEncrypted,
  'AWS::ElastiCache::CacheCluster': (cluster) =>
    (cluster.at('Engine').text() ?? '') === 'memcached'
      ? undefined
      : missed('a cache cluster cannot encrypt its data at rest', 'a replication group with AtRestEncryptionEnabled'),
  'AWS::ElastiCache::ServerlessCache': always('ElastiCache Serverless'),
  'AWS::OpenSearchService::Domain': (domain) => expectFlag(domain.at('EncryptionAtRestOptions.Enabled'), true),
  'AWS::Elasticsearch::Domain': (domain) => expectFlag(domain.at('EncryptionAtRestOptions.Enabled'), true),
  'AWS::Kinesis::Stream': (stream) => expectSet(stream.at('StreamEncryption')),
  'AWS::Backup::BackupVault': always('AWS Backup'),
  'AWS::Backup::LogicallyAirGappedBackupVault': always('AWS Backup'),
  'AWS::Logs::LogGroup': always('CloudWatch Logs'),
};

/** The types that SEC-02 speaks of. */
export const AT_REST_TYPES = Object.keys(JUDGES);

/** Met where what a resource stores is encrypted. */
export function isEncryptedAtRest(resource: Resource, index: TemplateIndex): Verdict | undefined {
  return JUDGES[resource.type]?.(resource, index);
}

/** A volume, or what a mapping says of one. */
function volumeIsEncrypted(volume: Resource | Cursor): Verdict {
  const place = volume.at('Encrypted');
  return place.isAbsent && !volume.at('SnapshotId').isAbsent
    ? undecided('it is encrypted as its snapshot is', { locations: [place.path] })
    : expectFlag(place, true);
}

function volumesAreEncrypted(mappings: Cursor): Verdict {
  const expected = 'BlockDeviceMappings with Ebs.Encrypted true';
  const details = { locations: [mappings.path] };
  if (mappings.isUndecided) {
    return undecided(reading(mappings), details);
  }
  const volumes = mappings.items().filter((one) => one.at('NoDevice').isAbsent && one.at('VirtualName').isAbsent);
  const verdicts = volumes.map((one) => volumeIsEncrypted(one.at('Ebs')));
  return allOf(...verdicts) ?? missed('without a mapping the root volume is as the image has it', expected, details);
}

function taskVolumesAreEncrypted(service: Resource): Verdict | undefined {
  const volumes = service.at('VolumeConfigurations').items();
  const managed = volumes.map((one) => one.at('ManagedEBSVolume')).filter((one) => !one.isAbsent);
  return allOf(...managed.map((one) => expectFlag(one.at('Encrypted'), true)));
}

function databaseIsEncrypted(database: Resource, index: TemplateIndex): Verdict | undefined {
  const place = database.at('StorageEncrypted');
  if (isMember(database)) {
    return undefined;
  }
  if (place.flag() === undefined && isReadReplica(database)) {
    return replicaIsEncrypted(database, index);
  }
  const snapshots = ['DBSnapshotIdentifier', 'SnapshotIdentifier', 'DBClusterSnapshotIdentifier'];
  const isRestored = snapshots.some((name) => !database.at(name).isAbsent);
  return place.isAbsent && isRestored
    ? undecided('it is encrypted as its snapshot is', { locations: [place.path] })
    : expectFlag(place, true);
}

function replicaIsEncrypted(replica: Resource, index: TemplateIndex): Verdict | undefined {
  const names = ['SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier', 'ReplicationSourceIdentifier'];
  const place = names.map((name) => replica.at(name)).find((one) => !one.isAbsent);
  const source = place && index.meant(place, replica, 'AWS::RDS::DBInstance', 'AWS::RDS::DBCluster');
  return source === undefined ? undecided('it is encrypted as its source is') : undefined;
}

function cacheIsEncrypted(group: Resource): Verdict {
  const place = group.at('AtRestEncryptionEnabled');
  if (place.isAbsent && !group.at('GlobalReplicationGroupId').isAbsent) {
    return undecided('it is encrypted as its global group is', { locations: [place.path] });
  }
  return expectFlag(place, true, group.at('Engine').text() === 'valkey' ? 'met' : 'missed');
}
