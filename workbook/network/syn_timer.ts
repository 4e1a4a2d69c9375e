import type { Clock, Happening } from "./clock.ts";
import type { End, Surroundings } from "./end.ts";

/**
 * When Linux sends a SYN again, in milliseconds after the first, as measured.
 * RFC 6298 asks for a second first, and then for twice as long each time; Linux
 * begins with four attempts of a second each.
 */
const AGAIN_AT = [
  1_000,
  2_000,
  3_100,
  4_100,
  5_100,
  7_100,
  11_200,
  19_400,
  35_500,
  67_800,
];

/** When it gives up. */
const GIVE_UP_AT = 133_300;

/**
 * Sends a SYN again and again until it is answered. Virtual time does not run
 * on to the next attempt by itself as long as that would be dropped, too: else
 * a client that waits before a full queue would give up at once.
 */
export class SynTimer {
  readonly #clock: Clock;
  readonly #end: End;
  readonly #around: Surroundings;
  readonly #began: number;
  #attempt = 0;
  #next: Happening;

  constructor(clock: Clock, end: End, around: Surroundings) {
    this.#clock = clock;
    this.#end = end;
    this.#around = around;
    this.#began = clock.now;
    this.#next = this.#schedule();
  }

  #schedule(): Happening {
    const at = this.#began + (AGAIN_AT[this.#attempt] ?? GIVE_UP_AT);
    const event = this.#attempt < AGAIN_AT.length
      ? "timeout_rtx"
      : "timeout_user";
    this.#around.timed(this.#end, event, at);
    return this.#clock.schedule(at - this.#clock.now, () => this.#run(), false);
  }

  #run(): void {
    if (this.#attempt === AGAIN_AT.length) {
      this.#end.giveUp();
      this.#end.onChange();
      return;
    }
    this.#attempt++;
    this.#next = this.#schedule();
    this.#end.resendSyn();
  }

  /** The next attempt will be answered: time may run on to it. */
  expect(): void {
    this.#clock.promote(this.#next);
  }

  /** The SYN was answered, or nobody wants the answer. */
  stop(): void {
    this.#clock.cancel(this.#next);
  }
}
