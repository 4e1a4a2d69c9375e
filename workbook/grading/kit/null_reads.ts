/**
 * How often a connection of a submission told the end of its stream: a loop
 * that does not end there leads to many other faults, each told in another way.
 *
 * @module
 */
import { placeInSubmission } from "../../sandbox/paths.ts";
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { whenSettled } from "./outcome.ts";

/** So many times nobody reads `null` who ends at it, or asks again to see it. */
const LOOP = 100;

const { apply } = Reflect;

/** The connection of this check whose reads gave `null` most often. */
let most = { count: 0, at: undefined as string | undefined };

/** Begins to count anew. */
export function forgetNullReads(): void {
  most = { count: 0, at: undefined };
}

/**
 * Counts how often `read()` gives `null` on a connection.
 *
 * @param conn The connection, before a submission gets it.
 */
export function countNullReads(conn: Deno.Conn): void {
  const { read } = conn;
  let count = 0;
  const counted = function (this: unknown, ...args: unknown[]) {
    const reading: Promise<number | null> = apply(read, this, args);
    if (this !== conn) return reading;
    // The loop stands still in this call, so its place is known here only.
    const at = count === LOOP
      ? placeInSubmission(new Error().stack) ?? most.at
      : most.at;
    whenSettled(reading, (n) => {
      if (n === null && ++count > most.count) most = { count, at };
    }, () => {});
    return reading;
  };
  Object.defineProperty(conn, "read", {
    value: counted,
    writable: true,
    configurable: true,
  });
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
