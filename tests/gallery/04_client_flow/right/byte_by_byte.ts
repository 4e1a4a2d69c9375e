import type { Endpoint } from "../../../../workbook/endpoint.ts";
import type {
  Conversation,
  DialFailure,
  DialResult,
} from "../../../../solutions/04_client_flow.ts";
export * from "../../../../solutions/04_client_flow.ts";

const { connect, errors } = Deno;

const FAILURES: Array<[new (message?: string) => Error, DialFailure]> = [
  [errors.ConnectionRefused, "refused"],
  [errors.TimedOut, "timed-out"],
  [errors.NetworkUnreachable, "unreachable"],
];

export async function dial(
  server: Endpoint,
  options: { timeoutMs: number },
): Promise<DialResult> {
  const abort = new AbortController();
  const timer = setTimeout(
    () => abort.abort(new errors.TimedOut("Deadline passed")),
    options.timeoutMs,
  );
  return await connect({
    hostname: server.hostname,
    port: server.port,
    signal: abort.signal,
  }).then<DialResult, DialResult>(
    (conn) => ({ ok: true, conn }),
    (error) => {
      const known = FAILURES.find(([kind]) => error instanceof kind);
      const failure = known?.[1] ??
        (error.code === "EHOSTUNREACH" ? "unreachable" : "bad-address");
      return { ok: false, failure };
    },
  ).finally(() => clearTimeout(timer));
}

class Talk {
  readonly replies: string[] = [];
  readonly #conn: Deno.Conn;

  constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  async ask(message: string): Promise<boolean> {
    const bytes = new TextEncoder().encode(message);
    let at = 0;
    do {
      at += await this.#conn.write(bytes.subarray(at, at + 100_000));
    } while (at < bytes.length);
    const reply = new Uint8Array(5);
    for (let i = 0; i < reply.length; i++) {
      const n = await this.#conn.read(reply.subarray(i, i + 1));
      if (n === null) return false;
    }
    this.replies.push(new TextDecoder().decode(reply));
    return true;
  }
}

export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  using _closes = conn;
  const talk = new Talk(conn);
  const { replies } = talk;
  try {
    for (const message of messages) {
      if (message.length === 0) continue;
      if (!await talk.ask(message)) return { replies, ended: "server-closed" };
      if (message === "exit") return { replies, ended: "exit" };
    }
  } catch (error) {
    const gone = error instanceof errors.BrokenPipe;
    return { replies, ended: gone ? "server-closed" : "reset" };
  }
  return { replies, ended: "end-of-input" };
}

export function splitInput(text: string): string[] {
  return text.replaceAll("\r\n", "\n").split("\n").filter((line) => line);
}
