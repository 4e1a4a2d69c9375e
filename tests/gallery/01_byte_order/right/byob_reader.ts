import {
  encodeHeader,
  type Header,
} from "../../../../solutions/01_byte_order.ts";
export * from "../../../../solutions/01_byte_order.ts";

export function sendHeader(conn: Deno.Conn, header: Header): Promise<void> {
  const bytes = encodeHeader(header);
  async function from(at: number): Promise<void> {
    if (at < bytes.length) await from(at + await conn.write(bytes.slice(at)));
  }
  return from(0);
}

export async function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  const reader = conn.readable.getReader({ mode: "byob" });
  const { value } = await reader.read(new Uint8Array(7), { min: 7 });
  reader.releaseLock();
  if (!value || value.length === 0) return null;
  if (value.length < 7) throw new Error(`only ${value.length} bytes came`);
  const view = new DataView(value.buffer);
  return {
    type: value[0],
    length: view.getUint16(1),
    id: view.getUint32(3),
  };
}
