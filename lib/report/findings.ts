import type { BrokenRule, Judgement, Outcome } from '../checklist/judgement';
import { oneLine } from './one-line';
import { plain, type Meaning, type Paint } from './paint';
import { pathText, sourceText } from './place-text';
import { wrap } from './wrap';

/** Characters in a line where nobody knows how wide the terminal is. */
const WIDTH = 100;

/** Narrower than this, a word stands in each line and nothing is readable. */
const NARROWEST = 40;

/** Characters in front of a value: `  expected: `. */
const INDENT = 12;

/** The findings, a block for each: the rules that failed themselves first, then errors, then warnings. */
export function findingsText(
  { findings, broken }: Pick<Judgement, 'findings' | 'broken'>,
  paint: Paint = plain,
  width: number = WIDTH,
): string {
  const blocks = [
    ...broken.map((one) => brokenBlock(one, paint, width)),
    ...findings.map((one) => findingBlock(one, paint, width)),
  ];
  return blocks.join('\n\n');
}

/** What is wrong, in one sentence with the actual values. */
export function messageOf({ title, found, expected }: Pick<Outcome, 'title' | 'found' | 'expected'>): string {
  return expected === '' ? `${title}: ${found}` : `${title}: ${found}; expected ${expected}`;
}

/**
 * One finding: severity, id, promise, where, what, how to mend it, where to read on, and the waiver to paste.
 *
 * @param width in characters; longer texts go on in the next line
 */
export function findingBlock(finding: Outcome, paint: Paint = plain, width: number = WIDTH): string {
  const { severity, id, title, path, found, expected, fix, documentation, locations } = finding;
  const line = lines(paint, width);
  return [
    `${paint(severity === 'error' ? 'bad' : 'warning', severity)} ${paint('heading', id)} ${oneLine(title)}`,
    ...line('at', pathText(path), `(${placesOf(finding).join(', ')})`),
    ...line('found', found, locations.length === 0 ? '' : `[${locations.join(', ')}]`),
    ...(expected === '' ? [] : line('expected', expected)),
    ...line('fix', fix),
    ...(documentation === '' ? [] : line('docs', '', documentation)),
    ...waiversOf(finding, paint, width),
  ].join('\n');
}

/** The waiver of a finding by `waive` of `seaworthy`, on any construct: to be pasted and filled in. */
export function waiverFor(id: string): string {
  return `waive(construct, [{ item: '${id}', reason: '…', owner: '…', until: 'YYYY-MM-DD' }])`;
}

/** The same without this library, by `Validations` of `aws-cdk-lib`. */
export function acknowledgementFor(id: string): string {
  return `Validations.of(scope).acknowledge({ id: '${id}', reason: '… [owner=…]' })`;
}

/** Where a finding is besides its construct: the resource in its template, and the line that made it. */
function placesOf({ resource, template, source }: Outcome): string[] {
  return [
    resource === null ? template : `${resource} in ${template}`,
    ...(source === undefined ? [] : [sourceText(source)]),
  ];
}

/** Both ways to waive it; the second only where it fits into a line, for half a statement helps nobody. */
function waiversOf({ id, area }: Outcome, paint: Paint, width: number): string[] {
  if (area === 'WAIVER') {
    return [];
  }
  const ways = [waiverFor(id), acknowledgementFor(id)];
  return ways
    .filter((way, at) => at === 0 || INDENT + way.length <= width)
    .map((way, at) => label(at === 0 ? 'waive' : 'or') + paint('quiet', way));
}

function brokenBlock({ id, path, template, error }: BrokenRule, paint: Paint, width: number): string {
  const [message = '', ...trace] = error.split('\n').map(oneLine);
  return [
    `${paint('bad', 'error')} ${paint('heading', id)} The rule itself failed`,
    ...lines(paint, width)('at', pathText(path), `(${template})`),
    ...lines(paint, width)('error', message),
    ...trace.map((frame) => ' '.repeat(INDENT) + paint('quiet', frame)),
  ].join('\n');
}

/** The lines of a named value, with a remark behind it that is less loud. */
function lines(paint: Paint, width: number): (name: string, value: string, remark?: string) => string[] {
  const room = Math.max(width, NARROWEST) - INDENT;
  const painted = (text: string, meaning?: Meaning) =>
    text === '' ? [] : wrap(oneLine(text), room).map((line) => (meaning === undefined ? line : paint(meaning, line)));
  return (name, value, remark = '') => {
    const fits = value !== '' && remark !== '' && value.length + 1 + remark.length <= room;
    const texts = fits
      ? [`${oneLine(value)} ${paint('quiet', oneLine(remark))}`]
      : [...painted(value), ...painted(remark, 'quiet')];
    return texts.map((text, at) => (at === 0 ? label(name) : ' '.repeat(INDENT)) + text);
  };
}

function label(name: string): string {
  return `  ${`${name}:`.padEnd(INDENT - 2)}`;
}
