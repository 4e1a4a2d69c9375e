/**
 * Judging one answer: a child process runs the grader of the lesson, this
 * process watches over it and collects what it reports.
 *
 * @module
 */
import { localKernel } from "../kernel/mod.ts";
import type { Fault, TranscriptLine } from "./fault.ts";
import { LIMITS } from "./limits.ts";
import { endedItself, outOfMemory } from "./ended.ts";
import { residentBytes } from "./memory.ts";
import { readablePath } from "./place.ts";
import {
  decodeReport,
  encodeReport,
  type Job,
  linesOf,
  type Planned,
  type Report,
  type Schedule,
} from "./protocol.ts";
import { spawnAnswer } from "./spawn.ts";
import { statusOf } from "./status.ts";
import type { CheckResult, Verdict } from "./verdict.ts";

/** What is judged, and who is told of it. */
export interface JudgeOptions {
  /** Folder and file stem of the lesson: `03_server_flow`. */
  stem: string;
  /** The answer, as a `file:` address. */
  answer: URL;
  /** Replays the payloads of an earlier run. Random by default. */
  seed?: number;
  /** Called after each check, in order. */
  onCheck?: (result: CheckResult) => void;
  /** Ends the grading, and the process of the answer. */
  signal?: AbortSignal;
  /** Judges every check, however long the wrong ones take. */
  patient?: boolean;
  /** Judges on the model network, not on real sockets: with each of these in turn until one breaks the answer. */
  schedules?: Schedule[];
  /** Judges only the check of this name. */
  only?: string;
}

/** How a process of an answer came to its end. */
interface Ending {
  /** Checks before this one are judged. */
  next: number;
  done: boolean;
  problem?: Fault;
  forced?: Fault;
}

const OUTPUT_SHOWN = 4_000;

/** One judging, over as many processes as it takes. */
class Judging {
  readonly checks: CheckResult[] = [];
  plan: Planned[] | undefined;
  notWritten: string[] = [];
  /** The schedule that runs, on the model network. */
  schedule: Schedule | undefined;
  output = "";
  #printed = 0;
  readonly #options: JudgeOptions;
  readonly #seed: number;

  constructor(options: JudgeOptions, seed: number) {
    this.#options = options;
    this.#seed = seed;
  }

  /** Tells the checks that are not judged, up to the next that is. */
  tellIgnored(upTo: number): void {
    while (this.plan && this.checks.length < upTo) {
      const { name, ignored } = this.plan[this.checks.length];
      this.#tell({ name, outcome: "ignored", ignored, ms: 0 });
    }
  }

  #tell(result: CheckResult): void {
    this.checks.push(result);
    this.#options.onCheck?.(result);
  }

  /** Runs the checks from number `from` in a new process. */
  async run(from: number): Promise<Ending> {
    const { stem, answer, signal } = this.#options;
    const token = crypto.randomUUID();
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const child = spawnAnswer(answer);
    const ending: Ending = { next: from, done: false };
    let connection: Deno.TcpConn | undefined;
    let running: { check: number; began: number } | undefined;
    let notes: TranscriptLine[] = [];
    let lastWord = performance.now();
    const began = lastWord;
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

    const collect = async (stream: ReadableStream<Uint8Array>) => {
      const decoder = new TextDecoder();
      for await (const chunk of stream) {
        this.#printed += chunk.length;
        if (this.output.length < OUTPUT_SHOWN) {
          this.output += decoder.decode(chunk, { stream: true })
            .slice(0, OUTPUT_SHOWN - this.output.length);
        }
        if (this.#printed > LIMITS.outputBytes) {
          kill({
            cause: "too-much-output",
            what:
              `the answer printed more than ${LIMITS.outputBytes} bytes; that is the limit`,
            lookAt: "which loop prints, and does it end at end of stream",
          });
        }
      }
    };

    const hear = async () => {
      const job: Job = {
        port: listener.addr.port,
        token,
        stem,
        answer: answer.href,
        seed: this.#seed,
        from,
        only: this.#options.only,
        schedules: this.#options.schedules,
      };
      const stdin = child.stdin.getWriter();
      await stdin.write(new TextEncoder().encode(JSON.stringify(job)));
      await stdin.close();
      const conn = await listener.accept();
      connection = conn;
      conn.setNoDelay(true);
      let trusted = false;
      for await (const line of linesOf(conn.readable)) {
        const message = decodeReport(line) as Report;
        lastWord = performance.now();
        if (message.type === "hello") trusted = message.token === token;
        if (!trusted) return;
        switch (message.type) {
          case "plan":
            this.plan ??= message.checks;
            this.notWritten = message.notWritten;
            break;
          case "schedule":
            this.schedule = message.schedule;
            this.checks.length = 0;
            break;
          case "begin":
            this.tellIgnored(message.check);
            running = { check: message.check, began: lastWord };
            notes = [];
            break;
          case "note":
            notes.push(message.line);
            break;
          case "end": {
            running = undefined;
            const { name } = this.plan![message.check];
            ending.next = message.check + 1;
            this.#tell(
              message.notWritten
                ? { name, outcome: "ignored", ignored: "not written", ms: 0 }
                : {
                  name,
                  outcome: message.fault ? "wrong" : "right",
                  ms: message.ms,
                  fault: message.fault,
                  transcript: message.fault ? notes : undefined,
                },
            );
            break;
          }
          case "rows?": {
            const { id } = message;
            const reply = await localKernel.rows(message.ports).then(
              (rows) => encodeReport({ type: "rows", id, rows }),
              (error) =>
                encodeReport({ type: "no rows", id, reason: String(error) }),
            );
            for (let sent = 0; sent < reply.length;) {
              sent += await conn.write(reply.subarray(sent));
            }
            break;
          }
          case "failed":
            ending.problem = {
              cause: "not-loadable",
              what: `the grader failed: ${message.message}`,
              lookAt: "this is a fault of the workbook, not of the answer",
            };
            break;
          case "done":
            ending.done = true;
            break;
        }
      }
    };

    let watching = false;
    const watch = setInterval(async () => {
      const time = performance.now();
      if (time - lastWord > LIMITS.blockedMs) {
        // A loop that takes memory is told by what it takes.
        const bytes = await residentBytes(child.pid) ?? 0;
        if (bytes > LIMITS.memoryBytes / 3) kill(outOfMemory(bytes));
        kill({
          cause: "endless-loop",
          what: running
            ? `an endless loop: the program did nothing else for ${LIMITS.blockedMs} ms`
            : `an endless loop while the file is loaded, longer than ${LIMITS.blockedMs} ms`,
          lookAt:
            "a loop without an await that waits, or one whose condition never changes",
        });
      } else if (!this.plan && time - began > LIMITS.loadMs) {
        kill({
          cause: "never-ended",
          what: `the file was not loaded within ${LIMITS.loadMs} ms`,
          lookAt: "an await outside of functions",
        });
      }
      if (watching || time - began < 300) return;
      watching = true;
      const bytes = await residentBytes(child.pid);
      watching = false;
      if (bytes !== undefined && bytes > LIMITS.memoryBytes) {
        kill(outOfMemory(bytes));
      }
    }, 50);

    const outputs = Promise.all([collect(child.stdout), collect(child.stderr)]);
    const hearing = hear().catch(() => {}); // The child ended: its status tells.
    const status = await child.status;
    listener.close();
    await Promise.all([outputs, hearing]);
    clearInterval(watch);
    signal?.removeEventListener("abort", abort);
    try {
      connection?.close();
    } catch {
      // The reader of its stream has closed it.
    }
    if (ending.done || ending.problem || signal?.aborted) return ending;

    // The process ended before it was done: by us, or by itself.
    const fault = cause ?? endedItself(status, this.output);
    const at = running?.check;
    if (at === undefined) {
      // While loading, or between two checks.
      if (this.plan && ending.next < this.plan.length && !cause) {
        ending.next++;
      }
      return {
        ...ending,
        problem: this.plan ? undefined : fault,
        forced: fault,
      };
    }
    this.#tell({
      name: this.plan![at].name,
      outcome: "wrong",
      ms: performance.now() - running!.began,
      fault,
      transcript: notes,
    });
    return { ...ending, next: at + 1, forced: fault };
  }
}

/**
 * Judges an answer.
 *
 * @param options What is judged.
 * @returns The verdict. It never rejects for what an answer does.
 * @throws {Deno.errors.NotFound} If `deno` cannot be started.
 */
export async function judge(options: JudgeOptions): Promise<Verdict> {
  const began = performance.now();
  const seed = options.seed ?? crypto.getRandomValues(new Uint32Array(1))[0];
  const judging = new Judging(options, seed);
  let from = 0;
  let forced = 0;
  let problem: Fault | undefined;
  while (true) {
    const ending = await judging.run(from);
    problem = ending.problem;
    if (ending.forced) forced++;
    from = ending.next;
    const total = judging.plan?.length ?? 0;
    const left = !options.schedules &&
      judging.plan?.slice(from).some(({ name, ignored }) =>
        !ignored && name === (options.only ?? name)
      );
    if (problem || options.signal?.aborted || !left) {
      judging.tellIgnored(total);
      break;
    }
    const wrongMs = judging.checks.reduce(
      (sum, { outcome, ms }) => sum + (outcome === "wrong" ? ms : 0),
      0,
    );
    if (wrongMs > LIMITS.wrongMs && forced === 0 && !options.patient) {
      problem = {
        cause: "too-slow",
        what:
          `the wrong checks took longer than ${LIMITS.wrongMs} ms; the rest, ${
            total - from
          } of ${total}, was not judged`,
        lookAt: "the first wrong check",
      };
      break;
    }
    if (forced >= LIMITS.forcedEnds) {
      problem = {
        cause: ending.forced?.cause ?? "never-ended",
        what: `${forced} checks had to be ended by force; the rest, ${
          total - from
        } of ${total}, was not judged`,
        lookAt: "the first wrong check",
      };
      break;
    }
  }
  const { checks, notWritten, output } = judging;
  return {
    stem: options.stem,
    file: readablePath(options.answer.href),
    status: statusOf(checks, notWritten, problem, judging.plan),
    checks,
    notWritten,
    ms: performance.now() - began,
    problem,
    output,
    seed: judging.schedule?.seed ?? seed,
    profile: judging.schedule?.profile,
  };
}
