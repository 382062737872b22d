import { SeaworthyError } from '../../constructs/core/errors';

/** Runs several steps, and throws what all of those that failed have to say in one error. */
export class Misuse {
  private readonly errors: SeaworthyError[] = [];

  /** What a step returns; undefined where it failed. */
  public async unless<T>(step: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof SeaworthyError)) {
        throw error;
      }
      this.errors.push(error);
      return undefined;
    }
  }

  /** @throws SeaworthyError the only error, or `Misuse` with the texts of all */
  public throwAll(): void {
    const [first, second] = this.errors;
    if (first === undefined) {
      return;
    }
    throw second === undefined ? first : new SeaworthyError('Misuse', this.errors.map((one) => one.message).join('\n'));
  }
}
