import type { Clock, Happening } from "./clock.ts";

/**
 * TIME_WAIT of Linux (RFC 9293 section 3.6.1 asks for twice the lifetime of a
 * segment), and how long it keeps a closed socket in FIN_WAIT_2.
 */
const TIME_WAIT_MS = 60_000;

/**
 * The timer of a connection that is nearly over. Nobody waits for it: it runs
 * out while time passes for other reasons.
 */
export class EndTimer {
  readonly #clock: Clock;
  #happening: Happening | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Starts it anew.
   *
   * @returns When it runs out, in virtual milliseconds.
   */
  start(onOver: () => void): number {
    this.stop();
    this.#happening = this.#clock.schedule(TIME_WAIT_MS, onOver, false);
    return this.#happening.at;
  }

  /** Stops it, if it runs. */
  stop(): void {
    if (this.#happening) this.#clock.cancel(this.#happening);
  }
}
