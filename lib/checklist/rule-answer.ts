import { inspect } from 'node:util';
import { SeaworthyError } from '../../constructs/core/errors';
import { isObject } from './json';
import { Resource } from './model';
import type { Verdict } from './rule';

const STATES: readonly unknown[] = ['met', 'missed', 'undecided'];

/**
 * What a rule answered, if it is an answer.
 *
 * @throws SeaworthyError `NoAnswer`: it is none, so nobody may take it for one
 */
export function answerOf(said: unknown): Verdict | undefined {
  if (said === undefined) {
    return undefined;
  }
  if (!isAnswer(said)) {
    const got =
      said instanceof Promise ? 'a promise' : inspect(said, { depth: 1, breakLength: Infinity }).slice(0, 200);
    throw new SeaworthyError(
      'NoAnswer',
      `a rule must answer with met(), missed(), undecided() or undefined, got ${got}`,
      {
        fix: 'return what these functions return, at once and not by a promise',
      },
    );
  }
  return said;
}

function isAnswer(said: unknown): said is Verdict {
  return (
    isObject(said) &&
    STATES.includes(said.state) &&
    typeof said.found === 'string' &&
    typeof said.expected === 'string' &&
    isListOf(said.locations, (one) => typeof one === 'string') &&
    isListOf(said.evidence, (one) => one instanceof Resource)
  );
}

function isListOf(value: unknown, isMember: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isMember);
}
