import { Tier } from '../../../constructs/core/tier';
import { templates, testItem } from './judging';

const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Snapshot' };
const OWNED = [
  { Key: 'service', Value: 'orders' },
  { Key: 'environment', Value: 'production' },
  { Key: 'owner', Value: 'team-orders' },
  { Key: 'cost-center', Value: '4711' },
];
const fromMap = (key: string) => ({ 'Fn::FindInMap': ['Policies', 'data', key] });
const one = (Type: string, Properties: object = {}, attributes: object = {}) => ({
  It: { Type, Properties, ...attributes },
});

testItem('PRV-01', {
  on: 'It',
  meets: {
    'a retained bucket': one('AWS::S3::Bucket', {}, kept),
    'a snapshot of a database': one(
      'AWS::RDS::DBInstance',
      {},
      { DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot' },
    ),
    'a policy from a mapping': templates({
      body: {
        Mappings: { Policies: { data: { onDeletion: 'Retain' } } },
        Resources: one('AWS::EFS::FileSystem', {}, { ...kept, DeletionPolicy: fromMap('onDeletion') }),
      },
    }),
    'a key, retained but on creation': one('AWS::KMS::Key', {}, { ...kept, DeletionPolicy: 'RetainExceptOnCreate' }),
  },
  breaks: {
    'no policy on a database, which CloudFormation would snapshot': one('AWS::RDS::DBCluster'),
    'one of the two only': one('AWS::Logs::LogGroup', {}, { DeletionPolicy: 'Retain' }),
    'deleted in one branch': one(
      'AWS::S3::Bucket',
      {},
      { ...kept, UpdateReplacePolicy: { 'Fn::If': ['Is', 'Retain', 'Delete'] } },
    ),
    deleted: one('AWS::DynamoDB::GlobalTable', {}, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' }),
  },
  ignores: {
    'an instance of a cluster': one('AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'Cluster' } }),
    'a read replica': one('AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: 'orders' }),
    'something without state': one('AWS::SQS::Queue'),
  },
});

describe('outside production', () => {
  testItem('PRV-01', {
    on: 'It',
    tier: Tier.STAGING,
    meets: {},
    breaks: {},
    ignores: { bucket: one('AWS::S3::Bucket') },
  });
});

const protect = (value: unknown) => ({
  LoadBalancerAttributes: [{ Key: 'deletion_protection.enabled', Value: value }],
});

const nested = (Protect: string) =>
  templates(
    { body: { Resources: { Child: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Protect } } } } } },
    {
      file: 'Child.json',
      nestedIn: { file: 'Stack0.template.json', id: 'Child' },
      body: {
        Parameters: { Protect: { Type: 'String' } },
        Resources: one('AWS::RDS::DBInstance', { DeletionProtection: { Ref: 'Protect' } }),
      },
    },
  );

testItem('PRV-02', {
  on: 'It',
  meets: {
    'a database': one('AWS::RDS::DBInstance', { DeletionProtection: true }),
    'a table, in quotes': one('AWS::DynamoDB::Table', { DeletionProtectionEnabled: 'true' }),
    'a network load balancer': one('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Type: 'network',
      ...protect('true'),
    }),
    'a parameter that a parent passes': nested('true'),
    'every replica of a global table': one('AWS::DynamoDB::GlobalTable', {
      Replicas: [{ DeletionProtectionEnabled: true }, { DeletionProtectionEnabled: true }],
    }),
  },
  breaks: {
    'a load balancer without the attribute': one('AWS::ElasticLoadBalancingV2::LoadBalancer'),
    'a load balancer in one branch': one(
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      protect({ 'Fn::If': ['IsLive', 'true', 'false'] }),
    ),
    'one replica of a global table': one('AWS::DynamoDB::GlobalTable', {
      Replicas: [{ DeletionProtectionEnabled: true }, {}],
    }),
    'a cluster': one('AWS::DocDB::DBCluster', { DeletionProtection: false }),
    'a parameter that a parent passes': nested('false'),
  },
  undecided: { 'a parameter': one('AWS::RDS::DBCluster', { DeletionProtection: { Ref: 'Protect' } }) },
  ignores: { 'a gateway load balancer': one('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'gateway' }) },
});

const nests = { Resources: { Child: { Type: 'AWS::CloudFormation::Stack' } } };
const child = { file: 'Child.json', nestedIn: { file: 'Stack0.template.json', id: 'Child' }, body: {} };

testItem('PRV-03', {
  on: null,
  meets: {
    on: templates({ body: {}, terminationProtection: true }),
    'on, for what is nested too': templates({ body: nests, terminationProtection: true }, child),
  },
  breaks: {
    off: templates({ body: {}, terminationProtection: false }),
    'off, though a nested one seems protected': templates(
      { body: nests, terminationProtection: false },
      { ...child, terminationProtection: true },
    ),
  },
  undecided: { 'a lone template': templates({ body: {} }) },
});

testItem('PRV-04', {
  on: 'It',
  meets: {
    'a list of tags': one('AWS::SQS::Queue', { Tags: OWNED }),
    'a map of tags': one('AWS::SSM::Parameter', {
      Tags: { service: 'a', environment: 'b', owner: { Ref: 'Owner' }, 'cost-center': '1' },
    }),
    'a property of another name': one('AWS::EFS::FileSystem', { FileSystemTags: OWNED }),
    'the tags of the stack': templates({
      body: { Resources: one('AWS::SQS::Queue', { Tags: OWNED.slice(0, 2) }) },
      tags: { owner: 'team-orders', 'cost-center': '4711' },
    }),
    'the tags of a nested stack and of the stack around it': templates(
      {
        body: { Resources: { Child: { Type: 'AWS::CloudFormation::Stack', Properties: { Tags: OWNED.slice(1) } } } },
        tags: { service: 'orders' },
      },
      { ...child, body: { Resources: one('AWS::SQS::Queue') } },
    ),
    'each replica of a global table': one('AWS::DynamoDB::GlobalTable', {
      Replicas: [
        { Region: 'eu-west-1', Tags: OWNED },
        { Region: 'eu-central-1', Tags: OWNED },
      ],
    }),
    'tag specifications': one('AWS::EC2::LaunchTemplate', {
      TagSpecifications: [{ ResourceType: 'launch-template', Tags: OWNED }],
    }),
  },
  breaks: {
    'no tags': one('AWS::SQS::Queue'),
    'a key in another case': one('AWS::SQS::Queue', { Tags: [...OWNED.slice(1), { Key: 'Service', Value: 'orders' }] }),
    'an empty value': one('AWS::SQS::Queue', { Tags: [...OWNED.slice(1), { Key: 'service', Value: '' }] }),
    'one replica of a global table only': one('AWS::DynamoDB::GlobalTable', {
      Replicas: [{ Region: 'eu-west-1', Tags: OWNED }, { Region: 'eu-central-1' }],
    }),
    'an empty value over a tag of the stack': templates({
      body: { Resources: one('AWS::SQS::Queue', { Tags: [...OWNED.slice(1), { Key: 'service', Value: '' }] }) },
      tags: { service: 'orders' },
    }),
    'left out in one branch': one('AWS::SQS::Queue', {
      Tags: [...OWNED.slice(1), { 'Fn::If': ['Is', OWNED[0], { Ref: 'AWS::NoValue' }] }],
    }),
  },
  undecided: { 'a list that is a parameter': one('AWS::SQS::Queue', { Tags: { Ref: 'Tags' } }) },
  ignores: { 'a type without tags': one('AWS::EC2::Route'), 'a custom resource': one('Custom::Thing') },
});

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`R${at}`, { Type: 'AWS::SNS::Topic' }]));

testItem('PRV-05', {
  on: null,
  meets: {
    '399 resources': templates({ body: { Resources: many(399) } }),
  },
  breaks: {
    '400 resources': templates({ body: { Resources: many(400) } }),
    '800 kB': templates({ body: {}, bytes: 800_000 }),
  },
});

testItem('PRV-05', {
  on: null,
  file: child.file,
  meets: {
    '399 nested resources beside 399': templates(
      { body: { Resources: { ...nests.Resources, ...many(398) } } },
      { ...child, body: { Resources: many(399) }, bytes: 799_999 },
    ),
  },
  breaks: {
    '400 nested in a small template': templates({ body: nests }, { ...child, body: { Resources: many(400) } }),
  },
});
