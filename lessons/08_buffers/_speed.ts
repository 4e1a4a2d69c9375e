import { ask, call, type Events, say, step } from "../../workbook/demo/kit.ts";
import type { Connection } from "./_connection.ts";

const TOTAL = 8 << 20;

/** Sends 8 MB with writes of one size; the server reads 64 KB at a time. */
async function transfer(
  { client, server }: Connection,
  size: number,
): Promise<{ ms: number; writes: number }> {
  const chunk = new Uint8Array(size);
  const buffer = new Uint8Array(65_536);
  let writes = 0;
  const send = async () => {
    for (let sent = 0; sent < TOTAL; writes++) {
      sent += await client.write(chunk.subarray(0, TOTAL - sent));
    }
    client.close();
  };
  const receive = async () => {
    while (await server.read(buffer) !== null);
    server.close();
  };
  const began = performance.now();
  await Promise.all([send(), receive()]);
  return { ms: performance.now() - began, writes };
}

/** What a bigger chunk gains, and where it gains nothing. */
export async function* speed(made: () => Promise<Connection>): Events {
  yield step(5, "8 MB, with writes of four sizes");
  yield ask("which-size");
  const sizes = [1024, 16_384, 65_536, TOTAL];
  const results: string[] = [];
  for (const size of sizes) {
    const { ms, writes } = await transfer(await made(), size);
    results.push(`${size}: ${ms.toFixed(0)} ms, ${writes} writes`);
  }
  yield call(
    `for (const size of [${sizes.join(", ")}]) await send(8 MB, size)`,
    results.join("\n"),
  );
  yield say(
    "Small writes pay for each call. From some tens of kilobytes on, a bigger chunk gains nothing: the bytes leave as fast as the reader takes them. The times are those of this run; a busy machine changes them.",
  );
}
