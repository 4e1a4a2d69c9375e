import { rowKey, type SocketRow } from "../kernel/mod.ts";
import { does } from "./connection.ts";
import { Hand } from "./hand.ts";
import type { Step } from "./input_line.ts";
import { Player } from "./player.ts";
import type { Problem } from "./problem.ts";
import type { SessionOptions } from "./session_options.ts";
import { Signal } from "./signal.ts";

/** How long something that a submission must do at once is waited for, in milliseconds. */
const PATIENCE_MS = 2_000;

/** A play: the submission runs in another process, its peer in this one. */
export class Session {
  readonly #options: SessionOptions;
  readonly #signal: Signal;
  readonly #hand: Hand;
  readonly #player: Player;
  #byteByByte = false;

  private constructor(options: SessionOptions, hand: Hand, signal: Signal) {
    this.#options = options;
    this.#hand = hand;
    this.#signal = signal;
    this.#player = new Player(options, hand.endpoint, {
      line: (text) => this.#line(text),
      change: () => signal.give(),
      listens: async (port) => {
        hand.port = port;
        await hand.connect();
      },
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

  /** Resolves when the submission can be played no longer, with the reason if there is one. */
  get over(): Promise<Problem | undefined> {
    return this.#player.over;
  }

  /** Whether the submission can be played no longer. */
  get isOver(): boolean {
    return this.#player.isOver;
  }

  /** Port of the connection between the two processes: no socket of the submission's. */
  get controlPort(): number {
    return this.#player.controlPort;
  }

  /** Waits until there is a connection, or a reason why not, and shows the first rows. */
  async ready(): Promise<void> {
    const isCalled = () => this.#player.isCalled || this.isOver;
    await this.#signal.until(isCalled, Infinity);
    const { connections } = this.#hand;
    const isKnown = () => connections.length > 0 || this.#hand.isRefused;
    if (!await this.#isInTime(isKnown)) {
      this.#line(`${PATIENCE_MS} ms later there is no connection`);
    }
    if (!this.isOver) await this.showStates();
  }

  /**
   * Waits until a condition holds, or the play is over. A submission that is
   * late may be blocked: then the play is over a moment later.
   *
   * @returns Whether one of them came in time.
   */
  async #isInTime(condition: () => boolean): Promise<boolean> {
    const isKnown = () => condition() || this.isOver;
    if (await this.#signal.until(isKnown, PATIENCE_MS)) return true;
    await this.#player.answer();
    return isKnown();
  }

  #line(text: string): void {
    this.#options.listener.line(text);
    this.#signal.give();
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
        await this.#signal.until(() => this.isOver, step.ms);
        break;
      case "again": {
        if (this.#options.play.role === "server") {
          await hand.connect();
          break;
        }
        const count = hand.connections.length;
        await this.#player.order("again");
        await this.#isInTime(() => hand.connections.length > count);
        break;
      }
    }
    await this.showStates();
  }

  /** Nothing more is typed: half-closes every connection, and waits a while for the end. */
  async finish(): Promise<void> {
    await this.#halfCloseAll();
    // It crashed, and its sockets were closed before its end was seen.
    if (this.#player.problem) {
      await this.#signal.until(() => this.isOver, PATIENCE_MS);
    }
  }

  async #halfCloseAll(): Promise<void> {
    const hand = this.#hand;
    const isEnded = () => hand.isEnded && this.#player.calls <= 0;
    if (!await hand.halfCloseAll() && isEnded()) return;
    if (!await this.#isInTime(isEnded)) {
      this.#line(
        hand.isEnded
          ? `${PATIENCE_MS} ms later the call has not come back`
          : `${PATIENCE_MS} ms later the submission has not ended its direction`,
      );
    }
    if (!this.isOver) await this.showStates();
  }

  /** Closes the own end and has a server stop. */
  async stop(): Promise<void> {
    if (this.#options.play.role !== "server") return;
    this.#line(`${does(this.#options.who, "let")} go, and stop() is called`);
    for (const connection of this.#hand.connections) connection.drop();
    await this.#player.order("stop");
    await this.#isInTime(() => this.#player.isStopped);
    if (!this.isOver) await this.showStates();
  }

  /** Closes what is open and ends the submission's process. */
  async close(): Promise<void> {
    this.#hand.drop();
    await this.#player.stop();
  }
}
