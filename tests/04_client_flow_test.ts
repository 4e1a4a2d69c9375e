import { Buffer } from "node:buffer";
import type * as Solution from "../solutions/04_client_flow.ts";
import { type Endpoint, formatEndpoint } from "../workbook/endpoint.ts";
import { faultOf } from "../workbook/sandbox/thrown_fault.ts";
import {
  afterCheck,
  delay,
  equal,
  eventually,
  expect,
  host,
  hurryTimers,
  isOpenConn,
  isPending,
  LIMITS,
  load,
  note,
  pair,
  type Peer,
  random,
  real,
  settle,
  settles,
  show,
  within,
  Wrong,
} from "../workbook/grading/mod.ts";
import { watchSockets } from "../workbook/grading/kit/open_sockets.ts";
import { placeInSubmission } from "../workbook/sandbox/paths.ts";
import { NotStarted } from "../workbook/todo.ts";

type Connect = (options: Deno.ConnectOptions) => Promise<Deno.TcpConn>;

// Some outcomes of a connect cannot be had on loopback, or only after a second:
// a check can put a connect of its own in the place of Deno's. It is in place
// while the answer is loaded, for an answer that keeps `Deno.connect` in a
// variable.
watchSockets();
const watched: Connect = Deno.connect;
let standIn: Connect | undefined;
const connect: Connect = (options) => (standIn ?? watched)(options);
Object.assign(Deno, { connect });
const { submission, part, pure, sockets, sockets6 } = await load<
  typeof Solution
>(
  "04_client_flow",
  () => import("../lessons/04_client_flow/exercise.ts"),
  () =>
    import("../lessons/04_client_flow/exercise.ts", { with: { type: "text" } }),
);
Object.assign(Deno, { connect: watched });

/** Answers every connect of this check. */
function standInForConnect(by: Connect): void {
  standIn = by;
  Object.assign(Deno, { connect });
  afterCheck(() => {
    standIn = undefined;
    Object.assign(Deno, { connect: watched });
  });
}

/** Lets every connect of this check fail with an error, as Deno would. */
function failConnects(error: Error): void {
  note(`Deno.connect() rejects with ${show(error)}`);
  standInForConnect(({ signal }) =>
    Promise.reject(signal?.aborted ? signal.reason : error)
  );
}

/** Connects that are on their way until they are let go; as Deno's own, a signal ends them. */
function holdConnects() {
  const gate = Promise.withResolvers<Error | undefined>();
  const made: Array<{ conn: Deno.TcpConn; at?: string }> = [];
  const running: Promise<unknown>[] = [];
  standInForConnect(({ signal, ...to }) => {
    const at = placeInSubmission(new Error().stack);
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener("abort", () => reject(signal.reason));
      running.push(gate.promise.then(async (error) => {
        if (signal?.aborted) return;
        if (error) return reject(error);
        const conn = await real.connect(to);
        if (signal?.aborted) return conn.close();
        made.push({ conn, at });
        resolve(conn);
      }));
    });
  });
  afterCheck(() => made.forEach(({ conn }) => conn.close()));
  return {
    made,
    /** Lets them complete, or fail with an error. */
    async letGo(error?: Error): Promise<void> {
      gate.resolve(error);
      await Promise.all(running);
    },
  };
}

/** Both ends of a connection that nobody watches. */
async function connectPair(): Promise<[Deno.TcpConn, Deno.TcpConn]> {
  const listener = real.listen({ hostname: "127.0.0.1", port: 0 });
  const to = { hostname: "127.0.0.1", port: listener.addr.port };
  const both = await Promise.all([real.connect(to), listener.accept()]);
  listener.close();
  return both;
}

/** An endpoint where nobody listens. */
function closedPort(hostname = "127.0.0.1"): Endpoint {
  const listener = real.listen({ hostname, port: 0 });
  listener.close();
  return { hostname, port: listener.addr.port };
}

/** An endpoint that answers no SYN: a listener whose accept queue is full. */
async function silentServer(): Promise<Endpoint> {
  const hostname = "127.0.0.1";
  const listener = real.listen({ hostname, port: 0, tcpBacklog: 0 });
  const to = { hostname, port: listener.addr.port };
  const over = new AbortController();
  afterCheck(() => {
    over.abort();
    listener.close();
  });
  if (Deno.build.os !== "linux") {
    // Other systems round the backlog up, or answer a full queue with RST.
    holdConnects();
    return to;
  }
  for (let free = true; free;) {
    const filler = real.connect({ ...to, signal: over.signal });
    filler.then((conn) => afterCheck(() => conn.close()), () => {});
    free = !await isPending(filler);
  }
  note(`the accept queue of ${formatEndpoint(to)} is full: SYNs are dropped`);
  return to;
}

/** A call as a learner would write it. */
function told({ hostname, port }: Endpoint, timeoutMs: number): string {
  return `dial({ hostname: "${hostname}", port: ${port} }, { timeoutMs: ${timeoutMs} })`;
}

/** A deadline that no check reaches. */
const FAR = 5_000;

/** Calls `dial`, which never rejects. */
async function dial(
  server: Endpoint,
  timeoutMs = FAR,
  lookAt?: string,
): Promise<Solution.DialResult> {
  const did = told(server, timeoutMs);
  const limit = timeoutMs === FAR ? LIMITS.replyMs : timeoutMs + 400;
  note(did);
  try {
    return await settles(
      submission.dial(server, { timeoutMs }),
      did,
      limit,
      lookAt,
    );
  } catch (error) {
    if (error instanceof Wrong || error instanceof NotStarted) throw error;
    throw new Wrong({
      ...faultOf(error, "threw"),
      did,
      expected: "dial() never rejects: it resolves with ok: false",
      lookAt: "where is an error of Deno.connect() caught",
    });
  }
}

/** Expects that `dial` resolves with a failure. */
async function fails(
  server: Endpoint,
  failure: Solution.DialFailure,
  lookAt: string,
  timeoutMs = FAR,
): Promise<void> {
  const result = await dial(server, timeoutMs, lookAt);
  if (result?.ok) result.conn.close();
  equal(result, { ok: false, failure }, {
    did: told(server, timeoutMs),
    lookAt,
  });
}

/** Expects that `dial` resolves with a connection. */
async function reaches(
  server: Endpoint,
): Promise<Deno.TcpConn> {
  const result = await dial(server);
  expect(result?.ok === true && result.conn, {
    cause: "wrong-value",
    did: told(server, FAR),
    expected: "{ ok: true, conn }",
    came: show(result),
    lookAt: "which hostname and which port does Deno.connect() get",
  });
  afterCheck(() => result.conn.close());
  return result.conn;
}

/** Writes a whole text: one `write` may take only a part. */
async function writeAll(conn: Deno.Conn, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let sent = 0; sent < bytes.length;) {
    sent += await conn.write(bytes.subarray(sent));
  }
}

/** Expects that a connection carries a word to the server and one back. */
async function carries(conn: Deno.TcpConn, peer: Peer, lookAt: string) {
  const [there, back] = [random.word(), random.word()];
  const work = async () => {
    await writeAll(conn, there);
    await peer.expect(there, { lookAt });
    await peer.send(back);
    const buffer = new Uint8Array(back.length);
    let length = 0;
    while (length < buffer.length) {
      const n = await conn.read(buffer.subarray(length));
      if (n === null) break;
      length += n;
    }
    return new TextDecoder().decode(buffer.subarray(0, length));
  };
  let came: string;
  try {
    // The wait of the server inside it is over first, and tells more.
    came = await settles(
      work(),
      "an exchange over the connection",
      2 * LIMITS.replyMs,
      lookAt,
    );
  } catch (error) {
    if (error instanceof Wrong) throw error;
    came = show(error);
  }
  equal(came, back, { did: "conn.read()", cause: "closed-early", lookAt });
}

/** Plays the server of one conversation. */
interface Play {
  messages: Iterable<string>;
  /** How `messages` is told. */
  told?: string;
  canReset?: boolean;
  server: (peer: Peer) => Promise<void>;
  replies: string[];
  ended: Solution.Conversation["ended"] | Solution.Conversation["ended"][];
  lookAt: string;
}

/** Runs `converse` while the server plays its part; the connection must end closed. */
async function converses(play: Play): Promise<void> {
  const { messages, canReset, lookAt } = play;
  const { conn, peer, isClosed } = await pair({ canReset, name: "server" });
  const did = `converse(conn, ${play.told ?? show(messages)})`;
  const { work, failed } = starts(conn, messages, did);
  await Promise.race([inCall(play.server(peer), did, lookAt), failed]);
  await hasEnded(work, isClosed, did, play, lookAt);
}

/** What the server misses is told with the call, and where to look. */
async function inCall(
  server: Promise<void>,
  did: string,
  lookAt: string,
): Promise<void> {
  try {
    await server;
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const { fault } = error;
    throw new Wrong({
      ...fault,
      did: fault.did ?? did,
      lookAt: fault.lookAt ?? lookAt,
    });
  }
}

/** Calls `converse`, which never rejects. */
function starts(conn: Deno.Conn, messages: Iterable<string>, did: string) {
  const work = (async () => {
    try {
      return await submission.converse(conn, messages);
    } catch (error) {
      if (error instanceof Wrong || error instanceof NotStarted) throw error;
      throw new Wrong({
        ...faultOf(error, "threw"),
        did,
        expected: "converse() resolves, however the connection ends",
        lookAt:
          "which read, write or close fails there, and who catches its error",
      });
    }
  })();
  // Rejects when the work does, and tells nothing else.
  const failed = work.then(() => new Promise<never>(() => {}));
  return { work, failed };
}

async function hasEnded(
  work: Promise<Solution.Conversation>,
  isClosed: () => boolean,
  did: string,
  { replies, ended }: Pick<Play, "replies" | "ended">,
  lookAt: string,
): Promise<void> {
  const result = await settles(work, did, LIMITS.replyMs, lookAt);
  const allowed = [ended].flat();
  const matches = allowed.find((each) => each === result?.ended) ?? allowed[0];
  equal(result, { replies, ended: matches }, { did, lookAt });
  await eventually(isClosed, LIMITS.replyMs, {
    cause: "never-closed",
    did,
    what: "the promise resolved, and the connection is still open",
    expected: "conn.close() on every path",
    lookAt: "which path leaves without close()",
  });
  // An error that nobody caught is reported in one of these turns.
  await settle();
}

/** Expects that the next message does not come before `release` has run. */
async function onlyAfter(
  peer: Peer,
  message: string,
  release: () => Promise<unknown>,
): Promise<void> {
  const next = peer.expect(message);
  if (!await isPending(next)) {
    await next;
    throw new Wrong({
      cause: "too-early",
      what: `${show(message)} was sent before the reply was whole`,
      expected: "one message, its reply of 5 bytes, then the next message",
      lookAt: "how many bytes of the reply are there when you write again",
    });
  }
  await release();
  await next;
}

const ONE_REPLY = "what do you await between two messages";

/** Two messages, the first of them answered with bytes that are no whole text; what `converse()` makes of the replies is given to `look`. */
async function conversesAfter(
  first: number[],
  lookAt: string,
  look: (replies: string[], did: string) => void,
): Promise<void> {
  const { conn, peer, isClosed } = await pair({ name: "server" });
  const did = 'converse(conn, ["one", "two"])';
  const { work, failed } = starts(conn, ["one", "two"], did);
  const server = async () => {
    await peer.expect("one");
    await peer.send(new Uint8Array(first));
    await peer.expect("two");
    await peer.send("OK!!!");
  };
  await Promise.race([inCall(server(), did, lookAt), failed]);
  const { replies } = await settles(work, did, LIMITS.replyMs, lookAt);
  look(replies, did);
  const ended = "end-of-input";
  await hasEnded(work, isClosed, did, { replies, ended }, lookAt);
}

/** Expects that the connection ends only after the answer to `exit`. */
async function onlyAfterAnswer(peer: Peer): Promise<void> {
  const end = peer.expectEnd({ lookAt: "what do you send after exit" });
  if (!await isPending(end)) {
    await end;
    throw new Wrong({
      cause: "closed-early",
      what: "the connection was closed before exit was answered",
      expected: "the reply to exit is collected too",
      lookAt: "where do you look for exit: before or after the reply",
    });
  }
  await peer.send("OK!!!");
  await end;
}

/** More than the send buffer of one side and the receive buffer of the other hold. */
const LONG = 12_000_000;

/** A conversation whose first message is long; the server reads by hand. */
async function sendsLongMessage(length: number) {
  const [conn, server] = await connectPair();
  afterCheck(() => conn.close());
  afterCheck(() => server.close());
  const unit = random.word(1000);
  note(`the message has ${length} bytes; the server does not read yet`);
  const did = `converse(conn, [<${length} characters>, "exit"])`;
  const run = starts(conn, [unit.repeat(length / unit.length), "exit"], did);
  // Its first write has filled the buffers by now.
  await settle();
  return { ...run, did, unit, server, isClosed: () => !isOpenConn(conn) };
}

part("connected or refused");

Deno.test("connects to a listening server", sockets("dial"), async () => {
  const server = await host();
  const conn = await reaches(server.endpoint);
  const peer = await server.accept();
  await carries(
    conn,
    peer,
    "which connection does dial() hand out, and is it still open",
  );
});

Deno.test("connects over IPv6", sockets6("dial"), async () => {
  const server = await host({ hostname: "::1" });
  const conn = await reaches(server.endpoint);
  const peer = await server.accept();
  await carries(
    conn,
    peer,
    "which connection does dial() hand out, and is it still open",
  );
});

Deno.test("connects to a host by its name", sockets("dial"), async () => {
  // A check may ask no name server: the address of the name comes from here.
  const server = await host();
  const name = "server.example";
  note(`the name ${name} has the address ${server.endpoint.hostname}`);
  standInForConnect(({ hostname, ...to }) =>
    watched({ ...to, hostname: hostname === name ? "127.0.0.1" : hostname })
  );
  const conn = await reaches({ ...server.endpoint, hostname: name });
  const peer = await server.accept();
  await carries(
    conn,
    peer,
    "which connection does dial() hand out, and is it still open",
  );
});

Deno.test("reports a refused connection", sockets("dial"), async () => {
  await fails(
    closedPort(),
    "refused",
    "what do you do with the error that Deno.connect() rejects with",
  );
});

Deno.test("keeps many calls at once apart", sockets("dial"), async () => {
  const server = await host();
  const closed = closedPort();
  const bad = { hostname: "127.0.0.1", port: 65536 };
  const work: Promise<unknown>[] = [];
  for (let i = 0; i < 10; i++) {
    const lookAt = "which variables do two calls share";
    work.push(fails(closed, "refused", lookAt));
    work.push(fails(bad, "bad-address", lookAt));
    work.push(reaches(server.endpoint));
  }
  const conns = (await Promise.all(work)).filter((each) => each);
  equal(new Set(conns).size, 10, { did: "connections of ten calls to dial()" });
});

part("the other failures");

Deno.test("reports a port that is out of range", sockets("dial"), async () => {
  const server = await host();
  const { hostname, port: open } = server.endpoint;
  const lookAt = "which numbers are ports that a server can listen on";
  // The last would reach a listener if a port were cut to 16 bits.
  for (const port of [0, -1, 65536, 1.5, NaN, Infinity, open + 65536]) {
    await fails({ hostname, port }, "bad-address", lookAt);
  }
});

Deno.test("takes every port from 1 to 65535", sockets("dial"), async () => {
  // Whether somebody listens there is not known: connect is answered from here.
  failConnects(
    Object.assign(
      new Deno.errors.ConnectionRefused("Connection refused (os error 111)"),
      { code: "ECONNREFUSED" },
    ),
  );
  for (const port of [1, 80, 1023, 65535]) {
    await fails(
      { hostname: "127.0.0.1", port },
      "refused",
      "which is the lowest port that you dial, and which the highest",
    );
  }
});

Deno.test(
  "reports a host name that cannot be resolved",
  sockets("dial"),
  async () => {
    const { port } = closedPort();
    const lookAt = "what Deno.connect() throws before it sends anything";
    // Not the form of a host name: Deno asks nobody.
    await fails({ hostname: "not a host", port }, "bad-address", lookAt);
    // A check may ask no name server, so Deno's error for it comes from here.
    failConnects(
      new Error(
        "failed to lookup address information: Name or service not known",
      ),
    );
    await fails(
      { hostname: "no-such-host.invalid", port },
      "bad-address",
      lookAt,
    );
  },
);

Deno.test(
  "reports an unreachable network or host",
  sockets("dial"),
  async () => {
    const lookAt = "the name and the code of the error";
    failConnects(
      Object.assign(
        new Deno.errors.NetworkUnreachable(
          "Network is unreachable (os error 101)",
        ),
        { code: "ENETUNREACH" },
      ),
    );
    await fails(closedPort(), "unreachable", lookAt);
    // Deno has no class of its own for this one.
    failConnects(
      Object.assign(new Error("No route to host (os error 113)"), {
        code: "EHOSTUNREACH",
      }),
    );
    await fails(closedPort(), "unreachable", lookAt);
  },
);

Deno.test("never rejects", sockets("dial"), async () => {
  failConnects(
    Object.assign(new Error("Too many open files (os error 24)"), {
      code: "EMFILE",
    }),
  );
  const result = await dial(closedPort());
  const failures = ["refused", "timed-out", "unreachable", "bad-address"];
  expect(result?.ok === false && failures.includes(result.failure), {
    cause: "wrong-value",
    expected: `{ ok: false, failure } with one of ${failures.join(", ")}`,
    came: show(result),
    lookAt: "what becomes of an error that you did not think of",
  });
});

part("a deadline");

Deno.test("gives up at the deadline", sockets("dial"), async () => {
  const server = await silentServer();
  const order: number[] = [];
  const lookAt = "what ends the wait when connect says nothing";
  const timed = async (timeoutMs: number) => {
    const began = performance.now();
    await fails(server, "timed-out", lookAt, timeoutMs);
    order.push(timeoutMs);
    const ms = performance.now() - began;
    expect(ms >= timeoutMs - 10, {
      cause: "too-early",
      did: told(server, timeoutMs),
      expected: `not before ${timeoutMs} ms`,
      came: "timed-out before that",
      lookAt: "where the deadline is taken from, and its unit",
    });
  };
  // The longer one begins first, and must end last. On a busy machine both may
  // be over by the same turn of the event loop; then the times must lie further
  // apart. The last two lie so far apart that no one delay suits both.
  for (const [short, long] of [[8, 60], [20, 100], [50, 500]]) {
    order.length = 0;
    await Promise.all([timed(long), timed(short)]);
    if (order[0] === short) return;
  }
});

Deno.test(
  "waits for a slow handshake until the deadline",
  sockets("dial"),
  async () => {
    const server = await host();
    const connects = holdConnects();
    const work = reaches(server.endpoint);
    work.catch(() => {});
    expect(await isPending(work), {
      cause: "too-early",
      what: "dial() settled while the handshake was on its way",
      expected: "a promise that is pending until then, or until the deadline",
      lookAt: "how long may a connect take",
    });
    await connects.letGo();
    const conn = await work;
    const peer = await server.accept();
    await carries(conn, peer, "a connection within the deadline is handed out");
  },
);

Deno.test(
  "leaves the connection open after its deadline",
  sockets("dial"),
  async () => {
    const server = await host();
    let found: { conn: Deno.TcpConn; timeoutMs: number } | undefined;
    // On a busy machine even a connect on loopback may take longer than the first.
    for (const timeoutMs of [8, 100, 500]) {
      const result = await dial(server.endpoint, timeoutMs);
      if (result?.ok !== true) continue;
      afterCheck(() => result.conn.close());
      found = { conn: result.conn, timeoutMs };
      break;
    }
    expect(found, { cause: "wrong-value", expected: "{ ok: true, conn }" });
    // A late close of the answer needs a moment after the deadline itself.
    await delay(found.timeoutMs + 2);
    note("the deadline of the connection is over");
    const lookAt = "what happens at the deadline when connect was in time";
    expect(isOpenConn(found.conn), {
      cause: "closed-early",
      what: "the connection was closed when its deadline passed",
      expected: "a connection that was handed out stays open",
      lookAt,
    });
    let peer = await server.accept();
    // Connections of calls that came too late stand before it in the queue.
    while (peer.remote.port !== found.conn.localAddr.port) {
      peer = await server.accept();
    }
    await carries(found.conn, peer, lookAt);
  },
);

Deno.test(
  "closes a connection that completes after the deadline",
  sockets("dial"),
  async () => {
    const server = await host();
    const connects = holdConnects();
    await fails(
      server.endpoint,
      "timed-out",
      "what ends the wait when connect says nothing",
      10,
    );
    await connects.letGo();
    note("the handshake completes, after the deadline");
    await eventually(
      () => connects.made.every(({ conn }) => !isOpenConn(conn)),
      LIMITS.replyMs,
      {
        cause: "leak",
        what: "dial() said timed-out, and its connection is open",
        expected: "no connection, or one that is closed at once",
        lookAt: "who has the connection when connect wins too late",
        at: connects.made[0]?.at,
      },
    );
  },
);

Deno.test(
  "survives a connect that fails after the deadline",
  sockets("dial"),
  async () => {
    const server = closedPort();
    const connects = holdConnects();
    await fails(
      server,
      "timed-out",
      "what ends the wait when connect says nothing",
      10,
    );
    note("connect fails with ConnectionRefused, after the deadline");
    await connects.letGo(
      new Deno.errors.ConnectionRefused("Connection refused"),
    );
    // An error that nobody catches is reported in one of these turns.
    await settle();
  },
);

Deno.test("reports that the kernel gave up", sockets("dial"), async () => {
  failConnects(
    Object.assign(
      new Deno.errors.TimedOut("Connection timed out (os error 110)"),
      { code: "ETIMEDOUT" },
    ),
  );
  await fails(closedPort(), "timed-out", "the name and the code of the error");
});

part("one message, one reply");

Deno.test(
  "sends a message and collects its reply",
  sockets("converse"),
  async () => {
    const [one, two] = [random.word(5), random.word(5)];
    const exactly = "what do you write for a message, besides its text";
    await converses({
      messages: ["hello", "foo bar"],
      async server(peer) {
        await peer.expect("hello", { lookAt: exactly });
        await peer.send(one);
        await peer.expect("foo bar", { lookAt: exactly });
        await peer.send(two);
        await peer.expectEnd({
          lookAt: "what do you send after the last message",
        });
      },
      replies: [one, two],
      ended: "end-of-input",
      lookAt:
        "what do you read for one reply, and what do you await after the last",
    });
  },
);

Deno.test("sends UTF-8", sockets("converse"), async () => {
  await converses({
    messages: ["Grüße", "日本 €"],
    async server(peer) {
      await peer.expect("Grüße", {
        lookAt: "how many bytes does a character have",
      });
      await peer.send("OK!!!");
      await peer.expect("日本 €");
      await peer.send("OK!!!");
      await peer.expectEnd();
    },
    replies: ["OK!!!", "OK!!!"],
    ended: "end-of-input",
    lookAt: "how many bytes does a message have",
  });
});

Deno.test(
  "waits for the whole reply before the next message",
  sockets("converse"),
  async () => {
    await converses({
      messages: ["one", "two"],
      async server(peer) {
        await peer.expect("one");
        await onlyAfter(peer, "two", async () => {
          await peer.send("OK!!");
          await settle();
          await peer.send("!");
        });
        await peer.send("OK!!!");
      },
      replies: ["OK!!!", "OK!!!"],
      ended: "end-of-input",
      lookAt: ONE_REPLY,
    });
  },
);

Deno.test(
  "does not send after a part of a reply",
  sockets("converse"),
  async () => {
    await converses({
      messages: ["one", "two"],
      async server(peer) {
        await peer.expect("one");
        await peer.send("OK!!");
        await settle();
        await onlyAfter(peer, "two", () => peer.send("!"));
        await peer.send("OK!!!");
      },
      replies: ["OK!!!", "OK!!!"],
      ended: "end-of-input",
      lookAt: "one read is not one reply",
    });
  },
);

Deno.test(
  "collects a reply that arrives in pieces",
  sockets("converse"),
  async () => {
    const [one, two] = [random.word(5), random.word(5)];
    await converses({
      messages: ["one", "two"],
      async server(peer) {
        await peer.expect("one");
        await peer.sendInPieces(one, [1, 1, 1, 1, 1]);
        await peer.expect("two");
        await peer.sendInPieces(two, [2, 1, 2]);
      },
      replies: [one, two],
      ended: "end-of-input",
      lookAt: "one read is not one reply",
    });
  },
);

Deno.test("decodes a reply when it is whole", sockets("converse"), async () => {
  await converses({
    messages: ["one", "two"],
    async server(peer) {
      await peer.expect("one");
      await peer.sendInPieces("é€", [1, 2, 1, 1]);
      await peer.expect("two");
      await peer.sendInPieces("ab€", [4, 1]);
    },
    replies: ["é€", "ab€"],
    ended: "end-of-input",
    lookAt: "a character may be split between two reads",
  });
});

Deno.test(
  "keeps a reply that arrives with the one before",
  sockets("converse"),
  async () => {
    const [one, two, three] = [random.word(5), random.word(5), random.word(5)];
    await converses({
      messages: ["a", "b", "c"],
      async server(peer) {
        // Each of the three messages is answered by something: a client that
        // writes twice without an answer waits 40 ms for an ACK (Nagle).
        await peer.expect("a");
        await peer.send(one + two.slice(0, 2));
        await peer.expect("b", { lookAt: "what ends a reply" });
        await peer.send(two.slice(2) + three);
        await peer.expect("c", {
          lookAt: "what becomes of the bytes after the first reply",
        });
      },
      replies: [one, two, three],
      ended: "end-of-input",
      lookAt: "what becomes of the bytes after the first reply",
    });
  },
);

Deno.test(
  "changes neither a message nor a reply",
  sockets("converse"),
  async () => {
    const messages = ["same", "same", " ", "\t", "two\r\nlines "];
    const replies = [" ok\r\n", "\0 \0 \0", "     ", "Error", "OK!!!"];
    const lookAt = "what do you do to a text besides encoding and decoding it";
    await converses({
      messages,
      async server(peer) {
        for (const [i, message] of messages.entries()) {
          await peer.expect(message, { lookAt });
          await peer.send(replies[i]);
        }
      },
      replies,
      ended: "end-of-input",
      lookAt,
    });
  },
);

Deno.test(
  "waits for a reply without a limit",
  sockets("converse"),
  async () => {
    hurryTimers();
    note("the server needs 5 s for each reply: timers of the answer run out");
    await converses({
      messages: ["one", "two"],
      async server(peer) {
        for (const message of ["one", "two"]) {
          await peer.expect(message);
          await delay(1);
          await settle();
          await peer.send("OK!!!");
        }
      },
      replies: ["OK!!!", "OK!!!"],
      ended: "end-of-input",
      lookAt: "what ends your wait for a reply",
    });
  },
);

Deno.test("takes any iterable once", sockets("converse"), async () => {
  async function server(peer: Peer) {
    await peer.expect("one");
    await peer.send("OK!!!");
    await peer.expect("two");
    await peer.send("OK!!!");
    await peer.expectEnd();
  }
  function* messages() {
    yield "one";
    yield "two";
  }
  const end = {
    replies: ["OK!!!", "OK!!!"],
    ended: "end-of-input",
    server,
    lookAt: "what may you do with an Iterable, besides for … of",
  } as const;
  await converses({
    ...end,
    replies: [...end.replies],
    messages: new Set(["one", "two"]),
  });
  await converses({
    ...end,
    replies: [...end.replies],
    messages: messages(),
    told: 'a generator of "one", "two"',
  });
});

part("how it ended");

Deno.test(
  "closes when there is nothing to send",
  sockets("converse"),
  async () => {
    for (const messages of [[], ["", ""]]) {
      await converses({
        messages,
        server: (peer) => peer.expectEnd(),
        replies: [],
        ended: "end-of-input",
        lookAt: "which path leaves without close()",
      });
    }
  },
);

Deno.test("stops after the answer to exit", sockets("converse"), async () => {
  await converses({
    messages: ["hello", "exit", "more"],
    async server(peer) {
      await peer.expect("hello");
      await peer.send("OK!!!");
      await peer.expect("exit");
      await onlyAfterAnswer(peer);
    },
    replies: ["OK!!!", "OK!!!"],
    ended: "exit",
    lookAt: "what ends the loop after exit",
  });
});

Deno.test("takes exit letter for letter", sockets("converse"), async () => {
  const messages = ["exit now", "Exit", " exit", "exit ", "helloexit"];
  await converses({
    messages,
    async server(peer) {
      for (const message of messages) {
        await peer.expect(message);
        await peer.send("OK!!!");
      }
    },
    replies: messages.map(() => "OK!!!"),
    ended: "end-of-input",
    lookAt: "how do you compare a message with exit",
  });
});

Deno.test(
  "ends with exit when the server closes after its answer",
  sockets("converse"),
  async () => {
    await converses({
      messages: ["exit"],
      async server(peer) {
        await peer.expect("exit");
        await peer.send("OK!!!");
        peer.close();
      },
      replies: ["OK!!!"],
      ended: "exit",
      lookAt: "the notes' server answers exit and closes in the same breath",
    });
  },
);

Deno.test(
  "ends when the server closes before the reply",
  sockets("converse"),
  async () => {
    await converses({
      messages: ["one", "two", "three"],
      async server(peer) {
        await peer.expect("one");
        await peer.send("OK!!!");
        await peer.expect("two");
        await peer.halfClose();
        await peer.expectClosed({
          lookAt: "what does read() return at end of stream",
        });
      },
      replies: ["OK!!!"],
      ended: "server-closed",
      lookAt: "what does read() return at end of stream",
    });
  },
);

Deno.test(
  "drops a part of a reply at the end",
  sockets("converse"),
  async () => {
    await converses({
      messages: ["one", "two"],
      async server(peer) {
        await peer.expect("one");
        await peer.send("OK!!");
        await peer.halfClose();
      },
      replies: [],
      ended: "server-closed",
      lookAt: "how long is a reply when the stream ends",
    });
  },
);

Deno.test(
  "calls an unanswered exit server-closed",
  sockets("converse"),
  async () => {
    await converses({
      messages: ["exit"],
      async server(peer) {
        await peer.expect("exit");
        await peer.halfClose();
      },
      replies: [],
      ended: "server-closed",
      lookAt: "was exit answered",
    });
  },
);

Deno.test("ends when the server resets", sockets("converse"), async () => {
  await converses({
    messages: ["one", "two", "three"],
    canReset: true,
    async server(peer) {
      await peer.expect("one");
      await peer.send("OK!!!");
      await peer.expect("two");
      await peer.send("OK");
      await settle();
      peer.reset();
    },
    replies: ["OK!!!"],
    ended: "reset",
    lookAt: "what does read() do after a reset, and who catches it",
  });
});

part("what a user typed");

Deno.test("splits text into lines", pure("splitInput"), () => {
  equal(submission.splitInput("hello\nfoo bar\nexit\n"), [
    "hello",
    "foo bar",
    "exit",
  ], {
    did: String.raw`splitInput("hello\nfoo bar\nexit\n")`,
    lookAt: "what do you split at, and what is left after the last line end",
  });
  equal(submission.splitInput(""), [], {
    did: 'splitInput("")',
    lookAt: "which lines does a text without characters have",
  });
});

Deno.test("takes the last line without a line end", pure("splitInput"), () => {
  equal(submission.splitInput("one\ntwo"), ["one", "two"], {
    did: String.raw`splitInput("one\ntwo")`,
    lookAt: "what becomes of the text after the last line end",
  });
});

Deno.test(
  "takes a carriage return before the line feed",
  pure("splitInput"),
  () => {
    equal(submission.splitInput("one\r\ntwo\nthree\r\n"), [
      "one",
      "two",
      "three",
    ], {
      did: String.raw`splitInput("one\r\ntwo\nthree\r\n")`,
      lookAt: "a line may end with two characters",
    });
  },
);

Deno.test("drops empty lines", pure("splitInput"), () => {
  equal(submission.splitInput("\n\r\none\n\n\r\n\ntwo\n\n"), ["one", "two"], {
    did: String.raw`splitInput("\n\r\none\n\n\r\n\ntwo\n\n")`,
    lookAt: "what is between two line ends that follow each other",
  });
});

Deno.test("takes nothing else from a line", pure("splitInput"), () => {
  const lines = ["  two  spaces ", "\t", "a\rb", "a\u2028b\vc", "日本", " "];
  const lookAt = "which characters end a line, and which belong to it";
  equal(submission.splitInput(lines.join("\n")), lines, {
    did: `splitInput(${show(lines.join("\n"))})`,
    lookAt,
  });
  equal(submission.splitInput("one\r\r\ntwo"), ["one\r", "two"], {
    did: String.raw`splitInput("one\r\r\ntwo")`,
    lookAt,
  });
});

Deno.test("skips empty messages", sockets("converse"), async () => {
  await converses({
    messages: ["", "one", "", "", "two", ""],
    async server(peer) {
      await peer.expect("one", {
        lookAt: "how many bytes does the server get for an empty message",
      });
      await peer.send("OK!!!");
      await peer.expect("two");
      await peer.send("OK!!!");
    },
    replies: ["OK!!!", "OK!!!"],
    ended: "end-of-input",
    lookAt: "how many bytes does the server get for an empty message",
  });
});

Deno.test(
  "holds a whole session with the notes' server",
  sockets("splitInput", "dial", "converse"),
  async () => {
    const server = await host();
    const conn = await reaches(server.endpoint);
    const messages = submission.splitInput("hello\r\nfoo bar\n\nexit\nmore");
    const did = "converse(conn, splitInput(text))";
    const { work, failed } = starts(conn, messages, did);
    const serve = async () => {
      const peer = await server.accept();
      for (const message of ["hello", "foo bar", "exit"]) {
        await peer.expect(message);
        await peer.send("OK!!!");
      }
      await peer.expectEnd();
    };
    await Promise.race([serve(), failed]);
    await hasEnded(work, () => !isOpenConn(conn), did, {
      replies: ["OK!!!", "OK!!!", "OK!!!"],
      ended: "exit",
    }, "what each of the three functions hands to the next");
  },
);

part("beyond");

Deno.test("takes 0 for a deadline that is over", sockets("dial"), async () => {
  await fails(
    await silentServer(),
    "timed-out",
    "which numbers does your deadline take for no number",
    0,
  );
});

Deno.test(
  "survives a reply that is not UTF-8",
  sockets("converse"),
  async () => {
    const lookAt = "what the decoder does with bytes that are no text";
    await conversesAfter(
      [0xff, 0xc3, 0x28, 0x80, 0x21],
      lookAt,
      // How bytes that are no text are shown is free.
      (replies, did) =>
        expect(replies.length === 2 && replies[1] === "OK!!!", {
          cause: "wrong-value",
          did,
          expected: "two replies, the second of them OK!!!",
          came: show(replies),
          lookAt,
        }),
    );
  },
);

Deno.test(
  "decodes each reply for itself",
  sockets("converse"),
  async () => {
    const lookAt = "what a decoder keeps from one reply to the next";
    await conversesAfter(
      // The last two of these bytes begin a character that has three.
      [0x4f, 0x4b, 0x21, 0xe6, 0xbc],
      lookAt,
      (replies) =>
        equal(replies[1], "OK!!!", { did: "the second reply", lookAt }),
    );
  },
);

Deno.test(
  "ends when a write meets a connection that is gone",
  sockets("converse"),
  async () => {
    // The reply and the reset arrive together: the next write fails.
    const end = {
      messages: ["one", "two"],
      canReset: true,
      lookAt: "which read or write fails there, and who catches its error",
    };
    const { conn, peer, isClosed } = await pair({
      canReset: true,
      name: "server",
    });
    const did = `converse(conn, ${show(end.messages)})`;
    const { work, failed } = starts(conn, end.messages, did);
    const server = async () => {
      await peer.expect("one");
      await peer.send("OK!!!");
      peer.reset();
    };
    await Promise.race([inCall(server(), did, end.lookAt), failed]);
    const { replies, ended } = await settles(
      work,
      did,
      LIMITS.replyMs,
      end.lookAt,
    );
    // Some systems throw away what was received before a reset.
    expect(replies.join() === "OK!!!" || replies.length === 0, {
      cause: "wrong-value",
      did,
      expected: 'replies ["OK!!!"]',
      came: show(replies),
      lookAt: end.lookAt,
    });
    await hasEnded(work, isClosed, did, {
      replies,
      ended: ended === "server-closed" ? ended : "reset",
    }, end.lookAt);
  },
);

Deno.test("keeps two conversations apart", sockets("converse"), async () => {
  const lookAt = "which variables do two conversations share";
  const [one, two] = [random.word(5), random.word(5)];
  const messages = ["question"];
  const [a, b] = [
    await pair({ name: "server a" }),
    await pair({ name: "server b" }),
  ];
  const did = `converse(conn, ${show(messages)})`;
  const runs = [a, b].map(({ conn }) => starts(conn, messages, did));
  const server = async () => {
    await a.peer.expect("question");
    await b.peer.expect("question");
    for (const [from, to] of [[0, 2], [2, 4], [4, 5]]) {
      await a.peer.send(one.slice(from, to));
      await settle();
      await b.peer.send(two.slice(from, to));
      await settle();
    }
  };
  await Promise.race([
    inCall(server(), did, lookAt),
    ...runs.map(({ failed }) => failed),
  ]);
  const ended = "end-of-input";
  await hasEnded(
    runs[0].work,
    a.isClosed,
    did,
    { replies: [one], ended },
    lookAt,
  );
  await hasEnded(
    runs[1].work,
    b.isClosed,
    did,
    { replies: [two], ended },
    lookAt,
  );
});

Deno.test("writes a long message completely", sockets("converse"), async () => {
  const { work, failed, did, unit, server, isClosed } = await sendsLongMessage(
    LONG,
  );
  const lookAt = "what write() returns";
  const buffer = new Uint8Array(1_000_000);
  // Long enough for a chunk that begins anywhere in the unit.
  const pattern = new TextEncoder().encode(unit.repeat(1_001));
  const read = async () => {
    const n = await within(server.read(buffer), LIMITS.replyMs, {
      cause: "no-reply",
      did,
      what: "the message stopped on its way",
      expected: `a message of ${LONG} bytes, then, after its reply, "exit"`,
      lookAt,
    });
    expect(n !== null, {
      cause: "closed-early",
      did,
      what: "the connection was closed on the way",
      expected: `a message of ${LONG} bytes`,
      lookAt,
    });
    return buffer.subarray(0, n);
  };
  const serve = async () => {
    let length = 0;
    while (length < LONG) {
      const chunk = await read();
      const start = length % unit.length;
      const due = pattern.subarray(start, start + chunk.length);
      expect(Buffer.compare(chunk, due) === 0, {
        cause: "wrong-bytes",
        did,
        what: "bytes came that are not the next ones of the message",
        expected: `${LONG} bytes, each once, in order`,
        lookAt,
      });
      length += chunk.length;
    }
    note(`server ← ${length} bytes`);
    await writeAll(server, "OK!!!");
    // It may come in pieces, too.
    let last = "";
    while (last.length < "exit".length) {
      last += new TextDecoder().decode(await read());
    }
    equal(last, "exit", { did, lookAt });
    await writeAll(server, "OK!!!");
  };
  await Promise.race([serve(), failed]);
  await hasEnded(work, isClosed, did, {
    replies: ["OK!!!", "OK!!!"],
    ended: "exit",
  }, lookAt);
});

Deno.test(
  "ends when the server goes away during a long message",
  sockets("converse"),
  async () => {
    const { work, did, server, isClosed } = await sendsLongMessage(LONG / 2);
    note("server closes, most of the message unread");
    server.close();
    await hasEnded(work, isClosed, did, {
      replies: [],
      ended: ["reset", "server-closed"],
    }, "which read or write fails there, and who catches its error");
  },
);
