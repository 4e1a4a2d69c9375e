import { ask, call, type Events, say, step } from "../../workbook/demo/kit.ts";
import type { Connection } from "./_connection.ts";

const LENGTH = 5_000_000;
const [A, B] = ["a", "b"].map((letter) =>
  new Uint8Array(LENGTH).fill(letter.charCodeAt(0))
);

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

/** Reads both messages, and tells how long each stretch of one letter is. */
async function stretches(server: Deno.Conn): Promise<string[]> {
  const buffer = new Uint8Array(65_536);
  const found: Array<{ letter: number; length: number }> = [];
  for (let n; (n = await server.read(buffer)) !== null;) {
    for (let at = 0; at < n;) {
      const letter = buffer[at];
      const rest = buffer.subarray(at, n);
      const other = rest.indexOf(letter === A[0] ? B[0] : A[0]);
      const length = other < 0 ? rest.length : other;
      const last = found.at(-1);
      if (last?.letter === letter) last.length += length;
      else found.push({ letter, length });
      at += length;
    }
  }
  return found.map(({ letter, length }) =>
    `${length} ${String.fromCharCode(letter)}`
  );
}

/** Two calls at once share one stream. */
export async function* mixed({ client, server }: Connection): Events {
  yield step(8, "Two messages of 5 MB, written at the same time");
  yield ask("two-at-once");
  const sending = Promise.all([writeAll(client, A), writeAll(client, B)])
    .then(() => client.close());
  const [found] = await Promise.all([stretches(server), sending]);
  server.close();
  yield call(
    "await Promise.all([writeAll(client, a), writeAll(client, b)])",
    `the server reads ${found.join(", ")}`,
  );
  yield say(
    found.length > 2
      ? "Each short write ends a stretch: then the other loop takes its turn."
      : "Here each message was taken whole. Nothing promises it: a short write of the first lets the second one in.",
  );
}
