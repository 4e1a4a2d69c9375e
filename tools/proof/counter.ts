/** Counts what holds, and prints what does not. */
export class Counter {
  passed = 0;
  failed = 0;

  /**
   * Counts one thing.
   *
   * @param holds Whether it is as it must be.
   * @param sentence What is printed if not.
   */
  check(holds: boolean, sentence: () => string): void {
    if (holds) {
      this.passed++;
      return;
    }
    this.failed++;
    console.log(`FAILED  ${sentence()}`);
  }
}
