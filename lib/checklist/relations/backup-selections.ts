import { attribute } from '../attributes';
import { gather } from '../gather';
import { isObject } from '../json';
import { isReference, type Cursor, type Resource } from '../model';
import { isSamePlace, mayBeSamePlace } from '../place';
import { tagsOf } from '../tags';
import type { TemplateIndex } from '../template-index';
import { arnFields, isCovered } from './arns';
import { candidatesFor } from './backup-candidates';
import { dataArn, DATA_TYPES } from './data-arns';
import { isMember } from './databases';
import { isDataBucket } from './data-buckets';

export const PLAN = 'AWS::Backup::BackupPlan';
const SELECTION = 'AWS::Backup::BackupSelection';

/** Yes, no, or nobody knows yet. */
export type Answer = boolean | undefined;

/** The selections of backup plans that a resource is matched by. */
export interface Selections {
  readonly certain: readonly Resource[];
  /** Those of which nobody knows yet. */
  readonly possible: readonly Resource[];
}

/** True for a resource whose loss is a loss of data. What a cluster decides, its members do not answer for. */
export function holdsData(resource: Resource, index: TemplateIndex): boolean {
  return resource.type === 'AWS::S3::Bucket' ? isDataBucket(resource, index) : !isMember(resource);
}

/** The backup selections of the app that match a resource: by ARN, tag or condition. */
export function selectionsOf(resource: Resource, index: TemplateIndex): Selections {
  const { certain, open } = candidatesFor(resource, index);
  const isNear = ({ template }: Resource) => mayBeSamePlace(template, resource.template);
  const answers = open.filter(isNear).map((selection) => [selection, isSelected(resource, selection)] as const);
  return {
    certain: [
      ...certain.filter(isNear),
      ...answers.filter(([, answer]) => answer === true).map(([selection]) => selection),
    ],
    possible: answers.filter(([, answer]) => answer === undefined).map(([selection]) => selection),
  };
}

/** The selections of a plan. */
export function selectionsOfPlan(plan: Resource, index: TemplateIndex): Resource[] {
  return index.linked(plan, SELECTION, 'BackupPlanId');
}

/** Which selections match which data of the app, both ways round. */
export interface Selected {
  readonly bySelection: ReadonlyMap<Resource, readonly Resource[]>;
  readonly byData: ReadonlyMap<Resource, readonly Resource[]>;
}

/** The resources of the app that hold data, and the selections that match them for certain. */
export function selectedData(index: TemplateIndex): Selected {
  return index.once('data by backup selection', () => {
    const bySelection = new Map<Resource, Resource[]>();
    const byData = new Map<Resource, readonly Resource[]>();
    for (const resource of index.ofType(...DATA_TYPES).filter((one) => holdsData(one, index))) {
      const { certain } = selectionsOf(resource, index);
      byData.set(resource, certain);
      certain.forEach((selection) => gather(bySelection, selection, resource));
    }
    return { bySelection, byData };
  });
}

/**
 * AWS takes what its ARN or one of the tags matches, then asks all conditions, then leaves out what is excluded. It looks
 * at one account and region; where nobody knows them, only a reference tells that a resource is meant.
 */
function isSelected(resource: Resource, selection: Resource): Answer {
  const body = selection.at('BackupSelection');
  if (body.isUndecided) {
    return undefined;
  }
  const [arns, tags, conditions] = [body.at('Resources'), body.at('ListOfTags'), body.at('Conditions')];
  const isHere = isSamePlace(resource.template, selection.template);
  if (!isHere && !arns.items().some((arn) => arn.mentions().includes(resource))) {
    return false;
  }
  const isNarrowed = !isEmpty(arns) || !isEmpty(tags);
  const chosen = isNarrowed ? or([isListed(resource, arns), hasListedTag(resource, tags)]) : true;
  return and([chosen, meetsConditions(resource, conditions), not(isListed(resource, body.at('NotResources')))]);
}

function isEmpty(list: Cursor): boolean {
  return !list.isUndecided && list.items().length === 0;
}

/** Whether one of the ARNs of a list, wildcards included, is that of a resource. */
export function isListed(resource: Resource, list: Cursor): Answer {
  return list.isUndecided && list.items().length === 0
    ? undefined
    : or(list.items().map((pattern) => isMatchedBy(resource, pattern)));
}

function isMatchedBy(resource: Resource, pattern: Cursor): Answer {
  if (pattern.mentions().includes(resource)) {
    return isArnByReference(resource, pattern);
  }
  if (pattern.text() === '*') {
    return true;
  }
  const fields = arnFields(pattern);
  if (pattern.mentions().length > 0 || fields === undefined) {
    return pattern.isUndecided && fields === undefined ? undefined : false;
  }
  const { service, name } = dataArn(resource);
  const { region, account } = resource.template;
  const covers = (field: string | undefined, value: string | undefined): Answer =>
    field === undefined || value === undefined || field === '' ? true : isCovered(value, field);
  const named = fields.resource === undefined ? undefined : isCovered(name, fields.resource);
  return and([covers(fields.service, service), covers(fields.region, region), covers(fields.account, account), named]);
}

/** An ARN that is an attribute of the resource, or that ends in its name; no other attribute, and no part of it. */
function isArnByReference(resource: Resource, pattern: Cursor): Answer {
  const parts = pattern.parts();
  const at = parts.findIndex((part) => isReference(part) && part.resource === resource);
  const own = parts[at];
  const after = parts.slice(at + 1);
  if (own === undefined || !isReference(own) || after.some((part) => part !== '*')) {
    return after.some((part) => isObject(part) && 'unknown' in part) ? undefined : false;
  }
  // A pseudo parameter fills a field of the ARN, which has no colon.
  const before = parts.slice(0, at).map((part) => (typeof part === 'string' ? part : ''));
  const { service, prefix } = dataArn(resource);
  return own.attribute.endsWith('Arn') && own.piece === undefined
    ? at === 0 && !own.attribute.includes('Stream')
    : !own.attribute.includes('.') && new RegExp(`^arn:[^:]*:${service}:[^:]*:[^:]*:${prefix}$`).test(before.join(''));
}

function hasListedTag(resource: Resource, list: Cursor): Answer {
  if (list.isUndecided && list.items().length === 0) {
    return undefined;
  }
  const matches = list
    .items()
    .map((one) => hasTag(resource, one.at('ConditionKey'), one.at('ConditionValue'), (a, b) => a === b));
  return or(matches);
}

function meetsConditions(resource: Resource, conditions: Cursor): Answer {
  if (conditions.isUndecided) {
    return undefined;
  }
  const each = conditions.entries().flatMap(([operator, list]) =>
    list.items().map((one) => {
      const compare = operator.endsWith('Like') ? isCovered : (a: string, b: string) => a === b;
      const answer = hasTag(resource, one.at('ConditionKey'), one.at('ConditionValue'), compare);
      return operator.startsWith('StringNot') ? not(answer) : answer;
    }),
  );
  return and(each);
}

/** Whether a resource carries a tag of that key whose value matches what is wanted. */
export function hasTag(
  resource: Resource,
  key: Cursor,
  value: Cursor,
  matches: (tag: string, wanted: string) => boolean,
): Answer {
  const [name, wanted] = [key.text()?.replace(/^aws:ResourceTag\//, ''), value.isUndecided ? undefined : value.text()];
  if (name === undefined || wanted === undefined) {
    return undefined;
  }
  return and(tagSets(resource).map((tag) => tag(name, (found) => matches(found, wanted))));
}

/** One look-up of tags for each set of tags that a resource has: a global table has one for each of its replicas. */
function tagSets(resource: Resource): ((key: string, holds: (value: string) => boolean) => Answer)[] {
  const tags = tagsOf(resource);
  const answer = (value: string | undefined, isOpen: boolean, holds: (value: string) => boolean): Answer =>
    value === undefined ? (isOpen ? undefined : false) : value.includes('${') ? undefined : holds(value);
  const replicas = resource.type === 'AWS::DynamoDB::GlobalTable' ? resource.at('Replicas').items() : [];
  return replicas.length === 0
    ? [(key, holds) => answer(tags.get(key), tags.unknown !== undefined, holds)]
    : replicas.map((replica) => (key, holds) => {
        const tag = attribute(replica.at('Tags'), key);
        const isOpen = tag.isUndecided && tag.text() === undefined;
        return answer(isOpen ? undefined : (tag.text() ?? resource.template.stackTags.get(key)), isOpen, holds);
      });
}

/** Whether all hold. */
export function and(answers: readonly Answer[]): Answer {
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

function or(answers: readonly Answer[]): Answer {
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

/** The opposite. */
export function not(answer: Answer): Answer {
  return answer === undefined ? undefined : !answer;
}
