import type { Endpoint } from "../../../../workbook/endpoint.ts";

type DialFailure = "refused" | "timed-out" | "unreachable" | "bad-address";
type DialResult =
  | { ok: true; conn: Deno.TcpConn }
  | { ok: false; failure: DialFailure };

const FAILURES: Record<string, DialFailure> = {
  ECONNREFUSED: "refused",
  ETIMEDOUT: "timed-out",
  ENETUNREACH: "unreachable",
  EHOSTUNREACH: "unreachable",
};

export function dial(
  server: Endpoint,
  options: { timeoutMs: number },
): Promise<DialResult> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort("late"), options.timeoutMs);
  const fail = (failure: DialFailure): DialResult => ({ ok: false, failure });
  return (async () => {
    try {
      if (server.port === 0) return fail("bad-address");
      const { signal } = controller;
      const conn = await Deno.connect({ ...server, signal });
      return { ok: true, conn } as const;
    } catch (error) {
      if (error === "late") return fail("timed-out");
      const { code = "" } = error as { code?: string };
      return fail(FAILURES[code] ?? "bad-address");
    } finally {
      clearTimeout(timer);
    }
  })();
}

type Ended = "exit" | "end-of-input" | "server-closed" | "reset";

export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<{ replies: string[]; ended: Ended }> {
  const reader = conn.readable.getReader({ mode: "byob" });
  const writer = conn.writable.getWriter();
  const replies: string[] = [];
  let ended: Ended = "end-of-input";
  try {
    for (const message of messages) {
      if (message.length === 0) continue;
      await writer.write(new TextEncoder().encode(message));
      const { value, done } = await reader.read(new Uint8Array(5), { min: 5 });
      if (done || value.length < 5) {
        ended = "server-closed";
        break;
      }
      replies.push(new TextDecoder().decode(value));
      if (message === "exit") {
        ended = "exit";
        break;
      }
    }
  } catch {
    ended = "reset";
  }
  try {
    conn.close();
  } catch {
    // The end of a stream has closed it.
  }
  return { replies, ended };
}

export const splitInput = (text: string): string[] =>
  text.split("\n")
    .map((line, i, all) =>
      i < all.length - 1 && line.endsWith("\r") ? line.slice(0, -1) : line
    )
    .filter(Boolean);
