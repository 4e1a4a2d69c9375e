// Wrong: receiveHeader catches the error of the read and decodes what it has. Caught by: "makes no header of a connection that is reset"
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
  let got = 0;
  try {
    while (got < 7) {
      const n = await conn.read(bytes.subarray(got));
      if (n === null) break;
      got += n;
    }
  } catch {
    return decode(bytes);
  }
  if (got === 0) return null;
  if (got < 7) throw new Error("Cannot read a header: it is not complete");
  return decode(bytes);
}
