import type { Endpoint } from "../../../../workbook/endpoint.ts";

const write = async (conn: Deno.Conn, data: Uint8Array) => {
  let rest = data;
  while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
};

/** Reads until the end, or until the connection fails. */
async function collect(conn: Deno.Conn): Promise<Uint8Array> {
  let all = new Uint8Array(4096);
  let length = 0;
  try {
    while (true) {
      if (length === all.length) {
        const larger = new Uint8Array(all.length * 2);
        larger.set(all);
        all = larger;
      }
      const n = await conn.read(all.subarray(length));
      if (n === null) break;
      length += n;
    }
  } catch {
    // Reset: what came before it counts.
  }
  return all.slice(0, length);
}

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  using open = conn;
  const text = new TextDecoder().decode(await collect(open));
  await write(open, new TextEncoder().encode(text.toUpperCase()))
    .catch(() => {});
}

export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  using conn = await Deno.connect({
    hostname: server.hostname,
    port: server.port,
  });
  const sending = write(conn, request)
    .then(() => conn.closeWrite())
    .catch(() => {});
  const reply = await collect(conn);
  await sending;
  return reply;
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  using left = a;
  using right = b;
  const carry = async (from: Deno.Conn, to: Deno.Conn) => {
    const buffer = new Uint8Array(16384);
    try {
      while (true) {
        const n = await from.read(buffer);
        if (n === null) break;
        await write(to, buffer.subarray(0, n));
      }
    } catch {
      // One side failed: neither reads nor writes are worth going on.
      try {
        from.close();
      } catch { /* closed already */ }
    }
    await to.closeWrite().catch(() => {});
  };
  await Promise.all([carry(left, right), carry(right, left)]);
}
