// Wrong: all messages are written before a reply is read. Caught by: "waits for the whole reply before the next message"
import type { Conversation } from "../../../solutions/04_client_flow.ts";
export * from "../../../solutions/04_client_flow.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

async function readReply(conn: Deno.Conn): Promise<string | null> {
  const reply = new Uint8Array(5);
  for (let length = 0; length < 5;) {
    const n = await conn.read(reply.subarray(length));
    if (n === null) return null;
    length += n;
  }
  return new TextDecoder().decode(reply);
}

export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  const replies: string[] = [];
  try {
    const sent: string[] = [];
    for (const message of messages) {
      if (message === "") continue;
      await writeAll(conn, new TextEncoder().encode(message));
      sent.push(message);
      if (message === "exit") break;
    }
    for (const message of sent) {
      const reply = await readReply(conn);
      if (reply === null) return { replies, ended: "server-closed" };
      replies.push(reply);
      if (message === "exit") return { replies, ended: "exit" };
    }
    return { replies, ended: "end-of-input" };
  } catch {
    return { replies, ended: "reset" };
  } finally {
    conn.close();
  }
}
