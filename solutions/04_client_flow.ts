import type { Endpoint } from "../workbook/endpoint.ts";

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
  /** The whole replies, in order: each is 5 bytes of UTF-8, as it came. */
  replies: string[];
  /**
   * - `exit`: the message `exit` was sent and answered.
   * - `end-of-input`: every message was sent and answered, none was `exit`.
   * - `server-closed`: end of stream came while a reply was awaited.
   * - `reset`: a reset came while a reply was awaited.
   */
  ended: "exit" | "end-of-input" | "server-closed" | "reset";
}

/** Bytes of a reply: `OK!!!` has no line feed and no length before it. */
const REPLY_LENGTH = 5;

/** What the error of a connect says about the network. */
function failureOf(error: unknown): DialFailure {
  // In the exercise, part 3:
  // The signal of the deadline: the only DOMException that a connect throws.
  if (error instanceof DOMException) return "timed-out";
  if (error instanceof Deno.errors.TimedOut) return "timed-out";
  // End of part 3.
  // Part 1. Connect to the address and the port that are given; recognise a
  // connection that is refused.
  // In the exercise, part 1:
  //   if (todo("part 1: how do you recognise a refusal", error)) return "refused";
  if (error instanceof Deno.errors.ConnectionRefused) return "refused";
  // End of part 1.
  // Part 2. Tell `unreachable` from `bad-address`, as DialFailure says. Every
  // other error becomes one of the four, too: dial() never rejects.
  // In the exercise, part 2:
  //   return todo("part 2: unreachable, or bad-address", error);
  if (error instanceof Deno.errors.NetworkUnreachable) return "unreachable";
  // Deno has no class for this one; its code is the name of the errno.
  const { code } = error as { code?: string };
  if (code === "EHOSTUNREACH") return "unreachable";
  // A port out of range, a name nobody knows: nothing was sent.
  return "bad-address";
  // End of part 2.
}

/**
 * Connects to a server, but does not wait for ever.
 *
 * @param server Address (IPv4, IPv6, or a host name) and port of the server.
 * @param options.timeoutMs The deadline: milliseconds from the call on.
 * @returns The connection, which is the caller's to close, or the failure. It
 * never rejects.
 */
export async function dial(
  { hostname, port }: Endpoint,
  { timeoutMs }: { timeoutMs: number },
): Promise<DialResult> {
  // Port 0 asks for any free port in bind(); nobody can listen on it.
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    return { ok: false, failure: "bad-address" };
  }
  try {
    // Part 3. The deadline ends the attempt itself, not only the wait for it: a
    // connection that completes after the deadline is closed at once, and an
    // error after the deadline reaches nobody. A connection that was handed out
    // stays open. The kernel may give up first: that is `timed-out`, too.
    // In the exercise, part 3:
    //   const late = new Promise<DialResult>((resolve) =>
    //     setTimeout(() => resolve({ ok: false, failure: "timed-out" }), timeoutMs)
    //   );
    //   const connecting = Deno.connect(
    //     todo("part 1: which address, which port", hostname, port),
    //   ).then((conn): DialResult => ({ ok: true, conn }));
    //   return await Promise.race([connecting, late]);
    // The signal ends the attempt itself, not only the wait for it: the kernel
    // stops sending SYNs, so no connection can complete later. It has no
    // effect on a connection that is open.
    const signal = AbortSignal.timeout(timeoutMs);
    return { ok: true, conn: await Deno.connect({ hostname, port, signal }) };
    // End of part 3.
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

/** Writes all of `data`: one `write` may take only a part. */
async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

/** Reads one reply; `null` when the stream ends before it is whole. */
async function readReply(conn: Deno.Conn): Promise<string | null> {
  // No larger than the reply: what follows stays in the kernel's buffer.
  const reply = new Uint8Array(REPLY_LENGTH);
  // In the exercise, part 4:
  //   const n = await conn.read(reply);
  //   if (n === null) return null;
  for (let length = 0; length < REPLY_LENGTH;) {
    const n = await conn.read(reply.subarray(length));
    if (n === null) return null;
    length += n;
  }
  // End of part 4.
  return new TextDecoder().decode(reply);
}

/** Whether an error says that the connection is gone. */
function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted ||
    // A write after the peer's RST.
    error instanceof Deno.errors.BrokenPipe;
}

/**
 * Talks to a server that answers each message with 5 bytes.
 *
 * @param conn The connection. It belongs to this call, which closes it.
 * @param messages What to send; anything that `for … of` takes, once.
 * @returns The replies, and how it ended.
 */
export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  const replies: string[] = [];
  try {
    for (const message of messages) {
      // In the exercise, part 6:
      // Zero bytes are no segment: the server would never answer.
      if (message === "") continue;
      // End of part 6.
      // Part 4. Send one message as UTF-8, nothing after it; wait for the 5 bytes
      // of its reply; only then comes the next. A reply may arrive in pieces, or
      // together with the next one. readReply() reads once: that is wrong. There
      // is no time limit for a reply.
      // In the exercise, part 4:
      //   const reply: string | null = todo("part 4: send it, await its reply");
      await writeAll(conn, new TextEncoder().encode(message));
      const reply = await readReply(conn);
      // End of part 4.
      // Part 5. Return the whole replies and how it ended, as Conversation says;
      // a part of a reply at the end is dropped. After the answer to `exit`,
      // letter for letter, nothing more is sent. However it ends, the promise
      // resolves. A write that meets a connection already gone may be called
      // `reset` or `server-closed`.
      // In the exercise, part 5:
      //   if (reply === null) return todo("part 5: the server has closed");
      if (reply === null) return { replies, ended: "server-closed" };
      // End of part 5.
      replies.push(reply);
      // In the exercise, part 5:
      //   if (message === "exit") return todo("part 5: the last reply is here");
      if (message === "exit") return { replies, ended: "exit" };
      // End of part 5.
    }
    return { replies, ended: "end-of-input" };
  } catch (error) {
    // In the exercise, part 5:
    //   return todo("part 5: what does this error say", error, isGone);
    if (!isGone(error)) throw error;
    return { replies, ended: "reset" };
    // End of part 5.
  } finally {
    conn.close();
  }
}

/**
 * Splits what a user typed into messages.
 *
 * @param text Any text.
 * @returns The lines in order, without their ends; empty ones are dropped.
 */
export function splitInput(text: string): string[] {
  // Part 6. A line ends with \n or \r\n, or, the last one, with the text. Nothing
  // else ends a line, and nothing else is taken from it: spaces stay. And
  // converse() skips empty messages; a message of spaces is not empty.
  // In the exercise, part 6: return todo("part 6: the lines", text);
  return text.split(/\r?\n/).filter((line) => line !== "");
  // End of part 6.
}
