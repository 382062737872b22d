import { distance } from 'fastest-levenshtein';
import { CHECKLIST } from '../../constructs/core/checklist';
import { SeaworthyError } from '../../constructs/core/errors';
import type { JudgedItem } from '../checklist/judged-item';
import { NAMESPACE } from '../checklist/register';
import { readProfile, type ProfileFile } from '../profile/profile-file';
import { itemPage } from '../report/item-page';
import { coloured, plain, type Paint } from '../report/paint';
import { ExitCode, type Command } from './command';
import { extraItemPage, itemList, settingText, type Explained } from './explained';

export interface ExplainArgs {
  readonly ids: readonly string[];
  readonly json?: boolean;
  readonly config?: string;
}

/** `seaworthy explain`: what an item asks for, why, and how to meet it or to waive it. */
export const explain: Command<ExplainArgs> = {
  meta: {
    name: 'explain',
    summary: 'says what an item of the checklist asks for, why, and how to meet or waive it',
    notes: `IDS are items in any case, with or without the namespace: NET-03, Seaworthy::net-03. Without one, all items are
listed, one line each.

With --config, the rules of an organisation are items too, and its settings are shown.

Exit code: 0, or 2 for an id that no item has.

Examples:
  seaworthy explain
  seaworthy explain NET-03 bak-01
  seaworthy explain ACME-01 --config seaworthy.profile.yaml`,
  },
  args: {
    operands: { '[ids...]': 'items, like NET-03 (default: all, one line each)' },
    options: {
      '--json': 'print the items as JSON',
      '--config <file>': "an organisation's profile: YAML, JSON or a module",
    },
  },
  async run({ ids, json = false, config }, terminal) {
    const profile = await readProfile(config);
    const items = explained(profile);
    const asked = ids.length === 0 ? [...items.values()] : pick(items, ids);
    const paint = terminal.printsColour ? coloured : plain;
    if (json) {
      terminal.print(JSON.stringify(asked, undefined, 2));
    } else if (ids.length === 0) {
      terminal.print(itemList(asked, paint));
    } else {
      terminal.print(asked.map((item) => page(item, paint)).join('\n\n'));
    }
    return ExitCode.CLEAN;
  },
};

/** Every item by its id, as the profile leaves it. */
function explained({ checklist }: ProfileFile): ReadonlyMap<string, Explained> {
  const reasons = new Map(checklist.off.map(({ item, reason }) => [item, reason]));
  const entries = Object.entries(checklist.items).map(([id, item]): [string, Explained] => [
    id,
    { id: `${NAMESPACE}::${id}`, item: id, ...shown(item), setting: settingText(id, item, reasons.get(id)) },
  ]);
  return new Map(entries);
}

function shown({ title, area, severity, tiers, why, decidedBy, fix, documentation }: JudgedItem) {
  return { title, area, severity, tiers, why, decidedBy, fix, documentation };
}

/** @throws SeaworthyError `UnknownItem`, with what may have been meant, for all ids that no item has */
function pick(items: ReadonlyMap<string, Explained>, ids: readonly string[]): Explained[] {
  const prefix = `${NAMESPACE}::`.toUpperCase();
  const wanted = ids
    .map((id) => id.trim().toUpperCase())
    .map((id) => (id.startsWith(prefix) ? id.slice(prefix.length) : id));
  const unknown = ids.filter((_, at) => !items.has(wanted[at] ?? ''));
  if (unknown.length > 0) {
    const lines = unknown.map(
      (id) => `${id} is no item of the checklist; the nearest are ${near(id, [...items.keys()])}`,
    );
    throw new SeaworthyError('UnknownItem', lines.join('\n'), { fix: 'seaworthy explain lists all items' });
  }
  return [...new Set(wanted)].flatMap((id) => items.get(id) ?? []);
}

function near(id: string, known: readonly string[]): string {
  const far = new Map(known.map((one) => [one, distance(id.toUpperCase(), one)]));
  return [...known]
    .sort((one, other) => (far.get(one) ?? 0) - (far.get(other) ?? 0))
    .slice(0, 3)
    .join(', ');
}

function page(item: Explained, paint: Paint): string {
  const own = Object.hasOwn(CHECKLIST, item.item) ? CHECKLIST[item.item as keyof typeof CHECKLIST] : undefined;
  const { severity, tiers } = item;
  const text = own === undefined ? extraItemPage(item, paint) : itemPage(item.item, { ...own, severity, tiers }, paint);
  return item.setting === undefined ? text : `${text}\n\n${paint('heading', 'In this profile')}\n  ${item.setting}`;
}
