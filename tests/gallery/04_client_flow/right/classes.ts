import type { Endpoint } from "../../../../workbook/endpoint.ts";

type DialResult = { ok: true; conn: Deno.TcpConn } | {
  ok: false;
  failure: "refused" | "timed-out" | "unreachable" | "bad-address";
};

class Dialer {
  readonly #result = Promise.withResolvers<DialResult>();
  #over = false;

  constructor(server: Endpoint, timeoutMs: number) {
    const timer = setTimeout(
      () => this.#settle({ ok: false, failure: "timed-out" }),
      timeoutMs,
    );
    this.#result.promise.finally(() => clearTimeout(timer));
    this.#connect(server);
  }

  get result(): Promise<DialResult> {
    return this.#result.promise;
  }

  async #connect({ hostname, port }: Endpoint): Promise<void> {
    try {
      if (!(port >= 1)) throw new RangeError(`Cannot dial port ${port}`);
      const conn = await Deno.connect({ hostname, port });
      if (this.#over) conn.close();
      else this.#settle({ ok: true, conn });
    } catch (error) {
      this.#settle({ ok: false, failure: Dialer.#failure(error) });
    }
  }

  #settle(result: DialResult): void {
    this.#over = true;
    this.#result.resolve(result);
  }

  static #failure(error: unknown) {
    const told = error instanceof Error ? `${error.name} ${error.message}` : "";
    if (/refused/i.test(told)) return "refused" as const;
    if (/timed ?out/i.test(told)) return "timed-out" as const;
    if (/unreachable|no route/i.test(told)) return "unreachable" as const;
    return "bad-address" as const;
  }
}

export function dial(
  server: Endpoint,
  { timeoutMs }: { timeoutMs: number },
): Promise<DialResult> {
  return new Dialer(server, timeoutMs).result;
}

/** The replies of a connection, 5 bytes each. */
async function* repliesOf(conn: Deno.Conn): AsyncGenerator<string, void, void> {
  let left: number[] = [];
  const buffer = new Uint8Array(4096);
  while (true) {
    while (left.length >= 5) {
      const reply = Uint8Array.from(left.slice(0, 5));
      left = left.slice(5);
      yield new TextDecoder().decode(reply);
    }
    const n = await conn.read(buffer);
    if (n === null) return;
    left.push(...buffer.subarray(0, n));
  }
}

interface Conversation {
  replies: string[];
  ended: "exit" | "end-of-input" | "server-closed" | "reset";
}

export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  using _closing = conn;
  const done: Conversation = { replies: [], ended: "end-of-input" };
  const replies = repliesOf(conn);
  try {
    for (const message of messages) {
      let rest = new TextEncoder().encode(message);
      if (rest.length === 0) continue;
      while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
      const reply = await replies.next();
      if (reply.done) return { ...done, ended: "server-closed" };
      done.replies.push(reply.value);
      if (message === "exit") return { ...done, ended: "exit" };
    }
    return done;
  } catch {
    return { ...done, ended: "reset" };
  }
}

export function splitInput(text: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.indexOf("\n", at);
    let line = text.slice(at, end < 0 ? undefined : end);
    if (end >= 0 && line.at(-1) === "\r") line = line.slice(0, -1);
    if (line) lines.push(line);
    at = end < 0 ? text.length : end + 1;
  }
  return lines;
}
