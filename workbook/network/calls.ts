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

  /** The longest of them. */
  get longestCallMs(): number {
    return this.#profile.callMs[1];
  }

  /** Milliseconds a read waits for more; 0 for none. */
  lingerMs(): number {
    const [low, high] = this.#profile.lingerMs;
    return high === 0 ? 0 : this.#random.between(low, high);
  }
}

/** What a call came to; `drained` if it has taken all there was. */
export type Outcome<T> = { value: T; drained?: boolean } | { error: Error };

interface Call<T> {
  /** Tries to do it; `undefined` if it must wait. */
  attempt: () => Outcome<T> | undefined;
  settle: (outcome: Outcome<T>) => void;
}

/**
 * When a call is tried first.
 *
 * - `when seen`: within the call, if the runtime has seen that the socket is
 *   ready; it looks between two turns of a program.
 * - `lingering`: as `when seen`, or after a while, to take more together.
 * - `later`: in a later turn.
 */
export type FirstTry = "when seen" | "lingering" | "later";

/**
 * Calls of one kind on one descriptor: served one after the other, as Deno
 * does. A call that is tried at once and needs not wait is done then, as the
 * kernel does it; only its promise settles later.
 */
export class CallQueue<T> {
  readonly #pace: Pace;
  readonly #firstTry: FirstTry;
  #waiting: Call<T>[] = [];
  #retry: Happening | undefined;
  /** When the promise of the last call settles: the next one's does not come before it. */
  #settledAt = 0;
  /** Since when something is there to be tried; `undefined` if a try found nothing. */
  #readySince: number | undefined;

  /** @param seen Whether the runtime knows from the beginning that the socket is ready. */
  constructor(pace: Pace, firstTry: FirstTry, seen = false) {
    this.#pace = pace;
    this.#firstTry = firstTry;
    // It is handed over within the time of a call, and seen after that.
    this.#readySince = seen ? -1 : pace.clock.now + pace.longestCallMs;
  }

  /** How many calls are not done. */
  get pending(): number {
    return this.#waiting.length;
  }

  /**
   * Makes a call.
   *
   * @param attempt Tries to do it; `undefined` if it must wait.
   * @param atOnce Whether it does not matter if the socket is ready.
   */
  submit(attempt: Call<T>["attempt"], atOnce = false): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome<T>) =>
        "error" in outcome ? reject(outcome.error) : resolve(outcome.value);
      this.#waiting.push({ attempt, settle });
      if (this.#waiting.length > 1) return;
      const wait = atOnce ? 0 : this.#firstWaitMs();
      if (wait === 0) this.#tryAll();
      else this.#tryAfter(wait);
    });
  }

  /** How long before a new call is tried; 0 for at once. */
  #firstWaitMs(): number {
    const { clock } = this.#pace;
    const seen = this.#firstTry !== "later" &&
      clock.now > (this.#readySince ?? clock.now);
    return this.#lingerMs() || (seen ? 0 : this.#pace.callMs());
  }

  #lingerMs(): number {
    return this.#firstTry === "lingering" ? this.#pace.lingerMs() : 0;
  }

  /** Something changed: the first call may go on. */
  poke(): void {
    this.#readySince ??= this.#pace.clock.now;
    this.#tryAfter(this.#lingerMs() || this.#pace.callMs());
  }

  #tryAfter(ms: number): void {
    if (this.#waiting.length === 0 || this.#retry) return;
    this.#retry = this.#pace.clock.schedule(ms, () => {
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
