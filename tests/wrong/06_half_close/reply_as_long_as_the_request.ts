// Wrong: stops reading when the reply is as long as the request, as if every server echoed. Caught by: "sends the whole request, half-closes, and takes the late reply"
import type { Endpoint } from "../../../workbook/endpoint.ts";
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

async function sendToEnd(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  await writeAll(conn, data);
  await conn.closeWrite();
}

async function readExactly(
  conn: Deno.Conn,
  length: number,
): Promise<Uint8Array> {
  const all = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const n = await conn.read(all.subarray(at));
    if (n === null) break;
    at += n;
  }
  return all.subarray(0, at);
}

export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  const { hostname, port } = server;
  const conn = await Deno.connect({ hostname, port });
  try {
    const [reply] = await Promise.all([
      readExactly(conn, request.length),
      sendToEnd(conn, request),
    ]);
    return reply;
  } finally {
    conn.close();
  }
}
