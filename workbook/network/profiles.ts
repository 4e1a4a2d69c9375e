/** Smallest and largest value of something the seed chooses. */
export type Range = readonly [low: number, high: number];

/**
 * How the network treats its programs. Every value is allowed by TCP: a right
 * program works under each of them.
 */
export interface Profile {
  /** Name of the profile. */
  readonly name: string;
  /** In which order calls come back: as the event loop of Deno has it, or as the seed chooses. */
  readonly order: "event loop" | "seed";
  /** Milliseconds that a segment travels. `[0, 0]`: it arrives within the call that sends it, as on loopback. */
  readonly travelMs: Range;
  /** Milliseconds until the runtime looks at a socket where something has happened. */
  readonly lookMs: Range;
  /** Milliseconds from the moment a call is done until its promise settles. Decides which of two ready parties goes first. */
  readonly callMs: Range;
  /** Milliseconds that a read waits for more after the first byte is there. */
  readonly lingerMs: Range;
  /** Payload of one segment in bytes. */
  readonly segmentBytes: Range;
  /** Bytes that one read returns at most. */
  readonly readBytes: Range;
  /** Bytes that one write takes at most. */
  readonly writeBytes: Range;
  /** Size of a send buffer in bytes. */
  readonly sendBuffer: number;
  /** Size of a receive buffer in bytes: the largest window. */
  readonly receiveBuffer: number;
  /** How likely a segment with data is held up, and for how many milliseconds. */
  readonly stall: { readonly chance: number; readonly ms: Range };
  /** How likely a connection is reset, and after how many of its segments. */
  readonly reset: { readonly chance: number; readonly afterSegments: Range };
  /**
   * Sizes are hostile for this many bytes of a direction, and then as in `kind`:
   * so that a transfer of megabytes comes to its end.
   */
  readonly hostileBytes: number;
}

/** More than any program writes. */
const ANY: Range = [2 ** 30, 2 ** 30];

/**
 * Loopback on an idle machine, and the event loop of Deno. The buffers are those of Linux: a write of
 * 50 MB takes 3919467 bytes, and the receive buffer, which grows on
 * Linux, stays as large as it is there in the beginning.
 */
const kind: Profile = {
  name: "kind",
  order: "event loop",
  travelMs: [0, 0],
  // What is ready at once is seen at once, before any program goes on.
  lookMs: [0.001, 0.001],
  callMs: [0.01, 0.05],
  lingerMs: [0, 0],
  // The largest payload of a segment on loopback: 65536 - 40 - 13 for options and rounding.
  segmentBytes: [65_483, 65_483],
  readBytes: ANY,
  writeBytes: ANY,
  sendBuffer: 3_791_494,
  receiveBuffer: 127_973,
  stall: { chance: 0, ms: [0, 0] },
  reset: { chance: 0, afterSegments: [0, 0] },
  hostileBytes: 0,
};

/** Name of a profile. */
export type ProfileName =
  | "kind"
  | "byteByByte"
  | "coalesced"
  | "slowReader"
  | "stalling"
  | "resets";

/** All profiles by name. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  /** Loopback on an idle machine. */
  kind,
  /** A segment, a read and often a write carry one byte. */
  byteByByte: {
    ...kind,
    name: "byteByByte",
    order: "seed",
    travelMs: [0.01, 0.2],
    segmentBytes: [1, 1],
    readBytes: [1, 1],
    writeBytes: [1, 7],
    hostileBytes: 4_096,
  },
  /** A read waits until nothing more comes: several messages arrive as one. */
  coalesced: {
    ...kind,
    name: "coalesced",
    order: "seed",
    lingerMs: [8, 12],
    hostileBytes: 65_536,
  },
  /** Small buffers, and a program that is slow to read: a writer must wait. */
  slowReader: {
    ...kind,
    name: "slowReader",
    order: "seed",
    travelMs: [0, 0.1],
    lookMs: [0.001, 0.1],
    callMs: [0.01, 0.2],
    lingerMs: [0, 3],
    readBytes: [1, 700],
    sendBuffer: 2_048,
    receiveBuffer: 1_024,
    hostileBytes: 16_384,
  },
  /** Segments of any size, now and then held up: a message comes in parts. */
  stalling: {
    ...kind,
    name: "stalling",
    order: "seed",
    travelMs: [0.01, 1],
    lookMs: [0.001, 0.1],
    segmentBytes: [1, 1_500],
    writeBytes: [1, 4_096],
    stall: { chance: 0.15, ms: [5, 60] },
    hostileBytes: 16_384,
  },
  /** As stalling, and half of the connections are reset by something between. */
  resets: {
    ...kind,
    name: "resets",
    order: "seed",
    travelMs: [0.01, 1],
    segmentBytes: [1, 1_500],
    reset: { chance: 0.5, afterSegments: [3, 24] },
    hostileBytes: 16_384,
  },
};

/**
 * Whether a read may give a part of what one small write sent.
 *
 * @param name The profile.
 */
export function cutsMessages(name: ProfileName): boolean {
  const { segmentBytes: [segment], readBytes: [read] } = PROFILES[name];
  return Math.min(segment, read) === 1;
}

/** The names of all profiles. */
export const PROFILE_NAMES: readonly ProfileName[] = Object.keys(
  PROFILES,
) as ProfileName[];

/** Those that a lesson may be judged on: a connection that something between resets breaks every submission. */
export const JUDGED_PROFILES: readonly ProfileName[] = PROFILE_NAMES.filter(
  (name) => name !== "resets",
);
