import { Buffer } from "node:buffer";
import type * as Solution from "../solutions/06_half_close.ts";
import {
  afterCheck,
  countOpen,
  delay,
  eventually,
  expect,
  host,
  hurryTimers,
  isPending,
  LIMITS,
  load,
  note,
  type Pair,
  pair,
  type Peer,
  random,
  real,
  settle,
  settles,
  within,
  Wrong,
} from "../workbook/grading/mod.ts";
import { placeInSubmission } from "../workbook/sandbox/paths.ts";

const { submission, sockets, sockets6 } = await load<typeof Solution>(
  "06_half_close",
  () => import("../lessons/06_half_close/exercise.ts"),
);

const ANSWER = "answerAfterEof(conn)";
const EXCHANGE = "exchange(server, request)";
const RELAY = "relay(a, b)";
/** More than the buffers of a connection hold, so that a writer has to wait for its reader: 12 MB would do. A little more than 16 MiB, so that no round number of bytes is room enough. */
const LARGE = (16 << 20) + (1 << 17);
const patiently = { withinMs: LIMITS.transferMs };
const encoder = new TextEncoder();

const largeOnes: Uint8Array[] = [];
/** 16 MB; `large(0)` and `large(1)` differ. Made once: it takes longer than sending it. */
function large(which: 0 | 1 = 0): Uint8Array {
  return largeOnes[which] ??= repeated(
    // Every check draws the same random bytes: the second one is inverted.
    random.bytes(65536).map((byte) => byte ^ (which * 255)),
    LARGE,
  );
}

/** A block of bytes again and again; each copy begins with its number, so that no two are alike. */
function repeated(block: Uint8Array, length: number): Uint8Array {
  const all = new Uint8Array(length);
  for (let at = 0, i = 0; at < length; at += block.length, i++) {
    all.set(block, at);
    // Signs that upper case leaves alone.
    all.set([48 + (i >> 4), 48 + (i & 15)], at);
  }
  return all;
}

/** Expects these bytes and no others; long ones are compared by the runtime, not byte by byte. */
function same(
  came: unknown,
  expected: Uint8Array,
  telling: { did: string; lookAt: string },
): void {
  expect(came instanceof Uint8Array, {
    cause: "wrong-value",
    did: telling.did,
    expected: `a Uint8Array of ${expected.length} bytes`,
    came: came === null ? "null" : typeof came,
    lookAt: telling.lookAt,
  });
  if (Buffer.compare(came, expected) === 0) return;
  const shorter = Math.min(came.length, expected.length);
  let at = 0;
  while (at < shorter && came[at] === expected[at]) at++;
  const isCut = at === came.length;
  const from = isCut ? 0 : Math.max(0, at - 8);
  const isLonger = at === shorter && !isCut;
  throw new Wrong({
    cause: "wrong-bytes",
    ...telling,
    lookAt: isLonger
      ? "which bytes of the buffer did read() fill?"
      : telling.lookAt,
    what: isCut
      ? `only the first ${came.length} of ${expected.length} bytes came`
      : isLonger
      ? `${
        came.length - at
      } more bytes came than the ${expected.length} expected`
      : `byte ${at} is the first that differs`,
    expected: expected.subarray(from),
    came: came.subarray(from),
  });
}

/** A call of the answer that goes on while its peers act. */
interface Playing<T> {
  /** What the peers do meanwhile. An error of the answer ends it: that is the reason to tell. */
  during(script: () => Promise<void>): Promise<void>;
  /** Expects that the call resolves, and hands out its value. */
  resolves(withinMs?: number): Promise<T>;
  /** Expects that the call settles; after a reset it may do either. */
  settlesEitherWay(lookAt?: string): Promise<void>;
  /** Expects that the call has not settled. */
  isStillPending(when: string, lookAt: string): Promise<void>;
}

/** What two errors of Deno mean to their caller: its own close came before the call, or during it. */
const OWN_CLOSE: Record<string, string> = {
  BadResource: "the answer uses a connection that it has closed before",
  Interrupted: "the answer closed a connection on which its own call waited",
};

/** Passes an error of the answer on, and tells what it means. */
function tellOfClosed(error: unknown): never {
  const { name = "", message, stack } = (error ?? {}) as Partial<Error>;
  if (!(name in OWN_CLOSE)) throw error;
  throw new Wrong({
    cause: "threw",
    what: `${OWN_CLOSE[name]}: ${name}, ${message}`,
    expected: "the connection is open until both directions have ended",
    lookAt: "what closed it: a close(), or a stream that came to its end?",
    at: placeInSubmission(stack),
  });
}

function play<T>(did: string, call: () => Promise<T>): Playing<T> {
  const work = Promise.resolve(call());
  // Awaited later: a rejection before that is not one that nobody awaits.
  work.catch(() => {});
  return {
    async during(script) {
      const acting = script();
      acting.catch(() => {});
      await Promise.race([acting, work.then(() => acting, tellOfClosed)]);
    },
    resolves: (withinMs) => settles(work, did, withinMs).catch(tellOfClosed),
    async settlesEitherWay(lookAt) {
      const settled = work.then(() => {}, () => {});
      await settles(settled, did, LIMITS.replyMs, lookAt);
      // An error that nobody awaits is reported a moment later.
      await settle();
    },
    async isStillPending(when, lookAt) {
      if (await isPending(work)) return;
      await work;
      throw new Wrong({
        cause: "too-early",
        did,
        what: `the promise resolved ${when}`,
        expected: "the promise is pending until both directions have ended",
        lookAt,
      });
    },
  };
}

/** Expects that a connection handed to the answer is closed. */
async function closed(
  connection: Pair,
  name: string,
  lookAt = "which path leaves without close()",
): Promise<void> {
  await eventually(() => connection.isClosed(), LIMITS.replyMs, {
    cause: "leak",
    what: `${name} is still open, although the promise has settled`,
    expected: "close() on every path; closeWrite() frees nothing",
    lookAt,
  });
}

/** Has one text answered, from first byte to close. */
async function answered(
  text: string,
  expected: string,
  send: (peer: Peer) => Promise<unknown>,
  lookAt: string,
): Promise<void> {
  const one = await pair();
  const call = play(ANSWER, () => submission.answerAfterEof(one.conn));
  await call.during(async () => {
    await send(one.peer);
    await one.peer.halfClose();
    const { bytes } = await one.peer.drain({
      lookAt: "what does the answer do when read() gives null?",
    });
    const did = `${ANSWER}, the peer said ${JSON.stringify(text)}`;
    same(bytes, encoder.encode(expected), { did, lookAt });
  });
  await call.resolves();
}

Deno.test(
  "answers in upper case after the end of stream",
  sockets("answerAfterEof"),
  async () => {
    const text = `${random.word()} ${random.word()}\n`;
    await answered(
      text,
      text.toUpperCase(),
      (peer) => peer.send(text),
      "after the peer's FIN one direction is left: is it still open when the answer is written?",
    );
  },
);

Deno.test(
  "says nothing before the end of stream",
  sockets("answerAfterEof"),
  async () => {
    const { conn, peer } = await pair();
    const words = [random.word(), random.word()];
    const call = play(ANSWER, () => submission.answerAfterEof(conn));
    await call.during(async () => {
      const first = peer.expect(words[0][0].toUpperCase());
      first.catch(() => {});
      for (const word of words) {
        await peer.send(word);
        expect(await isPending(first), {
          cause: "too-early",
          what: "bytes came, or the connection ended, before the peer's FIN",
          expected: "nothing until the peer has ended its direction",
          lookAt: "which value of read() means end of stream?",
        });
      }
      await peer.halfClose();
      await first;
      await peer.expect(words.join("").toUpperCase().slice(1));
      await peer.expectEnd();
    });
    await call.resolves();
  },
);

Deno.test(
  "closes the connection after the answer",
  sockets("answerAfterEof"),
  async () => {
    const one = await pair();
    const call = play(ANSWER, () => submission.answerAfterEof(one.conn));
    await call.during(async () => {
      await one.peer.send(random.word());
      await one.peer.halfClose();
      await one.peer.drain();
    });
    await call.resolves();
    await closed(
      one,
      "conn",
      "what frees the descriptor after the last write?",
    );
  },
);

Deno.test(
  "resolves when the answer is written and the connection closed",
  sockets("answerAfterEof"),
  async () => {
    const one = await pair();
    let wasOpen = false;
    const call = play(ANSWER, async () => {
      await submission.answerAfterEof(one.conn);
      wasOpen = !one.isClosed();
    });
    const lookAt = "which await is missing between the call and its promise?";
    await call.during(async () => {
      await one.peer.send(random.word());
      await call.isStillPending("before the peer ended its direction", lookAt);
      await one.peer.halfClose();
    });
    await call.resolves();
    expect(!wasOpen, {
      cause: "too-early",
      did: ANSWER,
      what: "the promise resolved, and conn was still open",
      expected: "the answer is written, conn is closed, the promise resolves",
      lookAt,
    });
  },
);

Deno.test(
  "answers an empty text with an end of stream",
  sockets("answerAfterEof"),
  async () => {
    const one = await pair();
    const call = play(ANSWER, () => submission.answerAfterEof(one.conn));
    await call.during(async () => {
      await one.peer.halfClose();
      await one.peer.expectEnd({
        lookAt: "what if the first read() gives null?",
      });
    });
    await call.resolves();
    await closed(one, "conn");
  },
);

/** As {@linkcode hurryTimers}, and `AbortSignal.timeout()` is such a timer too. */
function hurry(): void {
  hurryTimers();
  const { timeout } = AbortSignal;
  const hurried = (ms: number) => {
    const ender = new AbortController();
    const reason = new DOMException("Signal timed out.", "TimeoutError");
    setTimeout(() => ender.abort(reason), ms);
    return ender.signal;
  };
  Object.assign(AbortSignal, { timeout: hurried });
  afterCheck(() => void Object.assign(AbortSignal, { timeout }));
}

const WHO_WAITS = "what ends the waiting: the peer, or a timer of your own?";

Deno.test(
  "waits for a peer that thinks",
  sockets("answerAfterEof"),
  async () => {
    hurry();
    const { conn, peer } = await pair();
    const call = play(ANSWER, () => submission.answerAfterEof(conn));
    await call.during(async () => {
      for (const word of ["ab", "cd"]) {
        await delay(1);
        await call.isStillPending("while the peer was thinking", WHO_WAITS);
        await peer.send(word);
      }
      await delay(1);
      await peer.halfClose();
      await peer.expect("ABCD", { lookAt: WHO_WAITS });
      await peer.expectEnd();
    });
    await call.resolves();
  },
);

/** One, two, three and four bytes a character; capitals that are longer or shorter than their letter. */
const ALPHABETS =
  "mini, straße, naïve, ὀδυσσεύς, ﬁn, ΐ, ŉ, привет, ı, 𐐨𐑎, 半关闭, 🙂";

Deno.test(
  "upper-cases every letter, whatever its alphabet",
  sockets("answerAfterEof"),
  async () => {
    await answered(
      ALPHABETS,
      ALPHABETS.toUpperCase(),
      (peer) => peer.send(ALPHABETS),
      "what does toUpperCase() of the whole text give?",
    );
  },
);

Deno.test(
  "puts characters together that come byte by byte",
  sockets("answerAfterEof"),
  async () => {
    const letters = "aßé半🙂";
    await answered(
      letters,
      "ASSÉ半🙂",
      async (peer) => {
        for (const byte of encoder.encode(letters)) {
          await peer.send(new Uint8Array([byte]));
          await delay(0);
        }
      },
      "a character may be split over two reads: when are bytes made text?",
    );
  },
);

Deno.test(
  "answers two peers at once, each with its own text",
  sockets("answerAfterEof"),
  async () => {
    const both = await Promise.all([
      pair({ name: "peer 1" }),
      pair({ name: "peer 2" }),
    ]);
    const texts = ["aé" + random.word(), "bé" + random.word()];
    const calls = both.map(({ conn }) =>
      play(ANSWER, () => submission.answerAfterEof(conn))
    );
    // Interleaved, and each change of peers falls inside a character.
    for (const piece of [[0, 2], [2, 5], [5, 99]]) {
      for (const [i, { peer }] of both.entries()) {
        await peer.send(encoder.encode(texts[i]).subarray(...piece));
      }
      await settle();
    }
    for (const [i, { peer }] of both.entries()) {
      await calls[i].during(async () => {
        await peer.halfClose();
        const { bytes } = await peer.drain();
        same(bytes, encoder.encode(texts[i].toUpperCase()), {
          did: `${ANSWER} on two connections at once`,
          lookAt: "which variable do both calls share?",
        });
      });
      await calls[i].resolves();
    }
  },
);

/** 12 MB of small letters, and the answer to them. */
function longText(): { text: Uint8Array; upper: Uint8Array } {
  const small = random.bytes(65536).map((byte) => 97 + byte % 26);
  const capital = small.map((byte) => byte - 32);
  const length = 12 << 20;
  return { text: repeated(small, length), upper: repeated(capital, length) };
}

/** 5 MB of letters from à to ö, two bytes each: more than one write takes, and twice as many bytes as letters. */
function textOfTwoByteLetters(): { text: Uint8Array; upper: Uint8Array } {
  const small = random.bytes(65536).map((byte, at) =>
    at % 2 ? 0xa0 + byte % 23 : 0xc3
  );
  const capital = small.map((byte, at) => at % 2 ? byte - 32 : byte);
  const length = 5 << 20;
  return { text: repeated(small, length), upper: repeated(capital, length) };
}

/** Sends the long text; the peer's answer to it is for later. */
async function sendText(peer: Peer, text: Uint8Array): Promise<void> {
  const isSent = await within(peer.send(text), LIMITS.transferMs, {
    cause: "too-slow",
    what: "the answer stopped reading before the end of the text",
    expected: "it reads until read() gives null",
    lookAt: "what ends your loop?",
  });
  expect(isSent, {
    cause: "closed-early",
    what: "the answer closed the connection before the end of the text",
    expected: "it reads until read() gives null",
    lookAt: "what ends your loop, and how much text does it have room for?",
  });
  await peer.halfClose();
}

/** Has a long text answered to a peer that reads late. */
async function answeredLate(
  { text, upper }: { text: Uint8Array; upper: Uint8Array },
  lookAt: string,
): Promise<void> {
  const one = await pair();
  const call = play(ANSWER, () => submission.answerAfterEof(one.conn));
  await call.during(async () => {
    await sendText(one.peer, text);
    await settle();
    const { bytes } = await one.peer.drain(patiently);
    same(bytes, upper, {
      did: `${ANSWER}, the peer said ${text.length >> 20} MB and read late`,
      lookAt,
    });
  });
  await call.resolves();
  await closed(one, "conn");
}

Deno.test(
  "answers a long text to a peer that reads late",
  sockets("answerAfterEof"),
  () =>
    answeredLate(
      longText(),
      "what does write() return, and is it awaited before close()?",
    ),
);

Deno.test(
  "counts the bytes of the answer, not its letters",
  sockets("answerAfterEof"),
  () =>
    answeredLate(
      textOfTwoByteLetters(),
      "which number says that all is written: of letters, or of bytes?",
    ),
);

Deno.test(
  "closes the connection when the peer resets it",
  sockets("answerAfterEof"),
  async () => {
    const one = await pair({ canReset: true });
    const call = play(ANSWER, () => submission.answerAfterEof(one.conn));
    await one.peer.send(random.word());
    await settle();
    one.peer.reset();
    await call.settlesEitherWay();
    await closed(one, "conn", "what runs when read() throws?");
  },
);

Deno.test(
  "closes the connection when the peer goes away during the answer",
  sockets("answerAfterEof"),
  async () => {
    const one = await pair();
    const { text, upper } = longText();
    const call = play(ANSWER, () => submission.answerAfterEof(one.conn));
    await call.during(async () => {
      await sendText(one.peer, text);
      await one.peer.expect(upper.subarray(0, 9), patiently);
      // Most of the answer is unread: this close() sends RST.
      one.peer.close();
    }).catch((error) => {
      // Rejecting is allowed from here on; what the peer saw before is not.
      if (error instanceof Wrong) throw error;
    });
    await call.settlesEitherWay();
    await closed(one, "conn", "what runs when write() throws?");
  },
);

/** A request as it may come: a part of a larger array. */
function somewhere(text: string): Uint8Array {
  const bytes = encoder.encode(text);
  const larger = new Uint8Array(bytes.length + 10).fill(46);
  larger.set(bytes, 4);
  return larger.subarray(4, 4 + bytes.length);
}

/** Has one request answered by a server that waits for its end. */
async function exchanged(hostname: string): Promise<void> {
  const server = await host({ hostname });
  const [request, reply] = [random.word(), random.word(12)];
  const call = play(
    EXCHANGE,
    () => submission.exchange(server.endpoint, somewhere(request)),
  );
  await call.during(async () => {
    const peer = await server.accept();
    const { bytes } = await peer.drain({
      lookAt: "which call ends one direction and leaves the other open?",
    });
    same(bytes, encoder.encode(request), {
      did: EXCHANGE,
      lookAt: "what is written, and when is the direction ended?",
    });
    await peer.send(reply);
    peer.close();
  });
  same(await call.resolves(), encoder.encode(reply), {
    did: EXCHANGE,
    lookAt: "does your end still receive after it sent FIN?",
  });
}

Deno.test(
  "sends the whole request, half-closes, and takes the late reply",
  sockets("exchange"),
  () => exchanged("127.0.0.1"),
);

Deno.test("waits for a server that thinks", sockets("exchange"), async () => {
  hurry();
  const server = await host();
  const reply = random.word();
  const call = play(
    EXCHANGE,
    () => submission.exchange(server.endpoint, somewhere("q")),
  );
  await call.during(async () => {
    const peer = await server.accept();
    await peer.drain();
    await delay(1);
    await call.isStillPending("before the server had answered", WHO_WAITS);
    await peer.send(reply);
    peer.close();
  });
  same(await call.resolves(), encoder.encode(reply), {
    did: EXCHANGE,
    lookAt: WHO_WAITS,
  });
});

Deno.test(
  "resolves when its connection is closed",
  sockets("exchange"),
  async () => {
    const server = await host();
    let left = 0;
    const call = play(EXCHANGE, async () => {
      await submission.exchange(server.endpoint, somewhere("q"));
      left = countOpen();
    });
    await call.during(async () => {
      const peer = await server.accept();
      await peer.drain();
      await peer.send(random.word());
      await peer.halfClose();
    });
    await call.resolves();
    expect(left === 0, {
      cause: "too-early",
      did: EXCHANGE,
      what: "the promise resolved, and the connection was still open",
      expected: "the connection is closed, then the promise resolves",
      lookAt: "what happens after the promise of exchange has resolved?",
    });
  },
);

Deno.test("leaves the request as it was", sockets("exchange"), async () => {
  const server = await host();
  const request = somewhere(random.word());
  const before = request.slice();
  const call = play(
    EXCHANGE,
    () => submission.exchange(server.endpoint, request),
  );
  await call.during(async () => {
    const peer = await server.accept();
    await peer.drain();
    await peer.send(random.word());
    peer.close();
  });
  await call.resolves();
  same(request, before, {
    did: `${EXCHANGE}, what is in request after it?`,
    lookAt: "who else holds the array that you were given?",
  });
});

Deno.test(
  "collects a reply that comes in pieces",
  sockets("exchange"),
  async () => {
    const server = await host();
    const reply = random.word(3);
    const call = play(
      EXCHANGE,
      () => submission.exchange(server.endpoint, somewhere("q")),
    );
    await call.during(async () => {
      const peer = await server.accept();
      await peer.drain();
      await peer.sendInPieces(reply, [1, 2]);
      await call.isStillPending(
        "before the server ended its direction",
        "what tells you that the reply is complete?",
      );
      await peer.sendInPieces(reply, [2, 1]);
      peer.close();
    });
    same(await call.resolves(), encoder.encode(reply + reply), {
      did: EXCHANGE,
      lookAt: "what becomes of a chunk when the next one is read?",
    });
  },
);

Deno.test(
  "takes the reply of a server that does not wait for the end",
  sockets("exchange"),
  async () => {
    const server = await host();
    const [request, reply] = [random.word(), random.word()];
    const call = play(
      EXCHANGE,
      () => submission.exchange(server.endpoint, somewhere(request)),
    );
    await call.during(async () => {
      const peer = await server.accept();
      await peer.expect(request);
      await peer.send(reply);
      peer.close();
    });
    same(await call.resolves(), encoder.encode(reply), {
      did: EXCHANGE,
      lookAt: "what is done between the last write and the first read?",
    });
  },
);

Deno.test(
  "sends FIN alone when the request is empty",
  sockets("exchange"),
  async () => {
    const server = await host();
    const reply = random.word();
    const call = play(
      EXCHANGE,
      () => submission.exchange(server.endpoint, new Uint8Array()),
    );
    await call.during(async () => {
      const peer = await server.accept({
        lookAt: "what is done with no bytes?",
      });
      await peer.expectEnd({ lookAt: "what is done with no bytes?" });
      await peer.send(reply);
      peer.close();
    });
    same(await call.resolves(), encoder.encode(reply), {
      did: "exchange(server, new Uint8Array())",
      lookAt: "is the reply read when there was nothing to write?",
    });
  },
);

Deno.test(
  "resolves with no bytes when the reply is empty",
  sockets("exchange"),
  async () => {
    const server = await host();
    const call = play(
      EXCHANGE,
      () => submission.exchange(server.endpoint, somewhere("q")),
    );
    await call.during(async () => {
      const peer = await server.accept();
      await peer.drain();
      peer.close();
    });
    same(await call.resolves(), new Uint8Array(), {
      did: `${EXCHANGE}, the server closes without a reply`,
      lookAt: "what is returned when the first read() gives null?",
    });
  },
);

Deno.test("works over IPv6", sockets6("exchange"), () => exchanged("::1"));

Deno.test("keeps two exchanges apart", sockets("exchange"), async () => {
  const servers = [
    await host({ name: "server 1" }),
    await host({ name: "server 2" }),
  ];
  const words = [random.word(), random.word()];
  const calls = servers.map((server, i) =>
    play(
      EXCHANGE,
      () => submission.exchange(server.endpoint, somewhere(words[i])),
    )
  );
  const peers: Peer[] = [];
  for (const [i, server] of servers.entries()) {
    peers.push(
      await server.accept({ lookAt: "must one exchange wait for the other?" }),
    );
    await peers[i].drain();
  }
  for (const part of [0, 3]) {
    for (const [i, peer] of peers.entries()) {
      await peer.send(words[i].slice(part, part + 3));
    }
    await settle();
  }
  for (const [i, peer] of peers.entries()) {
    peer.close();
    same(await calls[i].resolves(), encoder.encode(words[i]), {
      did: "two calls of exchange() at once",
      lookAt: "which variable do both calls share?",
    });
  }
});

/** A server that echoes while it reads, and reads nothing more while its echo is not taken. */
function echoServer() {
  const listener = real.listen({ hostname: "127.0.0.1", port: 0 });
  afterCheck(() => listener.close());
  const moved = { echoed: 0 };
  const serving = (async () => {
    const conn = await listener.accept();
    afterCheck(() => conn.close());
    note("server echoes while it reads");
    const buffer = new Uint8Array(65536);
    for (let n = await conn.read(buffer); n !== null;) {
      for (let sent = 0; sent < n;) {
        const written = await conn.write(buffer.subarray(sent, n));
        sent += written;
        moved.echoed += written;
      }
      n = await conn.read(buffer);
    }
    note(`server ← end of stream (FIN) after ${moved.echoed} bytes`);
    conn.close();
  })();
  serving.catch(() => {}); // The answer went away: it tells the reason itself.
  const { hostname, port } = listener.addr;
  return { endpoint: { hostname, port }, moved };
}

Deno.test(
  "sends 16 MB to a server that echoes while it reads",
  sockets("exchange"),
  async () => {
    const { endpoint, moved } = echoServer();
    const request = large();
    const call = play(EXCHANGE, () => submission.exchange(endpoint, request));
    // As long as bytes move the answer may take its time.
    let before: number;
    do before = moved.echoed; while (
      await isStillRunning(call) && moved.echoed !== before
    );
    const reply = await call.resolves(1).catch((error) => {
      if (!(error instanceof Wrong)) throw error;
      note(
        `server has echoed ${moved.echoed} bytes, and nothing moves any more`,
      );
      throw new Wrong({
        cause: "never-ended",
        did: `${EXCHANGE}, 16 MB`,
        what: moved.echoed < request.length
          ? "both sides wait: all four buffers of the connection are full"
          : "the server has echoed all and waits for the end of the request",
        expected: "the whole echo",
        came: `${moved.echoed} of ${request.length} bytes were echoed`,
        lookAt: "who reads the echo while the request is being sent?",
      });
    });
    same(reply, request, {
      did: `${EXCHANGE}, 16 MB`,
      lookAt:
        "what does write() return, and what becomes of a chunk when the next one is read?",
    });
  },
);

/** Waits for a call as long as an answer may need; whether it is still running then. */
async function isStillRunning(call: Playing<unknown>): Promise<boolean> {
  try {
    await call.resolves();
    return false;
  } catch (error) {
    return error instanceof Wrong && error.fault.cause === "never-ended";
  }
}

Deno.test(
  "sends a long request to a server that answers after the end",
  sockets("exchange"),
  async () => {
    const server = await host();
    // Many parts of any usual size: whoever waits between two of them waits for ever.
    const request = large().subarray(0, 2 << 20);
    const reply = random.word();
    const call = play(
      EXCHANGE,
      () => submission.exchange(server.endpoint, request),
    );
    await call.during(async () => {
      const peer = await server.accept();
      const { bytes } = await peer.drain({
        lookAt: "what is waited for before the whole request is sent?",
      });
      same(bytes, request, {
        did: `${EXCHANGE}, 2 MB`,
        lookAt: "what does write() return, and when is the direction ended?",
      });
      await peer.send(reply);
      peer.close();
    });
    same(await call.resolves(), encoder.encode(reply), {
      did: `${EXCHANGE}, 2 MB`,
      lookAt: "does your end still receive after it sent FIN?",
    });
  },
);

Deno.test(
  "sends the rest of the request after the reply has ended",
  sockets("exchange"),
  async () => {
    const server = await host();
    const [request, reply] = [large(), random.word()];
    const call = play(
      EXCHANGE,
      () => submission.exchange(server.endpoint, request),
    );
    await call.during(async () => {
      const peer = await server.accept();
      await peer.send(reply);
      await peer.halfClose();
      await settle();
      await call.isStillPending(
        "when the reply had ended, but the request had not been sent",
        "which of the two directions is the promise waiting for?",
      );
      const { bytes } = await peer.drain(patiently);
      same(bytes, request, {
        did:
          `${EXCHANGE}, 16 MB, to a server that answers first and reads later`,
        lookAt:
          "what happens to the sending direction when the receiving one ends?",
      });
      peer.close();
    });
    same(await call.resolves(), encoder.encode(reply), {
      did: EXCHANGE,
      lookAt: "is the reply kept until the request has been sent?",
    });
  },
);

Deno.test(
  "leaves nothing open when the server resets",
  sockets("exchange"),
  async () => {
    const server = await host({ canReset: true });
    const call = play(
      EXCHANGE,
      () => submission.exchange(server.endpoint, somewhere("q")),
    );
    const peer = await server.accept();
    await peer.send("half a re");
    await settle();
    peer.reset();
    await call.settlesEitherWay();
  },
);

Deno.test(
  "leaves nothing open when the server goes away during the request",
  sockets("exchange"),
  async () => {
    for (const canReset of [false, true]) {
      const server = await host({ canReset });
      const request = large();
      const call = play(
        EXCHANGE,
        () => submission.exchange(server.endpoint, request),
      );
      const peer = await server.accept();
      await peer.expect(request.subarray(0, 9));
      // Most of what came is unread: close() sends FIN, then RST. A reset is
      // RST alone: the pending read fails, and so does the pending write.
      if (canReset) peer.reset();
      else peer.close();
      await call.settlesEitherWay();
    }
  },
);

/** The two connections of a relay. */
async function twoPairs(canReset?: "a" | "b") {
  const [a, b] = await Promise.all([
    pair({ name: "a", canReset: canReset === "a" }),
    pair({ name: "b", canReset: canReset === "b" }),
  ]);
  const call = play(RELAY, () => submission.relay(a.conn, b.conn));
  return {
    a,
    b,
    call,
    async bothClosed(lookAt?: string) {
      await closed(a, "a", lookAt);
      await closed(b, "b", lookAt);
    },
  };
}

/** Ends both directions and expects that the relay is over. */
async function finish({ a, b, call }: Awaited<ReturnType<typeof twoPairs>>) {
  await call.during(async () => {
    await a.peer.halfClose();
    await b.peer.halfClose();
    const lookAt = "what does your loop do when read() gives null?";
    await a.peer.expectEnd({ lookAt });
    await b.peer.expectEnd({ lookAt });
  });
  await call.resolves();
}

Deno.test("carries bytes in both directions", sockets("relay"), async () => {
  const relayed = await twoPairs();
  const { a, b, call } = relayed;
  await call.during(async () => {
    for (let round = 0; round < 3; round++) {
      const [question, reply] = [random.word(), random.word()];
      await a.peer.send(question);
      await b.peer.expect(question, {
        lookAt: "who reads a, and writes to b?",
      });
      await b.peer.send(reply);
      await a.peer.expect(reply, { lookAt: "who reads b, and writes to a?" });
    }
  });
  await finish(relayed);
});

Deno.test(
  "carries what b says while a is silent",
  sockets("relay"),
  async () => {
    const relayed = await twoPairs();
    const { a, b, call } = relayed;
    await call.during(async () => {
      for (let round = 0; round < 3; round++) {
        const word = random.word();
        await b.peer.send(word);
        await a.peer.expect(word, {
          lookAt: "which read is your code waiting for at this moment?",
        });
      }
    });
    await finish(relayed);
  },
);

/** One side ends its direction; the other goes on, and ends later. */
async function oneEndsFirst(first: "a" | "b"): Promise<void> {
  const relayed = await twoPairs();
  const { call } = relayed;
  const [ended, goesOn] = first === "a"
    ? [relayed.a.peer, relayed.b.peer]
    : [relayed.b.peer, relayed.a.peer];
  await call.during(async () => {
    const last = random.word();
    await ended.send(last);
    await ended.halfClose();
    await goesOn.expect(last);
    await goesOn.expectEnd({
      lookAt: "how does the end of one connection reach the other?",
    });
    await call.isStillPending(
      `when ${ended.name} had ended, but ${goesOn.name} had not`,
      "which of the two directions is the promise waiting for?",
    );
    for (let line = 0; line < 3; line++) {
      const late = random.word();
      await goesOn.send(late);
      await ended.expect(late, {
        lookAt:
          "which direction does the call at end of stream end: one or both?",
      });
    }
    await goesOn.halfClose();
    await ended.expectEnd();
  });
  await call.resolves();
}

Deno.test(
  "half-closes b when a ends, and still carries what b says",
  sockets("relay"),
  () => oneEndsFirst("a"),
);

Deno.test(
  "half-closes a when b ends, and still carries what a says",
  sockets("relay"),
  () => oneEndsFirst("b"),
);

Deno.test(
  "waits for both sides, however long they think",
  sockets("relay"),
  async () => {
    hurry();
    const relayed = await twoPairs();
    const { a, b, call } = relayed;
    await call.during(async () => {
      await delay(1);
      await call.isStillPending("while both sides were thinking", WHO_WAITS);
      await a.peer.halfClose();
      await b.peer.expectEnd({ lookAt: WHO_WAITS });
      await delay(1);
      await call.isStillPending("while b was thinking", WHO_WAITS);
      const late = random.word();
      await b.peer.send(late);
      await a.peer.expect(late, { lookAt: WHO_WAITS });
    });
    await finish(relayed);
  },
);

Deno.test(
  "closes both connections when both directions have ended",
  sockets("relay"),
  async () => {
    const relayed = await twoPairs();
    await finish(relayed);
    await relayed.bothClosed("what frees the two descriptors at the end?");
  },
);

Deno.test(
  "resolves when both connections are closed",
  sockets("relay"),
  async () => {
    const [a, b] = [await pair({ name: "a" }), await pair({ name: "b" })];
    let areOpen = false;
    const call = play(RELAY, async () => {
      await submission.relay(a.conn, b.conn);
      areOpen = !a.isClosed() || !b.isClosed();
    });
    await call.during(async () => {
      await a.peer.halfClose();
      await b.peer.halfClose();
    });
    await call.resolves();
    expect(!areOpen, {
      cause: "too-early",
      did: RELAY,
      what: "the promise resolved, and a connection was still open",
      expected: "both are closed, then the promise resolves",
      lookAt: "what happens after the promise of relay has resolved?",
    });
  },
);

Deno.test("keeps two relays apart", sockets("relay"), async () => {
  const relays = [await twoPairs(), await twoPairs()];
  const words = [random.word(), random.word()];
  for (const part of [0, 3]) {
    for (const [i, { a }] of relays.entries()) {
      await a.peer.send(words[i].slice(part, part + 3));
    }
    for (const [i, { b, call }] of relays.entries()) {
      await call.during(() =>
        b.peer.expect(words[i].slice(part, part + 3), {
          lookAt: "which variable do both calls share?",
        })
      );
    }
  }
  for (const relayed of relays) await finish(relayed);
});

/** Sends all and ends the direction; the reading side tells what is missing. */
async function sendAll(peer: Peer, data: Uint8Array): Promise<void> {
  if (await peer.send(data)) await peer.halfClose();
}

Deno.test("carries 16 MB both ways at once", sockets("relay"), async () => {
  const { a, b, call, bothClosed } = await twoPairs();
  const [fromA, fromB] = [large(0), large(1)];
  await call.during(async () => {
    const sending = [sendAll(a.peer, fromA), sendAll(b.peer, fromB)];
    const [atB, atA] = await Promise.all([
      b.peer.drain(patiently),
      a.peer.drain(patiently),
    ]);
    const lookAt =
      "what do the two directions share, and what does write() return?";
    same(atB.bytes, fromA, { did: `${RELAY}, what came at b`, lookAt });
    same(atA.bytes, fromB, { did: `${RELAY}, what came at a`, lookAt });
    await Promise.all(sending);
  });
  await call.resolves();
  await bothClosed();
});

Deno.test(
  "waits for a slow reader without stopping the other direction",
  sockets("relay"),
  async () => {
    const { a, b, call } = await twoPairs();
    const request = large();
    await call.during(async () => {
      const sending = sendAll(a.peer, request);
      await a.peer.untilStuck();
      for (let round = 0; round < 3; round++) {
        const piece = large(1).subarray(round, 65536);
        // The buffers between b and a may be smaller than this piece.
        const said = b.peer.send(piece);
        await a.peer.expect(piece, {
          lookAt: "which write is your code waiting for at this moment?",
        });
        await said;
      }
      const { bytes } = await b.peer.drain(patiently);
      same(bytes, request, {
        did: `${RELAY}, b read late`,
        lookAt: "what does write() return when the reader is slow?",
      });
      await b.peer.halfClose();
      await a.peer.expectEnd();
      await sending;
    });
    await call.resolves();
  },
);

/** One side resets while both directions are open. The other must be told, and may answer by ending. */
async function oneResets(side: "a" | "b"): Promise<void> {
  const { a, b, call, bothClosed } = await twoPairs(side);
  const [gone, left] = side === "a" ? [a.peer, b.peer] : [b.peer, a.peer];
  const word = random.word();
  await gone.send(word);
  await left.expect(word);
  gone.reset();
  await left.drain({
    lookAt: "what reaches the other connection when read() throws?",
  });
  await left.halfClose();
  await call.settlesEitherWay();
  await bothClosed("what runs when read() throws?");
}

Deno.test(
  "leaves nothing open when a resets",
  sockets("relay"),
  () => oneResets("a"),
);

Deno.test(
  "leaves nothing open when b resets",
  sockets("relay"),
  () => oneResets("b"),
);

Deno.test(
  "leaves nothing open when a side resets after its end of stream",
  sockets("relay"),
  async () => {
    const { a, b, call, bothClosed } = await twoPairs("a");
    await a.peer.halfClose();
    await b.peer.expectEnd();
    a.peer.reset();
    await settle();
    await b.peer.send(random.word());
    await settle();
    await b.peer.halfClose();
    await call.settlesEitherWay("what runs when write() throws?");
    await bothClosed("what runs when write() throws?");
  },
);

Deno.test(
  "leaves nothing open when a side goes away during a transfer",
  sockets("relay"),
  async () => {
    const { a, b, call, bothClosed } = await twoPairs();
    const request = large();
    const sending = a.peer.send(request);
    await b.peer.expect(request.subarray(0, 9));
    // Most of what came is unread: this close() sends RST.
    b.peer.close();
    // a is not ended: only the answer can end the relay now.
    const lookAt = "what reaches the other connection when write() throws?";
    await a.peer.drain({ lookAt });
    await within(sending, LIMITS.replyMs, {
      cause: "never-closed",
      what: "b is gone, and what a sends is neither read nor refused",
      expected: "the relay ends",
      lookAt,
    });
    await call.settlesEitherWay("what runs when write() throws?");
    await bothClosed("what runs when write() throws?");
  },
);
