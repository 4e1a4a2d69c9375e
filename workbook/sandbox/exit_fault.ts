import type { Fault } from "./fault.ts";
import { LIMITS } from "./limits.ts";
import { PARENT_GONE } from "../grading/protocol.ts";

/** The fault of a submission that takes too much memory. */
export function outOfMemory(bytes: number): Fault {
  return {
    cause: "out-of-memory",
    what: `the submission uses ${
      Math.round(bytes / 1e6)
    } MB of memory and takes more; the limit is ${LIMITS.memoryBytes / 1e6} MB`,
    lookAt: "what is kept for every chunk or client, and never let go",
  };
}

/** The fault of a process that ended before its checks did. */
export function endedItself(status: Deno.CommandStatus, output: string): Fault {
  // The words alone are no proof: a submission may print them.
  const killed = status.signal !== null || Deno.build.os === "windows";
  if (killed && /out of memory|allocation of \d+ bytes failed/i.test(output)) {
    return {
      cause: "out-of-memory",
      what: "the submission ran out of memory",
      lookAt: "what is kept for every chunk or client, and never let go",
    };
  }
  if (/^Deno has panicked/m.test(output)) {
    return {
      cause: "crashed",
      what: "Deno itself broke down under the submission",
      expected: "a function that returns; the program goes on",
      lookAt: "what the submission opens or keeps without end",
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
    expected: "a function that returns; the program goes on",
    lookAt: "Deno.exit() or process.exit() in the submission",
  };
}
