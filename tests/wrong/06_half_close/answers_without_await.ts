// Wrong: starts the work and does not wait for it. Caught by: "resolves when the answer is written and the connection closed"
import { answerAfterEof as work } from "../../../solutions/06_half_close.ts";
export * from "../../../solutions/06_half_close.ts";

export function answerAfterEof(conn: Deno.Conn): Promise<void> {
  work(conn).catch(() => {});
  return Promise.resolve();
}
