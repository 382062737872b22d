import { Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Tier } from '../../../constructs/core/tier';
import { EncryptionKey } from '../../../constructs/security/encryption-key';
import { ManagedSecret, type ManagedSecretProps } from '../../../constructs/security/managed-secret';
import { SecretRotation } from '../../../constructs/security/secret-rotation';
import { nagFindings, nagWaived } from '../../_helpers/nag';
import { FLAG_SETS, templateOf, testStack, testStage } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

const SECRET = 'AWS::SecretsManager::Secret';

const FUNCTION = 'AWS::Lambda::Function';
const SCHEDULE = 'AWS::SecretsManager::RotationSchedule';
const POLICY = 'AWS::SecretsManager::ResourcePolicy';

function stackWith(props: ManagedSecretProps = {}, options = {}): Stack {
  const stack = testStack(options);
  new ManagedSecret(stack, 'Secret', props);
  return stack;
}

describe.each(FLAG_SETS)('a managed secret under %s', (_name, flags) => {
  test('is generated, encrypted with the shared key, and outlives its stack', () => {
    templateOf(stackWith({}, { flags })).hasResource(SECRET, {
      Properties: {
        Description: 'Test/Stack/Secret',
        GenerateSecretString: {
          PasswordLength: 40,
          ExcludeCharacters: ' !"#$%&\'()*+,/:;<=>?@[\\]^`{|}',
          IncludeSpace: false,
          RequireEachIncludedType: true,
        },
        KmsKeyId: { 'Fn::GetAtt': ['EncryptionKeyE3E26CE7', 'Arn'] },
        Tags: Match.arrayWith([{ Key: 'cost-center', Value: '4711' }]),
      },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('keeps its logical id', () => {
    expect(Object.keys(templateOf(stackWith({}, { flags })).findResources(SECRET))).toEqual(['SecretFDB41899']);
  });

  test('rotates every 30 days, once the function may be called and may reach it', () => {
    templateOf(stackWith({}, { flags })).hasResource(SCHEDULE, {
      Properties: {
        SecretId: { Ref: 'SecretFDB41899' },
        RotationLambdaARN: { 'Fn::GetAtt': ['SecretRotationFunction837B37FB', 'Arn'] },
        RotationRules: { AutomaticallyAfterDays: 30 },
        RotateImmediatelyOnUpdate: false,
      },
      DependsOn: Match.arrayWith([
        'SecretRotationFunctionSecretsManager7E4B330F',
        'SecretRotationRoleDefaultPolicy3123CB8C',
      ]),
    });
  });

  test('keeps out plain HTTP and other accounts, and lets nobody delete it for good at once', () => {
    const template = templateOf(stackWith({}, { flags }));
    const denial = (Sid: string, Action: string, Condition: object) => ({
      Sid,
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action,
      Resource: '*',
      Condition,
    });
    template.hasResource(POLICY, {
      Properties: {
        BlockPublicPolicy: true,
        ResourcePolicy: {
          Statement: [
            denial('DenyPlainHttp', 'secretsmanager:*', { Bool: { 'aws:SecureTransport': 'false' } }),
            denial('DenyOtherAccounts', 'secretsmanager:*', {
              StringNotEquals: { 'aws:PrincipalAccount': '111122223333' },
              Bool: { 'aws:PrincipalIsAWSService': 'false' },
            }),
            denial('DenyDeletionWithoutRecovery', 'secretsmanager:DeleteSecret', {
              Bool: { 'secretsmanager:ForceDeleteWithoutRecovery': 'true' },
            }),
            denial('DenyShortRecovery', 'secretsmanager:DeleteSecret', {
              NumericLessThan: { 'secretsmanager:RecoveryWindowInDays': '30' },
            }),
          ],
        },
      },
      DeletionPolicy: 'Retain',
    });
  });

  test('passes the AwsSolutions checks, with no waiver of its own', () => {
    const stack = stackWith({}, { flags });
    expect(nagFindings(stack)).toEqual([]);
    expect(nagWaived(stack).filter((line) => /Secret|EncryptionKey/.test(line))).toEqual([]);
  });
});

describe('the rotation function', () => {
  test('is small and one for the stack', () => {
    const stack = stackWith();
    new ManagedSecret(stack, 'Other');
    const template = templateOf(stack);
    template.resourceCountIs(FUNCTION, 1);
    template.resourceCountIs(SCHEDULE, 2);
    template.hasResourceProperties(FUNCTION, {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 30,
      MemorySize: 256,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: 'SecretRotationLogsGroup39023A70' } },
      DeadLetterConfig: Match.absent(),
      Environment: Match.absent(),
    });
  });

  test('reserves nothing of the account, which may have no more than 10 to give', () => {
    templateOf(stackWith()).hasResourceProperties(FUNCTION, { ReservedConcurrentExecutions: Match.absent() });
  });

  test('is called by Secrets Manager of this account only', () => {
    templateOf(stackWith()).hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: '111122223333',
    });
  });

  test('reaches the secrets of its stack and their key, through Secrets Manager, and nothing else', () => {
    const template = templateOf(stackWith());
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'lambda.amazonaws.com' } })] },
      ManagedPolicyArns: Match.absent(),
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: 'SecretRotationRoleFFFE6C68' }],
      PolicyDocument: {
        Statement: [
          {
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Effect: 'Allow',
            Resource: { 'Fn::GetAtt': ['SecretRotationLogsGroup39023A70', 'Arn'] },
          },
          {
            Action: [
              'secretsmanager:DescribeSecret',
              'secretsmanager:GetSecretValue',
              'secretsmanager:PutSecretValue',
              'secretsmanager:UpdateSecretVersionStage',
            ],
            Effect: 'Allow',
            Resource: { Ref: 'SecretFDB41899' },
          },
          {
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Effect: 'Allow',
            Resource: { 'Fn::GetAtt': ['EncryptionKeyE3E26CE7', 'Arn'] },
            Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
          },
        ],
      },
    });
  });

  test.each([
    ['Errors', { Threshold: 1, EvaluationPeriods: 1 }],
    ['Throttles', { Threshold: 1, EvaluationPeriods: 6, DatapointsToAlarm: 3 }],
  ])('%s become a ticket with a runbook', (MetricName, numbers) => {
    templateOf(stackWith()).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName,
      Statistic: 'Sum',
      Period: 300,
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'SecretRotationFunction837B37FB' } }],
      TreatMissingData: 'notBreaching',
      AlarmDescription: Match.stringLikeRegexp('Runbook: docs/runbooks/secret-rotation.md$'),
      ...numbers,
    });
  });

  test('logs where the archive finds it', () => {
    templateOf(stackWith()).hasResourceProperties('AWS::Logs::SubscriptionFilter', {
      LogGroupName: { Ref: 'SecretRotationLogsGroup39023A70' },
    });
  });

  test('can be tuned before the first secret is made', () => {
    const stack = testStack();
    const rotation = new SecretRotation(stack, 'Rotation', { reservedConcurrency: 2, timeout: Duration.minutes(1) });
    expect(new ManagedSecret(stack, 'Secret').rotation).toBe(rotation);
    templateOf(stack).hasResourceProperties(FUNCTION, { ReservedConcurrentExecutions: 2, Timeout: 60 });
  });
});

describe('the shape', () => {
  const shapeIn = (stack: Stack): unknown => {
    const [secret] = Object.values(templateOf(stack).findResources(SECRET)) as {
      Properties: { Tags: { Key: string; Value: string }[] };
    }[];
    const text = secret?.Properties.Tags.find(({ Key }) => Key === 'seaworthy:shape')?.Value;
    return JSON.parse(Buffer.from(text ?? '', 'base64').toString());
  };

  test('of plain text', () => {
    expect(shapeIn(stackWith({ length: 64, excludeCharacters: '"' }))).toEqual({ length: 64, without: '"' });
  });

  test('of one field in JSON', () => {
    const stack = stackWith({ template: { username: 'orders' }, generatedField: 'key' });
    expect(shapeIn(stack)).toMatchObject({ length: 40, field: 'key' });
    templateOf(stack).hasResourceProperties(SECRET, {
      GenerateSecretString: { SecretStringTemplate: '{"username":"orders"}', GenerateStringKey: 'key' },
    });
  });
});

describe('props', () => {
  test.each([
    [Tier.PRODUCTION, 'Retain', '30'],
    [Tier.STAGING, 'Retain', '14'],
    [Tier.DEVELOPMENT, 'Delete', '7'],
  ])('in %s: %s, and %s days to recover', (tier, deletion, days) => {
    const template = templateOf(stackWith({}, { tier }));
    template.hasResource(SECRET, { DeletionPolicy: deletion });
    template.hasResource(POLICY, {
      DeletionPolicy: deletion,
      Properties: {
        ResourcePolicy: {
          Statement: Match.arrayWith([
            Match.objectLike({ Condition: { NumericLessThan: { 'secretsmanager:RecoveryWindowInDays': days } } }),
          ]),
        },
      },
    });
    template.hasResourceProperties(SCHEDULE, { RotationRules: { AutomaticallyAfterDays: 30 } });
  });

  test("replicas, and a key of one's own", () => {
    const stack = testStack();
    const own = new EncryptionKey(stack, 'Own');
    own.allowSecrets();
    new ManagedSecret(stack, 'Secret', { encryptionKey: own.key, replicaRegions: ['eu-central-1'] });
    templateOf(stack).hasResourceProperties(SECRET, {
      KmsKeyId: { 'Fn::GetAtt': ['OwnE919A566', 'Arn'] },
      ReplicaRegions: [{ Region: 'eu-central-1' }],
    });
  });

  test.each<[ManagedSecretProps, string, string]>([
    [{ length: 15 }, 'SecretLengthOutOfRange', 'length must be a whole number from 16 to 4096, got 15'],
    [
      { excludeCharacters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!' },
      'SecretAlphabetTooSmall',
      'excludeCharacters must leave at least 32 of the 94 printable characters, leaves 31',
    ],
    [
      { template: {}, generatedField: 'x'.repeat(200) },
      'SecretShapeTooLong',
      'excludeCharacters and generatedField must fit into a tag of 256 characters, and do not',
    ],
    [
      { template: { password: '' } },
      'GeneratedFieldTaken',
      "generatedField must not stand in template, which already holds 'password'",
    ],
    [
      { rotateAfter: Duration.days(91) },
      'RotateAfterOutOfRange',
      'rotateAfter must be 1 to 90 whole days, got 91 days',
    ],
    [
      { recoveryWindow: Duration.days(6) },
      'RecoveryWindowOutOfRange',
      'recoveryWindow must be 7 to 30 whole days, got 6 days',
    ],
    [
      { replicaRegions: ['eu-west-1', 'eu-central-1', { region: 'eu-central-1' }] },
      'ReplicaRegionRefused',
      'replicaRegions must name other regions, each once, got eu-west-1, eu-central-1 in a stack of eu-west-1',
    ],
  ])('refuses %j', (props, code, text) => {
    const error = thrownBy(() => stackWith(props));
    expect(error.code).toBe(code);
    expect(error.message).toBe(`${text}\n  at: Test/Stack/Secret`);
  });
});

describe('grants', () => {
  const reader = (stack: Stack) => new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });

  test('reach the role only: secret and key in one stack, role in another, and no knot', () => {
    const stage = testStage();
    const [platform, data, service] = ['Platform', 'Data', 'Service'].map((id) => new Stack(stage, id)) as [
      Stack,
      Stack,
      Stack,
    ];
    EncryptionKey.of(platform);
    const managed = new ManagedSecret(data, 'Secret');
    const role = reader(service);
    managed.grants.read(role);
    managed.secret.grantRead(role);
    templateOf(service).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'] }),
          Match.objectLike({
            Action: 'kms:Decrypt',
            Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
          }),
        ]),
      },
    });
    expect(service.dependencies).toEqual(expect.arrayContaining([data]));
    expect(platform.dependencies).toEqual([]);
    expect(JSON.stringify(templateOf(platform).findResources('AWS::KMS::Key'))).not.toContain('Reader');
  });
});
