import type { Cursor, Resource } from '../model';
import { met, missed, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { compositesOf } from './alarms';
import { lastName } from './arns';

/** What rolls a release back when an alarm fires. */
export const DEPLOYMENTS = [
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::ECS::Service',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::AppConfig::Environment',
];

/** The places in which a deployment names the alarms that roll it back. */
export function rollbackPlaces(deployment: Resource): Cursor[] {
  switch (deployment.type) {
    case 'AWS::AutoScaling::AutoScalingGroup':
      return deployment
        .section('UpdatePolicy')
        .at('AutoScalingInstanceRefresh.Preferences.AlarmSpecification.Alarms')
        .items();
    case 'AWS::ECS::Service': {
      const alarms = deployment.at('DeploymentConfiguration.Alarms');
      return alarms.at('Enable').flag() === false ? [] : alarms.at('AlarmNames').items();
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

/** True where an alarm, or a composite alarm that it belongs to, is among the alarms that roll a deployment back. */
export function rollsBackBy(deployment: Resource, alarm: Resource, index: TemplateIndex): boolean {
  const places = rollbackPlaces(deployment);
  return withComposites(alarm, index).some((one) => places.some((place) => names(place, one)));
}

/** Met where an alarm rolls some release of the app back. */
export function rollsReleaseBack(alarm: Resource, index: TemplateIndex): Verdict {
  const users = index.once('deployments by the alarms that roll them back', () => {
    const found = new Map<Resource | string, Resource>();
    for (const deployment of index.ofType(...DEPLOYMENTS)) {
      for (const place of rollbackPlaces(deployment)) {
        [...place.mentions(), place.shown(), lastName(place) ?? ''].forEach((key) => found.set(key, deployment));
      }
    }
    return found;
  });
  const user = withComposites(alarm, index)
    .flatMap((one) => [users.get(one), users.get(nameOf(one) ?? '-')])
    .find((one) => one !== undefined);
  return user === undefined
    ? missed('no release is rolled back by it', 'a deployment that it rolls back')
    : met(`${alarm.id} rolls ${user.id} back`, { evidence: [user] });
}

/** An alarm and the composite alarms above it. */
export function withComposites(alarm: Resource, index: TemplateIndex): Resource[] {
  const found = new Set([alarm]);
  for (const one of found) {
    compositesOf(one, index).forEach((above) => found.add(above));
  }
  return [...found];
}

function names(place: Cursor, alarm: Resource): boolean {
  const name = nameOf(alarm);
  const isByName = name !== undefined && (place.shown() === name || place.shown().endsWith(`:alarm:${name}`));
  return place.mentions().includes(alarm) || isByName;
}

function nameOf(alarm: Resource): string | undefined {
  const name = alarm.at('AlarmName');
  return name.isAbsent ? undefined : name.shown();
}
