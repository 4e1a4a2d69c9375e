import { setTimeout as delay } from "node:timers/promises";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { fixLimits } from "../../sandbox/limits.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { beginCheck, cleanUp, session, transcript } from "./check_context.ts";
import { watchSockets } from "./open_sockets.ts";
import { type Listening, RunningServer } from "./running_server.ts";
import type { Served } from "./served.ts";
import { serverLines } from "./server_lines.ts";
import type { Tag } from "./step.ts";
import { useClock } from "./waiting.ts";

fixLimits({ replyMs: 60 });
watchSockets();

/** What each `write()` took, in order. */
let taken: number[] = [];

/** A server that answers hi to each client, and asks again how much `write()` takes. */
function greet(): Listening {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const conns: Deno.Conn[] = [];
  let isClosed = false;
  async function serve(conn: Deno.Conn) {
    conns.push(conn);
    const bytes = new TextEncoder().encode("hi");
    for (let sent = 0; sent < bytes.length;) {
      const n = await conn.write(bytes.subarray(sent));
      taken.push(n);
      sent += n;
    }
  }
  const finished = (async () => {
    while (!isClosed) {
      const conn = await listener.accept().catch(() => undefined);
      if (conn) serve(conn).catch(() => {});
    }
  })();
  return {
    addr: listener.addr,
    finished,
    stop() {
      if (!isClosed) listener.close();
      isClosed = true;
      for (const conn of conns.splice(0)) conn.close();
      return finished;
    },
  };
}

/** A test of a script, and of what it tells. */
const plays = (
  name: string,
  run: (play: Tag<Promise<void>>) => Promise<void>,
  told: string[],
) =>
  Deno.test(name, async () => {
    beginCheck();
    taken = [];
    const one = new RunningServer(greet, { did: "greet()" });
    await run(one.play);
    await one.end();
    const texts = transcript().map(({ text }) => text);
    assertEquals(texts.filter((text) => told.includes(text)), told);
    await cleanUp();
  });

plays("each write() takes so many bytes", async (play) => {
  await play`
    each write() takes 1 byte at most
    client 1 ← hi
    each write() takes 2 bytes at most
    client 2 ← hi`;
  assertEquals(taken, [1, 1, 2]);
}, [
  "the send queues are full: each write() takes 1 byte at most",
  "the send queues are full: each write() takes 2 bytes at most",
]);

plays("who never reads gets nothing, and others are served", async (play) => {
  await play`
    client 1 never reads
    client 1 ← nothing
    client 2 ← hi`;
}, ["client 1 never reads, every buffer is full: write() waits"]);

plays("who never reads more gets a part, and others all", async (play) => {
  await play`
    client 1 never reads more than 1 byte
    client 2 ← hi`;
  assertEquals(taken, [1, 2]);
}, [
  "client 1 never reads, the buffers have room for 1 byte: then write() waits",
]);

plays("accept() rejects for one client, or for a while", async (play) => {
  await play`
    accept() rejects for client 1
    client 2 ← hi
    accept() lacks a descriptor 3 times
    clients 3-4 ← hi`;
}, [
  "client 1 resets its connection before accept() takes it",
  "accept() rejects with EMFILE, 3 times",
]);

plays("who waits in the accept queue may reset there", async (play) => {
  await play`
    accept() is held back
    client 1 ← hi
    client 2 → RST
    client 3 connects
    client 3 ← nothing
    accept() goes on
    client 3 ← hi`;
}, ["who connects from now on waits in the accept queue"]);

plays("a client resets when accept() has just taken it", async (play) => {
  await play`
    client 1 resets as soon as accept() has it
    clients 2-3 ← hi
    from now on
    stop() twice at once
    no time was taken
    open = 0`;
}, [
  "client 1 resets the connection (RST)",
  "stop() is called",
  "stop() a second time, before the first is done is called",
]);

Deno.test("no time is taken but what the network itself may take", async () => {
  beginCheck();
  const lines = serverLines({} as Served<unknown>);
  const said = (line: string) => (lines[line] as () => void)();
  const clock = { pass: () => Promise.resolve() };
  // Time is virtual where a network can reset a connection.
  session.reset = () => {};
  try {
    said("from now on");
    await delay(30);
    useClock({ ...clock, arrivalMs: 60_000 });
    said("no time was taken");
    useClock(clock);
    assertThrows(() => said("no time was taken"), Wrong);
  } finally {
    session.reset = undefined;
    useClock();
  }
});

Deno.test("stop() is not done while something is open, and not sooner when it is called again", async () => {
  beginCheck();
  const [open, twice] = [greet(), greet()];
  const begin = (server: Listening, stop: () => Promise<void>) =>
    new RunningServer(() => ({ ...server, stop }), { did: "greet()" });
  const early = begin(open, () => Promise.resolve());
  await assertRejects(
    () =>
      early.play`
      stop()
      open = 0`,
    Wrong,
    "stop() resolved while a socket of the server was open",
  );
  let calls = 0;
  const again = begin(
    twice,
    () => calls++ ? Promise.resolve() : new Promise((done) => setTimeout(done)),
  );
  await assertRejects(
    () => again.play`stop() twice at once`,
    Wrong,
    "the second resolved while the first was waiting",
  );
  await Promise.all([open.stop(), twice.stop()]);
  await cleanUp();
});

plays("guests are clients of a second server", async (play) => {
  await play`
    addr = 127.0.0.1
    guest ← hi
    client ← hi
    1 s passes, and nobody reads
    stop()
    client ← FIN
    guest ← nothing
    guest 2 ← hi
    stop()`;
}, [
  "stop() is called",
  "stop() a second time is called",
  "stop() of the guests' server is called",
]);

Deno.test("a guests' server that does not stop is a fault", async () => {
  beginCheck();
  const servers: Listening[] = [];
  const start = () => {
    const server = greet();
    if (servers.push(server) === 1) return server;
    return { addr: server.addr, stop: () => new Promise<void>(() => {}) };
  };
  const one = new RunningServer(start, { did: "greet()" });
  await one.play`guest ← hi`;
  const { fault } = await assertRejects(() => one.end(), Wrong);
  assertEquals(
    fault.what,
    "the promise of stop() of the guests' server stays pending",
  );
  await servers[1].stop();
  await cleanUp();
});

Deno.test("a port is free that the server no longer tells", async () => {
  beginCheck();
  const server = greet();
  const told: { addr?: Deno.NetAddr } = { addr: server.addr };
  const one = new RunningServer(
    () => Object.assign(told as Listening, { ...server }),
    { did: "greet()" },
  );
  delete told.addr;
  await one.play`
    stop()
    port = free`;
  await one.end();
  await cleanUp();
});
