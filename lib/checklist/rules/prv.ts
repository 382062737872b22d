import { TAGS } from '../../../constructs/core/tag-names';
import type { PRV } from '../../../constructs/core/items/prv';
import { attribute } from '../attributes';
import { expectFlag, expectText, reading } from '../expect';
import type { Resource, Template } from '../model';
import { unlessGateway, LOAD_BALANCER } from '../relations/load-balancing';
import { isMember, isReadReplica } from '../relations/databases';
import { allOf, met, missed, undecided, type Rule, type Verdict } from '../rule';
import { isTaggable, tagsOf, tagsOfReplicas, type Tags } from '../tags';

const KEPT = ['Retain', 'RetainExceptOnCreate', 'Snapshot'];
const RESOURCES = 400;
const BYTES = 800_000;

const DATABASES = [
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBCluster',
  'AWS::DocDB::DBInstance',
  'AWS::DocDB::DBCluster',
  'AWS::Neptune::DBInstance',
  'AWS::Neptune::DBCluster',
];

/** Of what is stateful, what CloudFormation can take a snapshot of. */
const WITH_SNAPSHOTS = [
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBCluster',
  'AWS::DocDB::DBCluster',
  'AWS::Neptune::DBCluster',
  'AWS::ElastiCache::ReplicationGroup',
];

const STATEFUL = [
  ...DATABASES,
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::S3::Bucket',
  'AWS::EFS::FileSystem',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::KMS::Key',
  'AWS::KMS::ReplicaKey',
  'AWS::Logs::LogGroup',
  'AWS::SecretsManager::Secret',
  'AWS::Backup::BackupVault',
  'AWS::Backup::LogicallyAirGappedBackupVault',
  'AWS::ECR::Repository',
  'AWS::OpenSearchService::Domain',
  'AWS::Elasticsearch::Domain',
  'AWS::Cognito::UserPool',
  'AWS::Kinesis::Stream',
];

export const PRV_RULES: Record<keyof typeof PRV, Rule> = {
  'PRV-01': {
    types: STATEFUL,
    judge: (resource) => (isMember(resource) || isReadReplica(resource) ? undefined : isKept(resource)),
  },
  'PRV-02': {
    types: [...DATABASES, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable', LOAD_BALANCER],
    judge: refusesDeletion,
  },
  'PRV-03': { judgeStack: (stack) => (stack.parent === undefined ? isProtected(stack) : undefined) },
  'PRV-04': { types: 'any', judge: saysWhoseItIs },
  'PRV-05': { judgeStack: hasRoom },
};

function isKept(resource: Resource): Verdict | undefined {
  return allOf(
    ...['DeletionPolicy', 'UpdateReplacePolicy'].map((name) =>
      expectText(resource.section(name), {
        expected: `${name} Retain${WITH_SNAPSHOTS.includes(resource.type) ? ' or Snapshot' : ''}`,
        holds: (policy) => KEPT.includes(policy),
      }),
    ),
  );
}

function refusesDeletion(resource: Resource): Verdict | undefined {
  switch (resource.type) {
    case LOAD_BALANCER: {
      const value = attribute(resource.at('LoadBalancerAttributes'), 'deletion_protection.enabled');
      return unlessGateway(resource, expectFlag(value, true));
    }
    case 'AWS::DynamoDB::Table':
      return expectFlag(resource.at('DeletionProtectionEnabled'), true);
    case 'AWS::DynamoDB::GlobalTable': {
      const replicas = resource.at('Replicas');
      const each = replicas.items().map((replica) => expectFlag(replica.at('DeletionProtectionEnabled'), true));
      return allOf(...each) ?? undecided(reading(replicas), { locations: [replicas.path] });
    }
    default:
      return isMember(resource) ? undefined : expectFlag(resource.at('DeletionProtection'), true);
  }
}

function isProtected({ terminationProtection, stackName }: Template): Verdict {
  if (terminationProtection === undefined) {
    return undecided(`the termination protection of ${stackName} is not in a template`);
  }
  return terminationProtection
    ? met('termination protection is on')
    : missed('termination protection is off', 'termination protection on');
}

function saysWhoseItIs(resource: Resource): Verdict | undefined {
  return resource.type === 'AWS::DynamoDB::GlobalTable'
    ? allOf(...tagsOfReplicas(resource).map(isOwned))
    : isTaggable(resource.type)
      ? isOwned(tagsOf(resource))
      : undefined;
}

function isOwned(tags: Tags): Verdict {
  const missing = Object.values(TAGS).filter((key) => tags.get(key) === undefined);
  const details = { locations: [tags.path] };
  if (missing.length === 0) {
    return met(
      Object.values(TAGS)
        .map((key) => `${key} is ${tags.get(key) ?? ''}`)
        .join(', '),
      details,
    );
  }
  return tags.unknown === undefined
    ? missed(`without ${missing.join(', ')}`, `the tags ${Object.values(TAGS).join(', ')}`, details)
    : undecided(`${tags.path} holds ${tags.unknown}`, details);
}

function hasRoom({ resources, bytes }: Template): Verdict {
  const found = `${resources.size} resources and ${bytes} bytes`;
  return resources.size < RESOURCES && bytes < BYTES
    ? met(found)
    : missed(found, `fewer than ${RESOURCES} resources and less than ${BYTES} bytes`);
}
