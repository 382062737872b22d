import { PerTier, Tier } from './tier';

/** The default values that a construct names: plain, or one per tier. */
export type Defaults<P> = { readonly [K in keyof P]?: P[K] | PerTier<P[K]> };

/** Props in which everything that has a default is there. */
export type WithDefaults<P, D> = Omit<P, keyof D> & Required<Pick<P, keyof D & keyof P>>;

/** Fills in what was not given. An explicit `undefined` counts as not given, so it never erases a default. */
export function withDefaults<P extends object, D extends Defaults<P>>(
  props: P,
  defaults: D,
  tier: Tier = Tier.PRODUCTION,
): WithDefaults<P, D> {
  const filled: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(defaults)) {
    filled[name] = value instanceof PerTier ? value.in(tier) : value;
  }
  for (const [name, value] of Object.entries(props)) {
    if (value !== undefined) {
      filled[name] = value;
    }
  }
  return filled as WithDefaults<P, D>;
}
