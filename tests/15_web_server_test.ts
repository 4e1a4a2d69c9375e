import type * as Solution from "../solutions/15_web_server.ts";
import {
  type CheckNeeds,
  each,
  equal,
  factsOfRequests,
  headOf,
  httpSigns,
  isEqual,
  isInstance,
  latin1,
  latin1Text,
  load,
  lookAtHead,
  obeysPort,
  once,
  onPurpose,
  pattern,
  type PlainHead,
  plainHead,
  quoteBytes,
  random,
  refusal,
  requestHead as head,
  type SeenRequest,
  seenRequest,
  show,
  stopsAsTheyConnect,
  such,
  textRows,
  viewOf,
} from "../workbook/grading/mod.ts";

const { submission, part, check, serves, values } = await load<typeof Solution>(
  "15_web_server",
  () => import("../lessons/15_web_server/exercise.ts"),
  () =>
    import("../lessons/15_web_server/exercise.ts", { with: { type: "text" } }),
  { needs: ["startWebServer"] },
);

type WebRequest = Solution.WebRequest;
type WebResponse = Solution.WebResponse;

type Parse = typeof submission.parseRequestHead;

const SHOWN = {
  call: ((bytes) => plainHead(submission.parseRequestHead(bytes))) as Parse,
  did: (bytes: Uint8Array) => `parseRequestHead(${quoteBytes(bytes)})`,
  tells: lookAtHead,
};

/** Checks of heads; a line of theirs is completed by `makes`, and what it says is read by `gives`. */
const parses = (
  makes: (text: string) => string,
  gives: (text: string) => PlainHead = headOf,
  call = SHOWN.call,
) =>
  values("parseRequestHead", {
    ...SHOWN,
    call,
    inputs: {
      "a beginning of …": (text) =>
        Array.from(text, (_, at) => viewOf(latin1(text.slice(0, at)))),
      "…": (text) => viewOf(latin1(makes(text))),
    },
    outcomes: {
      "own or none: …": (_, text) => {
        const due = gives(text);
        return such(
          `${show(due)}, null or a SyntaxError`,
          (came) => came === null || isEqual(came, due),
        );
      },
      "…": (_, text) => gives(text) as never,
    },
  });

/** A line is a whole head. */
const heads = parses((text) => text);
/** A line is the first line of a head without headers. */
const firstLines = parses((line) => `${line}\r\n\r\n`);
/** A line are the headers behind `GET / HTTP/1.1`. */
const headers = parses(
  (lines) => `GET / HTTP/1.1\r\n${lines}\r\n\r\n`,
  (text) => headOf(`GET / HTTP/1.1 with ${text}`),
);
/** Checks of heads in code. */
const parseRequestHead = values("parseRequestHead", SHOWN);

part("what a head says");

firstLines("reads the first line")`
  GET / HTTP/1.1                                → GET / HTTP/1.1                     ? which three words does the first line have
  POST /a/b?c=d%20e&f HTTP/1.0                  → POST /a/b?c=d%20e&f HTTP/1.0       ? method and target stay as they were sent
  DELETE http://a.b:80/ HTTP/2.7                → DELETE http://a.b:80/ HTTP/2.7     ? does the parser judge, or the server
  OPTIONS * HTTP/0.9                            → OPTIONS * HTTP/0.9
  get /%C3%89 HTTP/1.1                          → get /%C3%89 HTTP/1.1               ? method and target stay as they were sent
  "!#$%&'*+-.^_\`|~09azAZ / HTTP/1.1"           → "!#$%&'*+-.^_\`|~09azAZ / HTTP/1.1"   ? which characters may a token have (RFC 9110 section 5.6.2)
`;

heads("gives null until the empty line has come")`
  a beginning of GET /a HTTP/1.1\r\nHost: a\r\nX-Y: b\r\n\r\n → null   ? which bytes end a head
`;

headers("gives names in lower case, and values without blanks")`
  Host: a.b:80\r\nCONTENT-length:5                   → host: a.b:80; content-length: 5        ? is the name in lower case, and the value whole
  "IF-MATCH:  b  c\td "                              → if-match: b  c\td                      ? which blanks are no part of a value
  "A:b\r\nC:  d  \r\nE:\tf\t \r\nG: \t h i\t j "     → a: b; c: d; e: f; g: h i\t j           ? which blanks belong to a value: those in it, not those at its ends
  A:\r\nB: \r\nC: : d:e                              → a: ; b: ; c: : d:e                     ? which colon is the first one; may a value be empty
  "A: B\r\n!#$%&'*+-.^_\`|~09: c"                    → "a: B; !#$%&'*+-.^_\`|~09: c"          ? which characters may a token have; does the value keep its case
  Constructor: a\r\n__proto__x: b\r\nToString: c     → constructor: a; __proto__x: b; tostring: c   ? is it a Map, and made by set()
`;

heads("ignores what follows the empty line")`
  GET / HTTP/1.1\r\nHost: a\r\n\r\nPOST /b HTTP/1.1\r\nHost: b\r\n\r\n   → GET / HTTP/1.1 with host: a   ? where does the head end
  GET / HTTP/1.1\r\nA: b\r\n\r\n\r\n\0\r \xff:                           → GET / HTTP/1.1 with a: b
  GET / HTTP/1.1\r\n\r\nHost: a\r\n\r\n                                  → GET / HTTP/1.1
`;

headers("joins the values of a repeated name")`
  A: 1\r\nB: x\r\na: 2\r\nA: 3   → a: 1, 2, 3; b: x   ? what if the name is in the map already, and what stands between two values
  A:\r\na: 2\r\nA:               → "a: , 2, "
`;

part("what is no head");

/** Heads that are refused. With a Host: they are no requests either. */
const FIRST_LINES = textRows((line) => latin1(`${line}\r\nHost: a\r\n\r\n`))`
  GET | GET / | GET HTTP/1.1 | " " | GET / HTTP/1.1 x | GET /a b HTTP/1.1   ? method, target and version: are all three there, and nothing else
  GET  / HTTP/1.1 | GET /  HTTP/1.1 | GET  HTTP/1.1 | " GET / HTTP/1.1"     ? one space stands between two words, and no other blank
  "GET / HTTP/1.1 " | GET\t/ HTTP/1.1 | GET /\tHTTP/1.1
  GET / http/1.1 | GET / HTTP/1 | GET / HTTP/1. | GET / HTTP/11             ? the version is HTTP/, a digit, a dot, a digit
  GET / HTTP/1.10 | GET / HTTP/01.1 | GET / HTTP/a.b | GET / HTTP/1,1
  GET / HTTPS/1.1 | GET / xHTTP/1.1 | GET / 1.1
  G(T / HTTP/1.1 | GE:T / HTTP/1.1 | G\0T / HTTP/1.1                        ? which characters may a token have
  "\"GET\" / HTTP/1.1" | G\xc9T / HTTP/1.1 | "\{GET\} / HTTP/1.1"
`;

const HEADER_LINES = textRows((line) => [
  `${line}\r\nHost: a`,
  `Host: a\r\n${line}\r\nC: d`,
])`
  Name : a | Name\t: a | X Y: a | A B: c        ? no blank in a name, also not before the colon
  no colon | x | x=1 | abc                                   ? a header has a colon
  " X: a" | " folded" | "\tfolded: a" | " "                            ? a line that begins with a blank is no header
  : | : a                                                    ? a name has at least one character
  \xe2\x84\xaaeep: a                                         ? which letters become a-z only by toLowerCase()
  A(b): c | A\0: c | "A\"b: c" | \xc4: c | A/b: c | "A[b]: c"   ? which characters may a token have
`.flatMap(({ value, lookAt }) =>
  value.map((lines) => ({
    value: latin1(`GET / HTTP/1.1\r\n${lines}\r\n\r\n`),
    lookAt,
  }))
);

const HIDDEN = textRows((text) =>
  latin1(text.replace("1.1\r\n", "1.1\r\nHost: a\r\n"))
)`
  GET /\r HTTP/1.1\r\n\r\n | GET /\0 HTTP/1.1\r\n\r\n                    ? may a target have CR or NUL in it
  GET / HTTP/1.1\r\r\n\r\n | \rGET / HTTP/1.1\r\n\r\n                  ? which CR ends the first line, and may it have another one
  GET / HTTP/1.1\r\nA: b\rc\r\n\r\n | GET / HTTP/1.1\r\nA: b\0c\r\n\r\n   ? may a value have CR or NUL in it
  GET / HTTP/1.1\r\nA: b\r\r\n\r\n | GET / HTTP/1.1\r\nA: \0\r\n\r\n
  GET / HTTP/1.1\r\nA: b\r\nC: d\rHost: e\r\n\r\n | GET / HTTP/1.1\r\nA:\rb\r\n\r\n
`;

/** A check of heads that are all refused. */
const refusesHeads = (name: string, heads: typeof FIRST_LINES) =>
  parseRequestHead(
    name,
    heads.map(({ value, lookAt }) =>
      [[viewOf(value)], refusal(SyntaxError), lookAt] as const
    ),
  );

refusesHeads("refuses a first line that is none", [
  { value: latin1("\r\nHost: a\r\n\r\n"), lookAt: FIRST_LINES[0].lookAt },
  ...FIRST_LINES,
]);

refusesHeads("refuses a header that is none", HEADER_LINES);

const TOKEN_SIGNS = pattern(/[!#$%&'*+\-.^_`|~0-9A-Za-z]/);

/** Every character that no token has. A colon ends a name, a line feed ends a line. */
const NO_TOKENS = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i))
  .filter((sign) => sign !== ":" && sign !== "\n" && !TOKEN_SIGNS.test(sign));

refusesHeads(
  "refuses every character that no token has",
  NO_TOKENS.flatMap((sign) =>
    [`GET / HTTP/1.1\r\nA${sign}B: c`, `A${sign}B / HTTP/1.1`].map((lines) => ({
      value: latin1(`${lines}\r\n\r\n`),
      lookAt: "which characters may a token have",
    }))
  ),
);

refusesHeads("refuses CR and NUL inside a line", HIDDEN);

/** A refusal is `null`, too. */
const orRefuses: Parse = (bytes) => {
  try {
    return SHOWN.call(bytes);
  } catch (error) {
    if (isInstance(error, SyntaxError)) return null;
    throw error;
  }
};

parses((text) => text, headOf, orRefuses)(
  "takes LF alone for the end of a line, or refuses it",
)`
  # or does not take the head for complete
  GET / HTTP/1.1\nA: b\nC: d\n\n           → own or none: GET / HTTP/1.1 with a: b; c: d   ? is a LF ever part of a value
  GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n     → own or none: GET / HTTP/1.1 with a: b; c: d
  GET / HTTP/1.1\nA: b\r\nC: d\r\n\r\n     → own or none: GET / HTTP/1.1 with a: b; c: d
`;

// A server, and answers.

/** How the server of a check answers, and its limits. */
interface Setup {
  respond?: (request: WebRequest) => WebResponse | Promise<WebResponse>;
  maxHeadBytes?: number;
  headTimeoutMs?: number;
}

const OK = (): WebResponse => ({ status: 200, body: "fine" });

/** What the respond of each server saw. */
const seenBy = new WeakMap<object, SeenRequest[]>();

/** Starts a server. */
function start({ respond = OK, ...limits }: Setup = {}): Solution.Server {
  const seen: SeenRequest[] = [];
  const server = submission.startWebServer({
    ...limits,
    respond(request) {
      seen.push(seenRequest(request));
      return respond(request);
    },
  });
  if (Object(server) === server) seenBy.set(server, seen);
  return server;
}

const web = serves("startWebServer(options)", () => start(), {
  has: ["addr", "finished", "stop"],
  sign: httpSigns,
  facts: (one) => factsOfRequests(one, () => seenBy.get(one.server)!),
});

/** Time costs nothing there. */
const VIRTUAL = { virtual: true };

/** A check whose server is set up in one way. */
const site = (name: string, setup: Setup = {}, needs: CheckNeeds = VIRTUAL) =>
  web.with(() => start(setup))(name, needs);

const GET = head("GET / HTTP/1.1");

/** Answers later. */
const after = (ms: number, response: WebResponse = OK()) => () =>
  new Promise<WebResponse>((resolve) =>
    setTimeout(() => resolve(response), ms)
  );

part("an answer");

/** How these bytes are decoded is free; they are no UTF-8. */
const ABOVE_7F = latin1(head("GET / HTTP/1.1", "X: a\xff\xe9b"));

site("answers a request", {
  respond: () => ({
    status: 200,
    headers: { "Content-Type": "text/plain", "X-A": "b" },
    body: "hello",
  }),
})`
  a client → GET / ← 200 "hello" content-type: text/plain x-a: b   ? is it written, and whole: the first line, the headers, the empty line, the body
  a client → "GET / HTTP/1.0\r\n\r\n" ← 200 "hello"                ? HTTP/1.0 is answered, too, and needs no Host
  a client → POST / "" ← 200 "hello"                               ? which methods are answered
  a client → ${ABOVE_7F} ← 200 "hello"                             ? may a value have bytes above 7F, whatever they stand for
  # another server, on a port of its own
  a guest → GET / ← 200 "hello"                                    ? which port does Deno.listen() get
`;

site("says the time of each answer")`
  a client → GET / ← 200 "fine"   ? is it written, also without headers of respond
  time passes
  a client → GET / ← 200 "fine"   ? when is the time taken: once, or for each answer
`;

site("gives respond the request")`
  a client → "GET /a?b HTTP/1.1\r\nHost: a\r\nX-Y:  z \r\nx-y: 2\r\n\r\n" ← 200   ? what does respond get
  method = GET
  target = /a?b
  version = HTTP/1.1
  headers = host: a | x-y: z, 2
  body = ""
  requests = 1                ? how often is respond called for one request
`;

/** Answers with the status of the target, and a body if the target does not end with x. */
const byTarget: Setup = {
  respond: ({ target, method }) => ({
    status: Number(target.slice(1, 4)),
    headers: { "X-A": "b", "X-Empty": "", "X-Method": method },
    body: target.endsWith("x") ? undefined : "hello",
  }),
};

site("sends the status that respond gives", byTarget)`
  a client → GET /200 ← 200 "hello"   ? which statuses may respond give
  a client → GET /302 ← 302 "hello"
  a client → GET /404 ← 404 "hello"
  a client → GET /503 ← 503 "hello"
  a client → GET /599 ← 599 "hello"
`;

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, i) => i);

/** Bodies by their targets. */
const BODIES: Record<string, string | Uint8Array | undefined> = {
  "/none": undefined,
  "/empty": "",
  "/text": "h\xe9llo 半🙂",
  "/bytes": ALL_BYTES,
  "/view": latin1("before, inside, behind").subarray(8, 14),
  "/lines": "\ufeff$& %s\r\n\r\nb\r\n",
};

site("sends the body, and its length in bytes", {
  respond: ({ target }) => ({ status: 200, body: BODIES[target] }),
})`
  a client → GET /none ← 200 ""                 ? how many bytes has the text; is all of it sent, and nothing else
  a client → GET /empty ← 200 ""
  a client → GET /text ← 200 "h\xe9llo 半🙂"
  a client → GET /bytes ← 200 ${ALL_BYTES}
  a client → GET /view ← 200 "inside"           ? in which buffer does a view lie, and where does it begin
  a client → GET /lines ← 200 "\ufeff$& %s\r\n\r\nb\r\n"   ? what is done to a text before it is sent
`;

/** Headers that are the server's own, and one that is not. */
const OWN = {
  "connection": "keep-alive",
  "content-length": "3",
  "date": "today",
  "transfer-encoding": "chunked",
  "x-a": "$&$1%s",
};
const UPPER = Object.fromEntries(
  Object.entries(OWN).map(([name, value]) => [name.toUpperCase(), value]),
);

site("keeps its own headers to itself", {
  respond: ({ target }) => ({
    ...OK(),
    headers: { ...(target === "/upper" ? UPPER : OWN) },
  }),
})`
  a client → GET /lower ← 200 "fine" x-a: $&$1%s   ? which headers are the server's own, and what is done to the others
  a client → GET /upper ← 200 "fine" x-a: $&$1%s
`;

site("sends HEAD what GET gets, without the body", byTarget)`
  a client → HEAD /200 ← head of 200 "hello" x-method: HEAD   ? what does HEAD get; does respond see HEAD
  a client → HEAD /404 ← head of 404 "hello" x-method: HEAD
  a client → HEAD /503 ← head of 503 "hello" x-method: HEAD
`;

site("sends no body with 204 and 304", byTarget)`
  a client → GET /204 ← head of 204 "hello"   ? which answers have no body
  a client → GET /204x ← head of 204
  a client → GET /304 ← head of 304 "hello"
  a client → GET /304x ← head of 304 ""
  a client → HEAD /204 ← head of 204
`;

site("sends the headers of respond with every status", {
  respond: ({ target }) => ({
    status: Number(target.slice(1)),
    headers: { "X-A": "b", "X-Empty": "", "X-Name": "André" },
  }),
})`
  a client → GET /200 ← 200 x-a: b x-empty: ""           ? which headers of respond are left out, and which make a 500
  a client → GET /204 ← head of 204 x-a: b x-empty: ""
  a client → GET /304 ← head of 304 x-a: b x-empty: ""
  a client → HEAD /404 ← head of 404 x-a: b x-empty: ""
`;

const ON_PURPOSE: Record<string, Error> = {
  throws: onPurpose(new Error("on purpose")),
  syntax: onPurpose(new SyntaxError("on purpose")),
  type: onPurpose(new TypeError("on purpose")),
};

/** Fails, or answers with what cannot be sent. */
function respondBadly({ target }: WebRequest): WebResponse | Promise<never> {
  const [, kind, what] = target.split("/").map(decodeURIComponent);
  if (kind in ON_PURPOSE) throw ON_PURPOSE[kind];
  if (kind === "rejects") return Promise.reject(ON_PURPOSE.throws);
  if (kind === "null") return Promise.reject(null);
  if (kind === "status") return { ...OK(), status: Number(what) };
  if (kind === "name") return { ...OK(), headers: { [what]: "x" } };
  const name = kind === "own" ? "Connection" : "X-A";
  return { ...OK(), headers: { [name]: what } };
}

/** Requests with such a target. */
const gets = textRows((target) => head(`GET ${target} HTTP/1.1`));

const UNSENDABLE = gets`
  /throws | /rejects | /syntax | /type | /null   ? respond fails, or gives what cannot be sent: who finds out, and when
  /status/0 | /status/100 | /status/199 | /status/600 | /status/1000 | /status/-200 | /status/200.5 | /status/NaN
  /name/ | /name/a%20b | /name/a%3Ab | /name/a%0D%0Ab | /name/a%00 | /name/(a) | /name/%C3%A9
  /own/a%0D%0Ab%3A%20c | /value/a%0D%0Ab%3A%20c | /value/a%0Ab | /value/a%0Db | /value/a%00b | /value/a%0A
`;

site("answers 500 when respond fails", { respond: respondBadly })`
  a client → ${UNSENDABLE} ← 500
  a client → HEAD /throws ← head of 500   ? HEAD gets no body, whatever the status
`;

site("serves others while respond takes its time", {
  respond: ({ target }) =>
    target === "/slow" ? after(5_000, { status: 200, body: "slow" })() : OK(),
})`
  client → GET /slow                  ? who waits for respond
  a client → GET / ← 200 "fine"
  a client → GET / ← 200 "fine"
  4,500 ms pass
  client ← 200 "slow"
`;

web("closes when the client has closed")`
  client 1 → GET / ← end → close   ? who closes after the answer
  open = 0                         ? is the connection closed, also when it was half-closed before
  client 2 → GET / ← end → close
  open = 0
`;

web("stops as in lesson 3", {}, async (one) => {
  await one.play`
    clients 1-2 connect
    client 1 → GET / ← end → close
    client 3 connects
    open = 2
    finished = pending          ? when is everything over
    stop()
    finished = resolved         ? which promise does stop() wait for
    clients 2-3 ← end           ? which connections does stop() close
    port = free`;
  await web.begin().play`
    # a server without clients: nothing but accept() is left to wait for
    stop()
    port = free                 ? does stop() wait until accept() has ended`;
});

part("where the request ends");

const ECHO: Setup = { respond: ({ body }) => ({ status: 200, body }) };

site("takes exactly as many bytes as Content-Length says")`
  a client → POST / "hello" ← 200 "fine"    ? how many bytes of body follow the head
  body = hello
  a client → "POST / HTTP/1.1\r\nHost: a\r\ncontent-length:  3 \r\n\r\na\r\n" ← 200 "fine"
  body = "a\r\n"
  a client → POST / ${ALL_BYTES} ← 200 "fine"   ? is the body decoded and encoded again, or are its bytes kept
  body = ${latin1Text(ALL_BYTES)}
  a client → "POST / HTTP/1.1\r\nHost: a\r\nX: é\r\nContent-Length: 5\r\n\r\nhello" ← 200 "fine"   ? is the length of the head counted in bytes, or in characters
  body = hello
  a client → GET / "hello" ← 200 "fine"     ? may GET have a body
  body = hello
  a client → HEAD / "\n\n" ← head of 200 "fine"
  body = "\n\n"
  a client → POST / 3 bytes "hello" ← 200 "fine"   ? whose are the bytes behind the body
  body = hel
  a client → POST / 0 bytes "hello" ← 200 "fine"   ? is 0 a length
  body = ""
  a client → "POST / HTTP/1.1\r\nHost: a\r\n\r\nhello" ← 200 "fine"   ? how long is the body without Content-Length
  body = ""
  a client → "POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello" ← 200 "fine"   ? HTTP/1.0 has bodies, too
  body = hello
  a client → "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 00000000000000000010\r\n\r\nhellohello" ← 200 "fine"   ? which number do the digits of the length write
  body = hellohello
  requests = 11               ? how often is respond called for one request
`;

const SMALL = head("POST /a HTTP/1.1", "X: y", "Content-Length: 5") + "he\r\no";
/** Cut in two, at any place. */
const PIECES = each(...Array.from(SMALL.slice(1), (_, i) => [i + 1, 99]));

site("takes a request in any two pieces")`
  a client → ${SMALL} in pieces of ${PIECES} ← 200 "fine"   ? what is kept from one read() to the next, and when is the request whole
  method = POST
  target = /a
  headers = host: a | x: y | content-length: 5
  body = "he\r\no"
  requests = 1
`;

site("takes a request byte by byte")`
  a client → ${SMALL} in pieces ← 200 "fine"   ? what is kept from one read() to the next
  headers = host: a | x: y | content-length: 5
  body = "he\r\no"
  requests = 1
`;

site("calls respond when the last byte has come")`
  client → POST / 5 bytes
  requests = 0                ? is the request whole when its head is there
  client ← nothing
  client → hell
  requests = 0
  client ← nothing
  client → o
  requests = 1                ? is the last byte waited for, and none after it
  client ← 200 "fine"
`;

site("gives respond a body that stays as it is", {
  async respond({ body }) {
    await after(100)();
    return { status: 200, body };
  },
})`
  client → POST / "hello"
  a moment passes
  client → "what comes behind it"
  client ← 200 "hello"        ? which buffer does the body lie in, and who writes to it later
  # its body comes alone
  client 2 → POST / 5 bytes
  a moment passes
  client 2 → hello
  a moment passes
  client 2 → "what comes behind it"
  client 2 ← 200 "hello"
`;

site("reads one request a connection")`
  client 1 → "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n" ← end   ? does a second request wait behind the first one
  requests = 1
  client 2 → POST / 1 bytes "xGET /b HTTP/1.1\r\nHost: a\r\n\r\n" ← end
  requests = 2
  client 3 → GET / ← end → GET /b
  requests = 3                ? is anything read as a request after the answer
  client 4 → POST / 5 bytes → he
  client 4 ← nothing
  client 4 → "lloGET /b HTTP/1.1\r\nHost: a\r\n\r\n" ← end
  requests = 4                ? which bytes of a chunk belong to the body
`;

site("keeps the requests of two clients apart")`
  client 1 → POST /a 6 bytes → aaa   ? what do two connections share: a buffer, a rest, a Map
  a moment passes
  client 2 → POST /b 7 bytes → bbb
  a moment passes
  client 1 → AAA ← 200
  target = /a
  headers = host: a | content-length: 6
  body = aaaAAA
  client 2 → BBBB ← 200
  target = /b
  headers = host: a | content-length: 7
  body = bbbBBBB
  requests = 2
`;

site("never gives respond a request that ends early")`
  a client → FIN ← 400 or end                   ? what does null mean before the request is whole
  a client → G → FIN ← 400 or end
  a client → "GET / HTTP/1.1\r\nHost: a\r\n" → FIN ← 400 or end
  a client → POST / 5 bytes → FIN ← 400 or end
  a client → POST / 5 bytes → hell → FIN ← 400 or end
  requests = 0
  open = 0                                      ? who closes after an early end
`;

const MIB = "x".repeat(1_048_576);

site("takes a body of 1,048,576 bytes")`
  a client → POST / ${MIB} ← 200   ? which length is the first one that is too long, and of what is it the length
  body = ${MIB}
  requests = 1
`;

web("stops when half a request has come")`
  client 1 → "GET / HTT"
  client 2 → POST / 5 bytes → he
  open = 2                    ? is half of a head, or of a body, answered
  stop()
  clients 1-2 ← end           ? which connections does stop() close
  finished = resolved         ? which promise does stop() wait for
`;

part("refusals");

const BAD_HEADS = [...FIRST_LINES, ...HEADER_LINES, ...HIDDEN];

site("refuses a malformed head: 400")`
  a client → ${BAD_HEADS} ← 400
  requests = 0   ? who sees a refused request
`;

site("HTTP/1.1 needs exactly one Host: 400")`
  a client → "GET / HTTP/1.1\r\nHost:\r\n\r\n" ← 200       ? is a Host without a value none
  requests = 1
  a client → "GET / HTTP/1.1\r\n\r\n" ← 400                ? is there a Host
  a client → "HEAD / HTTP/1.1\r\n\r\n" ← head of 400
  a client → "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx" ← 400
  a client → "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" ← 400   ? is there more than one Host
  a client → "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n" ← 400
  a client → "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\nhOsT:b\r\n\r\n" ← 400
  a client → "GET / HTTP/1.1\r\nHost: a\r\nHost:\r\n\r\n" ← 400
  a client → "GET / HTTP/1.1\r\nHost:\r\nHost: a\r\n\r\n" ← 400
  requests = 1   ? who sees a refused request
`;

/** Requests with such a Content-Length. */
const BAD_LENGTHS = textRows((length) =>
  latin1(`${head("POST / HTTP/1.1", `Content-Length: ${length}`)}hello`)
)`
  "" | +5 | -5 | -0 | 5.0 | 5e0 | 0x5 | 0b1 | five   ? what do Number() and parseInt() take that is no row of decimal digits
  5a | a5 | 5 5 | 5;5 | \xb2 | 1_0 | Infinity | NaN
  5\r\nContent-Length: 6 | 6\r\nContent-Length: 5   ? two lengths that differ: which of them would you believe
  5\r\ncontent-length: 0 | 5\r\nContent-Length: | 5, 6 | 5,6
`;

site("Content-Length is one number of decimal digits: 400")`
  a client → ${BAD_LENGTHS} ← 400
  requests = 0   ? who sees a refused request
`;

/** Requests with these headers, and a body in chunks. */
const withChunks = textRows((lines) =>
  `${head("POST / HTTP/1.1", lines)}0\r\n\r\n`
);
const ENCODED = withChunks`
  Transfer-Encoding: chunked | transfer-encoding: gzip, chunked   ? which bodies can this server read
  Transfer-Encoding: identity | Transfer-Encoding:
`;
const TWO_LENGTHS = withChunks`
  Content-Length: 5\r\nTransfer-Encoding: chunked   ? two headers say where the body ends: which of them would you believe
  Transfer-Encoding: chunked\r\nContent-Length: 0
`;

site("any Transfer-Encoding is refused: 501, or 400 beside Content-Length")`
  a client → ${ENCODED} ← 501
  a client → "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" ← 501
  a client → "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n" ← 501
  a client → ${TWO_LENGTHS} ← 400 or 501
  requests = 0   ? who sees a refused request
`;

const OTHER_METHODS = textRows((method) => head(`${method} / HTTP/1.1`))`
  PUT | DELETE | OPTIONS | TRACE | CONNECT | get | Head | GETS | GE | constructor   ? which methods does this server know; is case significant
`;

site("other methods are refused: 405, with Allow")`
  a client → ${OTHER_METHODS} ← 405 allow: "GET, HEAD, POST"
  requests = 0   ? who sees a refused request
`;

/** Requests of other versions. */
const versions = (method: string) =>
  textRows((version) => head(`${method} / HTTP/${version}`))`
    0.9 | 2.0 | 3.0 | 0.0 | 9.9 | 0.1 | 1.2 | 1.9   ? which versions does this server know
  `;

site("other versions are refused: 505")`
  a client → ${versions("GET")} ← 505
  a client → ${versions("HEAD")} ← head of 505
  requests = 0   ? who sees a refused request
`;

site("takes HTTP/1.0 with and without Host")`
  a client → "GET / HTTP/1.0\r\n\r\n" ← 200               ? what does HTTP/1.0 need
  a client → "GET / HTTP/1.0\r\nHost: a\r\n\r\n" ← 200
  a client → "GET / HTTP/1.0\r\nHost:\r\n\r\n" ← 200
`;

const LONG_NUMBER = `Content-Length: ${"9".repeat(400)}`;

site("a length above 1,048,576 is refused at once: 413")`
  a client → POST / 1,048,577 bytes ← 413       ? is the body waited for; how large may a number be
  a client → POST / 2,000,000 bytes ← 413
  a client → POST / 4,294,967,296 bytes ← 413
  a client → POST / 4,294,967,301 bytes ← 413
  a client → POST / 18,446,744,073,709,551,621 bytes ← 413
  a client → ${head("POST / HTTP/1.1", LONG_NUMBER)} ← 413
  requests = 0                                  ? who sees a refused request
`;

const HUNDRED = { maxHeadBytes: 100 };

site("takes a head of exactly maxHeadBytes", HUNDRED)`
  a client → GET / of 99 bytes ← 200    ? does maxHeadBytes count the empty line, and what follows it
  a client → GET / of 100 bytes ← 200
  a client → POST / ${"x".repeat(200)} ← 200
  a client → ${SMALL.padEnd(100, "x")} in pieces of 64, 1 ← 200
`;

/** Beginnings of heads, of 101 bytes. */
const ENDLESS = textRows((text) => text.padEnd(101, "x"))`
  GET / | G | GET / HTTP/1.1\r\nHost: a\r\n   ? when is it known that the head is too long
`;

site("a longer head is refused: 431", HUNDRED)`
  a client → GET / of 101 bytes ← 431   ? which bytes of the head count, and when is it known that they are too many
  a client → GET / of 102 bytes ← 431
  a client → GET / of 200 bytes ← 431
  a client → GET / of 10,000 bytes ← 431
  a client → ${ENDLESS} ← 431
  # 99 bytes: a head of 100 bytes may still come of them
  client → "GET / HTTP/1.1\r\n{x:83}" in pieces of 50
  client ← nothing
  client → xx ← 431
  # a head of 101 bytes, which as UTF-8 has 81 characters   ? does maxHeadBytes count bytes, or characters
  a client → "GET / HTTP/1.1\r\nHost: a\r\nX: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxéééééééééééééééééééé\r\n\r\n" ← 431
  requests = 0                          ? who sees a refused request
`;

site("takes and refuses heads by any limit: a large one", {
  maxHeadBytes: 70_000,
})`
  a client → GET / of 70,000 bytes ← 200   ? which limit has this server
  a client → GET / of 70,001 bytes ← 431
`;

site("takes and refuses heads by any limit: a small one", {
  maxHeadBytes: 40,
})`
  a client → GET / of 40 bytes ← 200   ? which limit has this server
  a client → GET / of 41 bytes ← 431
`;

/** A head of 10 KB, with 1,500 names. */
const MANY_HEADERS = head(
  "GET / HTTP/1.1",
  ...Array.from({ length: 1_500 }, (_, i) => `${i.toString(36)}:b`),
);

site("without maxHeadBytes the limit is 16,384")`
  a client → GET / of 16,384 bytes ← 200   ? what is the default of maxHeadBytes
  a client → GET / of 16,385 bytes ← 431
  a client → "GET / HTTP/1.1\r\nX: {x:16366}" ← 431
  a client → ${MANY_HEADERS} ← 200         ? is the number of headers limited
  a client → "GET /{t:9000} HTTP/1.1\r\nHost: a\r\n\r\n" ← 200   ? is the length of a target limited
`;

part("how it ends");

site("answers a client that has half-closed")`
  a client → GET / → FIN ← 200 "fine"           ? may an answer follow the end of the client's stream
  a client → ${SMALL} → FIN ← 200 "fine"
`;

site("answers a client that half-closes while respond works", {
  respond: after(3_000),
})`
  client → GET /              ? who still waits for respond when read() has given null
  a moment passes
  client → FIN
  2,900 ms pass
  client ← 200 "fine"
`;

site("discards what comes after the answer")`
  client → GET / ← 200 "fine"
  5 times
    client → 1,000 more bytes   ? what happens between the half-close and close()
    230 ms pass
`;

site("closes at most 2 s after the answer")`
  once with each REQUEST: GET / | "GET /\r\n\r\n"
  once with each STATUS: 200 | 400
  client 1 → REQUEST ← STATUS
  client 1 # says nothing more, and does not close
  2,100 ms pass
  open now = 0      ? what ends the discarding of a client that never closes, and when
  client 2 → REQUEST ← STATUS
  client 2 # sends a byte every 300 ms after the answer
  7 times
    client 2 → x
    300 ms pass
  open now = 0
`;

const LONG = "0123456789".repeat(50);

site("writes all of an answer, also in small parts", {
  respond: () => ({ status: 200, body: LONG }),
})`
  each write() takes 7 bytes at most
  a client → GET / ← 200 ${LONG}   ? how many bytes has write() taken, and when does the next write() begin
`;

const MEGABYTES = once(() =>
  random.numbered(random.bytes(131_072), 16_777_216)
);
/** So many of them. What a submission gets is a copy: what is due stays as it is. */
const much = (megabytes: number) => () =>
  MEGABYTES().subarray(0, megabytes * 1_048_576);
const [MB8, MB12, MB16] = [much(8), much(12), much(16)];
const MB6 = "x".repeat(6_291_456);

site("gives 12 MB to a client that still sends 8 MB", {
  respond: () => ({ status: 200, body: MB12().slice() }),
}, {})`
  client → GET /
  client → ${MB8} meanwhile
  client ← 200 ${MB12}   ? is the answer written whole, and what comes after it read
`;

site("gives 8 MB to a client that reads only after a minute", {
  respond: () => ({ status: 200, body: MB8().slice() }),
})`
  client → GET /
  1 min passes, and nobody reads
  client ← 200 ${MB8}    ? which timers run while the answer is written: may one of them close
`;

const same = { ...OK(), headers: { ...OWN } };

web.with(() => start({ respond: () => same }))(
  "only reads what respond gives",
  VIRTUAL,
  async (one) => {
    await one.play`
      a client → GET / ← 200 "fine"
      a client → HEAD / ← head of 200 "fine"
      a client → GET / ← 200 "fine"   ? whose object is it that respond gives`;
    equal(same, { ...OK(), headers: OWN }, {
      did: "look at the object that respond gave for three requests",
      lookAt: "which statement writes to what respond gave",
    });
  },
);

site("discards what comes, however much that is")`
  client → POST / 13,631,488 bytes ← 413
  # more than 8 MB and all queues: the rest is sent only if somebody reads
  client → 13,631,488 more bytes   ? what ends the discarding: the client's end, the time, or a number
`;

site("a refusal arrives at a client that first sends 6 MB", {}, {})`
  a client → POST / 6,291,456 bytes → ${MB6} ← 413   ? what is read after the answer, and until when
  a client → "GET / HTTP/1.1\r\nX: " → ${MB6} ← 431
`;

part("deadlines");

const SECOND = { headTimeoutMs: 1_000 };

site("no whole head in time: 408", SECOND)`
  once with each BEGINNING: G | "GET / HTTP/1.1\r\nHost" | "GET / HTTP/1.1\r\nHost: a\r\n\r"
  client → BEGINNING          ? from when to when does the time limit run
  950 ms pass
  client ← 408                ? what is sent when the time is over, and from when does it run
  # the rest of its request comes too late
  client → ": a\r\n\r\n"
  # it does not close
  2,100 ms pass
  open now = 0                ? what ends the discarding of a client that never closes, and when
  requests = 0                ? who sees a refused request
`;

site("a head that trickles has no more time: 408", { headTimeoutMs: 200 })`
  client → "GET / HTTP/1.1\r\nX: "   ? from when to when does the time limit run
  # on a busy machine each of them takes longer than it says
  12 times
    client → x
    50 ms pass, and nobody reads
  # the rest of its request comes too late
  client → "\r\nHost: a\r\n\r\n"
  client ← 408   ? how long is the time limit, from when does it run, and what is sent at its end
`;

site("a client that says nothing is let go", { headTimeoutMs: 90_000 })`
  client connects             ? from when to when does the time limit run, and how long
  89,950 ms pass
  client ← 408 or end → close
  2,100 ms pass
  open now = 0                ? who closes after the time limit
`;

site("takes a request that is slow, and in time", SECOND)`
  client → ${SMALL.slice(0, 30)}   ? from when to when does the time limit run
  500 ms pass
  client → ${SMALL.slice(30, -3)}
  400 ms pass
  client → ${SMALL.slice(-3)} ← 200 "fine"
`;

site("no whole body in time: 408", SECOND)`
  client 1 → POST / 100 bytes
  client 2 → POST / 100 bytes
  client 2 # sends a byte of its body every 100 ms
  21 times
    client 2 → x
    100 ms pass, and nobody reads
  clients 1-2 ← 408         ? what limits the time of the body
  # the rest of a body comes too late
  client 1 → {rest:100}
  client 3 → "POST / HTTP/1.1\r\nHost: a\r\n"
  900 ms pass
  client 3 → "Content-Length: 5\r\n\r\n"
  1,100 ms pass, and nobody reads
  client 3 ← 408            ? from when does the time of the body run, and how long
  requests = 0              ? who sees a refused request
`;

site("without headTimeoutMs the limit is 10 s")`
  client 1 → "GET / HTTP/1.1\r\n"   ? what is the default of headTimeoutMs
  client 2 connects
  9,900 ms pass
  client 2 → "GET / HTTP/1.1\r\n"
  client 1 ← 408
  client 2 ← 408              ? does the time limit run from the connection, or from the first byte
`;

site("gives respond all the time that it takes", {
  ...SECOND,
  respond: after(7_200_000),
})`
  client → GET /              ? from when to when does the time limit run
  7,199,000 ms pass
  700 ms pass
  client ← 200 "fine"
`;

site("serves others while clients are slow")`
  client 1 connects           ? who waits for a client that sends slowly
  client 2 → "GET / HT"
  client 3 → POST / 5 bytes
  a moment passes
  a client → GET / ← 200 "fine"
  a client → GET / ← 200 "fine"
  a client → GET / ← 200 "fine"
`;

site("serves others while a client does not read")`
  client 1 never reads
  client 1 → GET /            ? who waits for a client that does not read
  a moment passes
  a client → GET / ← 200 "fine"
  a client → GET / ← 200 "fine"
  a client → GET / ← 200 "fine"
  stop()
`;

part("beyond", "startWebServer");

/** Texts that lie in one array in turn, and the target that each of them has. */
const HEADS_IN_TURN: Array<[string, string | null]> = [
  ["GET /a HTTP/1.1\r\nHost: a\r\n\r\n", "/a"],
  ["GET /b HTTP/1.1\r\nHost: abcd\r", null],
  ["GET /c HTTP/1.1\r\n\r\nHost: abc", "/c"],
];

check("reads what an array holds now", {
  needs: ["parseRequestHead"],
  pure: true,
  lookAt: "what is kept from one call to the next, and for which array",
}, () => {
  const array = new Uint8Array(HEADS_IN_TURN[0][0].length);
  for (const [text, target] of HEADS_IN_TURN) {
    array.set(latin1(text));
    const head = plainHead(submission.parseRequestHead(array));
    equal(head && head.target, target, {
      did: `parseRequestHead() of one array that holds ${
        show(text)
      } now, its target`,
    });
  }
});

const KEPT: WebResponse = { status: 200 };

site("sends what respond gives now", {
  // A promise: this object is changed by its owner.
  respond: ({ target }) =>
    Promise.resolve(Object.assign(KEPT, { body: target })),
})`
  a client → GET /a ← 200 "/a"
  a client → GET /b ← 200 "/b"   ? respond may give an object again, with something else in it: what is kept of an answer
`;

site("gives each call of respond a request of its own", {
  respond: async (request) => {
    await after(request.target === "/a" ? 200 : 50)();
    const { method, target, body } = request;
    return { ...OK(), body: `${method} ${target} ${latin1Text(body)}` };
  },
})`
  client 1 → POST /a "first"
  a moment passes
  client 2 → POST /b "other" ← 200 "POST /b other"
  client 1 ← 200 "POST /a first"   ? what do two requests share
`;

const ADMIN = "GET /admin HTTP/1.1\r\nHost: a\r\n\r\n";

/** Requests with such headers, and with a body that two programs may read in two ways. */
const withAdmin = textRows((lines) =>
  `${head("POST / HTTP/1.1", lines)}0\r\n\r\n${ADMIN}`
);
const SMUGGLED = withAdmin`
  Content-Length: 4\r\nTransfer-Encoding: chunked       ? how many ways are there to read where this request ends
  Transfer-Encoding: chunked\r\nContent-Length: 4
  Transfer-Encoding: identity\r\nContent-Length: 5
  Content-Length: 0\r\nTRANSFER-ENCODING: CHUNKED
  Transfer-Encoding: chunked, identity\r\nContent-Length: 5
  Transfer-Encoding: chunked\r\nTransfer-Encoding: x
  Transfer-Encoding: chunked | Transfer-Encoding: xchunked
  Transfer-Encoding : chunked\r\nContent-Length: 5      ? is this line a header, and is its value a length
  Transfer-Encoding\t: chunked\r\nContent-Length: 5
  " Transfer-Encoding: chunked\r\nContent-Length: 5"
  Transfer-Encoding:\r\n chunked\r\nContent-Length: 5
  X: y\rTransfer-Encoding: chunked\r\nContent-Length: 5
  X: y\r\n Content-Length: 50 | X: y\0\r\nContent-Length: 5
  Content-Length: 5\r | Content-Length: 5\0 | Content-Length : 5 | Content-Length\0: 5
  Content-Length: 5, 5, 6 | Content-Length: 0005 0 | Content-Length: 0x5 | Content-Length: +5 | Content-Length: -1
  Content-Length: 5\r\nContent-Length: 0 | Content-Length: 0\r\nContent-Length: 5
`;

/** Requests that do not say for whom they are, and ADMIN behind them. */
const TWO_HOSTS = textRows((text) => `${text}\r\n\r\n${ADMIN}`)`
  GET / HTTP/1.1\r\nHost: a\r\nHost: b             ? is there exactly one Host
  GET http://b/ HTTP/1.1\r\nHost: a\r\nHost : b
  GET / HTTP/1.1\r\n Host: a
  GET / HTTP/1.1\r\nHost: a\rHost: b
`;

site("never reads one request as two")`
  a client → POST / ${ADMIN} ← 200                          ? is the body ever read as a request
  bodies = ${ADMIN}
  requests = 1
  a client → "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello" → ${ADMIN} ← 200 or 400   ? equal lengths may count once
  # a LF alone ends a line, or it is refused
  a client → "POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello, and more" → FIN ← 200 or 400 or end
  a client → ${SMUGGLED} ← 400 or 501
  a client → ${TWO_HOSTS} ← 400
  bodies = ${ADMIN} | hello                                 ? how many ways are there to read where this request ends
`;

web("outlives clients that reset")`
  client 1 → "GET / HT" → RST
  client 2 → POST / 50 bytes → hello → RST
  client 3 → GET / → RST
  client 4 connects
  client 4 → RST
  open = 0                    ? read() and write() reject after a reset: who catches it, who closes
  client 5 → GET / ← end → close
  open = 0
`;

site("outlives a client that is gone before its answer", {
  respond: after(500, { status: 200, body: "x".repeat(100_000) }),
})`
  clients 1-3 → GET /         ? who catches what write() throws
  a moment passes
  client 1 → close
  client 2 → RST
  400 ms pass
  client 3 ← 200 → close
  2,100 ms pass
  open now = 0
`;

web("outlives accept() that rejects")`
  accept() rejects for client 1
  a client → GET / ← 200 "fine"   ? what ends the accept loop
`;

web("outlives a lack of descriptors", VIRTUAL)`
  # who comes first is taken by the call that waits already
  accept() lacks a descriptor 3 times
  client 1 → GET / ← 200 "fine"
  # whoever pauses after each failure is ready again
  1,700 ms pass, and nobody reads
  client 2 → GET / ← 200 "fine"   ? which failures of accept() mean that the listener is closed
`;

site("answers hundreds of clients at once", ECHO)`
  clients 1-350 connect
  clients 1-350 → POST / "{a}"   ? what do connections share
  clients 1-350 ← 200 "{a}"
`;

site("gives 16 MB to a client that has half-closed, and reads late", {
  respond: () => ({ status: 200, body: MB16().slice() }),
}, {})`
  client → GET / → FIN
  a moment passes
  a client → HEAD / ← head of 200 ${MB16}   ? who waits for a client that does not read
  client ← 200 ${MB16}                      ? is the answer written whole
`;

site("writes an answer byte by byte", {
  respond: () => ({ status: 200, body: "半🙂" }),
})`
  each write() takes 1 byte at most
  a client → GET / ← 200 "半🙂"   ? how many bytes has write() taken
`;

site("stops while respond works", { respond: after(300) })`
  client 1 → GET /
  client 2 → ${SMALL}
  a moment passes
  stop()
  clients 1-2 ← end
  3 s pass                    ? what happens when respond is done, and the connection is closed
`;

web("keeps two servers apart, and stops one of them twice", VIRTUAL)`
  guest connects
  a client → GET /a ← 200 "fine"         ? what do two servers share
  a guest → GET /b ← 200 "fine"
  target = /a
  requests = 1
  guest → ${GET.slice(0, 9)}
  a moment passes
  stop() twice at once                   ? which promise does the second stop() wait for
  stop()
  guest → ${GET.slice(9)} ← 200 "fine"   ? what do two servers share
  a guest → GET / ← 200 "fine"
`;

check(
  "stop() closes a connection that is just being accepted",
  () => stopsAsTheyConnect(web),
);

check("listens on the port that it is given, or refuses", () =>
  obeysPort(web, {
    start: (port) => submission.startWebServer({ respond: OK, port }),
    did: (port) => `startWebServer({ port: ${port}, respond })`,
  }));
