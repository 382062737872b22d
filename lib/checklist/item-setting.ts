import { byDistance } from '../spelling/suggest';
import { isObject, own } from './json';
import { NAMESPACE } from './register';
import type { FindingSeverity } from './rule';

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

/** One thing that is wrong in the setting of an item, and where. */
export interface SettingProblem {
  readonly item: string;
  /** The key in the setting; undefined where the item or the whole setting is wrong. */
  readonly key?: string;
  /** Whether the name is wrong, rather than what stands under it. */
  readonly isName: boolean;
  /** What is wrong, got and allowed; begins with `items.`. */
  readonly message: string;
}

/** More of a value than this helps nobody to find it. */
const LONGEST = 80;

/** Everything that is wrong in settings; `known` are the items that there are. */
export function settingProblems(
  settings: Readonly<Record<string, unknown>>,
  known: readonly string[],
): SettingProblem[] {
  return Object.entries(settings).flatMap(([item, setting]) => {
    if (!known.includes(item)) {
      const message = `items.${cut(item)} is no item of the checklist; did you mean ${meant(item, known)}?`;
      return [{ item, isName: true, message }];
    }
    if (setting === 'error' || setting === 'warning') {
      return [];
    }
    if (setting === 'off' || (isObject(setting) && 'off' in setting)) {
      const reason = own(setting, 'off');
      const message = `items.${item} is off without a reason; write { off: 'why' }`;
      return typeof reason === 'string' && reason.trim() !== ''
        ? extraKeys(item, setting, ['off'])
        : [{ item, isName: false, message }];
    }
    return isObject(setting) ? overrideProblems(item, setting) : [wrongSetting(item, setting)];
  });
}

/** The nearest item, of which people also write the namespace or small letters. */
function meant(item: string, known: readonly string[]): string {
  const id = item.toUpperCase().replace(`${NAMESPACE.toUpperCase()}::`, '');
  return byDistance(id, known)[0] ?? 'another';
}

function overrideProblems(item: string, setting: Readonly<Record<string, unknown>>): SettingProblem[] {
  const { severity = 'error', tiers = 'all' } = setting;
  const wrongValue = (key: string, allowed: string, got: unknown): SettingProblem => ({
    item,
    key,
    isName: false,
    message: `items.${item}.${key} must be ${allowed}, got ${shown(got)}`,
  });
  return [
    ...(Object.keys(setting).length === 0 ? [wrongSetting(item, setting)] : []),
    ...(severity === 'error' || severity === 'warning' ? [] : [wrongValue('severity', 'error or warning', severity)]),
    ...(tiers === 'all' || tiers === 'production' ? [] : [wrongValue('tiers', 'all or production', tiers)]),
    ...extraKeys(item, setting, ['severity', 'tiers']),
  ];
}

function extraKeys(item: string, setting: unknown, allowed: readonly string[]): SettingProblem[] {
  const keys = isObject(setting) ? Object.keys(setting).filter((key) => !allowed.includes(key)) : [];
  return keys.map((key) => ({
    item,
    key,
    isName: true,
    message: `items.${item}.${cut(key)} is not known; allowed: ${allowed.join(', ')}`,
  }));
}

function wrongSetting(item: string, setting: unknown): SettingProblem {
  const message = `items.${item} must be 'error', 'warning', { severity, tiers } or { off: 'why' }, got ${shown(setting)}`;
  return { item, isName: false, message };
}

function shown(value: unknown): string {
  return cut(JSON.stringify(value) ?? String(value));
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}
