/**
 * Checks of plain values and calls.
 *
 * @module
 */
import { counted } from "../../counted.ts";
import { NotStarted } from "../../todo.ts";
import { escape, hex } from "../../terminal/bytes.ts";
import { type Cause, type Fault, Wrong } from "../../sandbox/fault.ts";
import { placeInSubmission } from "../../sandbox/paths.ts";
import { isBytes, plainBytes } from "../../sandbox/plain_bytes.ts";
import { missingFields } from "./missing_fields.ts";
import { firstDifference } from "./first_difference.ts";
import { whenSettled } from "./outcome.ts";
import { isInstance } from "./instance.ts";
import { wrongKind } from "./wrong_kind.ts";
import { whereToLook } from "./check_context.ts";
import { within } from "./waiting.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { blameSubmission } from "../../sandbox/thrown_fault.ts";
import { pattern } from "../../pattern.ts";

const { apply } = Reflect;
const { propertyIsEnumerable } = Object.prototype;

/** So many zeros of a buffer that was not filled are enough to know it. */
const ZEROS_SHOWN = 20;
const MANY_ZEROS = pattern(
  new RegExp(String.raw`(?:\\x00){${ZEROS_SHOWN + 1},}`, "g"),
);

/** So many arrays of a list are shown. */
const LISTED = 100;

/** Characters that nobody sees: accents of the letter before, blanks without a width, signs of direction. */
const UNSEEN = pattern(/[\u0300-\u036f\u200b-\u200f\u2028-\u202f\ufeff]/g);

/** Where an error was made, within a value that holds it: lines of the workbook, which tell a learner nothing. */
const TRACE = pattern(/\n\s+at [^\n]*?(?::\d+:\d+|<anonymous>)\)?/g);
const LINE_ENDS = pattern(/\n\s+/g);

/** A text whose characters can all be told apart. */
const visible = (text: string) => text.replace(UNSEEN, escape);

/** A value as a learner would write it. */
export function show(value: unknown): string {
  if (isBytes(value)) {
    const bytes = plainBytes(value);
    const shown = bytes.length > 32
      ? `${hex(bytes.subarray(0, 32))} …`
      : hex(bytes);
    return counted(bytes.length, "byte") + (bytes.length ? `: ${shown}` : "");
  }
  if (Array.isArray(value)) {
    // One by one: the array of a submission may have methods of its own.
    const length = Math.min(value.length, LISTED);
    const first = Array.from({ length }, (_, i): unknown => value[i]);
    const more = value.length > length
      ? [`… ${value.length - length} more`]
      : [];
    if (first.some(isBytes)) {
      return `[ ${[...first.map(show), ...more].join(" | ")} ]`;
    }
  }
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === "string") return visible(JSON.stringify(value));
  const shown = Deno.inspect(value, {
    colors: false,
    depth: 4,
    strAbbreviateSize: 200,
    breakLength: Infinity,
    compact: true, // Else a list of more than six numbers takes several lines.
  });
  return visible(shown.replace(TRACE, "").replace(LINE_ENDS, " "))
    .replace(MANY_ZEROS, `${String.raw`\x00`.repeat(ZEROS_SHOWN)}…`);
}

/** A value without methods of its own, as far as it is bytes or an array. */
export function plainValue(value: unknown): unknown {
  if (isBytes(value)) return plainBytes(value);
  return Array.isArray(value)
    ? Array.from({ ...value, length: value.length }, plainValue)
    : value;
}

/**
 * Whether two values are the same: fields and bytes are compared, prototypes are not.
 *
 * @param a What came.
 * @param b What was expected.
 */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  if (isBytes(a) || isBytes(b)) {
    return isBytes(a) && isBytes(b) &&
      firstDifference(plainBytes(a), plainBytes(b)) < 0;
  }
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  // A field that is `undefined` counts as absent.
  const hasSame = (key: string) =>
    isEqual(
      (a as Record<string, unknown>)[key],
      (b as Record<string, unknown>)[key],
    );
  // What is expected first: what came may stand behind a Proxy, which need not
  // tell what it has.
  for (const key of Object.keys(b)) if (!hasSame(key)) return false;
  for (const key of Object.keys(a)) {
    if (!apply(propertyIsEnumerable, b, [key]) && !hasSame(key)) return false;
  }
  return true;
}

/** Which fields are missing, where all the others are as they should be. */
function onlyMissing(actual: unknown, expected: unknown): string | undefined {
  if (typeof expected !== "object" || !expected) return;
  // Of a list or of bytes the kind is told, not what it lacks.
  if ([expected, actual].some((each) => Array.isArray(each) || isBytes(each))) {
    return;
  }
  if (typeof actual !== "object" || !actual) return;
  const fields = Object.entries(expected).filter(([, each]) =>
    each !== undefined
  );
  const isOther = fields.some(([name, each]) =>
    Object.hasOwn(actual, name) && !isEqual(Reflect.get(actual, name), each)
  );
  return isOther
    ? undefined
    : missingFields(actual, fields.map(([name]) => name));
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
    what: onlyMissing(actual, expected),
    expected: show(expected),
    came: show(actual),
    lookAt: telling.lookAt ?? wrongKind(actual, expected),
  });
}

/** Where to look when what was thrown is no error. */
export const NO_ERROR = "what stands behind throw: it must be an Error";

/**
 * What was thrown in the place of an error that is due.
 *
 * @param thrown What was thrown.
 * @param telling Who tells it; its question counts where an error was thrown.
 */
export function thrownInstead(
  thrown: unknown,
  { lookAt }: Pick<Telling, "lookAt">,
): Pick<Fault, "came" | "lookAt" | "at"> {
  return isInstance(thrown, Error)
    ? { came: show(thrown), lookAt, at: placeInSubmission(thrown.stack) }
    : { came: `${show(thrown)} was thrown, and is no error`, lookAt: NO_ERROR };
}

/**
 * A field of what a call gave.
 *
 * @param value What it gave.
 * @param name The field.
 * @param telling What is told where the field is missing; `expected` are the fields it should have.
 * @throws {Wrong} If it lacks it, or is no object.
 */
export function fieldOf<T, K extends keyof T & string>(
  value: T,
  name: K,
  { expected, ...telling }: Telling & { expected: string },
): T[K] {
  const what = missingFields(value, [name]);
  if (typeof value !== "object" || value === null) {
    telling.lookAt = wrongKind(value, {}) ?? telling.lookAt;
  } else if (what === undefined) return value[name];
  throw new Wrong({
    cause: "wrong-value",
    ...telling,
    what,
    expected,
    came: show(value),
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

/** An error of one of these classes, in words: `a RangeError`, `an AddrInUse or TypeError`. */
export function errorOf(names: readonly string[]): string {
  const article = pattern(/^[AEIOU]/).test(names[0] ?? "Error") ? "an" : "a";
  return `${article} ${names.join(" or ") || "error"}`;
}

/**
 * The fault of a call that gave a value where an error was due.
 *
 * @param shown The value, in words.
 * @param expected The error, in words.
 */
export function gaveValue(
  shown: string,
  expected: string,
  { did, lookAt }: Telling,
): Wrong {
  return new Wrong({
    cause: "did-not-throw",
    did,
    expected,
    came: `${shown}, no error`,
    lookAt,
  });
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
    if (isInstance(error, Error)) return error;
    throw new Wrong({
      cause: "wrong-value",
      did: telling.did,
      expected,
      ...thrownInstead(error, telling),
    });
  }
  throw gaveValue(show(came), expected, telling);
}

/**
 * Awaits a promise of the submission.
 *
 * @param work The promise.
 * @param did The call that made it, as a learner would write it.
 * @param withinMs Limit in milliseconds of a machine that is not busy, where
 * the call has one. As long as a reply may take by default.
 * @throws {Wrong} If it never settles (`never-ended`). A rejection passes through.
 */
export function settles<T>(
  work: Promise<T>,
  did: string | (() => string),
  withinMs?: number,
  lookAt?: string | (() => string),
): Promise<T> {
  // Beside the promise, not between: one more microtask would hide faults.
  whenSettled(work, () => {}, blameSubmission);
  const textOf = (text: typeof lookAt) =>
    typeof text === "function" ? text() : text;
  return within(work, withinMs ?? LIMITS.replyMs, () => ({
    cause: "never-ended",
    what: withinMs === undefined
      ? `the promise of ${textOf(did)} stays pending`
      : `the promise of ${textOf(did)} was still pending after ${withinMs} ms`,
    expected: "the promise settles",
    lookAt: textOf(lookAt) ?? whereToLook() ??
      "which await inside it is never answered",
  }));
}
