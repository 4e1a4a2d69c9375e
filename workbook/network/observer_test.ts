import { assert, assertEquals, assertThrows } from "@std/assert";
import { createNetwork, type Observer, PROFILE_NAMES } from "./mod.ts";

const hostname = "127.0.0.1";

/** Writes a line for everything that an observer is told. */
function writer(lines: string[]): Observer {
  return {
    called: ({ name, asked = "", bytes }) =>
      lines.push(`call ${name} ${asked}${bytes?.length ?? ""}`),
    returned: ({ name }, outcome) =>
      lines.push(
        "error" in outcome
          ? `${name} fails ${outcome.error.name}`
          : `${name} returns ${
            String(outcome.value).replace("[object Object]", "a socket")
          }`,
      ),
    sent: ({ flags }) => lines.push(`sent ${flags}`),
    arrived: ({ flags }, fate) => lines.push(`${fate} ${flags}`),
    changed(_socket, row, event) {
      if (event) lines.push(`${row.state} by ${event}`);
    },
    timed: (_socket, event, at) => lines.push(`${event} at ${at}`),
  };
}

/** Two clients exchange bytes with a server; one resets. */
async function conversation(
  { seed, profile }: { seed: number; profile: typeof PROFILE_NAMES[number] },
  observer?: Observer,
): Promise<string[]> {
  const lines: string[] = [];
  const network = createNetwork({
    seed,
    profile,
    onSegment: ({ flags, seq, ack, window, data }, atMs, fate) =>
      lines.push(`${atMs} ${flags} ${seq} ${ack} ${window} ${data} ${fate}`),
  });
  if (observer) network.observe(observer);
  const listener = network.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const server = (async () => {
    for (let i = 0; i < 2; i++) {
      const conn = await listener.accept();
      const buffer = new Uint8Array(100);
      try {
        for (let n; (n = await conn.read(buffer)) !== null;) {
          lines.push(`${network.now} read ${n}`);
          await conn.write(buffer.subarray(0, n));
        }
      } catch (error) {
        lines.push(`${network.now} ${error}`);
      }
      conn.close();
    }
  })();
  for (const ends of ["FIN", "RST"]) {
    try {
      const conn = await network.connect({ hostname, port });
      await conn.write(new Uint8Array(300));
      await conn.read(new Uint8Array(10));
      if (ends === "RST") network.reset(conn);
      else conn.close();
    } catch (error) {
      lines.push(`${network.now} ${error}`);
    }
  }
  await server;
  // What is still on its way arrives.
  await network.advance(1_000);
  network.close();
  return lines;
}

Deno.test("an observer changes nothing: every segment, moment and outcome is the same", async () => {
  for (const profile of PROFILE_NAMES) {
    const told: string[] = [];
    const options = { seed: 5, profile };
    assertEquals(
      await conversation(options, writer(told)),
      await conversation(options),
    );
    assert(told.length > 20);
  }
});

Deno.test("an observer is told of calls, segments, states and timers in their order", async () => {
  const lines: string[] = [];
  const network = createNetwork({ seed: 1 });
  const listener = network.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const stop = network.observe(writer(lines));
  const client = await network.connect({ hostname, port });
  await client.closeWrite();
  const server = await listener.accept();
  await server.read(new Uint8Array(8));
  server.close();
  stop();
  client.close();
  assertEquals(lines, [
    `call connect 127.0.0.1:${port}`,
    "timeout_rtx at 1000",
    "SYN_SENT by open_active",
    "sent SYN",
    "arrives SYN",
    "SYN_RCVD by rcv_syn",
    "sent SYN,ACK",
    "arrives SYN,ACK",
    "ESTABLISHED by rcv_syn_ack",
    "sent ACK",
    "arrives ACK",
    "ESTABLISHED by rcv_ack_of_syn",
    "connect returns a socket",
    "call closeWrite ",
    "FIN_WAIT_1 by close",
    "sent FIN,ACK",
    "arrives FIN,ACK",
    "CLOSE_WAIT by rcv_fin",
    "sent ACK",
    "arrives ACK",
    "FIN_WAIT_2 by rcv_ack_of_fin",
    "closeWrite returns undefined",
    "call accept ",
    "accept returns a socket",
    "call read 8",
    "read returns null",
    "call close ",
    "LAST_ACK by close",
    "sent FIN,ACK",
    "arrives FIN,ACK",
    `timeout_2msl at ${
      lines.find((l) => l.startsWith("timeout_2"))?.slice(16)
    }`,
    "TIME_WAIT by rcv_fin",
    "sent ACK",
    "arrives ACK",
    "CLOSED by rcv_ack_of_fin",
    "close returns undefined",
  ]);
});

Deno.test("an observer is told of a call that fails", async () => {
  const lines: string[] = [];
  const network = createNetwork({ seed: 1 });
  const { addr } = network.listen({ hostname, port: 0 });
  network.observe(writer(lines));
  assertThrows(
    () => network.listen({ hostname, port: addr.port }),
    Deno.errors.AddrInUse,
  );
  const refused = network.connect({ hostname, port: 1 });
  await refused.catch(() => {});
  assertEquals(lines.filter((line) => /fails|returns/.test(line)), [
    "listen fails AddrInUse",
    "connect fails ConnectionRefused",
  ]);
});
