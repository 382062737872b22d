import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** A vault policy under which nobody, whatever IAM allows, deletes a backup or shortens its life. */
export function refuseDeletion(): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'NobodyDeletesBackups',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: [
          'backup:DeleteRecoveryPoint',
          'backup:DisassociateRecoveryPoint',
          'backup:UpdateRecoveryPointLifecycle',
        ],
        resources: ['*'],
      }),
    ],
  });
}
