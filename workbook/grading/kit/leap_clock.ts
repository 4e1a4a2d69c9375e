import type { Happening } from "../../network/clock.ts";
import type { TimeSource } from "../../network/install_clock.ts";
import { turns } from "./event_loop.ts";
import { clearTimeout, setTimeout } from "./waiting.ts";

const now = performance.now.bind(performance);

/** How many timers ring while time passes; then the clock leaps to the end. */
const PASSED_TIMERS = 4_000;

/**
 * A clock that goes as the real one, but can be put forward: for a submission
 * whose sockets are not on the model network. Every timer on the way rings at its
 * moment, as the submission sees it. It begins at the real moment: a check has told
 * some of its exchange before.
 */
export class LeapClock implements TimeSource {
  #leaped = 0;
  #turn = 0;
  #pending: Happening[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  read(): number {
    return now() + this.#leaped;
  }

  schedule(ms: number, run: () => void): Happening {
    const event = {
      at: this.read() + ms,
      turn: this.#turn++,
      driving: true,
      run,
    };
    this.#pending.push(event);
    this.#arm();
    return event;
  }

  cancel(event: Happening): void {
    this.#pending = this.#pending.filter((each) => each !== event);
    this.#arm();
  }

  wake(): void {
    // The event loop of the runtime turns anyway.
  }

  /** Puts it forward. */
  async pass(ms: number, signal: AbortSignal): Promise<void> {
    const until = this.read() + ms;
    for (let left = PASSED_TIMERS; left > 0 && !signal.aborted; left--) {
      await turns(2);
      const next = this.#next;
      if (!next || next.at > until) break;
      this.#leapTo(next.at);
      this.#ring(next);
    }
    if (!signal.aborted) this.#leapTo(until);
    this.#arm();
  }

  /** Forgets all timers. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#pending = [];
  }

  get #next(): Happening | undefined {
    return this.#pending.reduce<Happening | undefined>(
      (first, each) =>
        !first || each.at < first.at ||
          (each.at === first.at && each.turn < first.turn)
          ? each
          : first,
      undefined,
    );
  }

  #leapTo(at: number): void {
    this.#leaped += Math.max(0, at - this.read());
  }

  #ring(event: Happening): void {
    this.#pending = this.#pending.filter((each) => each !== event);
    event.run?.();
  }

  /** Waits for the next timer. */
  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#next;
    if (!next) return;
    this.#timer = setTimeout(() => {
      if (next.at <= this.read()) this.#ring(next);
      this.#arm();
    }, Math.max(0, next.at - this.read()));
  }
}
