import type { Fault } from "./fault.ts";
import { LIMITS } from "./limits.ts";

/** The fault of an answer that takes too much memory. */
export function outOfMemory(bytes: number): Fault {
  return {
    cause: "out-of-memory",
    what: `the answer uses ${
      Math.round(bytes / 1e6)
    } MB of memory and takes more; the limit is ${LIMITS.memoryBytes / 1e6} MB`,
    lookAt: "what is kept for every chunk or client, and never let go",
  };
}

/** The fault of a process that ended before its checks did. */
export function endedItself(status: Deno.CommandStatus, output: string): Fault {
  if (/out of memory|OOM|allocation failed/i.test(output)) {
    return {
      cause: "out-of-memory",
      what: "the answer ran out of memory",
      lookAt: "what is kept for every chunk or client, and never let go",
    };
  }
  return {
    cause: "exited",
    what: status.signal
      ? `the program was ended by ${status.signal}`
      : `the program ended itself with status ${status.code}`,
    expected: "a function that returns; the program goes on",
    lookAt: "Deno.exit() or process.exit() in the answer",
  };
}
