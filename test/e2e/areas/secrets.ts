import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
} from '@aws-sdk/client-kms';
import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { GetDocumentCommand } from '@aws-sdk/client-ssm';
import { aws } from '../harness/aws';
import type { Journey } from '../harness/journey';
import { deniesPlainHttp, listOf, statementsOf } from '../harness/policies';
import { ACCOUNT } from '../harness/settings';
import type { World } from '../harness/world';

/** Keys, secrets and recorded sessions. */
export function checkSecrets(journey: Journey, world: () => World): void {
  journey.check('the key rotates by itself and is known by its alias', async () => {
    const KeyId = world().one('AWS::KMS::Key').physicalId;
    const { KeyMetadata } = await aws.kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({ Enabled: true, KeyState: 'Enabled', KeySpec: 'SYMMETRIC_DEFAULT' });
    const rotation = await aws.kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    expect(rotation.KeyRotationEnabled).toBe(true);
    expect(rotation.RotationPeriodInDays).toBeLessThanOrEqual(365);
    const { Aliases = [] } = await aws.kms.send(new ListAliasesCommand());
    const alias = world().one('AWS::KMS::Alias').physicalId;
    expect(Aliases.find(({ AliasName }) => AliasName === alias)?.TargetKeyId).toBe(KeyId);
  });

  journey.check('services may use the key for this account alone', async () => {
    const KeyId = world().one('AWS::KMS::Key').physicalId;
    const { Policy } = await aws.kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    const services = statementsOf(Policy).filter(({ Principal }) => JSON.stringify(Principal).includes('Service'));
    expect(JSON.stringify(services)).toContain('cloudwatch.amazonaws.com');
    for (const { Condition } of services) {
      expect(JSON.stringify(Condition)).toContain(ACCOUNT);
    }
  });

  journey.check('the secret is encrypted with the key, rotates every 30 days and speaks TLS only', async () => {
    const SecretId = secretId(world());
    const secret = await aws.secrets.send(new DescribeSecretCommand({ SecretId }));
    expect(secret.KmsKeyId).toContain(world().one('AWS::KMS::Key').physicalId);
    expect(secret).toMatchObject({ RotationEnabled: true, RotationRules: { AutomaticallyAfterDays: 30 } });
    expect(secret.RotationLambdaARN).toContain(world().one('AWS::Lambda::Function', /SecretRotation/).physicalId);
    expect(world().all('AWS::SecretsManager::RotationSchedule')).toHaveLength(1);
    expect(world().all('AWS::SecretsManager::ResourcePolicy')).toHaveLength(1);
    const { ResourcePolicy } = await aws.secrets.send(new GetResourcePolicyCommand({ SecretId }));
    expect(deniesPlainHttp(ResourcePolicy)).toBe(true);
    const denied = statementsOf(ResourcePolicy).filter(({ Effect }) => Effect === 'Deny');
    expect(denied.flatMap(({ Action }) => listOf(Action))).toContain('secretsmanager:DeleteSecret');
  });

  journey.check('the secret has a generated value, and its handler replaces it', async () => {
    const SecretId = secretId(world());
    const before = await aws.secrets.send(new GetSecretValueCommand({ SecretId }));
    expect(before.SecretString).toMatch(/^\S{48}$/);
    const { RotationLambdaARN } = await aws.secrets.send(new DescribeSecretCommand({ SecretId }));
    await aws.secrets.send(new RotateSecretCommand({ SecretId, RotationLambdaARN }));
    const after = await aws.secrets.send(new GetSecretValueCommand({ SecretId }));
    expect(after.VersionId).not.toBe(before.VersionId);
    expect(after.SecretString).toMatch(/^\S{48}$/);
    expect(after.SecretString).not.toBe(before.SecretString);
  });

  journey.check('sessions are recorded, encrypted and end by themselves', async () => {
    const { Content = '{}' } = await aws.ssm.send(
      new GetDocumentCommand({ Name: world().one('AWS::SSM::Document').physicalId }),
    );
    const { inputs, sessionType } = JSON.parse(Content) as { inputs: Record<string, unknown>; sessionType: string };
    expect(sessionType).toBe('Standard_Stream');
    expect(inputs).toMatchObject({
      cloudWatchLogGroupName: world().one('AWS::Logs::LogGroup', /SessionAccess/).physicalId,
      cloudWatchEncryptionEnabled: true,
      cloudWatchStreamingEnabled: true,
      idleSessionTimeout: '20',
    });
    expect(String(inputs['kmsKeyId'])).toContain(world().one('AWS::KMS::Key').physicalId);
  });
}

function secretId(world: World): string {
  return world.one('AWS::SecretsManager::Secret').physicalId;
}
