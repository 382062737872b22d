import { reading } from '../expect';
import { isUnknown, type Cursor, type Resource } from '../model';
import { isEveryAction, kindOfAction } from '../relations/iam-actions';
import {
  elementsOf,
  identityDocuments,
  isDeny,
  POLICY_TYPES,
  resourceDocuments,
  statementsOf,
} from '../relations/iam-statements';
import { allOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';

const TOO_MUCH = /(^|[:/])(AdministratorAccess|PowerUserAccess)$/;
const NO_STAR = 'named actions, not *';
const NO_WILD_WRITE = 'named resources for what changes something';

/** The types that SEC-05 speaks of. */
export const LEAST_PRIVILEGE_TYPES = POLICY_TYPES;

/** Met where no statement allows everything, and no policy of administrators is attached. */
export function isLeastPrivilege(resource: Resource): Verdict | undefined {
  const documents = identityDocuments(resource);
  const others = resourceDocuments(resource);
  const verdict = allOf(
    ...[...documents, ...others].map((document) =>
      document.isUndecided ? undecidedAt(document) : statementsAreKnown(document),
    ),
    ...documents.flatMap((document) =>
      statementsOf(document)
        .filter((one) => !isDeny(one))
        .map(allowsLittle),
    ),
    ...others.flatMap((document) =>
      statementsOf(document)
        .filter((one) => !isDeny(one))
        .map(namesActions),
    ),
    ...['ManagedPolicyArns', 'ManagedPolicies'].map((name) => managedIsLimited(resource.at(name))),
  );
  return verdict ?? (documents.length + others.length > 0 ? met('it allows nothing') : undefined);
}

function statementsAreKnown(document: Cursor): Verdict | undefined {
  const statements = document.at('Statement');
  if (document.text() !== undefined) {
    return undecided(`${document.name} is a text`, { locations: [document.path] });
  }
  return statements.isUndecided ? undecidedAt(statements) : undefined;
}

function managedIsLimited(arns: Cursor): Verdict | undefined {
  if (arns.isUndecided) {
    return undecidedAt(arns);
  }
  return allOf(
    ...arns.items().map((arn) => {
      const details = { locations: [arn.path] };
      if (TOO_MUCH.test(arn.shown())) {
        return missed(`${arn.shown()} is attached`, 'neither AdministratorAccess nor PowerUserAccess', details);
      }
      const last = arn.parts().at(-1);
      const isOpen = last !== undefined && typeof last !== 'string' && 'unknown' in last;
      return isOpen ? undecidedAt(arn) : met(`${arn.shown()} is attached`, details);
    }),
  );
}

function namesActions(statement: Cursor): Verdict | undefined {
  const star = elementsOf(statement.at('Action')).find((action) => isEveryAction(action.text() ?? ''));
  return star === undefined
    ? met(`${statement.name} names its actions`)
    : missed(`${star.name} is ${star.shown()}`, NO_STAR, { locations: [star.path] });
}

function allowsLittle(statement: Cursor): Verdict | undefined {
  const resources = statement.at('Resource');
  const exceptions = statement.at('NotResource');
  const isOpen = elementsOf(resources).some(isUnread);
  const wild =
    resources.isAbsent && !exceptions.isAbsent
      ? exceptions
      : elementsOf(resources).find((one) => isEverything(one.shown()));
  const named = namesActions(statement);
  if (named?.state === 'missed') {
    return named;
  }
  if (wild === undefined && !isOpen) {
    return met(`${statement.name} names its resources`);
  }
  if (!statement.at('NotAction').isAbsent) {
    const place = statement.at('NotAction');
    return wild === undefined
      ? undecidedAt(resources)
      : missed(`${place.name} with Resource *`, 'Action instead of NotAction', { locations: [place.path] });
  }
  const actions = elementsOf(statement.at('Action'));
  return allOf(...actions.map((action) => onEverything(action, wild, resources)));
}

function onEverything(action: Cursor, wild: Cursor | undefined, resources: Cursor): Verdict {
  const text = action.text();
  const details = { locations: [action.path] };
  const kind = text === undefined ? 'unknown' : kindOfAction(text);
  const name = text ?? action.shown();
  switch (kind) {
    case 'other':
      return met(`${name} changes nothing that can be named`, details);
    case 'unknown':
      return undecided(`nobody knows whether ${name} can be limited to resources`, details);
    case 'write':
      return wild === undefined
        ? undecided(reading(resources), { locations: [resources.path] })
        : missed(`${name} is allowed on ${isExcept(wild) ? 'everything but ' : ''}${wild.shown()}`, NO_WILD_WRITE, {
            locations: [wild.path, action.path],
          });
  }
}

function isExcept(place: Cursor): boolean {
  return place.path.endsWith('.NotResource');
}

/** True for a text that stands for every resource of every service. */
function isEverything(text: string): boolean {
  return /^\*+$/.test(text) || /^arn:[^:]*:\*(:\*)*$/.test(text);
}

/** True where a whole element is unknown: it may turn out to be anything. What AWS puts there is the ARN of the stack. */
function isUnread(element: Cursor): boolean {
  const parts = element.parts();
  return parts.length > 0 && parts.every((part) => isUnknown(part) && !part.unknown.startsWith('AWS::'));
}
