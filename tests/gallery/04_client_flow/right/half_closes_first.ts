import type { Endpoint } from "../../../../workbook/endpoint.ts";
import type {
  Conversation,
  DialFailure,
  DialResult,
} from "../../../../solutions/04_client_flow.ts";
export * from "../../../../solutions/04_client_flow.ts";

export async function dial(
  { hostname, port }: Endpoint,
  { timeoutMs }: { timeoutMs: number },
): Promise<DialResult> {
  const began = performance.now();
  let result: DialResult | undefined;
  let over = false;
  const work = Deno.connect({ hostname, port }).then((conn) => {
    if (over) return conn.close();
    result = { ok: true, conn };
  }).catch((error) => {
    const { name, code } = error as { name: string; code?: string };
    const failures: Record<string, DialFailure> = {
      ConnectionRefused: "refused",
      TimedOut: "timed-out",
      NetworkUnreachable: "unreachable",
      EHOSTUNREACH: "unreachable",
    };
    const failure = failures[name] ?? failures[code ?? ""] ?? "bad-address";
    result = { ok: false, failure };
  });
  while (!result && performance.now() - began < timeoutMs) {
    const pause = new Promise((resolve) => setTimeout(resolve, 1));
    await Promise.race([work, pause]);
  }
  over = true;
  return result ?? { ok: false, failure: "timed-out" };
}

async function* repliesOf(conn: Deno.Conn): AsyncGenerator<string> {
  const buffer = new Uint8Array(64);
  let length = 0;
  while (true) {
    while (length >= 5) {
      yield new TextDecoder().decode(buffer.subarray(0, 5));
      buffer.copyWithin(0, 5, length);
      length -= 5;
    }
    const n = await conn.read(buffer.subarray(length));
    if (n === null) return;
    length += n;
  }
}

export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  const conversation: Conversation = { replies: [], ended: "end-of-input" };
  const incoming = repliesOf(conn);
  try {
    for (const message of messages) {
      if (message === "") continue;
      const bytes = new TextEncoder().encode(message);
      for (let sent = 0; sent < bytes.length;) {
        sent += await conn.write(bytes.subarray(sent));
      }
      const { value, done } = await incoming.next();
      if (done) {
        conversation.ended = "server-closed";
        break;
      }
      conversation.replies.push(value);
      if (message === "exit") {
        conversation.ended = "exit";
        break;
      }
    }
    await conn.closeWrite();
  } catch (error) {
    // Half-closing fails when the server has closed already: no news.
    if (!(error instanceof Deno.errors.NotConnected)) {
      if (conversation.ended === "end-of-input") conversation.ended = "reset";
    }
  }
  conn.close();
  return conversation;
}
