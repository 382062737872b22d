import type { Cursor, Resource } from '../model';
import { met, missed, type Verdict } from '../rule';
import { placed } from '../place';
import type { TemplateIndex } from '../template-index';
import { compositesOf } from './alarms';
import { placedName } from './arns';

/** What rolls a release back when an alarm fires. */
export const DEPLOYMENTS = [
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::ECS::Service',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::AppConfig::Environment',
];

/** The places in which a deployment names the alarms that roll it back. */
export function rollbackPlaces(deployment: Resource): readonly Cursor[] {
  switch (deployment.type) {
    case 'AWS::AutoScaling::AutoScalingGroup':
      return deployment
        .section('UpdatePolicy')
        .at('AutoScalingInstanceRefresh.Preferences.AlarmSpecification.Alarms')
        .items();
    case 'AWS::ECS::Service': {
      const alarms = deployment.at('DeploymentConfiguration.Alarms');
      const isOff = ['Enable', 'Rollback'].some((name) => alarms.at(name).flag() === false);
      return isOff ? [] : alarms.at('AlarmNames').items();
    }
    case 'AWS::CodeDeploy::DeploymentGroup': {
      const alarms = deployment.at('AlarmConfiguration');
      const isOff = alarms.at('Enabled').flag() === false;
      return isOff
        ? []
        : alarms
            .at('Alarms')
            .items()
            .map((alarm) => alarm.at('Name'));
    }
    case 'AWS::AppConfig::Environment':
      return deployment
        .at('Monitors')
        .items()
        .map((monitor) => monitor.at('AlarmArn'));
    default:
      return [];
  }
}

/** Alarms and the composite alarms above them, by what a deployment may call them. */
export function callsOf(alarms: readonly Resource[], index: TemplateIndex): ReadonlySet<Resource | string> {
  const family = alarms.flatMap((alarm) => withComposites(alarm, index));
  return new Set(family.flatMap((one) => [one, nameOf(one) ?? one]));
}

/** True where one of some alarms, as `callsOf` has them, is among those that roll a deployment back. */
export function isRolledBackBy(deployment: Resource, calls: ReadonlySet<Resource | string>): boolean {
  return rollbackPlaces(deployment).some((place) => calledAt(place, deployment).some((call) => calls.has(call)));
}

/** Met where an alarm rolls some release of the app back. */
export function rollsReleaseBack(alarm: Resource, index: TemplateIndex): Verdict {
  const users = index.once('deployments by the alarms that roll them back', () => {
    const found = new Map<Resource | string, Resource>();
    for (const deployment of index.ofType(...DEPLOYMENTS)) {
      for (const place of rollbackPlaces(deployment)) {
        calledAt(place, deployment).forEach((call) => found.set(call, deployment));
      }
    }
    return found;
  });
  const user = withComposites(alarm, index)
    .flatMap((one) => [users.get(one), users.get(nameOf(one) ?? one)])
    .find((one) => one !== undefined);
  return user === undefined
    ? missed('no release is rolled back by it', 'a deployment that it rolls back')
    : met(`${alarm.id} rolls ${user.id} back`, { evidence: [user] });
}

/** An alarm and the composite alarms above it. */
function withComposites(alarm: Resource, index: TemplateIndex): Resource[] {
  const found = new Set([alarm]);
  for (const one of found) {
    compositesOf(one, index).forEach((above) => found.add(above));
  }
  return [...found];
}

/** What a deployment calls an alarm at a place: the resource itself, its name, or its ARN. */
function calledAt(place: Cursor, { template }: Resource): (Resource | string)[] {
  const byArn = placedName(place, template);
  return [...place.mentions(), placed(place.shown(), template), ...(byArn === undefined ? [] : [byArn])];
}

function nameOf(alarm: Resource): string | undefined {
  const name = alarm.at('AlarmName');
  return name.isAbsent ? undefined : placed(name.shown(), alarm.template);
}
