import type { BrokenRule, Judgement, Outcome } from '../checklist/judgement';
import { plain, type Paint } from './paint';

/** The findings, a block for each: the rules that failed themselves first, then errors, then warnings. */
export function findingsText(
  { findings, broken }: Pick<Judgement, 'findings' | 'broken'>,
  paint: Paint = plain,
): string {
  return [...broken.map((one) => brokenBlock(one, paint)), ...findings.map((one) => findingBlock(one, paint))].join(
    '\n\n',
  );
}

/** What is wrong, in one sentence with the actual values. */
export function messageOf({ title, found, expected }: Pick<Outcome, 'title' | 'found' | 'expected'>): string {
  return `${title}: ${found}; expected ${expected}`;
}

/** One finding: severity, id, promise, where, what, how to mend it, and the waiver to paste. */
export function findingBlock(finding: Outcome, paint: Paint = plain): string {
  const { severity, id, title, path, resource, found, expected, fix, locations } = finding;
  const meaning = severity === 'error' ? 'bad' : 'warning';
  const place = resource === null ? finding.template : `${resource} in ${finding.template}`;
  const lines = [
    `${paint(meaning, severity)} ${paint('heading', id)} ${title}`,
    line('at', `${path} ${paint('quiet', `(${place})`)}`),
    line('found', `${found}${locations.length === 0 ? '' : paint('quiet', ` [${locations.join(', ')}]`)}`),
    line('expected', expected),
    line('fix', fix),
  ];
  return [...lines, ...(finding.area === 'WAIVER' ? [] : [line('waive', paint('quiet', waiverFor(id)))])].join('\n');
}

/** The waiver of a finding, to be pasted and filled in. */
export function waiverFor(id: string): string {
  return `waive: [{ item: '${id}', reason: '…', owner: '…', until: 'YYYY-MM-DD' }]`;
}

function brokenBlock({ id, path, error }: BrokenRule, paint: Paint): string {
  return [
    `${paint('bad', 'error')} ${paint('heading', id)} The rule itself failed`,
    line('at', path),
    line('error', error),
  ].join('\n');
}

function line(name: string, text: string): string {
  return `  ${`${name}:`.padEnd(10)}${text}`;
}
