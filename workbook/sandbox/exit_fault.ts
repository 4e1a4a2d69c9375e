/**
 * Why the process of a submission ended before its work did, as a fault.
 *
 * @module
 */
import type { Fault } from "./fault.ts";
import type { Limits } from "./limits.ts";
import { Nonsense, PARENT_GONE } from "./messages.ts";
import { workbookFault } from "./thrown_fault.ts";

/** What Deno prints before it ends a program that uses what is not stable, and its status then. */
const UNSTABLE =
  /^Unstable API '(.+?)'\. The `(--unstable-[\w-]+)` flag must be provided/m;
const UNSTABLE_STATUS = 70;

const KEEPS_MEMORY = "what is kept for every chunk or client, and never freed";

/** The fault of a submission that takes too much memory. */
export function outOfMemory(bytes: number, { memoryBytes }: Limits): Fault {
  return {
    cause: "out-of-memory",
    what: `the submission uses ${
      Math.round(bytes / 1e6)
    } MB of memory and takes more; the limit is ${memoryBytes / 1e6} MB`,
    lookAt: KEEPS_MEMORY,
  };
}

/**
 * The fault of a submission whose event loop is blocked.
 *
 * @param isLoaded Whether the file was loaded before.
 */
export function endlessLoop(isLoaded: boolean, { blockedMs }: Limits): Fault {
  return {
    cause: "endless-loop",
    what: isLoaded
      ? `an endless loop: the program did nothing else for ${blockedMs} ms`
      : `an endless loop while the file is loaded, longer than ${blockedMs} ms`,
    lookAt:
      "a loop without an await that waits, or one whose condition never changes",
  };
}

/** The fault of a file that is not loaded within this many milliseconds. */
export function neverLoaded(ms: number): Fault {
  return {
    cause: "never-ended",
    what:
      `code outside of functions ran while the file was loaded, and had not ended after ${ms} ms`,
    lookAt: "an await outside of functions",
  };
}

/** The fault of a submission that keeps its process from judging anything. */
export function noStep({ checkHardMs }: Limits): Fault {
  return {
    cause: "never-ended",
    what: `nothing was judged for ${checkHardMs} ms`,
    lookAt: "what keeps the program busy, and what the submission replaced",
  };
}

/** The fault of a submission that is judged for too long. */
export function tooSlow({ wholeMs }: Limits): Fault {
  return {
    cause: "too-slow",
    what: `judging took longer than ${wholeMs} ms`,
    lookAt: "what keeps the program busy beside its work: timers, loops",
  };
}

/** The fault of a process that does not start within this many milliseconds: nothing of the submission has run. */
export function neverStarted(ms: number): Fault {
  return {
    cause: "workbook-fault",
    what: `the process for the submission did not start within ${ms} ms`,
    lookAt: "how busy this machine is; then try again",
  };
}

/**
 * The fault that ends a process while its messages are heard.
 *
 * @param error What was thrown.
 * @returns A fault of the submission if the message is no JSON, or makes no
 * sense; any other error is one of the workbook, which heard it.
 */
export function messageFault(error: unknown): Fault {
  if (!(error instanceof Nonsense || error instanceof SyntaxError)) {
    return workbookFault(error, "where it hears what the program reports");
  }
  return {
    cause: "tampered",
    what: `what the program reports cannot be read: ${error}`,
    lookAt: "what the submission changes outside of its own functions",
  };
}

/**
 * The fault of a process that ended by itself.
 *
 * @param status How it ended.
 * @param output The end of what it printed.
 */
export function exitFault(status: Deno.CommandStatus, output: string): Fault {
  // The words alone are no proof: a submission may print them.
  const killed = status.signal !== null || Deno.build.os === "windows";
  if (killed && /out of memory|allocation of \d+ bytes failed/i.test(output)) {
    return {
      cause: "out-of-memory",
      what: "the submission ran out of memory",
      lookAt: KEEPS_MEMORY,
    };
  }
  if (/^Deno has panicked/m.test(output)) {
    return {
      cause: "crashed",
      what: "Deno itself crashed under the submission",
      expected: "a function that returns; the program continues",
      lookAt: "what the submission opens or keeps without end",
    };
  }
  const [, api, flag] = output.match(UNSTABLE) ?? [];
  if (flag && status.code === UNSTABLE_STATUS) {
    return {
      cause: "not-allowed",
      what: `Deno ended the program: ${api} needs the option ${flag}`,
      expected: "calls and options that Deno has without it",
      lookAt: `${api}: take it out`,
    };
  }
  if (status.code === PARENT_GONE) {
    return {
      cause: "tampered",
      what: "the connection over which the program reports was closed",
      expected: "descriptors that the submission did not open stay as they are",
      lookAt: "what the submission closes or writes to by its number",
    };
  }
  return {
    cause: "exited",
    what: status.signal
      ? `the program was ended by ${status.signal}`
      : `the program ended itself with status ${status.code}`,
    expected: "a function that returns; the program continues",
    lookAt: "Deno.exit() or process.exit() in the submission",
  };
}
