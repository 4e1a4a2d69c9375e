import type { Clock, Happening } from "./clock.ts";
import { replace, undoAll } from "./replace.ts";

/** The moment that virtual time begins at: midnight, 1 January 2026, UTC. */
const EPOCH_MS = 1_767_225_600_000;

/** Far above the numbers that the runtime gives its own timers. */
const FIRST_ID = 1_000_000_000;

type Callback = (...args: unknown[]) => void;

/** Global timers on a virtual clock. */
class Timers {
  readonly #clock: Clock;
  #nextId = FIRST_ID;
  #pending = new Map<number, Happening>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(
    repeat: boolean,
    callback: Callback,
    delay: unknown,
    args: unknown[],
  ): number {
    if (typeof callback !== "function") {
      throw new TypeError(
        "Cannot set a timer on the model network: the callback is not a function",
      );
    }
    const id = this.#nextId++;
    const ms = Math.max(1, Math.trunc(Number(delay)) || 0);
    const run = () => {
      this.#clock.wake();
      if (repeat) this.#pending.set(id, this.#clock.schedule(ms, run));
      else this.#pending.delete(id);
      callback(...args);
    };
    this.#pending.set(id, this.#clock.schedule(ms, run));
    return id;
  }

  /** @returns Whether the timer was one of these. */
  clear(id: unknown): boolean {
    const pending = this.#pending.get(id as number);
    if (pending === undefined) return Number(id) >= FIRST_ID;
    this.#clock.cancel(pending);
    this.#pending.delete(id as number);
    return true;
  }

  clearAll(): void {
    for (const id of [...this.#pending.keys()]) this.clear(id);
  }
}

/**
 * Puts a virtual clock in the place of `setTimeout`, `setInterval`,
 * `clearTimeout`, `clearInterval`, `AbortSignal.timeout`, `performance.now` and
 * `Date.now`. Timers that were set before stay real and can still be cleared.
 *
 * @param clock The virtual clock.
 * @returns Puts the real ones back, and forgets the virtual timers that are
 * still to come.
 */
export function installClock(clock: Clock): () => void {
  const timers = new Timers(clock);
  const { clearTimeout, clearInterval } = globalThis;
  const set =
    (repeat: boolean) =>
    (callback: Callback, delay?: unknown, ...args: unknown[]) =>
      timers.set(repeat, callback, delay, args);
  const clear = (real: (id?: number) => void) => (id?: number) => {
    if (!timers.clear(id)) real(id);
  };
  const timeout = (ms: number): AbortSignal => {
    const controller = new AbortController();
    clock.schedule(ms, () => {
      clock.wake();
      controller.abort(
        new DOMException(
          "The operation was aborted due to timeout",
          "TimeoutError",
        ),
      );
    });
    return controller.signal;
  };
  return undoAll([
    () => timers.clearAll(),
    replace(globalThis, "setTimeout", set(false)),
    replace(globalThis, "setInterval", set(true)),
    replace(globalThis, "clearTimeout", clear(clearTimeout)),
    replace(globalThis, "clearInterval", clear(clearInterval)),
    replace(AbortSignal, "timeout", timeout),
    replace(performance, "now", () => clock.read()),
    replace(Date, "now", () => Math.floor(EPOCH_MS + clock.read())),
  ]);
}
