/** More of a value than this helps nobody to find it. */
const LONGEST = 60;

/** A text as a message quotes it: whole where it is short, else its beginning and its length. */
export function brief(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
}

/** A value as a message shows it. */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    return value.length <= LONGEST ? `'${value}'` : `'${value.slice(0, LONGEST)}…' (${value.length} characters)`;
  }
  if (value === null || value === undefined) {
    return 'nothing';
  }
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  return typeof value === 'object' ? 'a group of keys' : JSON.stringify(value);
}

/** A message with each of its quotations of `value` shortened. */
export function shortened(message: string, value: string): string {
  return value.length <= LONGEST
    ? message
    : message.replaceAll(`'${value}'`, show(value)).replaceAll(value, brief(value));
}

/** `a`, `a and b`, `a, b or c`. */
export function listed(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
