import type {
  Server,
  WebRequest,
  WebResponse,
} from "../../../../solutions/15_web_server.ts";

type Head = Omit<WebRequest, "body">;

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const encoder = new TextEncoder();

class HttpError extends Error {
  constructor(readonly status: number) {
    super(`HTTP ${status}`);
  }
}

/** CR LF only: a lone CR or LF is refused. */
export function parseRequestHead(bytes: Uint8Array): Head | null {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const lines = text.slice(0, end).split("\r\n");
  if (lines.some((line) => /[\r\n\0]/.test(line))) {
    throw new SyntaxError("a control character");
  }
  const first = /^(\S+) ([^ ]+) (HTTP\/\d\.\d)$/.exec(lines[0]);
  if (!first || !TOKEN.test(first[1])) throw new SyntaxError("first line");
  const headers = new Map<string, string>();
  for (const line of lines.slice(1)) {
    const parts = /^([^:\s]+):(.*)$/.exec(line);
    if (!parts || !TOKEN.test(parts[1])) throw new SyntaxError("header");
    const name = parts[1].toLowerCase();
    const value = parts[2].trim();
    headers.set(
      name,
      headers.has(name) ? `${headers.get(name)}, ${value}` : value,
    );
  }
  return { method: first[1], target: first[2], version: first[3], headers };
}

function format(
  { status, headers = {}, body = "" }: WebResponse,
  method = "GET",
): Uint8Array[] {
  if (!(status >= 200 && status < 600) || status % 1) throw new Error("status");
  const content = typeof body === "string" ? encoder.encode(body) : body;
  let head = `HTTP/1.1 ${status} .\r\n`;
  for (const [name, value] of Object.entries(headers)) {
    if (!TOKEN.test(name) || /[\0\r\n]/.test(value)) throw new Error("header");
    if (/^(date|connection|content-length|transfer-encoding)$/i.test(name)) {
      continue;
    }
    head += `${name}: ${value}\r\n`;
  }
  head += `date: ${new Date().toUTCString()}\r\nconnection: close\r\n`;
  const isBare = status === 204 || status === 304;
  if (!isBare) head += `content-length: ${content.length}\r\n`;
  const parts: Uint8Array[] = [encoder.encode(`${head}\r\n`)];
  if (!isBare && method !== "HEAD") parts.push(content);
  return parts;
}

function lengthOf({ method, version, headers }: Head): number {
  if (headers.has("transfer-encoding")) throw new HttpError(501);
  if (!["GET", "HEAD", "POST"].includes(method)) throw new HttpError(405);
  if (!["HTTP/1.0", "HTTP/1.1"].includes(version)) throw new HttpError(505);
  const host = headers.get("host");
  if (version === "HTTP/1.1" && host === undefined) throw new HttpError(400);
  if (host?.includes(",")) throw new HttpError(400);
  // Equal repeats count once.
  const lengths = new Set((headers.get("content-length") ?? "0").split(", "));
  const [length] = lengths;
  if (lengths.size > 1 || /[^0-9]/.test(length) || length === "") {
    throw new HttpError(400);
  }
  if (+length > 2 ** 20) throw new HttpError(413);
  return +length;
}

export function startWebServer(options: {
  port?: number;
  respond: (request: WebRequest) => WebResponse | Promise<WebResponse>;
  maxHeadBytes?: number;
  headTimeoutMs?: number;
}): Server {
  const { respond, maxHeadBytes = 16384, headTimeoutMs = 10000 } = options;
  const listener = Deno.listen({
    hostname: "127.0.0.1",
    port: options.port ?? 0,
  });
  const conns = new Set<Deno.Conn>();
  const running = new Set<Promise<void>>();
  let isOver = false;

  function shut(conn: Deno.Conn): void {
    if (conns.delete(conn)) conn.close();
  }

  async function receive(conn: Deno.Conn): Promise<WebRequest> {
    let bytes = new Uint8Array(0);
    let request: WebRequest | undefined;
    let until = performance.now() + headTimeoutMs;
    for (let missing = 1; missing > 0;) {
      const chunk = new Uint8Array(10_000);
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(
        () => late.reject(new HttpError(408)),
        Math.max(0, until - performance.now()),
      );
      const reading = conn.read(chunk);
      reading.catch(() => {});
      let n: number | null;
      try {
        n = await Promise.race([reading, late.promise]);
      } finally {
        clearTimeout(timer);
      }
      if (n === null) throw new HttpError(400);
      const all = new Uint8Array(bytes.length + n);
      all.set(bytes);
      all.set(chunk.subarray(0, n), bytes.length);
      bytes = all;
      if (!request) {
        const at = bytes.findIndex((_, i) =>
          bytes[i] === 13 && bytes[i + 1] === 10 && bytes[i + 2] === 13 &&
          bytes[i + 3] === 10
        );
        if ((at < 0 ? bytes.length : at + 4) > maxHeadBytes) {
          throw new HttpError(431);
        }
        const head = parseRequestHead(bytes);
        if (!head) continue;
        request = { ...head, body: new Uint8Array(lengthOf(head)) };
        bytes = bytes.slice(at + 4);
        until = performance.now() + headTimeoutMs;
      }
      missing = request.body.length - bytes.length;
    }
    request!.body = bytes.slice(0, request!.body.length);
    return request!;
  }

  async function answerFor(conn: Deno.Conn): Promise<Uint8Array[]> {
    let request: WebRequest;
    try {
      request = await receive(conn);
    } catch (error) {
      const status = error instanceof HttpError
        ? error.status
        : error instanceof SyntaxError
        ? 400
        : 0;
      return format({ status, headers: { Allow: "GET, HEAD, POST" } });
    }
    const { method } = request;
    try {
      return format(await respond(request), method);
    } catch {
      return format({ status: 500 });
    }
  }

  async function serve(conn: Deno.Conn): Promise<void> {
    for (const part of await answerFor(conn)) {
      for (let at = 0; at < part.length;) {
        at += await conn.write(part.subarray(at));
      }
    }
    await conn.closeWrite();
    const timer = setTimeout(() => shut(conn), 1500);
    try {
      while (await conn.read(new Uint8Array(100_000)) !== null);
    } finally {
      clearTimeout(timer);
    }
  }

  async function run(): Promise<void> {
    while (!isOver) {
      const conn = await listener.accept().catch(() => null);
      if (!conn) continue;
      conns.add(conn);
      const work = serve(conn).catch(() => {}).then(() => shut(conn));
      running.add(work);
      work.finally(() => running.delete(work));
      if (isOver) shut(conn);
    }
    await Promise.all(running);
  }

  const finished = run();
  return {
    addr: listener.addr,
    finished,
    async stop() {
      if (!isOver) {
        isOver = true;
        listener.close();
        [...conns].forEach(shut);
      }
      await finished;
    },
  };
}
