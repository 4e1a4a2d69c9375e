import type { Endpoint } from "../../../../workbook/endpoint.ts";

export async function writeAll(conn: Deno.Conn, data: Uint8Array) {
  while (data.length) data = data.subarray(await conn.write(data));
}

const last = new WeakMap<Deno.Conn, Promise<void>>();

export async function writeParts(conn: Deno.Conn, parts: Uint8Array[]) {
  const before = last.get(conn);
  const { promise, resolve } = Promise.withResolvers<void>();
  last.set(conn, promise);
  await before;
  try {
    (conn as Deno.TcpConn).setNoDelay();
    for (const part of parts) await writeAll(conn, part);
  } finally {
    resolve();
  }
}

export async function pump(
  source: AsyncIterable<Uint8Array>,
  conn: Deno.Conn,
  { maxQueuedBytes: max }: { maxQueuedBytes: number },
) {
  if (!Number.isInteger(max) || max < 1) throw new RangeError(`${max} < 1`);
  let sent = 0;
  for await (const chunk of source) {
    await writeAll(conn, chunk);
    sent += chunk.length;
  }
  return sent;
}

export async function measureWindow(server: Endpoint) {
  const conn = await Deno.connect({ ...server });
  let count = 0;
  let isOver = false;
  const stop = setTimeout(() => {
    isOver = true;
    conn.close();
  }, 1500);
  try {
    while (!isOver) count += await conn.write(new Uint8Array(4096));
  } catch (error) {
    if (!isOver) {
      conn.close();
      throw error;
    }
  } finally {
    clearTimeout(stop);
  }
  return count;
}
