import type { Limits } from "../../../sandbox/limits.ts";
import { SITE } from "./site.ts";

/** Time between two looks that counts at most, in milliseconds: a page in the background, or a busy one, looks seldom. */
const LONGEST_MS = 250;

/** After so much silence another program computes beside a Worker, in milliseconds. */
const BESIDE_AFTER_MS = 500;

/** How long it must have computed beside one that speaks, and whose check has no end, in milliseconds. */
const BESIDE_STEP_MS = 6_000;

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
  #pace: Worker | undefined;
  #computed = 0;
  /** Whether a check has passed its limit, and only the pace beside it is waited for. */
  #isLate = false;

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
    if (this.silent === 0 && (this.step === 0 || !this.#isLate)) this.end();
  }

  /**
   * Whether a Worker has said nothing for so long that it must be in a loop. On
   * a busy machine it gets more time: until another one has computed beside it
   * for as long as it may be silent.
   */
  isBlocked({ blockedMs, checkHardMs }: Limits): boolean {
    if (this.silent <= BESIDE_AFTER_MS) return false;
    this.#pace ??= this.#startPace();
    return this.#computed >= blockedMs || this.silent > checkHardMs;
  }

  /**
   * Whether a check takes so long that it has no end. On a busy machine it gets
   * more time, as above.
   */
  isStuck({ checkHardMs }: Limits): boolean {
    if (this.step <= checkHardMs) return false;
    if (!this.#isLate) {
      this.end();
      this.#isLate = true;
      this.#pace = this.#startPace();
    }
    return this.#computed >= BESIDE_STEP_MS;
  }

  /** Ends what computes beside the Worker. */
  end(): void {
    this.#pace?.terminate();
    this.#pace = undefined;
    this.#computed = 0;
    this.#isLate = false;
  }

  #startPace(): Worker {
    const script = new URL("workbook/web/page/worker/pace.js", SITE);
    const pace = new Worker(script, { type: "module", name: "pace" });
    pace.onmessage = ({ data }) => this.#computed = data;
    return pace;
  }
}
