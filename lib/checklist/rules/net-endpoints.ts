import type { Resource } from '../model';
import { isPublicSubnet } from '../relations/subnets';
import { allOf, met, missed, undecided, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const SERVICES = { s3: 'S3', dynamodb: 'DynamoDB' };
const EXPECTED = 'a gateway endpoint in the route tables of all private subnets';

/** Met where a VPC with private subnets reaches S3 and DynamoDB through gateway endpoints from all of them. */
export function storageStaysInside(vpc: Resource, index: TemplateIndex): Verdict | undefined {
  const subnets = index.linked(vpc, 'AWS::EC2::Subnet', 'VpcId');
  const privates = subnets.filter((subnet) => isPublicSubnet(subnet, index) === false);
  const isOpen = subnets.some((subnet) => isPublicSubnet(subnet, index) === undefined);
  if (privates.length === 0) {
    return isOpen ? undecided('nobody can tell yet whether its subnets are private') : undefined;
  }
  const endpoints = index.linked(vpc, 'AWS::EC2::VPCEndpoint', 'VpcId');
  const tables = new Set(privates.flatMap((subnet) => tablesOf(subnet, index)));
  return allOf(...Object.entries(SERVICES).map(([service, name]) => reaches(service, name, endpoints, tables)));
}

function reaches(
  service: string,
  name: string,
  endpoints: readonly Resource[],
  tables: ReadonlySet<Resource>,
): Verdict {
  const evidence = endpoints.filter((endpoint) => isGatewayTo(endpoint, service) === true);
  const open = endpoints.filter((endpoint) => isGatewayTo(endpoint, service) === undefined);
  const lists = evidence.map((endpoint) => endpoint.at('RouteTableIds'));
  const items = lists.flatMap((list) => (list.isUndecided ? [list] : list.items()));
  if (items.length === 0 && open.length > 0) {
    const ids = open.map(({ id }) => id).join(', ');
    return undecided(`nobody can tell whether ${ids} is a gateway endpoint for ${name}`, { evidence: open });
  }
  if (items.length === 0) {
    const found =
      evidence.length === 0 ? `no gateway endpoint for ${name}` : `the endpoint for ${name} has no route tables`;
    return missed(found, EXPECTED, { evidence });
  }
  const served = new Set(items.flatMap((item) => item.mentions()));
  const left = [...tables].filter((table) => !served.has(table));
  if (left.length === 0) {
    return met(`a gateway endpoint for ${name}`, { evidence });
  }
  const ids = left.map(({ id }) => id).join(', ');
  return items.some((item) => item.mentions().every(({ type }) => type !== 'AWS::EC2::RouteTable'))
    ? undecided(`nobody can tell whether the endpoint for ${name} serves ${ids}`, { evidence })
    : missed(`the endpoint for ${name} does not serve ${ids}`, EXPECTED, { evidence });
}

/** Undefined where its type or the end of its service's name is known at deployment only. */
function isGatewayTo(endpoint: Resource, service: string): boolean | undefined {
  const type = endpoint.at('VpcEndpointType');
  const name = endpoint.at('ServiceName');
  const end = name.parts().at(-1);
  if ((type.text() ?? 'Gateway') !== 'Gateway' || (typeof end === 'string' && !name.shown().endsWith(`.${service}`))) {
    return false;
  }
  return type.isUndecided || (end !== undefined && typeof end !== 'string') ? undefined : end !== undefined;
}

function tablesOf(subnet: Resource, index: TemplateIndex): Resource[] {
  return index
    .linked(subnet, 'AWS::EC2::SubnetRouteTableAssociation', 'SubnetId')
    .map((one) => index.meant(one.at('RouteTableId'), one, 'AWS::EC2::RouteTable'))
    .filter((table) => table !== undefined);
}
