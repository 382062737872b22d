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
  let unknown = list.unknown === undefined ? undefined : `${list.name} is ${list.unknown}`;
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

/** The routes of a subnet's own route table; none where it uses the main one, which routes within the VPC only. */
export function routesOf(subnet: Resource, index: TemplateIndex): Resource[] {
  return tablesOf(subnet, index).flatMap((table) =>
    table === undefined ? [] : index.linked(table, 'AWS::EC2::Route', 'RouteTableId'),
  );
}

/** The routes of a subnet that lead everywhere. */
export function defaultRoutesOf(subnet: Resource, index: TemplateIndex): Resource[] {
  return routesOf(subnet, index).filter((route) => leadsEverywhere(route) === true);
}

/** True where a default route of a subnet leads to an internet gateway; undefined where nobody can tell. */
export function isPublicSubnet(subnet: Resource, index: TemplateIndex): boolean | undefined {
  const ways = routesOf(subnet, index).map((route) => ({
    gateway: route.at('GatewayId'),
    isAll: leadsEverywhere(route),
  }));
  if (ways.some(({ gateway, isAll }) => isAll === true && isInternetGateway(gateway))) {
    return true;
  }
  const isOpen = ways.some(
    ({ gateway, isAll }) => isAll !== false && (gateway.isUndecided || isInternetGateway(gateway)),
  );
  return isOpen || !hasRoutesOfApp(subnet, index) ? undefined : false;
}

/** False where a subnet takes its routes from a table outside the app: one that it names, or the main one of its VPC. */
function hasRoutesOfApp(subnet: Resource, index: TemplateIndex): boolean {
  const tables = tablesOf(subnet, index);
  const vpc = subnet.at('VpcId');
  return tables.length > 0
    ? !tables.includes(undefined)
    : vpc.isAbsent || index.meant(vpc, subnet, 'AWS::EC2::VPC') !== undefined;
}

function tablesOf(subnet: Resource, index: TemplateIndex): (Resource | undefined)[] {
  return index
    .linked(subnet, 'AWS::EC2::SubnetRouteTableAssociation', 'SubnetId')
    .map((one) => index.meant(one.at('RouteTableId'), one, 'AWS::EC2::RouteTable'));
}

function leadsEverywhere(route: Resource): boolean | undefined {
  const places = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock'].map((name) => route.at(name));
  return places.some((place) => WORLD.includes(place.text() ?? ''))
    ? true
    : places.some((place) => place.isUndecided)
      ? undefined
      : false;
}

function isInternetGateway(gateway: Cursor): boolean {
  const isOfApp = gateway.mentions().some(({ type }) => type === 'AWS::EC2::InternetGateway');
  return isOfApp || (gateway.text() ?? '').startsWith('igw-');
}
