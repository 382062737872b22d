import { gather } from '../gather';
import type { Cursor, Resource } from '../model';
import { isSamePlace, placed } from '../place';
import { acts, ALARM, metricsOf } from '../relations/alarms';
import { means, placedName } from '../relations/arns';
import { allOf, anyOf, met, missed, undecidedAt, type Verdict } from '../rule';
import { physicalName, type TemplateIndex } from '../template-index';

const RULE = 'AWS::Events::Rule';
const KINDS = ['Backup', 'Copy', 'Restore'] as const;
type Kind = (typeof KINDS)[number];
const TELLER = 'a notification of the vault, an alarm or an EventBridge rule';

/**
 * What a vault tells of, by kind of job: a job that completed may have failed.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html
 */
const EVENTS: Readonly<Record<Kind, readonly string[]>> = {
  Backup: ['BACKUP_JOB_FAILED', 'BACKUP_JOB_COMPLETED'],
  Copy: ['COPY_JOB_FAILED'],
  Restore: ['RESTORE_JOB_FAILED', 'RESTORE_JOB_COMPLETED'],
};

/** BAK-06: failed jobs of each kind are told by the vault, by an alarm, or by a rule of EventBridge. */
export function failuresAreTold(vault: Resource, index: TemplateIndex): Verdict | undefined {
  return allOf(...KINDS.map((kind) => isTold(kind, vault, index)));
}

function isTold(kind: Kind, vault: Resource, index: TemplateIndex): Verdict {
  const { forAll, forOne, open } = tellersIn(index);
  const here = vault.template;
  const name = physicalName(vault)?.text();
  const candidates = new Set([
    ...index.referrers(vault, ALARM, RULE),
    ...(name === undefined ? [] : (forOne.get(placed(name, here)) ?? [])),
    ...(open.get(placed('', here)) ?? []),
  ]);
  return (
    anyOf(
      notifies(kind, vault),
      forAll.get(placed(kind, here)),
      ...[...candidates].filter((teller) => tells(teller, kind, vault)).map((teller) => reaches(teller, index)),
    ) ?? missed(`nobody is told of failed ${kind.toLowerCase()} jobs`, TELLER)
  );
}

/** Alarms and rules on jobs of AWS Backup, so that not every one is held against every vault. */
interface Tellers {
  /** The best that is to be had from those that name no vault, by kind of job and place. */
  readonly forAll: Map<string, Verdict>;
  /** Those that name vaults, by the names. */
  readonly forOne: Map<string, Resource[]>;
  /** Those of which a condition decides what they are on, by place. */
  readonly open: Map<string, Resource[]>;
}

function tellersIn(index: TemplateIndex): Tellers {
  return index.once('alarms and rules on jobs of AWS Backup', () => {
    const found: Tellers = { forAll: new Map(), forOne: new Map(), open: new Map() };
    for (const teller of index.ofType(ALARM, RULE)) {
      const { template } = teller;
      const read = index.settled(() => {
        const looks = looksOf(teller).map((look) => ({ kinds: look.kinds, names: namesIn(look, teller) }));
        return { looks, verdict: reaches(teller, index) };
      });
      if (read === undefined) {
        gather(found.open, placed('', template), teller);
        continue;
      }
      for (const { kinds, names } of read.looks) {
        names?.forEach((name) => gather(found.forOne, name, teller));
        for (const key of names === undefined ? kinds.map((kind) => placed(kind, template)) : []) {
          found.forAll.set(key, better(found.forAll.get(key), read.verdict));
        }
      }
    }
    return found;
  });
}

/** The one of two that is met, else the first: one is enough, and a report of all would be long. */
function better(one: Verdict | undefined, other: Verdict): Verdict {
  return one === undefined || (one.state !== 'met' && other.state === 'met') ? other : one;
}

/** The names of the vaults that are looked at; undefined for all of the account and region. */
function namesIn({ vaults }: Look, { template }: Resource): string[] | undefined {
  return vaults.length === 0 ? undefined : vaults.flat().flatMap((place) => placedName(place, template) ?? []);
}

function notifies(kind: Kind, vault: Resource): Verdict | undefined {
  const notifications = vault.at('Notifications');
  const events = notifications.at('BackupVaultEvents');
  if (notifications.isUndecided || events.isUndecided) {
    return undecidedAt(events);
  }
  const isToldOf = events.items().some((event) => EVENTS[kind].includes(event.text() ?? ''));
  return isToldOf && !notifications.at('SNSTopicArn').isAbsent
    ? met(`the vault tells of ${kind.toLowerCase()} jobs`, { locations: [events.path] })
    : undefined;
}

/** Met where an alarm acts, or a rule has somewhere to send what it sees. */
function reaches(teller: Resource, index: TemplateIndex): Verdict {
  if (teller.type === ALARM) {
    return acts(teller, index);
  }
  return teller.at('Targets').items().length > 0
    ? met(`${teller.id} tells of failed jobs`, { evidence: [teller] })
    : missed(`${teller.id} has no target`, 'a target of the rule', { evidence: [teller] });
}

/** By reference, wherever it is; by name, and without one, only where it is in the same account and region. */
function tells(teller: Resource, kind: Kind, vault: Resource): boolean {
  const name = physicalName(vault)?.text();
  const isHere = isSamePlace(teller.template, vault.template);
  return looksOf(teller).some(
    ({ kinds, vaults }) =>
      kinds.includes(kind) &&
      (vaults.length > 0 || isHere) &&
      vaults.every((each) => each.some((place) => means(place, teller.template, vault, name))),
  );
}

/** What an alarm, or a rule of EventBridge, looks at. */
interface Look {
  readonly kinds: readonly Kind[];
  /** What narrows it down to vaults: one of each list must be the vault. */
  readonly vaults: readonly (readonly Cursor[])[];
}

function looksOf(teller: Resource): Look[] {
  return (teller.type === ALARM ? looksOfAlarm(teller) : looksOfRule(teller)).filter(({ kinds }) => kinds.length > 0);
}

function looksOfAlarm(alarm: Resource): Look[] {
  return metricsOf(alarm)
    .filter(({ namespace, home }) => namespace === 'AWS/Backup' && isSamePlace(home, alarm.template))
    .map(({ name, dimensions }) => ({
      kinds: KINDS.filter((kind) => name === `NumberOf${kind}JobsFailed`),
      vaults: dimensions.filter(([dimension]) => dimension === 'BackupVaultName').map(([, value]) => [value]),
    }));
}

function looksOfRule(rule: Resource): Look[] {
  const pattern = rule.at('EventPattern');
  const types = pattern.at('detail-type');
  const states = ['state', 'status'].map((name) => pattern.at(`detail.${name}`)).find((place) => !place.isAbsent);
  const isOn =
    has(pattern.at('source'), 'aws.backup') &&
    (rule.at('State').text() ?? 'ENABLED').startsWith('ENABLED') &&
    (states === undefined || states.isUndecided || has(states, 'FAILED'));
  return [
    {
      kinds: KINDS.filter((kind) => isOn && (types.isAbsent || has(types, `${kind} Job State Change`))),
      vaults: pattern
        .at('detail')
        .entries()
        .filter(([name]) => /vault/i.test(name))
        .map(([, place]) => place.items()),
    },
  ];
}

/** True where one of the members of an event pattern takes a text: itself, by its beginning, or as none of some others. */
function has(list: Cursor, text: string): boolean {
  return list.items().some((item) => {
    const [prefix, others] = [item.at('prefix').text(), item.at('anything-but')];
    const isOther = !others.isAbsent && others.value.kind !== 'map' && !others.isUndecided;
    return (
      item.text() === text ||
      (prefix !== undefined && text.startsWith(prefix)) ||
      (isOther && others.items().every((other) => other.text() !== text))
    );
  });
}
