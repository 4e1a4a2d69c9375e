// Wrong: every call waits 100 ms, whatever timeoutMs says. Caught by: "gives up at the deadline"
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
  try {
    const signal = AbortSignal.timeout(options.timeoutMs > 0 ? 100 : 0);
    const conn = await Deno.connect({ hostname, port, signal });
    return { ok: true, conn };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}
