/**
 * Why the process of a submission ended before its work did, as a fault.
 *
 * @module
 */
import type { Fault } from "./fault.ts";
import type { Limits } from "./limits.ts";
import { BEAT_MS, Nonsense, PARENT_GONE } from "./messages.ts";
import { workbookFault } from "./thrown_fault.ts";

/** What Deno prints before it ends a program that uses what is not stable, and its status then. */
const UNSTABLE =
  /^Unstable API '(.+?)'\. The `(--unstable-[\w-]+)` flag must be provided/m;
const UNSTABLE_STATUS = 70;

/** How a fault of Deno itself begins on its output. The second one is said of a thread that cannot be started, however long the program has run. */
const PANICKED = /^Deno (has panicked|could not start)/m;

const KEEPS_MEMORY = "what is kept for every chunk or client, and never freed";

/** What to look at where memory ended a program that did nothing else meanwhile. */
const LOOPS_AND_KEEPS =
  "a loop that never ends and keeps something in each round, or a list with an item for each byte or character";

/** A program that has said nothing for so long, in milliseconds, does one thing only. */
const MUTE_MS = 2 * BEAT_MS;

/** A memory fault; one of a program that was mute so long may be that of an endless loop. */
function memoryFault(what: string, silentMs: number): Fault {
  return {
    cause: "out-of-memory",
    what: silentMs < MUTE_MS ? what : `${what}. It may be an endless loop: ` +
      `the program did nothing else for ${Math.round(silentMs)} ms`,
    lookAt: silentMs < MUTE_MS ? KEEPS_MEMORY : LOOPS_AND_KEEPS,
  };
}

/** Whether a fault may be that of an endless loop. */
export function mayBeLoop({ cause, lookAt }: Fault): boolean {
  return cause === "endless-loop" || lookAt === LOOPS_AND_KEEPS;
}

/**
 * The fault of a submission that takes too much memory.
 *
 * @param bytes How much it has.
 * @param limits How much it may have.
 * @param silentMs How long it has said nothing, in milliseconds.
 */
export function outOfMemory(
  bytes: number,
  { memoryBytes }: Limits,
  silentMs: number,
): Fault {
  return memoryFault(
    `the submission uses ${
      Math.round(bytes / 1e6)
    } MB of memory and takes more; the limit is ${memoryBytes / 1e6} MB`,
    silentMs,
  );
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
      ? `an endless loop, or far too much work: the program did nothing else for ${blockedMs} ms`
      : `an endless loop while the file is loaded, longer than ${blockedMs} ms`,
    lookAt:
      "a loop without an await that waits, one whose condition never changes, or one that copies everything in each round",
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
 * The fault of a process that ended before it reached the workbook: nothing of
 * the submission has run.
 *
 * @param status How it ended.
 */
export function neverBegan({ signal, code }: Deno.CommandStatus): Fault {
  return {
    cause: "workbook-fault",
    what: `the process for the submission ended before it began, with ${
      signal ?? `status ${code}`
    }`,
    lookAt: "what it printed: that is no fault of the submission",
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
 * @param silentMs How long it had said nothing, in milliseconds.
 */
export function exitFault(
  status: Deno.CommandStatus,
  output: string,
  silentMs = 0,
): Fault {
  // The words alone are no proof: a submission may print them.
  const killed = status.signal !== null || Deno.build.os === "windows";
  if (killed && /out of memory|allocation of \d+ bytes failed/i.test(output)) {
    return memoryFault("the submission ran out of memory", silentMs);
  }
  if (PANICKED.test(output)) {
    return {
      cause: "crashed",
      what: "Deno itself crashed under the submission",
      expected: "a function that returns; the program continues",
      lookAt:
        "what the submission opens or keeps without end, or closes by its number",
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
