// Wrong: a reply is over after five characters, not five bytes. Caught by: "decodes a reply when it is whole"
import type { Conversation } from "../../../solutions/04_client_flow.ts";
export * from "../../../solutions/04_client_flow.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

async function readReply(conn: Deno.Conn): Promise<string | null> {
  const decoder = new TextDecoder();
  const byte = new Uint8Array(1);
  let text = "";
  while (text.length < 5) {
    if (await conn.read(byte) === null) return null;
    text += decoder.decode(byte, { stream: true });
  }
  return text;
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
