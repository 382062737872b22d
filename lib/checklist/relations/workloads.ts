import type { Cursor, Resource } from '../model';
import { isProvider } from '../providers';
import type { TemplateIndex } from '../template-index';
import { LAMBDA } from './event-sources';
import { launchTemplatesOf } from './launch-templates';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const SERVICE = 'AWS::ECS::Service';
const TASK = 'AWS::ECS::TaskDefinition';
const INSTANCE = 'AWS::EC2::Instance';
const TEMPLATE = 'AWS::EC2::LaunchTemplate';
const CONFIGURATION = 'AWS::AutoScaling::LaunchConfiguration';

/** Where workloads, or what they are started from, name their security groups. */
const GROUPS: Readonly<Record<string, (one: Resource) => readonly Cursor[]>> = {
  [LAMBDA]: (one) => one.at('VpcConfig.SecurityGroupIds').items(),
  [SERVICE]: (one) => one.at('NetworkConfiguration.AwsvpcConfiguration.SecurityGroups').items(),
  [INSTANCE]: (one) => [...one.at('SecurityGroupIds').items(), ...each(one.at('NetworkInterfaces'), 'GroupSet')],
  [TEMPLATE]: (one) => [
    ...one.at('LaunchTemplateData.SecurityGroupIds').items(),
    ...each(one.at('LaunchTemplateData.NetworkInterfaces'), 'Groups'),
  ],
  [CONFIGURATION]: (one) => one.at('SecurityGroups').items(),
};

/** Where workloads, or what they are started from, are told what they need to know. */
const SETTINGS: Readonly<Record<string, (one: Resource) => readonly Cursor[]>> = {
  [LAMBDA]: (one) => [one.at('Environment.Variables')],
  [TASK]: (one) => one.at('ContainerDefinitions').items(),
  [INSTANCE]: (one) => [one.at('UserData')],
  [TEMPLATE]: (one) => [one.at('LaunchTemplateData.UserData')],
  [CONFIGURATION]: (one) => [one.at('UserData')],
};

/** The functions, services, groups and instances of the app that a security group is put on. */
export function workloadsIn(group: Resource, index: TemplateIndex): Resource[] {
  const users = index
    .referrers(group, ...Object.keys(GROUPS))
    .filter((one) => GROUPS[one.type]?.(one).some((place) => place.mentions().includes(group)));
  return workloadsOf(users, index);
}

/**
 * The functions, services, groups, instances and single tasks of the app in whose settings something is named.
 * @param names which of the values that refer to `subject` are meant
 */
export function workloadsNaming(
  subject: Resource,
  index: TemplateIndex,
  names: (value: Cursor) => boolean,
): Resource[] {
  const users = index
    .referrers(subject, ...Object.keys(SETTINGS))
    .filter((one) => SETTINGS[one.type]?.(one).some((place) => somewhereBelow(place, names)));
  return workloadsOf(users, index);
}

/** Those that run: what a group or a service is started from counts as the group or the service. */
function workloadsOf(users: readonly Resource[], index: TemplateIndex): Resource[] {
  const found = users.flatMap((user) => {
    switch (user.type) {
      case TEMPLATE:
        return index.referrers(user, GROUP).filter((group) => launchTemplatesOf(group, index).includes(user));
      case CONFIGURATION:
        return index.linked(user, GROUP, 'LaunchConfigurationName');
      case TASK: {
        const services = index.linked(user, SERVICE, 'TaskDefinition');
        return services.length > 0 ? services : [user];
      }
      default:
        return isProvider(user) ? [] : [user];
    }
  });
  return [...new Set(found)];
}

function somewhereBelow(place: Cursor, holds: (value: Cursor) => boolean): boolean {
  const { kind } = place.value;
  return kind === 'map'
    ? place.entries().some(([, entry]) => somewhereBelow(entry, holds))
    : kind === 'list'
      ? place.items().some((item) => somewhereBelow(item, holds))
      : holds(place);
}

function each(list: Cursor, path: string): Cursor[] {
  return list.items().flatMap((item) => item.at(path).items());
}
