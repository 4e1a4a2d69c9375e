import type * as Solution from "../solutions/12_four_tuple.ts";
import { type Endpoint, formatEndpoint } from "../workbook/endpoint.ts";
import {
  afterCheck,
  countOpen,
  delay,
  equal,
  eventually,
  expect,
  failNextAccept,
  isPending,
  LIMITS,
  limitWrites,
  load,
  type Meter,
  meter,
  note,
  onFreePort,
  pair,
  type Peer,
  random,
  real,
  type Served,
  show,
  standInForAccept,
  throws,
  toBytes,
  Wrong,
} from "../workbook/grading/mod.ts";
import type { TcpState } from "../workbook/tcp/mod.ts";

const { submission, part, check, serves } = await load<typeof Solution>(
  "12_four_tuple",
  () => import("../lessons/12_four_tuple/exercise.ts"),
  () =>
    import("../lessons/12_four_tuple/exercise.ts", { with: { type: "text" } }),
);

type SocketEntry = Solution.SocketEntry;

/** `10.0.0.1:80` as an endpoint. */
function endpoint(text: string): Endpoint {
  const at = text.lastIndexOf(":");
  return { hostname: text.slice(0, at), port: Number(text.slice(at + 1)) };
}

part("the key of a connection");

const KEY = { needs: ["connectionKey" as const] };

/** A connection as a submission sees it, under the addresses that a check wants. */
async function between(
  local: string,
  remote: string,
): Promise<Deno.TcpConn> {
  const addr = (text: string) => ({
    value: { transport: "tcp", ...endpoint(text) },
    enumerable: true,
  });
  const { conn } = await pair();
  return Object.create(conn, {
    localAddr: addr(local),
    remoteAddr: addr(remote),
  });
}

function keyOf(conn: Deno.TcpConn): string {
  const key = submission.connectionKey(conn);
  expect(typeof key === "string", {
    cause: "wrong-kind",
    did: "connectionKey(conn)",
    expected: "a text",
    came: show(key),
  });
  return key;
}

/** `127.0.0.1:80 with 10.0.0.9:5000` */
const named = ({ localAddr, remoteAddr }: Deno.TcpConn) =>
  `local ${formatEndpoint(localAddr)}, remote ${formatEndpoint(remoteAddr)}`;

/** Expects that no two of these have one key. */
function haveOwnKeys(conns: Deno.TcpConn[], lookAt: string): void {
  const seen = new Map<string, Deno.TcpConn>();
  for (const conn of conns) {
    const key = keyOf(conn);
    const other = seen.get(key);
    expect(other === undefined, {
      cause: "wrong-value",
      did: `connectionKey() of two connections: ${
        [other ?? conn, conn].map(named).join("; ")
      }`,
      expected: "two keys",
      came: `one key, ${show(key)}`,
      lookAt,
    });
    seen.set(key, conn);
  }
}

check("gives five clients of one port five keys", KEY, async () => {
  const listener = real.listen({ hostname: "127.0.0.1", port: 0 });
  const conns: Deno.TcpConn[] = [];
  afterCheck(() => conns.forEach((conn) => conn.close()));
  const { port } = listener.addr;
  try {
    for (let i = 0; i < 5; i++) {
      const client = await real.connect({ hostname: "127.0.0.1", port });
      conns.push(client, await listener.accept());
    }
  } finally {
    listener.close();
  }
  note(`five clients are connected to port ${port}`);
  const lookAt = "what do the connections of one server port differ in";
  haveOwnKeys(conns.filter((conn) => conn.localAddr.port === port), lookAt);
  haveOwnKeys(conns.filter((conn) => conn.localAddr.port !== port), lookAt);
});

check("changes with each of the four values", KEY, async () => {
  haveOwnKeys([
    await between("10.0.0.1:80", "10.0.0.9:5000"),
    await between("10.0.0.2:80", "10.0.0.9:5000"),
    await between("10.0.0.1:81", "10.0.0.9:5000"),
    await between("10.0.0.1:80", "10.0.0.8:5000"),
    await between("10.0.0.1:80", "10.0.0.9:5001"),
  ], "which of the four values is missing in the key");
});

check("keeps the four values apart", KEY, async () => {
  const lookAt = "where does one value end and the next one begin";
  haveOwnKeys([
    await between("10.0.0.1:80", "10.0.0.1:5000"),
    await between("10.0.0.18:0", "10.0.0.1:5000"),
    await between("10.0.0.1:801", "10.0.0.1:5000"),
    await between("10.0.0.1:80", "110.0.0.1:5000"),
  ], lookAt);
  haveOwnKeys([
    await between("10.0.0.1:1", "10.0.0.9:234"),
    await between("10.0.0.1:12", "10.0.0.9:34"),
    await between("10.0.0.1:123", "10.0.0.9:4"),
    await between("10.0.0.11:2", "10.0.0.9:34"),
  ], lookAt);
  // Ports, or addresses, are exchanged: other connections.
  haveOwnKeys([
    await between("10.0.0.1:80", "10.0.0.9:5000"),
    await between("10.0.0.1:5000", "10.0.0.9:80"),
  ], "which port belongs to which address");
});

check("depends on the four values only", KEY, async () => {
  const ends = ["10.0.0.1:80", "10.0.0.9:5000"] as const;
  const first = await between(...ends);
  const [key, again] = [keyOf(first), keyOf(first)];
  const lookAt = "what beside the four values is in the key";
  equal(again, key, { did: "connectionKey(conn), called twice", lookAt });
  await delay(2);
  equal(keyOf(await between(...ends)), key, {
    did: "connectionKey() of another object with the same four values",
    lookAt,
  });
});

// What arrives, and the sockets that there are.

/** `ESTABLISHED 10.0.0.1:80 10.0.0.9:5000`, `LISTEN 10.0.0.1:80` */
function entry(text: string): SocketEntry {
  const [state, local, remote = "0.0.0.0:0"] = text.split(" ");
  return {
    local: endpoint(local),
    remote: endpoint(remote),
    state: state as TcpState,
  };
}

/** What a segment is due to: a row's number, or a word. */
type Due = number | "RST" | "drop";

/**
 * A check of demultiplex: a table, and segments `SYN 10.0.0.9:5000 > 10.0.0.1:80`
 * with what must become of them. A question holds for the rows below it.
 */
function routes(
  name: string,
  table: string[],
  rows: Array<[segment: string, due: Due, lookAt?: string]>,
): void {
  check(name, { needs: ["demultiplex"], pure: true }, () => {
    for (const row of table) note(`socket ${row}`);
    let question: string | undefined;
    for (const [text, due, lookAt] of rows) {
      question = lookAt ?? question;
      // The order of the sockets must not matter.
      for (const inOrder of [table, table.toReversed()]) {
        const sockets = inOrder.map(entry);
        const [flags, from, , to] = text.split(" ");
        const segment = { from: endpoint(from), to: endpoint(to), flags };
        const before = structuredClone({ segment, sockets });
        const came: unknown = submission.demultiplex(segment, sockets);
        const own = typeof due === "number"
          ? sockets[inOrder.indexOf(table[due])]
          : due;
        const at = sockets.indexOf(came as SocketEntry);
        const did = `demultiplex() of ${flags} from ${from} to ${to}`;
        equal({ segment, sockets }, before, {
          did: `${did}, then look at what it was given`,
          lookAt: "which statement writes to an argument",
        });
        expect(came === own, {
          cause: "wrong-value",
          did,
          expected: typeof due === "number" ? `socket ${table[due]}` : due,
          came: at >= 0 ? `socket ${inOrder[at]}` : show(came),
          lookAt: at < 0 && typeof due === "number" && came instanceof Object
            ? "is it the entry itself, or a copy"
            : question,
        });
      }
    }
  });
}

part("connections first");

const FIVE = [1, 2, 3, 4, 5].map((i) =>
  `ESTABLISHED 10.0.0.1:80 10.0.0.9:500${i}`
);

routes(
  "tells five clients of one port apart",
  [...FIVE, "LISTEN 10.0.0.1:80"],
  [
    [
      "PSH,ACK 10.0.0.9:5001 > 10.0.0.1:80",
      0,
      "which fields of an entry are compared with `to`, and which with `from`",
    ],
    ["ACK 10.0.0.9:5003 > 10.0.0.1:80", 2],
    ["FIN,ACK 10.0.0.9:5005 > 10.0.0.1:80", 4],
  ],
);

routes("compares all four values", [
  "ESTABLISHED 10.0.0.1:80 10.0.0.9:5000",
  "ESTABLISHED 10.0.0.2:80 10.0.0.9:5000",
  "ESTABLISHED 10.0.0.1:81 10.0.0.9:5000",
  "ESTABLISHED 10.0.0.1:80 10.0.0.8:5000",
  "ESTABLISHED 10.0.0.1:80 10.0.0.9:5001",
  "ESTABLISHED 10.0.0.9:5000 10.0.0.1:80",
], [
  [
    "ACK 10.0.0.9:5000 > 10.0.0.1:80",
    0,
    "to is this host's end, from is the peer's: which fields are compared",
  ],
  ["ACK 10.0.0.9:5000 > 10.0.0.2:80", 1],
  ["ACK 10.0.0.9:5000 > 10.0.0.1:81", 2],
  ["ACK 10.0.0.8:5000 > 10.0.0.1:80", 3],
  ["ACK 10.0.0.9:5001 > 10.0.0.1:80", 4],
  ["ACK 10.0.0.1:80 > 10.0.0.9:5000", 5],
]);

routes("gives a connection every segment, whatever its flags", [
  "ESTABLISHED 10.0.0.1:80 10.0.0.9:5000",
  "LISTEN 10.0.0.1:80",
  "LISTEN 0.0.0.0:80",
], [
  ...["ACK", "PSH,ACK", "FIN,ACK", "SYN", "SYN,ACK", "RST", "RST,ACK"].map((
    flags,
  ): [string, Due, string] => [
    `${flags} 10.0.0.9:5000 > 10.0.0.1:80`,
    0,
    "are flags looked at before the connections",
  ]),
]);

const STATES: TcpState[] = [
  "SYN_SENT",
  "SYN_RCVD",
  "FIN_WAIT_1",
  "FIN_WAIT_2",
  "CLOSE_WAIT",
  "CLOSING",
  "LAST_ACK",
  "TIME_WAIT",
];

routes(
  "finds a connection in every state but LISTEN",
  STATES.map((state, i) => `${state} 10.0.0.1:4000 10.0.0.9:500${i}`),
  STATES.flatMap((state, i): Array<[string, Due, string]> =>
    ["SYN,ACK", "SYN", "RST"].map((flags) => [
      `${flags} 10.0.0.9:500${i} > 10.0.0.1:4000`,
      i,
      `an entry in ${state} is a connection, too`,
    ])
  ),
);

routes("gives a socket that is connected to itself its own segment", [
  "ESTABLISHED 127.0.0.1:4000 127.0.0.1:4000",
  "ESTABLISHED 127.0.0.1:4002 127.0.0.1:4000",
], [
  ["ACK 127.0.0.1:4000 > 127.0.0.1:4000", 0, "local is to, and remote is from"],
  ["ACK 127.0.0.1:4000 > 127.0.0.1:4002", 1],
]);

part("listeners, and nobody");

routes("gives a SYN to the listener on its port", [
  "LISTEN 10.0.0.1:80",
  "LISTEN 10.0.0.1:81",
  "LISTEN 10.0.0.2:80",
  "ESTABLISHED 10.0.0.1:80 10.0.0.9:5000",
], [
  [
    "SYN 10.0.0.9:5001 > 10.0.0.1:80",
    0,
    "which address and port does a listener have",
  ],
  ["SYN 10.0.0.9:5001 > 10.0.0.1:81", 1],
  ["SYN 10.0.0.9:5001 > 10.0.0.2:80", 2],
  ["SYN 10.0.0.9:80 > 10.0.0.1:80", 0],
]);

routes("gives a SYN to a wildcard listener, whatever the address", [
  "LISTEN 0.0.0.0:80",
  "LISTEN 0.0.0.0:81",
], [
  [
    "SYN 10.0.0.9:5001 > 10.0.0.1:80",
    0,
    "which addresses does 0.0.0.0 stand for",
  ],
  ["SYN 10.0.0.9:5001 > 127.0.0.1:80", 0],
  ["SYN 10.0.0.9:5001 > 192.168.7.7:81", 1],
]);

routes("prefers a listener on that very address", [
  "LISTEN 0.0.0.0:80",
  "LISTEN 10.0.0.1:80",
  "LISTEN 10.0.0.1:81",
], [
  [
    "SYN 10.0.0.9:5001 > 10.0.0.1:80",
    1,
    "which of two listeners fits better; does the order of the table decide",
  ],
  [
    "SYN 10.0.0.9:5001 > 10.0.0.2:80",
    0,
    "which listener has the address 10.0.0.2",
  ],
]);

routes("answers a SYN that nobody waits for with RST", [
  "LISTEN 10.0.0.1:80",
  "LISTEN 0.0.0.0:82",
  "ESTABLISHED 10.0.0.1:81 10.0.0.9:5000",
], [
  ["SYN 10.0.0.9:5001 > 10.0.0.1:8080", "RST", "is anybody on that port"],
  ["SYN 10.0.0.9:5001 > 10.0.0.2:80", "RST", "is the listener on that address"],
  [
    "SYN 10.0.0.9:5001 > 10.0.0.1:81",
    "RST",
    "a connection waits for no other client",
  ],
]);

routes("answers RST to what belongs to no connection", [
  "LISTEN 10.0.0.1:80",
  "LISTEN 0.0.0.0:81",
  "ESTABLISHED 10.0.0.1:80 10.0.0.9:5000",
], [
  ...["ACK", "PSH,ACK", "FIN,ACK", "SYN,ACK"].flatMap((
    flags,
  ): Array<[string, Due, string]> =>
    ["10.0.0.1:80", "10.0.0.1:81", "10.0.0.1:9"].map((to) => [
      `${flags} 10.0.0.9:5001 > ${to}`,
      "RST",
      "which flags may a listener be given",
    ])
  ),
]);

routes("drops a reset that belongs to no connection", [
  "LISTEN 10.0.0.1:80",
  "LISTEN 0.0.0.0:81",
], [
  [
    "RST 10.0.0.9:5001 > 10.0.0.1:80",
    "drop",
    "what would happen if a reset were answered with a reset",
  ],
  ["RST 10.0.0.9:5001 > 10.0.0.1:9", "drop"],
  ["RST,ACK 10.0.0.9:5001 > 10.0.0.1:80", "drop", "which flags contain RST"],
  ["RST,ACK 10.0.0.9:5001 > 10.0.0.1:81", "drop"],
]);

routes("knows what to do without a socket", [], [
  ["SYN 10.0.0.9:5001 > 10.0.0.1:80", "RST", "what if the table is empty"],
  ["RST 10.0.0.9:5001 > 10.0.0.1:80", "drop"],
]);

part("connected to itself");

const SELF = { needs: ["isSelfConnected" as const] };

async function isSelf(
  conn: Deno.TcpConn,
  due: boolean,
  lookAt: string,
): Promise<void> {
  const came: unknown = await submission.isSelfConnected(conn);
  expect(came === due, {
    cause: "wrong-value",
    did: `isSelfConnected(): ${named(conn)}`,
    expected: String(due),
    came: show(came),
    lookAt,
  });
}

check("says true when both ends are one endpoint", SELF, async () => {
  for (const end of ["127.0.0.1:4000", "10.0.0.1:1", "127.0.0.1:65534"]) {
    const lookAt = "two objects with equal fields are not ===";
    await isSelf(await between(end, end), true, lookAt);
  }
});

check("says false when the port or the address differs", SELF, async () => {
  const rows = [
    ["127.0.0.1:4000", "127.0.0.1:4002", "is the port compared"],
    ["127.0.0.1:4000", "127.0.0.2:4000", "is the address compared"],
    ["10.0.0.1:4000", "10.0.0.2:4002", "both must be equal"],
  ];
  for (const [local, remote, lookAt] of rows) {
    await isSelf(await between(local, remote), false, lookAt);
    await isSelf(await between(remote, local), false, lookAt);
  }
});

check("says false of an ordinary connection", SELF, async () => {
  await isSelf((await pair()).conn, false, "what do its two ends differ in");
});

part("a chat");

/** Waits until the server has accepted so many clients, and 50 ms more, as the contract says. */
async function joined(count: number): Promise<void> {
  await eventually(() => countOpen() === 1 + count, LIMITS.replyMs, () => ({
    cause: "no-reply",
    what: `${count} client(s) are connected, and the server holds ${
      countOpen() - 1
    } connection(s)`,
    expected: "accept() again and again: each client is accepted at once",
    lookAt: "what does the accept loop wait for",
  }));
  await delay(50);
}

const chat = serves("startChat()", () => submission.startChat(), {
  has: ["addr", "finished", "stop"],
  facts: () => ({ joined: ([count]) => joined(Number(count)) }),
});

/** Time costs nothing there. */
const VIRTUAL = { virtual: true };

chat("sends a line to everyone else")`
  clients 1-3 connects
  joined = 3
  client 1 → "{a}\n"
  client 2 ← "{a}\n"          ? who must get a line
  client 3 ← "{a}\n"
  client 1 ← nothing          ? does the sender get its own line
  client 3 → "{b}\n"
  client 1 ← "{b}\n"
  client 2 ← "{b}\n"
  client 3 ← nothing          ? does the sender get its own line
`;

chat("sends nothing back to the sender", VIRTUAL)`
  clients 1-2 connects
  joined = 2
  client 1 → "{a}\n"
  client 2 ← "{a}\n"
  client 1 ← nothing          ? does the sender get its own line
  client 2 → "{b}\n"
  client 1 ← "{b}\n"
  client 2 ← nothing
`;

chat("sends no line before its end has come", VIRTUAL)`
  clients 1-2 connects
  joined = 2
  client 1 → {a}
  client 2 ← nothing          ? is a chunk sent on, or a line
  client 1 → {b}
  client 2 ← nothing
  client 1 → "\n"
  client 2 ← "{a}{b}\n"       ? what is kept from one read() to the next
`;

chat("sends every line of one write", VIRTUAL)`
  clients 1-2 connects
  joined = 2
  client 1 → "{a}\n{b} {c}\n{d}"
  client 2 ← "{a}\n{b} {c}\n" ? how many lines may one read() bring
  client 2 ← nothing
  client 1 → "\n{e}\n{e}\n{d}"
  client 2 ← "{d}\n{e}\n{e}\n"   ? a line may be the same as the one before
  client 1 → "\n"
  client 2 ← "{d}\n"
`;

chat("ends each line with one line feed", VIRTUAL)`
  clients 1-2 connects
  joined = 2
  client 1 → "{a}\r\n{b}\n{c}\r"
  client 2 ← "{a}\n{b}\n"     ? does the \r belong to the line
  client 1 → "\n"
  client 2 ← "{c}\n"
  client 1 → "{a}\r{b}\n"
  client 2 ← "{a}\r{b}\n"     ? a \r without a line feed behind it is part of the line
`;

chat("keeps the lines of two senders apart", VIRTUAL)`
  clients 1-3 connects
  joined = 3
  client 1 → {a} → [c3]
  client 2 → {b} → [e5 8d]
  client 3 ← nothing
  client 2 → [8a 0a]
  client 1 ← "{b}半\n"        ? what do two connections share: a rest, a decoder, a buffer
  client 3 ← "{b}半\n"
  client 1 → [a9 0a]
  client 2 ← "{a}é\n"
  client 3 ← "{a}é\n"
`;

chat("puts a line together that comes byte by byte", VIRTUAL)`
  clients 1-2 connects
  joined = 2
  client 1 → "{a} $& é半🙂\0\n" in pieces
  client 2 ← "{a} $& é半🙂\0\n" ? what happens to a character whose bytes come in two reads
`;

chat("tells a newcomer only what is said later", VIRTUAL)`
  clients 1-2 connects
  joined = 2
  client 1 → "{a}\n"
  client 2 ← "{a}\n"
  client 3 connects
  joined = 3
  client 3 ← nothing          ? who was accepted before the line came
  client 2 → "{b}\n"
  client 1 ← "{b}\n"
  client 3 ← "{b}\n"
`;

chat("closes a client's connection at its end of stream")`
  clients 1-3 connects
  joined = 3
  client 1 → "{a}\n" → FIN
  client 2 ← "{a}\n"          ? the lines before the end are sent on
  client 1 ← FIN              ? what happens when read() gives null
  open = 2
  client 2 → "{b}\n"
  client 3 ← "{a}\n{b}\n"     ? who is still in the list
  client 3 → close
  open = 1
`;

chat("stays open however long nobody speaks")`
  clients 1-2 connects
  joined = 2
  client 1 → {a}
  time passes                 ? is there a time limit
  client 1 → "\n"
  client 2 ← "{a}\n"
`;

chat("stops as in lesson 3")`
  clients 1-2 connects
  joined = 2
  client 1 → "{a}\n"
  client 2 ← "{a}\n"
  finished = pending          ? when is everything over
  stop()
  finished = resolved         ? which promise does stop() wait for
  client 1 ← end              ? which connections does stop() close
  client 2 ← end
  port = free
`;

part("slow and dead clients", "startChat");

/** Meters the first connection that the server accepts. */
function meterFirst(room: number): { meter?: Meter } {
  const first: { meter?: Meter } = {};
  standInForAccept((conn) => {
    first.meter ??= meter(conn, { room });
    return conn;
  });
  return first;
}

check("sends on while a client does not read", {
  ...VIRTUAL,
}, async () => {
  meterFirst(0);
  const one = chat.begin();
  await one.play`
    client 1 connects
    joined = 1
    clients 2-3 connects
    joined = 3
    # client 1 never reads: every write() to it waits
    client 2 → "{a}\n"
    client 3 ← "{a}\n"          ? who waits for the write() to a client that does not read
    client 3 → "{b}\n{c}\n"
    client 2 ← "{b}\n{c}\n"
    client 1 → "{d}\n"
    client 2 ← "{d}\n"          ? it does not read, but it may speak
    client 3 ← "{d}\n"
    client 2 → FIN ← FIN        ? does anybody wait for client 1 when another one leaves
    client 1 → FIN ← FIN        ? lines wait for it that it never reads: does its leaving wait for them
    open = 1`;
  await one.end();
});

/** The lines of a check, each with a number and as long as asked. */
function makeLines(count: number, length: () => number): string[] {
  return Array.from(
    { length: count },
    (_, i) => `${i} ${random.word(length())}\n`,
  );
}

check("gives a client that reads again every line, in order", {
  ...VIRTUAL,
}, async () => {
  const first = meterFirst(5);
  const one = chat.begin();
  await one.play`
    client 1 connects
    joined = 1
    client 2 connects
    joined = 2
    # client 1 does not read: 5 bytes fit into the buffers`;
  const lines = makeLines(3000, () => random.integer(1, 30)).join("");
  await one.play`
    client 2 → ${lines}
    time passes                 ? is there a time limit`;
  note("client 1 reads again");
  first.meter!.allow(Infinity);
  await one.play`
    client 1 ← ${lines}   ? what becomes of a line that write() does not take, or takes in part
    client 1 ← nothing`;
  await one.end();
});

chat("sends on when a client resets or goes")`
  clients 1-4 connects
  joined = 4
  client 1 → "{a}\n{x}" → RST
  client 2 ← "{a}\n"          ? read() and write() reject after a reset: who catches it, who closes
  open = 3
  client 2 → "{b}\n"
  client 3 ← "{a}\n{b}\n"
  client 4 → close
  client 3 → "{c}\n{d}\n"
  client 2 ← "{c}\n{d}\n"
  open = 2                    ? which path leaves the connection open
`;

check("sends on when a client has vanished", {
  ...VIRTUAL,
}, async () => {
  const first = meterFirst(0);
  const one = chat.begin();
  await one.play`
    client 1 connects
    joined = 1
    clients 2-3 connects
    joined = 3
    client 2 → "{a}\n"
    client 3 ← "{a}\n"          ? who waits for the write() to a client that is gone
    # nothing comes back from client 1: its kernel gives up, write() rejects, read() still waits`;
  first.meter!.fail(new Deno.errors.TimedOut("Connection timed out"));
  await one.play`
    client 2 → "{b}\n"
    client 3 ← "{b}\n"          ? who catches the failure of that write()
    client 3 → "{c}\n"
    client 2 ← "{c}\n"`;
  await one.end();
});

check("stop() waits for no client", {
  ...VIRTUAL,
}, async () => {
  meterFirst(0);
  const one = chat.begin();
  await one.play`
    client 1 connects
    joined = 1
    client 2 connects
    joined = 2
    # client 1 never reads: every write() to it waits
    client 2 → "{a}\n{b}\n"
    a moment passes
    stop()                      ? which call of the server waits, and what ends it
    finished = resolved
    client 2 ← end
    port = free`;
});

part("beyond");

check("keeps values apart that hold colons", KEY, async () => {
  const [first, second] = [
    [{ hostname: "::1", port: 2 }, { hostname: "3:4::", port: 5 }],
    [{ hostname: "::1:2", port: 3 }, { hostname: "4::", port: 5 }],
  ];
  const text = ({ hostname, port }: Endpoint) => `${hostname}:${port}`;
  haveOwnKeys([
    await between(text(first[0]), text(first[1])),
    await between(text(second[0]), text(second[1])),
  ], "which character is in no address");
});

routes("gives a listener nothing but a SYN, whoever it is said to be from", [
  "LISTEN 10.0.0.1:80",
  "LISTEN 0.0.0.0:81",
], [
  [
    "ACK 0.0.0.0:0 > 10.0.0.1:80",
    "RST",
    "the remote end of a listener is no peer: which state has a connection",
  ],
  ["RST 0.0.0.0:0 > 10.0.0.1:80", "drop"],
]);

/** Expects the lines of some senders, each sender's whole and in order. */
async function expectMixed(
  peer: Peer,
  senders: string[][],
): Promise<void> {
  const { length } = toBytes(senders.flat().join(""));
  const bytes = await peer.take(length, {
    withinMs: LIMITS.transferMs,
    lookAt: "which line is lost when several clients speak at once",
  });
  const left = senders.map((lines) => [...lines]);
  for (const line of new TextDecoder().decode(bytes).split(/(?<=\n)/)) {
    const own = left.find(([next]) => next === line);
    expect(own !== undefined, {
      cause: "wrong-bytes",
      what: `${peer.name} ← a line that nobody sent, or out of order`,
      expected: `the next line of a sender, such as ${
        show(left.find((lines) => lines.length > 0)?.[0].slice(0, 30))
      }`,
      came: show(line.slice(0, 30)),
      lookAt: "two lines for one client: is the first write() over, and whole",
    });
    own!.shift();
  }
}

check("takes a line of 64 KiB", {
  needs: ["startChat"],
  ...VIRTUAL,
}, async () => {
  const one = chat.begin();
  const line = random.word(65_536);
  await one.play`
    clients 1-2 connects
    joined = 2
    client 1 → ${line} in pieces of 30000, 30000, 5536
    client 1 → "\r"
    a moment passes
    client 2 ← nothing
    client 1 → "\n"
    client 2 ← ${`${line}\n`}   ? how long may a line be, and how much may wait for one client
    client 2 → ${`short\n${line}`}
    client 2 → "\r"
    a moment passes
    client 2 → "\n"
    client 1 ← ${`short\n${line}\n`}
    client 1 → "{a}\n"
    client 2 ← "{a}\n"`;
  await one.end();
});

/** Everybody speaks at once, and gets what everybody else says. */
async function speakAtOnce(lines: string[][]): Promise<void> {
  const one = chat.begin();
  const peers: Peer[] = [];
  for (const i of lines.keys()) {
    peers.push(await one.connect(`client ${i + 1}`));
  }
  await joined(lines.length);
  const sending = peers.map((peer, i) => peer.send(lines[i].join("")));
  await Promise.all(
    peers.map((peer, i) =>
      expectMixed(peer, lines.filter((_, other) => other !== i))
    ),
  );
  await Promise.all(sending);
  for (const peer of peers) {
    expect(await isPending(peer.peek()), {
      cause: "wrong-bytes",
      what: `${peer.name} ← more than everybody else has said`,
      expected: "each line once",
      lookAt: "does the sender get its own line",
    });
  }
  await one.end();
}

check("mixes no two lines when a write() takes a part", {
  needs: ["startChat"],
  ...VIRTUAL,
}, async () => {
  note("the send queues are nearly full: each write() takes 2 bytes at most");
  standInForAccept((conn) => limitWrites(conn, 2));
  await speakAtOnce([
    makeLines(3, () => random.integer(5, 20)),
    makeLines(3, () => random.integer(5, 20)),
    makeLines(3, () => random.integer(5, 20)),
  ]);
});

check("has room for a hundred clients", {
  needs: ["startChat"],
  lookAt: "what limits the number of clients",
}, async () => {
  const one = chat.begin();
  const clients = [];
  for (let i = 1; i <= 100; i++) clients.push(await one.connect(`client ${i}`));
  await joined(100);
  await clients[0].send("hello\n");
  for (const client of clients.slice(1)) await client.expect("hello\n");
  await one.end();
});

check("lets everybody speak at once", { needs: ["startChat"] }, async () => {
  const lines = () => makeLines(40, () => random.integer(1, 3000));
  await speakAtOnce([lines(), lines(), lines(), lines(), lines()]);
});

/** Client 2 says lines of 64 KiB, and client 3 gets each, while client 1 does not read. */
async function speakMuch(
  count: number,
  before?: (one: Served<Solution.Server>) => Promise<void>,
): Promise<[one: Served<Solution.Server>, all: string]> {
  const one = chat.begin();
  const block = random.word(65_000);
  // With its line feed a line has 65,536 bytes.
  const lines = Array.from(
    { length: count },
    (_, i) => `${`${i} ${block}`.padEnd(65_535, "-")}\n`,
  );
  await one.play`
    client 1 connects
    joined = 1
    # client 1 does not read`;
  const speaker = await one.connect("client 2");
  const reader = await one.connect("client 3");
  await joined(3);
  await before?.(one);
  // In portions: client 3 reads, so that little is unread for it at any time.
  for (let at = 0; at < lines.length; at += 16) {
    const portion = lines.slice(at, at + 16).join("");
    const sending = speaker.send(portion);
    await reader.expect(portion, {
      withinMs: LIMITS.transferMs,
      lookAt: "who waits for a client that does not read",
    });
    await sending;
  }
  return [one, lines.join("")];
}

check("keeps 8 MiB for a client that reads late", {
  needs: ["startChat"],
}, async () => {
  const first = meterFirst(7);
  // What was taken is not unread any more.
  const [one, all] = await speakMuch(
    128,
    (one) =>
      one.play`
        client 2 → "{a}\n"
        client 1 ← "{a}\n"
        client 3 ← "{a}\n"`,
  );
  note("client 1 reads now");
  first.meter!.allow(Infinity);
  await one
    .play`client 1 ← ${all}   ? what becomes of a line that write() does not take, or takes in part`;
  await one.end();
});

check("sends 9 MiB on while a client never reads", {
  needs: ["startChat"],
}, async () => {
  meterFirst(0);
  const [one] = await speakMuch(144);
  await one.play`
    client 3 → "{a}\n"
    client 2 ← "{a}\n"          ? who waits for a client that does not read`;
  await one.stop();
});

check("outlives accept() that rejects", { needs: ["startChat"] }, async () => {
  const one = chat.begin();
  await one.play`
    client 1 connects
    joined = 1`;
  const hasFailed = failNextAccept();
  note("client 2 resets its connection before accept() takes it");
  await one.connect("client 2");
  await eventually(hasFailed, LIMITS.replyMs, {
    cause: "no-reply",
    what: "client 2 waits in the accept queue, and accept() is not called",
    expected: "accept() again and again, until stop()",
  });
  await one.play`
    client 3 connects
    joined = 2
    client 3 → "{a}\n"
    client 1 ← "{a}\n"          ? what ends the accept loop`;
  await one.end();
});

check("keeps two chats apart, and stops one of them twice", {
  needs: ["startChat"],
  ...VIRTUAL,
}, async () => {
  const [one, two] = [chat.begin(), chat.begin()];
  const [client, other] = [
    await one.connect("client 1"),
    await two.connect("client 2"),
  ];
  await two.connect("client 3");
  await delay(50);
  await client.send("hello\n");
  await two.play`
    client 2 ← nothing          ? what do two servers share
    client 3 → "{a}\n"
    client 2 ← "{a}\n"`;
  await one.stop();
  await one.stop("stop() a second time");
  await other.send("still\n");
  await two.play`client 3 ← "still\n"   ? which connections does stop() close`;
  await two.stop("stop() of server 2");
  equal(countOpen(), 0, { did: "sockets that are open after stop()" });
});

check("stop() closes a connection that is just being accepted", {
  needs: ["startChat"],
}, async () => {
  for (const count of [1, 2, 5]) {
    const one = chat.begin();
    let stopping: Promise<void> | undefined;
    note(`${count} connect, and stop() is called at once`);
    const clients = await Promise.all(
      Array.from({ length: count }, async (_, i) => {
        try {
          const client = await one.connect(`client ${i + 1}`);
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

check("listens on the port that it is given, or refuses", {
  needs: ["startChat"],
}, async () => {
  for (const options of [{}, { port: undefined }]) {
    const one = chat.begin(() => submission.startChat(options));
    equal(one.server.addr.hostname, "127.0.0.1", {
      did: "startChat().addr.hostname",
    });
    await one.end();
  }
  const { port, server: one } = await onFreePort((port) =>
    chat.begin(() => submission.startChat({ port }))
  );
  equal(one.server.addr.port, port, {
    did: `startChat({ port: ${port} }).addr.port`,
    lookAt: "which port does Deno.listen() get",
  });
  const error = await throws(() => submission.startChat({ port }), {
    did: `startChat({ port: ${port} }), where another chat listens`,
    lookAt: "who learns of the error of Deno.listen()",
  });
  equal(error.name, "AddrInUse", {
    did: `startChat({ port: ${port} }), where another chat listens: its error`,
  });
  await one.end();
});
