// Wrong: sendHeader sends the first fields before it checks the last. Caught by: "sends nothing of a header that is refused"
import { encodeHeader, type Header } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export async function sendHeader(
  conn: Deno.Conn,
  header: Header,
): Promise<void> {
  for (const field of ["type", "length", "id"] as const) {
    const one = { type: 0, length: 0, id: 0, [field]: header[field] };
    const bytes = encodeHeader(one);
    const [start, end] = { type: [0, 1], length: [1, 3], id: [3, 7] }[field];
    for (let at = start; at < end;) {
      at += await conn.write(bytes.subarray(at, end));
    }
  }
}
