import type { STA } from '../../../constructs/core/items/sta';
import { expectSet, expectText, reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { isProvider } from '../providers';
import { asynchronousCallersOf, eventSourcesOf, LAMBDA } from '../relations/event-sources';
import { WEB_ACL } from '../relations/web-acls';
import { allOf, anyOf, met, missed, undecidedAt, type Rule, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { DEAD_LETTER_TYPES, endsSomewhere } from './sta-dead-letters';
import { isPooled } from './sta-pooling';
import { shedsLoad } from './sta-shedding';

const BUCKET = 'AWS::S3::Bucket';
const QUEUE = 'AWS::SQS::Queue';
const REPOSITORY = 'AWS::ECR::Repository';

export const STA_RULES: Record<keyof typeof STA, Rule> = {
  'STA-01': { types: DEAD_LETTER_TYPES, judge: endsSomewhere },
  'STA-02': { types: [LAMBDA], judge: isBounded },
  'STA-03': { types: [WEB_ACL], judge: shedsLoad },
  'STA-04': { types: [BUCKET, REPOSITORY, QUEUE], judge: isTrimmed },
  'STA-05': { types: ['AWS::RDS::DBCluster'], judge: isPooled },
};

function isBounded(lambda: Resource, index: TemplateIndex): Verdict | undefined {
  const callers = asynchronousCallersOf(lambda, index);
  const sources = eventSourcesOf(lambda, index);
  if (isProvider(lambda) || callers.length + sources.length === 0) {
    return undefined;
  }
  const others = callers.length === 0 ? ', or MaximumConcurrency of each event source' : '';
  const reserved = expectSet(
    lambda.at('ReservedConcurrentExecutions'),
    `ReservedConcurrentExecutions to be set${others}`,
  );
  const limits = sources.map((source) => {
    const limit = source.at('ScalingConfig.MaximumConcurrency');
    return limit.isAbsent
      ? missed(`${source.id} sets no maximum concurrency`, '', { evidence: [source] })
      : met(`${source.id} takes at most ${limit.shown()} at a time`, { evidence: [source] });
  });
  return anyOf(reserved, callers.length === 0 ? allOf(...limits) : undefined);
}

function isTrimmed(resource: Resource): Verdict | undefined {
  switch (resource.type) {
    case QUEUE:
      return expectSet(resource.at('MessageRetentionPeriod'));
    case REPOSITORY:
      return imagesExpire(resource.at('LifecyclePolicy.LifecyclePolicyText'));
    default:
      return allOf(oldVersionsExpire(resource), hasRule(resource, 'aborts incomplete uploads', abortsUploads));
  }
}

function imagesExpire(policy: Cursor): Verdict {
  return expectText(policy, {
    expected: 'a lifecycle policy with a rule',
    holds: (text) => /"action"\s*:/.test(text),
  });
}

function oldVersionsExpire(bucket: Resource): Verdict | undefined {
  const status = bucket.at('VersioningConfiguration.Status');
  if (status.isUndecided) {
    return undecidedAt(status);
  }
  return status.text() === 'Enabled' ? hasRule(bucket, 'expires noncurrent versions', expiresNoncurrent) : undefined;
}

function hasRule(bucket: Resource, what: string, does: (rule: Cursor) => boolean): Verdict {
  const list = bucket.at('LifecycleConfiguration.Rules');
  const details = { locations: [list.path] };
  if (list.isUndecided && list.items().length === 0) {
    return undecidedAt(list);
  }
  const fitting = list.items().filter(does);
  const rules = fitting.filter((rule) => rule.at('Status').text() === 'Enabled' && isForAll(rule));
  const open = fitting.find((rule) => rule.at('Status').isUndecided);
  if (rules.length > 0) {
    return met(`a rule ${what}`, details);
  }
  return open === undefined
    ? missed(
        fitting.length > 0 ? `${reading(list)}: no rule for all objects ${what}` : `no rule ${what}`,
        `an enabled lifecycle rule for the whole bucket that ${what}`,
        details,
      )
    : undecidedAt(open.at('Status'));
}

function expiresNoncurrent(rule: Cursor): boolean {
  return ['NoncurrentVersionExpiration.NoncurrentDays', 'NoncurrentVersionExpirationInDays'].some(
    (name) => !rule.at(name).isAbsent,
  );
}

function abortsUploads(rule: Cursor): boolean {
  return !rule.at('AbortIncompleteMultipartUpload.DaysAfterInitiation').isAbsent;
}

/** True for a rule that leaves no part of the bucket out. */
function isForAll(rule: Cursor): boolean {
  const isEmpty = (place: Cursor) => place.isAbsent || place.text() === '';
  return (
    isEmpty(rule.at('Prefix')) &&
    rule.at('TagFilters').items().length === 0 &&
    rule.at('ObjectSizeGreaterThan').isAbsent &&
    rule.at('ObjectSizeLessThan').isAbsent
  );
}
