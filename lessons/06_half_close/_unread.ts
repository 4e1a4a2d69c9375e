import {
  ask,
  type Events,
  say,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";
import type { QueuesEvent } from "../../workbook/demo/events.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import { CLOSE, type Connection, receive } from "./_connection.ts";

/** What lies in the queues, against the bytes of the reply that `write()` took. */
function queuesOf(
  rows: SocketRow[],
  serverPort: number,
  capacity: number,
): QueuesEvent | null {
  const server = rows.find((row) => row.local.port === serverPort);
  const client = rows.find((row) => row.local.port !== serverPort);
  const found: Array<[string, number | null | undefined]> = [
    ["server's receive queue", server?.receiveQueue],
    ["server's send queue", server?.sendQueue],
    ["client's receive queue", client?.receiveQueue],
  ];
  const queues = found.flatMap(([name, bytes]) =>
    typeof bytes === "number" ? [{ name, bytes, capacity }] : []
  );
  return queues.length === found.length ? { type: "queues", queues } : null;
}

/** A long reply, sent with or without one unread byte in the receive queue. */
export async function* cut(it: Connection, readsIt: boolean): Events {
  const { client, server, ends, rows } = it;
  const title = readsIt
    ? "The same reply, with the byte read before close()"
    : "A long reply, closed with one byte unread";
  yield step(7, title);
  const byte = new Uint8Array(1);
  yield await call("await client.write(oneByte)", () => client.write(byte));
  if (readsIt) {
    yield await call("await server.read(byte)", () => server.read(byte));
  }
  const reply = new Uint8Array(16 << 20);
  let taken = 0;
  yield await call(
    `await server.write(new Uint8Array(${reply.length}))`,
    async () => taken = await server.write(reply),
  );
  const unread = readsIt ? 0 : 1;
  const seen = yield* rows((seen) =>
    seen.some(({ local, receiveQueue }) =>
      local.port === ends.server && receiveQueue === unread
    ) &&
    seen.some(({ local, receiveQueue }) =>
      local.port === ends.client && receiveQueue !== 0
    )
  );
  const queues = queuesOf(seen, ends.server, taken);
  if (queues) yield queues;
  yield await call("server.close()", () => server.close(), ...CLOSE);
  if (!readsIt) yield ask("one-unread-byte");
  yield await call("client reads to the end", () => receive(client));
  yield say(
    readsIt
      ? "With nothing unread, close() sends FIN after the last byte, and the kernel delivers everything after the descriptor is gone."
      : `The bars compare each queue with the ${taken} bytes that \`write\` had taken. The server's kernel found an unread byte in the receive queue at close(): it sent RST and threw away what was not yet delivered (RFC 2525 section 2.17).`,
  );
}
