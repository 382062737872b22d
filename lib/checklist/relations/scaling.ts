import type { Resource } from '../model';
import { physicalName, type TemplateIndex } from '../template-index';

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const TARGET_POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';

/** The scaling policies of an auto scaling group. */
export function policiesOfGroup(group: Resource, index: TemplateIndex): Resource[] {
  return index.linked(group, 'AWS::AutoScaling::ScalingPolicy', 'AutoScalingGroupName');
}

/** The scalable targets of a service or a table: those whose resource id means it. */
export function scalableTargetsOf(resource: Resource, index: TemplateIndex): Resource[] {
  const byReference = index
    .referrers(resource, TARGET)
    .filter((target) => target.at('ResourceId').mentions().includes(resource));
  const name = physicalName(resource)?.shown();
  const byName = index
    .once('scalable targets by last part of their id', () => byLastPart(index.ofType(TARGET)))
    .get(name ?? '');
  return [...new Set([...byReference, ...(byName ?? []).filter((target) => isOfSameKind(target, resource))])];
}

/** The policies of a scalable target: by its id, or by the resource id and dimension that both name. */
export function policiesOfTarget(target: Resource, index: TemplateIndex): Resource[] {
  const byId = index.linked(target, TARGET_POLICY, 'ScalingTargetId');
  const byResource = index.once('scaling policies by resource id', () => {
    const policies = new Map<string, Resource[]>();
    for (const policy of index.ofType(TARGET_POLICY)) {
      const key = identityOf(policy);
      policies.set(key, [...(policies.get(key) ?? []), policy]);
    }
    return policies;
  });
  return [...new Set([...byId, ...(byResource.get(identityOf(target)) ?? [])])];
}

function identityOf(resource: Resource): string {
  const id = resource.at('ResourceId');
  return id.isAbsent ? '' : `${id.shown()} ${resource.at('ScalableDimension').shown()}`;
}

function byLastPart(targets: readonly Resource[]): Map<string, Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const target of targets) {
    const name = target.at('ResourceId').text()?.split('/').at(-1);
    if (name !== undefined) {
      found.set(name, [...(found.get(name) ?? []), target]);
    }
  }
  return found;
}

function isOfSameKind(target: Resource, { type, template }: Resource): boolean {
  const kind = target.at('ResourceId').text()?.split('/')[0];
  const isPlace = target.template.region === template.region && target.template.account === template.account;
  return isPlace && kind === (type.startsWith('AWS::ECS::') ? 'service' : 'table');
}

/** The ECS services of the app that a scalable target scales. */
export function servicesOfTarget(target: Resource, index: TemplateIndex): Resource[] {
  const byReference = target
    .at('ResourceId')
    .mentions()
    .filter(({ type }) => type === 'AWS::ECS::Service');
  const byName = index.once('services by scalable target', () => {
    const found = new Map<Resource, Resource[]>();
    for (const service of index.ofType('AWS::ECS::Service')) {
      scalableTargetsOf(service, index).forEach((one) => found.set(one, [...(found.get(one) ?? []), service]));
    }
    return found;
  });
  return [...new Set([...byReference, ...(byName.get(target) ?? [])])];
}
