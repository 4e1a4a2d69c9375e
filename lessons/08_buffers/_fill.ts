/** The queues fill, and drain. */
import {
  ask,
  call,
  type DemoEvent,
  type Events,
  say,
  step,
  tryCall,
  unavailable,
  waits,
} from "../../workbook/demo/kit.ts";
import { bars, type Connection } from "./_connection.ts";
import { readFrom } from "./_system.ts";

const FIFTY_MB = 50_000_000;
/** A write that waits so long has met full queues. */
const STILL_MS = 60;
/** Bytes of one read of the server. */
const READ = 65536;

/** What a full connection has taken, and the write that waits on it. */
interface Full {
  taken: number;
  next: Promise<number>;
}

/** One write meets the limit; the next one waits. */
export async function* fill(
  { client, rows }: Connection,
): AsyncGenerator<DemoEvent, Full, void> {
  yield step(2, "One write of 50 MB");
  yield ask("fifty");
  let taken = 0;
  yield await tryCall(
    `await client.write(new Uint8Array(${FIFTY_MB}))`,
    async () => taken = await client.write(new Uint8Array(FIFTY_MB)),
    `send(fd, data, ${FIFTY_MB}, MSG_NOSIGNAL)`,
  );
  const full = yield* rows(({ send, receive }) => send + receive === taken);
  yield* bars(full, taken);
  const next = client.write(new Uint8Array(5));
  next.catch(() => {});
  yield call("client.write(fiveMore)", await waits(next, STILL_MS));
  yield say(
    "Each bar is compared with the bytes that the first write took. The kernel took what fitted; the result says how much. A write that finds no room at all waits.",
  );
  return { taken, next };
}

/** How many bytes are taken with writes of one size, and nobody reads. */
async function windowOf({ client }: Connection, size: number): Promise<number> {
  const chunk = new Uint8Array(size);
  let taken = 0;
  while (true) {
    const write = client.write(chunk);
    write.catch(() => {});
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), STILL_MS);
    });
    const n = await Promise.race([write, late]);
    clearTimeout(timer);
    if (n === undefined) {
      client.close();
      return taken + await write.catch(() => 0);
    }
    taken += n;
  }
}

/** The same limit with writes of other sizes, and where it comes from. */
export async function* limits(made: () => Promise<Connection>): Events {
  yield step(3, "How much fits, with writes of three sizes");
  yield ask("how-much-fits");
  for (const size of [1024, 65_536, 1_048_576]) {
    const it = await made();
    const taken = await windowOf(it, size);
    it.server.close();
    yield call(
      `write(${size} bytes), again and again, until one waits`,
      `${taken} bytes taken`,
    );
  }
  const files = ["tcp_wmem", "tcp_rmem"].map((name) =>
    `/proc/sys/net/ipv4/${name}`
  );
  const text = await readFrom("cat", ...files);
  if (text === undefined) {
    yield unavailable("The limits of the queues cannot be read here.");
    return;
  }
  for (const [i, line] of text.split("\n").entries()) {
    yield call(`cat ${files[i]}`, line.replaceAll("\t", " "));
  }
  yield say(
    "Three numbers each, in bytes: least, initial, greatest. The kernel lets a queue grow up to the third. The kernel's bookkeeping counts, too, so the size of the writes changes how many bytes fit. Runs differ a little.",
  );
}

/** The reader makes room, and the write that waits continues. */
export async function* drain(
  { client, server, rows }: Connection,
  { taken, next }: Full,
): Events {
  const buffer = new Uint8Array(READ);
  let isWaiting = true;
  next.then(() => isWaiting = false, () => isWaiting = false);
  let count = 0;
  const read = async () => {
    count += await server.read(buffer) ?? 0;
    // The runtime looks at the sockets once in a turn of its loop.
    await new Promise((resolve) => setTimeout(resolve));
  };
  yield step(4, "The server reads, and the write that waits continues");
  yield ask("one-read");
  await read();
  yield call(
    "await server.read(buffer)",
    `${count}; the write ${isWaiting ? "still waits" : "has returned"}`,
  );
  while (isWaiting && count < taken) await read();
  yield call(
    "while (isWaiting) count += await server.read(buffer)",
    `${count} bytes, then the write returned ${await next}`,
  );
  yield* bars(yield* rows(() => true), taken);
  while (count < taken + 5) await read();
  yield call("… read on", `${count} bytes in all`);
  yield* bars(yield* rows((now) => now.send + now.receive === 0), taken);
  client.close();
  server.close();
  yield say(
    "Back-pressure: the reader's speed reaches the writer as a `write()` that waits. Linux wakes a writer when about a third of the send queue is free, not for each byte.",
  );
}
