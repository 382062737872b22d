import { expectFlag, reading } from '../expect';
import type { Resource } from '../model';
import { clusterOf, membersOf } from '../relations/database-clusters';
import { isMember } from '../relations/databases';
import { allOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const CLUSTER = 'AWS::RDS::DBCluster';
const OF_CLUSTER = 'PerformanceInsightsEnabled';
const OF_INSTANCE = 'EnablePerformanceInsights';
const MODE = 'DatabaseInsightsMode';

/**
 * Engines that Performance Insights and Database Insights do not know.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.RDS_Fea_Regions_DB-eng.Feature.PerformanceInsights.html
 */
const WITHOUT = /^(db2|custom)-/;

/** The types that PRF-02 speaks of. Neptune has neither of the two, and with DocumentDB each instance has its own switch. */
export const INSIGHT_TYPES = ['AWS::RDS::DBInstance', CLUSTER, 'AWS::DocDB::DBInstance'];

/** PRF-02: the cluster records its queries, or each of its instances does. */
export function recordsQueries(database: Resource, index: TemplateIndex): Verdict | undefined {
  if (database.type === CLUSTER) {
    return clusterRecords(database, index);
  }
  if (database.type !== 'AWS::RDS::DBInstance') {
    return expectFlag(database.at(OF_INSTANCE), true);
  }
  if (isMember(database)) {
    return clusterOf(database, index) === undefined ? memberRecords(database) : undefined;
  }
  return WITHOUT.test(database.at('Engine').text() ?? '') ? undefined : records(database, OF_INSTANCE);
}

function clusterRecords(cluster: Resource, index: TemplateIndex): Verdict {
  const own = records(cluster, OF_CLUSTER);
  const { known, possible } = membersOf(cluster, index);
  const each = known.map((member) => expectFlag(member.at(OF_INSTANCE), true));
  const byMembers = allOf(...each);
  const details = { evidence: known, locations: own.locations };
  if (own.state !== 'met' && byMembers?.state === 'met') {
    return met(`each of ${namesOf(known)} has ${OF_INSTANCE}`, { evidence: known });
  }
  if (own.state !== 'missed') {
    return own;
  }
  if (byMembers?.state === 'undecided') {
    return undecided(`${own.found}; of its instances ${byMembers.found}`, details);
  }
  if (byMembers === undefined && possible.length > 0) {
    return undecided(`${own.found}, and nobody knows yet of which cluster ${namesOf(possible)} is`, details);
  }
  const left = known.filter((_, at) => each[at]?.state === 'missed');
  return left.length === 0
    ? own
    : missed(`${own.found}, and not each instance has ${OF_INSTANCE}: ${namesOf(left)}`, own.expected, details);
}

/** A member whose cluster is elsewhere: the cluster may do it for all. The mode of a member is that of its cluster. */
function memberRecords(member: Resource): Verdict {
  const own = expectFlag(member.at(OF_INSTANCE), true);
  return own.state === 'missed'
    ? undecided(`${own.found}, and its cluster is not in the app`, { locations: own.locations })
    : own;
}

/** The advanced mode cannot be had without Performance Insights, the standard mode can. */
function records(database: Resource, property: string): Verdict {
  const [flag, mode] = [database.at(property), database.at(MODE)];
  if (flag.isAbsent && mode.isUndecided) {
    return undecidedAt(mode);
  }
  if (flag.isAbsent && mode.text() === 'advanced') {
    return met(reading(mode), { locations: [mode.path] });
  }
  const verdict = expectFlag(flag, true);
  return verdict.state === 'missed' ? { ...verdict, expected: `${verdict.expected}, or ${MODE} advanced` } : verdict;
}

function namesOf(resources: readonly Resource[]): string {
  return resources.map(({ id }) => id).join(', ');
}
