import type { Limits } from "../../../sandbox/limits.ts";

/** Time between two looks that counts at most, in milliseconds: a page in the background, or a busy one, looks seldom. */
const LONGEST_MS = 250;

/** How long the page computes to see what share of a core it gets, in milliseconds. */
const PROBE_MS = 20;

/** A pause in a loop that is longer than this, in milliseconds, is another program's time. */
const PAUSE_MS = 0.5;

/**
 * The share of a core that this page gets now: on a busy machine others have
 * the rest. A page cannot ask what a Worker has computed.
 */
function shareOfCore(): number {
  const began = performance.now();
  let last = began;
  let worked = 0;
  while (last - began < PROBE_MS) {
    const now = performance.now();
    if (now - last < PAUSE_MS) worked += now - last;
    last = now;
  }
  return worked / (last - began);
}

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

  /**
   * Whether a Worker has said nothing for so long that it must be in a loop. On
   * a busy machine it gets more time: as much as it needs to compute that long.
   */
  isBlocked({ blockedMs, checkHardMs }: Limits): boolean {
    return this.silent > blockedMs &&
      (this.silent > checkHardMs || this.silent * shareOfCore() > blockedMs);
  }
}
