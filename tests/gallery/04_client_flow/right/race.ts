import type { Endpoint } from "../../../../workbook/endpoint.ts";
import type {
  DialFailure,
  DialResult,
} from "../../../../solutions/04_client_flow.ts";
export * from "../../../../solutions/04_client_flow.ts";
import type { Conversation } from "../../../../solutions/04_client_flow.ts";

const BAD: DialResult = { ok: false, failure: "bad-address" };

function explain(error: unknown): DialFailure {
  switch ((error as { code?: string }).code) {
    case "ECONNREFUSED":
      return "refused";
    case "ETIMEDOUT":
      return "timed-out";
    case "ENETUNREACH":
    case "EHOSTUNREACH":
      return "unreachable";
  }
  return "bad-address";
}

export function dial(
  server: Endpoint,
  options: { timeoutMs: number },
): Promise<DialResult> {
  const { hostname, port } = server;
  if (!(port >= 1 && port <= 65535 && port % 1 === 0)) {
    return Promise.resolve(BAD);
  }
  return new Promise((resolve) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      resolve({ ok: false, failure: "timed-out" });
    }, options.timeoutMs);
    Deno.connect({ hostname, port }).then((conn) => {
      clearTimeout(timer);
      if (late) conn.close();
      else resolve({ ok: true, conn });
    }, (error) => {
      clearTimeout(timer);
      resolve({ ok: false, failure: explain(error) });
    });
  });
}

export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  const replies: string[] = [];
  const chunk = new Uint8Array(4096);
  let pending: number[] = [];
  let ended: Conversation["ended"] = "end-of-input";
  try {
    outer:
    for (const message of [...messages].filter((each) => each.length > 0)) {
      let rest = new TextEncoder().encode(message);
      while (rest.length) rest = rest.subarray(await conn.write(rest));
      while (pending.length < 5) {
        const n = await conn.read(chunk);
        if (n === null) {
          ended = "server-closed";
          break outer;
        }
        pending = pending.concat([...chunk.subarray(0, n)]);
      }
      const reply = Uint8Array.from(pending.splice(0, 5));
      replies.push(new TextDecoder().decode(reply));
      if (message === "exit") {
        ended = "exit";
        break;
      }
    }
  } catch {
    ended = "reset";
  }
  conn.close();
  return { replies, ended };
}
