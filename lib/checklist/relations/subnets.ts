import type { Cursor, Resource } from '../model';
import type { TemplateIndex } from '../template-index';

const SUBNET = 'AWS::EC2::Subnet';
const WORLD = ['0.0.0.0/0', '::/0'];

/** The subnets that a list names. */
export interface Subnets {
  /** Those of the app. */
  readonly known: readonly Resource[];
  /** What is outside the app, or known at deployment only. */
  readonly unknown?: string;
}

/** The subnets that a property names, as a list or one by one. */
export function subnetsAt(list: Cursor, from: Resource, index: TemplateIndex): Subnets {
  const known: Resource[] = [];
  let unknown = list.unknown;
  for (const item of list.items()) {
    const subnet = index.meant(item, from, SUBNET);
    if (subnet === undefined) {
      unknown ??= `${item.name} is ${item.shown()}, outside the app`;
    } else {
      known.push(subnet);
    }
  }
  return { known, unknown };
}

/** The zone of a subnet, named so that equal names are equal zones. */
export function zoneOf(subnet: Resource): string | undefined {
  return zonePlace(subnet)?.shown();
}

/** True where a zone of another name may be the same: a parameter of its own. Members of one list are apart. */
export function isOpenZone(subnet: Resource): boolean {
  const unknown = zonePlace(subnet)?.unknown;
  return unknown !== undefined && !/^\d+ of /.test(unknown);
}

function zonePlace(subnet: Resource): Cursor | undefined {
  return [subnet.at('AvailabilityZone'), subnet.at('AvailabilityZoneId')].find((one) => !one.isAbsent);
}

/** The zones that some subnets span; undefined where the zone of one is left to AWS. */
export function zonesOf(subnets: readonly Resource[]): ReadonlySet<string> | undefined {
  const zones = subnets.map(zoneOf);
  return zones.includes(undefined) ? undefined : new Set(zones.filter((zone) => zone !== undefined));
}

/** The routes of a subnet's own route table; none where it uses the main one, which routes within the VPC only. */
export function routesOf(subnet: Resource, index: TemplateIndex): Resource[] {
  const associations = index.linked(subnet, 'AWS::EC2::SubnetRouteTableAssociation', 'SubnetId');
  const tables = associations.map((one) => index.meant(one.at('RouteTableId'), one, 'AWS::EC2::RouteTable'));
  return tables.flatMap((table) => (table === undefined ? [] : index.linked(table, 'AWS::EC2::Route', 'RouteTableId')));
}

/** The routes of a subnet that lead everywhere. */
export function defaultRoutesOf(subnet: Resource, index: TemplateIndex): Resource[] {
  return routesOf(subnet, index).filter((route) =>
    ['DestinationCidrBlock', 'DestinationIpv6CidrBlock'].some((name) => WORLD.includes(route.at(name).text() ?? '')),
  );
}

/** True where a default route of a subnet leads to an internet gateway; undefined where nobody can tell. */
export function isPublicSubnet(subnet: Resource, index: TemplateIndex): boolean | undefined {
  const gateways = defaultRoutesOf(subnet, index)
    .map((route) => route.at('GatewayId'))
    .filter((gateway) => !gateway.isAbsent);
  if (gateways.some(isInternetGateway)) {
    return true;
  }
  return gateways.some((gateway) => gateway.isUndecided) ? undefined : false;
}

function isInternetGateway(gateway: Cursor): boolean {
  const isOfApp = gateway.mentions().some(({ type }) => type === 'AWS::EC2::InternetGateway');
  return isOfApp || (gateway.text() ?? '').startsWith('igw-');
}
