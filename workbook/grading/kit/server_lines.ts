/**
 * Lines that every script of a server has: what the kernel does to the server,
 * and what a client does that no arrow says.
 *
 * @module
 */
import { counted } from "../../counted.ts";
import { rejectAccept } from "./accepting.ts";
import { note } from "./check_context.ts";
import type { Action } from "./exchange.ts";
import { expect } from "./expect.ts";
import { limitWrites } from "./limited_conn.ts";
import { inMs, isVirtual } from "./pass_time.ts";
import type { Peer } from "./peer.ts";
import type { Served } from "./served.ts";
import {
  failAccepts,
  fillFirstSendQueue,
  holdAccept,
  standInForAccept,
} from "./stand_ins.ts";
import { settle, wordsMs } from "./waiting.ts";

/** What is done within so many milliseconds waits for nothing. */
const AT_ONCE_MS = 20;

/** Expects that `stop()`, called again before it is done, is not done sooner. */
async function stopTwice(one: Served<unknown>): Promise<void> {
  let isStopped = false;
  const first = one.stop().then(() => isStopped = true);
  await one.stop("stop() a second time, before the first is done");
  // A promise that resolves with another one is some microtasks later.
  for (let i = 0; i < 20; i++) await Promise.resolve();
  expect(isStopped, {
    cause: "too-early",
    did: "stop(), and stop() again before the first is done",
    expected: "neither resolves before all is closed",
    came: "the second resolved while the first was waiting",
  });
  await first;
}

/** The lines of one server; they hold for the connections that it accepts later. */
export function serverLines(one: Served<unknown>): Record<string, Action> {
  const held = Promise.withResolvers<void>();
  let began = 0;
  return {
    "each write() takes N bytes at most": (most: number) => {
      note(
        `the send queues are full: each write() takes ${
          counted(most, "byte")
        } at most`,
      );
      standInForAccept((conn) => limitWrites(conn, most));
    },
    "client N never reads": async (nth: number) => {
      fillFirstSendQueue();
      await one.connect(`client ${nth}`);
      note(`client ${nth} never reads, every buffer is full: write() waits`);
    },
    "client N never reads more than N bytes": async (
      nth: number,
      bytes: number,
    ) => {
      fillFirstSendQueue(bytes);
      await one.connect(`client ${nth}`);
      note(
        `client ${nth} never reads, the buffers have room for ${
          counted(bytes, "byte")
        }: then write() waits`,
      );
    },
    "accept() rejects for client N": (nth: number) =>
      rejectAccept(one, `client ${nth}`),
    "accept() lacks a descriptor N times": (times: number) =>
      void failAccepts(times, "EMFILE"),
    "accept() is held back": () => {
      note("who connects from now on waits in the accept queue");
      holdAccept(held.promise);
    },
    "accept() goes on": () => held.resolve(),
    "client N resets as soon as accept() has it": async (nth: number) => {
      const connecting = Promise.withResolvers<Peer>();
      let isFirst = true;
      standInForAccept(async (conn) => {
        if (!isFirst) return conn;
        isFirst = false;
        (await connecting.promise).reset();
        await settle();
        return conn;
      });
      connecting.resolve(one.connect(`client ${nth}`, { canReset: true }));
      await connecting.promise;
    },
    "stop() twice at once": () => stopTwice(one),
    "from now on": () => void (began = performance.now()),
    "no time was taken": () => {
      const ms = performance.now() - began;
      // Only virtual time is exact. A network that delays segments takes some itself.
      expect(ms <= AT_ONCE_MS + wordsMs() || !isVirtual(), {
        cause: "too-slow",
        what: `that took ${inMs(ms)}`,
        expected: "it is done at once: it waits for nobody, and for no timer",
      });
    },
  };
}

/** What scripts may say so. */
export const SERVER_LINES: readonly string[] = Object.keys(
  serverLines({} as Served<unknown>),
);
