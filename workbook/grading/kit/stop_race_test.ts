import { assertEquals, assertRejects } from "@std/assert";
import { fixLimits } from "../../sandbox/limits.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { beginCheck, cleanUp, transcript } from "./check_context.ts";
import type { Peer } from "./peer.ts";
import type { Served } from "./served.ts";
import { RunningServer } from "./running_server.ts";
import { stopAsTheyConnect } from "./stop_race.ts";

fixLimits({ replyMs: 60 });

/** A server whose stop() waits until it has accepted somebody, and closes the connections, or does not. */
function serve({ closes }: { closes: boolean }) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const conns: Deno.Conn[] = [];
  const first = Promise.withResolvers<void>();
  const close = () => conns.forEach((conn) => conn.close());
  const finished = (async () => {
    for await (const conn of listener) {
      conns.push(conn);
      first.resolve();
    }
    if (closes) close();
  })();
  return {
    addr: listener.addr,
    close,
    async stop() {
      await first.promise;
      listener.close();
      await finished;
    },
  };
}

/** A server that answers each connect in turn as it is told, and counts its stops. */
function scripted(...connects: Array<() => Promise<unknown>>) {
  const one = {
    connects,
    stops: 0,
    /** Who is never told anything. */
    waits: "",
    connect: (name: string) =>
      connects.shift()!().then(() => ({
        name,
        drain: () => Promise.resolve(),
        peek: () =>
          name === one.waits ? new Promise(() => {}) : Promise.resolve(),
      })),
    stop() {
      one.stops++;
      return Promise.resolve();
    },
  };
  return { one, served: one as unknown as Served<unknown> };
}

const later = () => new Promise((resolve) => setTimeout(resolve));
const refuse = () => Promise.reject(new Wrong({ cause: "not-listening" }));
const names = (peers: Peer[]) => peers.map(({ name }) => name);

Deno.test("stopAsTheyConnect() hands out the clients of a server that ends them all", async () => {
  beginCheck();
  const one = new RunningServer(() => serve({ closes: true }), { did: "f()" });
  const clients = await stopAsTheyConnect(one, 1);
  assertEquals(names(clients), ["client 1"]);
  assertEquals(
    transcript()[0].text,
    "1 connect, and stop() is called at once",
  );
  await cleanUp();
});

Deno.test("stopAsTheyConnect() tells a connection that stop() leaves open", async () => {
  beginCheck();
  const one = new RunningServer(() => serve({ closes: false }), { did: "f()" });
  const { fault } = await assertRejects(() => stopAsTheyConnect(one, 1), Wrong);
  assertEquals(fault.cause, "never-closed");
  one.server.close();
  await cleanUp();
});

Deno.test("the server is stopped once, when the first client is connected; who is refused then is no fault", async () => {
  const { one, served } = scripted(
    () => Promise.resolve(),
    () => later().then(refuse),
    later,
  );
  const clients = await stopAsTheyConnect(served, 3);
  assertEquals(names(clients), ["client 1", "client 3"]);
  assertEquals(one.stops, 1);
});

Deno.test("who is refused before the server is stopped is a fault", async () => {
  const { one, served } = scripted(refuse, later);
  const { fault } = await assertRejects(
    () => stopAsTheyConnect(served, 2),
    Wrong,
  );
  assertEquals(fault.cause, "not-listening");
  await later();
  assertEquals(one.stops, 1);
});

Deno.test("what else ends the server is done in the place of stop(), and nobody waits in vain", async () => {
  beginCheck();
  const { one, served } = scripted(() => Promise.resolve(), later);
  let aborts = 0;
  const by = { by: "the signal aborts", stop: () => void aborts++ };
  const clients = await stopAsTheyConnect(served, 2, by);
  assertEquals(clients.length, 2);
  assertEquals([aborts, one.stops], [1, 0]);
  assertEquals(
    transcript()[0].text,
    "2 connect, and the signal aborts at once",
  );
  one.waits = "client 2";
  one.connects.push(later, later);
  const { fault } = await assertRejects(
    () => stopAsTheyConnect(served, 2, by),
    Wrong,
  );
  assertEquals(fault.what, "client 2 is neither served nor ended");
});
