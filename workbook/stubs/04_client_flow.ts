import type { Endpoint } from "../../workbook/endpoint.ts";
import { todo } from "../../workbook/todo.ts";

/**
 * Why there is no connection.
 *
 * - `refused`: the other host answered the SYN with RST.
 * - `timed-out`: the deadline passed, or the kernel gave up (ETIMEDOUT).
 * - `unreachable`: no way to that network or host (ENETUNREACH, EHOSTUNREACH).
 * - `bad-address`: no segment can be sent: the port is not an integer from 1
 *   to 65535, or the host name cannot be resolved.
 */
export type DialFailure =
  | "refused"
  | "timed-out"
  | "unreachable"
  | "bad-address";

/** What `dial` resolves with: a connection, or the reason why there is none. */
export type DialResult =
  | { ok: true; conn: Deno.TcpConn }
  | { ok: false; failure: DialFailure };

/** How a conversation went. */
export interface Conversation {
  /**
   * The whole replies, in order, as text: each is 5 bytes of UTF-8, and stays
   * as it came. Bytes that are no UTF-8 may be shown in any way.
   */
  replies: string[];
  /**
   * - `exit`: the message `exit` was sent and answered.
   * - `end-of-input`: every message was sent and answered, none was `exit`.
   * - `server-closed`: end of stream came while a reply was awaited.
   * - `reset`: a reset came while a reply was awaited.
   *
   * A write that meets a connection already gone may be called `reset` or
   * `server-closed`.
   */
  ended: "exit" | "end-of-input" | "server-closed" | "reset";
}

/**
 * Connects to a server, but does not wait for ever.
 *
 * It never rejects: an error of any other kind also becomes one of the four
 * failures. It never leaks: a connection that completes after the deadline is
 * closed at once, and an error after the deadline reaches nobody. A connection
 * that was handed out stays open; the deadline is over for it.
 *
 * @param server Address (IPv4, IPv6, or a host name) and port of the server.
 * @param options.timeoutMs The deadline: milliseconds from the call on. 0 is a
 * deadline too: it is over at once.
 * @returns The connection, which is the caller's to close, or the failure.
 */
export function dial(
  server: Endpoint,
  options: { timeoutMs: number },
): Promise<DialResult> {
  return todo(
    `connect to port ${server.port}, within ${options.timeoutMs} ms`,
  );
}

/**
 * Talks to a server that answers each message with 5 bytes.
 *
 * It sends one message as UTF-8, nothing after it, and all of it however long;
 * then it collects the 5 bytes of the reply; only then it sends the next. A
 * reply may arrive in pieces, or together with the next reply, which then
 * answers the next message. A reply of fewer than 5 bytes at the end is
 * dropped. Empty messages are skipped; a message of spaces is not empty. After
 * the answer to the message `exit`, letter for letter, it stops.
 *
 * However it ends, the connection is closed and the promise resolves. There is
 * no time limit for a reply.
 *
 * @param conn The connection. It belongs to this call.
 * @param messages What to send; anything that `for … of` takes, once.
 * @returns The replies, and how it ended.
 */
export function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  return todo(
    `send ${messages} one by one to port ${
      (conn.remoteAddr as Deno.NetAddr).port
    }, read 5 bytes for each, close`,
  );
}

/**
 * Splits what a user typed into messages. A line ends with `\n` or `\r\n`, the
 * last one also with the text. Nothing else ends a line, and nothing else is
 * taken from it: spaces stay.
 *
 * @param text Any text.
 * @returns The lines in order, without their ends; empty ones are dropped.
 */
export function splitInput(text: string): string[] {
  return todo(`split ${text.length} characters into lines`);
}
