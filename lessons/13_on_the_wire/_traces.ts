/** What traces tell, and one that comes over a connection. */
import {
  ask,
  call,
  type Events,
  isBetween,
  type Kernel,
  type Opened,
  say,
  segments,
  step,
} from "../../workbook/demo/kit.ts";
import { formatEndpoint } from "../../workbook/endpoint.ts";
import { type RecordedName, recordedPackets } from "../../workbook/tcp/mod.ts";
import { arrows, captured } from "./_decode.ts";

const ENDS = { client: "client", server: "server" };

/** One trace, and what the program got. */
async function* trace(
  title: string,
  name: RecordedName,
  result: string,
  question?: string,
): Events {
  yield step(7, `${title} (recorded)`);
  yield segments(ENDS, ...arrows(captured(name)));
  if (question !== undefined) yield ask(question);
  yield call("what the program got", result);
}

/** Four endings of an attempt. */
export async function* traces(): Events {
  yield* trace(
    "SYN, and a reset",
    "refused",
    "connect(): ECONNREFUSED",
    "syn-then-reset",
  );
  yield* trace(
    "SYN again and again",
    "unanswered",
    "connect(): still waiting after 3 seconds",
  );
  yield* trace(
    "A reset in the middle",
    "unreadBytes",
    "read(): ECONNRESET; the other program closed with 6 unread bytes",
  );
  yield* trace(
    "FIN from both ends",
    "halfClose",
    "read(): 10 bytes, then end of stream",
  );
  yield say(
    "Flags and their order are enough for a diagnosis: a reset before or after SYN,ACK, a FIN from each end, or nothing.",
  );
}

/** A server that sends a trace. */
export async function* overConnection(kernel: Kernel, open: Opened): Events {
  yield step(8, "A trace over a connection");
  const hostname = "127.0.0.1";
  const listener = open.keep(Deno.listen({ hostname, port: 0 }));
  const { port } = listener.addr;
  yield call(
    `listener = Deno.listen({ hostname: "${hostname}", port: 0 })`,
    formatEndpoint(listener.addr),
  );
  const client = open.keep(await Deno.connect({ hostname, port }));
  const server = open.keep(await listener.accept());
  const packets = recordedPackets("refused");
  for (const { bytes } of packets) {
    const length = Uint8Array.of(bytes.length >> 8, bytes.length & 255);
    await server.write(length);
    await server.write(bytes);
    yield call(
      `server.write(length); server.write(packet)`,
      `2 bytes, ${length.toHex()}; ${bytes.length} bytes`,
    );
  }
  yield* kernel(
    { ports: [port], mine: isBetween(client.localAddr.port, port) },
    (rows) => rows.some(({ receiveQueue }) => (receiveQueue ?? 0) > 0),
  );
  const buffer = new Uint8Array(1024);
  const n = await client.read(buffer);
  yield call(
    "client.read(buffer)",
    `${n}: two lengths and two packets at once`,
  );
  server.close();
  yield call(
    "client.read(buffer), after the server has closed",
    await client.read(buffer),
  );
  yield say(
    "One read may give it all, or a part of a length. Only the lengths say where a packet ends.",
  );
}

/** A connection that nobody listened for. */
export async function* simultaneous(): Events {
  yield step(9, "Two sockets connect to each other at once (recorded)");
  yield segments(ENDS, ...arrows(captured("simultaneous").slice(0, 6)));
  yield say(
    "Neither listens. One SYN was lost before the other socket was there; then the SYN of the other came, and was answered by SYN,ACK (RFC 9293 section 3.5). Whoever looks for one client and one server is surprised.",
  );
}
