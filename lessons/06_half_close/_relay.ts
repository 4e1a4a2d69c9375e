import {
  type Events,
  isBetween,
  type Kernel,
  say,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import { type Connection, endWriting, LATE, SHUTDOWN } from "./_connection.ts";

/** How many of the rows are in FIN_WAIT_2 and in CLOSE_WAIT. */
const areTwoHalfClosed = (rows: SocketRow[]) =>
  rows.map((row) => row.state).sort().join() ===
    "CLOSE_WAIT,CLOSE_WAIT,FIN_WAIT_2,FIN_WAIT_2";

/**
 * What a relay does, by hand: bytes, an end, and a late line the other way.
 *
 * @param outer The connection of the client; `a` is the relay's end of it.
 * @param inner The connection to the server; `b` is the relay's end of it.
 * @param kernel Shows the rows of both.
 */
export async function* relaying(
  outer: Connection,
  inner: Connection,
  kernel: Kernel,
): Events {
  const { client, server: a } = outer;
  const { client: b, server } = inner;
  const names = new Map([
    [outer.ends.client, "client"],
    [outer.ends.server, "a, the relay's end"],
    [inner.ends.client, "b, the relay's end"],
    [inner.ends.server, "server"],
  ]);
  const mine = [outer, inner].map(({ ends }) =>
    isBetween(ends.client, ends.server)
  );
  const watch = {
    ports: [outer, inner].flatMap(({ ends }) => [ends.server, ends.client]),
    mine: (row: SocketRow) => mine.some((is) => is(row)),
    label: (row: SocketRow) => names.get(row.local.port),
  };
  const buffer = new Uint8Array(100);
  const word = new TextEncoder().encode("hi");

  yield step(6, "A relay by hand: client and a, b and server");
  yield await call('await client.write("hi")', () => client.write(word));
  yield await call("await a.read(buffer)", () => a.read(buffer));
  yield await call("await b.write(whatCame)", () => b.write(word));
  yield await call("await server.read(buffer)", () => server.read(buffer));
  const end = () => endWriting(client);
  yield await call("await client.closeWrite()", end, SHUTDOWN);
  yield await call("await a.read(buffer)", () => a.read(buffer));
  yield await call("await b.closeWrite()", () => endWriting(b), SHUTDOWN);
  yield await call("await server.read(buffer)", () => server.read(buffer));
  yield* kernel(watch, areTwoHalfClosed);
  yield await call("await server.write(lateLine)", () => server.write(LATE));
  yield await call("await b.read(buffer)", () => b.read(buffer));
  yield await call("await a.write(whatCame)", () => a.write(LATE));
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield say(
    "The end of the client's direction went through the relay as an end, not as a close: the server's late line came back through both connections.",
  );
}
