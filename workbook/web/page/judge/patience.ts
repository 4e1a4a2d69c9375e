/** Time between two looks that counts at most, in milliseconds: a page in the background, or a busy one, looks seldom. */
const LONGEST_MS = 250;

/**
 * How long a Worker was given, as the page saw it. A page that was not run
 * itself has waited for nothing meanwhile.
 */
export class Patience {
  /** Since the Worker was started, in milliseconds. */
  whole = 0;
  /** Since it said something last. */
  silent = 0;
  /** Since it began or ended a piece of its work. */
  step = 0;
  #looked = performance.now();
  #lastWord = 0;
  #lastStep = 0;

  /**
   * Looks at the clock.
   *
   * @param lastWord When the Worker said something last.
   * @param lastStep When it began or ended a piece of its work.
   */
  look(lastWord: number, lastStep: number): void {
    const now = performance.now();
    const passed = Math.min(LONGEST_MS, now - this.#looked);
    this.#looked = now;
    this.whole += passed;
    this.silent = lastWord === this.#lastWord ? this.silent + passed : 0;
    this.step = lastStep === this.#lastStep ? this.step + passed : 0;
    this.#lastWord = lastWord;
    this.#lastStep = lastStep;
  }
}
