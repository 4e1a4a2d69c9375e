import { assertEquals, assertRejects } from "@std/assert";
import { cleanUp } from "./check_context.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { listensOnPort, type OnPort, refusesTakenPort } from "./given_port.ts";
import type { Serves } from "./server.ts";
import type { Listening } from "./running_server.ts";

/** A server that listens as it is told. */
function startServer(port: number): Listening {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  return {
    addr: listener.addr as Deno.NetAddr,
    stop: () => Promise.resolve(listener.close()),
  };
}

const did = (port: number) => `startServer({ port: ${port} })`;
const right: OnPort<Listening> = { start: startServer, did };
const anywhere: OnPort<Listening> = { start: () => startServer(0), did };

/** What a grader's `serves()` gives; here a server is itself. */
const serves = {
  begin: (start: () => Listening) => ({ server: start() }),
} as unknown as Serves<Listening>;

Deno.test("listensOnPort() tells a server that listens elsewhere", async () => {
  const { server } = await listensOnPort(serves, right);
  await server.stop();
  let other: Listening | undefined;
  const start = () => other = startServer(0);
  const error = await assertRejects(
    () => listensOnPort(serves, { start, did }),
    Wrong,
  );
  assertEquals(error.fault.cause, "wrong-port");
  await other?.stop();
});

Deno.test("refusesTakenPort() wants the error of Deno.listen(), and no server", async () => {
  const taken = startServer(0);
  const { port } = taken.addr;
  await refusesTakenPort(right, port);
  const start = (port: number) => {
    try {
      return startServer(port);
    } catch {
      throw new Error("taken");
    }
  };
  const others = await assertRejects(
    () => refusesTakenPort({ start, did }, port),
    Wrong,
  );
  assertEquals(others.fault.came, `"Error"`);
  const started = await assertRejects(
    () => refusesTakenPort(anywhere, port),
    Wrong,
  );
  assertEquals(started.fault.cause, "did-not-throw");
  await taken.stop();
  await cleanUp();
});
