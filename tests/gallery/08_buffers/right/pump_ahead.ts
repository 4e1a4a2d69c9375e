export {
  measureWindow,
  writeAll,
  writeParts,
} from "../../../../solutions/08_buffers.ts";

export async function pump(
  source: AsyncIterable<Uint8Array>,
  conn: Deno.Conn,
  options: { maxQueuedBytes: number },
): Promise<number> {
  const { maxQueuedBytes } = options;
  if (!Number.isInteger(maxQueuedBytes) || maxQueuedBytes < 1) {
    throw new RangeError(
      `maxQueuedBytes is ${maxQueuedBytes}, not an integer from 1`,
    );
  }
  const it = source[Symbol.asyncIterator]();
  let [queued, sent] = [0, 0];
  let tail: Promise<void> = Promise.resolve();
  let failed: { error: unknown } | null = null;
  let wake = () => {};
  const fail = new Promise<void>((r) => wake = r);
  let room = () => {};
  while (true) {
    while (queued >= maxQueuedBytes && !failed) {
      await new Promise<void>((r) => room = r);
    }
    if (failed) break;
    let step;
    try {
      const next = it.next();
      step = await Promise.race([next, fail]);
      if (!step) {
        next.catch(() => {});
        break;
      }
    } catch (error) {
      await tail;
      if (failed) throw (failed as { error: unknown }).error;
      throw error;
    }
    if (step.done) {
      await tail;
      break;
    }
    const chunk = step.value.slice();
    queued += chunk.length;
    tail = tail.then(async () => {
      if (failed) return;
      try {
        for (let at = 0; at < chunk.length;) {
          const n = await conn.write(chunk.subarray(at));
          at += n;
          queued -= n;
          sent += n;
          room();
        }
      } catch (error) {
        failed = { error };
        wake();
        room();
      }
    });
  }
  if (failed) {
    try {
      it.return?.()?.catch(() => {});
    } catch { /* */ }
    throw (failed as { error: unknown }).error;
  }
  return sent;
}
