import { Fn, Names, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** A dash and the last part of a stack's id, twelve digits long. */
const SUFFIX_LENGTH = 13;

/**
 * A physical name for what outlives its stack. The last part of the stack's id stands in it, so that the next stack of
 * the same name does not fail on what the one before has left.
 */
export function lastingName(scope: Construct, maxLength: number): string {
  const name = Names.uniqueResourceName(scope, {
    maxLength: maxLength - SUFFIX_LENGTH,
    separator: '-',
    allowedSpecialCharacters: '-',
  });
  const stackId = Fn.select(2, Fn.split('/', Stack.of(scope).stackId));
  return `${name}-${Fn.select(4, Fn.split('-', stackId))}`;
}
