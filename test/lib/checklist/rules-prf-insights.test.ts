import { resource } from './alarm-cases';
import { templates, testItem } from './judging';

const instance = (properties: object = {}) => ({
  Database: resource('AWS::RDS::DBInstance', { Engine: 'postgres', ...properties }),
});

testItem('PRF-02', {
  on: 'Database',
  meets: {
    'Performance Insights': instance({ EnablePerformanceInsights: true }),
    'Database Insights with Performance Insights': instance({
      DatabaseInsightsMode: 'advanced',
      EnablePerformanceInsights: 'true',
      PerformanceInsightsRetentionPeriod: 465,
    }),
    'Database Insights in advanced mode': instance({ DatabaseInsightsMode: 'advanced' }),
    'the standard mode with Performance Insights': instance({
      DatabaseInsightsMode: 'standard',
      EnablePerformanceInsights: true,
    }),
    'a parameter whose values all agree': templates({
      body: {
        Parameters: { Insights: { Type: 'String', AllowedValues: ['true'] } },
        Resources: instance({ EnablePerformanceInsights: { Ref: 'Insights' } }),
      },
    }),
    'a member whose cluster is elsewhere': instance({
      DBClusterIdentifier: { 'Fn::ImportValue': 'cluster' },
      EnablePerformanceInsights: true,
    }),
    DocumentDB: { Database: resource('AWS::DocDB::DBInstance', { EnablePerformanceInsights: true }) },
  },
  breaks: {
    nothing: instance(),
    'the standard mode alone': instance({ DatabaseInsightsMode: 'standard' }),
    'the advanced mode without Performance Insights': instance({
      DatabaseInsightsMode: 'advanced',
      EnablePerformanceInsights: false,
    }),
    'the name that the property has on a cluster': instance({ PerformanceInsightsEnabled: true }),
    'off in one branch': instance({
      EnablePerformanceInsights: { 'Fn::If': ['IsLarge', true, { Ref: 'AWS::NoValue' }] },
    }),
    'enhanced monitoring in its place': instance({ MonitoringInterval: 60 }),
    'an instance of DocumentDB whose cluster cannot do it': {
      Cluster: resource('AWS::DocDB::DBCluster', { PerformanceInsightsEnabled: true }),
      Database: resource('AWS::DocDB::DBInstance', { DBClusterIdentifier: { Ref: 'Cluster' } }),
    },
  },
  undecided: {
    'a parameter': instance({ EnablePerformanceInsights: { Ref: 'Insights' } }),
    'a mode from a parameter': instance({ DatabaseInsightsMode: { Ref: 'Mode' } }),
    'a member whose cluster is elsewhere, and may do it': instance({ DBClusterIdentifier: 'orders' }),
  },
  ignores: {
    'a member of a cluster of the app': {
      ...instance({ DBClusterIdentifier: { Ref: 'Cluster' } }),
      Cluster: resource('AWS::RDS::DBCluster'),
    },
    'an engine without insights': instance({ Engine: 'db2-se' }),
    'RDS Custom': instance({ Engine: 'custom-oracle-ee' }),
    'Neptune, which has none': { Database: resource('AWS::Neptune::DBInstance') },
  },
});

const cluster = (properties: object = {}) => ({ Cluster: resource('AWS::RDS::DBCluster', properties) });
const member = (properties: object = {}, of: unknown = { Ref: 'Cluster' }) =>
  resource('AWS::RDS::DBInstance', { DBClusterIdentifier: of, ...properties });
const recorded = { EnablePerformanceInsights: true };

testItem('PRF-02', {
  on: 'Cluster',
  meets: {
    'on the cluster': { ...cluster({ PerformanceInsightsEnabled: true }), Writer: member() },
    'the advanced mode of the cluster': { ...cluster({ DatabaseInsightsMode: 'advanced' }), Writer: member() },
    'on each of its instances': { ...cluster(), Writer: member(recorded), Reader: member(recorded) },
    'on each, one of them by name': {
      ...cluster({ DBClusterIdentifier: 'orders' }),
      Writer: member(recorded),
      Reader: member(recorded, 'orders'),
    },
    'a Multi-AZ cluster': cluster({ DBClusterInstanceClass: 'db.m6gd.large', PerformanceInsightsEnabled: true }),
    'on the cluster in one branch, on each instance in the other': {
      ...cluster({ PerformanceInsightsEnabled: { 'Fn::If': ['IsOld', false, true] } }),
      Writer: member({ EnablePerformanceInsights: { 'Fn::If': ['IsOld', true, { Ref: 'AWS::NoValue' }] } }),
    },
  },
  breaks: {
    nothing: { ...cluster(), Writer: member() },
    'not on the reader': { ...cluster(), Writer: member(recorded), Reader: member() },
    'the mode of an instance, which is that of the cluster': {
      ...cluster(),
      Writer: member({ DatabaseInsightsMode: 'advanced' }),
    },
    'the standard mode': { ...cluster({ DatabaseInsightsMode: 'standard' }), Writer: member() },
    'a Multi-AZ cluster without': cluster({ DBClusterInstanceClass: 'db.m6gd.large' }),
    'off on the instances in one branch': {
      ...cluster(),
      Writer: member({ EnablePerformanceInsights: { 'Fn::If': ['IsLarge', true, false] } }),
    },
    'the name that the property has on an instance': { ...cluster(recorded), Writer: member() },
  },
  undecided: {
    'a parameter': { ...cluster({ PerformanceInsightsEnabled: { Ref: 'Insights' } }), Writer: member() },
    'a parameter on the instances': {
      ...cluster(),
      Writer: member({ EnablePerformanceInsights: { Ref: 'Insights' } }),
    },
    'instances of a cluster that a parameter names': { ...cluster(), Writer: member(recorded, { Ref: 'Id' }) },
  },
});
