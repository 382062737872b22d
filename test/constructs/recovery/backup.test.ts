import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { BackupVault } from 'aws-cdk-lib/aws-backup';
import type { Alarm, CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Tier } from '../../../constructs/core/tier';
import { Alerts } from '../../../constructs/observability/alerts';
import { Backup, BACKUP_TAG, type BackupProps } from '../../../constructs/recovery/backup';
import { EncryptionKey } from '../../../constructs/security/encryption-key';
import { nagFindings } from '../../_helpers/nag';
import { FLAG_SETS, PLACE, templateOf, testStack, testStage } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

const VAULT = 'AWS::Backup::BackupVault';
const PLAN = 'AWS::Backup::BackupPlan';
const SELECTION = 'AWS::Backup::BackupSelection';
const VAULT_ID = 'BackupVaultADF21B19';
const DENIED = [
  'backup:DeleteRecoveryPoint',
  'backup:DisassociateRecoveryPoint',
  'backup:UpdateRecoveryPointLifecycle',
];

interface PlanRule {
  readonly RuleName: string;
  readonly ScheduleExpression: string;
  readonly Lifecycle: object;
}

function plain(flags: Record<string, unknown> = {}): Stack {
  const stack = new Stack(new App({ context: flags }), 'Plain');
  new Alerts(stack, 'Alerts', { page: ['pager@example.com'], ticket: ['orders@example.com'] });
  return stack;
}

function rulesOf(stack: Stack): PlanRule[] {
  const [plan] = Object.values(templateOf(stack).findResources(PLAN)) as [
    { Properties: { BackupPlan: { BackupPlanRule: PlanRule[] } } },
  ];
  return plan.Properties.BackupPlan.BackupPlanRule;
}

describe.each(FLAG_SETS)('with %s', (_, flags) => {
  test('the vault has a key of ours and a lock, and refuses deletion to everybody', () => {
    const stack = testStack({ flags });
    new Backup(stack, 'Backup');
    templateOf(stack).hasResourceProperties(VAULT, {
      EncryptionKeyArn: stack.resolve(EncryptionKey.of(stack).key.keyArn) as object,
      LockConfiguration: { MinRetentionDays: 7, MaxRetentionDays: 365, ChangeableForDays: Match.absent() },
      AccessPolicy: {
        Statement: [
          {
            Sid: 'NobodyDeletesBackups',
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: DENIED,
            Resource: '*',
            Condition: Match.absent(),
          },
        ],
      },
    });
  });

  test.each([
    [Tier.PRODUCTION, 35, 365],
    [Tier.STAGING, 14, 90],
    [Tier.DEVELOPMENT, 7, 31],
  ])('in %s nightly backups last %d days and monthly ones %d', (tier, daily, monthly) => {
    const stack = testStack({ tier, flags });
    new Backup(stack, 'Backup');
    expect(rulesOf(stack)).toMatchObject([
      { RuleName: 'Daily', Lifecycle: { DeleteAfterDays: daily } },
      { RuleName: 'Monthly', Lifecycle: { DeleteAfterDays: monthly } },
    ]);
  });

  test.each([Tier.PRODUCTION, Tier.STAGING, Tier.DEVELOPMENT])('in %s the vault outlives its stack', (tier) => {
    const stack = testStack({ tier, flags });
    new Backup(stack, 'Backup');
    expect(templateOf(stack).findResources(VAULT)[VAULT_ID]).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('they start at night, always at the same time, never on the hour', () => {
    const [one, other] = [testStack({ flags }), testStack({ flags })] as [Stack, Stack];
    new Backup(one, 'Backup');
    new Backup(other, 'Elsewhere');
    const times = rulesOf(one).map(({ ScheduleExpression }) => ScheduleExpression);
    expect(times).toEqual([
      expect.stringMatching(/^cron\([1-9]\d? [0-5] \* \* \? \*\)$/),
      expect.stringMatching(/^cron\([1-9]\d? [0-5] 1 \* \? \*\)$/),
    ]);
    expect(rulesOf(other).map(({ ScheduleExpression }) => ScheduleExpression)).toEqual(times);
  });

  test('what carries the tag in this environment is backed up, by a role of its own', () => {
    const stack = testStack({ flags });
    const { role } = new Backup(stack, 'Backup');
    const template = templateOf(stack);
    template.hasResourceProperties(SELECTION, {
      BackupSelection: {
        IamRoleArn: stack.resolve(role.roleArn) as object,
        Resources: ['*'],
        Conditions: {
          StringEquals: [
            { ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'daily' },
            { ConditionKey: 'aws:ResourceTag/service', ConditionValue: 'orders' },
            { ConditionKey: 'aws:ResourceTag/environment', ConditionValue: 'production' },
          ],
        },
      },
    });
    const roles = Object.values(template.findResources('AWS::IAM::Role'));
    expect(
      roles.every(
        ({ Properties }) => (Properties as object & { ManagedPolicyArns?: [] }).ManagedPolicyArns === undefined,
      ),
    ).toBe(true);
  });

  test('a failed backup pages; one that did not run, or was stopped, is a ticket', () => {
    const stack = testStack({ flags });
    const { alarms } = new Backup(stack, 'Backup');
    const template = templateOf(stack);
    for (const name of ['Failed', 'Expired', 'Aborted']) {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        Namespace: 'AWS/Backup',
        MetricName: `NumberOfBackupJobs${name}`,
        Dimensions: [{ Name: 'BackupVaultName', Value: { 'Fn::GetAtt': [VAULT_ID, 'BackupVaultName'] } }],
        Threshold: 1,
        AlarmDescription: Match.stringLikeRegexp('Runbook: docs/runbooks/backup-failed\\.md$'),
      });
    }
    const [health, tickets] = ['Health', 'Tickets'].map((name) => ruleOf(stack, name));
    const idOf = (alarm: Alarm): string => stack.getLogicalId(alarm.node.defaultChild as CfnAlarm);
    expect(health).toContain(idOf(alarms.failed));
    expect(tickets).toContain(idOf(alarms.expired));
    expect(tickets).toContain(idOf(alarms.aborted));
  });

  test.each([
    [
      'Backup',
      { state: Match.arrayWith(['FAILED']), backupVaultArn: [{ 'Fn::GetAtt': [VAULT_ID, 'BackupVaultArn'] }] },
    ],
    [
      'Copy',
      { state: Match.arrayWith(['FAILED']), sourceBackupVaultArn: [{ 'Fn::GetAtt': [VAULT_ID, 'BackupVaultArn'] }] },
    ],
    ['Restore', { status: Match.arrayWith(['FAILED']) }],
  ])('a %s job that failed is a ticket with its reason', (kind, detail) => {
    const stack = testStack({ flags });
    const { notices } = new Backup(stack, 'Backup');
    templateOf(stack).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.backup'], 'detail-type': [`${kind} Job State Change`], detail },
      State: 'ENABLED',
      Targets: [
        {
          Arn: stack.resolve(Alerts.of(stack).ticket.topicArn) as object,
          RoleArn: stack.resolve(notices.role.roleArn) as object,
          InputTransformer: {
            InputTemplate: `{"notice":"A ${kind.toLowerCase()} job failed. Runbook: docs/runbooks/backup-failed.md","job":<detail>}`,
          },
        },
      ],
    });
  });

  test('EventBridge may publish to the ticket topic and use its key, and nothing else', () => {
    const stack = testStack({ flags });
    const { notices } = new Backup(stack, 'Backup');
    const [role] = Object.values(
      templateOf(stack).findResources('AWS::IAM::Role', {
        Properties: { Description: 'Lets EventBridge write tickets about failed jobs of AWS Backup' },
      }),
    );
    expect(notices.role.node.path).toBe('Test/Stack/Backup/Notices/Role');
    expect(role?.Properties).toMatchObject({
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              { Action: 'sns:Publish', Resource: stack.resolve(Alerts.of(stack).ticket.topicArn) as object },
              {
                Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
                Resource: stack.resolve(EncryptionKey.of(stack).key.keyArn) as object,
              },
            ],
          },
        },
      ],
    });
  });

  test('nag is content, in an environment and in a plain stack', () => {
    const [stack, alone] = [testStack({ flags }), plain(flags)];
    new Backup(stack, 'Backup');
    new Backup(alone, 'Backup');
    expect(nagFindings(stack)).toEqual([]);
    expect(nagFindings(alone)).toEqual([]);
    templateOf(alone).hasResourceProperties(SELECTION, {
      BackupSelection: {
        Conditions: { StringEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'daily' }] },
      },
    });
  });
});

test('what is protected carries the tag, in whichever stack it is', () => {
  const stage = testStage();
  const [platform, service] = ['Platform', 'Service'].map((id) => new Stack(stage, id)) as [Stack, Stack];
  new Backup(platform, 'Backup');
  Backup.protect(new Bucket(service, 'Receipts'));
  templateOf(service).hasResourceProperties('AWS::S3::Bucket', {
    Tags: Match.arrayWith([{ Key: BACKUP_TAG.key, Value: BACKUP_TAG.value }]),
  });
});

test('the names of vault, plan and selection in the template never change', () => {
  const stack = testStack();
  new Backup(stack, 'Backup');
  const template = templateOf(stack);
  const ids = [VAULT, PLAN, SELECTION].flatMap((type) => Object.keys(template.findResources(type)));
  expect(ids).toEqual([VAULT_ID, 'BackupPlan14914BEB', 'BackupSelection815A0E0E']);
});

test('the vault is named after its stack, and after which one of that name', () => {
  const stack = testStack();
  new Backup(stack, 'Backup');
  templateOf(stack).hasResourceProperties(VAULT, {
    BackupVaultName: {
      'Fn::Join': [
        '',
        [Match.stringLikeRegexp('^Test-Stack-Backup-[0-9A-F]{8}-$'), { 'Fn::Select': [4, Match.anyValue()] }],
      ],
    },
  });
});

test('times, retentions, copies, lock, key and removal are the user’s to choose', () => {
  const stack = testStack();
  const elsewhere = `arn:aws:backup:eu-central-1:${PLACE.account}:backup-vault:orders-copies`;
  const key = new EncryptionKey(stack, 'Mine').key;
  new Backup(stack, 'Backup', {
    retention: Duration.days(60),
    monthlyRetention: Duration.days(730),
    monthlyColdStorageAfter: Duration.days(30),
    minRetention: Duration.days(30),
    immutableAfter: Duration.days(14),
    schedule: Schedule.cron({ minute: '20', hour: '22' }),
    copyTo: [BackupVault.fromBackupVaultArn(stack, 'Elsewhere', elsewhere)],
    encryptionKey: key,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  templateOf(stack).hasResource(VAULT, {
    Properties: {
      EncryptionKeyArn: stack.resolve(key.keyArn) as object,
      LockConfiguration: { MinRetentionDays: 30, MaxRetentionDays: 730, ChangeableForDays: 14 },
    },
    DeletionPolicy: 'Delete',
  });
  expect(rulesOf(stack)).toMatchObject([
    {
      ScheduleExpression: 'cron(20 22 * * ? *)',
      Lifecycle: { DeleteAfterDays: 60 },
      CopyActions: [{ DestinationBackupVaultArn: elsewhere, Lifecycle: { DeleteAfterDays: 60 } }],
    },
    { Lifecycle: { DeleteAfterDays: 730, MoveToColdStorageAfterDays: 30 } },
  ]);
});

test('where nightly backups last as long, there is no monthly one', () => {
  const stack = testStack();
  new Backup(stack, 'Backup', { retention: Duration.days(400) });
  expect(rulesOf(stack).map(({ RuleName }) => RuleName)).toEqual(['Daily']);
  templateOf(stack).hasResourceProperties(VAULT, { LockConfiguration: { MaxRetentionDays: 400 } });
});

test('without production less retention will do', () => {
  const stack = testStack({ tier: Tier.STAGING });
  new Backup(stack, 'Backup', { retention: Duration.days(8) });
  expect(rulesOf(stack)[0]).toMatchObject({ Lifecycle: { DeleteAfterDays: 8 } });
});

test.each<[string, BackupProps, string, string]>([
  [
    'less than the checklist asks',
    { retention: Duration.days(34) },
    'BackupRetentionOutOfRange',
    'retention must be 35 to 36500 whole days in production, got 34 days',
  ],
  [
    'parts of days',
    { retention: Duration.hours(1000) },
    'BackupRetentionOutOfRange',
    'retention must be 35 to 36500 whole days in production, got 41 days 16 hours',
  ],
  [
    'a month that ends before the next',
    { monthlyRetention: Duration.days(30) },
    'MonthlyRetentionOutOfRange',
    'monthlyRetention must be 31 to 36500 whole days, got 30 days',
  ],
  [
    'cold storage for less than AWS charges',
    { monthlyColdStorageAfter: Duration.days(300) },
    'ColdStorageTooLate',
    'monthlyColdStorageAfter must leave 90 days of monthlyRetention, got 300 days of 365 days',
  ],
  [
    'a lock that keeps everything out',
    { minRetention: Duration.days(35) },
    'MinRetentionOutOfRange',
    'minRetention must be whole days, at least 1 and fewer than retention (35 days), got 35 days',
  ],
  [
    'a lock that is final too soon',
    { immutableAfter: Duration.days(2) },
    'ImmutableTooSoon',
    'immutableAfter must be 3 to 36500 whole days, got 2 days',
  ],
])('%s is refused', (_, props, code, text) => {
  const error = thrownBy(() => new Backup(testStack(), 'Backup', props));
  expect(error).toMatchObject({ code, message: `${text}\n  at: Test/Stack/Backup` });
});

function ruleOf(stack: Stack, name: string): string {
  const composites = templateOf(stack).findResources('AWS::CloudWatch::CompositeAlarm');
  const [, composite] = Object.entries(composites).find(([id]) => id.startsWith(`Alarms${name}`)) ?? [];
  return JSON.stringify(composite?.Properties);
}
