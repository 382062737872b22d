import { RemovalPolicy } from 'aws-cdk-lib';

/** The removal policy that a manifest names. */
export function removalPolicyOf(name: 'retain' | 'destroy'): RemovalPolicy {
  return name === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
