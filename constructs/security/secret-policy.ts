import { Stack, type RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, type Conditions } from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy, type Secret } from 'aws-cdk-lib/aws-secretsmanager';

const ALL = ['secretsmanager:*'];

/** What is denied to everybody, whatever other policies say. */
function denials(account: string, recoveryDays: number): [sid: string, actions: string[], conditions: Conditions][] {
  return [
    ['DenyPlainHttp', ALL, { Bool: { 'aws:SecureTransport': 'false' } }],
    [
      'DenyOtherAccounts',
      ALL,
      {
        StringNotEquals: { 'aws:PrincipalAccount': account },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    ],
    [
      'DenyDeletionWithoutRecovery',
      ['secretsmanager:DeleteSecret'],
      { Bool: { 'secretsmanager:ForceDeleteWithoutRecovery': 'true' } },
    ],
    [
      'DenyShortRecovery',
      ['secretsmanager:DeleteSecret'],
      { NumericLessThan: { 'secretsmanager:RecoveryWindowInDays': String(recoveryDays) } },
    ],
  ];
}

/**
 * A policy that grants nothing: it keeps out plain HTTP and other accounts, and keeps a deletion recoverable. It stays
 * for as long as the secret does.
 */
export function guardSecret(secret: Secret, recoveryDays: number, removalPolicy: RemovalPolicy): void {
  for (const [sid, actions, conditions] of denials(Stack.of(secret).account, recoveryDays)) {
    secret.addToResourcePolicy(
      new PolicyStatement({
        sid,
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions,
        resources: ['*'],
        conditions,
      }),
    );
  }
  for (const child of secret.node.findAll()) {
    if (child instanceof CfnResourcePolicy) {
      child.blockPublicPolicy = true;
      child.applyRemovalPolicy(removalPolicy);
    }
  }
}
