/** What the kernel makes of ports and addresses. */
import {
  ask,
  bytes,
  call,
  type Events,
  type Kernel,
  Opened,
  say,
  step,
} from "../../workbook/demo/kit.ts";
import {
  formatEndpoint,
  machineByteOrder,
  type SocketRow,
} from "../../workbook/kernel/mod.ts";
import * as show from "./_show.ts";
import { TEXT } from "./_text.ts";

const { HOST, PORT } = show;

const LISTENER = {
  mine: (row: SocketRow) => row.state === "LISTEN",
  label: () => "our listener",
};
const isThere = (rows: SocketRow[]) => rows.length > 0;

/** A port whose bytes nobody converted. */
export async function* forgotten(kernel: Kernel): Events {
  using open = new Opened();
  yield step(3, `The forgotten htons: sin_port = ${PORT}`);
  yield ask("forgotten-htons");
  const memory = show.inMemory(PORT);
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
      (conn) => {
        open.keep(conn);
        return `connected: a program listens on port ${PORT} here`;
      },
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

/** An address as the kernel prints it. */
export async function* table(kernel: Kernel): Events {
  using open = new Opened();
  yield step(4, "Our listener in the kernel's table");
  const listener = open.keep(Deno.listen({ hostname: HOST, port: 0 }));
  const { port } = listener.addr;
  yield call(
    `listener = Deno.listen({ hostname: "${HOST}", port: 0 })`,
    formatEndpoint(listener.addr),
    ...show.LISTEN,
  );
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
      `\`${word}:${show.hex(port, 4).toUpperCase()}\` on this ` +
      `${machineByteOrder()} machine.`,
  );
  yield call("255 << 24", 255 << 24);
  yield call("(255 << 24) >>> 0", (255 << 24) >>> 0);
  yield say(TEXT.signed);
}
