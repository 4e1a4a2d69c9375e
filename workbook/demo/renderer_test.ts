import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { DemoEvent } from "./events.ts";
import { rowKey, type SocketRow } from "../kernel/mod.ts";
import { createDemoRenderer } from "./renderer.ts";
import { formatRows } from "../terminal/socket_rows.ts";
import { createStyle } from "../terminal/style.ts";
import { textWidth } from "../terminal/width.ts";

const style = createStyle({ colour: false, width: 80 });
const QUESTION = {
  question: "Two writes of 5 bytes, then one `read()`. What does it return?",
  options: ["5", "10"],
  right: 1,
  why: "A stream keeps no boundaries.",
};
const question = (id: string) => id === "read-twice" ? QUESTION : undefined;

const at = (port: number) => ({ hostname: "127.0.0.1", port });
const listener: SocketRow = {
  family: "ipv4",
  local: at(39473),
  remote: { hostname: "0.0.0.0", port: 0 },
  state: "LISTEN",
  receiveQueue: 1,
  sendQueue: 0,
  owned: true,
};
const client: SocketRow = {
  ...listener,
  local: at(49474),
  remote: at(39473),
  state: "ESTABLISHED",
  receiveQueue: 0,
};
const server: SocketRow = {
  ...client,
  local: at(39473),
  remote: at(49474),
  receiveQueue: 5,
  owned: false,
};
const header = new Uint8Array([2, 0, 0x26, 0x5d, 127, 0, 0, 1]);

/** One of every kind of event. */
const DEMO: DemoEvent[] = [
  { type: "step", step: 1, title: "Listen" },
  {
    type: "call",
    deno: 'listener = Deno.listen({ hostname: "127.0.0.1", port: 0 })',
    c: [
      "socket(AF_INET, SOCK_STREAM)",
      "setsockopt(SO_REUSEADDR)",
      "bind(127.0.0.1:0)",
      "listen(511)",
    ],
    result: "a listener on 127.0.0.1:39473",
  },
  { type: "rows", rows: [{ ...listener, receiveQueue: 0 }] },
  {
    type: "step",
    step: 2,
    title: "A client connects; nobody has called accept()",
  },
  { type: "call", deno: "client = await Deno.connect({ port: 39473 })" },
  {
    type: "segments",
    client: "client 49474",
    server: "server 39473",
    segments: [
      { from: "client", label: "SYN" },
      { from: "server", label: "SYN, ACK" },
      { from: "client", label: "ACK" },
    ],
  },
  {
    type: "rows",
    rows: [listener, client, server],
    labels: {
      [rowKey(client)]: "client",
      [rowKey(server)]: "server side, not accepted",
    },
  },
  {
    type: "say",
    text:
      "The connection exists before `accept()`. The kernel made it; `accept()` only takes it from the queue.",
  },
  { type: "ask", id: "read-twice" },
  { type: "call", deno: "n = await conn.read(buffer)", result: "10" },
  { type: "recorded", did: "dup(5)", result: "6: the same socket" },
  {
    type: "rows",
    rows: [client, { ...server, owned: true, receiveQueue: 0 }],
  },
  {
    type: "bytes",
    title: "the client writes",
    bytes: new TextEncoder().encode("hello\r\n"),
  },
  {
    type: "bytes",
    title: "the start of a sockaddr_in",
    bytes: header,
    fields: [
      { length: 2, name: "sin_family" },
      { length: 2, name: "sin_port" },
      { length: 4, name: "sin_addr" },
    ],
  },
  { type: "bytes", title: "a page", bytes: new Uint8Array(16777216).fill(65) },
  { type: "unavailable", text: "This system does not show its socket table." },
];

for (const width of [60, 80, 100]) {
  Deno.test(`a demonstration is set in ${width} columns`, async (t) => {
    const renderer = createDemoRenderer(
      createStyle({ colour: false, width }),
      { question },
    );
    const text = DEMO.map(renderer.render).join("") + renderer.end();
    for (const line of text.split("\n")) assert(textWidth(line) <= width, line);
    await t.assertSnapshot(text);
  });
}

Deno.test({
  name: "a demonstration is coloured",
  ignore: Deno.noColor,
  async fn(t) {
    const renderer = createDemoRenderer(
      createStyle({ colour: true, width: 80 }),
      { question },
    );
    await t.assertSnapshot(DEMO.map(renderer.render).join(""));
  },
});

/** The rows of one event, without the word at their left. */
function rowsOf(
  renderer: ReturnType<typeof createDemoRenderer>,
  rows: SocketRow[],
  labels?: Record<string, string>,
): string[] {
  return renderer.render({ type: "rows", rows, labels }).split("\n")
    .filter((line) => line !== "").map((line) => line.slice(14));
}

Deno.test("a label is remembered, but not that nobody had accepted", () => {
  const renderer = createDemoRenderer(style);
  const labels = { [rowKey(server)]: "server side, not accepted" };
  rowsOf(renderer, [{ ...server, receiveQueue: 0 }], labels);
  const row = { ...server, receiveQueue: 0 };
  assertEquals(rowsOf(renderer, [row]), [
    "127.0.0.1:39473   ESTABLISHED   server side, not accepted",
  ]);
  assertEquals(rowsOf(renderer, [{ ...row, owned: true }]), [
    "127.0.0.1:39473   ESTABLISHED   server side",
  ]);
  assertEquals(rowsOf(renderer, [{ ...row, owned: null }]), [
    "127.0.0.1:39473   ESTABLISHED   server side",
  ]);
});

Deno.test("a queue is shown when it holds something, and once more when it is empty", () => {
  const renderer = createDemoRenderer(style);
  const row = { ...client, sendQueue: 0 };
  const start = "127.0.0.1:49474   ESTABLISHED";
  assertEquals(rowsOf(renderer, [row]), [start]);
  assertEquals(rowsOf(renderer, [{ ...row, sendQueue: 1 }]), [
    `${start}   1 byte unacknowledged`,
  ]);
  assertEquals(rowsOf(renderer, [row]), [`${start}   0 bytes unacknowledged`]);
  assertEquals(rowsOf(renderer, [row]), [start]);
  assertEquals(rowsOf(renderer, [{ ...row, sendQueue: null }]), [start]);
});

Deno.test("a SYN or FIN that Linux counts as a byte is called by its name", () => {
  const told = (row: Partial<SocketRow>, flagsCount: boolean) =>
    formatRows([{ ...client, ...row }], {
      memory: new Map(),
      width: 100,
      style,
      flagsCount,
    })[0].slice("127.0.0.1:49474   ESTABLISHED   ".length);
  const closeWait = { state: "CLOSE_WAIT", receiveQueue: 6 } as const;
  assertEquals(told(closeWait, true), "5 bytes and FIN unread");
  assertEquals(told(closeWait, false), "6 bytes unread");
  assertEquals(told({ ...closeWait, receiveQueue: 1 }, true), "FIN unread");
  assertEquals(told({ ...closeWait, receiveQueue: 0 }, true), "");
  assertEquals(
    told({ state: "SYN_SENT", sendQueue: 1 }, true),
    "SYN unacknowledged",
  );
  assertEquals(
    told({ state: "FIN_WAIT_1", sendQueue: 3791873 }, true),
    "3791872 bytes and FIN unacknowledged",
  );
});

Deno.test("the queue of a listener counts connections, where the system tells", () => {
  const renderer = createDemoRenderer(style);
  assertEquals(rowsOf(renderer, [listener]), [
    "127.0.0.1:39473   LISTEN        accept queue 1",
  ]);
  assertEquals(rowsOf(renderer, [{ ...listener, receiveQueue: null }]), [
    "127.0.0.1:39473   LISTEN",
  ]);
});

Deno.test("the peer is named where two ends have the same local endpoint", () => {
  const renderer = createDemoRenderer(style);
  const other = { ...server, remote: at(49476) };
  const quiet = { receiveQueue: 0, owned: true };
  assertEquals(
    rowsOf(renderer, [{ ...server, ...quiet }, { ...other, ...quiet }]),
    [
      "127.0.0.1:39473 → :49474   ESTABLISHED",
      "127.0.0.1:39473 → :49476   ESTABLISHED",
    ],
  );
});

Deno.test("a socket connected to itself, and a peer on another address, are told whole", () => {
  const renderer = createDemoRenderer(style);
  assertEquals(rowsOf(renderer, [{ ...client, remote: client.local }]), [
    "127.0.0.1:49474 → :49474   ESTABLISHED",
  ]);
  const far = { ...client, remote: { hostname: "127.0.0.5", port: 1 } };
  assertEquals(rowsOf(renderer, [client, far]), [
    "127.0.0.1:49474 → :39473        ESTABLISHED",
    "127.0.0.1:49474 → 127.0.0.5:1   ESTABLISHED",
  ]);
});

Deno.test("no rows at all are evidence, too", () => {
  assertEquals(rowsOf(createDemoRenderer(style), []), ["no row"]);
});

Deno.test("an answer waits for the evidence", () => {
  const renderer = createDemoRenderer(style, { question });
  const asked = renderer.render({ type: "ask", id: "read-twice" });
  assertStringIncludes(asked, "a) 5");
  assert(!asked.includes("Answer"));
  for (
    const event of [
      { type: "say", text: "Now it reads." },
      { type: "call", deno: "conn.read(buffer)" },
    ] as DemoEvent[]
  ) {
    assert(!renderer.render(event).includes("Answer"));
  }
  const shown = renderer.render({ type: "call", deno: "n", result: "10" });
  assertStringIncludes(shown, "Answer   10\n");
  assertEquals(renderer.end(), "");
});

Deno.test("an answer says what the learner had guessed", () => {
  const renderer = createDemoRenderer(style, { question });
  renderer.render({ type: "ask", id: "read-twice" });
  renderer.guess("5");
  assertEquals(
    renderer.end(),
    "\n     Answer   10\n              You said: 5 (wrong)\n" +
      "              A stream keeps no boundaries.\n",
  );
});

Deno.test("a question that nobody knows is not asked", () => {
  const renderer = createDemoRenderer(style);
  assertEquals(renderer.render({ type: "ask", id: "read-twice" }), "");
  assertEquals(renderer.end(), "");
});

Deno.test("what a machine cannot show is said once", () => {
  const renderer = createDemoRenderer(style);
  const event: DemoEvent = { type: "unavailable", text: "No socket table." };
  assertEquals(renderer.render(event), "       note   No socket table.\n");
  assertEquals(renderer.render(event), "");
});

Deno.test("nothing that a peer sent reaches the terminal raw", () => {
  const renderer = createDemoRenderer(style);
  const data = "\x1b[2J\r\x07";
  const queue = { bytes: 1, capacity: 2 };
  const end = { name: data, program: data, send: queue, receive: queue };
  const events: DemoEvent[] = [
    { type: "step", step: 1, title: data },
    { type: "call", deno: data, c: [data], result: data },
    { type: "say", text: data },
    { type: "bytes", title: data, bytes: new TextEncoder().encode(data) },
    { type: "rows", rows: [client], labels: { [rowKey(client)]: data } },
    {
      type: "segments",
      client: data,
      server: data,
      segments: [{ from: "client", label: data, client: data, server: data }],
    },
    { type: "unavailable", text: data },
    { type: "state", state: "LISTEN", of: data },
    { type: "queues", queues: [{ name: data, bytes: 1, capacity: 2 }] },
    { type: "ring", client: end, server: end },
  ];
  const text = events.map(renderer.render).join("");
  for (const raw of ["\x1b", "\r", "\x07"]) {
    assert(!text.includes(raw), JSON.stringify(text));
  }
});

/** One of every picture. */
const FULL = { bytes: 2626560, capacity: 2626560 };
const PICTURES: DemoEvent[] = [
  { type: "step", step: 4, title: "Both ends write, and nobody reads" },
  { type: "state", state: "CLOSING", of: "client 49474" },
  { type: "step", step: 4, title: "A second picture of the same step" },
  { type: "state", state: "CLOSING", of: "client 49474", whole: true },
  {
    type: "queues",
    queues: [
      { name: "client's send queue", ...FULL },
      { name: "server's receive queue", bytes: 1, capacity: 65536 },
    ],
  },
  {
    type: "ring",
    client: {
      name: "client 49474",
      program: "waits in write()",
      send: FULL,
      receive: FULL,
    },
    server: {
      name: "server 39473",
      program: "waits in write()",
      send: FULL,
      receive: { ...FULL, bytes: 5 },
    },
  },
];

for (
  const [where, width, unicode] of [
    ["80 columns", 80, true],
    ["80 columns of a dumb terminal", 80, false],
    ["60 columns", 60, true],
  ] as const
) {
  Deno.test(`pictures are set in ${where}`, async (t) => {
    const style = createStyle({ colour: false, width, unicode });
    const renderer = createDemoRenderer(style);
    const text = PICTURES.map(renderer.render).join("") + renderer.end();
    for (const line of text.split("\n")) assert(textWidth(line) <= width, line);
    // deno-lint-ignore no-control-regex
    if (!unicode) assert(/^[\x00-\x7f]*$/.test(text), text);
    await t.assertSnapshot(text);
  });
}

Deno.test("steps that belong to one step of the text share its number", () => {
  const renderer = createDemoRenderer(style);
  const titles = ([[1, "a"], [1, "b"], [2, "c"]] as const).map((
    [step, title],
  ) => renderer.render({ type: "step", step, title }));
  assertEquals(titles, ["  1  a\n", "\n     b\n", "\n  2  c\n"]);
});
