import {
  ask,
  call,
  type Events,
  type Kernel,
  type Opened,
  say,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import { buffer } from "./_connection.ts";

const hostname = "127.0.0.1";
/** Clients that come and go. */
const CLIENTS = 5;

/** A server that reads to the end and never closes: its rows, counted. */
export async function* leak(kernel: Kernel, open: Opened): Events {
  yield step(7, `A server that never closes, and ${CLIENTS} clients`);
  const listener = open.keep(Deno.listen({ hostname, port: 0 }));
  const { port } = listener.addr;
  const leaked: Deno.TcpConn[] = [];
  let rows: SocketRow[] = [];
  const watch = {
    ports: [port],
    mine: ({ local, state }: SocketRow) =>
      local.port === port && state === "CLOSE_WAIT",
    label: () => "server",
  };
  for (let i = 1; i <= CLIENTS; i++) {
    const client = open.keep(await Deno.connect({ hostname, port }));
    const conn = open.keep(await listener.accept());
    leaked.push(conn);
    client.close();
    yield await tryCall(
      `client ${i} connects and closes; await conn.read(buffer)`,
      () => conn.read(buffer),
    );
    if (i === CLIENTS) yield ask("leaking-server");
    if (i === 1 || i === CLIENTS) {
      rows = yield* kernel(watch, (rows) => rows.length === i);
    }
  }
  yield say(
    rows.length > 0
      ? `${rows.length} rows in CLOSE_WAIT for ${CLIENTS} clients that are gone. No timer ends this state: the kernel waits for the program.`
      : `${CLIENTS} clients are gone, and the server still holds ${leaked.length} connections.`,
  );
  for (const conn of leaked) conn.close();
  yield call("for (const conn of leaked) conn.close()", undefined);
  yield* kernel(watch, (rows) => rows.length === 0);
  yield say("Each `close()` sent the FIN that was missing.");
}
