// Whatever the schedule, TCP's promise holds: the bytes, in order, once.
import { assert, assertEquals } from "@std/assert";
import { createNetwork, PROFILE_NAMES, Random } from "./mod.ts";

const hostname = "127.0.0.1";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let at = 0; at < data.length;) at += await conn.write(data.subarray(at));
}

/** Reads to the end; throws as `read` does. */
async function readAll(conn: Deno.Conn, into: number[]): Promise<void> {
  const buffer = new Uint8Array(300);
  for (let n; (n = await conn.read(buffer)) !== null;) {
    into.push(...buffer.subarray(0, n));
  }
}

Deno.test("both directions arrive whole and in order under every gentle profile", async () => {
  for (const profile of PROFILE_NAMES) {
    if (profile === "resets") continue;
    for (let seed = 0; seed < 20; seed++) {
      const random = new Random(seed);
      const network = createNetwork({ seed, profile });
      const listener = network.listen({ hostname, port: 0 });
      const [client, server] = await Promise.all([
        network.connect({ hostname, port: listener.addr.port }),
        listener.accept(),
      ]);
      const payload = () =>
        Uint8Array.from(
          { length: random.integer(0, 3_000) },
          () => random.integer(0, 255),
        );
      const [up, down] = [payload(), payload()];
      const [atServer, atClient]: [number[], number[]] = [[], []];
      await Promise.all([
        writeAll(client, up).then(() => client.closeWrite()),
        writeAll(server, down).then(() => server.closeWrite()),
        readAll(server, atServer),
        readAll(client, atClient),
      ]);
      assertEquals(atServer, [...up]);
      assertEquals(atClient, [...down]);
      client.close();
      server.close();
      listener.close();
      await network.advance(200);
      const states = (await network.rows()).map((row) => row.state);
      assert(states.every((state) => state === "TIME_WAIT"), states.join());
    }
  }
});

Deno.test("a connection that is reset gives a true beginning, then an error at each end", async () => {
  let resets = 0;
  for (let seed = 0; seed < 60; seed++) {
    const network = createNetwork({ seed, profile: "resets" });
    const listener = network.listen({ hostname, port: 0 });
    const [dialled, accepted] = await Promise.allSettled([
      network.connect({ hostname, port: listener.addr.port }),
      listener.accept(),
    ]);
    if (dialled.status === "rejected" || accepted.status === "rejected") {
      continue;
    }
    const data = Uint8Array.from({ length: 9_000 }, (_, i) => i % 251);
    const got: number[] = [];
    const [sent, read] = await Promise.allSettled([
      writeAll(dialled.value, data).then(() => dialled.value.closeWrite()),
      readAll(accepted.value, got),
    ]);
    assertEquals(got, [...data.subarray(0, got.length)]);
    if (read.status === "fulfilled") {
      assertEquals([sent.status, got.length], ["fulfilled", 9_000]);
      continue;
    }
    resets++;
    assert(read.reason instanceof Deno.errors.ConnectionReset);
  }
  assert(resets > 10 && resets < 50, `${resets} of 60`);
});

Deno.test("16 MB go through every gentle profile in a moment", async () => {
  for (const profile of PROFILE_NAMES) {
    if (profile === "resets") continue;
    const network = createNetwork({ seed: 1, profile });
    const listener = network.listen({ hostname, port: 0 });
    const [client, server] = await Promise.all([
      network.connect({ hostname, port: listener.addr.port }),
      listener.accept(),
    ]);
    const began = performance.now();
    const sent = writeAll(client, new Uint8Array(16_000_000))
      .then(() => client.closeWrite());
    const buffer = new Uint8Array(65_536);
    let count = 0;
    for (let n; (n = await server.read(buffer)) !== null;) count += n;
    await sent;
    assertEquals(count, 16_000_000);
    assert(performance.now() - began < 3_000, profile);
  }
});
