/**
 * Checks of plain values and calls.
 *
 * @module
 */
import { NotStarted } from "../todo.ts";
import { hex } from "../terminal/bytes.ts";
import { type Cause, type Fault, Wrong } from "./fault.ts";
import { within } from "./patience.ts";
import { ownWork } from "./own_work.ts";
import { placeInAnswer, ROOT } from "./place.ts";
import { LIMITS } from "./limits.ts";

/** A value as a learner would write it. */
export function show(value: unknown): string {
  if (value instanceof Uint8Array) {
    const shown = value.length > 32
      ? `${hex(value.subarray(0, 32))} …`
      : hex(value);
    return `${value.length} byte${value.length === 1 ? "" : "s"}${
      value.length ? `: ${shown}` : ""
    }`;
  }
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === "string") return JSON.stringify(value);
  return Deno.inspect(value, {
    colors: false,
    depth: 4,
    strAbbreviateSize: 200,
    breakLength: Infinity,
  });
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return a instanceof Uint8Array && b instanceof Uint8Array &&
      a.length === b.length && a.every((byte, i) => byte === b[i]);
  }
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  // A field that is `undefined` counts as absent.
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) {
    if (
      !isEqual(
        (a as Record<string, unknown>)[key],
        (b as Record<string, unknown>)[key],
      )
    ) return false;
  }
  return true;
}

/** What a check of a value tells when it fails. */
export interface Telling {
  /** The call as a learner would write it: `htons(9821, "little-endian")`. */
  did: string;
  /** The one next step. */
  lookAt?: string;
  cause?: Cause;
}

/**
 * Expects a value. Objects are compared field by field, prototypes do not
 * count, bytes are compared one by one.
 *
 * @throws {Wrong} If it is another.
 */
export function equal(
  actual: unknown,
  expected: unknown,
  telling: Telling,
): void {
  if (isEqual(actual, expected)) return;
  throw new Wrong({
    cause: telling.cause ?? "wrong-value",
    did: telling.did,
    expected: show(expected),
    came: show(actual),
    lookAt: telling.lookAt,
  });
}

/**
 * Expects that something holds.
 *
 * @throws {Wrong} With the given fault if it does not.
 */
export function expect(holds: unknown, fault: Fault): asserts holds {
  if (!holds) throw new Wrong(fault);
}

/**
 * Expects that a call throws (or a promise rejects), and hands out the error.
 *
 * @param call The call.
 * @param telling How a failure is told; `did` is the call.
 * @param expected What was expected, in words: `a RangeError`.
 * @throws {Wrong} If it does neither, or never settles.
 */
export async function throws(
  call: () => unknown,
  telling: Telling,
  expected = "an error",
): Promise<Error> {
  let came: unknown;
  try {
    const result = call();
    came = result instanceof Promise
      ? await settles(result, telling.did)
      : result;
  } catch (error) {
    if (error instanceof Wrong || error instanceof NotStarted) throw error;
    if (error instanceof Error) return error;
    came = error;
  }
  throw new Wrong({
    cause: "did-not-throw",
    did: telling.did,
    expected,
    came: `${show(came)}, no error`,
    lookAt: telling.lookAt,
  });
}

/**
 * Awaits a promise of the answer.
 *
 * @param work The promise.
 * @param did The call that made it, as a learner would write it.
 * @param withinMs Limit in milliseconds of a machine that is not busy.
 * @throws {Wrong} If it never settles (`never-ended`). A rejection passes through.
 */
export function settles<T>(
  work: Promise<T>,
  did: string,
  withinMs: number = LIMITS.answerMs,
  lookAt?: string,
): Promise<T> {
  return within(work, withinMs, {
    cause: "never-ended",
    what: `the promise of ${did} was still pending after ${withinMs} ms`,
    expected: "the promise settles",
    lookAt: lookAt ?? "which await inside it is never answered",
  });
}

/** The folder of the workbook, as Deno's messages name it. */
const FOLDER = decodeURIComponent(new URL(ROOT).pathname);

/**
 * An error of the answer as a fault.
 *
 * @param error What was thrown.
 * @param cause `threw` in a call that was awaited, `crashed` in the background.
 */
export function faultOf(error: unknown, cause: "threw" | "crashed"): Fault {
  try {
    return readFault(error, cause);
  } catch {
    return {
      cause,
      what: "the answer threw a value that throws itself when it is read",
      expected: "an Error",
      lookAt: "what stands after throw",
    };
  }
}

function readFault(error: unknown, cause: "threw" | "crashed"): Fault {
  const { name = "Error", message = String(error), stack } =
    (error ?? {}) as Partial<Error>;
  const at = placeInAnswer(stack);
  const borrowed = ownWork(message, at);
  if (borrowed) return borrowed;
  if (error instanceof Deno.errors.NotCapable) {
    return {
      cause: "not-allowed",
      what: `the answer may not do this: ${
        message.replace(/, run again with.*$/s, "").replaceAll(FOLDER, "")
      }`,
      expected:
        "an answer uses loopback (127.0.0.1 and [::1]) and reads the workbook, nothing else",
      lookAt: /net access/.test(message)
        ? 'name hostname: "127.0.0.1" in Deno.listen() and Deno.connect()'
        : "the call at the place below: the exercise does not need it",
      at,
    };
  }
  return {
    cause,
    what: cause === "threw"
      ? `the answer threw ${name}: ${message}`
      : `the answer failed in the background with ${name}: ${message}`,
    lookAt: cause === "threw"
      ? "the line below: what was it given"
      : "a promise that nobody awaits, or a callback: catch its error where it happens",
    at,
  };
}
