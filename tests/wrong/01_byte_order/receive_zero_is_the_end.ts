// Wrong: receiveHeader takes a type of 0 for an end of stream. Caught by: "receives a header"
import type { Header } from "../../../solutions/01_byte_order.ts";
import { receiveHeader as receives } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export async function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  const header = await receives(conn);
  if (!header?.type) return null;
  return header;
}
