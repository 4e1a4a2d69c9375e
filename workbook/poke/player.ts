/**
 * The submission that is played, in its own process: what it reports, and why it
 * can be played no longer.
 *
 * @module
 */
import { LIMITS } from "../sandbox/limits.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import { PrintedLines } from "./printed_lines.ts";
import { type Problem, problemOf, problemReported } from "./problem.ts";
import {
  type Job,
  type Order,
  type Report,
  transcriptLine,
} from "./protocol.ts";
import type { SessionOptions } from "./session_options.ts";

/** What a player reports, and to whom. */
export interface PlayerEvents {
  /** A line of the transcript. */
  line(text: string): void;
  /** Something is different now, and has no line. */
  change(): void;
  /** A server of the submission listens on this port. */
  listens(port: number): Promise<void>;
}

/** The process of a submission that is played. */
export class Player {
  /** Resolves when the submission can be played no longer, with the reason if there is one. */
  readonly over: Promise<Problem | undefined>;
  /** Whether it can be played no longer. */
  isOver = false;
  /** Whether it was called. */
  isCalled = false;
  /** Whether its server has stopped. */
  isStopped = false;
  /** Calls that have not come back. */
  calls = 0;
  readonly #options: SessionOptions;
  readonly #events: PlayerEvents;
  readonly #sandbox: Sandbox<Report>;
  #problem: Problem | undefined;
  #answered = () => {};

  /**
   * Starts it.
   *
   * @param options What is played.
   * @param server Where the other side listens; of no use for a server.
   * @param events Told of what happens.
   */
  constructor(
    options: SessionOptions,
    server: Job["server"],
    events: PlayerEvents,
  ) {
    const { lesson, submission, index, tracer } = options;
    this.#options = options;
    this.#events = events;
    const printed = new PrintedLines((text) => events.line(text));
    const job: Job = {
      stem: lesson.stem,
      submission: submission.href,
      play: index,
      server,
      marks: tracer !== undefined,
    };
    this.#sandbox = new Sandbox<Report>({
      program: "workbook/poke/child.ts",
      submission,
      job,
      limits: LIMITS,
      tracer,
      onReport: (report, life) => {
        if (report.type === "called") life.isLoaded = true;
        // Not awaited: a connection may be refused late, and signs of life come meanwhile.
        this.#hear(report);
      },
      onOutput: (text, stream) => {
        if (!tracer) printed.add(text);
        else if (stream === "stderr") options.onTrace?.(text);
      },
    });
    this.over = this.#sandbox.ended.then((ending) => {
      this.#problem ??= problemOf(ending);
      this.isOver = true;
      events.change();
      return this.#problem;
    });
  }

  /** Why it can be played no longer; known before `over` where it crashed. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** Port of the connection between the two processes: no socket of the submission's. */
  get controlPort(): number {
    return this.#sandbox.controlPort;
  }

  /** Has it do something. */
  async order(type: Order["type"]): Promise<void> {
    const order: Order = { type };
    await this.#sandbox.send(order);
  }

  /** Resolves when the process has answered, or can be played no longer: one that is blocked is ended. */
  async answer(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#answered = resolve;
    await this.order("answer");
    await Promise.race([promise, this.over]);
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    await this.#sandbox.stop();
  }

  async #hear(report: Report): Promise<void> {
    const { play, tracer } = this.#options;
    const problem = problemReported(report, this.#options);
    if (problem) {
      this.#problem ??= problem;
      // A crash ends the process by itself.
      if (report.type !== "crashed") this.#sandbox.stop();
      return;
    }
    switch (report.type) {
      case "called":
        this.calls++;
        this.isCalled = true;
        break;
      case "returned":
      case "threw":
        this.calls--;
        break;
      case "stopped":
        this.isStopped = true;
        break;
      case "answer":
        return this.#answered();
      case "listens":
        this.calls--;
        return await this.#events.listens(report.port);
    }
    const line = transcriptLine(report, play.call);
    if (line === undefined) return;
    // Where calls are traced, the submission's process leaves the line as a mark.
    if (tracer) this.#events.change();
    else this.#events.line(line);
  }
}
