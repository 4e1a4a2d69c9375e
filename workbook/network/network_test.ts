import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { readSocketTable, rowsOf, untilState } from "../kernel/mod.ts";
import { createNetwork, type NetworkOptions, type Segment } from "./mod.ts";

const hostname = "127.0.0.1";

async function pair(options: NetworkOptions) {
  const network = createNetwork(options);
  const listener = network.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const [client, server] = await Promise.all([
    network.connect({ hostname, port }),
    listener.accept(),
  ]);
  return { network, listener, port, client, server };
}

/** A conversation, and each segment of it with its moment. */
async function transcript(options: NetworkOptions): Promise<string[]> {
  const lines: string[] = [];
  const { network, client, server } = await pair({
    ...options,
    onSegment: ({ from, flags, seq, ack, data }: Segment, atMs, fate) =>
      lines.push(
        `${atMs} ${from.port} ${flags} ${seq} ${ack} ${data ?? ""} ${fate}`,
      ),
  });
  const message = Uint8Array.from({ length: 200 }, (_, i) => i);
  const write = async () => {
    for (let at = 0; at < 200;) at += await client.write(message.subarray(at));
    client.close();
  };
  const writing = write();
  const buffer = new Uint8Array(1_000);
  for (let n; (n = await server.read(buffer)) !== null;) {
    lines.push(`${network.now} read ${n}`);
  }
  await writing;
  server.close();
  return lines;
}

Deno.test("the same seed gives the same run, to the last segment and moment", async () => {
  for (const profile of ["kind", "byteByByte", "stalling"] as const) {
    const [a, b, c] = [
      await transcript({ seed: 7, profile }),
      await transcript({ seed: 7, profile }),
      await transcript({ seed: 8, profile }),
    ];
    assertEquals(a, b);
    assert(a.join() !== c.join());
  }
});

Deno.test("a handshake, data and a close are these segments", async () => {
  const segments: Segment[] = [];
  const { client, server, port } = await pair({
    seed: 1,
    onSegment: (segment) => segments.push(segment),
  });
  await client.write(new Uint8Array(5));
  await client.closeWrite();
  await server.closeWrite();
  const told = segments.map(({ from, flags, data }) => {
    const side = from.port === port ? "server" : "client";
    return `${side} ${flags}${data ? ` ${data.length}` : ""}`;
  });
  assertEquals(told, [
    "client SYN",
    "server SYN,ACK",
    "client ACK",
    "client ACK 5",
    "server ACK",
    "client FIN,ACK",
    "server ACK",
    "server FIN,ACK",
    "client ACK",
  ]);
});

Deno.test("rows() is a table as the kernel's: rowsOf() and untilState() read it", async () => {
  const { network, port, client, server } = await pair({ seed: 2 });
  await client.closeWrite();
  await untilState(port, "CLOSE_WAIT", { source: network });
  const rows = await rowsOf([port], network);
  assertEquals(rows.map((row) => row.state), [
    "LISTEN",
    "FIN_WAIT_2",
    "CLOSE_WAIT",
  ]);
  assertEquals(JSON.parse(JSON.stringify(rows)), rows);
  assertEquals((await readSocketTable(network)).length, 3);
  server.close();
});

Deno.test("open() and close() name the line that opened what is left open", async () => {
  const { network, listener, client, server } = await pair({ seed: 3 });
  assertEquals(network.open().map(({ kind }) => kind), [
    "listener",
    "connection",
    "connection",
  ]);
  for (const { where, stack } of network.open()) {
    assert(/network_test\.ts:\d+:\d+$/.test(where ?? ""), stack);
  }
  const lines = network.open().map(({ where }) => where!.split(":").at(-2));
  assertEquals(new Set(lines).size, 3);
  client.close();
  assertEquals(network.open().length, 2);
  assert(network.isOpen(server) && !network.isOpen(client));
  const left = network.close();
  assertEquals(left.map(({ kind }) => kind), ["listener", "connection"]);
  assertEquals(left[1].remote, {
    hostname,
    port: client.localAddr.port,
  });
  assertEquals(network.close(), []);
  assertThrows(() => listener.close(), Deno.errors.BadResource);
});

Deno.test("reset() is for connections of this network that are open", async () => {
  const { network, client, server } = await pair({ seed: 4 });
  const pending = client.read(new Uint8Array(1));
  network.reset(client);
  await assertRejects(() => pending, Deno.errors.Interrupted);
  await assertRejects(
    () => server.read(new Uint8Array(1)),
    Deno.errors.ConnectionReset,
  );
  assertThrows(() => network.reset(client), Deno.errors.BadResource);
  const other = createNetwork({ seed: 4 });
  assertThrows(() => other.reset(server), TypeError, "another network");
  assertEquals((await network.rows()).map((row) => row.state), ["LISTEN"]);
});

Deno.test("two networks know nothing of each other", async () => {
  const { port } = await pair({ seed: 5 });
  const other = createNetwork({ seed: 5 });
  await assertRejects(
    () => other.connect({ hostname, port }),
    Deno.errors.ConnectionRefused,
  );
});

Deno.test("allowNet refuses other hosts as the runtime does", async () => {
  const { listen, connect } = createNetwork({
    seed: 6,
    allowNet: ["127.0.0.1", "[::1]"],
  });
  assertThrows(
    () => listen({ port: 8_000 }),
    Deno.errors.NotCapable,
    'Requires net access to "0.0.0.0:8000", run again with the --allow-net flag',
  );
  await assertRejects(
    () => connect({ hostname: "localhost", port: 1 }),
    Deno.errors.NotCapable,
    'Requires net access to "localhost:1"',
  );
  listen({ hostname: "[::1]", port: 0 }).close();
});

Deno.test("what is not modelled says so by name", async () => {
  const { listen, connect } = createNetwork({ seed: 7 });
  const transport = "unix" as "tcp";
  assertThrows(
    () => listen({ transport, port: 0 }),
    Deno.errors.NotSupported,
    'Cannot use the transport "unix" on the model network: it is not modelled, use "tcp" in listen()',
  );
  await assertRejects(
    () => connect({ transport, port: 1 }),
    Deno.errors.NotSupported,
    'the transport "unix"',
  );
  assertThrows(
    () => listen({ port: 0, reusePort: true } as Deno.TcpListenOptions),
    Deno.errors.NotSupported,
    "reusePort",
  );
});

Deno.test("installSockets() stands in for Deno.listen and Deno.connect", async () => {
  const real = { listen: Deno.listen, connect: Deno.connect };
  const network = createNetwork({ seed: 8 });
  const uninstall = network.installSockets();
  try {
    const listener = Deno.listen({ hostname, port: 0 });
    await Deno.connect({ hostname, port: listener.addr.port });
    assertEquals((await network.rows()).length, 3);
    assertThrows(
      () => Deno.listenDatagram({ transport: "udp", port: 0 }),
      Deno.errors.NotSupported,
      "Cannot use Deno.listenDatagram() on the model network",
    );
    assertThrows(
      () => Deno.serve(() => new Response()),
      Deno.errors.NotSupported,
    );
  } finally {
    uninstall();
    network.close();
  }
  assertEquals({ listen: Deno.listen, connect: Deno.connect }, real);
});

Deno.test("a buffer that is detached while its call waits is refused by name", async () => {
  const { client, server } = await pair({ seed: 1 });
  const target = new Uint8Array(5);
  const read = client.read(target);
  target.buffer.transfer();
  await server.write(new Uint8Array(3));
  await assertRejects(
    () => read,
    Deno.errors.NotSupported,
    "a buffer that was detached while a call waited",
  );
  // Nothing was taken.
  assertEquals(await client.read(new Uint8Array(9)), 3);
  while (await client.write(new Uint8Array(2 ** 24)) === 2 ** 24);
  const data = new Uint8Array(5);
  const write = client.write(data);
  data.buffer.transfer();
  const buffer = new Uint8Array(65_536);
  const drained = (async () => {
    while (await server.read(buffer) !== null);
  })();
  await assertRejects(() => write, Deno.errors.NotSupported);
  client.close();
  await drained;
});
