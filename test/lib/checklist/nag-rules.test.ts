import { Stack, type CfnResource } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { ItemId } from '../../../constructs/core/checklist';
import { ALL_CASES } from './cases/all-cases';
import type { TableCase } from './cases/case-table';
import { NAG_PAIRS } from './cases/nag-pairs';
import { outcomes, templates } from './judging';
import { answerOf, completed, constructsOf, idOf, nagRule, type NagAnswer, type NagRule } from './nag-cases';

/** The answers that say the same as an item does. */
const SAME: Readonly<Record<TableCase['state'], readonly NagAnswer[]>> = {
  met: ['compliant'],
  missed: ['non-compliant'],
  undecided: ['throws', 'not applicable'],
  'not applicable': ['compliant', 'not applicable', 'throws'],
};

function caseOf(item: ItemId, state: TableCase['state'], what: string): TableCase {
  const found = ALL_CASES.find((one) => one.item === item && one.state === state && one.what === what);
  if (found === undefined) {
    throw new Error(`${item} has no case '${what}' that is ${state}; choose another one in cases/nag-pairs.ts`);
  }
  return found;
}

const answered = (rule: NagRule, { sources, on }: TableCase) => answerOf(rule, constructsOf(completed(sources)), on);

/** The other cases of an item that a rule of cdk-nag answers otherwise; those that the CDK refuses to load are left out. */
function otherDifferences(item: ItemId, rule: NagRule): string[] {
  return ALL_CASES.filter((one) => one.item === item && one.on !== null).flatMap((one) => {
    try {
      const answer = answered(rule, one);
      return SAME[one.state].includes(answer) ? [] : [`'${one.what}' is ${one.state}, cdk-nag says ${answer}`];
    } catch {
      return [];
    }
  });
}

describe('no rule of cdk-nag decides an item', () => {
  test.each(NAG_PAIRS)('%s is not %s: %s is "%s", which it calls %s', (item, name, state, what, answer) => {
    const one = caseOf(item, state, what);
    const sources = completed(one.sources);
    expect(outcomes(item, sources).find(({ resource }) => resource === one.on)?.state ?? 'not applicable').toBe(state);
    const rule = nagRule(name);
    const now = answered(rule, one);
    if (SAME[state].includes(now)) {
      const others = otherDifferences(item, rule);
      throw new Error(
        others.length === 0
          ? `${name} of cdk-nag now decides ${item}; docs/adr/0008-rules-of-our-own.md says what to do`
          : `${name} of cdk-nag agrees with ${item} on '${what}' by now; write another case into cases/nag-pairs.ts:\n${others.join('\n')}`,
      );
    }
    expect(now).toBe(answer);
  });
});

type Break = (resource: CfnResource) => void;

describe('no rule of cdk-nag sees what an override does to a template', () => {
  test.each<[ItemId, string, string, string, Break]>([
    [
      'SCL-01',
      'dynamodb/DynamoDBAutoScalingEnabled',
      'a table on demand',
      'AWS::DynamoDB::Table',
      (table) => table.addPropertyOverride('BillingMode', 'PROVISIONED'),
    ],
    [
      'PRF-04',
      'lambda/LambdaEventSourceSQSVisibilityTimeout',
      'a queue of six times',
      'AWS::SQS::Queue',
      (queue) => queue.addPropertyOverride('VisibilityTimeout', 1),
    ],
    [
      'SEC-02',
      'opensearch/OpenSearchEncryptedAtRest',
      'a search domain',
      'AWS::OpenSearchService::Domain',
      (domain) => domain.addPropertyDeletionOverride('EncryptionAtRestOptions'),
    ],
    [
      'SEC-02',
      'kinesis/KinesisDataStreamSSE',
      'a stream',
      'AWS::Kinesis::Stream',
      (stream) => stream.addPropertyDeletionOverride('StreamEncryption'),
    ],
    [
      'SEC-02',
      'sns/SNSEncryptedKMS',
      'a topic with a key of another stack',
      'AWS::SNS::Topic',
      (topic) => topic.addPropertyDeletionOverride('KmsMasterKeyId'),
    ],
    [
      'SEC-02',
      'sqs/SQSQueueSSE',
      'a queue by default',
      'AWS::SQS::Queue',
      (queue) => queue.addPropertyOverride('SqsManagedSseEnabled', false),
    ],
    [
      'SEC-03',
      'sns/SNSTopicSSLPublishOnly',
      'a topic',
      'AWS::SNS::TopicPolicy',
      (policy) => policy.addPropertyOverride('PolicyDocument', { Statement: [] }),
    ],
    [
      'BAK-07',
      'dynamodb/DynamoDBPITREnabled',
      'a table',
      'AWS::DynamoDB::Table',
      (table) => table.addPropertyDeletionOverride('PointInTimeRecoverySpecification'),
    ],
    [
      'BAK-07',
      'rds/RDSInstanceBackupEnabled',
      'a week',
      'AWS::RDS::DBInstance',
      (database) => database.addPropertyOverride('BackupRetentionPeriod', 0),
    ],
  ])('%s: %s on %s', (item, name, what, type, breakIt) => {
    const one = caseOf(item, 'met', what);
    const rule = nagRule(name);
    const nodes = constructsOf(completed(one.sources));
    expect(answerOf(rule, nodes, one.on)).toBe('compliant');
    const broken = nodes.find(({ cfnResourceType }) => cfnResourceType === type);
    breakIt(broken as CfnResource);
    expect(answerOf(rule, nodes, one.on)).toBe('compliant');
    const stacks = [...new Set(nodes.map((node) => Stack.of(node)))];
    const emitted = stacks.map((stack): { body: unknown } => ({ body: Template.fromStack(stack).toJSON() }));
    expect(nodes.map(idOf)).toContain(one.on);
    expect(outcomes(item, templates(...emitted)).find(({ resource }) => resource === one.on)?.state).toBe('missed');
  });
});
