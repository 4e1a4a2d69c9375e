import type * as Solution from "../solutions/12_four_tuple.ts";
import { type Endpoint, formatEndpoint } from "../workbook/endpoint.ts";
import {
  acceptAs,
  type Action,
  afterCheck,
  countOpen,
  delay,
  either,
  elapse,
  equal,
  eventually,
  expect,
  LIMITS,
  load,
  lookAt,
  type Meter,
  meter,
  note,
  nothingComes,
  obeysPort,
  once,
  osError,
  pair,
  pattern,
  type Peer,
  random,
  real,
  type Served,
  settle,
  show,
  standInForAccept,
  stopsAsTheyConnect,
  toBytes,
  unsigned,
  watchTimers,
} from "../workbook/grading/mod.ts";
import type { TcpState } from "../workbook/tcp/mod.ts";

const { submission, part, check, serves, values } = await load<typeof Solution>(
  "12_four_tuple",
  () => import("../lessons/12_four_tuple/exercise.ts"),
  () =>
    import("../lessons/12_four_tuple/exercise.ts", { with: { type: "text" } }),
);

/** `10.0.0.1:80/81` are two endpoints: one with each of these ports. */
function endpoints(text: string): Endpoint[] {
  const [, hostname, ports] = text.match(pattern(/^(.+):([\d/]+)$/)) ?? [];
  if (!ports) {
    throw new RangeError(`"${text}" is no endpoint; write 10.0.0.1:80`);
  }
  return ports.split("/").map((port) => ({ hostname, port: Number(port) }));
}

part("the key of a connection", "connectionKey");

/** The local and the remote end of a connection. */
type Ends = [local: Endpoint, remote: Endpoint];

/** `10.0.0.1:80 10.0.0.9:5000`: the local end of a connection, and the remote one. */
const endsOf = (text: string) => text.split(" ").flatMap(endpoints) as Ends;

/** A connection, as far as it has ends. */
function withEnds([local, remote]: Ends): Deno.TcpConn {
  const localAddr: Deno.NetAddr = { transport: "tcp", ...local };
  const remoteAddr: Deno.NetAddr = { transport: "tcp", ...remote };
  return { localAddr, remoteAddr } as Deno.TcpConn;
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

/** `local 127.0.0.1:80, remote 10.0.0.9:5000` */
const named = ([local, remote]: Ends) =>
  `local ${formatEndpoint(local)}, remote ${formatEndpoint(remote)}`;

const nameOf = ({ localAddr, remoteAddr }: Deno.TcpConn) =>
  named([localAddr, remoteAddr]);

/**
 * Expects that no two of these have one key.
 *
 * @returns The keys.
 */
function haveOwnKeys(conns: Iterable<Deno.TcpConn>, lookAt: string): string[] {
  const seen = new Map<string, Deno.TcpConn>();
  for (const conn of conns) {
    const key = keyOf(conn);
    const other = seen.get(key);
    expect(!other, {
      cause: "wrong-value",
      did: `connectionKey() of two connections: ${
        [other ?? conn, conn].map(nameOf).join("; ")
      }`,
      expected: "two keys",
      came: `one key, ${show(key)}`,
      lookAt,
    });
    seen.set(key, conn);
  }
  return [...seen.keys()];
}

/** A check of connections that have keys of their own. A line is a list of them; a question holds for the lists below, too. */
const ownKeys = (name: string) => ({ raw: [text] }: TemplateStringsArray) =>
  check(name, { needs: ["connectionKey"], pure: true }, () => {
    let lookAt = "";
    for (const line of text.trim().split("\n")) {
      const [list, question = lookAt] = line.split(" ? ");
      lookAt = question;
      const conns = list.split(" | ").map((ends) => endsOf(ends.trim()));
      haveOwnKeys(conns.map(withEnds), lookAt);
    }
  });

check("gives five clients of one port five keys", async () => {
  const listener = real.listen({ hostname: "127.0.0.1", port: 0 });
  afterCheck(() => listener.close());
  const { port } = listener.addr;
  const [clients, servers]: Deno.TcpConn[][] = [[], []];
  for (let i = 0; i < 5; i++) {
    clients.push(await real.connect({ hostname: "127.0.0.1", port }));
    servers.push(await listener.accept());
    afterCheck(() => [clients[i], servers[i]].forEach((one) => one.close()));
  }
  note(`five clients are connected to port ${port}`);
  const lookAt = "what do the connections of one server port differ in";
  haveOwnKeys(servers, lookAt);
  haveOwnKeys(clients, lookAt);
});

ownKeys("changes with each of the four values")`
  10.0.0.1:80 10.0.0.9:5000 | 10.0.0.2:80 10.0.0.9:5000 | 10.0.0.1:81 10.0.0.9:5000 | 10.0.0.1:80 10.0.0.8:5000 | 10.0.0.1:80 10.0.0.9:5001 ? which of the four values is missing in the key
`;

/** No address is longer. */
const LONG = "2001:db8:1234:5678:9abc:def0:1234:5678";

/** The two ends of many connections: each value is varied alone, and the two ports together. */
function* manyEnds(): Generator<Ends> {
  const [here, there] = endsOf("10.0.0.1:80 10.0.0.9:5000");
  for (let port = 0; port < 65_536; port += 37) {
    if (port !== here.port) yield [{ ...here, port }, there];
    yield [here, { ...there, port }];
  }
  const ports = unsigned(16);
  for (const one of ports) {
    const local = { hostname: "10.0.0.2", port: one };
    for (const port of ports) yield [local, { ...there, port }];
  }
  for (let byte = 0; byte < 256; byte++) {
    for (const place of [0, 1, 2, 3]) {
      const hostname = [11, 3, 5, 7].with(place, byte).join(".");
      if (hostname === "11.3.5.7") continue;
      yield [{ ...here, hostname }, there];
      yield [here, { ...there, hostname }];
    }
    for (const place of byte % 16 ? [7] : [0, 1, 2, 3, 4, 5, 6, 7]) {
      const hostname = [11, 12, 13, 14, 15, 16, 17, 18].with(place, byte * 257)
        .map((group) => group.toString(16)).join(":");
      yield [{ ...here, hostname }, { ...there, hostname: LONG }];
      yield [{ ...here, hostname: LONG }, { ...there, hostname }];
    }
  }
}

/** The bits of two addresses of IPv4 and two ports: 96. A few less, as not every character of a key may have been seen. */
const KEY_BITS = 90;

/** Expects that texts as long as these can name every connection: those of a hash that is shorter cannot, though two equal ones are rare. */
function haveRoom(keys: string[]): void {
  const longest = keys.reduce((a, b) => b.length > a.length ? b : a);
  const signs = new Set(keys.flatMap((key) => [...key]));
  expect(longest.length * Math.log2(signs.size + 1) >= KEY_BITS, {
    cause: "wrong-value",
    did: `connectionKey() of ${keys.length} connections`,
    what: "keys so short that some connections must share one",
    expected: "all of the four values: two addresses and two ports",
    came: `no key is longer than ${show(longest)}`,
    lookAt: "what does a hash leave out",
  });
}

check("gives every two connections two keys", { pure: true }, () => {
  const lookAt =
    "is every digit of each value in the key, and does the key tell whose it is";
  haveRoom(haveOwnKeys(manyEnds().map(withEnds), lookAt));
});

ownKeys("keeps the four values apart")`
  10.0.0.1:80 10.0.0.1:5000 | 10.0.0.18:0 10.0.0.1:5000 | 10.0.0.1:801 10.0.0.1:5000 | 10.0.0.1:80 110.0.0.1:5000 ? where does one value end and the next one begin
  10.0.0.1:80 110.0.0.9:5000 | 10.0.0.1:801 10.0.0.9:5000
  10.0.0.1:1 10.0.0.9:234 | 10.0.0.1:12 10.0.0.9:34 | 10.0.0.1:123 10.0.0.9:4 | 10.0.0.11:2 10.0.0.9:34
  10.0.0.1:12345 10.0.0.9:5000 | 10.0.0.11:2345 10.0.0.9:5000 | 10.0.0.1:80 10.0.0.9:15000 | 10.0.0.1:80 10.0.0.91:5000
  127.0.0.1:80 127.0.0.1:5000 | ::1:80 ::1:5000 ? two addresses of one host are two values
  10.0.0.1:80 10.0.0.9:5000 | 10.0.0.1:5000 10.0.0.9:80 ? which port belongs to which address
`;

check("depends on the four values only", {
  virtual: true,
  lookAt: "what beside the four values is in the key",
}, async () => {
  const conn = () => withEnds(endsOf("10.0.0.1:80 10.0.0.9:5000"));
  const first = conn();
  const key = keyOf(first);
  equal(keyOf(first), key, { did: "connectionKey(conn), called twice" });
  await elapse(86_400_000);
  equal(keyOf(conn()), key, {
    did: "connectionKey() of another object with the same four values",
  });
});

/** `LISTEN 10.0.0.1:80 | ESTABLISHED 10.0.0.1:80 10.0.0.9:5000/5001` are three entries. */
function entries(text: string): Solution.SocketEntry[] {
  const each = text.trim().split(pattern(/\s*[|\n]\s*/)).filter(Boolean);
  return each.flatMap((socket) => {
    const [state, local, remote = "0.0.0.0:0"] = socket.split(" ");
    return endpoints(remote).map((remote) => ({
      local: endpoints(local)[0],
      remote,
      state: state as TcpState,
    }));
  });
}

/** An entry as rows and messages name it. */
const told = ({ state, local, remote }: Solution.SocketEntry) =>
  [state, local, ...state === "LISTEN" ? [] : [remote]]
    .map((one) => typeof one === "string" ? one : formatEndpoint(one))
    .join(" ");

/** `SYN/ACK 10.0.0.9:5000/5001 > 10.0.0.1:80` are four segments: one with each of these flags from each of these ports. */
function segments(text: string) {
  const [, flags, froms, to] = text.match(pattern(/^(\S+) (\S+) > (\S+)$/)) ??
    [];
  if (!to) {
    throw new RangeError(
      `"${text}" is no segment; write SYN 10.0.0.9:5000 > 10.0.0.1:80`,
    );
  }
  return flags.split("/").flatMap((flags) =>
    endpoints(froms).map((from) => ({ flags, from, to: endpoints(to)[0] }))
  );
}

/** What happens to a segment that no socket gets. */
const NOBODY: unknown[] = ["RST", "drop"];

/**
 * Rows: a segment, and what happens to it: RST, drop, one of these sockets, or
 * `its connection`, the one with these two ends. Each is asked for with the
 * sockets in this order, and in the other one.
 */
function demultiplex(table: string) {
  const sockets = entries(table);
  const names = sockets.map(told);
  return values("demultiplex", {
    did: ({ flags, from, to }) =>
      `demultiplex() of ${flags} from ${formatEndpoint(from)} to ${
        formatEndpoint(to)
      }`,
    call: (segment, own) => {
      const found = new Map<unknown, string>(
        own.map((one) => [one, `socket ${told(one)}`]),
      );
      const came: unknown = submission.demultiplex(segment, own);
      const isText = typeof came === "string" && !NOBODY.includes(came);
      return (found.get(came) ??
        (isText ? `the text ${show(came)}` : came)) as never;
    },
    show: (came) =>
      typeof came === "string" && !NOBODY.includes(came) ? came : show(came),
    inputs: {
      "…": (text) =>
        segments(text).flatMap((segment) => [
          [segment, sockets] as const,
          [segment, sockets.toReversed()] as const,
        ]),
    },
    outcomes: {
      // Which of them is a matter of the next part.
      "no socket": () => either(...NOBODY),
      "its connection": ([{ from, to }]) => {
        const ends = `${formatEndpoint(to)} ${formatEndpoint(from)}`;
        const due = names.find((name) => name.endsWith(` ${ends}`));
        if (!due) throw new RangeError(`no socket has the ends ${ends}`);
        return `socket ${due}` as never;
      },
      "…": (_, due) => {
        if (NOBODY.includes(due)) return due as never;
        if (names.includes(due)) return `socket ${due}` as never;
        throw new RangeError(`"${due}" is none of the sockets`);
      },
    },
    tells: (came, due) => {
      for (const name of names) note(`socket ${name}`);
      const isSocket = `${due}`.startsWith("socket");
      if (`${came}`.startsWith("the text")) {
        return "which three kinds of value does demultiplex() give";
      }
      if (isSocket && came instanceof Object) {
        return "is it the entry itself, or a copy";
      }
      if (due === "RST" && came === "drop") {
        return "which segments are answered by nobody, and what of the others";
      }
    },
  });
}

part("connections first");

demultiplex(`
  ESTABLISHED 10.0.0.1:80 10.0.0.9:5001/5002/5003/5004/5005
  LISTEN 10.0.0.1:80
`)("tells five clients of one port apart")`
  PSH,ACK/FIN,ACK 10.0.0.9:5001/5003/5005 > 10.0.0.1:80 → its connection ? which fields of an entry are compared with segment.to, and which with segment.from
`;

demultiplex(`
  ESTABLISHED 10.0.0.1:80 10.0.0.9:5000/5001 | ESTABLISHED 10.0.0.1:80 10.0.0.8:5000
  ESTABLISHED 10.0.0.2:80 10.0.0.9:5000      | ESTABLISHED 10.0.0.1:81 10.0.0.9:5000
  ESTABLISHED 10.0.0.12:80 10.0.0.9:5000     | ESTABLISHED 10.0.0.1:80 10.0.0.99:5000
  ESTABLISHED 10.0.0.1:28 10.0.0.9:5000      | ESTABLISHED 10.0.0.12:8 10.0.0.9:5000
  ESTABLISHED 10.0.0.9:5000 10.0.0.1:80
`)("compares all four values")`
  ACK 10.0.0.9:5000/5001 > 10.0.0.1:80 | ACK 10.0.0.8:5000 > 10.0.0.1:80   → its connection ? to is this host's end, from is the peer's: which fields are compared
  ACK 10.0.0.9:5000 > 10.0.0.2:80      | ACK 10.0.0.9:5000 > 10.0.0.1:81   → its connection
  ACK 10.0.0.9:5000 > 10.0.0.12:80     | ACK 10.0.0.99:5000 > 10.0.0.1:80  → its connection
  ACK 10.0.0.1:80 > 10.0.0.9:5000                                          → its connection
  ACK 10.0.0.9:5000 > 10.0.0.1:28      | ACK 10.0.0.9:5000 > 10.0.0.12:8   → its connection ? where does an address end, and the port begin
  ACK 10.0.0.9:5000 > 10.0.0.123:80                                        → no socket
  ACK 10.0.0.9:5000 > 10.0.0.1:336     | ACK 10.0.0.9:5000 > 10.0.0.1:32848 → no socket ? a port has 16 bits
  ACK 10.0.0.9:5256/37768 > 10.0.0.1:80                                    → no socket
`;

demultiplex(`
  ESTABLISHED 10.0.0.1:80 10.0.0.9:5000 | LISTEN 10.0.0.1:80 | LISTEN 0.0.0.0:80
`)("gives a connection every segment, whatever its flags")`
  ACK/PSH,ACK/FIN,ACK/SYN/SYN,ACK/RST/RST,ACK 10.0.0.9:5000 > 10.0.0.1:80 → its connection ? are flags looked at before the connections
`;

const STATES =
  "SYN_SENT SYN_RCVD FIN_WAIT_1 FIN_WAIT_2 CLOSE_WAIT CLOSING LAST_ACK TIME_WAIT";

demultiplex(
  STATES.split(" ").map((state, i) => `${state} 10.0.0.1:4000 10.0.0.9:500${i}`)
    .concat("LISTEN 10.0.0.1:4000").join("\n"),
)("finds a connection in every state but LISTEN")`
  SYN,ACK/SYN/RST 10.0.0.9:5000/5001 > 10.0.0.1:4000                     → its connection ? an entry in SYN_SENT or SYN_RCVD is a connection, too
  SYN,ACK/SYN/RST 10.0.0.9:5002/5003/5004/5005/5006/5007 > 10.0.0.1:4000 → its connection ? an entry in every state but LISTEN is a connection
`;

demultiplex(`
  ESTABLISHED 127.0.0.1:4000 127.0.0.1:4000
  ESTABLISHED 127.0.0.1:4002 127.0.0.1:4000
`)("gives a socket that is connected to itself its own segment")`
  ACK 127.0.0.1:4000 > 127.0.0.1:4000 | ACK 127.0.0.1:4000 > 127.0.0.1:4002 → its connection ? local is to, and remote is from
`;

part("listeners, and nobody");

demultiplex(`
  LISTEN 10.0.0.1:80 | LISTEN 10.0.0.1:81 | LISTEN 10.0.0.2:80
  ESTABLISHED 10.0.0.1:80 10.0.0.9:5000
`)("gives a SYN to the listener on its port")`
  SYN 10.0.0.9:5001 > 10.0.0.1:80 → LISTEN 10.0.0.1:80 ? which address and port does a listener have
  SYN 10.0.0.9:5001 > 10.0.0.1:81 → LISTEN 10.0.0.1:81
  SYN 10.0.0.9:5001 > 10.0.0.2:80 → LISTEN 10.0.0.2:80
  SYN 10.0.0.9:80 > 10.0.0.1:80   → LISTEN 10.0.0.1:80
`;

demultiplex("LISTEN 0.0.0.0:80 | LISTEN 0.0.0.0:81")(
  "gives a SYN to a wildcard listener, whatever the address",
)`
  SYN 10.0.0.9:5001 > 10.0.0.1:80    → LISTEN 0.0.0.0:80 ? which addresses does 0.0.0.0 stand for
  SYN 10.0.0.9:5001 > 127.0.0.1:80   → LISTEN 0.0.0.0:80
  SYN 10.0.0.9:5001 > 192.168.7.7:81 → LISTEN 0.0.0.0:81
`;

demultiplex("LISTEN 0.0.0.0:80 | LISTEN 10.0.0.1:80 | LISTEN 10.0.0.1:81")(
  "prefers a listener on that very address",
)`
  SYN 10.0.0.9:5001 > 10.0.0.1:80 → LISTEN 10.0.0.1:80 ? which of two listeners fits better; does the order of the table decide
  SYN 10.0.0.9:5001 > 10.0.0.2:80 → LISTEN 0.0.0.0:80  ? which listener has the address 10.0.0.2
`;

demultiplex(`
  LISTEN 10.0.0.1:80 | LISTEN 0.0.0.0:82
  ESTABLISHED 10.0.0.1:81 10.0.0.9:5000
`)("answers a SYN that nobody waits for with RST")`
  SYN 10.0.0.9:5001 > 10.0.0.1:8080 → RST ? is anybody on that port
  SYN 10.0.0.9:5001 > 10.0.0.2:80   → RST ? is the listener on that address
  SYN 10.0.0.9:5001 > 10.0.0.1:81   → RST ? a connection waits for no other client
`;

demultiplex(`
  LISTEN 10.0.0.1:80 | LISTEN 0.0.0.0:81
  ESTABLISHED 10.0.0.1:80 10.0.0.9:5000
`)("answers RST to what belongs to no connection")`
  ACK/PSH,ACK/FIN,ACK/SYN,ACK 10.0.0.9:5001 > 10.0.0.1:80 → RST ? which flags may a listener be given
  ACK/PSH,ACK/FIN,ACK/SYN,ACK 10.0.0.9:5001 > 10.0.0.1:81 → RST
  ACK/PSH,ACK/FIN,ACK/SYN,ACK 10.0.0.9:5001 > 10.0.0.1:9  → RST
  SYN,FIN/SYN,PSH 10.0.0.9:5001 > 10.0.0.1:80             → RST ? when is a SYN bare
`;

const listeners = demultiplex("LISTEN 10.0.0.1:80 | LISTEN 0.0.0.0:81");

listeners("drops a reset that belongs to no connection")`
  RST 10.0.0.9:5001 > 10.0.0.1:80     → drop ? what would happen if a reset were answered with a reset
  RST 10.0.0.9:5001 > 10.0.0.1:9      → drop
  RST,ACK 10.0.0.9:5001 > 10.0.0.1:80 → drop ? which flags contain RST
  RST,ACK 10.0.0.9:5001 > 10.0.0.1:81 → drop
  RST,PSH,ACK 10.0.0.9:5001 > 10.0.0.1:80 → drop
`;

demultiplex("")("knows what to do without a socket")`
  SYN 10.0.0.9:5001 > 10.0.0.1:80 → RST ? what if the table is empty
  RST 10.0.0.9:5001 > 10.0.0.1:80 → drop
`;

part("connected to itself", "isSelfConnected");

/** Rows: the local and the remote end of a connection, and whether it is connected to itself. */
const isSelfConnected = values("isSelfConnected", {
  did: (...ends: Ends) => `isSelfConnected(): ${named(ends)}`,
  call: (...ends: Ends) => submission.isSelfConnected(withEnds(ends)),
  inputs: { "…": (text) => [endsOf(text)] },
});

isSelfConnected("says true when both ends are one endpoint")`
  127.0.0.1:4000 127.0.0.1:4000   → true ? what is compared: two objects with equal fields are not ===
  10.0.0.1:1 10.0.0.1:1           → true ? is each end compared with the other one, and with nothing else
  ::1:4000 ::1:4000               → true
  127.0.0.1:65534 127.0.0.1:65534 → true
`;

isSelfConnected("says false when the port or the address differs")`
  127.0.0.1:4000 127.0.0.1:4002 | 127.0.0.1:4002 127.0.0.1:4000 → false ? is the port compared
  ::1:4000 ::1:4002                                             → false
  127.0.0.1:4000 127.0.0.2:4000 | 127.0.0.2:4000 127.0.0.1:4000 → false ? is the address compared
  ::1:4000 fe80::1:4000                                         → false
  10.0.0.1:4000 10.0.0.2:4002 | 10.0.0.2:4002 10.0.0.1:4000     → false ? both must be equal
  10.0.0.1:400 10.0.0.1:4000 | 10.0.0.1:4000 10.0.0.1:400       → false ? is a whole port compared, or its beginning
  10.0.0.1:1234 10.0.0.11:234 | 10.0.0.11:234 10.0.0.1:1234     → false ? where does an address end
  10.0.0.1:4000 10.0.0.11:4000 | 10.0.0.11:4000 10.0.0.1:4000   → false
`;

check("says false of an ordinary connection", async () => {
  const { conn } = await pair();
  equal(submission.isSelfConnected(conn), false, {
    did: `isSelfConnected(): ${nameOf(conn)}`,
    lookAt: "what do its two ends differ in",
  });
});

part("a chat");

/** Timers of the server that runs. */
let timers: () => number;

/** Waits until the server has accepted so many clients, and has done what it does then: what it puts off by a timer may take 50 ms. */
async function joined(count: number): Promise<void> {
  await eventually(() => countOpen() === 1 + count, LIMITS.replyMs, () => ({
    cause: "no-reply",
    what: `connections that the server has accepted, and holds open: ${
      countOpen() - 1
    }`,
    expected: `${count}: each client is accepted at once, and stays`,
    lookAt:
      "what ends the accept loop, or keeps it from its next accept(); who closes a connection",
  }));
  await settle();
  if (timers() > 0) await delay(50);
}

/** Starts a server, and watches its timers. */
function startChat(options?: { port?: number }): Solution.Server {
  timers = watchTimers();
  return submission.startChat(options);
}

/** Lines of a chat: who joins, and what becomes of client 1. */
function linesOf(one: Served<Solution.Server>): Record<string, Action> {
  let first: Meter | undefined;
  /** Connects client 1, client 2, … */
  const join = async (count: number) => {
    for (let i = 1; i <= count; i++) await one.connect(`client ${i}`);
    await joined(count);
  };
  return {
    "every client has port 5000 of its own host": () =>
      acceptAs((nth) => ({ hostname: `10.0.0.${nth}`, port: 5000 })),
    "1 client joins": () => join(1),
    "N clients join": join,
    // Its buffers are full then: every write() to it waits.
    "client 1 will read N bytes": (room: number) =>
      standInForAccept((conn) => {
        first ??= meter(conn, { room });
        return conn;
      }),
    "client 1 reads again": () => first!.allow(Infinity),
    "client 1 vanishes": () => first!.fail(osError("ETIMEDOUT")),
  };
}

const chat = serves("startChat()", () => startChat(), {
  has: ["addr", "finished", "stop"],
  facts: () => ({ joined: ([count]) => joined(Number(count)) }),
  actions: linesOf,
});

/** Time costs nothing there. */
const VIRTUAL = { virtual: true };

chat("sends a line to everyone else")`
  3 clients join
  client 1 → "{a}\n"
  client 2 ← "{a}\n"          ? who must get a line, and which bytes
  client 3 ← "{a}\n"
  client 1 ← nothing          ? does the sender get its own line
  client 3 → "{b}\n"
  client 1 ← "{b}\n"          ? who must get a line, and which bytes
  client 2 ← "{b}\n"
  client 3 ← nothing          ? does the sender get its own line
`;

chat("sends nothing back to the sender", VIRTUAL)`
  2 clients join
  from now on
  client 1 → "{a}\n"
  client 2 ← "{a}\n"
  no time was taken           ? what does a line wait for
  client 1 ← nothing          ? does the sender get its own line
  client 2 → "{b}\n"
  client 1 ← "{b}\n"          ? who must get a line, and which bytes
  client 2 ← nothing          ? does the sender get its own line
`;

chat("sends no line before its end has come", VIRTUAL)`
  2 clients join
  client 1 → {a}
  client 2 ← nothing          ? is a chunk sent on, or a line
  client 1 → {b}
  client 2 ← nothing
  client 1 → "\n"
  client 2 ← "{a}{b}\n"       ? what is kept from one read() to the next
`;

chat("sends every line of one write", VIRTUAL)`
  2 clients join
  client 1 → "{a}\n{b} {c}\n{d}"
  client 2 ← "{a}\n{b} {c}\n" ? how many lines may one read() bring
  client 2 ← nothing
  client 1 → "\n{e}\n{e}\n{d}"
  client 2 ← "{d}\n{e}\n{e}\n"   ? a line may be the same as the one before
  client 1 → "\n"
  client 2 ← "{d}\n"
`;

chat("ends each line with one line feed", VIRTUAL)`
  2 clients join
  client 1 → "{a}\r\n{b}\n{c}\r"
  client 2 ← "{a}\n{b}\n"     ? does the \r belong to the line
  client 1 → "\n"
  client 2 ← "{c}\n"
  client 1 → "{a}\r{b}\n"
  client 2 ← "{a}\r{b}\n"     ? a \r without a line feed behind it is part of the line
  client 1 → "{c}\r"
  a moment passes
  client 1 → "{d}\n"
  client 2 ← "{c}\r{d}\n"     ? a \r may be the last byte of a chunk, and not of a line
  client 1 → "{a}\r\r\n"
  client 2 ← "{a}\r\n"       ? how many bytes is the end of a line
`;

chat("changes nothing in a line", VIRTUAL)`
  2 clients join
  client 1 → " \t{a} \t \n\v{b}\f\u2028\u0085{c}\u2029 \nexit\ne\u0301 \u212b\n"
  client 2 ← " \t{a} \t \n\v{b}\f\u2028\u0085{c}\u2029 \nexit\ne\u0301 \u212b\n"   ? what is changed in a line, or left out: which bytes end a line, and which belong to it
  client 1 → "x\n \n{a}\n"
  client 2 ← "x\n \n{a}\n"   ? which line is too short to be one
`;

chat("puts a line together that comes byte by byte", VIRTUAL)`
  2 clients join
  client 1 → "{a} $& é半🙂\0\n" in pieces
  client 2 ← "{a} $& é半🙂\0\n" ? what happens to a character whose bytes come in two reads
`;

chat("keeps the lines of two senders apart", VIRTUAL)`
  3 clients join
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

chat("tells a newcomer only what is said later", VIRTUAL)`
  2 clients join
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
  3 clients join
  client 1 → "{a}\n" → FIN
  client 2 ← "{a}\n"          ? the lines before the end are sent on
  client 1 ← FIN              ? what happens when read() gives null
  open = 2
  client 2 → "{b}\n"
  client 3 ← "{a}\n{b}\n"     ? who is still in the list
  client 4 connects
  joined = 3
  client 3 → "{d}\n"
  client 2 ← "{d}\n"
  client 4 ← "{d}\n"          ? one has left, another has come: by what are clients told apart
  client 4 → close
  open = 2
  client 2 → "{e}\n"
  client 3 ← "{e}\n"          ? who is taken from the list when one leaves
  client 3 → close
  open = 1
  client 2 → "{c}\n" → FIN ← FIN   ? to whom goes a line while nobody else is connected
  open = 0
`;

chat("stays open however long nobody speaks")`
  2 clients join
  client 1 → {a}
  time passes                 ? is there a time limit
  client 1 → "\n"
  client 2 ← "{a}\n"
`;

chat("stops as in lesson 3", {}, async (one) => {
  await one.play`
    2 clients join
    client 1 → "{a}\n"
    client 2 ← "{a}\n"
    client 1 → FIN ← FIN → close
    client 3 connects
    joined = 2
    finished = pending          ? when is everything over
    stop()
    finished = resolved         ? which promise does stop() wait for
    client 2 ← FIN              ? which connections does stop() close, and who says something then
    client 3 ← FIN
    port = free`;
  await chat.begin().play`
    2 clients join
    # it ends just before
    client 1 → FIN
    a moment passes
    stop()                      ? who closes the connection of a client that has just left, and when
    open = 0`;
  await chat.begin().play`
    # a server without clients: nothing but accept() is left to wait for
    stop()
    port = free                 ? does stop() wait until accept() has ended`;
});

chat("tells clients apart that have one port on two hosts")`
  every client has port 5000 of its own host
  3 clients join
  client 1 → "{a}\n"
  client 2 ← "{a}\n"          ? which values name a client
  client 3 ← "{a}\n"
`;

part("slow and dead clients", "startChat");

chat("sends on while a client does not read", VIRTUAL)`
  client 1 will read 0 bytes
  3 clients join
  # every write() to client 1 waits
  client 2 → "{a}\n"
  client 3 ← "{a}\n"          ? who waits for the write() to a client that does not read
  client 3 → "{b}\n{c}\n"
  client 2 ← "{b}\n{c}\n"
  client 1 → "{d}\n"
  client 2 ← "{d}\n"          ? it does not read, but it may speak
  client 3 ← "{d}\n"
  client 2 → FIN ← FIN        ? does anybody wait for client 1 when another one leaves
  client 1 → FIN ← FIN        ? lines wait for it that it never reads: does its leaving wait for them
  open = 1
`;

/** 10,100 lines, each with its number, of 3 to 43 bytes: below 8 MiB. */
const manyLines = ({ a }: Record<string, string>) =>
  Array.from(
    { length: 10_100 },
    (_, i) => `${i} ${a.repeat(1 + i % 6).slice(i % 5)}\n`,
  ).join("");

chat("gives a client that reads again every line, in order", VIRTUAL)`
  client 1 will read 5 bytes
  2 clients join
  client 2 → ${manyLines}
  time passes, and nobody reads
  open = 2                    ? what ends the connection of a client that does not read
  client 2 → FIN ← FIN        ? who has said a line may go: to whom do its lines belong
  client 1 reads again
  client 1 ← ${manyLines}     ? what happens to a line that write() does not take, or takes in part, and when does the next one begin
  client 1 ← nothing
`;

chat("sends on when a client resets or goes")`
  4 clients join
  client 1 → "{a}\n" → RST
  client 2 ← "{a}\n"          ? read() and write() reject after a reset: who catches it, who closes
  open = 3
  client 2 → "{b}\n"
  client 3 ← "{a}\n{b}\n"
  client 4 → close
  client 3 → "{c}\n{d}\n"
  # what client 2 says carries its acknowledgment: the kernel holds a small write back for it
  client 2 ← "{c}\n"
  client 2 → "{e}\n"
  client 2 ← "{d}\n"
  client 3 ← "{e}\n"
  open = 2                    ? which path leaves the connection open
`;

chat("sends on when a client has vanished", VIRTUAL)`
  client 1 will read 0 bytes
  3 clients join
  client 2 → "{a}\n"
  client 3 ← "{a}\n"          ? who waits for the write() to a client that is gone
  # nothing comes back from client 1: its kernel gives up, write() rejects, read() still waits
  client 1 vanishes
  client 2 → "{b}\n"
  client 3 ← "{b}\n"          ? who catches the failure of that write(), and who is taken from the list then
  client 3 → "{c}\n"
  client 2 ← "{c}\n"
`;

chat("stop() waits for no client", VIRTUAL)`
  client 1 will read 0 bytes
  2 clients join
  # every write() to client 1 waits
  client 2 → "{a}\n{b}\n"
  a moment passes
  from now on
  stop()                      ? which call of the server waits, and what ends it
  no time was taken           ? what does stop() wait for: a client, or a time
  finished = resolved
  client 2 ← end
  port = free
`;

part("beyond", "startChat");

ownKeys("keeps values apart that hold colons")`
  ::1:2 3:4:::5 | ::1:2:3 4:::5 ? which character is in no address
  a::b:80 c:e::d:90 | a::b:c:80 e::d:90
  a::b:80 c:d:5:6::7:90 | a::b:90:c:d:80 6::7:5
`;

listeners("gives a listener nothing but a SYN, whoever it is said to be from")`
  ACK 0.0.0.0:0 > 10.0.0.1:80 → RST  ? the remote end of a listener is no peer: which state has a connection
  RST 0.0.0.0:0 > 10.0.0.1:80 → drop
`;

demultiplex(`
  ESTABLISHED 0.0.0.0:80 10.0.0.9:5000 | ESTABLISHED 10.0.0.1:81 0.0.0.0:5000
  ESTABLISHED 10.0.0.1:82 10.0.0.9:5000 | LISTEN 0.0.0.1:83
  LISTEN 10.0.0.0:83
`)("takes 0.0.0.0 for every address in a listener only")`
  ACK 10.0.0.9:5000 > 0.0.0.0:80  → ESTABLISHED 0.0.0.0:80 10.0.0.9:5000 ? the four values of a connection are compared as they are
  ACK 10.0.0.9:5000 > 10.0.0.1:80 → RST
  ACK 10.0.0.9:5000 > 10.0.0.1:81 → RST
  ACK 10.0.0.9:5000 > 0.0.0.0:82  → RST
  ACK 0.0.0.0:5000 > 10.0.0.1:82  → RST
  SYN 10.0.0.9:5000 > 10.0.0.1:83 → RST ? which one address stands for all
`;

chat("takes a line of 64 KiB", VIRTUAL)`
  2 clients join
  # 64 KiB with the end of the line: whether that counts is open
  client 1 → {a:65534} in pieces of 30000, 30000, 5534
  client 1 → "\r"
  a moment passes
  client 2 ← nothing
  client 1 → "\n"
  client 2 ← "{a}\n"          ? how long may a line be, and how much may wait for one client
  client 2 → "short\n{a}"
  client 2 → "\r"
  a moment passes
  client 2 → "\n"
  client 1 ← "short\n{a}\n"
  client 1 → "{b}\n"
  client 2 ← "{b}\n"
  2 times
    client 1 → {c:40000}
    a moment passes
    client 1 → "\n"
    client 2 ← "{c}\n"        ? what is begun anew with each line
`;

/** Each with its end; no character needs more than a byte. */
const joinLines = (lines: string[]) => `${lines.join("\n")}\n`;

/** Expects the lines of some senders, each sender's whole and in order. The first letter says whose a line is. */
async function expectMixed(peer: Peer, senders: string[][]): Promise<void> {
  const { length } = joinLines(senders.flat());
  const bytes = await peer.take(length, {
    withinMs: LIMITS.transferMs,
    lookAt: "which line is lost when several clients speak at once",
  });
  const all = new TextDecoder().decode(bytes).split("\n");
  for (const lines of senders) {
    const own = all.filter((line) => line[0] === lines[0][0]);
    const at = lines.findIndex((line, i) => line !== own[i]);
    equal(own[at]?.slice(0, 30), lines[at]?.slice(0, 30), {
      did: `${peer.name} ← line ${at} of a sender`,
      lookAt: "two lines for one client: is the first write() over, and whole",
    });
  }
}

/** So many clients say so many lines at once, of random lengths; each gets what the others say. */
async function speakAtOnce(
  one: Served<Solution.Server>,
  clients: number,
  count: number,
  longest: number,
): Promise<void> {
  const lineOf = (i: number, nth: number) =>
    `${"abcde"[i]}${nth} ${random.word(random.integer(1, longest))}`;
  const lines: string[][] = [];
  const peers: Peer[] = [];
  for (let i = 0; i < clients; i++) {
    lines.push(Array.from({ length: count }, (_, nth) => lineOf(i, nth)));
    peers.push(await one.connect(`client ${i + 1}`));
  }
  await joined(clients);
  const sending = peers.map((peer, i) => peer.send(joinLines(lines[i])));
  const reading = peers.map((peer, i) =>
    expectMixed(peer, lines.toSpliced(i, 1))
  );
  await Promise.all([...reading, ...sending]);
  lookAt("does the sender get its own line");
  for (const peer of peers) await nothingComes(peer);
}

chat("mixes no two lines when a write() takes a part", VIRTUAL, async (one) => {
  await one.play`each write() takes 2 bytes at most`;
  await speakAtOnce(one, 3, 3, 20);
});

chat("has room for two hundred clients", {
  ...VIRTUAL,
  lookAt: "what limits the number of clients",
})`
  200 clients join
  client 1 → "hello\n"
  clients 2-200 ← "hello\n"
`;

chat("lets everybody speak at once", (one) => speakAtOnce(one, 5, 40, 3000));

/** 1 MiB: 16 lines of 65,536 bytes, each with its number. */
const MIB = once(() => {
  const word = random.word(65_000);
  const lines = Array.from(
    { length: 16 },
    (_, i) => `${`${i} ${word}`.padEnd(65_535, "-")}\n`,
  );
  return toBytes(lines.join(""));
});

chat("keeps 8 MiB for a client that reads late", VIRTUAL)`
  client 1 will read 7 bytes
  3 clients join
  client 2 → "{a}\n"
  client 3 ← "{a}\n"
  # client 1 has taken this line: what comes now is unread
  8 times
    client 2 → ${MIB}
    client 3 ← ${MIB}   ? who waits for a client that does not read
  client 1 reads again
  client 1 ← "{a}\n"
  8 times
    client 1 ← ${MIB}   ? how many bytes may wait for one client
`;

chat("sends 17 MiB on while a client never reads", VIRTUAL, async (one) => {
  await one.play`
    client 1 will read 0 bytes
    3 clients join
    17 times
      client 2 → ${MIB}
      client 3 ← ${MIB}   ? who waits for a client that does not read; what counts as unread
    client 3 → "{b}\n"
    client 2 ← "{b}\n"
  `;
  // Who is not closed, with so much unread, gets it all.
  if (countOpen() === 1 + 3) {
    await one.play`
      client 1 reads again
      17 times
        client 1 ← ${MIB}   ? who may miss a line, and still be connected
      client 1 ← "{b}\n"
    `;
  }
  await one.play`stop()`;
});

chat("outlives accept() that rejects", VIRTUAL)`
  1 client joins
  accept() rejects for client 2
  client 3 connects
  joined = 2
  client 3 → "{a}\n"
  client 1 ← "{a}\n"          ? what ends the accept loop
`;

chat("outlives a lack of descriptors", VIRTUAL)`
  # who comes first is taken by the call that waits already
  accept() lacks a descriptor 3 times
  client 1 connects
  # whoever pauses after each failure is ready again
  1,700 ms pass, and nobody reads
  client 2 connects
  joined = 2                  ? which failures of accept() mean that the listener is closed
  client 1 → "{a}\n"
  client 2 ← "{a}\n"
`;

chat("keeps two chats apart, and stops one of them twice", VIRTUAL)`
  guests 1-2 connect
  client connects
  50 ms pass
  client → "hello\n"
  guest 1 ← nothing           ? what do two servers share
  guest 2 → "{a}\n"
  guest 1 ← "{a}\n"
  stop() twice at once        ? which promise does the second call give
  guest 1 → "still\n"
  guest 2 ← "still\n"         ? which connections does stop() close
`;

check(
  "stop() closes a connection that is just being accepted",
  () => stopsAsTheyConnect(chat),
);

check(
  "listens on the port that it is given, or refuses",
  () =>
    obeysPort(chat, {
      start: (port) => startChat({ port }),
      did: (port) => `startChat({ port: ${port} })`,
    }),
);
