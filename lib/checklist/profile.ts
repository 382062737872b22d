import { CHECKLIST } from '../../constructs/core/checklist';
import { SeaworthyError } from '../../constructs/core/errors';
import { byDistance } from '../spelling/suggest';
import { problemsOf, type ExtraRule } from './extra-rule';
import { isObject, own } from './json';
import { judgedItem, type JudgedItem, type SwitchedOff } from './judged-item';
import { NAMESPACE } from './register';
import type { FindingSeverity, Rule } from './rule';
import { RULES } from './rules';

/** An item that binds nobody, and why: the reason stands in every report. */
export interface OffSetting {
  readonly off: string;
}

/** What of an item differs from the checklist. */
export interface ItemOverride {
  /** @default - as in the checklist */
  readonly severity?: FindingSeverity;
  /** Whether it binds everywhere or in production only. @default - as in the checklist */
  readonly tiers?: 'all' | 'production';
}

/** How an organisation takes an item: its severity, what else differs, or `{ off: 'why' }`. */
export type ItemSetting = FindingSeverity | ItemOverride | OffSetting;

/** How an organisation's checklist differs from the one of this library. */
export interface Profile {
  /** Settings by item: `{ 'NET-08': 'error', 'COST-02': { off: 'our buckets hold nothing for long' } }`. @default - none */
  readonly items?: Readonly<Record<string, ItemSetting>>;
  /** Rules of the organisation's own. @default - none */
  readonly extraRules?: readonly ExtraRule[];
}

/** What is asked of an app: items, the rule of each, and what is not asked. */
export interface Checklist {
  readonly items: Readonly<Record<string, JudgedItem>>;
  readonly rules: Readonly<Record<string, Rule>>;
  readonly off: readonly SwitchedOff[];
}

/**
 * The checklist by a profile.
 *
 * @throws SeaworthyError `InvalidProfile`: unknown items, settings that are none, an item off without a reason, extra
 * rules that cannot be asked; all in one
 */
export function checklistOf({ items: settings = {}, extraRules = [] }: Profile = {}): Checklist {
  const extras = isList(extraRules) ? extraRules : [];
  const known = [...Object.keys(CHECKLIST), ...extras.map(({ id }) => id)];
  const problems = [
    ...(isObject(settings) ? settingProblems(settings, known) : [`items must be a map, got ${shown(settings)}`]),
    ...(isList(extraRules) ? problemsOf(extras, Object.keys(CHECKLIST)) : ['extraRules must be a list']),
  ];
  if (problems.length > 0) {
    throw new SeaworthyError('InvalidProfile', problems.join('\n'), {
      fix: "see docs/profile.md; an item is 'error', 'warning', { severity, tiers } or { off: 'why' }",
    });
  }
  const all: Record<string, JudgedItem> = Object.fromEntries([
    ...Object.entries(CHECKLIST).map(([id, item]) => [id, judgedItem(item)] as const),
    ...extras.map((extra) => [extra.id, itemOf(extra)] as const),
  ]);
  const rules: Record<string, Rule> = { ...RULES, ...Object.fromEntries(extras.map((extra) => [extra.id, extra])) };
  const off: SwitchedOff[] = [];
  for (const [item, setting] of Object.entries(settings)) {
    const entry = all[item] as JudgedItem;
    if (typeof setting === 'object' && 'off' in setting) {
      off.push({ id: `${NAMESPACE}::${item}`, item, title: entry.title, reason: setting.off });
      delete rules[item];
    } else {
      const { severity, tiers } = typeof setting === 'string' ? { severity: setting } : setting;
      all[item] = {
        ...entry,
        severity: severity ?? entry.severity,
        tiers: tiers ?? entry.tiers,
        isSet: severity !== undefined,
      };
    }
  }
  return { items: all, rules, off };
}

function itemOf({ id, title, severity, tiers = 'all', why = '', decidedBy = '', fix, documentation = '' }: ExtraRule) {
  return { title, area: id.slice(0, id.lastIndexOf('-')), severity, tiers, why, decidedBy, fix, documentation };
}

function settingProblems(settings: Readonly<Record<string, unknown>>, known: readonly string[]): string[] {
  return Object.entries(settings).flatMap(([item, setting]) => {
    if (!known.includes(item)) {
      return [`items.${item} is no item of the checklist; did you mean ${byDistance(item, known)[0] ?? 'another'}?`];
    }
    if (setting === 'error' || setting === 'warning') {
      return [];
    }
    if (setting === 'off' || (isObject(setting) && 'off' in setting)) {
      const reason = own(setting, 'off');
      return typeof reason === 'string' && reason.trim() !== ''
        ? extraKeys(item, setting, ['off'])
        : [`items.${item} is off without a reason; write { off: 'why' }`];
    }
    return isObject(setting) ? overrideProblems(item, setting) : [wrongSetting(item, setting)];
  });
}

function overrideProblems(item: string, setting: Readonly<Record<string, unknown>>): string[] {
  const { severity = 'error', tiers = 'all' } = setting;
  return [
    ...(Object.keys(setting).length === 0 ? [wrongSetting(item, setting)] : []),
    ...(severity === 'error' || severity === 'warning'
      ? []
      : [`items.${item}.severity must be error or warning, got ${shown(severity)}`]),
    ...(tiers === 'all' || tiers === 'production'
      ? []
      : [`items.${item}.tiers must be all or production, got ${shown(tiers)}`]),
    ...extraKeys(item, setting, ['severity', 'tiers']),
  ];
}

function extraKeys(item: string, setting: unknown, allowed: readonly string[]): string[] {
  const keys = isObject(setting) ? Object.keys(setting).filter((key) => !allowed.includes(key)) : [];
  return keys.map((key) => `items.${item}.${key} is not known; allowed: ${allowed.join(', ')}`);
}

function wrongSetting(item: string, setting: unknown): string {
  return `items.${item} must be 'error', 'warning', { severity, tiers } or { off: 'why' }, got ${shown(setting)}`;
}

function isList(value: unknown): value is readonly ExtraRule[] {
  return Array.isArray(value);
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
