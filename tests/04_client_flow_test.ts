import type * as Solution from "../solutions/04_client_flow.ts";
import type { Endpoint } from "../workbook/endpoint.ts";
import {
  afterCheck,
  type Called,
  closedPort,
  each,
  either,
  equal,
  expect,
  failConnects,
  fieldOf,
  load,
  missingFields,
  once,
  onlyFields,
  onPurpose,
  random,
  reachAs,
  real,
  show,
  silentServer,
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

type Result = Solution.DialResult;

/** A port of a host. */
const named = (hostname: string): Endpoint => ({ hostname, port: 8080 });
/** A port of this host. */
const at = (port: number): Endpoint => ({ hostname: "127.0.0.1", port });
/** An endpoint for a connect that is answered from here. */
const ANY = at(80);

const failed = (failure: string) => ({ ok: false, failure }) as const;
const REFUSED = failed("refused");
const TIMED_OUT = failed("timed-out");
const UNREACHABLE = failed("unreachable");
const BAD_ADDRESS = failed("bad-address");

const UNKNOWN_NAME =
  "failed to lookup address information: Name or service not known";

/** A failure may say more than a failure, such as the error behind it. */
const failureOnly = (result: Result) =>
  result?.ok === false && result.failure
    ? onlyFields(result, "ok failure")
    : result;

/** Calls of `dial`, and what the kernel answers. */
const dial = scenes((one) => {
  const results: Promise<Result>[] = [];
  let place: Endpoint;

  /** Expects a connection; it is closed at the end. */
  function connectionIn(result: Result, did: string): Deno.TcpConn {
    const what = missingFields(
      result,
      result?.ok === false ? [] : ["ok", "conn"],
    );
    const isTimedOut = result?.ok === false && result.failure === "timed-out";
    const isPromise = result?.ok === true && result.conn instanceof Promise;
    expect(result?.ok === true && result.conn && !isPromise, {
      cause: "wrong-value",
      did,
      what,
      expected: "{ ok: true, conn }",
      came: show(result),
      lookAt: what
        ? "what does dial() return, on each way out"
        : isTimedOut
        ? "how long does dial() wait, and in which unit"
        : isPromise
        ? "which await is missing"
        : undefined,
    });
    afterCheck(() => result.conn.close());
    return result.conn;
  }

  return {
    calls: {
      dial: (server: Endpoint, options: { timeoutMs: number }) => {
        const result = submission.dial(server, options);
        results.push(result);
        return Promise.resolve(result).then(failureOnly);
      },
    },
    values: {
      "a closed port": once(closedPort),
      "silent server": once(silentServer),
      "that place": () => place,
      "no name": () => named(`${random.word(3)} ${random.word(4)}`),
      "an unknown name": () => {
        // A check may ask no name server, so Deno's error for it comes from here.
        failConnects(onPurpose(new Error(UNKNOWN_NAME)));
        return named(`${random.word(7)}.example`);
      },
    },
    facts: {
      "results in turn": async (due) => {
        const conns = new Set<Deno.TcpConn>();
        for (const [i, result] of (await Promise.all(results)).entries()) {
          const did = `call ${i + 1} of ${results.length} to dial()`;
          const kind = due[i % due.length];
          if (kind === "connected") conns.add(connectionIn(result, did));
          else equal(failureOnly(result), failed(kind) as Result, { did });
        }
        equal(conns.size, results.length / due.length, {
          did: "connections of ten calls to dial()",
        });
      },
    },
    actions: {
      "conn is what it gives": async () =>
        one.stage.take(
          connectionIn(await one.value() as Result, one.stage.did),
        ),
      "conn carries both ways": () =>
        one.play`
          conn sends {a}
          server ← {a} → {b}
          conn reads {b}`,
      "server is at …": (far: Endpoint) => {
        place = far;
        reachAs(far, one.stage.endpoints.server);
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
const BY_NAME = each(
  ...["server.example", "localhost", "My-2nd_host"].map(named),
);

dial("connects to a listening server")`
  dial(server, { timeoutMs: 5_000 })
  conn is what it gives      ? which hostname and which port does Deno.connect() get
  conn carries both ways     ? ${HANDED_OUT}
`;

dial("connects over IPv6", { ipv6: true })`
  dial(server, { timeoutMs: 5_000 })
  conn is what it gives      ? does this endpoint reach Deno.connect(), as it was given
  conn carries both ways     ? ${HANDED_OUT}
`;

dial("connects to a host by its name")`
  server is at ${BY_NAME}
  dial(that place, { timeoutMs: 5_000 })
  conn is what it gives      ? does this endpoint reach Deno.connect(), as it was given
  conn carries both ways     ? ${HANDED_OUT}
`;

dial("reports a refused connection")`
  dial(a closed port, { timeoutMs: 60_000 }) returns ${REFUSED}   ? what do you do with the error that Deno.connect() rejects with
`;

part("the other failures");

/** A port that listens, if a port were cut to 16 bits. */
function cutToOpen(): Endpoint {
  const listener = real.listen({ ...ANY, port: 0 });
  afterCheck(() => listener.close());
  return at(listener.addr.port + 65536);
}

const NO_PORTS = [0, -1, 65536, 1.5, NaN, Infinity].map(at);
const EACH_OF_THEM = each(...NO_PORTS, cutToOpen);

dial("reports a port that is out of range")`
  dial(${EACH_OF_THEM}, { timeoutMs: 5_000 }) returns ${BAD_ADDRESS}   ? which numbers are ports that a server can listen on
`;

// With deadlines that pass elsewhere: none of them means that nobody answers.
dial("takes every port from 1 to 65535", { virtual: true })`
  server is at ${each(...[1, 80, 443, 1023, 65535].map(at))}
  dial(that place, { timeoutMs: ${each(10, 40, 1_700, 7_000, 30_000)} })
  conn is what it gives      ? which is the lowest port that you dial, and which the highest
`;

dial("reports a host name that cannot be resolved")`
  # not the form of a host name: Deno asks nobody
  dial(no name, { timeoutMs: 5_000 }) returns ${BAD_ADDRESS}   ? which error does Deno.connect() throw before it sends anything
  dial(an unknown name, { timeoutMs: 5_000 }) returns ${BAD_ADDRESS}
`;

dial("keeps many calls at once apart")`
  10 times
    dial(a closed port, { timeoutMs: 5_000 })
    dial(${at(65536)}, { timeoutMs: 5_000 })
    dial(no name, { timeoutMs: 5_000 })
    dial(server, { timeoutMs: 5_000 })
  results in turn = refused | bad-address | bad-address | connected   ? which variables do two calls share
`;

dial("reports an unreachable network or host")`
  Deno.connect() fails with ENETUNREACH
  dial(${ANY}, { timeoutMs: 5_000 }) returns ${UNREACHABLE}   ? the name and the code of the error
  # Deno has no class of its own for this one
  Deno.connect() fails with EHOSTUNREACH
  dial(${ANY}, { timeoutMs: 5_000 }) returns ${UNREACHABLE}
`;

const ANY_FAILURE = either(REFUSED, TIMED_OUT, UNREACHABLE, BAD_ADDRESS);

dial("never rejects")`
  Deno.connect() fails with EMFILE
  dial(${ANY}, { timeoutMs: 5_000 }) returns ${ANY_FAILURE}   ? what happens to an error that you did not think of
`;

part("a deadline");

const SILENCE =
  "what ends the wait when connect says nothing, and which failure is that";

dial("gives up at the deadline")`
  dial(silent server, { timeoutMs: 60_000 })
  dial(silent server, { timeoutMs: 10 }) resolves   ? what ends the wait when connect says nothing, and when; does a call wait for another
  returns ${TIMED_OUT}       ? which failure is a deadline that has passed
  call 1 pending             ? where the deadline is taken from, and its unit
`;

dial("survives a connect that fails after the deadline")`
  every connect is held back
  dial(${ANY}, { timeoutMs: 10 }) returns ${TIMED_OUT}   ? ${SILENCE}
  the connects fail with ECONNREFUSED
  # an error that nobody catches is reported now
  a moment passes
`;

dial("leaves the connection open after its deadline")`
  dial(server, { timeoutMs: 100 })
  conn is what it gives      ? what happens at the deadline when connect was in time
  time passes
  # the deadline of the connection is over
  conn = open
  conn carries both ways
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
  conn carries both ways
`;

dial("gives up neither before the deadline nor after it")`
  dial(silent server, { timeoutMs: 60_000 }) pending   ? what ends the wait when connect says nothing, and when
  dial(silent server, { timeoutMs: 40 }) returns ${TIMED_OUT} after 40 ms   ? how is the deadline made of timeoutMs, and does a call wait for another
  dial(silent server, { timeoutMs: 1_700 }) returns ${TIMED_OUT} after 1,700 ms
  dial(silent server, { timeoutMs: 7_000 }) returns ${TIMED_OUT} after 7 s
  dial(silent server, { timeoutMs: 30_000 }) returns ${TIMED_OUT} after 30 s
  call 1 returns ${TIMED_OUT} after 21,100 to 21,300 ms   ? which variable do two calls share
  # the first of two ends while the second waits
  dial(silent server, { timeoutMs: 40 })
  dial(silent server, { timeoutMs: 1_700 })
  call 6 returns ${TIMED_OUT}
  call 7 returns ${TIMED_OUT} after 1,600 to 1,700 ms   ? which variable do two calls share
`;

dial("waits as long as the longest deadline")`
  every connect is held back
  dial(server, { timeoutMs: 2_147_483_647 })
  2,147,483,000 ms pass
  pending                    ? how long may a deadline be, and which number does your timer get
  the connects complete
  conn is what it gives
  conn carries both ways
`;

dial("waits for a slow handshake until the deadline")`
  every connect is held back
  dial(server, { timeoutMs: 5_000 })
  pending                    ? how long may a connect take
  the connects complete
  conn is what it gives      ? a connection within the deadline is handed out
  conn carries both ways
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

dial("reports that the kernel gave up")`
  Deno.connect() fails with ETIMEDOUT
  dial(${ANY}, { timeoutMs: 5_000 }) returns ${TIMED_OUT}   ? the name and the code of the error
`;

part("one message, one reply");

/** How a conversation may end, in a script. */
const ENDS = "exit, end-of-input, server-closed, reset, reset or server-closed";

/** What scripts compare of a conversation: how it ended, and its replies. */
const conversation = (one: Called<Solution.Conversation>) => {
  const gave = async <K extends keyof Solution.Conversation>(field: K) =>
    fieldOf(await one.value(), field, {
      did: one.did,
      expected: "{ replies, ended }",
      lookAt: "what it returns, on each way out",
    });
  return Object.fromEntries(
    ENDS.split(", ").map((name) => [
      `ended ${name}, replies`,
      async (written: string[]) => {
        const ends = name.split(" or ");
        const replies = await gave("replies");
        // `…` is any reply.
        const due = written.map((text, i) =>
          text === "…" ? Object(replies)[i] ?? text : text
        );
        // Some systems throw away what came before a reset.
        const most = ends.length > 1 ? replies?.length : due.length;
        equal(replies, due.slice(0, most), { did: `${one.did}: replies` });
        const ended = await gave("ended");
        expect(ends.some((each) => each === ended), {
          cause: "wrong-value",
          did: `${one.did}: ended`,
          expected: ends.map(show).join(" or "),
          came: show(ended),
          lookAt: ENDS.split(", ").includes(ended)
            ? undefined
            : "which are the four words for an end",
        });
      },
    ]),
  );
};

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
  server ← hello
  server ← nothing           ? what is written before the reply comes: the message, and what else
  server → {one:5}
  server ← "foo bar"         ? what ends the wait for a reply, and what ends the loop
  server → {two:5} ← FIN     ? after the last reply: what is sent, and what closes the connection
  resolves                   ? what do you await after the last reply
  ended end-of-input, replies = {one} | {two}    ? what do you read for one reply, and which end is this
`;

converse("sends UTF-8", ["Grüße", "日本 €"])`
  server ← Grüße → OK!!!     ? how many bytes does a character have
  server ← "日本 €" → OK!!! ← FIN
  ended end-of-input, replies = OK!!! | OK!!!    ? how many bytes does a message have
`;

converse("waits for the whole reply before the next message", ["one", "two"])`
  server ← one
  # no byte of the reply has been sent yet
  server ← nothing           ? how many bytes of the reply are there when you write again
  server → OK!!
  a moment passes
  # the reply is not whole yet
  server ← nothing           ? one read is not one reply: how many bytes of it are there when you write again
  server → !
  server ← two → OK!!!       ? what do you await between two messages
  ended end-of-input, replies = OK!!! | OK!!!   ? how do the pieces of a reply come together
`;

converse("collects a reply that arrives in pieces", ["one", "two"])`
  server ← one → {one:5} in pieces   ? what ends a reply: a number of reads, or of bytes
  server ← two → {two:5} in pieces of 2, 1, 2
  ended end-of-input, replies = {one} | {two}
`;

converse("decodes a reply when it is whole", ["one", "two"])`
  server ← one → é€ in pieces of 1, 2, 1, 1   ? a character may be split between two reads
  server ← two → ab€ in pieces of 4, 1
  ended end-of-input, replies = é€ | ab€
`;

// Each of the three messages is answered by something: a client that writes
// twice without an answer waits 40 ms for an ACK (Nagle).
converse("keeps a reply that arrives with the one before", ["a", "b", "c"])`
  server ← a → {one:5}{two:2}
  server ← b → {rest:3}{three:5}   ? what ends a reply
  server ← c                 ? what happens to the bytes after the first reply
  ended end-of-input, replies = {one} | {two}{rest} | {three}
`;

converse(
  "changes neither a message nor a reply",
  "same|same| |\t|two\r\nlines |line\n|\n|$& %s $1|a\0b\0|\0|e\u0301 m²|a\ufeffb|\ufeff"
    .split("|"),
)`
  server ← same → " ok\r\n"   ? which messages are sent, and what is done to a text besides encoding it
  server ← same → "\0 \0 \0"
  server ← " " → "     "
  server ← "\t" → Error
  server ← "two\r\nlines " → "$& %s"
  server ← "line\n" → "$1 $$"
  server ← "\n" → "\n\n\n\n\n"
  server ← "$& %s $1" → OK!!!
  server ← "a\0b\0" → "\0\0\0\0\0"
  server ← "\0" → "\u001b[0m\u0008"
  # a letter and its accent may be two characters
  server ← "e\u0301 m²" → "e\u0301m "
  server ← "a\ufeffb" → "a\ufeffb"
  server ← "\ufeff" → OK!!!
  ended end-of-input, replies = " ok\r\n" | "\0 \0 \0" | "     " | Error | "$& %s" | "$1 $$" | "\n\n\n\n\n" | OK!!! | "\0\0\0\0\0" | "\u001b[0m\u0008" | "e\u0301m " | "a\ufeffb" | OK!!!   ? what is done to a reply besides decoding it
`;

converse("waits for a reply without a limit", ["one", "two"])`
  server ← one
  2,147,483,000 ms pass      ? what do you await between two messages: the reply, or a time
  pending
  server → OK
  time passes                ? what ends your wait for the rest of a reply
  pending
  server → !!!
  server ← two
  time passes                ? what do you await between two messages: the reply, or a time
  pending
  server → OK!!! ← FIN
  ended end-of-input, replies = OK!!! | OK!!!
`;

converseOf('["one", "two"].values()', () => ["one", "two"].values())(
  "takes any iterable once",
)`
  server ← one → OK!!!       ? what may you do with an Iterable, besides for … of
  server ← two → OK!!! ← FIN
  ended end-of-input, replies = OK!!! | OK!!!
`;

part("how it ended");

converse("closes when there is nothing to send", [])`
  server ← FIN               ? which path leaves without close()
  ended end-of-input, replies =
`;

converse("stops after the answer to exit", ["hello", "exit", "more"])`
  server ← hello → OK!!!
  server ← exit              ? is exit sent like any other message
  # exit has not been answered yet
  server ← nothing           ? where do you look for exit: before or after the reply
  time passes                ? what ends your wait for the answer to exit
  pending
  server → OK!!! ← FIN       ? after the answer to exit: what is sent, what is awaited, and what closes the connection
  ended exit, replies = OK!!! | OK!!!    ? what ends the loop after exit
`;

converse(
  "takes exit letter for letter",
  "exit now|Exit| exit|exit |exit\n|exit\r\n|a\nexit|helloexit|ｅｘｉｔ".split(
    "|",
  ),
)`
  server ← "exit now" → OK!!!    ? how do you compare a message with exit
  server ← Exit → OK!!!
  server ← " exit" → OK!!!
  server ← "exit " → OK!!!
  server ← "exit\n" → OK!!!
  server ← "exit\r\n" → OK!!!
  server ← "a\nexit" → OK!!!
  server ← helloexit → OK!!!
  server ← ｅｘｉｔ → OK!!!
  ended end-of-input, replies = OK!!! | OK!!! | OK!!! | OK!!! | OK!!! | OK!!! | OK!!! | OK!!! | OK!!!
`;

converse("ends with exit when the server closes after its answer", ["exit"])`
  server ← exit → OK!!! → close   ? the notes' server answers exit and closes at once: which end is that
  ended exit, replies = OK!!!
`;

converse(
  "ends with the input when the server closes after the last reply",
  ["one"],
)`
  server ← one → OK!!! → FIN   ? was every message sent and answered
  ended end-of-input, replies = OK!!!
`;

converse("ends when the server closes before the reply", ["a", "b", "c"])`
  server ← a → OK!!!         ? what does read() return at end of stream
  server ← b → FIN ← close   ? what happens when read() gives null: is the connection closed
  ended server-closed, replies = OK!!!   ? who ended the conversation, and was every message answered
`;

converse("drops a part of a reply at the end", ["one", "two"])`
  server ← one → OK!! → FIN   ? how long is a reply when the stream ends
  ended server-closed, replies =
`;

converse("calls an unanswered exit server-closed", ["exit"])`
  server ← exit → ${each("", "OK!!")} → FIN   ? was exit answered
  ended server-closed, replies =
`;

converse("ends when the server resets", ["one", "exit", "three"])`
  server ← one → OK!!!
  server ← exit → OK
  a moment passes
  server → RST
  ended reset, replies = OK!!!            ? what does read() do after a reset, and who catches it
`;

part("what a user typed");

const splitInput = values("splitInput", {
  outcomes: { "no lines": () => [] },
});

splitInput("splits text into lines")`
  "hello\nfoo bar\nexit\n" → "hello" | "foo bar" | "exit"   ? what do you split at, and what is left after the last line end
`;

splitInput("takes the last line without a line end")`
  "one\ntwo" → "one" | "two"     ? what happens to the text after the last line end
`;

splitInput("takes a carriage return before the line feed")`
  "one\r\ntwo\nthree\r\n" → "one" | "two" | "three"   ? a line may end with two characters
`;

splitInput("drops empty lines")`
  "\n\r\none\n\n\r\n\ntwo\n\n" → "one" | "two"   ? what is between two line ends that follow each other
  "" → no lines              ? which lines does a text without characters have
`;

splitInput("takes nothing else from a line")`
  "  two  spaces \n\t\na\rb\na\u2028b\vc\n日本\n " → "  two  spaces " | "\t" | "a\rb" | "a\u2028b\vc" | "日本" | " "   ? which characters end a line, and which belong to it
  "a\u2029b\u000cc\u0085d\n\u0008\u001b[0m\ne\u0301 🙂\n\\n" → "a\u2029b\u000cc\u0085d" | "\u0008\u001b[0m" | "e\u0301 🙂" | "\\n"
  "one\r\r\ntwo" → "one\r" | "two"
  "one\r\rtwo\nthree" → "one\r\rtwo" | "three"
  "one\ntwo\r" → "one" | "two\r"
  "one\n\rtwo" → "one" | "\rtwo"
  "a\ufeffb\nc" → "a\ufeffb" | "c"
  "a\0b\nc" → "a\0b" | "c"
  "\r\r\none\none" → "\r" | "one" | "one"   ? which lines do you drop
`;

check("skips empty messages", { needs: ["converse"] }, async () => {
  await converse.play(["", "one", "", "", "two", ""])`
    server ← one → OK!!!     ? what happens at an empty message: how many bytes are sent for it, and does the loop go on
    server ← two → OK!!!
    ended end-of-input, replies = OK!!! | OK!!!`;
  await converse.play(["", ""])`
    server ← FIN             ? what is left to send when every message is empty
    ended end-of-input, replies =`;
});

calls(
  "converse(conn, splitInput(text))",
  async ({ server }) => {
    const lines = submission.splitInput("hello\r\nfoo bar\n\nexit\nmore");
    const dialled = await submission.dial(server, { timeoutMs: 5_000 });
    return submission.converse((dialled as { conn: Deno.Conn }).conn, lines);
  },
  { ...CONVERSES, hands: [], listens: ["server"] },
).with({ needs: ["splitInput", "dial", "converse"] })(
  "holds a whole session with the notes' server",
)`
  server ← hello → OK!!!     ? what each of the three functions hands to the next
  server ← "foo bar" → OK!!!
  server ← exit → OK!!! ← FIN
  ended exit, replies = OK!!! | OK!!! | OK!!!
`;

part("beyond");

dial("takes 0 for a deadline that is over")`
  dial(silent server, { timeoutMs: 0 }) returns ${TIMED_OUT}   ? which numbers does your deadline take for no number
`;

// How bytes that are no text are shown is free.
converse("survives a reply that is not UTF-8", ["one", "two"])`
  server ← one → [ff c3 28 80 21]   ? what the decoder does with bytes that are no text
  server ← two → OK!!!
  ended end-of-input, replies = … | OK!!!
`;

// The last two bytes of the first reply begin a character that has three.
converse("decodes each reply for itself", ["one", "two"])`
  server ← one → [4f 4b 21 e6 bc]   ? what a decoder keeps from one reply to the next
  server ← two → OK!!!
  ended end-of-input, replies = … | OK!!!
`;

// The reply and the reset arrive together: the next write fails. Some systems
// throw away what was received before a reset.
converse("ends when a write meets a connection that is gone", ["one", "two"])`
  server ← one → OK!!! → RST   ? which read or write fails there, and who catches its error
  ended reset or server-closed, replies = OK!!!
`;

check("holds a conversation of any length", {
  needs: ["converse", "splitInput"],
  virtual: true,
  lookAt: "what do you count, and what happens at that number",
}, async () => {
  await converseOf("<1100 messages>", () => Array(1_100).fill("hello")).play()`
    1100 times
      server ← hello → OK!!!
    ended end-of-input, replies = ${Array(1_100).fill("OK!!!")}`;
  const text = "one\n".repeat(12_000) + random.word(70_000);
  const lines = submission.splitInput(text);
  const did = "splitInput(text), 12001 lines";
  equal(lines.length, 12_001, { did: `${did}: how many` });
  equal(lines.at(-1)?.length, 70_000, {
    did: `${did}: characters of the last`,
  });
});

const NEXT = each("OK!!!no", "yes!!");
converse("begins each conversation anew", ["one"])`
  # the first reply has two bytes more
  server ← one → ${NEXT}   ? whose are the bytes behind a reply, and who gets them next
  ended end-of-input, replies = ${each("OK!!!", "yes!!")}
`;

converse.twice("keeps two conversations apart", ["question", "exit"])`
  server 1 ← question        ? which variables do two conversations share
  server 2 ← question
  server 1 → {a:2}
  a moment passes
  server 2 → {p:2}
  a moment passes
  server 1 → {b:3}
  a moment passes
  server 2 → {q:3}
  server 1 ← exit → OK!!!
  server 2 ← exit → OK!!!
  ended exit, replies 1 = {a}{b} | OK!!!
  ended exit, replies 2 = {p}{q} | OK!!!
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

converseLong(LONG, 17_000_000)("writes a long message completely")`
  # its first write has filled the buffers
  a moment passes
  server ← ${LONG} → OK!!!   ? what does write() return, which bytes does the next one get, and is anything cut
  server ← exit → OK!!!
  ended exit, replies = OK!!! | OK!!!
`;

converseLong(MANY_BYTES, 6_000_001)(
  "writes a long message of many alphabets completely",
)`
  # its first write has filled the buffers
  a moment passes
  server ← ${MANY_BYTES} → OK!!!   ? in which unit do you count, and is a text cut before it is encoded
  server ← exit → OK!!!
  ended exit, replies = OK!!! | OK!!!
`;

converseLong(SIX, 6_000_000)("waits for a server that does not read")`
  a moment passes            ? what ends your wait for a write
  time passes, and nobody reads
  # the server has not read anything
  pending
  server ← ${SIX}            ? what does write() return, and which bytes does the next one get
  server → OK!!! ← exit → OK!!!
  ended exit, replies = OK!!! | OK!!!
`;

converseLong(SIX, 6_000_000)(
  "ends when the server goes away during a long message",
)`
  a moment passes
  # most of the message is unread: close() sends RST
  server → close             ? which read or write fails there, and who catches its error
  ended reset or server-closed, replies =
`;

// Behind the long messages: what a short write is, they tell better.
const converses = scenes(() => ({
  calls: {
    converse: (conn: Deno.Conn, messages: string[]) =>
      submission.converse(conn, messages).then(({ replies }) =>
        replies.join(" ")
      ),
  },
}), { neverRejects: "where is an error of the connection caught" });

converses("keeps two messages apart while one waits for room")`
  conn has room for 2 bytes
  converse(conn, ${["one message"]})
  converse(conn 2, ${["another"]})
  peer 2 ← another → OK!!!   ? which variables do two conversations share, and what is left of a message while its write waits
  call 2 returns OK!!!
  conn gets room for 4 | 5
  peer ← "one message" → OK!!!
  call 1 returns OK!!!
`;
