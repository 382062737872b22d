import { alarm, resource, without } from './alarm-cases';
import { testItem } from './judging';

const vault = (properties: object) => ({
  Key: resource('AWS::KMS::Key'),
  Vault: resource('AWS::Backup::BackupVault', { BackupVaultName: 'main', ...properties }),
});
const key = { EncryptionKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] } };
const denial = (others: object = {}) => ({
  AccessPolicy: {
    Statement: [
      { Effect: 'Deny', Principal: { AWS: '*' }, Action: ['backup:DeleteRecoveryPoint'], Resource: '*', ...others },
    ],
  },
});

testItem('BAK-03', {
  on: 'Vault',
  meets: {
    'a lock': vault({ ...key, LockConfiguration: { MinRetentionDays: 7 } }),
    'a policy': vault({ ...key, ...denial() }),
    'a policy with an exception, by a wildcard': vault({
      ...key,
      ...denial({
        Action: 'backup:Delete*',
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/breakglass' } },
      }),
    }),
    'an air-gapped vault': { Vault: resource('AWS::Backup::LogicallyAirGappedBackupVault') },
  },
  breaks: {
    'no lock': vault(key),
    'no key': vault({ LockConfiguration: { MinRetentionDays: 7 } }),
    'the key of AWS': vault({
      EncryptionKeyArn: 'arn:aws:kms:eu-west-1:1:alias/aws/backup',
      LockConfiguration: { MinRetentionDays: 7 },
    }),
    'a denial for one': vault({ ...key, ...denial({ Principal: { AWS: 'arn:aws:iam::1:role/intern' } }) }),
    'a denial for one by a condition': vault({
      ...key,
      ...denial({ Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/intern' } } }),
    }),
    'a denial of something else': vault({ ...key, ...denial({ Action: 'backup:StartBackupJob' }) }),
    'no lock in one branch': vault({
      ...key,
      LockConfiguration: { 'Fn::If': ['IsOld', { Ref: 'AWS::NoValue' }, { MinRetentionDays: 7 }] },
    }),
  },
  undecided: {
    'a key from a parameter': vault({
      EncryptionKeyArn: { Ref: 'KeyArn' },
      LockConfiguration: { MinRetentionDays: 7 },
    }),
  },
});

const told = (...events: string[]) =>
  vault({ Notifications: { SNSTopicArn: { Ref: 'Topic' }, BackupVaultEvents: events } });
const jobs = (kind: string, others: object = {}, targets: unknown[] = [{ Arn: 'arn:aws:sns:a:b:c' }]) =>
  resource('AWS::Events::Rule', {
    EventPattern: { source: ['aws.backup'], 'detail-type': [`${kind} Job State Change`], ...others },
    Targets: targets,
  });
const ofVault = { BackupVaultName: { Ref: 'Vault' } };
const ruled = {
  ...vault({}),
  Backups: jobs('Backup', {
    detail: { state: ['FAILED', 'EXPIRED'], backupVaultArn: [{ 'Fn::GetAtt': ['Vault', 'BackupVaultArn'] }] },
  }),
  Copies: jobs('Copy', { detail: { state: ['FAILED'] } }),
  Restores: jobs('Restore'),
};

testItem('BAK-06', {
  on: 'Vault',
  meets: {
    notifications: told('BACKUP_JOB_COMPLETED', 'COPY_JOB_FAILED', 'RESTORE_JOB_COMPLETED'),
    'rules of EventBridge': ruled,
    'rules on all that did not go well': {
      ...ruled,
      Copies: jobs('Copy', { source: [{ prefix: 'aws.' }], detail: { state: [{ 'anything-but': ['COMPLETED'] }] } }),
    },
    'alarms and rules': {
      ...without(ruled, 'Backups', 'Copies'),
      Backup: alarm('AWS/Backup', 'NumberOfBackupJobsFailed', ofVault),
      Copy: alarm('AWS/Backup', 'NumberOfCopyJobsFailed', {}),
    },
  },
  breaks: {
    nothing: vault({}),
    'no word of copies': told('BACKUP_JOB_FAILED', 'RESTORE_JOB_FAILED'),
    'a rule on all but failures': {
      ...ruled,
      Copies: jobs('Copy', { detail: { state: [{ 'anything-but': 'FAILED' }] } }),
    },
    'a rule on jobs that went well': { ...ruled, Copies: jobs('Copy', { detail: { state: ['COMPLETED'] } }) },
    'a rule on another vault': { ...ruled, Backups: jobs('Backup', { detail: { backupVaultName: ['other'] } }) },
    'a rule that tells nobody': { ...ruled, Restores: jobs('Restore', {}, []) },
    'an alarm on another vault': {
      ...without(ruled, 'Backups'),
      Backup: alarm('AWS/Backup', 'NumberOfBackupJobsFailed', { BackupVaultName: 'other' }),
    },
  },
});
