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

  /** The shortest of them. */
  get shortestCallMs(): number {
    return this.#profile.callMs[0];
  }

  /** The longest of them. */
  get longestCallMs(): number {
    return this.#profile.callMs[1];
  }

  /** Milliseconds until the runtime looks at a socket where something has happened. */
  lookMs(): number {
    return this.#random.between(...this.#profile.lookMs);
  }
}

/** What a call came to; `drained` if it has taken all there was. */
export type Outcome<T> = { value: T; drained?: boolean } | { error: Error };

interface Call<T> {
  /** Tries to do it; `undefined` if it must wait. */
  attempt: () => Outcome<T> | undefined;
  settle: (outcome: Outcome<T>) => void;
}

/** How calls of one kind are tried. */
export interface CallOptions {
  /** Whether the runtime knows from the beginning that the socket is ready. */
  seen?: boolean;
  /** Whether the first try always comes in a later turn. */
  later?: boolean;
  /** Milliseconds to wait before a try, to take more together; 0 for none. */
  lingerMs?: () => number;
}

/**
 * Calls of one kind on one descriptor: served one after the other, as Deno
 * does. A call is tried at once if the runtime has seen that the socket is
 * ready: it looks between two turns of a program. The promise of a call that
 * is done settles later.
 */
export class CallQueue<T> {
  readonly #pace: Pace;
  readonly #later: boolean;
  readonly #lingerMs: () => number;
  #waiting: Call<T>[] = [];
  #retry: Happening | undefined;
  /** When the promise of the last call settles: the next one's does not come before it. */
  #settledAt = 0;
  /** Since when something is there to be tried; `undefined` if a try found nothing. */
  #readySince: number | undefined;

  constructor(pace: Pace, options: CallOptions = {}) {
    const { seen = false, later = false, lingerMs = () => 0 } = options;
    this.#pace = pace;
    this.#later = later;
    this.#lingerMs = lingerMs;
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
    const seen = !this.#later && clock.now > (this.#readySince ?? clock.now);
    return this.#lingerMs() || (seen ? 0 : this.#pace.lookMs());
  }

  /** Something changed: the first call may go on. */
  poke(): void {
    this.#readySince ??= this.#pace.clock.now;
    this.#tryAfter(this.#lingerMs() || this.#pace.lookMs());
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
    // Calls that are cancelled one after the other fail in that order.
    const ms = this.#pace.shortestCallMs;
    for (const { settle } of this.#waiting.splice(0)) {
      this.#settle(settle, { error: error() }, ms);
    }
  }

  #settle(
    settle: Call<T>["settle"],
    outcome: Outcome<T>,
    ms: number = this.#pace.callMs(),
  ): void {
    const { clock } = this.#pace;
    const at = Math.max(clock.now + ms, this.#settledAt);
    this.#settledAt = at;
    clock.scheduleAt(at, () => {
      clock.wake();
      settle(outcome);
    });
  }
}
