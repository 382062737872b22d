import { resource, without } from './alarm-cases';
import { templates, testItem } from './judging';

const ROLE = 'arn:aws:iam::123456789012:role/backup';
const selection = (how: object = {}) =>
  resource('AWS::Backup::BackupSelection', {
    BackupPlanId: { Ref: 'Plan' },
    BackupSelection: { IamRoleArn: ROLE, SelectionName: 'all', ...how },
  });
const plan = (...rules: object[]) =>
  resource('AWS::Backup::BackupPlan', { BackupPlan: { BackupPlanName: 'daily', BackupPlanRule: rules } });
const test = (kind: unknown, others: object = {}) =>
  resource('AWS::Backup::RestoreTestingSelection', {
    IamRoleArn: ROLE,
    ProtectedResourceType: kind,
    RestoreTestingPlanName: { Ref: 'Rehearsal' },
    RestoreTestingSelectionName: 'all',
    ProtectedResourceArns: ['*'],
    ...others,
  });
const Rehearsal = resource('AWS::Backup::RestoreTestingPlan', {
  RestoreTestingPlanName: 'weekly',
  ScheduleExpression: 'cron(0 5 ? * SUN *)',
});
const table = (properties: object = {}) => resource('AWS::DynamoDB::Table', properties);
const backedUp = { Data: table(), Plan: plan(), All: selection() };
const rehearsed = { ...backedUp, Rehearsal, Test: test('DynamoDB') };
const data = (type: string, kind: string, properties: object = {}) => ({
  ...rehearsed,
  Data: resource(type, properties),
  Test: test(kind),
});
const tagged = { Tags: [{ Key: 'rehearse', Value: 'yes' }] };
const byTag = (operator: string) => ({
  ProtectedResourceArns: undefined,
  ProtectedResourceConditions: { [operator]: [{ Key: 'aws:ResourceTag/rehearse', Value: 'yes' }] },
});
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const copied = (vault: unknown) => ({
  ...backedUp,
  Plan: plan({ CopyActions: [{ DestinationBackupVaultArn: vault }] }),
});
const away = { Rehearsal, Test: test('DynamoDB') };

testItem('BAK-05', {
  on: 'Data',
  meets: {
    'every table': rehearsed,
    'the plan by name': { ...rehearsed, Test: test('DynamoDB', { RestoreTestingPlanName: 'weekly' }) },
    'its own ARN': { ...rehearsed, Test: test('DynamoDB', { ProtectedResourceArns: [arnOf('Data')] }) },
    'the ARN of another table that is backed up': {
      ...rehearsed,
      Other: table(),
      Test: test('DynamoDB', { ProtectedResourceArns: [arnOf('Other')] }),
    },
    'a tag': { ...rehearsed, Data: table(tagged), Test: test('DynamoDB', byTag('StringEquals')) },
    'all but a tag': { ...rehearsed, Test: test('DynamoDB', byTag('StringNotEquals')) },
    Aurora: data('AWS::RDS::DBCluster', 'Aurora', { Engine: 'aurora-postgresql' }),
    'a Multi-AZ cluster': data('AWS::RDS::DBCluster', 'RDS', {
      Engine: 'postgres',
      DBClusterInstanceClass: 'db.r6gd.xlarge',
    }),
    'an instance': data('AWS::RDS::DBInstance', 'RDS', { Engine: 'postgres' }),
    DocumentDB: data('AWS::DocDB::DBCluster', 'DocumentDB'),
    'a global table': data('AWS::DynamoDB::GlobalTable', 'DynamoDB'),
    'a file system': data('AWS::EFS::FileSystem', 'EFS'),
    'a bucket': data('AWS::S3::Bucket', 'S3'),
    'a volume': data('AWS::EC2::Volume', 'EBS'),
    'from another stack of that account and region': templates(
      { body: { Resources: backedUp } },
      { body: { Resources: { Rehearsal, Test: test('DynamoDB') } } },
    ),
    'where its copies go, by the vault': templates(
      {
        body: {
          Resources: { ...away, Vault: resource('AWS::Backup::BackupVault', { BackupVaultName: 'away' }) },
          Outputs: { Vault: { Value: { 'Fn::GetAtt': ['Vault', 'BackupVaultArn'] } } },
        },
        region: 'eu-north-1',
        stackName: 'Away',
      },
      {
        body: {
          Resources: copied({
            'Fn::GetStackOutput': { StackName: 'Away', OutputName: 'Vault', Region: 'eu-north-1' },
          }),
        },
      },
    ),
    'where its copies go, by an ARN': templates(
      {
        body: { Resources: copied('arn:aws:backup:eu-north-1:123456789012:backup-vault:away') },
        account: '123456789012',
      },
      { body: { Resources: away }, region: 'eu-north-1', account: '123456789012' },
    ),
  },
  breaks: {
    nothing: backedUp,
    'another type': { ...rehearsed, Test: test('RDS') },
    'the type of the template': { ...rehearsed, Test: test('AWS::DynamoDB::Table') },
    'a plan that tests nothing': without(rehearsed, 'Test'),
    'the type of plain instances, for Aurora': data('AWS::RDS::DBCluster', 'RDS', { Engine: 'aurora-mysql' }),
    'the ARN of a table that is not backed up': {
      ...rehearsed,
      All: selection({ Resources: [arnOf('Data')] }),
      Other: table(),
      Test: test('DynamoDB', { ProtectedResourceArns: [arnOf('Other')] }),
    },
    'a tag that nothing carries': { ...rehearsed, Test: test('DynamoDB', byTag('StringEquals')) },
    'a tag that excludes it': { ...rehearsed, Data: table(tagged), Test: test('DynamoDB', byTag('StringNotEquals')) },
    'another region': templates(
      { body: { Resources: backedUp } },
      { body: { Resources: { Rehearsal, Test: test('DynamoDB') } }, region: 'eu-north-1' },
    ),
    'another type in one branch': {
      ...rehearsed,
      Test: test({ 'Fn::If': ['IsOld', 'RDS', 'DynamoDB'] }),
    },
    'no plan': { ...rehearsed, Test: test('DynamoDB', { RestoreTestingPlanName: undefined }) },
  },
  undecided: {
    'a type from a parameter': { ...rehearsed, Test: test({ Ref: 'Type' }) },
    'a plan outside the app': { ...rehearsed, Test: test('DynamoDB', { RestoreTestingPlanName: 'monthly' }) },
    'a plan from a parameter': { ...rehearsed, Test: test('DynamoDB', { RestoreTestingPlanName: { Ref: 'Name' } }) },
    'ARNs from a parameter': { ...rehearsed, Test: test('DynamoDB', { ProtectedResourceArns: { Ref: 'Arns' } }) },
    'nobody knows whether it is backed up': {
      ...backedUp,
      All: selection({ Resources: { Ref: 'Arns' } }),
    },
    'an engine that nobody knows, and tests of neither kind in a plan of the app': {
      ...data('AWS::RDS::DBCluster', 'Aurora', { Engine: { Ref: 'Engine' } }),
      Test: test('Aurora', { RestoreTestingPlanName: 'monthly' }),
    },
  },
  ignores: {
    'a table that is not backed up': without(rehearsed, 'All'),
    'a member of a cluster': {
      ...backedUp,
      Data: resource('AWS::RDS::DBInstance', { DBClusterIdentifier: 'orders' }),
    },
    'a bucket for logs': {
      ...backedUp,
      Data: resource('AWS::S3::Bucket'),
      Canary: resource('AWS::Synthetics::Canary', { ArtifactS3Location: { 'Fn::Sub': 's3://${Data}' } }),
    },
  },
});
