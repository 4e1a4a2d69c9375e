import type * as Solution from "../solutions/07_byte_stream.ts";
import {
  concat,
  cut,
  each,
  equal,
  expect,
  fed,
  inOneBuffer,
  isEqual,
  LIMITS,
  listensOnPort,
  literal,
  load,
  once,
  pattern,
  random,
  refusal,
  sameBytes,
  servesAnyNumber,
  show,
  stopsAsTheyConnect,
  throws,
  toBytes,
  Wrong,
} from "../workbook/grading/mod.ts";

const { submission, part, check, serves, calls, scenes, values } = await load<
  typeof Solution
>(
  "07_byte_stream",
  () => import("../lessons/07_byte_stream/exercise.ts"),
  () =>
    import("../lessons/07_byte_stream/exercise.ts", { with: { type: "text" } }),
);

/** One, two, three and four bytes a character. */
const ALPHABETS = "aé半🙂";

part("exactly so many bytes");

const readExactly = calls(
  "readExactly(conn, length)",
  ({ sender }, _, length: number) => submission.readExactly(sender, length),
  { hands: ["sender"] },
);
const READS = { needs: ["readExactly" as const] };
/** As bytes: a text would not do. */
const asBytes = ({ a }: Record<string, string>) => toBytes(a);

readExactly("gives as many bytes as were asked for", 6)`
  sender → {a}
  returns ${asBytes}           ? which array does read() fill, and how much of it is returned
`;

readExactly("puts together bytes that come in pieces", 6)`
  sender → {a} in pieces of ${each([1, 5], [5, 1], [2], [1])}
  returns ${asBytes}           ? how many bytes does one read() give, and where do the next ones go
`;

/** The same call on a connection that the caller reads from, too. */
const readingFrom = scenes(() => ({
  calls: {
    readExactly: (conn: Deno.Conn, length: number) =>
      submission.readExactly(conn, length),
  },
}));

readingFrom("takes no byte more than was asked for")`
  peer → {a:4}{b:3}
  readExactly(conn, 4) returns ${asBytes}   ? which bytes were asked for
  conn reads {b}               ? how long is the array that you hand to read(): as long as what is missing
`;

readExactly("waits for the rest, however long it takes", 6)`
  sender → abc
  time passes
  pending                      ? what ends the waiting: the bytes, or a timer of your own
  sender → d
  a moment passes
  pending                      ? is there a limit that is looked at between two reads
  sender → ef
  returns ${toBytes("abcdef")}
`;

readExactly("gives null when the stream ends before the first byte", 6)`
  sender → FIN
  returns null                 ? what does read() give at end of stream
`;

readExactly("throws when the stream ends inside", 6)`
  sender → ${each("a", "abc", "abcde")}
  a moment passes
  sender → FIN
  throws                       ? is end of stream the same before the first byte and after it
`;

readExactly("gives no bytes at once for length 0", 0)`
  returns []                   ? is anything read when nothing is wanted
`;

check("closes nothing", READS, async () => {
  await readExactly.play(6)`
    sender → {a}
    resolves
    sender ← nothing           ? whose connection is it: who may still write to it
    open = 1`;
  await readExactly.play(6)`
    sender → abc → FIN
    settles
    sender ← nothing           ? is it closed on one of the ways out
    open = 1`;
  await readExactly.play(6)`
    sender → FIN
    returns null
    sender ← nothing           ? is the other direction ended, too
    open = 1`;
});

readExactly.twice("gives each call an array of its own", 4)`
  sender 1 → {a:2}             ? what do two calls share: a buffer, a count
  sender 2 → {b:2}
  sender 1 → {c:2}
  sender 2 → {d:2}
  call 2 returns ${({ b, d }) => toBytes(b + d)}
  call 1 returns ${({ a, c }) => toBytes(a + c)}
`;

const MEGABYTE = once(() => random.numbered(random.bytes(65_536), 1 << 20));

readingFrom("fills a megabyte, however little a read gives", READS)`
  each read gives 10,000 bytes
  peer → ${MEGABYTE} meanwhile
  readExactly(conn, 1_048_576) returns ${MEGABYTE}   ? where does each read() begin
`;

part("lines");

/** Checks of LineDecoders. A row: chunks, what each push() gives, and what end() gives, if it is not null. */
const decodesLines = (
  options: { oneBuffer?: boolean } = {},
  seen = (came: unknown) => came,
) =>
  values(
    "LineDecoder",
    fed({
      ...options,
      last: "end()",
      usual: null,
      begin: () => {
        const decoder = new submission.LineDecoder();
        return {
          push: (chunk) => seen(decoder.push(chunk)),
          last: () => seen(decoder.end()),
        };
      },
      // The line is right: what is wrong is the rest.
      tells: (came, _, [first]) =>
        first === "hello\n" && String((came as unknown[])[0]) === "hello"
          ? "what is left for end() when the last chunk ended with a line feed"
          : undefined,
    }),
  );
const lines = decodesLines();

lines("gives the lines of a chunk, without their ends")`
  → "hello\n" ← hello                           ? where does a line end, and what is a line
  → "hello\nexit\n" ← hello | exit
  → "{a} {b:2}\n{c:40}\n{b}\n" ← "{a} {b}" | {c} | {b}
`;

lines("keeps an unfinished line for the next chunk")`
  → hel ← nothing → "lo\nfo" ← hello → "o\n" ← foo    ? what happens to the text after the last line feed
  → a ← nothing → b ← nothing → c ← nothing → "\n" ← abc
  → "a\nb" ← a → "" ← nothing → "c\n" ← bc
  → a ← nothing → "\nb" ← a → "\n" ← b
`;

lines("gives a line as soon as its end is there")`
  → "a\n" ← a → "b\n" ← b                       ? which push() completes a line
  → a ← nothing → "\n" ← a → b ← nothing   end = b
  → "a\r\n" ← a → "b\r" ← nothing → "\n" ← b
`;

lines("gives an empty line for each empty line")`
  → "\n" ← ""                                   ? what is between two line feeds
  → "a\n\nb\n\n" ← a | "" | b | ""
  → "\n\n\n" ← "" | "" | ""
  → "\n" ← "" → "\n" ← ""
  → "\r\n\r\n" ← "" | ""
`;

lines("takes \\r\\n for the end of a line, too")`
  → "a\r\nb\r\n" ← a | b                       ? which two characters may end a line
  → "a\r\nb\nc\r\n" ← a | b | c
  → "a\r" ← nothing → "\nb\n" ← a | b           ? what if a chunk ends between the \r and the \n
  → a ← nothing → "\r" ← nothing → "\n" ← a
`;

lines("keeps a \\r anywhere else")`
  → "a\rb\n" ← "a\rb"                          ? which \r belongs to the end of a line
  → "\ra\n" ← "\ra"
  → "a\r\r\n" ← "a\r"                          ? how many \r belong to the end of a line
  → "a\n\rb\n" ← a | "\rb"
  → "a\r" ← nothing → "b\n" ← "a\rb"           ? what if something else follows a \r
`;

lines("changes nothing inside a line")`
  → "  a \t\n" ← "  a \t"                      ? is a line trimmed, cut at another character, or brought into another form
  → "a\0b\n" ← "a\0b"
  → "a\vb\x0cc\x85d\u2028e\u2029f\n" ← "a\vb\x0cc\x85d\u2028e\u2029f"
  → "$& %s \\n\n" ← "$& %s \\n"
  # a letter and its accent may be two characters
  → "e\u0301 ﬁ m² ①\n" ← "e\u0301 ﬁ m² ①"
  → "a\ufeffb\n" ← "a\ufeffb"
`;

lines("end() gives the unfinished rest, or null")`
  → "a\nbc" ← a   end = bc                      ? what follows the last line feed
  → a ← nothing → b ← nothing   end = ab
  → " " ← nothing   end = " "
  → "a\n" ← a   end = null                      ? is there a rest when the last line is complete
  → "\n" ← ""   end = null
  end = null
  → "" ← nothing   end = null
  → "a\rb" ← nothing   end = "a\rb"
  # a \r at the end of the stream may stay or go
  → "ab\r" ← nothing   end = "ab\r" or ab       ? what is left at the end
  → "a\n\r" ← a   end = "\r" or "" or null
`;

lines("keeps two decoders apart")`
  1 → x ← nothing 2 → z ← nothing 1 → "y\n" ← xy 2 → "\n" ← z   ? what do two decoders share: a rest, a TextDecoder
`;

part("characters");

const DECODES = { needs: ["LineDecoder" as const], pure: true };

/** All lines of a text that comes in these chunks, and the rest. */
function decode(chunks: readonly Uint8Array[]): unknown[] {
  const decoder = new submission.LineDecoder();
  const all: unknown[] = [];
  inOneBuffer(chunks, (chunk) => all.push(...decoder.push(chunk)));
  return [...all, decoder.end()];
}

lines("puts a character together that two chunks share", () => {
  const bytes = toBytes(`${ALPHABETS}\n`);
  return Array.from({ length: bytes.length - 2 }, (_, i) => {
    const chunks = [bytes.slice(0, i + 1), bytes.slice(i + 1)];
    return [
      chunks,
      [[], [ALPHABETS], null],
      "a chunk may end inside a character: who keeps its first bytes",
    ] as const;
  });
});

check("gives the same lines for one byte at a time", DECODES, () => {
  const text = `${random.word()} ${ALPHABETS}\r\n\n${ALPHABETS}\n\r\r\nend é`;
  const expected = [...text.split(pattern(/\r?\n/)).slice(0, -1), "end é"];
  for (const sizes of [[1], [1000], [2], [3], [5, 1, 7]]) {
    equal(decode(cut(toBytes(text), ...sizes)), expected, {
      did: `the lines and the rest of ${literal(text)}, in chunks of ${
        sizes.join(", ")
      }`,
      lookAt: "what is kept from one push() to the next, and as what",
    });
  }
});

check("gives the same lines for any chunks", DECODES, () => {
  const parts = Array.from(
    { length: 200 },
    () =>
      ["\n", "\r\n", "\r", ALPHABETS, random.word(3), "半"][
        random.integer(0, 5)
      ],
  );
  const text = `${parts.join("")}.`;
  const all = text.split("\n").map((each, i, { length }) =>
    i < length - 1 ? each.replace(pattern(/\r$/), "") : each
  );
  const sizes = Array.from({ length: 999 }, () => random.integer(1, 9));
  const came = decode(cut(toBytes(text), ...sizes));
  equal(came.length, all.length, {
    did: `how many lines ${
      all.length - 1
    } lines and a rest are, in chunks of 1 to 9 bytes`,
    lookAt: "which chunks lose a line end, or make one",
  });
  for (const [i, line] of all.entries()) {
    equal(came[i], line, {
      did: `line ${i + 1} of ${all.length}, in chunks of 1 to 9 bytes`,
      lookAt: "which bytes lie on both sides of a cut",
    });
  }
});

decodesLines({ oneBuffer: true })("keeps no hold of the chunk's memory")`
  → {a} ← nothing → "{b}\n{c}é" ← {a}{b} → "é\n" ← {c}éé   ? what is kept: a copy, or a view of the caller's memory
`;

/** Texts, each run of U+FFFD as one of them. */
const joinRuns = (came: unknown): unknown =>
  Array.isArray(came)
    ? came.map(joinRuns)
    : typeof came === "string"
    ? came.replace(pattern(/\ufffd+/g), "\ufffd")
    : came;

/** As `lines`; U+FFFD stands for bytes that are no character: one for each run, or one for each byte. */
const damaged = decodesLines({}, joinRuns);

damaged("makes U+FFFD of bytes that are not UTF-8")`
  → [61 ff 62 0a] ← a\ufffdb                        ? what does TextDecoder do with invalid bytes
  → [e6 bc 0a 63 0a] ← \ufffd | c                   ? half a character, and then a line feed: which line does it belong to
  → [e6] ← nothing → [0a a9 0a] ← \ufffd | \ufffd
  → [61 0a e6 bc] ← a   end = \ufffd                ? half a character at the end of the stream: what does end() give
  → [61 c3] ← nothing   end = a\ufffd
  # no character of UTF-8, though bits can be taken from it: too long a form, half a pair, too large
  → [61 c0 8a 62 0a] ← a\ufffdb                     ? who decodes: are all rules of UTF-8 kept
  → [61 ed a0 80 62 0a] ← a\ufffdb
  → [61 f4 90 80 80 62 0a] ← a\ufffdb
`;

lines("keeps the characters of two decoders apart")`
  1 → x ← nothing 2 → [7a c3] ← nothing 1 → "y\n" ← xy 2 → [a9 0a] ← zé   ? what do two decoders share: a rest, a TextDecoder
`;

part("frames");

const encodeFrame = values("encodeFrame", {
  did: (payload) =>
    payload.length > 20
      ? `encodeFrame(payload), ${payload.length} bytes`
      : `encodeFrame(${literal(payload)})`,
  inputs: {
    "…": (text) => toBytes(text),
    "two bytes inside a larger array": () => toBytes("..ab..").subarray(2, 4),
    "any 300 bytes": () => random.bytes(300),
    "65,536 zeros": () => new Uint8Array(65_536),
  },
  outcomes: {
    "its length in four bytes, then itself": ([payload]) => frame(payload),
  },
});

encodeFrame("encodes the length in network order, then the payload")`
  hello        → [00 00 00 05 68 65 6c 6c 6f]    ? which byte of the length comes first, and what does it count
  ""           → [00 00 00 00]
  two bytes inside a larger array → [00 00 00 02 61 62]   ? a payload may be a view of a larger array: which bytes are its own
  any 300 bytes → its length in four bytes, then itself
  65,536 zeros  → its length in four bytes, then itself     ? how many bytes has the length
`;

/** A frame, made without the submission. */
function frame(payload: Uint8Array | string): Uint8Array<ArrayBuffer> {
  const bytes = toBytes(payload as string);
  const { length } = bytes;
  const all = new Uint8Array(4 + length);
  all.set([length >>> 24, length >>> 16, length >>> 8, length]);
  all.set(bytes, 4);
  return all;
}

const frames = (...payloads: Array<Uint8Array | string>) =>
  concat(payloads.map(frame));

const LIMIT = 1000;

/** Pushes a chunk of frames that are within the limit. */
function push(
  decoder: Solution.FrameDecoder,
  chunk: Uint8Array,
  lookAt =
    "which four bytes were taken for a length: is a byte lost, or one used twice",
): Uint8Array[] {
  try {
    return decoder.push(chunk);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Wrong({
      cause: "threw",
      did: `push(${literal(chunk)})`,
      what: "a frame was refused that is within the limit",
      expected: "the payloads that this chunk completes",
      came: show(error),
      lookAt,
    });
  }
}

/** Checks of FrameDecoders. A row: chunks, the payloads that each push() gives, and what is pending, if it is not 0. */
const decodesFrames = (
  options: { oneBuffer?: boolean } = {},
  pushes = (decoder: Solution.FrameDecoder, chunk: Uint8Array) =>
    push(decoder, chunk),
) =>
  values(
    "FrameDecoder",
    fed({
      ...options,
      last: "pending",
      usual: 0,
      bytes: true,
      begin: () => {
        const decoder = new submission.FrameDecoder(LIMIT);
        return {
          push: (chunk) => pushes(decoder, chunk),
          last: () => decoder.pending,
        };
      },
      tells: (came, _, [first, second]) =>
        isEqual(first, frame("hello")) && second === undefined &&
          (came as Uint8Array[][])[0]?.length === 0
          ? "when is a frame complete: is it, with its last byte"
          : undefined,
    }),
  );
const decodes = decodesFrames();

decodes("gives the payloads of a chunk in order")`
  → [00 00 00 05] hello ← hello                         ? which bytes are the payload
  → [00 00 00 05] hello [00 00 00 04] exit ← hello | exit   ? where does the next frame begin
  → [00 00 00 06] {a} [00 00 00 11] {b:17} [00 00 00 06] {a} ← {a} | {b} | {a}
  → [00 00 00 06] {a} ← {a} → [00 00 00 11] {b} ← {b}
`;

decodes("puts a frame together that two chunks share", () => {
  const payload = random.bytes(5);
  const whole = frame(payload);
  return Array.from({ length: whole.length - 1 }, (_, i) =>
    [
      [whole.slice(0, i + 1), whole.slice(i + 1)],
      [[], [payload], 0],
      "a chunk may end inside the length, or inside the payload",
    ] as const);
});

decodes("gives no bytes for an empty frame")`
  → [00 00 00 00] ← ""                                  ? a length of 0 is a frame, too
  → [00 00 00 00 00 00 00 00] ← "" | ""
  → [00 00 00 00 00 00 00 01] a [00 00 00 00] ← "" | a | ""
  pending = 0
  → "" ← nothing                                        ? what is an empty chunk
`;

decodes("pending counts the bytes that are kept, header included")`
  → [00 00 00] ← nothing   pending = 3                  ? which bytes are kept: of the length, and of the payload
  → [00 00 00 05] ← nothing   pending = 4
  → [00 00 00 05] hell ← nothing   pending = 8
  → [00 00] ← nothing → [00 05] hel ← nothing   pending = 7
  → [00 00 00 05] hello [00 00 00 04] e ← hello   pending = 5   ? which bytes are given back already
  → [00 00 00 00 00] ← ""   pending = 1
`;

const FRAMES = { needs: ["FrameDecoder" as const], pure: true };

/** All payloads of frames that come in these chunks, one buffer for all. */
function unframe(
  chunks: readonly Uint8Array[],
  { limit = LIMIT, lookAt }: { limit?: number; lookAt?: string } = {},
): Uint8Array[] {
  const decoder = new submission.FrameDecoder(limit);
  const all: Uint8Array[] = [];
  inOneBuffer(chunks, (chunk) => all.push(...push(decoder, chunk, lookAt)));
  return all;
}

/** Compares payloads one by one. */
function samePayloads(
  came: readonly Uint8Array[],
  due: readonly Uint8Array[],
  did: string,
  lookAt: string,
): void {
  equal(came.length, due.length, { did: `how many are ${did}`, lookAt });
  for (const [i, payload] of due.entries()) {
    equal(came[i], payload, {
      did: `payload ${i + 1} of ${due.length}: ${did}`,
      lookAt,
    });
  }
}

check("gives the same payloads for any chunks", FRAMES, () => {
  const payloads = Array.from(
    { length: 40 },
    () => random.bytes(random.integer(0, 9) ** 2),
  );
  const bytes = frames(...payloads);
  const any = Array.from({ length: 999 }, () => random.integer(1, 30));
  for (const sizes of [[1], [100_000], [3], [5], any]) {
    const lookAt = "what is kept from one push() to the next: is it a copy";
    const how = sizes === any ? "1 to 30" : sizes[0];
    samePayloads(
      unframe(cut(bytes, ...sizes), { lookAt }),
      payloads,
      `the payloads of 40 frames, in chunks of ${how} bytes`,
      lookAt,
    );
  }
});

// One frame in a chunk of its own, two in one chunk, one in two chunks.
decodesFrames({ oneBuffer: true })(
  "a payload does not change when the chunk does",
)`
  → [00 00 00 06] {a} ← {a} → [00 00 00 06] {b} [00 00 00 06] {a} ← {b} | {a}   ? slice() is a copy, subarray() a view of the caller's memory
  → [00 00 00 08] {a} ← nothing → no ← {a}no → [00 00 00 06] {b} ← {b}
`;

check("decodes what encodeFrame makes", {
  needs: ["FrameDecoder", "encodeFrame"],
  pure: true,
}, () => {
  // All below the limit: whether that is a length itself is part 5's question.
  for (const length of [0, 1, 255, 256, 999]) {
    const payload = random.bytes(length);
    equal(unframe([submission.encodeFrame(payload)]), [payload], {
      did: `push(encodeFrame(payload)), ${length} bytes`,
      lookAt: "do both agree on the order of the four bytes",
    });
  }
});

const SHARE = "what do two decoders share";

decodesFrames({}, (decoder, chunk) => push(decoder, chunk, SHARE))(
  "keeps two frame decoders apart",
  { lookAt: SHARE },
)`
  1 → [00 00 00 06] a ← nothing 2 → [00 00] ← nothing 1 → bcdef ← abcdef 2 → [00 02] xy ← xy
`;

part("a limit");

/** The four bytes of a length. */
const header = (length: number) =>
  Uint8Array.of(length >>> 24, length >>> 16, length >>> 8, length);

/** A number in a message; its digits may stand in groups: 70,000 or 70_000. */
const inDigits = (value: number) =>
  pattern(
    new RegExp(
      `${value}`.replace(pattern(/(?=(\d{3})+$)(?<!^)/g), "[,_'’\\s.]?"),
    ),
  );

/** Checks of decoders whose last chunk is refused: a row is a limit and lengths, or chunks. */
const limited = values("FrameDecoder", {
  call: (limit, ...chunks) => {
    const decoder = new submission.FrameDecoder(limit as number);
    for (const chunk of chunks.slice(0, -1)) {
      equal(decoder.push(chunk as Uint8Array), [], {
        did: `new FrameDecoder(${limit}), push(${literal(chunk)})`,
        lookAt: "how many bytes has a length",
      });
    }
    return decoder.push(chunks.at(-1) as Uint8Array);
  },
  did: (limit, ...chunks) =>
    [
      `new FrameDecoder(${limit})`,
      ...chunks.map((chunk) => `push(${literal(chunk)})`),
    ].join(", "),
  inputs: {
    "…": (text) => {
      const [length, limit] = text.split(" over ").map(Number);
      if (!(length > limit)) throw new RangeError("write 11 over 10");
      return [[limit, header(length)]];
    },
    "… over 10, byte by byte": (length) => [
      [10, ...cut(header(Number(length)), 1)],
    ],
  },
  outcomes: {
    "a RangeError": () => refusal(RangeError),
    "a RangeError that tells both": ([limit, last]) => {
      const length = new DataView((last as Uint8Array).buffer).getUint32(0);
      return refusal(
        RangeError,
        [`the length, ${length}`, inDigits(length)],
        [`the limit, ${limit}`, inDigits(limit as number)],
      );
    },
  },
  tells: (came) =>
    came instanceof Error && !(came instanceof RangeError)
      ? "which class of error is thrown"
      : undefined,
});

check("takes a frame that is just as long as the limit", FRAMES, () => {
  for (const length of [0, 1, 5, 1000]) {
    const payload = random.bytes(length);
    const lookAt = "is the limit itself too long";
    equal(unframe([frame(payload)], { limit: length, lookAt }), [payload], {
      did: `new FrameDecoder(${length}), push() of a frame of ${length} bytes`,
      lookAt,
    });
  }
  // More than 24 and 31 bits: the payload has not come yet.
  const length = (1 << 24) + 2;
  for (const limit of [length, 0xffff_ffff]) {
    const lookAt = "what becomes of a limit that is large";
    const decoder = new submission.FrameDecoder(limit);
    equal(push(decoder, header(length), lookAt), [], {
      did: `new FrameDecoder(${limit}), push() of a length of ${length}`,
      lookAt,
    });
  }
});

check("takes any number of frames in one chunk", FRAMES, () => {
  const payloads = Array.from({ length: 4000 }, () => random.bytes(40));
  const lookAt = "what is compared with the limit: a frame, or all that came";
  const came = unframe([concat(payloads.map(frame))], { limit: 40, lookAt });
  samePayloads(
    came,
    payloads,
    "new FrameDecoder(40), push() of 4000 frames of 40 bytes",
    lookAt,
  );
});

limited("refuses a longer frame as soon as its length is there")`
  1 over 0 | 1001 over 1000 | 65536 over 65535 → a RangeError   ? when is the length compared with the limit: before the payload is here
  11 over 10, byte by byte → a RangeError                       ? when is the length compared with the limit
`;

limited("refuses the largest lengths")`
  0x7fffffff over 1000 | 0x80000000 over 1000 → a RangeError   ? what do << and | do with bit 31 in JavaScript
  0x80000005 over 1000 | 0xffffffff over 1000 → a RangeError
`;

limited("says the length and the limit")`
  4001 over 1234 | 0xfffffffe over 77 → a RangeError that tells both   ? what must somebody know who reads this message
`;

check("allocates nothing for a frame that it refuses", FRAMES, async () => {
  for (const length of [0x1000_0000, 0x2000_0000]) {
    const before = Deno.memoryUsage().external;
    const decoder = new submission.FrameDecoder(LIMIT);
    const did = `new FrameDecoder(${LIMIT}), push() of a length of ${length}`;
    await throws(() => decoder.push(header(length)), {
      did,
      lookAt:
        "when is the length compared with the limit: before the payload is here",
    }, "a RangeError");
    const grown = Deno.memoryUsage().external - before;
    expect(grown < length / 2, {
      cause: "wrong-value",
      did,
      expected: "the refusal, before anything is allocated",
      came: "the process holds more than half of that in memory",
      lookAt: "which comes first: the array, or the comparison",
    });
  }
});

/** As `decodes`, of decoders that refuse. */
const refusing = decodesFrames({}, (decoder, chunk) => decoder.push(chunk));

refusing("refuses everything after a refusal")`
  → [00 00 03 e9] ← RangeError → [00 00 00 05] hello ← RangeError   ? where would the next frame begin, and who remembers
  → [00 00 03 e9] ← RangeError → "" ← RangeError → [00 00 00 05] hello ← RangeError
  → [00 00 03 e9] ← RangeError → [00 00 00 00] ← RangeError
  → [00 00] ← nothing → [03 e9] ← RangeError → "" ← RangeError → [00 00 00 05] hello ← RangeError
`;

refusing("loses or gives the frames before a refusal")`
  → [00 00 00 05] hello [00 00 03 e9] ← hello or RangeError → [00 00 00 04] exit ← RangeError   ? which frame came before the refusal, and who remembers that the stream was refused
`;

part("the line server");

const OK = "OK!!!";
const QUIT = "Client quit!!!";

const server = serves(
  "startLineServer()",
  (log) => submission.startLineServer({ log }),
  {
    has: ["addr", "finished", "stop"],
    log: { chunk: "Server recv: ", quit: QUIT, unit: "message" },
  },
);

server("answers OK!!! to a line")`
  client → "{a}\n" ← OK!!!    ? what is done with a line when it is complete
  client ← nothing            ? what follows OK!!!: a line feed, a second answer, a close
  client → "{b} {c}\n" ← OK!!!
  log = {a} | "{b} {c}"       ? the prefix letter for letter, then the line without its end
`;

server("answers no line before its end")`
  client → {a} ← nothing      ? is a chunk answered, or a line
  client → {b} ← nothing
  client → "\n" ← OK!!!
  client ← nothing
  log = {a}{b}                ? what happens to a line that comes in several reads
`;

server("answers each line of one write")`
  client → "{a}\n{b}\n{c}\n" ← OK!!!OK!!!OK!!!   ? how many lines may one read() bring
  client → "\n\n{d}\n" ← OK!!!OK!!!OK!!!          ? an empty line is a line, too
  client ← nothing
  log = {a} | {b} | {c} | "" | "" | {d}
`;

server("puts a line together that comes byte by byte")`
  client → "{a} aé半🙂\n" in pieces ← OK!!!   ? what is kept from one read() to the next
  client ← nothing
  log = "{a} aé半🙂"    ? is one decoder used for the whole connection
`;

server("takes \\r\\n for the end of a line in a connection")`
  client → "{a}\r\n" ← OK!!!
  client → "{b}\r" ← nothing → "\n" ← OK!!!
  log = {a} | {b}             ? does the \r belong to the line
`;

server("answers the line exit, then closes")`
  client 1 → "{a}\nexit\n" ← OK!!!OK!!!    ? is exit looked for in each line
  client 1 ← FIN              ? what happens after the answer to exit
  client 2 → "exit\r\n" ← OK!!! ← FIN
  client 3 → ex ← nothing → "it\n" ← OK!!! ← FIN
  open = 0
  log = {a} | exit | exit | exit
`;

server("takes exit only as a whole line")`
  client → "helloexit\n" ← OK!!!           ? what exactly is compared with exit
  client → "exit \n" ← OK!!!
  client → "EXIT\n" ← OK!!!
  client → "exit\0\n" ← OK!!!
  client → "\rexit\n" ← OK!!!
  client → " $& %s\n" ← OK!!!
  client → "{a}\n" ← OK!!!
  log = helloexit | "exit " | EXIT | "exit\0" | "\rexit" | " $& %s" | {a}   ? what is done to a line besides the prefix: is it trimmed, is it a pattern
`;

server("neither logs nor answers what follows exit")`
  client 1 → "{a}\nexit\n{b}\n{c}\n" ← OK!!!OK!!! ← FIN   ? which lines of the chunk come after exit
  client 2 → "exit\n{b}" ← OK!!! ← FIN    ? is the rest a message after exit
  log = {a} | exit | exit
`;

server("answers the unfinished rest at end of stream", {}, async (one) => {
  await one.play`
    client → "{a}\n{b}" → FIN
    client ← OK!!!OK!!! ← FIN   ? what does end() give, and is it answered
    log = {a} | {b}
    quits = 1                   ? what is logged when read() gives null`;
  equal(one.log.lines.at(-1), QUIT, {
    did: "the last line of the log",
    lookAt: "which comes first: the rest, or the line about the end",
  });
});

server("logs Client quit!!! once at end of stream and closes")`
  client 1 → "{a}\n" ← OK!!! → FIN ← FIN   ? is anything answered when there is no rest
  quits = 1
  client 2 → FIN ← FIN
  quits = 2
  open = 0                    ? which path leaves the connection open
  log = {a}
`;

server("answers exit also without its line feed")`
  client → exit ← nothing → FIN
  client ← OK!!! ← FIN        ? an unfinished rest is a message, whatever it says
  log = exit
`;

server("keeps the lines of two clients apart")`
  client 1 → {a} → [c3]
  client 2 → "{b}\n" ← OK!!!  ? does one client wait for the line of another
  client 2 → {c} → [c3]
  client 1 → [a9 0a] ← OK!!!
  client 2 → [a9 0a] ← OK!!!
  log = {b} | {a}é | {c}é     ? what do two connections share: a decoder, a rest, a buffer
`;

server("keeps a client that is silent for long")`
  clients 1-2 connect
  client 1 → {a}
  time passes                 ? a silent client: what ends its connection, and who writes to it
  client 1 → {b}
  a moment passes
  client 1 → "\n" ← OK!!!      ? is there a limit that is looked at between two reads
  client 2 → "{c}\n" ← OK!!!
  time passes                 ? a silent client: what ends its connection, and who writes to it
  client 1 → "{d}\n" ← OK!!!
  finished = pending          ? what ends the server, besides stop()
  log = {a}{b} | {c} | {d}
`;

part("beyond");

readExactly("throws when the connection is reset before the first byte", 6)`
  # no end of stream: the error of the connection
  sender → RST
  throws ConnectionReset      ? null is the end of the stream; what is an error, and who changes it on its way
`;

readExactly("throws when the connection is reset inside", 6)`
  sender → abc
  a moment passes
  sender → RST
  throws ConnectionReset       ? what happens to the error of conn.read()
`;

check("encodes a frame of 16 MB", {
  needs: ["encodeFrame"],
  pure: true,
}, () => {
  const payload = new Uint8Array((1 << 24) + 2);
  const did = `encodeFrame(payload), ${payload.length} bytes`;
  const came = submission.encodeFrame(payload);
  equal(came.length, payload.length + 4, { did: `${did}: its length` });
  equal(came.slice(0, 4), Uint8Array.of(1, 0, 0, 2), {
    did: `${did}: its first four bytes`,
    lookAt: "how many bits of the length are kept",
  });
});

check("puts a long frame and a long line together", {
  needs: ["FrameDecoder", "LineDecoder"],
  pure: true,
}, () => {
  // More bytes than one call can have arguments.
  const long = random.numbered(random.bytes(50_000), 200_000);
  const [payload] = unframe(cut(frame(long), 40_000), { limit: 200_000 });
  sameBytes(payload, long, {
    did: "the payload of a frame of 200000 bytes, in chunks of 40000",
    lookAt: "what is kept when many chunks belong to one frame",
  });
  // Longer than 64 KiB; what is searched again and again for a line feed is short.
  const text = random.word(70_000);
  const [line] = decode(cut(toBytes(`${text}\n`), 7_000, 7_000, 70_000));
  expect(line === text, {
    cause: "wrong-value",
    did: `a line of ${text.length} characters, in three chunks`,
    expected: `its ${text.length} characters`,
    came: typeof line === "string" ? `${line.length} characters` : show(line),
    lookAt: "what is kept when many chunks belong to one line",
  });
  // More than any megabyte that somebody may set for a limit.
  const much = new Uint8Array(2_200_000);
  const unlimited = new submission.FrameDecoder(much.length);
  const early = [header(much.length), much.subarray(0, -1)]
    .map((chunk) => unlimited.push(chunk).length);
  const [whole] = unlimited.push(much.subarray(-1));
  equal([...early, whole?.length], [0, 0, much.length], {
    did:
      `new FrameDecoder(${much.length}), a frame of ${much.length} bytes in three chunks: lengths`,
    lookAt: "which limit has a frame, besides maxLength",
  });
  const { length } = decode([toBytes("a\n".repeat(4_000))]);
  equal(length, 4_001, {
    did: "how many lines 4000 lines in one chunk are, and what end() gives",
    lookAt: "what do you count, and what happens at that number",
  });
});

server("answers lines that are not UTF-8")`
  client → [ff fe 80 c3 0a] ← OK!!!        ? what does the decoder do with invalid bytes
  client → "{a}\n" ← OK!!!
  lines = 2
`;

server("answers lines that run together", {
  lookAt: "one read is not one line: each line is logged and answered",
}, async (one) => {
  const all = Array.from(
    { length: 60 },
    () => `${random.word(random.integer(1, 2000))}${ALPHABETS}`,
  );
  const client = await one.connect("client");
  const sending = client.send(`${all.join("\n")}\r\n`);
  await client.expect(OK.repeat(60), { withinMs: LIMITS.transferMs });
  await sending;
  await one.log.expectExactly(all);
});

server("sends the whole answer in several writes")`
  each write() takes 2 bytes at most
  client 1 → "{a}\n{b}\n" ← OK!!!OK!!!   ? what does write() return, and what is left then
  client 1 → "exit\n" ← OK!!! ← FIN
  client 2 → {c} → FIN ← OK!!! ← FIN     ? is the answer to the rest awaited before the connection is closed
`;

server("serves any number of clients and lines", {
  virtual: true,
  lookAt: "what do you count, and what happens at that number",
}, async (one) => {
  await servesAnyNumber(one, { message: "hello\n", reply: OK });
});

server("serves the others when a client resets or leaves")`
  client 1 → "{a}\n" ← OK!!!  ? read() and write() reject after a reset: who catches it, who closes
  client 2 → "{b}\n{c}" ← OK!!! → RST
  client 1 → "{d}\n" ← OK!!!
  client 3 → "{e}\n{f}" ← OK!!! → close
  client 1 → "{g}\n" ← OK!!!
  open = 1
`;

server("serves the others while a client does not read")`
  client 1 never reads
  client 1 → "{a}\n"
  client 2 → "{b}\n" ← OK!!! → "{c}\n" ← OK!!!   ? which answer waits for the answer to another client
  client 3 → "{d}\n" ← OK!!!
  stop()
`;

const GIVEN = "startLineServer() was given: what was changed in it";

server("listens, and outlives accept() that rejects", { lookAt: GIVEN })`
  addr = 127.0.0.1
  client 1 → "{a}\n" ← OK!!!
  accept() rejects for client 2
  client 3 → "{b}\n" ← OK!!!
  client 1 → "{c}\n" ← OK!!!
`;

server("stops as in lesson 3, and no other server", { lookAt: GIVEN })`
  guest → "{a}\n" ← OK!!!
  client → "{b}\n" ← OK!!!
  finished = pending
  stop()
  finished = resolved
  client ← end
  port = free
  stop()
  guest → "{c}\n" ← OK!!!
`;

check("stop() closes a connection that is just being accepted", {
  needs: ["startLineServer"],
  lookAt: GIVEN,
}, () => stopsAsTheyConnect(server));

check("works without options, and on the port that it is given", {
  needs: ["startLineServer"],
}, async () => {
  for (const options of [undefined, {}, { log: undefined, port: undefined }]) {
    const one = server.begin(() => submission.startLineServer(options));
    await one.play`
      client → "{a}\n" ← OK!!! → FIN ← FIN   ? what if options, or options.log, is undefined`;
    await one.end();
  }
  const one = await listensOnPort(server, {
    start: (port) => submission.startLineServer({ port }),
    did: (port) => `startLineServer({ port: ${port} })`,
  });
  await one.end();
});
