// Wrong: receiveHeader keeps the bytes that came too early in one place for all connections. Caught by: "keeps two connections apart"
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

let kept = new Uint8Array(0);

export async function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  while (kept.length < 7) {
    const chunk = new Uint8Array(1024);
    const n = await conn.read(chunk);
    if (n === null) {
      if (kept.length === 0) return null;
      kept = new Uint8Array(0);
      throw new Error("Cannot read a header: the stream ended inside it");
    }
    kept = Uint8Array.of(...kept, ...chunk.subarray(0, n));
  }
  const header = decode(kept);
  kept = kept.slice(7);
  return header;
}
