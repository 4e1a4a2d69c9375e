import type * as Solution from "../solutions/06_half_close.ts";
import {
  type Called,
  echoServer,
  equal,
  expect,
  host,
  LIMITS,
  literal,
  load,
  note,
  passTime,
  type Peer,
  random,
  real,
  sameBytes,
  settle,
  standInForConnect,
  toBytes,
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
const LARGE = (16 << 20) + (1 << 17);
const patiently = { withinMs: LIMITS.transferMs };

const largeOnes: Uint8Array[] = [];
/** 16 MB; `large(0)` and `large(1)` differ. Made once: it takes longer than sending it. */
function large(which: 0 | 1 = 0): Uint8Array {
  return largeOnes[which] ??= random.numbered(
    // Every check draws the same random bytes: the second one is inverted.
    random.bytes(65536).map((byte) => byte ^ (which * 255)),
    LARGE,
  );
}

/** Reads to the end of stream, however long it takes, and expects these bytes. */
async function drains(
  peer: Peer,
  expected: Uint8Array,
  did: string,
  lookAt: string,
): Promise<void> {
  const { bytes } = await peer.drain({ ...patiently, lookAt });
  sameBytes(bytes, expected, { did, lookAt });
}

part("answer after the end");

const answer = calls(
  "answerAfterEof(conn)",
  ({ peer }) => submission.answerAfterEof(peer),
  { hands: ["peer"] },
);

const capitals = ({ a, b }: Words) => `${a} ${b}\n`.toUpperCase();

answer("answers in upper case after the end of stream")`
  peer → "{a} {b}\n" → FIN
  peer ← ${capitals}         ? after the peer's FIN one direction is left: is it still open when the answer is written
  peer ← FIN                 ? which bytes of the buffer did read() fill
`;

answer("says nothing before the end of stream")`
  peer → {a} ← nothing       ? which value of read() means end of stream
  peer → " {b}\n" ← nothing
  peer → FIN
  peer ← ${capitals} ← FIN
`;

answer("closes the connection after the answer")`
  peer → {a} → FIN ← end
  open = 0                   ? what frees the descriptor after the last write
`;

answer("resolves when the answer is written and the connection closed")`
  peer → {a}
  pending                    ? which await is missing between the call and its promise
  peer → FIN
  resolves closed
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

/** One, two, three and four bytes a character; capitals that are longer or shorter than their letter. */
const ALPHABETS =
  "mini, straße, naïve, ὀδυσσεύς, ﬁn, ΐ, ŉ, привет, ı, 𐐨𐑎, 半关闭, 🙂";

answer("upper-cases every letter, whatever its alphabet")`
  peer → ${ALPHABETS} → FIN
  peer ← ${ALPHABETS.toUpperCase()} ← FIN   ? what does toUpperCase() of the whole text give
`;

answer("keeps what is no letter")`
  peer → " \t\0{a}\0 $& %s\r\n{b} \v\n\n \0" → FIN
  peer ← ${({ a, b }: Words) =>
  ` \t\0${a}\0 $& %S\r\n${b} \v\n\n \0`
    .toUpperCase()}   ? what do you do to the text besides toUpperCase(): is it trimmed, cut, put into a pattern
  peer ← FIN
`;

answer("puts characters together that come byte by byte")`
  peer → "aßé半🙂" in pieces → FIN
  peer ← "ASSÉ半🙂" ← FIN     ? a character may be split over two reads: when are bytes made text
`;

calls(
  "answerAfterEof(conn 1), answerAfterEof(conn 2)",
  (given) =>
    Promise.all([
      submission.answerAfterEof(given["peer 1"]),
      submission.answerAfterEof(given["peer 2"]),
    ]),
  { hands: ["peer 1", "peer 2"] },
)("answers two peers at once, each with its own text")`
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

/** A request as it may come: a part of a larger array. */
function somewhere(text: string): Uint8Array<ArrayBuffer> {
  const bytes = toBytes(text);
  const larger = new Uint8Array(bytes.length + 10).fill(46);
  larger.set(bytes, 4);
  return larger.subarray(4, 4 + bytes.length);
}

/** Checks of `exchange` with a request that may be made of the words of the script. */
const exchangeOf = (
  request: (words: Words) => Uint8Array,
  call: `exchange(${string})` = "exchange(server, request)",
) =>
  calls(
    call,
    ({ server }, words) => submission.exchange(server, request(words)),
    { listens: ["server"] },
  );
const exchange = exchangeOf(({ q }) => somewhere(q));
/** The reply as bytes: a text would not do. */
const reply = ({ r }: Words) => toBytes(r);

exchange("sends the whole request, half-closes, and takes the late reply")`
  server accepts
  server ← {q}               ? what is written, and when is the direction ended
  server ← FIN               ? which call ends one direction and leaves the other open
  server → {r:12} → close
  returns ${reply}           ? does your end still receive after it sent FIN
`;

exchange("waits for a server that thinks")`
  server ← {q} ← FIN         ? what ends the waiting: the server, or a timer of your own
  time passes
  pending
  server → {r} → close
  returns ${reply}
`;

exchange("resolves when its connection is closed")`
  server ← {q} ← FIN → {r} → FIN
  resolves closed            ? what happens after the promise of exchange has resolved
`;

check("leaves the request as it was", { needs: ["exchange"] }, async () => {
  const request = somewhere(random.word());
  const before = request.slice();
  const one = await exchangeOf(() => request).begin({});
  await one.play`
    server ← ${before} ← FIN → {r} → close
    resolves`;
  sameBytes(request, before, {
    did: `${one.did}, what is in request after it?`,
    lookAt: "who else holds the array that you were given",
  });
});

exchange("collects a reply that comes in pieces")`
  server ← {q} ← FIN
  server → {a:3} in pieces of 1, 2
  pending                    ? what tells you that the reply is complete
  server → {b:3} in pieces of 2, 1 → close
  returns ${({ a, b }) =>
  toBytes(a + b)}   ? what becomes of a chunk when the next one is read
`;

exchange("takes the reply of a server that does not wait for the end")`
  server ← {q} → {r} → close
  returns ${reply}           ? what is done between the last write and the first read
`;

exchangeOf(() => new Uint8Array(), "exchange(server, new Uint8Array())")(
  "sends FIN alone when the request is empty",
)`
  server accepts             ? what is done with no bytes
  server ← FIN
  server → {r} → close
  returns ${reply}           ? is the reply read when there was nothing to write
`;

exchange("resolves with no bytes when the reply is empty")`
  server ← {q} ← FIN → close
  returns []                 ? what is returned when the first read() gives null
`;

exchange.with({ ipv6: true })("works over IPv6")`
  server accepts
  server ← {q} ← FIN
  server → {r} → close
  returns ${reply}
`;

check("connects to the endpoint that it is given", {
  needs: ["exchange"],
}, async () => {
  // No name server and no route is asked: every endpoint leads to this host.
  for (
    const hostname of [
      "127.0.0.1",
      "127.0.0.2",
      "server.example",
      "::1",
      "2001:db8::7",
    ]
  ) {
    const server = await host();
    const port = random.integer(1, 65_535);
    const asked: Deno.ConnectOptions[] = [];
    standInForConnect((options) => {
      asked.push(options);
      return real.connect(server.endpoint);
    });
    const to = { hostname, port };
    const did = `exchange(${literal(to)}, request)` as const;
    const one = await calls(
      did,
      () => submission.exchange(to, somewhere("ab")),
    ).begin({});
    const peer = await one.during(server.accept());
    const { hostname: name, port: number } = asked[0];
    equal({ hostname: name, port: number }, to, {
      did: `${did}, what Deno.connect() gets`,
      cause: "wrong-address",
      lookAt: "which hostname and which port does Deno.connect() get",
    });
    await one.during(peer.expect("ab"));
    peer.close();
    await one.end();
  }
});

/** Expects what one of two calls gave. */
const replyIs =
  (one: Called<Uint8Array[]>, i: 0 | 1) => async ([due]: string[]) =>
    sameBytes((await one.value())[i], toBytes(due), { did: one.did });

calls(
  "exchange(server 1, request), exchange(server 2, request)",
  (given, { p, q }) =>
    Promise.all([
      submission.exchange(given["server 1"], somewhere(p)),
      submission.exchange(given["server 2"], somewhere(q)),
    ]),
  {
    listens: ["server 1", "server 2"],
    facts: (one) => ({
      "reply 1": replyIs(one, 0),
      "reply 2": replyIs(one, 1),
    }),
  },
)("keeps two exchanges apart")`
  server 1 ← {p} ← FIN
  server 2 ← {q} ← FIN       ? must one exchange wait for the other
  server 1 → {a}
  server 2 → {b}
  a moment passes
  server 1 → {c}
  server 2 → {d}
  a moment passes
  server 1 → close
  server 2 → close
  reply 1 = {a}{c}           ? which variable do both calls share
  reply 2 = {b}{d}
`;

part("both directions at once", "exchange");

const exchangeLarge = exchangeOf(() => large());

check("sends 16 MB to a server that echoes while it reads", async () => {
  const server = echoServer();
  const one = await calls(
    "exchange(server, request)",
    () => submission.exchange(server.endpoint, large()),
  ).begin({});
  const did = `${one.did}, 16 MB`;
  // As long as bytes move it may take its time.
  for (let before = -1; server.echoed > before;) {
    before = server.echoed;
    try {
      return sameBytes(await one.value(), large(), {
        did,
        lookAt:
          "what does write() return, and what becomes of a chunk when the next one is read",
      });
    } catch (error) {
      if (!(error instanceof Wrong && error.fault.cause === "never-ended")) {
        throw error;
      }
    }
  }
  note(`server has echoed ${server.echoed} bytes, and nothing moves any more`);
  throw new Wrong({
    cause: "never-ended",
    did,
    what: server.echoed < LARGE
      ? "both sides wait: all four queues of the connection are full"
      : "the server has echoed all and waits for the end of the request",
    expected: "the whole echo",
    came: `${server.echoed} of ${LARGE} bytes were echoed`,
    lookAt: "who reads the echo while the request is being sent",
  });
});

/** Many parts of any usual size: whoever waits between two of them waits for ever. */
const long = () => large().subarray(0, 2 << 20);

exchangeOf(long)("sends a long request to a server that answers after the end")`
  server accepts
  server ← ${long}           ? what is waited for before the whole request is sent
  server ← FIN → {r} → close
  returns ${reply}           ? does your end still receive after it sent FIN
`;

check("waits for a server that does not read", {
  virtual: true,
  lookAt: "what ends the waiting: the server, or a timer of your own",
}, async () => {
  const request = () => large().subarray(0, 6 << 20);
  const one = await exchangeOf(request).begin({});
  const server = await one.peer("server");
  await passTime();
  await one.play`
    pending`;
  await one.during(server.expect(request(), patiently));
  await one.play`
    server ← FIN → {r} → close
    returns ${reply}`;
});

check("sends the rest of the request after the reply has ended", async () => {
  const one = await exchangeLarge.begin({});
  await one.play`
    server accepts
    server → {r} → FIN
    a moment passes
    # the request has not been read yet
    pending                  ? which of the two directions is the promise waiting for`;
  const server = await one.peer("server");
  await one.during(drains(
    server,
    large(),
    `${one.did}, 16 MB, to a server that answers first and reads later`,
    "what happens to the sending direction when the receiving one ends",
  ));
  await one.play`
    server → close
    returns ${reply}         ? is the reply kept until the request has been sent`;
});

part("the relay");

const relay = calls("relay(a, b)", ({ a, b }) => submission.relay(a, b), {
  hands: ["a", "b"],
});

relay("carries bytes in both directions")`
  a → {p}
  b ← {p}                    ? who reads a, and writes to b
  b → {q}
  a ← {q}                    ? who reads b, and writes to a
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
  a → FIN                    ? what does your loop do when read() gives null
  b → FIN
  a ← FIN
  b ← FIN
  resolves
  open = 0                   ? what frees the two descriptors at the end
`;

relay("resolves when both connections are closed")`
  a → FIN
  b → FIN
  resolves closed            ? what happens after the promise of relay has resolved
`;

calls(
  "relay(a 1, b 1), relay(a 2, b 2)",
  (given) =>
    Promise.all([
      submission.relay(given["a 1"], given["b 1"]),
      submission.relay(given["a 2"], given["b 2"]),
    ]),
  { hands: ["a 1", "b 1", "a 2", "b 2"] },
)("keeps two relays apart")`
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

/** A long text and its capitals: a little more than 16 MiB of the letters a to z, or 5 MB of à to ö, which have two bytes each: more than one write takes. */
function longText(kind: "a to z" | "à to ö" = "a to z") {
  const [low, count, length] = kind === "a to z"
    ? [97, 26, LARGE]
    : [0xa0, 23, 5 << 20];
  const small = random.bytes(65536).map((byte, at) =>
    kind === "à to ö" && at % 2 === 0 ? 0xc3 : low + byte % count
  );
  const capital = small.map((byte) => byte === 0xc3 ? byte : byte - 32);
  return {
    text: random.numbered(small, length),
    upper: random.numbered(capital, length),
  };
}

/** Sends a long text to its end; the answer to it is for later. */
async function sendText(peer: Peer, text: Uint8Array): Promise<void> {
  const isSent = await within(peer.send(text), LIMITS.transferMs, {
    cause: "too-slow",
    what: "the submission stopped reading before the end of the text",
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

const READS_LATE = "what does write() return, and what ends the waiting for it";

/** A check that has a long text answered to a peer that reads late. */
function answersLate(
  name: string,
  kind: "a to z" | "à to ö",
  lookAt: string,
): void {
  check(name, { needs: ["answerAfterEof"] }, async () => {
    const { text, upper } = longText(kind);
    const one = await answer.begin({});
    const peer = await one.peer("peer");
    await one.during(sendText(peer, text));
    await settle();
    const did = `${one.did}, the peer said ${
      text.length >> 20
    } MB and read late`;
    await one.during(drains(peer, upper, did, lookAt));
    await one.play`
      resolves
      open = 0               ? which path leaves without close()`;
  });
}

answersLate(
  "answers a long text to a peer that reads late",
  "a to z",
  "what does write() return, and is it awaited before close()",
);

answersLate(
  "counts the bytes of the answer, not its letters",
  "à to ö",
  "which number says that all is written: of letters, or of bytes",
);

check("waits for a peer that does not read the answer", {
  needs: ["answerAfterEof"],
  virtual: true,
  lookAt: "what ends the waiting: the peer, or a timer of your own",
}, async () => {
  const { text, upper } = longText("à to ö");
  const one = await answer.begin({});
  const peer = await one.peer("peer");
  await one.during(sendText(peer, text));
  await passTime();
  await one.play`
    pending`;
  await one.during(
    drains(peer, upper, `${one.did}, the peer reads an hour later`, READS_LATE),
  );
  await one.play`
    resolves`;
});

answer("closes the connection when the peer resets it")`
  peer → {a}
  a moment passes
  peer → RST
  settles
  open = 0                   ? what runs when read() throws
`;

check("closes the connection when the peer goes away during the answer", {
  needs: ["answerAfterEof"],
}, async () => {
  const one = await answer.begin({});
  const peer = await one.peer("peer");
  const { text, upper } = longText();
  await one.during(sendText(peer, text));
  await one.during(peer.expect(upper.subarray(0, 9), patiently));
  // Most of the answer is unread: close() sends RST.
  await one.play`
    peer → close
    settles
    open = 0                 ? what runs when write() throws`;
});

exchange("leaves nothing open when the server resets")`
  server → "half a re"
  a moment passes
  server → RST
  settles
`;

check("leaves nothing open when the server goes away during the request", {
  needs: ["exchange"],
}, async () => {
  for (const how of ["close", "RST"]) {
    const one = await exchangeLarge.begin({
      resets: how === "RST" ? ["server"] : [],
    });
    const server = await one.peer("server");
    await one.during(server.expect(large().subarray(0, 9)));
    // Most of what came is unread: close() sends FIN, then RST. A reset is
    // RST alone: the pending read fails, and so does the pending write.
    if (how === "RST") server.reset();
    else server.close();
    await one.play`settles`;
  }
});

/** Sends all and ends the direction; the reading side reports what is missing. */
async function sendAll(peer: Peer, data: Uint8Array): Promise<void> {
  if (await peer.send(data)) await peer.halfClose();
}

check("carries 16 MB both ways at once", { needs: ["relay"] }, async () => {
  const one = await relay.begin({});
  const [a, b] = [await one.peer("a"), await one.peer("b")];
  const sending = [sendAll(a, large(0)), sendAll(b, large(1))];
  const lookAt =
    "what do the two directions share, and what does write() return";
  const [atB, atA] = await one.during(
    Promise.all([b.drain(patiently), a.drain(patiently)]),
  );
  const did = `${one.did}, what came at`;
  sameBytes(atB.bytes, large(0), { did: `${did} b`, lookAt });
  sameBytes(atA.bytes, large(1), { did: `${did} a`, lookAt });
  await one.during(Promise.all(sending));
  await one.play`
    resolves
    open = 0`;
});

check("waits for a slow reader without stopping the other direction", {
  needs: ["relay"],
}, async () => {
  const one = await relay.begin({});
  const [a, b] = [await one.peer("a"), await one.peer("b")];
  const sending = sendAll(a, large());
  await one.during(a.untilStuck());
  for (let round = 0; round < 3; round++) {
    const piece = large(1).subarray(round, 65536);
    // The queues between b and a may be smaller than this piece.
    const said = b.send(piece);
    await one.during(a.expect(piece, {
      lookAt: "which write is your code waiting for at this moment",
    }));
    await said;
  }
  await one.during(drains(
    b,
    large(),
    `${one.did}, b read late`,
    "what does write() return when the reader is slow",
  ));
  await one.play`
    b → FIN
    a ← FIN`;
  await sending;
  await one.end();
});

check("waits for a side that does not read", {
  needs: ["relay"],
  virtual: true,
  lookAt: "what ends the waiting: the peer, or a timer of your own",
}, async () => {
  const one = await relay.begin({});
  const [a, b] = [await one.peer("a"), await one.peer("b")];
  // More than the queues of two connections hold.
  const data = large().subarray(0, 12 << 20);
  const sending = sendAll(a, data);
  await one.during(a.untilStuck());
  await passTime();
  await one.play`
    pending`;
  await one.during(
    drains(b, data, `${one.did}, b reads an hour later`, READS_LATE),
  );
  await sending;
  await one.play`
    b → FIN
    a ← FIN
    resolves`;
});

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

check("leaves nothing open when a side goes away during a transfer", {
  needs: ["relay"],
}, async () => {
  const one = await relay.begin({});
  const [a, b] = [await one.peer("a"), await one.peer("b")];
  const sending = a.send(large());
  await one.during(b.expect(large().subarray(0, 9)));
  // Most of what came is unread: close() sends RST. a is not ended: only the
  // submission can end the relay now.
  await one.play`
    b → close
    a ← end                  ? what reaches the other connection when write() throws
    settles                  ? what runs when write() throws
    open = 0`;
  await within(sending, LIMITS.replyMs, {
    cause: "never-closed",
    what: "b is gone, and what a sends is neither read nor refused",
    expected: "the relay ends",
  });
});
