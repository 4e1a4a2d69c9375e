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
import { limitWrites } from "./limited_conn.ts";
import type { Served } from "./served.ts";
import {
  failAccepts,
  fillFirstSendQueue,
  standInForAccept,
} from "./stand_ins.ts";

/** The lines of one server; they hold for the connections that it accepts later. */
export function serverLines(one: Served<unknown>): Record<string, Action> {
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
    "accept() rejects for client N": (nth: number) =>
      rejectAccept(one, `client ${nth}`),
    "accept() lacks a descriptor N times": (times: number) =>
      void failAccepts(times, "EMFILE"),
  };
}

/** What scripts may say so. */
export const SERVER_LINES: readonly string[] = Object.keys(
  serverLines({} as Served<unknown>),
);
