import {
  type Attempt,
  type Call,
  type CallOptions,
  type Calls,
  type Outcome,
  promiseOf,
  type Settle,
  type SubmitOptions,
} from "./calls.ts";
import type { Clock, Happening } from "./clock.ts";

/** How long a call takes, in virtual milliseconds. */
export interface CallTimes {
  readonly clock: Clock;
  /** From the moment a call is done until its promise settles. */
  callMs(): number;
  /** The shortest of them. */
  readonly shortestCallMs: number;
  /** The longest of them. */
  readonly longestCallMs: number;
  /** Until the runtime looks at a socket where something has happened. */
  lookMs(): number;
}

/**
 * Calls whose order the seed chooses. A call is tried at once if the runtime
 * has seen that the socket is ready: it looks between two turns of a program.
 * The promise of a call that is done settles later.
 */
export class CallQueue implements Calls {
  readonly #times: CallTimes;
  readonly #later: boolean;
  readonly #lingerMs: () => number;
  #waiting: Call[] = [];
  #retry: Happening | undefined;
  /** When the promise of the last call settles: the next one's does not come before it. */
  #settledAt = 0;
  /** Since when something is there to be tried; `undefined` if a try found nothing. */
  #readySince: number | undefined;

  constructor(times: CallTimes, options: CallOptions = {}) {
    const { seen = false, later = false, lingerMs = () => 0 } = options;
    this.#times = times;
    this.#later = later;
    this.#lingerMs = lingerMs;
    // It is handed over within the time of a call, and seen after that.
    this.#readySince = seen ? -1 : times.clock.now + times.longestCallMs;
  }

  get pending(): number {
    return this.#waiting.length;
  }

  submit<T>(
    attempt: Attempt<T>,
    { atOnce = false, told }: SubmitOptions = {},
  ): Promise<T> {
    return promiseOf(told, (settle) => {
      this.#waiting.push({ attempt, settle });
      if (this.#waiting.length > 1) return;
      const wait = atOnce ? 0 : this.#firstWaitMs();
      if (wait === 0) this.#tryAll();
      else this.#tryAfter(wait);
    });
  }

  /** How long before a new call is tried; 0 for at once. */
  #firstWaitMs(): number {
    const { clock } = this.#times;
    const seen = !this.#later && clock.now > (this.#readySince ?? clock.now);
    return this.#lingerMs() || (seen ? 0 : this.#times.lookMs());
  }

  poke(): void {
    this.#readySince ??= this.#times.clock.now;
    this.#tryAfter(this.#lingerMs() || this.#times.lookMs());
  }

  #tryAfter(ms: number): void {
    if (this.#waiting.length === 0 || this.#retry) return;
    this.#retry = this.#times.clock.schedule(ms, () => {
      this.#retry = undefined;
      this.#tryAll();
    });
  }

  #tryAll(): void {
    while (this.#waiting.length > 0) {
      const [{ attempt, settle }] = this.#waiting;
      const outcome = attempt();
      const drained = outcome === undefined ||
        ("drained" in outcome && outcome.drained);
      if (drained) this.#readySince = undefined;
      if (outcome === undefined) return;
      this.#waiting.shift();
      this.#settle(settle, outcome);
    }
  }

  fail(error: () => Error): void {
    if (this.#retry) this.#times.clock.cancel(this.#retry);
    this.#retry = undefined;
    // Calls that are cancelled one after the other fail in that order.
    const ms = this.#times.shortestCallMs;
    for (const { settle } of this.#waiting.splice(0)) {
      this.#settle(settle, { error: error() }, ms);
    }
  }

  #settle(
    settle: Settle,
    outcome: Outcome<unknown>,
    ms: number = this.#times.callMs(),
  ): void {
    const { clock } = this.#times;
    const at = Math.max(clock.now + ms, this.#settledAt);
    this.#settledAt = at;
    clock.scheduleAt(at, () => {
      clock.wake();
      settle(outcome);
    });
  }
}
