// Wrong: the race is over at the deadline, the connect is not: its connection stays open. Caught by: "closes a connection that completes after the deadline"
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
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<DialResult>((resolve) => {
    timer = setTimeout(
      () => resolve({ ok: false, failure: "timed-out" }),
      options.timeoutMs,
    );
  });
  const connecting = Deno.connect({ hostname, port }).then(
    (conn): DialResult => ({ ok: true, conn }),
    (error): DialResult => ({ ok: false, failure: failureOf(error) }),
  );
  const result = await Promise.race([connecting, deadline]);
  clearTimeout(timer);
  return result;
}
