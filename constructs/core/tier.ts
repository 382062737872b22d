/** How much an environment matters. The tier changes numbers, never the shape of a stack. */
export enum Tier {
  /** Users depend on it. */
  PRODUCTION = 'production',
  /** The last stop before production. */
  STAGING = 'staging',
  /** Somebody's desk. */
  DEVELOPMENT = 'development',
}

/** A default that shrinks outside production. */
export class PerTier<T> {
  constructor(private readonly values: Record<Tier, T>) {}

  /** The value for one tier. */
  public in(tier: Tier): T {
    return this.values[tier];
  }
}

/** Names a default for each tier; `withDefaults` picks from it. */
export function perTier<T>(production: T, staging: T, development: T): PerTier<T> {
  return new PerTier({
    [Tier.PRODUCTION]: production,
    [Tier.STAGING]: staging,
    [Tier.DEVELOPMENT]: development,
  });
}
