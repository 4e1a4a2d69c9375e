import { denoCommand } from "./command.ts";
import { greet, hangUp } from "./connection.ts";
import { exitFault, messageFault, neverBegan } from "./exit_fault.ts";
import type { Fault } from "./fault.ts";
import { Life } from "./life.ts";
import type { Limits } from "./limits.ts";
import {
  type Contact,
  decodeMessage,
  encodeMessage,
  type SignOfLife,
  withoutToken,
} from "./messages.ts";
import { Output } from "./output.ts";
import { startProcess, takeSpare } from "./spare.ts";
import { endTraced } from "./tracer.ts";
import { watchOver } from "./watchdog.ts";

/** What is run, and what is called meanwhile. */
export interface SandboxOptions<Report> {
  /** The program that loads the submission, relative to the workbook. It imports `parent.ts`. */
  program: string;
  /** The submission, as a `file:` address. */
  submission: URL;
  /** Paths that it may not read, relative to the workbook. None by default. */
  hidden?: readonly string[];
  /** What the program is to do; it is waited for while the process starts. */
  job: object | Promise<object>;
  limits: Limits;
  /** When all the work must have ended, as `performance.now()`. Never by default. */
  deadline?: number;
  /** Whether each piece of the work has a limit, too: `checkHardMs`. */
  hasSteps?: boolean;
  /** Collects what is printed; a new one by default. */
  output?: Output;
  /** A call tracer and its options: `["strace", "-ttt"]`. Its lines come on standard error. */
  tracer?: readonly string[];
  /**
   * Called with each message, in order.
   *
   * @throws {Nonsense} If the message makes no sense. Any error ends the process;
   * another one is told as a fault of the workbook.
   */
  onReport(report: Report, life: Life): void | Promise<void>;
  /** Called with what the process prints, a chunk at a time. */
  onOutput?(text: string, stream: "stdout" | "stderr"): void;
}

/** How the process came to its end. */
export type Ending =
  /** `stop()` was called. */
  | { how: "stopped" }
  /** Ctrl-C reached it, or the end of the terminal. */
  | { how: "interrupted"; fault: Fault }
  /** It ended itself, or the system ended it. */
  | { how: "exited"; fault: Fault }
  /** It passed a limit, and was ended. */
  | { how: "killed"; fault: Fault }
  /** It said something that cannot be used, and was ended. */
  | { how: "unreadable"; fault: Fault };

/** How many times longer a program takes to start under a tracer, and how many times more is printed: a line for each call. */
const TRACED = { slowdown: 6, output: 20 };

/**
 * Status of a program that Ctrl-C ended on Windows, where there are no signals
 * (STATUS_CONTROL_C_EXIT, as a signed number).
 */
const CTRL_C_STATUS = 0xc000013a | 0;

function isInterrupt({ signal, code }: Deno.CommandStatus): boolean {
  if (Deno.build.os === "windows") return (code | 0) === CTRL_C_STATUS;
  return signal === "SIGINT" || signal === "SIGHUP" || signal === "SIGTERM";
}

/** A process that runs a submission. See README.md for what it can reach. */
export class Sandbox<Report> {
  /** Resolves when the process has ended and everything it said was heard. Never rejects. */
  readonly ended: Promise<Ending>;
  /** Port of the connection between the two processes: no socket of the submission's. */
  readonly controlPort: number;
  readonly #options: SandboxOptions<Report>;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #child: Deno.ChildProcess;
  readonly #life: Life;
  readonly #output: Output;
  /** Divides what is printed into pieces. */
  readonly #word = crypto.randomUUID();
  #conn: Deno.TcpConn | undefined;
  #cause: Ending | undefined;

  /**
   * Starts the process.
   *
   * @param options What is run.
   * @throws {Deno.errors.NotFound} If the program cannot be started.
   */
  constructor(options: SandboxOptions<Report>) {
    const { program, submission, hidden, limits, tracer } = options;
    this.#options = options;
    this.controlPort = this.#listener.addr.port;
    this.#output = options.output ??
      new Output(limits.outputBytes * (tracer ? TRACED.output : 1));
    const command = [
      ...tracer ?? [],
      ...denoCommand({
        program,
        submission,
        hidden,
        memoryBytes: limits.memoryBytes,
      }),
    ];
    try {
      this.#child = takeSpare(command) ?? startProcess(command);
    } catch (error) {
      hangUp(this.#listener);
      throw error;
    }
    this.#life = new Life(this.#child.pid);
    this.ended = this.#run();
  }

  /** Sends a message to the process. It is lost if the process has ended. */
  async send(message: object): Promise<void> {
    const bytes = encodeMessage(message);
    try {
      for (let sent = 0; this.#conn && sent < bytes.length;) {
        sent += await this.#conn.write(bytes.subarray(sent));
      }
    } catch {
      // It has ended: `ended` says how.
    }
  }

  /** Ends the process, and resolves when it has ended. */
  async stop(): Promise<void> {
    this.#kill({ how: "stopped" });
    await this.ended;
  }

  #kill(cause: Ending): void {
    this.#cause ??= cause;
    if (this.#options.tracer) return endTraced(this.#child);
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
  }

  async #run(): Promise<Ending> {
    const { limits, deadline = Infinity, hasSteps = false, tracer } =
      this.#options;
    const child = this.#child;
    // Where nothing else ends a program that prints for ever, its output does.
    const killFor = (fault: Fault) =>
      this.#kill({ how: "killed", fault: this.#output.fault ?? fault });
    const stopWatching = watchOver({
      life: this.#life,
      limits,
      deadline,
      hasSteps,
      slowdown: tracer ? TRACED.slowdown : 1,
      kill: killFor,
    });
    const collect = (name: "stdout" | "stderr") =>
      this.#output.collect(
        child[name],
        this.#word,
        (text) => {
          this.#life.printed();
          this.#options.onOutput?.(text, name);
          const { fault } = this.#output;
          if (fault && !hasSteps) killFor(fault);
        },
      );
    const outputs = Promise.all([collect("stdout"), collect("stderr")]);
    // Where it fails the process has ended: its status says why.
    const hearing = this.#converse().catch(() => {});
    const status = await child.status;
    const silentMs = performance.now() - this.#life.lastWord;
    // What it said last may still be on its way.
    await Promise.all([outputs, hearing]);
    stopWatching();
    hangUp(this.#listener);
    hangUp(this.#conn);
    if (this.#cause) return this.#cause;
    const how = isInterrupt(status) ? "interrupted" : "exited";
    const fault = this.#conn
      ? exitFault(status, this.#output.tail, silentMs)
      : neverBegan(status);
    return { how, fault };
  }

  /** Hands over the job, and listens until the process has no more to say. */
  async #converse(): Promise<void> {
    const contact: Contact = {
      port: this.controlPort,
      token: crypto.randomUUID(),
      word: this.#word,
    };
    const writer = this.#child.stdin.getWriter();
    const job = JSON.stringify({ ...await this.#options.job, ...contact });
    // It may end before it reads its job: then nobody greets, either.
    const handOver = writer.write(new TextEncoder().encode(job))
      .then(() => writer.close()).catch(() => {});
    const { conn, lines, pid } = await greet(
      this.#listener,
      contact.token,
      this.#child.status,
    );
    await handOver;
    this.#conn = conn;
    conn.setNoDelay(true);
    this.#life.greet(pid);
    for await (const line of lines) {
      this.#life.said();
      try {
        const message = decodeMessage(
          withoutToken(line, contact.token),
        ) as SignOfLife | (Report & { type: string });
        if (message.type === "beat") {
          this.#life.beat(
            (message as SignOfLife & { type: "beat" }).residentBytes,
          );
          continue;
        }
        await this.#options.onReport(message as Report, this.#life);
      } catch (error) {
        this.#kill({ how: "unreadable", fault: messageFault(error) });
      }
      const how = this.#cause?.how;
      if (how === "stopped" || how === "unreadable") return;
    }
  }
}
