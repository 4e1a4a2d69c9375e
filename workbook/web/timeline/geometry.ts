/**
 * Where the lanes are.
 *
 * @module
 */
import type { Recording } from "./recording.ts";

/** Height of the row of one step, in pixels. */
export const ROW_PX = 26;

/** Height of the names above the lanes, in pixels. */
export const NAMES_PX = 26;

/** So many steps are in sight. */
export const VISIBLE_ROWS = 16;

/** How much room things have, in pixels. */
interface Room {
  /** The time at the left, the words of the first lane, those of the last. */
  time: number;
  first: number;
  last: number;
  /** The least and the largest distance between two lanes. */
  least: number;
  largest: number;
}

const WIDE: Room = {
  time: 84,
  first: 270,
  last: 150,
  least: 190,
  largest: 420,
};

/** On a telephone. Longer words run over what is beside them. */
const NARROW: Room = {
  time: 70,
  first: 118,
  last: 104,
  least: 110,
  largest: 420,
};

/** Below this the room is narrow. */
const NARROW_PX = 700;

/** Where one lane is drawn. */
export interface LanePlace {
  /** Index of the lane in the recording. */
  lane: number;
  x: number;
  /** On which side of its line its words are. */
  side: "left" | "right";
}

/** Where everything is drawn, in pixels. */
export interface Geometry {
  width: number;
  height: number;
  /** Room for the time, and for words beside it. */
  time: number;
  words: number;
  /** In the order in which they are drawn: the program's first. */
  lanes: LanePlace[];
  /** The same, by the index of the lane. */
  at: ReadonlyMap<number, LanePlace>;
}

/** The lanes in the order in which they are drawn: the recorded program's first. */
export function lanesInOrder({ lanes }: Recording): number[] {
  const all = lanes.map((_, lane) => lane);
  return [
    ...all.filter((lane) => lanes[lane].isProgram),
    ...all.filter((lane) => !lanes[lane].isProgram),
  ];
}

/**
 * Places the lanes of a recording.
 *
 * @param recording The recording.
 * @param width Pixels that there are; with many lanes more are taken.
 */
export function geometryOf(recording: Recording, width: number): Geometry {
  const order = lanesInOrder(recording);
  const { time, first, last, least, largest } = width < NARROW_PX
    ? NARROW
    : WIDE;
  const begin = time + first;
  const between = order.length - 1;
  const room = (width - begin - last) / Math.max(1, between);
  const distance = Math.max(least, Math.min(room, largest));
  const lanes = order.map((lane, index): LanePlace => ({
    lane,
    x: begin + index * distance,
    side: index === 0 ? "left" : "right",
  }));
  return {
    width: Math.max(width, begin + between * distance + last),
    time,
    words: first,
    height: NAMES_PX + ROW_PX * VISIBLE_ROWS,
    lanes,
    at: new Map(lanes.map((place) => [place.lane, place])),
  };
}
