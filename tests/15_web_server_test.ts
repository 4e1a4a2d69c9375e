import type * as Solution from "../solutions/15_web_server.ts";
import {
  countOpen,
  elapse,
  equal,
  eventually,
  expect,
  failNextAccept,
  fillFirstSendQueue,
  isEqual,
  isInstance,
  isPending,
  LIMITS,
  limitWrites,
  load,
  note,
  onFreePort,
  passTime,
  type Peer,
  random,
  refusal,
  type Served,
  settle,
  show,
  standInForAccept,
  such,
  throws,
  toBytes,
  Wrong,
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

/** Time costs nothing there. */
const VIRTUAL = { virtual: true };

/** Text whose characters are bytes. */
const latin1 = (text: string) =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

// A head, and what it says.

/** What a head says, with its headers as plain fields; `null` if it is not complete. */
type Plain = Record<string, unknown> | null;

/** Pairs as fields: a text for each name. */
const fields = (entries: Iterable<readonly [string, string]>) =>
  Object.fromEntries(entries);

/** Calls parseRequestHead with bytes in the middle of a larger buffer. */
function parse(bytes: Uint8Array): Plain {
  const text = textOf(bytes);
  const around = new Uint8Array(bytes.length + 20).fill(10);
  around.set(bytes, 7);
  const given = around.subarray(7, 7 + bytes.length);
  const came: unknown = submission.parseRequestHead(given);
  expect(isEqual(given, bytes), {
    cause: "wrong-value",
    did: `parseRequestHead(${bytesOf(text)}), then look at what it was given`,
    expected: "the same bytes",
    came: "others",
    lookAt: "which statement writes to an argument",
  });
  if (came === null) return null;
  const { method, target, version, headers } = Object(came) as WebRequest;
  expect(isInstance(headers, Map), {
    cause: "wrong-kind",
    did: `parseRequestHead(${bytesOf(text)})`,
    expected: "null, or { method, target, version, headers: a Map }",
    came: show(came),
  });
  return { method, target, version, headers: fields(headers) };
}

/** Bytes as text, one character each. */
const textOf = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

/** A text as a learner would write its bytes, cut if it is long. */
function bytesOf(text: string): string {
  const escaped = JSON.stringify(text).replace(
    /[\u0080-\u00ff]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16)}`,
  );
  return escaped.length <= 160
    ? escaped
    : `${escaped.slice(0, 70)} … ${escaped.slice(-50)}`;
}

type HeadRow = readonly [
  text: string,
  due: Plain | ReturnType<typeof refusal> | ReturnType<typeof such>,
  lookAt?: string,
];

/** A check of parseRequestHead: texts, and what they say. */
function heads(
  name: string,
  rows: readonly HeadRow[],
  call: (bytes: Uint8Array) => Plain = parse,
): void {
  values("parseRequestHead", {
    call: call as typeof submission.parseRequestHead,
    did: (bytes) => `parseRequestHead(${bytesOf(textOf(bytes))})`,
  })(
    name,
    rows.map(([text, due, lookAt]) => [[latin1(text)], due as never, lookAt]),
  );
}

/** A row: what is sent, and what it says. */
function says(
  text: string,
  [method, target, version]: string[],
  headers: Record<string, string>,
  lookAt?: string,
): HeadRow {
  const all = fields(Object.entries(headers));
  return [text, { method, target, version, headers: all }, lookAt];
}

const GET = ["GET", "/", "HTTP/1.1"];

part("what a head says");

heads("reads the first line", [
  says(
    "GET / HTTP/1.1\r\n\r\n",
    GET,
    {},
    "which three words does the first line have",
  ),
  says("POST /a/b?c=d%20e&f HTTP/1.0\r\n\r\n", [
    "POST",
    "/a/b?c=d%20e&f",
    "HTTP/1.0",
  ], {}),
  says(
    "DELETE http://a.b:80/ HTTP/2.7\r\n\r\n",
    [
      "DELETE",
      "http://a.b:80/",
      "HTTP/2.7",
    ],
    {},
    "does the parser judge, or the server",
  ),
  says("OPTIONS * HTTP/0.9\r\n\r\n", ["OPTIONS", "*", "HTTP/0.9"], {}),
  says(
    "get /É HTTP/1.1\r\n\r\n".replace("É", "%C3%89"),
    ["get", "/%C3%89", "HTTP/1.1"],
    {},
    "method and target stay as they were sent",
  ),
  says(
    "!#$%&'*+-.^_`|~09azAZ / HTTP/1.1\r\n\r\n",
    [
      "!#$%&'*+-.^_`|~09azAZ",
      "/",
      "HTTP/1.1",
    ],
    {},
    "which characters may a token have (RFC 9110 section 5.6.2)",
  ),
]);

const WHOLE = "GET /a HTTP/1.1\r\nHost: a\r\nX-Y: b\r\n\r\n";

heads(
  "gives null until the empty line has come",
  Array.from(
    WHOLE,
    (_, at) => [WHOLE.slice(0, at), null, "which bytes end a head"],
  ),
);

heads("ignores what follows the empty line", [
  says(
    "GET / HTTP/1.1\r\nHost: a\r\n\r\nPOST /b HTTP/1.1\r\nHost: b\r\n\r\n",
    GET,
    { host: "a" },
    "where does the head end",
  ),
  says("GET / HTTP/1.1\r\nA: b\r\n\r\n\r\n\0\r \xff:", GET, { a: "b" }),
  says("GET / HTTP/1.1\r\n\r\nHost: a\r\n\r\n", GET, {}),
]);

heads("gives names in lower case, and values without blanks", [
  says(
    "GET / HTTP/1.1\r\nHost: a.b:80\r\nCONTENT-length:5\r\n\r\n",
    GET,
    { host: "a.b:80", "content-length": "5" },
    "is the name in lower case, and the value whole",
  ),
  says(
    "GET / HTTP/1.1\r\nIF-MATCH:  b  c\td \r\n\r\n",
    GET,
    { "if-match": "b  c\td" },
    "which blanks are no part of a value",
  ),
  says(
    "GET / HTTP/1.1\r\nA:b\r\nC:  d  \r\nE:\tf\t \r\nG: \t h i\t j \r\n\r\n",
    GET,
    { a: "b", c: "d", e: "f", g: "h i\t j" },
    "which blanks belong to a value: those in it, not those at its ends",
  ),
  says(
    "GET / HTTP/1.1\r\nA:\r\nB: \r\nC: : d:e\r\n\r\n",
    GET,
    { a: "", b: "", c: ": d:e" },
    "which colon is the first one; may a value be empty",
  ),
  says(
    "GET / HTTP/1.1\r\nA: B\r\n!#$%&'*+-.^_`|~09: c\r\n\r\n",
    GET,
    { a: "B", "!#$%&'*+-.^_`|~09": "c" },
    "which characters may a token have; does the value keep its case",
  ),
  says(
    "GET / HTTP/1.1\r\nConstructor: a\r\n__proto__x: b\r\nToString: c\r\n\r\n",
    GET,
    fields([["constructor", "a"], ["__proto__x", "b"], ["tostring", "c"]]),
    "is it a Map, and made by set()",
  ),
  says(
    "GET / HTTP/1.1\r\nIF-MATCH:  b  c\td \r\n\r\n",
    GET,
    { "if-match": "b  c\td" },
    "which blanks are no part of a value",
  ),
]);

heads("joins the values of a repeated name", [
  says(
    "GET / HTTP/1.1\r\nA: 1\r\nB: x\r\na: 2\r\nA: 3\r\n\r\n",
    GET,
    { a: "1, 2, 3", b: "x" },
    "what if the name is in the map already",
  ),
  says("GET / HTTP/1.1\r\nA:\r\na: 2\r\nA:\r\n\r\n", GET, { a: ", 2, " }),
]);

part("what is no head");

/** Rows that must be refused, whatever the reason. */
const refused = (texts: string[], lookAt: string): HeadRow[] =>
  texts.map((text) => [text, refusal(SyntaxError), lookAt]);

/** First lines that are none, and where to look. */
const FIRST_LINES: Array<[lines: string[], lookAt: string]> = [
  [[
    "",
    "GET",
    "GET /",
    "GET HTTP/1.1",
    " ",
    "GET / HTTP/1.1 x",
    "GET /a b HTTP/1.1",
  ], "method, target and version: are all three there, and nothing else"],
  [[
    "GET  / HTTP/1.1",
    "GET /  HTTP/1.1",
    "GET  HTTP/1.1",
    " GET / HTTP/1.1",
    "GET / HTTP/1.1 ",
    "GET\t/ HTTP/1.1",
    "GET /\tHTTP/1.1",
  ], "one space stands between two words, and no other blank"],
  [[
    "GET / http/1.1",
    "GET / HTTP/1",
    "GET / HTTP/1.",
    "GET / HTTP/11",
    "GET / HTTP/1.10",
    "GET / HTTP/01.1",
    "GET / HTTP/a.b",
    "GET / HTTP/1,1",
    "GET / HTTPS/1.1",
    "GET / xHTTP/1.1",
    "GET / 1.1",
  ], "the version is HTTP/, a digit, a dot, a digit"],
  [[
    "G(T / HTTP/1.1",
    "GE:T / HTTP/1.1",
    "G\0T / HTTP/1.1",
    '"GET" / HTTP/1.1',
    "G\xc9T / HTTP/1.1",
    "{GET} / HTTP/1.1",
  ], "which characters may a token have"],
];

/** Header lines that are none, and where to look. */
const HEADER_LINES: Array<[lines: string[], lookAt: string]> = [
  [
    ["Host : a", "Host\t: a", "X Y: a", " Host: a"],
    "no blank in a name, also not before the colon",
  ],
  [
    [" folded", "\tfolded: a", " "],
    "a line that begins with a blank is no header",
  ],
  [["no colon", "x", "x=1", "abc"], "a header has a colon"],
  [[":", ": a"], "a name has at least one character"],
  [
    ["A(b): c", "A\0: c", 'A"b: c', "\xc4: c", "A/b: c", "A[b]: c"],
    "which characters may a token have",
  ],
];

/** CR and NUL where none may be. */
const HIDDEN: Array<[heads: string[], lookAt: string]> = [
  [[
    "GET /\r HTTP/1.1\r\n\r\n",
    "GET /\0 HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\r\n\r\n",
    "\rGET / HTTP/1.1\r\n\r\n",
  ], "may a target have CR or NUL in it"],
  [[
    "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n",
    "GET / HTTP/1.1\r\nA: b\0c\r\n\r\n",
    "GET / HTTP/1.1\r\nA: b\r\r\n\r\n",
    "GET / HTTP/1.1\r\nA: \0\r\n\r\n",
    "GET / HTTP/1.1\r\nA: b\r\nC: d\rHost: e\r\n\r\n",
    "GET / HTTP/1.1\r\nA:\rb\r\n\r\n",
  ], "may a value have CR or NUL in it"],
];

heads(
  "refuses a first line that is none",
  FIRST_LINES.flatMap(([lines, lookAt]) =>
    refused(lines.map((line) => `${line}\r\nHost: a\r\n\r\n`), lookAt)
  ),
);

heads(
  "refuses a header that is none",
  HEADER_LINES.flatMap(([lines, lookAt]) =>
    refused(
      lines.flatMap((line) => [
        `GET / HTTP/1.1\r\nA: b\r\n${line}\r\nC: d\r\n\r\n`,
        `GET / HTTP/1.1\r\n${line}\r\n\r\n`,
      ]),
      lookAt,
    )
  ),
);

heads(
  "refuses CR and NUL inside a line",
  HIDDEN.flatMap(([heads, lookAt]) => refused(heads, lookAt)),
);

/** LF alone: it ends a line, or it is refused, or the head is not complete by it; never is it part of a value. */
const ownOrNone = (due: Plain) =>
  such<Plain>(
    `${show(due)}, null or a SyntaxError`,
    (came) => came === null || isEqual(came, due) || isEqual(came, REFUSED),
  );

const REFUSED = { refused: true };

heads(
  "takes LF alone for the end of a line, or refuses it",
  [
    "GET / HTTP/1.1\nA: b\nC: d\n\n",
    "GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n",
    "GET / HTTP/1.1\nA: b\r\nC: d\r\n\r\n",
  ].map((text) => [
    text,
    ownOrNone({
      method: "GET",
      target: "/",
      version: "HTTP/1.1",
      headers: fields([["a", "b"], ["c", "d"]]),
    }),
    "is a LF ever part of a value",
  ]),
  (bytes) => {
    try {
      return parse(bytes);
    } catch (error) {
      if (isInstance(error, SyntaxError)) return REFUSED;
      throw error;
    }
  },
);

// A server, and answers.

/** What a request must give. */
interface Due {
  /** Any of these. */
  status: number | number[];
  /** The method of the request: HEAD gets no body. GET by default. */
  method?: string;
  /** The content that GET gets; anything by default. */
  body?: string | Uint8Array;
  /** Headers of the answer, beside the server's own, by their names in lower case. */
  headers?: Record<string, string>;
}

/** What respond saw. */
type Seen = Record<string, unknown>;

/** How the server of a check answers, and its limits. */
interface Setup {
  respond?: (request: WebRequest) => WebResponse | Promise<WebResponse>;
  maxHeadBytes?: number;
  headTimeoutMs?: number;
}

/** A server, and the requests that its respond saw. */
type Web = Served<Solution.Server> & { seen: Seen[]; clients: number };

const OK = (): WebResponse => ({ status: 200, body: "fine" });

/** Starts a server. */
function start({ respond = OK, ...limits }: Setup, seen: Seen[]) {
  return submission.startWebServer({
    ...limits,
    respond: (request) => {
      const { method, target, version, headers, body } = request;
      seen.push({
        method,
        target,
        version,
        headers: isInstance(headers, Map)
          ? fields(headers)
          : `no Map: ${show(headers)}`,
        body: Uint8Array.from(body),
      });
      return respond(request);
    },
  });
}

let seenNow: Seen[] = [];

const web = serves("startWebServer(options)", () => {
  seenNow = [];
  return start({}, seenNow);
}, {
  has: ["addr", "finished", "stop"],
  facts: () => ({
    requests: async ([count]) => {
      if (count === "0") await settle();
      await eventually(() => seenNow.length === Number(count), LIMITS.replyMs, {
        cause: "wrong-value",
        did: "how often respond was called",
        expected: count,
        came: String(seenNow.length),
      });
      await settle();
      equal(seenNow.length, Number(count), {
        did: "how often respond was called",
      });
    },
  }),
});

function begin(setup: Setup = {}): Web {
  const seen: Seen[] = [];
  return Object.assign(web.begin(() => start(setup, seen)), {
    seen,
    clients: 0,
  });
}

const DATE =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

/** A date may be so far from now, in milliseconds: an answer may be read late. */
const DATE_MS = 600_000;
const WHEN_DATED = "when is the time taken: once, or for each answer";
/** Where to look when a header of the server's own is there once, and says something else. */
const OWN_HEADER: Record<string, string> = {
  Connection: "which value says that one request is all",
  Date: "which form has the time in Date",
  "Content-Length": "how many bytes has the body that GET would get",
};

/** Expects a whole answer, in its form and in what it says. */
function judge(
  bytes: Uint8Array,
  due: Due,
  did: string,
  lookAt?: string,
): void {
  const { status, method = "GET", headers = {} } = due;
  const wrong = (expected: string, came: string, ask = lookAt): never => {
    throw new Wrong({ cause: "wrong-value", did, expected, came, lookAt: ask });
  };
  // Of megabytes of body no text is made.
  const text = textOf(bytes.subarray(0, 65_536));
  if (text === "") wrong(`an answer ${[status].flat().join(" or ")}`, "none");
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) {
    wrong("a head that ends with an empty line", bytesOf(text));
  }
  const [first, ...lines] = text.slice(0, end).split("\r\n");
  const [, code] = /^HTTP\/1\.1 (\d{3})(?: .*)?$/.exec(first) ?? [];
  if (!code) wrong("HTTP/1.1, the status, a reason", bytesOf(first));
  if (![status].flat().includes(Number(code))) {
    wrong(`status ${[status].flat().join(" or ")}`, `status ${code}`);
  }
  const came = new Map<string, string[]>();
  for (const line of lines) {
    const [, name, value] = /^([^\s:]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (!name || /[\r\n\0]/.test(line)) {
      wrong("lines  name: value", bytesOf(line));
    }
    const key = name.toLowerCase();
    came.set(key, [...came.get(key) ?? [], value]);
  }
  const ownHeader = (name: string, expected: string, form: RegExp) => {
    const all = came.get(name.toLowerCase()) ?? [];
    if (all.length !== 1 || !form.test(all[0])) {
      wrong(
        `one header ${name}: ${expected}`,
        all.length ? all.map((each) => `${name}: ${each}`).join("; ") : "none",
        all.length === 1
          ? OWN_HEADER[name]
          : "which headers does every answer have, once, whatever respond sets",
      );
    }
  };
  ownHeader("Connection", "close", /^close$/i);
  ownHeader("Date", "such as Tue, 15 Nov 1994 08:12:31 GMT", DATE);
  const [date] = came.get("date")!;
  if (Math.abs(Date.now() - Date.parse(date)) > DATE_MS) {
    wrong("Date: the time of this answer", `Date: ${date}`, WHEN_DATED);
  }
  if (came.has("transfer-encoding")) {
    wrong(
      "no Transfer-Encoding",
      came.get("transfer-encoding")!.join(),
      "which headers of respond are not sent",
    );
  }
  const rest = bytes.subarray(end + 4);
  const isBare = method === "HEAD" || code === "204" || code === "304";
  const body = due.body === undefined ? undefined : toBytes(due.body);
  const length = came.get("content-length");
  if (code === "204") {
    if (length) {
      wrong(
        "no Content-Length with 204",
        length.join(),
        "which answer has neither a body nor a length",
      );
    }
  } else if (code !== "304" || length) {
    const expected = body?.length ?? (isBare ? undefined : rest.length);
    ownHeader(
      "Content-Length",
      expected === undefined ? "a number" : String(expected),
      expected === undefined ? /^\d+$/ : new RegExp(`^${expected}$`),
    );
  }
  if (isBare && rest.length > 0) {
    wrong(
      `no body after ${method === "HEAD" ? "HEAD" : code}`,
      show(rest),
      "which answers have no body",
    );
  }
  if (!isBare && body && !isEqual(rest, body)) {
    wrong(`the body ${show(body)}`, show(rest));
  }
  for (const [name, value] of Object.entries(headers)) {
    const all = came.get(name);
    if (!all) wrong(`a header ${name}: ${value}`, "none");
    equal(all?.join(", "), value, {
      did: `${did}: the header ${name} of the answer`,
      lookAt,
    });
  }
}

/** `client sends "GET / HTTP/1.1\r\n\r\n"` */
const sends = (request: string | Uint8Array) =>
  `client sends ${
    bytesOf(
      typeof request === "string" ? request : textOf(request),
    )
  }`;

const newClient = (one: Web, canReset = false) =>
  one.connect(`client ${++one.clients}`, { canReset });

/** Reads the whole answer of a client, to the end of its stream, and judges it. */
async function expectAnswer(
  client: Peer,
  due: Due,
  did: string,
  lookAt?: string,
  withinMs = LIMITS.replyMs,
): Promise<void> {
  const { bytes, end } = await client.drain({
    withinMs,
    lookAt: lookAt ?? "who closes after the answer",
  });
  expect(end === "fin", {
    cause: "reset",
    did,
    expected: "the whole answer, then end of stream",
    came: `${bytes.length} bytes, then a reset (RST)`,
    lookAt: lookAt ??
      "what does close() do when bytes of the client are unread",
  });
  judge(bytes, due, did, lookAt);
}

/** One request on a connection of its own, its answer, and the end. */
async function ask(
  one: Web,
  request: string | Uint8Array,
  due: Due,
  lookAt?: string,
): Promise<void> {
  const bytes = typeof request === "string" ? latin1(request) : request;
  const client = await newClient(one);
  await client.send(bytes);
  await expectAnswer(client, due, sends(request), lookAt);
  client.close();
}

/** A head of HTTP/1.1 with a Host. */
const head = (first: string, ...lines: string[]) =>
  `${[first, "Host: a", ...lines].join("\r\n")}\r\n\r\n`;

const get = (target: string) => head(`GET ${target} HTTP/1.1`);

/** The head of a request whose body has so many bytes. */
const post = (length: number) =>
  head("POST / HTTP/1.1", `Content-Length: ${length}`);

/** Answers later. */
const after = (ms: number, response: WebResponse = OK()) => () =>
  new Promise<WebResponse>((resolve) =>
    setTimeout(() => resolve(response), ms)
  );

/** A client of a check: what it does, in words, and where to look if it does not get what it must. */
class Client {
  readonly did: string;
  readonly #peer: Peer;
  readonly #lookAt: string | undefined;

  constructor(peer: Peer, did: string, lookAt?: string) {
    this.#peer = peer;
    this.did = did;
    this.#lookAt = lookAt;
  }

  async sends(data: string | Uint8Array): Promise<void> {
    await this.#peer.send(data);
  }

  async sendsInPieces(data: string, sizes?: number[]): Promise<void> {
    await this.#peer.sendInPieces(data, sizes);
  }

  async halfCloses(): Promise<void> {
    await this.#peer.halfClose();
  }

  closes(): void {
    this.#peer.close();
  }

  resets(): void {
    this.#peer.reset();
  }

  /** Expects that nothing comes while so much time passes. */
  async hearsNothing(ms: number): Promise<void> {
    await elapse(ms);
    expect(await isPending(this.#peer.peek()), {
      cause: "too-early",
      did: this.did,
      expected: "nothing yet",
      came: "an answer, or the end",
      lookAt: this.#lookAt,
    });
  }

  /** Expects this answer, whole, and then the end of the stream. */
  async gets(due: Due, withinMs?: number): Promise<void> {
    await expectAnswer(this.#peer, due, this.did, this.#lookAt, withinMs);
  }

  /** Expects a refusal of this status, or the end without a byte. */
  async getsAtMost(status: number): Promise<void> {
    const { bytes } = await this.#peer.drain({ lookAt: this.#lookAt });
    if (bytes.length) judge(bytes, { status }, this.did, this.#lookAt);
  }
}

/** A client connects. */
async function comes(
  one: Web,
  did: string,
  lookAt?: string,
  canReset?: boolean,
): Promise<Client> {
  return new Client(await newClient(one, canReset), did, lookAt);
}

/** A check in code whose server is set up in one way. */
function site(
  name: string,
  setup: Setup,
  run: (one: Web) => Promise<void>,
  needs: { virtual?: boolean; lookAt?: string } = VIRTUAL,
): void {
  check(name, { needs: ["startWebServer"], ...needs }, async () => {
    const one = begin(setup);
    await run(one);
    await one.end();
  });
}

/** Expects what respond has seen. */
function expectSeen(one: Web, due: Seen[], did: string, lookAt: string): void {
  equal(one.seen.length, due.length, {
    did: `${did}: how often respond was called`,
    lookAt,
  });
  due.forEach((each, i) => {
    for (const [name, value] of Object.entries(each)) {
      equal(one.seen[i][name], value, {
        did: `${did}: request.${name} in respond`,
        lookAt,
      });
    }
  });
}

/** What one client sends, what it gets, and where to look; a question holds for the rows below it, too. */
type Asked = readonly [
  request: string | Uint8Array,
  due: Due,
  lookAt?: string,
];

/** A check whose clients ask one after the other. */
function asks(name: string, setup: Setup, rows: readonly Asked[]): void {
  site(name, setup, async (one) => {
    let question: string | undefined;
    for (const [request, due, lookAt] of rows) {
      question = lookAt ?? question;
      await ask(one, request, due, question);
    }
  });
}

const NO_BYTES = new Uint8Array();
const SIMPLE = get("/");
const FINE = { status: 200, body: "fine" };
const HELLO = { status: 200, body: "hello" };

part("an answer");

asks("answers a request", {
  respond: () => ({
    ...HELLO,
    headers: { "Content-Type": "text/plain", "X-A": "b" },
  }),
}, [
  [
    SIMPLE,
    { ...HELLO, headers: { "content-type": "text/plain", "x-a": "b" } },
    "the first line, the headers, the empty line, the body",
  ],
  ["GET / HTTP/1.0\r\n\r\n", HELLO, "HTTP/1.0 needs no Host"],
  [post(0), HELLO, "which methods are answered"],
]);

site("gives respond the request", {}, async (one) => {
  const sent = head("GET /a?b HTTP/1.1", "X-Y:  z ", "x-y: 2");
  await ask(one, sent, { status: 200 });
  expectSeen(
    one,
    [{
      method: "GET",
      target: "/a?b",
      version: "HTTP/1.1",
      headers: fields([["host", "a"], ["x-y", "z, 2"]]),
      body: NO_BYTES,
    }],
    sends(sent),
    "what does respond get",
  );
});

asks(
  "sends the status that respond gives",
  { respond: ({ target }) => ({ status: Number(target.slice(1)), body: "x" }) },
  [200, 201, 299, 302, 404, 418, 499, 500, 503, 599].map((status) => [
    get(`/${status}`),
    { status, body: "x" },
    "which statuses may respond give",
  ]),
);

/** Bodies by their targets. */
const BODIES: Record<string, string | Uint8Array | undefined> = {
  "/none": undefined,
  "/empty": "",
  "/text": "h\xe9llo 半🙂",
  "/bytes": Uint8Array.from({ length: 256 }, (_, i) => i),
  "/view": new Uint8Array(20).fill(120).subarray(3, 9),
  "/lines": "a\r\n\r\nb\r\n",
};

asks(
  "sends the body, and its length in bytes",
  { respond: ({ target }) => ({ status: 200, body: BODIES[target] }) },
  Object.entries(BODIES).map(([target, body = ""]) => [
    get(target),
    { status: 200, body },
    "how many bytes has the text; is all of it sent, and nothing else",
  ]),
);

/** Headers that are the server's own, in two spellings. */
const OWN: Record<string, Record<string, string>> = {
  "/lower": {
    connection: "keep-alive",
    "content-length": "3",
    date: "today",
    "transfer-encoding": "chunked",
    "x-a": "b",
  },
  "/upper": {
    Connection: "keep-alive",
    "CONTENT-LENGTH": "99",
    "Date": "today",
    "Transfer-Encoding": "chunked",
    "X-A": "b",
  },
};

asks(
  "keeps its own headers to itself",
  { respond: ({ target }) => ({ ...HELLO, headers: OWN[target] }) },
  Object.keys(OWN).map((target) => [
    get(target),
    { ...HELLO, headers: { "x-a": "b" } },
  ]),
);

asks("sends HEAD what GET gets, without the body", {
  respond: ({ target, method }) => ({
    status: Number(target.slice(1)),
    headers: { "x-method": method },
    body: "hello",
  }),
}, [
  ...[200, 404, 503].map((status): Asked => [
    head(`HEAD /${status} HTTP/1.1`),
    { status, method: "HEAD", body: "hello", headers: { "x-method": "HEAD" } },
    "what does HEAD get; does respond see HEAD",
  ]),
  [head("HEAD /204 HTTP/1.1"), { status: 204, method: "HEAD" }],
]);

asks("sends no body with 204 and 304", {
  respond: ({ target }) => ({
    status: Number(target.slice(1, 4)),
    body: target.length > 4 ? undefined : "hello",
  }),
}, [
  [get("/204"), { status: 204, body: "hello" }, "which answers have no body"],
  [get("/204x"), { status: 204, body: "" }],
  [get("/304"), { status: 304, body: "hello" }],
  [get("/304x"), { status: 304, body: "" }],
]);

/** Answers that cannot be sent. */
const UNSENDABLE: Record<string, () => unknown> = {
  "/throws": () => {
    throw new Error("on purpose");
  },
  "/rejects": () => Promise.reject(new Error("on purpose")),
  "/syntax": () => {
    throw new SyntaxError("on purpose");
  },
  ...Object.fromEntries(
    [0, 100, 199, 600, 1000, -200, 200.5, NaN].map((status) => [
      `/status/${status}`,
      () => ({ status }),
    ]),
  ),
  ...Object.fromEntries(
    ["", "a b", "a:b", "a\r\nb", "a\0", "(a)", "\xe9"].map((name, i) => [
      `/name/${i}`,
      () => ({ status: 200, headers: { [name]: "x" }, body: "x" }),
    ]),
  ),
  ...Object.fromEntries(
    ["a\r\nb: c", "a\nb", "a\rb", "a\0b", "a\n"].map((value, i) => [
      `/value/${i}`,
      () => ({ status: 200, headers: { "X-A": value }, body: "x" }),
    ]),
  ),
};

asks(
  "answers 500 when respond fails",
  { respond: ({ target }) => UNSENDABLE[target]() as WebResponse },
  [
    ...Object.keys(UNSENDABLE).map((target): Asked => [
      get(target),
      { status: 500 },
      `respond gives what cannot be sent, or nothing (${target}): who finds out, and when`,
    ]),
    [
      head("HEAD /throws HTTP/1.1"),
      { status: 500, method: "HEAD" },
      "HEAD gets no body, whatever the status",
    ],
  ],
);

site("serves others while respond takes its time", {
  respond: ({ target }) =>
    target === "/slow" ? after(5_000, { status: 200, body: "slow" })() : OK(),
}, async (one) => {
  const lookAt = "who waits for respond";
  const slow = await comes(one, sends("GET /slow …"), lookAt);
  await slow.sends(get("/slow"));
  await ask(one, SIMPLE, FINE, lookAt);
  await ask(one, SIMPLE, FINE, lookAt);
  await elapse(5_000);
  await slow.gets({ status: 200, body: "slow" });
});

web("closes when the client has closed")`
  client 1 → "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
  client 1 ← end              ? who closes after the answer
  client 1 → close
  open = 0                    ? is the connection closed, also when it was half-closed before
  client 2 → "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
  client 2 ← end
  client 2 → close
  open = 0
`;

web("stops as in lesson 3")`
  client 1 connects
  client 2 connects
  open = 2
  finished = pending          ? when is everything over
  stop()
  finished = resolved         ? which promise does stop() wait for
  client 1 ← end              ? which connections does stop() close
  client 2 ← end
  port = free
`;

part("where the request ends");

/** A request with a body, and what respond must see of it. */
type BodyRow = [request: string, body: string, lookAt?: string];

const ALL_BYTES = String.fromCharCode(...Array(256).keys());

/** Bodies, and what is none. */
const REQUESTS: BodyRow[] = [
  [
    post(5) + "hello",
    "hello",
    "how many bytes of body follow the head",
  ],
  [head("POST / HTTP/1.1", "content-length:  3 ") + "a\r\n", "a\r\n"],
  [
    post(256) + ALL_BYTES,
    ALL_BYTES,
    "is the body decoded and encoded again, or are its bytes kept",
  ],
  [
    head("POST / HTTP/1.1", "X: \xc3\xa9", "Content-Length: 5") + "hello",
    "hello",
    "is the length of the head counted in bytes, or in characters",
  ],
  [
    head("GET / HTTP/1.1", "Content-Length: 5") + "hello",
    "hello",
    "may GET have a body",
  ],
  [head("HEAD / HTTP/1.1", "Content-Length: 2") + "\n\n", "\n\n"],
  [
    post(3) + "hello",
    "hel",
    "whose are the bytes behind the body",
  ],
  [
    post(0) + "hello",
    "",
    "is 0 a length",
  ],
  [
    head("POST / HTTP/1.1") + "hello",
    "",
    "how long is the body without Content-Length",
  ],
  [
    "POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello",
    "hello",
    "HTTP/1.0 has bodies, too",
  ],
];

const methodOf = (request: string) => request.split(" ", 1)[0];

site("takes exactly as many bytes as Content-Length says", {}, async (one) => {
  for (const [i, [request, body, lookAt]] of REQUESTS.entries()) {
    const due = { status: 200, method: methodOf(request), body: "fine" };
    await ask(one, request, due, lookAt);
    expectSeen(
      { ...one, seen: one.seen.slice(i) },
      [{ method: due.method, body: latin1(body) }],
      sends(request),
      lookAt ?? REQUESTS[i - 1][2]!,
    );
  }
});

const SMALL = head("POST /a HTTP/1.1", "X: y", "Content-Length: 5") + "he\r\no";

/** What respond sees of it. */
const SMALL_SEEN = {
  method: "POST",
  target: "/a",
  headers: fields([["host", "a"], ["x", "y"], ["content-length", "5"]]),
  body: toBytes("he\r\no"),
};

site("takes a request in any two pieces", {}, async (one) => {
  const lookAt = "what is kept from one read() to the next";
  for (let at = 1; at < SMALL.length; at++) {
    const did = `client sends ${at} bytes of a request, and then the rest`;
    const client = await comes(one, did, lookAt);
    await client.sendsInPieces(SMALL, [at, SMALL.length]);
    await client.gets(FINE);
    client.closes();
    expectSeen(
      { ...one, seen: one.seen.slice(at - 1) },
      [SMALL_SEEN],
      "a request in two pieces",
      lookAt,
    );
  }
});

site("takes a request byte by byte", {}, async (one) => {
  const lookAt = "what is kept from one read() to the next";
  const did = "client sends a request byte by byte";
  const client = await comes(one, did, lookAt);
  await client.sendsInPieces(SMALL);
  await client.gets(FINE);
  expectSeen(one, [SMALL_SEEN], did, lookAt);
});

web("calls respond when the last byte has come", VIRTUAL)`
  client 1 → "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"
  requests = 0                ? is the request whole when its head is there
  client 1 ← nothing
  client 1 → hell
  requests = 0
  client 1 ← nothing
  client 1 → o
  requests = 1                ? is the last byte waited for, and none after it
  client 1 ← end
`;

web("reads one request a connection", VIRTUAL)`
  client 1 → "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n"
  client 1 ← end              ? does a second request wait behind the first one
  requests = 1
  client 2 → "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxGET /b HTTP/1.1\r\nHost: a\r\n\r\n"
  client 2 ← end
  requests = 2
  client 3 → "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
  client 3 ← end
  client 3 → "GET /b HTTP/1.1\r\nHost: a\r\n\r\n"
  requests = 3                ? is anything read as a request after the answer
  client 4 → "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe"
  client 4 ← nothing
  client 4 → "lloGET /b HTTP/1.1\r\nHost: a\r\n\r\n"
  client 4 ← end
  requests = 4                ? which bytes of a chunk belong to the body
`;

site("keeps the requests of two clients apart", {}, async (one) => {
  const lookAt = "what do two connections share: a buffer, a rest";
  const a = await comes(one, "client sends its body", lookAt);
  const b = await comes(one, "client sends its body", lookAt);
  await a.sends(head("POST /a HTTP/1.1", "Content-Length: 6") + "aaa");
  await settle();
  await b.sends(head("POST /b HTTP/1.1", "Content-Length: 6") + "bbb");
  await settle();
  await a.sends("AAA");
  await a.gets({ status: 200 });
  await b.sends("BBB");
  await b.gets({ status: 200 });
  expectSeen(
    one,
    [
      { target: "/a", body: toBytes("aaaAAA") },
      { target: "/b", body: toBytes("bbbBBB") },
    ],
    "two clients send their bodies in turn",
    lookAt,
  );
});

/** Requests that end early. */
const EARLY = [
  "",
  "G",
  "GET / HTTP/1.1\r\nHost: a\r\n",
  post(5),
  post(5) + "hell",
];

site("never gives respond a request that ends early", {}, async (one) => {
  const lookAt = "what does null mean before the request is whole";
  for (const request of EARLY) {
    const did = `${sends(request)}, and half-closes`;
    const client = await comes(one, did, lookAt);
    if (request) await client.sends(request);
    await client.halfCloses();
    await client.getsAtMost(400);
    expectSeen(one, [], did, lookAt);
    client.closes();
  }
  await eventually(() => countOpen() === 1, LIMITS.replyMs, () => ({
    cause: "leak",
    what: `the server holds ${countOpen() - 1} connection(s) open`,
    expected: "0",
    lookAt: "who closes after an early end",
  }));
});

site("takes a body of 1,048,576 bytes", {}, async (one) => {
  const did = "client sends a body of 1,048,576 bytes";
  const lookAt = "which length is the first one that is too long";
  const body = random.word(1_048_576);
  const client = await comes(one, did, lookAt);
  await client.sends(post(1_048_576) + body);
  await client.gets({ status: 200 });
  expectSeen(one, [{ body: toBytes(body) }], did, lookAt);
});

web("stops when half a request has come")`
  client 1 → "GET / HTT"
  client 2 → "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe"
  open = 2                    ? is half of a head, or of a body, answered
  stop()
  client 1 ← end              ? which connections does stop() close
  client 2 ← end
  finished = resolved         ? which promise does stop() wait for
`;

part("refusals");

/** Requests, the statuses of which one must come, where to look, and headers that must come. */
type Refused = [
  requests: string[],
  status: number | number[],
  lookAt: string,
  headers?: Record<string, string>,
];

/** Expects a refusal for each, that respond does not see. */
async function expectRefused(one: Web, rows: Refused[]): Promise<void> {
  for (const [requests, status, lookAt, headers] of rows) {
    for (const request of requests) {
      const method = request.startsWith("HEAD ") ? "HEAD" : "GET";
      await ask(one, request, { status, method, headers }, lookAt);
      expectSeen(one, [], sends(request), "who sees a refused request");
    }
  }
}

/** A check whose requests are all refused. */
const refuses = (name: string, rows: Refused[]) =>
  site(name, {}, (one) => expectRefused(one, rows));

refuses("refuses a malformed head: 400", [
  ...FIRST_LINES.map(([lines, lookAt]): Refused => [
    lines.filter((line) => line !== "").map((line) =>
      `${line}\r\nHost: a\r\n\r\n`
    ),
    400,
    lookAt,
  ]),
  ...HEADER_LINES.map(([lines, lookAt]): Refused => [
    lines.map((line) => head("GET / HTTP/1.1", "A: b", line)),
    400,
    lookAt,
  ]),
  ...HIDDEN.map(([texts, lookAt]): Refused => [
    texts.map((text) =>
      text.replace("HTTP/1.1\r\n", "HTTP/1.1\r\nHost: a\r\n")
    ),
    400,
    lookAt,
  ]),
]);

refuses("HTTP/1.1 needs exactly one Host: 400", [
  [
    [
      "GET / HTTP/1.1\r\n\r\n",
      "HEAD / HTTP/1.1\r\n\r\n",
      "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx",
    ],
    400,
    "is there a Host",
  ],
  [
    [
      head("GET / HTTP/1.1", "Host: b"),
      head("GET / HTTP/1.1", "Host: a"),
      head("GET / HTTP/1.1", "X: y", "hOsT:b"),
    ],
    400,
    "is there more than one Host",
  ],
]);

/** Lengths that are none. */
const BAD_LENGTHS = [
  "",
  "+5",
  "-5",
  "-0",
  "5.0",
  "5e0",
  "0x5",
  "0b1",
  "five",
  "5a",
  "a5",
  "5 5",
  "5;5",
  "\xb2",
  "1_0",
  "Infinity",
  "NaN",
];

refuses("Content-Length is one number of decimal digits: 400", [
  [
    BAD_LENGTHS.map((length) =>
      `${head("POST / HTTP/1.1", `Content-Length: ${length}`)}hello`
    ),
    400,
    "what does Number() take that is no row of decimal digits",
  ],
  [
    [
      ["Content-Length: 5", "Content-Length: 6"],
      ["Content-Length: 6", "Content-Length: 5"],
      ["Content-Length: 5", "content-length: 0"],
      ["Content-Length: 5", "Content-Length:"],
      ["Content-Length: 5, 6"],
      ["Content-Length: 5,6"],
    ].map((lines) => `${head("POST / HTTP/1.1", ...lines)}hello`),
    400,
    "two lengths that differ: which of them would you believe",
  ],
]);

refuses("any Transfer-Encoding is refused: 501, or 400 beside Content-Length", [
  [
    [
      `${head("POST / HTTP/1.1", "Transfer-Encoding: chunked")}0\r\n\r\n`,
      head("GET / HTTP/1.1", "transfer-encoding: gzip, chunked"),
      head("GET / HTTP/1.1", "Transfer-Encoding: identity"),
      head("GET / HTTP/1.1", "Transfer-Encoding:"),
      "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    501,
    "which bodies can this server read",
  ],
  [
    [
      `${
        head(
          "POST / HTTP/1.1",
          "Content-Length: 5",
          "Transfer-Encoding: chunked",
        )
      }0\r\n\r\n`,
      `${
        head(
          "POST / HTTP/1.1",
          "Transfer-Encoding: chunked",
          "Content-Length: 0",
        )
      }0\r\n\r\n`,
    ],
    [400, 501],
    "two headers say where the body ends: which of them would you believe",
  ],
]);

refuses("other methods are refused: 405, with Allow", [[
  [
    "PUT",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "get",
    "Head",
    "GETS",
    "GE",
    "constructor",
  ].map((method) => head(`${method} / HTTP/1.1`)),
  405,
  "which methods does this server know; is case significant",
  { allow: "GET, HEAD, POST" },
]]);

refuses("other versions are refused: 505", [[
  ["0.9", "2.0", "3.0", "0.0", "9.9", "0.1"].flatMap((version) =>
    ["GET", "HEAD"].map((method) => head(`${method} / HTTP/${version}`))
  ),
  505,
  "which versions does this server know",
]]);

asks(
  "takes HTTP/1.0 with and without Host",
  {},
  ["", "Host: a\r\n", "Host:\r\n"].map((line) => [
    `GET / HTTP/1.0\r\n${line}\r\n`,
    { status: 200 },
    "what does HTTP/1.0 need",
  ]),
);

refuses("a length above 1,048,576 is refused at once: 413", [[
  [
    "1048577",
    "2000000",
    "4294967296",
    "4294967301",
    "18446744073709551621",
    "9".repeat(400),
  ].map((length) => head("POST / HTTP/1.1", `Content-Length: ${length}`)),
  413,
  "is the body waited for; how large may a number be",
]]);

/** A head of exactly so many bytes, empty line included. */
const headOf = (length: number) => {
  const bare = head("GET / HTTP/1.1", "X: ");
  return head("GET / HTTP/1.1", `X: ${"x".repeat(length - bare.length)}`);
};

site("takes a head of exactly maxHeadBytes", { maxHeadBytes: 100 }, async (
  one,
) => {
  const lookAt = "does maxHeadBytes count the empty line, and what follows it";
  await ask(one, headOf(99), { status: 200 }, lookAt);
  await ask(one, headOf(100), { status: 200 }, lookAt);
  await ask(one, post(200) + "x".repeat(200), { status: 200 }, lookAt);
  const did = "client sends 100 bytes of head in pieces";
  const client = await comes(one, did, lookAt);
  await client.sendsInPieces(headOf(100), [97, 1]);
  await client.gets({ status: 200 });
});

site("a longer head is refused: 431", { maxHeadBytes: 100 }, async (one) => {
  const lookAt = "when is it known that the head is too long";
  for (const length of [101, 102, 200, 10_000]) {
    await ask(one, headOf(length), { status: 431 }, lookAt);
  }
  // A head of 101 bytes, which as UTF-8 has 81 characters.
  await ask(
    one,
    headOf(61).slice(0, -4) + "\xc3\xa9".repeat(20) + "\r\n\r\n",
    { status: 431 },
    "does maxHeadBytes count bytes, or characters",
  );
  for (const beginning of ["GET /", "G", SIMPLE.slice(0, -2)]) {
    await ask(one, beginning.padEnd(101, "x"), { status: 431 }, lookAt);
  }
  const did = "client sends 100 bytes of a head, and later one more";
  const client = await comes(one, did, lookAt);
  await client.sendsInPieces(headOf(200).slice(0, 100), [50]);
  await client.hearsNothing(0);
  await client.sends("x");
  await client.gets({ status: 431 });
  expectSeen(one, [], "heads that are too long", "who sees a refused request");
});

asks("without maxHeadBytes the limit is 16,384", {}, [
  [headOf(16_384), { status: 200 }, "what is the default of maxHeadBytes"],
  [headOf(16_385), { status: 431 }],
  [headOf(17_000).slice(0, 16_385), { status: 431 }],
]);

part("how it ends");

site("answers a client that has half-closed", {}, async (one) => {
  const lookAt = "may an answer follow the end of the client's stream";
  for (const request of [SIMPLE, SMALL]) {
    const did = `${sends(request)}, and half-closes`;
    const client = await comes(one, did, lookAt);
    await client.sends(request);
    await client.halfCloses();
    await client.gets(FINE);
  }
});

site("answers a client that half-closes while respond works", {
  respond: after(3_000),
}, async (one) => {
  const client = await comes(
    one,
    "client sends a request, and half-closes",
    "who still waits for respond when read() has given null",
  );
  await client.sends(SIMPLE);
  await settle();
  await client.halfCloses();
  await elapse(3_000);
  await client.gets(FINE);
});

site("discards what comes after the answer", {}, async (one) => {
  const client = await newClient(one);
  await client.send(SIMPLE);
  await expectAnswer(client, FINE, "client sends a request");
  for (let i = 0; i < 5; i++) {
    expect(await client.send(random.word(1000)), {
      cause: "reset",
      did: "client still sends after the answer",
      expected: "what it sends is read, and thrown away",
      came: "a reset (RST)",
      lookAt: "what happens between the half-close and close()",
    });
    await settle();
  }
  client.close();
});

site("closes at most 2 s after the answer", {}, async (one) => {
  const isClosed = async (did: string) => {
    await settle();
    expect(countOpen() === 1, {
      cause: "leak",
      did,
      expected: "the connection is closed 2 s after the answer",
      came: "it is open",
      lookAt: "what ends the discarding of a client that never closes",
    });
  };
  const silent = await comes(one, "client sends a request");
  await silent.sends(SIMPLE);
  await silent.gets(FINE);
  await elapse(2_100);
  await isClosed("client says nothing after the answer, and does not close");
  const talker = await comes(one, "client sends a request");
  await talker.sends(SIMPLE);
  await talker.gets(FINE);
  for (let i = 0; i < 7; i++) {
    await talker.sends("x");
    await elapse(300);
  }
  await isClosed("client sends a byte every 300 ms after the answer");
});

site("writes all of an answer, also in small parts", {
  respond: () => ({ status: 200, body: "0123456789".repeat(50) }),
}, async (one) => {
  note("the send queues are nearly full: each write() takes 7 bytes at most");
  standInForAccept((conn) => limitWrites(conn, 7));
  await ask(
    one,
    SIMPLE,
    { status: 200, body: "0123456789".repeat(50) },
    "how many bytes has write() taken",
  );
});

/** Megabytes that are easy to compare. */
const block = random.bytes(65_536);
const much = (megabytes: number) => {
  const bytes = new Uint8Array(megabytes * 1024 * 1024);
  for (let at = 0; at < bytes.length; at += block.length) bytes.set(block, at);
  return bytes;
};

site("gives 12 MB to a client that still sends 8 MB", {
  respond: () => ({ status: 200, body: much(12) }),
}, async (one) => {
  const client = await comes(
    one,
    "client sends a request, and 8 MB more while the answer comes",
    "is the answer written whole, and what comes after it read",
  );
  await client.sends(SIMPLE);
  const sending = client.sends(much(8));
  await client.gets({ status: 200, body: much(12) }, LIMITS.transferMs);
  await sending;
}, {});

site("a refusal arrives at a client that first sends 6 MB", {}, async (one) => {
  const lookAt = "what is read after the answer, and until when";
  for (
    const [request, status] of [
      [post(6_291_456), 413],
      ["GET / HTTP/1.1\r\nX: ", 431],
    ] as const
  ) {
    const did = `${sends(request)} and 6 MB, and then reads`;
    const client = await comes(one, did, lookAt);
    await client.sends(request);
    await client.sends(new Uint8Array(6 * 1024 * 1024).fill(120));
    await client.gets({ status }, LIMITS.transferMs);
    client.closes();
  }
}, {});

part("deadlines");

const LIMIT = { headTimeoutMs: 1_000 };
const WHICH_TIMER = "from when to when does the time limit run";

site("no whole head in time: 408", LIMIT, async (one) => {
  for (const part of ["G", SIMPLE.slice(0, 20), SIMPLE.slice(0, -1)]) {
    const did = `${sends(part)}, and nothing more`;
    const client = await comes(one, did, WHICH_TIMER);
    await client.sends(part);
    await client.hearsNothing(950);
    await elapse(100);
    await client.gets({ status: 408 });
    client.closes();
  }
  expectSeen(one, [], "half a head", "who sees a refused request");
});

site("a head that trickles has no more time: 408", LIMIT, async (one) => {
  const did = "client sends a byte every 50 ms";
  const client = await comes(one, did, WHICH_TIMER);
  const request = head("GET / HTTP/1.1", `X: ${"x".repeat(200)}`);
  for (const byte of request.slice(0, 17)) {
    await client.sends(byte);
    await client.hearsNothing(50);
  }
  for (const byte of request.slice(17, 23)) {
    await client.sends(byte);
    await elapse(50);
  }
  await client.gets({ status: 408 });
});

site("a client that says nothing is let go", LIMIT, async (one) => {
  const did = "client connects, and says nothing";
  const client = await comes(one, did, WHICH_TIMER);
  await client.hearsNothing(950);
  await elapse(100);
  await client.getsAtMost(408);
  client.closes();
  await elapse(2_100);
  equal(countOpen(), 1, {
    did: "sockets that are open 2 s later",
    lookAt: "who closes after the time limit",
  });
});

site("takes a request that is slow, and in time", LIMIT, async (one) => {
  const did = "client sends a request in 900 ms";
  const client = await comes(one, did, WHICH_TIMER);
  await client.sends(SMALL.slice(0, 30));
  await elapse(500);
  await client.sends(SMALL.slice(30, -3));
  await elapse(400);
  await client.sends(SMALL.slice(-3));
  await client.gets(FINE);
});

site("no whole body in time: 408", LIMIT, async (one) => {
  const lookAt = "what limits the time of the body";
  for (const body of ["no body", "a byte of body every 100 ms"]) {
    const did = `client sends its head, and ${body}`;
    const client = await comes(one, did, lookAt);
    await client.sends(post(100));
    for (let i = 0; i < 21; i++) {
      if (body !== "no body") await client.sends("x");
      await elapse(100);
    }
    await client.gets({ status: 408 });
    expectSeen(one, [], did, "who sees a refused request");
    client.closes();
  }
});

site("without headTimeoutMs the limit is 10 s", {}, async (one) => {
  const did = "client sends a line of its head";
  const lookAt = "what is the default of headTimeoutMs";
  const client = await comes(one, did, lookAt);
  await client.sends("GET / HTTP/1.1\r\n");
  await client.hearsNothing(9_900);
  await elapse(200);
  await client.gets({ status: 408 });
});

site("gives respond all the time that it takes", {
  ...LIMIT,
  respond: after(60_000),
}, async (one) => {
  const client = await comes(one, "respond takes a minute", WHICH_TIMER);
  await client.sends(SIMPLE);
  await client.hearsNothing(59_000);
  await elapse(1_000);
  await client.gets(FINE);
});

site("says the time of each answer", {}, async (one) => {
  await ask(one, SIMPLE, FINE);
  note("more than an hour later");
  await passTime();
  await ask(one, SIMPLE, FINE, WHEN_DATED);
});

site("serves others while clients are slow", {}, async (one) => {
  const lookAt = "who waits for a client that sends slowly";
  await newClient(one);
  await (await newClient(one)).send("GET / HT");
  await (await newClient(one)).send(post(5));
  await settle();
  for (let i = 0; i < 3; i++) await ask(one, SIMPLE, FINE, lookAt);
});

site("serves others while a client does not read", {}, async (one) => {
  fillFirstSendQueue();
  const first = await newClient(one);
  await first.send(SIMPLE);
  await settle();
  note("the write() of its answer waits");
  for (let i = 0; i < 3; i++) {
    await ask(one, SIMPLE, FINE, "who waits for a client that does not read");
  }
  await one.stop();
});

part("beyond", "startWebServer");

/** Requests that two programs may read in two ways: the statuses that may come, and the bodies that respond may see. */
type Smuggled = [
  request: string,
  statuses: number[],
  bodies: string[],
  lookAt: string,
];

const ADMIN = "GET /admin HTTP/1.1\r\nHost: a\r\n\r\n";
const CHUNKED = `0\r\n\r\n${ADMIN}`;
const TWO_ENDS = "how many ways are there to read where this request ends";

const SMUGGLED: Smuggled[] = [
  [
    head("POST / HTTP/1.1", `Content-Length: ${ADMIN.length}`) + ADMIN,
    [200],
    [ADMIN],
    "is the body ever read as a request",
  ],
  [
    `${
      head("POST / HTTP/1.1", "Content-Length: 5", "Content-Length: 5")
    }hello${ADMIN}`,
    [200, 400],
    ["hello"],
    "equal lengths may count once",
  ],
  ...[
    ["Content-Length: 4", "Transfer-Encoding: chunked"],
    ["Transfer-Encoding: chunked", "Content-Length: 4"],
    ["Transfer-Encoding: identity", "Content-Length: 5"],
    ["Content-Length: 0", "TRANSFER-ENCODING: CHUNKED"],
    ["Transfer-Encoding: chunked"],
    ["Transfer-Encoding: xchunked"],
    ["Transfer-Encoding: chunked", "Transfer-Encoding: x"],
    ["Transfer-Encoding: chunked, identity", "Content-Length: 5"],
  ].map((lines): Smuggled => [
    head("POST / HTTP/1.1", ...lines) + CHUNKED,
    [400, 501],
    [],
    TWO_ENDS,
  ]),
  ...[
    ["Transfer-Encoding : chunked", "Content-Length: 5"],
    ["Transfer-Encoding\t: chunked", "Content-Length: 5"],
    [" Transfer-Encoding: chunked", "Content-Length: 5"],
    ["X: y", " Content-Length: 50"],
    ["Transfer-Encoding:", " chunked", "Content-Length: 5"],
    ["X: y\rTransfer-Encoding: chunked", "Content-Length: 5"],
    ["X: y\0", "Content-Length: 5"],
    ["Content-Length: 5\r"],
    ["Content-Length: 5\0"],
    ["Content-Length : 5"],
    ["Content-Length\0: 5"],
    ["Content-Length: 5, 5, 6"],
    ["Content-Length: 0005 0"],
    ["Content-Length: 0x5"],
    ["Content-Length: +5"],
    ["Content-Length: -1"],
    ["Content-Length: 5", "Content-Length: 0"],
    ["Content-Length: 0", "Content-Length: 5"],
  ].map((lines): Smuggled => [
    head("POST / HTTP/1.1", ...lines) + CHUNKED,
    [400, 501],
    [],
    "is this line a header, and is its value a length",
  ]),
  ...[
    head("GET / HTTP/1.1", "Host: b") + ADMIN,
    `GET http://b/ HTTP/1.1\r\nHost: a\r\nHost : b\r\n\r\n${ADMIN}`,
    `GET / HTTP/1.1\r\n Host: a\r\n\r\n${ADMIN}`,
    `GET / HTTP/1.1\r\nHost: a\rHost: b\r\n\r\n${ADMIN}`,
  ].map((request): Smuggled => [
    request,
    [400],
    [],
    "is there exactly one Host",
  ]),
];

site("never reads one request as two", {}, async (one) => {
  for (const [request, status, bodies, lookAt] of SMUGGLED) {
    one.seen.length = 0;
    await ask(one, request, { status }, lookAt);
    expect(
      one.seen.length <= bodies.length &&
        one.seen.every(({ body }, i) => isEqual(body, latin1(bodies[i]))),
      {
        cause: "wrong-value",
        did: sends(request),
        expected: bodies.length
          ? `respond sees one request, with the body ${show(bodies[0])}`
          : "respond sees no request",
        came: `respond sees ${show(one.seen)}`,
        lookAt,
      },
    );
  }
});

web("outlives clients that reset")`
  client 1 → "GET / HT" → RST
  client 2 → "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nhello" → RST
  client 3 → "GET / HTTP/1.1\r\nHost: a\r\n\r\n" → RST
  client 4 connects
  client 4 → RST
  open = 0                    ? read() and write() reject after a reset: who catches it, who closes
  client 5 → "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
  client 5 ← end
  client 5 → close
  open = 0
`;

site("outlives a client that is gone before its answer", {
  respond: after(500, { status: 200, body: "x".repeat(100_000) }),
}, async (one) => {
  const did = "client sends a request";
  const lookAt = "who catches what write() throws";
  const gone = await comes(one, did, lookAt);
  const reset = await comes(one, did, lookAt, true);
  const other = await comes(one, did, lookAt);
  for (const client of [gone, reset, other]) await client.sends(SIMPLE);
  await settle();
  gone.closes();
  reset.resets();
  await elapse(600);
  await other.gets({ status: 200 });
  other.closes();
  await elapse(2_100);
  equal(countOpen(), 1, { did: "sockets that are open 2 s later", lookAt });
});

site("outlives accept() that rejects", {}, async (one) => {
  const hasFailed = failNextAccept();
  note("client 1 resets its connection before accept() takes it");
  await newClient(one);
  await eventually(hasFailed, LIMITS.replyMs, {
    cause: "no-reply",
    what: "client 1 waits in the accept queue, and accept() is not called",
    expected: "accept() again and again, until stop()",
  });
  await ask(one, SIMPLE, FINE, "what ends the accept loop");
}, {});

site("answers 60 clients at once", {
  respond: ({ target, body }) => ({
    status: 200,
    body: `${target} ${body.length}`,
  }),
}, async (one) => {
  await Promise.all(Array.from({ length: 60 }, async (_, i) => {
    const did = `client sends request ${i} of 60`;
    const client = await comes(one, did, "what do connections share");
    await client.sends(
      head(`POST /${i} HTTP/1.1`, `Content-Length: ${i}`) + "x".repeat(i),
    );
    await client.gets({ status: 200, body: `/${i} ${i}` });
    client.closes();
  }));
}, {});

site("gives 16 MB to a client that has half-closed, and reads late", {
  respond: () => ({ status: 200, body: much(16) }),
}, async (one) => {
  const whole = { status: 200, body: much(16) };
  const client = await comes(
    one,
    "client sends a request, half-closes, and reads late",
    "is the answer written whole",
  );
  await client.sends(SIMPLE);
  await client.halfCloses();
  await settle();
  await ask(
    one,
    head("HEAD / HTTP/1.1"),
    { ...whole, method: "HEAD" },
    "who waits for a client that does not read",
  );
  await client.gets(whole, LIMITS.transferMs);
}, {});

site("writes an answer byte by byte", {
  respond: () => ({ status: 200, body: "半🙂" }),
}, async (one) => {
  note("the send queues are full: each write() takes 1 byte");
  standInForAccept((conn) => limitWrites(conn, 1));
  await ask(
    one,
    SIMPLE,
    { status: 200, body: "半🙂" },
    "how many bytes has write() taken",
  );
});

check("stops while respond works", {
  ...VIRTUAL,
}, async () => {
  const one = begin({ respond: after(300) });
  const [client, other] = [await newClient(one), await newClient(one)];
  await client.send(SIMPLE);
  await other.send(SMALL);
  await settle();
  await one.stop();
  await client.drain();
  await other.drain();
  await elapse(3_000);
  equal(countOpen(), 0, {
    did: "sockets that are open 3 s after stop()",
    lookAt: "what happens when respond is done, and the connection is closed",
  });
});

check("keeps two servers apart, and stops one of them twice", {
  ...VIRTUAL,
}, async () => {
  const [one, two] = [
    begin({ respond: () => ({ status: 200, body: "one" }) }),
    begin({ respond: () => ({ status: 200, body: "two" }) }),
  ];
  const lookAt = "what do two servers share";
  await ask(one, SIMPLE, { status: 200, body: "one" }, lookAt);
  await ask(two, SIMPLE, { status: 200, body: "two" }, lookAt);
  const late = await comes(
    two,
    "a client of server 2 sends half a head, then server 1 is stopped",
    lookAt,
  );
  await late.sends(SIMPLE.slice(0, 9));
  await settle();
  await one.stop();
  await one.stop("stop() a second time");
  await late.sends(SIMPLE.slice(9));
  await late.gets({ status: 200, body: "two" });
  await ask(two, SIMPLE, { status: 200, body: "two" }, lookAt);
  await two.stop("stop() of server 2");
  equal(countOpen(), 0, { did: "sockets that are open after stop()" });
});

check("stop() closes a connection that is just being accepted", async () => {
  for (const count of [1, 2, 5]) {
    const one = begin();
    let stopping: Promise<void> | undefined;
    note(`${count} connect, and stop() is called at once`);
    const clients = await Promise.all(
      Array.from({ length: count }, async () => {
        try {
          const client = await newClient(one);
          stopping ??= one.stop();
          return client;
        } catch (error) {
          // A SYN that comes after stop() is refused.
          if (!(stopping && error instanceof Wrong)) throw error;
        }
      }),
    );
    await Promise.all(clients.map((client) => client?.drain()));
    await stopping;
  }
});

check("listens on the port that it is given, or refuses", async () => {
  const respond = OK;
  for (const options of [{ respond }, { respond, port: undefined }]) {
    const one = web.begin(() => submission.startWebServer(options));
    equal(one.server.addr.hostname, "127.0.0.1", {
      did: "startWebServer({ respond }).addr.hostname",
    });
    await one.end();
  }
  const { port, server: one } = await onFreePort((port) =>
    web.begin(() => submission.startWebServer({ respond, port }))
  );
  equal(one.server.addr.port, port, {
    did: `startWebServer({ port: ${port}, respond }).addr.port`,
    lookAt: "which port does Deno.listen() get",
  });
  const did =
    `startWebServer({ port: ${port}, respond }), where another one listens`;
  const error = await throws(
    () => submission.startWebServer({ respond, port }),
    { did, lookAt: "who learns of the error of Deno.listen()" },
  );
  equal(error.name, "AddrInUse", { did: `${did}: its error` });
  await one.end();
});
