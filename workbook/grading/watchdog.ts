import type { Conversation } from "./conversation.ts";
import { outOfMemory } from "./ended.ts";
import type { Fault } from "./fault.ts";
import { LIMITS } from "./limits.ts";
import { residentBytes } from "./memory.ts";
import type { Results } from "./results.ts";

/** How often a process is looked at, in milliseconds. */
const WATCH_MS = 50;

/** A process younger than this has had no time to take much memory. */
const YOUNG_MS = 300;

/** What a watchdog watches. */
export interface Watched {
  pid: number;
  talk: Conversation;
  results: Results;
  /** When the whole judging must have ended, as `performance.now()`. */
  deadline: number;
  /** Ends the process for this fault. Called more than once, perhaps: the first counts. */
  kill(fault: Fault): void;
}

/**
 * Ends the process of an answer when it passes a limit.
 *
 * @returns Stops watching.
 */
export function watchOver(watched: Watched): () => void {
  const { pid, kill } = watched;
  const began = performance.now();
  let looking = false;
  const look = async () => {
    const fault = await overtime(watched, began);
    if (fault) return kill(fault);
    if (looking || performance.now() - began < YOUNG_MS) return;
    looking = true;
    const bytes = await residentBytes(pid);
    looking = false;
    if (bytes !== undefined && bytes > LIMITS.memoryBytes) {
      kill(outOfMemory(bytes));
    }
  };
  const timer = setInterval(look, WATCH_MS);
  return () => clearInterval(timer);
}

/** The limit of time that is passed, if one is. */
async function overtime(
  { pid, talk, results, deadline }: Watched,
  began: number,
): Promise<Fault | undefined> {
  const time = performance.now();
  if (time - talk.lastWord > LIMITS.blockedMs) {
    // A loop that takes memory is told by what it takes.
    const loading = !talk.running;
    const bytes = await residentBytes(pid) ?? 0;
    if (bytes > LIMITS.memoryBytes / 3) return outOfMemory(bytes);
    return {
      cause: "endless-loop",
      what: loading
        ? `an endless loop while the file is loaded, longer than ${LIMITS.blockedMs} ms`
        : `an endless loop: the program did nothing else for ${LIMITS.blockedMs} ms`,
      lookAt:
        "a loop without an await that waits, or one whose condition never changes",
    };
  }
  if (!results.plan && time - began > LIMITS.loadMs) {
    return {
      cause: "never-ended",
      what: `the file was not loaded within ${LIMITS.loadMs} ms`,
      lookAt: "an await outside of functions",
    };
  }
  if (time - talk.lastStep > LIMITS.checkHardMs) {
    return {
      cause: "never-ended",
      what: `nothing was judged for ${LIMITS.checkHardMs} ms`,
      lookAt: "what keeps the program busy, and what the answer replaced",
    };
  }
  if (time > deadline) {
    return {
      cause: "too-slow",
      what: `judging took longer than ${LIMITS.wholeMs} ms`,
      lookAt: "what keeps the program busy beside its work: timers, loops",
    };
  }
}
