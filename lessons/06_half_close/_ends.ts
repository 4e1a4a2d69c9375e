/** One late line: after `closeWrite()`, after `close()`, and after `conn.readable`. */
import {
  areIn,
  ask,
  bytes,
  type Events,
  say,
  segments,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";
import type { Segment } from "../../workbook/tcp/mod.ts";
import {
  CLOSE,
  type Connection,
  endWriting,
  LATE,
  SHUTDOWN,
} from "./_connection.ts";

const LATE_SEGMENT: Segment = {
  from: "client",
  label: `data, ${LATE.length} bytes`,
};
const buffer = new Uint8Array(65536);
/** The server's FIN has been sent and acknowledged, and the client's end has received it. */
const isHalfClosed = areIn("FIN_WAIT_2", "CLOSE_WAIT");

/** FIN of the server, acknowledged: the beginning of both pictures. */
const SERVER_FIN: Segment[] = [
  {
    from: "server",
    label: "FIN, ACK",
    client: "CLOSE_WAIT",
    server: "FIN_WAIT_1",
  },
  { from: "client", label: "ACK", server: "FIN_WAIT_2" },
];

/** One direction ends, and the other carries a late line. */
export async function* halfClosing(it: Connection): Events {
  const { client, server, ends, rows } = it;
  yield step(1, "closeWrite(): one direction ends, a late line arrives");
  const end = () => endWriting(server);
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
    "One direction had ended, and the other carried the late line. The server could not write any more (`BrokenPipe`), but it could read: its descriptor stayed open until it was no longer needed.",
  );
}

/** The bet of the notes: the same late line, after `close()`. */
export async function* closing(it: Connection): Events {
  const { client, server, ends, rows } = it;
  yield step(2, "close(): the same late line is lost");
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

/** A stream that is read to its end closes both directions. */
export async function* readableTrap(it: Connection): Events {
  const { client, server } = it;
  yield step(3, "Deno's trap: conn.readable, read to its end");
  yield await call("await client.write(lateLine)", () => client.write(LATE));
  const end = () => endWriting(client);
  yield await call("await client.closeWrite()", end, SHUTDOWN);
  const text = () => new Response(server.readable).text();
  const asJson = async () => JSON.stringify(await text());
  yield await call("await new Response(server.readable).text()", asJson);
  yield ask("readable-end");
  yield await call("await server.write(reply)", () => server.write(LATE));
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield say(
    "The stream closes its connection at end of stream: both directions, before the reply. Where a reply must follow, read with `read()`. The client reads `null`, and `null` again: the end of a stream stays its end.",
  );
}
