// Wrong: receiveHeader throws at end of stream where no header began. Caught by: "gives null at end of stream before a header"
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
  for (let got = 0; got < 7;) {
    const n = await conn.read(bytes.subarray(got));
    if (n === null) {
      throw new Error(`Cannot read a header: it ended after ${got} bytes`);
    }
    got += n;
  }
  return decode(bytes);
}
