import type { Clock, Happening } from "./clock.ts";
import type { Profile } from "./profiles.ts";
import type { Random } from "./random.ts";

/** When calls of programs come back: the seed's choice. */
export class Pace {
  readonly clock: Clock;
  readonly #random: Random;
  readonly #profile: Profile;

  constructor(clock: Clock, random: Random, profile: Profile) {
    this.clock = clock;
    this.#random = random;
    this.#profile = profile;
  }

  /** Milliseconds from the moment a call is done until its promise settles. */
  callMs(): number {
    return this.#random.between(...this.#profile.callMs);
  }

  /** Milliseconds a read waits for more; 0 for none. */
  lingerMs(): number {
    const [low, high] = this.#profile.lingerMs;
    return high === 0 ? 0 : this.#random.between(low, high);
  }
}

/** What a call came to. */
export type Outcome<T> = { value: T } | { error: Error };

interface Call<T> {
  /** Tries to do it; `undefined` if it must wait. */
  attempt: () => Outcome<T> | undefined;
  settle: (outcome: Outcome<T>) => void;
}

/**
 * Calls of one kind on one descriptor: served one after the other, as Deno
 * does. A call that needs not wait is done at once, as the kernel does it; only
 * its promise settles later.
 */
export class CallQueue<T> {
  readonly #pace: Pace;
  readonly #lingers: boolean;
  #waiting: Call<T>[] = [];
  #retry: Happening | undefined;
  /** When the promise of the last call settles: the next one's does not come before it. */
  #settledAt = 0;

  /** @param lingers Whether a call may wait for more, as a read may. */
  constructor(pace: Pace, lingers = false) {
    this.#pace = pace;
    this.#lingers = lingers;
  }

  /** How many calls are not done. */
  get pending(): number {
    return this.#waiting.length;
  }

  /** Makes a call. */
  submit(attempt: Call<T>["attempt"]): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome<T>) =>
        "error" in outcome ? reject(outcome.error) : resolve(outcome.value);
      const linger = this.#lingers ? this.#pace.lingerMs() : 0;
      if (this.#waiting.length === 0 && linger === 0) {
        const outcome = attempt();
        if (outcome !== undefined) return this.#settle(settle, outcome);
      }
      this.#waiting.push({ attempt, settle });
      if (linger > 0 && this.#waiting.length === 1) this.#tryAfter(linger);
    });
  }

  /** Something changed: the first call may go on. */
  poke(): void {
    if (this.#waiting.length === 0 || this.#retry !== undefined) return;
    const linger = this.#lingers ? this.#pace.lingerMs() : 0;
    this.#tryAfter(linger || this.#pace.callMs());
  }

  #tryAfter(ms: number): void {
    this.#retry = this.#pace.clock.schedule(ms, () => {
      this.#retry = undefined;
      while (this.#waiting.length > 0) {
        const [{ attempt, settle }] = this.#waiting;
        const outcome = attempt();
        if (outcome === undefined) return;
        this.#waiting.shift();
        this.#settle(settle, outcome);
      }
    });
  }

  /** The descriptor is closed: every call that waits fails. */
  fail(error: () => Error): void {
    if (this.#retry) this.#pace.clock.cancel(this.#retry);
    this.#retry = undefined;
    for (const { settle } of this.#waiting.splice(0)) {
      this.#settle(settle, { error: error() });
    }
  }

  #settle(settle: Call<T>["settle"], outcome: Outcome<T>): void {
    const { clock } = this.#pace;
    const at = Math.max(clock.now + this.#pace.callMs(), this.#settledAt);
    this.#settledAt = at;
    clock.scheduleAt(at, () => {
      clock.wake();
      settle(outcome);
    });
  }
}
