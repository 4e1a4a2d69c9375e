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
  limitTimers,
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

/** What a promise settled with. */
type Settled = { value: unknown } | { error: unknown };

/** What becomes of a promise, however it ends. */
const settled = (work: Promise<unknown>): Promise<Settled> =>
  work.then(
    (value): Settled => ({ value }),
    (error): Settled => ({ error }),
  );

/** What a promise settled with, in words. */
function shown(came: Settled): string {
  return "error" in came
    ? `it rejects with ${show(came.error)}`
    : show(came.value);
}

/** A call of the submission that gave a promise. */
class Call {
  /** The call as a learner would write it. */
  readonly did: string;
  readonly work: Promise<unknown>;

  constructor(did: string, work: Promise<unknown>) {
    this.did = did;
    this.work = work;
    // A rejection is awaited later.
    work.catch(() => {});
  }

  /** Expects that it waits. */
  async staysPending(what: string, lookAt?: string): Promise<void> {
    const waits = await isPending(this.work);
    expect(waits, {
      cause: "too-early",
      did: this.did,
      what,
      expected: "a promise that is pending",
      came: waits ? undefined : shown(await this.outcome()),
      lookAt,
    });
  }

  /** Expects that it has settled by now. */
  async hasSettled(
    what: string,
    expected: string,
    lookAt?: string,
  ): Promise<void> {
    expect(!await isPending(this.work), {
      cause: "never-ended",
      did: this.did,
      what,
      expected,
      lookAt,
    });
  }

  /** Lets it wait for its deadline, and expects that it settles then: not before, and not later. */
  async meets(timeoutMs: number, lookAt?: string): Promise<void> {
    await elapse(timeoutMs - margin());
    await this.staysPending(
      `the promise settled before ${timeoutMs} ms had passed`,
      lookAt,
    );
    await elapse(margin() + slack());
    await this.hasSettled(
      `the promise was still pending ${slack()} ms after the deadline`,
      `it settles after ${timeoutMs} ms`,
      lookAt,
    );
  }

  /** Awaits it, however it ends. */
  outcome(): Promise<Settled> {
    return settles(settled(this.work), this.did);
  }
}

/** How something that was promised ends. */
const ENDS = ["resolves", "rejects"] as const;

/** Lets it end so. */
function end(
  given: PromiseWithResolvers<unknown>,
  how: typeof ENDS[number],
): void {
  if (how === "resolves") given.resolve(1);
  else given.reject(new Error("no"));
}

/** What may come from a peer. */
const COMES = ["bytes", "an end", "a reset"] as const;

/** Lets it come. */
async function comes(how: typeof COMES[number], peer: Peer): Promise<void> {
  if (how === "bytes") await peer.send("x");
  else if (how === "an end") await peer.halfClose();
  else peer.reset();
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

part("a deadline");

/** Names of an error that says that the time is over. */
const TIMED_OUT = ["TimedOut", "TimeoutError"];

const NAMES_IT = "which error is it, and what does its message say";

/** A call of `withDeadline`. */
class Waiting extends Call {
  readonly #calls: { count: number };

  constructor(
    work: Promise<unknown>,
    timeoutMs: number,
    onTimeout: () => void = () => {},
  ) {
    const did = `withDeadline(work, ${timeoutMs}, onTimeout)`;
    note(`${did} is called`);
    const calls = { count: 0 };
    super(
      did,
      Promise.resolve(submission.withDeadline(work, timeoutMs, () => {
        calls.count++;
        note("onTimeout() is called");
        onTimeout();
      })),
    );
    this.#calls = calls;
  }

  /** How often `onTimeout` was called. */
  get called(): number {
    return this.#calls.count;
  }

  /** Expects that it rejects as it must at its deadline. */
  async timesOut(timeoutMs: number, lookAt = NAMES_IT): Promise<void> {
    const { did } = this;
    const came = await this.outcome();
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
    const plain = `${message}`.replace(/(?<=\d)[,_' ](?=\d{3})/g, "");
    expect(plain.includes(`${timeoutMs}`), {
      cause: "wrong-value",
      did,
      expected: `a message that names ${timeoutMs}`,
      came: show(`${message}`),
      lookAt: NAMES_IT,
    });
  }
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
      const one = new Waiting(given.promise, 10_000);
      if (isLate) {
        await one.staysPending("it settled before the work did");
        await elapse(20);
        given.resolve(value);
      }
      const came = await one.outcome();
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
    const one = new Waiting(given.promise, 10_000);
    await elapse(20);
    given.reject(failure);
    const came = await one.outcome();
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
    const one = new Waiting(new Promise(() => {}), timeoutMs);
    await one.meets(timeoutMs);
    await one.timesOut(timeoutMs);
  }
});

check("calls onTimeout once, at the deadline", {
  ...DEADLINE,
  lookAt: "when is onTimeout called, and how often",
}, async () => {
  const one = new Waiting(new Promise(() => {}), 9_000);
  await elapse(9_000 - margin());
  equal(one.called, 0, {
    did: `${one.did}, calls of onTimeout before the deadline`,
  });
  await elapse(margin() + slack());
  equal(one.called, 1, {
    did: `${one.did}, calls of onTimeout at the deadline`,
  });
  await one.timesOut(9_000);
  await passTime();
  equal(one.called, 1, {
    did: `${one.did}, calls of onTimeout an hour later`,
  });
});

check("does not call onTimeout when the work ends in time", {
  ...DEADLINE,
  lookAt: "what becomes of the timer when the work is done",
}, async () => {
  for (const how of ENDS) {
    const given = Promise.withResolvers<unknown>();
    const one = new Waiting(given.promise, 3_000);
    await elapse(1_000);
    end(given, how);
    note(`the work ${how}`);
    await one.outcome();
    await passTime();
    equal(one.called, 0, {
      did: `${one.did}, work that ${how} in time: calls of onTimeout`,
    });
  }
});

check("rejects with the deadline when onTimeout ends the work", {
  ...DEADLINE,
  lookAt: "what comes first: onTimeout(), or the rejection",
}, async () => {
  for (const how of ENDS) {
    const given = Promise.withResolvers<unknown>();
    const one = new Waiting(given.promise, 200, () => {
      note(`the work ${how} in onTimeout()`);
      if (how === "resolves") given.resolve("late");
      else given.reject(new Deno.errors.Interrupted("operation canceled"));
    });
    await elapse(200 + slack());
    await one.timesOut(200, "what comes first: onTimeout(), or the rejection");
  }
});

check("is silent when the work fails later", {
  ...DEADLINE,
  lookAt: "who catches what the work rejects with after the deadline",
}, async () => {
  const given = Promise.withResolvers<unknown>();
  const one = new Waiting(given.promise, 50);
  await elapse(50 + slack());
  await one.timesOut(50);
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
  for (const how of ENDS) {
    const live = watchTimers();
    const given = Promise.withResolvers<unknown>();
    const one = new Waiting(given.promise, 60_000);
    end(given, how);
    await one.outcome();
    expectNoTimer(live, `${one.did}, work that ${how}`);
  }
});

check("keeps its deadlines apart", {
  ...DEADLINE,
  lookAt: "which variables do two calls share",
}, async () => {
  const given = Promise.withResolvers<unknown>();
  const long = new Waiting(given.promise, 5_000);
  const short = new Waiting(new Promise(() => {}), 100);
  const other = new Waiting(new Promise(() => {}), 8_000);
  await elapse(100 + slack());
  await short.hasSettled("it is still pending", "it rejects after 100 ms");
  await short.timesOut(100);
  await long.staysPending(`it settled when another call did`);
  given.resolve("done");
  equal(await settles(long.work, long.did), "done", { did: long.did });
  await elapse(8_000);
  await other.timesOut(8_000);
  const called = [short, long, other].map((each) => each.called);
  equal(called, [1, 0, 1], { did: "calls of the three onTimeout" });
});

part("a read with a deadline");

/** Memory that nobody has written. */
const FRESH = 0xee;

/** A call of `readWithin`. */
class Reading extends Call {
  readonly buffer: Uint8Array;

  /** Calls it; `buffer` may be a length. */
  constructor(
    conn: Deno.Conn,
    timeoutMs: number,
    given: number | Uint8Array = 64,
  ) {
    const buffer = typeof given === "number"
      ? new Uint8Array(given).fill(FRESH)
      : given;
    const did = `readWithin(conn, a buffer of ${buffer.length}, ${timeoutMs})`;
    note(`${did} is called`);
    super(did, Promise.resolve(submission.readWithin(conn, buffer, timeoutMs)));
    this.buffer = buffer;
  }

  /**
   * What it gave: the bytes that it says are in its buffer, or anything else.
   *
   * @param due What it must give, in words, if it never settles.
   */
  async gave(due = "bytes that have come"): Promise<unknown> {
    const { did, buffer } = this;
    const came = await within(settled(this.work), LIMITS.replyMs, {
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

  /** Expects that it gives these bytes. */
  async givesBytes(due: string, lookAt?: string): Promise<void> {
    const { did } = this;
    const expected = `the ${due.length} bytes that were sent`;
    const came = await this.gave(expected);
    if (came instanceof Uint8Array) {
      return sameBytes(came, toBytes(due), { did, lookAt });
    }
    throw new Wrong({
      cause: "wrong-value",
      did,
      expected,
      came: show(came),
      lookAt,
    });
  }

  /** Expects that it gives `null`, or `"timed-out"`. */
  async gives(due: null | "timed-out", lookAt?: string): Promise<void> {
    equal(await this.gave(show(due)), due, { did: this.did, lookAt });
  }
}

/** Calls `readWithin`; `buffer` may be a length. */
const reads = (
  conn: Deno.Conn,
  timeoutMs: number,
  buffer?: number | Uint8Array,
) => new Reading(conn, timeoutMs, buffer);

/** Reads until this many bytes have come; each call must bring some. */
async function collect(
  conn: Deno.Conn,
  length: number,
  bufferLength: number,
  lookAt?: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let have = 0; have < length;) {
    const one = reads(conn, 60_000, bufferLength);
    const came = await one.gave(`more bytes: ${have} of ${length} have come`);
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
  await one.givesBytes(word);
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
    await one.givesBytes(word);
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
    await one.meets(timeoutMs);
    await one.gives("timed-out");
  }
});

check("leaves the connection open, and the buffer untouched", {
  ...TIMED_READ,
  lookAt: OWN_MEMORY,
}, async () => {
  const { conn, peer } = await pair();
  const one = reads(conn, 100);
  await elapse(100 + slack());
  await one.gives("timed-out");
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
    await one.staysPending("it settled before the deadline", lookAt);
    await peer.send(word);
    await one.givesBytes(word, lookAt);
  },
);

check("leaves no timer when the read is over", {
  ...TIMED_READ,
  lookAt: "what becomes of the timer when it is not needed any more",
}, async () => {
  for (const how of COMES) {
    const { conn, peer } = await pair({ canReset: how === "a reset" });
    const live = watchTimers();
    const one = reads(conn, 60_000);
    await comes(how, peer);
    await one.outcome();
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
  await one.gives("timed-out", "what ends the waiting when nothing comes");
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
  await one.givesBytes(word);
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
  await one.staysPending("it settled, and nothing had come");
  const word = random.word(11);
  await peer.send(word);
  await one.givesBytes(word);
});

check("times out again, each call at its own deadline", LATE, async () => {
  const { conn, peer } = await pair();
  for (const timeoutMs of deadlines()) {
    const one = reads(conn, timeoutMs);
    await one.meets(timeoutMs, "when is the timer of a call set");
    await one.gives("timed-out");
  }
  await peer.send("late");
  const one = reads(conn, 60_000);
  await one.givesBytes("late");
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
  await reads(conn, 60_000).gives(null);
  await reads(conn, 60_000).gives(null, "what does a call give after the end");
});

check("gives late bytes first, then the end", LATE, async () => {
  const { conn, peer } = await pair();
  await waitsInVain(conn);
  await peer.send("last words");
  await peer.halfClose();
  await settle();
  const did = "readWithin(conn, a buffer of 4, 60000), call after call";
  sameBytes(await collect(conn, 10, 4), toBytes("last words"), { did });
  await reads(conn, 60_000).gives(null, "what comes after the last byte");
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
    const came = await one.outcome();
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
  await one.givesBytes(first);
  await waitsInVain(conn, buffer);
  await peer.send(second);
  sameBytes(await collect(conn, 9, 64), toBytes(second), { did: one.did });
});

part("a heartbeat");

/** How a heartbeat is kept in most checks. */
const SLOW = { everyMs: 2_000, deadAfterMs: 9_000 };

/** How much later than `deadAfterMs` a peer may be taken for dead. */
const lateBy = ({ everyMs }: { everyMs: number }) => everyMs + 200;

interface BeatOptions {
  canReset?: boolean;
  name?: string;
  /** Bytes that the connection takes before a write waits. */
  room?: number;
}

/** Stops a heartbeat that a check has left. */
function stopAgain(beat: { stop(): void }): void {
  try {
    beat.stop();
  } catch {
    // A check of its own finds that.
  }
}

/** Awaits `dead`, which resolves at once and never rejects. */
async function settlesDead(
  dead: Promise<void>,
  did: string,
  lookAt?: string,
): Promise<void> {
  const came = await within(settled(dead), LIMITS.replyMs, {
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

/** A heartbeat that runs. */
class Beating {
  readonly did: string;
  readonly conn: Deno.TcpConn;
  readonly peer: Peer;
  /** What the connection takes of the pings. */
  readonly pings: Meter;
  readonly #beat: { dead: Promise<void>; stop(): void };

  constructor(
    { conn, peer }: { conn: Deno.TcpConn; peer: Peer },
    options: { everyMs: number; deadAfterMs: number },
    room?: number,
  ) {
    this.conn = conn;
    this.peer = peer;
    this.pings = meter(conn, { room });
    const { everyMs, deadAfterMs } = options;
    this.did =
      `keepAlive(conn, { everyMs: ${everyMs}, deadAfterMs: ${deadAfterMs} })`;
    note(`${this.did} is called`);
    const beat = submission.keepAlive(conn, options);
    expect(
      typeof beat?.stop === "function" && typeof beat.dead?.then === "function",
      {
        cause: "wrong-value",
        did: this.did,
        expected: "{ dead, stop }: a promise and a function, at once",
        came: show(beat),
        lookAt: "what does keepAlive() return, and does it wait before",
      },
    );
    afterCheck(() => stopAgain(beat));
    // A rejection is found by what awaits it.
    beat.dead.catch(() => {});
    this.#beat = beat;
  }

  stop(): void {
    note("stop()");
    this.#beat.stop();
  }

  /** Expects that the peer is not taken for dead. */
  async isTakenForAlive(when: string, lookAt?: string): Promise<void> {
    if (await isPending(this.#beat.dead)) return;
    await this.isDeadAtOnce();
    throw new Wrong({
      cause: "too-early",
      did: this.did,
      what: `dead resolved ${when}`,
      expected: "dead is pending",
      lookAt,
    });
  }

  /** Expects that the peer is taken for dead by now. */
  async isTakenForDead(when: string, lookAt?: string): Promise<void> {
    expect(!await isPending(this.#beat.dead), {
      cause: "never-ended",
      did: this.did,
      what: `dead was still pending ${when}`,
      expected: "dead resolves",
      lookAt,
    });
    await this.isDeadAtOnce(lookAt);
  }

  /** Expects that `dead` resolves in a moment. */
  async isDeadAtOnce(lookAt?: string): Promise<void> {
    await settlesDead(this.#beat.dead, this.did, lookAt);
  }

  /** Expects that the peer is taken for dead when nothing comes from now on, not before and not much later. */
  async diesOfSilence(
    options: { everyMs: number; deadAfterMs: number },
    lookAt?: string,
  ): Promise<void> {
    const { deadAfterMs } = options;
    // What came before this took a few turns of the clock, too.
    const early = isVirtual() ? 4 * margin() : margin();
    await elapse(deadAfterMs - early);
    await this.isTakenForAlive(
      `before ${deadAfterMs} ms without a byte had passed`,
      lookAt,
    );
    await elapse(early + lateBy(options) + slack());
    await this.isTakenForDead(
      `${deadAfterMs + lateBy(options) + slack()} ms after the last byte`,
      lookAt,
    );
  }

  /** Expects a ping within the time between two of them. */
  async writesAPing(everyMs: number, did = this.did): Promise<void> {
    const before = this.pings.taken;
    await elapse(everyMs + slack());
    await settle();
    expect(this.pings.taken > before, {
      cause: "no-reply",
      did,
      what: `no byte was written in ${everyMs} ms`,
      expected: `a ping every ${everyMs} ms`,
    });
  }

  /** Expects that there are no more pings, for an hour. */
  async pingsNoMore(after: string): Promise<void> {
    const { taken, waiting } = this.pings;
    await passTime();
    expect(this.pings.taken === taken && this.pings.waiting <= waiting, {
      cause: "wrong-bytes",
      did: this.did,
      what: `a ping was written after ${after}`,
      expected: "no more pings",
      lookAt: "what ends the pings",
    });
  }
}

/** Calls `keepAlive`. */
const beats = async (
  options: { everyMs: number; deadAfterMs: number },
  { room, ...ofPair }: BeatOptions = {},
) => new Beating(await pair(ofPair), options, room);

const BEAT = { needs: ["keepAlive" as const], virtual: true };

const PERIOD =
  "when is the next ping written, who decides that, and how many bytes has it";

check("writes a ping every everyMs", {
  ...BEAT,
  lookAt: PERIOD,
}, async () => {
  for (const [everyMs, times] of [[2_000, 50], [7_000, 5]]) {
    const options = { everyMs, deadAfterMs: 3_600_000 };
    const one = await beats(options);
    for (let nth = 1; nth <= times; nth++) await one.writesAPing(everyMs);
    await one.peer.take(one.pings.taken);
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
    await one.isTakenForAlive("although a byte came in time");
    await one.peer.send(bytes);
    await settle();
  }
  await one.isTakenForAlive("although a byte came in time");
});

check("takes a peer that says nothing for dead", {
  ...BEAT,
  lookAt: "what counts as life: a ping that is written, or bytes that arrive",
}, async () => {
  for (const options of [SLOW, { everyMs: 1_000, deadAfterMs: 60_000 }]) {
    await (await beats(options)).diesOfSilence(options);
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
  await one.diesOfSilence(SLOW);
});

check("closes nothing", {
  ...BEAT,
  lookAt: "whose work is close()",
}, async () => {
  const one = await beats(SLOW);
  await one.diesOfSilence(SLOW);
  // Pings that go on are part 5's.
  await elapse(3_600_000);
  expect(isOpenConn(one.conn), {
    cause: "closed-early",
    did: one.did,
    what: "conn was closed when dead resolved",
    expected: "conn stays open: the caller closes it",
  });
  const lookAt = "which call ends a direction of the connection";
  await one.peer.take(one.pings.taken);
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
  await silent.isTakenForDead("although nothing came from its peer");
  await speaks.isTakenForAlive("when the other peer was dead");
});

part("nothing delays it");

const WAITING = "who waits for a write() for which there is no room";

check("counts the time while a ping waits", {
  ...BEAT,
  lookAt: WAITING,
}, async () => {
  const one = await beats(SLOW, { room: 0 });
  note("conn.write() waits: the peer's buffers are full");
  await one.diesOfSilence(SLOW);
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
  await one.isTakenForAlive("although bytes came while a ping waited");
  await one.diesOfSilence(SLOW);
});

check("pings again when there is room", {
  ...BEAT,
  lookAt: WAITING,
}, async () => {
  const options = { everyMs: 2_000, deadAfterMs: 3_600_000 };
  const one = await beats(options, { room: 0 });
  await elapse(5 * options.everyMs);
  note("there is room again");
  one.pings.allow(1_000_000);
  for (let nth = 1; nth <= 3; nth++) {
    await one.writesAPing(
      options.everyMs,
      `${one.did}, after a write that waited`,
    );
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
  await one.isDeadAtOnce();
});

check("is dead at once at a failure", {
  ...BEAT,
  lookAt: "what becomes of an error of read(), and of write()",
}, async () => {
  const reset = await beats(PATIENT, { canReset: true });
  await elapse(3_000);
  reset.peer.reset();
  await reset.isDeadAtOnce();
  const broken = await beats(PATIENT);
  await elapse(3_000);
  note("from now on conn.write() fails with BrokenPipe");
  broken.pings.fail(new Deno.errors.BrokenPipe("Broken pipe (os error 32)"));
  await elapse(PATIENT.everyMs + slack());
  await broken.isTakenForDead("after a ping had failed");
});

check("pings no more when the peer is dead", {
  ...BEAT,
  lookAt: "what ends the pings",
}, async () => {
  const silent = await beats(SLOW, { name: "peer 1" });
  await silent.diesOfSilence(SLOW);
  await silent.pingsNoMore("dead had resolved");
  const ended = await beats(PATIENT, { name: "peer 2" });
  await ended.peer.halfClose();
  await ended.isDeadAtOnce();
  await ended.pingsNoMore("dead had resolved");
});

check("stop() ends the pings, and leaves dead pending", {
  ...BEAT,
  lookAt: "what does stop() end, and what does it leave",
}, async () => {
  for (const afterMs of [0, 5_000]) {
    const one = await beats(SLOW);
    await elapse(afterMs);
    one.stop();
    await one.pingsNoMore("stop()");
    await one.isTakenForAlive("after stop()");
    expect(isOpenConn(one.conn), {
      cause: "closed-early",
      did: `${one.did}, stop()`,
      what: "conn was closed by stop()",
      expected: "conn stays open",
    });
    try {
      one.stop();
    } catch (error) {
      throw new Wrong({
        cause: "threw",
        did: `${one.did}, stop() for the second time`,
        what: `stop() threw ${show(error)}`,
        expected: "nothing happens",
      });
    }
    await one.isTakenForAlive("after stop()");
  }
});

check("takes no notice of what comes after stop()", {
  ...BEAT,
  lookAt: "what does your code do when a read() ends after stop()",
}, async () => {
  for (const how of COMES) {
    const one = await beats(SLOW, { canReset: how === "a reset" });
    await elapse(1_000);
    one.stop();
    await comes(how, one.peer);
    await settle();
    await one.isTakenForAlive(`after stop(), when ${how} came`);
    await passTime();
    await one.isTakenForAlive(`after stop(), when ${how} came`);
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
    if (how === "silence") await one.diesOfSilence(SLOW);
    else if (how === "an end") await one.peer.halfClose();
    else one.stop();
    if (how === "stop(), then bytes") await one.peer.send("x");
    if (how === "an end") await one.isDeadAtOnce();
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
    const one = new Waiting(new Promise(() => {}), timeoutMs);
    one.work.catch(() => order.push(timeoutMs));
    return { one, timeoutMs };
  });
  await elapse(500_000 + slack());
  for (const { one, timeoutMs } of all) await one.timesOut(timeoutMs);
  equal(order, order.toSorted((a, b) => a - b), {
    did: "a hundred calls of withDeadline(), the order of their deadlines",
  });
});

check("takes the longest time that a timer takes", {
  needs: ["withDeadline", "readWithin", "keepAlive"],
  lookAt: "a timer of more than 2147483647 ms rings at once: what do you add",
}, async () => {
  limitTimers(LONGEST_MS);
  const given = Promise.withResolvers<unknown>();
  const waiting = new Waiting(given.promise, LONGEST_MS);
  const { conn, peer } = await pair();
  const reading = reads(conn, LONGEST_MS);
  const beating = await beats({ everyMs: 60_000, deadAfterMs: LONGEST_MS });
  // A timer that is too long rings after 1 ms; these turns take longer.
  for (let turn = 0; turn < 20; turn++) {
    await settle();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await waiting.staysPending("it settled at once");
  await reading.staysPending("it settled at once");
  await beating.isTakenForAlive("at once");
  beating.stop();
  given.resolve(1);
  equal(await settles(waiting.work, waiting.did), 1, { did: waiting.did });
  await peer.send("x");
  await reading.givesBytes("x");
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
    const came = await one.gave();
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
    const got = await one.gave();
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
    await one.isTakenForAlive("although bytes came");
  }
  await peer.send("x");
  await settle();
  await one.diesOfSilence(SLOW);
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
  await settlesDead(beat.dead, did);
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
  await one.isDeadAtOnce();
  await one.pingsNoMore("dead had resolved");
});

check("stop() while a ping waits, which then fails", {
  ...BEAT,
  lookAt: "what becomes of a write() that fails after stop()",
}, async () => {
  const one = await beats(SLOW, { room: 0 });
  await elapse(3_000);
  one.stop();
  one.pings.fail(new Deno.errors.BrokenPipe("Broken pipe (os error 32)"));
  await settle();
  await one.isTakenForAlive("after stop(), when a ping failed");
  await one.pingsNoMore("stop()");
  await one.isTakenForAlive("after stop(), when a ping failed");
});

check("stop() when the peer is dead changes nothing", {
  ...BEAT,
  lookAt: "what does stop() do when everything is over",
}, async () => {
  const one = await beats(SLOW);
  await one.diesOfSilence(SLOW);
  one.stop();
  one.stop();
  await one.isDeadAtOnce();
  await one.pingsNoMore("dead had resolved");
});
