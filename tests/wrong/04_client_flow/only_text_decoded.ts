// Wrong: the decoder throws at bytes that are no UTF-8, and that is told as a reset. Caught by: "survives a reply that is not UTF-8"
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
  return new TextDecoder("utf-8", { fatal: true }).decode(reply);
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
      if (message === "exit") return { replies, ended: "exit" };
    }
    return { replies, ended: "end-of-input" };
  } catch {
    return { replies, ended: "reset" };
  } finally {
    conn.close();
  }
}
