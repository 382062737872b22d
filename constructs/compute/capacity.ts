import type { PropRule } from '../core/props';
import { Tier } from '../core/tier';

/** How many instances there are at least and at most. Load decides in between. */
export interface CapacityProps {
  /** Instances that are always there. Two or more in production. */
  readonly min: number;
  /** Instances that there are at most: `min` · z/(z−1) or more, for z zones, so that a lost zone can be made good. */
  readonly max: number;
}

/** What the capacity is judged by. */
export interface CapacityFacts extends CapacityProps {
  /** Zones that the instances are spread over. */
  readonly zones: number;
  readonly tier: Tier;
  /** True where Seaworthy::HA-02 is waived. */
  readonly zoneLossAccepted: boolean;
}

/**
 * The ceiling that a group needs so that the zones that are left can carry `min` instances' worth of load when one of
 * `zones` is lost: ⌈min · z/(z−1)⌉. One zone cannot be lost and kept at once: then it is `min`.
 *
 * Source: "Static stability using Availability Zones", Amazon Builders' Library.
 */
export function ceilingForZoneLoss(min: number, zones: number): number {
  return zones < 2 ? min : Math.ceil((min * zones) / (zones - 1));
}

export const CAPACITY_RULES: PropRule<CapacityFacts>[] = [
  {
    code: 'CapacityMinMalformed',
    reads: ['min'],
    fails: ({ min }) => !Number.isInteger(min) || min < 1,
    message: ({ min }) => `capacity.min must be a whole number from 1, got ${min}; offHours may stop everything`,
  },
  {
    code: 'CapacityMaxMalformed',
    reads: ['max'],
    fails: ({ max }) => !Number.isInteger(max) || max < 1,
    message: ({ max }) => `capacity.max must be a whole number from 1, got ${max}`,
  },
  {
    code: 'CapacityMinAboveMax',
    reads: ['min', 'max'],
    fails: ({ min, max }) => min > max,
    message: ({ min, max }) => `capacity.min must not be above capacity.max, got min ${min} and max ${max}`,
  },
  {
    code: 'CapacityMinTooSmall',
    reads: ['min'],
    fails: ({ min, tier, zoneLossAccepted }) => tier === Tier.PRODUCTION && min < 2 && !zoneLossAccepted,
    message: ({ min }) =>
      `capacity.min must be 2 or more in production, got ${min}; waive Seaworthy::HA-02 to run on one instance`,
  },
  {
    code: 'CapacityMaxTooSmall',
    reads: ['min', 'max', 'zones'],
    fails: ({ min, max, zones, zoneLossAccepted }) => max < ceilingForZoneLoss(min, zones) && !zoneLossAccepted,
    message: ({ min, max, zones }) =>
      `capacity.max must be ${ceilingForZoneLoss(min, zones)} or more, which is min ${min} times ${zones}/${zones - 1}, ` +
      `so that the loss of one of ${zones} zones can be made good, got ${max}; waive Seaworthy::HA-02 to do without`,
  },
];
