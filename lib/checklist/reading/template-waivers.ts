import { isCalendarDay } from '../../../constructs/core/calendar-day';
import { METADATA_KEY } from '../../../constructs/core/metadata';
import { nearest } from '../../spelling/suggest';
import { isObject, own, ownObject, ownString } from '../json';
import { NAMESPACE } from '../register';
import type { Acknowledgement } from '../waiver-use';
import { quoted } from './problems';

/** The waivers of one template, and what is wrong with those that cannot be read. */
export interface TemplateWaivers {
  readonly acknowledgements: readonly Acknowledgement[];
  readonly problems: readonly string[];
}

const KEYS = ['path', 'item', 'reason', 'owner', 'until'];

/** The waivers that the constructs of this library write into a template: each with the path that it covers. */
export function writtenWaivers(body: unknown): Acknowledgement[] {
  return recordsIn(body)
    .filter((record) => ['path', 'item', 'reason'].every((key) => ownString(record, key) !== undefined))
    .map((record) => acknowledgementOf(record, ownString(record, 'path') ?? ''));
}

/**
 * The waivers that people write into a template by hand: in its metadata, which cover all of it unless they name a path,
 * and in the metadata of a resource.
 */
export function handWaivers(body: unknown, whole: string, pathOf: (id: string) => string): TemplateWaivers {
  const own = readHolder(body, `Metadata.${METADATA_KEY}`, whole);
  const below = Object.entries(ownObject(body, 'Resources')).map(([id, resource]) =>
    readHolder(resource, `Resources.${id}.Metadata.${METADATA_KEY}`, pathOf(id)),
  );
  return {
    acknowledgements: [own, ...below].flatMap(({ acknowledgements }) => acknowledgements),
    problems: [own, ...below].flatMap(({ problems }) => problems),
  };
}

/** A waiver as the register takes it: owner and end stand behind the reason. */
export function acknowledgementOf(record: unknown, path: string): Acknowledgement {
  const [reason = '', owner, until] = ['reason', 'owner', 'until'].map((key) => ownString(record, key)?.trim());
  const parts = [...(owner ? [`owner=${owner}`] : []), ...(until ? [`until=${until}`] : [])];
  const item = ownString(record, 'item') ?? '';
  return {
    id: item.includes('::') ? item : `${NAMESPACE}::${item}`,
    path,
    reason: parts.length === 0 ? reason : `${reason} [${parts.join(' ')}]`,
  };
}

function recordsIn(holder: unknown): readonly unknown[] {
  const waivers = own(ownObject(ownObject(holder, 'Metadata'), METADATA_KEY), 'waivers');
  return Array.isArray(waivers) ? (waivers as unknown[]) : [];
}

/** What is misspelt waives nothing, so it must not pass without a word. */
function readHolder(holder: unknown, place: string, path: string): TemplateWaivers {
  const metadata = own(ownObject(holder, 'Metadata'), METADATA_KEY);
  const waivers = own(metadata, 'waivers');
  const problems = [
    ...(metadata === undefined || isObject(metadata) ? [] : [`${place} must be a map, got ${quoted(metadata)}`]),
    ...(isObject(metadata) ? Object.keys(metadata) : [])
      .filter((key) => key !== 'waivers' && nearest(key, ['waivers']) !== undefined)
      .map((key) => `${place}.${key} is not known; did you mean 'waivers'?`),
    ...(waivers === undefined || Array.isArray(waivers)
      ? []
      : [`${place}.waivers must be a list, got ${quoted(waivers)}`]),
  ];
  return problems.length > 0
    ? { acknowledgements: [], problems }
    : readRecords(recordsIn(holder), `${place}.waivers`, path);
}

function readRecords(records: readonly unknown[], place: string, path: string): TemplateWaivers {
  const problems = records.flatMap((record, at) => recordProblems(record, `${place}.${at}`));
  const acknowledgements = records.map((record) => acknowledgementOf(record, ownString(record, 'path') ?? path));
  return problems.length > 0 ? { acknowledgements: [], problems } : { acknowledgements, problems };
}

function recordProblems(record: unknown, place: string): string[] {
  if (!isObject(record)) {
    return [`${place} must be a map of item, reason, owner and until, got ${quoted(record)}`];
  }
  const { item, owner, until } = record;
  const texts = ['path', 'reason', 'owner', 'until'].filter(
    (key) => !['string', 'undefined'].includes(typeof record[key]),
  );
  return [
    ...Object.keys(record)
      .filter((key) => !KEYS.includes(key))
      .map((key) => `${place}.${key} is not known; allowed: ${KEYS.join(', ')}`),
    ...(typeof item === 'string' && item.trim() !== ''
      ? []
      : [`${place}.item must name an item like Seaworthy::NET-05, got ${quoted(item)}`]),
    ...texts.map((key) => `${place}.${key} must be text, got ${quoted(record[key])}`),
    ...(typeof owner !== 'string' || /^[^\s=\]]*$/.test(owner.trim())
      ? []
      : [`${place}.owner must be one word, got ${quoted(owner)}`]),
    ...(typeof until !== 'string' || isCalendarDay(until.trim())
      ? []
      : [`${place}.until must be a day like 2027-03-31, got ${quoted(until)}`]),
  ];
}
