import type { Cursor, Resource } from '../model';
import { undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

export const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
export const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const LISTENER_RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';

/** The target groups that something stands behind. */
export interface Behind {
  /** Those of the app. */
  readonly targetGroups: readonly Resource[];
  /** Where others are named: outside the app, or known at deployment only. */
  readonly others: readonly Cursor[];
  /** True where there is any at all. */
  readonly isBehind: boolean;
}

/** The target groups that an auto scaling group registers its instances with. */
export function targetGroupsOfGroup(group: Resource, index: TemplateIndex): Behind {
  const sources = group.at('TrafficSources').items();
  const isElbV2 = (source: Cursor) => (source.at('Type').text() ?? 'elbv2') === 'elbv2';
  const list = group.at('TargetGroupARNs');
  const named = list.isUndecided ? [list] : list.items();
  return behind([...named, ...sources.filter(isElbV2).map((source) => source.at('Identifier'))], group, index);
}

/** The target groups that an ECS service registers its tasks with, of one container where it is named. */
export function targetGroupsOfService(service: Resource, index: TemplateIndex, container?: string): Behind {
  const entries = service
    .at('LoadBalancers')
    .items()
    .filter((entry) => container === undefined || (entry.at('ContainerName').text() ?? container) === container);
  const places = entries.flatMap((entry) => [
    entry.at('TargetGroupArn'),
    entry.at('AdvancedConfiguration.AlternateTargetGroupArn'),
  ]);
  return behind(places, service, index);
}

/** True for an application load balancer; the type that AWS assumes where none is written. */
export function isApplicationLoadBalancer(loadBalancer: Resource): boolean {
  return (loadBalancer.at('Type').text() ?? 'application') === 'application';
}

/** What holds for a load balancer if it is an application load balancer: undecided where nobody knows its type yet. */
export function ifApplication(loadBalancer: Resource, verdict: Verdict | undefined): Verdict | undefined {
  const type = loadBalancer.at('Type');
  if (!type.isUndecided) {
    return isApplicationLoadBalancer(loadBalancer) ? verdict : undefined;
  }
  return verdict === undefined || verdict.state === 'met' ? verdict : undecidedAt(type);
}

/** What holds for a load balancer unless it is a gateway to appliances: undecided where nobody knows its type yet. */
export function unlessGateway(loadBalancer: Resource, verdict: Verdict | undefined): Verdict | undefined {
  const type = loadBalancer.at('Type');
  if (!type.isUndecided) {
    return type.text() === 'gateway' ? undefined : verdict;
  }
  return verdict === undefined || verdict.state === 'met' ? verdict : undecidedAt(type);
}

/** True where the internet may reach a load balancer, which is also what AWS assumes. Undefined where unknown. */
export function isPublic(loadBalancer: Resource): boolean | undefined {
  const scheme = loadBalancer.at('Scheme');
  const text = scheme.isAbsent ? 'internet-facing' : scheme.text();
  return text === undefined ? undefined : text === 'internet-facing';
}

/** What holds for a load balancer if it is one for applications, and public. */
export function ifPublicApplication(loadBalancer: Resource, verdict: Verdict | undefined): Verdict | undefined {
  const open = isPublic(loadBalancer);
  return open === true || (open === undefined && verdict?.state === 'met')
    ? ifApplication(loadBalancer, verdict)
    : open === false
      ? undefined
      : ifApplication(loadBalancer, undecided('nobody can tell yet whether the internet reaches it'));
}

/** The listeners of a load balancer. */
export function listenersOf(loadBalancer: Resource, index: TemplateIndex): Resource[] {
  return index.linked(loadBalancer, LISTENER, 'LoadBalancerArn');
}

/** The rules of a listener. */
export function rulesOf(listener: Resource, index: TemplateIndex): Resource[] {
  return index.linked(listener, LISTENER_RULE, 'ListenerArn');
}

/** The target groups that a load balancer sends requests to: by its listeners' default actions and their rules. */
export function targetGroupsOfLoadBalancer(loadBalancer: Resource, index: TemplateIndex): Resource[] {
  const listeners = listenersOf(loadBalancer, index);
  const speakers = [...listeners, ...listeners.flatMap((listener) => rulesOf(listener, index))];
  return [...new Set(speakers.flatMap((speaker) => index.referred(speaker, TARGET_GROUP)))];
}

function behind(places: readonly Cursor[], from: Resource, index: TemplateIndex): Behind {
  const named = places.filter((place) => !place.isAbsent);
  const targetGroups = new Set<Resource>();
  const others: Cursor[] = [];
  for (const place of named) {
    const found = index.meant(place, from, TARGET_GROUP);
    if (found === undefined) {
      others.push(place);
    } else {
      targetGroups.add(found);
    }
  }
  return { targetGroups: [...targetGroups], others, isBehind: named.length > 0 };
}
