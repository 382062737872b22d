import { familyOf, PREVIOUS_GENERATIONS } from '../data/previous-generations';
import { expectText } from '../expect';
import type { Cursor, Resource } from '../model';
import { isMember } from '../relations/databases';
import { allOf, type Verdict } from '../rule';

const OLD_VOLUMES = ['gp2', 'io1', 'standard'];

interface Places {
  /** Where instance classes stand. */
  readonly classes: (resource: Resource) => readonly Cursor[];
  /** Where volume types stand that must be written: AWS takes gp2 where they are not. */
  readonly volumes?: (resource: Resource) => readonly Cursor[];
  /** Where volume types stand for which AWS mostly takes a current one. */
  readonly storage?: (resource: Resource) => readonly Cursor[];
}

const at =
  (...paths: string[]) =>
  (resource: Resource) =>
    paths.map((path) => resource.at(path));
const devices = (path: string) => (resource: Resource) =>
  resource
    .at(path)
    .items()
    .map((device) => device.at('Ebs'))
    .filter((ebs) => !ebs.isAbsent)
    .map((ebs) => ebs.at('VolumeType'));
const members = (path: string, key: string) => (resource: Resource) =>
  resource
    .at(path)
    .items()
    .map((item) => item.at(key));
const managedVolumes = (resource: Resource) =>
  resource
    .at('VolumeConfigurations')
    .items()
    .map((volume) => volume.at('ManagedEBSVolume.VolumeType'));

const PLACES: Readonly<Record<string, Places>> = {
  'AWS::EC2::Instance': { classes: at('InstanceType'), volumes: devices('BlockDeviceMappings') },
  'AWS::EC2::LaunchTemplate': {
    classes: at('LaunchTemplateData.InstanceType'),
    volumes: devices('LaunchTemplateData.BlockDeviceMappings'),
  },
  'AWS::AutoScaling::LaunchConfiguration': { classes: at('InstanceType'), volumes: devices('BlockDeviceMappings') },
  'AWS::AutoScaling::AutoScalingGroup': {
    classes: members('MixedInstancesPolicy.LaunchTemplate.Overrides', 'InstanceType'),
  },
  'AWS::EC2::Volume': { classes: () => [], volumes: at('VolumeType') },
  'AWS::ECS::Service': { classes: () => [], storage: managedVolumes },
  'AWS::EKS::Nodegroup': { classes: (resource) => resource.at('InstanceTypes').items() },
  'AWS::RDS::DBInstance': {
    classes: at('DBInstanceClass'),
    storage: (resource) => (isMember(resource) ? [] : [resource.at('StorageType')]),
  },
  'AWS::RDS::DBCluster': { classes: at('DBClusterInstanceClass'), storage: at('StorageType') },
  'AWS::DocDB::DBInstance': { classes: at('DBInstanceClass') },
  'AWS::Neptune::DBInstance': { classes: at('DBInstanceClass') },
  'AWS::ElastiCache::ReplicationGroup': { classes: at('CacheNodeType') },
  'AWS::ElastiCache::CacheCluster': { classes: at('CacheNodeType') },
  'AWS::OpenSearchService::Domain': {
    classes: at('ClusterConfig.InstanceType', 'ClusterConfig.DedicatedMasterType'),
    storage: at('EBSOptions.VolumeType'),
  },
};

/** The types whose hardware PRF-03 looks at. */
export const HARDWARE_TYPES = Object.keys(PLACES);

/** PRF-03 */
export function isCurrent(resource: Resource): Verdict | undefined {
  const places = PLACES[resource.type];
  const written = (list: readonly Cursor[] = []) => list.filter((place) => !place.isAbsent);
  return allOf(
    ...written(places?.classes(resource)).map((place) =>
      expectText(place, {
        expected: 'a current-generation instance class',
        holds: (name) => !PREVIOUS_GENERATIONS.has(familyOf(name)),
      }),
    ),
    ...(places?.volumes?.(resource) ?? []).map((place) => isCurrentVolume(place, 'gp3, io2, st1 or sc1')),
    ...(takesProvisioned(resource) ? (places?.storage?.(resource) ?? []) : written(places?.storage?.(resource))).map(
      (place) => isCurrentVolume(place, 'gp3 or io2'),
    ),
  );
}

/** RDS takes io1 for a database with IOPS and for a Multi-AZ cluster, where no storage type is written. */
function takesProvisioned(resource: Resource): boolean {
  return resource.type === 'AWS::RDS::DBInstance'
    ? !resource.at('Iops').isAbsent
    : resource.type === 'AWS::RDS::DBCluster' && !resource.at('DBClusterInstanceClass').isAbsent;
}

function isCurrentVolume(place: Cursor, current: string): Verdict {
  return expectText(place, { expected: `${place.name} ${current}`, holds: (type) => !OLD_VOLUMES.includes(type) });
}
