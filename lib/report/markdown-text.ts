import { shortened } from './one-line';
import { webAddress } from './uri';

/** Longer values are cut: they would drown what they stand beside. */
const LONGEST = 400;

/** Nothing to see, and GitHub reads no mention, reference or address across it. */
const GAP = '&#8203;';

/** What Markdown reads as its own: emphasis, code, links, tables, strikethrough, formulas. */
const SYNTAX = /[\\`*_[\]|~$]/g;

/** What GitHub makes a link of, or somebody's notification; it reads none across a gap behind these. */
const LINKS = /@|#(?=\d)|GH-(?=\d)|(?:https?|ftp):(?=\/\/)|(?:mailto|xmpp):|w(?=ww\.)/gi;

/**
 * A text from a template as Markdown shows it, on one line, letter by letter: no syntax, no HTML, no mention that
 * notifies somebody, no reference to an issue and no link.
 *
 * @param most characters of the text that are shown
 */
export function prose(text: string, most: number = LONGEST): string {
  return apart(escapeHtml(shortened(text, most)).replace(SYNTAX, '\\$&'));
}

/** The same as HTML, for where Markdown is not read, as in a summary; where it is, it finds nothing to read. */
export function htmlProse(text: string): string {
  return apart(entities(escapeHtml(shortened(text, LONGEST))));
}

/** A name from a template in letters of equal width; nothing in it is read as Markdown, not even in a table. */
export function code(text: string): string {
  const line = shortened(text, LONGEST);
  if (line === '') {
    return '';
  }
  // Between backticks Markdown knows no escapes, but a table ends its cell at a bar even there.
  if (line.includes('|')) {
    return htmlCode(line);
  }
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const gap = longest > 0 ? ' ' : '';
  return `${fence}${gap}${line}${gap}${fence}`;
}

/** The same as HTML. */
export function htmlCode(text: string): string {
  return `<code>${entities(escapeHtml(shortened(text, LONGEST)))}</code>`;
}

/** A row of a table. */
export function tableRow(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** A link with a text of ours; nothing where the address is none. */
export function link(text: string, address: string): string {
  const url = webAddress(address);
  // Between angle brackets Markdown reads entities, and nothing else that a URI can hold.
  return url === undefined ? '' : `[${text}](<${url.replace(/&/g, '&amp;')}>)`;
}

function apart(text: string): string {
  return text.replace(LINKS, `$&${GAP}`);
}

function entities(text: string): string {
  return text.replace(SYNTAX, (sign) => `&#${sign.charCodeAt(0)};`);
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
