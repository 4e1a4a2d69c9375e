import type * as Solution from "../solutions/08_buffers.ts";
import {
  changeConnects,
  ChunkSource,
  concat,
  each,
  endWriteAtClose,
  equal,
  eventually,
  LIMITS,
  load,
  type Meter,
  meter,
  once,
  onPurpose,
  random,
  sameBytes,
  skipFullQueues,
  toBytes,
  viewOf,
} from "../workbook/grading/mod.ts";

const { submission, part, check, calls, scenes } = await load<typeof Solution>(
  "08_buffers",
  () => import("../lessons/08_buffers/exercise.ts"),
  () => import("../lessons/08_buffers/exercise.ts", { with: { type: "text" } }),
);

type Bytes = Uint8Array<ArrayBuffer>;

const patiently = { withinMs: LIMITS.transferMs };

/** Data as it may come: a part of a larger memory. */
function somewhere(data: unknown): Bytes {
  const bytes = toBytes(data) as Bytes;
  const isPart = bytes.length < bytes.buffer.byteLength;
  return isPart ? bytes : viewOf(bytes, 4, 46);
}

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
  resolves                   ? what settles your promise, and when
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

const COUNTED = "which writes are counted, and is the last one among them";

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
  lookAt: COUNTED,
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
    changeConnects((conn) => queue = meter(conn, { room: step }));
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

type PumpOptions = Parameters<typeof Solution.pump>[2];

/** Pumps from sources that the script rules. */
const pump = scenes(({ stage }) => {
  const [source, another] = ["the source", "another source"].map((name) =>
    new ChunkSource(name, () => stage.did)
  );
  return {
    calls: {
      pump: (from: string, conn: Deno.TcpConn, options: PumpOptions) => {
        const chosen = from === "source" ? source : another;
        chosen.watch(stage.meterOf(conn), options.maxQueuedBytes);
        return submission.pump(chosen, conn, options);
      },
    },
    facts: source.facts,
    actions: {
      ...source.actions,
      ...another.actions,
      "peer reads what the source gave": async () =>
        await (await stage.peer()).expect(source.bytes, patiently),
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

pump("keeps two pumps apart")`
  pump(source, conn, { maxQueuedBytes: 400 })   ? which variable do two calls share
  pump(another source, conn 2, { maxQueuedBytes: 400 })
  the source gives {a:300}
  peer ← {a}
  another source gives {b:500}
  peer 2 ← {b}
  the source gives only {c:3000}
  peer ← {c}
  another source gives only {d:5000}
  peer 2 ← {d}
  call 1 returns 3300
  call 2 returns 5500
`;

part("no stall", "writeParts");

/** Writes parts that lie in larger memories. */
const writeParts = scenes(({ stage }) => {
  let parts: Bytes[];
  /** The bytes of all parts, before the call. */
  let due: Bytes;

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
        if (given[0] !== "the same parts") parts = given.flat().map(somewhere);
        due = concat(parts);
        return submission.writeParts(conn, parts);
      },
    },
    facts: {
      parts: (due) =>
        equal(parts.map((each) => new TextDecoder().decode(each)), due, {
          did: `${stage.did}, what is in parts after it?`,
        }),
    },
    actions: {
      "peer reads the parts": async () =>
        await (await stage.peer()).expect(due, patiently),
    },
  };
});

writeParts("sends all parts in order")`
  # bytes need not be text
  writeParts(conn, {a}, "", {b}, [ff 00 c3 0a], {c:90}, "")
  peer reads the parts       ? which bytes of each part are written, and in which order
  resolves                   ? what settles your promise, and when
  peer ← nothing             ? ${WHOSE}
  conn = open
`;

/** Parts of one memory: the last of them, the first, the second, the first again. */
const IN_DISORDER = () => {
  const [first, second, last] = chunksOf([5, 4, 6]);
  return [last, first, second, first];
};

writeParts("sends the parts in the order of the list")`
  writeParts(conn, ${IN_DISORDER})
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

writeParts("lets no other connection to the same server wait")`
  every conn leads to one port
  conn has room for 0 bytes
  writeParts(conn, {a})
  writeParts(conn 2, {b}) resolves   ? what do calls on two connections share
  peer 2 ← {b}
  conn gets room for 100
  peer ← {a}
  call 1 resolves
`;

part("beyond");

/** The kernel takes the bytes of the third write, and the runtime tells of it too late. */
const toldLate = () => changeConnects((conn) => endWriteAtClose(conn, 3, 1000));

measures.with({ virtual: true, before: toldLate })(
  "counts a write that ends while the connection closes",
)`
  # the last write ends while the connection closes
  bytes at server = what the call gives   ? ${COUNTED}
`;

measures.with({ virtual: true })("leaves nothing open when the server resets")`
  server accepts
  a moment passes
  server → RST
  settles                    ? what does your loop do when a write fails
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

writeParts("sends overlapping calls of megabytes whole")`
  writeParts(conn, calls that overlap, "100 1500000", "100 1500000", "100 1500000", "100 1500000")
  a moment passes            ? what does the second call do when the first one was cut short, and what do you do with each byte
  peer reads the parts
  resolves
`;
