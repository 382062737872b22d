import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Conditions } from 'aws-cdk-lib/aws-iam';
import { viaService } from '../security/via-service';
import { BACKUP_TAG } from './backup-tag';

/** On what AWS Backup made, and on nothing else: it notes on its snapshots where they come from. */
const MADE_BY_BACKUP = { Null: { 'aws:ResourceTag/aws:backup:source-resource': 'false' } };

/** The statements by which AWS Backup reads data of this account and region, and keeps and expires backups of it. */
export function backupStatements(stack: Stack): PolicyStatement[] {
  return [common, keys, volumes, databases, tables, files, buckets].flatMap((part) => part(stack));
}

function allow(actions: string[], resources: string[], conditions?: Conditions): PolicyStatement {
  return new PolicyStatement({ actions, resources, conditions });
}

function here({ partition, region, account }: Stack, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

function via(stack: Stack, service: string): Conditions {
  return { StringEquals: { 'kms:ViaService': viaService(stack, service) } };
}

function common(stack: Stack): PolicyStatement[] {
  const vaults = `arn:${stack.partition}:backup:*:*:backup-vault:*`;
  return [
    allow(['tag:GetResources'], ['*']),
    allow(['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'], [vaults]),
    allow(['backup:TagResource'], [here(stack, 'backup', 'recovery-point:*')]),
  ];
}

/** Keys of every region, since a copy in another one is encrypted with a key there. */
function keys(stack: Stack): PolicyStatement[] {
  const ours = [`arn:${stack.partition}:kms:*:${stack.account}:key/*`];
  return [
    allow(['kms:DescribeKey'], ours),
    allow(['kms:CreateGrant'], ours, { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], ours, via(stack, 'dynamodb')),
    allow(['kms:Decrypt'], ours, via(stack, 's3')),
    allow(['kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptTo', 'kms:ReEncryptFrom'], ours, via(stack, 'ec2')),
  ];
}

function volumes({ partition, region, account }: Stack): PolicyStatement[] {
  const snapshots = `arn:${partition}:ec2:${region}::snapshot/*`;
  return [
    allow(
      ['ec2:DescribeSnapshotTierStatus', 'ec2:DescribeSnapshots', 'ec2:DescribeTags', 'ec2:DescribeVolumes'],
      ['*'],
    ),
    allow(['ec2:CreateSnapshot'], [snapshots, `arn:${partition}:ec2:${region}:${account}:volume/*`]),
    allow(['ec2:CopySnapshot', 'ec2:CreateTags'], [snapshots]),
    allow(['ec2:DeleteSnapshot', 'ec2:ModifySnapshotAttribute'], [snapshots], MADE_BY_BACKUP),
  ];
}

function databases(stack: Stack): PolicyStatement[] {
  const snapshots = [here(stack, 'rds', 'snapshot:awsbackup:*'), here(stack, 'rds', 'cluster-snapshot:awsbackup:*')];
  const sources = [here(stack, 'rds', 'db:*'), here(stack, 'rds', 'cluster:*')];
  return [
    allow(
      [
        'rds:DescribeDBClusterSnapshots',
        'rds:DescribeDBClusters',
        'rds:DescribeDBInstances',
        'rds:DescribeDBSnapshots',
        'rds:ListTagsForResource',
      ],
      ['*'],
    ),
    allow(['rds:CreateDBClusterSnapshot', 'rds:CreateDBSnapshot'], [...sources, ...snapshots]),
    allow(
      [
        'rds:AddTagsToResource',
        'rds:CopyDBClusterSnapshot',
        'rds:CopyDBSnapshot',
        'rds:DeleteDBClusterSnapshot',
        'rds:DeleteDBSnapshot',
        'rds:ModifyDBClusterSnapshotAttribute',
        'rds:ModifyDBSnapshotAttribute',
      ],
      snapshots,
    ),
  ];
}

function tables(stack: Stack): PolicyStatement[] {
  return [
    allow(
      ['dynamodb:CreateBackup', 'dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource', 'dynamodb:StartAwsBackupJob'],
      [here(stack, 'dynamodb', 'table/*')],
    ),
    allow(['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'], [here(stack, 'dynamodb', 'table/*/backup/*')]),
  ];
}

function files(stack: Stack): PolicyStatement[] {
  const isTagged = { StringEquals: { [`aws:ResourceTag/${BACKUP_TAG.key}`]: BACKUP_TAG.value } };
  return [
    allow(
      ['elasticfilesystem:Backup', 'elasticfilesystem:DescribeTags'],
      [here(stack, 'elasticfilesystem', 'file-system/*')],
      isTagged,
    ),
  ];
}

/** AWS Backup learns of new objects through a rule of EventBridge that it makes itself. */
function buckets(stack: Stack): PolicyStatement[] {
  const isOurs = { StringEquals: { 'aws:ResourceAccount': stack.account } };
  return [
    allow(['cloudwatch:GetMetricData', 'events:ListRules', 's3:ListAllMyBuckets'], ['*']),
    allow(
      [
        'events:DeleteRule',
        'events:DescribeRule',
        'events:DisableRule',
        'events:EnableRule',
        'events:ListTargetsByRule',
        'events:PutRule',
        'events:PutTargets',
        'events:RemoveTargets',
      ],
      [here(stack, 'events', 'rule/AwsBackupManagedRule*')],
    ),
    allow(
      [
        's3:GetBucketAcl',
        's3:GetBucketLocation',
        's3:GetBucketNotification',
        's3:GetBucketTagging',
        's3:GetBucketVersioning',
        's3:GetInventoryConfiguration',
        's3:ListBucket',
        's3:ListBucketVersions',
        's3:ListTagsForResource',
        's3:PutBucketNotification',
        's3:PutInventoryConfiguration',
      ],
      [`arn:${stack.partition}:s3:::*`],
      isOurs,
    ),
    allow(
      [
        's3:GetObject',
        's3:GetObjectAcl',
        's3:GetObjectTagging',
        's3:GetObjectVersion',
        's3:GetObjectVersionAcl',
        's3:GetObjectVersionTagging',
      ],
      [`arn:${stack.partition}:s3:::*/*`],
      isOurs,
    ),
  ];
}
