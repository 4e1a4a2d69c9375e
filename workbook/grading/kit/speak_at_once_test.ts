import { assertEquals } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { beginCheck, cleanUp } from "./check_context.ts";
import { watchSockets } from "./open_sockets.ts";
import { Peer } from "./peer.ts";
import { speakAtOnce } from "./speak_at_once.ts";

watchSockets();

/** Two clients speak; what one says goes to the other one as `relay` makes it. */
async function faultWith(
  relay: (text: string) => string,
): Promise<Wrong["fault"] | undefined> {
  beginCheck();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const peers: Peer[] = [];
  const conns: Deno.Conn[] = [];
  for (const name of ["client 1", "client 2"]) {
    peers.push(await Peer.connect(listener.addr, { name }));
    conns.push(await listener.accept());
  }
  const relaying = conns.map(async (conn, i) => {
    const buffer = new Uint8Array(4096);
    const n = await conn.read(buffer);
    const text = new TextDecoder().decode(buffer.subarray(0, n ?? 0));
    await conns[1 - i].write(new TextEncoder().encode(relay(text)));
  });
  try {
    await speakAtOnce(peers, { lines: 3, longest: 20 });
  } catch (error) {
    if (error instanceof Wrong) return error.fault;
    throw error;
  } finally {
    await Promise.all(relaying);
    for (const conn of conns) conn.close();
    listener.close();
    await cleanUp();
  }
}

Deno.test("each client gets what the other one says", async () => {
  assertEquals(await faultWith((text) => text), undefined);
});

Deno.test("lines in another order, and one too many, are told", async () => {
  const turned = (text: string) =>
    text.trim().split("\n").reverse().join("\n") + "\n";
  assertEquals((await faultWith(turned))?.did, "client 1 ← line 0 of a sender");
  assertEquals(
    (await faultWith((text) => `${text}x\n`))?.what,
    "bytes came too early, or too many",
  );
});
