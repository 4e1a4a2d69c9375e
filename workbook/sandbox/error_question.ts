/**
 * Where to look for the cause of an error that nobody foresaw: the question that
 * its class, its message and its place lead to.
 *
 * @module
 */
import { pattern } from "../pattern.ts";
import { placeInSubmission } from "./paths.ts";

/** A write that failed with EPIPE. */
const ENDED =
  "a write() whose direction has ended: by closeWrite(), or because the peer is gone";

/**
 * Where to look for the cause of an error.
 *
 * @param error What was thrown.
 * @param cause Whether a call threw it, or it was noticed in the background.
 * @param at Its place in the submission, if its trace has one.
 */
export function questionOf(
  error: unknown,
  cause: "threw" | "crashed",
  at?: string,
): string {
  const { message = String(error), stack } = (error ?? {}) as Partial<Error>;
  if (isWithoutObject(error)) {
    return "a method that is handed over by its name alone, such as conn.close: it loses what stands in front of the dot";
  }
  if (at && isMisspelled(error)) {
    return pattern(/^\S+\.\S+ is not/).test(message)
      ? "the line below: is the name behind the dot spelled right, and what stands in front of it: a promise without await, a text"
      : "the name in the line below: is it spelled as in its declaration";
  }
  if (cause === "crashed") {
    if (at && isOfCode(error)) return "the line below: what was it given";
    if (error instanceof Deno.errors.BrokenPipe) {
      return `${ENDED}; who awaits it, and catches its error`;
    }
    return error instanceof Deno.errors.Interrupted
      ? "a call that still waits when its connection is closed ends so: who catches its error"
      : "a promise that nobody awaits when it fails, or a callback: catch its error where it happens";
  }
  if (pattern(/ on the model network: /).test(message)) {
    return "the call at the place below, and what its message advises";
  }
  if (!at) return "what the call was given, and what it awaited";
  if (error instanceof Deno.errors.BrokenPipe) return ENDED;
  if (isTooDeep(error)) {
    return "the line below: a function that calls itself without end, or one call with too many arguments (...)";
  }
  return throwsItself(error, stack)
    ? "the line below throws: what leads to it, and must it throw there"
    : "the line below: what was it given";
}

/** Whether an error says that there is nothing of this name. */
export function isMisspelled(error: unknown): boolean {
  return isOfCode(error) &&
    pattern(/ is not (?:a function|defined)\b/).test(error.message);
}

/** Whether a method of Deno was called on nothing, or on another object: its private fields are not there. */
export function isWithoutObject(error: unknown): boolean {
  return error instanceof TypeError &&
    pattern(/ private member #|\(reading '#/).test(error.message);
}

/** Whether the stack of calls had no room: for one more call, or for its arguments. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError &&
    pattern(/^Maximum call stack/).test(error.message);
}

/** Whether the submission made the error itself, and no call of the language or of Deno did. */
function throwsItself(error: unknown, stack: string | undefined): boolean {
  const first = stack?.split("\n").find((line) =>
    pattern(/^\s*at /).test(line)
  );
  return !isOfCode(error) && placeInSubmission(first) !== undefined;
}

/** Whether an error is one of code, such as a misspelled name, and not of sockets. */
export function isOfCode(
  error: unknown,
): error is TypeError | ReferenceError {
  return error instanceof TypeError || error instanceof ReferenceError;
}
