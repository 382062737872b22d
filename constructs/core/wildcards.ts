import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { waive } from './waivers';

/**
 * Waives cdk-nag's finding that a policy names a group of resources with a wildcard, for exactly the one `arn`.
 *
 * The finding's id holds the ARN as the template spells it. Between stacks that is settled only when the references are
 * made, so the waiver is written then: right before the templates.
 */
export function waiveWildcard(policy: IConstruct, arn: string, reason: string): void {
  let isWritten = false;
  policy.node.addValidation({
    validate: () => {
      if (!isWritten) {
        isWritten = true;
        const resource = spelled(Stack.of(policy).resolve(arn));
        waive(policy, [{ item: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`, reason, owner: 'seaworthy' }]);
      }
      return [];
    },
  });
}

/** A resolved value as cdk-nag spells it. */
function spelled(value: unknown): string {
  if (typeof value === 'string') {
    return value.replaceAll('${', '<').replaceAll('}', '>');
  }
  const intrinsic = value as Record<string, unknown>;
  const join = intrinsic['Fn::Join'] as [string, unknown[]] | undefined;
  const attribute = intrinsic['Fn::GetAtt'] as string[] | undefined;
  if (join !== undefined) {
    return join[1].map(spelled).join(join[0]);
  }
  if (attribute !== undefined) {
    return `<${attribute.join('.')}>`;
  }
  if (intrinsic['Fn::ImportValue'] !== undefined) {
    return spelled(intrinsic['Fn::ImportValue']);
  }
  return intrinsic.Ref === undefined ? JSON.stringify(value) : `<${spelled(intrinsic.Ref)}>`;
}
