import { gather } from '../checklist/gather';
import type { BrokenRule, Judgement, Outcome } from '../checklist/judgement';
import { AREAS } from './areas';
import { acknowledgementFor, waiverFor } from './findings';
import { code, htmlCode, htmlProse, link, prose, tableRow } from './markdown-text';
import { pathText, sourceText } from './place-text';
import { fill, type Block } from './room';
import { verdict } from './verdict';

/** GitHub takes no longer comment. */
export const COMMENT_LIMIT = 65_536;

/** What stays free for the line that says what was left out. */
const NOTICE = 500;

/** Items that stand open; those after them are folded. */
const OPEN_ITEMS = 5;

/** Findings of an item that stand open. */
const OPEN_FINDINGS = 5;

/** Characters of a fix that are shown; those of the checklist are shorter. */
const LONGEST_FIX = 2_000;

/** A part of the comment. */
interface Section {
  readonly title: string;
  /** What its rows are, one and many. */
  readonly of: readonly [string, string];
  /** Characters that the parts before it leave to it. */
  readonly share: number;
  readonly blocks: readonly Block[];
}

/**
 * The judgement as a comment on a pull request: never longer than GitHub takes. What does not fit is counted in its
 * last line, and stands in `checklist.json` and `checklist.html`.
 */
export function checklistMarkdown(judgement: Judgement): string {
  const { broken, findings } = judgement;
  const ofSeverity = (severity: string) => findings.filter((one) => one.severity === severity);
  const sections: Section[] = [
    {
      title: 'Rules that failed themselves',
      of: ['broken rule', 'broken rules'],
      share: 0,
      blocks: brokenBlocks(broken),
    },
    { title: 'Errors', of: ['error', 'errors'], share: 24_000, blocks: findingBlocks(ofSeverity('error')) },
    { title: 'Warnings', of: ['warning', 'warnings'], share: 6_000, blocks: findingBlocks(ofSeverity('warning')) },
    { title: 'Waivers', of: ['waiver', 'waivers'], share: 6_000, blocks: waiverBlocks(judgement) },
    { title: 'Undecided', of: ['undecided', 'undecided'], share: 6_000, blocks: undecidedBlocks(judgement.undecided) },
    { title: 'Switched off', of: ['switched off', 'switched off'], share: 3_000, blocks: offBlocks(judgement) },
  ];
  const head = `## ${verdict(judgement)}\n\n${areaTable(judgement)}`;
  return head + bodyOf(sections, COMMENT_LIMIT - NOTICE - head.length);
}

function bodyOf(sections: readonly Section[], room: number): string {
  const filled = sections.filter(({ blocks }) => blocks.some(({ rows }) => rows.length > 0));
  const titleOf = ({ title }: Section) => `\n### ${title}\n\n`;
  const needs = filled.map((one) => titleOf(one).length + fill(one.blocks, one.share).text.length);
  const out: string[] = [];
  let free = room;
  const texts = filled.map((section, at) => {
    const kept = needs.slice(at + 1).reduce((sum, need) => sum + need, 0);
    const { text, left } = fill(section.blocks, free - kept - titleOf(section).length);
    if (left > 0) {
      out.push(`${left} ${section.of[left === 1 ? 0 : 1]}`);
    }
    const whole = text === '' ? '' : titleOf(section) + text;
    free -= whole.length;
    return whole;
  });
  return texts.join('') + (out.length === 0 ? '' : noticeOf(out));
}

function noticeOf(out: readonly string[]): string {
  return (
    `\n---\n\n**Left out here, for a comment holds ${COMMENT_LIMIT} characters: ${out.join(', ')}.** ` +
    'Everything stands in `checklist.html` and `checklist.json` beside the templates, and ' +
    '`npx seaworthy check cdk.out --json` prints it.\n'
  );
}

function areaTable({ areas }: Judgement): string {
  const entries = Object.entries(areas);
  if (entries.length === 0) {
    return '';
  }
  const number = (count: number) => (count === 0 ? '·' : String(count));
  const rows = entries.map(([area, { met, missed, waived, undecided, notApplicable }]) =>
    tableRow(
      prose(`${area} ${AREAS[area] ?? ''}`),
      number(met),
      missed === 0 ? '·' : `**${missed}**`,
      number(waived),
      number(undecided),
      number(notApplicable),
    ),
  );
  const head = tableRow('area', 'met', 'missed', 'waived', 'undecided', 'not applicable');
  return [head, '| --- | ---: | ---: | ---: | ---: | ---: |\n', ...rows].join('');
}

function brokenBlocks(broken: readonly BrokenRule[]): Block[] {
  const rows = broken.map(({ id, resource, path, template, error }) => () => {
    const [message = ''] = error.split('\n');
    return `- ${code(id)} at ${placeOf({ resource, path, template })}: ${prose(message)}\n`;
  });
  return [{ open: '', rows, close: '' }];
}

/** A block per item, in the order in which the items come up; those after the first ones are folded. */
function findingBlocks(findings: readonly Outcome[]): Block[] {
  const byItem = new Map<string, Outcome[]>();
  findings.forEach((finding) => gather(byItem, finding.id, finding));
  return [...byItem.values()].flatMap((group, at) => {
    const [first] = group;
    if (first === undefined) {
      return [];
    }
    const rows = group.map((finding) => () => findingRow(finding));
    const count = group.length === 1 ? '' : ` (${group.length})`;
    if (at >= OPEN_ITEMS) {
      const summary = `<summary>${htmlCode(first.id)} ${htmlProse(first.title)}${count}</summary>`;
      return [{ open: `<details>${summary}\n\n${mendingOf(first)}\n`, rows, close: '\n</details>\n\n' }];
    }
    const more = rows.length - OPEN_FINDINGS;
    return [
      {
        open: `#### ${code(first.id)} ${prose(first.title)}${count}\n\n${mendingOf(first)}\n`,
        rows: rows.slice(0, OPEN_FINDINGS),
        close: '\n',
      },
      {
        open: `<details><summary>${more} more of ${htmlCode(first.id)}</summary>\n\n`,
        rows: rows.slice(OPEN_FINDINGS),
        close: '\n</details>\n\n',
      },
    ].filter((block) => block.rows.length > 0);
  });
}

/** What all findings of an item share: how to mend them, where to read on, how to waive them. */
function mendingOf({ id, area, fix, documentation }: Outcome): string {
  const waiver = area === 'WAIVER' ? '' : `\n\n**Waive:** ${code(waiverFor(id))} or ${code(acknowledgementFor(id))}`;
  return `**Fix:** ${[prose(fix, LONGEST_FIX), link('Read on', documentation)].join(' ').trim()}${waiver}\n`;
}

function findingRow(finding: Outcome): string {
  const { found, expected, locations } = finding;
  const where = locations.length === 0 ? '' : ` (${locations.slice(0, 5).map(code).join(', ')})`;
  const lines = [
    `- ${placeOf(finding)}`,
    `  - found: ${prose(found)}${where}`,
    ...(expected === '' ? [] : [`  - expected: ${prose(expected)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function undecidedBlocks(undecided: readonly Outcome[]): Block[] {
  const rows = undecided.map((one) => () => `- ${code(one.id)} at ${placeOf(one)}: ${prose(one.found)}\n`);
  return [folded(`${undecided.length} undecided`, '', rows)];
}

function waiverBlocks({ waivers }: Judgement): Block[] {
  const rows = waivers.map(
    ({ id, path, reason, owner = '', until = '', isExpired, matched }) =>
      () =>
        tableRow(
          code(id),
          code(pathText(path)),
          prose(reason),
          prose(owner),
          `${prose(until)}${isExpired ? ' **ended**' : ''}`,
          String(matched),
        ),
  );
  const head = tableRow('item', 'stands on', 'reason', 'owner', 'until', 'findings');
  return [folded(`${waivers.length} in the register`, `${head}| --- | --- | --- | --- | --- | ---: |\n`, rows)];
}

function offBlocks({ off }: Judgement): Block[] {
  const rows = off.map(
    ({ id, title, reason }) =>
      () =>
        tableRow(code(id), prose(title), prose(reason)),
  );
  return [{ open: `${tableRow('item', 'promise', 'reason')}| --- | --- | --- |\n`, rows, close: '' }];
}

function folded(summary: string, head: string, rows: Block['rows']): Block {
  return { open: `<details><summary>${summary}</summary>\n\n${head}`, rows, close: '\n</details>\n' };
}

/** The construct, the resource in its template, and the line that made it. */
function placeOf({ resource, path, template, source }: Pick<Outcome, 'resource' | 'path' | 'template' | 'source'>) {
  const inTemplate = resource === null ? code(template) : `${code(resource)} in ${code(template)}`;
  return `${code(pathText(path))} (${inTemplate})${source === undefined ? '' : `, ${code(sourceText(source))}`}`;
}
