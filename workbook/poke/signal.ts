/** Counts what happens, and wakes whoever waits for it. */
export class Signal {
  #count = 0;
  #wake: Array<() => void> = [];

  /** How much has happened. */
  get count(): number {
    return this.#count;
  }

  /** Something has happened. */
  give(): void {
    this.#count++;
    for (const wake of this.#wake.splice(0)) wake();
  }

  /**
   * Waits until a condition holds; it is looked at whenever something happens.
   *
   * @param condition The condition.
   * @param withinMs Longest wait in milliseconds.
   * @returns Whether it holds.
   */
  async until(condition: () => boolean, withinMs: number): Promise<boolean> {
    const late = Promise.withResolvers<"late">();
    const timer = withinMs < Infinity
      ? setTimeout(() => late.resolve("late"), withinMs)
      : undefined;
    try {
      while (!condition()) {
        const next = new Promise<void>((resolve) => this.#wake.push(resolve));
        if (await Promise.race([next, late.promise]) === "late") return false;
      }
      return true;
    } finally {
      clearTimeout(timer);
    }
  }
}
