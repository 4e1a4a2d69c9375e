import { assertEquals, assertRejects } from "@std/assert";
import { CountedHandler, toldHandler } from "./told_handler.ts";

/** Both ends of a connection; they are closed with `using`. */
async function connection() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const [client, conn] = await Promise.all([
    Deno.connect({ hostname: "127.0.0.1", port }),
    listener.accept(),
  ]);
  listener.close();
  return {
    conn,
    say: (text: string) => client.write(new TextEncoder().encode(text)),
    async hears() {
      const buffer = new Uint8Array(100);
      const n = await client.read(buffer);
      return n === null
        ? null
        : new TextDecoder().decode(buffer.subarray(0, n));
    },
    [Symbol.dispose]() {
      conn[Symbol.dispose]();
      client[Symbol.dispose]();
    },
  };
}

Deno.test("a told handler echoes until an order comes", async () => {
  using both = await connection();
  const { conn, say, hears } = both;
  const serving = toldHandler()(conn);
  await say("ab");
  assertEquals(await hears(), "ab");
  await say("SHUT");
  await serving;
  assertEquals(await hears(), null);
});

Deno.test("a told handler rejects when it is told so", async () => {
  using both = await connection();
  const serving = toldHandler()(both.conn);
  await both.say("FAIL");
  await assertRejects(() => serving, Error, "the handler failed");
});

Deno.test("a counted handler greets, and counts", async () => {
  using both = await connection();
  const handler = new CountedHandler();
  const serving = handler.handle(both.conn);
  assertEquals(await both.hears(), "hi");
  assertEquals([handler.running, handler.called, handler.open], [1, 1, 1]);
  await both.say("END");
  await serving;
  assertEquals([handler.running, handler.most], [0, 1]);
});
