/** White space and control characters, the one that begins a terminal's escape sequences among them. */
const BREAKS = /[\s\p{Cc}]+/gu;

/** Marks that turn the direction of the text around them: what is read would not be what is written. */
const TURNS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Halves of characters; not every reader takes a file that holds one. */
const HALVES = /\p{Cs}/gu;

/** What there may be to mend; most texts have none of it. */
const ODD = /[^ -~]|^ | $| {2}/;

/** A text from a template on one line, without what a terminal or a page would obey instead of showing it. */
export function oneLine(text: string): string {
  return ODD.test(text) ? text.replace(BREAKS, ' ').replace(TURNS, '').replace(HALVES, '\uFFFD').trim() : text;
}

/** At most so many characters of a text, on one line; what is left out shows as `…`. */
export function shortened(text: string, most: number): string {
  // Cut first: a line is only as costly as what is shown of it. Twice the length leaves room for what is dropped.
  const line = oneLine(text.slice(0, 2 * most));
  return line.length <= most && text.length <= 2 * most ? line : `${oneLine(line.slice(0, most - 1))}…`;
}
