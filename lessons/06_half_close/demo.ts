import {
  areIn,
  ask,
  bytes,
  type Events,
  Opened,
  say,
  segments,
  step,
  tryCall as call,
  watchKernel,
} from "../../workbook/demo/kit.ts";
import type { Segment } from "../../workbook/tcp/mod.ts";
import { connect, type Connection, receive } from "./_connection.ts";

const LATE = new TextEncoder().encode("late line\n");
const LATE_SEGMENT: Segment = {
  from: "client",
  label: `data, ${LATE.length} bytes`,
};
const SHUTDOWN = "shutdown(fd, SHUT_WR)";
/** What Deno calls for `conn.close()`. */
const CLOSE = [SHUTDOWN, "close(fd)"];
const buffer = new Uint8Array(65536);
/** The server's FIN has been sent and acknowledged, and the client's end has received it. */
const isHalfClosed = areIn("FIN_WAIT_2", "CLOSE_WAIT");

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

async function* closing(it: Connection): Events {
  const { client, server, ends, rows } = it;
  yield step(1, "The notes: the server calls close(), and continues to read");
  yield ask("read-after-close");
  yield await call("server.close()", () => server.close(), ...CLOSE);
  yield await call("await server.read(buffer)", () => server.read(buffer));
  yield* rows(isHalfClosed);
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield ask("write-to-closed");
  yield await call("await client.write(lateLine)", () => client.write(LATE));
  yield* rows((seen) => seen.length === 0);
  yield await call("await client.write(lateLine)", () => client.write(LATE));
  yield segments(ends, ...SERVER_FIN, LATE_SEGMENT, {
    from: "server",
    label: "RST",
    client: "CLOSED",
    server: "CLOSED",
  });
  yield say(
    "The late line is lost. The first `write` only handed it to the client's kernel; the server's kernel had no descriptor to deliver it to and answered with RST. Only the next `write` could report it.",
  );
}

async function* halfClosing(it: Connection): Events {
  const { client, server, ends, rows } = it;
  yield step(2, "The same exchange with closeWrite()");
  const end = () => server.closeWrite().then(() => {});
  yield await call("await server.closeWrite()", end, SHUTDOWN);
  yield* rows(isHalfClosed);
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield await call("await client.write(lateLine)", () => client.write(LATE));
  let n = 0;
  const read = async () => n = await server.read(buffer) ?? 0;
  yield ask("late-line");
  yield await call("await server.read(buffer)", read);
  yield bytes("what the server read after its FIN", buffer.slice(0, n));
  yield await call("await server.write(lateLine)", () => server.write(LATE));
  yield await call("client.close()", () => client.close(), ...CLOSE);
  yield await call("await server.read(buffer)", () => server.read(buffer));
  yield* rows((seen) => seen.some((r) => r.state === "TIME_WAIT"));
  yield segments(
    ends,
    ...SERVER_FIN,
    LATE_SEGMENT,
    { from: "server", label: "ACK" },
    { from: "client", label: "FIN, ACK", client: "LAST_ACK" },
    { from: "server", label: "ACK", client: "CLOSED", server: "TIME_WAIT" },
  );
  yield say(
    "One direction had ended, and the other carried the late line. The server's writing was over (`BrokenPipe`), its reading was not: its descriptor stayed open until it was no longer needed.",
  );
}

async function* readableTrap(it: Connection): Events {
  const { client, server } = it;
  yield step(3, "Deno's trap: conn.readable, read to its end");
  yield await call("await client.write(lateLine)", () => client.write(LATE));
  const end = () => client.closeWrite().then(() => {});
  yield await call("await client.closeWrite()", end, SHUTDOWN);
  const text = () => new Response(server.readable).text();
  const asJson = async () => JSON.stringify(await text());
  yield await call("await new Response(server.readable).text()", asJson);
  yield ask("readable-end");
  yield await call("await server.write(reply)", () => server.write(LATE));
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield say(
    "The stream closes its connection at end of stream: both directions, before the reply. Where a reply must follow, read with `read()`.",
  );
}

/** A long reply, sent with or without one unread byte in the receive buffer. */
async function* cut(
  { client, server }: Connection,
  readsIt: boolean,
): Events {
  const title = readsIt
    ? "The same reply, with the byte read before close()"
    : "A long reply, closed with one byte unread";
  yield step(readsIt ? 5 : 4, title);
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
  if (!readsIt) yield ask("one-unread-byte");
  yield await call("client reads to the end", () => receive(client));
  yield say(
    readsIt
      ? "With nothing unread, close() sends FIN after the last byte, and the kernel delivers everything after the descriptor is gone."
      : "The server's kernel found an unread byte at close(): it sent RST and threw away what was not yet delivered (RFC 2525 section 2.17). `write` had counted those bytes as taken.",
  );
}

/** The notes' paragraph on half-close as a bet, and what else ends both directions. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();
  const made = () => connect(kernel, open);
  yield* closing(await made());
  yield* halfClosing(await made());
  yield* readableTrap(await made());
  yield* cut(await made(), false);
  yield* cut(await made(), true);
}
