import type * as Solution from "../solutions/14_silence.ts";
import {
  type Action,
  afterCheck,
  each,
  elapse,
  equal,
  expect,
  joinScenes,
  LentBuffers,
  load,
  type MakeScene,
  note,
  once,
  Pings,
  random,
  show,
  Wrong,
} from "../workbook/grading/mod.ts";

const { submission, part, scenes } = await load<typeof Solution>(
  "14_silence",
  () => import("../lessons/14_silence/exercise.ts"),
  () => import("../lessons/14_silence/exercise.ts", { with: { type: "text" } }),
);

part("a deadline");

/** How a work may fail. */
const RESET = new Deno.errors.ConnectionReset("Connection reset by peer");

/** The first call waits for work 1, the second one for work 2. */
const waiting: MakeScene = ({ stage }) => {
  const works: PromiseWithResolvers<unknown>[] = [];
  const work = (nth: number) => works[nth] ??= Promise.withResolvers();
  /** Of each call: how often onTimeout was called, and whether it ended at the deadline. */
  const called: number[] = [];
  const timedOut: boolean[] = [];
  let atTimeout = () => {};

  async function withDeadline(_: string, timeoutMs: number): Promise<unknown> {
    const nth = called.push(0);
    timedOut.push(false);
    try {
      return await submission.withDeadline(work(nth).promise, timeoutMs, () => {
        called[nth - 1]++;
        note("onTimeout() is called");
        atTimeout();
      });
    } catch (error) {
      timedOut[nth - 1] = error !== RESET;
      throw error;
    }
  }

  const ends = (how: "resolve" | "reject"): Record<string, Action> => ({
    [`work ${how}s …`]: (value) => work(called.length)[how](value),
    [`work N ${how}s …`]: (nth: number, value) => work(nth)[how](value),
    [`work N ${how}s in N ms`]: (nth: number, ms: number) => {
      setTimeout(() => work(nth)[how](RESET), ms);
    },
    [`onTimeout() will ${how} the work …`]: (value) => {
      atTimeout = () => work(called.length)[how](value);
    },
  });

  const expectCalls = (due: number[], which = "for each call") =>
    equal(called, due, { did: `${stage.did}, calls of onTimeout, ${which}` });

  return {
    calls: { withDeadline },
    facts: {
      "calls of onTimeout": (items) => expectCalls(items.map(Number)),
      onTimeout: () =>
        expectCalls(
          timedOut.map(Number),
          "for each call: one where the deadline ended it",
        ),
    },
    actions: { ...ends("resolve"), ...ends("reject") },
  };
};

const withDeadline = scenes(waiting);

/** What a work may give. */
const DONE = { a: 1 };
const results = each(DONE, 0, false, null, undefined, "", "timed-out", RESET);

withDeadline("gives what the work gives")`
  work 1 resolves ${results}   ? what is returned, and how is a result told from the deadline
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
  once with each MS: 30 | 1700 | 45000 | 5400000
  withDeadline(work, MS) settles after MS ms   ? what ends the waiting when the work never ends, and when; where does the number of milliseconds come from
  throws TimedOut or TimeoutError "MS"         ? which error is it, and what does its message say
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
  once with each END: resolves | rejects
  once with each RESULT: returns | throws
  withDeadline(work, 3_000)              ? when is onTimeout called
  1 s passes
  work END ${failures}
  RESULT ${failures}                     ? what happens to what comes in time
  calls of onTimeout = 0                 ? when is onTimeout called, and how do you know whose failure it is
  time passes                            ? what happens to the timer when the work is done
  calls of onTimeout = 0
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
  onTimeout() will reject the work ${RESET}
  withDeadline(work, 200) throws TimedOut or TimeoutError "200" after 200 ms
`;

withDeadline("leaves no timer when the work is done", { virtual: true })`
  once with each END: resolves | rejects
  once with each RESULT: returns | throws
  withDeadline(work, 60_000)             ? what happens to the timer when it is not needed any more
  work END ${RESET}
  RESULT ${RESET}
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

/** Each call reads into a buffer of its own. */
const reading: MakeScene = (one) => {
  const buffers = new LentBuffers(
    one,
    (length) => one.call("readWithin", "conn", length, 60_000),
  );
  const readWithin = (conn: Deno.Conn, size: number | string, ms: number) =>
    buffers.lend(size, (bytes) => submission.readWithin(conn, bytes, ms));
  const { facts, actions } = buffers;
  return { calls: { readWithin }, facts, actions };
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
  the caller fills the buffer with "its own"
  peer → {b:60}
  a moment passes
  buffer = "its own"         ? ${OWN_MEMORY}
  time passes
  buffer = "its own"
`;

readsAll("takes bytes that come just before the deadline")`
  readWithin(conn, 64 bytes, 30_000)
  26 s pass
  pending                    ? how long may a read take: is it the deadline, or less
  peer → {a:5}
  returns {a}
`;

readWithin("leaves no timer when the read is over", { virtual: true })`
  once with each END: x | FIN | RST
  once with each RESULT: resolves | returns null | throws ConnectionReset
  readWithin(conn, 64 bytes, 60_000)   ? what happens to the timer when it is not needed any more
  peer → END
  RESULT
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
  const pings = new Pings(one);
  let beat: ReturnType<typeof Solution.keepAlive>;

  async function keepAlive(
    conn: Deno.Conn,
    options: { everyMs: number; deadAfterMs: number },
  ): Promise<void> {
    pings.watch(conn);
    const { did } = one.stage;
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
    pings.count();
    await own.dead;
  }

  function stop(): void {
    note("stop()");
    try {
      beat.stop();
    } catch (error) {
      throw new Wrong({
        cause: "threw",
        did: `${one.stage.did}, stop()`,
        what: `stop() threw ${show(error)}`,
        expected: "it may be called again, and then nothing happens",
      });
    }
  }

  return {
    calls: { keepAlive },
    facts: pings.facts,
    actions: { ...pings.actions, "stop()": stop },
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
  peer reads the pings
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
  once with each LIFE: "\n" | pong | "\0" | "a longer line\r\n"
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 })   ? what does your code do when read() gives bytes
  3 times
    7 s pass
    peer → LIFE
  7 s pass
  pending
`;

keepAlive("takes a peer that says nothing for dead")`
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 }) resolves after 9,000 to 11,200 ms   ? what counts as life, a ping that is written or bytes that arrive; and from when to when is the time counted
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

keepAlive("is dead at once at the end of the stream")`
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 3_600_000 })   ? what does read() give at the end of the stream, and what then
  3 s pass
  peer → FIN
  # at once, though the last segment may be held up for 60 ms
  resolves within 80 ms
`;

keepAlive("is dead at once at a failure")`
  once with each END: peer → RST | conn breaks
  once with each RESULT: resolves within 80 ms | resolves within 2,200 ms
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 3_600_000 })   ? what happens to an error of read(), and of write()
  3 s pass
  END
  RESULT
`;

keepAlive("pings no more when the peer is dead")`
  once with each END: # the peer is silent | peer → FIN
  once with each TIME: after 9,000 to 11,200 ms | within 80 ms
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 })   ? what ends the pings
  END
  resolves TIME
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
  once with each END: x | FIN | RST
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 })   ? what does your code do when a read() ends after stop()
  1 s passes
  stop()
  peer → END
  75 min pass
  pending
`;

keepAlive("leaves no timer")`
  once with each END: stop() | # the peer is silent | peer → x → FIN
  once with each RESULT: pending | resolves after 9,000 to 11,200 ms | resolves
  once with each LATE: peer → x | peer → x | # nothing more comes
  keepAlive(conn, { everyMs: 2_000, deadAfterMs: 9_000 })   ? which timers run, and what ends each of them
  1 s passes
  peer → x
  a moment passes
  END
  RESULT
  timers = 0
  LATE
  a moment passes
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

withDeadline("keeps a hundred deadlines apart", {
  virtual: true,
  lookAt: "which variables do two calls share",
}, async () => {
  // So far apart that who looks at a clock now and then does not exchange two of them.
  const all = Array.from(Array(100), (_, i) => 1_000 + 97 * i % 100 * 100);
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

withDeadline("calls onTimeout when it rejects for the deadline, and only then")`
  # two works that end at the deadline, a moment before it and after it: either result is right
  once with each END: resolves | rejects
  work 1 END in 100 ms                   ? what is asked before onTimeout is called, and when
  withDeadline(work, 100)
  withDeadline(work, 100)
  work 2 END in 100 ms
  200 ms pass
  call 1 settles
  call 2 settles
  onTimeout = "called for each deadline"
`;

scenes(joinScenes(waiting, reading, beating), { speaks: true, oneRead: true })(
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

readWithin("loses no byte that comes at a deadline")`
  # at, before and after the deadline, as near as a clock can tell
  once with each MS: 38 | 39 | 40 | 41 | 42
  3 times
    readWithin(conn, 64 bytes, 40)       ? what happens to bytes that come when the timer rings
    MS ms pass
    peer → {a:3}
    10 ms pass
    readWithin(conn, 64 bytes, 40)
    MS ms pass
    peer → {b:3}
    10 ms pass
  all calls, and buffers of 64 bytes, bring "{a}{b}{a}{b}{a}{b}"
`;

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

keepAlive("is dead at once when the stream has ended before", {
  virtual: true,
})`
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
