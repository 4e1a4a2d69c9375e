// Wrong: the timer is never stopped and closes the connection that was in time. Caught by: "leaves the connection open after its deadline"
import type { Endpoint } from "../../../workbook/endpoint.ts";
import type {
  DialFailure,
  DialResult,
} from "../../../solutions/04_client_flow.ts";
export * from "../../../solutions/04_client_flow.ts";

function failureOf(error: unknown): DialFailure {
  const { name, code } = error as { name: string; code?: string };
  if (name === "TimeoutError" || name === "AbortError") return "timed-out";
  if (name === "TimedOut") return "timed-out";
  if (name === "ConnectionRefused") return "refused";
  if (name === "NetworkUnreachable") return "unreachable";
  if (code === "EHOSTUNREACH") return "unreachable";
  return "bad-address";
}

export async function dial(
  server: Endpoint,
  options: { timeoutMs: number },
): Promise<DialResult> {
  const { hostname, port } = server;
  const abort = new AbortController();
  let conn: Deno.TcpConn | undefined;
  setTimeout(() => {
    abort.abort();
    try {
      conn?.close();
    } catch {
      // Closed already.
    }
  }, options.timeoutMs);
  try {
    conn = await Deno.connect({ hostname, port, signal: abort.signal });
    return { ok: true, conn };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}
