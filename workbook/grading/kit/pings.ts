/**
 * Lines of a scene about pings: what the submission writes on a connection of its
 * own accord, and when.
 *
 * @module
 */
import { pattern } from "../../pattern.ts";
import type { Action, Fact } from "./exchange.ts";
import { expect } from "./expect.ts";
import type { Meter } from "./metered_conn.ts";
import { inMs } from "./pass_time.ts";
import type { Played } from "./running_scene.ts";

/** A ping may be several writes: those within so many milliseconds are one. */
const ONE_PING_MS = 50;

/** The pings on one connection of a scene. */
export class Pings {
  readonly #one: Played;
  #meter!: Meter;
  /** How many bytes of them the peer has read. */
  #read = 0;
  /** Where counting begins. */
  #from = { writes: 0, waiting: 0, ms: 0 };

  /** @param one The scene; nothing of it is touched before a line is played. */
  constructor(one: Played) {
    this.#one = one;
  }

  /** What is told from now on is about this connection. */
  watch(conn: Deno.Conn): void {
    this.#meter = this.#one.stage.meterOf(conn);
    this.#read = 0;
  }

  /** Counts from now on. */
  count(): void {
    const { writes, waiting } = this.#meter;
    this.#from = { writes: writes.length, waiting, ms: performance.now() };
  }

  readonly facts: Record<string, Fact> = {
    pings: ([due]) => this.#expect(due),
  };

  readonly actions: Record<string, Action> = {
    "pings are counted from here": () => this.count(),
    "no ping follows": async () => {
      this.count();
      await this.#one.play`75 min pass`;
      this.#expect("none");
    },
    "peer reads the pings": async () => {
      const unread = this.#meter.taken - this.#read;
      this.#read += unread;
      if (unread > 0) await (await this.#one.stage.peer()).take(unread);
    },
  };

  /** Expects `some` pings since counting began, `none`, or `one in 2000 ms`: no more than that, by the clock of the submission. */
  #expect(due: string): void {
    const { times, waiting } = this.#meter;
    const moments: number[] = [];
    for (const ms of times.slice(this.#from.writes)) {
      if (ms - (moments.at(-1) ?? -Infinity) > ONE_PING_MS) moments.push(ms);
    }
    const ms = performance.now() - this.#from.ms;
    const most = 2 + Math.floor(ms / Number(due.match(pattern(/\d+/))));
    const [isRight, expected] = due === "some"
      ? [moments.length > 0, "a ping every everyMs"]
      : due === "none"
      ? [moments.length + waiting <= this.#from.waiting, "pings: none"]
      : [moments.length <= most, `pings: ${most} or fewer`];
    expect(isRight, {
      cause: due === "some" ? "no-reply" : "wrong-bytes",
      did: this.#one.stage.did,
      what: `pings in the last ${
        inMs(Math.round(ms / 10) * 10)
      }: ${moments.length}`,
      expected,
    });
    this.count();
  }
}
