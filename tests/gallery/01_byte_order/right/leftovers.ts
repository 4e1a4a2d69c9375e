// Right: reads large chunks and keeps what follows a header in a WeakMap.
import type { Endpoint } from "../../../../workbook/endpoint.ts";
import {
  encodeHeader,
  type Header,
} from "../../../../solutions/01_byte_order.ts";
export * from "../../../../solutions/01_byte_order.ts";

const leftovers = new WeakMap<Deno.Conn, Uint8Array>();

export async function sendHeader(conn: Deno.Conn, header: Header) {
  let rest = encodeHeader(header);
  while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
}

export async function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  let have = leftovers.get(conn) ?? new Uint8Array(0);
  const chunk = new Uint8Array(64 * 1024);
  while (have.length < 7) {
    const n = await conn.read(chunk);
    if (n === null) {
      if (have.length === 0) return null;
      throw new Error(`End of stream after ${have.length} bytes of a header`);
    }
    const joined = new Uint8Array(have.length + n);
    joined.set(have);
    joined.set(chunk.subarray(0, n), have.length);
    have = joined;
  }
  leftovers.set(conn, have.subarray(7));
  const view = new DataView(have.buffer, have.byteOffset, 7);
  return {
    id: view.getUint32(3),
    length: view.getUint16(1),
    type: view.getUint8(0),
  };
}

export async function exchangeHeader(server: Endpoint, header: Header) {
  const bytes = encodeHeader(header); // Refused before anything is opened.
  const conn = await Deno.connect(server);
  try {
    for (let at = 0; at < 7;) at += await conn.write(bytes.subarray(at));
    await conn.closeWrite();
    return await receiveHeader(conn);
  } finally {
    conn.close();
  }
}
