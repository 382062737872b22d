import { resource, without } from './alarm-cases';
import { templates, testItem, type Resources } from './judging';

const ROLE = { IamRoleArn: 'arn:aws:iam::123456789012:role/backup', SelectionName: 'all' };
const selection = (how: object) =>
  resource('AWS::Backup::BackupSelection', { BackupPlanId: { Ref: 'Plan' }, BackupSelection: { ...ROLE, ...how } });
const byTag = selection({
  ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'daily' }],
});
const byCondition = (operator: string, value: string) =>
  selection({
    Resources: ['*'],
    Conditions: { [operator]: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: value }] },
  });
const tagged = { Tags: [{ Key: 'backup', Value: 'daily' }] };
const table = (properties: object = {}) => resource('AWS::DynamoDB::Table', properties);
const arn = (rest: unknown) => ({
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':dynamodb:eu-west-1:', { Ref: 'AWS::AccountId' }, ':', rest]],
});

testItem('BAK-01', {
  on: 'Data',
  meets: {
    'a tag': { Data: table(tagged), All: byTag },
    'its ARN': { Data: table(), One: selection({ Resources: [{ 'Fn::GetAtt': ['Data', 'Arn'] }] }) },
    'an ARN that ends in a reference to it': {
      Data: table(),
      One: selection({ Resources: [arn({ 'Fn::Sub': 'table/${Data}' })] }),
    },
    'an ARN with its name': {
      Data: table({ TableName: 'orders' }),
      One: selection({ Resources: [arn('table/orders')] }),
    },
    'every table': { Data: table(), All: selection({ Resources: ['arn:aws:dynamodb:*:*:table/*'] }) },
    'a condition': { Data: table(tagged), All: byCondition('StringLike', 'da*') },
    everything: { Data: table(), All: selection({}) },
    'a tag of its stack, from another stack': templates(
      { body: { Resources: { Data: resource('AWS::RDS::DBCluster') } }, tags: { backup: 'daily' } },
      { body: { Resources: { All: byTag } } },
    ),
    'a global table whose replicas carry the tag': {
      Data: resource('AWS::DynamoDB::GlobalTable', {
        Replicas: [
          { Region: 'eu-west-1', ...tagged },
          { Region: 'eu-north-1', ...tagged },
        ],
      }),
      All: byTag,
    },
    'a bucket': { Data: resource('AWS::S3::Bucket', tagged), All: byTag },
  },
  breaks: {
    'the ARN of its stream': {
      Data: table(),
      One: selection({ Resources: [{ 'Fn::GetAtt': ['Data', 'StreamArn'] }] }),
    },
    'its name, which is no ARN': { Data: table(), One: selection({ Resources: [{ Ref: 'Data' }] }) },
    'its name in the ARN of something else': {
      Data: table(),
      One: selection({ Resources: [{ 'Fn::Sub': 'arn:aws:rds:eu-west-1:${AWS::AccountId}:db:${Data}' }] }),
    },
    'the objects of a bucket, in place of the bucket': {
      Data: resource('AWS::S3::Bucket'),
      One: selection({ Resources: [{ 'Fn::Sub': '${Data.Arn}/*' }] }),
    },
    'a selection in another region, where AWS Backup does not see it': templates(
      {
        body: {
          Resources: { Data: table() },
          Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Data', 'Arn'] } } },
        },
      },
      {
        region: 'us-east-1',
        body: {
          Resources: {
            One: selection({
              Resources: [{ 'Fn::GetStackOutput': { StackName: 'Stack0', OutputName: 'Arn', Region: 'eu-west-1' } }],
            }),
          },
        },
      },
    ),
    nothing: { Data: table(tagged) },
    'another value': { Data: table({ Tags: [{ Key: 'backup', Value: 'none' }] }), All: byTag },
    'a tag in other letters': { Data: table({ Tags: [{ Key: 'Backup', Value: 'daily' }] }), All: byTag },
    'clusters only': {
      Data: resource('AWS::RDS::DBInstance'),
      All: selection({ Resources: ['arn:aws:rds:*:*:cluster:*'] }),
    },
    'another table': {
      Data: table(),
      Other: table(),
      One: selection({ Resources: [{ 'Fn::GetAtt': ['Other', 'Arn'] }] }),
    },
    'left out again': {
      Data: table(tagged),
      All: selection({ Resources: ['*'], NotResources: [arn({ 'Fn::Sub': 'table/${Data}' })] }),
    },
    'a condition that it does not meet': { Data: table(tagged), All: byCondition('StringNotEquals', 'daily') },
    'a tag that it loses in one branch': {
      Data: table({ Tags: [{ Key: 'backup', Value: { 'Fn::If': ['IsBig', 'none', 'daily'] } }] }),
      All: byTag,
    },
    'one replica without the tag': {
      Data: resource('AWS::DynamoDB::GlobalTable', {
        Replicas: [{ Region: 'eu-west-1', ...tagged }, { Region: 'eu-north-1' }],
      }),
      All: byTag,
    },
  },
  undecided: {
    'a value from a parameter': { Data: table({ Tags: [{ Key: 'backup', Value: { Ref: 'Class' } }] }), All: byTag },
    'a list from a parameter': { Data: table(), All: selection({ Resources: { Ref: 'Arns' } }) },
  },
  ignores: {
    'an instance of a cluster': { Data: resource('AWS::RDS::DBInstance', { DBClusterIdentifier: 'orders' }) },
    'a bucket of logs': {
      Data: resource('AWS::S3::Bucket'),
      Other: resource('AWS::S3::Bucket', { LoggingConfiguration: { DestinationBucketName: { Ref: 'Data' } } }),
    },
    'a bucket that log delivery writes to': {
      Data: resource('AWS::S3::Bucket'),
      Policy: resource('AWS::S3::BucketPolicy', {
        Bucket: { Ref: 'Data' },
        PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'delivery.logs.amazonaws.com' } }] },
      }),
    },
    'a bucket of artifacts of a canary': {
      Data: resource('AWS::S3::Bucket'),
      Canary: resource('AWS::Synthetics::Canary', { ArtifactS3Location: { 'Fn::Sub': 's3://${Data}/canary' } }),
    },
  },
});

const plan = (...rules: object[]): Resources => ({
  Plan: resource('AWS::Backup::BackupPlan', { BackupPlan: { BackupPlanName: 'daily', BackupPlanRule: rules } }),
  All: byTag,
});
const daily = { ScheduleExpression: 'cron(0 5 ? * * *)', Lifecycle: { DeleteAfterDays: 35 } };

testItem('BAK-02', {
  on: 'Plan',
  meets: {
    'daily for 35 days': plan(daily),
    'two rules that share the work': plan(
      { ...daily, Lifecycle: { DeleteAfterDays: 7 } },
      { ScheduleExpression: 'cron(0 5 1 * ? *)', Lifecycle: { DeleteAfterDays: 365 } },
    ),
    'no schedule and no end': plan({}),
    'in both branches': plan({
      ...daily,
      ScheduleExpression: { 'Fn::If': ['IsBig', 'cron(15 0/6 * * ? *)', 'rate(1 day)'] },
    }),
  },
  breaks: {
    'on weekdays': plan({ ...daily, ScheduleExpression: 'cron(0 5 ? * MON-FRI *)' }),
    'for 34 days': plan({ ...daily, Lifecycle: { DeleteAfterDays: '34' } }),
    'no rules': plan(),
    'every second day in one branch': plan({
      ...daily,
      ScheduleExpression: { 'Fn::If': ['IsBig', 'cron(0 5 */2 * ? *)', 'cron(0 5 * * ? *)'] },
    }),
  },
  undecided: { 'a parameter': plan({ ...daily, ScheduleExpression: { Ref: 'When' } }) },
  ignores: { 'a plan that selects nothing': without(plan(), 'All') },
});

const withData = (resources: Resources): Resources => ({ ...resources, Data: table(tagged) });
const copyTo = (destination: unknown) =>
  withData(plan({ ...daily, CopyActions: [{ DestinationBackupVaultArn: destination }] }));
const inAccount = (resources: Resources) => templates({ account: '111111111111', body: { Resources: resources } });
const away = 'arn:aws:backup:eu-north-1:111111111111:backup-vault:away';

const fromNorth = { 'Fn::GetStackOutput': { StackName: 'north', Region: 'eu-north-1', OutputName: 'Away' } };

testItem('BAK-04', {
  on: 'Plan',
  meets: {
    'another region': inAccount(copyTo(away)),
    'another account': inAccount(
      copyTo({ 'Fn::Sub': 'arn:${AWS::Partition}:backup:${AWS::Region}:222222222222:backup-vault:away' }),
    ),
    'a vault of a stack in another region': templates(
      { region: 'eu-west-1', body: { Resources: copyTo(fromNorth) } },
      {
        region: 'eu-north-1',
        body: {
          Resources: { Away: resource('AWS::Backup::BackupVault') },
          Outputs: { Away: { Value: { 'Fn::GetAtt': ['Away', 'BackupVaultArn'] } } },
        },
        stackName: 'north',
      },
    ),
    'another plan that copies the same': inAccount({
      ...plan(daily),
      Data: table(tagged),
      Copies: resource('AWS::Backup::BackupPlan', {
        BackupPlan: { BackupPlanRule: [{ CopyActions: [{ DestinationBackupVaultArn: away }] }] },
      }),
      Same: resource('AWS::Backup::BackupSelection', {
        BackupPlanId: { Ref: 'Copies' },
        BackupSelection: { Resources: ['*'] },
      }),
    }),
  },
  breaks: {
    'no copies': withData(plan(daily)),
    'the same place by its name': inAccount(copyTo('arn:aws:backup:eu-west-1:111111111111:backup-vault:near')),
    'the same place by pseudo parameters': copyTo({
      'Fn::Sub': 'arn:aws:backup:${AWS::Region}:${AWS::AccountId}:backup-vault:near',
    }),
    'a vault beside the plan': {
      ...copyTo({ 'Fn::GetAtt': ['Near', 'BackupVaultArn'] }),
      Near: resource('AWS::Backup::BackupVault'),
    },
  },
  undecided: {
    'a region that nobody knows': templates({
      region: undefined,
      account: '111111111111',
      body: { Resources: copyTo(away) },
    }),
    'a parameter': copyTo({ Ref: 'Away' }),
  },
  ignores: { 'a plan that selects no data of the app': plan(daily) },
});

const versioned = (status: unknown) => ({
  Data: resource('AWS::S3::Bucket', { VersioningConfiguration: { Status: status } }),
});
const pitr = (on: unknown) => ({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: on } });
testItem('BAK-07', {
  on: 'Data',
  meets: {
    'a week': { Data: resource('AWS::RDS::DBInstance', { BackupRetentionPeriod: '7' }) },
    'a table': { Data: table(pitr(true)) },
    'a global table': { Data: resource('AWS::DynamoDB::GlobalTable', { Replicas: [pitr(true), pitr('true')] }) },
    'a bucket': versioned('Enabled'),
    'a bucket by a join': versioned({ 'Fn::Join': ['', ['En', 'abled']] }),
  },
  breaks: {
    'the default of a day': { Data: resource('AWS::RDS::DBCluster') },
    'six days in one branch': {
      Data: resource('AWS::RDS::DBCluster', { BackupRetentionPeriod: { 'Fn::If': ['IsBig', 7, 6] } }),
    },
    'a replica without': { Data: resource('AWS::DynamoDB::GlobalTable', { Replicas: [pitr(true), {}] }) },
    'versions suspended': versioned('Suspended'),
  },
  undecided: { 'a parameter': versioned({ Ref: 'Versions' }) },
  ignores: { 'an instance of a cluster': { Data: resource('AWS::RDS::DBInstance', { DBClusterIdentifier: 'a' }) } },
});
