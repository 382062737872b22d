import { isObject } from './json';
import type { AnyResourceRule, AppRule, FindingSeverity, ResourceRule, StackRule } from './rule';

/** What an item of a team's own says. */
export interface ExtraItem {
  /** An id that never changes: `ACME-01`. What stands before the number is its area in reports. */
  readonly id: string;
  /** The promise, in one short sentence. */
  readonly title: string;
  /** An error fails synth, a warning is reported. */
  readonly severity: FindingSeverity;
  /** Whether it binds everywhere or in production only. @default 'all' */
  readonly tiers?: 'all' | 'production';
  /** How to meet it. */
  readonly fix: string;
  /** What goes wrong without it. @default - nothing is said */
  readonly why?: string;
  /** What in a template decides it. @default - nothing is said */
  readonly decidedBy?: string;
  /** An https address of a page on the matter. @default - none */
  readonly documentation?: string;
}

/** A rule of a team's own. It reads the same index as the rules of the checklist and is waived like them. */
export type ExtraRule = ExtraItem & (ResourceRule | AnyResourceRule | StackRule | AppRule);

/** An area, and a number behind it. */
const ID = /^[A-Z][A-Z0-9]*-\d{2,3}$/;

const ASKS = ['judge', 'judgeStack', 'judgeApp'];

/** Everything that keeps extra rules from being asked. */
export function problemsOf(extras: readonly unknown[], taken: readonly string[]): string[] {
  const ids = extras.map((extra) => (isObject(extra) ? extra.id : undefined));
  return extras.flatMap((extra, at) => {
    const place = `extraRules.${at}`;
    if (!isObject(extra)) {
      return [`${place} must be a rule, got ${JSON.stringify(extra) ?? String(extra)}`];
    }
    const { id, severity, tiers = 'all' } = extra;
    const name = typeof id === 'string' ? id : '';
    return [
      ...(ID.test(name) ? [] : [`${place}.id must be like ACME-01, got ${JSON.stringify(id) ?? String(id)}`]),
      ...(taken.includes(name) ? [`${place}.id ${name} is an item of the checklist; take an area of your own`] : []),
      ...(ids.indexOf(id) < at ? [`${place}.id ${name} stands twice`] : []),
      ...['title', 'fix'].filter((key) => isBlank(extra[key])).map((key) => `${place}.${key} must be a sentence`),
      ...(severity === 'error' || severity === 'warning' ? [] : [`${place}.severity must be error or warning`]),
      ...(tiers === 'all' || tiers === 'production' ? [] : [`${place}.tiers must be all or production`]),
      ...askProblems(place, extra),
    ];
  });
}

function askProblems(place: string, extra: Readonly<Record<string, unknown>>): string[] {
  if (!ASKS.some((name) => typeof extra[name] === 'function')) {
    return [`${place} must have a function ${ASKS.join(', ')}`];
  }
  const { types } = extra;
  const isTyped = types === 'any' || (Array.isArray(types) && types.length > 0);
  return typeof extra.judge !== 'function' || isTyped
    ? []
    : [`${place}.types must be 'any' or a list of resource types, got ${JSON.stringify(types) ?? String(types)}`];
}

function isBlank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === '';
}
