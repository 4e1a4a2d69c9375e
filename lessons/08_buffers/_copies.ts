import {
  ask,
  bytes,
  type Events,
  say,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";
import type { Connection } from "./_connection.ts";

const HELLO = new TextEncoder().encode("hello");

/** A write is over before anybody has read. */
export async function* copies({ client, server, rows }: Connection): Events {
  const buffer = new Uint8Array(100);
  yield step(1, "A write of 5 bytes, and nobody reads");
  yield await call(
    'await client.write("hello")',
    () => client.write(HELLO),
    'send(fd, "hello", 5, MSG_NOSIGNAL)',
  );
  yield ask("what-write-counts");
  yield* rows(({ send, receive }) => send === 0 && receive === 5);
  yield say(
    "The send queue is 0 again: the server's kernel has acknowledged the bytes. The server's program has not called `read()`: they wait in the receive queue of its socket.",
  );
  let n = 0;
  const read = async () => n = await server.read(buffer) ?? 0;
  yield await call("await server.read(buffer)", read, "recv(fd, buf, 100, 0)");
  yield bytes("what the server read", buffer.slice(0, n));
  yield* rows(({ receive }) => receive === 0);
}
