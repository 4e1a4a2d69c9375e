// Wrong: receiveHeader takes one read for a whole header. Caught by: "receives a header one byte at a time"
import type { Header } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

function decode(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    type: view.getUint8(0),
    length: view.getUint16(1),
    id: view.getUint32(3),
  };
}

export async function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  const bytes = new Uint8Array(7);
  const n = await conn.read(bytes);
  return n === null ? null : decode(bytes);
}
