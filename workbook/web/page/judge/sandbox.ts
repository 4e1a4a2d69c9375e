/**
 * Takes the place of `workbook/sandbox/sandbox.ts` in the page: a Worker in the
 * place of a process.
 *
 * @module
 */
import {
  endlessLoop,
  exitFault,
  messageFault,
  neverLoaded,
  neverStarted,
  noStep,
  outOfMemory,
  tooSlow,
} from "../../../sandbox/exit_fault.ts";
import type { Fault } from "../../../sandbox/fault.ts";
import { Life } from "../../../sandbox/life.ts";
import type { Limits } from "../../../sandbox/limits.ts";
import { decodeMessage, encodeMessage } from "../../../sandbox/messages.ts";
import { Output } from "../../../sandbox/output.ts";
import { beforeNext, TRIES } from "../again.ts";
import { submissionAt } from "./files.ts";
import { Patience } from "./patience.ts";
import {
  type FromWorker,
  MOST_BYTES,
  type ToWorker,
} from "./worker_messages.ts";
import { takeRecording, whoRecords } from "./recordings.ts";
import { endWorker, type Started, takeWorker } from "./workers.ts";

/** What is run, and what is called meanwhile. */
export interface SandboxOptions<Report> {
  submission: URL;
  /** What the program is to do; it may be known a moment later. */
  job: object | Promise<object>;
  limits: Limits;
  deadline?: number;
  hasSteps?: boolean;
  output?: Output;
  onReport(report: Report, life: Life): void | Promise<void>;
}

/** How the Worker came to its end. */
export type Ending =
  | { how: "stopped" }
  | { how: "interrupted"; fault: Fault }
  | { how: "exited"; fault: Fault }
  | { how: "killed"; fault: Fault }
  | { how: "unreadable"; fault: Fault };

/** How often a Worker is looked at, in milliseconds. */
const WATCH_MS = 100;

/** A Worker that runs a submission. */
export class Sandbox<Report> {
  /** Resolves when the Worker has ended and everything it said was heard. */
  readonly ended: Promise<Ending>;
  readonly #options: SandboxOptions<Report>;
  #started: Started;
  /** What the Worker was told of the submission. */
  #told: ToWorker | undefined;
  /** How often a Worker was started: one whose script could not be loaded is replaced. */
  #tried = 1;
  readonly #life = new Life(0);
  readonly #output: Output;
  readonly #word = crypto.randomUUID();
  readonly #end = Promise.withResolvers<Ending>();
  readonly #printed = new TransformStream<Uint8Array, Uint8Array>();
  readonly #recorded = whoRecords();
  #hearing: Promise<void> = Promise.resolve();
  #isEnding = false;

  constructor(options: SandboxOptions<Report>) {
    this.#options = options;
    this.#started = takeWorker(options.submission.href);
    this.#output = options.output ?? new Output(options.limits.outputBytes);
    this.ended = this.#run();
  }

  /** Sends a message to the program. */
  send(message: object): Promise<void> {
    const line = new TextDecoder().decode(encodeMessage(message));
    this.#started.port.postMessage(line);
    return Promise.resolve();
  }

  /** Ends the Worker. */
  async stop(): Promise<void> {
    this.#finish({ how: "stopped" });
    await this.ended;
  }

  #finish(ending: Ending): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    endWorker(this.#started);
    this.#end.resolve(ending);
  }

  async #run(): Promise<Ending> {
    const writer = this.#printed.writable.getWriter();
    const collected = this.#output.collect(
      this.#printed.readable,
      this.#word,
      () => this.#life.printed(),
    );
    const hear = ({ data }: MessageEvent<FromWorker>) => {
      if (this.#isEnding) return;
      const silentMs = performance.now() - this.#life.lastWord;
      this.#life.said();
      if ("lines" in data) { for (const line of data.lines) this.#hear(line); }
      else if ("printed" in data) {
        writer.write(data.printed).catch(() => {});
        // What the Worker kept back was printed, too.
        this.#output.bytes += data.bytes - data.printed.length;
      } else if ("memory" in data) this.#outOfMemory(data.memory, silentMs);
      else if ("exit" in data) this.#exited(data.exit);
      else takeRecording(this.#recorded, data);
    };
    this.#attach(hear);
    const stopWatching = this.#watch();
    const given = await this.#options.job;
    const job = { ...given, token: "", port: 0, word: this.#word };
    this.#told = {
      job,
      submission: await submissionAt(this.#options.submission.href),
      recorded: this.#recorded?.how,
    };
    this.#started.port.postMessage(this.#told);
    const ending = await this.#end.promise;
    stopWatching();
    await writer.close().catch(() => {});
    await collected;
    this.#started.port.close();
    return ending;
  }

  /** Hears a Worker, and takes another one if its script could not be loaded: nothing of the submission has run. */
  #attach(hear: (event: MessageEvent<FromWorker>) => void): void {
    const started = this.#started;
    started.port.onmessage = hear;
    started.broken.then(async (message) => {
      if (this.#life.greeted === undefined && this.#tried < TRIES) {
        await beforeNext(this.#tried);
        if (this.#isEnding) return;
        this.#tried++;
        endWorker(started);
        this.#started = takeWorker(started.submission);
        this.#attach(hear);
        if (this.#told) this.#started.port.postMessage(this.#told);
        return;
      }
      this.#finish({ how: "killed", fault: brokenWorker(message) });
    });
  }

  /** Hears the messages one after the other. */
  #hear(line: string): void {
    this.#hearing = this.#hearing.then(async () => {
      if (this.#isEnding) return;
      try {
        const message = decodeMessage(line) as Report & { type: string };
        if (message.type === "hello") return this.#life.greet(0);
        if (message.type === "beat") return;
        await this.#options.onReport(message, this.#life);
      } catch (error) {
        this.#finish({ how: "unreadable", fault: messageFault(error) });
      }
    });
  }

  /** It takes too much memory; what it said before was heard. */
  #outOfMemory(bytes: number, silentMs: number): void {
    this.#hearing = this.#hearing.then(() => {
      const limits = { ...this.#options.limits, memoryBytes: MOST_BYTES };
      // As in the terminal: a loop is told by what it takes if that is much by
      // the time at which it counts as one. On a busy machine it goes on longer.
      const share = Math.min(1, limits.blockedMs / silentMs);
      const fault = bytes * share > MOST_BYTES / 3
        ? outOfMemory(bytes, limits, silentMs)
        : endlessLoop(this.#life.isLoaded, limits);
      this.#finish({ how: "killed", fault });
    });
  }

  /** The program ended itself; what it said before was heard. */
  #exited(code: number): void {
    this.#hearing = this.#hearing.then(() => {
      const status = { success: code === 0, code, signal: null };
      const fault = exitFault(status, this.#output.tail);
      this.#finish({ how: "exited", fault });
    });
  }

  /** Ends the Worker when it passes a limit. */
  #watch(): () => void {
    const patience = new Patience();
    const timer = setInterval(() => {
      patience.look(this.#life.lastWord, this.#life.lastStep);
      const fault = this.#overtime(patience);
      if (!fault) return;
      this.#finish({ how: "killed", fault: this.#output.fault ?? fault });
    }, WATCH_MS);
    return () => {
      clearInterval(timer);
      patience.end();
    };
  }

  #overtime(patience: Patience): Fault | undefined {
    const { limits, deadline = Infinity, hasSteps } = this.#options;
    const life = this.#life;
    if (life.greeted === undefined) {
      return patience.whole > limits.startMs
        ? neverStarted(limits.startMs)
        : undefined;
    }
    if (patience.isBlocked(limits)) return endlessLoop(life.isLoaded, limits);
    // One that is blocked is reported as that.
    const isAlive = patience.silent < limits.blockedMs;
    if (!life.isLoaded && patience.step > limits.loadMs && isAlive) {
      return neverLoaded(limits.loadMs);
    }
    if (hasSteps && patience.isStuck(limits)) return noStep(limits);
    if (performance.now() > deadline) return tooSlow(limits);
  }
}

/** The Worker's own script failed: nothing of the submission has run. */
function brokenWorker(message: string): Fault {
  return {
    cause: "workbook-fault",
    what: `the Worker for the submission could not run: ${message}`,
    lookAt: "reload the page; if it stays so, build it again",
  };
}
