import { resource } from './alarm-cases';
import { templates, testItem } from './judging';

const instance = (properties: object, others: object = {}) => ({
  Database: resource('AWS::RDS::DBInstance', { Engine: 'postgres', ...properties }, others),
});

testItem('HA-03', {
  on: 'Database',
  meets: {
    'a standby': instance({ MultiAZ: true }),
    'a standby, in quotes': instance({ MultiAZ: 'true' }),
    'a standby of a read replica': instance({ SourceDBInstanceIdentifier: 'orders', MultiAZ: true }),
    'the value of a mapping': templates({
      body: {
        Mappings: { Sizes: { production: { standby: true } } },
        Resources: instance({ MultiAZ: { 'Fn::FindInMap': ['Sizes', 'production', 'standby'] } }),
      },
    }),
    'a parameter whose values all agree': templates({
      body: {
        Parameters: { Standby: { Type: 'String', AllowedValues: ['true', 'TRUE'] } },
        Resources: instance({ MultiAZ: { Ref: 'Standby' } }),
      },
    }),
  },
  breaks: {
    nothing: instance({}),
    'switched off': instance({ MultiAZ: false }),
    'a read replica, which takes over for nobody': instance({ SourceDBInstanceIdentifier: 'orders' }),
    'a branch without': instance({ MultiAZ: { 'Fn::If': ['IsLarge', true, { Ref: 'AWS::NoValue' }] } }),
    'a zone in place of a standby': instance({ AvailabilityZone: 'eu-west-1a' }),
  },
  undecided: {
    'a parameter': templates({
      body: {
        Parameters: { Standby: { Type: 'String', Default: 'true' } },
        Resources: instance({ MultiAZ: { Ref: 'Standby' } }),
      },
    }),
  },
  ignores: {
    'a member of a cluster': instance({ DBClusterIdentifier: { Ref: 'Cluster' } }),
    'a member of a cluster elsewhere': instance({ DBClusterIdentifier: { 'Fn::ImportValue': 'elsewhere' } }),
  },
});

const cluster = (properties: object = {}, family = 'RDS') => ({
  Cluster: resource(`AWS::${family}::DBCluster`, properties),
});
const member = (identifier: unknown = { Ref: 'Cluster' }, family = 'RDS') =>
  resource(`AWS::${family}::DBInstance`, { DBClusterIdentifier: identifier });
const scaling = (others: object = {}) =>
  resource('AWS::ApplicationAutoScaling::ScalableTarget', {
    ResourceId: { 'Fn::Join': ['', ['cluster:', { Ref: 'Cluster' }]] },
    ScalableDimension: 'rds:cluster:ReadReplicaCount',
    MinCapacity: 1,
    MaxCapacity: 4,
    ...others,
  });

testItem('HA-03', {
  on: 'Cluster',
  meets: {
    'a writer and a reader': { ...cluster(), Writer: member(), Reader: member() },
    'the reader by the name of the cluster': {
      ...cluster({ DBClusterIdentifier: 'orders' }),
      Writer: member(),
      Reader: member('orders'),
    },
    'the reader in another stack': templates(
      {
        body: {
          Resources: { ...cluster(), Writer: member() },
          Outputs: { Id: { Value: { Ref: 'Cluster' }, Export: { Name: 'cluster' } } },
        },
      },
      { body: { Resources: { Reader: member({ 'Fn::ImportValue': 'cluster' }) } } },
    ),
    'a Multi-AZ cluster': cluster({ DBClusterInstanceClass: 'db.m6gd.large', Engine: 'postgres' }),
    'a reader that scaling always keeps': { ...cluster(), Writer: member(), Readers: scaling() },
    'the same by name': {
      ...cluster({ DBClusterIdentifier: 'orders' }),
      Writer: member(),
      Readers: scaling({ ResourceId: 'cluster:orders' }),
    },
    DocumentDB: { ...cluster({}, 'DocDB'), A: member(undefined, 'DocDB'), B: member(undefined, 'DocDB') },
    Neptune: { ...cluster({}, 'Neptune'), A: member(undefined, 'Neptune'), B: member(undefined, 'Neptune') },
    'shards with a standby': {
      ...cluster({ ClusterScalabilityType: 'limitless' }),
      Shards: resource('AWS::RDS::DBShardGroup', { DBClusterIdentifier: { Ref: 'Cluster' }, ComputeRedundancy: 1 }),
    },
  },
  breaks: {
    'no instance': cluster(),
    'one instance': { ...cluster(), Writer: member() },
    'a reader that belongs to another cluster': {
      ...cluster(),
      Other: resource('AWS::RDS::DBCluster'),
      Writer: member(),
      Reader: member({ Ref: 'Other' }),
    },
    'a reader in one branch only': {
      ...cluster(),
      Other: resource('AWS::RDS::DBCluster'),
      Writer: member(),
      Reader: member({ 'Fn::If': ['IsLarge', { Ref: 'Cluster' }, { Ref: 'Other' }] }),
    },
    'an instance of that name in another region': templates(
      { body: { Resources: { ...cluster({ DBClusterIdentifier: 'orders' }), Writer: member() } } },
      { body: { Resources: { Reader: member('orders') } }, region: 'eu-north-1' },
    ),
    'scaling that may go down to none': { ...cluster(), Writer: member(), Readers: scaling({ MinCapacity: 0 }) },
    'scaling of something else': {
      ...cluster(),
      Writer: member(),
      Readers: scaling({ ScalableDimension: 'rds:cluster:Other' }),
    },
    'shards without a standby': {
      ...cluster(),
      Shards: resource('AWS::RDS::DBShardGroup', { DBClusterIdentifier: { Ref: 'Cluster' } }),
    },
    'an instance of another service': { ...cluster({}, 'DocDB'), A: member(undefined, 'DocDB'), B: member() },
  },
  undecided: {
    'an instance of a cluster that a parameter names': templates({
      body: {
        Parameters: { Id: { Type: 'String' } },
        Resources: { ...cluster(), Writer: member(), Reader: member({ Ref: 'Id' }) },
      },
    }),
    'scaling whose minimum is a parameter': {
      ...cluster(),
      Writer: member(),
      Readers: scaling({ MinCapacity: { Ref: 'Min' } }),
    },
    'shards whose standbys are a parameter': {
      ...cluster(),
      Shards: resource('AWS::RDS::DBShardGroup', {
        DBClusterIdentifier: { Ref: 'Cluster' },
        ComputeRedundancy: { Ref: 'Standbys' },
      }),
    },
  },
});

const cache = (properties: object) => ({ Cache: resource('AWS::ElastiCache::ReplicationGroup', properties) });

testItem('HA-03', {
  on: 'Cache',
  meets: {
    'failover between zones': cache({ AutomaticFailoverEnabled: true, MultiAZEnabled: true }),
    'the same in both branches': cache({
      AutomaticFailoverEnabled: { 'Fn::If': ['IsLarge', true, 'true'] },
      MultiAZEnabled: 'true',
    }),
    'a serverless cache': { Cache: resource('AWS::ElastiCache::ServerlessCache', { Engine: 'valkey' }) },
  },
  breaks: {
    nothing: cache({}),
    'failover within a zone': cache({ AutomaticFailoverEnabled: true }),
    'zones without failover': cache({ MultiAZEnabled: true, AutomaticFailoverEnabled: false }),
    'no failover in one branch': cache({
      MultiAZEnabled: true,
      AutomaticFailoverEnabled: { 'Fn::If': ['IsLarge', true, false] },
    }),
  },
  undecided: {
    'a parameter': cache({ AutomaticFailoverEnabled: true, MultiAZEnabled: { Ref: 'Zones' } }),
  },
  ignores: {
    'a lone cache cluster': { Cache: resource('AWS::ElastiCache::CacheCluster', { NumCacheNodes: 1 }) },
  },
});
