import type { Fault } from "../../sandbox/fault.ts";
import { mayBeLoop } from "../../sandbox/exit_fault.ts";
import type { Conversation } from "./conversation.ts";
import { linesAgain } from "./lines_again.ts";
import { endlessPlace } from "./loop_places.ts";
import { type ChildOptions, converse } from "./converse.ts";

/** What the next process needs to know. */
export interface ChildEnd {
  /** Checks before this one are judged. */
  next: number;
  /** Why the submission cannot be judged any further. */
  problem?: Fault;
  /** Why the process ended before it was done: by force, or by itself. */
  forced?: Fault;
}

/**
 * Runs the checks from number `job.from` on in a new process, up to the first
 * that fails.
 *
 * @param options What is run.
 * @throws {Deno.errors.NotFound} If `deno` cannot be started.
 */
export async function runChild(options: ChildOptions): Promise<ChildEnd> {
  const { job } = options;
  const { talk, ending } = await converse(options);
  const { next, problem } = talk;
  if (ending.how === "stopped") return { next, problem };
  const { fault } = ending;
  if (ending.how === "unreadable" || fault.cause === "workbook-fault") {
    return { next, problem: fault };
  }
  const at = fault.at ??
    (mayBeLoop(fault) ? await endlessPlace(job.submission) : undefined);
  return await endEarly(
    talk,
    options,
    { ...fault, at },
    ending.how === "killed",
  );
}

/** Adds the check that a process was in when it ended before it was done. */
async function endEarly(
  talk: Conversation,
  options: ChildOptions,
  fault: Fault,
  isKilled: boolean,
): Promise<ChildEnd> {
  const { running, next } = talk;
  const { results } = options;
  const { plan } = results;
  if (!plan) return { next, problem: fault, forced: fault };
  if (!running) {
    // Between two checks: what ends there by itself would do so again.
    return { next: isKilled ? next : next + 1, forced: fault };
  }
  const { name, part } = plan[running.check];
  // What is still to be written may be what it hangs for.
  if (part && results.holes.some((hole) => hole.part === part.key)) {
    results.add({
      name,
      part,
      outcome: "ignored",
      ignored: "not written",
      ms: 0,
    });
    return { next: running.check + 1, forced: fault };
  }
  const ms = performance.now() - running.began;
  const transcript = talk.holdsLines
    ? await linesAgain(options, name)
    : talk.notes;
  results.add({ name, part, outcome: "wrong", ms, fault, transcript });
  return { next: running.check + 1, forced: fault };
}
