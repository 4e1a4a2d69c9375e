/**
 * A handler of one connection that does what its client says, and one that is
 * counted.
 *
 * @module
 */
import { pattern } from "../../pattern.ts";
import { note } from "./check_context.ts";
import { countFact } from "./count_fact.ts";
import type { Fact } from "./exchange.ts";
import { onPurpose } from "./on_purpose.ts";
import { isOpenConn, writeAll } from "./wire.ts";

/** What a client in capitals tells its handler to do at its end. */
const ORDERS: Record<string, (conn: Deno.Conn) => void | Promise<void>> = {
  END: () => {},
  FAIL: () => Promise.reject(onPurpose(new Error("the handler failed"))),
  ODD: () => Promise.reject(),
  SHUT: (conn) => conn.close(),
  CRASH: async (conn) => {
    conn.close();
    await ORDERS.FAIL(conn);
  },
  HALF: (conn) => conn.closeWrite(),
};

/**
 * A handler: greets, then echoes what comes until its client ends its direction,
 * or gives an order: END (it fulfils), FAIL (it rejects), ODD (it rejects with
 * nothing), SHUT (it closes the connection), CRASH (it closes it, then rejects),
 * HALF (it half-closes it).
 */
export function toldHandler(
  greeting = "",
): (conn: Deno.Conn) => Promise<void> {
  return async (conn) => {
    const buffer = new Uint8Array(100);
    let order = "";
    await writeAll(conn, new TextEncoder().encode(greeting));
    for (let n; (n = await conn.read(buffer)) !== null;) {
      const chunk = buffer.slice(0, n);
      order += new TextDecoder().decode(chunk).replace(pattern(/[^A-Z]/g), "");
      if (order === "") await writeAll(conn, chunk);
      else if (order in ORDERS) return await ORDERS[order](conn);
    }
  };
}

/** A handler that greets its client with `hi`, and counts how often it runs. */
export class CountedHandler {
  /** How many run now, how many ran at once at most, how many were called. */
  running = 0;
  most = 0;
  called = 0;
  /** How long it took at most until one ran after another had ended, in milliseconds. */
  longestFreeMs = 0;
  /** Whether the next call throws at once. */
  throwsNext = false;
  readonly conns: Deno.Conn[] = [];
  readonly #serve: (conn: Deno.Conn) => Promise<void> = toldHandler("hi");
  #freeSince = Infinity;

  /** How many of its connections are open. */
  get open(): number {
    return this.conns.filter(isOpenConn).length;
  }

  /** Serves one client. */
  readonly handle = (conn: Deno.Conn): Promise<void> => {
    this.conns.push(conn);
    this.called++;
    if (this.throwsNext) {
      this.throwsNext = false;
      note("handle() throws at once");
      throw onPurpose(new Error("thrown by handle()"));
    }
    this.most = Math.max(this.most, ++this.running);
    const freeMs = performance.now() - this.#freeSince;
    this.longestFreeMs = Math.max(this.longestFreeMs, freeMs);
    return this.#serve(conn).finally(() => {
      this.running--;
      this.#freeSince = performance.now();
    });
  };
}

/** What scripts may compare of a counted handler. */
export const handlerFacts = (
  handler: () => CountedHandler,
): Record<string, Fact> => ({
  running: countFact("handlers that run now", () => handler().running),
  called: countFact("handlers called until now", () => handler().called),
  most: countFact("handlers at the same time, at most", () => handler().most),
});
