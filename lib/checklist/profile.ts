import { CHECKLIST } from '../../constructs/core/checklist';
import { SeaworthyError } from '../../constructs/core/errors';
import { problemsOf, type ExtraRule } from './extra-rule';
import { settingProblems, type ItemSetting } from './item-setting';
import { isObject } from './json';
import { judgedItem, type JudgedItem, type SwitchedOff } from './judged-item';
import { NAMESPACE } from './register';
import type { Rule } from './rule';
import { RULES } from './rules';

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
 * @param others what else is wrong, to be told with it
 */
export function checklistOf({ items = {}, extraRules = [] }: Profile = {}, others: readonly string[] = []): Checklist {
  const extras = isList(extraRules) ? extraRules : [];
  const settings = isObject(items) ? withBareIds(items) : items;
  const known = [...Object.keys(CHECKLIST), ...extras.filter(isObject).map(({ id }) => String(id))];
  const problems = [
    ...others,
    ...(isObject(settings)
      ? settingProblems(settings, known).map(({ message }) => message)
      : [`items must be a map, got ${shown(settings)}`]),
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

/** Findings are named `Seaworthy::NET-03`, and people paste what they read. */
function withBareIds(settings: Readonly<Record<string, ItemSetting>>): Record<string, ItemSetting> {
  const prefix = `${NAMESPACE}::`;
  return Object.fromEntries(
    Object.entries(settings).map(([id, setting]) => [id.startsWith(prefix) ? id.slice(prefix.length) : id, setting]),
  );
}

function itemOf({ id, title, severity, tiers = 'all', why = '', decidedBy = '', fix, documentation = '' }: ExtraRule) {
  return { title, area: id.slice(0, id.lastIndexOf('-')), severity, tiers, why, decidedBy, fix, documentation };
}

function isList(value: unknown): value is readonly ExtraRule[] {
  return Array.isArray(value);
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
