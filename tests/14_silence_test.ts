import type * as Solution from "../solutions/14_silence.ts";
import {
  afterCheck,
  concat,
  each,
  elapse,
  equal,
  expect,
  inMs,
  limitTimers,
  load,
  type MakeScene,
  type Meter,
  note,
  once,
  pattern,
  random,
  sameBytes,
  show,
  toBytes,
  Wrong,
} from "../workbook/grading/mod.ts";

const { submission, part, check, scenes } = await load<typeof Solution>(
  "14_silence",
  () => import("../lessons/14_silence/exercise.ts"),
  () => import("../lessons/14_silence/exercise.ts", { with: { type: "text" } }),
);

/** Time is virtual in a check, though no line of it says how much passes. */
const VIRTUAL = { virtual: true };

part("a deadline");

/** Each call waits for a work of its own, and counts its calls of `onTimeout`. */
const waiting: MakeScene = ({ stage }) => {
  const works: PromiseWithResolvers<unknown>[] = [];
  const called: number[] = [];
  let next: PromiseWithResolvers<unknown> | undefined;
  let atTimeout = () => {};
  const last = () => works.at(-1)!;
  return {
    calls: {
      withDeadline: (_work: string, timeoutMs: number) => {
        const work = next ?? Promise.withResolvers<unknown>();
        next = undefined;
        const nth = works.push(work) - 1;
        called.push(0);
        return submission.withDeadline(work.promise, timeoutMs, () => {
          called[nth]++;
          note("onTimeout() is called");
          atTimeout();
        });
      },
    },
    facts: {
      "calls of onTimeout": (due) =>
        equal(called, due.map(Number), {
          did: `${stage.did}, calls of onTimeout, for each call`,
        }),
    },
    actions: {
      "work resolves …": (value: unknown) => last().resolve(value),
      "work rejects …": (error: unknown) => last().reject(error),
      "work N resolves …": (n: number, value: unknown) =>
        works[n - 1].resolve(value),
      "the next work resolves …": (value: unknown) => {
        next = Promise.withResolvers();
        next.resolve(value);
      },
      "onTimeout() will resolve the work …": (value: unknown) => {
        atTimeout = () => last().resolve(value);
      },
      "onTimeout() will reject the work …": (error: unknown) => {
        atTimeout = () => last().reject(error);
      },
    },
  };
};

const withDeadline = scenes(waiting);

/** How a work may fail. */
const RESET = new Deno.errors.ConnectionReset("Connection reset by peer");
const CANCELED = new Deno.errors.Interrupted("operation canceled");

const NAMES_IT = "which error is it, and what does its message say";

/** What a work may give. */
const DONE = { a: 1 };
const results = each(DONE, 0, false, null, undefined, "", "timed-out", RESET);

withDeadline("gives what the work gives")`
  the next work resolves ${results}   ? what is returned, and how is a result told from the deadline
  withDeadline(work, 10_000) returns ${results}
  withDeadline(work, 10_000) pending
  20 ms pass
  work resolves ${results}
  returns ${results}
`;

const OWN_DEADLINE = new Deno.errors.TimedOut("a deadline of its own");
const failures = each(RESET, OWN_DEADLINE, "a text", "", 0, null, undefined);

withDeadline("rejects with the failure of the work")`
  withDeadline(work, 10_000)   ? what happens to a failure that comes in time
  20 ms pass
  work rejects ${failures}
  throws ${failures}
`;

withDeadline("rejects at the deadline")`
  withDeadline(work, 30) settles after 30 ms             ? what ends the waiting when the work never ends, and when
  throws TimedOut or TimeoutError "30"       ? ${NAMES_IT}
  withDeadline(work, 1_700) settles after 1,700 ms       ? what ends the waiting when the work never ends, and when
  throws TimedOut or TimeoutError "1700"     ? ${NAMES_IT}
  withDeadline(work, 45_000) settles after 45 s          ? what ends the waiting when the work never ends, and when
  throws TimedOut or TimeoutError "45000"    ? ${NAMES_IT}
  withDeadline(work, 5_400_000) settles after 5,400 s    ? where does the number of milliseconds come from
  throws TimedOut or TimeoutError "5400000"  ? ${NAMES_IT}
`;

withDeadline("calls onTimeout once, at the deadline")`
  withDeadline(work, 9_000)                ? when is onTimeout called, and how often
  8,500 ms pass
  calls of onTimeout = 0
  settles after 490 to 510 ms
  calls of onTimeout = 1
  throws TimedOut or TimeoutError "9000"
  time passes
  calls of onTimeout = 1
`;

withDeadline("does not call onTimeout when the work ends in time")`
  withDeadline(work, 3_000)              ? when is onTimeout called
  1 s passes
  work resolves {a}
  returns {a}
  calls of onTimeout = 0
  time passes                            ? what happens to the timer when the work is done
  calls of onTimeout = 0
  withDeadline(work, 3_000)
  1 s passes
  work rejects ${failures}
  throws ${failures}                     ? what happens to a failure that comes in time
  calls of onTimeout = 0 | 0             ? how do you know whose failure it is
  time passes                            ? what happens to the timer when the work is done
  calls of onTimeout = 0 | 0
`;

withDeadline("is silent when the work fails later")`
  withDeadline(work, 50) throws TimedOut or TimeoutError "50" after 50 ms   ? who catches what the work rejects with after the deadline
  work rejects ${RESET}
  # an error that nobody catches is reported now
  a moment passes
  20 ms pass
`;

withDeadline("rejects with the deadline when onTimeout ends the work")`
  onTimeout() will resolve the work late   ? what comes first: onTimeout(), or the rejection
  withDeadline(work, 200) throws TimedOut or TimeoutError "200" after 200 ms
  onTimeout() will reject the work ${CANCELED}
  withDeadline(work, 200) throws TimedOut or TimeoutError "200" after 200 ms
`;

withDeadline("leaves no timer when the work is done", VIRTUAL)`
  withDeadline(work, 60_000)               ? what happens to the timer when it is not needed any more
  work resolves {a}
  returns {a}
  timers = 0
  withDeadline(work, 60_000)
  work rejects ${RESET}
  throws ${RESET}
  timers = 0
`;

withDeadline("keeps its deadlines apart")`
  withDeadline(work, 5_000)              ? which variables do two calls share
  withDeadline(work, 100)
  withDeadline(work, 8_000)
  call 2 throws TimedOut or TimeoutError "100" after 100 ms
  call 1 pending
  work 1 resolves {a}
  call 1 returns {a}
  8 s pass
  call 3 throws TimedOut or TimeoutError "8000"
  calls of onTimeout = 0 | 1 | 1
`;

part("a read with a deadline");

/** Memory that nobody has written. */
const FRESH = 0xee;

/** The buffers of the calls; each lies in a memory that may be larger. */
const reading: MakeScene = (one) => {
  // Not all of them: who gives a few bytes a call needs many calls.
  let [first, last]: Uint8Array[] = [];

  function bufferOf(given: number | string): Uint8Array {
    if (given === "the same buffer") return last;
    if (typeof given === "number") return new Uint8Array(given).fill(FRESH);
    const length = Number(given.match(pattern(/^a view of (\d+) bytes$/))![1]);
    return new Uint8Array(8 + length + 8).fill(FRESH).subarray(8, 8 + length);
  }

  /** Gives the bytes that are in the buffer, as far as the submission tells of some. */
  async function readWithin(
    conn: Deno.Conn,
    given: number | string,
    timeoutMs: number,
  ): Promise<unknown> {
    const buffer = bufferOf(given);
    first ??= buffer;
    last = buffer;
    const n: unknown = await submission.readWithin(conn, buffer, timeoutMs);
    const isCount = Number.isInteger(n) && n as number > 0 &&
      n as number <= buffer.length;
    return isCount ? buffer.slice(0, n as number) : n;
  }

  /** Calls it with buffers of these lengths in turn until all bytes have come; each call must bring some. */
  async function bring(lengths: number[], data: unknown): Promise<void> {
    const due = toBytes(data);
    const parts: Uint8Array[] = [];
    let have = 0;
    for (let i = 0; have < due.length; i++) {
      const length = lengths[i % lengths.length];
      const outcome = await one.call("readWithin", "conn", length, 60_000);
      const came = await outcome.value();
      if (!(came instanceof Uint8Array)) {
        throw new Wrong({
          cause: "wrong-value",
          did: `${outcome.did}, after ${have} of ${due.length} bytes`,
          expected: "more bytes: they have been sent",
          came: show(came),
        });
      }
      parts.push(came);
      have += came.length;
    }
    const did = `${one.stage.did}, call after call`;
    sameBytes(concat(parts), due, { did });
  }

  /** Expects that a buffer begins with this text, and is as it was behind it. */
  function holds(buffer: Uint8Array, due: string): void {
    const text = due === "untouched" ? "" : due;
    const whole = new Uint8Array(buffer.length).fill(FRESH);
    whole.set(toBytes(text));
    const at = buffer.findIndex((byte, i) => byte !== whole[i]);
    expect(at < 0, {
      cause: "wrong-bytes",
      did: one.stage.did,
      what: `byte ${at} of the buffer was changed`,
      expected: text
        ? "behind what came the buffer is as it was"
        : "the buffer is as it was",
    });
  }

  return {
    calls: { readWithin },
    facts: {
      buffer: ([due]) => holds(last, due),
      "buffer of call 1": ([due]) => holds(first, due),
      "memory around the view": ([due]) => {
        const { buffer, byteOffset, length } = last;
        holds(new Uint8Array(buffer, 0, byteOffset), due);
        holds(new Uint8Array(buffer, byteOffset + length), due);
      },
    },
    actions: {
      "buffers of N bytes bring …": (length: number, data: unknown) =>
        bring([length], data),
      "buffers of N and N bytes in turn bring …": (
        a: number,
        b: number,
        data,
      ) => bring([a, b], data),
    },
  };
};

const readWithin = scenes(reading);
/** Where what a read gives is told, all of it. */
const readsAll = scenes(reading, { oneRead: true });

const OWN_MEMORY = "into which memory does the read go that still waits";

readsAll("gives the bytes that come")`
  readWithin(conn, 64 bytes, 60_000) pending             ? what does it wait for
  peer → {a}
  returns {a}                ? what does the call wait for, which bytes are in the buffer, and what does the number count
  conn = open                ? whose work is close()
`;

readWithin("gives null at the end of the stream")`
  readWithin(conn, 64 bytes, 60_000)
  peer → FIN
  returns null               ? what does read() give at the end of the stream
`;

readsAll("waits as long as it is told")`
  readWithin(conn, 64 bytes, 7_200_000)
  time passes
  pending                    ? where does the number of milliseconds come from
  peer → {a}
  returns {a}
`;

readsAll("rejects when the read fails")`
  readWithin(conn 1, 64 bytes, 60_000)
  peer 1 → RST
  throws ConnectionReset     ? what happens to an error of read()
  # read() gives the end after it, a stream the failure again: either, and at once
  readWithin(conn 1, 64 bytes, 60_000) settles   ? what does a call wait for when the connection has failed
  peer 2 → {a}
  readWithin(conn 2, 64 bytes, 60_000) returns {a}   ? what has the failure of one connection to do with another
`;

readsAll("takes bytes that have come before the call")`
  peer → {a:9}
  a moment passes
  readWithin(conn, 64 bytes, 60_000) returns {a}
  buffer = {a}               ? how much of the buffer is written
`;

readsAll("fills the view that it is given, and nothing around it")`
  readWithin(conn, a view of 16 bytes, 60_000)
  peer → {a:8}
  returns {a}
  memory around the view = untouched   ? a buffer may be a view of a larger one
`;

readsAll("leaves what does not fit to the next call")`
  peer → {a:20}
  buffers of 6 bytes bring {a}         ? what happens to bytes that do not fit into the buffer
`;

readWithin("gives timed-out at the deadline")`
  readWithin(conn, 64 bytes, 30) settles after 30 ms   ? what ends the waiting when nothing comes, when, and what becomes of the connection
  returns timed-out          ? what is given at the deadline
  readWithin(conn, 64 bytes, 1_700) returns timed-out after 1,700 ms   ? what does a call that timed out leave for the next one
  readWithin(conn, 64 bytes, 45_000) returns timed-out after 45 s
`;

readWithin("leaves the connection open, and the buffer untouched")`
  readWithin(conn, 64 bytes, 100) returns timed-out after 100 ms   ? what is done with this connection at the deadline, and what have others to do with it
  conn = open
  conn sends {a}
  peer ← {a}
  peer → {b:60}
  a moment passes
  buffer = untouched         ? ${OWN_MEMORY}
  time passes
  buffer = untouched
`;

readsAll("takes bytes that come just before the deadline")`
  readWithin(conn, 64 bytes, 30_000)
  26 s pass
  pending                    ? how long may a read take: is it the deadline, or less
  peer → {a:5}
  returns {a}
`;

readWithin("leaves no timer when the read is over", VIRTUAL)`
  readWithin(conn 1, 64 bytes, 60_000)     ? what happens to the timer when it is not needed any more
  peer 1 → x
  resolves
  timers = 0
  readWithin(conn 2, 64 bytes, 60_000)
  peer 2 → FIN
  resolves
  timers = 0
  readWithin(conn 3, 64 bytes, 60_000)
  peer 3 → RST
  throws ConnectionReset
  timers = 0
`;

part("what comes late");

const LATE = {
  lookAt: "a read still waits after timed-out: which call gets what it brings",
  virtual: true,
};

readsAll("gives late bytes to the next call", LATE)`
  readWithin(conn, 64 bytes, 50) returns timed-out after 50 ms
  peer → {a:11}
  a moment passes
  readWithin(conn, 64 bytes, 60_000) returns {a}
  buffer of call 1 = untouched         ? ${OWN_MEMORY}
`;

readsAll("gives bytes to the call that waits when they come", LATE)`
  readWithin(conn, 64 bytes, 50) returns timed-out after 50 ms
  readWithin(conn, 64 bytes, 60_000) pending
  peer → {a:11}
  returns {a}
`;

readsAll("times out again, each call at its own deadline", LATE)`
  readWithin(conn, 64 bytes, 30) returns timed-out after 30 ms   ? when is the timer of a call set
  readWithin(conn, 64 bytes, 1_700) returns timed-out after 1,700 ms
  readWithin(conn, 64 bytes, 45_000) returns timed-out after 45 s
  peer → {a}
  readWithin(conn, 64 bytes, 60_000) returns {a}         ? ${LATE.lookAt}
`;

readWithin("loses no byte between many calls that time out", LATE)`
  4 times
    readWithin(conn, 64 bytes, 50) returns timed-out after 50 ms
    readWithin(conn, 64 bytes, 50) returns timed-out after 50 ms
    peer → {a:7}
    a moment passes
    buffers of 64 bytes bring {a}
    readWithin(conn, 64 bytes, 50) returns timed-out after 50 ms   ? what is left of a late read when a call has taken what it brought
    peer → {b:7}
    buffers of 64 bytes bring {b}   ? ${LATE.lookAt}
`;

readsAll("gives late bytes in parts when the buffer is smaller", LATE)`
  readWithin(conn, 64 bytes, 50) returns timed-out after 50 ms   ? what happens to late bytes that do not fit into the next buffer
  peer → {a:22}
  a moment passes
  # the last part is one byte
  buffers of 3 bytes bring {a}
  peer → {b:5}
  buffers of 64 bytes bring {b}
  readWithin(conn, 64 bytes, 50) returns timed-out after 50 ms
  peer → "{c:5}{d:5}"
  a moment passes
  2 times
    readWithin(conn, a view of 5 bytes, 60_000) resolves   ? how many bytes has a buffer that is a view: its own length, or that of its memory
    memory around the view = untouched
`;

readsAll("does not wait for bytes that are there", LATE)`
  readWithin(conn, 64 bytes, 50) returns timed-out after 50 ms
  peer → abcd
  a moment passes
  readWithin(conn, 3 bytes, 60_000) returns abc
  timers = 0                 ? what happens to the timer when some bytes are left
  readWithin(conn, 3 bytes, 1) returns d   ? which bytes are there already when the call begins
`;

readsAll("gives late bytes to a buffer that is larger", LATE)`
  readWithin(conn, 4 bytes, 50) returns timed-out after 50 ms
  peer → {a:30}
  a moment passes
  buffers of 64 bytes bring {a}
`;

readWithin("gives a late end of the stream to the next call", LATE)`
  readWithin(conn, 64 bytes, 50) returns timed-out after 50 ms
  peer → FIN
  a moment passes
  readWithin(conn, 64 bytes, 60_000) returns null
  timers = 0                 ? what happens to the timer when the read is over
  readWithin(conn, 64 bytes, 60_000) returns null        ? what does a call give after the end
`;

readsAll("gives late bytes first, then the end", LATE)`
  readWithin(conn, 64 bytes, 50) returns timed-out after 50 ms
  peer → {a:10} → FIN
  a moment passes
  buffers of 4 bytes bring {a}
  readWithin(conn, 64 bytes, 60_000) returns null        ? what comes after the last byte
`;

readsAll(
  "gives a late failure to the next call, and is silent until then",
  LATE,
)`
  readWithin(conn, 64 bytes, 50) returns timed-out after 50 ms
  peer → RST
  20 ms pass
  readWithin(conn, 64 bytes, 60_000) throws ConnectionReset   ? which call gets a failure that comes late
  timers = 0                 ? what happens to the timer when the read is over
`;

readsAll("keeps two connections apart")`
  readWithin(conn 1, 64 bytes, 50) returns timed-out after 50 ms   ? what do two connections share
  readWithin(conn 2, 64 bytes, 50) returns timed-out after 50 ms
  peer 2 → {b}
  a moment passes
  peer 1 → {a}
  a moment passes
  readWithin(conn 2, 64 bytes, 60_000) returns {b}
  readWithin(conn 1, 64 bytes, 60_000) returns {a}
`;

readsAll("may be given the same buffer again", LATE)`
  readWithin(conn, 16 bytes, 50) returns timed-out after 50 ms   ? ${OWN_MEMORY}
  readWithin(conn, the same buffer, 50) returns timed-out after 50 ms
  peer → {a:6}
  a moment passes
  readWithin(conn, the same buffer, 60_000) returns {a}
  readWithin(conn, the same buffer, 50) returns timed-out after 50 ms
  peer → {b:9}
  buffers of 64 bytes bring {b}
`;

part("a heartbeat");

/** A heartbeat: `dead` is what its call gives, and its pings are counted. */
const beating: MakeScene = (one) => {
  const { stage } = one;
  let beat: ReturnType<typeof Solution.keepAlive>;
  let pings: Meter;
  /** How many bytes of them the peer has read. */
  let bytesRead = 0;
  /** Where counting begins. */
  let from = { writes: 0, waiting: 0, ms: 0 };

  const count = () => {
    const { writes, waiting } = pings;
    from = { writes: writes.length, waiting, ms: performance.now() };
  };

  async function keepAlive(
    conn: Deno.TcpConn,
    options: { everyMs: number; deadAfterMs: number },
  ): Promise<void> {
    pings = stage.meterOf(conn);
    bytesRead = 0;
    const { did } = stage;
    const own = submission.keepAlive(conn, options);
    expect(
      typeof own?.stop === "function" && typeof own.dead?.then === "function",
      {
        cause: "wrong-value",
        did,
        expected: "{ dead, stop }: a promise and a function, at once",
        came: show(own),
        lookAt: "what does keepAlive() return, and does it wait before",
      },
    );
    // A stop() that throws is found by a check of its own.
    afterCheck(() => own.stop());
    beat = own;
    count();
    await own.dead;
  }

  /** Expects `some` pings since counting began, `none`, or `one in 2000 ms`: no more than that, by the clock of the submission. */
  function expectPings(due: string): void {
    // A ping may be several writes at one moment.
    const moments: number[] = [];
    for (const ms of pings.times.slice(from.writes)) {
      if (ms - (moments.at(-1) ?? -Infinity) > 50) moments.push(ms);
    }
    const ms = performance.now() - from.ms;
    const most = 2 + Math.floor(ms / Number(due.match(pattern(/\d+/))));
    const [isRight, expected] = due === "some"
      ? [moments.length > 0, "a ping every everyMs"]
      : due === "none"
      ? [moments.length + pings.waiting <= from.waiting, "pings: none"]
      : [moments.length <= most, `pings: ${most} or fewer`];
    expect(isRight, {
      cause: due === "some" ? "no-reply" : "wrong-bytes",
      did: stage.did,
      what: `pings in the last ${
        inMs(Math.round(ms / 10) * 10)
      }: ${moments.length}`,
      expected,
    });
    count();
  }

  return {
    calls: { keepAlive },
    facts: { pings: ([due]) => expectPings(due) },
    actions: {
      "pings are counted from here": count,
      "no ping follows": async () => {
        count();
        await one.play`75 min pass`;
        expectPings("none");
      },
      "peer reads the pings": async () => {
        const unread = pings.taken - bytesRead;
        bytesRead += unread;
        if (unread > 0) await (await stage.peer()).take(unread);
      },
      "stop()": () => {
        note("stop()");
        try {
          beat.stop();
        } catch (error) {
          throw new Wrong({
            cause: "threw",
            did: `${stage.did}, stop()`,
            what: `stop() threw ${show(error)}`,
            expected: "it may be called again, and then nothing happens",
          });
        }
      },
    },
  };
};

const keepAlive = scenes(beating, {
  promise: "dead",
  speaks: true,
  neverRejects: true,
});

const PERIOD =
  "when is the next ping written, who decides that, and how many bytes has it";

const LIMIT =
  "what makes dead resolve here: a silence, and how long, or a call that failed";

keepAlive("writes no more than one ping every everyMs")`
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 3_600_000 })   ? ${PERIOD}
  # an answer is no reason for the next ping
  80 times
    peer → x
    500 ms pass
  pings = one in 2000 ms
  keepAlive(conn 2, { everyMs: 1_800_000, deadAfterMs: 36_000_000 })
  4 times
    900 s pass
    peer 2 → x
  pings = one in 1800000 ms
`;

keepAlive("writes a ping every everyMs")`
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 3_600_000 })   ? ${PERIOD}
  5 times
    2,010 ms pass
    pending                  ? ${LIMIT}
    pings = some             ? ${PERIOD}
  # pings that nobody reads fill small queues: then every write() waits
  11 times
    peer reads the pings
    5 min pass
  pending                    ? ${LIMIT}
  pings are counted from here
  2,010 ms pass
  pings = some               ? ${PERIOD}
  keepAlive(conn 2, { everyMs: 7_000, deadAfterMs: 3_600_000 })
  # bytes that arrive are no reason to leave a ping out, nor to put it off
  5 times
    3,505 ms pass
    peer 2 → x
    3,505 ms pass
    pings = some
  keepAlive(conn 3, { everyMs: 20, deadAfterMs: 3_600_000 })
  5 times
    25 ms pass
    pings = some
`;

keepAlive("takes every byte that arrives for life")`
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 })   ? what does your code do when read() gives bytes
  7 s pass
  peer → "\n"
  7 s pass
  peer → pong
  7 s pass
  peer → "\0"
  7 s pass
  peer → "a longer line\r\n"
  7 s pass
  pending
`;

const LIFE =
  "what counts as life, a ping that is written or bytes that arrive; and from when to when is the time counted";

keepAlive("takes a peer that says nothing for dead")`
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 }) resolves after 9,000 to 11,200 ms   ? ${LIFE}
  keepAlive(conn 2, { everyMs: 1_000, deadAfterMs: 60_000 }) resolves after 60,000 to 61,200 ms
  keepAlive(conn 3, { everyMs: 100, deadAfterMs: 250 }) resolves after 250 to 550 ms   ? how often does your code look at the clock
`;

keepAlive("counts the time from the last bytes")`
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 })   ? when does the time begin anew
  5,500 ms pass
  peer → {a}
  5,500 ms pass
  peer → {b}
  40 ms pass
  peer → {c}
  a moment passes
  resolves after 9,000 to 11,200 ms
  # before the first ping
  keepAlive(conn 2, { everyMs: 5_000, deadAfterMs: 9_000 })
  4 s pass
  peer 2 → {d}
  a moment passes
  resolves after 9,000 to 14,200 ms
`;

keepAlive("closes nothing")`
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 }) resolves after 9,000 to 11,200 ms
  # pings that go on are told in part 5
  60 min pass
  conn = open                ? whose work is close()
  peer reads the pings
  conn sends {a}             ? which call ends a direction of the connection
  peer ← {a}
`;

keepAlive("keeps two peers apart")`
  keepAlive(conn 1, { everyMs: 2_000, deadAfterMs: 9_000 })   ? what do two calls share
  keepAlive(conn 2, { everyMs: 2_000, deadAfterMs: 9_000 })
  # peer 1 is silent
  4 times
    4 s pass
    peer 2 → x
    a moment passes
  call 1 resolves
  call 2 pending
  call 2 resolves after 9,000 to 11,200 ms   ? what do two calls share
`;

part("nothing delays it");

const WAITING = "who waits for a write() for which there is no room";

keepAlive("counts the time while a ping waits")`
  conn has room for 0 bytes                ? ${WAITING}
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 }) resolves after 9,000 to 11,200 ms
`;

keepAlive("hears bytes while a ping waits")`
  conn has room for 0 bytes                ? ${WAITING}
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 })
  5 times
    5,500 ms pass
    peer → x
    a moment passes
  pending
  resolves after 9,000 to 11,200 ms
`;

keepAlive("pings again when there is room")`
  conn has room for 0 bytes                ? ${WAITING}
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 3_600_000 })
  10 s pass
  conn gets room for 1000000
  3 times
    2,010 ms pass
    pings = some                         ? who writes the next ping when one has waited
`;

/** At once, though the last segment may be held up for 60 ms. */
const AT_ONCE_MS = 80;

keepAlive("is dead at once at the end of the stream")`
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 3_600_000 })   ? what does read() give at the end of the stream, and what then
  3 s pass
  peer → FIN
  resolves within ${AT_ONCE_MS} ms
`;

keepAlive("is dead at once at a failure")`
  keepAlive(conn 2, { everyMs: 2_000, deadAfterMs: 3_600_000 })   ? what happens to an error of read(), and of write()
  3 s pass
  peer 2 → RST
  resolves within ${AT_ONCE_MS} ms
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 3_600_000 })
  3 s pass
  conn breaks
  2,010 ms pass
  resolves
`;

keepAlive("pings no more when the peer is dead")`
  keepAlive(conn 1, { everyMs: 2_000, deadAfterMs: 9_000 }) resolves after 9,000 to 11,200 ms   ? what ends the pings
  no ping follows
  keepAlive(conn 2, { everyMs: 2_000, deadAfterMs: 3_600_000 })
  peer 2 → FIN
  resolves
  no ping follows
`;

keepAlive("stop() ends the pings, and leaves dead pending")`
  # stop() right after the call            ? what does stop() end, and what does it leave
  keepAlive(conn 2, { everyMs: 2_000, deadAfterMs: 9_000 })
  stop()
  a moment passes
  no ping follows
  pending
  # stop() after 5 s
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 })
  5 s pass
  pings are counted from here
  stop()
  75 min pass
  pings = none
  pending
  conn = open
  stop()
  pending
  peer reads the pings
  conn sends {a}             ? which call ends a direction of the connection
  peer ← {a}
`;

keepAlive("takes no notice of what comes after stop()")`
  keepAlive(conn 1, { everyMs: 2_000, deadAfterMs: 9_000 })   ? what does your code do when a read() ends after stop()
  1 s passes
  stop()
  peer 1 → x
  75 min pass
  pending
  keepAlive(conn 2, { everyMs: 2_000, deadAfterMs: 9_000 })
  1 s passes
  stop()
  peer 2 → FIN
  75 min pass
  pending
  keepAlive(conn 3, { everyMs: 2_000, deadAfterMs: 9_000 })
  1 s passes
  stop()
  peer 3 → RST
  75 min pass
  pending
`;

keepAlive("leaves no timer")`
  keepAlive(conn 1, { everyMs: 2_000, deadAfterMs: 9_000 })   ? which timers run, and what ends each of them
  1 s passes
  peer 1 → x
  a moment passes
  stop()
  timers = 0
  peer 1 → x
  timers = 0
  pending
  # a peer that is silent
  keepAlive(conn 2, { everyMs: 2_000, deadAfterMs: 9_000 })
  peer 2 → x
  a moment passes
  resolves after 9,000 to 11,200 ms
  timers = 0
  # a peer that ends
  keepAlive(conn 3, { everyMs: 2_000, deadAfterMs: 9_000 })
  1 s passes
  peer 3 → x → FIN
  resolves
  timers = 0
`;

keepAlive("stop() while a ping waits, which then has room")`
  conn has room for 0 bytes                ? what is begun when a write() ends after stop()
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 })
  3 s pass
  stop()
  pings are counted from here
  conn gets room for 1000000
  75 min pass
  pings = none
  timers = 0
`;

part("beyond");

check("keeps a hundred deadlines apart", {
  needs: ["withDeadline"],
  virtual: true,
  lookAt: "which variables do two calls share",
}, async () => {
  // So far apart that who looks at a clock now and then does not exchange two of them.
  const all = Array.from(
    { length: 100 },
    (_, i) => 1_000 + 97 * i % 100 * 100,
  );
  const order: number[] = [];
  for (const ms of all) {
    submission.withDeadline(new Promise(() => {}), ms, () => {})
      .catch(() => order.push(ms));
  }
  // In steps: a clock that passes over the moments of a hundred intervals leaps to its end.
  for (let passed = 0; passed < 11_500; passed += 500) await elapse(500);
  equal(order, all.toSorted((a, b) => a - b), {
    did: "a hundred calls of withDeadline(), the order of their deadlines",
  });
});

check("calls onTimeout when it rejects for the deadline, and only then", {
  needs: ["withDeadline"],
  virtual: true,
  lookAt: "what is asked before onTimeout is called, and when",
}, async () => {
  // The timer that ends the work rings in the same millisecond.
  for (const isBefore of [true, false]) {
    for (const fails of [true, false]) {
      const work = Promise.withResolvers<string>();
      const end = () => fails ? work.reject(RESET) : work.resolve("done");
      let count = 0;
      if (isBefore) setTimeout(end, 100);
      const call = submission.withDeadline(work.promise, 100, () => {
        count++;
      });
      if (!isBefore) setTimeout(end, 100);
      const outcome = call.then(
        () => "what the work gave",
        (error) => error === RESET ? "what the work gave" : "the deadline",
      );
      await elapse(200);
      const came = await outcome;
      const due = came === "the deadline" ? 1 : 0;
      equal(count, due, {
        did: `withDeadline(work, 100) of a work that ends after 100 ms, ` +
          `settles with ${came}: calls of onTimeout`,
      });
    }
  }
});

scenes((one) => {
  const [works, reads, beats] = [waiting(one), reading(one), beating(one)];
  return {
    calls: { ...works.calls, ...reads.calls, ...beats.calls },
    actions: {
      ...works.actions,
      ...beats.actions,
      "a timer of more than N ms rings at once": (ms: number) =>
        limitTimers(ms),
    },
  };
}, { speaks: true, oneRead: true })(
  "takes the longest time that a timer takes",
)`
  a timer of more than 2,147,483,647 ms rings at once   ? a timer of more than 2147483647 ms rings at once: what do you add
  withDeadline(work, 2_147_483_647)
  readWithin(conn, 64 bytes, 2_147_483_647)
  keepAlive(conn 2, { everyMs: 60_000, deadAfterMs: 2_147_483_647 })
  # more than a day
  1,500 min pass
  call 1 pending
  call 2 pending
  call 3 pending
  stop()
  work resolves {a}
  call 1 returns {a}
  peer → {b}
  call 2 returns {b}
`;

const MUCH = once(() => random.bytes(200_000));

readWithin("loses no byte of 200 KB that come late", LATE)`
  readWithin(conn, 65_536 bytes, 50) returns timed-out after 50 ms   ? which bytes are lost, or come in another order
  peer → ${MUCH} meanwhile
  buffers of 3 and 16_384 bytes in turn bring ${MUCH}
`;

readWithin("loses no byte when each read gives one", LATE)`
  each read gives 1 byte               ? how many bytes does a read give
  readWithin(conn, 64 bytes, 50) returns timed-out after 50 ms
  peer → {a:12}
  buffers of 64 bytes bring {a}
`;

readWithin("loses no byte that comes at a deadline", {
  ...LATE,
  lookAt: "what happens to bytes that come when the timer rings",
}, async (one) => {
  const { peer } = await one.stage.ends();
  let [sent, came] = ["", ""];
  for (let i = 0; i < 30; i++) {
    const call = await one.call("readWithin", "conn", 64, 40);
    const word = random.word(3);
    sent += word;
    // At, before and after the deadline, as near as a clock can tell.
    await elapse(38 + i % 5);
    await peer.send(word);
    await elapse(10);
    const got = await call.value();
    if (got instanceof Uint8Array) came += new TextDecoder().decode(got);
    else equal(got, "timed-out", { did: call.did });
  }
  expect(sent.startsWith(came), {
    cause: "wrong-bytes",
    did: "readWithin(), what all calls gave",
    expected: show(sent),
    came: show(came),
  });
  await one.play`buffers of 64 bytes bring ${sent.slice(came.length)}`;
});

keepAlive("lives through a flood of bytes, and pings meanwhile")`
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 })   ? what waits while bytes come without a pause
  8 times
    4 times
      peer → {a:3000}
      510 ms pass
    pings = some
  pending
  peer → x
  a moment passes
  resolves after 9,000 to 11,200 ms
`;

keepAlive("is dead at once when the stream has ended before", VIRTUAL)`
  peer → FIN                               ? what if the first read() gives null
  a moment passes
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 3_600_000 }) resolves
`;

keepAlive("is dead once when a ping waits and the peer resets")`
  conn has room for 0 bytes                ? two calls fail at a reset: who catches the error of each
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 3_600_000 })
  6 s pass
  peer → RST
  a moment passes
  conn breaks
  resolves
  no ping follows
`;

keepAlive("stop() while a ping waits, which then fails")`
  conn has room for 0 bytes                ? what happens to a write() that fails after stop()
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 })
  3 s pass
  stop()
  conn breaks
  no ping follows
  timers = 0
  pending
`;

keepAlive("stop() when the peer is dead changes nothing")`
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 }) resolves after 9,000 to 11,200 ms   ? what does stop() do when everything is over
  stop()
  stop()
  resolves
  no ping follows
`;
