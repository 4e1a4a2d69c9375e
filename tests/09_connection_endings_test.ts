import type * as Solution from "../solutions/09_connection_endings.ts";
import {
  closedPort,
  delay,
  equal,
  eventually,
  expect,
  fieldOf,
  isOpenConn,
  isPending,
  isVirtual,
  LIMITS,
  load,
  note,
  pair,
  random,
  real,
  settle,
  settles,
  show,
  such,
  Wrong,
} from "../workbook/grading/mod.ts";

const { submission, part, check, calls, values } = await load<typeof Solution>(
  "09_connection_endings",
  () => import("../lessons/09_connection_endings/exercise.ts"),
  () =>
    import("../lessons/09_connection_endings/exercise.ts", {
      with: { type: "text" },
    }),
);

/** What both `bytes` and `end` of `drain` are compared with in a script. */
type Drained = Awaited<ReturnType<typeof Solution.drain>>;

/** A field of what `drain` gave. */
const gave = (drained: unknown, field: keyof Drained, did: string) =>
  fieldOf(drained as Drained, field, {
    did,
    expected: "{ bytes, end }",
    lookAt: "what it returns, on each way out",
  });

const drain = calls(
  "drain(conn)",
  ({ peer }) => submission.drain(peer),
  {
    hands: ["peer"],
    facts: (one) => ({
      bytes: async ([due]) =>
        equal(gave(await one.value(), "bytes", one.did), Number(due), {
          did: `${one.did}, its bytes`,
        }),
      end: async ([due]) =>
        equal(gave(await one.value(), "end", one.did), due, {
          did: `${one.did}, its end`,
        }),
    }),
  },
);

part("read to the end");

drain("counts the bytes up to the end of the stream")`
  peer → {a:7} → FIN
  end = fin                  ? which value of read() means end of stream
  bytes = 7                  ? what does read() return
`;

drain("counts what comes in pieces")`
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
  peer → FIN
  end = fin                  ? what if the first read() gives null
  bytes = 0
`;

drain("waits for a peer that thinks")`
  time passes                ? what ends the waiting: the peer, or a timer of your own
  pending
  peer → abc
  time passes
  pending
  peer → FIN
  bytes = 3
`;

drain("closes nothing")`
  peer → {a} → FIN
  end = fin
  open = 1                   ? what closes the connection at end of stream
`;

calls("drain(conn)", async ({ peer: conn }, { r }) => {
  const drained = await submission.drain(conn);
  try {
    await conn.write(new TextEncoder().encode(r));
    conn.close();
  } catch (error) {
    throw new Wrong({
      cause: "closed-early",
      did: "drain(conn), then the caller writes to conn",
      what: `the write failed: ${(error as Error).name}`,
      expected: "the caller can still write after the peer's end",
      lookAt: "which call ends the direction of the caller",
    });
  }
  return drained;
}, { hands: ["peer"] })("leaves the other direction to the caller")`
  # after drain the caller writes, and closes
  peer → {a} → FIN ← {r} ← FIN   ? which call ends both directions
  resolves
`;

check("counts only what this call has read", {
  needs: ["drain"],
  lookAt: "which variable is kept between two calls",
}, async () => {
  for (const length of [9, 4]) {
    const { conn, peer } = await pair();
    await peer.send(random.word(length));
    const first = await conn.read(new Uint8Array(3)) ?? 0;
    note(`the caller has read ${first} bytes`);
    await peer.halfClose();
    const did = "drain(conn), on a connection that was read before";
    const came = await settles(submission.drain(conn), did);
    equal(gave(came, "bytes", did), length - first, { did });
  }
});

part("name a failure");

/** A failure, and how it is shown in a call: an error cannot be copied. */
interface Made {
  text: string;
  make(): unknown;
}

const classify = values("classifyFailure", {
  call: (made: unknown) => submission.classifyFailure((made as Made).make()),
  did: (made: unknown) => `classifyFailure(${(made as Made).text})`,
});

const CODES: Record<string, string> = {
  ConnectionRefused: "ECONNREFUSED",
  ConnectionReset: "ECONNRESET",
  BrokenPipe: "EPIPE",
  TimedOut: "ETIMEDOUT",
  Interrupted: "EINTR",
  NotConnected: "ENOTCONN",
};

type Failure = ReturnType<typeof Solution.classifyFailure>;

/** An error as Deno throws it: with the code of C, where the system gave one. */
function denoError(name: keyof typeof Deno.errors): Made {
  const code = CODES[name];
  return {
    text: `new Deno.errors.${name}("…")`,
    make: () =>
      Object.assign(new Deno.errors[name]("…"), code ? { code } : undefined),
  };
}

/** An error as `node:net` gives it: the name says nothing. */
function coded(code: unknown, message = "…"): Made {
  const shown = JSON.stringify(code);
  return {
    text: `Object.assign(new Error(${
      JSON.stringify(message)
    }), { code: ${shown} })`,
    make: () => Object.assign(new Error(message), { code }),
  };
}

/** An error that has only the name of one of Deno's. */
function named(name: string): Made {
  return {
    text: `Object.assign(new Error("…"), { name: ${JSON.stringify(name)} })`,
    make: () => Object.assign(new Error("…"), { name }),
  };
}

/** A value that is shown as it is written. */
function plain(value: unknown): Made {
  const text = value instanceof Error
    ? `new ${value.name}(${JSON.stringify(value.message)})`
    : Deno.inspect(value);
  return { text, make: () => value };
}

classify("names the failures of Deno", [
  [[denoError("ConnectionRefused")], "refused", "which name has this error"],
  [[denoError("ConnectionReset")], "reset"],
  [[denoError("BrokenPipe")], "broken-pipe"],
  [[denoError("TimedOut")], "timed-out"],
  [[named("ConnectionReset")], "reset", "is it the name that decides"],
  [[named("BrokenPipe")], "broken-pipe"],
  [[named("ConnectionRefused")], "refused"],
  [[named("TimedOut")], "timed-out"],
]);

classify("names the errors of one's own close", [
  [
    [denoError("Interrupted")],
    "local",
    "which errors does your own close() give",
  ],
  [[denoError("BadResource")], "local"],
  [[named("BadResource")], "local"],
]);

classify("knows the codes of C", [
  [
    [coded("ECONNREFUSED")],
    "refused",
    "an error of node:net is named Error: what else does it have",
  ],
  [[coded("ECONNRESET")], "reset"],
  [[coded("EPIPE")], "broken-pipe"],
  [[coded("ETIMEDOUT")], "timed-out"],
]);

const aborted = (name: string): Made => ({
  text: `new DOMException("…", "${name}")`,
  make: () => new DOMException("…", name),
});

classify("names what a signal gives", [
  [[aborted("AbortError")], "local", "who aborted"],
  [[aborted("TimeoutError")], "timed-out", "what ran out"],
]);

/** Failures that are in no list. Which code means one's own `close()` is left open. */
const OTHER_NAMES = ["AddrInUse", "AddrNotAvailable", "ConnectionAborted"]
  .concat("NetworkUnreachable", "NotCapable", "UnexpectedEof", "WriteZero")
  .concat("InvalidData", "NotFound", "Busy") as Array<keyof typeof Deno.errors>;
const OTHER_CODES = ["EADDRINUSE", "EHOSTUNREACH", "ENETUNREACH", "EAGAIN"]
  .concat("ECONNABORTED", "EMFILE", "ENOENT");

classify("calls everything else other", [
  [[plain(null)], "other", "what has neither a name nor a code"],
  [[plain(undefined)], "other"],
  [[plain("ECONNRESET")], "other", "a text is no error"],
  [[plain(104)], "other"],
  [
    [denoError("NotConnected")],
    "other",
    "which failures are in the list of the contract",
  ],
  ...OTHER_NAMES.map((name): [[Made], Failure] => [[denoError(name)], "other"]),
  ...OTHER_CODES.map((code): [[Made], Failure] => [[coded(code)], "other"]),
  [[coded("ENOTCONN")], "other"],
  [[coded(104)], "other"],
  [[plain(new TypeError("…"))], "other"],
]);

classify("does not look at the message", [
  [
    [plain(new Error("Connection reset by peer (os error 104)"))],
    "other",
    "messages differ between systems: what decides",
  ],
  [[plain(new Error("connect ECONNREFUSED 127.0.0.1:1"))], "other"],
  [[coded("EPIPE", "read ECONNRESET")], "broken-pipe"],
  [[{
    text: 'new Deno.errors.ConnectionReset("")',
    make: () => new Deno.errors.ConnectionReset(""),
  }], "reset"],
]);

check("names failures of real calls", {
  needs: ["classifyFailure"],
  lookAt: "print the name and the code of this error",
}, async () => {
  const { conn } = await pair();
  const reading = conn.read(new Uint8Array(1));
  reading.catch(() => {});
  conn.close();
  const { hostname, port } = await closedPort();
  const failures: Array<[string, () => Promise<unknown>, string]> = [
    [
      "the error of a connect to a closed port",
      () => real.connect({ hostname, port }),
      "refused",
    ],
    ["the error of a read during conn.close()", () => reading, "local"],
    [
      "the error of a write after conn.close()",
      () => conn.write(new Uint8Array(1)),
      "local",
    ],
  ];
  for (const [what, call, due] of failures) {
    const error = await call().then(() => undefined, (error) => error);
    equal(submission.classifyFailure(error), due, {
      did: `classifyFailure(error), ${what}`,
    });
  }
});

part("three ends", "drain");

/** Counts the bytes that the reads of a connection have given. */
function countReads(conn: Deno.Conn): () => number {
  const { read } = conn;
  let given = 0;
  Object.defineProperty(conn, "read", {
    value: async (buffer: Uint8Array) => {
      const n = await read.call(conn, buffer);
      given += n ?? 0;
      return n;
    },
  });
  return () => given;
}

/** What `drain` gave; a rejection is a fault that says so. */
async function drained(
  work: Promise<Drained>,
  did: string,
  due: Drained,
  lookAt: string,
): Promise<Drained> {
  const rejected = (error: unknown): never => {
    throw new Wrong({
      cause: "threw",
      did,
      what: `the promise rejected with ${(error as Error)?.name}`,
      expected: show(due),
      lookAt,
    });
  };
  return await settles(work.catch(rejected), did, undefined, lookAt);
}

/** Sends some bytes, breaks off, and expects the end and the bytes that came before it. */
async function breaksOff(
  how: string,
  due: Drained["end"],
  end: (conn: Deno.Conn, reset: () => void) => void,
  lookAt: string,
): Promise<void> {
  const { conn, peer } = await pair({ canReset: true });
  const given = countReads(conn);
  const did = `drain(conn), ${how}`;
  note("drain(conn) is called");
  const work = submission.drain(conn);
  work.catch(() => {});
  await peer.send(random.word(8));
  await eventually(() => given() === 8, LIMITS.replyMs, {
    cause: "never-ended",
    did,
    what: "the bytes before the end were not read",
    expected: "conn.read() again, until the stream has ended",
  });
  end(conn, () => peer.reset());
  const came = await drained(work, did, { bytes: 8, end: due }, lookAt);
  equal(gave(came, "end", did), due, { did: `${did}, its end`, lookAt });
  equal(gave(came, "bytes", did), 8, {
    did: `${did}, its bytes`,
    lookAt: COUNTED,
  });
}

const COUNTED = "is the count still there when read() throws";

const RESET = "what does read() do when RST comes";
const CLOSED = "which error does a read give after close()";
const OWN_CLOSE = "which error does a read get from one's own close()";

check("calls a reset reset, and counts what came before", {
  lookAt: RESET,
}, () => breaksOff("the peer resets", "reset", (_, reset) => reset(), RESET));

check("calls one's own close during the call local", {
  lookAt: OWN_CLOSE,
}, () =>
  breaksOff("conn.close() while it reads", "local", (conn) => {
    note("conn.close()");
    conn.close();
  }, OWN_CLOSE));

check("calls a connection that was closed before the call local", {
  lookAt: CLOSED,
}, async () => {
  const { conn } = await pair();
  conn.close();
  note("conn.close()");
  const did = "drain(conn), after conn.close()";
  const due: Drained = { bytes: 0, end: "local" };
  const came = await drained(submission.drain(conn), did, due, CLOSED);
  equal(came, due, { did, lookAt: CLOSED });
});

drain("closes nothing after a reset")`
  peer → {a}
  a moment passes
  peer → RST
  end = reset                ? what does read() do when RST comes
  open = 1                   ? whose work is close(): that of drain, or that of its caller
`;

part("guard");

const guarded = (handle: (conn: Deno.Conn) => Promise<void>) =>
  calls(
    "guard(handle)(conn)",
    ({ peer }) => submission.guard(handle)(peer),
    {
      hands: ["peer"],
      closes: true,
      neverRejects:
        "the handler may reject, throw at once, and close: what catches each of these",
    },
  );

/** A handler that sends back each chunk, and ends at the end of the stream. */
async function echo(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(1024);
  for (let n = await conn.read(buffer); n !== null;) {
    await conn.write(buffer.slice(0, n));
    n = await conn.read(buffer);
  }
}

/** A handler that reads one chunk, and then ends as it is told. */
const afterOne = (end: (conn: Deno.Conn) => unknown) =>
async (
  conn: Deno.Conn,
): Promise<void> => {
  await conn.read(new Uint8Array(1024));
  await end(conn);
};

const guardedEcho = guarded(echo);

guardedEcho("lets the handler serve, then closes")`
  peer → {a} ← {a}           ? is the handler called, and with the connection
  peer → {b} ← {b}
  peer → FIN ← FIN
  open = 0                   ? what runs when the handler has ended
`;

guardedEcho("closes only when the handler has ended")`
  peer → {a} ← {a}
  time passes                ? what is awaited before close()
  peer → {b} ← {b}
  peer → FIN ← FIN
  open = 0
`;

guarded(afterOne(() => {
  throw new Error("the handler failed");
}))("closes when the handler rejects")`
  # the handler rejects after one chunk
  peer → {a}
  peer ← end                 ? which path leaves without close()
  open = 0
`;

guarded(() => {
  throw new Error("the handler failed at once");
})("closes when the handler throws at once")`
  # the handler is no async function: it throws before it returns a promise
  peer ← end                 ? is the call itself inside of try
  open = 0
`;

guarded(afterOne((conn) => conn.close()))(
  "lets a handler close by itself",
)`
  # the handler closes the connection after one chunk
  peer → {a}
  peer ← end                 ? what does close() give when it is called a second time
  open = 0
`;

guarded(afterOne((conn) => {
  conn.close();
  throw new Error("the handler failed");
}))("lets a handler close and then reject")`
  # the handler closes the connection, then rejects
  peer → {a}
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
    const both = submission.guard(echo);
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

part("end politely", "closeGracefully");

/** Soon: a peer that says nothing is given so long, in milliseconds. */
const SOON = 40;
/** Two hours: longer than a script waits. */
const LONG = 7_200_000;

const closing = (drainMs: number) =>
  calls(
    `closeGracefully(conn, { drainMs: ${drainMs} })`,
    ({ peer }) => submission.closeGracefully(peer, { drainMs }),
    {
      hands: ["peer"],
      closes: true,
      neverRejects: "which call fails there, and who catches its error",
    },
  );
const closeLong = closing(LONG);
const closeSoon = closing(SOON);

closeLong("half-closes, and is clean at the peer's end")`
  peer ← FIN                 ? which call ends one direction only
  pending                    ? what does the promise wait for
  peer → {a} → FIN
  returns clean              ? which end of drain is clean
  open = 0                   ? what frees the descriptor
`;

closeLong("discards what still comes")`
  peer ← FIN
  peer → {a}
  a moment passes
  peer → {b}
  a moment passes
  pending                    ? which value of read() means end of stream
  peer → FIN
  returns clean
`;

closeLong("is clean when the peer has ended first")`
  peer → {a} → FIN
  peer ← FIN                 ? what is done when the peer has nothing to say any more
  returns clean
  open = 0
`;

closeLong("waits as long as drainMs says")`
  peer ← FIN
  time passes                ? where is the deadline taken from, and in which unit
  pending
  peer → FIN
  returns clean
`;

closeSoon("is forced when the peer does not end")`
  peer ← FIN
  returns forced             ? what ends the waiting when the peer says nothing
  peer ← close               ? what frees the descriptor after the deadline
  open = 0
`;

/** Makes the call in a check in code: what it gives, and a rejection as what it is. */
async function ends(conn: Deno.Conn, drainMs: number, did: string) {
  const work = (async () => {
    try {
      return await submission.closeGracefully(conn, { drainMs });
    } catch (error) {
      throw new Wrong({
        cause: "threw",
        did,
        what: `the promise rejected with ${(error as Error)?.name}`,
        expected: "closeGracefully() never rejects",
        lookAt: "which call fails there, and who catches its error",
      });
    }
  })();
  work.catch(() => {});
  return await settles(work, did, drainMs + LIMITS.replyMs);
}

check("is not forced before the deadline", {
  virtual: true,
  lookAt: "where is the deadline taken from, and in which unit",
}, async () => {
  for (const drainMs of isVirtual() ? [1, 30, 120, 3_000] : [30, 120]) {
    const { conn } = await pair();
    const began = performance.now();
    const did = `closeGracefully(conn, { drainMs: ${drainMs} })`;
    const came = await ends(conn, drainMs, did);
    equal(came, "forced", { did });
    expect(performance.now() - began >= drainMs - 10, {
      cause: "too-early",
      did,
      what: "the promise resolved before the deadline",
      expected: `not before ${drainMs} ms`,
    });
    // On real sockets a busy machine may be late: then only too early is wrong.
    const latest = isVirtual() ? drainMs + 10 : Infinity;
    expect(performance.now() - began <= latest, {
      cause: "too-slow",
      did,
      what: "the promise resolved after the deadline",
      expected: `"forced" after ${drainMs} ms`,
    });
  }
});

check("counts the deadline once, whatever comes meanwhile", {
  lookAt: "when does the time begin: at the call, or at each read",
  // On a busy machine the bytes would come later than the deadline.
  virtual: true,
}, async () => {
  const { conn, peer } = await pair();
  const did = `closeGracefully(conn, { drainMs: ${SOON} })`;
  const work = submission.closeGracefully(conn, { drainMs: SOON });
  work.catch(() => {});
  // Exact on a virtual clock, so five times the deadline is long enough.
  for (let ms = 0; ms < 5 * SOON; ms += 15) {
    if (!await isPending(work)) break;
    await peer.send("x");
    await delay(15);
  }
  expect(!await isPending(work), {
    cause: "never-ended",
    did: `${did}, a peer that sends a byte every 15 ms`,
    what: `the promise was still pending after ${5 * SOON} ms`,
    expected: `"forced" after ${SOON} ms in all`,
  });
  equal(await work, "forced", { did });
  expect(!isOpenConn(conn), {
    cause: "leak",
    did,
    what: "still open: conn",
    expected: "close() on every path",
  });
});

closeLong("is forced by a reset")`
  peer ← FIN
  a moment passes
  peer → RST
  returns forced             ? what does a drain give when RST comes
  open = 0                   ? which path leaves without close()
`;

check("is quiet after a clean end", {
  lookAt: "what becomes of the timer when it is not needed any more",
}, async () => {
  const { conn, peer } = await pair();
  const did = "closeGracefully(conn, { drainMs: 25 })";
  const work = submission.closeGracefully(conn, { drainMs: 25 });
  await peer.halfClose();
  await settles(work, did);
  note("25 ms later");
  await delay(40);
  await settle();
});

part("beyond");

/** Megabytes: many reads. */
const LARGE = 4 << 20;

check("counts megabytes", { needs: ["drain"] }, async () => {
  const { conn, peer } = await pair();
  const did = "drain(conn), 4 MB";
  const work = submission.drain(conn);
  work.catch(() => {});
  await peer.send(new Uint8Array(LARGE));
  await peer.halfClose();
  const came = await settles(work, did, LIMITS.transferMs);
  equal(came, { bytes: LARGE, end: "fin" }, {
    did,
    lookAt: "what becomes of the count when many chunks come",
  });
});

classify("is not misled by the names of every object", [
  [[named("constructor")], "other", "which names does every object have"],
  [[named("toString")], "other"],
  [[coded("__proto__")], "other"],
  [
    [plain({})],
    such("any word, as it is no Error", (came) => typeof came === "string"),
  ],
]);

closeSoon("is forced when the peer has reset before the call")`
  peer → {a} → RST
  returns forced             ? closeWrite() says nothing after a reset: which call does
  open = 0
`;

check("ends a connection that is closed already", {
  needs: ["closeGracefully"],
  lookAt:
    "which of your calls fail on a closed connection, and who catches that",
}, async () => {
  const { conn } = await pair();
  conn.close();
  note("conn.close()");
  const did = `closeGracefully(conn, { drainMs: ${SOON} }), after conn.close()`;
  const came = await ends(conn, SOON, did);
  expect(came === "clean" || came === "forced", {
    cause: "wrong-value",
    did,
    expected: '"clean" or "forced"',
    came: String(came),
  });
});

check("is forced when a read fails otherwise", {
  needs: ["closeGracefully"],
  lookAt: "which call fails there, and who catches its error",
}, async () => {
  const { conn } = await pair();
  Object.defineProperty(conn, "read", {
    value: () =>
      Promise.reject(
        Object.assign(new Deno.errors.TimedOut("…"), { code: "ETIMEDOUT" }),
      ),
  });
  const did = `closeGracefully(conn, { drainMs: ${SOON} })`;
  note("conn.read() rejects with TimedOut: the peer cannot be reached");
  const came = await ends(conn, SOON, did);
  equal(came, "forced", { did });
  expect(!isOpenConn(conn), {
    cause: "leak",
    did,
    what: "still open: conn",
    expected: "close() on every path",
  });
});

check("keeps the deadline while closeWrite() waits for a write", {
  needs: ["closeGracefully"],
  lookAt:
    "closeWrite() waits behind an unfinished write: does the time run already",
}, async () => {
  const { conn } = await pair();
  await conn.write(new Uint8Array(1 << 24));
  const writing = conn.write(new Uint8Array(1 << 24));
  writing.catch(() => {});
  note("the send queue is full, and one more write waits");
  const did = `closeGracefully(conn, { drainMs: ${SOON} })`;
  const came = await ends(conn, SOON, did);
  equal(came, "forced", { did });
});

closing(600_000)("takes megabytes that nobody wants")`
  peer ← FIN
  peer → ${new Uint8Array(LARGE)} → FIN
  returns clean              ? who reads what still comes
`;

guarded(afterOne(() => Promise.reject(undefined)))(
  "does not mind what a handler rejects with",
)`
  # the handler rejects with undefined
  peer → {a}
  peer ← end                 ? what does your code ask the error for
  open = 0
`;

guarded(afterOne(async (conn) => {
  for await (const _ of conn.readable);
}))("lets a stream of the handler close")`
  # the handler reads conn.readable to its end, which closes the connection
  peer → {a}
  a moment passes
  peer → FIN
  peer ← end                 ? what does close() give when it is called a second time
  open = 0
`;
