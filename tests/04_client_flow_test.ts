import type * as Solution from "../solutions/04_client_flow.ts";
import { type Endpoint, formatEndpoint } from "../workbook/endpoint.ts";
import {
  afterCheck,
  type Called,
  closedPort,
  delay,
  elapse,
  equal,
  eventually,
  expect,
  failConnects,
  holdConnects,
  host,
  isOpenConn,
  isPending,
  isVirtual,
  LIMITS,
  literal,
  load,
  missingFields,
  note,
  passTime,
  type Peer,
  random,
  real,
  settle,
  settles,
  show,
  standInForConnect,
  such,
  toBytes,
  within,
  Wrong,
} from "../workbook/grading/mod.ts";

const { submission, part, check, calls, values } = await load<typeof Solution>(
  "04_client_flow",
  () => import("../lessons/04_client_flow/exercise.ts"),
  () =>
    import("../lessons/04_client_flow/exercise.ts", { with: { type: "text" } }),
  { needs: ["dial"] },
);

const HOSTNAME = "127.0.0.1";

/** A deadline that no check reaches. */
const FAR = { timeoutMs: 5_000 };

const told = (server: Endpoint, options = FAR) =>
  `dial(${literal(server)}, ${literal(options)})` as const;

/** Calls `dial`, which never rejects. */
async function dial(
  server: Endpoint,
  options = FAR,
): Promise<Solution.DialResult> {
  const { timeoutMs } = options;
  const one = await calls(
    told(server, options),
    () => submission.dial(server, options),
    { neverRejects: "where is an error of Deno.connect() caught" },
  ).begin({});
  return await one.value(
    timeoutMs === FAR.timeoutMs ? LIMITS.replyMs : timeoutMs + 400,
  );
}

const failed = (failure: Solution.DialFailure) =>
  ({ ok: false, failure }) as const;

/** Expects that `dial` resolves with a failure. */
async function fails(
  server: Endpoint,
  failure: Solution.DialFailure,
  options = FAR,
): Promise<void> {
  const result = await dial(server, options);
  if (result?.ok) result.conn.close();
  equal(result, failed(failure), { did: told(server, options) });
}

/** Expects that `dial` resolves with a connection. */
async function reaches(server: Endpoint): Promise<Deno.TcpConn> {
  const result = await dial(server);
  expect(result?.ok === true && result.conn, {
    cause: "wrong-value",
    did: told(server),
    what: missingFields(result, result?.ok === false ? [] : ["ok", "conn"]),
    expected: "{ ok: true, conn }",
    came: show(result),
    lookAt: "which hostname and which port does Deno.connect() get",
  });
  afterCheck(() => result.conn.close());
  return result.conn;
}

/** Expects that a connection carries a word to the server and one back. */
async function carries(conn: Deno.TcpConn, peer: Peer): Promise<void> {
  const [there, back] = [random.word(), random.word()];
  const exchange = async () => {
    await conn.write(toBytes(there));
    await peer.expect(there);
    await peer.send(back);
    const buffer = new Uint8Array(back.length);
    for (let length = 0; length < buffer.length;) {
      const n = await conn.read(buffer.subarray(length));
      if (n === null) break;
      length += n;
    }
    return new TextDecoder().decode(buffer);
  };
  // The wait of the server inside it is over first, and tells more.
  const work = settles(
    exchange(),
    "an exchange over the connection",
    2 * LIMITS.replyMs,
  );
  const came = await work.catch((error) => {
    if (error instanceof Wrong) throw error;
    throw new Wrong({
      cause: "closed-early",
      did: "conn.write(…), conn.read(…)",
      what: `an exchange over the connection failed: ${error.name}`,
      expected: "the connection that dial() hands out is open",
    });
  });
  equal(came, back, { did: "conn.read(…)", cause: "closed-early" });
}

part("connected or refused");

/** Expects a connection that is open to a server with this address, or name. */
async function connects(hostname: string, name = hostname): Promise<void> {
  const server = await host({ hostname });
  const conn = await reaches({ ...server.endpoint, hostname: name });
  await carries(conn, await server.accept());
}

const HANDED_OUT =
  "which connection does dial() hand out, and is it still open";

check(
  "connects to a listening server",
  { lookAt: HANDED_OUT },
  () => connects(HOSTNAME),
);

check(
  "connects over IPv6",
  { lookAt: HANDED_OUT, ipv6: true },
  () => connects("::1"),
);

check("connects to a host by its name", { lookAt: HANDED_OUT }, async () => {
  // A check may ask no name server: the address of the name comes from here.
  const name = "server.example";
  note(`the name ${name} has the address ${HOSTNAME}`);
  standInForConnect(({ hostname, ...to }) =>
    real.connect({ ...to, hostname: hostname === name ? HOSTNAME : hostname })
  );
  await connects(HOSTNAME, name);
});

check("reports a refused connection", {
  lookAt: "what do you do with the error that Deno.connect() rejects with",
}, async () => await fails(await closedPort(), "refused"));

check("keeps many calls at once apart", {
  lookAt: "which variables do two calls share",
}, async () => {
  const server = await host();
  const closed = await closedPort();
  const bad = { hostname: HOSTNAME, port: 65536 };
  const work: Promise<unknown>[] = [];
  for (let i = 0; i < 10; i++) {
    work.push(fails(closed, "refused"));
    work.push(fails(bad, "bad-address"));
    work.push(reaches(server.endpoint));
  }
  const conns = (await Promise.all(work)).filter((each) => each);
  equal(new Set(conns).size, 10, { did: "connections of ten calls to dial()" });
});

part("the other failures");

/** Calls of `dial` that all fail. */
const failures = values("dial", { call: dial, promise: true });

/** An endpoint for a connect that is answered from here. */
const ANY = { hostname: HOSTNAME, port: 80 };

/** An error as Deno makes it of an errno. */
const errno = (
  code: string,
  message: string,
  Kind: new (message: string) => Error = Error,
) => Object.assign(new Kind(message), { code });

check("reports a port that is out of range", {
  lookAt: "which numbers are ports that a server can listen on",
}, async () => {
  const { endpoint: { hostname, port: open } } = await host();
  // The last would reach a listener if a port were cut to 16 bits.
  for (const port of [0, -1, 65536, 1.5, NaN, Infinity, open + 65536]) {
    await fails({ hostname, port }, "bad-address");
  }
});

failures("takes every port from 1 to 65535", {
  pure: false,
  lookAt: "which is the lowest port that you dial, and which the highest",
}, () => {
  failConnects(
    errno(
      "ECONNREFUSED",
      "Connection refused (os error 111)",
      Deno.errors.ConnectionRefused,
    ),
  );
  return [1, 80, 1023, 65535].map((port) => [
    [{ hostname: HOSTNAME, port }, FAR],
    failed("refused"),
  ]);
});

failures("reports a host name that cannot be resolved", {
  pure: false,
  lookAt: "what Deno.connect() throws before it sends anything",
}, function* () {
  // Not the form of a host name: Deno asks nobody.
  yield [[{ ...ANY, hostname: "not a host" }, FAR], failed("bad-address")];
  // A check may ask no name server, so Deno's error for it comes from here.
  failConnects(
    new Error(
      "failed to lookup address information: Name or service not known",
    ),
  );
  yield [
    [{ ...ANY, hostname: "no-such-host.invalid" }, FAR],
    failed("bad-address"),
  ];
});

failures("reports an unreachable network or host", {
  pure: false,
  lookAt: "the name and the code of the error",
}, function* () {
  failConnects(
    errno(
      "ENETUNREACH",
      "Network is unreachable (os error 101)",
      Deno.errors.NetworkUnreachable,
    ),
  );
  yield [[ANY, FAR], failed("unreachable")];
  // Deno has no class of its own for this one.
  failConnects(errno("EHOSTUNREACH", "No route to host (os error 113)"));
  yield [[ANY, FAR], failed("unreachable")];
});

failures("never rejects", {
  pure: false,
  lookAt: "what becomes of an error that you did not think of",
}, () => {
  const all = ["refused", "timed-out", "unreachable", "bad-address"];
  failConnects(errno("EMFILE", "Too many open files (os error 24)"));
  return [[
    [ANY, FAR],
    such<Solution.DialResult>(
      `{ ok: false, failure } with one of ${all.join(", ")}`,
      (came) => came?.ok === false && all.includes(came.failure),
    ),
  ]];
});

part("a deadline");

/** An endpoint that answers no SYN: a listener whose accept queue is full. */
async function silentServer(): Promise<Endpoint> {
  const listener = real.listen({
    hostname: HOSTNAME,
    port: 0,
    tcpBacklog: 0,
  });
  const to = { hostname: HOSTNAME, port: listener.addr.port };
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

const SILENCE = "what ends the wait when connect says nothing";

check("gives up at the deadline", { lookAt: SILENCE }, async () => {
  const server = await silentServer();
  const order: number[] = [];
  const timed = async (timeoutMs: number) => {
    const began = performance.now();
    await fails(server, "timed-out", { timeoutMs });
    order.push(timeoutMs);
    const ms = performance.now() - began;
    expect(ms >= timeoutMs - 10, {
      cause: "too-early",
      did: told(server, { timeoutMs }),
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

/** Later than that is not at the deadline; a submission may look at a clock now and then. */
const LATE_MS = 50;

check("gives up neither before the deadline nor after it", {
  lookAt: "where the deadline is taken from, its unit, and what is added to it",
  virtual: true,
}, async () => {
  const server = await silentServer();
  for (const timeoutMs of [40, 1_700, 7_000, 30_000]) {
    const options = { timeoutMs };
    const began = performance.now();
    let ms = 0;
    const work = fails(server, "timed-out", options)
      .finally(() => ms = Math.round(performance.now() - began));
    work.catch(() => {});
    await elapse(timeoutMs);
    await within(work, 500, {
      cause: "never-ended",
      did: told(server, options),
      what: "the promise was still pending 500 ms after the deadline",
      expected: `timed-out after ${timeoutMs} ms`,
    });
    expect(
      ms >= timeoutMs && (ms <= timeoutMs + LATE_MS || !isVirtual()),
      {
        cause: ms < timeoutMs ? "too-early" : "too-slow",
        did: told(server, options),
        expected: `timed-out after ${timeoutMs} ms`,
        came: `timed-out after ${ms} ms`,
      },
    );
  }
});

check("takes a connection that is there just before the deadline", {
  lookAt: "how long may a connect take: is it the deadline, or less",
  virtual: true,
}, async () => {
  const server = await host();
  const timeoutMs = 60_000;
  const connects = holdConnects();
  const options = { timeoutMs };
  const work = submission.dial(server.endpoint, options);
  work.catch(() => {});
  await elapse(timeoutMs - 100);
  expect(await isPending(work), {
    cause: "too-early",
    did: told(server.endpoint, options),
    what: `dial() settled ${100} ms before the deadline or earlier`,
    expected: "a promise that is pending",
  });
  await connects.letGo();
  const result = await settles(work, told(server.endpoint, options));
  expect(result?.ok === true && result.conn, {
    cause: "wrong-value",
    did: told(server.endpoint, options),
    what: missingFields(result, result?.ok === false ? [] : ["ok", "conn"]),
    expected: "{ ok: true, conn }",
    came: show(result),
  });
  afterCheck(() => result.conn.close());
  const peer = await server.accept();
  await passTime([peer]);
  await carries(result.conn, peer);
});

check("waits for a slow handshake until the deadline", {
  lookAt: "a connection within the deadline is handed out",
}, async () => {
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
  await carries(await work, await server.accept());
});

check("leaves the connection open after its deadline", {
  lookAt: "what happens at the deadline when connect was in time",
}, async () => {
  const server = await host();
  let found: { conn: Deno.TcpConn; timeoutMs: number } | undefined;
  // On a busy machine even a connect on loopback may take longer than the first.
  for (const timeoutMs of [8, 100, 500]) {
    const result = await dial(server.endpoint, { timeoutMs });
    if (result?.ok !== true) continue;
    afterCheck(() => result.conn.close());
    found = { conn: result.conn, timeoutMs };
    break;
  }
  expect(found, { cause: "wrong-value", expected: "{ ok: true, conn }" });
  // A late close of the submission needs a moment after the deadline itself.
  await delay(found.timeoutMs + 2);
  note("the deadline of the connection is over");
  expect(isOpenConn(found.conn), {
    cause: "closed-early",
    what: "the connection was closed when its deadline passed",
    expected: "a connection that was handed out stays open",
  });
  let peer = await server.accept();
  // Connections of calls that came too late stand before it in the queue.
  while (peer.remote.port !== found.conn.localAddr.port) {
    peer = await server.accept();
  }
  await carries(found.conn, peer);
});

check(
  "closes a connection that completes after the deadline",
  { lookAt: SILENCE },
  async () => {
    const server = await host();
    const connects = holdConnects();
    await fails(server.endpoint, "timed-out", { timeoutMs: 10 });
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

check(
  "survives a connect that fails after the deadline",
  { lookAt: SILENCE },
  async () => {
    const connects = holdConnects();
    await fails(ANY, "timed-out", { timeoutMs: 10 });
    note("connect fails with ConnectionRefused, after the deadline");
    await connects.letGo(
      new Deno.errors.ConnectionRefused("Connection refused"),
    );
    // An error that nobody catches is reported in one of these turns.
    await settle();
  },
);

failures("reports that the kernel gave up", {
  pure: false,
  lookAt: "the name and the code of the error",
}, () => {
  failConnects(
    errno(
      "ETIMEDOUT",
      "Connection timed out (os error 110)",
      Deno.errors.TimedOut,
    ),
  );
  return [[[ANY, FAR], failed("timed-out")]];
});

part("one message, one reply");

/** What a conversation gave: anything, if the submission is wrong. */
const gave = async (
  one: Called<Solution.Conversation>,
  field: keyof Solution.Conversation,
): Promise<Partial<Solution.Conversation>> => {
  const value: unknown = Object(await one.value());
  const what = missingFields(value, [field]);
  expect(!what, {
    cause: "wrong-value",
    did: one.did,
    what,
    expected: "{ replies, ended }",
    came: show(value),
    lookAt: "what it returns, on each way out",
  });
  return value as Partial<Solution.Conversation>;
};

/** What scripts compare of a conversation. */
const conversation = (one: Called<Solution.Conversation>) => ({
  replies: async (due: string[]) =>
    equal((await gave(one, "replies")).replies, due, {
      did: `${one.did}: replies`,
    }),
  /** For a first reply that may be shown in more than one way. */
  "replies after the first": async (due: string[]) =>
    equal((await gave(one, "replies")).replies?.slice(1), due, {
      did: `${one.did}: replies after the first`,
    }),
  /** For replies that may be lost on their way. */
  "replies at most": async (due: string[]) => {
    const { replies } = await gave(one, "replies");
    equal(replies, due.slice(0, replies?.length), {
      did: `${one.did}: replies`,
    });
  },
  /** One of these. */
  ended: async (due: string[]) => {
    const { ended } = await gave(one, "ended");
    expect(due.some((each) => each === ended), {
      cause: "wrong-value",
      did: `${one.did}: ended`,
      expected: due.map(show).join(" or "),
      came: show(ended),
    });
  },
});

const CONVERSES = {
  hands: ["server"],
  neverRejects: true,
  closes: true,
  facts: conversation,
} as const;

const converse = calls(
  "converse(conn, messages)",
  ({ server }, _, messages: string[]) => submission.converse(server, messages),
  CONVERSES,
);

/** A conversation whose messages are made for it, and told in words. */
const converseOf = (told: string, messages: () => Iterable<string>) =>
  calls(
    `converse(conn, ${told})`,
    ({ server }) => submission.converse(server, messages()),
    CONVERSES,
  );

converse("sends a message and collects its reply", ["hello", "foo bar"])`
  server ← hello             ? what do you write for a message, besides its text
  server → {one:5}
  server ← "foo bar"
  server → {two:5} ← FIN     ? what do you send after the last message
  replies = {one} | {two}    ? what do you read for one reply, and what do you await after the last
  ended = end-of-input
`;

converse("sends UTF-8", ["Grüße", "日本 €"])`
  server ← Grüße → OK!!!     ? how many bytes does a character have
  server ← "日本 €" → OK!!! ← FIN
  replies = OK!!! | OK!!!    ? how many bytes does a message have
  ended = end-of-input
`;

converse("waits for the whole reply before the next message", ["one", "two"])`
  server ← one
  # no byte of the reply has been sent yet
  server ← nothing           ? how many bytes of the reply are there when you write again
  server → OK!!
  a moment passes
  server → !
  server ← two → OK!!!       ? what do you await between two messages
  replies = OK!!! | OK!!!
  ended = end-of-input
`;

converse("does not send after a part of a reply", ["one", "two"])`
  server ← one → OK!!
  a moment passes
  # the reply is not whole yet
  server ← nothing           ? how many bytes of the reply are there when you write again
  server → !
  server ← two → OK!!!       ? one read is not one reply
  replies = OK!!! | OK!!!
  ended = end-of-input
`;

converse("collects a reply that arrives in pieces", ["one", "two"])`
  server ← one               ? one read is not one reply
  server → {one:5} in pieces
  server ← two
  server → {two:5} in pieces of 2, 1, 2
  replies = {one} | {two}
  ended = end-of-input
`;

converse("decodes a reply when it is whole", ["one", "two"])`
  server ← one               ? a character may be split between two reads
  server → é€ in pieces of 1, 2, 1, 1
  server ← two
  server → ab€ in pieces of 4, 1
  replies = é€ | ab€
  ended = end-of-input
`;

// Each of the three messages is answered by something: a client that writes
// twice without an answer waits 40 ms for an ACK (Nagle).
converse("keeps a reply that arrives with the one before", ["a", "b", "c"])`
  server ← a → {one:5}{two:2}
  server ← b                 ? what ends a reply
  server → {rest:3}{three:5}
  server ← c                 ? what becomes of the bytes after the first reply
  replies = {one} | {two}{rest} | {three}
  ended = end-of-input
`;

converse(
  "changes neither a message nor a reply",
  ["same", "same", " ", "\t", "two\r\nlines ", "$& %s $1", "a\0b\0"],
)`
  server ← same              ? what do you do to a text besides encoding and decoding it
  server → " ok\r\n"
  server ← same → "\0 \0 \0"
  server ← " " → "     "
  server ← "\t" → Error
  server ← "two\r\nlines " → "$& %s"
  server ← "$& %s $1" → "$1 $$"
  server ← "a\0b\0" → OK!!!
  replies = " ok\r\n" | "\0 \0 \0" | "     " | Error | "$& %s" | "$1 $$" | OK!!!
  ended = end-of-input
`;

converse("waits for a reply without a limit", ["one", "two", "exit"])`
  server ← one
  time passes                ? what do you await between two messages: the reply, or a time
  pending
  server → OK
  time passes                ? what ends your wait for the rest of a reply
  pending
  server → !!!
  server ← two
  time passes                ? what do you await between two messages: the reply, or a time
  pending
  server → OK!!!
  server ← exit
  time passes                ? what ends your wait for the answer to exit
  pending
  server → OK!!! ← FIN
  replies = OK!!! | OK!!! | OK!!!
  ended = exit
`;

check("takes any iterable once", { needs: ["converse"] }, async () => {
  function* generated() {
    yield "one";
    yield "two";
  }
  for (
    const [told, messages] of [
      ['new Set(["one", "two"])', () => new Set(["one", "two"])],
      ['a generator of "one", "two"', generated],
    ] as const
  ) {
    const one = await converseOf(told, messages).begin({});
    await one.play`
      server ← one → OK!!!   ? what may you do with an Iterable, besides for … of
      server ← two → OK!!! ← FIN
      replies = OK!!! | OK!!!
      ended = end-of-input`;
    await one.end();
  }
});

part("how it ended");

check("closes when there is nothing to send", {
  needs: ["converse"],
}, async () => {
  for (const messages of [[], ["", ""]]) {
    const one = await converse.begin({}, messages);
    await one.play`
      server ← FIN           ? which path leaves without close()
      replies =
      ended = end-of-input`;
    await one.end();
  }
});

converse("stops after the answer to exit", ["hello", "exit", "more"])`
  server ← hello → OK!!!
  server ← exit              ? what ends the loop after exit
  # exit has not been answered yet
  server ← nothing           ? where do you look for exit: before or after the reply
  server → OK!!! ← FIN       ? after exit: what is sent, and what closes the connection
  replies = OK!!! | OK!!!    ? what ends the loop after exit
  ended = exit
`;

converse(
  "takes exit letter for letter",
  ["exit now", "Exit", " exit", "exit ", "helloexit"],
)`
  server ← "exit now"        ? how do you compare a message with exit
  server → OK!!!
  server ← Exit → OK!!!
  server ← " exit" → OK!!!
  server ← "exit " → OK!!!
  server ← helloexit → OK!!!
  replies = OK!!! | OK!!! | OK!!! | OK!!! | OK!!!
  ended = end-of-input
`;

converse("ends with exit when the server closes after its answer", ["exit"])`
  server ← exit              ? the notes' server answers exit and closes in the same breath
  server → OK!!! → close
  replies = OK!!!
  ended = exit
`;

converse(
  "ends when the server closes before the reply",
  ["one", "two", "three"],
)`
  server ← one → OK!!!       ? what does read() return at end of stream
  server ← two → FIN ← close
  replies = OK!!!
  ended = server-closed
`;

converse("drops a part of a reply at the end", ["one", "two"])`
  server ← one               ? how long is a reply when the stream ends
  server → OK!! → FIN
  replies =
  ended = server-closed
`;

converse("calls an unanswered exit server-closed", ["exit"])`
  server ← exit → FIN        ? was exit answered
  replies =
  ended = server-closed
`;

converse("ends when the server resets", ["one", "two", "three"])`
  server ← one → OK!!!
  server ← two → OK
  a moment passes
  server → RST
  replies = OK!!!            ? what does read() do after a reset, and who catches it
  ended = reset
`;

part("what a user typed");

const splitInput = values("splitInput");

splitInput("splits text into lines", [
  [
    ["hello\nfoo bar\nexit\n"],
    ["hello", "foo bar", "exit"],
    "what do you split at, and what is left after the last line end",
  ],
  [[""], [], "which lines does a text without characters have"],
]);

splitInput("takes the last line without a line end", [
  [
    ["one\ntwo"],
    ["one", "two"],
    "what becomes of the text after the last line end",
  ],
]);

splitInput("takes a carriage return before the line feed", [
  [
    ["one\r\ntwo\nthree\r\n"],
    ["one", "two", "three"],
    "a line may end with two characters",
  ],
]);

splitInput("drops empty lines", [
  [
    ["\n\r\none\n\n\r\n\ntwo\n\n"],
    ["one", "two"],
    "what is between two line ends that follow each other",
  ],
]);

splitInput("takes nothing else from a line", [
  [
    ["  two  spaces \n\t\na\rb\na\u2028b\vc\n日本\n "],
    ["  two  spaces ", "\t", "a\rb", "a\u2028b\vc", "日本", " "],
    "which characters end a line, and which belong to it",
  ],
  [["one\r\r\ntwo"], ["one\r", "two"]],
]);

converse("skips empty messages", ["", "one", "", "", "two", ""])`
  server ← one               ? how many bytes does the server get for an empty message
  server → OK!!!
  server ← two → OK!!!
  replies = OK!!! | OK!!!
  ended = end-of-input
`;

const TYPED = "hello\r\nfoo bar\n\nexit\nmore";

calls(
  "converse(conn, splitInput(text))",
  async ({ server }) =>
    submission.converse(
      await reaches(server),
      submission.splitInput(TYPED),
    ),
  { ...CONVERSES, hands: [], listens: ["server"] },
).with({ needs: ["splitInput", "dial", "converse"] })(
  "holds a whole session with the notes' server",
)`
  server ← hello → OK!!!     ? what each of the three functions hands to the next
  server ← "foo bar" → OK!!!
  server ← exit → OK!!! ← FIN
  replies = OK!!! | OK!!! | OK!!!
  ended = exit
`;

part("beyond");

check("takes 0 for a deadline that is over", {
  lookAt: "which numbers does your deadline take for no number",
}, async () => {
  await fails(await silentServer(), "timed-out", { timeoutMs: 0 });
});

// How bytes that are no text are shown is free.
converse("survives a reply that is not UTF-8", ["one", "two"])`
  server ← one               ? what the decoder does with bytes that are no text
  server → [ff c3 28 80 21]
  server ← two → OK!!!
  replies after the first = OK!!!
  ended = end-of-input
`;

// The last two bytes of the first reply begin a character that has three.
converse("decodes each reply for itself", ["one", "two"])`
  server ← one               ? what a decoder keeps from one reply to the next
  server → [4f 4b 21 e6 bc]
  server ← two → OK!!!
  replies after the first = OK!!!
  ended = end-of-input
`;

// The reply and the reset arrive together: the next write fails. Some systems
// throw away what was received before a reset.
converse("ends when a write meets a connection that is gone", ["one", "two"])`
  server ← one               ? which read or write fails there, and who catches its error
  server → OK!!! → RST
  replies at most = OK!!!
  ended = reset | server-closed
`;

calls(
  'converse(conn 1, ["question"]), converse(conn 2, ["question"])',
  (given) =>
    Promise.all([
      submission.converse(given["server 1"], ["question"]),
      submission.converse(given["server 2"], ["question"]),
    ]),
  {
    hands: ["server 1", "server 2"],
    neverRejects: true,
    closes: true,
    facts: (one) => ({
      "replies 1": async (due) =>
        equal((await one.value())[0]?.replies, due, {
          did: `${one.did}: replies of the first`,
        }),
      "replies 2": async (due) =>
        equal((await one.value())[1]?.replies, due, {
          did: `${one.did}: replies of the second`,
        }),
      ended: async (due) =>
        equal((await one.value()).map((each) => each?.ended), due, {
          did: `${one.did}: ended`,
        }),
    }),
  },
)("keeps two conversations apart")`
  server 1 ← question        ? which variables do two conversations share
  server 2 ← question
  server 1 → {a:2}
  a moment passes
  server 2 → {p:2}
  a moment passes
  server 1 → {b:2}
  a moment passes
  server 2 → {q:2}
  a moment passes
  server 1 → {c:1}
  a moment passes
  server 2 → {r:1}
  replies 1 = {a}{b}{c}
  replies 2 = {p}{q}{r}
  ended = end-of-input | end-of-input
`;

/** A conversation whose first message is long; the server does not read yet. */
async function sendsLongMessage(unit: string, count: number) {
  const message = unit.repeat(count);
  const one = await converseOf(
    `[<${message.length} characters>, "exit"]`,
    () => [message, "exit"],
  ).begin({});
  // Its first write has filled the buffers by now.
  await settle();
  return { one, message };
}

/** A thousand characters of one, two, three and four bytes. */
const manyBytes = () =>
  `${random.word(400)}${"é".repeat(300)}${"漢".repeat(200)}${"🙂".repeat(50)}`;

for (
  const [name, unit, count] of [
    // More than 16 MiB: no round number of bytes is room enough.
    ["writes a long message completely", () => random.word(1_000), 17_000],
    ["writes a long message of many alphabets completely", manyBytes, 6_000],
  ] as const
) {
  check(name, { needs: ["converse"] }, async () => {
    const { one, message } = await sendsLongMessage(unit(), count);
    const server = await one.peer("server");
    await one.during(server.expect(message, {
      withinMs: LIMITS.transferMs,
      lookAt: "what write() returns, and in which unit you count",
    }));
    await one.play`
      server → OK!!!           ? what write() returns
      server ← exit → OK!!!
      replies = OK!!! | OK!!!
      ended = exit`;
    await one.end();
  });
}

check("waits for a server that does not read", {
  needs: ["converse"],
  virtual: true,
  lookAt: "what ends your wait for a write",
}, async () => {
  const { one, message } = await sendsLongMessage(random.word(1_000), 6_000);
  const server = await one.peer("server");
  await passTime();
  await one.play`
    # the server has not read anything
    pending`;
  await one.during(server.expect(message, {
    withinMs: LIMITS.transferMs,
    lookAt: "what write() returns",
  }));
  await one.play`
    server → OK!!!
    server ← exit → OK!!!
    replies = OK!!! | OK!!!
    ended = exit`;
  await one.end();
});

check("ends when the server goes away during a long message", {
  needs: ["converse"],
}, async () => {
  const { one } = await sendsLongMessage(random.word(1_000), 6_000);
  // Most of the message is unread: close() sends RST.
  await one.play`
    server → close           ? which read or write fails there, and who catches its error
    replies =
    ended = reset | server-closed`;
  await one.end();
});
