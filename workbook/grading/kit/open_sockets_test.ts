import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { countOpen, nothingLeftOpen, watchSockets } from "./open_sockets.ts";
import { beginCheck } from "./check_context.ts";
import { standIns } from "./stand_ins.ts";
import { real } from "./wire.ts";
import { Wrong } from "../../sandbox/fault.ts";

const HERE = { hostname: "127.0.0.1", port: 0 };

watchSockets();

Deno.test("what is opened before any check is told as code outside of functions", async () => {
  const listener = Deno.listen(HERE);
  const { fault } = await assertRejects(() => nothingLeftOpen(), Wrong);
  assertEquals(fault.what, "opened while the file was loaded: 1 listener");
  listener.close();
  await nothingLeftOpen();
});

Deno.test("what a submission opens is counted until it is closed, and its leak is told", async () => {
  beginCheck();
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

Deno.test("a stand-in answers Deno.listen, and its listener is counted", async () => {
  const ports: Array<number | undefined> = [];
  standIns.listen = (options) => {
    ports.push(options.port);
    if (ports.length === 1) throw new Deno.errors.AddrInUse("taken");
    return real.listen(options);
  };
  try {
    assertThrows(() => Deno.listen(HERE), Deno.errors.AddrInUse);
    const listener = Deno.listen(HERE);
    assertEquals([ports, countOpen()], [[0, 0], 1]);
    listener.close();
    await nothingLeftOpen();
  } finally {
    standIns.listen = undefined;
  }
});

Deno.test("a watched listener fails as the real one when it is called on nothing", async () => {
  for (const listen of [real.listen, Deno.listen]) {
    using listener = listen(HERE);
    const { accept, close } = listener;
    assertThrows(() => close(), TypeError);
    await assertRejects(() => accept(), TypeError);
  }
});
