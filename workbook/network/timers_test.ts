// What Linux does after a second, a minute, two minutes: on virtual time.
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createNetwork, type NetworkOptions } from "./mod.ts";

const hostname = "127.0.0.1";

async function pair(options: NetworkOptions = { seed: 1 }) {
  const network = createNetwork(options);
  const listener = network.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const client = await network.connect({ hostname, port });
  const server = await listener.accept();
  listener.close();
  const states = async () => (await network.rows()).map((row) => row.state);
  return { network, port, client, server, states };
}

Deno.test("TIME_WAIT ends after 60 seconds, and not before", async () => {
  const { network, client, server, states } = await pair();
  client.close();
  server.close();
  assertEquals(await states(), ["TIME_WAIT"]);
  const { port } = client.localAddr;
  const listen = () => network.listen({ hostname, port }).close();
  assertThrows(listen, Deno.errors.AddrInUse);
  await network.advance(59_900);
  assertEquals(await states(), ["TIME_WAIT"]);
  await network.advance(200);
  assertEquals(await states(), []);
  listen();
});

Deno.test("a connection that was closed leaves FIN_WAIT_2 after 60 seconds; one that was half-closed stays", async () => {
  const closed = await pair();
  closed.client.close();
  const halfClosed = await pair();
  await halfClosed.client.closeWrite();
  for (const { network, states } of [closed, halfClosed]) {
    assertEquals(await states(), ["FIN_WAIT_2", "CLOSE_WAIT"]);
    await network.advance(61_000);
  }
  assertEquals(await closed.states(), ["CLOSE_WAIT"]);
  assertEquals(await halfClosed.states(), ["FIN_WAIT_2", "CLOSE_WAIT"]);
});

Deno.test("a SYN that is never answered is sent ten times more, and connect() fails after 133 seconds", async () => {
  const sent: number[] = [];
  const network = createNetwork({
    seed: 2,
    onSegment: (_, atMs, fate) => {
      if (fate === "dropped") sent.push(Math.round(atMs / 100) / 10);
    },
  });
  const listener = network.listen({ hostname, port: 0, tcpBacklog: 0 });
  const { port } = listener.addr;
  await network.connect({ hostname, port });
  const late = network.connect({ hostname, port });
  const failed = assertRejects(
    () => late,
    Deno.errors.TimedOut,
    "os error 110",
  );
  await network.advance(140_000);
  await failed;
  assertEquals(
    sent,
    [0, 1, 2, 3.1, 4.1, 5.1, 7.1, 11.2, 19.4, 35.5, 67.8],
  );
  assert(network.now >= 140_000);
});

Deno.test("a client that waits before a full queue does not run through its time by itself", async () => {
  const network = createNetwork({ seed: 3 });
  const listener = network.listen({ hostname, port: 0, tcpBacklog: 0 });
  const { port } = listener.addr;
  await network.connect({ hostname, port });
  const late = network.connect({ hostname, port });
  // Far more turns than the clock would need, if it went on by itself.
  for (let turn = 0; turn < 1_000; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert(network.now < 100, `${network.now}`);
  await listener.accept();
  await late;
  assert(network.now > 900 && network.now < 1_100, `${network.now}`);
});

Deno.test("a timer that is cleared after its clock is gone is no other's", async () => {
  const { setTimeout, clearTimeout } = globalThis;
  const put = createNetwork({ seed: 1 });
  const putBack = put.installClock();
  const old = globalThis.setTimeout(() => {}, 10);
  putBack();
  const network = createNetwork({ seed: 1 });
  const restore = network.installClock();
  try {
    let rang = false;
    globalThis.setTimeout(() => rang = true, 10);
    globalThis.clearTimeout(old);
    await network.advance(20);
    assert(rang);
  } finally {
    restore();
  }
  assertEquals(globalThis.setTimeout, setTimeout);
  assertEquals(globalThis.clearTimeout, clearTimeout);
});

Deno.test("a loop of calls that need not wait makes time pass", async () => {
  const { network, client, server } = await pair();
  server.close();
  const restore = network.installClock();
  try {
    let over = false;
    setTimeout(() => over = true, 600);
    const buffer = new Uint8Array(16);
    let reads = 0;
    while (!over) {
      assertEquals(await client.read(buffer), null);
      reads++;
    }
    assert(reads < 100_000, `${reads} reads in 600 ms`);
  } finally {
    restore();
  }
});

Deno.test("a loop of calls that need not wait does not keep another socket waiting for ever", async () => {
  const { client, server, network } = await pair();
  server.close();
  let spins = true;
  const spinning = (async () => {
    while (spins) await client.read(new Uint8Array(16));
  })();
  const listener = network.listen({ hostname, port: 0 });
  const late = await network.connect({ hostname, port: listener.addr.port });
  const accepted = await listener.accept();
  await late.write(Uint8Array.of(1));
  assertEquals(await accepted.read(new Uint8Array(16)), 1);
  spins = false;
  await spinning;
});
