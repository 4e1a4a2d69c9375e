// Wrong: receiveHeader gives null when nothing has come yet. Caught by: "waits for a header while nothing comes"
import {
  type Header,
  receiveHeader as real,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  const nothing = new Promise<null>((resolve) =>
    setTimeout(() => resolve(null), 1)
  );
  return Promise.race([real(conn), nothing]);
}
