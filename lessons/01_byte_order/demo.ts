import {
  ask,
  bytes,
  call,
  type Events,
  Opened,
  say,
  segments,
  step,
  watchKernel,
} from "../../workbook/demo/kit.ts";
import {
  formatEndpoint,
  machineByteOrder,
  type SocketRow,
} from "../../workbook/kernel/mod.ts";
import { dataSegment, handshakeSegments } from "../../workbook/tcp/mod.ts";
import * as show from "./_show.ts";
import { TEXT } from "./_text.ts";

/** type 1, length 9821, id 256, in network order. */
const HEADER = Uint8Array.of(0x01, 0x26, 0x5d, 0x00, 0x00, 0x01, 0x00);
const FIELDS = [
  { length: 1, name: "type, u8" },
  { length: 2, name: "length, u16" },
  { length: 4, name: "id, u32" },
];
/** The port of the notes' server. */
const PORT = 9821;
const HOST = "127.0.0.1";

const LISTENER = {
  mine: (row: SocketRow) => row.state === "LISTEN",
  label: () => "our listener",
};
const isThere = (rows: SocketRow[]) => rows.length > 0;

/** Seven bytes in two orders, an address in the kernel's table, a port that nobody converted. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();
  const order = machineByteOrder();
  const isLittle = order === "little-endian";

  yield step(1, "Seven bytes travel to a client");
  const listener = open.keep(Deno.listen({ hostname: HOST, port: 0 }));
  const { port } = listener.addr;
  const named = formatEndpoint(listener.addr);
  yield call(
    `listener = Deno.listen({ hostname: "${HOST}", port: 0 })`,
    named,
    "fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)",
    "bind(fd, { AF_INET, htons(0), htonl(0x7f000001) }, 16)",
    "listen(fd, 511)",
  );
  const client = open.keep(await Deno.connect({ hostname: HOST, port }));
  const server = open.keep(await listener.accept());
  await show.writeAll(server, HEADER);
  const header = new Uint8Array(HEADER.length);
  await show.readFull(client, header);
  yield segments(
    { client: client.localAddr.port, server: port },
    ...handshakeSegments(),
    dataSegment("server", HEADER.length),
  );
  yield bytes("the client reads", header, FIELDS);

  yield step(2, "The client decodes them in both orders");
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
  yield call(
    `[${PORT} & 0xff, header[1]]`,
    `${show.hex(PORT & 0xff)} and ${show.hex(header[1])}, in hexadecimal`,
  );
  yield say(TEXT.bitNumbers);

  yield step(3, "How this machine keeps the number");
  yield ask("in-memory");
  const memory = show.inMemory(PORT);
  yield bytes(`${PORT} in memory here`, memory);
  yield say(
    `This machine is ${order}, so htons(${PORT}) ` +
      (isLittle ? "must swap the two bytes." : "changes nothing."),
  );

  yield step(4, "Our listener in the kernel's table");
  yield* kernel({ ...LISTENER, ports: [port] }, isThere);
  // The four bytes as one number of this machine, which is how Linux prints
  // them. The row above is typed; its text is rebuilt here, not read.
  const address = Uint8Array.from(HOST.split("."), Number);
  yield bytes(`${HOST} in network order`, address);
  const word = show.hex(new Uint32Array(address.buffer)[0], 8).toUpperCase();
  yield ask("table-row");
  yield call("new Uint32Array(address.buffer)[0]", `0x${word}`);
  yield say(
    `${TEXT.table} Rebuilt from address and port, the column reads ` +
      `\`${word}:${
        show.hex(port, 4).toUpperCase()
      }\` on this ${order} machine.`,
  );

  yield step(5, `The forgotten htons: sin_port = ${PORT}`);
  yield ask("forgotten-htons");
  const wrong = new DataView(memory.buffer).getUint16(0, false);
  yield call("new DataView(memory.buffer).getUint16(0, false)", wrong);
  const lost = open.keep(show.listenOn(HOST, wrong));
  yield call(
    `Deno.listen({ hostname: "${HOST}", port: ${wrong} })`,
    lost.addr.port === wrong
      ? formatEndpoint(lost.addr)
      : `AddrInUse: port ${wrong} is taken; port 0 gave ${lost.addr.port}`,
    `bind(fd, { AF_INET, ${show.portBytes(wrong)}, htonl(0x7f000001) }, 16)`,
  );
  yield* kernel({ ...LISTENER, ports: [lost.addr.port] }, isThere);
  yield call(
    `await Deno.connect({ hostname: "${HOST}", port: ${PORT} })`,
    await Deno.connect({ hostname: HOST, port: PORT }).then(
      (
        conn,
      ) => (open.keep(conn),
        `connected: a program listens on port ${PORT} here`),
      (error: Error) => error.name,
    ),
  );
  const swapped = new DataView(Uint32Array.of(PORT).buffer).getUint32(0);
  yield call(
    `new DataView(Uint32Array.of(${PORT}).buffer).getUint32(0) & 0xffff`,
    swapped & 0xffff,
    `sin.sin_port = htonl(${PORT})`,
  );
  yield say(TEXT.forgotten);
}
