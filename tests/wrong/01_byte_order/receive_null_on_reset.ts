// Wrong: receiveHeader takes a reset for an end of stream. Caught by: "makes no header of a connection that is reset"
import {
  type Header,
  receiveHeader as receive,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export async function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  try {
    return await receive(conn);
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionReset) return null;
    throw error;
  }
}
