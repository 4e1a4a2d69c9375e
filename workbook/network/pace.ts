import { CallQueue, type CallTimes } from "./call_queue.ts";
import type { CallOptions, Calls } from "./calls.ts";
import type { Clock } from "./clock.ts";
import { EventLoop } from "./event_loop.ts";
import { LoopCalls } from "./loop_calls.ts";
import type { Watched } from "./observer.ts";
import type { Profile } from "./profiles.ts";
import type { Random } from "./random.ts";

/** When calls of programs come back: as the event loop of Deno does it, or by the seed's choice. */
export class Pace implements CallTimes {
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

  callMs(): number {
    return this.#random.between(...this.#profile.callMs);
  }

  get shortestCallMs(): number {
    return this.#profile.callMs[0];
  }

  get longestCallMs(): number {
    return this.#profile.callMs[1];
  }

  lookMs(): number {
    return this.#random.between(...this.#profile.lookMs);
  }
}
