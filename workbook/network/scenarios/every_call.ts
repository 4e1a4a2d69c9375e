import { bytes, pause, readOnce, type Say, tell, tellVoid } from "./world.ts";

/** Makes every call on a connection that is closed or broken, and says what each gives. */
export async function everyCall(say: Say, conn: Deno.TcpConn): Promise<void> {
  await tell(say, "read", () => readOnce(conn));
  await tell(say, "write", () => conn.write(bytes("x")));
  // The answer to that write may be a reset.
  await pause();
  await tell(say, "read", () => readOnce(conn));
  await tell(say, "write", () => conn.write(bytes("x")));
  await tellVoid(say, "closeWrite", () => conn.closeWrite());
  await tellVoid(say, "close", () => conn.close());
}
