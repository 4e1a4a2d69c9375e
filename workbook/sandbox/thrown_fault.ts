import { ROOT } from "../paths.ts";
import { borrowedSubmission } from "./borrowed_submission.ts";
import type { Fault } from "./fault.ts";
import { placeInSubmission } from "./paths.ts";

/** The folder of the workbook, as Deno's messages name it. */
const FOLDER = decodeURIComponent(new URL(ROOT).pathname);

/**
 * An error of the submission as a fault.
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
      what: "the submission threw a value that throws itself when it is read",
      expected: "an Error",
      lookAt: "what stands after throw",
    };
  }
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
        message.replace(/, run again with.*$/s, "").replaceAll(FOLDER, "")
      }`,
      expected:
        "a submission uses loopback (127.0.0.1 and [::1]) and reads the workbook, nothing else",
      lookAt: /net access/.test(message)
        ? 'name hostname: "127.0.0.1" in Deno.listen() and Deno.connect()'
        : "the call at the place below: the exercise does not need it",
      at,
    };
  }
  return {
    cause,
    what: cause === "threw"
      ? `the submission threw ${name}: ${message}`
      : `the submission failed in the background with ${name}: ${message}`,
    lookAt: cause === "threw"
      ? "the line below: what was it given"
      : "a promise that nobody awaits, or a callback: catch its error where it happens",
    at,
  };
}
