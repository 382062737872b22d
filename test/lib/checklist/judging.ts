import type { ItemId } from '../../../constructs/core/checklist';
import { Tier } from '../../../constructs/core/tier';
import { judge } from '../../../lib/checklist/judge';
import type { Judgement, Outcome } from '../../../lib/checklist/judgement';
import { checklistOf } from '../../../lib/checklist/profile';
import type { Rule } from '../../../lib/checklist/rule';
import { RULES } from '../../../lib/checklist/rules';
import { TemplateIndex, type TemplateSource } from '../../../lib/checklist/template-index';
import type { Acknowledgement } from '../../../lib/checklist/waiver-use';
import { TABLE, type TableCase } from './cases/case-table';

const CHECKLIST = checklistOf();

export type Resources = Record<string, unknown>;

/** A case: the resources of one template, or whole templates. */
export type Case = Resources | readonly TemplateSource[];

export interface JudgingOptions {
  readonly tier?: Tier;
  readonly acknowledgements?: readonly Acknowledgement[];
  readonly today?: string;
}

/** Several templates, or one with parameters, conditions and the like. */
export function templates(...sources: (Partial<TemplateSource> & { body: unknown })[]): TemplateSource[] {
  return sources.map((source, at) => ({ file: `Stack${at}.template.json`, region: 'eu-west-1', ...source }));
}

/** The templates of a case. */
export function sourcesOf(one: Case): readonly TemplateSource[] {
  return Array.isArray(one) ? (one as TemplateSource[]) : templates({ body: { Resources: one } });
}

/** The index of a case; in production unless told otherwise. */
export function indexOf(one: Case, tier: Tier = Tier.PRODUCTION): TemplateIndex {
  return new TemplateIndex(sourcesOf(one), tier);
}

/** The judgement over a case, by all rules or by some items only. */
export function judged(one: Case, { tier, ...options }: JudgingOptions = {}, ...only: ItemId[]): Judgement {
  const rules = only.length === 0 ? RULES : Object.fromEntries(only.map((item): [string, Rule] => [item, RULES[item]]));
  return judge(indexOf(one, tier), { ...CHECKLIST, rules, today: '2026-11-20', ...options });
}

/** Every outcome of one item over a case. */
export function outcomes(item: ItemId, one: Case, options: JudgingOptions = {}): Outcome[] {
  const { findings, undecided, met, broken } = judged(one, options, item);
  if (broken.length > 0) {
    throw new Error(broken.map(({ error }) => error).join('\n'));
  }
  return [...findings, ...undecided, ...met];
}

export interface ItemCases {
  /** Logical id of the resource that the cases are about; null for a stack. */
  readonly on: string | null;
  /** File of the template that the cases are about. @default - the one where something is found */
  readonly file?: string;
  readonly tier?: Tier;
  readonly meets: Record<string, Case>;
  readonly breaks: Record<string, Case>;
  readonly undecided?: Record<string, Case>;
  /** Cases in which the item does not apply. */
  readonly ignores?: Record<string, Case>;
}

/** Runs the cases of one item as tests, and enters them into the table. */
export function testItem(item: ItemId, { on, file, tier, ...cases }: ItemCases): void {
  const stateIn = (one: Case) => {
    const found = outcomes(item, one, { tier }).filter(
      ({ resource, template }) => resource === on && (file ?? template) === template,
    );
    expect(found.length).toBeLessThan(2);
    return found[0]?.state ?? 'not applicable';
  };
  const each = (name: string, group: Record<string, Case> = {}, state: TableCase['state']) => {
    for (const [what, one] of Object.entries(group)) {
      TABLE.push({ item, what, state, on, file, tier, sources: sourcesOf(one) });
      test(`${name}: ${what}`, () => expect(stateIn(one)).toBe(state));
    }
  };
  describe(item, () => {
    each('meets', cases.meets, 'met');
    each('breaks', cases.breaks, 'missed');
    each('undecided', cases.undecided, 'undecided');
    each('does not apply', cases.ignores, 'not applicable');
  });
}
