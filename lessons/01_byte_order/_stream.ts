/** Seven bytes on their way: one choice of order, and no boundaries. */
import {
  ask,
  bytes,
  call,
  type Events,
  isBetween,
  type Kernel,
  Opened,
  say,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";
import { formatEndpoint } from "../../workbook/kernel/mod.ts";
import * as show from "./_show.ts";
import { TEXT } from "./_text.ts";

const { FIELDS, HEADER, HOST } = show;

/** The two ends of a connection; its listener is closed again at once. */
async function connected(open: Opened) {
  using listener = Deno.listen({ hostname: HOST, port: 0 });
  const { port } = listener.addr;
  const client = open.keep(await Deno.connect({ hostname: HOST, port }));
  return { client, server: open.keep(await listener.accept()) };
}

/** One header, decoded in both orders. */
export async function* sevenBytes(): Events {
  using open = new Opened();
  yield step(1, "Seven bytes travel to a client");
  const listener = open.keep(Deno.listen({ hostname: HOST, port: 0 }));
  const { port } = listener.addr;
  yield call(
    `listener = Deno.listen({ hostname: "${HOST}", port: 0 })`,
    formatEndpoint(listener.addr),
    ...show.LISTEN,
  );
  const client = open.keep(await Deno.connect({ hostname: HOST, port }));
  const server = open.keep(await listener.accept());
  await show.writeAll(server, HEADER);
  const header = new Uint8Array(HEADER.length);
  await show.readFull(client, header);
  yield bytes("the client reads", header, FIELDS);

  yield step(1, "The client decodes them in both orders");
  yield ask("two-orders");
  const view = new DataView(header.buffer);
  yield call(
    "[view.getUint16(1, false), view.getUint16(1, true)]",
    `length ${view.getUint16(1, false)}, or ${view.getUint16(1, true)}`,
  );
  yield call(
    "[view.getUint32(3, false), view.getUint32(3, true)]",
    `id ${view.getUint32(3, false)}, or ${view.getUint32(3, true)}`,
  );
  yield call("view.getUint8(0)", view.getUint8(0));
  yield say(TEXT.bothOrders);
}

/** What `write()` gets: bytes, in the order that the protocol has chosen. */
export async function* payload(): Events {
  using open = new Opened();
  const { client } = await connected(open);
  yield step(6, "A header as conn.write() gets it");
  yield bytes("{ type: 1, length: 9821, id: 256 }", HEADER, FIELDS);
  yield await tryCall("await conn.write(bytes)", () => client.write(HEADER));
  yield say(TEXT.payload);
}

/** One header in two pieces, then the end of the stream. */
export async function* pieces(): Events {
  using open = new Opened();
  const { client, server } = await connected(open);
  const buffer = new Uint8Array(HEADER.length);
  const rest = buffer.subarray(3);
  const [first, second] = [HEADER.subarray(0, 3), HEADER.subarray(3)];
  yield step(7, "A header in two pieces");
  yield await tryCall(
    "await server.write(header.subarray(0, 3))",
    () => server.write(first),
  );
  yield await tryCall(
    "await conn.read(bytes)   // room for 7",
    () => client.read(buffer),
  );
  yield await tryCall(
    "await server.write(header.subarray(3))",
    () => server.write(second),
  );
  yield await tryCall("await server.closeWrite()", async () => {
    await server.closeWrite();
  });
  yield await tryCall(
    "await conn.read(bytes.subarray(3))   // room for 4",
    () => client.read(rest),
  );
  yield bytes("the client has", buffer, FIELDS);
  yield await tryCall("await conn.read(more)", () => client.read(buffer));
  yield say(TEXT.pieces);
}

/** Two writes, one read. */
export async function* twoHeaders(kernel: Kernel): Events {
  using open = new Opened();
  const { client, server } = await connected(open);
  const [mine, theirs] = [client.localAddr.port, client.remoteAddr.port];
  yield step(9, "Two headers, one read");
  for (const each of [HEADER, HEADER]) {
    yield await tryCall(
      "await server.write(header)",
      () => server.write(each),
    );
  }
  const watch = {
    ports: [theirs, mine],
    mine: isBetween(mine, theirs),
    label: (row: { local: { port: number } }) =>
      row.local.port === mine ? "client" : "server",
  };
  yield* kernel(
    watch,
    (rows) =>
      rows.some((row) =>
        row.local.port === mine && row.receiveQueue === 2 * HEADER.length
      ),
  );
  yield ask("two-headers");
  const buffer = new Uint8Array(1024);
  yield await tryCall(
    "await conn.read(new Uint8Array(1024))",
    () => client.read(buffer),
  );
  yield say(TEXT.boundaries);
}
