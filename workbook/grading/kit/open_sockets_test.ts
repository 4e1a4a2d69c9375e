import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { countOpen, nothingLeftOpen, watchSockets } from "./open_sockets.ts";
import { real } from "./wire.ts";
import { Wrong } from "../../sandbox/fault.ts";

const HERE = { hostname: "127.0.0.1", port: 0 };

watchSockets();

Deno.test("what a submission opens is counted until it is closed, and its leak is told", async () => {
  const listener = Deno.listen(HERE);
  const { hostname, port } = listener.addr;
  const [client, server] = await Promise.all([
    Deno.connect({ hostname, port }),
    listener.accept(),
  ]);
  assertEquals(countOpen(), 3);
  client.close();
  listener.close();
  assertEquals(countOpen(), 1);
  const { fault } = await assertRejects(() => nothingLeftOpen(), Wrong);
  assertEquals(fault.what, "left open: 1 connection");
  server.close();
  await nothingLeftOpen();
});

Deno.test("a watched listener fails as the real one when it is called on nothing", async () => {
  for (const listen of [real.listen, Deno.listen]) {
    using listener = listen(HERE);
    const { accept, close } = listener;
    assertThrows(() => close(), TypeError);
    await assertRejects(() => accept(), TypeError);
  }
});
