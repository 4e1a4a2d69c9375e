import type { Happening } from "./clock.ts";
import { undoAll } from "./replace.ts";
import {
  answerTime,
  type Callback,
  holdTime,
  REAL,
  type TimeCalls,
} from "./time_calls.ts";

/** The moment that virtual time begins at: midnight, 1 January 2026, UTC. */
const EPOCH_MS = 1_767_225_600_000;

/** Far above the numbers that the runtime gives its own timers. */
const FIRST_ID = 1_000_000_000;

/** Deno takes 1 ms for a time that is longer. */
const LONGEST_MS = 2 ** 31 - 1;

const timeOf = (ms: number) => ms > LONGEST_MS ? 1 : ms;

/** No two timers have one number, on whichever clock: a program may clear one long after its clock is gone. */
let nextId = FIRST_ID;

/** What timers need of a clock. */
export interface TimeSource {
  schedule(ms: number, run: () => void): Happening;
  cancel(happening: Happening): void;
  /** Tells that a program has something to do now. */
  wake(): void;
  /** Virtual milliseconds, as a program reads them. */
  read(): number;
}

/** A timer as the runtime gives it: an object that stands for a number. */
class Timer {
  readonly #id: number;
  readonly #timers: Timers;

  constructor(id: number, timers: Timers) {
    this.#id = id;
    this.#timers = timers;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  /** Begins anew. */
  refresh(): this {
    this.#timers.begin(this.#id);
    return this;
  }

  close(): this {
    this.#timers.clear(this.#id);
    return this;
  }

  [Symbol.dispose](): void {
    this.#timers.clear(this.#id);
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }
}

/** Timers on a virtual clock. */
class Timers {
  readonly #clock: TimeSource;
  #begins = new Map<number, () => Happening>();
  #pending = new Map<number, Happening>();

  constructor(clock: TimeSource) {
    this.#clock = clock;
  }

  set(
    repeat: boolean,
    callback: Callback,
    delay: unknown,
    args: unknown[],
  ): Timer {
    if (typeof callback !== "function") {
      throw new TypeError(
        "Cannot set a timer on the model network: the callback is not a function",
      );
    }
    const id = nextId++;
    const ms = timeOf(Math.max(1, Math.trunc(Number(delay)) || 0));
    const run = () => {
      this.#clock.wake();
      if (repeat) this.begin(id);
      else this.#pending.delete(id);
      callback(...args);
    };
    this.#begins.set(id, () => this.#clock.schedule(ms, run));
    this.begin(id);
    return new Timer(id, this);
  }

  /** Lets a timer run its whole time, from now. */
  begin(id: number): void {
    const pending = this.#pending.get(id);
    if (pending) this.#clock.cancel(pending);
    const begin = this.#begins.get(id);
    if (begin) this.#pending.set(id, begin());
  }

  /** @returns Whether the timer was one of these. */
  clear(timer: unknown): boolean {
    const id = Number(timer);
    const pending = this.#pending.get(id);
    if (pending) this.#clock.cancel(pending);
    this.#pending.delete(id);
    this.#begins.delete(id);
    return id >= FIRST_ID;
  }

  clearAll(): void {
    for (const id of [...this.#begins.keys()]) this.clear(id);
  }
}

/** What a virtual clock answers. */
function callsOf(clock: TimeSource, timers: Timers): TimeCalls {
  return {
    set: (...args) => timers.set(...args),
    clear: (timer) => {
      if (!timers.clear(timer)) REAL.clear(timer);
    },
    signal: (ms) => {
      const controller = new AbortController();
      clock.schedule(timeOf(ms), () => {
        clock.wake();
        controller.abort(
          new DOMException(
            "The operation was aborted due to timeout",
            "TimeoutError",
          ),
        );
      });
      return controller.signal;
    },
    now: () => clock.read(),
    date: () => EPOCH_MS + clock.read(),
  };
}

/**
 * Replaces the runtime's clock by a virtual one: for the calls that
 * {@linkcode holdTime} names, also where a program took them before, if they
 * were held then. Timers that were set before stay real and can still be
 * cleared.
 *
 * @param clock The virtual clock.
 * @returns Puts the real one back, and forgets the virtual timers that are
 * still to come.
 */
export function installClock(clock: TimeSource): () => void {
  const timers = new Timers(clock);
  const release = holdTime();
  const restore = answerTime(callsOf(clock, timers));
  return undoAll([() => timers.clearAll(), restore, release]);
}
