import { Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Tier } from '../../../constructs/core/tier';
import { EncryptionKey, type EncryptionKeyProps } from '../../../constructs/security/encryption-key';
import { nagFindings } from '../../_helpers/nag';
import { FLAG_SETS, templateOf, testStack, testStage } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

const KEY = 'AWS::KMS::Key';
const ROOT = { AWS: 'arn:aws:iam::111122223333:root' };
const TOPICS = { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': 'arn:aws:sns:eu-west-1:111122223333:*' } };

interface Statement {
  readonly Principal: { readonly Service?: string | string[] };
  readonly Condition?: object;
}

function statementsOf(stack: Stack): Statement[] {
  const keys = JSON.stringify(Object.values(templateOf(stack).findResources(KEY)));
  // With the recommended flags the partition is a literal, without them a reference.
  const literal = keys.replaceAll(
    /\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g,
    '"arn:aws$1"',
  );
  const [key] = JSON.parse(literal) as { Properties: { KeyPolicy: { Statement: Statement[] } } }[];
  return key?.Properties.KeyPolicy.Statement ?? [];
}

function conditionFor(stack: Stack, service: string): object | undefined {
  return statementsOf(stack).find(({ Principal }) => [Principal.Service].flat().includes(service))?.Condition;
}

describe('nagFindings', () => {
  test('lists what the pack finds, each once, however often it is asked', () => {
    const stack = testStack();
    new Bucket(stack, 'Bucket');
    const findings = ['AwsSolutions-S1 Test/Stack/Bucket/Resource', 'AwsSolutions-S10 Test/Stack/Bucket/Resource'];
    expect(nagFindings(stack)).toEqual(findings);
    expect(nagFindings(stack)).toEqual(findings);
  });
});

describe.each(FLAG_SETS)('an encryption key under %s', (_name, flags) => {
  test('rotates, can be recovered and outlives its stack', () => {
    const stack = testStack({ flags });
    new EncryptionKey(stack, 'Key');
    const template = templateOf(stack);
    template.hasResource(KEY, {
      Properties: {
        Enabled: true,
        EnableKeyRotation: true,
        RotationPeriodInDays: 365,
        PendingWindowInDays: 30,
        KeySpec: 'SYMMETRIC_DEFAULT',
        MultiRegion: false,
        Description: 'Test/Stack/Key',
        Tags: Match.arrayWith([{ Key: 'cost-center', Value: '4711' }]),
      },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/Test-Stack-Key-9C63E6D3' });
  });

  test('keeps its logical id', () => {
    const stack = testStack({ flags });
    new EncryptionKey(stack, 'Key');
    EncryptionKey.of(stack);
    expect(Object.keys(templateOf(stack).findResources(KEY))).toEqual(['KeyE447D366', 'EncryptionKeyE3E26CE7']);
  });

  test('lets nobody in but IAM of its account, unless told', () => {
    const stack = testStack({ flags });
    new EncryptionKey(stack, 'Key');
    expect(statementsOf(stack)).toEqual([{ Action: 'kms:*', Effect: 'Allow', Principal: ROOT, Resource: '*' }]);
  });

  test('passes the AwsSolutions checks', () => {
    const stack = testStack({ flags });
    new EncryptionKey(stack, 'Key');
    EncryptionKey.of(stack);
    expect(nagFindings(stack)).toEqual([]);
  });

  test('grants to a role go into the role, never into the policy of the key', () => {
    const stage = testStage({ flags });
    const [platform, service] = ['Platform', 'Service'].map((id) => new Stack(stage, id)) as [Stack, Stack];
    const key = EncryptionKey.of(platform);
    key.grants.decrypt(new Role(service, 'Reader', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }));
    expect(JSON.stringify(statementsOf(platform))).not.toContain('Reader');
    templateOf(service).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Action: 'kms:Decrypt' })] },
    });
  });
});

describe('the services that may use the key', () => {
  test('named ones, for this account only', () => {
    const stack = testStack();
    new EncryptionKey(stack, 'Key', { services: ['states.amazonaws.com'] });
    expect(statementsOf(stack)[1]).toEqual({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      Effect: 'Allow',
      Principal: { Service: 'states.amazonaws.com' },
      Resource: '*',
    });
  });

  test('with actions and conditions of their own', () => {
    const stack = testStack();
    const conditions = { StringEquals: { 'aws:SourceOrgID': 'o-1234567890' } };
    new EncryptionKey(stack, 'Key').allowService('states.amazonaws.com', { actions: ['kms:Decrypt'], conditions });
    expect(statementsOf(stack)[1]).toMatchObject({ Action: 'kms:Decrypt', Condition: conditions });
  });

  test('of the shared key: log groups, alert topics and secrets of this account and region', () => {
    const stack = testStack();
    EncryptionKey.of(stack);
    const account = { StringEquals: { 'aws:SourceAccount': '111122223333' } };
    expect(conditionFor(stack, 'logs.eu-west-1.amazonaws.com')).toEqual({
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:111122223333:log-group:*' },
    });
    expect(conditionFor(stack, 'cloudwatch.amazonaws.com')).toEqual({ ...TOPICS, ...account });
    expect(conditionFor(stack, 'budgets.amazonaws.com')).toEqual({ ...TOPICS, ...account });
    expect(conditionFor(stack, 'sns.amazonaws.com')).toEqual(account);
    expect(statementsOf(stack)).toContainEqual(
      expect.objectContaining({
        Principal: { AWS: '*' },
        Condition: {
          StringEquals: {
            'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com',
            'kms:CallerAccount': '111122223333',
          },
        },
      }),
    );
  });

  test('EventBridge and AWS Backup are bound by the topic, since they do not say for whom they call', () => {
    const stack = testStack();
    EncryptionKey.of(stack);
    for (const service of ['events.amazonaws.com', 'backup.amazonaws.com']) {
      expect(conditionFor(stack, service)).toEqual(TOPICS);
    }
  });

  test('are named also where account and region are known only at deployment', () => {
    const stack = new Stack();
    EncryptionKey.of(stack);
    const text = JSON.stringify(templateOf(stack).findResources(KEY));
    expect(text).toContain('"Service":{"Fn::Join":["",["logs.",{"Ref":"AWS::Region"},".amazonaws.com"]]}');
    expect(text).toContain('{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}');
  });
});

describe('the shared key', () => {
  test('is one for the stacks of an environment, and none of them ties a knot', () => {
    const stage = testStage();
    const [platform, service] = ['Platform', 'Service'].map((id) => new Stack(stage, id)) as [Stack, Stack];
    const { key } = EncryptionKey.of(platform);
    expect(EncryptionKey.of(service).key).toBe(key);
    new Topic(service, 'Topic', { masterKey: key });
    new LogGroup(service, 'Logs', { encryptionKey: key });
    const secret = new Secret(service, 'Secret', { encryptionKey: Key.fromKeyArn(service, 'Shared', key.keyArn) });
    secret.grantRead(new Role(service, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
    templateOf(service).resourceCountIs(KEY, 0);
    expect(service.dependencies).toEqual([platform]);
    expect(platform.dependencies).toEqual([]);
  });

  test('a key of its own is not shared', () => {
    const stack = testStack();
    const own = new EncryptionKey(stack, 'Own');
    expect(EncryptionKey.of(stack)).not.toBe(own);
    expect(own.key).toBeInstanceOf(Key);
  });
});

describe('props', () => {
  test.each([
    [Tier.PRODUCTION, 'Retain'],
    [Tier.STAGING, 'Retain'],
    [Tier.DEVELOPMENT, 'Delete'],
  ])('in %s the key is left to %s', (tier, policy) => {
    const stack = testStack({ tier });
    new EncryptionKey(stack, 'Key');
    templateOf(stack).hasResource(KEY, { DeletionPolicy: policy, Properties: { EnableKeyRotation: true } });
  });

  test('change the numbers', () => {
    const stack = testStack();
    new EncryptionKey(stack, 'Key', {
      alias: 'alias/orders',
      description: 'Orders',
      rotationPeriod: Duration.days(90),
      pendingWindow: Duration.days(7),
      multiRegion: true,
    });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/orders' });
    template.hasResourceProperties(KEY, {
      Description: 'Orders',
      RotationPeriodInDays: 90,
      PendingWindowInDays: 7,
      MultiRegion: true,
    });
  });

  test.each<[EncryptionKeyProps, string, string]>([
    [
      { rotationPeriod: Duration.days(89) },
      'RotationPeriodOutOfRange',
      'rotationPeriod must be 90 to 2560 whole days, got 89 days',
    ],
    [
      { rotationPeriod: Duration.days(2561) },
      'RotationPeriodOutOfRange',
      'rotationPeriod must be 90 to 2560 whole days, got 2561 days',
    ],
    [
      { pendingWindow: Duration.hours(175) },
      'PendingWindowOutOfRange',
      'pendingWindow must be 7 to 30 whole days, got 7 days 7 hours',
    ],
    [
      { alias: 'alias/aws/orders' },
      'AliasMalformed',
      "alias must be letters, digits, '/', '_' or '-' and not begin with 'aws/', got 'alias/aws/orders'",
    ],
  ])('refuses %j', (props, code, text) => {
    const error = thrownBy(() => new EncryptionKey(testStack(), 'Key', props));
    expect(error.code).toBe(code);
    expect(error.message).toBe(`${text}\n  at: Test/Stack/Key`);
  });

  test('a waiver is written down', () => {
    const stack = testStack();
    const waiver = { item: 'Seaworthy::SEC-07', reason: 'Shared with an older system', owner: 'team-orders' };
    new EncryptionKey(stack, 'Key', { waive: [waiver] });
    expect(templateOf(stack).toJSON().Metadata).toEqual({
      Seaworthy: { waivers: [{ path: 'Test/Stack/Key', ...waiver }] },
    });
  });
});
