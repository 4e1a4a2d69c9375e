import { assertEquals, assertThrows } from "@std/assert";
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { beginCheck, cleanUp } from "./check_context.ts";
import { latin1, latin1Text } from "./latin1.ts";
import { httpSigns, requestHead } from "./http_signs.ts";
import { RunningServer } from "./running_server.ts";
import { readScript } from "./script.ts";
import type { InScript } from "./payload.ts";

const DATE = "Date: Thu, 01 Jan 2026 00:00:00 GMT";

/** An answer with the headers that every answer has. */
const answer = (first: string, lines: string[] = [], body = "") =>
  [
    `HTTP/1.1 ${first}`,
    `Date: ${new Date().toUTCString()}`,
    "Connection: close",
    ...lines,
    "",
    body,
  ].join("\r\n");

/** A server that reads once, answers with this, half-closes, and remembers what came. */
function serve(reply: string, came: string[] = []) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const finished = (async () => {
    for await (const conn of listener) {
      const buffer = new Uint8Array(20_000);
      const n = await conn.read(buffer);
      came.push(latin1Text(buffer.subarray(0, n ?? 0)));
      await conn.write(latin1(reply));
      conn.close();
    }
  })();
  return {
    addr: listener.addr as Deno.NetAddr,
    finished,
    stop() {
      listener.close();
      return finished;
    },
  };
}

/** Plays a script against such a server: what came there, and the fault. */
function play(reply: string) {
  return async (
    strings: TemplateStringsArray,
    ...given: InScript[]
  ): Promise<{ came: string[]; fault?: Fault }> => {
    beginCheck();
    const came: string[] = [];
    try {
      const one = new RunningServer(() => serve(reply, came), {
        did: "serve()",
        sign: httpSigns,
      });
      await one.play(strings, ...given);
      await one.end();
      return { came };
    } catch (error) {
      if (error instanceof Wrong) return { came, fault: error.fault };
      throw error;
    } finally {
      await cleanUp();
    }
  };
}

const FINE = answer("200 OK", ["Content-Length: 4"], "fine");

Deno.test("requests are written in one word or two", async () => {
  const { came } = await play(FINE)`
    a client → GET /a ← 200
    a client → POST / "hel{a:2}" ← 200
    a client → POST / 1,000 bytes ← 200
    a client → POST / 3 bytes "hello" ← 200
    a client → GET / of 60 bytes ← 200
  `;
  assertEquals(came[0], requestHead("GET /a HTTP/1.1"));
  assertEquals(
    came[1].replace(/hel\w\w$/, ""),
    requestHead("POST / HTTP/1.1", "Content-Length: 5"),
  );
  assertEquals(came[2], requestHead("POST / HTTP/1.1", "Content-Length: 1000"));
  assertEquals(
    came[3],
    `${requestHead("POST / HTTP/1.1", "Content-Length: 3")}hello`,
  );
  assertEquals(came[4].length, 60);
  assertEquals(came[4].slice(-5), "x\r\n\r\n");
});

Deno.test("a line of somebody new is played for each row, with its own question", async () => {
  const rows = [
    { value: "one", lookAt: "which one" },
    { value: "two", lookAt: "which two" },
  ];
  const { came, fault } = await play(FINE)`
    a client → ${rows} ← 200 "fine"
  `;
  assertEquals([came, fault], [["one", "two"], undefined]);
  const wrong = await play(FINE)`a client → ${rows} ← 404`;
  assertEquals(wrong.fault?.lookAt, "which one");
  assertEquals(wrong.fault?.did, 'client sends "one"');
});

/** Answers, what a check says of them, and what is wrong; nothing if it is right. */
const ANSWERS: Array<[reply: string, script: string, fault?: string]> = [
  [FINE, '200 "fine"'],
  [FINE, "404 or 200"],
  [FINE, "404", "status 404; came status 200"],
  [FINE, '200 "other"', "one header Content-Length: 5; came Content-Length: 4"],
  [
    FINE,
    '200 "fin!"',
    "the body 4 bytes: 66 69 6e 21; came 4 bytes: 66 69 6e 65",
  ],
  [FINE, "head of 200", "no body after HEAD; came 4 bytes: 66 69 6e 65"],
  ["", "200", "an answer 200; came none"],
  ["", "200 or end"],
  [
    "HTTP/1.1 200 OK\n\n",
    "200",
    String.raw`a head that ends with an empty line; came "HTTP/1.1 200 OK\n\n"`,
  ],
  [
    answer("2OO OK"),
    "200",
    'HTTP/1.1, the status, a reason; came "HTTP/1.1 2OO OK"',
  ],
  [answer("204 "), "head of 204"],
  [
    answer("204"),
    "head of 204",
    'a blank behind the status, also before an empty reason; came "HTTP/1.1 204"',
  ],
  [answer("200 OK", ["x"]), "200", 'lines  name: value; came "x"'],
  [answer("200 OK"), "200", "one header Content-Length: 0; came none"],
  [answer("204 None"), "head of 204"],
  [
    answer("204 None", ["Content-Length: 0"]),
    "204",
    "no Content-Length with 204; came 0",
  ],
  [answer("304 Same", ["Content-Length: 4"]), 'head of 304 "fine"'],
  [
    answer("304 Same", ["Content-Length: 3"]),
    'head of 304 "fine"',
    "one header Content-Length: 4; came Content-Length: 3",
  ],
  [answer("304 Same", [], "x"), "304", "no body after 304; came 1 byte: 78"],
  [answer("200 OK", ["Content-Length: 5"]), 'head of 200 "hello"'],
  [
    answer("200 OK", ["Content-Length: 0", "X-A: b", "x-a: c"]),
    '200 x-a: "b, c"',
  ],
  [
    answer("200 OK", ["Content-Length: 0", "X-A: b"]),
    "200 x-a: c",
    "a header x-a: c; came x-a: b",
  ],
  [
    answer("200 OK", ["Content-Length: 0"]),
    "200 x-a: c",
    "a header x-a: c; came none",
  ],
  [
    answer("200 OK", ["Content-Length: 0", "Transfer-Encoding: x"]),
    "200",
    "no Transfer-Encoding; came x",
  ],
  [
    answer("200 OK", ["Connection: close"]),
    "200",
    "one header Connection: close; came Connection: close; Connection: close",
  ],
  [
    answer("200 OK").replace("close", "open"),
    "200",
    "one header Connection: close; came Connection: open",
  ],
  [
    answer("200 OK").replace(/Date: .*/, "Date: now"),
    "200",
    "one header Date: such as Tue, 15 Nov 1994 08:12:31 GMT; came Date: now",
  ],
  [
    answer("200 OK").replace(/Date: .*/, DATE),
    "200",
    `Date: the time of this answer; came ${DATE}`,
  ],
];

for (const [i, [reply, script, due]] of ANSWERS.entries()) {
  Deno.test(`answer ${i + 1} for ${script} is ${due ?? "right"}`, async () => {
    const line = `client → GET / ← ${script}`;
    const { fault } = await play(reply)(
      Object.assign([line], { raw: [line] }),
    );
    const told = fault && `${fault.expected}; came ${fault.came}`;
    assertEquals(told, due);
  });
}

Deno.test("a report says what the client sent, of several the first and the last", async () => {
  const { fault } = await play("")`
    client → GET / → b → c in pieces of 1 → FIN ← 200
  `;
  assertEquals(
    fault?.did,
    String
      .raw`client sends "GET / HTTP/1.1\r\nHost: a\r\n\r\n", and later "c" in pieces of 1, and half-closes`,
  );
});

Deno.test("what is no request and no answer says what to write", () => {
  const vocabulary = {
    peers: ["client"],
    facts: [],
    actions: [],
    isCall: false,
    sign: httpSigns,
  };
  const place = { file: "f", line: 1 };
  for (
    const [line, message] of [
      ["client ← 200 x-a:", "the value of x-a: is missing"],
      ["client → GET / of 9 bytes", "a head has 32 bytes at least"],
      ["client → GET / HTTP/1.1", '"HTTP/1.1" is neither → nor ←'],
      ["client ← 200 OK", '"OK" is neither → nor ←'],
      ["client ← head of 5000", '"5000" is no answer; write 200 "fine"'],
      ["client ← 20O", '"20O" is no answer'],
      ["client ← 4000 or 501", '"4000 or 501" is no answer'],
      ["client ← head of a", '"head of a" is no answer'],
      ["client ← 400 or end of", '"of" is neither → nor ←'],
    ]
  ) {
    const read = () =>
      readScript({ raw: [line], given: [] }, vocabulary, place);
    const { message: came } = assertThrows(read, SyntaxError);
    assertEquals(came.includes(message), true, came);
  }
});
