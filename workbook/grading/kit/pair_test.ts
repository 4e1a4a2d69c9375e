import { assertEquals, assertNotEquals } from "@std/assert";
import { cleanUp } from "./check_context.ts";
import { pair } from "./pair.ts";

Deno.test("the pairs of a check have one local end, and each the peer that it is connected to", async () => {
  const [a, b] = await Promise.all([pair(), pair({ canReset: true })]);
  assertEquals(a.conn.localAddr, b.conn.localAddr);
  assertNotEquals(a.conn.remoteAddr, b.conn.remoteAddr);
  for (const { conn, peer } of [a, b]) {
    assertEquals(conn.remoteAddr, { transport: "tcp", ...peer.local });
  }
  await cleanUp();
});
