import { reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { isCovered } from '../relations/arns';
import { allOf, anyOf, met, missed, undecidedAt, type Verdict } from '../rule';

export const VAULT = 'AWS::Backup::BackupVault';
export const AIR_GAPPED = 'AWS::Backup::LogicallyAirGappedBackupVault';

const DELETION = 'backup:DeleteRecoveryPoint';

/** BAK-03: a key of the customer, and a lock or a policy that refuses deletion to everybody. */
export function vaultIsGuarded(vault: Resource): Verdict | undefined {
  return vault.type === AIR_GAPPED
    ? met('a logically air-gapped vault is locked by AWS')
    : allOf(hasOwnKey(vault.at('EncryptionKeyArn')), anyOf(isLocked(vault), refusesDeletion(vault)));
}

function hasOwnKey(key: Cursor): Verdict {
  const details = { locations: [key.path] };
  if (key.isAbsent || /alias\/aws\/backup$/.test(key.shown())) {
    return missed(reading(key), 'a customer-managed key', details);
  }
  return key.text() === undefined && key.isUndecided && key.mentions().length === 0 && !key.shown().startsWith('arn:')
    ? undecidedAt(key)
    : met(reading(key), details);
}

function isLocked(vault: Resource): Verdict {
  const lock = vault.at('LockConfiguration');
  const details = { locations: [lock.path] };
  if (lock.isUndecided) {
    return undecidedAt(lock);
  }
  return lock.isAbsent ? missed(reading(lock), 'a vault lock', details) : met(reading(lock), details);
}

function refusesDeletion(vault: Resource): Verdict {
  const policy = vault.at('AccessPolicy');
  const details = { locations: [policy.path] };
  const isRefused = policy.at('Statement').items().some(refusesToAll);
  if (policy.isUndecided && !isRefused) {
    return undecidedAt(policy);
  }
  return isRefused
    ? met(`${policy.name} denies ${DELETION}`, details)
    : missed(`${policy.name} does not deny ${DELETION} to everybody`, `a policy that denies ${DELETION}`, details);
}

/** Exceptions are fine; a denial that names whom it is for leaves all others free. */
function refusesToAll(statement: Cursor): boolean {
  const principal = statement.at('Principal');
  const isForAll = [principal, principal.at('AWS')].some((one) => one.items().some((item) => item.text() === '*'));
  const isNarrowed = statement
    .at('Condition')
    .entries()
    .some(([operator]) => !/Not|^Null/.test(operator));
  return (
    statement.at('Effect').text() === 'Deny' &&
    statement
      .at('Action')
      .items()
      .some((action) => isCovered(DELETION.toLowerCase(), (action.text() ?? '').toLowerCase())) &&
    (isForAll || !statement.at('NotPrincipal').isAbsent) &&
    !isNarrowed
  );
}
