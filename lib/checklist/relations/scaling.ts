import { gather } from '../gather';
import type { Resource } from '../model';
import { placed } from '../place';
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
    .get(placed(name ?? '', resource.template));
  const named = name === undefined ? [] : (byName ?? []);
  return [...new Set([...byReference, ...named.filter((target) => isOfSameKind(target, resource))])];
}

/** The policies of a scalable target: by its id, or by the resource id and dimension that both name. */
export function policiesOfTarget(target: Resource, index: TemplateIndex): Resource[] {
  const byId = index.linked(target, TARGET_POLICY, 'ScalingTargetId');
  const byResource = index.once('scaling policies by resource id', () => {
    const policies = new Map<string, Resource[]>();
    for (const policy of index.ofType(TARGET_POLICY)) {
      const key = identityOf(policy);
      if (key !== undefined) {
        gather(policies, key, policy);
      }
    }
    return policies;
  });
  const key = identityOf(target);
  return [...new Set([...byId, ...(key === undefined ? [] : (byResource.get(key) ?? []))])];
}

function identityOf(resource: Resource): string | undefined {
  const id = resource.at('ResourceId');
  const text = `${id.shown()} ${resource.at('ScalableDimension').shown()}`;
  return id.isAbsent ? undefined : placed(text, resource.template);
}

function byLastPart(targets: readonly Resource[]): Map<string, Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const target of targets) {
    const name = target.at('ResourceId').text()?.split('/').at(-1);
    if (name !== undefined) {
      gather(found, placed(name, target.template), target);
    }
  }
  return found;
}

function isOfSameKind(target: Resource, { type }: Resource): boolean {
  const kind = target.at('ResourceId').text()?.split('/')[0];
  return kind === (type.startsWith('AWS::ECS::') ? 'service' : 'table');
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
      scalableTargetsOf(service, index).forEach((one) => gather(found, one, service));
    }
    return found;
  });
  return [...new Set([...byReference, ...(byName.get(target) ?? [])])];
}
