import { distance } from 'fastest-levenshtein';

/** `; did you mean 'zones'?`, or the list of what is allowed where nothing is near. */
export function suggest(got: unknown, allowed: readonly string[]): string {
  if (typeof got !== 'string' || allowed.length === 0) {
    return '';
  }
  const near = nearest(got, allowed);
  return near === undefined ? `; allowed: ${allowed.join(', ')}` : `; did you mean '${near}'?`;
}

/** What was meant, where something is near enough: two letters off, or a third of them. */
export function nearest(got: string, allowed: readonly string[]): string | undefined {
  const [first] = byDistance(got, allowed);
  return first !== undefined && distance(got, first) <= Math.max(2, Math.floor(got.length / 3)) ? first : undefined;
}

/** The allowed words, the most similar one first. */
export function byDistance(got: string, allowed: readonly string[]): string[] {
  return allowed
    .map((word) => ({ word, far: distance(got, word) }))
    .sort((one, other) => one.far - other.far)
    .map(({ word }) => word);
}
