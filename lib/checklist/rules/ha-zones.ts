import type { Cursor, Resource } from '../model';
import { LOAD_BALANCER, unlessGateway } from '../relations/load-balancing';
import { defaultRoutesOf, subnetsAt } from '../relations/subnets';
import { areApart, leastZones, zoneOf, zoneShown } from '../relations/zones';
import { allOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

/** Regions that offer two zones to an account, on 2026-11-20. */
const TWO_ZONES: readonly string[] = ['us-west-1'];

const SUBNET_LISTS: Readonly<Record<string, readonly string[]>> = {
  'AWS::AutoScaling::AutoScalingGroup': ['VPCZoneIdentifier'],
  'AWS::ECS::Service': ['NetworkConfiguration.AwsvpcConfiguration.Subnets'],
  [LOAD_BALANCER]: ['Subnets'],
  'AWS::RDS::DBSubnetGroup': ['SubnetIds'],
  'AWS::DocDB::DBSubnetGroup': ['SubnetIds'],
  'AWS::Neptune::DBSubnetGroup': ['SubnetIds'],
  'AWS::ElastiCache::SubnetGroup': ['SubnetIds'],
  'AWS::MemoryDB::SubnetGroup': ['SubnetIds'],
};

/** The types whose subnets HA-01 counts. */
export const ZONAL_TYPES = Object.keys(SUBNET_LISTS);

/** The zones that something runs in. */
export interface Zones {
  readonly names: ReadonlySet<string>;
  /** Why there may be more. */
  readonly unknown?: string;
  readonly subnets: readonly Resource[];
  /** Where they are written; undefined where nothing is. */
  readonly place?: Cursor;
}

/** The zones of a group, a service, a load balancer or a subnet group. */
export function zonesOfResource(resource: Resource, index: TemplateIndex): Zones {
  const places = (SUBNET_LISTS[resource.type] ?? []).map((path) => resource.at(path));
  const mappings = resource
    .at('SubnetMappings')
    .items()
    .map((mapping) => mapping.at('SubnetId'));
  const subnets = [...places, ...mappings].map((place) => subnetsAt(place, resource, index));
  const known = subnets.flatMap((one) => one.known);
  const zones = known.map(zoneOf);
  const place = [...places, resource.at('SubnetMappings')].find((one) => !one.isAbsent);
  if (place === undefined) {
    return zonesByName(resource);
  }
  return {
    names: new Set(zones.filter((zone) => zone !== undefined).map(({ name }) => name)),
    unknown:
      subnets.find(({ unknown }) => unknown !== undefined)?.unknown ??
      (zones.includes(undefined) ? 'the zone of a subnet is left to AWS' : undefined),
    subnets: known,
    place,
  };
}

/** HA-01 */
export function spansZones(resource: Resource, index: TemplateIndex): Verdict | undefined {
  const verdict = spansZonesOf(resource, index);
  return resource.type === LOAD_BALANCER ? unlessGateway(resource, verdict) : verdict;
}

function spansZonesOf(resource: Resource, index: TemplateIndex): Verdict | undefined {
  const { names, unknown, subnets, place } = zonesOfResource(resource, index);
  if (place === undefined) {
    return undefined;
  }
  const wanted = TWO_ZONES.includes(resource.template.region ?? '') ? 2 : 3;
  const details = { evidence: subnets, locations: [place.path] };
  const shown = [...names].map(zoneShown).join(', ');
  const found = `${names.size} zone${names.size === 1 ? '' : 's'}${names.size > 0 ? ` (${shown})` : ''}`;
  if (names.size >= wanted) {
    return leastZones(subnets.map(zoneOf).filter((zone) => zone !== undefined)) >= wanted || subnets.length === 0
      ? met(found, details)
      : undecided(`${shown} may name one zone twice`, details);
  }
  return unknown === undefined ? missed(found, `at least ${wanted} zones`, details) : undecided(unknown, details);
}

/** HA-04 */
export function usesOwnGateway(subnet: Resource, index: TemplateIndex): Verdict | undefined {
  const routes = defaultRoutesOf(subnet, index);
  const gateways = routes.flatMap((route) =>
    ['NatGatewayId', 'InstanceId'].map((name) => route.at(name)).filter((place) => !place.isAbsent),
  );
  return allOf(...gateways.map((place) => isOwnGateway(place, subnet, index)));
}

function isOwnGateway(place: Cursor, subnet: Resource, index: TemplateIndex): Verdict {
  const gateway = index.meant(place, subnet, 'AWS::EC2::NatGateway', 'AWS::EC2::Instance');
  if (gateway === undefined) {
    return undecided(`the gateway ${place.shown()} is outside the app`, { locations: [place.path] });
  }
  const mode = gateway.at('AvailabilityMode');
  if (mode.isUndecided) {
    return undecidedAt(mode);
  }
  const details = { evidence: [gateway] };
  if (mode.text() === 'regional') {
    return met(`${gateway.id} is regional`, details);
  }
  const home = index.meant(gateway.at('SubnetId'), gateway, 'AWS::EC2::Subnet');
  const [own, other] = [zoneOf(subnet), home === undefined ? undefined : zoneOf(home)];
  if (own === undefined || other === undefined) {
    return undecided(`the zone of ${gateway.id} or of ${subnet.id} is not known`, details);
  }
  if (own.name === other.name) {
    return met(`${gateway.id} is in ${zoneShown(other.name)}`, details);
  }
  const found = `${gateway.id} is in ${zoneShown(other.name)}, the subnet in ${zoneShown(own.name)}`;
  return areApart(own, other)
    ? missed(found, `a NAT gateway in ${zoneShown(own.name)}, or a regional one`, details)
    : undecided(`${found}: nobody can tell whether that is one zone`, details);
}

function zonesByName(resource: Resource): Zones {
  const place = resource.at('AvailabilityZones');
  const isWritten = resource.type === 'AWS::AutoScaling::AutoScalingGroup' && !place.isAbsent;
  return {
    names: new Set(isWritten ? place.items().map((zone) => zone.shown()) : []),
    unknown: isWritten && place.unknown !== undefined ? `${place.name} is ${place.unknown}` : undefined,
    subnets: [],
    place: isWritten ? place : undefined,
  };
}
