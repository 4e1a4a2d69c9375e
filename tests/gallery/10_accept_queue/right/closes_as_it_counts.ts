export { acceptLoop } from "../../../../solutions/10_accept_queue.ts";

export async function probeAcceptQueue(
  server: { hostname: string; port: number },
  { limit, waitMs }: { limit: number; waitMs: number },
): Promise<number> {
  const to = { hostname: server.hostname, port: server.port };
  let count = 0;
  for (let i = 0; i < limit; i++) {
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort("too late"), waitMs);
    try {
      using _conn = await Deno.connect({ ...to, signal: giveUp.signal });
      count += 1;
    } catch (error) {
      if (error !== "too late") throw error;
    } finally {
      clearTimeout(timer);
    }
  }
  return count;
}
