// Right: the pump reads ahead as far as its limit allows, and keeps copies.
export {
  measureWindow,
  writeAll,
  writeParts,
} from "../../../../solutions/08_buffers.ts";
import { writeAll } from "../../../../solutions/08_buffers.ts";

export async function pump(
  source: AsyncIterable<Uint8Array>,
  conn: Deno.Conn,
  { maxQueuedBytes }: { maxQueuedBytes: number },
): Promise<number> {
  if (!(Number.isInteger(maxQueuedBytes) && maxQueuedBytes >= 1)) {
    throw new RangeError(
      `maxQueuedBytes is ${maxQueuedBytes}; the least is 1, and no fractions`,
    );
  }
  let [queued, sent, hasFailed] = [0, 0, false];
  let tail = Promise.resolve();
  let wake = () => {};
  for await (const chunk of source) {
    const own = chunk.slice();
    queued += own.length;
    tail = tail.then(async () => {
      await writeAll(conn, own);
      queued -= own.length;
      sent += own.length;
      wake();
    });
    tail.catch(() => {
      hasFailed = true;
      wake();
    });
    while (queued >= maxQueuedBytes && !hasFailed) {
      await new Promise<void>((resolve) => wake = resolve);
    }
    if (hasFailed) await tail;
  }
  await tail;
  return sent;
}
