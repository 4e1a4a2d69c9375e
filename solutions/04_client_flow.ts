import type { Endpoint } from "../workbook/endpoint.ts";

export type DialFailure =
  | "refused"
  | "timed-out"
  | "unreachable"
  | "bad-address";

export type DialResult =
  | { ok: true; conn: Deno.TcpConn }
  | { ok: false; failure: DialFailure };

export interface Conversation {
  replies: string[];
  ended: "exit" | "end-of-input" | "server-closed" | "reset";
}

/** Bytes of a reply: `OK!!!` has no line feed and no length before it. */
const REPLY_LENGTH = 5;

/** What the error of a connect says about the network. */
function failureOf(error: unknown): DialFailure {
  // The signal of the deadline: the only DOMException that a connect throws.
  if (error instanceof DOMException) return "timed-out";
  if (error instanceof Deno.errors.TimedOut) return "timed-out";
  if (error instanceof Deno.errors.ConnectionRefused) return "refused";
  if (error instanceof Deno.errors.NetworkUnreachable) return "unreachable";
  // Deno has no class for this one; its code is the name of the errno.
  const { code } = error as { code?: string };
  if (code === "EHOSTUNREACH") return "unreachable";
  // A port out of range, a name nobody knows: nothing was sent.
  return "bad-address";
}

/** Connects to a server, but does not wait for ever. */
export async function dial(
  { hostname, port }: Endpoint,
  { timeoutMs }: { timeoutMs: number },
): Promise<DialResult> {
  // Port 0 asks for any free port in bind(); nobody can listen on it.
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    return { ok: false, failure: "bad-address" };
  }
  try {
    // The signal ends the attempt itself, not only the wait for it: the kernel
    // stops sending SYNs, so no connection can complete later. It has no
    // effect on a connection that is open.
    const signal = AbortSignal.timeout(timeoutMs);
    return { ok: true, conn: await Deno.connect({ hostname, port, signal }) };
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
  for (let length = 0; length < REPLY_LENGTH;) {
    const n = await conn.read(reply.subarray(length));
    if (n === null) return null;
    length += n;
  }
  return new TextDecoder().decode(reply);
}

/** Whether an error says that the connection is gone. */
function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted ||
    // A write after the peer's RST.
    error instanceof Deno.errors.BrokenPipe;
}

/** Talks to a server that answers each message with 5 bytes. */
export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  const replies: string[] = [];
  try {
    for (const message of messages) {
      // Zero bytes are no segment: the server would never answer.
      if (message === "") continue;
      await writeAll(conn, new TextEncoder().encode(message));
      const reply = await readReply(conn);
      if (reply === null) return { replies, ended: "server-closed" };
      replies.push(reply);
      if (message === "exit") return { replies, ended: "exit" };
    }
    return { replies, ended: "end-of-input" };
  } catch (error) {
    if (!isGone(error)) throw error;
    return { replies, ended: "reset" };
  } finally {
    conn.close();
  }
}

/** Splits what a user typed into messages. */
export function splitInput(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== "");
}
