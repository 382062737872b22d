import type { Resource } from '../model';
import { isOfFamily } from '../relations/alarm-metrics';
import { hasAlarm, type AlarmMetric, type AlarmQuestion } from '../relations/alarms';
import {
  clusterOf,
  CLUSTERS,
  INSTANCES,
  isMultiAzCluster,
  membersOf,
  readerScalingOf,
} from '../relations/database-clusters';
import { isMember } from '../relations/databases';
import { allOf, anyOf, missed, undecided, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

/** The types that MET-03 speaks of. */
export const WATCHED_TYPES = [...CLUSTERS, ...INSTANCES];

/** What may suffer, and the metrics that show it. */
interface Question {
  readonly what: string;
  readonly names: readonly string[];
  /** True for what only readers have. */
  readonly isOfReaders?: boolean;
  /** True for what must not run out. */
  readonly isLeft?: boolean;
}

/** What a service publishes of its databases. */
interface Service {
  readonly namespace: string;
  readonly questions: readonly Question[];
}

const CPU: Question = { what: 'CPU', names: ['CPUUtilization'] };
const FREE = 'free memory or storage';
const LAG = 'replica lag';

/**
 * CPU and memory of serverless instances are published against their greatest capacity, so they are asked for as those of
 * any other: the use of capacity stands for neither.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
 * @see https://docs.aws.amazon.com/documentdb/latest/developerguide/cloud_watch.html
 * @see https://docs.aws.amazon.com/neptune/latest/userguide/cw-metrics.html
 */
const SERVICES: Readonly<Record<string, Service | undefined>> = {
  RDS: {
    namespace: 'AWS/RDS',
    questions: [
      CPU,
      {
        what: FREE,
        names: ['FreeableMemory', 'FreeStorageSpace', 'FreeLocalStorage', 'AuroraVolumeBytesLeftTotal'],
        isLeft: true,
      },
      { what: 'connections', names: ['DatabaseConnections'] },
      { what: LAG, names: ['AuroraReplicaLag', 'AuroraReplicaLagMaximum'], isOfReaders: true },
    ],
  },
  DocDB: {
    namespace: 'AWS/DocDB',
    questions: [
      CPU,
      { what: FREE, names: ['FreeableMemory', 'FreeLocalStorage'], isLeft: true },
      { what: 'connections', names: ['DatabaseConnections', 'DatabaseConnectionsMax'] },
      { what: LAG, names: ['DBInstanceReplicaLag', 'DBClusterReplicaLagMaximum'], isOfReaders: true },
    ],
  },
  Neptune: {
    namespace: 'AWS/Neptune',
    questions: [
      CPU,
      { what: FREE, names: ['FreeableMemory', 'VolumeBytesLeftTotal'], isLeft: true },
      {
        // SPARQL comes without lasting connections: there, what waits is what shows.
        what: 'connections',
        names: ['GremlinWebSocketOpenConnections', 'OpenCypherBoltOpenConnections', 'MainRequestQueuePendingRequests'],
      },
      { what: LAG, names: ['ClusterReplicaLag', 'ClusterReplicaLagMaximum'], isOfReaders: true },
    ],
  },
};

/** Lag within a Multi-AZ DB cluster goes by the name that it has with read replicas. */
const LAG_OF_MULTI_AZ = ['ReplicaLag'];

/** AWS names the instances of a Multi-AZ DB cluster after it: `orders-instance-1`. */
const MULTI_AZ_INSTANCES = ['-instance-1', '-instance-2', '-instance-3'];

/** MET-03: the alarms are on the cluster, or on each of its instances. */
export function sufferingIsNoticed(database: Resource, index: TemplateIndex): Verdict | undefined {
  const { namespace, questions } = SERVICES[database.type.split('::')[1] ?? ''] ?? { namespace: '', questions: [] };
  if (CLUSTERS.includes(database.type)) {
    return clusterIsWatched(database, namespace, questions, index);
  }
  if (isMember(database) && clusterOf(database, index) !== undefined) {
    return undefined;
  }
  const asked = questions.filter(({ isOfReaders }) => isOfReaders !== true);
  const verdict = allOf(...asked.map((question) => instanceHas(database, namespace, question, index)));
  return verdict?.state === 'missed' && isMember(database)
    ? undecided(`${verdict.found}; its cluster is not in the app`)
    : verdict;
}

function clusterIsWatched(
  cluster: Resource,
  namespace: string,
  questions: readonly Question[],
  index: TemplateIndex,
): Verdict | undefined {
  const { known, possible } = membersOf(cluster, index);
  const isMultiAz = isMultiAzCluster(cluster);
  const hasReaders = isMultiAz || known.length > 1 || readerScalingOf(cluster, index).length > 0;
  const asked = questions.filter(({ isOfReaders }) => isOfReaders !== true || hasReaders);
  const verdicts = asked.map((question) => {
    const { what, isOfReaders = false } = question;
    const names = isMultiAz && isOfReaders ? LAG_OF_MULTI_AZ : question.names;
    const family = { namespace, dimension: 'DBClusterIdentifier', attribute: 'Ref' };
    const byCluster = hasAlarm(cluster, index, {
      what,
      dimension: family.dimension,
      matches: (metric) => isOfFamily(metric, names, family) && isOfRightRole(metric, isOfReaders),
      also: whenLow(question),
    });
    const each = isMultiAz
      ? MULTI_AZ_INSTANCES.map((suffix) => namedInstanceHas(cluster, suffix, namespace, { ...question, names }, index))
      : known.map((member) => instanceHas(member, namespace, question, index));
    return anyOf(byCluster, ofAll(each, isOfReaders)) ?? byCluster;
  });
  const verdict = allOf(...verdicts);
  if (verdict?.state !== 'missed') {
    return verdict;
  }
  if (known.length === 0 && possible.length > 0) {
    return undecided(
      `${verdict.found}; nobody knows yet of which cluster ${possible.map(({ id }) => id).join(', ')} is`,
    );
  }
  const left = asked.filter((_, at) => verdicts[at]?.state === 'missed').map(({ what }) => what);
  const expected = `an alarm with an action on ${left.join(', on ')} of ${cluster.id}, or of each of its instances`;
  return missed(verdict.found, expected, { evidence: verdict.evidence });
}

function instanceHas(instance: Resource, namespace: string, question: Question, index: TemplateIndex): Verdict {
  const { what, names } = question;
  const family = { namespace, dimension: 'DBInstanceIdentifier', attribute: 'Ref' };
  const matches = (metric: AlarmMetric) => isOfFamily(metric, names, family);
  return hasAlarm(instance, index, { what, dimension: family.dimension, matches, also: whenLow(question) });
}

function namedInstanceHas(
  cluster: Resource,
  suffix: string,
  namespace: string,
  question: Question,
  index: TemplateIndex,
): Verdict {
  const { what, names } = question;
  const family = { namespace, dimension: 'DBInstanceIdentifier', attribute: 'Ref' };
  return hasAlarm(cluster, index, {
    what,
    also: whenLow(question),
    matches: (metric) =>
      isOfFamily(metric, names, family) && metric.dimensions.some(([, value]) => value.shown().endsWith(suffix)),
  });
}

/** One of the instances writes, and lags behind nobody; with lag, a lone one is that. */
function ofAll(each: readonly Verdict[], isOfReaders: boolean): Verdict | undefined {
  if (each.length === 0 || (isOfReaders && each.length === 1)) {
    return undefined;
  }
  const watched = each.filter(({ state }) => state === 'met');
  return isOfReaders && watched.length === each.length - 1 ? allOf(...watched) : allOf(...each);
}

/** An alarm by role sees the writer or the readers only: lag is of readers, everything else of the writer first. */
function isOfRightRole({ name = '', dimensions }: AlarmMetric, isOfReaders: boolean): boolean {
  const role = dimensions.find(([dimension]) => dimension === 'Role')?.[1].text();
  const isPublishedByWriter = !isOfReaders || name.endsWith('Maximum');
  return role === undefined || role === (isPublishedByWriter ? 'WRITER' : 'READER');
}

/** Alarms of the CDK fire on much, where they are not told otherwise: of what must not run out, that is peace. */
function whenLow({ isLeft }: Question): AlarmQuestion['also'] {
  return isLeft === true ? firesOnLittle : undefined;
}

/** Which way the result of an expression goes, nobody can tell from here. */
function firesOnLittle(alarm: Resource): Verdict | undefined {
  const operator = alarm.at('ComparisonOperator');
  return alarm.at('Metrics').isAbsent && operator.text()?.startsWith('GreaterThan') === true
    ? missed(`${alarm.id} fires on ${operator.shown()}`, 'an alarm that fires when little is left', {
        evidence: [alarm],
      })
    : undefined;
}
