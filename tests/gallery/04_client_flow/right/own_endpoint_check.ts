import type { Endpoint } from "../../../../workbook/endpoint.ts";
import type {
  Conversation,
  DialFailure,
  DialResult,
} from "../../../../solutions/04_client_flow.ts";
export * from "../../../../solutions/04_client_flow.ts";

function portIsBad(port: number): boolean {
  return !/^[1-9]\d{0,4}$/.test(String(port)) || port > 0xffff;
}

function reasonOf(error: unknown): DialFailure {
  if (!(error instanceof Error)) return "timed-out";
  if (error.name === "TimeoutError") return "timed-out";
  const code = "code" in error ? error.code : "";
  if (code === "ETIMEDOUT") return "timed-out";
  if (code === "ECONNREFUSED") return "refused";
  if (error.message.includes("Connection refused")) return "refused";
  if (typeof code === "string" && code.endsWith("UNREACH")) {
    return "unreachable";
  }
  return "bad-address";
}

export async function dial(
  server: Endpoint,
  { timeoutMs }: { timeoutMs: number },
): Promise<DialResult> {
  let failure: DialFailure = "bad-address";
  if (!portIsBad(server.port)) {
    try {
      const deadline = AbortSignal.timeout(timeoutMs);
      const signal = AbortSignal.any([deadline]);
      return { ok: true, conn: await Deno.connect({ ...server, signal }) };
    } catch (error) {
      failure = reasonOf(error);
    }
  }
  return { ok: false, failure };
}

export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  const encoder = new TextEncoder();
  const iterator = messages[Symbol.iterator]();
  const replies: string[] = [];
  const finish = (ended: Conversation["ended"]): Conversation => {
    conn[Symbol.dispose]();
    return { replies, ended };
  };
  for (let item = iterator.next(); !item.done; item = iterator.next()) {
    const message = item.value;
    const step = async (): Promise<Conversation["ended"] | undefined> => {
      // Of whole characters: a slice of the text may end within one.
      for (const [piece] of message.matchAll(/[^]{1,4096}/gu)) {
        let bytes = encoder.encode(piece);
        while (bytes.length > 0) {
          bytes = bytes.subarray(await conn.write(bytes));
        }
      }
      const reply = new Uint8Array(5);
      let free = reply;
      while (free.length > 0) {
        const n = await conn.read(free);
        if (n === null) return "server-closed";
        free = free.subarray(n);
      }
      replies.push(new TextDecoder("utf-8").decode(reply));
      return message === "exit" ? "exit" : undefined;
    };
    if (message.length === 0) continue;
    const ended = await step().catch(() => "reset" as const);
    if (ended) return finish(ended);
  }
  return finish("end-of-input");
}
