import type { Clock } from "./clock.ts";
import type { Profile } from "./profiles.ts";
import type { Random } from "./random.ts";
import { pairKey, type Segment } from "./segment.ts";

/** What is on its way in one direction of a connection. */
interface Lane {
  /** When the last of them arrives. */
  lastAt: number;
  count: number;
}

/**
 * Carries segments. None is lost and none overtakes another of its direction;
 * how long each travels is the seed's choice. A SYN that a full queue drops is
 * the receiver's doing.
 */
export class Wire {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #profile: Profile;
  readonly #deliver: (segment: Segment) => void;
  #lanes = new Map<string, Lane>();
  #arrived: Segment[] = [];
  #delivering = false;

  constructor(
    clock: Clock,
    random: Random,
    profile: Profile,
    deliver: (segment: Segment) => void,
  ) {
    this.#clock = clock;
    this.#random = random;
    this.#profile = profile;
    this.#deliver = deliver;
  }

  /** Sends a segment. */
  send(segment: Segment): void {
    const travel = this.#travelMs(segment);
    if (travel === 0 && this.#lanes.size === 0) {
      this.#arrive(segment);
      return;
    }
    const key = pairKey(segment.from, segment.to);
    const lane = this.#lanes.get(key) ?? { lastAt: 0, count: 0 };
    this.#lanes.set(key, lane);
    lane.lastAt = Math.max(this.#clock.now + travel, lane.lastAt);
    lane.count++;
    this.#clock.scheduleAt(lane.lastAt, () => {
      if (--lane.count === 0) this.#lanes.delete(key);
      this.#arrive(segment);
    });
  }

  #travelMs({ data, seq }: Segment): number {
    const { travelMs: [low, high], stall, hostileBytes } = this.#profile;
    if (high === 0) return 0;
    const travel = this.#random.between(low, high);
    if (data === undefined || seq > hostileBytes) return travel;
    return this.#random.chance(stall.chance)
      ? travel + this.#random.between(...stall.ms)
      : travel;
  }

  /** One after the other: what a delivery sends is delivered after it, not within it. */
  #arrive(segment: Segment): void {
    this.#arrived.push(segment);
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (const next of this.#arrived) this.#deliver(next);
    } finally {
      this.#arrived = [];
      this.#delivering = false;
    }
  }
}
