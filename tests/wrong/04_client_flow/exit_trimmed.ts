// Wrong: a message with spaces around exit is taken for exit. Caught by: "takes exit letter for letter"
import type { Conversation } from "../../../solutions/04_client_flow.ts";

export * from "../../../solutions/04_client_flow.ts";

const REPLY_LENGTH = 5;

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

async function readReply(conn: Deno.Conn): Promise<string | null> {
  const reply = new Uint8Array(REPLY_LENGTH);
  for (let length = 0; length < REPLY_LENGTH;) {
    const n = await conn.read(reply.subarray(length));
    if (n === null) return null;
    length += n;
  }
  return new TextDecoder().decode(reply);
}

function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.BrokenPipe;
}

export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  const replies: string[] = [];
  try {
    for (const message of messages) {
      if (message === "") continue;
      await writeAll(conn, new TextEncoder().encode(message));
      const reply = await readReply(conn);
      if (reply === null) return { replies, ended: "server-closed" };
      replies.push(reply);
      if (message.trim() === "exit") return { replies, ended: "exit" };
    }
    return { replies, ended: "end-of-input" };
  } catch (error) {
    if (!isGone(error)) throw error;
    return { replies, ended: "reset" };
  } finally {
    conn.close();
  }
}
