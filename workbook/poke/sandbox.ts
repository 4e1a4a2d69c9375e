import { fileURLToPath } from "node:url";
import type { Endpoint } from "../endpoint.ts";
import { LIMITS } from "../sandbox/limits.ts";
import { ROOT } from "../paths.ts";
import { linesOf } from "../sandbox/lines.ts";
import { endTraced } from "../xray/strace.ts";
import { encodeLine, type Job, type Order, type Report } from "./protocol.ts";

/** What is run, and who is told of it. */
export interface SandboxOptions {
  /** Folder and file stem of the lesson. */
  stem: string;
  /** The submission, as a `file:` address. */
  submission: URL;
  /** Which of the lesson's plays. */
  play: number;
  /** Where the learner's server listens. */
  server: Endpoint;
  /** A call tracer and its options: `["strace", "-ttt"]`. Its lines come on standard error. */
  tracer?: string[];
  onReport(report: Report): void;
  /** What the process printed, a chunk at a time. */
  onOutput?(text: string, stream: "stdout" | "stderr"): void;
}

/** How the process came to its end. */
export type Ending =
  | { how: "stopped" }
  | { how: "interrupted" }
  /** It ended itself, or the system ended it. */
  | { how: "exited"; status: Deno.CommandStatus }
  /** It did not respond any more. */
  | { how: "blocked"; ms: number }
  /** The file was not loaded in time. */
  | { how: "unloaded"; ms: number }
  | { how: "flood" }
  | { how: "memory" };

/** Starting under a call tracer takes many times longer. */
const TRACED = 6;
/**
 * Status of a program that Ctrl-C ended on Windows, where no signal is told
 * (STATUS_CONTROL_C_EXIT, as a signed number).
 */
const CTRL_C_STATUS = 0xc000013a | 0;
/** How often signs of life are looked for, in milliseconds. */
const WATCH_MS = 100;

function isInterrupt({ signal, code }: Deno.CommandStatus): boolean {
  if (Deno.build.os === "windows") return (code | 0) === CTRL_C_STATUS;
  return signal === "SIGINT" || signal === "SIGHUP" || signal === "SIGTERM";
}

/** A submission in a process of its own: loopback, and reading the workbook. */
export class Sandbox {
  /** Resolves when the process has ended, whatever ended it. Never rejects. */
  readonly ended: Promise<Ending>;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #child: Deno.ChildProcess;
  readonly #options: SandboxOptions;
  #connection: Deno.TcpConn | undefined;
  #lastWord = performance.now();
  readonly #began = this.#lastWord;
  #isLoaded = false;
  /** Longest silence, in milliseconds; before the first word the process starts. */
  #limit = LIMITS.loadMs as number;
  readonly #loadMs: number;
  #printed = 0;
  #cause: Ending | undefined;
  #tail = "";

  /** Starts the process. */
  constructor(options: SandboxOptions) {
    this.#options = options;
    this.#limit *= options.tracer ? TRACED : 1;
    this.#loadMs = this.#limit;
    const [command, ...args] = [
      ...options.tracer ?? [],
      ...denoCommand("workbook/poke/child.ts", options.submission, {
        traced: options.tracer !== undefined,
      }),
    ];
    this.#child = new Deno.Command(command, {
      cwd: new URL(ROOT),
      args,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.ended = this.#watch();
  }

  /** Port of the connection between the two processes: no socket of the submission's. */
  get controlPort(): number {
    return this.#listener.addr.port;
  }

  /** Tells the process what to do next. */
  async order(order: Order): Promise<void> {
    try {
      // Far shorter than any send buffer: one write takes it all.
      await this.#connection?.write(encodeLine(order));
    } catch {
      // It has ended: `ended` tells.
    }
  }

  /** Ends the process, and resolves when it has ended. */
  async stop(): Promise<void> {
    this.#end({ how: "stopped" });
    await this.ended;
  }

  #end(cause: Ending): void {
    this.#cause ??= cause;
    if (this.#options.tracer) return endTraced(this.#child);
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
  }

  async #watch(): Promise<Ending> {
    const watch = setInterval(() => {
      const now = performance.now();
      if (now - this.#lastWord > this.#limit) {
        this.#end({ how: "blocked", ms: this.#limit });
      } else if (!this.#isLoaded && now - this.#began > this.#loadMs) {
        this.#end({ how: "unloaded", ms: this.#loadMs });
      }
    }, WATCH_MS);
    const outputs = Promise.all([
      this.#collect(this.#child.stdout, "stdout"),
      this.#collect(this.#child.stderr, "stderr"),
    ]);
    const hearing = this.#hear().catch(() => {}); // It ended: its status tells.
    const status = await this.#child.status;
    this.#listener.close();
    await Promise.all([outputs, hearing]);
    clearInterval(watch);
    try {
      this.#connection?.close();
    } catch {
      // The reader of its stream has closed it.
    }
    if (this.#cause) return this.#cause;
    if (/out of memory|allocation failed/i.test(this.#tail)) {
      return { how: "memory" };
    }
    return isInterrupt(status)
      ? { how: "interrupted" }
      : { how: "exited", status };
  }

  async #hear(): Promise<void> {
    const { stem, submission, play, server, tracer, onReport } = this.#options;
    const token = crypto.randomUUID();
    const job: Job = {
      port: this.controlPort,
      token,
      stem,
      submission: submission.href,
      play,
      server,
      marks: tracer !== undefined,
    };
    const stdin = this.#child.stdin.getWriter();
    await stdin.write(new TextEncoder().encode(JSON.stringify(job)));
    await stdin.close();
    this.#connection = await this.#listener.accept();
    let trusted = false;
    for await (const line of linesOf(this.#connection.readable)) {
      const report: Report = JSON.parse(line);
      this.#lastWord = performance.now();
      if (report.type === "hello") {
        trusted = report.token === token;
        this.#limit = LIMITS.blockedMs;
      }
      if (!trusted) return;
      if (report.type === "called") this.#isLoaded = true;
      onReport(report);
    }
  }

  async #collect(
    stream: ReadableStream<Uint8Array>,
    name: "stdout" | "stderr",
  ): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      const text = decoder.decode(chunk, { stream: true });
      this.#options.onOutput?.(text, name);
      if (this.#options.tracer) continue;
      this.#tail = (this.#tail + text).slice(-4000);
      this.#printed += chunk.length;
      if (this.#printed > LIMITS.outputBytes) this.#end({ how: "flood" });
    }
  }
}

/**
 * The command that runs a file of the workbook with the permissions of an
 * submission: loopback, and reading the workbook and the submission.
 *
 * @param file The file to run, relative to the workbook.
 * @param submission The submission, as a `file:` address.
 * @param options.traced A tracer starts it: the program itself is named, since
 * `deno` may be a script that starts it in turn.
 * @param options.net Further addresses that may be used.
 * @param options.more Further options of `deno run`.
 */
export function denoCommand(
  file: string,
  submission: URL,
  options: { traced?: boolean; net?: string[]; more?: string[] } = {},
): string[] {
  const { traced = false, net = [], more = [] } = options;
  // Started in the folder of the workbook: a comma in its path would end the permission.
  const readable = submission.href.startsWith(ROOT)
    ? "."
    : `.,${fileURLToPath(submission)}`;
  return [
    traced ? Deno.execPath() : Deno.execPath(),
    "run",
    "--quiet",
    "--no-check",
    "--no-prompt",
    "--cached-only",
    "--config=deno.json",
    `--allow-net=${["127.0.0.1", "[::1]", ...net].join(",")}`,
    `--allow-read=${readable}`,
    `--v8-flags=--max-old-space-size=${
      Math.round(LIMITS.memoryBytes / 2 ** 20)
    }`,
    ...more,
    new URL(file, ROOT).href,
  ];
}
