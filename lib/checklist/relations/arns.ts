import type { Cursor, Resource } from '../model';
import { isReference, isUnknown } from '../model';
import { placed, type Place } from '../place';

/** Stands for what nobody knows yet in a text that is taken apart. */
const UNKNOWN = '\uE000';

/** The fields of an ARN; undefined for what is not known before the deployment. */
export interface ArnFields {
  readonly service?: string;
  readonly region?: string;
  readonly account?: string;
  /** All that follows the account. */
  readonly resource?: string;
  /** The pseudo parameters that a field is made of: equal ones mean the place of the stack itself. */
  readonly own: { readonly region: boolean; readonly account: boolean };
}

/** An ARN as its template says it; undefined where it is a mere reference, or unknown as a whole. */
export function arnFields(place: Cursor): ArnFields | undefined {
  const names: string[] = [];
  const text = place
    .parts()
    .map((part) => (typeof part === 'string' ? part : mark(isUnknown(part) ? part.unknown : part.attribute, names)))
    .join('');
  const [prefix, , service, region, account, ...rest] = text.split(':');
  if (prefix !== 'arn' || account === undefined) {
    return undefined;
  }
  const known = (field = '') => (field.includes(UNKNOWN) ? undefined : field);
  const isOwn = (field: string | undefined, name: string) =>
    field !== undefined && new RegExp(`^${UNKNOWN}\\d+${UNKNOWN}$`).test(field) && names[numberIn(field)] === name;
  return {
    service: known(service),
    region: known(region),
    account: known(account),
    resource: known(rest.join(':')),
    own: { region: isOwn(region, 'AWS::Region'), account: isOwn(account, 'AWS::AccountId') },
  };
}

/** True where a pattern with `*` and `?` covers a text. */
export function isCovered(text: string, pattern: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${escaped}$`, 's').test(text);
}

/** The last part of a literal ARN or name: what follows the last colon or slash. */
export function lastName(place: Cursor): string | undefined {
  const last = place.parts().at(-1);
  return typeof last === 'string' ? last.split(/[:/]/).at(-1) : undefined;
}

/**
 * What a literal ARN or name means, as `placed` words it: the name within the account and region of the ARN, else of the
 * template that it stands in.
 */
export function placedName(place: Cursor, home: Place): string | undefined {
  const name = lastName(place);
  const fields = arnFields(place);
  const at = (own: string | undefined, stated: string | undefined) => own && (stated || own);
  return name
    ? placed(name, { account: at(home.account, fields?.account), region: at(home.region, fields?.region) })
    : undefined;
}

/** True where a value in a template means a resource: by a reference to it, or by an ARN that ends in its name. */
export function means(place: Cursor, home: Place, resource: Resource, name?: string): boolean {
  return place.parts().some((part) => isReference(part) && part.resource === resource)
    ? true
    : name !== undefined &&
        place.mentions().length === 0 &&
        placedName(place, home) === placed(name, resource.template);
}

function mark(name: string, names: string[]): string {
  return `${UNKNOWN}${names.push(name) - 1}${UNKNOWN}`;
}

function numberIn(field: string): number {
  return Number(field.slice(1, -1));
}
