import {
  ask,
  call,
  type Events,
  say,
  segments,
  step,
} from "../../workbook/demo/kit.ts";
import type { Connection } from "./_connection.ts";

const ROUNDS = 4;
/** A message of 10 bytes in three parts. */
const PARTS = [4, 3, 3].map((length) => new Uint8Array(length));
const WHOLE = new Uint8Array(10);

/** Answers each message of 10 bytes with 4, up to the end of the stream. */
async function answer(server: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(100);
  for (let have = 0;;) {
    const n = await server.read(buffer);
    if (n === null) return;
    have += n;
    if (have < WHOLE.length) continue;
    have -= WHOLE.length;
    await server.write(buffer.subarray(0, 4));
  }
}

/** Milliseconds of each round: the message, then its answer. */
async function rounds(
  { client, server }: Connection,
  parts: Uint8Array[],
): Promise<string> {
  const answering = answer(server);
  const buffer = new Uint8Array(100);
  const times: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    for (const part of parts) await client.write(part);
    await client.read(buffer);
    times.push((performance.now() - began).toFixed(2));
  }
  client.close();
  await answering;
  server.close();
  return `${times.join(", ")} ms`;
}

/** Write, write, read: what waits for what, and two ways out of it. */
export async function* stall(made: () => Promise<Connection>): Events {
  yield step(7, "Three small writes and a read, four times");
  yield ask("write-write-read");
  yield call(
    "write(4); write(3); write(3); read()",
    await rounds(await made(), PARTS),
  );
  yield segments(
    { client: "client", server: "server" },
    { from: "client", label: "data, 4 bytes" },
    { from: "server", label: "ACK, about 40 ms later" },
    { from: "client", label: "data, 6 bytes" },
    { from: "server", label: "data, 4 bytes: the answer" },
  );
  yield call("write(10); read()", await rounds(await made(), [WHOLE]));
  const quick = await made();
  quick.client.setNoDelay(true);
  yield call(
    "setNoDelay(true); write(4); write(3); write(3); read()",
    await rounds(quick, PARTS),
  );
  yield say(
    "The first round is fast: at the start of a connection Linux acknowledges at once. Then the client's kernel holds 6 bytes back until the first 4 are acknowledged, and the server's kernel delays that acknowledgment, because an answer may carry it. For these 40 ms nobody does anything.",
  );
}
