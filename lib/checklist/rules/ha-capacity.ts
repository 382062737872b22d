import { expectNumber } from '../expect';
import type { Cursor, Resource } from '../model';
import { scalableTargetsOf, servicesOfTarget } from '../relations/scaling';
import { allOf, met, missed, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { zonesOfResource } from './ha-zones';

const LEAST = 2;
const USUAL_ZONES = 3;

/** HA-02 */
export function leavesCapacity(resource: Resource, index: TemplateIndex): Verdict | undefined {
  switch (resource.type) {
    case 'AWS::ECS::Service':
      return serviceLeavesCapacity(resource, index);
    case 'AWS::ApplicationAutoScaling::ScalableTarget': {
      const isService = resource.at('ServiceNamespace').text() === 'ecs';
      const [service] = servicesOfTarget(resource, index);
      return isService
        ? rangeLeavesCapacity(resource.at('MinCapacity'), resource.at('MaxCapacity'), zoneCount(service, index))
        : undefined;
    }
    default:
      return rangeLeavesCapacity(resource.at('MinSize'), resource.at('MaxSize'), zoneCount(resource, index));
  }
}

function rangeLeavesCapacity(least: Cursor, most: Cursor, zones: number): Verdict | undefined {
  const floor = expectNumber(least, { expected: `${least.name} of at least ${LEAST}`, holds: (n) => n >= LEAST });
  const [minimum, maximum] = [least.number(), most.number()];
  if (zones === 1 || least.isAbsent) {
    return floor;
  }
  const details = { locations: [most.path] };
  const wanted = Math.ceil(((minimum ?? LEAST) * zones) / (zones - 1));
  if (minimum === undefined && maximum !== undefined && maximum < wanted) {
    const found = `${most.name} is ${maximum}, too little for ${LEAST} in ${zones} zones`;
    return missed(found, `${most.name} of at least ${wanted}`, details);
  }
  if (minimum === undefined || maximum === undefined) {
    return allOf(floor, most.isAbsent ? undefined : undecidedAt(minimum === undefined ? least : most));
  }
  const found = `${most.name} is ${maximum} with a minimum of ${minimum} in ${zones} zones`;
  return allOf(
    floor,
    maximum >= wanted ? met(found, details) : missed(found, `${most.name} of at least ${wanted}`, details),
  );
}

function serviceLeavesCapacity(service: Resource, index: TemplateIndex): Verdict | undefined {
  const isExempt =
    service.at('SchedulingStrategy').text() === 'DAEMON' ||
    service.at('DeploymentController.Type').text() === 'EXTERNAL' ||
    scalableTargetsOf(service, index).length > 0;
  return isExempt
    ? undefined
    : expectNumber(service.at('DesiredCount'), {
        expected: `DesiredCount of at least ${LEAST}`,
        holds: (n) => n >= LEAST,
      });
}

function zoneCount(resource: Resource | undefined, index: TemplateIndex): number {
  const zones = resource === undefined ? undefined : zonesOfResource(resource, index);
  return zones?.place === undefined || zones.unknown !== undefined || zones.names.size === 0
    ? USUAL_ZONES
    : zones.names.size;
}
