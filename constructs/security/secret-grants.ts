import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { viaService } from './via-service';

/** Lets roles and users at a secret, and through it at its key, by their own policies only. */
export class SecretGrants {
  constructor(
    private readonly secret: Secret,
    private readonly encryptionKey: IKey,
  ) {}

  /** Lets `grantee` read the value. */
  public read(grantee: IGrantable): Grant {
    return this.grant(grantee, ['DescribeSecret', 'GetSecretValue'], ['kms:Decrypt']);
  }

  /** Lets `grantee` read the value, add versions and move their stages: what a rotation does. */
  public rotate(grantee: IGrantable): Grant {
    const actions = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'];
    return this.grant(grantee, actions, ['kms:Decrypt', 'kms:GenerateDataKey']);
  }

  private grant(grantee: IGrantable, actions: string[], keyActions: string[]): Grant {
    const onSecret = Grant.addToPrincipal({
      grantee,
      actions: actions.map((action) => `secretsmanager:${action}`),
      resourceArns: [this.secret.secretArn],
    });
    const onKey = Grant.addToPrincipal({
      grantee,
      actions: keyActions,
      resourceArns: [this.encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': viaService(this.secret, 'secretsmanager') } },
    });
    return onSecret.combine(onKey);
  }
}
