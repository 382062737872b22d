import { expectFlag, expectText, reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { isProvider } from '../providers';
import { isPublicSubnet, subnetsAt } from '../relations/subnets';
import { allOf, met, missed, undecided, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const SERVICE = 'NetworkConfiguration.AwsvpcConfiguration';
const TASK_SET = 'NetworkConfiguration.AwsVpcConfiguration';
const SCHEDULE = 'Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration';
const NO_ADDRESS = 'no AssociatePublicIpAddress true';
const PRIVATE = 'subnets without a default route to an internet gateway';

const JUDGES: Readonly<Record<string, (resource: Resource, index: TemplateIndex) => Verdict | undefined>> = {
  'AWS::AutoScaling::AutoScalingGroup': groupIsPrivate,
  'AWS::AutoScaling::LaunchConfiguration': (configuration) =>
    hasNoAddress(configuration.at('AssociatePublicIpAddress')),
  'AWS::EC2::LaunchTemplate': (template) => interfacesAreFine(template.at('LaunchTemplateData.NetworkInterfaces')),
  'AWS::EC2::Instance': (instance) => interfacesAreFine(instance.at('NetworkInterfaces')),
  'AWS::ECS::Service': (service, index) => tasksArePrivate(service, [service.at(SERVICE)], index),
  'AWS::ECS::TaskSet': (taskSet, index) => tasksArePrivate(taskSet, [taskSet.at(TASK_SET)], index),
  'AWS::Events::Rule': (rule, index) => {
    const targets = rule.at('Targets').items();
    return tasksArePrivate(
      rule,
      targets.map((target) => target.at(`EcsParameters.${TASK_SET}`)),
      index,
    );
  },
  'AWS::Scheduler::Schedule': (schedule, index) => tasksArePrivate(schedule, [schedule.at(SCHEDULE)], index),
  'AWS::Lambda::Function': (lambda, index) => {
    const list = lambda.at('VpcConfig.SubnetIds');
    return isProvider(lambda) || list.isAbsent ? undefined : subnetsArePrivate(list, lambda, index);
  },
};

/** The types that NET-01 speaks of. */
export const WORK_TYPES = Object.keys(JUDGES);

/** Met where work gets no address that the internet can reach. */
export function hasNoPublicAddress(resource: Resource, index: TemplateIndex): Verdict | undefined {
  return JUDGES[resource.type]?.(resource, index);
}

function groupIsPrivate(group: Resource, index: TemplateIndex): Verdict {
  const list = group.at('VPCZoneIdentifier');
  const details = { locations: [list.path] };
  if (!list.isAbsent) {
    return subnetsArePrivate(list, group, index);
  }
  return group.at('AvailabilityZones').isAbsent
    ? undecided(reading(list), details)
    : missed('without VPCZoneIdentifier it uses the public subnets of the default VPC', PRIVATE, details);
}

function hasNoAddress(place: Cursor): Verdict {
  return { ...expectFlag(place, false, 'met'), expected: NO_ADDRESS };
}

function interfacesAreFine(interfaces: Cursor): Verdict {
  if (interfaces.isUndecided) {
    return undecided(reading(interfaces), { locations: [interfaces.path] });
  }
  const verdicts = interfaces.items().map((one) => hasNoAddress(one.at('AssociatePublicIpAddress')));
  return allOf(...verdicts) ?? met('its subnet decides, and no public address is asked for');
}

function tasksArePrivate(resource: Resource, places: readonly Cursor[], index: TemplateIndex): Verdict | undefined {
  const verdicts = places
    .filter((place) => !place.isAbsent)
    .flatMap((place) => [
      expectText(place.at('AssignPublicIp'), {
        expected: 'AssignPublicIp DISABLED',
        holds: (value) => value.toUpperCase() === 'DISABLED',
        whenAbsent: 'met',
      }),
      subnetsArePrivate(place.at('Subnets'), resource, index),
    ]);
  return allOf(...verdicts);
}

function subnetsArePrivate(list: Cursor, from: Resource, index: TemplateIndex): Verdict {
  const { known, unknown } = subnetsAt(list, from, index);
  const details = { locations: [list.path] };
  const verdicts = known.map((subnet) => {
    const isPublic = isPublicSubnet(subnet, index);
    const evidence = { ...details, evidence: [subnet] };
    return isPublic === undefined
      ? undecided(`the routes of ${subnet.id} are outside the app, or known at deployment only`, evidence)
      : isPublic
        ? missed(`${subnet.id} is a public subnet`, PRIVATE, evidence)
        : met(`${subnet.id} is private`, evidence);
  });
  const others = unknown === undefined ? undefined : undecided(`subnets: ${unknown}`, details);
  return allOf(...verdicts, others) ?? undecided(reading(list), details);
}
