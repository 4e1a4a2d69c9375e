import type { DemoEvent, Segment } from "../../workbook/demo/events.ts";
import { kernelView } from "../../workbook/kernel/mod.ts";
import {
  call,
  closeAll,
  type Connection,
  connection,
  halfClosed,
  picture,
  rows,
} from "./_connection.ts";

const LATE = new TextEncoder().encode("late line\n");
const LATE_SEGMENT: Segment = {
  from: "client",
  label: `data, ${LATE.length} bytes`,
};
const SHUTDOWN = "shutdown(fd, SHUT_WR)";
/** What Deno calls for `conn.close()`. */
const CLOSE = [SHUTDOWN, "close(fd)"];
const buffer = new Uint8Array(65536);

/** FIN of the server, acknowledged: the beginning of the first two pictures. */
const SERVER_FIN: Segment[] = [
  {
    from: "server",
    label: "FIN, ACK",
    client: "CLOSE_WAIT",
    server: "FIN_WAIT_1",
  },
  { from: "client", label: "ACK", server: "FIN_WAIT_2" },
];

async function* closing(it: Connection): AsyncGenerator<DemoEvent> {
  const { client, server } = it;
  const title = "The notes: the server calls close(), and goes on reading";
  yield { type: "step", title };
  yield { type: "ask", id: "read-after-close" };
  yield await call("server.close()", () => server.close(), ...CLOSE);
  yield await call("await server.read(buffer)", () => server.read(buffer));
  yield* rows(it, halfClosed);
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield { type: "ask", id: "write-to-closed" };
  yield await call("await client.write(lateLine)", () => client.write(LATE));
  yield* rows(it, (seen) => seen.length === 0);
  yield await call("await client.write(lateLine)", () => client.write(LATE));
  yield picture(it, [...SERVER_FIN, LATE_SEGMENT, {
    from: "server",
    label: "RST",
    client: "CLOSED",
    server: "CLOSED",
  }]);
  const text =
    "The late line is lost. The first `write` only handed it to the client's kernel; the server's kernel had no descriptor to deliver it to and answered with RST. Only the next `write` could report it.";
  yield { type: "say", text };
}

async function* halfClosing(it: Connection): AsyncGenerator<DemoEvent> {
  const { client, server } = it;
  yield { type: "step", title: "The same exchange with closeWrite()" };
  const end = () => server.closeWrite().then(() => {});
  yield await call("await server.closeWrite()", end, SHUTDOWN);
  yield* rows(it, halfClosed);
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield await call("await client.write(lateLine)", () => client.write(LATE));
  let n = 0;
  const read = async () => n = await server.read(buffer) ?? 0;
  yield { type: "ask", id: "late-line" };
  yield await call("await server.read(buffer)", read);
  const bytes = buffer.slice(0, n);
  yield { type: "bytes", title: "what the server read after its FIN", bytes };
  yield await call("await server.write(lateLine)", () => server.write(LATE));
  yield await call("client.close()", () => client.close(), ...CLOSE);
  yield await call("await server.read(buffer)", () => server.read(buffer));
  yield* rows(it, (seen) => seen.some((r) => r.state === "TIME_WAIT"));
  yield picture(it, [
    ...SERVER_FIN,
    LATE_SEGMENT,
    { from: "server", label: "ACK" },
    { from: "client", label: "FIN, ACK", client: "LAST_ACK" },
    { from: "server", label: "ACK", client: "CLOSED", server: "TIME_WAIT" },
  ]);
  const text =
    "One direction had ended, and the other carried the late line. The server's writing was over (`BrokenPipe`), its reading was not: its descriptor stayed open until it was no longer needed.";
  yield { type: "say", text };
}

async function* readableTrap(it: Connection): AsyncGenerator<DemoEvent> {
  const { client, server } = it;
  const title = "Deno's trap: conn.readable, read to its end";
  yield { type: "step", title };
  yield await call("await client.write(lateLine)", () => client.write(LATE));
  const end = () => client.closeWrite().then(() => {});
  yield await call("await client.closeWrite()", end, SHUTDOWN);
  const text = () => new Response(server.readable).text();
  const told = async () => JSON.stringify(await text());
  yield await call("await new Response(server.readable).text()", told);
  yield { type: "ask", id: "readable-end" };
  yield await call("await server.write(reply)", () => server.write(LATE));
  yield await call("await client.read(buffer)", () => client.read(buffer));
  const why =
    "The stream closes its connection at end of stream: both directions, before the reply. Where a reply must follow, read with `read()`.";
  yield { type: "say", text: why };
}

/** Counts what arrives, up to end of stream or to an error. */
async function receive(conn: Deno.Conn): Promise<string> {
  let total = 0;
  try {
    for (let n = await conn.read(buffer); n !== null;) {
      total += n;
      n = await conn.read(buffer);
    }
    return `${total} bytes, then end of stream`;
  } catch (error) {
    return `${total} bytes, then ${(error as Error).name}`;
  }
}

/** A long reply, sent with or without one unread byte in the receive buffer. */
async function* cut(
  { client, server }: Connection,
  readsIt: boolean,
): AsyncGenerator<DemoEvent> {
  const title = readsIt
    ? "The same reply, with the byte read before close()"
    : "A long reply, closed with one byte unread";
  yield { type: "step", title };
  const byte = new Uint8Array(1);
  yield await call("await client.write(oneByte)", () => client.write(byte));
  if (readsIt) {
    yield await call("await server.read(buffer)", () => server.read(buffer));
  }
  const reply = new Uint8Array(16 << 20);
  yield await call(
    `await server.write(new Uint8Array(${reply.length}))`,
    () => server.write(reply),
  );
  yield await call("server.close()", () => server.close(), ...CLOSE);
  if (!readsIt) yield { type: "ask", id: "one-unread-byte" };
  yield await call("client reads to the end", () => receive(client));
  const text = readsIt
    ? "With nothing unread, close() sends FIN after the last byte, and the kernel delivers everything after the descriptor is gone."
    : "The server's kernel found an unread byte at close(): it sent RST and threw away what was not yet delivered (RFC 2525 section 2.17). `write` had counted those bytes as taken.";
  yield { type: "say", text };
}

/** The notes' paragraph on half-close as a bet, and what else ends both directions. */
export async function* demo(): AsyncGenerator<DemoEvent, void, void> {
  const opened: Connection[] = [];
  const view = await kernelView();
  if (!view.available) {
    const text = `${view.reason}. This demo goes on without the rows.`;
    yield { type: "unavailable", text };
  }
  const open = async () => {
    const made = await connection(view.available);
    opened.push(made);
    return made;
  };
  try {
    yield* closing(await open());
    yield* halfClosing(await open());
    yield* readableTrap(await open());
    yield* cut(await open(), false);
    yield* cut(await open(), true);
  } finally {
    closeAll(opened);
  }
}
