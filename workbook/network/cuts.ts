import type { End } from "./end.ts";
import type { Profile } from "./profiles.ts";
import type { Random } from "./random.ts";

/**
 * Connections that something on the way resets: which they are, and after how
 * many segments, is chosen by the seed, as the profile allows it.
 */
export class Cuts {
  readonly #random: Random;
  readonly #profile: Profile;
  /** Segments left until a connection is reset. */
  #left = new WeakMap<End, number>();

  constructor(random: Random, profile: Profile) {
    this.#random = random;
    this.#profile = profile;
  }

  /** A connection begins. It is counted at its passive end. */
  begin(end: End): void {
    const { chance, afterSegments } = this.#profile.reset;
    if (chance > 0 && end.origin === "passive" && this.#random.chance(chance)) {
      this.#left.set(end, this.#random.integer(...afterSegments));
    }
  }

  /** A segment arrives: whether the connection is reset instead. It is so once. */
  isDue(end: End): boolean {
    const left = this.#left.get(end);
    if (left === undefined) return false;
    if (left > 0) this.#left.set(end, left - 1);
    else this.#left.delete(end);
    return left === 0;
  }
}
