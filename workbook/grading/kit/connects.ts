/**
 * Lines of a scene about `Deno.connect()`: what the kernel answers, and when.
 *
 * @module
 */
import { LIMITS } from "../../sandbox/limits.ts";
import { type Errno, ERRNOS, osError } from "../../network/errors.ts";
import { note } from "./check_context.ts";
import type { Action, Fact } from "./exchange.ts";
import { equal } from "./expect.ts";
import { meter } from "./metered_conn.ts";
import {
  failConnects,
  type HeldConnects,
  holdConnects,
  lookAtConnects,
  standInForConnect,
} from "./stand_ins.ts";
import { delay, eventually } from "./waiting.ts";
import { isOpenConn, real } from "./wire.ts";

/** The connects of one scene. */
export class Connects {
  readonly #did: () => string;
  #held: HeldConnects | undefined;
  readonly #expectOpen: Fact;
  #failed = () => 0;
  /** Those of a script in which one of them fails. */
  readonly #running: Promise<unknown>[] = [];

  /**
   * @param did Tells the call that was made last.
   * @param expectOpen Expects how many connections are open.
   */
  constructor(did: () => string, expectOpen: Fact) {
    this.#did = did;
    this.#expectOpen = expectOpen;
  }

  readonly facts: Record<string, Fact> = {
    open: async (items) => {
      // Who connects several times at once has connections that complete after an error.
      await Promise.allSettled(this.#running);
      await this.#expectOpen(items);
    },
    // Those that failed.
    connects: ([due]) =>
      equal(this.#failed(), Number(due), {
        did: `${this.#did()}: calls of Deno.connect()`,
      }),
    "late connections": async () => {
      const { made } = this.#held!;
      const left = () => made.find(({ conn }) => isOpenConn(conn));
      await eventually(() => !left(), LIMITS.replyMs, () => ({
        cause: "leak",
        did: this.#did(),
        what: "a connection completed after its time, and is open",
        expected: "no connection, or one that is closed at once",
        lookAt: "who has the connection when its time is over",
        at: left()?.at,
      }));
    },
  };

  readonly actions: Record<string, Action> = {
    "every connect is held back": () => {
      this.#held = holdConnects();
    },
    "the connects complete": async () => {
      note("the handshake completes");
      await this.#held!.letGo();
    },
    "every connection breaks at once": () => {
      lookAtConnects(async (to) => {
        const conn = await real.connect(to);
        note("the connection breaks: conn.write() fails with BrokenPipe");
        meter(conn).fail(osError("EPIPE"));
        return conn;
      });
    },
    "each handshake takes N ms": (ms: number) =>
      standInForConnect(async ({ signal, ...to }) => {
        await delay(ms);
        signal?.throwIfAborted();
        return await real.connect(to);
      }),
    "connect N will fail with …": (nth: number, errno: Errno) => {
      let count = 0;
      standInForConnect((to) => {
        const connect = ++count === nth
          ? Promise.reject(osError(errno))
          : real.connect(to);
        this.#running.push(connect);
        return connect;
      });
    },
    ...ofEachErrno("Deno.connect() fails with", (error) => {
      this.#failed = failConnects(error);
    }),
    ...ofEachErrno("the connects fail with", async (error) => {
      note(`connect fails with ${error.name}`);
      await this.#held!.letGo(error);
    }),
  };
}

/** A line for each error that the kernel knows: a mistyped one is no line. */
function ofEachErrno(
  line: string,
  act: (error: Error) => void | Promise<void>,
): Record<string, Action> {
  return Object.fromEntries(
    ERRNOS.map((errno) => [`${line} ${errno}`, () => act(osError(errno))]),
  );
}

/** What scripts may compare, and do. */
export const CONNECT_LINES: { facts: string[]; actions: string[] } = (() => {
  const { facts, actions } = new Connects(() => "", () => {});
  return { facts: Object.keys(facts), actions: Object.keys(actions) };
})();
