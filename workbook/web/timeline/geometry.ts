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

/** Room for the time at the left, for the first lane's words, and for the last one's. */
const TIME_PX = 84;
const FIRST_PX = 270;
const LAST_PX = 150;

/** The least and the largest distance between two lanes. */
const LEAST_PX = 190;
const LARGEST_PX = 420;

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
  const first = TIME_PX + FIRST_PX;
  const between = Math.max(1, order.length - 1);
  const room = (width - first - LAST_PX) / between;
  const distance = Math.max(LEAST_PX, Math.min(room, LARGEST_PX));
  const lanes = order.map((lane, index): LanePlace => ({
    lane,
    x: first + index * distance,
    side: index === 0 ? "left" : "right",
  }));
  return {
    width: Math.max(width, first + (order.length - 1) * distance + LAST_PX),
    height: NAMES_PX + ROW_PX * VISIBLE_ROWS,
    lanes,
    at: new Map(lanes.map((place) => [place.lane, place])),
  };
}
