import { assert, assertEquals, assertRejects } from "@std/assert";
import { fixLimits } from "../../sandbox/limits.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { rejectAccept } from "./accepting.ts";
import { beginCheck, cleanUp, transcript } from "./check_context.ts";
import { watchSockets } from "./open_sockets.ts";
import { type Listening, RunningServer } from "./running_server.ts";

fixLimits({ replyMs: 60 });
watchSockets();

/** A server that answers hi, and loops until its listener is closed: over accept() that rejects, too. */
function serveOn(errors: unknown[]): Listening {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let isClosed = false;
  const finished = (async () => {
    while (!isClosed) {
      try {
        using conn = await listener.accept();
        await conn.write(new TextEncoder().encode("hi"));
      } catch (error) {
        if (!isClosed) errors.push(error);
      }
    }
  })();
  return {
    addr: listener.addr,
    finished,
    stop() {
      isClosed = true;
      listener.close();
      return finished;
    },
  };
}

Deno.test("rejectAccept() lets one accept() reject, and those after it are real", async () => {
  beginCheck();
  const errors: unknown[] = [];
  const one = new RunningServer(() => serveOn(errors), { did: "serveOn()" });
  await one.play`client 1 ← hi ← FIN`;
  await rejectAccept(one, "client 2");
  assertEquals(errors.map((error) => (error as Error).name), ["NotConnected"]);
  await one.play`client 3 ← hi ← FIN`;
  assertEquals(errors.length, 1);
  await one.end();
  const told = transcript().map(({ text }) => text);
  assert(
    told.includes("client 2 resets its connection before accept() takes it"),
  );
  await cleanUp();
});

Deno.test("rejectAccept() tells a server that does not call accept()", async () => {
  beginCheck();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const one = new RunningServer(() => ({
    addr: listener.addr,
    stop: () => Promise.resolve(listener.close()),
  }), { did: "serveNobody()" });
  const { fault } = await assertRejects(
    () => rejectAccept(one, "client"),
    Wrong,
  );
  assertEquals(fault.cause, "no-reply");
  assertEquals(
    fault.what,
    "client waits in the accept queue, and accept() is not called",
  );
  await one.end();
  await cleanUp();
});
