import {
  parseRequestHead,
  type Server,
  type WebRequest,
  type WebResponse,
} from "../../../../solutions/15_web_server.ts";

export { parseRequestHead };

interface Options {
  port?: number;
  respond: (request: WebRequest) => WebResponse | Promise<WebResponse>;
  maxHeadBytes?: number;
  headTimeoutMs?: number;
}

const MOST = 1024 * 1024;
const OWN = new Set([
  "connection",
  "content-length",
  "date",
  "transfer-encoding",
]);

function lines(
  status: number,
  length: number | null,
  headers: Record<string, string> = {},
): Uint8Array {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    // Headers trims a value before it looks: an end of line at its end must not hide.
    if (/[\r\n\0]/.test(value)) throw new TypeError("a control character");
    all.append(name, value);
  }
  for (const name of OWN) all.delete(name);
  all.set("date", new Date().toUTCString());
  all.set("connection", "close");
  if (length !== null) all.set("content-length", String(length));
  let text = `HTTP/1.1 ${status} \r\n`;
  for (const [name, value] of all) text += `${name}: ${value}\r\n`;
  return new TextEncoder().encode(`${text}\r\n`);
}

/** The length of the body, or a status. */
function judge(
  { method, version, headers }: Omit<WebRequest, "body">,
): { length: number } | { status: number } {
  if (!/^HTTP\/1\.[01]$/.test(version)) return { status: 505 };
  if (headers.has("transfer-encoding")) return { status: 501 };
  if (method !== "GET" && method !== "HEAD" && method !== "POST") {
    return { status: 405 };
  }
  const host = headers.get("host");
  if (version.endsWith("1") && host === undefined || host?.match(/[\s,]/)) {
    return { status: 400 };
  }
  const length = headers.get("content-length");
  if (length !== undefined && !/^[0-9]+$/.test(length)) return { status: 400 };
  return Number(length ?? 0) > MOST
    ? { status: 413 }
    : { length: Number(length ?? 0) };
}

class Visit {
  readonly done: Promise<void>;
  #timer?: ReturnType<typeof setTimeout>;
  #isOpen = true;
  #answer?: Promise<void>;

  constructor(readonly conn: Deno.TcpConn, readonly options: Options) {
    const { headTimeoutMs = 1e4 } = options;
    this.#timer = setTimeout(
      () => this.#begin(this.#refuse(408)),
      headTimeoutMs,
    );
    this.done = this.#live().catch(() => {}).finally(() => this.close());
  }

  close(): void {
    clearTimeout(this.#timer);
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.conn.close();
  }

  async *#chunks(): AsyncGenerator<Uint8Array> {
    while (true) {
      const chunk = new Uint8Array(32_768);
      const n = await this.conn.read(chunk);
      if (n === null) return;
      yield chunk.subarray(0, n);
    }
  }

  async #live(): Promise<void> {
    const { maxHeadBytes = 2 ** 14, headTimeoutMs = 1e4 } = this.options;
    let held: number[] | Uint8Array = [];
    let head: Omit<WebRequest, "body"> | null = null;
    let want = 0;
    for await (const chunk of this.#chunks()) {
      if (this.#answer) continue;
      const bytes: Uint8Array = new Uint8Array(held.length + chunk.length);
      bytes.set(held);
      bytes.set(chunk, held.length);
      held = bytes;
      if (!head) {
        try {
          head = parseRequestHead(bytes);
        } catch {
          this.#begin(this.#refuse(bytes.length > maxHeadBytes ? 431 : 400));
          continue;
        }
        const text = new TextDecoder("latin1").decode(bytes);
        const end = /\r?\n\r?\n/.exec(text);
        const size = end ? end.index + end[0].length : bytes.length;
        if (size > maxHeadBytes) {
          this.#begin(this.#refuse(431));
          continue;
        }
        if (!head) continue;
        const verdict = judge(head);
        if ("status" in verdict) {
          this.#begin(this.#refuse(verdict.status));
          continue;
        }
        want = verdict.length;
        held = bytes.subarray(size);
        clearTimeout(this.#timer);
        this.#timer = setTimeout(
          () => this.#begin(this.#refuse(408)),
          headTimeoutMs,
        );
      }
      if (held.length >= want) {
        const body = Uint8Array.from(held).subarray(0, want);
        this.#begin(this.#respond({ ...head, body }));
      }
    }
    if (!this.#answer) return;
    await this.#answer;
  }

  #begin(parts: Promise<Uint8Array[]>): void {
    clearTimeout(this.#timer);
    this.#answer ??= this.#write(parts).catch(() => this.close());
  }

  async #write(parts: Promise<Uint8Array[]>): Promise<void> {
    this.conn.setNoDelay(true);
    for (let part of await parts) {
      while (part.length) part = part.subarray(await this.conn.write(part));
    }
    await this.conn.closeWrite();
    if (this.#isOpen) this.#timer = setTimeout(() => this.close(), 1_000);
  }

  #refuse(status: number): Promise<Uint8Array[]> {
    const allow = status === 405 ? { Allow: "GET, HEAD, POST" } : undefined;
    return Promise.resolve([lines(status, 0, allow)]);
  }

  async #respond(request: WebRequest): Promise<Uint8Array[]> {
    const isHead = request.method === "HEAD";
    try {
      const { status, headers, body = "" } = await this.options.respond(
        request,
      );
      if (!Number.isSafeInteger(status) || status < 200 || status >= 600) {
        throw new RangeError("status");
      }
      const content = typeof body === "string"
        ? new TextEncoder().encode(body)
        : body;
      const isBare = isHead || status === 204 || status === 304;
      const head = lines(
        status,
        status === 204 ? null : content.length,
        headers,
      );
      return isBare ? [head] : [head, content];
    } catch {
      return this.#refuse(500);
    }
  }
}

export function startWebServer(options: Options): Server {
  const listener = Deno.listen(
    {
      hostname: "127.0.0.1",
      port: options.port,
    } as Deno.TcpListenOptions & { port: number },
  );
  const visits = new Set<Visit>();
  const stopping = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const visit = new Visit(await listener.accept(), options);
        visits.add(visit);
        visit.done.then(() => visits.delete(visit));
        if (stopping.signal.aborted) visit.close();
      } catch {
        // stop(), or a client that is gone.
      }
    }
    await Promise.all([...visits].map(({ done }) => done));
  }

  const finished = run();
  return {
    addr: listener.addr,
    finished,
    stop: async () => {
      if (!stopping.signal.aborted) {
        stopping.abort();
        listener.close();
        for (const visit of visits) visit.close();
      }
      await finished;
    },
  };
}
