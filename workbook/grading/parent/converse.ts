import type { Hole } from "../../scaffold.ts";
import type { Limits } from "../../sandbox/limits.ts";
import type { Output } from "../../sandbox/output.ts";
import { type Ending, Sandbox } from "../../sandbox/sandbox.ts";
import type { Job, Report } from "../protocol.ts";
import { CHILD } from "./child_program.ts";
import { Conversation } from "./conversation.ts";
import type { Results } from "./results.ts";

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

/**
 * Starts a process that runs checks, and hears what it says until it has ended.
 *
 * @param options What is run.
 * @returns What it said, and how it ended.
 * @throws {Deno.errors.NotFound} If `deno` cannot be started.
 */
export async function converse(
  options: ChildOptions,
): Promise<{ talk: Conversation; ending: Ending }> {
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
  return { talk, ending };
}
