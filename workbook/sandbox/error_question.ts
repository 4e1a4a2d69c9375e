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
  const { message = String(error) } = (error ?? {}) as Partial<Error>;
  if (isWithoutObject(error)) {
    return "a method that is handed over by its name alone, such as conn.close: it loses what stands in front of the dot";
  }
  if (at && isMisspelled(error)) {
    return pattern(/^\S+\.\S+ is not/).test(message)
      ? "the line below: is the name behind the dot spelled right, and what stands in front of it: a promise without await, a text"
      : "the name in the line below: is it spelled as in its declaration";
  }
  if (at && isTooDeep(error)) {
    return "the line below: a function that calls itself without end, or one call with too many arguments (...)";
  }
  if (at && pattern(/ on the model network: /).test(message)) {
    return "the call at the place below, and what its message advises";
  }
  if (at && isOfItsCode(error)) {
    return isMadeThere(error)
      ? "the line below throws: what leads to it, and must it throw there"
      : "the line below: what was it given";
  }
  if (cause === "crashed") {
    if (error instanceof Deno.errors.BrokenPipe) {
      return `${ENDED}; who awaits it, and catches its error`;
    }
    return error instanceof Deno.errors.Interrupted
      ? "a call that still waits when its connection is closed ends so: who catches its error"
      : "a promise that nobody awaits when it fails, or a callback: catch its error where it happens";
  }
  if (!at) {
    return Object(error) === error
      ? "what the call was given, and what it awaited"
      : "which throw gives this value: only an Error tells its place";
  }
  return error instanceof Deno.errors.BrokenPipe
    ? ENDED
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

/**
 * Whether an error is one of the submission's own code, and its line tells most:
 * the submission made it, or the language did. No socket failed.
 *
 * @param error What was thrown.
 */
export function isOfItsCode(error: unknown): boolean {
  const { stack } = Object(error) as Partial<Error>;
  return isOfCode(error)
    ? placeInSubmission(stack) !== undefined
    : isMadeByCode(stack);
}

/** Whether the submission or the language made an error, and nothing of Deno: what the language calls itself has no place, `at new Uint8Array (<anonymous>)`. */
function isMadeByCode(stack: string | undefined): boolean {
  return isThere(stack, (line) => !pattern(/\(<anonymous>\)$/).test(line));
}

/**
 * Where to look for the cause of an error that came where a check asks something
 * else: at its line, if it is one of the submission's own code. A TypeError, or a
 * misspelled name, has no other cause; any other error leaves the question open, too.
 *
 * @param error What was thrown.
 * @param line The question of its line.
 * @param question What the check asks there.
 */
export function questionThere(
  error: unknown,
  line: string | undefined,
  question: string | undefined,
): string | undefined {
  if (question === undefined) return line;
  if (!isMadeByCode((Object(error) as Partial<Error>).stack)) return question;
  return isOfCode(error) || isTooDeep(error)
    ? line
    : `the line below throws; ${question}`;
}

/** Whether the submission made the error itself: of the classes of code nobody can tell. */
function isMadeThere(error: unknown): boolean {
  return !isOfCode(error) && !isTooDeep(error) &&
    isThere((error as Error).stack, () => true);
}

/** Whether the first of these lines of a trace is in the submission. */
function isThere(
  stack: string | undefined,
  counts: (line: string) => boolean,
): boolean {
  const first = `${stack}`.split("\n").find((line) =>
    pattern(/^\s*at /).test(line) && counts(line)
  );
  return placeInSubmission(first) !== undefined;
}

/** Whether an error is one of code, such as a misspelled name, and not of sockets. */
export function isOfCode(
  error: unknown,
): error is TypeError | ReferenceError {
  return error instanceof TypeError || error instanceof ReferenceError;
}
