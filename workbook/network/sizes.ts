import type { Profile, Range } from "./profiles.ts";
import { PROFILES } from "./profiles.ts";
import type { Random } from "./random.ts";

/** What the seed decides about the sizes of one end: hostile in the beginning, kind later. */
export class Sizes {
  readonly #random: Random;
  readonly #profile: Profile;

  constructor(random: Random, profile: Profile) {
    this.#random = random;
    this.#profile = profile;
  }

  /** @param moved Bytes that went through this direction before. */
  #at(moved: number): Profile {
    return moved < this.#profile.hostileBytes ? this.#profile : PROFILES.kind;
  }

  #draw([low, high]: Range): number {
    return low === high ? low : this.#random.integer(low, high);
  }

  /** Payload of the next segment. */
  segment(moved: number): number {
    return this.#draw(this.#at(moved).segmentBytes);
  }

  /** What the next read returns at most. */
  read(moved: number): number {
    return this.#draw(this.#at(moved).readBytes);
  }

  /** Milliseconds that the next read waits for more; 0 for none. */
  lingerMs(moved: number): number {
    const [low, high] = this.#at(moved).lingerMs;
    return high === 0 ? 0 : this.#random.between(low, high);
  }

  /** What the next write takes at most. */
  write(moved: number): number {
    return this.#draw(this.#at(moved).writeBytes);
  }

  /** Size of the send buffer now. */
  sendBuffer(moved: number): number {
    return this.#at(moved).sendBuffer;
  }

  /** Size of the receive buffer now. */
  receiveBuffer(moved: number): number {
    return this.#at(moved).receiveBuffer;
  }
}
