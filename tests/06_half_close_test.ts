import type * as Solution from "../solutions/06_half_close.ts";
import {
  closedPort,
  each,
  echoServer,
  expect,
  LIMITS,
  load,
  note,
  once,
  type Peer,
  random,
  sameBytes,
  throws,
  toBytes,
  viewOf,
  within,
  Wrong,
} from "../workbook/grading/mod.ts";

const { submission, part, check, calls } = await load<typeof Solution>(
  "06_half_close",
  () => import("../lessons/06_half_close/exercise.ts"),
  () =>
    import("../lessons/06_half_close/exercise.ts", { with: { type: "text" } }),
);

type Words = Record<string, string>;

/** More than the queues of a connection hold, so that a writer has to wait for its reader: 12 MB would do. A little more than 16 MiB, so that no round number of bytes is room enough. */
const LENGTH = (16 << 20) + (1 << 17);
/** The letters a to z: short texts and bytes have every other value. */
const BLOCK = once(() => random.bytes(65_536).map((byte) => 97 + byte % 26));
/** More than 20 MB. */
const LARGEST = once(() => random.numbered(BLOCK(), 21 << 20));
const LARGE = once(() => LARGEST().subarray(0, LENGTH));
const LARGE_UPPER = once(() => random.numbered(upperOf(BLOCK()), LENGTH));
/** More than one write takes, and other bytes. */
const OTHER = () => LARGE_UPPER().subarray(0, 6 << 20);

/** The capitals of letters: of one byte each, or of two, the first of which is c3. */
const upperOf = (letters: Uint8Array<ArrayBuffer>) =>
  letters.map((byte) => byte === 0xc3 ? byte : byte - 32);

/** The first bytes of it: many more follow. */
const START = () => LARGE().subarray(0, 9);

part("answer after the end");

/** Says a long text to its end; the answer to it is for later. */
async function say(peer: Peer, text: Uint8Array): Promise<void> {
  const isSent = await within(peer.send(text), LIMITS.transferMs, {
    cause: "too-slow",
    what: "the submission has not read the text to its end",
    expected: "it reads until read() gives null",
    lookAt: "what ends your loop",
  });
  expect(isSent, {
    cause: "closed-early",
    what: "the submission closed the connection before the end of the text",
    expected: "it reads until read() gives null",
    lookAt: "what ends your loop, and how much text does it have room for",
  });
  await peer.halfClose();
}

const answer = calls(
  "answerAfterEof(conn)",
  ({ peer }) => submission.answerAfterEof(peer),
  {
    hands: ["peer"],
    actions: (one) => ({
      "peer says …": async (text: Uint8Array) =>
        await say(await one.peer("peer"), text),
    }),
  },
);

const capitals = ({ a, b }: Words) => `${a} ${b}`.toUpperCase();

answer("answers in upper case after the end of stream")`
  peer → "{a} {b}" → FIN
  peer ← ${capitals}         ? what is written after the peer's FIN: all of the text, in upper case, and is that direction still open
  peer ← FIN                 ? what follows the answer: which bytes does it end with, and who closes
`;

const ALL_OF_IT = (words: Words) => `${capitals(words)}\n\x04`;

answer("says nothing before the end of stream")`
  peer → {a} ← nothing       ? which value of read() means end of stream
  peer → " {b}" ← nothing
  # no line feed and no other byte ends it
  peer → "\n" ← nothing
  peer → [04] ← nothing
  peer → FIN
  peer ← ${ALL_OF_IT} ← FIN   ? how are the chunks put together, and what happens to one when the next is read
`;

answer("closes the connection after the answer")`
  peer → {a} → FIN ← end
  open = 0                   ? what frees the descriptor after the last write
`;

answer("resolves when the answer is written and the connection closed")`
  peer → {a}
  pending                    ? which await is missing between the call and its promise
  peer → FIN
  resolves closed            ? what happens after the promise of answerAfterEof has resolved
`;

answer("answers an empty text with an end of stream")`
  peer → FIN ← FIN           ? what if the first read() gives null
  open = 0                   ? which path leaves without close()
`;

answer("waits for a peer that thinks")`
  time passes                ? what ends the waiting: the peer, or a timer of your own
  pending
  peer → ab
  time passes
  pending
  peer → cd
  time passes
  peer → FIN ← ABCD ← FIN
`;

/** One, two, three and four bytes a character; capitals that are longer or shorter than their letter; signs that are no letters and have capitals; an i that loses its dot in one language. */
const ALPHABETS =
  "mini, straße, naïve, ὀδυσσεύς, ﬁn, ΐ, ŉ, привет, ı, 𐐨𐑎, 半关闭, 🙂, ǆ ǅ, ⓐ ⅳ, α\u0345, i\u0307";

answer("upper-cases every letter, whatever its alphabet")`
  peer → ${ALPHABETS} → FIN
  peer ← ${ALPHABETS.toUpperCase()} ← FIN   ? what does toUpperCase() of the whole text give, and how many bytes is that
`;

/** Texts whose ends are blanks, or bytes that a text of C ends with. */
const NO_LETTERS = [
  " \t\0one\0 $& %s\r\ntwo m² e\u0301 \ufeff\v\n\n \0",
  "\0\r\n three \r\n\n\t ",
];

answer("keeps what is no letter")`
  # m² and e with its accent beside it have another form, which is another text
  peer → ${each(...NO_LETTERS)} → FIN
  peer ← ${
  each(...NO_LETTERS.map((text) => text.toUpperCase()))
}   ? what do you do to the text besides toUpperCase(): is it trimmed, cut, put into a pattern
  peer ← FIN
`;

answer("puts characters together that come byte by byte")`
  # no word ends a text
  peer → exit ← nothing      ? which value of read() means end of stream
  # a U+FEFF between them is a character as any other
  peer → "aß\ufeffé半🙂" in pieces → FIN
  peer ← "EXITASS\ufeffÉ半🙂" ← FIN   ? a character may be split over two reads: when are bytes made text
`;

answer.twice("answers two peers at once, each with its own text")`
  # each change of peers falls inside a character: é is c3 a9
  peer 1 → {a} → [c3]
  a moment passes
  peer 2 → {b} → [c3]
  a moment passes
  peer 1 → [a9] → {c}
  a moment passes
  peer 2 → [a9] → {d}
  a moment passes
  peer 1 → FIN ← ${({ a, c }) =>
  `${a}é${c}`.toUpperCase()}   ? which variable do both calls share
  peer 1 ← FIN
  peer 2 → FIN ← ${({ b, d }) => `${b}é${d}`.toUpperCase()}
  peer 2 ← FIN
`;

part("send, half-close, read");

/** A request as it may come: a part of a larger array, with dots around it. */
const somewhere = (text: string) => viewOf(toBytes(text), 4, 46);

/** Checks of `exchange` with a request that may be made of the words of the script. */
function exchangeOf(
  request: (words: Words) => Uint8Array,
  call: `exchange(${string})` = "exchange(server, request)",
) {
  let sent: Uint8Array;
  return calls(
    call,
    ({ server }, words) => submission.exchange(server, sent = request(words)),
    {
      listens: ["server"],
      bytes: true,
      facts: ({ did }) => ({
        request: ([due]) =>
          sameBytes(sent, toBytes(due), {
            did: `${did}, what is in request after it?`,
          }),
      }),
    },
  );
}

const exchange = exchangeOf(({ q }) => somewhere(q));

exchange("sends the whole request, half-closes, and takes the late reply")`
  server accepts
  server ← {q}               ? what is written, what is waited for before that, and when is the direction ended
  server ← FIN               ? which call ends one direction and leaves the other open
  server → {r:12} → close
  returns {r}                ? what is read after your FIN, and what ends the reading
`;

exchange("waits for a server that thinks")`
  server ← {q} ← FIN         ? what ends the waiting: the server, or a timer of your own
  time passes
  pending
  server → {a}
  a moment passes
  pending                    ? what tells you that the reply is complete
  time passes                ? what ends the waiting: the server, or a timer of your own
  pending
  server → {r} → close
  returns {a}{r}
`;

exchange("resolves when its connection is closed")`
  server ← {q} ← FIN → {r} → FIN
  resolves closed            ? what happens after the promise of exchange has resolved
`;

exchange("leaves the request as it was")`
  server ← {q} ← FIN → {r} → close
  resolves
  request = {q}              ? who else holds the array that you were given
`;

/** A line feed, a word, and bytes that are no text: none of them ends a stream. */
const PIECES = ({ a, b }: Words) =>
  Uint8Array.of(...toBytes(`${a}\nexit\x04${b}`), 0xff, 0xc3);

exchange("collects a reply that comes in pieces")`
  server ← {q} ← FIN
  server → {a:3} in pieces of 1, 2
  pending                    ? what tells you that the reply is complete
  server → "\nexit\x04" in pieces of 1, 4
  pending
  server → {b:3} in pieces of 2, 1
  server → [ff c3] in pieces → close
  returns ${PIECES}          ? what happens to a chunk when the next one is read, are its bytes made text, and does one of them end the reading
`;

exchange("takes the reply of a server that does not wait for the end")`
  server ← {q} → {r} → close
  returns {r}                ? what is done between the last write and the first read
`;

exchangeOf(() => new Uint8Array(), "exchange(server, new Uint8Array())")(
  "sends FIN alone when the request is empty",
)`
  server accepts             ? what is done with no bytes
  server ← FIN
  server → {r} → close
  returns {r}                ? is the reply read when there was nothing to write
`;

exchange("resolves with no bytes when the reply is empty")`
  server ← {q} ← FIN → close
  returns []                 ? what is returned when the first read() gives null
`;

exchange.with({ ipv6: true })("works over IPv6")`
  server accepts
  server ← {q} ← FIN
  server → {r} → close
  returns {r}
`;

/** Where a server may be; each of these leads to the server of the check: no name server and no route is asked. */
const FAR = "127.0.0.1 127.0.0.2 server.example ::1 2001:db8::7".split(" ")
  .map((hostname) => ({ hostname, port: random.integer(1, 65_535) }));

exchange.with({ at: () => FAR })("connects to the endpoint that it is given")`
  server ← {q} → close       ? which hostname and which port does Deno.connect() get
`;

exchange.twice("keeps two exchanges apart")`
  server 1 ← {q 1} ← FIN
  server 2 ← {q 2} ← FIN     ? must one exchange wait for the other
  server 1 → {a}
  server 2 → {b}
  a moment passes
  server 1 → {c}
  server 2 → {d}
  a moment passes
  server 1 → close
  server 2 → close
  call 1 returns {a}{c}       ? which variable do both calls share
  call 2 returns {b}{d}
`;

check("throws when nobody listens", { needs: ["exchange"] }, async () => {
  const { port } = await closedPort();
  await throws(
    () => submission.exchange({ hostname: "127.0.0.1", port }, toBytes("abc")),
    {
      did: "exchange(a closed port, request)",
      lookAt: "what happens to the error of Deno.connect()",
    },
  );
});

part("both directions at once", "exchange");

const exchangeLarge = exchangeOf(LARGE);

check("sends 16 MB to a server that echoes while it reads", async () => {
  const server = echoServer();
  const one = await calls(
    "exchange(server, request)",
    () => submission.exchange(server.endpoint, LARGE()),
  ).begin({});
  const did = `${one.did}, 16 MB`;
  try {
    // As long as bytes move it may take its time.
    const reply = await one.value(LIMITS.transferMs);
    sameBytes(reply, LARGE(), {
      did,
      lookAt: server.echoed < LENGTH
        ? "what does write() return, and what is written when the direction is ended"
        : "what happens to a chunk when the next one is read, and are bytes made text",
    });
  } catch (error) {
    if (!(error instanceof Wrong && error.fault.cause === "never-ended")) {
      throw error;
    }
    const { echoed } = server;
    note(`server has echoed ${echoed} bytes, and nothing moves any more`);
    throw new Wrong({
      cause: "never-ended",
      did,
      what: echoed < LENGTH
        ? "both sides wait: all four queues of the connection are full"
        : "the server has echoed all and waits for the end of the request",
      expected: "the whole echo",
      came: `${echoed} of ${LENGTH} bytes were echoed`,
      lookAt: "who reads the echo while the request is being sent",
    });
  }
});

/** Many parts of any usual size: whoever waits between two of them waits for ever. */
const LONG = () => LARGE().subarray(0, 2 << 20);

exchangeOf(LONG)("sends a long request to a server that answers after the end")`
  server accepts
  server ← ${LONG}           ? what is waited for before the whole request is sent
  server ← FIN → {r} → close
  returns {r}                ? does your end still receive after it sent FIN
`;

const SIX = () => LARGE().subarray(0, 6 << 20);

exchangeOf(SIX)("waits for a server that does not read")`
  server accepts             ? what ends the waiting: the server, or a timer of your own
  time passes, and nobody reads
  pending
  server ← ${SIX} ← FIN → {r} → close
  returns {r}
`;

exchangeOf(SIX)("waits for a server that has answered and reads later")`
  server accepts
  server → {r} → FIN
  time passes, and nobody reads   ? what ends the waiting for the rest of the request: the server, or a timer of your own
  pending                    ? which of the two directions is the promise waiting for
  server ← ${SIX} ← FIN → close
  returns {r}
`;

exchangeOf(SIX)("sends the rest of the request after the reply has ended")`
  server accepts
  server → {r} → FIN
  a moment passes
  # the request has not been read yet
  pending                    ? which of the two directions is the promise waiting for
  # 6 MB, to a server that answers first and reads later
  server ← ${SIX} ← FIN      ? what happens to the sending direction when the receiving one ends
  server → close
  returns {r}                ? is the reply kept until the request has been sent
`;

part("the relay");

const relay = calls("relay(a, b)", ({ a, b }) => submission.relay(a, b), {
  hands: ["a", "b"],
  actions: (one) => ({
    "a cannot send more": async () => await (await one.peer("a")).untilStuck(),
  }),
});

relay("carries bytes in both directions")`
  a → {p}
  b ← {p}                    ? who reads a, and when is it written to b
  a → {s}
  b ← {s}                    ? which read is your code waiting for at this moment
  a → [00]
  b ← [00]                   ? does a condition take the number 0 for an end of stream
  a → [c3]
  b ← [c3]                   ? are bytes made text on the way
  a → "\nexit\x04" in pieces of 1, 4
  b ← "\nexit\x04"           ? what ends a direction: a word or a byte, or its end of stream
  a → [ff]
  b ← [ff]
  b → {q}
  a ← {q}                    ? who reads b, and when is it written to a
  a → {r}
  b ← {r}
  a → FIN                    ? what does your loop do when read() gives null
  b → FIN
  a ← FIN
  b ← FIN
`;

relay("carries what b says while a is silent")`
  b → {p}
  a ← {p}                    ? which read is your code waiting for at this moment
  b → {q}
  a ← {q}
  a → FIN                    ? what does your loop do when read() gives null
  b → FIN
  a ← FIN
  b ← FIN
`;

relay("half-closes b when a ends, and still carries what b says")`
  a → {p} → FIN
  b ← {p}                    ? who reads a, and writes to b
  b ← FIN                    ? how does the end of one connection reach the other
  pending                    ? which of the two directions is the promise waiting for
  b → {q}
  a ← {q}                    ? which direction does the call at end of stream end: one or both
  b → {r}
  a ← {r}
  b → FIN
  a ← FIN
`;

relay("half-closes a when b ends, and still carries what a says")`
  b → {p} → FIN
  a ← {p}                    ? who reads b, and writes to a
  a ← FIN                    ? how does the end of one connection reach the other
  pending                    ? which of the two directions is the promise waiting for
  a → {q}
  b ← {q}                    ? which direction does the call at end of stream end: one or both
  a → {r}
  b ← {r}
  a → FIN
  b ← FIN
`;

relay("waits for both sides, however long they think")`
  time passes                ? what ends the waiting: the peer, or a timer of your own
  pending
  a → {p}
  b ← {p}
  time passes
  pending
  a → FIN
  b ← FIN
  time passes
  pending
  b → {q}
  a ← {q}
  b → FIN
  a ← FIN
`;

relay("closes both connections when both directions have ended")`
  a → FIN
  b ← FIN                    ? what does your loop do when read() gives null, also when that comes first
  b → FIN
  a ← FIN
  resolves
  open = 0                   ? what frees the two descriptors at the end
`;

relay("resolves when both connections are closed")`
  a → FIN
  b → FIN
  resolves closed            ? what happens after the promise of relay has resolved
`;

relay.twice("keeps two relays apart")`
  a 1 → {p}
  a 2 → {q}
  b 1 ← {p}                  ? which variable do both calls share
  b 2 ← {q}
  a 1 → {r} → FIN
  a 2 → {s} → FIN
  b 1 ← {r} ← FIN
  b 2 ← {s} ← FIN
  b 1 → FIN
  b 2 → FIN
  a 1 ← FIN
  a 2 ← FIN
`;

part("beyond");

/** The letters à to ö: two bytes each. */
const A_TO_O = once(() =>
  random.bytes(65_536)
    .map((byte, at) => at % 2 === 0 ? 0xc3 : 0xa0 + byte % 23)
);
/** 5 MB of them, which is more than one write takes, and their capitals. */
const ACCENTS = once(() => random.numbered(A_TO_O(), 5 << 20));
const ACCENTS_UPPER = once(() => random.numbered(upperOf(A_TO_O()), 5 << 20));

answer("answers a long text to a peer that reads late")`
  peer says ${LARGE}
  a moment passes
  # the peer said 16 MB and read late
  peer ← ${LARGE_UPPER} ← FIN   ? which bytes is each write() given, what does it return, and is it awaited before close()
  resolves
  open = 0                       ? which path leaves without close()
`;

answer("counts the bytes of the answer, not its letters")`
  peer says ${ACCENTS}
  a moment passes
  # the peer said 5 MB and read late
  peer ← ${ACCENTS_UPPER} ← FIN   ? which number says that all is written: of letters, or of bytes
  resolves
  open = 0                       ? which path leaves without close()
`;

answer("waits for a peer that does not read the answer")`
  peer says ${ACCENTS}
  time passes, and nobody reads  ? what ends the waiting: the peer, or a timer of your own
  pending
  # the peer reads an hour later
  peer ← ${ACCENTS_UPPER} ← FIN   ? what does write() return, and what ends the waiting for it
  resolves
`;

answer("closes the connection when the peer resets it")`
  peer → {a}
  a moment passes
  peer → RST
  settles closed             ? what runs when read() throws
  open = 0
`;

answer("closes the connection when the peer goes away during the answer")`
  peer says ${ACCENTS}
  peer ← ${() => ACCENTS_UPPER().subarray(0, 9)}
  # most of the answer is unread: close() sends RST
  peer → close
  settles closed                 ? what runs when write() throws
  open = 0
`;

exchange("leaves nothing open when the server resets")`
  server → "half a re"
  a moment passes
  server → RST
  settles
`;

check("leaves nothing open when the server goes away during the request", {
  needs: ["exchange"],
}, async () => {
  // Most of what came is unread: close() sends FIN, then RST.
  await exchangeLarge.play()`
    server ← ${START} → close
    settles`;
  // RST alone: the pending read fails, and so does the pending write.
  await exchangeLarge.play()`
    server ← ${START} → RST
    settles`;
});

relay("waits for a slow reader without stopping the other direction")`
  a → ${LARGE} → FIN meanwhile
  a cannot send more
  b → {p:65536} meanwhile
  a ← {p}                    ? which write is your code waiting for at this moment
  b → {q:65536} meanwhile
  a ← {q}
  b → {r:65536} meanwhile
  a ← {r}
  # b read late
  b ← ${LARGE} ← FIN         ? what does write() return when the reader is slow, and what do the two directions share
  b → FIN
  a ← FIN
`;

relay("carries megabytes both ways at once")`
  a → ${LARGEST} → FIN meanwhile   ? what do the two directions share, and what does write() return
  b → ${OTHER} → FIN meanwhile
  b ← ${LARGEST} ← FIN meanwhile   ? what does write() return, and what ends a direction: its end of stream, or a number of bytes
  a ← ${OTHER} ← FIN
  resolves
  open = 0
`;

/** More than the queues of two connections hold on the model network. */
const NINE = () => LARGE().subarray(0, 9 << 20);

relay("waits for a side that does not read")`
  a → ${NINE} → FIN meanwhile
  a cannot send more
  time passes, and nobody reads  ? what ends the waiting: the peer, or a timer of your own
  pending
  # b reads an hour later
  b ← ${NINE} ← FIN        ? what does write() return, and what ends the waiting for it
  b → FIN
  a ← FIN
  resolves
`;

relay("leaves nothing open when a resets")`
  a → {p}
  b ← {p}                    ? who reads a, and writes to b
  a → RST
  b ← end                    ? what reaches the other connection when read() throws
  b → FIN
  settles                    ? what runs when read() throws
  open = 0
`;

relay("leaves nothing open when b resets")`
  b → {p}
  a ← {p}                    ? who reads b, and writes to a
  b → RST
  a ← end                    ? what reaches the other connection when read() throws
  a → FIN
  settles                    ? what runs when read() throws
  open = 0
`;

relay("leaves nothing open when a side resets after its end of stream")`
  a → FIN
  b ← FIN
  a → RST
  a moment passes
  b → {p}
  a moment passes
  b → FIN
  settles                    ? what runs when write() throws
  open = 0
`;

relay("leaves nothing open when a side goes away during a transfer")`
  a → ${LARGE} meanwhile     ? is what a sends still read, or refused
  b ← ${START}
  # most of what came is unread: close() sends RST
  # a is not ended: only the submission can end the relay now
  b → close
  a ← end                    ? what reaches the other connection when write() throws
  settles                    ? what runs when write() throws
  open = 0
`;
