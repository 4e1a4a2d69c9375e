// Wrong: a name that nobody knows is called unreachable. Caught by: "reports a host name that cannot be resolved"
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
    const signal = AbortSignal.timeout(options.timeoutMs);
    const conn = await Deno.connect({ hostname, port, signal });
    return { ok: true, conn };
  } catch (error) {
    const lookup = String(error).includes("lookup");
    return { ok: false, failure: lookup ? "unreachable" : failureOf(error) };
  }
}
