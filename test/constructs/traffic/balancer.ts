import type { Stack } from 'aws-cdk-lib';
import { Access } from '../../../constructs/traffic/access';
import { LoadBalancer, type LoadBalancerProps } from '../../../constructs/traffic/load-balancer';
import { Network } from '../../../constructs/network/network';

export const ZONE = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };
export const DOMAIN = { domainName: 'orders.example.com', hostedZone: ZONE };
export const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/6f1b9f2c-0f4e-4e0a-9f3f-1c2d3e4f5a6b';
export const SERVICE = { port: 8080, healthCheckPath: '/health' };

/** A load balancer with default props, public and with a domain unless told otherwise. */
export function balancerIn(stack: Stack, props: Partial<LoadBalancerProps> = {}): LoadBalancer {
  const network = props.network ?? new Network(stack, 'Network');
  return new LoadBalancer(stack, 'LoadBalancer', { network, access: Access.PUBLIC, domain: DOMAIN, ...props });
}

export { thrownBy } from '../../_helpers/thrown-by';
