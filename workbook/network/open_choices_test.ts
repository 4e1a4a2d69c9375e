// Where TCP leaves something open, the model can do both: some seed does the one, some the other.
import { assert, assertEquals } from "@std/assert";
import {
  createNetwork,
  type Network,
  type Profile,
  PROFILE_NAMES,
  type ProfileName,
  PROFILES,
} from "./mod.ts";

const hostname = "127.0.0.1";

interface Both {
  network: Network;
  client: Deno.TcpConn;
  server: Deno.TcpConn;
}

/** What happens under many seeds and all gentle profiles. */
async function outcomes(
  happening: (both: Both) => Promise<string>,
  profiles: readonly ProfileName[] = PROFILE_NAMES.filter((p) =>
    p !== "resets"
  ),
): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const profile of profiles) {
    for (let seed = 0; seed < 25; seed++) {
      const network = createNetwork({ seed, profile });
      const listener = network.listen({ hostname, port: 0 });
      const [client, server] = await Promise.all([
        network.connect({ hostname, port: listener.addr.port }),
        listener.accept(),
      ]);
      listener.close();
      seen.add(await happening({ network, client, server }));
      network.close();
    }
  }
  return seen;
}

function sees(seen: Set<string>, ...wanted: string[]): void {
  for (const one of wanted) {
    assert(seen.has(one), `${one} is not in ${[...seen].join(" | ")}`);
  }
}

const states = async (network: Network) =>
  (await network.rows()).map((row) => row.state).join();

Deno.test("two writes are read as one, as two, or byte by byte", async () => {
  const seen = await outcomes(async ({ client, server }) => {
    const send = async () => {
      for (const text of ["ab", "cd"]) {
        const data = new TextEncoder().encode(text);
        for (let at = 0; at < 2;) at += await client.write(data.subarray(at));
      }
      client.close();
    };
    const sending = send();
    const sizes = [];
    const buffer = new Uint8Array(9);
    for (let n; (n = await server.read(buffer)) !== null;) sizes.push(n);
    await sending;
    assertEquals(sizes.reduce((a, b) => a + b), 4);
    return sizes.join();
  });
  sees(seen, "4", "2,2", "1,1,1,1");
});

Deno.test("one write of nine bytes is taken whole or in part", async () => {
  const seen = await outcomes(async ({ client }) =>
    (await client.write(new Uint8Array(9))) === 9 ? "whole" : "part"
  );
  sees(seen, "whole", "part");
});

Deno.test("after closeWrite() the table shows FIN_WAIT_1 or already FIN_WAIT_2", async () => {
  const seen = await outcomes(async ({ network, client }) => {
    await client.closeWrite();
    return await states(network);
  }, ["kind", "stalling"]);
  sees(seen, "FIN_WAIT_2,CLOSE_WAIT", "FIN_WAIT_1,CLOSE_WAIT");
});

Deno.test("both close at once: TIME_WAIT at both ends, or at one", async () => {
  const seen = await outcomes(async ({ network, client, server }) => {
    client.close();
    server.close();
    await network.advance(500);
    return await states(network);
  });
  sees(seen, "TIME_WAIT,TIME_WAIT", "TIME_WAIT");
});

Deno.test("the second write to a peer that has closed succeeds or breaks", async () => {
  const seen = await outcomes(async ({ client, server }) => {
    client.close();
    await server.read(new Uint8Array(1));
    await server.write(new Uint8Array(1));
    return await server.write(new Uint8Array(1)).then(
      () => "succeeds",
      (error: Error) => error.name,
    );
  });
  sees(seen, "succeeds", "BrokenPipe");
});

Deno.test("close() with unread bytes: the peer's read gives null or ConnectionReset, never anything else", async () => {
  const seen = await outcomes(async ({ network, client, server }) => {
    await server.write(new Uint8Array(1));
    await network.advance(100);
    client.close();
    return await server.read(new Uint8Array(1)).then(
      (n) => `${n}`,
      (error: Error) => error.name,
    );
  });
  assertEquals(seen, new Set(["null"]));
});

Deno.test("of two programs that are ready, either goes first", async () => {
  const seen = await outcomes(async ({ client, server }) => {
    const order: string[] = [];
    const reads = [client, server].map(async (conn, i) => {
      await conn.read(new Uint8Array(1));
      order.push(["client", "server"][i]);
    });
    await Promise.all([
      client.write(new Uint8Array(1)),
      server.write(new Uint8Array(1)),
    ]);
    await Promise.all(reads);
    return order.join();
  });
  sees(seen, "client,server", "server,client");
});

Deno.test("of two clients that dial at once, either is accepted first", async () => {
  const seen = new Set<boolean>();
  for (let seed = 0; seed < 25; seed++) {
    const network = createNetwork({ seed, profile: "stalling" });
    const listener = network.listen({ hostname, port: 0 });
    const { port } = listener.addr;
    const dialling = [1, 2].map(() => network.connect({ hostname, port }));
    const server = await listener.accept();
    const [first] = await Promise.all(dialling);
    seen.add(server.remoteAddr.port === first.localAddr.port);
  }
  assertEquals(seen.size, 2);
});

Deno.test("over its schedules the model shows all states that have a row", async () => {
  const seen = new Set<string>();
  // Slow enough that a reading of the table falls between two segments.
  const slow: Profile = { ...PROFILES.kind, name: "slow", travelMs: [2, 9] };
  for (let seed = 0; seed < 10; seed++) {
    const network = createNetwork({ seed, profile: slow });
    const note = async () => {
      for (const { state } of await network.rows()) seen.add(state);
    };
    const listener = network.listen({ hostname, port: 0, tcpBacklog: 0 });
    const { port } = listener.addr;
    const accepted = listener.accept();
    const dialled = network.connect({ hostname, port });
    let done = false;
    dialled.then(() => done = true);
    while (!done) await note();
    const [client, server] = [await dialled, await accepted];
    const ends = Promise.all([client.closeWrite(), server.closeWrite()]);
    for (let i = 0; i < 20; i++) await note();
    await ends;
    const other = network.connect({ hostname, port });
    const [a, b] = [await other, await listener.accept()];
    a.close();
    await b.read(new Uint8Array(1));
    await note();
    b.close();
    for (let i = 0; i < 20; i++) await note();
  }
  assertEquals(
    [...seen].sort(),
    "CLOSE_WAIT CLOSING ESTABLISHED FIN_WAIT_1 FIN_WAIT_2 LAST_ACK LISTEN SYN_RCVD SYN_SENT TIME_WAIT"
      .split(" "),
  );
});
