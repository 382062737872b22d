import type { Cursor, Resource } from '../model';
import type { TemplateIndex } from '../template-index';

const LAUNCH_TEMPLATE = 'AWS::EC2::LaunchTemplate';

/** The places in which a group says which launch templates it starts instances from. */
export function launchTemplateSpecifications(group: Resource): Cursor[] {
  const mixed = group.at('MixedInstancesPolicy.LaunchTemplate');
  const overrides = mixed.at('Overrides').items();
  return [
    group.at('LaunchTemplate'),
    mixed.at('LaunchTemplateSpecification'),
    ...overrides.map((override) => override.at('LaunchTemplateSpecification')),
  ].filter((place) => !place.isAbsent);
}

/** The launch template that a specification names, if it belongs to the app. */
export function launchTemplateOf(place: Cursor, group: Resource, index: TemplateIndex): Resource | undefined {
  const byId = index.meant(place.at('LaunchTemplateId'), group, LAUNCH_TEMPLATE);
  return byId ?? index.meant(place.at('LaunchTemplateName'), group, LAUNCH_TEMPLATE);
}

/** The launch templates of the app that a group starts instances from. */
export function launchTemplatesOf(group: Resource, index: TemplateIndex): Resource[] {
  const found = launchTemplateSpecifications(group).map((place) => launchTemplateOf(place, group, index));
  return [...new Set(found.filter((one) => one !== undefined))];
}

/** True when some auto scaling group starts instances from this launch template. */
export function isOfGroup(template: Resource, index: TemplateIndex): boolean {
  const uses = index.once('launch templates of groups', () => {
    const groups = index.ofType('AWS::AutoScaling::AutoScalingGroup');
    return new Set(groups.flatMap((group) => launchTemplatesOf(group, index)));
  });
  return uses.has(template) || index.referrers(template, 'AWS::AutoScaling::AutoScalingGroup').length > 0;
}
