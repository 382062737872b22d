import { alarm, computedAlarm, resource, without } from './alarm-cases';
import { outcomes, templates, testItem, type Resources } from './judging';

const SILENT = { AlarmActions: undefined };
const OF_DATABASE = { DBInstanceIdentifier: { Ref: 'Database' } };
const rds = (name: string, dimensions: Record<string, unknown> = OF_DATABASE, others: object = {}) =>
  alarm('AWS/RDS', name, dimensions, others);
const database = {
  Database: resource('AWS::RDS::DBInstance', { DBInstanceIdentifier: 'orders' }),
  Cpu: rds('CPUUtilization'),
  Storage: rds('FreeStorageSpace'),
  Connections: rds('DatabaseConnections'),
};

testItem('MET-03', {
  on: 'Database',
  meets: {
    'three alarms': database,
    'memory in place of storage, by name': {
      ...database,
      Storage: rds('FreeableMemory', { DBInstanceIdentifier: 'orders' }),
    },
    'an input of arithmetic': {
      ...database,
      Connections: computedAlarm([
        ['AWS/RDS', 'DatabaseConnections', OF_DATABASE],
        ['AWS/RDS', 'DatabaseConnections', { DBInstanceIdentifier: 'other' }],
      ]),
    },
    'the name in small letters, as AWS keeps it': {
      ...database,
      Database: resource('AWS::RDS::DBInstance', { DBInstanceIdentifier: 'Orders' }),
      Storage: rds('FreeableMemory', { DBInstanceIdentifier: 'orders' }),
    },
    'little memory': {
      ...database,
      Storage: rds('FreeableMemory', OF_DATABASE, { ComparisonOperator: 'LessThanThreshold' }),
    },
    'a child of a composite': {
      ...database,
      Cpu: rds('CPUUtilization', OF_DATABASE, { AlarmName: 'cpu', ...SILENT }),
      Health: resource('AWS::CloudWatch::CompositeAlarm', {
        AlarmRule: 'ALARM("cpu")',
        AlarmActions: ['arn:aws:sns:a:b:c'],
      }),
    },
    'a read replica': {
      ...database,
      Database: resource('AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: 'main' }),
    },
    'a member whose cluster is elsewhere': {
      ...database,
      Database: resource('AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'Id' } }),
    },
  },
  breaks: {
    nothing: { Database: database.Database },
    'no alarm on connections': without(database, 'Connections'),
    'no alarm on memory or storage': without(database, 'Storage'),
    'CPU of another instance': { ...database, Cpu: rds('CPUUtilization', { DBInstanceIdentifier: 'other' }) },
    'CPU by the dimension of a cluster': {
      ...database,
      Cpu: rds('CPUUtilization', { DBClusterIdentifier: { Ref: 'Database' } }),
    },
    'CPU by the endpoint in place of the name': {
      ...database,
      Cpu: rds('CPUUtilization', { DBInstanceIdentifier: { 'Fn::GetAtt': ['Database', 'Endpoint.Address'] } }),
    },
    'CPU of EC2': { ...database, Cpu: alarm('AWS/EC2', 'CPUUtilization', OF_DATABASE) },
    'an alarm that does nothing': { ...database, Storage: rds('FreeStorageSpace', OF_DATABASE, SILENT) },
    'an alarm that fires while there is room': {
      ...database,
      Storage: rds('FreeStorageSpace', OF_DATABASE, { ComparisonOperator: 'GreaterThanOrEqualToThreshold' }),
    },
    'an alarm that does nothing in one branch': {
      ...database,
      Storage: rds('FreeStorageSpace', OF_DATABASE, {
        ActionsEnabled: { 'Fn::If': ['IsLoud', true, false] },
      }),
    },
    'an instance of that name in another region': templates(
      { body: { Resources: without(database, 'Cpu') } },
      { body: { Resources: { Cpu: rds('CPUUtilization', { DBInstanceIdentifier: 'orders' }) } }, region: 'eu-north-1' },
    ),
  },
  undecided: {
    'actions from a parameter': {
      ...database,
      Cpu: rds('CPUUtilization', OF_DATABASE, { AlarmActions: { Ref: 'To' } }),
    },
    'a member whose cluster is elsewhere, and may be watched': {
      Database: resource('AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'Id' } }),
    },
  },
  ignores: {
    'a member of a cluster of the app': {
      Database: resource('AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'Cluster' } }),
      Cluster: resource('AWS::RDS::DBCluster'),
    },
  },
});

const OF_CLUSTER = { DBClusterIdentifier: { Ref: 'Cluster' } };
const ofInstance = (id: string) => ({ DBInstanceIdentifier: { Ref: id } });
const member = (family = 'RDS') => resource(`AWS::${family}::DBInstance`, { DBClusterIdentifier: { Ref: 'Cluster' } });
const lone = {
  Cluster: resource('AWS::RDS::DBCluster', { DBClusterIdentifier: 'orders' }),
  Writer: member(),
  Cpu: rds('CPUUtilization', OF_CLUSTER),
  Memory: rds('FreeableMemory', OF_CLUSTER),
  Connections: rds('DatabaseConnections', OF_CLUSTER),
};
const pair = { ...lone, Reader: member(), Lag: rds('AuroraReplicaLagMaximum', OF_CLUSTER) };
const multiAz = {
  ...without(lone, 'Writer'),
  Cluster: resource('AWS::RDS::DBCluster', { DBClusterInstanceClass: 'db.m6gd.large', Engine: 'postgres' }),
};
const ofMultiAz = (at: number) => ({ DBInstanceIdentifier: { 'Fn::Sub': `\${Cluster}-instance-${at}` } });
const family = (name: string, metrics: Readonly<Record<string, string>>): Resources => ({
  Cluster: resource(`AWS::${name}::DBCluster`),
  A: member(name),
  B: member(name),
  ...Object.fromEntries(Object.entries(metrics).map(([id, metric]) => [id, alarm(`AWS/${name}`, metric, OF_CLUSTER)])),
});
const docdb = family('DocDB', {
  Cpu: 'CPUUtilization',
  Memory: 'FreeableMemory',
  Connections: 'DatabaseConnections',
  Lag: 'DBClusterReplicaLagMaximum',
});
const neptune = family('Neptune', {
  Cpu: 'CPUUtilization',
  Memory: 'VolumeBytesLeftTotal',
  Connections: 'OpenCypherBoltOpenConnections',
  Lag: 'ClusterReplicaLag',
});

testItem('MET-03', {
  on: 'Cluster',
  meets: {
    'alarms on the cluster': lone,
    'alarms on a cluster with a reader, by name': {
      ...pair,
      Cpu: rds('CPUUtilization', { DBClusterIdentifier: 'orders' }),
    },
    'alarms on each of its instances': {
      ...without(pair, 'Cpu', 'Lag'),
      WriterCpu: rds('CPUUtilization', ofInstance('Writer')),
      ReaderCpu: rds('CPUUtilization', ofInstance('Reader')),
      ReaderLag: rds('AuroraReplicaLag', ofInstance('Reader')),
    },
    'local storage of each instance': {
      ...without(pair, 'Memory'),
      WriterStorage: rds('FreeLocalStorage', ofInstance('Writer')),
      ReaderStorage: rds('FreeLocalStorage', ofInstance('Reader')),
    },
    'alarms by role': {
      ...pair,
      Cpu: rds('CPUUtilization', { ...OF_CLUSTER, Role: 'WRITER' }),
      Lag: rds('AuroraReplicaLag', { ...OF_CLUSTER, Role: 'READER' }),
    },
    'a Multi-AZ cluster': { ...multiAz, Lag: rds('ReplicaLag', OF_CLUSTER) },
    'a Multi-AZ cluster by its own instances': {
      ...without(multiAz, 'Cpu'),
      ...Object.fromEntries([1, 2, 3].map((at) => [`Cpu${at}`, rds('CPUUtilization', ofMultiAz(at))])),
      Lag1: rds('ReplicaLag', ofMultiAz(1)),
      Lag2: rds('ReplicaLag', ofMultiAz(2)),
    },
    DocumentDB: docdb,
    Neptune: neptune,
    'alarms in another stack': templates(
      {
        body: {
          Resources: without(pair, 'Lag'),
          Outputs: { Id: { Value: { Ref: 'Cluster' }, Export: { Name: 'id' } } },
        },
      },
      { body: { Resources: { Lag: rds('AuroraReplicaLag', { DBClusterIdentifier: { 'Fn::ImportValue': 'id' } }) } } },
    ),
  },
  breaks: {
    nothing: { Cluster: lone.Cluster, Writer: member() },
    'a reader, and no alarm on its lag': without(pair, 'Lag'),
    'readers that scaling adds, and no alarm on their lag': {
      ...lone,
      Readers: resource('AWS::ApplicationAutoScaling::ScalableTarget', {
        ResourceId: 'cluster:orders',
        ScalableDimension: 'rds:cluster:ReadReplicaCount',
      }),
      Lag: rds('AuroraReplicaLag', ofInstance('Writer')),
    },
    'CPU of the writer alone': { ...pair, Cpu: rds('CPUUtilization', ofInstance('Writer')) },
    'CPU of the readers alone': { ...pair, Cpu: rds('CPUUtilization', { ...OF_CLUSTER, Role: 'READER' }) },
    'the cluster under the dimension of an instance': {
      ...lone,
      Cpu: rds('CPUUtilization', { DBInstanceIdentifier: { Ref: 'Cluster' } }),
    },
    'the id of the cluster that is none': {
      ...lone,
      Cpu: rds('CPUUtilization', { DBClusterIdentifier: { 'Fn::GetAtt': ['Cluster', 'DBClusterResourceId'] } }),
    },
    'the use of capacity in place of CPU': { ...lone, Cpu: rds('ACUUtilization', OF_CLUSTER) },
    'lag of replicas outside the cluster': { ...pair, Lag: rds('ReplicaLag', OF_CLUSTER) },
    'lag between regions': { ...pair, Lag: rds('AuroraGlobalDBReplicationLag', OF_CLUSTER) },
    'a Multi-AZ cluster without an alarm on lag': multiAz,
    'two of the three instances of a Multi-AZ cluster': {
      ...without(multiAz, 'Cpu'),
      Lag: rds('ReplicaLag', OF_CLUSTER),
      Cpu1: rds('CPUUtilization', ofMultiAz(1)),
      Cpu2: rds('CPUUtilization', ofMultiAz(2)),
    },
    'DocumentDB in the namespace of RDS': { ...docdb, Cpu: rds('CPUUtilization', OF_CLUSTER) },
    'Neptune without an alarm on connections': without(neptune, 'Connections'),
    'an alarm that does nothing': { ...pair, Lag: rds('AuroraReplicaLag', OF_CLUSTER, SILENT) },
    'another cluster in one branch': {
      ...lone,
      Other: resource('AWS::RDS::DBCluster'),
      Cpu: rds('CPUUtilization', {
        DBClusterIdentifier: { 'Fn::If': ['IsOld', { Ref: 'Other' }, { Ref: 'Cluster' }] },
      }),
    },
  },
  undecided: {
    'actions from a parameter': { ...lone, Cpu: rds('CPUUtilization', OF_CLUSTER, { AlarmActions: { Ref: 'To' } }) },
    'instances of a cluster that a parameter names': {
      Cluster: lone.Cluster,
      Writer: resource('AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'Id' } }),
    },
  },
});

const sqs = (name: string, queue: unknown, others: object = {}) => alarm('AWS/SQS', name, { QueueName: queue }, others);
const NAME = { 'Fn::GetAtt': ['Queue', 'QueueName'] };
const AGE = 'ApproximateAgeOfOldestMessage';
const VISIBLE = 'ApproximateNumberOfMessagesVisible';
const queue = { Queue: resource('AWS::SQS::Queue', { QueueName: 'jobs' }) };
const ANY = { ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold: 1 };
const arn = { 'Fn::GetAtt': ['Queue', 'Arn'] };
const source = (policy: unknown = { deadLetterTargetArn: arn, maxReceiveCount: 3 }) => ({
  ...queue,
  Source: resource('AWS::SQS::Queue', { RedrivePolicy: policy }),
});

testItem('MET-04', {
  on: 'Queue',
  meets: {
    'an alarm on age': { ...queue, Alarm: sqs(AGE, NAME) },
    'an alarm on age by name': { ...queue, Alarm: sqs(AGE, 'jobs') },
    'an alarm on age by a piece of the ARN': {
      ...queue,
      Alarm: sqs(AGE, { 'Fn::Select': [5, { 'Fn::Split': [':', arn] }] }),
    },
    'an input of arithmetic': { ...queue, Alarm: computedAlarm([['AWS/SQS', AGE, { QueueName: NAME }]]) },
    'a dead-letter queue with an alarm on messages': { ...source(), Alarm: sqs(VISIBLE, NAME, ANY) },
    'above none': {
      ...source(),
      Alarm: sqs(VISIBLE, NAME, { ComparisonOperator: 'GreaterThanThreshold', Threshold: 0 }),
    },
    'a dead-letter queue of a function, by arithmetic': {
      ...queue,
      Function: resource('AWS::Lambda::Function', { DeadLetterConfig: { TargetArn: arn } }),
      Alarm: computedAlarm([
        ['AWS/SQS', VISIBLE, { QueueName: NAME }],
        ['AWS/SQS', 'ApproximateNumberOfMessagesNotVisible', { QueueName: NAME }],
      ]),
    },
    'a dead-letter queue of a rule': {
      ...queue,
      Rule: resource('AWS::Events::Rule', {
        Targets: [{ Id: 'a', Arn: 'arn:aws:sns:a:b:c', DeadLetterConfig: { Arn: arn } }],
      }),
      Alarm: sqs(VISIBLE, NAME, ANY),
    },
    'a dead-letter queue of a subscription, by its literal ARN': {
      ...queue,
      Subscription: resource('AWS::SNS::Subscription', {
        RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:123456789012:jobs' },
      }),
      Alarm: sqs(VISIBLE, NAME, ANY),
    },
  },
  breaks: {
    nothing: queue,
    'messages in place of age': { ...queue, Alarm: sqs(VISIBLE, NAME, ANY) },
    'the URL in place of the name': { ...queue, Alarm: sqs(AGE, { Ref: 'Queue' }) },
    'the ARN in place of the name': { ...queue, Alarm: sqs(AGE, arn) },
    'another queue': { ...queue, Alarm: sqs(AGE, 'other') },
    'an alarm that does nothing': { ...queue, Alarm: sqs(AGE, NAME, SILENT) },
    'age of a dead-letter queue': { ...source(), Alarm: sqs(AGE, NAME) },
    'what is sent to a dead-letter queue by hand': { ...source(), Alarm: sqs('NumberOfMessagesSent', NAME, ANY) },
    'a hundred dead letters': { ...source(), Alarm: sqs(VISIBLE, NAME, { ...ANY, Threshold: 100 }) },
    'more than one dead letter': {
      ...source(),
      Alarm: sqs(VISIBLE, NAME, { ComparisonOperator: 'GreaterThanThreshold', Threshold: 1 }),
    },
    'an alarm that fires when the dead-letter queue is empty': {
      ...source(),
      Alarm: sqs(VISIBLE, NAME, { ComparisonOperator: 'LessThanThreshold', Threshold: 1 }),
    },
    'a dead-letter queue by a policy in a text': {
      ...source({ 'Fn::Sub': '{"deadLetterTargetArn":"${Queue.Arn}","maxReceiveCount":3}' }),
      Alarm: sqs(AGE, NAME),
    },
    'a dead-letter queue in one branch, with an alarm on age': {
      ...source({ 'Fn::If': ['IsSafe', { deadLetterTargetArn: arn, maxReceiveCount: 3 }, { Ref: 'AWS::NoValue' }] }),
      Alarm: sqs(AGE, NAME),
    },
  },
  undecided: {
    'actions from a parameter': { ...queue, Alarm: sqs(AGE, NAME, { AlarmActions: { Ref: 'To' } }) },
    'a threshold from a parameter': { ...source(), Alarm: sqs(VISIBLE, NAME, { ...ANY, Threshold: { Ref: 'Most' } }) },
  },
});

test('it names what is not watched, and on what', () => {
  expect(outcomes('MET-03', without(pair, 'Cpu', 'Lag'))).toEqual([
    expect.objectContaining({
      resource: 'Cluster',
      severity: 'error',
      found: 'no alarm on CPU; no alarm on replica lag',
      expected: 'an alarm with an action on CPU, on replica lag of Cluster, or of each of its instances',
    }),
  ]);
});
