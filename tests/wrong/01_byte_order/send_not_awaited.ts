// Wrong: sendHeader starts the write and does not wait for it. Caught by: "rejects when it cannot send"
import {
  type Header,
  sendHeader as real,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function sendHeader(conn: Deno.Conn, header: Header): Promise<void> {
  real(conn, header).catch(() => {});
  return Promise.resolve();
}
