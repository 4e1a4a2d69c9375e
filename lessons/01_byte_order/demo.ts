import type { DemoEvent } from "../../workbook/demo/events.ts";
import { formatEndpoint, machineByteOrder } from "../../workbook/kernel/mod.ts";
import { dataSegment, handshakeSegments } from "../../workbook/tcp/mod.ts";
import * as show from "./_show.ts";

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

/** Seven bytes in two orders, an address in the kernel's table, a port that nobody converted. */
export async function* demo(): AsyncGenerator<DemoEvent, void, void> {
  const open: Array<{ close(): void }> = [];
  const keep = <T extends { close(): void }>(socket: T): T => {
    open.push(socket);
    return socket;
  };
  const order = machineByteOrder();
  const isLittle = order === "little-endian";
  const say = (text: string): DemoEvent => ({ type: "say", text });

  try {
    yield { type: "step", title: "Seven bytes travel to a client" };
    const listener = keep(Deno.listen({ hostname: HOST, port: 0 }));
    const { port } = listener.addr;
    const named = formatEndpoint(listener.addr);
    yield show.call(
      `listener = Deno.listen({ hostname: "${HOST}", port: 0 })`,
      named,
      "fd = socket(AF_INET, SOCK_STREAM)",
      "bind(fd, { AF_INET, htons(0), htonl(0x7f000001) }, 16)",
      "listen(fd, 511)",
    );
    const client = keep(await Deno.connect({ hostname: HOST, port }));
    const server = keep(await listener.accept());
    await show.writeAll(server, HEADER);
    const bytes = new Uint8Array(HEADER.length);
    await show.readFull(client, bytes);
    yield {
      type: "segments",
      client: `client ${client.localAddr.port}`,
      server: `server ${port}`,
      segments: [...handshakeSegments(), dataSegment("server", HEADER.length)],
    };
    yield { type: "bytes", title: "the client reads", bytes, fields: FIELDS };

    yield { type: "step", title: "The client decodes them in both orders" };
    yield { type: "ask", id: "two-orders" };
    const view = new DataView(bytes.buffer);
    yield show.call(
      "[view.getUint16(1, false), view.getUint16(1, true)]",
      `length ${view.getUint16(1, false)}, or ${view.getUint16(1, true)}`,
    );
    yield show.call(
      "[view.getUint32(3, false), view.getUint32(3, true)]",
      `id ${view.getUint32(3, false)}, or ${view.getUint32(3, true)}`,
    );
    yield show.call("view.getUint8(0)", view.getUint8(0));
    yield say(TEXT.bothOrders);
    yield show.call(
      `[${PORT} & 0xff, bytes[1]]`,
      `${show.hex(PORT & 0xff)} and ${show.hex(bytes[1])}, in hexadecimal`,
    );
    yield say(TEXT.bitNumbers);

    yield { type: "step", title: "How this machine keeps the number" };
    yield { type: "ask", id: "in-memory" };
    const memory = show.inMemory(PORT);
    yield { type: "bytes", title: `${PORT} in memory here`, bytes: memory };
    yield say(
      `This machine is ${order}, so htons(${PORT}) ` +
        (isLittle ? "must swap the two bytes." : "changes nothing."),
    );

    yield { type: "step", title: "Our listener in the kernel's table" };
    yield await show.listenerRow(port);
    // The four bytes as one number of this machine, which is how Linux prints
    // them. The row above is typed; its text is rebuilt here, not read.
    const address = Uint8Array.from(HOST.split("."), Number);
    yield { type: "bytes", title: `${HOST} in network order`, bytes: address };
    const word = show.hex(new Uint32Array(address.buffer)[0], 8).toUpperCase();
    yield { type: "ask", id: "table-row" };
    yield show.call("new Uint32Array(address.buffer)[0]", `0x${word}`);
    yield say(
      `${TEXT.table} Rebuilt from address and port, the column reads ` +
        `\`${word}:${
          show.hex(port, 4).toUpperCase()
        }\` on this ${order} machine.`,
    );

    yield { type: "step", title: `The forgotten htons: sin_port = ${PORT}` };
    yield { type: "ask", id: "forgotten-htons" };
    const wrong = new DataView(memory.buffer).getUint16(0, false);
    yield show.call("new DataView(memory.buffer).getUint16(0, false)", wrong);
    const lost = keep(show.listenOn(HOST, wrong));
    yield show.call(
      `Deno.listen({ hostname: "${HOST}", port: ${wrong} })`,
      lost.addr.port === wrong
        ? formatEndpoint(lost.addr)
        : `AddrInUse: port ${wrong} is taken; port 0 gave ${lost.addr.port}`,
      `bind(fd, { AF_INET, ${show.portBytes(wrong)}, htonl(0x7f000001) }, 16)`,
    );
    const there = await show.listenerRow(lost.addr.port);
    if (there.type === "rows") yield there; // Said once: see step 4.
    yield show.call(
      `await Deno.connect({ hostname: "${HOST}", port: ${PORT} })`,
      await Deno.connect({ hostname: HOST, port: PORT }).then(
        (
          conn,
        ) => (keep(conn), `connected: a program listens on port ${PORT} here`),
        (error: Error) => error.name,
      ),
    );
    const swapped = new DataView(Uint32Array.of(PORT).buffer).getUint32(0);
    yield show.call(
      `new DataView(Uint32Array.of(${PORT}).buffer).getUint32(0) & 0xffff`,
      swapped & 0xffff,
      `sin.sin_port = htonl(${PORT})`,
    );
    yield say(TEXT.forgotten);
  } finally {
    for (const socket of open) socket.close();
  }
}

const TEXT = {
  bothOrders:
    "`false` is big-endian, `true` little-endian. Both readings succeed, and " +
    "only one is what the server meant. TCP carried bytes; their meaning is " +
    "agreed between the programs. The order of a payload is the protocol's " +
    "own choice. One byte, `type`, has no order.",
  bitNumbers:
    "As C counts, bits 0 to 7 are the byte 5d; but 26 travels first. The " +
    "notes say that bits 0 to 7 travel first. They count as the RFCs do: bit " +
    "0 is the most significant one (RFC 791 appendix B). Read as in C, their " +
    "sentence describes little-endian.",
  table:
    "The kernel keeps an address in network order and prints its four bytes as " +
    "one number of the machine's own order. A port it converts first.",
  forgotten:
    "The wrong number is a port, too: a bind() without htons() succeeds. On a " +
    "little-endian machine the server then listens where no client dials. With " +
    "htonl() it keeps port 0, and the kernel takes any free one. Deno's calls " +
    "take the plain number and convert it.",
};
