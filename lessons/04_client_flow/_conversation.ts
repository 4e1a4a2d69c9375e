import {
  bytes,
  call,
  type Events,
  type Kernel,
  Opened,
  say,
  segments,
  step,
} from "../../workbook/demo/kit.ts";
import { dataSegment } from "../../workbook/tcp/mod.ts";
import { connection } from "./_connection.ts";

/** Messages and replies. */
export async function* conversation(kernel: Kernel): Events {
  using open = new Opened();
  const { conn, server, ends, watch, ofClient } = await connection(open);
  const buffer = new Uint8Array(1024);
  const [hello, reply] = ["hello", "OK!!!"].map((text) =>
    new TextEncoder().encode(text)
  );

  yield step(6, "One message, one reply");
  const sent = await conn.write(hello);
  yield bytes("the client sends", hello);
  const length = await server.read(buffer);
  await server.write(reply);
  const n = await conn.read(buffer) ?? 0;
  yield bytes(
    `the server reads ${length} bytes and replies`,
    buffer.slice(0, n),
  );
  yield segments(ends, dataSegment("client", sent), dataSegment("server", n));
  yield say(
    "Nothing marks the end of a reply: no line feed, no length. The client knows only that a reply has 5 bytes, so it counts them.",
  );

  yield step(6, "Two messages in one read, a reply in two pieces");
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const encoder = new TextEncoder();
  const write = (conn: Deno.Conn, words: string) =>
    conn.write(encoder.encode(words));
  const two = await write(conn, "hello") + await write(conn, "exit");
  yield call('client.write("hello"), client.write("exit")', two);
  yield* kernel(
    watch,
    (rows) => rows.some((row) => !ofClient(row) && row.receiveQueue === two),
  );
  const both = await server.read(buffer) ?? 0;
  yield call(
    "await server.read(buffer)",
    `${both}: "${text(buffer.subarray(0, both))}"`,
  );
  for (const [piece, size] of [["OK", 5], ["!!!OK!!!", 1024]] as const) {
    await write(server, piece);
    const buffer = new Uint8Array(size);
    const n = await conn.read(buffer) ?? 0;
    yield call(
      `server.write("${piece}"), await client.read(new Uint8Array(${size}))`,
      `${n}: "${text(buffer.subarray(0, n))}"`,
    );
  }
  yield say(
    "The second read brought the rest of one reply and the whole of another. One read is not one reply.",
  );
}
