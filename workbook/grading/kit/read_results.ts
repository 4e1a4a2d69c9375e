/**
 * What the reads of a submission gave. Three mistakes with it lead to many other
 * faults, each told in another way: a loop that does not end at `null`, one that
 * reads on when its buffer is full, and a buffer that is used whole where
 * `read()` filled its beginning.
 *
 * @module
 */
import { placeInSubmission } from "../../sandbox/paths.ts";
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { isBytes, plainBytes } from "../../sandbox/plain_bytes.ts";
import { failInBackground } from "./check_context.ts";
import { whenSettled } from "./outcome.ts";
import { countMoved } from "./progress.ts";

/** So many times nobody reads `null` who ends at it, or asks again to see it. */
const LOOP = 100;

/** After so many the loop is no matter of waiting any more. */
const ENDLESS = 10_000;

const { apply } = Reflect;

/** The connection of this check whose reads gave `null` most often. */
let most = { count: 0, at: undefined as string | undefined };

let isShort = false;

let largest = 0;

/** Begins anew. */
export function forgetReads(): void {
  most = { count: 0, at: undefined };
  isShort = false;
  largest = 0;
}

/** The largest buffer, in bytes, that a `read()` of this check was given; 0 if none was: a stream reads without. */
export function largestBuffer(): number {
  return largest;
}

/** Whether a `read()` of this check filled a part of its buffer only. */
export function hasShortRead(): boolean {
  return isShort;
}

/**
 * Looks at what `read()` gives on a connection.
 *
 * @param conn The connection, before a submission gets it.
 */
export function watchReads(conn: Deno.Conn): void {
  const { read } = conn;
  let count = 0;
  let withoutRoom = 0;
  const watched = function (this: unknown, ...args: unknown[]) {
    const reading: Promise<number | null> = apply(read, this, args);
    if (this !== conn) return reading;
    // The loop stands still in this call, so its place is known here only.
    const at = count === LOOP
      ? placeInSubmission(new Error().stack) ?? most.at
      : most.at;
    const room = roomOf(args[0]);
    if (room > largest) largest = room;
    if (isBytes(args[0]) && room === 0 && ++withoutRoom >= ENDLESS) {
      if (withoutRoom === ENDLESS) {
        failInBackground(loopWithoutRoom(placeInSubmission(new Error().stack)));
      }
      // Such reads take no turn of the event loop: nothing else could happen.
      return new Promise<never>(() => {});
    }
    whenSettled(reading, (n) => {
      // Small buffers take many reads, and a busy machine its time for each.
      if (n !== null) countMoved(n);
      if (n !== null && n < room) isShort = true;
      if (n === null && ++count > most.count) most = { count, at };
      if (count === ENDLESS) failInBackground(nullLoop()!.fault);
    }, () => {});
    return reading;
  };
  Object.defineProperty(conn, "read", {
    value: watched,
    writable: true,
    configurable: true,
  });
}

/** The fault of a loop that reads into an array of length 0. */
function loopWithoutRoom(at?: string): Fault {
  return {
    cause: "never-ended",
    what:
      `read() was given an array of length 0, ${ENDLESS} times on one connection`,
    expected: "an array with room: without room read() gives 0 at once",
    lookAt: "what ends the loop when its buffer is full",
    at,
  };
}

/** How many bytes a buffer has room for. */
function roomOf(buffer: unknown): number {
  return isBytes(buffer) ? plainBytes(buffer).length : 0;
}

/** The fault of a loop that reads on behind the end of a stream, if there is one in this check. */
export function nullLoop(): Wrong | undefined {
  const { count, at } = most;
  if (count < LOOP) return;
  const fault: Fault = {
    cause: "never-ended",
    what: `read() gave null ${count} times on one connection`,
    expected: "the first null is the end of the stream: nothing comes after it",
    lookAt: "what ends the loop when read() gives null",
    at,
  };
  return new Wrong(fault);
}
