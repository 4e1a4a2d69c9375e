import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Hand } from "./hand.ts";
import { TypingError } from "./input_line.ts";

/** A server played by hand, with as many clients as asked for. */
async function serve(count: number) {
  const lines: string[] = [];
  let wake = () => {};
  const hand = await Hand.open("server", "you", (text) => {
    lines.push(text);
    wake();
  });
  const until = async (condition: () => boolean) => {
    while (!condition()) {
      await new Promise<void>((resolve) => wake = resolve);
    }
  };
  const clients: Deno.TcpConn[] = [];
  for (let i = 0; i < count; i++) {
    clients.push(await Deno.connect({ ...hand.endpoint }));
    await until(() => hand.connections.length > i);
  }
  return {
    hand,
    clients,
    lines,
    until,
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.close();
      await until(() => hand.isEnded);
      hand.drop();
    },
  };
}

const bytes = new TextEncoder().encode("x");

Deno.test("Hand plays the newest connection until another is chosen", async () => {
  await using server = await serve(2);
  const { hand, clients } = server;
  assertEquals(hand.current().name, "you 2");
  hand.choose(1);
  await hand.current().send(bytes);
  assertEquals(await clients[0].read(new Uint8Array(9)), 1);
  clients.push(await Deno.connect({ ...hand.endpoint }));
  await server.until(() => hand.connections.length === 3);
  assertEquals(hand.current().name, "you 3");
});

Deno.test("Hand says which connections can be chosen", async () => {
  await using none = await serve(0);
  assertThrows(
    () => none.hand.choose(1),
    TypingError,
    "Cannot do that yet: the submission has not connected",
  );
  await using one = await serve(1);
  assertThrows(
    () => one.hand.choose(2),
    TypingError,
    "Cannot play connection 2: 1 is the only one",
  );
  await using two = await serve(2);
  assertThrows(
    () => two.hand.choose(3),
    TypingError,
    "Cannot play connection 3: they are 1 to 2",
  );
  assertEquals(two.hand.current().name, "you 2");
});

Deno.test("Hand half-closes every connection that can send", async () => {
  await using server = await serve(3);
  const { hand, clients } = server;
  hand.choose(2);
  await hand.current().halfClose();
  assert(await hand.halfCloseAll());
  for (const client of clients) {
    assertEquals(await client.read(new Uint8Array(9)), null);
  }
  assertEquals(await hand.halfCloseAll(), false);
});

Deno.test("a connection that is over takes no reset", async () => {
  await using server = await serve(1);
  const { hand, clients, lines } = server;
  await hand.current().halfClose();
  await clients[0].closeWrite();
  await server.until(() => hand.isEnded);
  assertThrows(
    () => hand.current().reset(),
    TypingError,
    "Cannot reset: both directions of this connection are ended",
  );
  assertEquals(lines.some((line) => line.includes("RST")), false);
});

Deno.test("a half-closed connection can be reset", async () => {
  await using server = await serve(1);
  const { hand, clients } = server;
  await hand.current().halfClose();
  assertEquals(await clients[0].read(new Uint8Array(9)), null);
  hand.current().reset();
  await assertRejects(async () => {
    // The segment may still be on its way.
    while (true) await clients[0].write(bytes);
  });
});

Deno.test("Hand knows that nobody listens, without waiting", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const lines: string[] = [];
  const hand = await Hand.open("client", "you", (line) => lines.push(line));
  hand.port = port;
  await hand.connect();
  assert(hand.isRefused);
  assertEquals(lines, [
    `you connect to 127.0.0.1:${port}`,
    "you cannot connect: ECONNREFUSED",
  ]);
});
