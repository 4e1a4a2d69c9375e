import { bytesMoved } from "./progress.ts";

/** The waits that are not over. */
const waits: Patience[] = [];

/** How long a wait may still take: all of it again whenever bytes have moved, but not for ever. */
export class Patience {
  /** Whether it is for a step of a check, not for the whole of it. */
  readonly isStep: boolean;
  readonly #ms: number;
  #whole: number;
  #left: number;
  #moved = bytesMoved();
  #isOver = false;

  /**
   * @param ms How long nothing may move, in milliseconds.
   * @param stretch How many times longer the wait may take while bytes move.
   * @param isStep Whether it is for a step of a check, not for the whole of it.
   */
  constructor(ms: number, stretch: number, isStep = true) {
    this.isStep = isStep;
    this.#ms = ms;
    this.#left = ms;
    this.#whole = stretch * ms;
    waits[waits.length] = this;
  }

  /** Whether what is waited for has happened, or failed. */
  get isOver(): boolean {
    return this.#isOver;
  }

  get left(): number {
    return Math.min(this.#left, this.#whole);
  }

  /** So much of it is over. */
  spend(ms: number): void {
    this.#whole -= ms;
    this.#left = bytesMoved() === this.#moved ? this.#left - ms : this.#ms;
    this.#moved = bytesMoved();
  }

  /** The wait is over. */
  end(): void {
    this.#isOver = true;
    const at = waits.indexOf(this);
    if (at >= 0) waits.splice(at, 1);
  }
}

/**
 * Spends of all waits what is left of the shortest: it would come to its end, and
 * nothing would have happened. A check that waits for no step may be about
 * something that is not seen here: then nothing is spent.
 */
export function leap(): void {
  let least = Infinity;
  for (const { isStep, left } of waits) {
    if (isStep) least = Math.min(least, left);
  }
  if (least === Infinity) return;
  for (const wait of waits) wait.spend(least);
}
