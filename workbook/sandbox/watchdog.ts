import type { Conversation } from "../grading/parent/conversation.ts";
import { outOfMemory } from "./exit_fault.ts";
import type { Fault } from "./fault.ts";
import { LIMITS } from "./limits.ts";
import { useOf } from "./process_use.ts";
import type { Results } from "../grading/parent/results.ts";

/** How often a process is looked at, in milliseconds. */
const WATCH_MS = 50;

/** A process younger than this has had no time to take much memory. */
const YOUNG_MS = 300;

/**
 * The share of its silence that a process must have computed: one that loops
 * does nothing else, one that waits for a core of a busy machine does not.
 */
const LOOP_SHARE = 0.6;

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
 * Ends the process of a submission when it passes a limit.
 *
 * @returns Stops watching.
 */
export function watchOver(watched: Watched): () => void {
  const { pid, talk, kill } = watched;
  const began = performance.now();
  let looking = false;
  // What the process had computed when its last word was first looked at.
  let silence = { since: 0, cpuMs: 0 };
  const look = async () => {
    if (looking) return;
    const fault = overtime(watched, began);
    if (fault) return kill(fault);
    if (performance.now() - began < YOUNG_MS) return;
    looking = true;
    const use = await useOf(pid);
    looking = false;
    if (use && use.residentBytes > LIMITS.memoryBytes) {
      return kill(outOfMemory(use.residentBytes));
    }
    if (silence.since !== talk.lastWord) {
      silence = { since: talk.lastWord, cpuMs: use?.cpuMs ?? 0 };
    }
    const silentMs = performance.now() - silence.since;
    if (silentMs < LIMITS.blockedMs) return;
    const workedMs = use && use.cpuMs - silence.cpuMs;
    if (
      workedMs !== undefined && workedMs < LIMITS.blockedMs * LOOP_SHARE &&
      silentMs < LIMITS.blockedHardMs
    ) return;
    // A loop that takes memory is told by what it takes.
    const bytes = use?.residentBytes ?? 0;
    kill(
      bytes > LIMITS.memoryBytes / 3
        ? outOfMemory(bytes)
        : endlessLoop(talk.running !== undefined),
    );
  };
  const timer = setInterval(look, WATCH_MS);
  return () => clearInterval(timer);
}

function endlessLoop(running: boolean): Fault {
  return {
    cause: "endless-loop",
    what: running
      ? `an endless loop: the program did nothing else for ${LIMITS.blockedMs} ms`
      : `an endless loop while the file is loaded, longer than ${LIMITS.blockedMs} ms`,
    lookAt:
      "a loop without an await that waits, or one whose condition never changes",
  };
}

/** The limit of time that is passed, if one is. */
function overtime(
  { talk, results, deadline }: Watched,
  began: number,
): Fault | undefined {
  const time = performance.now();
  if (!results.plan && time - began > LIMITS.loadMs && isAlive(talk, time)) {
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
      lookAt: "what keeps the program busy, and what the submission replaced",
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

/** Whether its event loop turns: what stands still is told as that. */
function isAlive({ lastWord }: Conversation, time: number): boolean {
  return time - lastWord < LIMITS.blockedMs;
}
