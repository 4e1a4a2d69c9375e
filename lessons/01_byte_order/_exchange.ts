/** One exchange: connect, send, receive, close. */
import {
  areIn,
  call,
  type Events,
  isBetween,
  type Kernel,
  Opened,
  say,
  segments,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";
import { handshakeSegments } from "../../workbook/tcp/mod.ts";
import * as show from "./_show.ts";
import { TEXT } from "./_text.ts";

const { FIELDS, HEADER, HOST } = show;
/** type 2, length 5, id 7. */
const REPLY = Uint8Array.of(0x02, 0x00, 0x05, 0x00, 0x00, 0x00, 0x07);
const asText = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => show.hex(byte)).join(" ");

/** Takes a header from the next client and replies; the connection stays open. */
async function reply(listener: Deno.Listener, open: Opened) {
  const conn = open.keep(await listener.accept());
  await show.readFull(conn, new Uint8Array(HEADER.length));
  await show.writeAll(conn, REPLY);
}

/** One exchange with a close behind it, and one whose close comes too early. */
export async function* afterwards(kernel: Kernel): Events {
  using open = new Opened();
  yield step(8, "Connect, send, receive, close");
  const listener = open.keep(Deno.listen({ hostname: HOST, port: 0 }));
  const { port } = listener.addr;
  const serving = reply(listener, open);
  const conn = open.keep(await Deno.connect({ hostname: HOST, port }));
  const own = conn.localAddr.port;
  const answer = new Uint8Array(REPLY.length);
  yield await tryCall(
    "try { await send(conn); return await receive(conn); } finally { conn.close(); }",
    async () => {
      try {
        await show.writeAll(conn, HEADER);
        await show.readFull(conn, answer);
        return asText(answer);
      } finally {
        conn.close();
      }
    },
  );
  await serving;
  yield { type: "bytes", title: "the reply", bytes: answer, fields: FIELDS };
  yield segments(
    { client: own, server: port },
    ...handshakeSegments(),
    { from: "client", label: asText(HEADER) },
    { from: "server", label: asText(REPLY) },
  );
  const watch = {
    ports: [port, own],
    mine: isBetween(own, port),
    label: (row: { local: { port: number } }) =>
      row.local.port === own ? "client, no descriptor" : "server",
  };
  yield* kernel(watch, areIn("FIN_WAIT_2", "CLOSE_WAIT"));
  yield say(TEXT.closed);

  yield step(8, "The same without await");
  const early = open.keep(await Deno.connect({ hostname: HOST, port }));
  open.keep(await listener.accept());
  const receiveEarly = () => {
    try {
      return early.read(answer);
    } finally {
      early.close();
    }
  };
  const result = await receiveEarly().then(
    (count) => `${count}`,
    (error: Error) => `throws ${error.name}: ${error.message}`,
  );
  yield call(
    "try { return conn.read(buffer); } finally { conn.close(); }",
    result,
  );
  yield say(TEXT.interrupted);
}
