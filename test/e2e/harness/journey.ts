/** Tests that follow one another: after a step that failed, all that stand on it fail at once instead of waiting. */
export class Journey {
  private failed?: string;

  /** A test that later ones stand on. */
  public step(name: string, run: () => Promise<void>): void {
    test(name, async () => {
      this.refuseAfterFailure();
      try {
        await run();
      } catch (error) {
        this.failed = name;
        throw error;
      }
    });
  }

  /** A test that only reads, so that others do not depend on it. */
  public check(name: string, run: () => Promise<void> | void): void {
    test(name, async () => {
      this.refuseAfterFailure();
      await run();
    });
  }

  private refuseAfterFailure(): void {
    if (this.failed !== undefined) {
      throw new Error(`not reached, because this failed: ${this.failed}`);
    }
  }
}
