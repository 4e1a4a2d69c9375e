// Wrong: closes from a timer, after its promise has resolved. Caught by: "resolves when the answer is written and the connection closed"
import { answerAfterEof as work } from "../../../solutions/06_half_close.ts";
export * from "../../../solutions/06_half_close.ts";

/** The connection, except that its close() comes later. */
function slowly(conn: Deno.Conn): Deno.Conn {
  return {
    read: (buffer: Uint8Array) => conn.read(buffer),
    write: (bytes: Uint8Array) => conn.write(bytes),
    close() {
      conn.closeWrite().catch(() => {});
      setTimeout(() => {
        try {
          conn.close();
        } catch {
          // Closed meanwhile.
        }
      }, 20);
    },
  } as Deno.Conn;
}

export function answerAfterEof(conn: Deno.Conn): Promise<void> {
  return work(slowly(conn));
}
