import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { denoError } from "../../network/errors.ts";
import { needsClock } from "./exchange.ts";
import { literal } from "./literal.ts";
import { resolve, Words } from "./payload.ts";
import { reseed } from "./random.ts";
import { readScript } from "./script.ts";
import type { Step, Vocabulary } from "./step.ts";

const SERVER: Vocabulary = {
  peers: ["client"],
  facts: ["log", "lines", "open"],
  actions: ["stop()"],
  isCall: false,
};
const CALL: Vocabulary = {
  peers: ["server"],
  facts: ["open"],
  actions: ["old.close()"],
  isCall: true,
};
const PLACE = { file: "tests/03_server_flow_test.ts", line: 120 };

function read(
  vocabulary: Vocabulary,
  { raw }: TemplateStringsArray,
  ...given: unknown[]
): Step[] {
  return readScript({ raw, given }, vocabulary, PLACE);
}
const server = (raw: TemplateStringsArray, ...given: unknown[]) =>
  read(SERVER, raw, ...given);
const call = (raw: TemplateStringsArray, ...given: unknown[]) =>
  read(CALL, raw, ...given);

/** The steps without their questions. */
const deeds = (steps: Step[]) => steps.map(({ lookAt: _, ...deed }) => deed);

const word = (name: string, length?: number) => ({ word: name, length });

Deno.test("a peer of a call may be called a, and have a number", () => {
  const relay = { ...CALL, peers: ["a 1", "a 2"] };
  const lines = (raw: TemplateStringsArray) => read(relay, raw);
  const steps = lines`
    a 1 → FIN
    a 2 ← FIN
  `;
  assertEquals(deeds(steps), [
    { verb: "halfClose", who: "a 1" },
    { verb: "expectFin", who: "a 2" },
  ]);
});

Deno.test("a peer's line is its arrows, one step each", () => {
  assertEquals(
    deeds(server`
      client connects → {a:12} ← OK!!! → FIN ← FIN
      client 2 → [ff 0A] → "two words\n{a}" in pieces of 1, 2 → RST
    `),
    [
      { verb: "connect", who: "client" },
      {
        verb: "send",
        who: "client",
        payload: [word("a", 12)],
        pieces: undefined,
      },
      { verb: "expect", who: "client", payload: ["OK!!!"] },
      { verb: "halfClose", who: "client" },
      { verb: "expectFin", who: "client" },
      {
        verb: "send",
        who: "client 2",
        payload: [Uint8Array.of(255, 10)],
        pieces: undefined,
      },
      {
        verb: "send",
        who: "client 2",
        payload: ["two words\n", word("a")],
        pieces: [1, 2],
      },
      { verb: "reset", who: "client 2" },
    ],
  );
});

Deno.test("every sign of an end has its verb", () => {
  const steps = server`client → close ← close ← RST ← end ← nothing → "close"`;
  assertEquals(steps.map(({ verb }) => verb), [
    "close",
    "expectClose",
    "expectReset",
    "expectEnd",
    "expectNothing",
    "send",
  ]);
});

Deno.test("a line for several peers is a step for each, and a word for each", () => {
  assertEquals(deeds(server`clients 1-2 → {a} ← OK!!!`), [
    {
      verb: "send",
      who: "client 1",
      payload: [word("a 1")],
      pieces: undefined,
    },
    {
      verb: "send",
      who: "client 2",
      payload: [word("a 2")],
      pieces: undefined,
    },
    { verb: "expect", who: "client 1", payload: ["OK!!!"] },
    { verb: "expect", who: "client 2", payload: ["OK!!!"] },
  ]);
});

Deno.test("a question holds for its line and the lines below, and quotes may hold one", () => {
  const steps = server`
    client connects
    client → " ? " ← why?   ? the first
    open = 1
    stop()                  ? the second
  `;
  assertEquals(steps.map(({ lookAt }) => lookAt), [
    undefined,
    "the first",
    "the first",
    "the first",
    "the second",
  ]);
});

Deno.test("facts have items, of words, quoted texts and values", () => {
  const steps = server`
    client → {a}
    log = {a} x | "b | \t" | ${"c"}
    log =
    # a note
    client # says = nothing
    time passes
    a moment passes
      time passes, and nobody reads
  `;
  assertEquals(deeds(steps).slice(1), [
    {
      verb: "fact",
      name: "log",
      items: [[word("a"), " x"], ["b | \t"], [{ given: "c" }]],
    },
    { verb: "fact", name: "log", items: [] },
    { verb: "note", text: "a note" },
    { verb: "note", text: "client says = nothing" },
    { verb: "time passes" },
    { verb: "a moment passes" },
    { verb: "time passes", isUnread: true },
  ]);
});

Deno.test("the name of a fact may have blanks, hyphens and commas", () => {
  const name = "ended end-of-input, replies";
  const steps = read(
    { ...CALL, facts: [name] },
    Object.assign([], { raw: ["ended end-of-input, replies = {a}"] }),
  );
  assertEquals(deeds(steps), [{ verb: "fact", name, items: [[word("a")]] }]);
});

Deno.test("a script of a call says how it ends", () => {
  assertEquals(
    deeds(call`
      server accepts
      pending
      returns {r}
      throws
      throws RangeError "70000" "limit"
      resolves
      resolves closed
      settles
      settles closed
    `),
    [
      { verb: "connect", who: "server" },
      { verb: "pending" },
      { verb: "returns", payload: [word("r")] },
      { verb: "throws", names: [], holds: [] },
      { verb: "throws", names: ["RangeError"], holds: [["70000"], ["limit"]] },
      { verb: "resolves" },
      { verb: "resolves closed" },
      { verb: "settles" },
      { verb: "settles closed" },
    ],
  );
});

Deno.test("time passes in milliseconds, and a call settles after or within some", () => {
  assertEquals(
    deeds(call`
      20 ms pass
      1,700 ms pass
      ${30} ms pass
      returns {r} within 5 ms
      throws TimedOut "late" after 1,700 ms
      resolves closed after ${700} ms
      resolves after 1,230 to 1,330 ms
      old.close()
    `),
    [
      { verb: "pass", ms: 20 },
      { verb: "pass", ms: 1_700 },
      { verb: "pass", ms: 30 },
      {
        verb: "returns",
        payload: [word("r")],
        due: { kind: "within", ms: 5 },
      },
      {
        verb: "throws",
        names: ["TimedOut"],
        holds: [["late"]],
        due: { kind: "after", ms: 1_700 },
      },
      { verb: "resolves closed", due: { kind: "after", ms: 700 } },
      { verb: "resolves", due: { kind: "after", ms: 1_230, toMs: 1_330 } },
      { verb: "act", name: "old.close()", numbers: [], items: [] },
    ],
  );
});

Deno.test("the steps of a line that happens meanwhile know that they are one", () => {
  const [send, fin, next, note] = call`
    server → ${new Uint8Array(3)} → FIN meanwhile
    server ← meanwhile
    server # waits meanwhile
  `;
  assertEquals(
    [send.verb, send.meanwhile],
    ["send", { text: "server → … → FIN" }],
  );
  assertStrictEquals(fin.meanwhile, send.meanwhile);
  assertEquals([next.verb, next.meanwhile], ["expect", undefined]);
  assertEquals(note, {
    lookAt: undefined,
    verb: "note",
    text: "server waits meanwhile",
  });
});

Deno.test("a script with milliseconds needs a clock that is virtual", () => {
  assertEquals(needsClock(call`5 ms pass`), true);
  assertEquals(needsClock(call`resolves after 5 ms`), true);
  assertEquals(needsClock(server`time passes`), true);
  assertEquals(needsClock(call`resolves`), false);
});

/** Scripts of one wrong line, and what is said of each. */
const MISTAKES: Array<[read: () => Step[], message: string]> = [
  [
    () => server`stop() meanwhile`,
    'Cannot read "stop() meanwhile": only what a peer does happens meanwhile; write client → text meanwhile',
  ],
  [
    () => server`client ~> hello`,
    'Cannot read "client ~> hello": no step is written so; write client → text, client ← text, client connects, client # a note, or name = value',
  ],
  [
    () => server`clinet → hello`,
    'Cannot read "clinet → hello": nobody is called "clinet"; write client, with a number or not',
  ],
  [
    () => server`logs = hello`,
    'Cannot read "logs = hello": there is no fact "logs"; write log, lines or open',
  ],
  [
    () => server`? where to look`,
    'Cannot read "? where to look": a question belongs to the line before it; write client ← OK!!!   ? where to look',
  ],
  [
    () => server`?`,
    'Cannot read "?": a question belongs to the line before it; write client ← OK!!!   ? where to look',
  ],
  [
    () => server`client connects ?`,
    'Cannot read "client connects ?": nothing stands after ?; write where to look',
  ],
  [
    () => server`client → [ff fe`,
    'Cannot read "client → [ff fe": the ] of "[ff fe" is missing; write [0a ff]',
  ],
  [
    () => server`client → [fff]`,
    'Cannot read "client → [fff]": [fff] holds no bytes; write two hexadecimal digits for each: [0a ff]',
  ],
  [
    () => server`client → {a`,
    'Cannot read "client → {a": "{" begins or ends no word; write {a}, {a:12}, or \\{ for the sign',
  ],
  [
    () => server`client → "hello`,
    'Cannot read "client → "hello": the second " of "hello is missing',
  ],
  [
    () => server`client → hello world`,
    'Cannot read "client → hello world": "world" is neither → nor ←; put a text with blanks in quotes',
  ],
  [
    () => server`client → ← OK!!!`,
    'Cannot read "client → ← OK!!!": nothing stands after →; write a text, [bytes], FIN, RST or close',
  ],
  [
    () => server`client → end`,
    'Cannot read "client → end": end can only come; write ← end, or "end" for the text',
  ],
  [
    () => server`client ← OK in pieces`,
    'Cannot read "client ← OK in pieces": only what is sent comes in pieces; write → for it',
  ],
  [
    () => server`client → OK in pieces of x`,
    'Cannot read "client → OK in pieces of x": the sizes are missing; write in pieces of 1, 2',
  ],
  [
    () => server`client ← {a}`,
    'Cannot read "client ← {a}": nobody has said {a} before; write a word of a line above',
  ],
  [
    () => server`log = {b}`,
    'Cannot read "log = {b}": nobody has said {b} before; write a word of a line above',
  ],
  [
    () => server`log = a | `,
    'Cannot read "log = a |": an item is missing beside |; write "" for an empty text',
  ],
  [
    () => server`log = "a" b`,
    'Cannot read "log = "a" b": "b" follows an item; write | between them',
  ],
  [
    () => server`start()`,
    'Cannot read "start()": start() cannot be called here; write stop()',
  ],
  [
    () => server`returns null`,
    'Cannot read "returns null": a script of a server has no call that returns; use calls(…)',
  ],
  [
    () => call`returns`,
    'Cannot read "returns": the value is missing; write returns null, returns {word} or resolves',
  ],
  [
    () => server`1,70 ms pass`,
    'Cannot read "1,70 ms pass": "1" is no time; write it in milliseconds: 1,700 ms',
  ],
  [
    () => server`soon ms pass`,
    'Cannot read "soon ms pass": "soon ms pass" is no time; write it in milliseconds: 1,700 ms',
  ],
  [
    () => server`5 ms and 6 ms pass`,
    'Cannot read "5 ms and 6 ms pass": "and 6 ms pass" is too much; write 1,700 ms pass',
  ],
  [
    () => call`resolves after 5 h`,
    'Cannot read "resolves after 5 h": "5" is no time; write it in milliseconds: 1,700 ms',
  ],
  [
    () => call`resolves after 900 to 700 ms`,
    'Cannot read "resolves after 900 to 700 ms": the later time stands second; write after 700 to 900 ms',
  ],
  [
    () => call`pending after 5 ms`,
    'Cannot read "pending after 5 ms": "after 5 ms" is too much after pending; put a text with blanks in quotes',
  ],
  [
    () => call`pending now`,
    'Cannot read "pending now": "now" is too much after pending; put a text with blanks in quotes',
  ],
  [
    () => server`client ← nothnig`,
    'Cannot read "client ← nothnig": nothnig is no nothing; write nothing, or "nothnig" for the text',
  ],
  [
    () => server`client → fin`,
    'Cannot read "client → fin": fin is no FIN; write FIN, or "fin" for the text',
  ],
  [
    () => call`returns ture`,
    'Cannot read "returns ture": ture is no true; write true, or "ture" for the text',
  ],
  [
    () => call`open = none`,
    'Cannot read "open = none": open is never so; write open = a number',
  ],
  [
    () =>
      read(
        { ...CALL, facts: ["conn"] },
        Object.assign([], { raw: ["conn = opne"] }),
      ),
    'Cannot read "conn = opne": conn is never so; write conn = open or closed',
  ],
  [
    () => server`client ${"→"} hello`,
    'Cannot read "client ${…} hello": no step is written so; write client → text, client ← text, client connects, client # a note, or name = value',
  ],
];

for (const [read, message] of MISTAKES) {
  Deno.test(`says what is wrong: ${message.split(/(?<="): /)[0]}`, () => {
    const error = assertThrows(read, SyntaxError);
    assertEquals(error.message, `${PLACE.file}:120: ${message}`);
  });
}

Deno.test("a line of somebody new connects, and closes at its end, once for each row", () => {
  const lookAt = "why";
  const who = "a client";
  const visit = (text: string, row = {}) => [
    { verb: "connect", who, isNew: true, ...row },
    { verb: "send", who, payload: [text], pieces: undefined },
    { verb: "expectFin", who },
    { verb: "close", who },
  ];
  assertEquals(deeds(server`a client → hello ← FIN`), visit("hello") as Step[]);
  const rows = [{ value: "b", lookAt }, { value: "c" }];
  const steps = server`
    a client → ${rows} ← FIN   ? where
  `;
  const given = (text: string, row: number) =>
    visit(text, { row }).map((step) =>
      "payload" in step ? { ...step, payload: [{ given: text }] } : step
    );
  assertEquals(deeds(steps), [...given("b", 0), ...given("c", 1)] as Step[]);
  assertEquals(
    steps.map((step) => step.lookAt),
    [lookAt, lookAt, lookAt, lookAt, "where", "where", "where", "where"],
  );
  const wrong = (run: () => Step[]) => assertThrows(run, SyntaxError).message;
  assertEquals(
    wrong(() => call`a server → hello`),
    `${PLACE.file}:120: Cannot read "a server → hello": a call has its peers before it is made; write server`,
  );
  assertEquals(
    wrong(() => server`a client → ${[]}`),
    `${PLACE.file}:120: Cannot read "a client → \${…}": the list has no rows`,
  );
});

Deno.test("a mistake is told with its own line", () => {
  const error = assertThrows(
    () =>
      server`
      client → hello

      client hello
    `,
    SyntaxError,
  );
  assertEquals(error.message.split(" ")[0], `${PLACE.file}:123:`);
});

Deno.test("a word stays the same in a check; its length may stand at any place", () => {
  reseed(1);
  const words = new Words();
  words.announce([[{ word: "a", length: 12 }]]);
  const a = words.get("a");
  assertEquals(a.length, 12);
  assertEquals(words.all.a, a);
  assertEquals(words.get("b").length, 6);
  assertEquals(resolve(["<", { word: "a" }, ">"], words), `<${a}>`);
  assertEquals(
    resolve([Uint8Array.of(1), "b"], words),
    Uint8Array.of(1, 98),
  );
  assertEquals(
    resolve([{ given: ({ a }: Record<string, string>) => [a] }], words),
    [a],
  );
});

Deno.test("escapes of a quoted text are those of a program", () => {
  const [step] = server`client → "\n\r\t\0\x41\u00e9\u{1f642}\"\\\{"`;
  assertEquals(
    step.verb === "send" && step.payload,
    ['\n\r\t\0Aé🙂"\\{'],
  );
});

Deno.test("literal() writes values as a program would", () => {
  assertEquals(literal("a\n\u00a0é"), '"a\\n\\u00a0é"');
  assertEquals(literal(Uint8Array.of(127, 0)), "Uint8Array.of(0x7f, 0x00)");
  assertEquals(literal(new Uint8Array()), "new Uint8Array()");
  assertEquals(
    literal(new Uint8Array(50)).slice(-12),
    ", …50 bytes)",
  );
  assertEquals(
    literal({ port: 80, list: ["a", null] }),
    '{ port: 80, list: ["a", null] }',
  );
  assertEquals(literal(3n), "3n");
  assertEquals(literal({}), "{}");
  assertEquals(literal(undefined), "undefined");
});

Deno.test("literal() writes errors as a program would", () => {
  const shown = (error: Error, due: string) =>
    assertEquals(literal(error), due);
  shown(new TypeError("a"), 'new TypeError("a")');
  shown(denoError("BrokenPipe"), 'new Deno.errors.BrokenPipe("…")');
  shown(
    new DOMException("a", "AbortError"),
    'new DOMException("a", "AbortError")',
  );
  shown(new Error("a", { cause: 1 }), 'new Error("a", { cause: 1 })');
  shown(
    Object.assign(new AggregateError([]), { code: "EPIPE" }),
    'Object.assign(new AggregateError([]), { code: "EPIPE" })',
  );
});

Deno.test("an action takes numbers, and what follows where its name says so", () => {
  const actions = ["gives", "gives only …", "reads N bytes", "stop()"];
  const lines = (raw: TemplateStringsArray) => read({ ...CALL, actions }, raw);
  const act = (name: string, numbers: number[], ...items: string[]) => ({
    verb: "act",
    name,
    numbers,
    items: items.map((item) => [item]),
  });
  assertEquals(
    deeds(lines`
      gives only a | "b c"
      gives
      reads 1,700 bytes
      stop()
    `),
    [
      act("gives only …", [], "a", "b c"),
      act("gives", []),
      act("reads N bytes", [1_700]),
      act("stop()", []),
    ] as Step[],
  );
  for (const line of ["stop() now", "gives a", "reads 3 bytes at once"]) {
    assertThrows(
      () => lines(Object.assign([], { raw: [line] })),
      SyntaxError,
      "is too much; write",
    );
  }
});

Deno.test("an argument of a call may be options", () => {
  const scene = { ...CALL, calls: ["probe"] };
  const lines = (raw: TemplateStringsArray, ...given: unknown[]) =>
    read(scene, raw, ...given);
  const called = ([step]: Step[]) =>
    step.verb === "call" &&
    [step.text, ...step.args.map((each) => resolve(each, new Words()))];
  assertEquals(
    called(lines`probe(server 2, { limit: 4, waitMs: 5_000 }) pending`),
    [
      "probe(server 2, { limit: 4, waitMs: 5_000 })",
      "server 2",
      { limit: 4, waitMs: 5_000 },
    ],
  );
  assertEquals(called(lines`probe({ limit: ${NaN}, waitMs: 5 })`), [
    "probe({ limit: NaN, waitMs: 5 })",
    { limit: NaN, waitMs: 5 },
  ]);
  for (const bare of ["limit: 4, waitMs: 5", "{limit: 4, waitMs: 5}"]) {
    assertThrows(
      () => read(scene, Object.assign([], { raw: [`probe(server, ${bare})`] })),
      SyntaxError,
      "is no argument; write options as { limit: 4, waitMs: 5_000 }",
    );
  }
  assertThrows(
    () => lines`probe(server, { limit: ${() => 4} })`,
    SyntaxError,
    '"limit: ${…}" is no option',
  );
  assertThrows(
    () => lines`probe(server, { limit: many })`,
    SyntaxError,
    '"limit: many" is no option; write { limit: 4, waitMs: 5_000 }',
  );
  assertThrows(
    () => lines`probe(server, { limit: 4; waitMs: 5 })`,
    SyntaxError,
    '"limit: 4; waitMs: 5" is no option',
  );
});
