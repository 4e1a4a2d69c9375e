import {
  areEstablished,
  ask,
  call,
  type DemoEvent,
  dial,
  type Events,
  say,
  step,
  tryCall,
  waits,
  watchClients,
} from "../../workbook/demo/kit.ts";
import { type Given, listenCall } from "./_given.ts";

/** A listener, a connection that is served, and one that waits. */
export interface Limited {
  listener: Deno.TcpListener;
  served: { client: Deno.TcpConn; conn: Deno.TcpConn };
}

/** Two slots by hand; then an `accept()` too many. */
export async function* slots(
  { kernel, open, listen }: Given,
): AsyncGenerator<DemoEvent, Limited, void> {
  yield step(7, "Two slots, three clients");
  const listener = listen(5);
  const { port } = listener.addr;
  yield call(listenCall(5), `port ${port}`);
  const clients = [await dial(listener, open)];
  const conn = open.keep(await listener.accept());
  clients.push(await dial(listener, open));
  open.keep(await listener.accept());
  yield call("two clients connect, and two accept()", "both slots are taken");
  clients.push(await dial(listener, open));
  const ports = clients.map((client) => client.localAddr.port);
  yield call("a third client connects; no accept()", `port ${ports[2]}`);
  yield* kernel(watchClients(port, ports), areEstablished(6));
  yield say(
    "The third client is connected and waits in the kernel's queue. No handler knows of it, and it takes no slot.",
  );

  yield step(7, "An accept() that waits although no slot is free");
  open.keep(await listener.accept());
  yield call("await listener.accept()", "the third client; the queue is empty");
  const accepting = listener.accept();
  yield call("accepting = listener.accept()", await waits(accepting));
  yield await tryCall("await listener.accept()", () => listener.accept());
  yield ask("pending-accept");
  clients.push(await dial(listener, open));
  ports.push(clients[3].localAddr.port);
  yield call("a fourth client connects", `port ${ports[3]}`);
  open.keep(await accepting);
  yield call("await accepting", `the client with port ${ports[3]}`);
  yield* kernel(watchClients(port, ports), areEstablished(8));
  yield say(
    "The fourth client left the queue at once, and no slot is free for it. So a loop with a limit first waits for a slot, and only then calls `accept()`.",
  );
  return { listener, served: { client: clients[0], conn } };
}

/** What closing the listener does to who is served, and to who waits. */
export async function* closedListener(
  { kernel, open }: Given,
  { listener, served }: Limited,
): Events {
  const { port } = listener.addr;
  yield step(8, "The listener is closed: one client is served, one waits");
  const waiting = await dial(listener, open);
  const { client, conn } = served;
  const ports = [client, waiting].map((each) => each.localAddr.port);
  yield call("client 2 connects; no accept()", `port ${ports[1]}`);
  yield ask("close-queue");
  listener.close();
  yield call("listener.close()", undefined, "close(fd)");
  const buffer = new Uint8Array(100);
  yield await tryCall("await client2.read(buffer)", () => waiting.read(buffer));
  await conn.write(new TextEncoder().encode("still"));
  yield await tryCall("await client1.read(buffer)", () => client.read(buffer));
  yield await tryCall(`await Deno.connect({ port: ${port} })`, async () => {
    open.keep(await Deno.connect({ hostname: "127.0.0.1", port }));
    return "connected";
  });
  const { mine } = watchClients(port, ports);
  yield* kernel(
    {
      ...watchClients(port, ports),
      mine: (row) => row.state !== "TIME_WAIT" && mine!(row),
    },
    areEstablished(2),
  );
  yield say(
    "The client that was accepted is still served. The one that waited was reset (RST): its connection had no owner but the listener.",
  );
}
