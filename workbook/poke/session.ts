import type { Lesson } from "../lesson.ts";
import { rowKey, type SocketRow } from "../kernel/mod.ts";
import { LIMITS } from "../sandbox/limits.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import { does } from "./connection.ts";
import { Hand } from "./hand.ts";
import { Signal } from "./signal.ts";
import type { AnyPlay } from "./play.ts";
import { PrintedLines } from "./printed_lines.ts";
import { type Problem, problemOf, problemReported } from "./problem.ts";
import {
  type Job,
  type Order,
  type Report,
  transcriptLine,
} from "./protocol.ts";
import type { States } from "./states.ts";
import type { Step } from "./input_line.ts";

/** How long something that a submission must do at once is waited for, in milliseconds. */
const PATIENCE_MS = 2_000;

/** Hears what happens in a play, in order. */
export interface Listener {
  /** Somebody did or saw something. */
  line(text: string): void;
  /** The kernel's rows, and a word beside each by `rowKey(row)`. */
  rows(rows: SocketRow[], labels: Record<string, string>): void;
}

/** What is played. */
export interface SessionOptions {
  lesson: Lesson;
  play: AnyPlay;
  /** Its place among the lesson's plays. */
  index: number;
  /** The submission, as a `file:` address. */
  submission: URL;
  /** The submission, as the learner would name it. */
  file: string;
  /** The command that plays the model answer. */
  solution: string;
  /** How the transcript calls the side that is played: "you". */
  who: string;
  states: States;
  listener: Listener;
  /** A call tracer and its options. */
  tracer?: string[];
  /** Called with what the tracer prints. */
  onTrace?(text: string): void;
}

/** A play: the submission runs in another process, its peer in this one. */
export class Session {
  /** Resolves when the submission can be played no longer, with the reason if there is one. */
  readonly over: Promise<Problem | undefined>;
  readonly #options: SessionOptions;
  readonly #signal: Signal;
  readonly #hand: Hand;
  readonly #sandbox: Sandbox<Report>;
  #problem: Problem | undefined;
  #isOver = false;
  #isCalled = false;
  #isStopped = false;
  /** Calls that have not come back. */
  #calls = 0;
  #byteByByte = false;

  private constructor(options: SessionOptions, hand: Hand, signal: Signal) {
    const { lesson, submission, index, tracer } = options;
    this.#options = options;
    this.#hand = hand;
    this.#signal = signal;
    const printed = new PrintedLines((text) => this.#line(text));
    const job: Job = {
      stem: lesson.stem,
      submission: submission.href,
      play: index,
      server: hand.endpoint,
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
      this.#isOver = true;
      signal.give();
      return this.#problem;
    });
  }

  /** Starts the submission. */
  static async open(options: SessionOptions): Promise<Session> {
    const { play, who, listener } = options;
    const signal = new Signal();
    const side = play.role === "server" ? "client" : "server";
    const hand = await Hand.open(side, who, (text) => {
      if (text !== "") listener.line(text);
      signal.give();
    });
    return new Session(options, hand, signal);
  }

  /** Whether the submission can be played no longer. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Port of the connection between the two processes: no socket of the submission's. */
  get controlPort(): number {
    return this.#sandbox.controlPort;
  }

  /** Waits until there is a connection, or a reason why not, and shows the first rows. */
  async ready(): Promise<void> {
    const isOver = () => this.#isOver;
    await this.#signal.until(() => this.#isCalled || isOver(), Infinity);
    const { connections } = this.#hand;
    const isKnown = () =>
      connections.length > 0 || this.#hand.isRefused || isOver();
    if (!await this.#signal.until(isKnown, PATIENCE_MS)) {
      this.#line(`${PATIENCE_MS} ms later there is no connection`);
    }
    if (!isOver()) await this.showStates();
  }

  #line(text: string): void {
    this.#options.listener.line(text);
    this.#signal.give();
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
        this.#calls++;
        this.#isCalled = true;
        break;
      case "returned":
      case "threw":
        this.#calls--;
        break;
      case "stopped":
        this.#isStopped = true;
        break;
      case "listens":
        this.#calls--;
        this.#hand.port = report.port;
        return await this.#hand.connect();
    }
    const line = transcriptLine(report, play.call);
    if (line === undefined) return;
    // Where calls are traced, the submission's process leaves the line as a mark.
    if (tracer) this.#signal.give();
    else this.#line(line);
  }

  async #order(type: Order["type"]): Promise<void> {
    const order: Order = { type };
    await this.#sandbox.send(order);
  }

  async #settle(): Promise<SocketRow[]> {
    return await this.#options.states.settle(this.#hand.port, {
      signals: () => this.#signal.count,
      isSubmissions: (row) => !this.#hand.isOurs(row),
    });
  }

  /** Waits until nothing changes any more, then shows the rows. */
  async showStates(): Promise<void> {
    const { states, listener } = this.#options;
    if (this.#hand.port === 0) return;
    const rows = await this.#settle();
    if (states.unavailable) return;
    this.#hand.compare(rows);
    const labels = rows.map((row) => [rowKey(row), this.#hand.label(row)]);
    listener.rows(rows, Object.fromEntries(labels));
  }

  /**
   * Does what was typed.
   *
   * @param step What.
   * @throws {TypingError} If it cannot be done now.
   */
  async do(step: Step): Promise<void> {
    const hand = this.#hand;
    switch (step.do) {
      case "send": {
        const current = hand.current();
        const between = this.#byteByByte
          ? async () => void await this.#settle()
          : undefined;
        this.#byteByByte = false;
        await current.send(step.bytes, between);
        break;
      }
      case "bytes":
        this.#byteByByte = true;
        return;
      case "halfclose":
        await hand.current().halfClose();
        break;
      case "close":
        hand.current().close();
        break;
      case "reset":
        hand.current().reset();
        break;
      case "to":
        hand.choose(step.number);
        break;
      case "silence":
        this.#line(`nothing is sent for ${step.ms} ms`);
        await this.#signal.until(() => this.#isOver, step.ms);
        break;
      case "again": {
        if (this.#options.play.role === "server") {
          await hand.connect();
          break;
        }
        const count = hand.connections.length;
        await this.#order("again");
        const connected = () => hand.connections.length > count;
        await this.#signal.until(
          () => connected() || this.#isOver,
          PATIENCE_MS,
        );
        break;
      }
    }
    await this.showStates();
  }

  /** Nothing more is typed: half-closes every connection, and waits a while for the end. */
  async finish(): Promise<void> {
    await this.#halfCloseAll();
    // It crashed, and its sockets were closed before its end was seen.
    if (this.#problem) {
      await this.#signal.until(() => this.#isOver, PATIENCE_MS);
    }
  }

  async #halfCloseAll(): Promise<void> {
    const hand = this.#hand;
    const isEnded = () => hand.isEnded && this.#calls <= 0;
    if (!await hand.halfCloseAll() && isEnded()) return;
    if (
      !await this.#signal.until(() => isEnded() || this.#isOver, PATIENCE_MS)
    ) {
      this.#line(
        hand.isEnded
          ? `${PATIENCE_MS} ms later the call has not come back`
          : `${PATIENCE_MS} ms later the submission has not ended its direction`,
      );
    }
    if (!this.#isOver) await this.showStates();
  }

  /** Closes the own end and has a server stop. */
  async stop(): Promise<void> {
    if (this.#options.play.role !== "server") return;
    this.#line(`${does(this.#options.who, "let")} go, and stop() is called`);
    for (const connection of this.#hand.connections) connection.drop();
    await this.#order("stop");
    await this.#signal.until(
      () => this.#isStopped || this.#isOver,
      PATIENCE_MS,
    );
    if (!this.#isOver) await this.showStates();
  }

  /** Closes what is open and ends the submission's process. */
  async close(): Promise<void> {
    this.#hand.drop();
    await this.#sandbox.stop();
  }
}
