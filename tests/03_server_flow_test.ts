import type * as Solution from "../solutions/03_server_flow.ts";
import {
  afterCheck,
  delay,
  equal,
  eventually,
  expect,
  hurryTimers,
  isPending,
  LIMITS,
  load,
  note,
  Peer,
  random,
  settle,
  settles,
  throws,
  within,
  Wrong,
} from "../workbook/grading/mod.ts";
import {
  countOpen,
  isOpenConn,
  real,
} from "../workbook/grading/kit/open_sockets.ts";
import { denoWire } from "../workbook/grading/kit/wire.ts";

const { submission, sockets } = await load<typeof Solution>(
  "03_server_flow",
  () => import("../lessons/03_server_flow/exercise.ts"),
);

/** Every check calls the one function there is. */
const loopback = sockets("startServer");

const OK = "OK!!!";
const RECEIVED = "Server recv: ";
const QUIT = "Client quit!!!";

/** One piece of `data` that no read can deliver in two: it waits for the answer to it. */
async function say(
  client: Peer,
  data: string | Uint8Array,
  lookAt = "what does your loop do after read()",
): Promise<void> {
  await client.send(data);
  await client.expect(OK, { lookAt });
}

/** Expects that nothing has come beside the answer. What comes later is for other checks. */
async function nothingMore(client: Peer): Promise<void> {
  const more = client.expect("\x01").catch((error) => error);
  if (await isPending(more)) return;
  const error = await more;
  const { cause, came = Uint8Array.of(1) } = error instanceof Wrong
    ? error.fault
    : {};
  if (cause === "closed-early" || cause === "reset") return;
  throw new Wrong({
    cause: "wrong-bytes",
    what: "more bytes came than the answer has",
    expected: `${OK} and nothing after it`,
    came,
    lookAt: "a line feed, a NUL: is anything written beside OK!!!",
  });
}

/** Servers whose `stop()` was called. */
const stopped = new WeakSet<Solution.Server>();

/** Starts a server and checks that it is one. */
function start(
  options?: { port?: number; log?: (line: string) => void },
): Solution.Server {
  const server = submission.startServer(options);
  const { addr, finished } = server ?? {};
  expect(
    addr && finished instanceof Promise && typeof server.stop === "function",
    {
      cause: "wrong-kind",
      did: "startServer()",
      expected: "a Server at once: { addr, finished, stop }",
      came: server as unknown instanceof Promise
        ? "a promise"
        : Deno.inspect(server),
      lookAt:
        "Deno.listen() returns at once, so startServer() need not be async",
    },
  );
  // A check that failed half-way leaves it running; then nobody waits for it.
  afterCheck(() => {
    if (!stopped.has(server)) server.stop().catch(() => {});
  });
  return server;
}

/** Calls `stop()` and awaits it: it neither hangs nor fails. */
async function stop(server: Solution.Server, which = "stop()"): Promise<void> {
  note(`${which} is called`);
  stopped.add(server);
  try {
    await settles(
      (async () => await server.stop())(),
      which,
      LIMITS.replyMs,
      "which promise does stop() wait for, and who ends it",
    );
  } catch (error) {
    if (error instanceof Wrong) throw error;
    const { name, message } = error as Error;
    throw new Wrong({
      cause: "threw",
      what: `${which} failed with ${name}: ${message}`,
      expected: "stop() never rejects",
      lookAt: "what happens to accept() and read() when their socket is closed",
    });
  }
}

/** Collects what a server logs. */
class Log {
  readonly lines: string[] = [];
  readonly log = (line: string) => {
    // A loop that never ends must not fill the memory before it is told.
    if (this.lines.length < 1_000_000) this.lines.push(line);
  };

  /** The text of each chunk, in order. */
  get chunks(): string[] {
    return this.lines.filter((line) => line.startsWith(RECEIVED))
      .map((line) => line.slice(RECEIVED.length));
  }

  get quits(): number {
    return this.lines.filter((line) => line === QUIT).length;
  }

  /** Expects one line for each chunk. A line may be logged after the answer to it was sent. */
  async expectChunks(count: number): Promise<string[]> {
    await eventually(
      () => this.chunks.length >= count,
      LIMITS.replyMs,
      () => ({
        cause: "wrong-value",
        what:
          `${count} chunks were answered, ${this.chunks.length} were logged`,
        expected: `one line "${RECEIVED}<text>" for each chunk`,
        came: this.#shown(),
        lookAt:
          "is log() called for each chunk, with the prefix letter for letter",
      }),
    );
    expect(this.chunks.length === count, {
      cause: "wrong-value",
      what: `${count} chunks were answered, ${this.chunks.length} were logged`,
      expected: "one line for each chunk, one answer for each chunk",
      came: this.#shown(),
      lookAt: "how often is log() called for one read",
    });
    return this.chunks;
  }

  /** Expects that the chunks, joined, are this text. */
  async expectText(text: string, count: number, lookAt: string): Promise<void> {
    const joined = (await this.expectChunks(count)).join("");
    if (joined === text || splitTolerant(text).test(joined)) return;
    throw new Wrong({
      cause: "wrong-value",
      what: "the logged chunks, joined, are not what was sent",
      expected: shorten(text),
      came: shorten(joined),
      lookAt,
    });
  }

  /** Expects exactly these chunks. */
  async expectExactly(chunks: string[], lookAt: string): Promise<void> {
    const came = await this.expectChunks(chunks.length);
    const at = chunks.findIndex((chunk, i) => chunk !== came[i]);
    expect(at < 0, {
      cause: "wrong-value",
      what: `line ${at + 1} of the log is another one`,
      expected: shorten(`${RECEIVED}${chunks[at]}`),
      came: shorten(`${RECEIVED}${came[at]}`),
      lookAt,
    });
  }

  /** Expects the quit line this many times. */
  async expectQuits(count: number, lookAt: string): Promise<void> {
    const fault = () => ({
      cause: "wrong-value" as const,
      expected: `"${QUIT}" ${count === 1 ? "once" : `${count} times`}`,
      came: `${this.quits} times; ${this.#shown()}`,
      lookAt,
    });
    await eventually(() => this.quits >= count, LIMITS.replyMs, fault);
    expect(this.quits === count, fault());
  }

  #shown(): string {
    const { length } = this.lines;
    if (length === 0) return "no line at all";
    const first = this.lines.slice(0, 3).map((line) => shorten(line));
    return `${first.join(", ")}${length > 3 ? `, and ${length - 3} more` : ""}`;
  }
}

const shorten = (text: string) =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)} …` : text);

/** Matches a text whose characters beyond ASCII may each have become U+FFFD, because reads split them. */
function splitTolerant(text: string): RegExp {
  const source = [...text].map((character) =>
    /[a-z0-9]/i.test(character)
      ? character
      : character.charCodeAt(0) < 0x80
      ? `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`
      : `(?:${character}|\\ufffd{1,4})`
  ).join("");
  return new RegExp(`^${source}$`, "u");
}

/** How many whole answers these bytes are. */
function countReplies(bytes: Uint8Array, lookAt?: string): number {
  const text = new TextDecoder().decode(bytes);
  const count = text.length / OK.length;
  expect(text === OK.repeat(Math.floor(count)), {
    cause: "wrong-bytes",
    expected: `${OK} for each chunk, 5 bytes, nothing between or after them`,
    came: bytes.subarray(0, 64),
    lookAt: lookAt ?? "what exactly is written for each chunk",
  });
  return count;
}

/** Expects that the answer holds this many connections open, beside its listener. */
async function expectOpen(connections: number, lookAt: string): Promise<void> {
  await eventually(
    () => countOpen() === 1 + connections,
    LIMITS.replyMs,
    () => ({
      cause: "leak",
      what: `the server holds ${countOpen() - 1} connection(s) open`,
      expected: `${connections}`,
      lookAt,
    }),
  );
}

/** Clients that connect at the same time, and stay. */
function crowd(server: Solution.Server, count: number): Promise<Peer[]> {
  return Promise.all(Array.from(
    { length: count },
    (_, i) => Peer.connect(server.addr, { name: `client ${i + 1}` }),
  ));
}

/**
 * Changes what `accept()` gives in this check. Some things that the kernel does
 * to a server cannot be had on loopback at will; `by` does them, as Deno would.
 */
function standInForAccept(by: (conn: Deno.TcpConn) => Deno.TcpConn): void {
  const listener = real.listen({ hostname: "127.0.0.1", port: 0 });
  const prototype: Deno.TcpListener = Object.getPrototypeOf(listener);
  listener.close();
  const { accept } = prototype;
  prototype.accept = async function () {
    const conn = await accept.call(this);
    // Only the listeners of an answer are watched; the grader has its own.
    return Object.hasOwn(this, "accept") ? by(conn) : conn;
  };
  afterCheck(() => {
    prototype.accept = accept;
  });
}

// Start and stop

Deno.test("stops right after it was started", loopback, async () => {
  const server = start();
  await stop(server);
});

Deno.test("listens on 127.0.0.1 before it returns", loopback, async () => {
  const server = start();
  const { hostname, port } = server.addr;
  equal(hostname, "127.0.0.1", {
    did: "startServer().addr.hostname",
    cause: "wrong-address",
    lookAt: "which hostname does Deno.listen() get",
  });
  expect(Number.isInteger(port) && port > 0, {
    cause: "wrong-port",
    did: "startServer().addr.port",
    expected: "the port that the kernel chose, 1 to 65535",
    came: String(port),
    lookAt: "listener.addr, not the options",
  });
  const client = await Peer.connect(server.addr);
  client.close();
  await stop(server);
});

Deno.test("listens on the port that it is given", loopback, async () => {
  let port = 0;
  const server = await eventually(
    () => {
      const free = real.listen({ hostname: "127.0.0.1", port: 0 });
      port = free.addr.port;
      free.close();
      try {
        return start({ port });
      } catch (error) {
        // Another program of this machine was faster.
        if (error instanceof Deno.errors.AddrInUse) return;
        throw error;
      }
    },
    LIMITS.replyMs,
    {
      cause: "not-listening",
      what: "startServer({ port }) fails on every free port",
      lookAt: "the options of Deno.listen()",
    },
  );
  equal(server.addr.port, port, {
    did: `startServer({ port: ${port} }).addr.port`,
    cause: "wrong-port",
    lookAt: "does options.port reach Deno.listen()",
  });
  const client = await Peer.connect({ hostname: "127.0.0.1", port });
  client.close();
  await stop(server);
});

Deno.test("throws when its port is taken", loopback, async () => {
  const taken = real.listen({ hostname: "127.0.0.1", port: 0 });
  afterCheck(() => taken.close());
  const { port } = taken.addr;
  await throws(
    () => {
      const server = submission.startServer({ port });
      afterCheck(() => server?.stop?.().catch(() => {}));
      return `a server on port ${server?.addr?.port}`;
    },
    {
      did: `startServer({ port: ${port} }), where somebody listens`,
      lookAt: "who learns of the error of Deno.listen()",
    },
    "Deno.errors.AddrInUse, as Deno.listen() throws it",
  );
});

// Answers

Deno.test("answers OK!!! to a message", loopback, async () => {
  const server = start();
  const client = await Peer.connect(server.addr);
  await say(client, random.word());
  await nothingMore(client);
  client.close();
  await stop(server);
});

Deno.test("answers each message of a connection", loopback, async () => {
  const server = start();
  const client = await Peer.connect(server.addr);
  for (let i = 0; i < 5; i++) {
    await say(
      client,
      random.word(random.integer(1, 16)),
      "is read() in a loop, and the answer inside it",
    );
  }
  client.close();
  await stop(server);
});

Deno.test("says nothing before the client does", loopback, async () => {
  const server = start();
  const client = await Peer.connect(server.addr);
  await client.halfClose();
  await client.expectEnd({
    lookAt: "what is written before the first read(), and when it returns null",
  });
  await stop(server);
});

Deno.test(
  "sends five bytes for a message and nothing else",
  loopback,
  async () => {
    const server = start();
    const client = await Peer.connect(server.addr);
    await say(client, random.word());
    await say(client, random.word());
    await client.halfClose();
    await client.expectEnd({
      lookAt:
        "a line feed, a NUL, a greeting: is anything written beside OK!!!",
    });
    await stop(server);
  },
);

// The log

Deno.test("logs what each message said", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const client = await Peer.connect(server.addr);
  const words = [random.word(), random.word(), random.word()];
  for (const word of words) await say(client, word);
  await log.expectExactly(
    words,
    "the prefix letter for letter, then the text, and nothing else",
  );
  client.close();
  await stop(server);
});

Deno.test("logs only the bytes of this read", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const client = await Peer.connect(server.addr);
  const words = [random.word(12), random.word(2), random.word(5)];
  for (const word of words) await say(client, word);
  await log.expectExactly(
    words,
    "which part of the buffer did this read fill, and which part is older",
  );
  client.close();
  await stop(server);
});

Deno.test("takes a message of 64 bytes in one read", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const client = await Peer.connect(server.addr);
  const lookAt = "how long is the buffer that you hand to read()";
  const message = random.word(64);
  await say(client, message, lookAt);
  await eventually(() => log.chunks.length > 0, LIMITS.replyMs, {
    cause: "wrong-value",
    did: "the line for one message of 64 bytes",
    expected: shorten(`${RECEIVED}${message}`),
    came: "no line",
    lookAt,
  });
  equal(log.chunks[0], message, {
    did: "the line for one message of 64 bytes",
    lookAt,
  });
  client.close();
  await stop(server);
});

Deno.test("logs the text as it came", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const client = await Peer.connect(server.addr);
  const texts = [
    ` ${random.word(4)}\t${random.word(4)} \r\n`,
    `${random.word()}\n${random.word()}\n\n`,
    `${random.word()}\0${random.word()}`,
    "é € 漢 🙂",
    "Client quit!!!",
  ];
  for (const text of texts) await say(client, text);
  await log.expectExactly(
    texts,
    "is the text trimmed, split into lines, or cut at a NUL; is it UTF-8",
  );
  client.close();
  await stop(server);
});

Deno.test("works without a log", loopback, async () => {
  for (const options of [undefined, {}, { log: undefined, port: undefined }]) {
    const server = start(options);
    const client = await Peer.connect(server.addr);
    await say(client, random.word());
    await client.halfClose();
    await client.expectEnd({ lookAt: "what if options.log is undefined" });
    await stop(server);
  }
});

// A second client

Deno.test(
  "serves a second client while the first is idle",
  loopback,
  async () => {
    const server = start();
    const silent = await Peer.connect(server.addr, { name: "client 1" });
    const talking = await Peer.connect(server.addr, { name: "client 2" });
    note("client 1 says nothing");
    await say(talking, "hello", "when does your loop call accept() again");
    await say(silent, "hello", "is the first client still served");
    silent.close();
    talking.close();
    await stop(server);
  },
);

// The end of a connection

Deno.test("answers exit, then closes the connection", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const client = await Peer.connect(server.addr);
  const word = random.word();
  await say(client, word);
  await say(
    client,
    "exit",
    "is exit answered before the connection is closed",
  );
  await client.expectEnd({ lookAt: "what happens after the answer to exit" });
  await log.expectExactly([word, "exit"], "exit is logged like any chunk");
  await expectOpen(0, "close(), not only closeWrite(), after exit");
  await stop(server);
});

Deno.test("closes only the connection that said exit", loopback, async () => {
  const server = start();
  const [one, two] = await crowd(server, 2);
  await say(one, random.word());
  await say(two, random.word());
  await say(one, "exit");
  await one.expectEnd({ lookAt: "what happens after the answer to exit" });
  const lookAt = "does exit end one connection, or the loop that accepts";
  await say(two, random.word(), lookAt);
  const three = await Peer.connect(server.addr, { name: "client 3" });
  await say(three, random.word(), lookAt);
  two.close();
  three.close();
  await stop(server);
});

Deno.test("takes exit only as a whole chunk", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const client = await Peer.connect(server.addr);
  const texts = [
    "helloexit",
    "edit",
    "exithello",
    "exit\n",
    " exit",
    "EXIT",
    "exitexit",
    "exit\0",
    "exit\0hello",
  ];
  for (const text of texts) {
    await say(client, text);
    // The connection is still there: this is answered too.
    await say(client, "hello", "what exactly is compared with exit, and how");
  }
  await log.expectExactly(
    texts.flatMap((text) => [text, "hello"]),
    "every chunk is logged once",
  );
  client.close();
  await stop(server);
});

Deno.test("does not put exit together from two chunks", loopback, async () => {
  const server = start();
  const client = await Peer.connect(server.addr);
  for (const text of ["ex", "it", "e", "xit", "hello"]) {
    await say(client, text, "is a chunk compared, or all the text until now");
  }
  client.close();
  await stop(server);
});

Deno.test("ends at exit whatever came before", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const lookAt =
    "what is compared with exit: is it only the bytes of this read";
  for (const before of [[], [random.word()], [random.word(), " "]]) {
    const client = await Peer.connect(server.addr);
    for (const chunk of before) await say(client, chunk);
    await say(client, "exit", lookAt);
    await client.expectEnd({ lookAt });
  }
  await expectOpen(0, lookAt);
  await log.expectChunks(6);
  await stop(server);
});

Deno.test(
  "logs Client quit!!! once at end of stream and closes",
  loopback,
  async () => {
    const log = new Log();
    const server = start({ log: log.log });
    const client = await Peer.connect(server.addr);
    await say(client, random.word());
    await client.halfClose();
    const lookAt = "what does read() return at end of stream, how often";
    await client.expectEnd({ lookAt });
    await log.expectQuits(1, lookAt);
    await expectOpen(0, "the path on which read() returns null");
    // A loop that goes on after the end would log it again by now.
    const next = await Peer.connect(server.addr, { name: "client 2" });
    await say(next, random.word());
    await log.expectQuits(1, lookAt);
    next.close();
    await log.expectQuits(2, lookAt);
    await stop(server);
  },
);

Deno.test("closes when the client ends without a word", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const client = await Peer.connect(server.addr);
  await client.halfClose();
  const lookAt = "end of stream may be the first thing that is read";
  await client.expectEnd({ lookAt });
  await log.expectQuits(1, lookAt);
  equal(log.chunks, [], { did: "what log() was told", lookAt });
  await stop(server);
});

Deno.test(
  "answers a client that half-closes after its message",
  loopback,
  async () => {
    const log = new Log();
    const server = start({ log: log.log });
    const client = await Peer.connect(server.addr);
    const word = random.word();
    await client.send(word);
    await client.halfClose();
    const lookAt =
      "end of stream means: the client sends no more; it still receives";
    await client.expect(OK, { lookAt });
    await client.expectEnd({ lookAt });
    await log.expectExactly([word], lookAt);
    await log.expectQuits(1, lookAt);
    await stop(server);
  },
);

// Many clients

Deno.test("keeps a client that is silent for long", loopback, async () => {
  hurryTimers();
  const server = start();
  const [client, other] = await crowd(server, 2);
  const lookAt = "what ends a connection, besides exit, its end and stop()";
  for (let i = 0; i < 3; i++) {
    // The other was accepted, and served, while the first is silent.
    await say(other, random.word(), lookAt);
    note("client 1 is silent for 5 s: timers of the server run out");
    await delay(2);
    await settle();
    await say(client, random.word(), lookAt);
  }
  client.close();
  other.close();
  await stop(server);
});

Deno.test("serves the others when a client leaves", loopback, async () => {
  const server = start();
  const [one, two] = await crowd(server, 2);
  await say(one, random.word());
  await one.halfClose();
  const lookAt = "end of stream ends one connection, not the server";
  await one.expectEnd({ lookAt });
  await say(two, random.word(), lookAt);
  const three = await Peer.connect(server.addr, { name: "client 3" });
  await say(three, random.word(), lookAt);
  two.close();
  three.close();
  await stop(server);
});

Deno.test("serves the others when a client resets", loopback, async () => {
  const server = start();
  const [other] = await crowd(server, 1);
  await say(other, random.word());
  const lookAt =
    "read() and write() reject after a reset: who catches it, who closes";
  for (const name of ["client 2", "client 3", "client 4"]) {
    const client = await Peer.connect(server.addr, { name, canReset: true });
    await say(client, random.word());
    client.reset();
    await say(other, random.word(), lookAt);
  }
  await expectOpen(1, lookAt);
  const last = await Peer.connect(server.addr, { name: "client 5" });
  await say(last, random.word(), lookAt);
  other.close();
  last.close();
  await stop(server);
});

Deno.test("goes on when accept() rejects", loopback, async () => {
  let broken = false;
  standInForAccept((conn) => {
    if (!broken) return conn;
    broken = false;
    conn.close();
    note("accept() rejects with NotConnected");
    throw Object.assign(
      new Deno.errors.NotConnected(
        "Transport endpoint is not connected (os error 107)",
      ),
      { code: "ENOTCONN" },
    );
  });
  const server = start();
  const [other] = await crowd(server, 1);
  await say(other, random.word());
  const lookAt = "does a rejected accept() mean that the listener is closed";
  for (const name of ["client 2", "client 3"]) {
    broken = true;
    note(`${name} resets its connection before accept() takes it`);
    await Peer.connect(server.addr, { name });
    await eventually(() => !broken, LIMITS.replyMs, {
      cause: "no-reply",
      what: `${name} waits in the accept queue, and accept() is not called`,
      expected: "accept() again and again, until stop()",
      lookAt,
    });
    await say(other, random.word(), lookAt);
  }
  const last = await Peer.connect(server.addr, { name: "client 4" });
  await say(last, random.word(), lookAt);
  other.close();
  last.close();
  await stop(server);
});

Deno.test(
  "outlives clients that leave without reading the answer",
  loopback,
  async () => {
    const log = new Log();
    const server = start({ log: log.log });
    const clients = await crowd(server, 10);
    await Promise.all(clients.map((client) => client.send(random.word())));
    await log.expectChunks(10);
    await settle();
    // The answers are unread: close() resets the connection. A server that
    // reads now still gets the second message, and cannot answer it.
    for (const client of clients) {
      client.send(random.word());
      client.close();
    }
    const lookAt = "the write to a client that is gone: what if it rejects";
    await expectOpen(0, lookAt);
    const last = await Peer.connect(server.addr, { name: "the last client" });
    await say(last, random.word(), lookAt);
    last.close();
    await stop(server);
  },
);

Deno.test("serves fifty clients at once", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const clients = await crowd(server, 50);
  const lookAt = "what do fifty connections share, and what must each have";
  const words: string[] = [];
  for (let round = 0; round < 2; round++) {
    const said = clients.map(() => random.word(random.integer(3, 16)));
    words.push(...said);
    // All at once: every read of the server is pending, and all are answered.
    await Promise.all(clients.map((client, i) => client.send(said[i])));
    await Promise.all(clients.map((client) => client.expect(OK, { lookAt })));
  }
  equal((await log.expectChunks(words.length)).sort(), words.sort(), {
    did: "what log() was told of fifty clients, sorted",
    lookAt,
  });
  for (const client of clients) client.close();
  await log.expectQuits(50, lookAt);
  await stop(server);
});

Deno.test("keeps two servers apart", loopback, async () => {
  const [log, other] = [new Log(), new Log()];
  const server = start({ log: log.log });
  const server2 = start({ log: other.log });
  const client = await Peer.connect(server.addr);
  const client2 = await Peer.connect(server2.addr, {
    name: "client of server 2",
  });
  const [word, word2] = [random.word(), random.word()];
  await say(client, word);
  await say(client2, word2);
  await stop(server2, "stop() of server 2");
  const lookAt = "a variable outside of startServer() is shared by all servers";
  await say(client, word, lookAt);
  await log.expectExactly([word, word], lookAt);
  await other.expectExactly([word2], lookAt);
  client.close();
  await stop(server);
});

// Bytes and characters

Deno.test("sends the whole answer in several writes", loopback, async () => {
  standInForAccept((conn) => {
    const { write } = conn;
    return Object.defineProperty(conn, "write", {
      value: (data: Uint8Array) => write.call(conn, data.subarray(0, 2)),
    });
  });
  const server = start();
  const client = await Peer.connect(server.addr);
  note("the send queue is nearly full: each write() takes 2 bytes at most");
  const lookAt = "what does write() return, and what is left then";
  await say(client, random.word(), lookAt);
  await say(client, "exit", lookAt);
  await client.expectEnd({ lookAt });
  await stop(server);
});

Deno.test("answers and logs bytes that are not UTF-8", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const client = await Peer.connect(server.addr);
  const lookAt = "what does the decoder do with invalid bytes";
  await say(client, Uint8Array.of(0xff, 0xfe, 0x80, 0xc3), lookAt);
  const word = random.word();
  await say(client, word, lookAt);
  const chunks = await log.expectChunks(2);
  expect(/^\ufffd?/.exec(chunks[1])![0] + word === chunks[1], {
    cause: "wrong-value",
    did: "the line after invalid bytes",
    expected: shorten(word),
    came: shorten(chunks[1]),
    lookAt,
  });
  client.close();
  await stop(server);
});

Deno.test(
  "loses nothing of a text that comes byte by byte",
  loopback,
  async () => {
    const log = new Log();
    const server = start({ log: log.log });
    const client = await Peer.connect(server.addr);
    const text = `naïve € 漢字 🙂 ${random.word()}`;
    const bytes = new TextEncoder().encode(text);
    for (const byte of bytes) {
      await say(
        client,
        Uint8Array.of(byte),
        "is every read answered, also one byte",
      );
    }
    await log.expectText(
      text,
      bytes.length,
      "a character may show as U+FFFD, or wait for its other bytes; nothing else",
    );
    client.close();
    await stop(server);
  },
);

Deno.test(
  "closes when the stream ends inside a character",
  loopback,
  async () => {
    const log = new Log();
    const server = start({ log: log.log });
    const client = await Peer.connect(server.addr);
    await say(client, new TextEncoder().encode("漢").subarray(0, 2));
    await client.halfClose();
    const lookAt = "what happens to half a character at end of stream";
    await client.expectEnd({ lookAt });
    await log.expectQuits(1, lookAt);
    await stop(server);
  },
);

Deno.test("keeps the connections apart", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const [one, two] = await crowd(server, 2);
  const [first, ...rest] = new TextEncoder().encode("é");
  await say(one, Uint8Array.of(first));
  const word = random.word();
  await say(two, word);
  await say(one, Uint8Array.from(rest));
  const lookAt =
    "what do two connections share: a buffer, a decoder, a variable";
  const chunks = await log.expectChunks(3);
  equal(chunks[1], word, {
    did:
      "the line for client 2, between the two halves of a character of client 1",
    lookAt,
  });
  one.close();
  two.close();
  await stop(server);
});

Deno.test("ends at exit after half a character", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const half = new TextEncoder().encode("漢").subarray(0, 2);
  const lookAt = "is exit compared with bytes, or with what a decoder gave";
  for (const before of [[half], [random.word(), half]]) {
    const client = await Peer.connect(server.addr);
    for (const chunk of before) await say(client, chunk);
    await say(client, "exit", lookAt);
    await client.expectEnd({ lookAt });
  }
  await expectOpen(0, lookAt);
  await log.expectChunks(5);
  await stop(server);
});

Deno.test("answers a message of any length", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const client = await Peer.connect(server.addr);
  const lookAt = "what if a message just fills the buffer, or is longer";
  let text = "";
  let answers = 0;
  for (const length of [1, 255, 256, 1023, 1024, 1025, 4096, 65_536]) {
    const message = random.word(length);
    text += message;
    await say(client, message, lookAt);
    answers++;
  }
  await client.halfClose();
  const { bytes } = await client.drain({
    withinMs: LIMITS.transferMs,
    lookAt,
  });
  answers += countReplies(bytes, lookAt);
  await log.expectText(text, answers, lookAt);
  await stop(server);
});

Deno.test("loses nothing of messages that run together", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const client = await Peer.connect(server.addr);
  let text = "";
  for (let i = 0; i < 40; i++) {
    const message = `${random.word(random.integer(1, 3000))} é漢🙂 `;
    text += message;
    await client.send(message);
  }
  await client.halfClose();
  const lookAt =
    "one read is not one message: each chunk is logged and answered";
  const { bytes } = await client.drain({
    withinMs: LIMITS.transferMs,
    lookAt,
  });
  await log.expectText(text, countReplies(bytes, lookAt), lookAt);
  await log.expectQuits(1, lookAt);
  await stop(server);
});

Deno.test("answers every chunk of a long message", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const [client, other] = await crowd(server, 2);
  // No two blocks are alike: one that is lost or told twice is noticed.
  const block = new TextEncoder().encode(random.word(65_536));
  const data = new Uint8Array(64 * block.length);
  for (let i = 0; i < 64; i++) {
    block[i] = 48 + i % 10;
    data.set(block, i * block.length);
  }
  // The answers are read meanwhile: nobody waits for somebody who waits.
  const lookAt = "each chunk that is read is logged and answered, until null";
  const sending = client.send(data).then(() => client.halfClose());
  const draining = client.drain({ withinMs: LIMITS.transferMs, lookAt });
  const word = random.word();
  await say(other, word, "a busy client must not keep out the others");
  const { bytes } = await draining;
  await within(sending, LIMITS.transferMs, {
    cause: "too-slow",
    what: "the server did not read all of it",
    lookAt,
  });
  const chunks = await log.expectChunks(countReplies(bytes, lookAt) + 1);
  const others = chunks.indexOf(word);
  expect(others >= 0, {
    cause: "wrong-value",
    did: "the line for the other client",
    expected: shorten(word),
    came: "no such line",
    lookAt,
  });
  chunks.splice(others, 1);
  const text = new TextDecoder().decode(data);
  let at = 0;
  for (const chunk of chunks) {
    if (!text.startsWith(chunk, at)) break;
    at += chunk.length;
  }
  expect(at === text.length, {
    cause: "wrong-value",
    what:
      `character ${at} of ${text.length} is the first that is wrong in the log`,
    expected: shorten(text.slice(at)),
    came: "another text, or the end",
    lookAt,
  });
  other.close();
  await stop(server);
});

// stop()

Deno.test("stop() closes the open connections", loopback, async () => {
  const server = start();
  const clients = await crowd(server, 3);
  await say(clients[0], random.word());
  await say(clients[1], random.word());
  note("client 3 has said nothing");
  await stop(server);
  const lookAt = "which connections does stop() know";
  await Promise.all(clients.map((client) => client.drain({ lookAt })));
});

Deno.test(
  "serves the others while a client does not read",
  loopback,
  async () => {
    // As with a full send queue: write() waits until the connection is closed.
    let full = true;
    standInForAccept((conn) => {
      if (!full) return conn;
      full = false;
      const closed = Promise.withResolvers<never>();
      closed.promise.catch(() => {});
      const { close } = conn;
      const end = () => {
        close.call(conn);
        closed.reject(new Deno.errors.Interrupted("operation canceled"));
      };
      return Object.defineProperties(conn, {
        write: { value: () => closed.promise },
        close: { value: end },
        [Symbol.dispose]: { value: () => isOpenConn(conn) && end() },
      });
    });
    const server = start();
    const deaf = await Peer.connect(server.addr, { name: "client 1" });
    note(
      "client 1 does not read, its answers fill every buffer: write() waits",
    );
    await deaf.send(random.word());
    const lookAt = "which answer waits for the answer to another client";
    for (const name of ["client 2", "client 3"]) {
      const client = await Peer.connect(server.addr, { name });
      await say(client, random.word(), lookAt);
      await say(client, random.word(), lookAt);
      client.close();
    }
    note("client 1 still does not read");
    await stop(server);
  },
);

Deno.test("stop() frees the port", loopback, async () => {
  const server = start();
  const [client] = await crowd(server, 1);
  await say(client, random.word());
  await stop(server);
  const { port } = server.addr;
  const listener = await eventually(
    () => {
      try {
        return real.listen({ hostname: "127.0.0.1", port });
      } catch (error) {
        if (error instanceof Deno.errors.AddrInUse) return;
        throw error;
      }
    },
    500,
    {
      cause: "leak",
      what: `port ${port} is still in use 500 ms after stop()`,
      expected: "Deno.listen() on it works again",
      lookAt: "is the listener closed, and does nobody listen again",
    },
  );
  listener.close();
});

Deno.test("stop() resolves no earlier than finished", loopback, async () => {
  for (const count of [3, 0]) {
    note(`a server with ${count} clients`);
    const server = start();
    const clients = await crowd(server, count);
    for (const client of clients) await say(client, random.word());
    let finished = false;
    server.finished.then(() => finished = true);
    await stop(server);
    // A promise that resolves with another one is some microtasks later.
    for (let i = 0; i < 20; i++) await Promise.resolve();
    expect(finished, {
      cause: "too-early",
      what: "stop() resolved, and finished is still pending",
      expected: "finished first, then stop()",
      lookAt: "what does stop() await",
    });
  }
});

Deno.test("stop() may be called twice", loopback, async () => {
  const server = start();
  const [client] = await crowd(server, 1);
  await say(client, random.word());
  let finished = false;
  server.finished.then(() => finished = true);
  const first = stop(server);
  await stop(server, "stop() a second time, before the first is done");
  for (let i = 0; i < 20; i++) await Promise.resolve();
  expect(finished, {
    cause: "too-early",
    what: "the second stop() resolved before finished",
    expected: "finished first, then stop()",
    lookAt: "what does the second call return",
  });
  await first;
  await stop(server, "stop() a third time, after the end");
});

Deno.test("finished resolves when everything is closed", loopback, async () => {
  const server = start();
  const clients = await crowd(server, 3);
  for (const client of clients) await say(client, random.word());
  await say(clients[2], "exit");
  expect(await isPending(server.finished), {
    cause: "too-early",
    what: "finished is settled before stop()",
    expected: "a pending promise",
    lookAt: "which loops and connections does finished wait for",
  });
  const stopping = stop(server);
  await settles(
    server.finished,
    "finished",
    LIMITS.replyMs,
    "which loop or connection does finished wait for, and who ends it",
  );
  equal(countOpen(), 0, {
    did: "sockets of the server that are open when finished resolves",
    cause: "too-early",
    lookAt: "which loops and connections does finished wait for",
  });
  await stopping;
});

Deno.test("logs nothing after finished", loopback, async () => {
  const log = new Log();
  const server = start({ log: log.log });
  const clients = await crowd(server, 3);
  for (const client of clients) await say(client, random.word());
  await clients[0].halfClose();
  await clients[0].expectEnd();
  await stop(server);
  const telling = {
    cause: "too-early" as const,
    lookAt: "which log() runs later than its read, and who waits for it",
  };
  // All three were answered and one was closed at its end of stream: what is
  // not logged by now would be logged after finished, or never.
  expect(log.chunks.length === 3, {
    did: "finished resolves; its lines until then",
    expected: "3 lines, one for each chunk that was answered",
    came: `${log.chunks.length < 3 ? "fewer" : "more"} lines`,
    ...telling,
  });
  expect(log.quits >= 1, {
    what: "finished resolved before the quit line was logged",
    expected: `"${QUIT}" for the client that ended its stream`,
    came: "no such line",
    ...telling,
  });
});

Deno.test("stop() ends while clients are talking", loopback, async () => {
  const server = start();
  const clients = await crowd(server, 3);
  // Nobody waits for the answers: reads and writes of the server are under way.
  const talking = clients.map(async (client) => {
    for (let i = 0; i < 5; i++) await client.send(random.word(40));
  });
  await clients[0].expect(OK);
  await stop(server);
  await Promise.all(talking);
  await Promise.all(clients.map((client) => client.drain()));
});

Deno.test(
  "stop() closes a connection that is just being accepted",
  loopback,
  async () => {
    for (const count of [1, 2, 5]) {
      const server = start();
      const { hostname, port } = server.addr;
      let stopping: Promise<void> | undefined;
      note(`${count} connect, and stop() is called at once`);
      // The connection is in the accept queue, or accept() has just taken it:
      // the answer's loop has not seen it when stop() is called.
      const connections = await Promise.all(
        Array.from(
          { length: count },
          () =>
            real.connect({ hostname, port }).then((conn) => {
              stopping ??= stop(server);
              return conn;
              // A SYN that comes after stop() is refused.
            }).catch(() => null),
        ),
      );
      const clients = connections.filter((conn) => conn !== null)
        .map((conn, i) => new Peer(denoWire(conn), `client ${i + 1}`));
      const lookAt =
        "accept() may still return a connection after stop() began";
      await Promise.all(
        clients.map((client) => client.drain({ lookAt })),
      );
      await stopping;
    }
  },
);
