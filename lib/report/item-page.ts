import type { ChecklistItem } from '../../constructs/core/checklist-item';
import { isWaivable, NAMESPACE } from '../checklist/register';
import { AREAS } from './areas';
import { plain, type Paint } from './paint';
import { wrap } from './wrap';

/** Columns that a page takes at most. Only what cannot be broken, an address, is longer. */
export const PAGE_WIDTH = 100;

const INDENT = '  ';

/** All that is known of an item of the checklist, as a page for the terminal. */
export function itemPage(id: string, item: ChecklistItem, paint: Paint = plain): string {
  const { title, severity, tiers, area } = item;
  const meaning = severity === 'error' ? 'bad' : 'warning';
  const binds = `${tiersInWords(tiers)}, ${AREAS[area] ?? area}`;
  return [
    paint('heading', `${id}: ${title}`),
    `${paint(meaning, severity)}${paint('quiet', `, ${binds}`)}`,
    '',
    ...section('Why', wrapped(item.why), paint),
    ...section('What decides it', wrapped(item.decidedBy), paint),
    ...section('With Seaworthy', wrapped(item.withSeaworthy), paint),
    ...section('With plain CDK', wrapped(item.withCdk), paint),
    ...section('Waive it where it does not fit', waysToWaive(id), paint),
    ...section('Read on', [item.documentation], paint),
  ]
    .join('\n')
    .trimEnd();
}

/** Where an item binds: `every tier`. */
export function tiersInWords(tiers: ChecklistItem['tiers']): string {
  return tiers === 'all' ? 'every tier' : 'production';
}

/** A text in lines that, indented, fit the page. */
function wrapped(text: string): string[] {
  return wrap(text, PAGE_WIDTH - INDENT.length);
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return [paint('heading', title), ...lines.map((line) => `${INDENT}${line}`), ''];
}

function waysToWaive(id: string): string[] {
  if (!isWaivable(id)) {
    return wrapped(`${id} keeps the register of waivers honest. It cannot be waived.`);
  }
  const name = `${NAMESPACE}::${id}`;
  const waiver = `{ item: '${name}', reason: '…', owner: '…', until: 'YYYY-MM-DD' }`;
  return [
    "On any construct and all below it, with import { waive } from 'seaworthy':",
    `${INDENT}waive(construct, [`,
    `${INDENT}${INDENT}${waiver},`,
    `${INDENT}]);`,
    'As a prop of a construct of this library:',
    `${INDENT}waive: [${waiver}],`,
    "Without this library, with Validations of 'aws-cdk-lib':",
    `${INDENT}Validations.of(construct).acknowledge({`,
    `${INDENT}${INDENT}id: '${name}',`,
    `${INDENT}${INDENT}reason: '… [owner=… until=YYYY-MM-DD]',`,
    `${INDENT}});`,
    'In a template that no CDK made, in the resource, or at the top for all of it:',
    `${INDENT}Metadata:`,
    `${INDENT}  Seaworthy:`,
    `${INDENT}    waivers:`,
    `${INDENT}      - item: ${name}`,
    `${INDENT}        reason: …`,
    `${INDENT}        owner: …`,
    `${INDENT}        until: YYYY-MM-DD`,
  ];
}
