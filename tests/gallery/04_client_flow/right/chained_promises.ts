import type { Endpoint } from "../../../../workbook/endpoint.ts";

export { splitInput } from "../../../../solutions/04_client_flow.ts";

type DialResult = { ok: true; conn: Deno.TcpConn } | {
  ok: false;
  failure: "refused" | "timed-out" | "unreachable" | "bad-address";
};

export function dial(
  server: Endpoint,
  options: { timeoutMs: number },
): Promise<DialResult> {
  if (server.port === 0) {
    return Promise.resolve({ ok: false, failure: "bad-address" });
  }
  const timer = new AbortController();
  const signal = AbortSignal.any([timer.signal]);
  const id = setTimeout(() => timer.abort(), options.timeoutMs);
  return Deno.connect({ ...server, signal }).then(
    (conn): DialResult => ({ ok: true, conn }),
    (error): DialResult => {
      const { name, code } = error;
      const failure = name === "AbortError" || code === "ETIMEDOUT"
        ? "timed-out"
        : name === "ConnectionRefused"
        ? "refused"
        : String(code).endsWith("UNREACH")
        ? "unreachable"
        : "bad-address";
      return { ok: false, failure };
    },
  ).finally(() => clearTimeout(id));
}

/** Cuts a stream of bytes into pieces of `size`; what is left at the end is dropped. */
function cutter(size: number): TransformStream<Uint8Array, Uint8Array> {
  let left = new Uint8Array();
  return new TransformStream({
    transform(chunk, controller) {
      left = Uint8Array.of(...left, ...chunk);
      for (; left.length >= size; left = left.slice(size)) {
        controller.enqueue(left.slice(0, size));
      }
    },
  });
}

export function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<{
  replies: string[];
  ended: "exit" | "end-of-input" | "server-closed" | "reset";
}> {
  const replies: string[] = [];
  const reader = conn.readable.pipeThrough(cutter(5)).getReader();
  const writer = conn.writable.getWriter();
  writer.closed.catch(() => {});
  const iterator = messages[Symbol.iterator]();
  const next = (): Promise<"exit" | "end-of-input" | "server-closed"> => {
    const { value, done } = iterator.next();
    if (done) return Promise.resolve("end-of-input");
    if (value === "") return next();
    return writer.write(new TextEncoder().encode(value))
      .then(() => reader.read())
      .then((read) => {
        if (read.done) return "server-closed";
        replies.push(new TextDecoder().decode(read.value));
        return value === "exit" ? "exit" : next();
      });
  };
  return Promise.resolve()
    .then(next)
    .catch(() => "reset" as const)
    .then((ended) => {
      reader.closed.catch(() => {});
      try {
        conn.close();
      } catch {
        // Closed at the end of its stream.
      }
      return { replies, ended };
    });
}
