import type { Cursor, Resource } from '../model';
import { acts, ALARM, metricsOf } from '../relations/alarms';
import { means } from '../relations/arns';
import { allOf, anyOf, met, missed, undecidedAt, type Verdict } from '../rule';
import { physicalName, type TemplateIndex } from '../template-index';

const RULE = 'AWS::Events::Rule';
const KINDS = ['Backup', 'Copy', 'Restore'] as const;
type Kind = (typeof KINDS)[number];

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
  const wanted = `word of failed ${kind.toLowerCase()} jobs`;
  return (
    anyOf(notifies(kind, vault), ...alarmsOn(kind, vault, index), ...rulesOn(kind, vault, index)) ??
    missed(`no ${wanted}`, `${wanted}, by a notification, an alarm or a rule of EventBridge`)
  );
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

function alarmsOn(kind: Kind, vault: Resource, index: TemplateIndex): Verdict[] {
  const alarms = index.once('alarms on backup jobs', () =>
    index.ofType(ALARM).filter((alarm) => metricsOf(alarm).some(({ namespace }) => namespace === 'AWS/Backup')),
  );
  const isAbout = (alarm: Resource) =>
    metricsOf(alarm).some(
      ({ namespace, name, dimensions }) =>
        namespace === 'AWS/Backup' &&
        name === `NumberOf${kind}JobsFailed` &&
        dimensions.every(([dimension, value]) => dimension !== 'BackupVaultName' || isVault(value, vault)),
    );
  return alarms.filter(isAbout).map((alarm) => acts(alarm, index));
}

function rulesOn(kind: Kind, vault: Resource, index: TemplateIndex): Verdict[] {
  const rules = index.once('rules on backup jobs', () =>
    index.ofType(RULE).filter((rule) => has(rule.at('EventPattern.source'), 'aws.backup')),
  );
  return rules
    .filter((rule) => isOn(kind, rule, vault))
    .map((rule) =>
      rule.at('Targets').items().length > 0
        ? met(`${rule.id} tells of failed ${kind.toLowerCase()} jobs`, { evidence: [rule] })
        : missed(`${rule.id} has no target`, 'a target of the rule', { evidence: [rule] }),
    );
}

function isOn(kind: Kind, rule: Resource, vault: Resource): boolean {
  const pattern = rule.at('EventPattern');
  const types = pattern.at('detail-type');
  const states = ['state', 'status'].map((name) => pattern.at(`detail.${name}`)).find((place) => !place.isAbsent);
  const vaults = pattern
    .at('detail')
    .entries()
    .filter(([name]) => /vault/i.test(name))
    .map(([, place]) => place);
  return (
    (rule.at('State').text() ?? 'ENABLED').startsWith('ENABLED') &&
    has(pattern.at('source'), 'aws.backup') &&
    (types.isAbsent || has(types, `${kind} Job State Change`)) &&
    (states === undefined || states.isUndecided || has(states, 'FAILED')) &&
    vaults.every((place) => place.items().some((item) => isVault(item, vault)))
  );
}

function has(list: Cursor, text: string): boolean {
  return list.items().some((item) => item.text() === text);
}

function isVault(place: Cursor, vault: Resource): boolean {
  return means(place, vault, physicalName(vault)?.text());
}
