// Wrong: receiveHeader puts the id together with <<: above 2^31 it is negative. Caught by: "receives a header"
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
  const [type, a, b, c, d, e, f] = bytes;
  return { type, length: a << 8 | b, id: c << 24 | d << 16 | e << 8 | f };
}
