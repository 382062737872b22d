import { longestGap } from '../../../lib/checklist/relations/cron';
import { ACTIONS_DATE, kindOfAction } from '../../../lib/checklist/relations/iam-actions';
import { outcomes, templates, testItem } from './judging';

const of = (type: string, properties: object = {}) => ({ Type: type, Properties: properties });
const ref = (id: string) => ({ Ref: id });
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });

const listener = (properties: object) => of('AWS::ElasticLoadBalancingV2::Listener', properties);
const listenerRule = (action: object, arn: unknown = ref('Listener')) =>
  of('AWS::ElasticLoadBalancingV2::ListenerRule', { ListenerArn: arn, Actions: [action] });
const toHttps = { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } };
const forward = { Type: 'forward', TargetGroupArn: ref('Targets') };

testItem('SEC-01', {
  on: 'Listener',
  meets: {
    'TLS 1.3 and 1.2': {
      Listener: listener({ Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-PQ-2025-09' }),
    },
    'TLS 1.2 through a join': {
      Listener: listener({
        Protocol: 'TLS',
        SslPolicy: { 'Fn::Join': ['-', ['ELBSecurityPolicy', 'FS', '1', '2', 'Res', '2020', '10']] },
      }),
    },
    'a redirect': { Listener: listener({ Protocol: 'HTTP', DefaultActions: [toHttps] }) },
  },
  breaks: {
    'no policy': { Listener: listener({ Protocol: 'HTTPS' }) },
    'TLS 1.0 through a map': templates({
      body: {
        Mappings: { Tls: { Old: { Policy: 'ELBSecurityPolicy-TLS13-1-0-2021-06' } } },
        Resources: {
          Listener: listener({ Protocol: 'HTTPS', SslPolicy: { 'Fn::FindInMap': ['Tls', 'Old', 'Policy'] } }),
        },
      },
    }),
    'the policy of 2016': { Listener: listener({ Protocol: 'TLS', SslPolicy: 'ELBSecurityPolicy-2016-08' }) },
    'plain HTTP': { Listener: listener({ Protocol: 'HTTP', DefaultActions: [forward] }) },
    'a redirect that stays plain': {
      Listener: listener({
        Protocol: 'HTTP',
        DefaultActions: [{ Type: 'redirect', RedirectConfig: { Port: '8080' } }],
      }),
    },
  },
  undecided: { 'a parameter': { Listener: listener({ Protocol: 'HTTPS', SslPolicy: ref('Policy') }) } },
  ignores: { TCP: { Listener: listener({ Protocol: 'TCP' }) } },
});

testItem('SEC-01', {
  on: 'Rule',
  meets: {
    'a redirect': { Listener: listener({ Protocol: 'HTTP' }), Rule: listenerRule(toHttps) },
    'a redirect of a listener outside the app': { Rule: listenerRule(toHttps, 'arn:aws:x') },
  },
  breaks: {
    'a way around the redirect': {
      Listener: listener({ Protocol: 'HTTP', DefaultActions: [toHttps] }),
      Rule: listenerRule(forward),
    },
    'a page in the clear': { Listener: listener({ Protocol: 'HTTP' }), Rule: listenerRule({ Type: 'fixed-response' }) },
  },
  undecided: { 'a listener outside the app': { Rule: listenerRule(forward, 'arn:aws:x') } },
  ignores: { 'behind TLS': { Listener: listener({ Protocol: 'HTTPS' }), Rule: listenerRule(forward) } },
});

const template = (data: object) => of('AWS::EC2::LaunchTemplate', { LaunchTemplateData: data });
const disk = (ebs: object) => ({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: ebs }] });

testItem('SEC-02', {
  on: 'Data',
  meets: {
    'a template': { Data: template(disk({ Encrypted: true })) },
    'a table by default': { Data: of('AWS::DynamoDB::Table') },
    'a bucket by default': { Data: of('AWS::S3::Bucket') },
    'a queue by default': { Data: of('AWS::SQS::Queue') },
    'a queue with a key': { Data: of('AWS::SQS::Queue', { SqsManagedSseEnabled: false, KmsMasterKeyId: ref('Key') }) },
    'a topic with a key of another stack': {
      Data: of('AWS::SNS::Topic', { KmsMasterKeyId: { 'Fn::ImportValue': 'key' } }),
    },
    'a log group by default': { Data: of('AWS::Logs::LogGroup') },
    'a vault by default': { Data: of('AWS::Backup::BackupVault') },
    'a database': { Data: of('AWS::RDS::DBInstance', { StorageEncrypted: 'true' }) },
    'a Valkey cache by default': { Data: of('AWS::ElastiCache::ReplicationGroup', { Engine: 'valkey' }) },
    'a stream': {
      Data: of('AWS::Kinesis::Stream', { StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } }),
    },
    'a search domain': { Data: of('AWS::OpenSearchService::Domain', { EncryptionAtRestOptions: { Enabled: true } }) },
  },
  breaks: {
    'a volume': { Data: of('AWS::EC2::Volume') },
    'one of two volumes': {
      Data: template({
        BlockDeviceMappings: [
          { Ebs: { Encrypted: true } },
          { Ebs: { Encrypted: { 'Fn::If': ['A', true, ref('AWS::NoValue')] } } },
        ],
      }),
    },
    'a volume as the image has it': { Data: template({ ImageId: 'ami-1' }) },
    'a database': { Data: of('AWS::RDS::DBCluster', { Engine: 'aurora-postgresql' }) },
    'a topic': { Data: of('AWS::SNS::Topic') },
    'a topic with an empty key': { Data: of('AWS::SNS::Topic', { KmsMasterKeyId: '' }) },
    'a queue': { Data: of('AWS::SQS::Queue', { SqsManagedSseEnabled: false }) },
    'a file system': { Data: of('AWS::EFS::FileSystem') },
    'a Redis cache': { Data: of('AWS::ElastiCache::ReplicationGroup', { Engine: 'redis' }) },
    'a lone cache node': { Data: of('AWS::ElastiCache::CacheCluster', { Engine: 'redis' }) },
    'a search domain': { Data: of('AWS::OpenSearchService::Domain', { EncryptionAtRestOptions: {} }) },
    'a stream': { Data: of('AWS::Kinesis::Stream') },
    "a task's volume": {
      Data: of('AWS::ECS::Service', { VolumeConfigurations: [{ Name: 'd', ManagedEBSVolume: { SizeInGiB: 10 } }] }),
    },
  },
  undecided: {
    'a parameter': { Data: of('AWS::EFS::FileSystem', { Encrypted: ref('Encrypted') }) },
    'a volume from a snapshot': { Data: of('AWS::EC2::Volume', { SnapshotId: 'snap-1' }) },
    "a template's volume from a snapshot": { Data: template(disk({ SnapshotId: 'snap-1' })) },
    'from a snapshot': { Data: of('AWS::RDS::DBInstance', { DBSnapshotIdentifier: 's' }) },
  },
  ignores: {
    'an instance of a cluster': { Data: of('AWS::RDS::DBInstance', { DBClusterIdentifier: ref('Cluster') }) },
    'a replica of a database of the app': {
      Data: of('AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: ref('Source') }),
      Source: of('AWS::RDS::DBInstance', {}),
    },
  },
});

const deny = (action: unknown, resource: unknown, more: object = {}) => ({
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: action,
  Resource: resource,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  ...more,
});
const policy = (...statements: object[]) => ({ PolicyDocument: { Statement: statements } });
const bucketPolicy = (...statements: object[]) =>
  of('AWS::S3::BucketPolicy', { Bucket: ref('Bucket'), ...policy(...statements) });
const bothOf = (id: string) => [att(id, 'Arn'), { 'Fn::Join': ['', [att(id, 'Arn'), '/*']] }];
const BUCKET = of('AWS::S3::Bucket');

testItem('SEC-03', {
  on: 'Bucket',
  meets: {
    'bucket and objects': { Bucket: BUCKET, Policy: bucketPolicy(deny('s3:*', bothOf('Bucket'))) },
    'where nobody knows the partition': templates({
      region: undefined,
      body: {
        Resources: {
          Bucket: BUCKET,
          Policy: bucketPolicy(deny('s3:*', { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Bucket}*' })),
        },
      },
    }),
    'in two statements, by name': {
      Bucket: of('AWS::S3::Bucket', { BucketName: 'orders' }),
      Policy: of('AWS::S3::BucketPolicy', {
        Bucket: 'orders',
        ...policy(deny('*', 'arn:aws:s3:::orders', { Principal: '*' }), deny('s3:*', 'arn:aws:s3:::orders/*')),
      }),
    },
    'all actions but others': {
      Bucket: BUCKET,
      Policy: bucketPolicy(deny(undefined, bothOf('Bucket'), { NotAction: 's3:ListAllMyBuckets' })),
    },
    'through a substitution': {
      Bucket: BUCKET,
      Policy: bucketPolicy(
        deny('s3:*', [
          { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Bucket}' },
          { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Bucket}/*' },
        ]),
      ),
    },
  },
  breaks: {
    'no policy': { Bucket: BUCKET },
    'the bucket without its objects': { Bucket: BUCKET, Policy: bucketPolicy(deny('s3:*', att('Bucket', 'Arn'))) },
    'some objects': {
      Bucket: BUCKET,
      Policy: bucketPolicy(deny('s3:*', [att('Bucket', 'Arn'), { 'Fn::Sub': '${Bucket.Arn}/public/*' }])),
    },
    'all actions but some': {
      Bucket: BUCKET,
      Policy: bucketPolicy(deny(undefined, bothOf('Bucket'), { NotAction: 's3:Get*' })),
    },
    'some actions': { Bucket: BUCKET, Policy: bucketPolicy(deny('s3:Get*', bothOf('Bucket'))) },
    'one principal': {
      Bucket: BUCKET,
      Policy: bucketPolicy(deny('s3:*', bothOf('Bucket'), { Principal: { AWS: 'arn:aws:iam::1:root' } })),
    },
    'the wrong way round': {
      Bucket: BUCKET,
      Policy: bucketPolicy(deny('s3:*', bothOf('Bucket'), { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })),
    },
    'with another condition': {
      Bucket: BUCKET,
      Policy: bucketPolicy(
        deny('s3:*', bothOf('Bucket'), {
          Condition: { Bool: { 'aws:SecureTransport': false }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
        }),
      ),
    },
    'an allowance': { Bucket: BUCKET, Policy: bucketPolicy(deny('s3:*', bothOf('Bucket'), { Effect: 'Allow' })) },
    "another bucket's policy": {
      Bucket: BUCKET,
      Other: BUCKET,
      Policy: of('AWS::S3::BucketPolicy', { Bucket: ref('Other'), ...policy(deny('s3:*', bothOf('Other'))) }),
    },
  },
  undecided: {
    'a condition by parameter': {
      Bucket: BUCKET,
      Policy: bucketPolicy(
        deny('s3:*', bothOf('Bucket'), { Condition: { Bool: { 'aws:SecureTransport': ref('Secure') } } }),
      ),
    },
    'conditions by parameter': {
      Bucket: BUCKET,
      Policy: bucketPolicy(deny('s3:*', bothOf('Bucket'), { Condition: { 'Fn::Transform': { Name: 'Conditions' } } })),
    },
  },
});

const forced = (family: string, parameters: object) =>
  of('AWS::RDS::DBParameterGroup', { Family: family, Parameters: parameters });

testItem('SEC-03', {
  on: 'Wire',
  meets: {
    'a topic': {
      Wire: of('AWS::SNS::Topic'),
      Policy: of('AWS::SNS::TopicPolicy', {
        Topics: [ref('Wire')],
        ...policy(deny('sns:Publish', ref('Wire'), { Principal: '*' })),
      }),
    },
    'a queue, from another stack': templates(
      {
        body: {
          Resources: { Wire: of('AWS::SQS::Queue') },
          Outputs: {
            Q: { Value: ref('Wire'), Export: { Name: 'q' } },
            A: { Value: att('Wire', 'Arn'), Export: { Name: 'a' } },
          },
        },
      },
      {
        body: {
          Resources: {
            Policy: of('AWS::SQS::QueuePolicy', {
              Queues: [{ 'Fn::ImportValue': 'q' }],
              ...policy(deny('sqs:*', { 'Fn::ImportValue': 'a' })),
            }),
          },
        },
      },
    ),
    'PostgreSQL 15': { Wire: forced('postgres15', {}) },
    'PostgreSQL 14, forced': { Wire: forced('postgres14', { 'rds.force_ssl': 1 }) },
    'MariaDB 11.8': { Wire: forced('mariadb11.8', {}) },
    MySQL: { Wire: forced('mysql8.4', { require_secure_transport: 'ON' }) },
    'a cache': { Wire: of('AWS::ElastiCache::ReplicationGroup', { TransitEncryptionEnabled: true }) },
    'a volume': {
      Wire: of('AWS::ECS::TaskDefinition', { Volumes: [{ EFSVolumeConfiguration: { TransitEncryption: 'ENABLED' } }] }),
    },
    'a database with defaults': { Wire: of('AWS::RDS::DBInstance', { Engine: 'postgres', EngineVersion: '16.4' }) },
    'a database with the default group of a version': {
      Wire: of('AWS::RDS::DBInstance', { Engine: 'postgres', DBParameterGroupName: 'default.postgres16' }),
    },
  },
  breaks: {
    'a topic': { Wire: of('AWS::SNS::Topic') },
    'a queue that takes plain messages': {
      Wire: of('AWS::SQS::Queue'),
      Policy: of('AWS::SQS::QueuePolicy', {
        Queues: [ref('Wire')],
        ...policy(deny('sqs:ReceiveMessage', att('Wire', 'Arn'))),
      }),
    },
    'PostgreSQL 16, switched off': { Wire: forced('postgres16', { 'rds.force_ssl': '0' }) },
    'Aurora PostgreSQL 16': { Wire: of('AWS::RDS::DBClusterParameterGroup', { Family: 'aurora-postgresql16' }) },
    MariaDB: { Wire: forced('mariadb11.4', {}) },
    'a MariaDB of version 11.4 with defaults': {
      Wire: of('AWS::RDS::DBInstance', { Engine: 'mariadb', EngineVersion: '11.4.5' }),
    },
    'a Valkey cache by default': { Wire: of('AWS::ElastiCache::ReplicationGroup', { Engine: 'valkey' }) },
    'a cache that prefers TLS': {
      Wire: of('AWS::ElastiCache::ReplicationGroup', {
        TransitEncryptionEnabled: true,
        TransitEncryptionMode: 'preferred',
      }),
    },
    'a volume': {
      Wire: of('AWS::ECS::TaskDefinition', { Volumes: [{ EFSVolumeConfiguration: { FilesystemId: 'fs-1' } }] }),
    },
    'a database with defaults': { Wire: of('AWS::RDS::DBCluster', { Engine: 'aurora-mysql', EngineVersion: '8.0' }) },
    'a cluster with the default group of a version': {
      Wire: of('AWS::RDS::DBCluster', {
        Engine: 'aurora-postgresql',
        DBClusterParameterGroupName: 'default.aurora-postgresql16',
      }),
    },
  },
  undecided: {
    'a parameter': { Wire: forced('postgres14', { 'rds.force_ssl': ref('Force') }) },
    'a group outside the app': {
      Wire: of('AWS::RDS::DBInstance', { Engine: 'postgres', DBParameterGroupName: 'ours' }),
    },
  },
  ignores: {
    'a database whose group answers': {
      Wire: of('AWS::RDS::DBInstance', { Engine: 'postgres', DBParameterGroupName: ref('Group') }),
      Group: forced('postgres14', {}),
    },
    'a task without volumes': { Wire: of('AWS::ECS::TaskDefinition') },
  },
});

const metadata = (options: object) => template({ MetadataOptions: options });

testItem('SEC-04', {
  on: 'Machine',
  meets: {
    required: { Machine: metadata({ HttpTokens: 'required', HttpPutResponseHopLimit: 2 }) },
    'no metadata at all': { Machine: metadata({ HttpEndpoint: 'disabled' }) },
    'an instance, through Fn::Select': {
      Machine: of('AWS::EC2::Instance', {
        MetadataOptions: { HttpTokens: { 'Fn::Select': [1, ['optional', 'required']] } },
      }),
    },
  },
  breaks: {
    nothing: { Machine: template({}) },
    'optional in one branch': { Machine: metadata({ HttpTokens: { 'Fn::If': ['IsOld', 'optional', 'required'] } }) },
    'three hops': { Machine: metadata({ HttpTokens: 'required', HttpPutResponseHopLimit: 3 }) },
    'an instance': { Machine: of('AWS::EC2::Instance') },
    'a launch configuration': {
      Machine: of('AWS::AutoScaling::LaunchConfiguration', { MetadataOptions: { HttpTokens: 'optional' } }),
    },
  },
  undecided: { 'a parameter': { Machine: metadata({ HttpTokens: ref('Tokens') }) } },
  ignores: {
    'an instance whose template answers': {
      Machine: of('AWS::EC2::Instance', { LaunchTemplate: { LaunchTemplateId: ref('Template') } }),
      Template: metadata({}),
    },
  },
});

const allow = (action: unknown, resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
});
const iam = (...statements: object[]) => of('AWS::IAM::Policy', policy(...statements));
const role = (properties: object) => of('AWS::IAM::Role', properties);

testItem('SEC-05', {
  on: 'Policy',
  meets: {
    'a named resource': { Bucket: BUCKET, Policy: iam(allow('s3:PutObject', att('Bucket', 'Arn'))) },
    'writes on the stack itself': { Policy: iam(allow('cloudformation:SignalResource', ref('AWS::StackId'))) },
    'reads on everything': {
      Policy: iam(allow(['ec2:DescribeInstances', 's3:ListAllMyBuckets', 'logs:Describe*'], '*')),
    },
    'writes that have no resource': {
      Policy: iam(allow(['ssmmessages:*', 'cloudwatch:PutMetricData', 'xray:PutTraceSegments'], '*')),
    },
    'a denial of everything': { Policy: iam({ Effect: 'Deny', Action: '*', Resource: '*' }) },
    'a policy of somebody else': {
      Policy: role({
        ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore' }],
      }),
    },
    'a name that is known in part': { Policy: iam(allow('s3:*', { 'Fn::Sub': 'arn:aws:s3:::${Name}/*' })) },
    'a part of a bucket': { Bucket: BUCKET, Policy: iam(allow('s3:*', { 'Fn::Sub': '${Bucket.Arn}/in/*' })) },
  },
  breaks: {
    'every action': { Policy: iam(allow('*', att('Bucket', 'Arn'))) },
    'every action in a list': { Policy: iam(allow(['s3:GetObject', { 'Fn::Join': ['', ['*']] }], 'arn:aws:s3:::a')) },
    'a write on everything': { Policy: iam(allow('s3:PutObject', '*')) },
    'a write by wildcard, any case': { Policy: iam(allow('S3:put*', ['arn:aws:s3:::a', { 'Fn::Sub': '*' }])) },
    'a write with a condition': {
      Policy: iam(allow('sqs:SendMessage', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } })),
    },
    'passing any role': { Policy: role({ Policies: [{ PolicyName: 'a', ...policy(allow('iam:PassRole', '*')) }] }) },
    'all but some actions': { Policy: iam({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }) },
    'all but some resources': {
      Policy: iam({ Effect: 'Allow', Action: 'dynamodb:PutItem', NotResource: 'arn:aws:dynamodb:::x' }),
    },
    administrators: {
      Policy: role({
        ManagedPolicyArns: [
          { 'Fn::Join': ['', ['arn:', ref('AWS::Partition'), ':iam::aws:policy/AdministratorAccess']] },
        ],
      }),
    },
    'power users': {
      Policy: of('AWS::IAM::Group', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/PowerUserAccess'] }),
    },
    'a bucket policy': {
      Policy: of('AWS::S3::BucketPolicy', policy(allow('*', 'arn:aws:s3:::a', { Principal: '*' }))),
    },
    'a single statement': {
      Policy: of('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: allow('kms:Decrypt', '*') } }),
    },
    'everything in one branch': { Policy: iam(allow('sns:Publish', { 'Fn::If': ['A', '*', 'arn:aws:sns:::a'] })) },
  },
  undecided: {
    'an action that nobody knows': { Policy: iam(allow('quantum:Entangle', '*')) },
    'a resource by parameter': { Policy: iam(allow('sqs:SendMessage', ref('Queue'))) },
    'a policy in a text': { Policy: of('AWS::SSO::PermissionSet', { InlinePolicy: '{}' }) },
    'an action by parameter': { Policy: iam(allow(ref('Action'), '*')) },
  },
  ignores: { 'a role without policies': { Policy: role({}) } },
});

test('the table of actions has a date, and knows wildcards', () => {
  expect(ACTIONS_DATE).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(['s3:Put*', 'ec2:RunInstances', 'logs:PutLogEvents', 'kms:*', '*:Delete*'].map(kindOfAction)).toEqual(
    Array(5).fill('write'),
  );
  expect(['s3:Get*', 'ec2messages:*', 'STS:GetCallerIdentity', 'ecr:GetAuthorizationToken'].map(kindOfAction)).toEqual(
    Array(4).fill('other'),
  );
  expect(['s3:Frobnicate', 'nowhere:Put*', 'nonsense'].map(kindOfAction)).toEqual(Array(3).fill('unknown'));
});

const SECRET = of('AWS::SecretsManager::Secret');
const schedule = (rules: object, secret: unknown = ref('Secret')) =>
  of('AWS::SecretsManager::RotationSchedule', { SecretId: secret, RotationRules: rules });

testItem('SEC-06', {
  on: 'Secret',
  meets: {
    'every month': { Secret: SECRET, Schedule: schedule({ AutomaticallyAfterDays: 30 }) },
    'by name': {
      Secret: of('AWS::SecretsManager::Secret', { Name: 'orders' }),
      Schedule: schedule({ AutomaticallyAfterDays: 30 }, 'orders'),
    },
    'by rate': { Secret: SECRET, Schedule: schedule({ ScheduleExpression: 'rate(10 days)' }) },
    'by cron': { Secret: SECRET, Schedule: schedule({ ScheduleExpression: 'cron(0 4 1 1/2 ? *)' }) },
    'through its attachment': {
      Secret: SECRET,
      Attachment: of('AWS::SecretsManager::SecretTargetAttachment', {
        SecretId: ref('Secret'),
        TargetId: ref('Database'),
      }),
      Schedule: schedule({ AutomaticallyAfterDays: 90 }, ref('Attachment')),
    },
  },
  breaks: {
    never: { Secret: SECRET },
    'every 91 days': { Secret: SECRET, Schedule: schedule({ AutomaticallyAfterDays: 91 }) },
    'a cron with a long gap': {
      Secret: SECRET,
      Schedule: schedule({ ScheduleExpression: 'cron(0 4 1 1,3,5,10 ? *)' }),
    },
    'a cron that ends': { Secret: SECRET, Schedule: schedule({ ScheduleExpression: 'cron(0 4 1 * ? 2026)' }) },
    'a schedule without rules': {
      Secret: SECRET,
      Schedule: of('AWS::SecretsManager::RotationSchedule', { SecretId: ref('Secret') }),
    },
    'another secret': {
      Secret: SECRET,
      Other: SECRET,
      Schedule: schedule({ AutomaticallyAfterDays: 30 }, ref('Other')),
    },
  },
  undecided: { 'a parameter': { Secret: SECRET, Schedule: schedule({ AutomaticallyAfterDays: ref('Days') }) } },
});

test('a finding on a secret names the schedule that runs too seldom', () => {
  const [finding] = outcomes('SEC-06', { Secret: SECRET, Schedule: schedule({ AutomaticallyAfterDays: 91 }) });
  expect(finding).toMatchObject({
    resource: 'Secret',
    found: 'AutomaticallyAfterDays of Schedule is 91',
    expected: 'a rotation schedule of 90 days or less',
    evidence: ['Schedule'],
    locations: [],
  });
});

test('a finding on NotResource says what is left out', () => {
  const statement = { Effect: 'Allow', Action: 's3:PutObject', NotResource: 'arn:aws:s3:::orders' };
  const [finding] = outcomes('SEC-05', { Policy: iam(statement) });
  expect(finding?.found).toBe('s3:PutObject is allowed on everything but arn:aws:s3:::orders');
});

test.each<[object, string]>([
  [{}, 'sessions are not recorded'],
  [{ s3BucketName: 'logs', s3EncryptionEnabled: false }, 'sessions are recorded in logs, s3EncryptionEnabled is false'],
  [{ cloudWatchLogGroupName: 'a' }, 'sessions are recorded in a, cloudWatchEncryptionEnabled is not true'],
  [{ cloudWatchLogGroupName: ref('Logs') }, 'sessions are recorded in ${Logs}, Logs has no KmsKeyId'],
])('a finding on a session document says what is missing: %j', (inputs, found) => {
  const app = { ...instances(), Logs: of('AWS::Logs::LogGroup'), Document: document(inputs) };
  expect(outcomes('SEC-12', app).map((one) => one.found)).toEqual([found]);
});

test('the longest gap of a schedule', () => {
  expect(longestGap('rate(4 hours)')).toBeCloseTo(1 / 6);
  expect(longestGap('cron(0 4 ? * MON,FRI *)')).toBe(4);
  expect(longestGap('cron(0 4 L * ? *)')).toBe(31);
  expect(longestGap('cron(0 4 ? * 2#1 *)')).toBe(35);
  expect(longestGap('cron(0 4 1 JAN-MAR/2 ? *)')).toBe(306);
  expect(longestGap('every full moon')).toBeUndefined();
});

const key = (properties: object) => of('AWS::KMS::Key', properties);

testItem('SEC-07', {
  on: 'Key',
  meets: {
    on: { Key: key({ EnableKeyRotation: true }) },
    'on, of whatever kind': { Key: key({ EnableKeyRotation: 'true', KeySpec: ref('Spec') }) },
  },
  breaks: {
    'not set': { Key: key({}) },
    'off in one branch': { Key: key({ EnableKeyRotation: { 'Fn::If': ['IsProd', true, false] } }) },
    'a symmetric key by name': { Key: key({ KeySpec: 'SYMMETRIC_DEFAULT' }) },
  },
  undecided: { 'a parameter': { Key: key({ EnableKeyRotation: ref('Rotate') }) } },
  ignores: {
    asymmetric: { Key: key({ KeySpec: 'RSA_2048' }) },
    HMAC: { Key: key({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }) },
    imported: { Key: key({ Origin: 'EXTERNAL' }) },
    'a replica': { Key: of('AWS::KMS::ReplicaKey') },
  },
});

const managed = (override: object, name = 'AWSManagedRulesCommonRuleSet') => ({
  OverrideAction: override,
  Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: name } },
});
const rate = (action: object = { Block: {} }) => ({
  Action: action,
  Statement: { RateBasedStatement: { Limit: 2000 } },
});
const common = (more: object) => ({
  OverrideAction: { None: {} },
  Statement: {
    ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet', ...more },
  },
});
const acl = (...rules: object[]) => of('AWS::WAFv2::WebACL', { Rules: rules });
const STRONG = acl(managed({ None: {} }), rate());
const door = (scheme?: string) => of('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: scheme });
const association = (resource: unknown, web: unknown = att('Acl', 'Arn')) =>
  of('AWS::WAFv2::WebACLAssociation', { ResourceArn: resource, WebACLArn: web });
const stageArn = { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/prod' };
const API = of('AWS::ApiGateway::RestApi');
const stage = of('AWS::ApiGateway::Stage', { RestApiId: ref('Api'), StageName: 'prod' });

testItem('SEC-08', {
  on: 'Door',
  meets: {
    'a load balancer': { Door: door('internet-facing'), Acl: STRONG, Tie: association(ref('Door')) },
    'a distribution with a web ACL of another region': templates(
      {
        region: 'us-east-1',
        body: { Resources: { Acl: STRONG }, Outputs: { A: { Value: att('Acl', 'Arn') } } },
        stackName: 'edge',
      },
      {
        body: {
          Resources: {
            Door: of('AWS::CloudFront::Distribution', {
              DistributionConfig: {
                WebACLId: { 'Fn::GetStackOutput': { StackName: 'edge', Region: 'us-east-1', OutputName: 'A' } },
              },
            }),
          },
        },
      },
    ),
    'a stage by its ARN': { Api: API, Door: stage, Acl: STRONG, Tie: association(stageArn) },
  },
  breaks: {
    'public by default': { Door: door() },
    'a web ACL without association': { Door: door('internet-facing'), Acl: STRONG },
    'another load balancer': {
      Door: door('internet-facing'),
      Other: door('internet-facing'),
      Acl: STRONG,
      Tie: association(ref('Other')),
    },
    'a distribution': { Door: of('AWS::CloudFront::Distribution', { DistributionConfig: {} }) },
    'a distribution with an empty name': {
      Door: of('AWS::CloudFront::Distribution', { DistributionConfig: { WebACLId: '' } }),
    },
    'another stage': {
      Api: API,
      Door: { ...stage, Properties: { ...stage.Properties, StageName: 'v2' } },
      Acl: STRONG,
      Tie: association(stageArn),
    },
  },
  undecided: {
    'a web ACL outside the app': { Door: door(), Tie: association(ref('Door'), 'arn:aws:wafv2:x') },
    'a type by parameter': { Door: of('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: ref('Type') }) },
  },
  ignores: {
    internal: { Door: door('internal') },
    'a network load balancer': {
      Door: of('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network', Scheme: 'internet-facing' }),
    },
    'a private API': {
      Api: of('AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: ['PRIVATE'] } }),
      Door: stage,
    },
    'an HTTP API': { Door: of('AWS::ApiGatewayV2::Stage') },
  },
});

const guarding = (web: object, more: object = {}) => ({
  Door: door('internet-facing'),
  Tie: association(ref('Door')),
  Acl: web,
  ...more,
});
const withGroup = (override: object) =>
  acl(managed({ None: {} }), {
    OverrideAction: override,
    Statement: { RuleGroupReferenceStatement: { Arn: att('Group', 'Arn') } },
  });
const GROUP = of('AWS::WAFv2::RuleGroup', { Rules: [rate()] });

testItem('SEC-08', {
  on: 'Acl',
  meets: {
    both: guarding(STRONG),
    'a managed rule that asks for a captcha': guarding(
      acl(common({ RuleActionOverrides: [{ Name: 'NoUserAgent_HEADER', ActionToUse: { Captcha: {} } }] }), rate()),
    ),
    'a rate rule in a rule group': guarding(withGroup({ None: {} }), { Group: GROUP }),
  },
  breaks: {
    'managed rules alone': guarding(acl(managed({ None: {} }))),
    'managed rules that count': guarding(acl(managed({ Count: {} }), rate())),
    'one managed rule that counts': guarding(
      acl(common({ RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }] }), rate()),
    ),
    'one managed rule that lets through': guarding(
      acl(common({ RuleActionOverrides: [{ Name: 'NoUserAgent_HEADER', ActionToUse: { Allow: {} } }] }), rate()),
    ),
    'an excluded managed rule': guarding(acl(common({ ExcludedRules: [{ Name: 'SizeRestrictions_BODY' }] }), rate())),
    'other managed rules that count beside them': guarding(
      acl(managed({ None: {} }), managed({ Count: {} }, 'AWSManagedRulesSQLiRuleSet'), rate()),
    ),
    'a rate rule that the web ACL lets count': guarding(
      acl(managed({ None: {} }), {
        OverrideAction: { None: {} },
        Statement: {
          RuleGroupReferenceStatement: {
            Arn: att('Group', 'Arn'),
            RuleActionOverrides: [{ Name: 'Rate', ActionToUse: { Count: {} } }],
          },
        },
      }),
      { Group: of('AWS::WAFv2::RuleGroup', { Rules: [{ Name: 'Rate', ...rate() }] }) },
    ),
    'a rate rule that counts': guarding(acl(managed({ None: {} }), rate({ Count: {} }))),
    'a rule group that counts': guarding(withGroup({ Count: {} }), { Group: GROUP }),
    'other managed rules': guarding(acl(managed({ None: {} }, 'AWSManagedRulesSQLiRuleSet'), rate())),
  },
  undecided: {
    'rules for some requests only': guarding(acl(common({ ScopeDownStatement: { GeoMatchStatement: {} } }), rate())),
    'overrides by a parameter': guarding(acl(common({ RuleActionOverrides: ref('Overrides') }), rate())),
    'rules outside the app': guarding(
      acl(managed({ None: {} }), { Statement: { RuleGroupReferenceStatement: { Arn: 'arn:aws:wafv2:x' } } }),
    ),
  },
  ignores: { 'a web ACL of nothing': { Acl: acl() } },
});

const blocks = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
const bucket = (properties: object, block: object = blocks) =>
  of('AWS::S3::Bucket', { PublicAccessBlockConfiguration: block, ...properties });

testItem('SEC-09', {
  on: 'Bucket',
  meets: {
    'all blocks': { Bucket: bucket({}) },
    'ownership enforced': {
      Bucket: bucket({ OwnershipControls: { Rules: [{ ObjectOwnership: { 'Fn::Sub': 'BucketOwnerEnforced' } }] } }),
    },
  },
  breaks: {
    'not written': { Bucket: BUCKET },
    'one block missing': {
      Bucket: bucket({}, { ...blocks, IgnorePublicAcls: { 'Fn::If': ['A', true, ref('AWS::NoValue')] } }),
    },
    'ACLs through ownership': {
      Bucket: bucket({ OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } }),
    },
    'an ACL': { Bucket: bucket({ AccessControl: 'LogDeliveryWrite' }) },
  },
  undecided: { 'a parameter': { Bucket: bucket({}, { ...blocks, BlockPublicAcls: ref('Block') }) } },
});

const attributes = (values: Record<string, unknown>, type?: string) =>
  of('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Type: type,
    LoadBalancerAttributes: Object.entries(values).map(([Key, Value]) => ({ Key, Value })),
  });
const DROP = 'routing.http.drop_invalid_header_fields.enabled';
const DESYNC = 'routing.http.desync_mitigation_mode';

testItem('SEC-10', {
  on: 'Door',
  meets: {
    defensive: { Door: attributes({ [DROP]: 'true', [DESYNC]: 'defensive' }) },
    'strictest by a join': { Door: attributes({ [DROP]: true, [DESYNC]: { 'Fn::Join': ['', ['strict', 'est']] } }) },
  },
  breaks: {
    'headers alone': { Door: attributes({ [DROP]: 'true' }) },
    monitor: { Door: attributes({ [DROP]: 'true', [DESYNC]: 'monitor' }) },
    'headers let in': { Door: attributes({ [DROP]: 'false', [DESYNC]: 'strictest' }) },
    'monitor in one branch': {
      Door: attributes({ [DROP]: 'true', [DESYNC]: { 'Fn::If': ['Is', 'defensive', 'monitor'] } }),
    },
  },
  undecided: {
    'a parameter': { Door: attributes({ [DROP]: 'true', [DESYNC]: ref('Mode') }) },
    'a type by parameter': { Door: of('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: ref('Type') }) },
  },
  ignores: { 'a network load balancer': { Door: attributes({}, 'network') } },
});

const instances = (statement: object = allow('ssmmessages:CreateDataChannel', '*')) => ({
  Role: role({}),
  Profile: of('AWS::IAM::InstanceProfile', { Roles: [ref('Role')] }),
  Permissions: of('AWS::IAM::Policy', { Roles: [ref('Role')], ...policy(statement) }),
});
const document = (inputs: unknown, more: object = {}) =>
  of('AWS::SSM::Document', { DocumentType: 'Session', Content: { inputs }, ...more });

testItem('SEC-12', {
  on: 'Role',
  meets: {
    'a document in the same app': {
      ...instances(),
      Document: document({ cloudWatchLogGroupName: 'a', cloudWatchEncryptionEnabled: true }),
    },
    'a document in another stack': templates(
      { body: { Resources: instances() } },
      {
        body: {
          Resources: {
            Document: document({ s3BucketName: ref('Bucket'), s3EncryptionEnabled: 'true' }),
            Bucket: BUCKET,
          },
        },
      },
    ),
  },
  breaks: {
    'no document': instances(),
    'a managed policy': {
      Role: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'] }),
      Profile: of('AWS::IAM::InstanceProfile', { Roles: [ref('Role')] }),
    },
    'a document of another kind': { ...instances(), Document: of('AWS::SSM::Document', { DocumentType: 'Command' }) },
  },
  ignores: {
    'a role of no instance': {
      Role: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'] }),
    },
    'instances without sessions': instances(allow('s3:GetObject', 'arn:aws:s3:::a/*')),
  },
});

testItem('SEC-12', {
  on: 'Document',
  meets: {
    'an encrypted group': {
      ...instances(),
      Logs: of('AWS::Logs::LogGroup', { KmsKeyId: ref('Key') }),
      Document: document({ cloudWatchLogGroupName: ref('Logs') }),
    },
    'a text': {
      ...instances(),
      Document: document(
        {},
        {
          Content: { 'Fn::Sub': '{"inputs":{"cloudWatchLogGroupName":"${Name}","cloudWatchEncryptionEnabled":true}}' },
        },
      ),
    },
  },
  breaks: {
    'no logs': { ...instances(), Document: document({ kmsKeyId: 'a', s3BucketName: '' }) },
    'no encryption': {
      ...instances(),
      Document: document({ cloudWatchLogGroupName: 'a', cloudWatchEncryptionEnabled: false }),
    },
    'a group without a key': {
      ...instances(),
      Logs: of('AWS::Logs::LogGroup'),
      Document: document({ cloudWatchLogGroupName: ref('Logs'), cloudWatchEncryptionEnabled: true }),
    },
  },
  ignores: { 'no instances': { Document: document({}) } },
});
