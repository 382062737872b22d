import type { Cursor, Resource } from '../model';
import type { TemplateIndex } from '../template-index';
import { isWorld } from './addresses';
import { portOfDatabase } from './database-ports';
import { LOAD_BALANCER } from './load-balancing';

export const SECURITY_GROUP = 'AWS::EC2::SecurityGroup';
export const INGRESS = 'AWS::EC2::SecurityGroupIngress';
export const EGRESS = 'AWS::EC2::SecurityGroupEgress';

const CLASSIC_LOAD_BALANCER = 'AWS::ElasticLoadBalancing::LoadBalancer';
const ALL = ['-1', 'all'];
const WITH_PORTS: Readonly<Record<string, string | undefined>> = { '6': 'tcp', '17': 'udp', tcp: 'tcp', udp: 'udp' };

/** An opening of a security group, as both its own lists and the separate resources write it. */
export interface Opening {
  readonly place: Cursor;
  /** `all`, `tcp`, `udp`, or what stands there; undefined where nobody knows. */
  readonly protocol?: string;
  /** The ports that are opened; undefined where nobody knows, or where the protocol has none. */
  readonly ports?: readonly [from: number, to: number];
  /** True for the port that AWS chooses after the engine of a database. */
  readonly isEnginePort: boolean;
  /** Whether it is open to the world; undefined where nobody knows. */
  readonly isToWorld?: boolean;
  /** What it is open to, for reports. */
  readonly peer: string;
}

/** The opening that stands in one place: a member of a group's list, or the properties of a separate resource. */
export function openingAt(place: Cursor): Opening {
  const blocks = ['CidrIp', 'CidrIpv6'].map((name) => place.at(name)).filter((block) => !block.isAbsent);
  const lists = ['SourcePrefixListId', 'DestinationPrefixListId'].map((name) => place.at(name));
  const others = ['SourceSecurityGroupId', 'SourceSecurityGroupName', 'DestinationSecurityGroupId'];
  const peers = [...blocks, ...lists, ...others.map((name) => place.at(name))].filter((one) => !one.isAbsent);
  const worlds = [...blocks.map(isWorld), ...lists.filter((list) => !list.isAbsent).map(() => undefined)];
  const protocol = protocolAt(place.at('IpProtocol'));
  return {
    place,
    protocol,
    ports: protocol === 'all' ? [0, 65_535] : portsAt(place, protocol),
    isEnginePort: ['FromPort', 'ToPort'].every((name) => portOfDatabase(place.at(name))?.isAbsent === true),
    isToWorld: worlds.includes(true) ? true : worlds.includes(undefined) || place.isUndecided ? undefined : false,
    peer: peers.map((one) => one.shown()).join(' and ') || 'nothing named',
  };
}

/** The separate openings of a group. */
export function separateOpenings(
  group: Resource,
  index: TemplateIndex,
  type: typeof INGRESS | typeof EGRESS,
): Resource[] {
  return index.linked(group, type, 'GroupId');
}

/** True where a load balancer of the app uses this security group. */
export function isOfLoadBalancer(group: Resource, index: TemplateIndex): boolean {
  return index.referrers(group, LOAD_BALANCER, CLASSIC_LOAD_BALANCER).some((one) =>
    one
      .at('SecurityGroups')
      .items()
      .some((item) => item.mentions().includes(group)),
  );
}

function protocolAt(place: Cursor): string | undefined {
  const text = place.isAbsent ? 'all' : place.text()?.toLowerCase();
  return text === undefined ? undefined : ALL.includes(text) ? 'all' : (WITH_PORTS[text] ?? text);
}

function portsAt(place: Cursor, protocol: string | undefined): Opening['ports'] {
  if (protocol !== undefined && protocol !== 'tcp' && protocol !== 'udp') {
    return undefined;
  }
  const [from, to] = [place.at('FromPort'), place.at('ToPort')];
  const first = from.isAbsent ? 0 : portAt(from);
  const last = to.isAbsent ? (from.isAbsent ? 65_535 : first) : portAt(to);
  if (first === undefined || last === undefined) {
    return undefined;
  }
  return first < 0 || last < 0 ? [0, 65_535] : [first, last];
}

function portAt(place: Cursor): number | undefined {
  return place.number() ?? portOfDatabase(place)?.number();
}
