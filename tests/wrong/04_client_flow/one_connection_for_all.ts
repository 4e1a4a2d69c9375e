// Wrong: a connection that was made is handed out again. Caught by: "keeps many calls at once apart"
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

const known = new Map<string, Promise<Deno.TcpConn>>();

export async function dial(
  server: Endpoint,
  options: { timeoutMs: number },
): Promise<DialResult> {
  const { hostname, port } = server;
  const key = `${hostname} ${port}`;
  try {
    const signal = AbortSignal.timeout(options.timeoutMs);
    const made = known.get(key) ?? Deno.connect({ hostname, port, signal });
    known.set(key, made);
    return { ok: true, conn: await made };
  } catch (error) {
    known.delete(key);
    return { ok: false, failure: failureOf(error) };
  }
}
