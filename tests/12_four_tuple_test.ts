import type * as Solution from "../solutions/12_four_tuple.ts";
import {
  acceptAs,
  type Action,
  arrivals,
  countOpen,
  delay,
  elapse,
  type Ends,
  endsIn,
  endsInWords,
  equal,
  eventually,
  haveOwnKeys,
  LIMITS,
  load,
  lookAt,
  type Meter,
  meter,
  nameEveryConnection,
  note,
  nothingComes,
  obeysPort,
  once,
  osError,
  ownKeys,
  pair,
  type Peer,
  random,
  type Served,
  settle,
  speakAtOnce,
  standInForAccept,
  stopsAsTheyConnect,
  toBytes,
  watchTimers,
  withEnds,
} from "../workbook/grading/mod.ts";

const { submission, part, check, serves, values } = await load<typeof Solution>(
  "12_four_tuple",
  () => import("../lessons/12_four_tuple/exercise.ts"),
  () =>
    import("../lessons/12_four_tuple/exercise.ts", { with: { type: "text" } }),
);

part("the key of a connection", "connectionKey");

const keyOf = (conn: Deno.TcpConn) => submission.connectionKey(conn);

// Rows: some connections, each by its local and its remote end.
const keys = values("connectionKey", ownKeys(keyOf));

check("gives five clients of one port five keys", {
  lookAt: "what do the connections of one server port differ in",
}, async () => {
  const ends: Ends[] = [];
  for (let i = 0; i < 5; i++) {
    const { localAddr, remoteAddr } = (await pair()).conn;
    ends.push([localAddr, remoteAddr]);
  }
  note(`five clients are connected to port ${ends[0][0].port}`);
  haveOwnKeys(keyOf, ends.map(withEnds));
  // The same connections, as the clients see them.
  haveOwnKeys(keyOf, ends.map(([here, there]) => withEnds([there, here])));
});

keys("changes with each of the four values")`
  any two of 10.0.0.1:80 10.0.0.9:5000, 10.0.0.2:80 10.0.0.9:5000, 10.0.0.1:81 10.0.0.9:5000, 10.0.0.1:80 10.0.0.8:5000, 10.0.0.1:80 10.0.0.9:5001 → two keys   ? which of the four values is missing in the key
`;

check("gives every two connections two keys", {
  pure: true,
  lookAt:
    "is every digit of each value in the key, and does the key tell whose it is",
}, () => nameEveryConnection(keyOf));

keys("keeps the four values apart")`
  any two of 10.0.0.1:80 10.0.0.1:5000, 10.0.0.18:0 10.0.0.1:5000, 10.0.0.1:801 10.0.0.1:5000, 10.0.0.1:80 110.0.0.1:5000 → two keys   ? where does one value end and the next one begin
  any two of 10.0.0.1:80 110.0.0.9:5000, 10.0.0.1:801 10.0.0.9:5000 → two keys
  any two of 10.0.0.1:1 10.0.0.9:234, 10.0.0.1:12 10.0.0.9:34, 10.0.0.1:123 10.0.0.9:4, 10.0.0.11:2 10.0.0.9:34 → two keys
  any two of 10.0.0.1:12345 10.0.0.9:5000, 10.0.0.11:2345 10.0.0.9:5000, 10.0.0.1:80 10.0.0.9:15000, 10.0.0.1:80 10.0.0.91:5000 → two keys
  any two of 127.0.0.1:80 127.0.0.1:5000, ::1:80 ::1:5000 → two keys   ? two addresses of one host are two values
  any two of 10.0.0.1:80 10.0.0.9:5000, 10.0.0.1:5000 10.0.0.9:80 → two keys   ? which port belongs to which address
`;

check("depends on the four values only", {
  virtual: true,
  lookAt: "what beside the four values is in the key",
}, async () => {
  const conn = () => withEnds(endsIn("10.0.0.1:80 10.0.0.9:5000"));
  const first = conn();
  const key = keyOf(first);
  equal(keyOf(first), key, { did: "connectionKey(conn), called twice" });
  await elapse(86_400_000);
  equal(keyOf(conn()), key, {
    did: "connectionKey() of another object with the same four values",
  });
});

/** Rows: a segment that arrives, and what happens to it where there are these sockets. */
const demultiplex = (table: string) =>
  values(
    "demultiplex",
    arrivals(table, (...given) => submission.demultiplex(...given)),
  );

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

demultiplex(`
  SYN_SENT 10.0.0.1:4000 10.0.0.9:5000   | SYN_RCVD 10.0.0.1:4000 10.0.0.9:5001
  FIN_WAIT_1 10.0.0.1:4000 10.0.0.9:5002 | FIN_WAIT_2 10.0.0.1:4000 10.0.0.9:5003
  CLOSE_WAIT 10.0.0.1:4000 10.0.0.9:5004 | CLOSING 10.0.0.1:4000 10.0.0.9:5005
  LAST_ACK 10.0.0.1:4000 10.0.0.9:5006   | TIME_WAIT 10.0.0.1:4000 10.0.0.9:5007
  LISTEN 10.0.0.1:4000
`)("finds a connection in every state but LISTEN")`
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
  did: (...ends: Ends) => `isSelfConnected(): ${endsInWords(ends)}`,
  call: (...ends: Ends) => submission.isSelfConnected(withEnds(ends)),
  inputs: { "…": (text) => [endsIn(text)] },
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
    did: `isSelfConnected(): ${endsInWords([conn.localAddr, conn.remoteAddr])}`,
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

/** Lines of a chat: who joins, who speaks, and what becomes of client 1. */
function linesOf(one: Served<Solution.Server>): Record<string, Action> {
  const clients: Peer[] = [];
  let first: Meter | undefined;
  const connect = async (nth: number) => {
    clients[nth - 1] = await one.connect(`client ${nth}`);
  };
  return {
    "every client has port 5000 of its own host": () =>
      acceptAs((nth) => ({ hostname: `10.0.0.${nth}`, port: 5000 })),
    "client N joins": async (nth: number) => {
      const count = countOpen() - 1;
      await connect(nth);
      await joined(count + 1);
    },
    "N clients join": async (count: number) => {
      for (let nth = 1; nth <= count; nth++) await connect(nth);
      await joined(count);
    },
    // Every other client gets just that, and then the sender has got nothing.
    "client N says …": async (nth: number, line: string) => {
      const sender = clients[nth - 1];
      await sender.send(line);
      for (const other of clients) {
        if (other !== sender) await other?.expect(line);
      }
      lookAt("does the sender get its own line");
      await nothingComes(sender);
    },
    "everybody says N lines of up to N bytes at once": (
      lines: number,
      longest: number,
    ) => speakAtOnce(clients, { lines, longest }),
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
  client 1 says "{a}\n"       ? who must get a line, and which bytes
  client 3 says "{b}\n"
`;

chat("sends nothing back to the sender", VIRTUAL)`
  2 clients join
  from now on
  client 1 → "{a}\n"
  client 2 ← "{a}\n"          ? who must get a line, and which bytes
  no time was taken           ? what does a line wait for
  client 1 ← nothing          ? does the sender get its own line
  client 2 says "{b}\n"       ? who must get a line, and which bytes
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
  client 1 says " \t{a} \t \n\v{b}\f\u2028\u0085{c}\u2029 \nexit\nquit\n/quit\ne\u0301 \u212b\n"   ? what is changed in a line, or left out: which bytes end a line, and which belong to it
  client 1 says "x\n \n{a}\n"   ? which line is too short to be one
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
  client 1 says "{a}\n"
  client 3 joins
  client 3 ← nothing          ? who was accepted before the line came
  client 2 says "{b}\n"
`;

chat("closes a client's connection at its end of stream")`
  3 clients join
  client 1 → "{a}\n" → FIN
  client 2 ← "{a}\n"          ? the lines before the end are sent on
  client 1 ← FIN              ? what happens when read() gives null
  open = 2
  client 2 → "{b}\n"
  client 3 ← "{a}\n{b}\n"     ? who is still in the list
  client 4 joins
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
    client 1 says "{a}\n"
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
  client 1 says "{a}\n"       ? which values name a client
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

keys("keeps values apart that hold colons")`
  any two of ::1:2 3:4:::5, ::1:2:3 4:::5 → two keys   ? which character is in no address
  any two of a::b:80 c:e::d:90, a::b:c:80 e::d:90 → two keys
  any two of a::b:80 c:d:5:6::7:90, a::b:90:c:d:80 6::7:5 → two keys
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
  client 1 says "{b}\n"
  2 times
    client 1 → {c:40000}
    a moment passes
    client 1 → "\n"
    client 2 ← "{c}\n"        ? what is begun anew with each line
`;

chat("mixes no two lines when a write() takes a part", VIRTUAL)`
  each write() takes 2 bytes at most
  3 clients join
  everybody says 3 lines of up to 20 bytes at once
`;

chat("has room for two hundred clients", {
  ...VIRTUAL,
  lookAt: "what limits the number of clients",
})`
  200 clients join
  client 1 says "hello\n"
`;

chat("lets everybody speak at once")`
  5 clients join
  everybody says 40 lines of up to 3000 bytes at once
`;

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
  client 1 joins
  accept() rejects for client 2
  client 3 joins
  client 3 says "{a}\n"       ? what ends the accept loop
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
