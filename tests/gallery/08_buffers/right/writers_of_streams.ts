// Right: writes through the stream of the connection, and gives its writer back.
export { measureWindow } from "../../../../solutions/08_buffers.ts";

export async function writeAll(
  conn: Deno.Conn,
  data: Uint8Array,
): Promise<void> {
  for (let rest = data; rest.length > 0;) {
    rest = rest.subarray(await conn.write(rest));
  }
}

export async function writeParts(
  conn: Deno.Conn,
  parts: Uint8Array[],
): Promise<void> {
  const bytes = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 0);
  if (bytes.length === 0) return;
  // A stream has a queue of its own: what is written next waits its turn.
  const stream = (conn as Deno.TcpConn).writable;
  const writer = stream.getWriter();
  const written = writer.write(bytes);
  writer.closed.catch(() => {});
  writer.releaseLock();
  await written;
}

export async function pump(
  source: AsyncIterable<Uint8Array>,
  conn: Deno.Conn,
  options: { maxQueuedBytes: number },
): Promise<number> {
  const limit = options.maxQueuedBytes;
  if (limit < 1 || limit !== Math.floor(limit) || limit === Infinity) {
    throw new RangeError(`limit ${limit} is no integer from 1`);
  }
  let total = 0;
  for await (const chunk of source) {
    if (chunk.length === 0) continue;
    await writeAll(conn, chunk);
    total += chunk.length;
  }
  return total;
}
