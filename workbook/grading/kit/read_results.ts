/**
 * What the reads of a submission gave, and what its writes were given. A few
 * mistakes with it lead to many other faults, each told in another way: a loop
 * that does not end at `null`, one that reads on when its buffer is full or
 * writes on when nothing is left, and a buffer that is used whole where `read()`
 * filled its beginning.
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

/** What a loop without an end asks for again and again, and what is said of it. */
interface Idle {
  /** So many times nobody asks for it who is in no loop. */
  from: number;
  what(count: number): string;
  expected: string;
  lookAt: string;
}

const NULLS: Idle = {
  from: LOOP,
  what: (count) => `read() gave null ${count} times on one connection`,
  expected: "the first null is the end of the stream: nothing comes after it",
  lookAt: "what ends the loop when read() gives null",
};

const NO_BYTES: Idle = {
  // An empty chunk, or a part without bytes, may be written: once each.
  from: 10 * LOOP,
  what: (count) => `write() was given 0 bytes ${count} times on one connection`,
  expected: "each write() is given what is still to be sent",
  lookAt: "what ends the loop that writes: is anything left when it goes on",
};

/** The connection of this check that was asked most often. */
let most = { idle: NULLS, count: 0, at: undefined as string | undefined };

let isShort = false;

let largest = 0;

/** Begins anew. */
export function forgetReads(): void {
  most = { idle: NULLS, count: 0, at: undefined };
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
 * Looks at what `read()` gives on a connection, and at what `write()` is given.
 *
 * @param conn The connection, before a submission gets it.
 */
export function watchCalls(conn: Deno.Conn): void {
  const { read, write } = conn;
  let count = 0;
  let withoutRoom = 0;
  let empty = 0;
  /** Counts what a loop may ask for, in this call or when it has settled. */
  const note = (idle: Idle, count: number, at: string | undefined) => {
    if (count > most.count) most = { idle, count, at };
    if (count === ENDLESS) failInBackground(idleLoop()!.fault);
  };
  /** The place of a loop: it stands still in this call, so it is known here only. */
  const placeAt = (count: number) =>
    count === LOOP ? placeInSubmission(new Error().stack) ?? most.at : most.at;
  const watched = function (this: unknown, ...args: unknown[]) {
    const reading: Promise<number | null> = apply(read, this, args);
    if (this !== conn) return reading;
    const at = placeAt(count);
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
      if (n === null) note(NULLS, ++count, at);
    }, () => {});
    return reading;
  };
  const watchedWrite = function (this: unknown, ...args: unknown[]) {
    if (this === conn && isBytes(args[0]) && roomOf(args[0]) === 0) {
      note(NO_BYTES, ++empty, placeAt(empty));
    }
    return apply(write, this, args);
  };
  replace(conn, "read", watched);
  replace(conn, "write", watchedWrite);
}

/** Replaces a method, unless a check has put one of its own there for good. */
function replace(conn: Deno.Conn, name: "read" | "write", value: unknown) {
  const own = Object.getOwnPropertyDescriptor(conn, name);
  if (own?.configurable === false) return;
  Object.defineProperty(conn, name, {
    value,
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

/** The fault of a loop that reads on behind the end of a stream, or writes on behind the last byte, if there is one in this check. */
export function idleLoop(): Wrong | undefined {
  const { idle, count, at } = most;
  if (count < idle.from) return;
  const { what, expected, lookAt } = idle;
  return new Wrong({
    cause: "never-ended",
    what: what(count),
    expected,
    lookAt,
    at,
  });
}
