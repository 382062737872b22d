import { reading } from '../expect';
import { gather } from '../gather';
import type { Cursor, Resource } from '../model';
import { arnFields } from '../relations/arns';
import { PLAN, selectedData, selectionsOfPlan } from '../relations/backup-selections';
import { anyOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { AIR_GAPPED, VAULT } from './bak-vaults';

const EXPECTED = 'a copy action to a vault in another region or account';

/**
 * BAK-04 of a plan: its own copies leave, or all that it selects is copied away by another plan. A plan that selects no data
 * of the app has nothing to copy yet.
 */
export function copiesLeave(plan: Resource, index: TemplateIndex): Verdict | undefined {
  const { bySelection } = selectedData(index);
  const selected = selectionsOfPlan(plan, index).flatMap((selection) => bySelection.get(selection) ?? []);
  if (selected.length === 0) {
    return undefined;
  }
  const own = ownCopies(plan, index);
  if (own.state === 'met') {
    return own;
  }
  const evidence = new Set<Resource>();
  for (const resource of selected) {
    const other = byAnotherPlan(resource, plan, index);
    if (other === undefined) {
      return own;
    }
    evidence.add(other);
  }
  return met('another plan copies all that it selects', { evidence: [...evidence] });
}

function byAnotherPlan(resource: Resource, plan: Resource, index: TemplateIndex): Resource | undefined {
  return mayCopy(index)
    .get(resource)
    ?.find((one) => one !== plan && ownCopies(one, index).state === 'met');
}

/** The plans that select a resource and copy it away, and those of which that depends on a condition. */
function mayCopy(index: TemplateIndex): ReadonlyMap<Resource, readonly Resource[]> {
  return index.once('plans that may copy data away', () => {
    const found = new Map<Resource, Resource[]>();
    const { bySelection } = selectedData(index);
    for (const plan of index.ofType(PLAN)) {
      const copies = index.settled(() => ownCopies(plan, index).state);
      if (copies === undefined || copies === 'met') {
        const selected = selectionsOfPlan(plan, index).flatMap((selection) => bySelection.get(selection) ?? []);
        new Set(selected).forEach((resource) => gather(found, resource, plan));
      }
    }
    return found;
  });
}

function ownCopies(plan: Resource, index: TemplateIndex): Verdict {
  const rules = plan.at('BackupPlan.BackupPlanRule');
  const lists = rules.items().map((rule) => rule.at('CopyActions'));
  const places = lists.flatMap((list) => list.items().map((copy) => copy.at('DestinationBackupVaultArn')));
  const hidden = [rules, ...lists].find((list) => list.isUndecided && list.items().length === 0);
  return (
    anyOf(
      ...places.map((place) => leaves(place, plan, index)),
      hidden === undefined ? undefined : undecidedAt(hidden),
    ) ?? missed('no rule of the plan copies', EXPECTED, { locations: [rules.path] })
  );
}

function leaves(place: Cursor, plan: Resource, index: TemplateIndex): Verdict {
  const details = { locations: [place.path] };
  const here = plan.template;
  const vault = index.meant(place, plan, VAULT, AIR_GAPPED);
  if (vault !== undefined) {
    const there = vault.template;
    const evidence = { ...details, evidence: [vault] };
    if (there === here) {
      return missed(`${vault.id} is beside the plan`, EXPECTED, evidence);
    }
    return verdictOn(
      [differ(there.region, here.region, false), differ(there.account, here.account, false)],
      `${vault.id} is in ${there.region ?? 'an unknown region'}`,
      evidence,
    );
  }
  const fields = arnFields(place);
  if (fields === undefined) {
    return undecidedAt(place);
  }
  return verdictOn(
    [differ(fields.region, here.region, fields.own.region), differ(fields.account, here.account, fields.own.account)],
    reading(place),
    details,
  );
}

function verdictOn(answers: readonly (boolean | undefined)[], found: string, details: object): Verdict {
  if (answers.includes(true)) {
    return met(found, details);
  }
  return answers.includes(undefined)
    ? undecided(`${found}; nobody can tell yet whether that is another region or account`, details)
    : missed(found, EXPECTED, details);
}

function differ(there: string | undefined, here: string | undefined, isOwn: boolean): boolean | undefined {
  if (isOwn) {
    return false;
  }
  return there === undefined || here === undefined ? undefined : there !== here;
}
