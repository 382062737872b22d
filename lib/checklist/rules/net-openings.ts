import type { Cursor, Resource } from '../model';
import { isReference } from '../model';
import {
  EGRESS,
  INGRESS,
  isOfLoadBalancer,
  openingAt,
  SECURITY_GROUP,
  separateOpenings,
  type Opening,
} from '../relations/security-groups';
import { allOf, met, missed, undecided, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

export const OPENING_TYPES = { ingress: [SECURITY_GROUP, INGRESS], egress: [SECURITY_GROUP, EGRESS] };

const ADMINISTRATION = [22, 3389];
const WEB = [80, 443];
const NARROW = 'no ingress from the world except TCP 80 and 443 to a load balancer, and none at all to 22 and 3389';
const DECIDED = 'egress by protocol and peer, not all of it to the world';

/** Met where no ingress of a group, or no separate one, is too wide. */
export function ingressIsNarrow(resource: Resource, index: TemplateIndex): Verdict | undefined {
  if (resource.type === INGRESS) {
    const group = index.meant(resource.at('GroupId'), resource, SECURITY_GROUP);
    const isDoor = group === undefined ? undefined : isOfLoadBalancer(group, index);
    return ingressIsFine(openingAt(resource.section('Properties')), isDoor);
  }
  const list = resource.at('SecurityGroupIngress');
  if (list.isUndecided) {
    return undecided(`${list.name} is ${list.shown()}`, { locations: [list.path] });
  }
  const isDoor = isOfLoadBalancer(resource, index);
  const verdicts = list.items().map((item) => ingressIsFine(openingAt(item), isDoor));
  return allOf(...verdicts) ?? met('it has no ingress of its own');
}

function ingressIsFine(opening: Opening, isDoor: boolean | undefined): Verdict {
  const { protocol, ports, isEnginePort, isToWorld, peer } = opening;
  const found = `${described(opening)} from ${peer}`;
  const details = { locations: [opening.place.path] };
  const wrong = () => missed(found, NARROW, details);
  const open = () => undecided(`${found} is known at deployment only`, details);
  if (ports !== undefined && ADMINISTRATION.some((port) => ports[0] <= port && port <= ports[1])) {
    return wrong();
  }
  if (isToWorld === false) {
    const mayHavePorts = protocol === undefined || protocol === 'tcp' || protocol === 'udp';
    return mayHavePorts && ports === undefined && !isEnginePort ? open() : met(found, details);
  }
  const isWeb = ports !== undefined && ports[0] === ports[1] && WEB.includes(ports[0]);
  const isTcp = protocol === 'tcp' || protocol === undefined;
  const mayBeFine = isTcp && (isWeb || ports === undefined) && isDoor !== false;
  if (mayBeFine && isWeb && isDoor === true && protocol === 'tcp') {
    return met(`${found} to a load balancer`, details);
  }
  return isToWorld === true && !mayBeFine ? wrong() : open();
}

/** Met where a group, or a separate egress, does not let everything out to everywhere. */
export function egressIsDecided(resource: Resource, index: TemplateIndex): Verdict | undefined {
  if (resource.type === EGRESS) {
    return egressIsFine(openingAt(resource.section('Properties')));
  }
  const list = resource.at('SecurityGroupEgress');
  if (list.isUndecided) {
    return undecided(`${list.name} is ${list.shown()}`, { locations: [list.path] });
  }
  const verdict = allOf(...list.items().map((item) => egressIsFine(openingAt(item))));
  if (verdict !== undefined) {
    return verdict;
  }
  const evidence = separateOpenings(resource, index, EGRESS);
  return evidence.length > 0
    ? met('its egress rules stand by themselves', { evidence })
    : missed('without an egress rule all egress is allowed', DECIDED, { locations: [list.path] });
}

function egressIsFine(opening: Opening): Verdict {
  const found = `${described(opening)} to ${opening.peer}`;
  const details = { locations: [opening.place.path] };
  if (opening.isToWorld === false || (opening.protocol !== undefined && opening.protocol !== 'all')) {
    return met(found, details);
  }
  return opening.isToWorld === true && opening.protocol === 'all'
    ? missed(found, DECIDED, details)
    : undecided(`${found} is known at deployment only`, details);
}

/** Met where a custom resource takes the default security group of a VPC, and nothing opens that group again. */
export function defaultGroupIsClosed(vpc: Resource, index: TemplateIndex): Verdict {
  const opened = index
    .referrers(vpc, INGRESS, EGRESS)
    .filter((opening) => takesDefaultGroup(opening.at('GroupId'), vpc));
  if (opened.length > 0) {
    const names = opened.map(({ id }) => id).join(', ');
    return missed(`${names} opens the default security group`, 'a closed default security group', { evidence: opened });
  }
  const customTypes = index.once('types of custom resources', () => [
    ...new Set(index.resources().flatMap(({ type }) => (isCustom(type) ? [type] : []))),
  ]);
  const evidence = index
    .referrers(vpc, ...customTypes)
    .filter((custom) => takesDefaultGroup(custom.section('Properties'), vpc));
  return evidence.length > 0
    ? met(`${evidence.map(({ id }) => id).join(', ')} restricts the default security group`, { evidence })
    : missed(
        'nothing restricts the default security group',
        'a custom resource that takes DefaultSecurityGroup of the VPC and removes its rules',
      );
}

function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

function takesDefaultGroup(place: Cursor, vpc: Resource): boolean {
  const { kind } = place.value;
  if (kind === 'map') {
    return place.entries().some(([, entry]) => takesDefaultGroup(entry, vpc));
  }
  return kind === 'list'
    ? place.items().some((item) => takesDefaultGroup(item, vpc))
    : place
        .parts()
        .some((part) => isReference(part) && part.resource === vpc && part.attribute === 'DefaultSecurityGroup');
}

function described({ protocol, ports, place }: Opening): string {
  const name = protocol === 'all' ? 'all protocols' : (protocol ?? place.at('IpProtocol').shown());
  if (protocol === 'all' || (protocol !== undefined && protocol !== 'tcp' && protocol !== 'udp')) {
    return name;
  }
  const [from, to] = ports ?? [place.at('FromPort').shown(), place.at('ToPort').shown()];
  return from === to ? `${name} ${from}` : `${name} ${from}-${to}`;
}
