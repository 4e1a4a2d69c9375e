import {
  ask,
  type Events,
  type Opened,
  say,
  step,
  tryCall,
  waits,
} from "../../workbook/demo/kit.ts";

const hostname = "127.0.0.1";
const encoder = new TextEncoder();
const HELLO = encoder.encode("hello\n");
const buffer = new Uint8Array(1000);

/** Clients, and the server's ends of their connections. */
async function room(
  open: Opened,
  count: number,
): Promise<{ clients: Deno.TcpConn[]; conns: Deno.TcpConn[] }> {
  using listener = Deno.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const [clients, conns]: Deno.TcpConn[][] = [[], []];
  for (let i = 0; i < count; i++) {
    clients.push(open.keep(await Deno.connect({ hostname, port })));
    conns.push(open.keep(await listener.accept()));
  }
  return { clients, conns };
}

/** What one client says goes to the others. */
export async function* talk(open: Opened): Events {
  yield step(7, "One line, two receivers");
  const { clients, conns } = await room(open, 3);
  yield await tryCall(
    'await clients[0].write("hello\\n")',
    () => clients[0].write(HELLO),
  );
  const n = await conns[0].read(buffer);
  const line = buffer.slice(0, n ?? 0);
  for (const other of conns.slice(1)) {
    yield await tryCall(
      `await conns[${conns.indexOf(other)}].write(line)`,
      () => other.write(line),
    );
  }
  for (const i of [1, 2]) {
    yield await tryCall(
      `await clients[${i}].read(buffer)`,
      () => clients[i].read(buffer),
    );
  }
  yield say(
    "The sender is known by its connection: the line goes to every other one.",
  );
}

/** A loop that awaits each write, and a client that does not read. */
export async function* waitsForSlow(open: Opened): Events {
  yield step(8, "A loop that awaits each write");
  const { clients, conns } = await room(open, 2);
  const much = new Uint8Array(16 * 1024 * 1024);
  yield await tryCall(
    "await conns[0].write(new Uint8Array(16_777_216))   // client 0 does not read",
    () => conns[0].write(much),
  );
  yield ask("slow-client");
  async function sendToAll(): Promise<void> {
    for (const conn of conns) await conn.write(HELLO);
  }
  const sending = sendToAll();
  yield await tryCall(
    "for (const conn of conns) await conn.write(line)",
    () => waits(sending),
  );
  const reading = clients[1].read(buffer);
  yield await tryCall(
    "await clients[1].read(buffer)   // it would like to read",
    () => waits(reading),
  );
  clients[0].close();
  await sending.catch(() => {});
  yield say(
    "The buffers of client 0 are full, so the write to it waits, and the loop with it. Client 1 gets nothing, and has done nothing wrong.",
  );
  for (const conn of [...conns, clients[1]]) conn.close();
  await reading.catch(() => {});
}

/** Three lines of each client, and the reads that bring them. */
export async function* severalLines(open: Opened): Events {
  yield step(9, "Three lines of each client");
  const { clients, conns } = await room(open, 2);
  for (const [i, client] of clients.entries()) {
    for (const word of ["one", "two", "three"]) {
      await client.write(encoder.encode(`${word} of ${i}\n`));
    }
  }
  const decoder = new TextDecoder();
  for (const [i, conn] of conns.entries()) {
    yield await tryCall(`await conns[${i}].read(buffer)`, async () => {
      const n = await conn.read(buffer);
      return JSON.stringify(decoder.decode(buffer.subarray(0, n ?? 0)));
    });
  }
  yield say(
    "One read may bring several lines of one client, but never bytes of two: each connection has its own receive queue. Nothing promises an order between two clients.",
  );
}
