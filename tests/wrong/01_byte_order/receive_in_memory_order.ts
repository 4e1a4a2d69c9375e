// Wrong: receiveHeader reads the numbers in the order of this machine. Caught by: "receives a header"
import type { Header } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export async function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  const bytes = new Uint8Array(7);
  for (let got = 0; got < 7;) {
    const n = await conn.read(bytes.subarray(got));
    if (n === null) {
      if (got === 0) return null;
      throw new Error(`Cannot read a header: it ended after ${got} bytes`);
    }
    got += n;
  }
  return {
    type: bytes[0],
    length: new Uint16Array(bytes.slice(1, 3).buffer)[0],
    id: new Uint32Array(bytes.slice(3).buffer)[0],
  };
}
