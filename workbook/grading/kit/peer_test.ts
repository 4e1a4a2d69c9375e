import { assert, assertEquals, assertRejects } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import {
  closeOpened,
  countOpen,
  nothingLeftOpen,
  watchSockets,
} from "./open_sockets.ts";
import { isOpenConn } from "./wire.ts";
import { host } from "./host.ts";
import { pair } from "./pair.ts";
import { Peer } from "./peer.ts";
import { beginCheck, cleanUp, transcript } from "./check_context.ts";

/** The cause that a promise rejects with. */
async function causeOf(work: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => work, Wrong)).fault.cause;
}

const soon = { withinMs: 30 };

Deno.test("expect() takes exactly the bytes it waits for, and keeps the rest", async () => {
  const { conn, peer } = await pair();
  await conn.write(new TextEncoder().encode("OK!!!OK!!!"));
  await peer.expect("OK!!!");
  await peer.expect("OK!!!");
  assertEquals(await causeOf(peer.expect("OK!!!", soon)), "no-reply");
  await cleanUp();
});

Deno.test("expect() tells other bytes, a close and a reset apart", async () => {
  const one = await pair();
  await one.conn.write(new TextEncoder().encode("NO!!!"));
  assertEquals(await causeOf(one.peer.expect("OK!!!")), "wrong-bytes");
  one.conn.close();
  assertEquals(await causeOf(one.peer.expect("OK!!!")), "closed-early");
  const two = await host();
  const client = Peer.connect(two.endpoint);
  const peer = await client;
  two.close();
  assertEquals(await causeOf(peer.expect("OK!!!")), "reset");
  await cleanUp();
});

Deno.test("where too few bytes come, the first that differs is told, too", async () => {
  const due = "a line\nexit\nanother line, and its end\n";
  const faultOf = async (came: string) => {
    const { conn, peer } = await pair();
    await conn.write(new TextEncoder().encode(came));
    return (await assertRejects(() => peer.expect(due, soon), Wrong)).fault;
  };
  assertEquals(
    (await faultOf(due.replace("exit\n", ""))).what,
    "33 of 38 bytes came, then nothing; byte 7 of 38 is the first that differs",
  );
  assertEquals(
    (await faultOf("a line\n")).what,
    "7 of 38 bytes came, then nothing",
  );
  await cleanUp();
});

Deno.test("expectEnd() refuses bytes, a reset and silence", async () => {
  const { conn, peer } = await pair();
  assertEquals(await causeOf(peer.expectEnd(soon)), "never-closed");
  await conn.write(new Uint8Array(3));
  conn.close();
  assertEquals(await causeOf(peer.expectEnd()), "wrong-bytes");
  await cleanUp();
});

Deno.test("expectClosed() tells a half-close from a close", async () => {
  const half = await pair();
  await half.conn.closeWrite();
  assertEquals(await causeOf(half.peer.expectClosed(soon)), "never-closed");
  assertEquals(half.isClosed(), false);
  const closed = await pair();
  closed.conn.close();
  await closed.peer.expectClosed();
  assertEquals(closed.isClosed(), true);
  await cleanUp();
});

Deno.test("a peer resets a connection in both roles", async () => {
  const { conn, peer } = await pair({ canReset: true });
  peer.reset();
  await assertRejects(
    () => conn.read(new Uint8Array(1)),
    Deno.errors.ConnectionReset,
  );
  const server = await host({ canReset: true });
  const [client, accepted] = await Promise.all([
    Deno.connect(server.endpoint),
    server.accept(),
  ]);
  accepted.reset();
  await assertRejects(
    () => client.read(new Uint8Array(1)),
    Deno.errors.ConnectionReset,
  );
  client.close();
  await cleanUp();
});

Deno.test("a peer that can reset reads, writes and half-closes as another", async () => {
  const { conn, peer } = await pair({ canReset: true });
  await peer.send("hello");
  const buffer = new Uint8Array(10);
  assertEquals(await conn.read(buffer), 5);
  await conn.write(buffer.subarray(0, 5));
  await peer.expect("hello");
  await peer.halfClose();
  assertEquals(await conn.read(buffer), null);
  conn.close();
  await peer.expectEnd();
  await cleanUp();
});

Deno.test("sendInPieces() lets the other side read between the pieces", async () => {
  const { conn, peer } = await pair();
  const sizes: number[] = [];
  const reading = (async () => {
    const buffer = new Uint8Array(100);
    for (let n; (n = await conn.read(buffer)) !== null;) sizes.push(n);
  })();
  await peer.sendInPieces("hello");
  await peer.halfClose();
  await reading;
  assert(sizes.length >= 2, `read in ${sizes.length} pieces`);
  assertEquals(sizes.reduce((sum, n) => sum + n), 5);
  await cleanUp();
});

Deno.test("connecting to nobody is a fault that names the endpoint", async () => {
  const server = await host();
  server.close();
  const error = await assertRejects(
    () => Peer.connect(server.endpoint),
    Wrong,
  );
  assertEquals(error.fault.cause, "not-listening");
  assert(error.fault.what!.includes(String(server.endpoint.port)));
  const { fault } = await assertRejects(
    () => Peer.connect({ ...server.endpoint, port: 0 }),
    Wrong,
  );
  assertEquals(fault.expected, "addr with the port that the kernel gave");
  await cleanUp();
});

Deno.test("a peer writes what it does and sees in the transcript", async () => {
  beginCheck();
  const { conn, peer } = await pair({ name: "client" });
  await peer.send("hi");
  await conn.write(new TextEncoder().encode("OK"));
  await peer.expect("OK");
  conn.close();
  await peer.expectEnd();
  assertEquals(transcript().map(({ text }) => text), [
    'client → "hi"   68 69',
    'client ← "OK"   4f 4b',
    "client ← end of stream (FIN)",
  ]);
  await cleanUp();
});

Deno.test("what a submission opens is counted until it is closed, in every way of closing", async () => {
  watchSockets();
  const ways: Array<(listener: Deno.TcpListener, conn: Deno.TcpConn) => void> =
    [
      (listener, conn) => {
        listener.close();
        conn.close();
      },
      (listener, conn) => {
        listener[Symbol.dispose]();
        conn[Symbol.dispose]();
      },
    ];
  for (const close of ways) {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const [client, accepted] = await Promise.all([
      Deno.connect({ hostname: "127.0.0.1", port }),
      listener.accept(),
    ]);
    assertEquals(countOpen(), 3);
    accepted.close();
    assertEquals(countOpen(), 2);
    assertEquals(await causeOf(nothingLeftOpen()), "leak");
    close(listener, client);
    await nothingLeftOpen();
  }
});

Deno.test("a connection that a for-await loop accepted is counted", async () => {
  watchSockets();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const client = await Deno.connect({ hostname: "127.0.0.1", port });
  for await (const conn of listener) {
    assertEquals(isOpenConn(conn), true);
    break;
  }
  // Leaving the loop closes the listener (its `return`).
  assertEquals(countOpen(), 2);
  client.close();
  closeOpened();
  assertEquals(countOpen(), 0);
});

Deno.test("reading a stream to its end counts as closing", async () => {
  watchSockets();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const [client, accepted] = await Promise.all([
    Deno.connect({ hostname: "127.0.0.1", port }),
    listener.accept(),
  ]);
  accepted.close();
  for await (const _ of client.readable);
  listener.close();
  await nothingLeftOpen();
});

Deno.test("untilStuck() tells bytes that wait from bytes that were taken", async () => {
  const { peer } = await pair();
  await peer.send("hello");
  await peer.untilStuck();
  assertEquals(
    transcript().at(-1)!.text,
    `${peer.name} has sent all: every byte was taken`,
  );
  const sending = peer.send(new Uint8Array(1 << 24));
  await peer.untilStuck();
  assertEquals(
    transcript().at(-1)!.text,
    `${peer.name} cannot send more: the buffers are full`,
  );
  await cleanUp();
  await sending;
});
