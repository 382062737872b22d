import { gather } from '../gather';
import { isReference, type Cursor, type Resource } from '../model';
import { placed } from '../place';
import { tagsOf } from '../tags';
import type { TemplateIndex } from '../template-index';
import { arnFields, isCovered } from './arns';
import { dataArn } from './data-arns';

const SELECTION = 'AWS::Backup::BackupSelection';
const WILDCARD = /[*?]/;

/** The selections that may match a resource, so that not every selection is held against every resource. */
export interface Candidates {
  /** Those that match it without a doubt. */
  readonly certain: readonly Resource[];
  /** Those that must be asked. */
  readonly open: readonly Resource[];
}

/** By what a selection takes resources in. */
interface Ways {
  readonly references: Resource[];
  readonly keys: string[];
  /** True where what comes in this way is taken, without conditions and exceptions. */
  readonly isPlain: boolean;
}

type Key = string | Resource;

interface Directory {
  readonly certain: Map<Key, Resource[]>;
  readonly open: Map<Key, Resource[]>;
  /** Those that any resource of their account and region must ask, and any resource that they refer to. */
  readonly wide: ReadonlySet<Resource>;
}

/** What a resource looks for in the directory, beside itself. */
const ALL = 'all';
const WIDE = 'wide';
const TAGGED = 'tagged';
const tagKey = (key: string) => `tag ${key}`;
const valueKey = (key: string, value: string) => `tag ${key}=${value}`;

/** The selections that may match a resource that holds data. */
export function candidatesFor(resource: Resource, index: TemplateIndex): Candidates {
  const { certain, open, wide } = index.once('ways into backup selections', () => directoryOf(index));
  const keys: Key[] = [resource, ...keysOf(resource).map((key) => placed(key, resource.template))];
  const sure = new Set(keys.flatMap((key) => certain.get(key) ?? []));
  const asked = new Set([
    ...keys.flatMap((key) => open.get(key) ?? []),
    ...index.referrers(resource, SELECTION).filter((selection) => wide.has(selection)),
  ]);
  return { certain: [...sure], open: [...asked].filter((selection) => !sure.has(selection)) };
}

function directoryOf(index: TemplateIndex): Directory {
  const [certain, open] = [new Map<Key, Resource[]>(), new Map<Key, Resource[]>()];
  const wide = new Set<Resource>();
  for (const selection of index.ofType(SELECTION)) {
    const ways = index.settled(() => waysInto(selection));
    if (ways === undefined || ways === WIDE) {
      wide.add(selection);
      gather(open, placed(WIDE, selection.template), selection);
    } else {
      const keys = ways.keys.map((key) => placed(key, selection.template));
      new Set(keys).forEach((key) => gather(ways.isPlain ? certain : open, key, selection));
      // What a reference says of a resource need not be its ARN.
      new Set(ways.references).forEach((key) => gather(open, key, selection));
      if (ways.keys.some((key) => key.startsWith('tag '))) {
        // Who knows only the key of its tag, or no tags at all, must ask.
        const names = new Set([TAGGED, ...ways.keys.map((key) => key.replace(/=.*$/s, ''))]);
        names.forEach((key) => gather(open, placed(key, selection.template), selection));
      }
    }
  }
  return { certain, open, wide };
}

function keysOf(resource: Resource): string[] {
  const { service, prefix, name } = dataArn(resource);
  const keys = [ALL, WIDE, `every ${service}:`, `every ${service}:${prefix}`, `arn ${service}:${name}`];
  const tags = tagsOf(resource);
  const hasReplicas = resource.type === 'AWS::DynamoDB::GlobalTable';
  if (tags.unknown !== undefined || hasReplicas) {
    keys.push(TAGGED);
  }
  for (const key of hasReplicas ? [] : tags.keys) {
    const value = tags.get(key);
    keys.push(...(value === undefined ? [] : [value.includes('${') ? tagKey(key) : valueKey(key, value)]));
  }
  return keys;
}

function waysInto(selection: Resource): Ways | typeof WIDE {
  const body = selection.at('BackupSelection');
  const [arns, tags, conditions] = [body.at('Resources'), body.at('ListOfTags'), body.at('Conditions')];
  if ([body, arns, tags, conditions].some((place) => place.isUndecided)) {
    return WIDE;
  }
  const isPlain = conditions.entries().length === 0 && body.at('NotResources').isAbsent;
  const isNarrowed = arns.items().length > 0 || tags.items().length > 0;
  const found: Ways = { references: [], keys: [], isPlain };
  const ways = isNarrowed
    ? [...arns.items().map((arn) => keyOfArn(arn, selection, found.references)), ...tags.items().map(keyOfTag)]
    : [isPlain ? ALL : keyOfConditions(conditions)];
  found.keys.push(...ways.filter((way) => way !== undefined));
  return ways.includes(WIDE) ? WIDE : found;
}

/** Undefined where it is a reference, or leads nowhere. */
function keyOfArn(arn: Cursor, { template }: Resource, references: Resource[]): string | undefined {
  const own = arn.parts().filter(isReference);
  if (own.length > 0) {
    references.push(...own.map(({ resource }) => resource));
    return arn.isUndecided ? WIDE : undefined;
  }
  if (arn.text() === '*') {
    return ALL;
  }
  const { service, region = '', account = '', resource } = arnFields(arn) ?? {};
  if (service === undefined || resource === undefined) {
    return WIDE;
  }
  const isElsewhere = (field: string, value: string | undefined) =>
    field !== '' && value !== undefined && !isCovered(value, field);
  if (isElsewhere(region, template.region) || isElsewhere(account, template.account)) {
    return undefined;
  }
  const every = /^([a-z-]+[:/])?\*$/.exec(resource);
  if (every !== null && !WILDCARD.test(service)) {
    return `every ${service}:${every[1] ?? ''}`;
  }
  return WILDCARD.test(`${service}${resource}`) ? WIDE : `arn ${service}:${resource}`;
}

function keyOfTag(tag: Cursor): string {
  const [key, value] = [tag.at('ConditionKey').text(), tag.at('ConditionValue')];
  const wanted = value.isUndecided ? undefined : value.text();
  return key === undefined || wanted === undefined ? WIDE : valueKey(key.replace(/^aws:ResourceTag\//, ''), wanted);
}

/** All conditions must hold, so one that names a tag is enough to look it up by. */
function keyOfConditions(conditions: Cursor): string {
  const equal = conditions.at('StringEquals').items();
  return equal.map(keyOfTag).find((key) => key !== WIDE) ?? WIDE;
}
