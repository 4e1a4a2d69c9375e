/**
 * An error that somebody threw, as a fault: the submission's or ours.
 *
 * @module
 */
import { ROOT } from "../paths.ts";
import { isWithoutObject, questionOf } from "./error_question.ts";
import type { Fault } from "./fault.ts";
import { isKnownSubmission, isOnlyOurs, placeInSubmission } from "./paths.ts";
import { pattern } from "../pattern.ts";

/** The folder of the workbook, as Deno's messages name it. */
const FOLDER = decodeURIComponent(new URL(ROOT).pathname);

/** Errors that came out of a call of the submission, whatever their trace says. */
const blamed = new WeakSet<object>();
const { add, has } = WeakSet.prototype;
const { apply } = Reflect;

/**
 * Remembers that an error came out of a call of the submission.
 *
 * @param error What was thrown. It may be frozen, and no Error at all.
 */
export function blameSubmission(error: unknown): void {
  if (isObject(error)) apply(add, blamed, [error]);
}

/**
 * Whether an error is the submission's: it came out of a call of the submission,
 * its trace names a file of a learner, or it is no Error. The workbook throws
 * nothing but Errors, and those have traces.
 *
 * @param error What was thrown.
 */
export function isSubmissions(error: unknown): boolean {
  try {
    return !isObject(error) || apply(has, blamed, [error]) ||
      !(error instanceof Error) || placeInSubmission(error.stack) !== undefined;
  } catch {
    return true; // It throws when it is looked at: a trap of the submission.
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null ||
    typeof value === "function";
}

/**
 * An error of the submission as a fault.
 *
 * @param error What was thrown.
 * @param cause `threw` in a call that was awaited, `crashed` in the background.
 * @returns The fault; one of the workbook for an error in the background whose
 * trace names only files of the workbook.
 */
export function faultOf(error: unknown, cause: "threw" | "crashed"): Fault {
  try {
    if (cause === "crashed" && isOurCrash(error)) {
      return workbookFault(error, "in the background");
    }
    return readFault(error, cause);
  } catch {
    return {
      cause,
      what: "the submission threw a value that throws itself when it is read",
      expected: "an Error",
      lookAt: "the value behind throw",
    };
  }
}

/** Errors of code, not of sockets. */
const OF_CODE: unknown[] = [
  Error,
  TypeError,
  RangeError,
  ReferenceError,
  SyntaxError,
];

/**
 * In the background no call shows whose an error is: only a trace of ours proves
 * it. An error of a socket may have such a trace and be the submission's: a
 * grader, and the model network, make the errors that its sockets fail with.
 */
function isOurCrash(error: unknown): boolean {
  if (isSubmissions(error)) return false;
  const { stack, constructor } = error as Error;
  // The call that a check has put in its place stands in the trace, and nothing of who handed it over.
  if (isWithoutObject(error)) return false;
  return OF_CODE.includes(constructor) && isOnlyOurs(stack);
}

/**
 * An error of the workbook itself as a fault, with its whole trace.
 *
 * @param error What was thrown.
 * @param where Where: `in the check "answers OK"`.
 */
export function workbookFault(error: unknown, where: string): Fault {
  return {
    cause: "workbook-fault",
    what: `the workbook failed ${where}`,
    lookAt: "this is a fault of the workbook, not of the submission",
    trace: error instanceof Error
      ? error.stack ?? `${error.name}: ${error.message}`
      : String(error),
  };
}

function readFault(error: unknown, cause: "threw" | "crashed"): Fault {
  const { name = "Error", message = String(error), stack } =
    (error ?? {}) as Partial<Error>;
  const at = placeInSubmission(stack);
  const borrowed = borrowedSubmission(message, at);
  if (borrowed) return borrowed;
  if (error instanceof Deno.errors.NotCapable) {
    return {
      cause: "not-allowed",
      what: `the submission may not do this: ${
        message.replace(pattern(/, run again with.*$/s), "").replaceAll(
          FOLDER,
          "",
        )
      }`,
      expected:
        "a submission uses loopback (127.0.0.1 and [::1]) and reads the workbook, nothing else",
      lookAt: pattern(/net access/).test(message)
        ? 'name hostname: "127.0.0.1" in Deno.listen() and Deno.connect()'
        : "the call at the place below: the exercise does not need it",
      at,
    };
  }
  if (isOfLocked(error, message)) {
    return {
      cause: "tampered",
      what: `the submission changes what cannot be changed: ${message}`,
      expected: "Deno, the globals and the prototypes stay as they are",
      lookAt: "the assignment: write a function of your own instead",
      at,
    };
  }
  if (isClosedTwice(error)) return closedTwice(cause, at);
  const told = isObject(error)
    ? `${name}: ${message}`
    : `${message}, which is no Error`;
  return {
    cause,
    what: cause === "threw"
      ? `the submission threw ${told}`
      : `the submission failed in the background with ${told}`,
    lookAt: questionOf(error, cause, at),
    at,
  };
}

/**
 * Whether an error says that `close()` was called on what is closed already.
 *
 * @param error What was thrown.
 */
export function isClosedTwice(error: unknown): boolean {
  if (!(error instanceof Deno.errors.BadResource)) return false;
  const lines = error.stack?.split("\n").slice(1) ?? [];
  const own = lines.findIndex((line) => placeInSubmission(line) !== undefined);
  return lines.slice(0, own < 0 ? undefined : own).some((line) =>
    pattern(/^\s*at (?:\S+\.)?close \(/).test(line)
  );
}

function closedTwice(cause: "threw" | "crashed", at?: string): Fault {
  return {
    cause,
    what: "close() of something that is closed already: BadResource",
    expected: "each listener and each connection is closed once",
    lookAt:
      "who else closes it: a second call, a finally, stop(), the end of a stream",
    at,
  };
}

/** What the language says of an assignment to an object that is locked. */
const LOCKED = pattern(
  /^(?:Cannot (?:assign to read only|redefine|delete|define) property|Cannot add property|#<\w+> is not extensible)/,
);

/** Whether an error says that an object cannot be changed. */
function isOfLocked(error: unknown, message: string): boolean {
  return error instanceof TypeError && LOCKED.test(message);
}

/**
 * The fault of a submission that uses a submission of the workbook.
 *
 * @param message What Deno refused: `Requires read access to "/…/solutions/…"`.
 * @param at Place in the submission.
 * @returns `undefined` if it is about something else.
 */
export function borrowedSubmission(
  message: string,
  at?: string,
): Fault | undefined {
  const [, path] = message.match(pattern(/^Requires read access to "(.+)"/)) ??
    [];
  const file = path?.replace(FOLDER, "");
  if (file === undefined || !isKnownSubmission(file)) return;
  return {
    cause: "not-allowed",
    what: `the submission uses ${file}`,
    expected: "functions that you wrote yourself",
    lookAt: "deno task hint  gives one step at a time",
    at,
  };
}
