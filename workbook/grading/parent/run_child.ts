import type { Fault } from "../../sandbox/fault.ts";
import { Conversation } from "./conversation.ts";
import { endedItself } from "../../sandbox/exit_fault.ts";
import { hangUp } from "../../sandbox/greeting.ts";
import type { Printed } from "../../sandbox/output.ts";
import type { Job } from "../protocol.ts";
import type { Results } from "./results.ts";
import { spawnSubmission } from "../../sandbox/start.ts";
import { watchOver } from "../../sandbox/watchdog.ts";

/** How a process of a submission came to its end. */
export interface Ending {
  /** Checks before this one are judged. */
  next: number;
  /** Why the submission cannot be judged any further. */
  problem?: Fault;
  /** Why the process ended before it was done: by force, or by itself. */
  forced?: Fault;
}

/** What a process is to do, and who is told of it. */
export interface ProcessOptions {
  job: Omit<Job, "port" | "token">;
  results: Results;
  printed: Printed;
  /** When the whole judging must have ended, as `performance.now()`. */
  deadline: number;
  signal?: AbortSignal;
}

/** Runs the checks from number `job.from` on in a new process, up to the first that fails. */
export async function runProcess(options: ProcessOptions): Promise<Ending> {
  const { job, results, printed, deadline, signal } = options;
  const token = crypto.randomUUID();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const child = spawnSubmission(new URL(job.submission));
  const talk = new Conversation(results, job.from);
  let cause: Fault | undefined;
  const kill = (fault?: Fault) => {
    cause ??= fault;
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
  };
  const abort = () => kill();
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  const stopWatching = watchOver({
    pid: child.pid,
    talk,
    results,
    deadline,
    kill,
  });
  const outputs = Promise.all([
    printed.collect(child.stdout, kill),
    printed.collect(child.stderr, kill),
  ]);
  const hearing = Promise.all([
    tellJob(child.stdin, { ...job, port: listener.addr.port, token }),
    talk.hold(listener, token, child.status),
  ]).catch(() => {}) // The child ended: its status tells.
    .then(() => {
      // It has nothing more to say: what it does while it exits is no news.
      if (talk.done || talk.problem) kill();
    });
  const status = await child.status;
  // What it said last may still be on its way.
  await Promise.all([outputs, hearing]);
  hangUp(listener);
  stopWatching();
  signal?.removeEventListener("abort", abort);
  talk.close();
  const { next, done, problem } = talk;
  if (done || problem || signal?.aborted) return { next, problem };
  return endEarly(talk, results, cause ?? endedItself(status, printed.text), {
    forced: cause !== undefined,
  });
}

async function tellJob(
  stdin: WritableStream<Uint8Array>,
  job: Job,
): Promise<void> {
  const writer = stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(job)));
  await writer.close();
}

/** Notes what a process that was not done leaves behind. */
function endEarly(
  talk: Conversation,
  results: Results,
  fault: Fault,
  { forced }: { forced: boolean },
): Ending {
  const { running, next, notes } = talk;
  const { plan } = results;
  if (!plan) return { next, problem: fault, forced: fault };
  if (!running) {
    // Between two checks: what ends there by itself would do so again.
    return { next: forced ? next : next + 1, forced: fault };
  }
  results.tell({
    name: plan[running.check].name,
    outcome: "wrong",
    ms: performance.now() - running.began,
    fault,
    transcript: notes,
  });
  return { next: running.check + 1, forced: fault };
}
