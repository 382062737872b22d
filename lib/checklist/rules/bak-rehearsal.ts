import { reading } from '../expect';
import type { Resource } from '../model';
import { holdsData, selectionsOf } from '../relations/backup-selections';
import { backupKindsOf, planOfTest, restoreTestsFor, testsAnything } from '../relations/restore-tests';
import { anyOf, met, missed, undecided, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

/**
 * BAK-05 of a resource that is backed up: restores of its type are rehearsed. One restore testing selection of a type is
 * enough for all of it, as long as it takes in something that the app backs up.
 */
export function isRehearsed(resource: Resource, index: TemplateIndex): Verdict | undefined {
  const { certain, possible } = selectionsOf(resource, index);
  if (!holdsData(resource, index) || certain.length + possible.length === 0) {
    return undefined;
  }
  const kind = backupKindsOf(resource).join(' or ');
  const tests = restoreTestsFor(resource, index);
  const verdict =
    anyOf(...tests.map((test) => rehearses(test, resource, index))) ??
    missed(`no restore testing selection of type ${kind}`, expectedOf(kind));
  const [open] = possible;
  return verdict.state === 'missed' && certain.length === 0 && open !== undefined
    ? undecided(`${verdict.found}, and nobody knows yet whether ${open.id} selects it`, { evidence: [open] })
    : verdict;
}

function rehearses(test: Resource, resource: Resource, index: TemplateIndex): Verdict | undefined {
  const kinds = backupKindsOf(resource);
  const [kind, name] = [test.at('ProtectedResourceType'), test.at('RestoreTestingPlanName')];
  const plan = planOfTest(test, index);
  const details = { evidence: plan === undefined ? [test] : [test, plan] };
  if (kind.text() !== undefined && !kinds.includes(kind.text() ?? '')) {
    return undefined;
  }
  if (kind.isUndecided || kind.mentions().length > 0) {
    return undecided(`the type of ${test.id} is ${kind.shown()}`, details);
  }
  if (kind.isAbsent || name.isAbsent) {
    return missed(`${test.id} names no ${kind.isAbsent ? 'type' : 'plan'}`, expectedOf(kinds.join(' or ')), details);
  }
  if (plan === undefined) {
    return undecided(`the restore testing plan of ${test.id} is ${name.shown()}, outside the app`, details);
  }
  const takes = testsAnything(test, resource, index);
  const arns = test.at('ProtectedResourceArns');
  return takes === true
    ? met(`${test.id} rehearses restores of type ${kind.shown()}`, details)
    : takes === undefined
      ? undecided(`nobody knows yet what ${test.id} takes in: ${reading(arns)}`, details)
      : missed(`${test.id} takes in nothing that is backed up`, expectedOf(kind.shown()), details);
}

function expectedOf(kind: string): string {
  return `a restore testing selection of type ${kind}, in a plan of the app`;
}
