import type { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Artifact } from '../../../constructs/compute/artifact';
import { InstanceService, type InstanceServiceProps } from '../../../constructs/compute/instance-service';
import { Network } from '../../../constructs/network/network';
import { Access } from '../../../constructs/traffic/access';
import type { DomainProps } from '../../../constructs/traffic/domain';
import { LoadBalancer } from '../../../constructs/traffic/load-balancer';
import { testStack, type TestStackOptions } from '../../_helpers/stack';

const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/0b1f7d0e-5d41-4c25-9f5c-6f2f9a6b1a11';

export interface Fixture {
  readonly stack: Stack;
  readonly network: Network;
  /** Makes a service that needs no load balancer. */
  readonly service: (props?: Partial<InstanceServiceProps>, id?: string, scope?: Stack) => InstanceService;
  /** Makes a load balancer, internal unless told otherwise. */
  readonly loadBalancer: (access?: Access, domain?: DomainProps) => LoadBalancer;
}

/** A stack with a network, and what a service needs in it. */
export function fixture(options: TestStackOptions = {}): Fixture {
  const stack = testStack(options);
  const network = new Network(stack, 'Network');
  const artifact = Artifact.fromBucket(Bucket.fromBucketName(stack, 'Releases', 'releases'), 'orders/1.zip');
  return {
    stack,
    network,
    service: (props = {}, id = 'Service', scope = stack) =>
      new InstanceService(scope, id, {
        network,
        artifact,
        port: 8080,
        command: '/usr/bin/node server.js',
        ...props,
      }),
    loadBalancer: (access = Access.INTERNAL, domain) =>
      new LoadBalancer(stack, 'Door', {
        network,
        access,
        ...(domain === undefined ? { certificateArn: CERTIFICATE } : { domain }),
      }),
  };
}
