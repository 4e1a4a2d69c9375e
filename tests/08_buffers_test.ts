import type * as Solution from "../solutions/08_buffers.ts";
import {
  afterCheck,
  concat,
  each,
  equal,
  eventually,
  expect,
  LIMITS,
  load,
  type Meter,
  meter,
  note,
  once,
  onPurpose,
  pair,
  random,
  real,
  sameBytes,
  skipFullQueues,
  standInForConnect,
  toBytes,
  viewOf,
  within,
} from "../workbook/grading/mod.ts";

const { submission, part, check, calls, scenes } = await load<typeof Solution>(
  "08_buffers",
  () => import("../lessons/08_buffers/exercise.ts"),
  () => import("../lessons/08_buffers/exercise.ts", { with: { type: "text" } }),
);

type Bytes = Uint8Array<ArrayBuffer>;

const patiently = { withinMs: LIMITS.transferMs };

/** A copy of data, as it may come: a part of a larger memory. */
const somewhere = (data: unknown): Bytes => viewOf(toBytes(data), 4, 46);

/** More than the queues of a connection hold, and no round number: 16 MiB is room enough for less. */
const LARGE = 17_000_000;
const large = (length = LARGE): Bytes =>
  random.numbered(random.bytes(65_536), length);
const BULK = once(large);

/** Chunks of these sizes, of random bytes, in one memory. */
function chunksOf(sizes: number[]): Bytes[] {
  const length = sizes.reduce((sum, size) => sum + size);
  const all = length > 65_536 ? large(length) : random.bytes(length);
  let at = 0;
  return sizes.map((size) => all.subarray(at, at += size));
}

part("write all", "writeAll");

/** Writes data that lies in a larger memory. */
const writeAll = scenes(({ stage }) => {
  let data: Bytes;
  return {
    calls: {
      writeAll: (conn: Deno.TcpConn, given: string | Bytes) => {
        if (given !== "the same data") data = somewhere(given);
        return submission.writeAll(conn, data);
      },
    },
    facts: {
      data: ([due]) =>
        sameBytes(data, toBytes(due), {
          did: `${stage.did}, what is in data after it?`,
        }),
    },
  };
});

const NEXT = "what does write() return, and where does the next write begin";
const WHOSE =
  "who ends the connection, or a direction of it: you, or the caller";
const SEES = "who sees the error that write() throws";
const FAILS = "which error does the caller see: the one of write(), or another";

writeAll("sends the data, and leaves the connection open")`
  writeAll(conn, {a})
  peer ← {a}                 ? which bytes are written: those of data, or of the memory around it
  resolves
  peer ← nothing             ? ${WHOSE}
  peer → {b}
  conn = open
`;

writeAll("sends all when the kernel takes a part at a time")`
  conn has room for 3 bytes  ? ${NEXT}
  writeAll(conn, {a:20})
  conn gets room for 1 | 1 | 4 | 2 | 3 | 5 | 10
  peer ← {a}
  resolves
  peer ← nothing
`;

writeAll("resolves when the kernel has taken every byte, and not before")`
  conn has room for 5 bytes
  writeAll(conn, {a:20}) pending   ? which await is missing between a write and your promise
  conn gets room for 14
  pending                    ? what of the last byte
  conn gets room for 1
  resolves                   ? what does your loop wait for when all is taken
`;

writeAll("waits as long as it takes")`
  conn has room for 5 bytes
  writeAll(conn, "{a:5}{b:15}")
  peer ← {a}
  time passes                ? what ends the waiting: the kernel, or a timer of your own
  pending
  conn gets room for 5
  pending                    ? is there a limit that is looked at between two writes
  conn gets room for 10
  resolves
`;

writeAll("sends all, however many writes that takes")`
  each write takes 1 byte    ? what ends your loop, besides the last byte
  writeAll(conn, {a:3000})
  peer ← {a}
  resolves
`;

writeAll("sends nothing when there is nothing to send")`
  writeAll(conn, "") resolves   ? what does your loop do when no byte is left
  peer ← nothing
  conn = open
`;

writeAll("leaves the data as it was, and two calls send two copies")`
  writeAll(conn, {a}) resolves
  writeAll(conn, the same data) resolves   ? what is left of the connection, and of data, after the first call
  peer ← {a} ← {a}
  data = {a}                 ? who else holds the array that you were given
`;

writeAll("passes the error of a closed connection on")`
  conn closes
  writeAll(conn, {a}) throws BadResource   ? ${SEES}
`;

writeAll("passes the error on when its connection is closed meanwhile")`
  writeAll(conn, ${BULK})
  a moment passes
  # the queues are full: write() waits
  conn closes
  throws Interrupted or BadResource        ? ${SEES}
`;

writeAll("sends 17 MB to a peer that reads late")`
  writeAll(conn, ${BULK})
  a moment passes
  peer ← ${BULK}             ? what does write() return when the queue is full, and is all of data written
  resolves
  peer ← nothing
`;

part("how much fits", "measureWindow");

const COUNTED = {
  virtual: true,
  lookAt: "which writes are counted, and is the last one among them",
};

const measures = calls(
  "measureWindow(server)",
  ({ server }) => submission.measureWindow(server),
  {
    listens: ["server"],
    facts: (one) => ({
      "bytes at server": async () => {
        const server = await one.peer("server");
        const count = await one.value(3_000);
        const { bytes } = await server.drain(patiently);
        equal(count, bytes.length, { did: one.did });
      },
    }),
  },
);

measures("ends within three seconds")`
  server accepts
  resolves within 3,000 ms   ? what ends the last write, and how long do you wait for it
`;

check("counts exactly the bytes that the peer can read later", {
  lookAt: COUNTED.lookAt,
}, async () => {
  const skip = skipFullQueues();
  const one = await measures.begin({});
  await skip(3_000);
  await one.play`bytes at server = what the call gives`;
  await one.end();
});

check("writes until nothing more is taken", {
  virtual: true,
  lookAt: "how do you know that no more bytes will be taken",
}, async () => {
  // Windows of any size, in three steps: the kernels move bytes while you write.
  for (const step of [1, 35_001, 3_000_000, 65_536]) {
    let queue: Meter | undefined;
    standInForConnect(async (to) => {
      const conn = await real.connect(to);
      queue = meter(conn, { room: step });
      return conn;
    });
    const one = await measures.begin({});
    const did = `${one.did}, the queues have room for 3 × ${step} bytes`;
    // The close may come as late as the promise.
    const read = (await one.peer("server")).drain({ withinMs: 3_000 });
    for (const _ of [2, 3]) {
      await one.during(eventually(() => queue?.waiting, LIMITS.replyMs, () => ({
        cause: "too-early",
        did,
        what: `bytes taken so far: ${queue?.taken ?? 0}, and no write waits`,
        expected: "another write follows, until one waits",
      })));
      queue!.allow(step);
    }
    equal(await one.value(3_000), 3 * step, { did });
    await read;
  }
});

measures("resolves when its connection is closed")`
  server accepts
  resolves closed within 3,000 ms   ? what is left to do after the promise has resolved
`;

measures.with({ at: "nobody" })("passes on that nobody listens")`
  throws ConnectionRefused   ? who sees the error of Deno.connect()
`;

measures.with({ ipv6: true, virtual: true })("measures over IPv6")`
  bytes at server = what the call gives   ? which address family has the connection
`;

measures.twice("keeps two measurements apart")`
  resolves within 3,000 ms   ? which variable do both calls share
  bytes at server 1 = what call 1 gives
  bytes at server 2 = what call 2 gives
`;

part("the pump", "pump");

/** Pumps from a source that counts what is asked of it, and gives what the script tells it. */
const pump = scenes(({ stage }) => {
  const chunks: Uint8Array[] = [];
  /** What comes after the last chunk; until then it thinks. */
  let over: (() => void) | undefined;
  let news = Promise.withResolvers<void>();
  /** Memory in which it gives every chunk, if it uses that again. */
  let memory: Bytes | undefined;
  let [given, pulled, returns] = [0, 0, 0];
  /** With so many bytes pulled and not taken, nothing more may be asked for. */
  let limit = Infinity;
  let queue = { taken: 0 };
  /** How many they were when a chunk was asked for too early: the first time. */
  let tooMany: number | undefined;

  const source: AsyncIterator<Uint8Array> = {
    async next() {
      if (this !== source) {
        throw new TypeError("next() was called without its iterator");
      }
      const queued = pulled - queue.taken;
      if (queued >= limit) tooMany ??= queued;
      while (given === chunks.length && !over) {
        news = Promise.withResolvers();
        await news.promise;
      }
      const chunk = chunks[given];
      if (!chunk) {
        over!();
        return { value: undefined, done: true };
      }
      given++;
      pulled += chunk.length;
      memory?.set(chunk);
      return { value: memory?.subarray(0, chunk.length) ?? somewhere(chunk) };
    },
    return() {
      returns++;
      return Promise.resolve({ value: undefined, done: true });
    },
  };

  function give(more: unknown[]): void {
    chunks.push(...more.flat().map(toBytes));
    news.resolve();
  }

  function end(then = () => {}): void {
    over = then;
    news.resolve();
  }

  return {
    calls: {
      pump: (
        _source: string,
        conn: Deno.TcpConn,
        options: { maxQueuedBytes: number },
      ) => {
        queue = stage.meterOf(conn);
        limit = options.maxQueuedBytes;
        const all = { [Symbol.asyncIterator]: () => source };
        return submission.pump(all, conn, options);
      },
    },
    facts: {
      pulled: ([due]) =>
        equal(pulled, Number(due), {
          did: `${stage.did}, bytes asked of the source`,
        }),
      "pulled ahead": () =>
        expect(tooMany === undefined, {
          cause: "too-early",
          did: stage.did,
          what:
            `bytes pulled and not yet taken when a chunk was asked for: ${tooMany}`,
          expected: `fewer than ${limit} at that moment`,
        }),
      "return of the source": ([due]) =>
        equal(returns > 0 ? "called" : "not called", due, {
          did: `${stage.did}, the connection failed: return() of the source`,
        }),
    },
    actions: {
      "the source gives only …": (...more: unknown[]) => {
        give(more);
        end();
      },
      "the source gives …": (...more: unknown[]) => give(more),
      "the source ends": () => end(),
      "the source fails with …": (error: unknown) =>
        end(() => {
          throw error;
        }),
      "the source has no return()": () => {
        delete source.return;
      },
      "the source uses its memory again": () => {
        memory = new Uint8Array(6);
      },
      "peer reads what the source gave": async () =>
        await (await stage.peer()).expect(concat(chunks), patiently),
    },
  };
});

pump("sends every chunk in order, and counts the bytes")`
  the source gives only {a} | {b} | {c:11}
  pump(source, conn, { maxQueuedBytes: 1_000_000 })
  peer ← {a}{b}{c}
  returns 23                 ? what does pump count: chunks, or bytes, and those of every chunk
  peer ← nothing             ? ${WHOSE}
  conn = open
  the source gives only {d}
  pump(source, conn, { maxQueuedBytes: 1_000_000 })
  peer ← {d}                 ? what of the connection does a pump keep that is over
  returns 6
`;

pump("skips empty chunks")`
  the source gives only "" | {a} | "" | "" | {b} | ""
  pump(source, conn, { maxQueuedBytes: 1_000_000 })
  peer ← {a}{b}              ? what ends your loop: an empty chunk, or the end of the source
  returns 12
`;

pump("resolves with 0 when the source gives nothing")`
  the source ends
  pump(source, conn, { maxQueuedBytes: 1_000_000 }) returns 0   ? what do you return when the source ends at once
  peer ← nothing
  conn = open
`;

const REFUSED = [0, -1, 1.5, NaN, Infinity];

pump("refuses a limit that is no whole number from 1 up")`
  the source gives only {a}  ? which values are refused, by which error, and what does it say of them
  pump(source, conn, { maxQueuedBytes: ${each(...REFUSED)} })
  throws RangeError ${each(...REFUSED.map(String))}
  pulled = 0                 ? what is done before the limit is looked at
`;

const TAKEN = each(1, 65_537, 2 ** 32, Number.MAX_SAFE_INTEGER);

pump("takes every whole number from 1 up")`
  the source gives only abc  ? which values are refused: is a large one wrong, and may a chunk be larger than the limit
  pump(source, conn, { maxQueuedBytes: ${TAKEN} })
  peer ← abc
  returns 3
`;

/** How a reader of 42 bytes makes room: at once, in large steps, now little and now much, first byte by byte. */
const STEPS = [
  [100],
  [20, 22],
  [1, 2, 12, 5, 1, 1, 19, 1],
  [...Array(12).fill(1), 30],
];
const limits = each(...[1, 8, 20].flatMap((limit) => STEPS.map(() => limit)));

pump("never pulls further ahead than its limit, at a reader of any speed")`
  the source gives only ${() => chunksOf([4, 4, 4, 8, 1, 0, 7, 10, 3, 1])}
  conn has room for 0 bytes
  pump(source, conn, { maxQueuedBytes: ${limits} })
  conn gets room for ${each(...STEPS, ...STEPS, ...STEPS)}
  pulled ahead = less than the limit   ? how many bytes still wait when you ask for more: who writes what a write left, and is an equal number below the limit
  peer reads what the source gave
  returns 42
`;

pump("sends a chunk while the source thinks about the next")`
  the source gives {a:1}
  pump(source, conn, { maxQueuedBytes: 1_000_000 })
  peer ← {a}                 ? does a chunk wait for the next one
  time passes                ? what ends the waiting: the source, or a timer of your own
  pending
  the source gives only {b}
  peer ← {b}
  returns 7
`;

pump("resolves when the kernel has taken the last byte")`
  conn has room for 10 bytes
  the source gives only {a:20}
  pump(source, conn, { maxQueuedBytes: 1_000_000 })
  pending                    ? what is still on its way when the source has ended
  conn gets room for 9
  pending                    ? what does write() return
  conn gets room for 1
  returns 20
`;

/** A program may throw anything. */
const FAILURES = each(onPurpose(new Error("the source has failed")), undefined);

pump("passes the error of the source on")`
  conn has room for 4 bytes
  the source gives {a} | {b}
  the source fails with ${FAILURES}
  pump(source, conn, { maxQueuedBytes: 1_000_000 })
  conn gets room for 100
  peer ← {a}{b}              ? what of the chunks that the source gave before it failed
  throws ${FAILURES}         ? who catches what the source throws
  conn = open                ? ${WHOSE}
`;

check("keeps two pumps apart", {
  needs: ["pump"],
  lookAt: "which variable do two calls share",
}, async () => {
  const LENGTHS = [3000, 5000];
  async function* source(length: number) {
    for (let left = length; left > 0; left -= 100) yield new Uint8Array(100);
  }
  const counts = await Promise.all(LENGTHS.map(async (length) => {
    const { conn, peer } = await pair();
    const pumping = submission.pump(source(length), conn, {
      maxQueuedBytes: 400,
    });
    pumping.catch(() => {});
    await peer.expect(new Uint8Array(length), patiently);
    return await pumping;
  }));
  equal(counts, LENGTHS, {
    did: "two calls of pump() at once, on two connections: what they give",
  });
});

part("no stall", "writeParts");

/** Writes parts that lie in larger memories. */
const writeParts = scenes(({ stage }) => {
  let parts: Bytes[];
  /** The bytes of all parts, before the call. */
  let due: Bytes;
  let queue: Meter;

  /** Calls with parts of these sizes in one turn; the last one is made as soon as the first is over. */
  async function overlapping(conn: Deno.TcpConn, sizes: string[]) {
    const calls = sizes.map((list) => chunksOf(list.split(" ").map(Number)));
    due = concat(calls.flat());
    const last = calls.pop()!;
    const works = calls.map((call) => submission.writeParts(conn, call));
    // It comes behind those who wait.
    works.push(works[0].then(() => submission.writeParts(conn, last)));
    await Promise.all(works);
  }

  return {
    calls: {
      writeParts: (conn: Deno.TcpConn, ...given: (string | Bytes[])[]) => {
        if (given[0] === "calls that overlap") {
          return overlapping(conn, given.slice(1).map(String));
        }
        if (given[0] === "parts of one memory") {
          const [one, two, three] = chunksOf([5, 4, 6]);
          parts = [three, one, two, one];
        } else if (given[0] !== "the same parts") {
          parts = given.flat().map(somewhere);
        }
        due = concat(parts);
        queue = stage.meterOf(conn);
        return submission.writeParts(conn, parts);
      },
    },
    facts: {
      parts: (due) =>
        equal(parts.map((each) => new TextDecoder().decode(each)), due, {
          did: `${stage.did}, what is in parts after it?`,
        }),
      "held back": () =>
        expect(!queue.isHeldBack, {
          cause: "too-slow",
          did: stage.did,
          what: `${queue.writes.length} writes of ${
            queue.writes.length > 8
              ? `${queue.writes.slice(0, 8).join(", ")}, …`
              : queue.writes.join(", ")
          } bytes, and no setNoDelay(true)`,
          expected:
            "no write waits for the acknowledgment of another; here the second one does, about 40 ms",
        }),
    },
    actions: {
      "peer reads the parts": async () =>
        await (await stage.peer()).expect(due, patiently),
    },
  };
});

/** Bytes that are no text. */
const NO_TEXT = Uint8Array.of(0xff, 0, 0xc3, 10);

writeParts("sends all parts in order")`
  writeParts(conn, {a}, "", {b}, ${NO_TEXT}, {c:90}, "")
  peer reads the parts       ? which bytes of each part are written, and in which order
  resolves
  peer ← nothing             ? ${WHOSE}
  conn = open
`;

writeParts("sends the parts in the order of the list")`
  # the parts lie in one memory: the last of them, the first, the second, the first again
  writeParts(conn, parts of one memory)
  peer reads the parts       ? what decides the order: the list, or where the bytes lie, and may a part come twice
  resolves
`;

/** Some bytes, and more than a buffer of a program may hold. */
const MIDDLES = each(new Uint8Array(3), new Uint8Array(20_000));

writeParts("lets no small part wait for the acknowledgment of the one before")`
  writeParts(conn, {a:4}, "", ${MIDDLES}, {c:3})
  peer reads the parts
  resolves
  held back = nothing        ? how many times is write() called for one message
`;

writeParts("lets none of many parts wait")`
  # more parts than one call of C takes: 1024
  writeParts(conn, ${() => chunksOf(Array(3000).fill(2))})
  peer reads the parts
  resolves
  held back = nothing        ? how many parts go into one write
`;

writeParts("sends nothing when no part has a byte")`
  writeParts(conn) resolves  ? what do you write when all parts are empty
  writeParts(conn, "") resolves
  writeParts(conn, "", "") resolves
  peer ← nothing
  conn = open
`;

writeParts("leaves the parts as they were, and sends them twice")`
  writeParts(conn, {a}, "", {b}) resolves
  writeParts(conn, the same parts) resolves   ? who else holds the list that you were given
  peer ← {a}{b} ← {a}{b}
  parts = {a} | "" | {b}
`;

writeParts("sends all parts when the kernel takes a part at a time")`
  conn has room for 2 bytes  ? ${NEXT}
  writeParts(conn, {a:4}, "", {b:9}, {c:3})
  conn gets room for 1 | 4 | 1 | 3 | 2 | 2
  pending                    ? what does write() return, and which await is missing between a write and your promise
  conn gets room for 1
  peer ← {a}{b}{c}
  resolves
`;

writeParts("passes on that the connection is closed")`
  conn closes
  writeParts(conn, {a:3}, {b:4}) throws BadResource   ? ${SEES}
`;

part("two calls at once", "writeParts");

writeParts("sends overlapping calls whole, and in their order")`
  conn has room for 3 bytes
  writeParts(conn, calls that overlap, "5 4", "0 8 0", "1", "0", "6 6 6")   ? what does a call do while another one waits, and who is next when that is over
  17 times
    conn gets room for 2
  peer reads the parts
  resolves
  peer ← nothing
`;

writeParts("resolves no call before its own bytes are taken")`
  conn has room for 5 bytes   ? what does the promise of the second call wait for
  writeParts(conn, {a:3}, {b:3})
  writeParts(conn, {c:4}, {d:4})
  writeParts(conn, {e:3})
  call 1 pending
  call 2 pending
  conn gets room for 8
  call 2 pending
  call 3 pending
  conn gets room for 1
  call 1 resolves
  call 3 pending
  conn gets room for 3
  call 2 resolves
  call 3 resolves
`;

// By the clock of the model: a call that asks from time to time must not be lucky.
writeParts("sends a call that begins while another one waits", {
  virtual: true,
})`
  conn has room for 3 bytes        ? where, and how long, does a call wait for the one before it
  writeParts(conn, {a:5}, {b:5})
  a moment passes
  writeParts(conn, {c:6}, {d:6})
  time passes
  conn gets room for 3 | 4
  call 1 resolves
  # the connection is free, and somebody waits for it
  writeParts(conn, {e:2}, {f:2})   ? where does a call wait, and who is next when the one before it is over
  # part after part: a short write of one must not let the next in
  8 times
    conn gets room for 2
  call 2 resolves
  call 3 resolves
  writeParts(conn, {g:2}, {h:2})
  conn gets room for 4
  peer ← {a}{b}{c}{d}{e}{f}{g}{h}
  resolves
`;

writeParts("lets no other connection wait")`
  conn has room for 0 bytes
  writeParts(conn, {a})
  writeParts(conn 2, {b}) resolves   ? what do calls on two connections share
  peer 2 ← {b}
  conn gets room for 100
  peer ← {a}
  call 1 resolves
`;

check("lets no other connection to the same server wait", {
  needs: ["writeParts"],
  lookAt: "what do calls on two connections share",
}, async () => {
  const listener = real.listen({ hostname: "127.0.0.1", port: 0 });
  afterCheck(() => listener.close());
  const conns = [];
  for (let i = 0; i < 2; i++) {
    const { hostname, port } = listener.addr;
    const conn = await real.connect({ hostname, port });
    const accepted = await listener.accept();
    afterCheck(() => conn[Symbol.dispose]());
    afterCheck(() => accepted[Symbol.dispose]());
    conns.push(conn);
  }
  const queue = meter(conns[0], { room: 0 });
  note("conn 1 and conn 2 are connected to one port");
  note("conn 1 has room for 0 bytes: then write() waits");
  const first = submission.writeParts(conns[0], [random.bytes(5)]);
  first.catch(() => {});
  await within(
    submission.writeParts(conns[1], [random.bytes(5)]),
    LIMITS.replyMs,
    {
      cause: "never-ended",
      did: "writeParts(conn 1, parts), writeParts(conn 2, parts)",
      what: "the second call waits",
      expected: "it resolves: its connection is free",
    },
  );
  queue.allow(5);
  await first;
});

part("beyond");

check("counts a write that ends while the connection closes", {
  ...COUNTED,
  needs: ["measureWindow"],
}, async () => {
  // The kernel takes the bytes, and the runtime tells of it too late.
  standInForConnect(async (to) => {
    const conn = await real.connect(to);
    const { write, close, [Symbol.dispose]: dispose } = conn;
    const closing = Promise.withResolvers<void>();
    let calls = 0;
    // Deno's own: `using` closes nothing twice, and close() throws then.
    const ends = (call: () => void) => ({
      value: () => {
        call.call(conn);
        closing.resolve();
      },
    });
    return Object.defineProperties(conn, {
      write: {
        value: async (data: Uint8Array) => {
          const n: number = await write.call(conn, data.subarray(0, 1000));
          if (++calls === 3) await closing.promise;
          return n;
        },
      },
      close: ends(close),
      [Symbol.dispose]: ends(dispose),
    });
  });
  const one = await measures.begin({});
  note("the last write ends while the connection closes");
  await one.play`bytes at server = what the call gives`;
});

measures.with({ virtual: true })("leaves nothing open when the server resets")`
  server accepts
  a moment passes
  server → RST
  settles
  open = 0                   ? which path leaves without close()
  1,700 ms pass              ? what does a timer close that is left
`;

/** More than a connection takes. */
const ZEROS = () => Array(85).fill(new Uint8Array(200_000));

pump("rejects when the connection fails, and calls the source's return()")`
  the source gives only ${ZEROS}
  pump(source, conn, { maxQueuedBytes: 200_000 })
  peer ← ${new Uint8Array(9)}
  # bytes are unread: close() sends RST
  peer → close
  throws BrokenPipe or ConnectionReset or ConnectionAborted   ? ${FAILS}
  return of the source = called   ? what does for await do when its body throws, and next() alone
`;

pump("rejects when the connection fails under a source without return()")`
  the source has no return()
  the source gives only ${ZEROS}
  pump(source, conn, { maxQueuedBytes: 1_000_000 })
  peer ← ${new Uint8Array(9)}
  peer → close
  throws BrokenPipe or ConnectionReset or ConnectionAborted   ? ${FAILS}
`;

pump("sends what the source gave, though it uses its memory again")`
  the source uses its memory again
  the source gives only {a} | {b} | {c}
  conn has room for 2 bytes
  pump(source, conn, { maxQueuedBytes: 100 })
  8 times
    conn gets room for 2
  peer ← {a}{b}{c}           ? what is in a chunk after the next one was asked for
  returns 18
`;

pump("pumps 17 MB to a peer that reads late")`
  the source gives only ${() => chunksOf(Array(85).fill(200_000))}
  pump(source, conn, { maxQueuedBytes: 120_000 })
  a moment passes
  peer reads what the source gave   ? what does write() return, and may a chunk be larger than the limit
  returns ${LARGE}
  pulled ahead = less than the limit
`;

writeParts("settles every call when the connection fails")`
  conn has room for 5 bytes
  writeParts(conn, {a:9}, {b:9})
  writeParts(conn, {c:5})
  writeParts(conn, {d:3}, {e:3})
  conn breaks
  call 3 settles             ? what happens to the calls that wait when the one before them fails
  call 2 settles
  call 1 throws              ? ${SEES}
`;

writeAll("rejects when the peer goes away while data waits")`
  writeAll(conn, ${() => new Uint8Array(16 << 20)})
  peer ← ${new Uint8Array(9)}
  peer → close
  throws BrokenPipe or ConnectionReset or ConnectionAborted   ? ${FAILS}
  conn = open                ? ${WHOSE}
`;

writeParts("sends 10,000 parts")`
  writeParts(conn, ${() => chunksOf(Array(10_000).fill(21))})
  peer reads the parts       ? what does your code do once for each part, or each byte
  resolves
`;

/** A small part and a large one. */
const TWO = "100 1500000";

writeParts("sends overlapping calls of megabytes whole")`
  writeParts(conn, calls that overlap, ${TWO}, ${TWO}, ${TWO}, ${TWO})
  a moment passes            ? what does the second call do when the first one was cut short, and what do you do with each byte
  peer reads the parts
  resolves
`;
