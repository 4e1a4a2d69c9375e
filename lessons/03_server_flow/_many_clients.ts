import {
  areEstablished,
  call,
  dial,
  type Events,
  type Kernel,
  type Opened,
  say,
  step,
  tryCall,
  waits,
  watchClients,
} from "../../workbook/demo/kit.ts";

/** What is opened before, and closes what is opened here. */
export interface Listening {
  kernel: Kernel;
  listener: Deno.TcpListener;
  open: Opened;
}

/** A silent client beside one that talks; then close() while calls wait. */
export async function* manyClients(
  { kernel, listener, open }: Listening,
): Events {
  const { port } = listener.addr;
  const accept = async () => open.keep(await listener.accept());

  yield step(6, "Client 1 is silent, client 2 is answered");
  const silent = await dial(listener, open);
  const a = await accept();
  const talking = await dial(listener, open);
  const b = await accept();
  const ports = [silent, talking].map((conn) => conn.localAddr.port);
  const watch = watchClients(port, ports);
  const waiting = a.read(new Uint8Array(1024));
  yield call("reading1 = conn1.read(buffer1)", await waits(waiting));

  const buffer = new Uint8Array(1024);
  await talking.write(new TextEncoder().encode("hello"));
  yield call("await conn2.read(buffer2)", await b.read(buffer));
  const reply = new TextEncoder().encode("OK!!!");
  yield call('await conn2.write("OK!!!")', await b.write(reply));
  const n = await talking.read(buffer) ?? 0;
  yield call(
    "client 2 reads",
    new TextDecoder().decode(buffer.subarray(0, n)),
  );
  yield* kernel(watch, areEstablished(4));
  yield call("reading1", await waits(waiting));
  yield say(
    `Both connections have the server's port ${port}. Client 1 holds up only the function that awaits it.`,
  );

  yield step(7, "close() while accept() and read() wait");
  const accepting = listener.accept();
  yield call("accepting = listener.accept()", await waits(accepting));
  listener.close();
  a.close();
  yield call("listener.close(); conn1.close()", undefined, "close(fd)");
  yield await tryCall("await accepting", () => accepting);
  yield await tryCall("await reading1", () => waiting);
  yield await tryCall("conn1.close()", () => a.close());
  yield* kernel(
    watch,
    (rows) =>
      rows.every((row) => row.state !== "LISTEN") && areEstablished(2)(rows),
  );
  yield say(
    "Client 2 is still connected: closing the listener does not close what it accepted.",
  );
}
