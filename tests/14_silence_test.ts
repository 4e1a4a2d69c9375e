import type * as Solution from "../solutions/14_silence.ts";
import {
  afterCheck,
  concat,
  elapse,
  equal,
  expect,
  isOpenConn,
  isPending,
  isVirtual,
  limitReads,
  LIMITS,
  load,
  type Meter,
  meter,
  note,
  pair,
  passTime,
  type Peer,
  random,
  sameBytes,
  settle,
  settles,
  show,
  toBytes,
  watchTimers,
  within,
  Wrong,
} from "../workbook/grading/mod.ts";

const { submission, part, check, calls } = await load<typeof Solution>(
  "14_silence",
  () => import("../lessons/14_silence/exercise.ts"),
  () => import("../lessons/14_silence/exercise.ts", { with: { type: "text" } }),
);

/** Deadlines of a check. By the clock of the machine a check may be late itself, so they are longer. */
const deadlines = (): number[] =>
  isVirtual() ? [30, 1_700, 45_000] : [5_000, 45_000];

/** How long before its deadline a call must still wait. */
const margin = (): number => isVirtual() ? 6 : 2_000;

/** How much later a deadline may be met. A virtual clock is exact. */
const slack = (): number => isVirtual() ? 10 : 400;

/** The longest time that a timer takes. */
const LONGEST_MS = 2 ** 31 - 1;

/** Lets a timer that is too long ring after 1 ms, as Deno's does: one of the model network takes any time. */
function limitTimers(): void {
  const { setTimeout } = globalThis;
  type Run = (...rest: unknown[]) => void;
  Object.assign(globalThis, {
    setTimeout: (run: Run, ms = 0, ...rest: unknown[]) =>
      setTimeout(run, ms > LONGEST_MS ? 1 : ms, ...rest),
  });
  afterCheck(() => {
    Object.assign(globalThis, { setTimeout });
  });
}

/** Expects that no timer runs. */
function expectNoTimer(live: () => number, did: string, lookAt?: string): void {
  expect(live() === 0, {
    cause: "leak",
    did,
    what: `timers that still run: ${live()}`,
    expected: "no timer is left",
    lookAt,
  });
}

/** Expects that a promise is pending. */
async function staysPending(
  work: Promise<unknown>,
  did: string,
  what: string,
  lookAt?: string,
): Promise<void> {
  expect(await isPending(work), {
    cause: "too-early",
    did,
    what,
    expected: "a promise that is pending",
    lookAt,
  });
}

/** Expects that a promise has settled by now. */
async function hasSettled(
  work: Promise<unknown>,
  did: string,
  what: string,
  expected: string,
  lookAt?: string,
): Promise<void> {
  expect(!await isPending(work), {
    cause: "never-ended",
    did,
    what,
    expected,
    lookAt,
  });
}

/** Lets a submission wait for its deadline, and expects that it is met, not before and not later. */
async function meets(
  work: Promise<unknown>,
  did: string,
  timeoutMs: number,
  lookAt?: string,
): Promise<void> {
  await elapse(timeoutMs - margin());
  await staysPending(
    work,
    did,
    `the promise settled before ${timeoutMs} ms had passed`,
    lookAt,
  );
  await elapse(margin() + slack());
  await hasSettled(
    work,
    did,
    `the promise was still pending ${slack()} ms after the deadline`,
    `it settles after ${timeoutMs} ms`,
    lookAt,
  );
}

/** What a promise settled with. */
type Settled = { value: unknown } | { error: unknown };

/** Awaits a promise of the submission, however it ends. */
function outcome(work: Promise<unknown>, did: string): Promise<Settled> {
  const end = work.then(
    (value): Settled => ({ value }),
    (error): Settled => ({ error }),
  );
  return settles(end, did);
}

/** Expects that both directions of a connection are open: this side still sends. */
async function stillSends(
  { conn, peer }: { conn: Deno.Conn; peer: Peer },
  did: string,
  lookAt: string,
): Promise<void> {
  const word = random.word(6);
  note(`conn.write("${word}")`);
  try {
    await conn.write(toBytes(word));
  } catch (error) {
    throw new Wrong({
      cause: "closed-early",
      did: `${did}, then the caller writes to conn`,
      what: `the write failed: ${(error as Error).name}`,
      expected: "both directions of conn stay open",
      lookAt,
    });
  }
  await peer.expect(word, { lookAt });
}

/** What a promise settled with, in words. */
function shown(came: Settled): string {
  return "error" in came
    ? `it rejects with ${show(came.error)}`
    : show(came.value);
}

part("a deadline");

/** A call of `withDeadline`, and what became of `onTimeout`. */
interface Waiting {
  did: string;
  work: Promise<unknown>;
  /** How often `onTimeout` was called. */
  called(): number;
}

/** Calls `withDeadline`. */
function waitsFor(
  work: Promise<unknown>,
  timeoutMs: number,
  onTimeout: () => void = () => {},
): Waiting {
  const did = `withDeadline(work, ${timeoutMs}, onTimeout)`;
  note(`${did} is called`);
  let called = 0;
  const came = submission.withDeadline(work, timeoutMs, () => {
    called++;
    note("onTimeout() is called");
    onTimeout();
  });
  // A rejection is awaited later.
  Promise.resolve(came).catch(() => {});
  return { did, work: Promise.resolve(came), called: () => called };
}

/** Names of an error that says that the time is over. */
const TIMED_OUT = ["TimedOut", "TimeoutError"];

const NAMES_IT = "which error is it, and what does its message say";

/** Expects that a call of `withDeadline` rejects as it must at its deadline. */
async function timesOut(
  { did, work }: Waiting,
  timeoutMs: number,
  lookAt = NAMES_IT,
): Promise<void> {
  const came = await outcome(work, did);
  const expected = `it rejects with TimedOut or TimeoutError`;
  if ("value" in came) {
    throw new Wrong({
      cause: "did-not-throw",
      did,
      expected,
      came: `${show(came.value)}, no error`,
      lookAt,
    });
  }
  const { name = "", message = "" } = Object(came.error) as Partial<Error>;
  expect(TIMED_OUT.includes(name), {
    cause: "wrong-value",
    did,
    expected,
    came: show(came.error),
    lookAt,
  });
  // 1,700 and 1_700 name it as well as 1700.
  expect(
    `${message}`.replace(/(?<=\d)[,_' ](?=\d{3})/g, "").includes(
      `${timeoutMs}`,
    ),
    {
      cause: "wrong-value",
      did,
      expected: `a message that names ${timeoutMs}`,
      came: show(`${message}`),
      lookAt: NAMES_IT,
    },
  );
}

const DEADLINE = { needs: ["withDeadline" as const], virtual: true };

/** What a piece of work may give. */
const RESULTS: unknown[] = [
  7,
  0,
  false,
  null,
  undefined,
  "",
  { a: 1 },
  "timed-out",
];

check("gives what the work gives", {
  ...DEADLINE,
  lookAt: "what is awaited, and what is returned",
}, async () => {
  for (const value of RESULTS) {
    for (const isLate of [false, true]) {
      const given = Promise.withResolvers<unknown>();
      if (!isLate) given.resolve(value);
      const one = waitsFor(given.promise, 10_000);
      if (isLate) {
        await staysPending(one.work, one.did, "it settled before the work did");
        await elapse(20);
        given.resolve(value);
      }
      const came = await outcome(one.work, one.did);
      expect("value" in came && Object.is(came.value, value), {
        cause: "wrong-value",
        did: `${one.did}, work that resolves with ${show(value)}`,
        expected: show(value),
        came: shown(came),
      });
    }
  }
});

check("rejects with the failure of the work", {
  ...DEADLINE,
  lookAt: "what becomes of a failure that comes in time",
}, async () => {
  const failures = [
    new Deno.errors.ConnectionReset("Connection reset by peer"),
    new TypeError("no number"),
    "a text",
    undefined,
  ];
  for (const failure of failures) {
    const given = Promise.withResolvers<unknown>();
    const one = waitsFor(given.promise, 10_000);
    await elapse(20);
    given.reject(failure);
    const came = await outcome(one.work, one.did);
    expect("error" in came && Object.is(came.error, failure), {
      cause: "did-not-throw",
      did: `${one.did}, work that rejects with ${show(failure)}`,
      expected: `it rejects with ${show(failure)}`,
      came: shown(came),
    });
  }
});

check("rejects at the deadline", {
  ...DEADLINE,
  lookAt: "what ends the waiting when the work never ends",
}, async () => {
  for (const timeoutMs of deadlines()) {
    const one = waitsFor(new Promise(() => {}), timeoutMs);
    await meets(one.work, one.did, timeoutMs);
    await timesOut(one, timeoutMs);
  }
});

check("calls onTimeout once, at the deadline", {
  ...DEADLINE,
  lookAt: "when is onTimeout called, and how often",
}, async () => {
  const one = waitsFor(new Promise(() => {}), 9_000);
  await elapse(9_000 - margin());
  equal(one.called(), 0, {
    did: `${one.did}, calls of onTimeout before the deadline`,
  });
  await elapse(margin() + slack());
  equal(one.called(), 1, {
    did: `${one.did}, calls of onTimeout at the deadline`,
  });
  await timesOut(one, 9_000);
  await passTime();
  equal(one.called(), 1, {
    did: `${one.did}, calls of onTimeout an hour later`,
  });
});

check("does not call onTimeout when the work ends in time", {
  ...DEADLINE,
  lookAt: "what becomes of the timer when the work is done",
}, async () => {
  for (const how of ["resolves", "rejects"] as const) {
    const given = Promise.withResolvers<unknown>();
    const one = waitsFor(given.promise, 3_000);
    await elapse(1_000);
    if (how === "resolves") given.resolve(1);
    else given.reject(new Error("no"));
    note(`the work ${how}`);
    await outcome(one.work, one.did);
    await passTime();
    equal(one.called(), 0, {
      did: `${one.did}, work that ${how} in time: calls of onTimeout`,
    });
  }
});

check("rejects with the deadline when onTimeout ends the work", {
  ...DEADLINE,
  lookAt: "what comes first: onTimeout(), or the rejection",
}, async () => {
  for (const how of ["resolves", "rejects"] as const) {
    const given = Promise.withResolvers<unknown>();
    const one = waitsFor(given.promise, 200, () => {
      note(`the work ${how} in onTimeout()`);
      if (how === "resolves") given.resolve("late");
      else given.reject(new Deno.errors.Interrupted("operation canceled"));
    });
    await elapse(200 + slack());
    await timesOut(one, 200, "what comes first: onTimeout(), or the rejection");
  }
});

check("is silent when the work fails later", {
  ...DEADLINE,
  lookAt: "who catches what the work rejects with after the deadline",
}, async () => {
  const given = Promise.withResolvers<unknown>();
  const one = waitsFor(given.promise, 50);
  await elapse(50 + slack());
  await timesOut(one, 50);
  note("the work rejects, after the deadline");
  given.reject(new Deno.errors.ConnectionReset("Connection reset by peer"));
  // An error that nobody catches is reported in one of these turns.
  await settle();
  await elapse(20);
});

check("leaves no timer when the work is done", {
  ...DEADLINE,
  lookAt: "what becomes of the timer when it is not needed any more",
}, async () => {
  for (const how of ["resolves", "rejects"] as const) {
    const live = watchTimers();
    const given = Promise.withResolvers<unknown>();
    const one = waitsFor(given.promise, 60_000);
    if (how === "resolves") given.resolve(1);
    else given.reject(new Error("no"));
    await outcome(one.work, one.did);
    expectNoTimer(live, `${one.did}, work that ${how}`);
  }
});

check("keeps its deadlines apart", {
  ...DEADLINE,
  lookAt: "which variables do two calls share",
}, async () => {
  const given = Promise.withResolvers<unknown>();
  const long = waitsFor(given.promise, 5_000);
  const short = waitsFor(new Promise(() => {}), 100);
  const other = waitsFor(new Promise(() => {}), 8_000);
  await elapse(100 + slack());
  await hasSettled(
    short.work,
    short.did,
    "it is still pending",
    "it rejects after 100 ms",
  );
  await timesOut(short, 100);
  await staysPending(long.work, long.did, `it settled when another call did`);
  given.resolve("done");
  equal(await settles(long.work, long.did), "done", { did: long.did });
  await elapse(8_000);
  await timesOut(other, 8_000);
  const called = [short, long, other].map((each) => each.called());
  equal(called, [1, 0, 1], { did: "calls of the three onTimeout" });
});

part("a read with a deadline");

/** Memory that nobody has written. */
const FRESH = 0xee;

/** A call of `readWithin`. */
interface Reading {
  did: string;
  buffer: Uint8Array;
  work: Promise<unknown>;
}

/** Calls `readWithin`; `buffer` may be a length. */
function reads(
  conn: Deno.Conn,
  timeoutMs: number,
  given: number | Uint8Array = 64,
): Reading {
  const buffer = typeof given === "number"
    ? new Uint8Array(given).fill(FRESH)
    : given;
  const did = `readWithin(conn, a buffer of ${buffer.length}, ${timeoutMs})`;
  note(`${did} is called`);
  const work = Promise.resolve(submission.readWithin(conn, buffer, timeoutMs));
  work.catch(() => {});
  return { did, buffer, work };
}

/**
 * What a call gave: the bytes that it says are in its buffer, or anything else.
 *
 * @param due What it must give, in words, if it never settles.
 */
async function gave(
  { did, work, buffer }: Reading,
  due = "bytes that have come",
): Promise<unknown> {
  const end = work.then(
    (value): Settled => ({ value }),
    (error): Settled => ({ error }),
  );
  const came = await within(end, LIMITS.replyMs, {
    cause: "never-ended",
    did,
    what: "it still waits",
    expected: due,
  });
  expect("value" in came, {
    cause: "threw",
    did,
    expected: due,
    came: shown(came),
  });
  const n = came.value;
  if (typeof n !== "number") return n;
  expect(Number.isInteger(n) && n > 0 && n <= buffer.length, {
    cause: "wrong-value",
    did,
    expected: `a number from 1 to ${buffer.length}, null or "timed-out"`,
    came: show(n),
    lookAt: "what does the number count, and how many bytes fit",
  });
  return buffer.slice(0, n);
}

/** Expects that a call gives these bytes. */
async function givesBytes(
  reading: Reading,
  due: string,
  lookAt?: string,
): Promise<void> {
  const came = await gave(reading, `the ${due.length} bytes that were sent`);
  if (came instanceof Uint8Array) {
    return sameBytes(came, toBytes(due), { did: reading.did, lookAt });
  }
  throw new Wrong({
    cause: "wrong-value",
    did: reading.did,
    expected: `the ${due.length} bytes that were sent`,
    came: show(came),
    lookAt,
  });
}

/** Expects that a call gives `null`, or `"timed-out"`. */
async function gives(
  reading: Reading,
  due: null | "timed-out",
  lookAt?: string,
): Promise<void> {
  const came = await gave(reading, show(due));
  equal(came, due, { did: reading.did, lookAt });
}

/** Reads until so many bytes have come; each call must bring some. */
async function collect(
  conn: Deno.Conn,
  length: number,
  bufferLength: number,
  lookAt?: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let have = 0; have < length;) {
    const one = reads(conn, 60_000, bufferLength);
    const came = await gave(one, `more bytes: ${have} of ${length} have come`);
    if (!(came instanceof Uint8Array)) {
      throw new Wrong({
        cause: "wrong-value",
        did: `${one.did}, after ${have} of ${length} bytes`,
        expected: "more bytes: they have been sent",
        came: show(came),
        lookAt,
      });
    }
    parts.push(came);
    have += came.length;
  }
  return concat(parts);
}

/** Expects that a buffer is as it was given. */
function isUntouched(buffer: Uint8Array, did: string, lookAt: string): void {
  const at = buffer.findIndex((byte) => byte !== FRESH);
  expect(at < 0, {
    cause: "wrong-bytes",
    did,
    what: `byte ${at} of the buffer was changed`,
    expected: "the buffer is as it was",
    lookAt,
  });
}

const OWN_MEMORY = "into which memory does the read go that still waits";

const READ = { needs: ["readWithin" as const] };
const TIMED_READ = { ...READ, virtual: true };

const readWithin = calls(
  "readWithin(conn, buffer, timeoutMs)",
  async ({ peer }, _, timeoutMs: number) => {
    const buffer = new Uint8Array(64).fill(FRESH);
    const n = await submission.readWithin(peer, buffer, timeoutMs);
    return typeof n === "number" && n > 0 ? buffer.slice(0, n) : n;
  },
  { hands: ["peer"] },
);

readWithin("gives the bytes that come", 60_000)`
  pending                    ? what does it wait for
  peer → {a}
  returns {a}                ? which bytes are in the buffer, and what does the number count
  open = 1                   ? whose work is close()
`;

readWithin("gives null at the end of the stream", 60_000)`
  peer → FIN
  returns null               ? what does read() give at the end of the stream
`;

readWithin("waits as long as it is told", 7_200_000)`
  time passes
  pending                    ? where does the number of milliseconds come from
  peer → {a}
  returns {a}
`;

readWithin("rejects when the read fails", 60_000)`
  peer → RST
  throws ConnectionReset     ? what becomes of an error of read()
`;

check("takes bytes that have come before the call", READ, async () => {
  const { conn, peer } = await pair();
  const word = random.word(9);
  await peer.send(word);
  await settle();
  const one = reads(conn, 60_000);
  await givesBytes(one, word);
  isUntouched(
    one.buffer.subarray(9),
    `${one.did}, the bytes behind the 9 that came`,
    "how much of the buffer is written",
  );
});

check(
  "fills the view that it is given, and nothing around it",
  READ,
  async () => {
    const { conn, peer } = await pair();
    const around = new Uint8Array(32).fill(FRESH);
    const word = random.word(8);
    const one = reads(conn, 60_000, around.subarray(8, 24));
    await peer.send(word);
    await givesBytes(one, word);
    const lookAt = "a buffer may be a view of a larger one";
    isUntouched(
      around.subarray(0, 8),
      `${one.did}, the bytes before the view`,
      lookAt,
    );
    isUntouched(
      around.subarray(24),
      `${one.did}, the bytes after the view`,
      lookAt,
    );
  },
);

check("leaves what does not fit to the next call", READ, async () => {
  const { conn, peer } = await pair();
  const word = random.word(20);
  await peer.send(word);
  const did = "readWithin(conn, a buffer of 6, 60000), call after call";
  const lookAt = "what becomes of bytes that do not fit into the buffer";
  sameBytes(await collect(conn, 20, 6, lookAt), toBytes(word), { did, lookAt });
});

check("gives timed-out at the deadline", {
  ...TIMED_READ,
  lookAt: "what ends the waiting when nothing comes",
}, async () => {
  const { conn } = await pair();
  for (const timeoutMs of deadlines()) {
    const one = reads(conn, timeoutMs);
    await meets(one.work, one.did, timeoutMs);
    await gives(one, "timed-out");
  }
});

check("leaves the connection open, and the buffer untouched", {
  ...TIMED_READ,
  lookAt: OWN_MEMORY,
}, async () => {
  const { conn, peer } = await pair();
  const one = reads(conn, 100);
  await elapse(100 + slack());
  await gives(one, "timed-out");
  const lookAt = "what is done with the connection at the deadline";
  expect(isOpenConn(conn), {
    cause: "closed-early",
    did: one.did,
    what: "conn is closed after timed-out",
    expected: "conn stays open",
    lookAt,
  });
  await stillSends({ conn, peer }, one.did, lookAt);
  await peer.send(random.word(8));
  await settle();
  isUntouched(one.buffer, `${one.did}, bytes come after timed-out`, OWN_MEMORY);
  await passTime([peer]);
  isUntouched(one.buffer, `${one.did}, bytes come after timed-out`, OWN_MEMORY);
});

check(
  "takes bytes that come just before the deadline",
  TIMED_READ,
  async () => {
    const { conn, peer } = await pair();
    const one = reads(conn, 30_000);
    await elapse(30_000 - 10 * margin());
    const word = random.word(5);
    const lookAt = "how long may a read take: is it the deadline, or less";
    await staysPending(
      one.work,
      one.did,
      "it settled before the deadline",
      lookAt,
    );
    await peer.send(word);
    await givesBytes(one, word, lookAt);
  },
);

check("leaves no timer when the read is over", {
  ...TIMED_READ,
  lookAt: "what becomes of the timer when it is not needed any more",
}, async () => {
  for (const how of ["bytes", "an end", "a reset"] as const) {
    const { conn, peer } = await pair({ canReset: how === "a reset" });
    const live = watchTimers();
    const one = reads(conn, 60_000);
    if (how === "bytes") await peer.send(random.word());
    else if (how === "an end") await peer.halfClose();
    else peer.reset();
    await outcome(one.work, one.did);
    expectNoTimer(live, `${one.did}, ${how} came`);
  }
});

part("what comes late");

/** Calls `readWithin`, and lets its time be over. */
async function waitsInVain(
  conn: Deno.Conn,
  buffer: number | Uint8Array = 64,
  timeoutMs = 50,
): Promise<Reading> {
  const one = reads(conn, timeoutMs, buffer);
  await elapse(timeoutMs + slack());
  await gives(one, "timed-out", "what ends the waiting when nothing comes");
  return one;
}

const WHO_HAS_IT =
  "a read still waits after timed-out: which call gets what it brings";

const LATE = { ...TIMED_READ, lookAt: WHO_HAS_IT };

check("gives late bytes to the next call", LATE, async () => {
  const { conn, peer } = await pair();
  const first = await waitsInVain(conn);
  const word = random.word(11);
  await peer.send(word);
  await settle();
  const one = reads(conn, 60_000);
  await givesBytes(one, word);
  isUntouched(
    first.buffer,
    `${first.did}, the buffer of the call that timed out`,
    OWN_MEMORY,
  );
});

check("gives bytes to the call that waits when they come", LATE, async () => {
  const { conn, peer } = await pair();
  await waitsInVain(conn);
  const one = reads(conn, 60_000);
  await staysPending(one.work, one.did, "it settled, and nothing had come");
  const word = random.word(11);
  await peer.send(word);
  await givesBytes(one, word);
});

check("times out again, each call at its own deadline", LATE, async () => {
  const { conn, peer } = await pair();
  for (const timeoutMs of deadlines()) {
    const one = reads(conn, timeoutMs);
    await meets(
      one.work,
      one.did,
      timeoutMs,
      "when is the timer of a call set",
    );
    await gives(one, "timed-out");
  }
  await peer.send("late");
  const one = reads(conn, 60_000);
  await givesBytes(one, "late");
});

check("loses no byte between many calls that time out", LATE, async () => {
  const { conn, peer } = await pair();
  let sent = "";
  let came = "";
  for (let i = 0; i < 8; i++) {
    await waitsInVain(conn);
    if (i % 2 === 0) await waitsInVain(conn);
    const word = random.word(7);
    sent += word;
    await peer.send(word);
    if (i % 3 === 0) await settle();
    came += new TextDecoder().decode(await collect(conn, 7, 64, WHO_HAS_IT));
  }
  equal(came, sent, { did: "readWithin(), what all calls gave" });
});

check("gives late bytes in parts when the buffer is smaller", {
  ...LATE,
  lookAt: "what becomes of late bytes that do not fit into the next buffer",
}, async () => {
  const { conn, peer } = await pair();
  await waitsInVain(conn, 64);
  // The last part is one byte.
  const word = random.word(22);
  await peer.send(word);
  await settle();
  const did = "readWithin(conn, a buffer of 3, 60000), call after call";
  sameBytes(await collect(conn, 22, 3), toBytes(word), { did });
  const more = random.word(5);
  await peer.send(more);
  sameBytes(await collect(conn, 5, 64), toBytes(more), {
    did: "readWithin(conn, a buffer of 64, 60000), after the late bytes",
  });
});

check("gives late bytes to a buffer that is larger", LATE, async () => {
  const { conn, peer } = await pair();
  await waitsInVain(conn, 4);
  const word = random.word(30);
  await peer.send(word);
  await settle();
  const did =
    "readWithin(conn, a buffer of 64, 60000), after one of 4 that timed out";
  sameBytes(await collect(conn, 30, 64), toBytes(word), { did });
});

check("gives a late end of the stream to the next call", LATE, async () => {
  const { conn, peer } = await pair();
  await waitsInVain(conn);
  await peer.halfClose();
  await settle();
  await gives(reads(conn, 60_000), null);
  await gives(reads(conn, 60_000), null, "what does a call give after the end");
});

check("gives late bytes first, then the end", LATE, async () => {
  const { conn, peer } = await pair();
  await waitsInVain(conn);
  await peer.send("last words");
  await peer.halfClose();
  await settle();
  const did = "readWithin(conn, a buffer of 4, 60000), call after call";
  sameBytes(await collect(conn, 10, 4), toBytes("last words"), { did });
  await gives(reads(conn, 60_000), null, "what comes after the last byte");
});

check(
  "gives a late failure to the next call, and is silent until then",
  LATE,
  async () => {
    const { conn, peer } = await pair({ canReset: true });
    await waitsInVain(conn);
    peer.reset();
    await settle();
    await elapse(20);
    const one = reads(conn, 60_000);
    const came = await outcome(one.work, one.did);
    expect("error" in came, {
      cause: "did-not-throw",
      did: `${one.did}, after a reset that came late`,
      expected: "it rejects with ConnectionReset",
      came: show("value" in came && came.value),
      lookAt: "which call gets a failure that comes late",
    });
    equal((came.error as Error)?.name, "ConnectionReset", {
      did: `${one.did}, the name of its error`,
    });
  },
);

check("keeps two connections apart", {
  ...LATE,
  lookAt: "what do two connections share",
}, async () => {
  const [a, b] = [
    await pair({ name: "peer 1" }),
    await pair({ name: "peer 2" }),
  ];
  await waitsInVain(a.conn);
  await waitsInVain(b.conn);
  const [one, two] = [random.word(6), random.word(6)];
  await b.peer.send(two);
  await settle();
  await a.peer.send(one);
  await settle();
  sameBytes(await collect(b.conn, 6, 64), toBytes(two), {
    did: "readWithin() of peer 2",
  });
  sameBytes(await collect(a.conn, 6, 64), toBytes(one), {
    did: "readWithin() of peer 1",
  });
});

check("may be given the same buffer again", {
  ...LATE,
  lookAt: OWN_MEMORY,
}, async () => {
  const { conn, peer } = await pair();
  const buffer = new Uint8Array(16).fill(FRESH);
  await waitsInVain(conn, buffer);
  await waitsInVain(conn, buffer);
  const [first, second] = [random.word(6), random.word(9)];
  await peer.send(first);
  await settle();
  const one = reads(conn, 60_000, buffer);
  await givesBytes(one, first);
  await waitsInVain(conn, buffer);
  await peer.send(second);
  sameBytes(await collect(conn, 9, 64), toBytes(second), { did: one.did });
});

part("a heartbeat");

/** How a heartbeat is kept in most checks. */
const SLOW = { everyMs: 2_000, deadAfterMs: 9_000 };

/** How much later than `deadAfterMs` a peer may be taken for dead. */
const lateBy = ({ everyMs }: { everyMs: number }) => everyMs + 200;

/** A heartbeat that runs. */
interface Beating {
  conn: Deno.TcpConn;
  peer: Peer;
  /** What the connection takes of the pings. */
  pings: Meter;
  beat: { dead: Promise<void>; stop(): void };
  did: string;
}

interface BeatOptions {
  canReset?: boolean;
  name?: string;
  /** Bytes that the connection takes before a write waits. */
  room?: number;
}

/** Stops a heartbeat that a check has left. */
function stopAgain(beat: Beating["beat"]): void {
  try {
    beat.stop();
  } catch {
    // A check of its own finds that.
  }
}

/** Calls `keepAlive`. */
async function beats(
  options: { everyMs: number; deadAfterMs: number },
  { room, ...ofPair }: BeatOptions = {},
): Promise<Beating> {
  const { conn, peer } = await pair(ofPair);
  const pings = meter(conn, { room });
  const { everyMs, deadAfterMs } = options;
  const did =
    `keepAlive(conn, { everyMs: ${everyMs}, deadAfterMs: ${deadAfterMs} })`;
  note(`${did} is called`);
  const beat = submission.keepAlive(conn, options);
  expect(
    typeof beat?.stop === "function" && typeof beat.dead?.then === "function",
    {
      cause: "wrong-value",
      did,
      expected: "{ dead, stop }: a promise and a function, at once",
      came: show(beat),
      lookAt: "what does keepAlive() return, and does it wait before",
    },
  );
  afterCheck(() => stopAgain(beat));
  // A rejection is found by what awaits it.
  beat.dead.catch(() => {});
  return { conn, peer, pings, beat, did };
}

/** Expects that the peer is not taken for dead. */
async function isTakenForAlive(
  { beat: { dead }, did }: Beating,
  when: string,
  lookAt?: string,
): Promise<void> {
  if (await isPending(dead)) return;
  await settlesDead({ dead }, did);
  throw new Wrong({
    cause: "too-early",
    did,
    what: `dead resolved ${when}`,
    expected: "dead is pending",
    lookAt,
  });
}

/** Awaits `dead`, which never rejects. */
async function settlesDead(
  { dead }: { dead: Promise<void> },
  did: string,
  lookAt?: string,
): Promise<void> {
  const end = dead.then(
    (value): Settled => ({ value }),
    (error): Settled => ({ error }),
  );
  const came = await within(end, LIMITS.replyMs, {
    cause: "never-ended",
    did,
    what: "dead is still pending",
    expected: "dead resolves at once",
    lookAt,
  });
  if ("value" in came) return;
  throw new Wrong({
    cause: "threw",
    did,
    what: `dead rejected with ${show(came.error)}`,
    expected: "dead never rejects",
    lookAt: lookAt ?? "which read or write fails there, and who catches it",
  });
}

/** Expects that the peer is taken for dead now. */
async function isTakenForDead(
  one: Beating,
  when: string,
  lookAt?: string,
): Promise<void> {
  const { beat: { dead }, did } = one;
  expect(!await isPending(dead), {
    cause: "never-ended",
    did,
    what: `dead was still pending ${when}`,
    expected: "dead resolves",
    lookAt,
  });
  await settlesDead({ dead }, did, lookAt);
}

/** Expects that the peer is taken for dead when nothing comes from now on, not before and not much later. */
async function diesOfSilence(
  one: Beating,
  options: { everyMs: number; deadAfterMs: number },
  lookAt?: string,
): Promise<void> {
  const { deadAfterMs } = options;
  // What came before this took a few turns of the clock, too.
  const early = isVirtual() ? 4 * margin() : margin();
  await elapse(deadAfterMs - early);
  await isTakenForAlive(
    one,
    `before ${deadAfterMs} ms without a byte had passed`,
    lookAt,
  );
  await elapse(early + lateBy(options) + slack());
  await isTakenForDead(
    one,
    `${deadAfterMs + lateBy(options) + slack()} ms after the last byte`,
    lookAt,
  );
}

const BEAT = { needs: ["keepAlive" as const], virtual: true };

const PERIOD = "when is the next ping written, and who decides that";

check("writes a ping every everyMs", {
  ...BEAT,
  lookAt: PERIOD,
}, async () => {
  for (const everyMs of [2_000, 7_000]) {
    const options = { everyMs, deadAfterMs: 3_600_000 };
    const { pings, did, peer } = await beats(options);
    for (let nth = 1; nth <= 5; nth++) {
      const before = pings.taken;
      await elapse(everyMs + slack());
      await settle();
      expect(pings.taken > before, {
        cause: "no-reply",
        did,
        what: `no byte was written in ${everyMs} ms`,
        expected: `a ping every ${everyMs} ms`,
      });
    }
    await peer.take(pings.taken);
  }
});

check(
  "writes no more pings than that",
  { ...BEAT, lookAt: PERIOD },
  async () => {
    const everyMs = 2_000;
    const { pings, did, peer } = await beats({
      everyMs,
      deadAfterMs: 3_600_000,
    });
    let moments = 0;
    const stepMs = 100;
    for (let ms = 0; ms < 20 * everyMs; ms += stepMs) {
      const before = pings.taken;
      // An answer is no reason for the next ping.
      if (ms % 500 === 0) await peer.send("x");
      await elapse(stepMs);
      if (pings.taken > before) moments++;
    }
    expect(moments <= 22, {
      cause: "wrong-value",
      did: `${did}, ${20 * everyMs} ms long`,
      expected: "about 20 pings",
      came: "more",
    });
  },
);

check("takes every byte that arrives for life", {
  ...BEAT,
  lookAt: "what does your code do when read() gives bytes",
}, async () => {
  const one = await beats(SLOW);
  for (const bytes of ["\n", "pong", "\0", "a longer line\r\n", "x"]) {
    await elapse(SLOW.deadAfterMs - 2 * margin());
    await isTakenForAlive(one, "although a byte came in time");
    await one.peer.send(bytes);
    await settle();
  }
  await isTakenForAlive(one, "although a byte came in time");
});

check("takes a peer that says nothing for dead", {
  ...BEAT,
  lookAt: "what counts as life: a ping that is written, or bytes that arrive",
}, async () => {
  for (const options of [SLOW, { everyMs: 1_000, deadAfterMs: 60_000 }]) {
    await diesOfSilence(await beats(options), options);
  }
});

check("counts the time from the last bytes", {
  ...BEAT,
  lookAt: "when does the time begin anew",
}, async () => {
  const one = await beats(SLOW);
  for (const word of ["one", "two"]) {
    await elapse(SLOW.deadAfterMs - 3_500);
    await one.peer.send(word);
    await settle();
  }
  await diesOfSilence(one, SLOW);
});

check("closes nothing", {
  ...BEAT,
  lookAt: "whose work is close()",
}, async () => {
  const one = await beats(SLOW);
  await diesOfSilence(one, SLOW);
  await elapse(10_000);
  expect(isOpenConn(one.conn), {
    cause: "closed-early",
    did: one.did,
    what: "conn was closed when dead resolved",
    expected: "conn stays open: the caller closes it",
  });
  const lookAt = "which call ends a direction of the connection";
  await one.peer.take(one.pings.taken);
  await passTime([one.peer]);
  await stillSends(one, one.did, lookAt);
});

check("keeps two peers apart", {
  ...BEAT,
  lookAt: "what do two calls share",
}, async () => {
  const silent = await beats(SLOW, { name: "peer 1" });
  const speaks = await beats(SLOW, { name: "peer 2" });
  for (let i = 0; i < 4; i++) {
    await elapse(4_000);
    await speaks.peer.send("x");
    await settle();
  }
  await isTakenForDead(silent, "although nothing came from its peer");
  await isTakenForAlive(speaks, "when the other peer was dead");
});

part("nothing delays it");

const WAITING = "who waits for a write() for which there is no room";

check("counts the time while a ping waits", {
  ...BEAT,
  lookAt: WAITING,
}, async () => {
  const one = await beats(SLOW, { room: 0 });
  note("conn.write() waits: the peer's buffers are full");
  await diesOfSilence(one, SLOW);
});

check("hears bytes while a ping waits", {
  ...BEAT,
  lookAt: WAITING,
}, async () => {
  const one = await beats(SLOW, { room: 0 });
  note("conn.write() waits: the peer's buffers are full");
  for (let i = 0; i < 5; i++) {
    await elapse(SLOW.deadAfterMs - 3_500);
    await one.peer.send("x");
    await settle();
  }
  await isTakenForAlive(one, "although bytes came while a ping waited");
  await diesOfSilence(one, SLOW);
});

check("pings again when there is room", {
  ...BEAT,
  lookAt: WAITING,
}, async () => {
  const options = { everyMs: 2_000, deadAfterMs: 3_600_000 };
  const { pings, did } = await beats(options, { room: 0 });
  await elapse(5 * options.everyMs);
  note("there is room again");
  pings.allow(1_000_000);
  for (let nth = 1; nth <= 3; nth++) {
    const before = pings.taken;
    await elapse(options.everyMs + slack());
    await settle();
    expect(pings.taken > before, {
      cause: "no-reply",
      did: `${did}, after a write that waited`,
      what: `no byte was written in ${options.everyMs} ms`,
      expected: `a ping every ${options.everyMs} ms`,
    });
  }
});

/** Silence is no reason to be dead for a long time here. */
const PATIENT = { everyMs: 2_000, deadAfterMs: 3_600_000 };

check("is dead at once at the end of the stream", {
  ...BEAT,
  lookAt: "what does read() give at the end of the stream, and what then",
}, async () => {
  const one = await beats(PATIENT);
  await elapse(3_000);
  await one.peer.halfClose();
  await settlesDead(one.beat, one.did);
});

check("is dead at once at a failure", {
  ...BEAT,
  lookAt: "what becomes of an error of read(), and of write()",
}, async () => {
  const reset = await beats(PATIENT, { canReset: true });
  await elapse(3_000);
  reset.peer.reset();
  await settlesDead(reset.beat, reset.did);
  const broken = await beats(PATIENT);
  await elapse(3_000);
  note("from now on conn.write() fails with BrokenPipe");
  broken.pings.fail(new Deno.errors.BrokenPipe("Broken pipe (os error 32)"));
  await elapse(PATIENT.everyMs + slack());
  await isTakenForDead(broken, "after a ping had failed");
});

/** Expects that there are no more pings, for an hour. */
async function pingsNoMore(
  { pings, did }: Beating,
  after: string,
): Promise<void> {
  const { taken, waiting } = pings;
  await passTime();
  expect(pings.taken === taken && pings.waiting <= waiting, {
    cause: "wrong-bytes",
    did,
    what: `a ping was written after ${after}`,
    expected: "no more pings",
    lookAt: "what ends the pings",
  });
}

check("pings no more when the peer is dead", {
  ...BEAT,
  lookAt: "what ends the pings",
}, async () => {
  const silent = await beats(SLOW, { name: "peer 1" });
  await diesOfSilence(silent, SLOW);
  await pingsNoMore(silent, "dead had resolved");
  const ended = await beats(PATIENT, { name: "peer 2" });
  await ended.peer.halfClose();
  await settlesDead(ended.beat, ended.did);
  await pingsNoMore(ended, "dead had resolved");
});

check("stop() ends the pings, and leaves dead pending", {
  ...BEAT,
  lookAt: "what does stop() end, and what does it leave",
}, async () => {
  for (const afterMs of [0, 5_000]) {
    const one = await beats(SLOW);
    await elapse(afterMs);
    note("stop()");
    one.beat.stop();
    await pingsNoMore(one, "stop()");
    await isTakenForAlive(one, "after stop()");
    expect(isOpenConn(one.conn), {
      cause: "closed-early",
      did: `${one.did}, stop()`,
      what: "conn was closed by stop()",
      expected: "conn stays open",
    });
    note("stop() again");
    try {
      one.beat.stop();
    } catch (error) {
      throw new Wrong({
        cause: "threw",
        did: `${one.did}, stop() for the second time`,
        what: `stop() threw ${show(error)}`,
        expected: "nothing happens",
      });
    }
    await isTakenForAlive(one, "after stop()");
  }
});

check("takes no notice of what comes after stop()", {
  ...BEAT,
  lookAt: "what does your code do when a read() ends after stop()",
}, async () => {
  for (const how of ["bytes", "an end", "a reset"] as const) {
    const one = await beats(SLOW, { canReset: how === "a reset" });
    await elapse(1_000);
    note("stop()");
    one.beat.stop();
    if (how === "bytes") await one.peer.send("x");
    else if (how === "an end") await one.peer.halfClose();
    else one.peer.reset();
    await settle();
    await isTakenForAlive(one, `after stop(), when ${how} came`);
    await passTime();
    await isTakenForAlive(one, `after stop(), when ${how} came`);
  }
});

check("leaves no timer", {
  ...BEAT,
  lookAt: "which timers run, and what ends each of them",
}, async () => {
  const ways = ["stop()", "stop(), then bytes", "silence", "an end"] as const;
  for (const how of ways) {
    const live = watchTimers();
    const one = await beats(SLOW);
    await elapse(1_000);
    await one.peer.send("x");
    await settle();
    if (how === "silence") await diesOfSilence(one, SLOW);
    else if (how === "an end") await one.peer.halfClose();
    else one.beat.stop();
    if (how === "stop(), then bytes") await one.peer.send("x");
    if (how === "an end") await settlesDead(one.beat, one.did);
    await settle();
    expectNoTimer(live, `${one.did}, after ${how}`);
  }
});

part("beyond");

check("keeps a hundred deadlines apart", {
  ...DEADLINE,
  lookAt: "which variables do two calls share",
}, async () => {
  const order: number[] = [];
  const all = Array.from({ length: 100 }, (_, i) => {
    // So far apart that a busy machine cannot exchange two of them.
    const timeoutMs = 1_000 + 97 * i % 100 * 5_000;
    const one = waitsFor(new Promise(() => {}), timeoutMs);
    one.work.catch(() => order.push(timeoutMs));
    return { one, timeoutMs };
  });
  await elapse(500_000 + slack());
  for (const { one, timeoutMs } of all) await timesOut(one, timeoutMs);
  equal(order, order.toSorted((a, b) => a - b), {
    did: "a hundred calls of withDeadline(), the order of their deadlines",
  });
});

check("takes the longest time that a timer takes", {
  needs: ["withDeadline", "readWithin", "keepAlive"],
  lookAt: "a timer of more than 2147483647 ms rings at once: what do you add",
}, async () => {
  limitTimers();
  const given = Promise.withResolvers<unknown>();
  const waiting = waitsFor(given.promise, LONGEST_MS);
  const { conn, peer } = await pair();
  const reading = reads(conn, LONGEST_MS);
  const beating = await beats({ everyMs: 60_000, deadAfterMs: LONGEST_MS });
  // A timer that is too long rings after 1 ms; these turns take longer.
  for (let turn = 0; turn < 20; turn++) {
    await settle();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await staysPending(waiting.work, waiting.did, "it settled at once");
  await staysPending(reading.work, reading.did, "it settled at once");
  await isTakenForAlive(beating, "at once");
  beating.beat.stop();
  given.resolve(1);
  equal(await settles(waiting.work, waiting.did), 1, { did: waiting.did });
  await peer.send("x");
  await givesBytes(reading, "x");
});

check("loses no byte of a megabyte that comes late", {
  ...LATE,
  lookAt: "which bytes are lost, or come in another order",
}, async () => {
  const { conn, peer } = await pair();
  const sent = random.bytes(1_000_000);
  await waitsInVain(conn, 65_536);
  const sending = peer.send(sent);
  const parts: Uint8Array[] = [];
  const sizes = [1, 700, 65_536, 3, 16_384];
  let have = 0;
  for (let i = 0; have < sent.length; i++) {
    const one = reads(conn, 60_000, sizes[i % sizes.length]);
    const came = await gave(one);
    if (!(came instanceof Uint8Array)) {
      equal(came, "bytes", { did: one.did });
      break;
    }
    parts.push(came);
    have += came.length;
  }
  await sending;
  sameBytes(concat(parts), sent, { did: "readWithin(), all calls together" });
});

check("loses no byte when each read gives one", {
  ...LATE,
  lookAt: "how many bytes does a read give",
}, async () => {
  const { conn, peer } = await pair();
  limitReads(conn, 1);
  await waitsInVain(conn);
  const word = random.word(12);
  await peer.send(word);
  sameBytes(await collect(conn, 12, 64), toBytes(word), {
    did: "readWithin(), all calls together",
  });
});

check("loses no byte that comes at a deadline", {
  ...LATE,
  lookAt: "what becomes of bytes that come when the timer rings",
}, async () => {
  const { conn, peer } = await pair();
  let sent = "";
  let came = "";
  for (let i = 0; i < 30; i++) {
    const one = reads(conn, 40);
    const word = random.word(3);
    // At, before and after the deadline, as near as a clock can tell.
    await elapse(38 + i % 5);
    await peer.send(word);
    sent += word;
    await elapse(10);
    const got = await gave(one);
    if (got instanceof Uint8Array) came += new TextDecoder().decode(got);
    else equal(got, "timed-out", { did: one.did });
  }
  const left = sent.length - came.length;
  came += new TextDecoder().decode(await collect(conn, left, 64));
  equal(came, sent, { did: "readWithin(), what all calls gave" });
});

check("lives through a flood of bytes, and pings meanwhile", {
  ...BEAT,
  lookAt: "what waits while bytes come without a pause",
}, async () => {
  const one = await beats(SLOW);
  const { pings, peer } = one;
  for (let i = 0; i < 8; i++) {
    const before = pings.taken;
    for (let part = 0; part < 4; part++) {
      await settles(
        peer.send(new Uint8Array(500_000)),
        "peer sends 500,000 bytes to keepAlive()",
        LIMITS.transferMs,
        "is everything read that comes",
      );
      await elapse(SLOW.everyMs / 4);
    }
    await elapse(slack());
    expect(pings.taken > before, {
      cause: "no-reply",
      did: one.did,
      what: "no ping while bytes came",
      expected: `a ping every ${SLOW.everyMs} ms`,
    });
    await isTakenForAlive(one, "although bytes came");
  }
  await peer.send("x");
  await settle();
  await diesOfSilence(one, SLOW);
});

check("is dead at once when the stream has ended before", {
  ...BEAT,
  lookAt: "what if the first read() gives null",
}, async () => {
  const { conn, peer } = await pair();
  await peer.halfClose();
  await settle();
  const did = "keepAlive(conn, …), of a stream that has ended";
  const beat = submission.keepAlive(conn, PATIENT);
  afterCheck(() => stopAgain(beat));
  await settlesDead(beat, did);
});

check("is dead once when a ping waits and the peer resets", {
  ...BEAT,
  lookAt: "two calls fail at a reset: who catches the error of each",
}, async () => {
  const one = await beats(PATIENT, { canReset: true, room: 0 });
  await elapse(3 * PATIENT.everyMs);
  one.peer.reset();
  await settle();
  one.pings.fail(new Deno.errors.ConnectionReset("Connection reset by peer"));
  await settlesDead(one.beat, one.did);
  await pingsNoMore(one, "dead had resolved");
});

check("stop() while a ping waits, which then fails", {
  ...BEAT,
  lookAt: "what becomes of a write() that fails after stop()",
}, async () => {
  const one = await beats(SLOW, { room: 0 });
  await elapse(3_000);
  note("stop()");
  one.beat.stop();
  one.pings.fail(new Deno.errors.BrokenPipe("Broken pipe (os error 32)"));
  await settle();
  await isTakenForAlive(one, "after stop(), when a ping failed");
  await pingsNoMore(one, "stop()");
  await isTakenForAlive(one, "after stop(), when a ping failed");
});

check("stop() when the peer is dead changes nothing", {
  ...BEAT,
  lookAt: "what does stop() do when everything is over",
}, async () => {
  const one = await beats(SLOW);
  await diesOfSilence(one, SLOW);
  one.beat.stop();
  one.beat.stop();
  await settlesDead(one.beat, one.did);
  await pingsNoMore(one, "dead had resolved");
});
