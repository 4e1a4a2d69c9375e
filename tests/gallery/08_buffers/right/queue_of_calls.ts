import { writeAll } from "../../../../solutions/08_buffers.ts";
export {
  measureWindow,
  pump,
  writeAll,
} from "../../../../solutions/08_buffers.ts";

function join(parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

interface Item {
  bytes: Uint8Array;
  done: () => void;
  failed: (e: unknown) => void;
}
const queues = new WeakMap<Deno.Conn, Item[]>();
export function writeParts(
  conn: Deno.Conn,
  parts: Uint8Array[],
): Promise<void> {
  return new Promise((done, failed) => {
    const item = { bytes: join(parts), done, failed };
    const queue = queues.get(conn);
    if (queue) {
      queue.push(item);
      return;
    }
    const mine = [item];
    queues.set(conn, mine);
    (async () => {
      while (mine.length) {
        const batch = mine.splice(0);
        try {
          await writeAll(conn, join(batch.map((i) => i.bytes)));
          batch.forEach((i) => i.done());
        } catch (e) {
          batch.forEach((i) => i.failed(e));
        }
      }
      queues.delete(conn);
    })();
  });
}
