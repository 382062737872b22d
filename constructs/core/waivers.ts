import { Aspects, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isDay } from './day';
import { metadataOf } from './metadata';
import { checkProps, type PropRule } from './props';

/** A rule that somebody decided not to follow, with the reason and the name of who answers for it. */
export interface Waiver {
  /** The finding that is waived, with its namespace: `Seaworthy::NET-05`, `AwsSolutions::AwsSolutions-EC23`. */
  readonly item: string;
  /** Why, in a sentence that a reviewer can judge. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The last day that it holds, `YYYY-MM-DD`. @default - it has no end */
  readonly until?: string;
}

function withNamespace(item: string): string {
  return /^[A-Z]+-\d+$/.test(item) ? `Seaworthy::${item}` : 'Seaworthy::NET-05';
}

/** What a waiver must hold to. */
export const WAIVER_RULES: readonly PropRule<Waiver>[] = [
  {
    code: 'WaiverWithoutNamespace',
    reads: ['item'],
    fails: ({ item }) => !/^[\w-]+::.+/.test(item),
    message: ({ item }) => `item must name the pack and the rule, like ${withNamespace(item)}, got '${item}'`,
  },
  {
    code: 'WaiverWithoutReason',
    reads: ['reason'],
    fails: ({ reason }) => reason.trim() === '',
    message: ({ item, reason }) => `reason of the waiver of ${item} must say why, got '${reason}'`,
  },
  {
    code: 'WaiverWithoutOwner',
    reads: ['owner'],
    fails: ({ owner }) => !/^[^\s=\]]+$/.test(owner),
    message: ({ item, owner }) => `owner of the waiver of ${item} must be one word, got '${owner}'`,
  },
  {
    code: 'WaiverEndMalformed',
    reads: ['until'],
    fails: ({ until }) => until !== undefined && !isDay(until),
    message: ({ item, until }) => `until of the waiver of ${item} must be a day like 2027-03-31, got '${until}'`,
  },
];

/**
 * Waives items on `scope` and everything below it: the checks then list the finding as waived, with reason and owner.
 *
 * @throws SeaworthyError `WaiverWithoutNamespace`, `WaiverWithoutReason`, `WaiverWithoutOwner`, `WaiverEndMalformed`
 */
export function waive(scope: IConstruct, waivers: readonly Waiver[] = []): void {
  for (const waiver of waivers) {
    checkProps(scope, waiver, WAIVER_RULES);
    Validations.of(scope).acknowledge({ id: waiver.item, reason: reasonOf(waiver) });
    if (scope.node.scopes.some(Stack.isStack)) {
      record(Stack.of(scope), scope, waiver);
    } else {
      Aspects.of(scope).add({ visit: (node) => (Stack.isStack(node) ? record(node, scope, waiver) : undefined) });
    }
  }
}

/** The text that an acknowledgement carries: the reason, with owner and end in a bracket behind it. */
function reasonOf({ reason, owner, until }: Waiver): string {
  return `${reason.trim()} [owner=${owner}${until === undefined ? '' : ` until=${until}`}]`;
}

function record(stack: Stack, scope: IConstruct, waiver: Waiver): void {
  metadataOf(stack).waivers.push({ path: scope.node.path, ...waiver });
}
