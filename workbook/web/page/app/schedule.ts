import type { Schedule } from "../../../grading/protocol.ts";
import type { ProfileName } from "../../../network/profiles.ts";
import { h } from "./dom.ts";

/** The largest seed. */
export const MOST_SEED = 2 ** 32 - 1;

/** The profiles of the model network that can be chosen, in words. */
const WORDS: Record<ProfileName, string> = {
  kind: "as on loopback",
  byteByByte: "one byte at a time",
  coalesced: "everything at once",
  slowReader: "slow reader",
  stalling: "segments held up",
  resets: "connections reset",
};

/** What is chosen; a new seed each time where none is. */
export interface Chosen {
  profile: ProfileName;
  seed?: number;
}

/** A schedule in words: `slow reader, seed 7`. */
export function scheduleInWords({ profile, seed }: Schedule): string {
  return `${WORDS[profile]}, seed ${seed}`;
}

/** So many schedules are tried at a time. */
export const TRIED = 20;

/** Schedules to try, each profile in turn. */
export function schedulesToTry(profiles: readonly ProfileName[]): Schedule[] {
  const [first] = crypto.getRandomValues(new Uint32Array(1));
  return Array.from({ length: TRIED }, (_, i) => ({
    profile: profiles[i % profiles.length],
    seed: (first + i) >>> 0,
  }));
}

/** The choice of how the model network treats a program. */
export class ScheduleChoice {
  readonly element: HTMLElement;
  readonly #profile: HTMLSelectElement;
  readonly #seed: HTMLInputElement;

  /**
   * @param profiles On which of them the lesson is judged; on the others it is only shown.
   * @param offered Which can be chosen.
   * @param onChange Called with what is chosen now.
   */
  constructor(
    profiles: readonly ProfileName[],
    offered: readonly ProfileName[],
    onChange: (chosen: Chosen) => void,
  ) {
    const changed = () => {
      if (this.#seed.reportValidity()) onChange(this.value);
    };
    this.#profile = h(
      "select",
      { onchange: changed },
      ...offered.map((name) =>
        h(
          "option",
          { value: name },
          WORDS[name] + (profiles.includes(name) ? "" : " (shown, not judged)"),
        )
      ),
    );
    this.#seed = h("input.seed", {
      type: "number",
      min: "0",
      max: String(MOST_SEED),
      placeholder: "any",
      onchange: changed,
    });
    this.element = h(
      "span.schedule",
      {},
      h("label", {}, "Network ", this.#profile),
      h("label", {}, "Seed ", this.#seed),
    );
  }

  get value(): Chosen {
    const { value, valueAsNumber } = this.#seed;
    return {
      profile: this.#profile.value as ProfileName,
      seed: value === "" ? undefined : valueAsNumber,
    };
  }

  set value({ profile, seed }: Chosen) {
    this.#profile.value = profile;
    this.#seed.value = seed === undefined ? "" : String(seed);
  }
}
