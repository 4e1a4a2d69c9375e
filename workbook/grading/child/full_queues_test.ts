import { assert } from "@std/assert";
import { holdTime } from "../../network/time_calls.ts";
import { makeCalls } from "../kit/calls.ts";
import { equal } from "../kit/expect.ts";
import { skipFullQueues } from "../kit/full_queues.ts";
import { watchSockets } from "../kit/open_sockets.ts";
import { runCheck } from "./run_check.ts";

holdTime();
watchSockets();

const HOUR_MS = 3_600_000;

/** Writes until a write has waited for half an hour, and gives how many bytes were taken. */
async function fill(to: Deno.ConnectOptions): Promise<number> {
  using conn = await Deno.connect(to);
  const chunk = new Uint8Array(65_536);
  let taken = 0;
  while (true) {
    const late = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => late.resolve(undefined), HOUR_MS / 2);
    const writing = conn.write(chunk);
    const n = await Promise.race([writing, late.promise]);
    clearTimeout(timer);
    if (n === undefined) {
      conn.close();
      return taken + await writing.catch(() => 0);
    }
    taken += n;
  }
}

const fills = makeCalls(
  () => {},
  "fill(server)",
  ({ server }) => fill(server),
  { listens: ["server"] },
);

for (const profile of [undefined, "kind"] as const) {
  const where = profile ? "the model network" : "real sockets";
  Deno.test(`skipFullQueues() waits for full queues, and lets no time pass then, on ${where}`, async () => {
    let most = 0;
    await runCheck(async () => {
      const skip = skipFullQueues();
      const one = await fills.begin({});
      const server = await one.peer("server");
      await skip(HOUR_MS);
      const count = await one.value();
      const { bytes } = await server.drain();
      equal(count, bytes.length, { did: one.did });
      most = bytes.length;
      await one.end();
    }, { profile });
    assert(most > 65_536, "the queues were not full");
  });
}

Deno.test("skipFullQueues() skips nothing where nobody connects by Deno.connect()", async () => {
  await runCheck(async () => {
    const skip = skipFullQueues();
    const began = Date.now();
    await skip(HOUR_MS);
    assert(Date.now() - began < HOUR_MS);
  });
});
