/** An acknowledgement as it was written: on a construct, or in a template's metadata. */
export interface Acknowledgement {
  /** `Seaworthy::NET-05`, or the bare `NET-05`. */
  readonly id: string;
  /** Path of the construct that it stands on; it covers everything below. */
  readonly path: string;
  readonly reason: string;
}

/** A waiver, and what became of it. */
export interface WaiverUse {
  /** The id as it was written. */
  readonly id: string;
  /** The item: `NET-05`. */
  readonly item: string;
  readonly path: string;
  /** The reason without the bracket behind it. */
  readonly reason: string;
  readonly owner?: string;
  /** The last day that it holds. */
  readonly until?: string;
  readonly isExpired: boolean;
  /** True without the namespace: the CDK does not apply such a one, so the pack does. */
  readonly isBare: boolean;
  /** False where no item has the id. */
  readonly isKnown: boolean;
  /** True where the item binds one of the stacks that the waiver stands in or above. */
  readonly isRelevant: boolean;
  /** How many findings it covers, or would cover had it not ended. */
  readonly matched: number;
}

/** The parts of a reason that ends in `[owner=team-orders until=2027-03-31]`. */
export function readReason(text: string): { reason: string; owner?: string; until?: string } {
  const bracket = /\s*\[((?:\s*(?:owner|until)=[^\s\]]+)+)\s*\]\s*$/.exec(text);
  if (bracket === null) {
    return { reason: text.trim() };
  }
  const [, inside = ''] = bracket;
  return {
    reason: text.slice(0, bracket.index).trim(),
    owner: /(?:^|\s)owner=(\S+)/.exec(inside)?.[1],
    until: /(?:^|\s)until=(\S+)/.exec(inside)?.[1],
  };
}

/** True when `path` is `ancestor` or lies below it; the empty path is the app. */
export function isWithin(path: string, ancestor: string): boolean {
  return ancestor === '' || path === ancestor || path.startsWith(`${ancestor}/`);
}
