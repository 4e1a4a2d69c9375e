import type { Clock, Happening } from "./clock.ts";
import { EventLoop } from "./event_loop.ts";
import { LoopCalls } from "./loop_calls.ts";
import type { Watched } from "./observer.ts";
import type { Profile } from "./profiles.ts";
import type { Random } from "./random.ts";

/** When calls of programs come back: as the event loop of Deno does it, or by the seed's choice. */
export class Pace {
  readonly clock: Clock;
  readonly watched: Watched;
  readonly #random: Random;
  readonly #profile: Profile;
  readonly #loop: EventLoop | undefined;

  constructor(
    clock: Clock,
    random: Random,
    profile: Profile,
    watched: Watched,
  ) {
    this.clock = clock;
    this.watched = watched;
    this.#random = random;
    this.#profile = profile;
    if (profile.order === "event loop") {
      this.#loop = new EventLoop(clock, this.lookMs());
    }
  }

  /**
   * Makes a queue for calls of one kind on one descriptor.
   *
   * @param beside Calls of another kind on the same descriptor.
   */
  calls(options?: CallOptions, beside?: Calls): Calls {
    if (this.#loop === undefined) return new CallQueue(this, options);
    const first = beside instanceof LoopCalls ? beside : undefined;
    return new LoopCalls(this.#loop, options, first);
  }

  /**
   * Lets a descriptor go that calls still hold. Called before they fail.
   *
   * @param close What happens when the calls have learnt of it, just before their promises settle.
   */
  release(close: () => void): void {
    if (this.#loop !== undefined) this.#loop.wakeFor(close);
    else this.clock.schedule(this.shortestCallMs, close);
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

/**
 * What a call came to; `drained` if it has taken all there was, `filled` if it
 * has filled its buffer, so that the runtime does not know that.
 */
export type Outcome<T> =
  | { value: T; drained?: boolean; filled?: boolean }
  | { error: Error };

/** Tries to do a call; `undefined` if it must wait. */
export type Attempt<T> = () => Outcome<T> | undefined;

interface Call {
  attempt: Attempt<unknown>;
  settle: (outcome: Outcome<unknown>) => void;
}

/** How calls of one kind are tried. */
export interface CallOptions {
  /** Whether the runtime knows from the beginning that the socket is ready. */
  seen?: boolean;
  /** Whether the first try always comes in a later turn. */
  later?: boolean;
  /** Milliseconds to wait before a try, to take more together; 0 for none. */
  lingerMs?: () => number;
  /** What the kernel says of the socket when the event loop asks; `ready` by default. `ended` is for ever. */
  readiness?: () => "none" | "ready" | "ended";
  /** Whether the kernel tells the event loop of a change; by default if the socket is ready. */
  concerned?: () => boolean;
}

/** How a call is made. */
export interface SubmitOptions {
  atOnce?: boolean;
  told?: (outcome: Outcome<unknown>) => void;
}

/** Calls of one kind on one descriptor: served one after the other, as Deno does. */
export interface Calls {
  /** How many calls are not done. */
  readonly pending: number;
  /**
   * Makes a call.
   *
   * @param attempt Tries to do it; `undefined` if it must wait.
   * @param options.atOnce Whether it does not matter if the socket is ready.
   * @param options.told Told of what the call came to.
   */
  submit<T>(attempt: Attempt<T>, options?: SubmitOptions): Promise<T>;
  /** Something changed: the first call may go on. */
  poke(): void;
  /** The descriptor is closed: every call that waits fails. */
  fail(error: () => Error): void;
}

/**
 * Calls whose order the seed chooses. A call is tried at once if the runtime
 * has seen that the socket is ready: it looks between two turns of a program.
 * The promise of a call that is done settles later.
 */
class CallQueue implements Calls {
  readonly #pace: Pace;
  readonly #later: boolean;
  readonly #lingerMs: () => number;
  #waiting: Call[] = [];
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

  get pending(): number {
    return this.#waiting.length;
  }

  submit<T>(
    attempt: Attempt<T>,
    { atOnce = false, told }: SubmitOptions = {},
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome<unknown>) => {
        told?.(outcome);
        if ("error" in outcome) reject(outcome.error);
        else resolve(outcome.value as T);
      };
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
    settle: Call["settle"],
    outcome: Outcome<unknown>,
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
