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

/** What was computed before, or is being computed right now. */
interface Memory {
  readonly result?: { readonly of: unknown; readonly isGuess: boolean };
}

/** Things by an owner and a key within it. */
type Memories = Map<object, Map<unknown, Memory>>;

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
  /** What holds in this world alone, and what holds outside of all worlds. */
  private here: Memories = new Map();
  private readonly outside: Memories = new Map();

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

  /**
   * What code returns, computed once in each world: what is asked for from many places would take for ever otherwise.
   * `within` answers while it is being computed, for what leads back to itself.
   */
  public remember<T>(owner: object, key: unknown, run: () => T, within: () => T): T {
    const memories = this.exploring ? this.here : this.outside;
    const ofOwner = memories.get(owner) ?? new Map<unknown, Memory>();
    const known = ofOwner.get(key);
    if (known !== undefined) {
      this.guesses += known.result?.isGuess === true ? 1 : 0;
      return known.result === undefined ? within() : (known.result.of as T);
    }
    const before = this.guesses;
    memories.set(owner, ofOwner.set(key, {}));
    try {
      const of = run();
      ofOwner.set(key, { result: { of, isGuess: this.guesses > before } });
      return of;
    } catch (error) {
      ofOwner.delete(key);
      throw error;
    }
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
      this.here = new Map();
    }
    this.exploring = true;
  }
}
