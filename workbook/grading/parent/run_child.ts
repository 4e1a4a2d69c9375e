import type { Hole } from "../../scaffold.ts";
import type { Fault } from "../../sandbox/fault.ts";
import type { Limits } from "../../sandbox/limits.ts";
import type { Output } from "../../sandbox/output.ts";
import { Sandbox } from "../../sandbox/sandbox.ts";
import type { Job, Report } from "../protocol.ts";
import { Conversation } from "./conversation.ts";
import { mayBeLoop } from "../../sandbox/exit_fault.ts";
import { endlessPlace } from "./loop_places.ts";
import type { Results } from "./results.ts";
import { CHILD } from "./child_program.ts";

/** What a process is to do, and where its results go. */
export interface ChildOptions {
  job: Job;
  /** Repairs of the exercise that nobody has begun; never rejects. */
  repairs: Promise<Hole[]>;
  results: Results;
  output: Output;
  limits: Limits;
  /** When the whole judging must have ended, as `performance.now()`. */
  deadline: number;
  signal?: AbortSignal;
  /** Paths that the submission may not read, relative to the workbook. */
  hidden?: readonly string[];
}

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
  const { job, repairs, results, output, limits, deadline, signal, hidden } =
    options;
  const talk = new Conversation(
    results,
    job.from,
    (reply) => sandbox.send(reply),
  );
  const stop = () => void sandbox.stop();
  const sandbox = new Sandbox<Report>({
    program: CHILD,
    submission: new URL(job.submission),
    hidden,
    job: repairs.then((repairs) => ({ ...job, repairs })),
    limits,
    deadline,
    hasSteps: true,
    output,
    onReport: async (report, life) => {
      await talk.hear(report, life);
      // What it does while it exits is not judged.
      if (talk.done || talk.problem) stop();
    },
  });
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  const ending = await sandbox.ended;
  signal?.removeEventListener("abort", stop);
  const { next, problem } = talk;
  if (ending.how === "stopped") return { next, problem };
  const { fault } = ending;
  if (ending.how === "unreadable" || fault.cause === "workbook-fault") {
    return { next, problem: fault };
  }
  const at = fault.at ??
    (mayBeLoop(fault) ? await endlessPlace(job.submission) : undefined);
  return endEarly(talk, results, { ...fault, at }, ending.how === "killed");
}

/** Adds the check that a process was in when it ended before it was done. */
function endEarly(
  talk: Conversation,
  results: Results,
  fault: Fault,
  isKilled: boolean,
): ChildEnd {
  const { running, next, notes } = talk;
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
  results.add({
    name,
    part,
    outcome: "wrong",
    ms: performance.now() - running.began,
    fault,
    transcript: notes,
  });
  return { next: running.check + 1, forced: fault };
}
