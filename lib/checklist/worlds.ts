/** What a choice stands for: a branch of `Fn::If`, or a value that a parameter may take. */
export type ChoiceKind = 'branch' | 'parameter';

interface Choice {
  readonly key: string;
  readonly kind: ChoiceKind;
  readonly options: number;
  readonly taken: number;
}

/** How the results of several worlds become one. */
export interface Combine<T> {
  /** Every branch counts: a broken one breaks the whole. */
  branch(results: T[], key: string): T;
  /** Nobody knows which value it will be: they must agree. */
  parameter(results: T[], key: string): T;
  /** There were too many combinations to try them all. */
  tooMany(result: T): T;
}

const LIMIT = 64;

/**
 * Runs code in every combination of the conditions that it asks for, so that the code itself reads one plain value
 * each time. A condition that was decided once stays so within one world: `MinSize` and `MaxSize` under the same
 * condition are never mixed.
 */
export class Worlds {
  private forced: readonly Choice[] = [];
  private trace: Choice[] = [];
  private taken = new Map<string, number>();
  private exploring = false;
  private guesses = 0;

  /** The option that holds in this world, the first one where no exploration is under way. */
  public choose(key: string, options: number, kind: ChoiceKind): number {
    if (!this.exploring) {
      this.guesses += 1;
      return 0;
    }
    const known = this.taken.get(key);
    if (known !== undefined) {
      return known;
    }
    const forced = this.forced[this.trace.length];
    const taken = forced?.key === key ? forced.taken : 0;
    this.trace.push({ key, kind, options, taken });
    this.taken.set(key, taken);
    return taken;
  }

  /** The option taken in this world so far, if any. */
  public decided(key: string): number | undefined {
    return this.exploring ? this.taken.get(key) : undefined;
  }

  /** Runs code outside of all worlds: it takes first branches, and decides nothing for the code around it. */
  public aside<T>(run: () => T): T {
    const before = this.exploring;
    this.exploring = false;
    try {
      return run();
    } finally {
      this.exploring = before;
    }
  }

  /** What code returns that does not depend on the world; undefined where it does. */
  public settled<T>(run: () => T): T | undefined {
    const before = this.guesses;
    const result = this.aside(run);
    return this.guesses === before ? result : undefined;
  }

  /** Runs `run` in every world and combines what it returns. */
  public explore<T>(run: () => T, combine: Combine<T>): T {
    let budget = LIMIT;
    const visit = (forced: readonly Choice[]): T => {
      budget -= 1;
      this.begin(forced);
      let result: T;
      try {
        result = run();
      } finally {
        this.exploring = false;
      }
      const trace = this.trace;
      for (let at = trace.length - 1; at >= forced.length; at -= 1) {
        const choice = trace[at] as Choice;
        const results = [result];
        for (let option = 1; option < choice.options && budget > 0; option += 1) {
          results.push(visit([...trace.slice(0, at), { ...choice, taken: option }]));
        }
        const combined = combine[choice.kind](results, choice.key);
        result = results.length < choice.options ? combine.tooMany(combined) : combined;
      }
      return result;
    };
    return visit([]);
  }

  private begin(forced: readonly Choice[]): void {
    this.forced = forced;
    if (this.trace.length > 0) {
      this.trace = [];
      this.taken = new Map();
    }
    this.exploring = true;
  }
}
