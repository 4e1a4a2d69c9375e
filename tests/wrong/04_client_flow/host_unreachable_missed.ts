// Wrong: only the errors that have a class of their own are told apart. Caught by: "reports an unreachable network or host"
import type { Endpoint } from "../../../workbook/endpoint.ts";
import type {
  DialFailure,
  DialResult,
} from "../../../solutions/04_client_flow.ts";
export * from "../../../solutions/04_client_flow.ts";

function failureOf(error: unknown): DialFailure {
  const { name } = error as { name: string };
  if (name === "TimeoutError" || name === "AbortError") return "timed-out";
  if (name === "TimedOut") return "timed-out";
  if (name === "ConnectionRefused") return "refused";
  if (name === "NetworkUnreachable") return "unreachable";
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
    return { ok: false, failure: failureOf(error) };
  }
}
