// Wrong: receiveHeader keeps what came too early by the own port, which all connections of one listener share. Caught by: "keeps two connections apart"
import type { Header } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

const rests = new Map<number, number[]>();

export async function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  const { port } = conn.localAddr as Deno.NetAddr;
  const rest = rests.get(port) ?? [];
  rests.set(port, rest);
  const chunk = new Uint8Array(1024);
  while (rest.length < 7) {
    const n = await conn.read(chunk);
    if (n === null && rest.length === 0) return null;
    if (n === null) throw new Error("the stream ended inside a header");
    rest.push(...chunk.subarray(0, n));
  }
  const view = new DataView(Uint8Array.from(rest.splice(0, 7)).buffer);
  return {
    type: view.getUint8(0),
    length: view.getUint16(1),
    id: view.getUint32(3),
  };
}
