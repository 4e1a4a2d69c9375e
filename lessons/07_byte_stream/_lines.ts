/** Messages that end with a line feed. */
import {
  bytes,
  call as shown,
  type Events,
  say,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";
import type { Connection } from "./_connection.ts";
import { notesTurn } from "./_notes_server.ts";

/** A line feed to mark the end, and a program that does not know it. */
export async function* endsOfLines(it: Connection): Events {
  yield step(3, "Two messages, each with a mark of its end");
  yield bytes("two lines", new TextEncoder().encode("hello\nexit\r\n"), [
    { length: 5, name: "message 1" },
    { length: 1, name: "its end: \\n" },
    { length: 4, name: "message 2" },
    { length: 2, name: "its end: \\r\\n" },
  ]);
  yield say("Now a person with `nc` types `exit` at the notes' server.");
  yield await call('await client.write("exit\\n")', () => it.say("exit\n"));
  yield* it.waiting(5);
  yield* notesTurn(it.server);
  yield say(
    "`nc` sends each line with its line feed, so the notes' server never sees `exit` alone: it answers, and does not end. Both sides must agree on the mark.",
  );
}

/** Reads lines as a line server does: what is complete, and what is kept. */
export async function* linesOfChunks(it: Connection): Events {
  const { client, server } = it;
  yield step(7, "A line server keeps what is not complete");
  let kept = "";
  const buffer = new Uint8Array(1024);
  const read = async () => {
    const n = await server.read(buffer);
    if (n === null) return "null";
    const text = new TextDecoder().decode(buffer.subarray(0, n));
    const lines = (kept + text).split("\n");
    kept = lines.pop()!;
    return `${n}: lines ${JSON.stringify(lines)}, kept ${JSON.stringify(kept)}`;
  };
  for (const text of ["hello\nwor", "ld", "\nlast words"]) {
    yield await call(
      `await client.write(${JSON.stringify(text)})`,
      () => it.say(text),
    );
    yield await call("await server.read(buffer)", read);
  }
  yield await call("await client.closeWrite()", async () => {
    await client.closeWrite();
  });
  yield await call("await server.read(buffer)", read);
  yield shown("kept", JSON.stringify(kept));
  yield say(
    "The line `world` came in three chunks and is one message. After `null` nothing more can complete the rest: here it counts as a message, too, and the client can still get its answer.",
  );
}
