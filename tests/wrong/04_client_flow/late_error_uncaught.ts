// Wrong: an error after the deadline reaches nobody and ends the program. Caught by: "survives a connect that fails after the deadline"
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
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    return { ok: false, failure: "bad-address" };
  }
  let late = false;
  const connecting = Deno.connect({ hostname, port });
  const closing = connecting.then((conn) => {
    if (late) conn.close();
  });
  try {
    const conn = await new Promise<Deno.TcpConn>((resolve, reject) => {
      connecting.then(resolve, reject);
      setTimeout(() => {
        late = true;
        reject(new DOMException("too late", "TimeoutError"));
      }, options.timeoutMs);
    });
    await closing;
    return { ok: true, conn };
  } catch (error) {
    if (!late) closing.catch(() => {});
    return { ok: false, failure: failureOf(error) };
  }
}
