import type { Resource } from '../model';
import type { TemplateIndex } from '../template-index';
import { isPublic, LOAD_BALANCER, targetGroupsOfLoadBalancer } from './load-balancing';

/** What does the work of a service. */
export const WORKLOADS = ['AWS::AutoScaling::AutoScalingGroup', 'AWS::ECS::Service'];

/** A service that the internet reaches. */
export interface PublicService {
  /** What does its work; its load balancer where nothing in the app does. */
  readonly resource: Resource;
  /** Its load balancers and target groups. */
  readonly before: readonly Resource[];
}

/** The groups and ECS services behind public load balancers, and the load balancers that have neither. */
export function publicServices(index: TemplateIndex): PublicService[] {
  const found = new Map<Resource, Set<Resource>>();
  for (const balancer of index.ofType(LOAD_BALANCER).filter((one) => isPublic(one) === true)) {
    const targetGroups = targetGroupsOfLoadBalancer(balancer, index);
    const workloads = targetGroups.flatMap((group) => index.referrers(group, ...WORKLOADS));
    for (const resource of workloads.length > 0 ? workloads : [balancer]) {
      const before = found.get(resource) ?? new Set<Resource>();
      [balancer, ...targetGroups].forEach((one) => before.add(one));
      found.set(resource, before);
    }
  }
  return [...found].map(([resource, before]) => ({ resource, before: [...before] }));
}
