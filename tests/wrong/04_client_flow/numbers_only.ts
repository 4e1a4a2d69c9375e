// Wrong: only an address in numbers is dialled, a name is called a bad address. Caught by: "connects to a host by its name"
import type {
  DialFailure,
  DialResult,
} from "../../../solutions/04_client_flow.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/04_client_flow.ts";

function failureOf(error: unknown): DialFailure {
  if (error instanceof DOMException) return "timed-out";
  if (error instanceof Deno.errors.TimedOut) return "timed-out";
  if (error instanceof Deno.errors.ConnectionRefused) return "refused";
  if (error instanceof Deno.errors.NetworkUnreachable) return "unreachable";
  const { code } = error as { code?: string };
  if (code === "EHOSTUNREACH") return "unreachable";
  return "bad-address";
}

export async function dial(
  { hostname, port }: Endpoint,
  { timeoutMs }: { timeoutMs: number },
): Promise<DialResult> {
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    return { ok: false, failure: "bad-address" };
  }
  if (!/^[\d.]+$|:/.test(hostname)) {
    return { ok: false, failure: "bad-address" };
  }
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    return { ok: true, conn: await Deno.connect({ hostname, port, signal }) };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}
