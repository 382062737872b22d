import type { Cursor, Part } from '../model';

/** Stands for any text in a pattern, also for none. */
export const ANY = '*';

/** Stands for a text that cannot be one of those asked for: it equals itself and `*` only. */
export const OPAQUE = '\uE000';

/** A text as a pattern: its literal stretches, and what the others stand for. @default `*` for each other stretch */
export function patternOf(place: Cursor, other: (part: Exclude<Part, string>) => string = () => ANY): string {
  return place
    .parts()
    .map((part) => (typeof part === 'string' ? part.replaceAll(ANY, OPAQUE) : other(part)))
    .join('');
}

/** True where some text fits both patterns; with one pattern that has no `*`, where that text fits the other. */
export function mayEqual(one: string, other: string): boolean {
  if (!one.includes(ANY) && !other.includes(ANY)) {
    return one === other;
  }
  // fits[j]: some text fits the first stretch of `one` that was read, and the first j characters of `other`.
  const stars = [...other].findIndex((character) => character !== ANY);
  let fits = Array.from({ length: other.length + 1 }, (_, j) => stars < 0 || j <= stars);
  for (const character of one) {
    const next = [character === ANY && fits[0] === true];
    for (let j = 1; j < fits.length; j += 1) {
      const isAny = character === ANY || other[j - 1] === ANY;
      next[j] = isAny ? fits[j] === true || next[j - 1] === true : character === other[j - 1] && fits[j - 1] === true;
    }
    fits = next;
  }
  return fits.at(-1) === true;
}
