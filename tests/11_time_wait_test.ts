import type * as Solution from "../solutions/11_time_wait.ts";
import {
  afterCheck,
  BOUND_SOCKETS,
  each,
  expect,
  expectListening,
  load,
  type MakeScene,
  osError,
  real,
  settle,
  settles,
  traces,
  Tries,
} from "../workbook/grading/mod.ts";

const { submission, part, scenes, values } = await load<typeof Solution>(
  "11_time_wait",
  () => import("../lessons/11_time_wait/exercise.ts"),
  () =>
    import("../lessons/11_time_wait/exercise.ts", { with: { type: "text" } }),
);

// Rows: what follows the opening of a trace, and who waits at its end.
const whoWaits = values("whoWaits", {
  ...traces("whoWaits"),
  words: ["client", "server", "both", "none"],
});

part("who waits");

whoWaits("finds the side that ended first")`
  c:FIN,ACK s:ACK s:FIN,ACK c:ACK → client   ? which of the two FINs acknowledges the other one, by which number, and which side waits then
  s:FIN,ACK c:ACK c:FIN,ACK s:ACK → server
  c:FIN s:FIN,ACK c:ACK           → client   ? which flags can a FIN have; without ACK it has no ack
`;

whoWaits("knows the close of three segments")`
  c:FIN,ACK s:FIN,ACK c:ACK → client   ? ACK and FIN can come in one segment: whose FIN was there before
  s:FIN,ACK c:FIN,ACK s:ACK → server
`;

whoWaits("waits through a half-close")`
  c:FIN,ACK s:ACK s:PSH,ACK+800 c:ACK s:PSH,ACK+70 c:ACK s:FIN,ACK c:ACK → client   ? what may happen between the two FINs
  s:FIN,ACK c:ACK c:PSH,ACK+12 s:ACK c:FIN,PSH,ACK+3 s:ACK               → server   ? which flags can come with FIN in one segment
`;

whoWaits("finds both when their FINs cross")`
  c:FIN,ACK~ s:FIN,ACK~ / c:ACK s:ACK         → both   ? what if neither FIN acknowledges the other
  s:FIN,ACK~ c:FIN,ACK~ / s:ACK c:ACK         → both
  s:FIN,ACK~ c:FIN,ACK~ / c:ACK s:ACK         → both
  c:FIN,PSH,ACK+4~ s:FIN,PSH,ACK+6~ / c:ACK s:ACK → both
  c:FIN~ s:FIN~ / c:ACK s:ACK                 → both
  c:FIN,ACK~ s:PSH,ACK+4~ s:FIN,ACK~ / c:ACK s:ACK           → both   ? what may a side send between the FIN of the other one and its own
  c:PSH,ACK+5 s:FIN,ACK~ c:PSH,ACK+9~ c:FIN,ACK~ / c:ACK s:ACK → both
`;

whoWaits("finds nobody when not both sides sent a FIN")`
  c:FIN,ACK s:ACK            → none   ? which sides sent a FIN
  s:FIN,ACK c:ACK            → none
  s:FIN,ACK c:ACK s:FIN,ACK! → none
  no further segment         → none
`;

whoWaits("finds nobody after a reset")`
  c:RST,ACK                          → none   ? what does RST leave of a connection
  c:FIN,ACK s:ACK s:PSH,ACK+4 c:RST  → none
  s:FIN,ACK c:FIN,ACK s:RST          → none
  c:FIN,ACK s:FIN,ACK c:ACK s:RST,ACK → none
  c:FIN,ACK c:RST~ s:FIN,ACK~ /      → none   ? a FIN can cross a RST
  c:FIN,ACK s:FIN,ACK c:RST,PSH,ACK+4 → none   ? what else can stand beside RST in the flags
`;

whoWaits("counts the payload of a FIN")`
  c:FIN,PSH,ACK+5 s:FIN,ACK c:ACK      → client   ? which number acknowledges a FIN that carries payload
  s:FIN,ACK+1460 c:ACK c:FIN,ACK s:ACK → server
  c:FIN,ACK+2 s:ACK s:FIN,ACK+300 c:ACK → client
`;

whoWaits("takes a FIN that is sent again for one")`
  c:FIN,ACK~ s:PSH,ACK+4 / c:FIN,ACK! s:ACK s:FIN,ACK c:ACK    → client   ? which FIN of a side is looked at: the first one, or the last
  s:FIN,ACK~ s:FIN,ACK!~ / c:FIN,ACK~ s:FIN,ACK! / s:ACK       → server
  c:FIN,ACK s:FIN,ACK~ s:FIN,ACK! c:ACK /                      → client
  c:FIN,ACK~ s:FIN,ACK~ / c:FIN,ACK! s:FIN,ACK! c:ACK s:ACK    → both
  s:FIN,ACK c:FIN,ACK s:FIN,ACK! s:ACK c:FIN,ACK! s:ACK        → server
  c:FIN,ACK~ s:FIN,ACK~ / c:ACK s:ACK c:FIN,ACK! s:ACK         → both     ? does the last ACK say who waits
`;

// 1 and 5 of the client, 1 and 9 of the server come before its FIN.
whoWaits("counts mod 2^32")`
  c=4294967289 s=4294967285 c:FIN,ACK s:FIN,ACK c:ACK           → client   ? which number follows 4294967295
  c=2147553649 s=4294927295 s:FIN,ACK c:FIN,ACK s:ACK           → server   ? what do |, & and << make of a number above 2147483647
  c=4294967290 s=77 c:FIN,ACK s:FIN,ACK c:ACK                   → client   ? which number follows 4294967295
  c=5 s=4294967286 s:FIN,ACK c:ACK c:FIN,ACK s:ACK              → server
  c=4294967292 s=4294967270 s:FIN,ACK+20 c:FIN,ACK s:ACK        → server
  c=4294967289 s=4294967286 c:FIN,ACK~ s:FIN,ACK~ / c:ACK s:ACK → both
`;

whoWaits("finds it in any close")`
  any numbers in c=# s=# c:FIN,ACK+# s:FIN,ACK+# c:ACK             → client   ? whose FIN acknowledges the other's, and whose does not
  any numbers in c=# s=# s:FIN,ACK+# c:ACK c:FIN,ACK+# s:ACK       → server
  any numbers in c=# s=# s:PSH,ACK+# c:ACK c:FIN,ACK s:FIN,ACK+# c:ACK → client
  any numbers in c=# s=# s:FIN,ACK c:PSH,ACK+# s:ACK c:FIN,ACK+# s:ACK → server
  any numbers in c=# s=# c:FIN,ACK+#~ s:FIN,ACK+#~ / c:ACK s:ACK   → both
`;

part("may it bind");

// Rows: a socket that is to be bound, then those that have a port already.
const bindOutcome = values("bindOutcome", {
  inputs: BOUND_SOCKETS,
  words: ["ok", "EADDRINUSE"],
});

bindOutcome("refuses a second listener")`
  every pair of the same address, LISTEN, not both reusePort → EADDRINUSE   ? which option lets two sockets listen on one address and port, and which of the two must have it
`;

bindOutcome("lets a server start again when both sockets have SO_REUSEADDR")`
  every pair of the same address, other states, not both reuseAddr, not both reusePort → EADDRINUSE   ? who must have set SO_REUSEADDR: the old socket, the new one, or both
  every pair of the same address, other states, both reuseAddr, not both reusePort     → ok           ? in which states of the old socket does SO_REUSEADDR count
`;

bindOutcome("lets two sockets share a port when both have SO_REUSEPORT")`
  every pair of the same address, both reusePort → ok   ? who must have set SO_REUSEPORT, and in which states does it count
`;

bindOutcome("agrees with Linux on other addresses")`
  every pair of 127.0.0.1 and 127.0.0.2                                                     → ok           ? which two addresses overlap: equal ones, and which other one
  every pair of 127.0.0.1 and 0.0.0.0, LISTEN, not both reusePort                           → EADDRINUSE
  every pair of 127.0.0.1 and 0.0.0.0, other states, not both reuseAddr, not both reusePort → EADDRINUSE
  every pair of 127.0.0.1 and 0.0.0.0, other states, both reuseAddr, not both reusePort     → ok
  every pair of 127.0.0.1 and 0.0.0.0, both reusePort                                       → ok
`;

bindOutcome("looks at the port")`
  80, LISTEN 80             → EADDRINUSE   ? which ports are looked at
  8080                      → ok           ? what is in the way when nothing is there
  8080, LISTEN 8081         → ok           ? which of the existing sockets has the wanted port
  # each of these ports differs in one bit
  0.0.0.0:8080, LISTEN 8081, LISTEN 8082, LISTEN 8084, LISTEN 8088, LISTEN 8064, LISTEN 8112, LISTEN 8144, LISTEN 7952, LISTEN 7824, LISTEN 7568, LISTEN 7056, LISTEN 6032, LISTEN 3984, LISTEN 16272, LISTEN 24464, LISTEN 40848 → ok
  8080, LISTEN 8080         → EADDRINUSE
`;

bindOutcome("asks every existing socket")`
  8080 reuseAddr, TIME_WAIT 8080 reuseAddr, TIME_WAIT 8080 reuseAddr                   → ok           ? one socket is enough to be in the way: which of them is asked
  8080 reuseAddr, TIME_WAIT 8080 reuseAddr, LISTEN 8080 reuseAddr                      → EADDRINUSE
  8080 reuseAddr, LISTEN 8080 reuseAddr, TIME_WAIT 8080 reuseAddr                      → EADDRINUSE
  8080 reuseAddr, LISTEN 8079 reuseAddr, TIME_WAIT 8080 reuseAddr, LISTEN 8079 reuseAddr   → ok
  8080 reuseAddr, LISTEN 8079 reuseAddr, LISTEN 8080 reuseAddr, LISTEN 8079 reuseAddr      → EADDRINUSE
  8080 reuseAddr, TIME_WAIT 8080 reuseAddr, TIME_WAIT 8080, ESTABLISHED 8080 reuseAddr → EADDRINUSE
  8080 reuseAddr, SYN_SENT 8080 reuseAddr, SYN_RCVD 8080 reuseAddr, FIN_WAIT_1 8080 reuseAddr, CLOSING 8080 reuseAddr, LAST_ACK 8080 reuseAddr, CLOSED 8080 reuseAddr → ok   ? which is the only state in which SO_REUSEADDR does not count
  8080, LISTEN 0.0.0.1:8080, LISTEN 0.0.0.10:8080, LISTEN 10.0.0.0:8080, LISTEN 127.0.0.0:8080, LISTEN 127.0.0.10:8080 → ok   ? which one address overlaps all others
  8080 reuseAddr reusePort, LISTEN 8080 reusePort, TIME_WAIT 8080 reuseAddr → ok   ? may each of them be no hindrance for a reason of its own
  8080 reuseAddr reusePort, LISTEN 8080 reusePort, LISTEN 8080 reusePort, LISTEN 8080 reusePort, LISTEN 8080 reusePort, LISTEN 8080 reusePort, TIME_WAIT 8080 → EADDRINUSE
`;

part("answer");

const politely = scenes(() => ({
  calls: {
    politeHandler: (conn: Deno.Conn, options: { closeWithinMs: number }) =>
      submission.politeHandler(conn, options),
  },
}), {
  lookAtRejection: "which error does a read get when its connection is closed",
});

politely("answers each chunk, exit too")`
  politeHandler(conn, { closeWithinMs: 7_200_000 })
  peer → {a} ← OK!!!           ? what is written for each chunk that read() gives
  peer → {b:40} ← OK!!!
  100 times
    peer → {c} ← OK!!!
  peer → exit ← OK!!!          ? is exit answered like any other chunk
  peer → FIN
  resolves closed              ? what ends the handler when the client has ended, and what frees the descriptor
`;

politely("closes when the client ends without exit")`
  politeHandler(conn, { closeWithinMs: 7_200_000 })
  peer → {a} ← OK!!!           ? what is written for each chunk; what does a call keep of an earlier one
  peer → FIN
  peer ← FIN                   ? which value of read() means end of stream
  resolves closed
`;

politely("closes when the client says nothing at all")`
  politeHandler(conn, { closeWithinMs: 7_200_000 })
  peer → FIN ← FIN             ? what if the first read() gives null
  resolves closed
`;

politely("waits without limit before exit")`
  politeHandler(conn, { closeWithinMs: 7_200_000 })
  time passes                  ? when does the time of closeWithinMs begin
  pending
  peer → {a} ← OK!!!
  time passes
  peer → {b} ← OK!!!
  peer → FIN ← FIN
  resolves closed
`;

politely("takes only exit for exit")`
  politeHandler(conn, { closeWithinMs: 7_200_000 })
  peer → ${
  each("exits", "exit\n", "exit\r", "exit\0", "\texit", " exit", "EXIT")
} ← OK!!! → quit ← OK!!!   ? which chunk is exit: what it is, or what it holds
  peer → {a} ← OK!!!           ? what is compared with exit: the bytes of this chunk
  peer → [c3] ← OK!!! → [ff] ← OK!!!   ? a chunk need not be text
  peer → FIN ← FIN             ? which value of read() means end of stream
  resolves closed
`;

politely("looks at the bytes of this chunk only")`
  politeHandler(conn, { closeWithinMs: 7_200_000 })
  peer → ex ← OK!!!            ? what is written for each chunk that read() gives
  peer → it ← OK!!!
  peer → 1xit ← OK!!!          ? is a chunk put together with the one before
  peer → e ← OK!!!
  peer → {a} ← OK!!!           ? which bytes of the buffer came with the last read
  peer → FIN ← FIN
  resolves closed
`;

part("let the client close first", "politeHandler");

politely("lets the client close first")`
  politeHandler(conn, { closeWithinMs: 7_200_000 })
  peer → {a} ← OK!!!           ? what is written for each chunk that read() gives
  peer → exit ← OK!!!
  a moment passes
  peer ← nothing               ? who sends the first FIN here: which call of yours does, and when
  pending
  time passes
  peer → FIN
  resolves closed within 20 ms ? what ends the handler when the client has ended, and what frees the descriptor
  peer ← FIN
`;

politely("answers nothing after exit, and reads on")`
  politeHandler(conn, { closeWithinMs: 7_200_000 })
  # the first byte of two that are one character
  peer → [c3] ← OK!!!          ? what is written for each chunk that read() gives
  peer → exit ← OK!!!          ? is exit answered like any other chunk
  peer → {a}
  a moment passes
  peer ← nothing               ? is exit recognized, whatever came before it, and what does a chunk after it lead to
  peer → exit
  a moment passes
  peer ← nothing
  pending                      ? which value of read() ends it after exit
  time passes
  peer → FIN ← FIN
  resolves closed
`;

politely("closes at once when exit and the end come together")`
  politeHandler(conn, { closeWithinMs: 7_200_000 })
  peer → exit → FIN
  peer ← OK!!! ← FIN           ? how long do you wait for a client that has ended
  resolves closed
`;

const DEADLINE = each(30, 700, 4_000, 0);

politely("closes closeWithinMs after the answer to exit")`
  politeHandler(conn, { closeWithinMs: ${DEADLINE} })
  peer → exit ← OK!!!          ? is exit answered
  resolves closed after ${DEADLINE} ms   ? where does the number of milliseconds come from, and what wakes a read() to which nothing comes
`;

politely("counts the time from the answer, not from the call")`
  politeHandler(conn, { closeWithinMs: 200 })
  120 ms pass                  ? when is the timer set
  peer → {a} ← OK!!!
  120 ms pass
  peer → {b} ← OK!!!
  120 ms pass
  peer → {c} ← OK!!! → exit ← OK!!!
  resolves closed after 200 ms
`;

politely("counts the time once, whatever arrives meanwhile")`
  politeHandler(conn, { closeWithinMs: 200 })
  peer → exit ← OK!!!          ? is exit answered
  90 ms pass
  peer → ${each("x", "exit")}
  90 ms pass
  peer → ${each("x", "exit")}
  resolves closed within 20 ms ? when is the timer set: once, or after each read
  timers = 0                   ? what still runs when the connection is closed
`;

politely("leaves no timer")`
  politeHandler(conn, { closeWithinMs: 300 })
  peer → exit ← OK!!! → FIN    ? is exit answered
  resolves closed              ? which value of read() means end of stream
  peer ← FIN
  timers = 0                   ? what happens to the timer when the client has closed in time
  400 ms pass
`;

part("wait for the port", "relisten");

const HERE = "127.0.0.1";

/** Each call has the port of an old listener of its own, which a `free port` has left; `the same port` is that of the call before. */
const relisting: MakeScene = ({ stage }) => {
  const old: Deno.TcpListener[] = [];
  const works: Promise<Deno.TcpListener>[] = [];
  const tries = new Tries(() => stage.did);
  let hasConnected = false;

  async function close(listener: Deno.TcpListener): Promise<void> {
    // Whoever has connected to it waits in its queue.
    listener.accept().then((conn) => {
      hasConnected = true;
      conn.close();
    }, () => {});
    await settle();
    listener.close();
  }

  const isListening = async (nth: number) =>
    expectListening(await works.at(nth)!, old.at(nth)!.addr, stage.did);
  return {
    calls: {
      relisten(name: string, options: { withinMs: number }) {
        const listener = name === "the same port"
          ? old.at(-1)!
          : real.listen({ hostname: HERE, port: 0 });
        if (name === "free port") listener.close();
        afterCheck(() => listener.close());
        const work = tries.during(() =>
          submission.relisten(listener.addr.port, options)
        );
        old.push(listener);
        works.push(work);
        return work;
      },
    },
    facts: {
      ...tries.facts,
      // How many there are is a matter of time.
      connects: () =>
        expect(!hasConnected, {
          cause: "wrong-value",
          did: stage.did,
          what: "it connected to the old listener",
          expected: "no connection",
        }),
      listener: () => isListening(-1),
      "listener 1": () => isListening(0),
    },
    actions: {
      ...tries.actions,
      "the old listener closes": () => close(old.at(-1)!),
      "old listener N closes": (n: number) => close(old[n - 1]),
      // Their connection stays open.
      "the old listener serves a client": async () => {
        const to = { hostname: HERE, port: old[0].addr.port };
        const ends = await Promise.all([real.connect(to), old[0].accept()]);
        afterCheck(() => ends.forEach((end) => end.close()));
        await ends[0].write(new Uint8Array(3));
        await settles(ends[1].read(new Uint8Array(9)), stage.did);
      },
    },
  };
};

const relists = scenes(relisting);

relists("listens at once on a free port", { virtual: true })`
  relisten(free port, { withinMs: 0 })   ? what is done before the first try, and after a failed one
  resolves within 10 ms
  listener = open
`;

relists("listens when the old listener has gone")`
  relisten(port, { withinMs: 60_000 })
  1,530 ms pass              ? what is done after a try that failed, and what ends the tries
  pending
  the old listener closes
  resolves within 100 ms     ? how long is the pause between two tries
  listener = open
`;

relists("goes on at the same pace for as long as withinMs says")`
  relisten(port, { withinMs: 90_000 })
  88,030 ms pass
  pending                    ? what ends the tries: the time, or their number
  the old listener closes
  resolves within 100 ms     ? what is waited for between two tries, and how long
  listener = open
`;

relists("throws AddrInUse when the old listener stays")`
  relisten(port, { withinMs: 1_230 })
  throws AddrInUse after 1,230 to 1,330 ms   ? what ends the tries: the time, or their number; which error does the caller see
  relisten(port, { withinMs: 30 })
  throws AddrInUse after 30 to 130 ms        ? withinMs may be less than one pause: when do the tries end
  1 s passes
  tries after its end = 0    ? what still tries when the promise has settled
`;

relists("tries at once, and then at least every 100 ms")`
  relisten(port, { withinMs: 900 })
  throws AddrInUse within 1,000 ms  ? what is done when Deno.listen() throws AddrInUse
  longest pause = 100 ms     ? when is the first try, and how long is the pause between two
`;

relists("tries once when withinMs is 0")`
  relisten(port, { withinMs: 0 })
  throws AddrInUse within 100 ms    ? when is the last try
  200 ms pass
  tries = 1                  ? when is the time compared with withinMs: before a try, or after it
`;

relists("lets other work go on")`
  relisten(port, { withinMs: 30_000 })
  the old listener serves a client   ? what does the pause block
  the old listener closes
  resolves                   ? what is done after a try that failed
  listener = open
`;

part("beyond");

politely("closes when the client resets before exit")`
  politeHandler(conn, { closeWithinMs: 7_200_000 })
  peer → {a} ← OK!!!
  a moment passes
  peer → RST
  settles                    ? which path leaves without close()
  open = 0
`;

politely("closes when the client resets after exit")`
  politeHandler(conn, { closeWithinMs: 7_200_000 })
  peer → exit ← OK!!!
  a moment passes
  peer → RST
  settles                    ? which path leaves without close()
  open = 0
  timers = 0                 ? on which path does the timer stay
`;

politely("answers whole when the kernel takes a part at a time")`
  conn has room for 2 bytes
  politeHandler(conn, { closeWithinMs: 60_000 })
  peer → {a}
  a moment passes
  conn gets room for 1 | 1 | 3
  peer ← OK!!!               ? what does write() return
  peer → {b} ← OK
  # the next answer is due while this one waits for room
  peer → exit
  a moment passes
  conn gets room for 1 | 2 | 1 | 5
  peer ← !!!OK!!!            ? is an answer written to its end before the next one begins
  peer → FIN ← FIN
  resolves closed
`;

politely("counts the time from the moment when the whole answer is taken")`
  conn has room for 2 bytes
  politeHandler(conn, { closeWithinMs: 200 })
  peer → exit ← OK           ? is exit answered
  300 ms pass                ? what is awaited before the timer is set
  pending
  conn gets room for 3
  peer ← !!!
  150 ms pass                ? when is the timer set
  peer → FIN ← FIN
  resolves closed
`;

politely("serves two clients at once")`
  politeHandler(conn 1, { closeWithinMs: 7_200_000 })
  politeHandler(conn 2, { closeWithinMs: 7_200_000 })
  peer 1 → exit ← OK!!!
  peer 2 → {a} ← OK!!!       ? which variable do both calls share
  peer 1 → {b} ← nothing
  peer 2 → exit ← OK!!!
  peer 1 → FIN ← FIN
  peer 2 → {c} ← nothing
  peer 2 → FIN ← FIN
  open = 0
`;

politely("keeps the times of two clients apart")`
  politeHandler(conn 1, { closeWithinMs: 200 })
  politeHandler(conn 2, { closeWithinMs: 200 })
  peer 1 → exit ← OK!!!
  peer 2 → exit ← OK!!!
  peer 1 → FIN ← FIN
  call 2 resolves closed within 200 ms   ? which variable do both calls share
`;

politely("takes no chunk of one client for that of another")`
  politeHandler(conn 1, { closeWithinMs: 7_200_000 })   ? which variable do two calls share
  politeHandler(conn 2, { closeWithinMs: 7_200_000 })
  a moment passes
  # both reads find something in the same turn
  peer 1 → exit meanwhile
  peer 2 → ${each("lamp", "tree", "moon", "exot")}
  peer 1 ← OK!!!
  peer 2 ← OK!!! → {a} ← OK!!!
  peer 1 → {b}
  a moment passes
  peer 1 → FIN ← FIN
  peer 2 → FIN ← FIN
  open = 0
`;

politely("ends at the deadline though the client never pauses")`
  politeHandler(conn, { closeWithinMs: 1_000 })
  peer → exit ← OK!!!        ? is exit answered
  10 times
    peer → {a:65536}           ? does a timer ring while each read finds something
    30 ms pass
  pending                    ? what may end the handler after exit: the time, or a number of chunks
  60 times
    peer → {a:65536}
  resolves closed within 700 ms   ? does a timer ring while each read finds something
`;

const OTHERS = ["EACCES", "EADDRNOTAVAIL", "EINVAL", "EMFILE"] as const;
const FAILURE = each(...OTHERS.map((errno) => osError(errno)));

relists("throws any other failure at once", { virtual: true })`
  try 1 fails with ${FAILURE}
  relisten(port, { withinMs: 5_000 })
  throws ${FAILURE} within 20 ms    ? which error means try again, and what about the others
  tries = 1
  try 4 fails with ${FAILURE}
  relisten(port, { withinMs: 5_000 })
  throws ${FAILURE} within 200 ms
  tries = 4
`;

relists("makes no connection, and does not try again after it has a listener")`
  relisten(port, { withinMs: 5_000 })
  150 ms pass
  the old listener closes
  resolves within 100 ms     ? how long is the pause between two tries
  listeners made = 1         ? which listener is returned: what becomes of a client of another one
  connects = none             ? which call tells that a port is taken, and needs no connection
  time passes
  tries after its end = 0    ? what still tries when the promise has settled
  listener = open
`;

relists("takes no notice of the connections of the old server")`
  relisten(port, { withinMs: 60_000 })
  the old listener serves a client
  the old listener closes
  # the old listener is closed; a connection that it accepted is open
  resolves within 100 ms     ? what is done after a try that failed
  listener = open
`;

relists("waits for two ports at once")`
  relisten(port, { withinMs: 60_000 })
  relisten(port, { withinMs: 5_000 })
  130 ms pass
  old listener 2 closes
  call 2 resolves within 100 ms     ? how long is the pause between two tries
  listener = open
  6,000 ms pass
  call 1 pending             ? what do two calls share
  old listener 1 closes
  call 1 resolves within 100 ms     ? how long is the pause between two tries
  listener 1 = open
`;

relists("keeps the times of two calls for one port apart")`
  relisten(port, { withinMs: 60_000 })
  relisten(the same port, { withinMs: 1_000 })
  call 2 throws AddrInUse after 1,000 to 1,100 ms   ? what do two calls for one port share: each has a time of its own
  call 1 pending
  the old listener closes
  call 1 resolves within 100 ms     ? what is done after a try that failed
  listener 1 = open
  relisten(port, { withinMs: 500 })
  relisten(the same port, { withinMs: 60_000 })
  600 ms pass
  call 3 throws AddrInUse           ? what do two calls for one port share: each has a time of its own
  call 4 pending
  the old listener closes
  call 4 resolves within 100 ms
  listener = open
`;
