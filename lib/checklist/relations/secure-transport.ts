import { isReference, type Cursor, type Resource } from '../model';
import { met, missed, undecided, type Verdict } from '../rule';
import { physicalName } from '../template-index';
import { coversAction } from './iam-actions';
import { elementsOf, isDeny, statementsOf } from './iam-statements';

const OPERATORS = ['Bool', 'BoolIfExists', 'StringEquals', 'StringLike', 'StringEqualsIgnoreCase'];

/** What a denial of plain HTTP must cover. */
export interface Denial {
  readonly actions: readonly string[];
  /** The resources that it must cover, as `Resource` elements may name them. */
  readonly covers: readonly { readonly what: string; readonly isCovered: (element: Cursor) => boolean }[];
}

/** Met where the statements of some policies together deny everybody whatever comes without TLS. */
export function deniesPlainTraffic(
  documents: readonly { readonly policy: Resource; readonly document: Cursor }[],
  { actions, covers }: Denial,
): Verdict {
  const expected = `a denial of ${actions.join(' and ')} for everybody where aws:SecureTransport is false`;
  const unknown = documents.find(({ document }) => document.isUndecided || document.at('Statement').isUndecided);
  const evidence = documents.map(({ policy }) => policy);
  const forEverybody = documents
    .flatMap(({ document }) => statementsOf(document))
    .filter((statement) => isDeny(statement) && isForEverybody(statement));
  const denials = forEverybody.filter((statement) => isWithoutTls(statement) === true);
  const open = forEverybody.find((statement) => isWithoutTls(statement) === undefined);
  const left = covers.filter(({ isCovered }) =>
    actions.some(
      (action) =>
        !denials.some(
          (statement) =>
            covered(statement, action) && elementsOf(statement.at('Resource')).some((element) => isCovered(element)),
        ),
    ),
  );
  if (left.length === 0) {
    return met(`${evidence.map(({ id }) => id).join(', ')} denies plain HTTP`, { evidence });
  }
  if (unknown !== undefined) {
    return undecided(`${unknown.policy.id} is known at deployment only`, { evidence });
  }
  if (open !== undefined) {
    return undecided('the condition of a denial is known at deployment only', { evidence });
  }
  const found =
    denials.length === 0
      ? 'no policy denies what comes without TLS'
      : `the denial of plain HTTP leaves out ${left.map(({ what }) => what).join(' and ')}`;
  return missed(found, expected, { evidence });
}

/** True where an element of a policy is the resource itself, by its ARN or through a wildcard. */
export function isItself(element: Cursor, resource: Resource): boolean {
  const text = element.text();
  const name = physicalName(resource)?.shown();
  return (
    text === '*' ||
    element.reference()?.resource === resource ||
    (name !== undefined && (element.shown().endsWith(`:${name}`) || element.shown().endsWith(`:${name}*`))) ||
    element.parts().some((part, at) => isReference(part) && part.resource === resource && isRestOpen(element, at))
  );
}

/** True where an element covers the objects of a bucket, all of them. */
export function isObjectsOf(element: Cursor, bucket: Resource): boolean {
  const name = physicalName(bucket)?.shown();
  const rest = element
    .parts()
    .map((part) => (isReference(part) && part.resource === bucket ? '\u0000' : typeof part === 'string' ? part : '?'))
    .join('');
  const tail = rest.includes('\u0000')
    ? rest.slice(rest.lastIndexOf('\u0000') + 1)
    : name !== undefined && element.shown().includes(`:::${name}`)
      ? element.shown().slice(element.shown().indexOf(`:::${name}`) + 3 + name.length)
      : undefined;
  return element.text() === '*' || tail === '/*' || tail === '*';
}

function isRestOpen(element: Cursor, at: number): boolean {
  const rest = element.parts().slice(at + 1);
  return rest.length === 0 || (rest.length === 1 && rest[0] === '*');
}

function covered(statement: Cursor, action: string): boolean {
  const exceptions = statement.at('NotAction');
  if (!exceptions.isAbsent) {
    const left = elementsOf(exceptions);
    return left.every((one) => one.text() !== undefined && !coversAction(one.text() ?? '', action));
  }
  const patterns = elementsOf(statement.at('Action'));
  return patterns.some((pattern) => coversAction(pattern.text() ?? '', action));
}

function isForEverybody(statement: Cursor): boolean {
  const principal = statement.at('Principal');
  const members = principal.value.kind === 'map' ? principal.at('AWS').items() : principal.items();
  return members.some((member) => member.text() === '*');
}

function isWithoutTls(statement: Cursor): boolean | undefined {
  if (statement.at('Condition').isUndecided) {
    return undefined;
  }
  const conditions = statement.at('Condition').entries();
  const [[operator = '', tests] = []] = conditions;
  const keys = tests?.entries() ?? [];
  const [[key = '', value] = []] = keys;
  const isOnTls =
    conditions.length === 1 &&
    keys.length === 1 &&
    OPERATORS.includes(operator) &&
    key.toLowerCase() === 'aws:securetransport';
  return isOnTls && value?.isUndecided === true
    ? undefined
    : isOnTls && (value?.items() ?? []).some((one) => one.flag() === false);
}
