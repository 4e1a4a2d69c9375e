import type { Endpoint } from "../../../../workbook/endpoint.ts";
import type {
  Conversation,
  DialFailure,
  DialResult,
} from "../../../../solutions/04_client_flow.ts";
export * from "../../../../solutions/04_client_flow.ts";

export async function dial(
  server: Endpoint,
  { timeoutMs }: { timeoutMs: number },
): Promise<DialResult> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort("deadline"), timeoutMs);
  const failed = (failure: DialFailure): DialResult => ({ ok: false, failure });
  try {
    const conn = await Deno.connect({
      ...server,
      transport: "tcp",
      signal: controller.signal,
    });
    return { ok: true, conn };
  } catch (error) {
    if (controller.signal.aborted) return failed("timed-out");
    const text = String(error);
    if (/timed out/i.test(text)) return failed("timed-out");
    if (/refused/i.test(text)) return failed("refused");
    if (/unreachable|no route/i.test(text)) return failed("unreachable");
    return failed("bad-address");
  } finally {
    clearTimeout(timer);
  }
}

export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  const reader = conn.readable.getReader();
  const writer = conn.writable.getWriter();
  // Told by the loop below: an error of its own reaches nobody else.
  writer.closed.catch(() => {});
  reader.closed.catch(() => {});
  const replies: string[] = [];
  let unread = new Uint8Array(0);
  let ended: Conversation["ended"] = "end-of-input";
  try {
    for (const message of messages) {
      if (!message) continue;
      await writer.write(new TextEncoder().encode(message));
      while (unread.length < 5) {
        const { value, done } = await reader.read();
        if (done) return { replies, ended: ended = "server-closed" };
        const more = new Uint8Array(unread.length + value.length);
        more.set(unread);
        more.set(value, unread.length);
        unread = more;
      }
      replies.push(new TextDecoder().decode(unread.subarray(0, 5)));
      unread = unread.slice(5);
      if (message === "exit") {
        ended = "exit";
        break;
      }
    }
  } catch {
    ended = "reset";
  } finally {
    try {
      conn.close();
    } catch {
      // The stream has closed it at its end.
    }
  }
  return { replies, ended };
}

export function splitInput(text: string): string[] {
  const lines: string[] = [];
  const parts = text.split("\n");
  const last = parts.pop()!;
  for (const part of parts) {
    const line = part.endsWith("\r") ? part.slice(0, -1) : part;
    if (line) lines.push(line);
  }
  if (last) lines.push(last);
  return lines;
}
