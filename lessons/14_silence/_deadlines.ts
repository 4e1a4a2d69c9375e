import {
  ask,
  bytes,
  call,
  type Events,
  type Opened,
  recorded,
  say,
  step,
  tryCall,
  waits,
} from "../../workbook/demo/kit.ts";

const hostname = "127.0.0.1";
const encoder = new TextEncoder();

/** Both ends of a connection in this process. */
async function connect(open: Opened) {
  using listener = Deno.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const conn = open.keep(await Deno.connect({ hostname, port }));
  const peer = open.keep(await listener.accept());
  return { conn, peer };
}

/** A race between a read and a timer; the timer wins. */
async function raceInVain(reading: Promise<number | null>): Promise<string> {
  const timer = Promise.withResolvers<string>();
  const id = setTimeout(() => timer.resolve("timed-out"), 50);
  const winner = await Promise.race([reading, timer.promise]);
  clearTimeout(id);
  return String(winner);
}

/** A timer beside a read, and what happens to the read. */
export async function* timerBesideWork(open: Opened): Events {
  yield step(3, "A timer beside a read");
  const { conn } = await connect(open);
  const work = conn.read(new Uint8Array(100));
  yield call("work = conn.read(buffer)   // the peer is silent", "a promise");
  yield ask("race-loser");
  yield await tryCall(
    "await Promise.race([work, timer])   // the timer: 50 ms",
    () => raceInVain(work),
  );
  yield call("work", await waits(work, 50));
  const ended = work.catch((error: Error) => `throws ${error.name}`);
  conn.close();
  yield call("conn.close(); await work", await ended, "close(fd)");
  yield say(
    "The race has ended the waiting, not the read. The caller must say what ends the work: here it is `close()`. That is what `onTimeout` is for.",
  );
}

/** The memory of a read whose call is over. */
export async function* oldBuffer(open: Opened): Events {
  yield step(4, "A buffer that changes when its call is over");
  const { conn, peer } = await connect(open);
  const buffer = encoder.encode("empty");
  const reading = conn.read(buffer);
  yield await tryCall(
    "await Promise.race([conn.read(buffer), timer])",
    () => raceInVain(reading),
  );
  yield bytes("the buffer after timed-out", buffer.slice());
  await peer.write(encoder.encode("late!"));
  await reading;
  yield bytes('the buffer, when the peer has sent "late!"', buffer.slice());
  yield say(
    "The read still had the buffer. A caller that uses it for something else finds foreign bytes in it. So a read that may outlive its call needs memory of its own.",
  );
}

/** Two reads of one connection: the first still waits. */
export async function* nextRead(open: Opened): Events {
  yield step(5, "The next read, while the last one still waits");
  const { conn, peer } = await connect(open);
  const first = conn.read(new Uint8Array(100));
  yield await tryCall(
    "first = conn.read(a); await Promise.race([first, timer])",
    () => raceInVain(first),
  );
  const second = conn.read(new Uint8Array(100));
  second.catch(() => {});
  yield call("second = conn.read(b)", "a promise");
  yield ask("which-read");
  yield await tryCall(
    'await peer.write("hello")',
    () => peer.write(encoder.encode("hello")),
  );
  yield await tryCall("await first", () => first);
  yield call("second", await waits(second));
  yield say(
    "The bytes went to the read that was there first. If nobody looks at it any more, they are lost. No error says so.",
  );
  conn.close();
}

/** A timer that is too long. */
export async function* longestTimer(): Events {
  yield step(9, "The longest timer");
  const ms = 2 ** 31 - 1;
  const rung = Promise.withResolvers<void>();
  const id = setTimeout(rung.resolve, ms);
  yield call(`setTimeout(ring, ${ms})`, await waits(rung.promise));
  clearTimeout(id);
  yield* recorded([[`setTimeout(ring, ${ms + 1})`, "rings after 1 ms"]]);
  yield say(
    "The number of milliseconds has 32 bits, one of them for the sign. A timer of one millisecond more rings at once.",
  );
}
