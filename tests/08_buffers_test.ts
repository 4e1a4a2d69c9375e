import type * as Solution from "../solutions/08_buffers.ts";
import {
  type Called,
  closedPort,
  concat,
  equal,
  eventually,
  expect,
  LIMITS,
  limitWrites,
  load,
  type Meter,
  meter,
  note,
  pair,
  random,
  real,
  sameBytes,
  settle,
  show,
  standInForConnect,
  throws,
  toBytes,
  within,
  Wrong,
} from "../workbook/grading/mod.ts";

const { submission, part, check, calls } = await load<typeof Solution>(
  "08_buffers",
  () => import("../lessons/08_buffers/exercise.ts"),
  () => import("../lessons/08_buffers/exercise.ts", { with: { type: "text" } }),
);

type Words = Record<string, string>;
type Bytes = Uint8Array<ArrayBuffer>;

const patiently = { withinMs: LIMITS.transferMs };

/** Bytes as they may come: a part of a larger array. */
function somewhere(data: string | Uint8Array): Bytes {
  const bytes = toBytes(data);
  const larger = new Uint8Array(bytes.length + 10).fill(46);
  larger.set(bytes, 4);
  return larger.subarray(4, 4 + bytes.length);
}

/** More than the queues of a connection hold: 12 MB would do. */
const large = (length = 16 << 20): Uint8Array =>
  random.numbered(random.bytes(65536), length);

/** A call on a connection whose room the check gives. */
async function metered<T>(
  call: Parameters<typeof calls>[0],
  run: (conn: Deno.TcpConn, queue: Meter) => Promise<T>,
  room?: number,
): Promise<{ one: Called<T>; queue: Meter }> {
  let queue: Meter | undefined;
  const one = await calls(call, ({ peer }) => {
    queue = meter(peer, { room });
    if (room !== undefined) note(`the send queue has room for ${room} bytes`);
    return run(peer, queue);
  }, { hands: ["peer"] }).begin({});
  return { one, queue: queue! };
}

/** Makes room for more, and lets everything happen that is ready. */
async function makeRoom(queue: Meter, bytes: number): Promise<void> {
  note(`the peer reads: room for ${bytes} bytes more`);
  queue.allow(bytes);
  await settle();
}

/** What Deno says of a connection that the peer has broken off, or that is closed. */
const FAILURES = ["BrokenPipe", "ConnectionReset", "ConnectionAborted"];

/** Expects that the call rejects with an error of Deno itself. */
async function rejectsAsDeno(one: Called<unknown>): Promise<void> {
  const error = await throws(() => one.value(), { did: one.did });
  expect(FAILURES.includes((error as Error)?.name), {
    cause: "wrong-value",
    did: one.did,
    expected: "the error that Deno gives: BrokenPipe or ConnectionReset",
    came: show(error),
    lookAt: "which error does the caller see: the one of write(), or another",
  });
}

part("write all", "writeAll");

const writes = calls(
  "writeAll(conn, data)",
  ({ peer }, words) => submission.writeAll(peer, somewhere(words.a)),
  { hands: ["peer"] },
);

writes("sends the data, and leaves the connection open")`
  peer ← {a}                 ? which bytes are written: those of data, or of the memory around it
  resolves
  peer ← nothing             ? who closes the connection: you, or the caller
  peer → {b}
  open = 1                   ? who closes the connection: you, or the caller
`;

check("sends all when the kernel takes a part at a time", {
  lookAt: "what does write() return, and where does the next write begin",
}, async () => {
  const data = somewhere(random.bytes(20));
  const { one, queue } = await metered(
    "writeAll(conn, data)",
    (conn) => submission.writeAll(conn, data),
    3,
  );
  const peer = await one.peer("peer");
  for (const bytes of [1, 1, 4, 2, 3, 5, 10]) await makeRoom(queue, bytes);
  await one.during(peer.expect(data));
  await one.play`
    resolves
    peer ← nothing`;
});

check("resolves when the kernel has taken every byte, and not before", {
  needs: ["writeAll"],
}, async () => {
  const { one, queue } = await metered(
    "writeAll(conn, 20 bytes)",
    (conn) => submission.writeAll(conn, random.bytes(20)),
    5,
  );
  await one
    .play`pending     ? which await is missing between a write and your promise`;
  await makeRoom(queue, 14);
  await one.play`pending     ? what of the last byte`;
  await makeRoom(queue, 1);
  await one.play`resolves    ? what does your loop wait for when all is taken`;
});

check("waits as long as it takes", {
  lookAt: "what ends the waiting: the kernel, or a timer of your own",
  virtual: true,
}, async () => {
  const data = random.bytes(20);
  const { one, queue } = await metered(
    "writeAll(conn, 20 bytes)",
    (conn) => submission.writeAll(conn, data),
    5,
  );
  await one.play`
    peer ← ${data.subarray(0, 5)}
    time passes
    pending                  ? what ends the waiting: the kernel, or a timer of your own`;
  await makeRoom(queue, 5);
  await one.play`
    pending                  ? is there a limit that is looked at between two writes`;
  await makeRoom(queue, 10);
  await one.play`resolves`;
});

check("sends all, however many writes that takes", {
  lookAt: "what ends your loop, besides the last byte",
}, async () => {
  const data = random.bytes(3000);
  const one = await calls(
    "writeAll(conn, 3000 bytes)",
    ({ peer }) => submission.writeAll(limitWrites(peer, 1), data),
    { hands: ["peer"] },
  ).begin({});
  note("each write() takes one byte");
  const peer = await one.peer("peer");
  await one.during(peer.expect(data, patiently));
  await one.play`resolves`;
});

check("sends nothing when there is nothing to send", async () => {
  const { one } = await metered(
    "writeAll(conn, new Uint8Array())",
    (conn) => submission.writeAll(conn, new Uint8Array()),
  );
  await one.play`
    resolves                 ? what does your loop do when no byte is left
    peer ← nothing
    open = 1`;
});

check("leaves the data as it was, and two calls send two copies", {
  lookAt: "what is left of the connection, and of data, after the first call",
}, async () => {
  const data = somewhere(random.word());
  const before = data.slice();
  const { one } = await metered("writeAll(conn, data)", async (conn) => {
    await submission.writeAll(conn, data);
    await submission.writeAll(conn, data);
  });
  await one.play`
    peer ← ${before}
    peer ← ${before}         ? what is left of the connection, and of data, after the first call
    resolves`;
  sameBytes(data, before, {
    did: `${one.did}, what is in data after it?`,
    lookAt: "who else holds the array that you were given",
  });
});

calls("writeAll(conn, data)", ({ peer }) => {
  peer.close();
  return submission.writeAll(peer, random.bytes(5));
}, { hands: ["peer"] })("passes the error of a closed connection on")`
  throws BadResource         ? who sees the error that write() throws
`;

check("passes the error on when its connection is closed meanwhile", {
  needs: ["writeAll"],
}, async () => {
  const { conn } = await pair();
  const did = "writeAll(conn, 16 MB)";
  const work = Promise.resolve(submission.writeAll(conn, large()));
  work.catch(() => {});
  await settle();
  note("the queues are full: write() waits, and conn.close() is called");
  conn.close();
  const lookAt = "who sees the error that write() throws";
  const error = await throws(() => work, { did, lookAt });
  // Interrupted, or BadResource where the last write had begun to be taken.
  expect(/^(?:Interrupted|BadResource)$/.test(error?.name), {
    cause: "wrong-value",
    did,
    expected: "the error that Deno gives: Interrupted",
    came: show(error),
    lookAt,
  });
});

check("sends 16 MB to a peer that reads late", async () => {
  const data = large();
  const { one } = await metered(
    "writeAll(conn, data)",
    (conn) => submission.writeAll(conn, data).then(() => conn.closeWrite()),
  );
  const peer = await one.peer("peer");
  await settle();
  const { bytes } = await one.during(peer.drain(patiently));
  sameBytes(bytes, data, {
    did: `${one.did}, 16 MB`,
    lookAt: "what does write() return when the queue is full",
  });
});

part("how much fits", "measureWindow");

const measures = calls(
  "measureWindow(server)",
  ({ server }) => submission.measureWindow(server),
  { listens: ["server"] },
);

/** Expects that the peer can read exactly as many bytes as were counted. */
async function countsWhatCame(
  one: Called<number>,
  did = one.did,
): Promise<void> {
  const server = await one.peer("server");
  const count = await one.value(3_000);
  const { bytes } = await server.drain(patiently);
  equal(count, bytes.length, {
    did,
    lookAt: "which writes are counted, and is the last one among them",
  });
}

check("ends within three seconds", {
  virtual: true,
}, async () => {
  const one = await measures.begin({});
  await one.peer("server");
  await within(one.value(3_600_000), 3_000, {
    cause: "too-slow",
    did: one.did,
    what: "no number after 3 seconds",
    expected: "a number within 3 seconds",
    lookAt: "what ends the last write, and how long do you wait for it",
  });
});

check("counts exactly the bytes that the peer can read later", async () => {
  const one = await measures.begin({});
  await countsWhatCame(one);
});

check("writes until nothing more is taken", {
  virtual: true,
}, async () => {
  // Windows of any size, in two steps: the kernels move bytes while you write.
  for (const window of [2, 70_001, 5_000_000, 131_072]) {
    let queue: Meter | undefined;
    standInForConnect(async (to) => {
      const conn = await real.connect(to);
      queue = meter(conn, { room: Math.floor(window / 2) });
      return conn;
    });
    const one = await measures.begin({});
    const did = `${one.did}, the queues have room for ${window} bytes`;
    const server = await one.peer("server");
    const read = server.drain(patiently);
    await one.during(eventually(() => queue?.waiting, LIMITS.replyMs, () => ({
      cause: "too-early",
      did,
      what: `bytes taken so far: ${queue?.taken ?? 0}, and no write waits`,
      expected: "another write follows, until one waits",
      lookAt: "how do you know that no more bytes will be taken",
    })));
    queue!.allow(Math.ceil(window / 2));
    equal(await one.value(3_000), window, {
      did,
      lookAt: "how do you know that no more bytes will be taken",
    });
    await read;
  }
});

check("resolves when its connection is closed", {
  virtual: true,
}, async () => {
  const one = await measures.begin({});
  await one.peer("server");
  await one.value(3_000);
  await one.play`
    resolves closed          ? what is left to do after the promise has resolved`;
});

check("passes on that nobody listens", async () => {
  const server = await closedPort();
  const one = await calls(
    "measureWindow(a closed port)",
    () => submission.measureWindow(server),
  ).begin({});
  await one.play`
    throws ConnectionRefused ? who sees the error of Deno.connect()`;
});

check("measures over IPv6", {
  virtual: true,
  ipv6: true,
}, async () => {
  const one = await measures.begin({ hostname: "::1" });
  await countsWhatCame(one);
});

check("keeps two measurements apart", {
  virtual: true,
}, async () => {
  const both = await calls(
    "measureWindow(server 1), measureWindow(server 2)",
    (given) =>
      Promise.all([
        submission.measureWindow(given["server 1"]),
        submission.measureWindow(given["server 2"]),
      ]),
    { listens: ["server 1", "server 2"] },
  ).begin({});
  const peers = [await both.peer("server 1"), await both.peer("server 2")];
  const counts = await both.value(4_000);
  for (const [i, peer] of peers.entries()) {
    const { bytes } = await peer.drain(patiently);
    equal(counts[i], bytes.length, {
      did: `${both.did}, number ${i + 1}`,
      lookAt: "which variable do both calls share",
    });
  }
});

part("the pump", "pump");

/** A source that counts what is asked of it. */
class Source implements AsyncIterableIterator<Uint8Array> {
  /** Bytes that it has given. */
  pulled = 0;
  /** How often its `return()` was called. */
  returns = 0;
  /** Bytes given and not taken when a chunk was asked for too early: the first time. */
  tooMany: number | undefined;
  /** Whether a part of a chunk was taken at that moment, and no write waited for the rest. */
  cutShort = false;
  /** What takes the bytes. */
  queue: { taken: number; waiting?: number } = { taken: 0 };
  /** Where each chunk ends that was given. */
  readonly #ends = new Set([0]);
  readonly #chunks: Iterator<Uint8Array>;
  readonly #limit: number;

  constructor(chunks: Iterable<Uint8Array>, limit = Infinity) {
    this.#chunks = chunks[Symbol.iterator]();
    this.#limit = limit;
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    const queued = this.pulled - this.queue.taken;
    if (queued >= this.#limit && this.tooMany === undefined) {
      this.tooMany = queued;
      this.cutShort = !this.queue.waiting && !this.#ends.has(this.queue.taken);
    }
    const { value, done } = this.#chunks.next();
    if (!done) this.#ends.add(this.pulled += value.length);
    return Promise.resolve(done ? { value: undefined, done } : { value });
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    this.returns++;
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}

/** Chunks of these sizes, of random bytes. */
const chunksOf = (sizes: number[]): Bytes[] =>
  sizes.map((size) => random.bytes(size));

async function* source(...chunks: (string | Uint8Array)[]) {
  // A source may be late with each chunk.
  for (const chunk of chunks) {
    await Promise.resolve();
    yield somewhere(chunk);
  }
}

const FREE = { maxQueuedBytes: 1 << 20 };
const pumps = (from: (words: Words) => AsyncIterable<Uint8Array>) =>
  calls(
    "pump(source, conn, options)",
    ({ peer }, words) => submission.pump(from(words), peer, FREE),
    { hands: ["peer"] },
  );

pumps(({ a, b, c }) => source(a, b, c))(
  "sends every chunk in order, and counts the bytes",
)`
  peer ← {a}{b}{c:11}
  returns ${({ a, b, c }) =>
  a.length + b.length +
  c.length}   ? what does pump count: chunks, or bytes
  peer ← nothing             ? who closes the connection: you, or the caller
  open = 1
`;

pumps(({ a, b }) => source("", a, "", "", b, ""))(
  "skips empty chunks",
)`
  peer ← {a}{b}              ? what ends your loop: an empty chunk, or the end of the source
  returns 12
`;

pumps(() => source())("resolves with 0 when the source gives nothing")`
  returns 0                  ? what do you return when the source ends at once
  peer ← nothing
  open = 1
`;

check("refuses a limit that is no whole number from 1 up", async () => {
  for (const maxQueuedBytes of [0, -1, 1.5, NaN, Infinity]) {
    const from = new Source(chunksOf([3]));
    const { one } = await metered(
      "pump(source, conn, options)",
      (conn) => submission.pump(from, conn, { maxQueuedBytes }),
    );
    const did = `pump(source, conn, { maxQueuedBytes: ${maxQueuedBytes} })`;
    const text = String(maxQueuedBytes);
    const lookAt =
      "which values are refused, by which error, and what does it say of them";
    const telling = { did, lookAt };
    const error = await throws(() => one.value(), telling, "a RangeError");
    expect(error instanceof RangeError && error.message.includes(text), {
      cause: "wrong-value",
      did,
      expected: `a RangeError whose message holds ${text} and the limit`,
      came: show(error),
      lookAt,
    });
    expect(from.pulled === 0, {
      cause: "too-early",
      did,
      what: "a chunk was asked for",
      expected: "the refusal comes first",
      lookAt: "what is done before the limit is looked at",
    });
  }
});

check("takes every whole number from 1 up", {
  lookAt: "which values are refused: is a large one wrong",
}, async () => {
  for (const maxQueuedBytes of [1, 65_537, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
    const { one } = await metered(
      `pump(source, conn, { maxQueuedBytes: ${maxQueuedBytes} })`,
      (conn) =>
        submission.pump(source(toBytes("abc")), conn, { maxQueuedBytes }),
    );
    await one.play`
      peer ← abc
      returns 3`;
  }
});

/** How a reader makes room: bytes at a time, the last again and again. */
const READERS: Record<string, number[]> = {
  "one byte at a time": [1],
  "in large steps": [900],
  "now little, now much": [1, 2, 300, 5, 1, 1, 1000, 7],
  "all at once, after a pause": [1_000_000],
};

check("never pulls further ahead than its limit, at a reader of any speed", {
  needs: ["pump"],
}, async () => {
  const lookAt =
    "how many bytes still wait when you ask for more, and is an equal number below the limit";
  for (const [speed, steps] of Object.entries(READERS)) {
    for (const maxQueuedBytes of [1, 30, 100]) {
      const sizes = [10, 10, 10, 30, 1, 0, 29, 100, 7, 3];
      const chunks = chunksOf(sizes);
      const all = concat(chunks);
      const from = new Source(chunks, maxQueuedBytes);
      const { one, queue } = await metered(
        "pump(source, conn, options)",
        (conn, queue) => {
          from.queue = queue;
          return submission.pump(from, conn, { maxQueuedBytes });
        },
        0,
      );
      const did =
        `pump(source, conn, { maxQueuedBytes: ${maxQueuedBytes} }), the peer reads ${speed}`;
      const peer = await one.peer("peer");
      for (let i = 0; queue.taken < all.length; i++) {
        await one.during(eventually(
          () => queue.waiting > 0 || queue.taken === all.length,
          LIMITS.replyMs,
          {
            cause: "never-ended",
            did,
            what: `${queue.taken} of ${all.length} bytes, and no write waits`,
            expected: "it continues when the kernel takes bytes",
            lookAt: "what continues when a write is done",
          },
        ));
        expect(from.tooMany === undefined, {
          cause: "too-early",
          did,
          what:
            `bytes pulled and not yet taken when a chunk was asked for: ${from.tooMany}`,
          expected: `fewer than ${maxQueuedBytes} at that moment`,
          lookAt: from.cutShort
            ? "the write before took only a part of its chunk: who writes the rest"
            : lookAt,
        });
        queue.allow(steps[Math.min(i, steps.length - 1)]);
        // A write takes no byte before its turn.
        await Promise.resolve();
      }
      await one.during(peer.expect(all, { lookAt }));
      equal(await one.value(), all.length, { did });
    }
  }
});

check("sends a chunk while the source thinks about the next", {
  virtual: true,
}, async () => {
  const [a, b] = [random.word(), random.word()];
  const more = Promise.withResolvers<void>();
  async function* thoughtful() {
    yield toBytes(a);
    await more.promise;
    yield toBytes(b);
  }
  const { one } = await metered(
    "pump(source, conn, options)",
    (conn) => submission.pump(thoughtful(), conn, FREE),
  );
  await one.play`
    peer ← ${a}              ? does a chunk wait for the next one
    time passes
    pending                  ? what ends the waiting: the source, or a timer of your own`;
  more.resolve();
  await one.play`
    peer ← ${b}
    returns 12`;
});

check("resolves when the kernel has taken the last byte", async () => {
  const { one, queue } = await metered(
    "pump(20 bytes, conn, options)",
    (conn) => submission.pump(source(random.bytes(20)), conn, FREE),
    10,
  );
  await one
    .play`pending     ? what is still on its way when the source has ended`;
  await makeRoom(queue, 9);
  await one.play`pending     ? what does write() return`;
  await makeRoom(queue, 1);
  await one.play`returns 20`;
});

check("passes the error of the source on", async () => {
  const failure = new Error("the source has failed");
  async function* failing() {
    yield toBytes(random.word());
    await Promise.resolve();
    throw failure;
  }
  const { one } = await metered(
    "pump(a source that throws, conn, options)",
    (conn) => submission.pump(failing(), conn, FREE),
  );
  const lookAt = "who catches what the source throws";
  const error = await throws(() => one.value(), { did: one.did, lookAt });
  expect(error === failure, {
    cause: "wrong-value",
    did: one.did,
    expected: "the source's own error",
    came: show(error),
    lookAt,
  });
  await one.play`
    open = 1                 ? who closes the connection: you, or the caller`;
});

part("no stall", "writeParts");

const gathers = (parts: (words: Words) => (string | Uint8Array)[]) =>
  calls(
    "writeParts(conn, parts)",
    ({ peer }, words) =>
      submission.writeParts(peer, parts(words).map(somewhere)),
    { hands: ["peer"] },
  );

gathers(({ a, b, c }) => [a, "", b, c, ""])("sends all parts in order")`
  peer ← {a}{b}{c:90}        ? which bytes of each part are written, and in which order
  resolves
  peer ← nothing             ? who closes the connection: you, or the caller
  open = 1
`;

check("lets no small part wait for the acknowledgment of the one before", {
  needs: ["writeParts"],
}, async () => {
  const parts = chunksOf([4, 0, 3, 3]);
  const { one, queue } = await metered(
    "writeParts(conn, parts of 4, 0, 3 and 3 bytes)",
    (conn) => submission.writeParts(conn, parts),
  );
  await one.play`
    peer ← ${concat(parts)}
    resolves`;
  expect(!queue.isHeldBack, {
    cause: "too-slow",
    did: one.did,
    what: `${queue.writes.length} writes of ${
      queue.writes.join(", ")
    } bytes, and no setNoDelay(true)`,
    expected:
      "no write waits for the acknowledgment of another; here the second one does, about 40 ms",
    lookAt: "how many times is write() called for one message",
  });
});

check("sends nothing when no part has a byte", async () => {
  for (const parts of [[], [new Uint8Array()], chunksOf([0, 0])]) {
    const { one } = await metered(
      "writeParts(conn, parts)",
      (conn) => submission.writeParts(conn, parts),
    );
    await one.play`
      resolves               ? what do you write when all parts are empty
      peer ← nothing
      open = 1`;
  }
});

check("leaves the parts as they were, and sends them twice", async () => {
  const parts = [random.word(), "", random.word()].map(somewhere);
  const before = parts.map((each) => each.slice());
  const { one } = await metered("writeParts(conn, parts)", async (conn) => {
    await submission.writeParts(conn, parts);
    await submission.writeParts(conn, parts);
  });
  const lookAt = "who else holds the list that you were given";
  const peer = await one.peer("peer");
  const twice = concat([...before, ...before]);
  await one.during(peer.expect(twice, { lookAt }));
  await one.play`resolves`;
  equal(parts.length, before.length, {
    did: `${one.did}, parts.length`,
    lookAt,
  });
  const did = `${one.did}, what is in parts after it?`;
  sameBytes(concat(parts), concat(before), { did, lookAt });
});

check("sends all parts when the kernel takes a part at a time", {
  lookAt: "what does write() return, and where does the next write begin",
}, async () => {
  const parts = chunksOf([4, 0, 9, 3]);
  const { one, queue } = await metered(
    "writeParts(conn, parts of 4, 0, 9 and 3 bytes)",
    (conn) => submission.writeParts(conn, parts),
    2,
  );
  const peer = await one.peer("peer");
  for (const bytes of [1, 4, 1, 3, 2, 2]) await makeRoom(queue, bytes);
  await one
    .play`pending     ? which await is missing between a write and your promise`;
  await makeRoom(queue, 1);
  await one.during(peer.expect(concat(parts)));
  await one.play`resolves`;
});

calls("writeParts(conn, parts)", ({ peer }) => {
  peer.close();
  return submission.writeParts(peer, chunksOf([3, 4]));
}, { hands: ["peer"] })("passes on that the connection is closed")`
  throws BadResource         ? who sees the error that write() throws
`;

part("two calls at once", "writeParts");

const TOGETHER = "writeParts(conn, parts 1), writeParts(conn, parts 2)";

/** Deno refuses setNoDelay() while a write waits on the connection. */
function busy(error: unknown): never {
  if (!/Unable to get resources/.test(String(error))) throw error;
  throw new Wrong({
    cause: "threw",
    did: TOGETHER,
    what: "setNoDelay() was called while another write waited",
    expected: "each call begins when the one before it is over",
    came: show(error),
    lookAt: "what does the second call do before the first one is over",
  });
}

/** Starts calls of these lists of parts on one connection, all in one turn. */
const together = (lists: Uint8Array[][], room?: number) =>
  metered(
    TOGETHER,
    (conn) =>
      Promise.all(
        lists.map(async (parts) => {
          try {
            await submission.writeParts(conn, parts);
          } catch (error) {
            busy(error);
          }
        }),
      ),
    room,
  );

check("sends overlapping calls whole, and in their order", async () => {
  const lists = [[5, 4], [0, 8, 0], [1], [], [6, 6, 6]].map(chunksOf);
  const all = concat(lists.flat());
  const { one, queue } = await together(lists, 3);
  const peer = await one.peer("peer");
  for (let room = 3; room < all.length; room += 2) await makeRoom(queue, 2);
  const lookAt = "what does the second call do while the first one waits";
  await one.during(peer.expect(all, { lookAt }));
  await one.play`
    resolves
    peer ← nothing`;
});

check("resolves no call before its own bytes are taken", async () => {
  const over: number[] = [];
  const { one, queue } = await metered(
    "writeParts(conn, parts 1), writeParts(conn, parts 2)",
    (conn) =>
      Promise.all([[3, 3], [4, 4]].map(async (sizes, i) => {
        await submission.writeParts(conn, chunksOf(sizes));
        over.push(i + 1);
      })),
    5,
  );
  const expected = (numbers: number[]) =>
    expect(over.every((number) => numbers.includes(number)), {
      cause: "too-early",
      did: one.did,
      what: `call ${over.at(-1)} resolved when ${queue.taken} bytes were taken`,
      expected: "6 bytes of call 1, then 8 bytes of call 2",
      lookAt: "what does the promise of the second call wait for",
    });
  await settle();
  expected([]);
  await makeRoom(queue, 8);
  expected([1]);
  await makeRoom(queue, 1);
  await one.play`resolves`;
});

check("sends a call that begins while another one waits", async () => {
  const [a, b, c] = [chunksOf([5, 5]), chunksOf([6, 6]), chunksOf([2, 2])];
  const later = Promise.withResolvers<void>();
  const last = Promise.withResolvers<void>();
  const { one, queue } = await metered(
    "writeParts(conn, a), writeParts(conn, b), writeParts(conn, c)",
    async (conn) => {
      const send = (parts: Uint8Array[]) => submission.writeParts(conn, parts);
      const first = send(a);
      await later.promise;
      await Promise.all([first, send(b)]);
      await last.promise;
      await send(c);
    },
    3,
  );
  await settle();
  later.resolve();
  await makeRoom(queue, 19);
  last.resolve();
  await makeRoom(queue, 4);
  const peer = await one.peer("peer");
  const lookAt = "where does a call wait for the one before it";
  await one.during(peer.expect(concat([a, b, c].flat()), { lookAt }));
  await one.play`resolves`;
});

check("lets no other connection wait", async () => {
  const both = await calls(
    "writeParts(conn 1, parts), writeParts(conn 2, parts)",
    (given, { a, b }) => {
      const queue = meter(given["peer 1"], { room: 0 });
      return Promise.all([
        submission.writeParts(given["peer 1"], [toBytes(a)]),
        submission.writeParts(given["peer 2"], [toBytes(b)])
          .then(() => queue.allow(100)),
      ]);
    },
    { hands: ["peer 1", "peer 2"] },
  ).begin({});
  await both.play`
    # conn 1 is full until the call on conn 2 has resolved
    peer 2 ← {b}             ? what do calls on two connections share
    peer 1 ← {a}
    resolves`;
});

part("beyond");

check("counts a write that ends while the connection closes", {
  needs: ["measureWindow"],
  virtual: true,
}, async () => {
  // The kernel takes the bytes, and the runtime tells of it too late.
  standInForConnect(async (to) => {
    const conn = await real.connect(to);
    const { write, close } = conn;
    const closing = Promise.withResolvers<void>();
    let calls = 0;
    return Object.defineProperties(conn, {
      write: {
        value: async (data: Uint8Array) => {
          const n: number = await write.call(conn, data.subarray(0, 1000));
          if (++calls === 3) await closing.promise;
          return n;
        },
      },
      close: {
        value: () => {
          close.call(conn);
          closing.resolve();
        },
      },
    });
  });
  const one = await measures.begin({});
  await countsWhatCame(
    one,
    `${one.did}, the last write ends while the connection closes`,
  );
});

check("leaves nothing open when the server resets", {
  needs: ["measureWindow"],
  virtual: true,
}, async () => {
  const one = await measures.begin({ resets: ["server"] });
  const server = await one.peer("server");
  await settle();
  server.reset();
  await one.play`
    settles
    open = 0                 ? which path leaves without close()`;
});

/** A check of a pump whose peer goes away. */
function failsWith(
  name: string,
  options: { maxQueuedBytes: number },
  from: () => AsyncIterable<Uint8Array> & { returns?: number },
): void {
  check(name, { needs: ["pump"] }, async () => {
    const chunks = from();
    const { one } = await metered(
      "pump(source, conn, options)",
      (conn) => submission.pump(chunks, conn, options),
    );
    const peer = await one.peer("peer");
    await one.during(peer.expect(new Uint8Array(9)));
    // Bytes are unread: close() sends RST.
    peer.close();
    await rejectsAsDeno(one);
    if (chunks.returns === undefined) return;
    expect(chunks.returns > 0, {
      cause: "never-closed",
      did: `${one.did}, the connection failed`,
      what: "return() of the source was not called",
      expected: "the source learns that nobody asks any more",
      lookAt: "what does for await do when its body throws, and next() alone",
    });
  });
}

function* endless(length: number) {
  while (true) yield new Uint8Array(length);
}

failsWith(
  "rejects when the connection fails, and calls the source's return()",
  { maxQueuedBytes: 200_000 },
  () => new Source(endless(65_536)),
);

failsWith(
  "rejects when the connection fails under a source without return()",
  FREE,
  () => {
    const { next } = new Source(endless(65_536));
    const bound = next.bind(new Source(endless(65_536)));
    return { [Symbol.asyncIterator]: () => ({ next: bound }) };
  },
);

check("sends what the source gave, though it uses its memory again", {
  needs: ["pump"],
}, async () => {
  const words = [random.word(), random.word(), random.word()];
  async function* reusing() {
    const memory = new Uint8Array(6);
    for (const word of words) {
      memory.set(toBytes(word));
      yield memory;
      await Promise.resolve();
    }
  }
  const { one, queue } = await metered(
    "pump(source, conn, { maxQueuedBytes: 100 })",
    (conn) => submission.pump(reusing(), conn, { maxQueuedBytes: 100 }),
    2,
  );
  const peer = await one.peer("peer");
  for (let i = 0; i < 8; i++) await makeRoom(queue, 2);
  await one.during(peer.expect(words.join(""), {
    lookAt: "what is in a chunk after the next one was asked for",
  }));
  await one.play`returns 18`;
});

check("pumps 16 MB to a peer that reads late", {
  needs: ["pump"],
}, async () => {
  const all = large();
  const size = 50_000;
  const maxQueuedBytes = 120_000;
  function* pieces() {
    for (let at = 0; at < all.length; at += size) {
      yield all.subarray(at, at + size);
    }
  }
  const from = new Source(pieces(), maxQueuedBytes);
  const { one } = await metered(
    "pump(source, conn, options)",
    async (conn, queue) => {
      from.queue = queue;
      const count = await submission.pump(from, conn, { maxQueuedBytes });
      await conn.closeWrite();
      return count;
    },
  );
  const did = "pump(source, conn, { maxQueuedBytes: 120000 }), 16 MB";
  const peer = await one.peer("peer");
  await settle();
  const { bytes } = await one.during(peer.drain(patiently));
  sameBytes(bytes, all, { did, lookAt: "what does write() return" });
  equal(await one.value(), all.length, { did });
  expect(from.tooMany === undefined, {
    cause: "too-early",
    did,
    what:
      `bytes pulled and not yet taken when a chunk was asked for: ${from.tooMany}`,
    expected: `fewer than ${maxQueuedBytes} at that moment`,
    lookAt: "what is awaited before the next chunk is asked for",
  });
});

check("settles every call when the connection fails", {
  needs: ["writeParts"],
}, async () => {
  const over: string[] = [];
  const { one, queue } = await metered(
    "writeParts(conn, parts 1), writeParts(conn, parts 2), writeParts(conn, parts 3)",
    (conn) =>
      Promise.all(
        [[9, 9], [5], [3, 3]].map((sizes) =>
          submission.writeParts(conn, chunksOf(sizes)).then(
            () => over.push("resolved"),
            () => over.push("rejected"),
          )
        ),
      ),
    5,
  );
  await settle();
  note("the connection breaks off");
  queue.fail(new Deno.errors.BrokenPipe("Broken pipe (os error 32)"));
  const allOver = () => over.length === 3;
  await one.during(eventually(allOver, LIMITS.replyMs, () => ({
    cause: "never-ended",
    did: one.did,
    what: `${3 - over.length} of 3 calls do not settle`,
    expected: "every call settles",
    lookAt:
      "what happens to the calls that wait when the one before them fails",
  })));
  await one.value();
  equal(over[0], "rejected", {
    did: `${one.did}, the first of them`,
    lookAt: "who sees the error that write() throws",
  });
});

check("rejects when the peer goes away while data waits", {
  needs: ["writeAll"],
}, async () => {
  const { one } = await metered(
    "writeAll(conn, 16 MB)",
    (conn) => submission.writeAll(conn, new Uint8Array(16 << 20)),
  );
  const peer = await one.peer("peer");
  await one.during(peer.expect(new Uint8Array(9), patiently));
  peer.close();
  await rejectsAsDeno(one);
  await one.play`
    open = 1                 ? who closes the connection: you, or the caller`;
});

check("sends 10,000 parts", {
  needs: ["writeParts"],
  lookAt: "what does your code do once for each part, or each byte",
}, async () => {
  const all = large(210_000);
  const parts = Array.from(
    { length: 10_000 },
    (_, i) => all.subarray(i * 21, i * 21 + 21),
  );
  const { one } = await metered("writeParts(conn, parts)", async (conn) => {
    await submission.writeParts(conn, parts);
    await conn.closeWrite();
  });
  const peer = await one.peer("peer");
  const { bytes } = await one.during(peer.drain(patiently));
  sameBytes(bytes, concat(parts), {
    did: `${one.did}, 10,000 parts`,
    lookAt: "what does your code do with each part",
  });
});

check("sends overlapping calls of megabytes whole", {
  needs: ["writeParts"],
}, async () => {
  const all = large(6 << 20);
  const each = all.length / 4;
  const lists = [0, 1, 2, 3].map((i) => [
    all.subarray(i * each, i * each + 100),
    all.subarray(i * each + 100, (i + 1) * each),
  ]);
  const { one } = await metered(
    "writeParts(conn, parts 1), writeParts(conn, parts 2), and two more (…)",
    async (conn) => {
      await Promise.all(
        lists.map((parts) => submission.writeParts(conn, parts)),
      );
      await conn.closeWrite();
    },
  );
  const peer = await one.peer("peer");
  await settle();
  const { bytes } = await one.during(peer.drain(patiently));
  sameBytes(bytes, all, {
    did: `${one.did}, 1.5 MB each`,
    lookAt: "what does the second call do when the first one was cut short",
  });
});
