import type * as Solution from "../solutions/09_connection_endings.ts";
import {
  closedPort,
  denoError,
  each,
  either,
  equal,
  eventually,
  expect,
  fieldOf,
  isEqual,
  load,
  LongStream,
  note,
  ofNumber,
  onlyFields,
  onPurpose,
  type Pair,
  pair,
  real,
  show,
  such,
  toldHandler,
} from "../workbook/grading/mod.ts";

const lesson = await load<typeof Solution>(
  "09_connection_endings",
  () => import("../lessons/09_connection_endings/exercise.ts"),
  () =>
    import("../lessons/09_connection_endings/exercise.ts", {
      with: { type: "text" },
    }),
);
const { submission, part, check, calls, scenes, values } = lesson;

type Drained = Awaited<ReturnType<typeof Solution.drain>>;

/** What `drain` gives; it may hold more than these two fields. */
function drained(bytes: number, end: Drained["end"]) {
  const due: Drained = { bytes, end };
  const isDue = (came: Drained) => isEqual(onlyFields(came, "bytes end"), due);
  return such<Drained>(show(due), isDue, due);
}

/** Calls of `drain`, and the two fields of what the last one gave. */
const drain = scenes((one) => {
  const stream = new LongStream(one);
  const gave = async (field: keyof Drained, due: unknown) => {
    const { did } = one.stage;
    const came = fieldOf(await one.value("{ bytes, end }") as Drained, field, {
      did,
      expected: "{ bytes, end }",
      lookAt: "what it returns, on each way out",
    });
    equal(came, due, { did: `${did}, its ${field}` });
  };
  return {
    calls: { drain: submission.drain },
    facts: {
      bytes: ([due]) =>
        gave("bytes", due === "all" ? stream.bytes : Number(due)),
      end: ([due]) => gave("end", due),
    },
    actions: stream.actions,
  };
});

part("read to the end");

drain("counts the bytes up to the end of the stream")`
  drain(conn)
  peer → "{a:7}é€" → FIN
  end = fin                  ? which value of read() means end of stream, and how is that end called
  bytes = 12                 ? what does read() return
`;

drain("counts only what this call has read")`
  peer → {a:9} → FIN
  conn reads 3 bytes
  drain(conn)
  bytes = 6                  ? which variable is kept between two calls
  drain(conn 2)
  drain(conn 3)
  peer 2 → {b:7}
  a moment passes
  peer 3 → {c:4} → FIN
  bytes = 4
  end = fin
  peer 2 → FIN
  call 2 returns ${drained(7, "fin")}   ? which variable do two calls share
`;

drain("counts what comes in pieces")`
  drain(conn)
  peer → {a:5}
  a moment passes
  pending                    ? which value of read() means end of stream
  peer → {b:4}
  a moment passes
  peer → {c:3} in pieces → FIN
  end = fin
  bytes = 12                 ? are the numbers of all reads added up
`;

drain("counts no byte of an empty stream")`
  drain(conn)
  peer → FIN
  end = fin                  ? what if the first read() gives null
  bytes = 0
`;

drain("waits for a peer that thinks")`
  drain(conn)
  2,147,483,000 ms pass      ? what ends the waiting: the peer, or a timer of your own
  pending
  peer → abc
  time passes
  pending
  peer → FIN
  bytes = 3
  end = fin                  ? is there a limit that is looked at between two reads
`;

drain("closes nothing")`
  drain(conn)
  peer → {a} → FIN
  end = fin
  conn = open                ? what closes the connection at end of stream
  # the stream has ended before this call
  drain(conn)
  bytes = 0                  ? which variable is kept between two calls
  end = fin
`;

drain("leaves the other direction to the caller")`
  drain(conn)
  peer → {a} → FIN
  resolves
  conn sends {r}             ? which call ends the direction of the caller
  conn closes
  peer ← {r} ← FIN
`;

part("name a failure");

/** An error with other fields: one of `node:net` has a code, and its name says nothing. */
const errorWith = (fields: object, message = "…"): Error =>
  Object.assign(new Error(message), fields);

/** Words with letters too many, a letter too few, or in small letters. */
const misspelt = (...words: string[]): string[] => [
  ...words.flatMap((word) => [`${word}s`, `Not${word}`, word.slice(0, -1)]),
  ...words.flatMap((word) => [word.toLowerCase(), `${word} `]),
];

const classify = values("classifyFailure", {
  inputs: {
    "Deno's …": (name) => denoError(name),
    "an error named …": (name) => errorWith({ name }),
    "an error with the code …": (code) => errorWith({ code }),
    "an error whose code is the number …": ofNumber((code) =>
      errorWith({ code })
    ),
    "a DOMException named …": (name) => new DOMException("…", name),
    "an AggregateError with the code …": (code) =>
      Object.assign(new AggregateError([]), { code }),
    "an error whose cause has the code …": (code) =>
      new Error("…", { cause: errorWith({ code }) }),
    "an error that says …": (message) => new Error(message),
    "an error without a name that says …": (message) =>
      errorWith({ name: "" }, message),
    "an error that says ECONNRESET, with the code EPIPE": () =>
      errorWith({ code: "EPIPE" }, "read ECONNRESET"),
    "Deno's ConnectionReset that says nothing": () =>
      denoError("ConnectionReset", ""),
    "every name of …, misspelt": (names) =>
      misspelt(...names.split(" ")).map((name) => errorWith({ name })),
    "every code of …, misspelt": (codes) =>
      misspelt(...codes.split(" ")).map((code) => errorWith({ code })),
    "a TypeError": () => new TypeError("…"),
    "null": () => null,
    "undefined": () => undefined,
    "104": () => 104,
    "an object without fields": () => ({}),
    "the text …": (text) => text,
  },
  words: ["refused", "reset", "broken-pipe", "timed-out", "local", "other"],
  outcomes: {
    "any word": () =>
      such("any word, as it is no Error", (came) => typeof came === "string"),
  },
});

classify("names the failures of Deno")`
  Deno's ConnectionRefused → refused   ? which name has this error, and which word of the contract belongs to it
  Deno's ConnectionReset → reset
  Deno's BrokenPipe → broken-pipe
  Deno's TimedOut → timed-out
  an error named ConnectionReset → reset   ? is it the name that decides
  an error named BrokenPipe → broken-pipe
  an error named ConnectionRefused → refused
  an error named TimedOut → timed-out
`;

classify("names the errors of one's own close")`
  Deno's Interrupted | BadResource → local   ? which errors does your own close() give, and is their name looked at when they have a code, too
  an error named BadResource → local
`;

classify("knows the codes of C")`
  an error with the code ECONNREFUSED → refused   ? an error of node:net is named Error: what else does it have
  an error with the code ECONNRESET → reset
  an error with the code EPIPE → broken-pipe
  an error with the code ETIMEDOUT → timed-out
  # so node:net names a failure to connect to a host of several addresses
  an AggregateError with the code ECONNREFUSED → refused   ? what does the name say, and what the code
`;

classify("names what a signal gives")`
  a DOMException named AbortError → local   ? who aborted
  a DOMException named TimeoutError → timed-out   ? what ran out
  an error named AbortError → local   ? is it the name that decides
  an error named TimeoutError → timed-out
  an error whose code is the number 20 | 23 → other   ? which codes are those of C
`;

classify("calls everything else other")`
  null | undefined → other   ? what has neither a name nor a code
  the text ECONNRESET → other   ? a text is no error
  104 → other
  Deno's NotConnected → other   ? which failures are in the list of the contract
  Deno's AddrInUse | AddrNotAvailable | ConnectionAborted | NetworkUnreachable | NotCapable → other
  Deno's UnexpectedEof | WriteZero | InvalidData | NotFound | Busy | WouldBlock → other
  an error with the code EADDRINUSE | EHOSTUNREACH | ENETUNREACH | EAGAIN → other
  an error with the code ECONNABORTED | EMFILE | ENOENT | ENOTCONN → other
  an error whose code is the number 32 | 104 | 110 | 111 → other
  every name of "ConnectionRefused ConnectionReset BrokenPipe TimedOut", misspelt → other   ? is it the whole name, and the whole code
  every name of "Interrupted BadResource AbortError TimeoutError", misspelt → other
  every code of "ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT", misspelt → other
  an error with the code EAI_AGAIN | ERR_SOCKET_CLOSED | ERR_STREAM_DESTROYED → other   ? which codes are in the list of the contract
  an error with the code EADDRNOTAVAIL | EBADF | ECANCELED | EINTR | ENETRESET | ESHUTDOWN | ETIME → other
  an error with the code ABORT_ERR | ESOCKETTIMEDOUT → other
  an error whose cause has the code ECONNRESET → other   ? whose name and code: those of this error, or of another one
  a TypeError → other
`;

classify("does not look at the message")`
  an error that says "Connection reset by peer (os error 104)" → other   ? messages differ between systems: what decides
  an error that says "connect ECONNREFUSED 127.0.0.1:1" → other
  an error that says "Connection refused (os error 111)" → other
  an error that says "Broken pipe (os error 32)" | "write EPIPE" → other
  an error that says "Connection timed out (os error 110)" | ETIMEDOUT → other
  an error that says "operation canceled" | "Bad resource ID" → other
  an error that says "The signal has been aborted" → other
  an error without a name that says ECONNRESET | ConnectionReset → other
  an error that says ECONNRESET, with the code EPIPE → broken-pipe
  Deno's ConnectionReset that says nothing → reset
`;

check("names failures of real calls", {
  needs: ["classifyFailure"],
  lookAt: "print the name and the code of this error",
}, async () => {
  const named = async (what: string, work: Promise<unknown>, due: string) =>
    equal(submission.classifyFailure(await work.catch((error) => error)), due, {
      did: `classifyFailure(error), the error of ${what}`,
    });
  const { conn } = await pair();
  const byte = new Uint8Array(1);
  const reading = named("a read during conn.close()", conn.read(byte), "local");
  conn.close();
  await reading;
  await named("a write after conn.close()", conn.write(byte), "local");
  const connecting = real.connect(await closedPort());
  await named("a connect to a closed port", connecting, "refused");
});

part("three ends", "drain");

drain("calls a reset reset, and counts what came before")`
  drain(conn 2)
  drain(conn)
  peer → {a:8}
  read = 8
  peer → RST
  end = reset                ? what does read() do when RST comes
  bytes = 8                  ? is the count still there when read() throws
  peer 2 → FIN
  call 1 returns ${drained(0, "fin")}   ? which variable do two calls share
`;

drain("calls one's own close during the call local")`
  drain(conn)
  peer → {a:8}
  read = 8
  conn closes
  end = local                ? which error does a read get from one's own close()
  bytes = 8                  ? is the count still there when read() throws
`;

drain("calls a connection that was closed before the call local")`
  conn closes
  drain(conn)
  end = local                ? which error does a read give after close()
  bytes = 0
`;

drain("closes nothing after a reset")`
  drain(conn)
  peer → {a}
  a moment passes
  peer → RST
  end = reset                ? what does read() do when RST comes
  conn = open                ? whose work is close(): that of drain, or that of its caller
`;

/** Failures of a read that are none of the three ends. */
const OTHERS = each(...[
  ..."TimedOut BrokenPipe NotConnected ConnectionRefused".split(" "),
  ..."ConnectionAborted UnexpectedEof WouldBlock AddrInUse".split(" "),
].map((name) => denoError(name)));

drain("rejects at every other failure")`
  every read fails with ${OTHERS}
  drain(conn) throws         ? is every failure of read() one of the three ends
  conn = open
`;

part("guard");

type Handler = (conn: Deno.Conn) => Promise<void>;

/** The handler that the submission makes of another one. */
function guardOf(handle: Handler): Handler {
  const made: unknown = submission.guard(handle);
  expect(typeof made === "function", {
    cause: "wrong-value",
    did: "guard(handle)",
    expected: "a function that takes a connection",
    came: show(made),
    lookAt: "what does guard return: a function, or what a call of one gave",
  });
  return made as Handler;
}

const guarded = (handle: Handler) =>
  calls(
    "guard(handle)(conn)",
    ({ peer }) => guardOf(handle)(peer),
    {
      hands: ["peer"],
      closes: true,
      neverRejects:
        "the handler may reject, throw at once, and close: what catches each of these",
    },
  );

/** Its handler echoes, until the peer tells it how to end. */
const guardedEcho = guarded(toldHandler());

guardedEcho("lets the handler serve, then closes")`
  peer → {a} ← {a}           ? is the handler called with the connection, and awaited
  peer → {b} ← {b}
  peer → FIN ← FIN           ? what runs when the handler has ended
  open = 0
`;

guardedEcho("closes only when the handler has ended")`
  peer → {a} ← {a}
  2,147,483,000 ms pass      ? what is awaited before close()
  peer → {b} ← {b}
  peer → FIN ← FIN
  open = 0
`;

guardedEcho("closes when the handler rejects")`
  # the handler rejects
  peer → FAIL
  peer ← end                 ? which path leaves without close()
  open = 0                   ? is it close() that ends it, and soon enough
`;

guarded(() => {
  throw onPurpose(new Error("the handler failed"));
})("closes when the handler throws at once")`
  # the handler is no async function: it throws before it returns a promise
  peer ← end                 ? is the call itself inside of try
  open = 0                   ? is it close() that ends it, and soon enough
`;

guardedEcho("lets a handler close by itself")`
  # the handler closes the connection
  peer → SHUT
  peer ← end                 ? what does close() give when it is called a second time
  open = 0
`;

guardedEcho("lets a handler close and then reject")`
  # the handler closes the connection, then rejects
  peer → CRASH
  peer ← end                 ? what does close() give when it is called a second time
  open = 0
`;

guardedEcho("closes when the peer resets")`
  peer → {a} ← {a}
  peer → RST
  resolves                   ? who catches what the handler's read() throws
  open = 0
`;

calls(
  "guard(handle)(conn 1), guard(handle)(conn 2)",
  (given) => {
    const both = guardOf(toldHandler());
    return Promise.all([both(given["peer 1"]), both(given["peer 2"])]);
  },
  { hands: ["peer 1", "peer 2"] },
)("serves two connections at once")`
  # one guarded handler serves both
  peer 1 → {a} ← {a}         ? which variable do both calls share
  peer 2 → {b} ← {b}
  peer 1 → FIN ← FIN
  peer 2 → {c} ← {c}         ? which of the two connections is closed
  peer 2 → FIN ← FIN
  open = 0
`;

check("guard closes every connection, however many there are", {
  needs: ["guard"],
  lookAt: "what do you count, and what happens at that number",
}, async () => {
  const handle = guardOf(() => Promise.resolve());
  const pairs: Pair[] = [];
  for (let count = 0; count < 200; count++) pairs.push(await pair());
  // All at once: who closes a moment later needs that moment once.
  await Promise.all(pairs.map(({ conn }) => handle(conn)));
  const open = () => pairs.findIndex(({ isClosed }) => !isClosed());
  await eventually(() => open() < 0, 500, () => ({
    cause: "leak",
    did: `guard(handle), called for connection ${open() + 1} of 200`,
    what: "the connection is open",
    expected: "it is closed as those before it",
  }));
});

part("end politely", "closeGracefully");

const closeGracefully = scenes((one) => {
  const stream = new LongStream(one);
  return {
    calls: { closeGracefully: submission.closeGracefully },
    facts: stream.facts,
    actions: {
      ...stream.actions,
      "the send queue is full, and one more write waits": async () => {
        const { conn } = await one.stage.ends();
        await conn.write(new Uint8Array(1 << 24));
        conn.write(new Uint8Array(1 << 24)).catch(() => {});
      },
    },
  };
}, { speaks: true });

closeGracefully("half-closes, and is clean at the peer's end")`
  closeGracefully(conn, { drainMs: 600_000 })
  peer ← FIN                 ? which call ends one direction only
  pending                    ? what does the promise wait for, and can conn still be read
  peer → {a} → FIN
  returns clean              ? what ends the waiting, and is it a clean end
  open = 0                   ? what frees the descriptor
`;

closeGracefully("discards what still comes")`
  closeGracefully(conn, { drainMs: 600_000 })
  peer ← FIN
  peer → {a}
  a moment passes
  peer → {b}
  a moment passes
  pending                    ? which value of read() means end of stream
  peer → FIN
  returns clean
`;

closeGracefully("is clean when the peer has ended first")`
  peer → {a} → FIN
  closeGracefully(conn, { drainMs: 600_000 })
  peer ← FIN                 ? what is done when the peer has nothing to say any more
  returns clean
  open = 0
`;

closeGracefully("waits as long as drainMs says")`
  closeGracefully(conn, { drainMs: 2_147_483_647 })
  peer ← FIN
  2,147,483,000 ms pass      ? where is the deadline taken from, and in which unit
  pending
  peer → FIN
  returns clean
`;

closeGracefully("is forced when the peer does not end")`
  closeGracefully(conn, { drainMs: 40 })
  peer ← FIN
  returns forced             ? what ends the waiting when the peer says nothing, and which error does that give
  peer ← close               ? what frees the descriptor after the deadline
  open = 0
`;

const DEADLINE = "where is the deadline taken from, and in which unit";

closeGracefully("is not forced before the deadline")`
  closeGracefully(conn 5, { drainMs: 60_000 }) pending   ? ${DEADLINE}
  closeGracefully(conn 1, { drainMs: 1 }) returns forced after 1 ms
  closeGracefully(conn 2, { drainMs: 30 }) returns forced after 30 ms
  closeGracefully(conn 3, { drainMs: 120 }) returns forced after 120 ms
  closeGracefully(conn 4, { drainMs: 3_000 }) returns forced after 3,000 ms
  call 1 returns forced after 56,700 to 56,900 ms   ? which variable do two calls share
`;

closeGracefully("counts the deadline once, whatever comes meanwhile")`
  closeGracefully(conn, { drainMs: 1_000 })   ? when does the time begin: at the call, or at a read
  5 times
    150 ms pass
    peer → {a:1000}
  returns forced within 250 ms
  conn = closed
`;

closeGracefully("is forced by a reset")`
  closeGracefully(conn, { drainMs: 600_000 })
  peer ← FIN
  a moment passes
  peer → RST
  returns forced             ? which call fails when RST comes, and what does it mean
  open = 0                   ? which path leaves without close()
`;

closeGracefully("is quiet after a clean end")`
  closeGracefully(conn, { drainMs: ${each(40, 120, 3_000)} })
  peer → FIN
  returns clean              ? what ends the waiting, and is it a clean end
  3,000 ms pass              ? what happens to the timer when it is not needed any more
  closeGracefully(conn 2, { drainMs: 3_600_000 })
  peer 2 → FIN
  returns clean
  timers = 0
  closeGracefully(conn 3, { drainMs: 90 })
  closeGracefully(conn 4, { drainMs: 60 })
  peer 3 → FIN
  a moment passes
  call 4 returns forced      ? which variable do two calls share
`;

part("beyond");

/** Megabytes: many reads. */
const LARGE = 1_100_000;

drain("counts megabytes")`
  drain(conn)
  peer → ${new Uint8Array(LARGE)} → FIN
  bytes = ${LARGE}           ? what happens to the count when many chunks come
  end = fin
`;

drain("counts as long as the stream lasts")`
  each read fills its buffer, up to the end of the stream
  drain(conn)
  bytes = all                ? what ends your loop, beside null and a failure, and up to which number can you count
  end = fin
`;

classify("is not misled by the names of every object")`
  an error named constructor | toString → other   ? which names does every object have
  an error with the code __proto__ → other
  an object without fields → any word
`;

closeGracefully("is forced when the peer has reset before the call")`
  peer → {a} → RST
  closeGracefully(conn, { drainMs: 40 })
  returns forced             ? closeWrite() says nothing after a reset: which call does, and who catches its error
  open = 0
`;

closeGracefully("ends a connection that is closed already")`
  conn closes
  closeGracefully(conn, { drainMs: 40 })   ? which of your calls fail on a closed connection, and who catches that
  returns ${either("clean", "forced")}
`;

closeGracefully("is forced when a read fails otherwise")`
  every read fails with ${
  each(denoError("TimedOut"), denoError("NotConnected"))
}
  closeGracefully(conn, { drainMs: 40 }) returns forced   ? which call fails there, and who catches its error
  conn = closed
  timers = 0                 ? which path leaves the timer running
`;

guarded(async (conn) => {
  await conn.write(new Uint8Array(1 << 24));
  conn.write(new Uint8Array(1 << 24)).catch(() => {});
})("guard closes though a write of the handler still waits")`
  # the handler ends; a write of it waits for the peer to read
  resolves within 500 ms     ? which of your calls waits behind a write
  open = 0
`;

closeGracefully("keeps the deadline while closeWrite() waits for a write")`
  the send queue is full, and one more write waits
  closeGracefully(conn, { drainMs: 40 }) returns forced   ? closeWrite() waits behind an unfinished write: does the time run already
`;

closeGracefully("takes megabytes that nobody wants")`
  closeGracefully(conn 2, { drainMs: 600_000 })
  peer 2 ← FIN
  peer 2 → ${new Uint8Array(LARGE)}
  a moment passes
  pending                    ? what ends your loop, beside null and a failure
  peer 2 → FIN
  returns clean              ? who reads what still comes
  each read fills its buffer, up to the end of the stream
  closeGracefully(conn, { drainMs: 600_000 })
  # for who reads conn.readable
  peer → FIN
  returns clean              ? what ends your loop, beside null and a failure
  unread = 0
`;

check("does not mind what a handler rejects with", {
  needs: ["guard"],
}, async () => {
  for (const odd of [undefined, null, Symbol("odd"), Object.create(null)]) {
    note(`the handler rejects with ${show(odd)}`);
    await guarded(() => Promise.reject(odd)).play()`
      peer ← end             ? what does your code ask the error for
      open = 0`;
  }
});

guarded(async (conn) => {
  for await (const _ of conn.readable);
})("lets a stream of the handler close")`
  # the handler reads conn.readable to its end, which closes the connection
  peer → {a}
  a moment passes
  peer → FIN
  peer ← end                 ? what does close() give when it is called a second time
  open = 0
`;
