import type { Cursor } from './model';
import { met, missed, undecidedAt, type Details, type Verdict } from './rule';

/** What a place is asked for. */
export interface Expectation<T> {
  /** What should stand there, to be read behind "expected". */
  readonly expected: string;
  /** True where what stands there keeps the promise. */
  readonly holds: (value: T) => boolean;
  /** What it means that nothing stands there. @default 'missed' */
  readonly whenAbsent?: 'met' | 'missed';
  readonly details?: Details;
}

/** A number that must hold to something. */
export function expectNumber(place: Cursor, expectation: Expectation<number>): Verdict {
  return expectValue(place, place.number(), expectation);
}

/** A text that must hold to something; numbers and booleans are texts too. */
export function expectText(place: Cursor, expectation: Expectation<string>): Verdict {
  return expectValue(place, place.text(), expectation);
}

/** A boolean that must be what is wanted. */
export function expectFlag(place: Cursor, wanted: boolean, whenAbsent: 'met' | 'missed' = 'missed'): Verdict {
  return expectValue(place, place.flag(), {
    expected: `${place.name} ${wanted}`,
    holds: (flag) => flag === wanted,
    whenAbsent,
  });
}

/**
 * What a parameter is given, and what a transform or a loop puts there, nobody knows: not even that it is anything. What
 * comes from SSM, a secret or another stack is something for certain.
 */
const MAY_BE_EMPTY = /^(parameter |Fn::Transform|Fn::ForEach)/;

/** Something must stand there, whatever its value is when deployed. */
export function expectSet(place: Cursor, expected = `${place.name} to be set`): Verdict {
  if (MAY_BE_EMPTY.test(place.unknown ?? '') && place.parts().length === 1) {
    return undecidedAt(place);
  }
  return place.isAbsent || place.text() === ''
    ? missed(reading(place), expected, { locations: [place.path] })
    : met(`${place.name} is ${brief(place)}`, { locations: [place.path] });
}

/** A reading of a place, worded for reports. */
export function reading(place: Cursor): string {
  return place.isAbsent ? `${place.name} is not set` : `${place.name} is ${brief(place)}`;
}

function expectValue<T>(place: Cursor, value: T | undefined, expectation: Expectation<T>): Verdict {
  const { expected, holds, whenAbsent = 'missed', details = {} } = expectation;
  const located = { locations: [place.path], ...details };
  if (place.isAbsent) {
    return whenAbsent === 'met' ? met(reading(place), located) : missed(reading(place), expected, located);
  }
  if (value === undefined && (place.isUndecided || place.mentions().length > 0)) {
    return undecidedAt(place);
  }
  return value !== undefined && holds(value) ? met(reading(place), located) : missed(reading(place), expected, located);
}

function brief(place: Cursor): string {
  const text = place.shown() || 'empty';
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
