import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const ARN = /^arn:aws[\w-]*:acm:([a-z0-9-]+):\d{12}:certificate\/[\w-]+$/;

/** What is wrong with the ARN of a certificate that a load balancer in the stack of `scope` is to use, if anything. */
export function certificateArnProblem(scope: IConstruct, arn: string): string | undefined {
  const region = ARN.exec(arn)?.[1];
  if (region === undefined) {
    return `must be the ARN of an ACM certificate (arn:aws:acm:REGION:ACCOUNT:certificate/ID), got '${arn}'`;
  }
  const home = Stack.of(scope).region;
  return Token.isUnresolved(home) || region === home
    ? undefined
    : `must name a certificate in ${home}, the region of the load balancer, got one in ${region}: '${arn}'`;
}
