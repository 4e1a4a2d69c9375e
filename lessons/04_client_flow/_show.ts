import type { CallEvent, DemoEvent } from "../../workbook/demo/events.ts";
import {
  formatEndpoint,
  KernelUnavailable,
  rowKey,
  type SocketRow,
  TimeoutError,
  until,
} from "../../workbook/kernel/mod.ts";

/** A connect that fails: the call, the C calls beneath it, the error, and how long it took. */
export async function attempt(
  options: Deno.ConnectOptions & { hostname: string },
  timeoutMs?: number,
): Promise<CallEvent> {
  const began = performance.now();
  const signal = timeoutMs ? AbortSignal.timeout(timeoutMs) : undefined;
  let text = "a connection";
  try {
    (await Deno.connect({ ...options, signal })).close();
  } catch (error) {
    text = (error as Error).name;
  }
  const ms = (performance.now() - began).toFixed(1);
  const deadline = timeoutMs
    ? `, signal: AbortSignal.timeout(${timeoutMs})`
    : "";
  return {
    type: "call",
    deno:
      `await Deno.connect({ hostname: "${options.hostname}", port: ${options.port}${deadline} })`,
    c: [
      "socket(SOCK_STREAM | SOCK_NONBLOCK)",
      `connect(${formatEndpoint(options)}) = -1 EINPROGRESS`,
      timeoutMs ? "close(fd)" : "getsockopt(SO_ERROR)",
    ],
    result: `${text} after ${ms} ms`,
  };
}

/** Which rows an event shows, and when. */
export interface Evidence {
  /** Rows with one of these ports are looked at. */
  ports: number[];
  /** Those of this demo: on a busy machine old connections have the same ports. */
  mine: (row: SocketRow) => boolean;
  /** Whether they show what the step is about. */
  when: (rows: SocketRow[]) => boolean;
  /** A word beside a row. */
  name: (row: SocketRow) => string | undefined;
}

/** What the kernel shows, or why it cannot be shown. */
export async function evidence(
  { ports, mine, when, name }: Evidence,
): Promise<DemoEvent> {
  try {
    const all = await until((rows) => when(rows.filter(mine)), { ports });
    const rows = all.filter(mine);
    const labels: Record<string, string> = {};
    for (const row of rows) {
      const label = name(row);
      if (label) labels[rowKey(row)] = label;
    }
    return { type: "rows", rows, labels };
  } catch (error) {
    if (error instanceof KernelUnavailable) {
      const text = `${error.message}. The demo goes on without its rows.`;
      return { type: "unavailable", text };
    }
    if (error instanceof TimeoutError) {
      return { type: "rows", rows: error.rows.filter(mine) };
    }
    throw error;
  }
}

/** The name of the error that a call ended with, or what it gave. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    return String(await call);
  } catch (error) {
    return `throws ${(error as Error).name}`;
  }
}

/** Whether a socket of [::1] can be used here. */
export function hasIpv6(): boolean {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}
