// Right: a signal closes the connection, and ends the tries.
export { bindOutcome, whoWaits } from "../../../../solutions/11_time_wait.ts";

export async function politeHandler(
  conn: Deno.Conn,
  { closeWithinMs }: { closeWithinMs: number },
): Promise<void> {
  const over = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasExited = false;
  over.signal.addEventListener("abort", () => conn.close(), { once: true });
  const buffer = new Uint8Array(65_536);
  try {
    while (!over.signal.aborted) {
      const n = await conn.read(buffer);
      if (n === null) break;
      if (hasExited) continue;
      hasExited = n === 4 &&
        [...buffer.subarray(0, 4)].every((byte, i) =>
          byte === [101, 120, 105, 116][i]
        );
      let rest = new TextEncoder().encode("OK!!!");
      while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
      if (hasExited) timer = setTimeout(() => over.abort(), closeWithinMs);
    }
  } catch (error) {
    if (!over.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    if (!over.signal.aborted) over.abort();
  }
}

export async function relisten(
  port: number,
  { withinMs }: { withinMs: number },
): Promise<Deno.TcpListener> {
  const late = Date.now() + withinMs;
  let last: unknown;
  do {
    try {
      return Deno.listen({ hostname: "127.0.0.1", port });
    } catch (error) {
      if ((error as Error).name !== "AddrInUse") throw error;
      last = error;
    }
    const left = late - Date.now();
    if (left > 0) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, 100)));
    }
  } while (Date.now() < late);
  throw last;
}
