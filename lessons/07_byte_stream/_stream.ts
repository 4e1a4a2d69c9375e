/** Bytes that were written together and read apart, and the other way round. */
import {
  ask,
  bytes,
  type Events,
  say,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";
import type { Connection } from "./_connection.ts";
import { notesTurn } from "./_notes_server.ts";

/** Two writes, one read; and what the notes' server makes of it. */
export async function* twoWrites(it: Connection): Events {
  const { client, server } = it;
  yield step(1, "Two writes come in one read");
  yield await call('await client.write("hello")', () => it.say("hello"));
  yield await call('await client.write("exit")', () => it.say("exit"));
  yield* it.waiting(9);
  yield ask("two-writes");
  const buffer = new Uint8Array(1024);
  let n: number | null = 0;
  yield await call(
    "await server.read(new Uint8Array(1024))",
    async () => n = await server.read(buffer),
  );
  yield bytes("what one read gave", buffer.slice(0, n ?? 0), [
    { length: 5, name: "the first write" },
    { length: 4, name: "the second write" },
  ]);
  yield say(
    "9 bytes, and nothing in them says where the first write ended. No queue was full: both send queues were empty, and the receive queue held 9 bytes.",
  );

  yield step(1, "The notes' server gets both words at once");
  yield await call('await client.write("hello")', () => it.say("hello"));
  yield await call('await client.write("exit")', () => it.say("exit"));
  yield* it.waiting(9);
  yield ask("helloexit");
  yield* notesTurn(server);
  yield await call(
    "await client.read(buffer)",
    () => client.read(buffer),
  );
  yield say(
    "Two messages, one answer, and the conversation does not end: `helloexit` is not `exit`. The server takes what one `read()` gives for a message.",
  );
}

/** One write, three reads. */
export async function* oneWrite(it: Connection): Events {
  const { server } = it;
  yield step(2, "One write comes in three reads");
  yield await call('await client.write("abcdef")', () => it.say("abcdef"));
  for (let i = 0; i < 3; i++) {
    const two = new Uint8Array(2);
    yield await call("await server.read(twoBytes)", async () => {
      const n = await server.read(two);
      return `${n}: ${JSON.stringify(new TextDecoder().decode(two))}`;
    });
  }
  const long = "x".repeat(2500);
  yield await call(
    `await client.write("x".repeat(${long.length}))`,
    () => it.say(long),
  );
  yield* it.waiting(2500);
  for (let i = 0; i < 3; i++) yield* notesTurn(server);
  yield say(
    "The notes' server has room for 1024 bytes, so one message of 2500 bytes gets three answers. `read()` gives what is there and fits, not what was written together.",
  );
}
