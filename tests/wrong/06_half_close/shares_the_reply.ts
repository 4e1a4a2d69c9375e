// Wrong: collects the reply in a variable that all exchanges share. Caught by: "keeps two exchanges apart"
import type { Endpoint } from "../../../workbook/endpoint.ts";
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

let reply: number[] = [];

async function readAll(conn: Deno.Conn): Promise<Uint8Array> {
  const buffer = new Uint8Array(65536);
  for (let n = await conn.read(buffer); n !== null;) {
    for (const byte of buffer.subarray(0, n)) reply.push(byte);
    n = await conn.read(buffer);
  }
  const all = new Uint8Array(reply);
  reply = [];
  return all;
}

export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  const conn = await Deno.connect({ ...server });
  try {
    const sending = writeAll(conn, request).then(() => conn.closeWrite());
    const [reply] = await Promise.all([readAll(conn), sending]);
    return reply;
  } finally {
    conn.close();
  }
}
