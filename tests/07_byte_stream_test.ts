import type * as Solution from "../solutions/07_byte_stream.ts";
import {
  concat,
  each,
  equal,
  eventually,
  expect,
  fed,
  isEqual,
  LIMITS,
  listensOnPort,
  literal,
  load,
  once,
  pair,
  random,
  servesAnyNumber,
  stopsAsTheyConnect,
  throws,
  toBytes,
} from "../workbook/grading/mod.ts";

const { submission, part, check, serves, calls, scenes, values } = await load<
  typeof Solution
>(
  "07_byte_stream",
  () => import("../lessons/07_byte_stream/exercise.ts"),
  () =>
    import("../lessons/07_byte_stream/exercise.ts", { with: { type: "text" } }),
);

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
  peer ← nothing               ? whose connection is it: who may still write to it
  conn reads {b}               ? how long is the array that you hand to read(): as long as what is missing
`;

readExactly("waits for the rest, however long it takes", 6)`
  sender → "\n"
  time passes
  pending                      ? what ends the waiting: the bytes, or a timer of your own
  sender → exit
  a moment passes
  pending                      ? what ends the reading: their number, or what some of them say; is there a limit that is looked at between two reads
  sender → [04]
  returns ${toBytes("\nexit\x04")}
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
    sender ← nothing           ? what closes it: a close() on one of the ways out, or a stream that came to its end
    open = 1`;
  await readExactly.play(6)`
    sender → FIN
    returns null
    sender ← nothing           ? what ends the direction to the peer: a close() or closeWrite() on this way out
    open = 1`;
});

readExactly.twice("gives each call an array of its own", 4)`
  sender 1 → {a:2}             ? what do two calls share: a buffer, a count
  a moment passes
  sender 2 → {b:2}
  a moment passes
  sender 1 → {c:2}
  a moment passes
  sender 2 → {d:2}
  call 2 returns ${({ b, d }) => toBytes(b + d)}
  call 1 returns ${({ a, c }) => toBytes(a + c)}
`;

/** More than a limit that somebody may set. */
const MEGABYTE = once(() => random.numbered(random.bytes(65_536), 1_100_000));

readingFrom("fills a megabyte, however little a read gives", READS)`
  each read gives 1,000 bytes
  peer → ${MEGABYTE} meanwhile
  readExactly(conn, 1_100_000) returns ${MEGABYTE}   ? where does each read() begin, and what ends the reading before all is there
`;

part("lines");

/** Checks of LineDecoders: chunks, the lines that each gives, and what end() gives, if it is not null. */
const decodesLines = (options: { oneBuffer?: boolean } = {}) =>
  values(
    "LineDecoder",
    fed({
      ...options,
      last: "end()",
      usual: null,
      begin: () => {
        const decoder = new submission.LineDecoder();
        return {
          push: (chunk) => decoder.push(chunk),
          last: () => decoder.end(),
        };
      },
    }),
  );
const lines = decodesLines();
const linesOfOneBuffer = decodesLines({ oneBuffer: true });

lines("gives the lines of a chunk, without their ends")`
  → "hello\n" ← hello                           ? where does a line end, what is a line, and what is left for end()
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
  → a ← nothing → "\n" ← a → "b\n" ← b
`;

lines("gives an empty line for each empty line")`
  → "\n" ← ""                                   ? what is between two line feeds
  → "a\n\nb\n\n" ← a | "" | b | ""
  → "\n\n\n" ← "" | "" | ""
  → "\n" ← "" → "\n" ← ""
`;

lines("takes \\r\\n for the end of a line, too")`
  → "a\r\nb\r\n" ← a | b                       ? which two characters may end a line
  → "a\r\nb\nc\r\n" ← a | b | c
  → "a\r" ← nothing → "\nb\n" ← a | b           ? what if a chunk ends between the \r and the \n
  → a ← nothing → "\r" ← nothing → "\n" ← a
  → "a\r\n" ← a → "b\r" ← nothing → "\n" ← b
  → "\r\n\r\n" ← "" | ""
`;

lines("keeps a \\r anywhere else")`
  → "a\rb\n" ← "a\rb"                          ? which \r belongs to the end of a line
  → "\ra\n" ← "\ra"
  → "a\r\r\n" ← "a\r"                          ? how many \r belong to the end of a line
  → "a\r\rb\n" ← "a\r\rb"
  → "a\n\rb\n" ← a | "\rb"
  → "a\r" ← nothing → "b\n" ← "a\rb"           ? what if something else follows a \r
`;

lines("changes nothing inside a line")`
  → "  a \t\n" ← "  a \t"                      ? is a line trimmed, cut at another character, or brought into another form
  → "a\0b\n" ← "a\0b"
  → "a\vb\x0cc\n" ← "a\vb\x0cc"
  → "$& %s \\n\n" ← "$& %s \\n"
`;

lines("end() gives the unfinished rest, or null")`
  → "a\nbc" ← a   end = bc                      ? what follows the last line feed
  → a ← nothing → b ← nothing   end = ab
  → " " ← nothing   end = " "
  → "a\n" ← a   end = null                      ? is there a rest when the last line is complete
  → "\n" ← ""   end = null
  end = null
  → "" ← nothing   end = null
  → "a\rb" ← nothing   end = "a\rb"           ? which \r belongs to the end of a line
  # the last \r of the stream may stay or go
  → "a\r\r" ← nothing   end = "a\r\r" or "a\r"
  → "ab\r" ← nothing   end = "ab\r" or ab       ? what is left at the end
  → "a\n\r" ← a   end = "\r" or "" or null
`;

lines("keeps two decoders apart")`
  1 → x ← nothing 2 → z ← nothing 1 → "y\n" ← xy 2 → "\n" ← z   ? what do two decoders share: a rest, a TextDecoder
`;

part("characters");

// One, two, three and four bytes a character.
lines("changes no character of a line")`
  → "aé半🙂\n" ← aé半🙂                         ? how many bytes has a character of UTF-8, and who makes characters of them
  → "a\x85b\u2028c\u2029d\n" ← "a\x85b\u2028c\u2029d"   ? is a line trimmed, cut at another character, or brought into another form
  # a letter and its accent may be two characters
  → "e\u0301 ﬁ m² ①\n" ← "e\u0301 ﬁ m² ①"
  → "a\ufeffb\n" ← "a\ufeffb"
`;

lines("puts a character together that two chunks share")`
  → "aé半🙂\n" cut anywhere ← aé半🙂   ? a chunk may end inside a character: who keeps its first bytes
`;

lines("changes no character where a chunk begins")`
  → "aé\ufeff半\n" cut anywhere ← "aé\ufeff半"   ? who makes characters of the bytes: the same decoder for all chunks
  → "a\u0301\r\n" cut anywhere ← "a\u0301"
`;

linesOfOneBuffer("keeps no hold of the chunk's memory")`
  → {a} ← nothing → "{b}\n{c}é" ← {a}{b} → "é\n" ← {c}éé   ? what is kept: a copy, or a view of the caller's memory
`;

linesOfOneBuffer("gives the same lines for one byte at a time")`
  → "{a} aé半🙂\r\n\naé半🙂\n\r\r\nend é" in pieces of 1 ← "{a} aé半🙂" | "" | aé半🙂 | "\r"   end = "end é"   ? what is kept from one push() to the next, and as what
`;

linesOfOneBuffer("gives the same lines for any chunks")`
  → "{a}\r\n半\r{b:3}é\r\n\r\n\n\r\r\n🙂\n\r\naé\r半\n{c:9}\n\n{a}🙂\r." cut anywhere ← {a} | "半\r{b}é" | "" | "" | "\r" | 🙂 | "" | "aé\r半" | {c} | ""   end = "{a}🙂\r."   ? which bytes lie on both sides of a cut
`;

// U+FFFD stands for bytes that are no character: one for each run, or one for each byte
lines("makes U+FFFD of bytes that are not UTF-8")`
  → [61 ff 62 0a] ← a\ufffdb                        ? what does TextDecoder do with invalid bytes
  → [e6 bc 0a 63 0a] ← \ufffd | c or \ufffd\ufffd | c   ? half a character, and then a line feed: which line does it belong to
  → [e6] ← nothing → [0a a9 0a] ← \ufffd | \ufffd
  → [61 0a e6 bc] ← a   end = \ufffd or \ufffd\ufffd    ? half a character at the end of the stream: what does end() give
  → [61 c3] ← nothing   end = a\ufffd
  # no character of UTF-8, though bits can be taken from it: too long a form, half a pair, too large
  → [61 c0 8a 62 0a] ← a\ufffd\ufffdb or a\ufffdb     ? who decodes: are all rules of UTF-8 kept
  → [61 ed a0 80 62 0a] ← a\ufffd\ufffd\ufffdb or a\ufffdb
  → [61 f4 90 80 80 62 0a] ← a\ufffd\ufffd\ufffd\ufffdb or a\ufffdb
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
  hello        → [00 00 00 05 68 65 6c 6c 6f]    ? how many bytes has the length, which of them comes first, and what does it count
  ""           → [00 00 00 00]
  two bytes inside a larger array → [00 00 00 02 61 62]   ? a payload may be a view of a larger array: which bytes are its own
  any 300 bytes → its length in four bytes, then itself   ? are the bytes of the payload copied as they are, and does the length count bytes
  65,536 zeros  → its length in four bytes, then itself     ? how many bytes has the length
`;

/** A frame, or the beginning of one that is longer, made without the submission. */
function frame(payload: Uint8Array, length = payload.length): Uint8Array {
  const header = [length >>> 24, length >>> 16, length >>> 8, length];
  return concat([Uint8Array.from(header), payload]);
}

const LIMIT = 1000;

/** Checks of FrameDecoders: chunks, the payloads that each gives, and what is pending, if it is not 0. */
const decodesFrames = (options: { oneBuffer?: boolean; refuses?: string }) =>
  values(
    "FrameDecoder",
    fed({
      ...options,
      last: "pending",
      usual: 0,
      bytes: true,
      begin: (limit = LIMIT) => {
        const decoder = new submission.FrameDecoder(limit);
        return {
          push: (chunk) => decoder.push(chunk),
          last: () => decoder.pending,
        };
      },
    }),
  );
const decodes = decodesFrames({ refuses: "RangeError" });
const decodesOneBuffer = decodesFrames({
  refuses: "RangeError",
  oneBuffer: true,
});

decodes("gives the payloads of a chunk in order")`
  → [00 00 00 05] hello ← hello                         ? which bytes are the payload, which is the last of the frame, and where does the next one begin
  → [00 00 00 05] hello [00 00 00 04] exit ← hello | exit   ? where does the next frame begin
  → [00 00 00 06] {a} [00 00 00 11] {b:17} [00 00 00 06] {a} ← {a} | {b} | {a}
  → [00 00 00 06] {a} ← {a} → [00 00 00 11] {b} ← {b}
`;

decodes("puts a frame together that two chunks share")`
  → [00 00 00 05] {a:5} cut anywhere ← {a}   ? a chunk may end inside the length, or inside the payload: what is kept, and how is it put together with the next chunk
`;

decodes("gives no bytes for an empty frame")`
  → [00 00 00 00] ← ""                                  ? a length of 0 is a frame, too
  → [00 00 00 00 00 00 00 00] ← "" | ""
  → [00 00 00 00 00 00 00 01] a [00 00 00 00] ← "" | a | ""
  pending = 0
  → "" ← nothing                                        ? what is an empty chunk
`;

decodes("keeps two frame decoders apart")`
  1 → [00 00 00 06] a ← nothing 2 → [00 00] ← nothing 1 → bcdef ← abcdef 2 → [00 02] xy ← xy   ? what do two decoders share
  1 → [00 00 01] ← nothing 2 → [00 00 00] ← nothing 1 → [04] {a:260} ← {a} 2 → [02] xy ← xy
`;

decodes("pending counts the bytes that are kept, header included")`
  → [00 00 00] ← nothing   pending = 3                  ? which bytes are kept: of the length, and of the payload
  → [00 00 00 05] ← nothing   pending = 4
  → [00 00 00 05] hell ← nothing   pending = 8
  → [00 00] ← nothing → [00 05] hel ← nothing   pending = 7
  → [00 00 00 05] hello [00 00 00 04] e ← hello   pending = 5   ? which bytes are given back already
  → [00 00 00 00 00] ← ""   pending = 1
`;

// One frame in a chunk of its own, two in one chunk, one in two chunks.
decodesOneBuffer("a payload does not change when the chunk does")`
  → [00 00 00 06] {a} ← {a} → [00 00 00 06] {b} [00 00 00 06] {a} ← {b} | {a}   ? slice() is a copy, subarray() a view of the caller's memory
  → [00 00 00 08] {a} ← nothing → no ← {a}no → [00 00 00 06] {b} ← {b}
`;

decodesOneBuffer("gives the same payloads for any chunks")`
  → [00 00 00 00 00 00 00 01 ff 00 00 00 06] {a} [00 00 00 04 00 00 00 02 00 00 01 2c] {b:300} [00 00 00 00 00 00 00 09] {c:9} cut anywhere ← "" | [ff] | {a} | [00 00 00 02] | {b} | "" | {c}   ? is every complete frame given; is what is kept a copy; where in its buffer does a chunk begin (byteOffset)
`;

check("makes each frame in an array of its own", {
  needs: ["encodeFrame"],
  pure: true,
}, () => {
  for (const payload of [new Uint8Array(), toBytes("abc")]) {
    const [one, two] = [1, 2].map(() => submission.encodeFrame(payload));
    const isBefore = (a: Uint8Array, b: Uint8Array) =>
      a.byteOffset + a.length <= b.byteOffset;
    // Who gets a frame may write to it.
    expect(
      one.buffer !== two.buffer || isBefore(one, two) || isBefore(two, one),
      {
        cause: "wrong-value",
        did: `encodeFrame(${literal(payload)}), twice`,
        expected: "two frames, each in memory of its own",
        came: "the same memory twice",
        lookAt: "where is the array made: in each call, or once for all calls",
      },
    );
  }
});

check("decodes what encodeFrame makes", {
  needs: ["FrameDecoder", "encodeFrame"],
  pure: true,
}, () => {
  // All far below the limit: whether that is a length itself, and what it counts, is part 5's question.
  for (const length of [0, 1, 255, 256, 990]) {
    const payload = random.bytes(length);
    const decoder = new submission.FrameDecoder(LIMIT);
    equal(decoder.push(submission.encodeFrame(payload)), [payload], {
      did: `push(encodeFrame(payload)), ${length} bytes`,
      lookAt: "do both agree on the order of the four bytes",
    });
  }
});

part("a limit");

decodes("takes a frame that is just as long as the limit")`
  new FrameDecoder(0) → [00 00 00 00] ← ""                     ? is a length that equals the limit too long, and does the limit count the header
  new FrameDecoder(1) → [00 00 00 01] a ← a
  new FrameDecoder(5) → [00 00 00 05] hello ← hello
  new FrameDecoder(1000) → [00 00 03 e8] {a:1000} ← {a}
  # more than 24 and 31 bits: the payload has not come yet
  new FrameDecoder(16777218) → [01 00 00 02] ← nothing   pending = 4     ? what becomes of a limit that is large
  new FrameDecoder(4294967295) → [01 00 00 02] ← nothing   pending = 4
`;

decodes("takes any number of frames in one chunk")`
  # not many long ones: speed is not judged
  new FrameDecoder(70) → 1000 times [00 00 00 46] {a:70} ← 1000 times {a}   ? what is compared with the limit: a frame, or all that came
  new FrameDecoder(40) → 4000 times [00 00 00 02] {b:2} ← 4000 times {b}
`;

decodes("refuses a longer frame as soon as its length is there")`
  new FrameDecoder(0) → [00 00 00 01] ← RangeError             ? when is the length compared with the limit: before the payload is here, and which error is thrown
  new FrameDecoder(1000) → [00 00 03 e9] ← RangeError
  new FrameDecoder(65535) → [00 01 00 00] ← RangeError
  new FrameDecoder(10) → [00 00 00] ← nothing → [0b] ← RangeError         ? when is the length compared with the limit
  new FrameDecoder(10) → [00] ← nothing → [00] ← nothing → [00] ← nothing → [0b] ← RangeError
`;

decodes("refuses the largest lengths")`
  → [7f ff ff ff] ← RangeError   ? what do << and | do with bit 31 in JavaScript
  → [80 00 00 00] ← RangeError
  → [80 00 00 05] ← RangeError
  → [ff ff ff ff] ← RangeError
`;

check("keeps the limits of two decoders apart", {
  needs: ["FrameDecoder"],
  pure: true,
}, async () => {
  const [small, large] = [10, 1000].map((limit) =>
    new submission.FrameDecoder(limit)
  );
  const last = new submission.FrameDecoder(20);
  const payload = random.bytes(500);
  const lookAt = "where does a decoder keep its limit";
  await throws(() => small.push(frame(new Uint8Array(), 15)), {
    did:
      "new FrameDecoder(10), new FrameDecoder(1000), new FrameDecoder(20), push() of the first: a length of 15",
    lookAt,
  }, "a RangeError");
  equal(large.push(frame(payload)), [payload], {
    did: "… push() of the second: a frame of 500 bytes",
    lookAt,
  });
  await throws(() => last.push(frame(new Uint8Array(), 500)), {
    did: "… push() of the third: a length of 500",
    lookAt,
  }, "a RangeError");
});

decodes("says the length and the limit")`
  new FrameDecoder(1234) → [00 00 0f a1] ← RangeError "4001" "1234"   ? what must somebody know who reads this message: which length, and which limit
  new FrameDecoder(77) → [ff ff ff fe] ← RangeError "4294967294" "77"
`;

check("allocates nothing for a frame that it refuses", {
  needs: ["FrameDecoder"],
  pure: true,
}, async () => {
  for (const length of [0x1000_0000, 0x2000_0000]) {
    const before = Deno.memoryUsage().external;
    const decoder = new submission.FrameDecoder(LIMIT);
    const did = `new FrameDecoder(${LIMIT}), push() of a length of ${length}`;
    let grown = 0;
    await throws(() => {
      try {
        return decoder.push(frame(new Uint8Array(), length));
      } finally {
        // Looked at here: what push() took may be collected in the next turn.
        grown = Deno.memoryUsage().external - before;
      }
    }, {
      did,
      lookAt:
        "when is the length compared with the limit: before the payload is here",
    }, "a RangeError");
    expect(grown < length / 2, {
      cause: "wrong-value",
      did,
      expected: "the refusal, before anything is allocated",
      came: "the process holds more than half of that in memory",
      lookAt: "which comes first: the array, or the comparison",
    });
  }
});

decodes("refuses everything after a refusal")`
  → [00 00 03 e9] ← RangeError → [00 00 00 05] hello ← RangeError   ? where would the next frame begin, and who remembers
  → [00 00 03 e9] ← RangeError → "" ← RangeError → [00 00 00 05] hello ← RangeError
  → [00 00 03 e9] ← RangeError → [00 00 00 00] ← RangeError
  → [00 00] ← nothing → [03 e9] ← RangeError → "" ← RangeError → [00 00 00 05] hello ← RangeError
`;

decodes("loses or gives the frames before a refusal")`
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

server("keeps the lines of two clients apart")`
  client 1 → {a} → [c3]
  client 2 → "{b}\n" ← OK!!!  ? does one client wait for the line of another
  client 2 → {c} → [c3]
  client 1 → [a9 0a] ← OK!!!
  client 2 → [a9 0a] ← OK!!!
  log = {b} | {a}é | {c}é     ? what do two connections share: a decoder, a rest, a buffer
`;

server("takes \\r\\n for the end of a line in a connection")`
  client → "{a}\r\n" ← OK!!!
  client → "{b}\r" ← nothing → "\n" ← OK!!!
  log = {a} | {b}             ? does the \r belong to the line
`;

server("answers the line exit, then closes")`
  client 1 → "{a}\nexit\n" ← OK!!!OK!!!    ? is exit looked for in each line, and answered like every line
  client 1 ← FIN              ? how is exit recognised, and what happens after its answer
  client 2 → "exit\r\n" ← OK!!! ← FIN
  client 3 → ex ← nothing → "it\n" ← OK!!! ← FIN
  open = 0
  log = {a} | exit | exit | exit
`;

server("takes exit only as a whole line")`
  client → "helloexit\n" ← OK!!!           ? what exactly is compared with exit
  client → "exit \n" ← OK!!!
  client → "EXIT\n" ← OK!!!
  client → "quit\n" ← OK!!!
  client → "\x04\n" ← OK!!!
  client → "exit\0\n" ← OK!!!
  client → "\rexit\n" ← OK!!!
  client → " $& %s\n" ← OK!!!
  client → "{a}\n" ← OK!!!
  log = helloexit | "exit " | EXIT | quit | "\x04" | "exit\0" | "\rexit" | " $& %s" | {a}   ? what is done to a line besides the prefix: is it trimmed, is it a pattern
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
    # a blank is a message, too
    client 2 → "\n " → FIN ← OK!!!OK!!! ← FIN
    log = {a} | {b} | "" | " "
    quits = 2                   ? what is logged when read() gives null`;
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

check("throws wherever a long stream ends inside", {
  ...READS,
  virtual: true,
}, async () => {
  const length = 200_000;
  // Sizes that a buffer may have, and thousands: whoever reads in such steps has just begun a new one.
  const ends = [length - 1];
  for (let size = 512; size < length; size *= 2) {
    ends.push(size, Math.ceil(size / 1000) * 1000);
  }
  for (const end of ends) {
    await readExactly.play(length)`
      sender → ${MEGABYTE().subarray(0, end)} → FIN
      throws               ? what tells you that no byte has come at all`;
  }
});

check("gives arrays that stay as they are, however many follow", {
  needs: ["readExactly", "encodeFrame", "FrameDecoder"],
  lookAt: "whose memory is it: when is it used for another one",
}, async () => {
  const count = 400;
  const payloads = Array.from(
    { length: count },
    (_, i) => MEGABYTE().subarray(700 * i, 700 * i + 700 + i % 50),
  );
  const same = (gave: readonly unknown[], due: Uint8Array[], call: string) => {
    const at = due.findIndex((bytes, i) => !isEqual(gave[i], bytes));
    if (at >= 0) {
      equal(gave[at], due[at], {
        did: `${count} times ${call}, then: what call ${at + 1} had given`,
      });
    }
  };
  const frames = payloads.map((each) => submission.encodeFrame(each));
  same(frames, payloads.map((each) => frame(each)), "encodeFrame(payload)");
  const decoder = new submission.FrameDecoder(LIMIT);
  const pushed = payloads.flatMap((each) => decoder.push(frame(each)));
  same(pushed, payloads, "push(chunk), a frame each");
  const { conn, peer } = await pair();
  const sending = peer.send(concat(payloads));
  const read = [];
  for (const { length } of payloads) {
    read.push(await submission.readExactly(conn, length));
  }
  await sending;
  same(read, payloads, "readExactly(conn, length)");
});

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

// More bytes than one call can have arguments, more than 64 KiB, and more than a megabyte that somebody may set for a limit.
decodes("puts a long frame together")`
  new FrameDecoder(200000) → [00 03 0d 40] {a:200000} in pieces of 40000 ← {a}       ? what is kept when many chunks belong to one frame
  new FrameDecoder(200000) → [00 03 0d 40] {c:100000} ← nothing   pending = 100004   ? how is pending counted when it is large
  new FrameDecoder(1100000) → [00 10 c8 e0] {b:1100000} in pieces of 4, 1099999, 1 ← {b}   ? which limit has a frame, besides maxLength
`;

lines("puts a long line together")`
  # what is searched again and again for a line feed is short
  → "{a:200000}\n" in pieces of 7000, 7000, 186001 ← {a}   ? what is kept when many chunks belong to one line, and which limit has a line
  → 4000 times "a\n" ← 4000 times a                   ? what do you count, and what happens at that number
`;

server("answers lines that are not UTF-8")`
  client → [ff fe 80 c3 0a] ← OK!!!        ? what does the decoder do with invalid bytes
  client → "{a}\n" ← OK!!!
  lines = 2
`;

server("answers lines that run together", {
  lookAt: "one read is not one line: each line is logged and answered",
}, async (one) => {
  // Long ones, and so many short ones that one read brings thousands.
  const all = Array.from(
    { length: 60 },
    () => `${random.word(random.integer(1, 2000))}aé半🙂`,
  ).concat(Array.from({ length: 4000 }, () => random.word(2)));
  const client = await one.connect("client");
  const sending = client.send(`${all.join("\n")}\r\n`);
  await client.expect(OK.repeat(all.length), { withinMs: LIMITS.transferMs });
  await sending;
  await one.log.expectExactly(all);
});

server("keeps the lines of two clients apart that speak at once", {
  lookAt:
    "what do two connections share, while the answer to one is on its way",
}, async (one) => {
  const names = ["client 1", "client 2"];
  const said = names.map((name) =>
    Array.from({ length: 500 }, () => `${name} ${random.word(6)}`)
  );
  const clients = [];
  for (const name of names) clients.push(await one.connect(name));
  // Both have chunks on their way while the lines of the other are answered.
  const sending = clients.map(async (client, i) => {
    for (let at = 0; at < said[i].length; at += 250) {
      const lines = said[i].slice(at, at + 250);
      await client.send(lines.map((line) => `${line}\n`).join(""));
    }
  });
  for (const client of clients) {
    await client.expect(OK.repeat(500), { withinMs: LIMITS.transferMs });
  }
  await Promise.all(sending);
  const logged = await one.log.expectChunks(1000);
  for (const [i, name] of names.entries()) {
    equal(logged.filter((line) => line.startsWith(name)), said[i], {
      did: `the lines of ${name} in the log`,
    });
  }
});

server("answers a line of 64 KiB, and a longer one or its end", {
  lookAt: "what becomes of a line that is too long: is a part of it a line",
}, async (one) => {
  await one.play`
    # 64 KiB with the end of the line: whether that counts is open
    client 1 → "{b:65535}\n" in pieces of 60000, 5536 ← OK!!!   ? which limit has a line
    log = {b}                    ? how much of a long line is logged
    client 3 → {d:60000}
    a moment passes
    client 3 → "{e:5000}\n{f:60000}\n" ← OK!!!OK!!!   ? what is compared with the limit: a line, or all that has come since the last one
    client 1 → {a}`;
  const client = await one.connect("client 2");
  const sending = client.send(`${random.word(140_000)}\n`)
    .then(() => client.halfClose());
  const { bytes } = await client.drain({ withinMs: LIMITS.transferMs });
  await sending;
  const came = new TextDecoder().decode(bytes);
  expect(came === OK || came === "", {
    cause: "wrong-bytes",
    did: "a line of 140,000 bytes, then FIN",
    expected: `${OK} once, or the end of the connection`,
    came: literal(came),
  });
  await one.play`
    client 1 → "{c}\n" ← OK!!!   ? what does a line that is too long end, besides its own connection`;
});

server("sends the whole answer in several writes")`
  each write() takes 2 bytes at most
  client 1 → "{a}\n{b}\n" ← OK!!!OK!!!   ? what does write() return, and is an answer written to its end before the next one begins
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

server("begins anew for each client, however the last one ended", {
  lookAt: "what is left of a client that has gone, and who gets it",
}, async (one) => {
  for (const end of ["RST", "close", "exit"]) {
    const line = random.word(6);
    if (end === "exit") await one.play`a client → "exit\nabc" ← OK!!! ← FIN`;
    else if (end === "RST") await one.play`a client → abc → RST`;
    else await one.play`a client → abc → close`;
    await one.play`
      a moment passes
      a client → ${`${line}\n`} ← OK!!!`;
    await eventually(
      () => one.log.chunks.includes(line),
      LIMITS.replyMs,
      () => ({
        cause: "wrong-value",
        did: `abc and ${end} by one client, then a line by the next`,
        expected: literal(`Server recv: ${line}`),
        came: literal(`Server recv: ${one.log.chunks.at(-1)}`),
      }),
    );
  }
});

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
  stop() twice at once          ? which promise does the second call give
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
