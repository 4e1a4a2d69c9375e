import type * as Solution from "../solutions/04_client_flow.ts";
import type { Endpoint } from "../workbook/endpoint.ts";
import {
  afterCheck,
  type Called,
  closedPort,
  each,
  equal,
  expect,
  failConnects,
  fieldOf,
  load,
  missingFields,
  once,
  random,
  real,
  show,
  silentServer,
  standInForConnect,
  such,
} from "../workbook/grading/mod.ts";

const { submission, part, check, calls, values, scenes } = await load<
  typeof Solution
>(
  "04_client_flow",
  () => import("../lessons/04_client_flow/exercise.ts"),
  () =>
    import("../lessons/04_client_flow/exercise.ts", { with: { type: "text" } }),
  { needs: ["dial"] },
);

const HOSTNAME = "127.0.0.1";

/** A port of this host. */
const at = (port: number): Endpoint => ({ hostname: HOSTNAME, port });
/** An endpoint for a connect that is answered from here. */
const ANY = at(80);
const named = (hostname: string): Endpoint => ({ hostname, port: 80 });

type Result = Solution.DialResult;

const failed = (failure: Solution.DialFailure) =>
  ({ ok: false, failure }) as const;
const REFUSED = failed("refused");
const TIMED_OUT = failed("timed-out");
const UNREACHABLE = failed("unreachable");
const BAD_ADDRESS = failed("bad-address");

/** Calls of `dial`, and what the kernel answers. */
const dial = scenes((one) => {
  const results: Promise<Result>[] = [];
  let silent: Endpoint;

  /** Expects a connection; it is closed at the end. */
  function connectionIn(result: Result, did: string): Deno.TcpConn {
    expect(result?.ok === true && result.conn, {
      cause: "wrong-value",
      did,
      what: missingFields(result, result?.ok === false ? [] : ["ok", "conn"]),
      expected: "{ ok: true, conn }",
      came: show(result),
    });
    afterCheck(() => result.conn.close());
    return result.conn;
  }

  return {
    calls: {
      dial: (server: Endpoint, options: { timeoutMs: number }) => {
        const result = submission.dial(server, options);
        results.push(result);
        return result;
      },
    },
    values: {
      "a closed port": once(closedPort),
      "silent server": () => silent,
      "server.example": () => ({
        ...one.stage.endpoints.server,
        hostname: "server.example",
      }),
    },
    facts: {
      "results in turn": async (due) => {
        const conns = new Set<Deno.TcpConn>();
        for (const [i, result] of (await Promise.all(results)).entries()) {
          const did = `call ${i + 1} of ${results.length} to dial()`;
          const kind = due[i % due.length];
          if (kind === "a connection of its own") {
            conns.add(connectionIn(result, did));
          } else equal(result, failed(kind as Solution.DialFailure), { did });
        }
        equal(conns.size, results.length / due.length, {
          did: "connections of ten calls to dial()",
        });
      },
    },
    actions: {
      "silent server drops every SYN": async () => {
        silent = await silentServer();
      },
      "conn is what it gives": async () =>
        one.stage.take(
          connectionIn(await one.value() as Result, one.stage.did),
        ),
      "server.example has the address of server": () => {
        const { hostname: address } = one.stage.endpoints.server;
        // A check may ask no name server.
        standInForConnect(({ hostname, ...to }) =>
          real.connect({
            ...to,
            hostname: hostname === "server.example" ? address : hostname,
          })
        );
      },
      // A check may ask no name server, so Deno's error for it comes from here.
      "no name can be resolved": () => {
        failConnects(
          new Error(
            "failed to lookup address information: Name or service not known",
          ),
        );
      },
    },
  };
}, {
  listens: ["server"],
  neverRejects: "where is an error of Deno.connect() caught",
});

part("connected or refused");

const HANDED_OUT =
  "which connection does dial() hand out, and is it still open";

dial("connects to a listening server")`
  dial(server, { timeoutMs: 5_000 })
  conn is what it gives      ? which hostname and which port does Deno.connect() get
  conn sends {a}             ? ${HANDED_OUT}
  server ← {a} → {b}
  conn reads {b}
`;

dial("connects over IPv6", { ipv6: true })`
  dial(server, { timeoutMs: 5_000 })
  conn is what it gives      ? which hostname and which port does Deno.connect() get
  conn sends {a}             ? ${HANDED_OUT}
  server ← {a} → {b}
  conn reads {b}
`;

dial("connects to a host by its name")`
  server.example has the address of server
  dial(server.example, { timeoutMs: 5_000 })
  conn is what it gives      ? which hostname and which port does Deno.connect() get
  conn sends {a}             ? ${HANDED_OUT}
  server ← {a} → {b}
  conn reads {b}
`;

dial("reports a refused connection")`
  dial(a closed port, { timeoutMs: 60_000 }) returns ${REFUSED}   ? what do you do with the error that Deno.connect() rejects with
`;

dial("keeps many calls at once apart")`
  10 times
    dial(a closed port, { timeoutMs: 5_000 })
    dial(${at(65536)}, { timeoutMs: 5_000 })
    dial(${named("not a host")}, { timeoutMs: 5_000 })
    dial(server, { timeoutMs: 5_000 })
  results in turn = refused | bad-address | bad-address | a connection of its own   ? which variables do two calls share
`;

part("the other failures");

/** A port that listens, if a port were cut to 16 bits. */
function cutToOpen(): Endpoint {
  const listener = real.listen({ hostname: HOSTNAME, port: 0 });
  afterCheck(() => listener.close());
  return at(listener.addr.port + 65536);
}

dial("reports a port that is out of range")`
  dial(${
  each(...[0, -1, 65536, 1.5, NaN, Infinity].map(at), cutToOpen)
}, { timeoutMs: 5_000 }) returns ${BAD_ADDRESS}   ? which numbers are ports that a server can listen on
`;

dial("takes every port from 1 to 65535")`
  Deno.connect() fails with ECONNREFUSED
  dial(${
  each(...[1, 80, 1023, 65535].map(at))
}, { timeoutMs: 5_000 }) returns ${REFUSED}   ? which is the lowest port that you dial, and which the highest
`;

dial("reports a host name that cannot be resolved")`
  # not the form of a host name: Deno asks nobody
  dial(${
  named("not a host")
}, { timeoutMs: 5_000 }) returns ${BAD_ADDRESS}   ? what Deno.connect() throws before it sends anything
  no name can be resolved
  dial(${
  named("no-such-host.invalid")
}, { timeoutMs: 5_000 }) returns ${BAD_ADDRESS}
`;

dial("reports an unreachable network or host")`
  Deno.connect() fails with ENETUNREACH
  dial(${ANY}, { timeoutMs: 5_000 }) returns ${UNREACHABLE}   ? the name and the code of the error
  # Deno has no class of its own for this one
  Deno.connect() fails with EHOSTUNREACH
  dial(${ANY}, { timeoutMs: 5_000 }) returns ${UNREACHABLE}
`;

const FAILURES = ["refused", "timed-out", "unreachable", "bad-address"];
const ANY_FAILURE = such<Result>(
  `{ ok: false, failure } with one of ${FAILURES.join(", ")}`,
  (came) => came?.ok === false && FAILURES.includes(came.failure),
);

dial("never rejects")`
  Deno.connect() fails with EMFILE
  dial(${ANY}, { timeoutMs: 5_000 }) returns ${ANY_FAILURE}   ? what happens to an error that you did not think of
`;

part("a deadline");

const SILENCE = "what ends the wait when connect says nothing";

dial("gives up at the deadline", { lookAt: SILENCE }, async (one) => {
  await one.play`
    silent server drops every SYN`;
  const order: number[] = [];
  const timed = async (timeoutMs: number) => {
    const began = performance.now();
    const call = await one.call("dial", "silent server", { timeoutMs });
    equal(await call.value(timeoutMs + 400), TIMED_OUT, { did: call.did });
    order.push(timeoutMs);
    const ms = performance.now() - began;
    expect(ms >= timeoutMs - 10, {
      cause: "too-early",
      did: call.did,
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

dial("gives up neither before the deadline nor after it")`
  silent server drops every SYN
  dial(silent server, { timeoutMs: 60_000 }) pending   ? what ends the wait when connect says nothing, and when
  dial(silent server, { timeoutMs: 40 }) returns ${TIMED_OUT} after 40 ms   ? where the deadline is taken from, its unit, what is added to it, and does a call wait for another
  dial(silent server, { timeoutMs: 1_700 }) returns ${TIMED_OUT} after 1,700 ms
  dial(silent server, { timeoutMs: 7_000 }) returns ${TIMED_OUT} after 7 s
  dial(silent server, { timeoutMs: 30_000 }) returns ${TIMED_OUT} after 30 s
  call 1 returns ${TIMED_OUT} after 21,100 to 21,300 ms   ? which variable do two calls share
`;

dial("waits as long as the longest deadline")`
  every connect is held back
  dial(server, { timeoutMs: 2_147_483_647 })
  2,147,483,000 ms pass
  pending                    ? how long may a deadline be, and which number does your timer get
  the connects complete
  conn is what it gives
  conn sends {a}
  server ← {a}
`;

dial("takes a connection that is there just before the deadline")`
  every connect is held back
  dial(server, { timeoutMs: 60_000 })
  59,900 ms pass
  pending                    ? how long may a connect take: is it the deadline, or less
  the connects complete
  conn is what it gives
  server accepts
  time passes
  conn sends {a}
  server ← {a} → {b}
  conn reads {b}
`;

dial("waits for a slow handshake until the deadline")`
  every connect is held back
  dial(server, { timeoutMs: 5_000 })
  pending                    ? how long may a connect take
  the connects complete
  conn is what it gives      ? a connection within the deadline is handed out
  conn sends {a}
  server ← {a} → {b}
  conn reads {b}
`;

dial("leaves the connection open after its deadline")`
  dial(server, { timeoutMs: 100 })
  conn is what it gives      ? what happens at the deadline when connect was in time
  time passes
  # the deadline of the connection is over
  conn = open
  conn sends {a}
  server ← {a} → {b}
  conn reads {b}
`;

dial("closes a connection that completes after the deadline")`
  every connect is held back
  dial(server, { timeoutMs: 10 }) returns ${TIMED_OUT}   ? ${SILENCE}
  the connects complete
  late connections = closed
  # the kernel sends SYN for more than two minutes
  every connect is held back
  dial(server, { timeoutMs: 10 }) returns ${TIMED_OUT}
  120,000 ms pass
  the connects complete
  late connections = closed  ? how late may a connection complete, and who has it then
`;

dial("survives a connect that fails after the deadline")`
  every connect is held back
  dial(${ANY}, { timeoutMs: 10 }) returns ${TIMED_OUT}   ? ${SILENCE}
  the connects fail with ECONNREFUSED
  # an error that nobody catches is reported now
  a moment passes
`;

dial("reports that the kernel gave up")`
  Deno.connect() fails with ETIMEDOUT
  dial(${ANY}, { timeoutMs: 5_000 }) returns ${TIMED_OUT}   ? the name and the code of the error
`;

part("one message, one reply");

/** A field of what a conversation gave: anything, if the submission is wrong. */
const gave = async <K extends keyof Solution.Conversation>(
  one: Called<Solution.Conversation>,
  field: K,
): Promise<Solution.Conversation[K]> =>
  fieldOf(await one.value(), field, {
    did: one.did,
    expected: "{ replies, ended }",
    lookAt: "what it returns, on each way out",
  });

/** What scripts compare of a conversation. */
const conversation = (one: Called<Solution.Conversation>) => ({
  replies: async (due: string[]) =>
    equal(await gave(one, "replies"), due, { did: `${one.did}: replies` }),
  /** For a first reply that may be shown in more than one way. */
  "replies after the first": async (due: string[]) =>
    equal((await gave(one, "replies"))?.slice(1), due, {
      did: `${one.did}: replies after the first`,
    }),
  /** For replies that may be lost on their way. */
  "replies at most": async (due: string[]) => {
    const replies = await gave(one, "replies");
    equal(replies, due.slice(0, replies?.length), {
      did: `${one.did}: replies`,
    });
  },
  /** One of these. */
  ended: async (due: string[]) => {
    const ended = await gave(one, "ended");
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
  server ← c                 ? what happens to the bytes after the first reply
  replies = {one} | {two}{rest} | {three}
  ended = end-of-input
`;

converse(
  "changes neither a message nor a reply",
  [
    "same",
    "same",
    " ",
    "\t",
    "two\r\nlines ",
    "$& %s $1",
    "a\0b\0",
    "e\u0301 m²",
    "a\ufeffb",
  ],
)`
  server ← same              ? what do you do to a text besides encoding and decoding it
  server → " ok\r\n"
  server ← same → "\0 \0 \0"
  server ← " " → "     "
  server ← "\t" → Error
  server ← "two\r\nlines " → "$& %s"
  server ← "$& %s $1" → "$1 $$"
  server ← "a\0b\0" → OK!!!
  # a letter and its accent may be two characters
  server ← "e\u0301 m²" → "e\u0301m "
  server ← "a\ufeffb" → "a\ufeffb"
  replies = " ok\r\n" | "\0 \0 \0" | "     " | Error | "$& %s" | "$1 $$" | OK!!! | "e\u0301m " | "a\ufeffb"
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
    await converseOf(told, messages).play()`
      server ← one → OK!!!   ? what may you do with an Iterable, besides for … of
      server ← two → OK!!! ← FIN
      replies = OK!!! | OK!!!
      ended = end-of-input`;
  }
});

part("how it ended");

check("closes when there is nothing to send", {
  needs: ["converse"],
}, async () => {
  for (const messages of [[], ["", ""]]) {
    await converse.play(messages)`
      server ← FIN           ? which path leaves without close()
      replies =
      ended = end-of-input`;
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
  "ends with the input when the server closes after the last reply",
  ["one"],
)`
  server ← one               ? was every message sent and answered
  server → OK!!! → FIN
  replies = OK!!!
  ended = end-of-input
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

const splitInput = values("splitInput", {
  outcomes: { "no lines": () => [] },
});

splitInput("splits text into lines")`
  "hello\nfoo bar\nexit\n" → "hello" | "foo bar" | "exit"   ? what do you split at, and what is left after the last line end
  "" → no lines              ? which lines does a text without characters have
`;

splitInput("takes the last line without a line end")`
  "one\ntwo" → "one" | "two"     ? what happens to the text after the last line end
`;

splitInput("takes a carriage return before the line feed")`
  "one\r\ntwo\nthree\r\n" → "one" | "two" | "three"   ? a line may end with two characters
`;

splitInput("drops empty lines")`
  "\n\r\none\n\n\r\n\ntwo\n\n" → "one" | "two"   ? what is between two line ends that follow each other
`;

splitInput("takes nothing else from a line")`
  "  two  spaces \n\t\na\rb\na\u2028b\vc\n日本\n " → "  two  spaces " | "\t" | "a\rb" | "a\u2028b\vc" | "日本" | " "   ? which characters end a line, and which belong to it
  "one\r\r\ntwo" → "one\r" | "two"
  "one\n\rtwo" → "one" | "\rtwo"
  "a\ufeffb\nc" → "a\ufeffb" | "c"
  "a\0b\nc" → "a\0b" | "c"
`;

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
  async ({ server }) => {
    const result = await submission.dial(server, { timeoutMs: 5_000 });
    const { conn } = result as { conn: Deno.TcpConn };
    return await submission.converse(conn, submission.splitInput(TYPED));
  },
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

dial("takes 0 for a deadline that is over")`
  silent server drops every SYN
  dial(silent server, { timeoutMs: 0 }) returns ${TIMED_OUT}   ? which numbers does your deadline take for no number
`;

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

const MANY = Array.from({ length: 1_100 }, (_, i) => `${i}`);

check("holds a conversation of any length", {
  needs: ["converse", "splitInput"],
  virtual: true,
  lookAt: "what do you count, and what happens at that number",
}, async () => {
  const one = await converseOf(`<${MANY.length} messages>`, () => MANY)
    .begin({});
  let message = "";
  const said = () => message;
  for (message of MANY) await one.play`server ← ${said} → OK!!!`;
  equal((await gave(one, "replies"))?.length, MANY.length, {
    did: `${one.did}: how many replies`,
  });
  await one.end();
  const lines = [...MANY, random.word(70_000)];
  const split = submission.splitInput(lines.join("\n"));
  const did = `splitInput(text), ${lines.length} lines`;
  equal(split.length, lines.length, { did: `${did}: how many` });
  equal(split.at(-1)?.length, 70_000, {
    did: `${did}: characters of the last`,
  });
});

check("begins each conversation anew", { needs: ["converse"] }, async () => {
  await converse.play(["one"])`
    # two bytes more than the last reply
    server ← one → {a:5}{b:2}
    replies = {a}
    ended = end-of-input`;
  await converse.play(["two"])`
    server ← two → {c:5}     ? whose are the bytes behind a reply, and who gets them next
    replies = {c}
    ended = end-of-input`;
});

converse.twice("keeps two conversations apart", ["question"])`
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
  ended 1 = end-of-input
  ended 2 = end-of-input
`;

/** A conversation whose first message is long: it has so many characters. */
const converseLong = (message: () => string, count: number) =>
  converseOf(`[<${count} characters>, "exit"]`, () => [message(), "exit"]);

/** More than 16 MiB: no round number of bytes is room enough. */
const LONG = once(() => random.word(1_000).repeat(17_000));
/** More than the buffers hold. */
const SIX = once(() => random.word(1_000).repeat(6_000));
/** As many characters, of one, two, three and four bytes. */
const MANY_BYTES = once(() =>
  // Behind one character more the halves of 🙂 lie on both sides of every round number.
  "a" +
  `${random.word(400)}${"é".repeat(300)}${"漢".repeat(200)}${"🙂".repeat(50)}`
    .repeat(6_000)
);

for (
  const [long, bytes, name] of [
    [LONG, 17_000_000, "writes a long message completely"],
    [
      MANY_BYTES,
      6_000_001,
      "writes a long message of many alphabets completely",
    ],
  ] as const
) {
  converseLong(long, bytes)(name)`
  # its first write has filled the buffers
  a moment passes
  server ← ${long}           ? what write() returns, in which unit you count, and is a text cut before it is encoded
  server → OK!!!             ? what write() returns
  server ← exit → OK!!!
  replies = OK!!! | OK!!!
  ended = exit
`;
}

converseLong(SIX, 6_000_000)("waits for a server that does not read")`
  a moment passes            ? what ends your wait for a write
  time passes, and nobody reads
  # the server has not read anything
  pending
  server ← ${SIX}            ? what write() returns
  server → OK!!!
  server ← exit → OK!!!
  replies = OK!!! | OK!!!
  ended = exit
`;

converseLong(SIX, 6_000_000)(
  "ends when the server goes away during a long message",
)`
  a moment passes
  # most of the message is unread: close() sends RST
  server → close             ? which read or write fails there, and who catches its error
  replies =
  ended = reset | server-closed
`;
