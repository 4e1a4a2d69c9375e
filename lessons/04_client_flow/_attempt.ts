import { call, type DemoEvent } from "../../workbook/demo/kit.ts";
import { formatEndpoint } from "../../workbook/kernel/mod.ts";

/** A connect that fails: the call, the C calls beneath it, the error, and how long it took. */
export async function attempt(
  options: Deno.ConnectOptions & { hostname: string },
  timeoutMs?: number,
): Promise<DemoEvent> {
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
  const family = options.hostname.includes(":") ? "AF_INET6" : "AF_INET";
  return call(
    `await Deno.connect({ hostname: "${options.hostname}", port: ${options.port}${deadline} })`,
    `${text} after ${ms} ms`,
    `fd = socket(${family}, SOCK_STREAM | SOCK_NONBLOCK, 0)`,
    `connect(fd, ${formatEndpoint(options)}) = -1 EINPROGRESS`,
    timeoutMs ? "close(fd)" : "getsockopt(fd, SO_ERROR)",
  );
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
