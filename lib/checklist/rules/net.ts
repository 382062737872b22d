import type { NET } from '../../../constructs/core/items/net';
import { expectFlag, expectText, reading } from '../expect';
import type { Resource } from '../model';
import { isPublicSubnet, routesOf, subnetsAt } from '../relations/subnets';
import { allOf, anyOf, met, missed, undecided, type Rule, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { defaultGroupIsClosed, egressIsDecided, ingressIsNarrow, OPENING_TYPES } from './net-openings';
import { hasNoPublicAddress, WORK_TYPES } from './net-addresses';
import { storageStaysInside } from './net-endpoints';

const VPC = 'AWS::EC2::VPC';

const SUBNET_GROUPS = [
  'AWS::RDS::DBSubnetGroup',
  'AWS::DocDB::DBSubnetGroup',
  'AWS::Neptune::DBSubnetGroup',
  'AWS::ElastiCache::SubnetGroup',
  'AWS::ElastiCache::ServerlessCache',
  'AWS::MemoryDB::SubnetGroup',
  'AWS::DAX::SubnetGroup',
];

const DATABASES = ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster', 'AWS::Neptune::DBInstance'];

export const NET_RULES: Record<keyof typeof NET, Rule> = {
  'NET-01': { types: WORK_TYPES, judge: hasNoPublicAddress },
  'NET-02': { types: [VPC], judge: isRecorded },
  'NET-03': { types: OPENING_TYPES.ingress, judge: ingressIsNarrow },
  'NET-04': { types: [VPC], judge: defaultGroupIsClosed },
  'NET-05': { types: [VPC], judge: storageStaysInside },
  'NET-06': {
    types: [...SUBNET_GROUPS, ...DATABASES],
    judge: (resource, index) =>
      DATABASES.includes(resource.type) ? isNotPublic(resource) : isWithoutInternetRoute(resource, index),
  },
  'NET-07': { types: OPENING_TYPES.egress, judge: egressIsDecided },
  'NET-08': { types: [VPC], judge: looksUpOnRecord },
};

function isRecorded(vpc: Resource, index: TemplateIndex): Verdict | undefined {
  const logs = index.linked(vpc, 'AWS::EC2::FlowLog', 'ResourceId');
  const verdicts = logs.map((log) => ({
    ...expectText(log.at('TrafficType').as(`TrafficType of ${log.id}`), {
      expected: 'a flow log of type ALL or REJECT',
      holds: (type) => type === 'ALL' || type === 'REJECT',
    }),
    evidence: [log],
    locations: [],
  }));
  return anyOf(...verdicts) ?? missed('no flow log records this VPC', 'a flow log of type ALL or REJECT');
}

function looksUpOnRecord(vpc: Resource, index: TemplateIndex): Verdict {
  const associations = index.linked(vpc, 'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', 'ResourceId');
  const evidence = associations.filter((one) => !one.at('ResolverQueryLogConfigId').isAbsent);
  return evidence.length > 0
    ? met(`${evidence.map(({ id }) => id).join(', ')} records its name look-ups`, { evidence })
    : missed('no resolver query log is associated', 'a Route 53 Resolver query log association of this VPC');
}

function isNotPublic(database: Resource): Verdict | undefined {
  const place = database.at('PubliclyAccessible');
  const isPlaced = ['DBSubnetGroupName', 'DBClusterIdentifier'].some((name) => !database.at(name).isAbsent);
  if (database.type.endsWith('::DBCluster')) {
    return place.isAbsent ? undefined : expectFlag(place, false);
  }
  if (place.isAbsent && !isPlaced && database.type === 'AWS::RDS::DBInstance') {
    return undecided('without a subnet group AWS takes the default VPC and may give out a public address', {
      locations: [place.path],
    });
  }
  return expectFlag(place, false, 'met');
}

function isWithoutInternetRoute(group: Resource, index: TemplateIndex): Verdict | undefined {
  const list = group.at('SubnetIds');
  const { known, unknown } = subnetsAt(list, group, index);
  const details = { locations: [list.path] };
  const verdicts = known.map((subnet) => {
    const isOpen = leadsToInternet(subnet, index);
    const evidence = { ...details, evidence: [subnet] };
    return isOpen === undefined
      ? undecided(`the routes of ${subnet.id} are outside the app, or known at deployment only`, evidence)
      : isOpen
        ? missed(`${subnet.id} has a route to an internet gateway`, 'subnets without any internet route', evidence)
        : met(`${subnet.id} has no internet route`, evidence);
  });
  const others = unknown === undefined ? undefined : undecided(`subnets: ${unknown}`, details);
  const none = group.type.endsWith('ServerlessCache') ? undefined : undecided(reading(list), details);
  return allOf(...verdicts, others) ?? none;
}

function leadsToInternet(subnet: Resource, index: TemplateIndex): boolean | undefined {
  const isOpen = isPublicSubnet(subnet, index);
  const gateways = routesOf(subnet, index).map((route) => route.at('GatewayId'));
  const isGateway = gateways.some(
    (gateway) =>
      (gateway.text() ?? '').startsWith('igw-') ||
      gateway.mentions().some(({ type }) => type === 'AWS::EC2::InternetGateway'),
  );
  const isUnclear = isOpen === undefined || gateways.some((gateway) => gateway.isUndecided);
  return isGateway || (isUnclear ? undefined : false);
}
