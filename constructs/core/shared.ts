import { Stack, Stage, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';

const SHARED = Symbol.for('seaworthy.shared');

interface Home {
  [SHARED]?: Map<string, Construct[]>;
}

/**
 * Offers a construct to the others of its stage as the one of its kind (`key`): the log archive, the alert topics, a key.
 * The first one offered in a stack serves that stack; other stacks of the stage in the same account and region share it.
 */
export function offerShared(construct: Construct, key: string): void {
  const home = homeOf(construct);
  const all = (home[SHARED] ??= new Map<string, Construct[]>());
  all.set(key, [...(all.get(key) ?? []), construct]);
}

/** Finds the construct of a kind that serves `scope`: one of its own stack first, then one of a stack in the same place. */
export function findShared<T extends Construct>(scope: IConstruct, key: string): T | undefined {
  const stack = Stack.of(scope);
  const offered = (homeOf(scope)[SHARED]?.get(key) ?? []) as T[];
  return offered.find((one) => Stack.of(one) === stack) ?? offered.find((one) => isSamePlace(Stack.of(one), stack));
}

/** Finds the construct of a kind that serves `scope`, or makes it in the stack of `scope`. `make` must offer what it makes. */
export function shared<T extends Construct>(scope: IConstruct, key: string, make: (stack: Stack) => T): T {
  return findShared<T>(scope, key) ?? make(Stack.of(scope));
}

function homeOf(scope: IConstruct): Home {
  return (Stage.of(scope) ?? scope.node.root) as Home;
}

function isSamePlace(one: Stack, other: Stack): boolean {
  return sameOrUnknown(one.account, other.account) && sameOrUnknown(one.region, other.region);
}

function sameOrUnknown(one: string, other: string): boolean {
  return one === other || (Token.isUnresolved(one) && Token.isUnresolved(other));
}
