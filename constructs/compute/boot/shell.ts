/** A value as one word of shell. Tokens of the CDK survive, since the quotes stand around them. */
export function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** One assignment per line: numbers bare, strings quoted, lists as arrays. */
export function assignments(variables: Record<string, string | number | readonly string[]>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${rendered(value)}\n`)
    .join('');
}

function rendered(value: string | number | readonly string[]): string {
  if (typeof value === 'number') {
    return String(value);
  }
  if (typeof value === 'string') {
    return quote(value);
  }
  return value.length === 0 ? '()' : `(\n${value.map((one) => `  ${quote(one)}\n`).join('')})`;
}
