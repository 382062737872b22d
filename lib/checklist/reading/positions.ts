/** Where an offset lies in a text, as `line:column`, both from 1. */
export function positionIn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return `${before.split('\n').length}:${offset - start + 1}`;
}
