import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { backupStatements } from '../../../constructs/recovery/backup-permissions';
import { templateOf, testStack } from '../../_helpers/stack';
import { Backup } from '../../../constructs/recovery/backup';

interface RoleResource {
  readonly Properties: { readonly AssumeRolePolicyDocument: object; readonly Policies: object[] };
}

const statements = backupStatements(testStack());

function statementOf(action: string): PolicyStatement {
  const found = statements.filter(({ actions }) => actions.includes(action));
  expect(found).toHaveLength(1);
  return found[0] as PolicyStatement;
}

test('on every resource it may only list and describe', () => {
  const actions = statements.filter(({ resources }) => resources.includes('*')).flatMap((one) => one.actions);
  expect(actions).not.toHaveLength(0);
  expect(actions.filter((action) => !/:(Describe|List|Get)/.test(action))).toEqual([]);
});

test('it changes no source of data, runs nothing and restores nothing', () => {
  const actions = statements.flatMap((one) => one.actions);
  expect(
    actions.filter((action) => /^ssm:|:Restore|:ModifyDB(Instance|Cluster)$|:DeleteTable|:PutObject$/.test(action)),
  ).toEqual([]);
});

test('of snapshots it deletes only those that AWS Backup made', () => {
  expect(statementOf('ec2:DeleteSnapshot').conditions).toEqual({
    Null: { 'aws:ResourceTag/aws:backup:source-resource': 'false' },
  });
  for (const arn of statementOf('rds:DeleteDBSnapshot').resources) {
    expect(arn).toMatch(/snapshot:awsbackup:\*$/);
  }
});

test('it reads buckets of this account only, and keys only on behalf of a service', () => {
  expect(statementOf('s3:GetObject').conditions).toEqual({
    StringEquals: { 'aws:ResourceAccount': '111122223333' },
  });
  for (const { actions, conditions } of statements.filter((one) => one.actions.includes('kms:Decrypt'))) {
    expect(actions.every((action) => action.startsWith('kms:'))).toBe(true);
    expect(conditions).toMatchObject({
      StringEquals: { 'kms:ViaService': expect.stringMatching(/^(dynamodb|s3)\./) as string },
    });
  }
});

test('only AWS Backup takes it, and its policy fits into a role', () => {
  const stack = testStack();
  new Backup(stack, 'Backup');
  const [role] = Object.values(
    templateOf(stack).findResources('AWS::IAM::Role', {
      Properties: { Description: 'Lets AWS Backup back up what carries the tag' },
    }),
  ) as [RoleResource];
  expect(role.Properties.AssumeRolePolicyDocument).toMatchObject({
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'backup.amazonaws.com' } }],
  });
  expect(JSON.stringify(role.Properties.Policies).length).toBeLessThan(10240);
});
