/** How a deployment of AppConfig rolls out. */
export interface RolloutStrategy {
  /** Percentage of the targets that get the configuration in each step. */
  readonly growthFactor: number;
  /** Minutes in which alarms are watched after the last step. */
  readonly bakeMinutes: number;
}

/** The predefined strategies by their id, as the AppConfig user guide describes them on 2026-11-20. */
export const PREDEFINED_STRATEGIES: ReadonlyMap<string, RolloutStrategy> = new Map([
  ['AppConfig.AllAtOnce', { growthFactor: 100, bakeMinutes: 10 }],
  ['AppConfig.Canary10Percent20Minutes', { growthFactor: 10, bakeMinutes: 10 }],
  ['AppConfig.Linear20PercentEvery6Minutes', { growthFactor: 20, bakeMinutes: 30 }],
  ['AppConfig.Linear50PercentEvery30Seconds', { growthFactor: 50, bakeMinutes: 1 }],
]);
