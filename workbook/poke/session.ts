import type { Lesson } from "../catalogue.ts";
import {
  connectWire,
  listenWire,
  type Wire,
  type WireListener,
} from "../grading/wire.ts";
import { rowKey, type SocketRow, type TcpState } from "../kernel/mod.ts";
import { visible } from "../terminal/bytes.ts";
import { Connection } from "./connection.ts";
import type { AnyPlay } from "./play.ts";
import {
  crashed,
  notExported,
  notLoadable,
  notWritten,
  type Problem,
  problemOf,
  threw,
} from "./problem.ts";
import type { Report } from "./protocol.ts";
import { Sandbox } from "./sandbox.ts";
import type { States } from "./states.ts";
import { type Step, TypingError } from "./typed.ts";

/** How long something that an answer must do at once is waited for, in milliseconds. */
export const PATIENCE_MS = 2_000;

/** Lines that an answer prints and that are shown, and characters of each. */
const PRINTED_LINES = 50;
const PRINTED_COLUMNS = 200;

/** States that a connection leaves by itself, as soon as a segment has arrived. */
const PASSING: ReadonlySet<TcpState> = new Set<TcpState>([
  "SYN_SENT",
  "SYN_RCVD",
  "FIN_WAIT_1",
  "CLOSING",
  "LAST_ACK",
]);

/** Who is told of a play, in the order in which things happen. */
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
  /** The answer, as a `file:` address. */
  answer: URL;
  /** The answer, as the learner would name it. */
  file: string;
  /** The command that plays the model answer. */
  solution: string;
  states: States;
  listener: Listener;
  /** A call tracer and its options. */
  tracer?: string[];
  onTrace?(text: string): void;
}

/** A play: the answer in a process of its own, its peer in this one. */
export class Session {
  /** Resolves when the answer can be played no longer, with the reason if there is one to tell. */
  readonly over: Promise<Problem | undefined>;
  readonly #options: SessionOptions;
  readonly #host: WireListener;
  readonly #sandbox: Sandbox;
  readonly #connections: Connection[] = [];
  /** Where the server of the play listens, whoever it is. */
  #port = 0;
  #problem: Problem | undefined;
  #news = 0;
  #wake: Array<() => void> = [];
  /** Calls of a client that have not come back. */
  #calls = 0;
  #byteByByte = false;
  #isCalled = false;
  #printed = 0;
  #isOver = false;
  #tellOver: (problem: Problem | undefined) => void = () => {};

  private constructor(options: SessionOptions, host: WireListener) {
    this.#options = options;
    this.#host = host;
    this.over = new Promise((resolve) => this.#tellOver = resolve);
    const { lesson, answer, index, play, tracer } = options;
    if (play.answer === "client") this.#port = host.endpoint.port;
    this.#sandbox = new Sandbox({
      stem: lesson.stem,
      answer,
      play: index,
      server: host.endpoint,
      tracer,
      onReport: (report) => void this.#hear(report),
      onOutput: (text, stream) => this.#print(text, stream),
    });
    this.#sandbox.ended.then((ending) => {
      this.#problem ??= problemOf(ending);
      this.#end();
    });
  }

  /** Starts the answer. */
  static async open(options: SessionOptions): Promise<Session> {
    const session = new Session(options, await listenWire("127.0.0.1", true));
    if (options.play.answer === "client") session.#acceptAll();
    else session.#host.close();
    return session;
  }

  /** Waits until there is a connection, or a reason why not, and tells the first rows. */
  async ready(): Promise<void> {
    const isOver = () => this.#isOver;
    await this.#until(() => this.#isCalled || isOver(), Infinity);
    const connected = () => this.#connections.length > 0;
    if (!await this.#until(() => connected() || isOver())) {
      this.#line(`${PATIENCE_MS} ms later there is no connection`);
    }
    if (!isOver()) await this.showStates();
  }

  /** Whether the answer can be played no longer. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Port of the connection between the two processes. */
  get controlPort(): number {
    return this.#sandbox.controlPort;
  }

  #end(): void {
    this.#isOver = true;
    this.#heard();
    this.#tellOver(this.#problem);
  }

  #heard(): void {
    this.#news++;
    for (const wake of this.#wake.splice(0)) wake();
  }

  #line(text: string): void {
    this.#options.listener.line(text);
    this.#heard();
  }

  /** Waits until a condition holds, checked at each news. `false`: it did not come in time. */
  async #until(condition: () => boolean, ms = PATIENCE_MS): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<"late">();
    const timer = ms < Infinity
      ? setTimeout(() => resolve("late"), ms)
      : undefined;
    try {
      while (!condition()) {
        const news = new Promise<void>((resolve) => this.#wake.push(resolve));
        if (await Promise.race([news, promise]) === "late") return false;
      }
      return true;
    } finally {
      clearTimeout(timer);
    }
  }

  async #hear(report: Report): Promise<void> {
    const { play, file, solution, lesson } = this.#options;
    const stop = (problem: Problem) => {
      this.#problem ??= problem;
      this.#sandbox.stop();
    };
    switch (report.type) {
      case "called":
        this.#calls++;
        this.#isCalled = true;
        return this.#line(`the answer is called: ${play.call}`);
      case "listens":
        this.#calls--;
        this.#port = report.port;
        return await this.#connect();
      case "shows":
        return this.#line(`the answer ${report.text}`);
      case "returned":
        this.#calls--;
        return this.#line(`the call returns ${report.text}`);
      case "threw": {
        if (play.answer === "server") {
          return stop(threw(`${play.name}()`, report.text, report.at));
        }
        this.#calls--;
        const place = report.at ? `, at ${report.at}` : "";
        return this.#line(`the call throws ${report.text}${place}`);
      }
      case "crashed":
        this.#problem ??= crashed(report.text, report.at);
        return;
      case "not written":
        return stop(notWritten(report.name, file, solution));
      case "not exported":
        return stop(notExported(report.name, file));
      case "not loadable":
        return stop(notLoadable(
          `${file} of lesson ${lesson.number} is no answer: ${report.what}`,
          report.at,
        ));
    }
  }

  #print(text: string, stream: "stdout" | "stderr"): void {
    if (this.#options.tracer) {
      if (stream === "stderr") this.#options.onTrace?.(text);
      return;
    }
    for (const line of text.split("\n")) {
      if (line === "") continue;
      this.#printed++;
      if (this.#printed > PRINTED_LINES) return;
      this.#line(
        this.#printed === PRINTED_LINES
          ? "the answer prints more; it is not shown"
          : `the answer prints ${visible(line).slice(0, PRINTED_COLUMNS)}`,
      );
    }
  }

  async #connect(): Promise<void> {
    try {
      const to = { hostname: "127.0.0.1", port: this.#port };
      const wire = await connectWire(to, true);
      this.#line(`${this.#nextName()} connect to 127.0.0.1:${this.#port}`);
      this.#add(wire, wire.local.port);
    } catch (error) {
      const { code } = error as { code?: string };
      this.#line(`${this.#nextName()} cannot connect: ${code ?? error}`);
    }
  }

  async #acceptAll(): Promise<void> {
    while (true) {
      const wire = await this.#host.accept();
      this.#line(
        `${this.#nextName()} accept a connection from port ${wire.remote.port}`,
      );
      this.#add(wire, wire.remote.port);
    }
  }

  #nextName(): string {
    const count = this.#connections.length;
    return count === 0 ? "you" : `you ${count + 1}`;
  }

  #add(wire: Wire, clientPort: number): void {
    const show = (text: string) => this.#line(text);
    const name = this.#nextName();
    const connection = new Connection(wire, { name, clientPort, show });
    this.#connections.push(connection);
    connection.ended.then(() => this.#heard());
    this.#heard();
  }

  /** Whether a row is the learner's end. */
  #isYours = (row: SocketRow): boolean =>
    (this.#options.play.answer === "server") !==
      (row.local.port === this.#port);

  /** Waits until the play stands still, then tells the rows. */
  async showStates(): Promise<void> {
    const { states, listener } = this.#options;
    if (states.unavailable || this.#port === 0) return;
    const rows = await states.settle(this.#port, this.#stillness);
    for (const connection of this.#connections) {
      const { clientPort } = connection;
      const has = rows.some(({ local, remote }) =>
        local.port === clientPort || remote.port === clientPort
      );
      if (!has) connection.gone();
    }
    const labels = Object.fromEntries(
      rows.map((row) => [rowKey(row), this.#label(row)]),
    );
    listener.rows(rows, labels);
  }

  get #stillness() {
    const isPassing = (row: SocketRow) =>
      PASSING.has(row.state) ||
      (row.receiveQueue ?? 0) > 0 && !this.#isYours(row);
    return { news: () => this.#news, isPassing };
  }

  #label(row: SocketRow): string {
    if (!this.#isYours(row)) return "the answer";
    const port = this.#options.play.answer === "server"
      ? row.local.port
      : row.remote.port;
    return this.#connections.find((each) => each.clientPort === port)?.name ??
      "you";
  }

  /** The connection that typed lines go to: the newest. */
  #current(): Connection {
    const current = this.#connections.at(-1);
    if (current) return current;
    throw new TypingError(
      this.#options.play.answer === "client"
        ? "Cannot do that yet: the answer has not connected"
        : "Cannot do that: there is no connection; /again makes one",
    );
  }

  /**
   * Does what was typed.
   *
   * @param step What.
   * @throws {TypingError} If it cannot be done now.
   */
  async do(step: Step): Promise<void> {
    switch (step.do) {
      case "send": {
        const between = async () => {
          const { states } = this.#options;
          await states.settle(this.#port, this.#stillness);
        };
        const slowly = this.#byteByByte;
        const current = this.#current();
        this.#byteByByte = false;
        await current.send(step.bytes, slowly ? between : undefined);
        break;
      }
      case "bytes":
        this.#byteByByte = true;
        return;
      case "halfclose":
        await this.#current().halfClose();
        break;
      case "close":
        this.#current().close();
        break;
      case "reset":
        this.#current().reset();
        break;
      case "silence":
        this.#line(`you are silent for ${step.ms} ms`);
        await Promise.race([
          this.over,
          new Promise((resolve) => setTimeout(resolve, step.ms)),
        ]);
        break;
      case "again": {
        const count = this.#connections.length;
        if (this.#options.play.answer === "server") await this.#connect();
        else {
          await this.#sandbox.again();
          await this.#until(() => this.#connections.length > count);
        }
        break;
      }
    }
    await this.showStates();
  }

  /** Nothing more is typed: half-closes, and waits a while for the end. */
  async finish(): Promise<void> {
    const current = this.#connections.at(-1);
    if (current?.canSend) await current.halfClose();
    else if (this.#connections.every(({ isEnded }) => isEnded)) return;
    const ended = () =>
      this.#problem !== undefined ||
      this.#connections.every(({ isEnded }) => isEnded) && this.#calls <= 0;
    if (await this.#until(ended)) return await this.showStates();
    const open = this.#connections.filter(({ isEnded }) => !isEnded).length;
    this.#line(
      open > 0
        ? `${PATIENCE_MS} ms later the answer has not ended its direction`
        : `${PATIENCE_MS} ms later the call has not come back`,
    );
    await this.showStates();
  }

  /** Closes what is open and ends the answer's process. */
  async close(): Promise<void> {
    for (const connection of this.#connections) connection.drop();
    this.#host.close();
    await this.#sandbox.stop();
  }
}
