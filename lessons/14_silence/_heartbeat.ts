import {
  ask,
  call,
  type Events,
  recorded,
  say,
  step,
  tryCall,
  unavailable,
  waits,
} from "../../workbook/demo/kit.ts";
import type { Child } from "./_child.ts";

const PING = new TextEncoder().encode("\n");

/** A ping that is answered, one that is not, and then the end of the peer. */
export async function* heartbeat(child: Child | string): Events {
  yield step(7, "A ping that is answered, and one that is not");
  if (typeof child === "string") {
    yield unavailable(child);
    yield step(8, "The stopped peer is killed");
    return yield unavailable(child);
  }
  const { conn } = child;
  const buffer = new Uint8Array(100);
  yield await tryCall(
    'await conn.write("\\n")   // a ping; the peer runs',
    () => conn.write(PING),
  );
  yield await tryCall("await conn.read(buffer)", () => conn.read(buffer));
  child.signal("SIGSTOP");
  yield call('child.kill("SIGSTOP")', undefined, "kill(pid, SIGSTOP)");
  yield ask("what-is-life");
  yield await tryCall('await conn.write("\\n")', () => conn.write(PING));
  const reading = conn.read(buffer);
  const ended = reading.then(
    (n) => Deno.inspect(n),
    (error: Error) => `throws ${error.name}: ${error.message}`,
  );
  yield call("reading = conn.read(buffer)", await waits(reading, 200));
  yield say(
    "The ping is written as before. Only the bytes that come back show that a program runs. They are missing, and after a time of our choice we take the peer for dead.",
  );

  yield step(8, "The stopped peer is killed");
  yield ask("killed");
  child.signal("SIGKILL");
  yield call(
    'child.kill("SIGKILL"); await reading',
    await ended,
    "kill(pid, SIGKILL)",
  );
  yield say(
    "Its kernel closes what the process had open. A ping lay there unread, so it sends RST. This is no silence: the read fails at once, and there is no need to wait for a deadline.",
  );
  yield* halfOpen();
}

/** From Python: TCP_REPAIR, a privilege, closes an end without a segment, as a power cut does. */
const HALF_OPEN: Array<[call: string, result: string]> = [
  ["setsockopt(peer, IPPROTO_TCP, TCP_REPAIR, 1); close(peer)", "0"],
  ["ss: the rows of the connection", "ours, ESTABLISHED; no other"],
  ["recv(fd), 300 ms long", "nothing, no error"],
  ['send(fd, "\\n")   // a ping', "1; the answer is RST"],
  ["recv(fd)", "-1 ECONNRESET"],
];

/** A peer that has forgotten the connection. */
async function* halfOpen(): Events {
  yield step(8, "A peer that has forgotten the connection");
  yield* recorded(HALF_OPEN);
  yield say(
    "One end has a connection, the other knows nothing of it: that is half-open. Whoever only reads never finds out. A ping does.",
  );
}
