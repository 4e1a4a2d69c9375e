import {
  parseRequestHead,
  type RequestHead,
  type Server,
  type WebRequest,
  type WebResponse,
  type WebServerOptions,
} from "../../../../solutions/15_web_server.ts";
export { parseRequestHead };

const enc = new TextEncoder();
const isToken = (s: string) => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(s);
function textOf(b: Uint8Array) {
  return Array.from(b, (x) => String.fromCharCode(x)).join("");
}
function endOfHead(b: Uint8Array, n: number): number {
  let state = 0;
  for (let i = 0; i < n; i++) {
    const c = b[i];
    if (c === 13) state = state === 2 ? 3 : 1;
    else if (c === 10) state = state === 1 ? 2 : state === 3 ? 4 : 0;
    else state = 0;
    if (state === 4) return i + 1;
  }
  return 0;
}
export function startWebServer(options: WebServerOptions): Server {
  const { maxHeadBytes = 16384, headTimeoutMs = 10000 } = options;
  const listener = Deno.listen({
    hostname: "127.0.0.1",
    port: options.port ?? 0,
  });
  const handlers = new Map<Deno.Conn, Promise<void>>();
  let live = true;
  async function within<T>(ms: number, work: Promise<T>): Promise<T | "late"> {
    let t: ReturnType<typeof setTimeout> | undefined;
    work.catch(() => {});
    try {
      return await Promise.race([
        work,
        new Promise<"late">((r) => t = setTimeout(() => r("late"), ms)),
      ]);
    } finally {
      clearTimeout(t);
    }
  }
  async function answer(conn: Deno.Conn, method: string, r: WebResponse) {
    const body = typeof r.body === "string"
      ? enc.encode(r.body)
      : r.body ?? new Uint8Array(0);
    const lines = [
      "HTTP/1.1 " + r.status + " " + (r.status < 400 ? "Fine" : "Bad"),
    ];
    for (const [k, v] of Object.entries(r.headers ?? {})) {
      if (
        !["date", "connection", "content-length", "transfer-encoding"].includes(
          k.toLowerCase(),
        )
      ) lines.push(k + ":" + v);
    }
    lines.push("Date: " + new Date().toUTCString(), "Connection: close");
    if (r.status !== 204) lines.push("Content-Length: " + body.length);
    const head = enc.encode(lines.join("\r\n") + "\r\n\r\n");
    const both = method === "HEAD" || r.status === 204 || r.status === 304
      ? head
      : new Uint8Array(head.length + body.length);
    if (both !== head) {
      both.set(head);
      both.set(body, head.length);
    }
    for (let i = 0; i < both.length;) {
      i += await conn.write(both.subarray(i, i + 65536));
    }
  }
  async function request(
    conn: Deno.Conn,
    seen: { method: string; reading?: Promise<unknown> },
  ): Promise<WebRequest | number | "eof"> {
    const buffer = new Uint8Array(maxHeadBytes);
    let n = 0;
    let end = 0;
    const head = async (): Promise<number> => {
      while (!(end = endOfHead(buffer, n))) {
        if (n === buffer.length) return 431;
        const k = await conn.read(buffer.subarray(n));
        if (k === null) return n ? 400 : -1;
        n += k;
      }
      return 0;
    };
    const headWork = head();
    seen.reading = headWork;
    const got = await within(headTimeoutMs, headWork);
    if (got === "late") return 408;
    if (got === -1) return "eof";
    if (got) return got;
    let h: RequestHead;
    try {
      h = parseRequestHead(buffer.subarray(0, end))!;
    } catch {
      return 400;
    }
    seen.method = h.method;
    const hosts =
      textOf(buffer.subarray(0, end)).split("\r\n").filter((l) =>
        l.toLowerCase().startsWith("host:")
      ).length;
    if (h.version === "HTTP/1.1" && hosts !== 1) return 400;
    if (!["HTTP/1.0", "HTTP/1.1"].includes(h.version)) return 505;
    if (!["GET", "HEAD", "POST"].includes(h.method)) return 405;
    if (h.headers.has("transfer-encoding")) return 501;
    const cl = h.headers.get("content-length") ?? "0";
    if (![...cl].every((c) => c >= "0" && c <= "9") || cl === "") return 400;
    if (+cl > 1048576) return 413;
    const body = new Uint8Array(+cl);
    body.set(buffer.subarray(end, Math.min(n, end + body.length)));
    let m = Math.min(n - end, body.length);
    const fill = async () => {
      while (m < body.length) {
        const k = await conn.read(body.subarray(m));
        if (k === null) return false;
        m += k;
      }
      return true;
    };
    const fillWork = fill();
    seen.reading = fillWork;
    const whole = await within(headTimeoutMs, fillWork);
    if (whole === "late") return 408;
    if (!whole) return 400;
    return { ...h, body };
  }
  async function handle(conn: Deno.Conn) {
    const seen: { method: string; reading?: Promise<unknown> } = {
      method: "GET",
    };
    try {
      const r = await request(conn, seen);
      if (r === "eof") return;
      if (typeof r === "number") {
        await answer(conn, seen.method, {
          status: r,
          headers: r === 405 ? { Allow: "POST,HEAD,GET" } : {},
          body: "error " + r + "\n",
        });
      } else {
        let response: WebResponse = { status: 500, body: "failed" };
        try {
          const given = await options.respond(r);
          const ok = Number.isInteger(given.status) && given.status >= 200 &&
            given.status < 600 &&
            Object.entries(given.headers ?? {}).every(([k, v]) =>
              isToken(k) && !["\r", "\n", "\0"].some((c) => v.includes(c))
            );
          if (ok) response = given;
        } catch (e) {
          console.log("respond failed:", e);
        }
        await answer(conn, r.method, response);
      }
      await conn.closeWrite();
      await within(
        2000,
        (async () => {
          await seen.reading;
          const sink = new Uint8Array(8192);
          while (await conn.read(sink) !== null);
        })(),
      );
    } catch {
      /* reset */
    } finally {
      try {
        conn.close();
      } catch { /* stop() */ }
    }
  }
  const finished = (async () => {
    while (live) {
      const conn = await listener.accept().catch(() => undefined);
      if (!conn) {
        await new Promise((r) => setTimeout(r, 3));
        continue;
      }
      if (!live) {
        conn.close();
        break;
      }
      handlers.set(
        conn,
        handle(conn).then(() => {
          handlers.delete(conn);
        }),
      );
    }
    await Promise.all(handlers.values());
  })();
  return {
    addr: listener.addr,
    finished,
    stop: async () => {
      if (live) {
        live = false;
        listener.close();
        for (const c of handlers.keys()) {
          try {
            c.close();
          } catch { /**/ }
        }
      }
      await finished;
    },
  };
}
