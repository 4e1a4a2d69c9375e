// Wrong: it waits 2 s for a reply and calls the server closed then. Caught by: "waits for a reply without a limit"
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
      let timer: ReturnType<typeof setTimeout> | undefined;
      const tooLate = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), 2000);
      });
      const reply = await Promise.race([readReply(conn), tooLate])
        .finally(() => clearTimeout(timer));
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
