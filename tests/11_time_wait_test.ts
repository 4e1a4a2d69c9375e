import type * as Solution from "../solutions/11_time_wait.ts";
import type { TcpState } from "../workbook/tcp/mod.ts";
import {
  afterCheck,
  delay,
  equal,
  eventually,
  expect,
  isInstance,
  isOpenConn,
  isPending,
  isVirtual,
  LIMITS,
  load,
  type Meter,
  meter,
  note,
  onFreePort,
  pair,
  passTime,
  type Peer,
  random,
  real,
  type Row,
  settle,
  settles,
  show,
  standInForConnect,
  standInForListen,
  throws,
  watchTimers,
  Wrong,
} from "../workbook/grading/mod.ts";

const { submission, part, check, calls, values } = await load<typeof Solution>(
  "11_time_wait",
  () => import("../lessons/11_time_wait/exercise.ts"),
  () =>
    import("../lessons/11_time_wait/exercise.ts", { with: { type: "text" } }),
);

type Side = Solution.Segment["from"];

/** Numbers of a side's next byte, and of the next byte that it expects. */
interface Place {
  next: number;
  due: number;
  fin?: Solution.Segment;
}

const FAR: Record<Side, Side> = { client: "server", server: "client" };
const wrap = (n: number) => n % 2 ** 32;

/**
 * A trace, written short: `c` or `s`, the flags, `+` payload bytes. `~`: the
 * segment is still on its way, until `|`. `!`: the side's FIN again.
 */
function trace(
  text: string,
  first: Record<Side, number> = { client: 184_050_117, server: 3_060_700_231 },
): Solution.Segment[] {
  const places: Record<Side, Place> = {
    client: { next: first.client, due: 0 },
    server: { next: first.server, due: 0 },
  };
  const segments: Solution.Segment[] = [];
  const underway: Solution.Segment[] = [];
  const arrive = ({ from, flags, seq, length }: Solution.Segment) => {
    const counts = /SYN|FIN/.test(flags) ? 1 : 0;
    const due = wrap(seq + length + counts);
    // What is sent again is older than what is expected.
    const ahead = wrap(due - places[FAR[from]].due + 2 ** 32);
    if (/SYN/.test(flags) || ahead < 2 ** 31) places[FAR[from]].due = due;
  };
  const opening = "c:SYN s:SYN,ACK c:ACK c:PSH,ACK+5 s:ACK s:PSH,ACK+9 c:ACK";
  for (const word of `${opening} ${text}`.trim().split(/ +/)) {
    if (word === "|") {
      underway.splice(0).forEach(arrive);
      continue;
    }
    const [, who, flags, , bytes = "0", mark] = word.match(
      /^([cs]):([A-Z,]+)(\+(\d+))?([~!]*)$/,
    )!;
    const from = who === "c" ? "client" : "server";
    const place = places[from];
    const length = Number(bytes);
    const again = mark.includes("!") && place.fin;
    const segment: Solution.Segment = {
      from,
      flags,
      seq: again ? again.seq : place.next,
      ...(/ACK/.test(flags) && { ack: place.due }),
      length: again ? again.length : length,
    };
    segments.push(segment);
    if (!again) {
      place.next = wrap(place.next + length + (/SYN|FIN/.test(flags) ? 1 : 0));
      if (/FIN/.test(flags)) place.fin = segment;
    }
    if (mark.includes("~")) underway.push(segment);
    else arrive(segment);
  }
  return segments;
}

/** The end of a trace, from its first FIN or RST. */
function lastOf(segments: Solution.Segment[]): string {
  const at = segments.findIndex(({ flags }) => /FIN|RST/.test(flags));
  const shown = segments.slice(at < 0 ? -2 : at).map((each) =>
    `${each.from} ${each.flags} seq ${each.seq}` +
    (each.ack === undefined ? "" : ` ack ${each.ack}`) +
    (each.length ? ` length ${each.length}` : "")
  );
  return `… | ${shown.join(" | ")}`;
}

const whoWaits = values("whoWaits", {
  did: (segments) => `whoWaits(trace), trace = ${lastOf(segments)}`,
});

/** A row: a trace, and who waits after it. */
const after = (
  text: string,
  due: ReturnType<typeof Solution.whoWaits>,
  lookAt?: string,
  first?: Record<Side, number>,
): [[Solution.Segment[]], typeof due, string?] => [
  [trace(text, first)],
  due,
  lookAt,
];

part("who waits");

whoWaits("finds the side that ended first", () => [
  after(
    "c:FIN,ACK s:ACK s:FIN,ACK c:ACK",
    "client",
    "which of the two FINs acknowledges the other one",
  ),
  after("s:FIN,ACK c:ACK c:FIN,ACK s:ACK", "server"),
  after(
    "c:FIN s:FIN,ACK c:ACK",
    "client",
    "a segment without the flag ACK has no ack: what is compared then",
  ),
]);

whoWaits("knows the close of three segments", () => [
  after(
    "c:FIN,ACK s:FIN,ACK c:ACK",
    "client",
    "ACK and FIN can come in one segment: whose FIN was there before",
  ),
  after("s:FIN,ACK c:FIN,ACK s:ACK", "server"),
]);

whoWaits("waits through a half-close", () => [
  after(
    "c:FIN,ACK s:ACK s:PSH,ACK+800 c:ACK s:PSH,ACK+70 c:ACK s:FIN,ACK c:ACK",
    "client",
    "what may happen between the two FINs",
  ),
  after(
    "s:FIN,ACK c:ACK c:PSH,ACK+12 s:ACK c:FIN,PSH,ACK+3 s:ACK",
    "server",
    "which flags can come with FIN in one segment",
  ),
]);

whoWaits("finds both when their FINs cross", () => [
  after(
    "c:FIN,ACK~ s:FIN,ACK~ | c:ACK s:ACK",
    "both",
    "what if neither FIN acknowledges the other",
  ),
  after("s:FIN,ACK~ c:FIN,ACK~ | s:ACK c:ACK", "both"),
  after("s:FIN,ACK~ c:FIN,ACK~ | c:ACK s:ACK", "both"),
  after("c:FIN,PSH,ACK+4~ s:FIN,PSH,ACK+6~ | c:ACK s:ACK", "both"),
  after("c:FIN~ s:FIN~ | c:ACK s:ACK", "both"),
]);

whoWaits("finds nobody when not both sides sent a FIN", () => [
  after("c:FIN,ACK s:ACK", "none", "which sides sent a FIN"),
  after("s:FIN,ACK c:ACK", "none"),
  after("s:FIN,ACK c:ACK s:FIN,ACK!", "none"),
  after("", "none"),
]);

whoWaits("finds nobody after a reset", () => [
  after("c:RST,ACK", "none", "what does RST leave of a connection"),
  after("c:FIN,ACK s:ACK s:PSH,ACK+4 c:RST", "none"),
  after("s:FIN,ACK c:FIN,ACK s:RST", "none"),
  after("c:FIN,ACK s:FIN,ACK c:ACK s:RST,ACK", "none"),
  after("c:FIN,ACK c:RST~ s:FIN,ACK~ |", "none", "a FIN can cross a RST"),
]);

whoWaits("counts the payload of a FIN", () => [
  after(
    "c:FIN,PSH,ACK+5 s:FIN,ACK c:ACK",
    "client",
    "which number acknowledges a FIN that carries payload",
  ),
  after("s:FIN,ACK+1460 c:ACK c:FIN,ACK s:ACK", "server"),
  after("c:FIN,ACK+2 s:ACK s:FIN,ACK+300 c:ACK", "client"),
]);

whoWaits("takes a FIN that is sent again for one", () => [
  after(
    "c:FIN,ACK~ s:PSH,ACK+4 | c:FIN,ACK! s:ACK s:FIN,ACK c:ACK",
    "client",
    "which FIN of a side is looked at: the first one, or the last",
  ),
  after(
    "s:FIN,ACK~ s:FIN,ACK!~ | c:FIN,ACK~ s:FIN,ACK! | s:ACK",
    "server",
  ),
  after("c:FIN,ACK s:FIN,ACK~ s:FIN,ACK! c:ACK |", "client"),
  after("c:FIN,ACK~ s:FIN,ACK~ | c:FIN,ACK! s:FIN,ACK! c:ACK s:ACK", "both"),
  after("s:FIN,ACK c:FIN,ACK s:FIN,ACK! s:ACK c:FIN,ACK! s:ACK", "server"),
]);

whoWaits("counts mod 2^32", () => {
  const lookAt = "which number follows 4294967295";
  const top = 2 ** 32 - 1;
  // 1 and 5 of the client, 1 and 9 of the server come before its FIN.
  const ends = { client: top - 6, server: top - 10 };
  return [
    after("c:FIN,ACK s:FIN,ACK c:ACK", "client", lookAt, ends),
    after("s:FIN,ACK c:FIN,ACK s:ACK", "server", lookAt, {
      client: 2 ** 31 + 70_001,
      server: top - 40_000,
    }),
    after("c:FIN,ACK s:FIN,ACK c:ACK", "client", lookAt, {
      client: top - 5,
      server: 77,
    }),
    after("s:FIN,ACK c:ACK c:FIN,ACK s:ACK", "server", lookAt, {
      client: 5,
      server: top - 9,
    }),
    after("s:FIN,ACK+20 c:FIN,ACK s:ACK", "server", lookAt, {
      client: top - 3,
      server: top - 25,
    }),
    after("c:FIN,ACK~ s:FIN,ACK~ | c:ACK s:ACK", "both", lookAt, {
      client: top - 6,
      server: top - 9,
    }),
  ];
});

/** Asked of Linux 6.18 by tools/interop/bind_table.c: state, existing address, wanted address, answers. */
const MEASURED = `
LISTEN       127.0.0.1  127.0.0.1  XXXXX.X.XXXXX.X.
LISTEN       127.0.0.1  127.0.0.2  ................
LISTEN       0.0.0.0    127.0.0.1  XXXXX.X.XXXXX.X.
LISTEN       127.0.0.1  0.0.0.0    XXXXX.X.XXXXX.X.
LISTEN       0.0.0.0    0.0.0.0    XXXXX.X.XXXXX.X.
ESTABLISHED  127.0.0.1  127.0.0.1  XXXXX.X.XX..X...
ESTABLISHED  127.0.0.1  127.0.0.2  ................
ESTABLISHED  0.0.0.0    127.0.0.1  XXXXX.X.XX..X...
ESTABLISHED  127.0.0.1  0.0.0.0    XXXXX.X.XX..X...
ESTABLISHED  0.0.0.0    0.0.0.0    XXXXX.X.XX..X...
FIN_WAIT_2   127.0.0.1  127.0.0.1  XXXXX.X.XX..X...
FIN_WAIT_2   127.0.0.1  127.0.0.2  ................
FIN_WAIT_2   0.0.0.0    127.0.0.1  XXXXX.X.XX..X...
FIN_WAIT_2   127.0.0.1  0.0.0.0    XXXXX.X.XX..X...
FIN_WAIT_2   0.0.0.0    0.0.0.0    XXXXX.X.XX..X...
CLOSE_WAIT   127.0.0.1  127.0.0.1  XXXXX.X.XX..X...
CLOSE_WAIT   127.0.0.1  127.0.0.2  ................
CLOSE_WAIT   0.0.0.0    127.0.0.1  XXXXX.X.XX..X...
CLOSE_WAIT   127.0.0.1  0.0.0.0    XXXXX.X.XX..X...
CLOSE_WAIT   0.0.0.0    0.0.0.0    XXXXX.X.XX..X...
TIME_WAIT    127.0.0.1  127.0.0.1  XXXXX.X.XX..X...
TIME_WAIT    127.0.0.1  127.0.0.2  ................
TIME_WAIT    0.0.0.0    127.0.0.1  XXXXX.X.XX..X...
TIME_WAIT    127.0.0.1  0.0.0.0    XXXXX.X.XX..X...
TIME_WAIT    0.0.0.0    0.0.0.0    XXXXX.X.XX..X...
`;

type Bound = ReturnType<typeof Solution.bindOutcome>;
type Existing = Solution.BindScenario["existing"][number];

/** What was measured: `X` is EADDRINUSE. The place of an answer is the options, in binary. */
const measured = MEASURED.trim().split("\n").flatMap((line, at) => {
  const [state, old, host, answers] = line.split(/ +/);
  return [...answers].map((answer, options) => {
    const port = 2_000 + 97 * at;
    const existing: Existing = {
      hostname: old,
      port,
      reuseAddr: (options & 8) !== 0,
      reusePort: (options & 4) !== 0,
      state: state as TcpState,
    };
    const wanted: Solution.BoundSocket = {
      hostname: host,
      port,
      reuseAddr: (options & 2) !== 0,
      reusePort: (options & 1) !== 0,
    };
    const due: Bound = answer === "X" ? "EADDRINUSE" : "ok";
    return { existing, wanted, due };
  });
});

/** A scenario of these sockets. */
const scenario = (
  wanted: Solution.BoundSocket,
  ...existing: Existing[]
): [Solution.BindScenario] => [{ wanted, existing }];

const bindOutcome = values("bindOutcome");

/** Every row that was measured and is of one kind. */
const rowsOf = (
  lookAt: string | ((row: typeof measured[number]) => string),
  isOne: (row: typeof measured[number]) => boolean,
): Row<[Solution.BindScenario], Bound>[] =>
  measured.filter(isOne).map((row) => [
    scenario(row.wanted, row.existing),
    row.due,
    typeof lookAt === "string" ? lookAt : lookAt(row),
  ]);

const isSame = ({ existing, wanted }: typeof measured[number]) =>
  existing.hostname === wanted.hostname;
const sharesPort = ({ existing, wanted }: typeof measured[number]) =>
  existing.reusePort && wanted.reusePort;

part("may it bind");

bindOutcome(
  "refuses a second listener",
  rowsOf(
    "which option lets two sockets listen on one address and port",
    (row) => isSame(row) && row.existing.state === "LISTEN" && !sharesPort(row),
  ),
);

bindOutcome(
  "lets a server start again when both sockets have SO_REUSEADDR",
  rowsOf(
    ({ existing, wanted }) =>
      existing.reuseAddr && wanted.reuseAddr
        ? "in which states of the old socket does SO_REUSEADDR count"
        : "who must have set SO_REUSEADDR: the old socket, the new one, or both",
    (row) => isSame(row) && row.existing.state !== "LISTEN" && !sharesPort(row),
  ),
);

bindOutcome(
  "lets two sockets share a port when both have SO_REUSEPORT",
  rowsOf(
    "who must have set SO_REUSEPORT, and in which states does it count",
    (row) => isSame(row) && sharesPort(row),
  ),
);

bindOutcome(
  "agrees with Linux on other addresses",
  rowsOf(
    "which two addresses overlap: equal ones, and which other one",
    (row) => !isSame(row),
  ),
);

const plainSocket = (port: number, hostname = "127.0.0.1") => ({
  hostname,
  port,
  reuseAddr: false,
  reusePort: false,
});

bindOutcome("looks at the port", () => {
  const port = 8_080;
  const listens = { state: "LISTEN" as const };
  return [
    [
      scenario(plainSocket(80), { ...plainSocket(80), ...listens }),
      "EADDRINUSE",
      "which ports are looked at",
    ],
    [
      scenario(plainSocket(port)),
      "ok",
      "what is in the way when nothing is there",
    ],
    [
      scenario(plainSocket(port), { ...plainSocket(port + 1), ...listens }),
      "ok",
      "whose port is it",
    ],
    [
      scenario(plainSocket(port, "0.0.0.0"), {
        ...plainSocket(port + 256),
        ...listens,
      }),
      "ok",
    ],
    [
      scenario(plainSocket(port), { ...plainSocket(port), ...listens }),
      "EADDRINUSE",
    ],
  ];
});

bindOutcome("asks every existing socket", () => {
  const port = 8_080;
  const wanted = { ...plainSocket(port), reuseAddr: true };
  const waits: Existing = { ...wanted, state: "TIME_WAIT" };
  const listens: Existing = { ...wanted, state: "LISTEN" };
  const other: Existing = { ...listens, port: port - 1 };
  const lookAt =
    "one socket is enough to be in the way: which of them is asked";
  return [
    [scenario(wanted, waits, waits, waits), "ok", lookAt],
    [scenario(wanted, waits, listens), "EADDRINUSE"],
    [scenario(wanted, listens, waits), "EADDRINUSE"],
    [scenario(wanted, other, waits, other), "ok"],
    [scenario(wanted, other, listens, other), "EADDRINUSE"],
    [
      scenario(wanted, ...Array<Existing>(20).fill(waits), listens),
      "EADDRINUSE",
    ],
    [
      scenario(
        wanted,
        waits,
        { ...waits, reuseAddr: false },
        { ...waits, state: "ESTABLISHED" },
      ),
      "EADDRINUSE",
    ],
  ];
});

part("answer");

/** An hour and a half and more: longer than a script waits. */
const LONG = 7_200_000;

const polite = (closeWithinMs: number) =>
  calls(
    `politeHandler(conn, { closeWithinMs: ${closeWithinMs} })`,
    ({ peer }) => submission.politeHandler(peer, { closeWithinMs }),
    { hands: ["peer"], closes: true },
  );
const politely = polite(LONG);

politely("answers each chunk, exit too")`
  peer → {a} ← OK!!!           ? what is written for each chunk that read() gives
  peer → {b:40} ← OK!!!
  peer → exit ← OK!!!          ? is exit answered like any other chunk
  peer → FIN
  resolves closed              ? what ends the handler when the client has ended, and what frees the descriptor
`;

politely("closes when the client ends without exit")`
  peer → {a} ← OK!!!           ? what is written for each chunk that read() gives
  peer → FIN
  peer ← FIN                   ? which value of read() means end of stream
  resolves closed
`;

politely("closes when the client says nothing at all")`
  peer → FIN ← FIN             ? what if the first read() gives null
  resolves closed
`;

politely.with({
  lookAt: "when does the time of closeWithinMs begin",
})("waits without limit before exit")`
  time passes                  ? when does the time of closeWithinMs begin
  pending
  peer → {a} ← OK!!!
  time passes
  peer → {b} ← OK!!!
  peer → FIN ← FIN
`;

politely("takes only exit for exit")`
  peer → exits ← OK!!!         ? which chunk is exit: what it is, or what it holds
  peer → "exit\\n" ← OK!!!
  peer → " exit" ← OK!!!
  peer → EXIT ← OK!!!
  peer → {a} ← OK!!!           ? what is compared with exit: the bytes of this chunk
  peer → FIN ← FIN
`;

politely("looks at the bytes of this chunk only")`
  peer → 1xit ← OK!!!          ? what is written for each chunk that read() gives
  peer → e ← OK!!!
  peer → {a} ← OK!!!           ? which bytes of the buffer came with the last read
  peer → FIN ← FIN
`;

part("let the client close first", "politeHandler");

politely("lets the client close first")`
  peer → {a} ← OK!!!           ? what is written for each chunk that read() gives
  peer → exit ← OK!!!
  a moment passes
  peer ← nothing               ? who sends the first FIN here: which call of yours does
  pending
  time passes
  peer → FIN ← FIN
  resolves closed              ? what ends the handler when the client has ended, and what frees the descriptor
`;

politely("answers nothing after exit, and reads on")`
  peer → exit ← OK!!!          ? is exit answered like any other chunk
  peer → {a}
  a moment passes
  peer ← nothing               ? is exit recognized, and what is written for a chunk after it
  peer → exit
  a moment passes
  peer ← nothing
  pending                      ? which value of read() ends it after exit
  time passes
  peer → FIN ← FIN
  resolves closed
`;

politely("closes at once when exit and the end come together")`
  peer → exit → FIN
  peer ← OK!!! ← FIN           ? how long do you wait for a client that has ended
  resolves closed
`;

/** A call in a check in code that knows the clock. */
async function called(closeWithinMs: number): Promise<{
  did: string;
  conn: Deno.TcpConn;
  peer: Peer;
  work: Promise<void>;
}> {
  const { conn, peer } = await pair();
  const did = `politeHandler(conn, { closeWithinMs: ${closeWithinMs} })`;
  const work = submission.politeHandler(conn, { closeWithinMs });
  work.catch(() => {});
  return { did, conn, peer, work };
}

/** The client says exit, and is answered: from here the time runs. */
async function exits(peer: Peer): Promise<void> {
  await peer.send("exit");
  await peer.expect("OK!!!", { lookAt: "is exit answered" });
}

/** Expects that the call has resolved, and left its connection closed. */
async function endsClosed(
  { did, conn, work }: Awaited<ReturnType<typeof called>>,
  lookAt: string,
): Promise<void> {
  try {
    await settles(work, did, undefined, lookAt);
  } catch (error) {
    if (error instanceof Wrong) throw error;
    throw new Wrong({
      cause: "threw",
      did,
      what: `the promise rejected with ${(error as Error)?.name}`,
      expected: "it resolves: a deadline is no failure",
      lookAt: "which error does a read get when its connection is closed",
    });
  }
  expect(!isOpenConn(conn), {
    cause: "leak",
    did,
    what: "still open: conn",
    expected: "conn is closed when the promise resolves",
    lookAt: "what frees the descriptor after the deadline",
  });
}

/** Deadlines of a check. On a clock that is real nobody waits for long. */
const deadlines = (): number[] => isVirtual() ? [30, 700, 4_000] : [60, 150];

/** How much later a deadline may be met. A virtual clock is exact. */
const slack = (): number => isVirtual() ? 10 : 400;

check("closes closeWithinMs after the answer to exit", {
  virtual: true,
}, async () => {
  for (const closeWithinMs of deadlines()) {
    const one = await called(closeWithinMs);
    await exits(one.peer);
    await delay(closeWithinMs - 20);
    expect(await isPending(one.work) && isOpenConn(one.conn), {
      cause: "too-early",
      did: one.did,
      what: `it was over before ${closeWithinMs} ms had passed`,
      expected: `the client has ${closeWithinMs} ms`,
      lookAt: "where does the number of milliseconds come from",
    });
    await delay(20 + slack());
    expect(!await isPending(one.work), {
      cause: "never-ended",
      did: one.did,
      what: `it was still pending ${
        closeWithinMs + slack()
      } ms after the answer`,
      expected: `conn is closed after ${closeWithinMs} ms`,
      lookAt: "what wakes a read() to which nothing comes",
    });
    await endsClosed(one, "what ends the waiting when the client says nothing");
  }
});

check("counts the time from the answer, not from the call", {
  virtual: true,
}, async () => {
  const one = await called(200);
  const lookAt = "when is the timer set";
  for (let i = 0; i < 3; i++) {
    await delay(120);
    await one.peer.send(random.word());
    await one.peer.expect("OK!!!", { lookAt });
  }
  await exits(one.peer);
  await delay(150);
  expect(await isPending(one.work) && isOpenConn(one.conn), {
    cause: "too-early",
    did: one.did,
    what: "it was over 150 ms after the answer to exit",
    expected: "the client has 200 ms from that answer",
    lookAt,
  });
  await delay(50 + slack());
  await endsClosed(one, lookAt);
});

check("counts the time once, whatever arrives meanwhile", {
  virtual: true,
}, async () => {
  for (const word of ["x", "exit"]) {
    const closeWithinMs = 200;
    const one = await called(closeWithinMs);
    await exits(one.peer);
    const began = performance.now();
    while (performance.now() - began < closeWithinMs + slack()) {
      if (!isOpenConn(one.conn)) break;
      await one.peer.send(word).catch(() => {});
      await delay(20);
    }
    expect(!await isPending(one.work), {
      cause: "never-ended",
      did: `${one.did}, a client that sends ${show(word)} every 20 ms`,
      what: `it was still pending ${
        closeWithinMs + slack()
      } ms after the answer`,
      expected: `conn is closed ${closeWithinMs} ms after the answer, once`,
      lookAt: "when is the timer set: once, or after each read",
    });
    await endsClosed(one, "what happens to a read() when its time is over");
  }
});

check("leaves no timer", {
  virtual: true,
  lookAt: "what becomes of the timer when the client has closed in time",
}, async () => {
  const live = watchTimers();
  const one = await called(300);
  await exits(one.peer);
  await one.peer.halfClose();
  await endsClosed(one, "which value of read() means end of stream");
  await settle();
  expect(live() === 0, {
    cause: "leak",
    did: one.did,
    what: `timers that still run when it has resolved: ${live()}`,
    expected: "no timer is left",
  });
  note("300 ms later");
  await delay(400);
  await settle();
});

part("wait for the port", "relisten");

const HERE = "127.0.0.1";

/** Calls `relisten`; a listener that comes is closed after the check. */
function relists(
  port: number,
  withinMs: number,
): { did: string; work: Promise<Deno.TcpListener> } {
  const did = `relisten(${port}, { withinMs: ${withinMs} })`;
  note(`${did} is called`);
  const work = submission.relisten(port, { withinMs });
  work.then((listener) =>
    afterCheck(() => {
      try {
        listener.close();
      } catch { /* The check has closed it. */ }
    }), () => {});
  return { did, work };
}

/** What `relisten` gave, which must be a listener that works; it is closed. */
async function listensOn(
  { did, work }: ReturnType<typeof relists>,
  port: number,
): Promise<void> {
  let listener: Deno.TcpListener;
  try {
    const lookAt = "what is done before the first try, and after a failed one";
    listener = await settles(work, did, undefined, lookAt);
  } catch (error) {
    if (error instanceof Wrong) throw error;
    throw new Wrong({
      cause: "threw",
      did,
      what: `the promise rejected with ${(error as Error)?.name}`,
      expected: `a listener on ${HERE}:${port}, which is free now`,
      // No grader lets a submission listen on all addresses.
      lookAt: (error as Error)?.name === "NotCapable"
        ? "which address is it that Deno.listen() gets"
        : "what is done after a try that failed",
    });
  }
  const addr = (listener as Deno.TcpListener | undefined)?.addr;
  equal(addr && `${addr.hostname}:${addr.port}`, `${HERE}:${port}`, {
    did: `${did}, where does it listen`,
    lookAt: "which listener is returned, and on which address does it listen",
  });
  const lookAt = "is the listener that is returned still open";
  const accepting = listener.accept().catch((error: Error) => {
    throw new Wrong({
      cause: "not-listening",
      did: `${did}, then listener.accept()`,
      what: `accept() rejected with ${error.name}`,
      expected: "a listener that is open",
      lookAt,
    });
  });
  const [server, client] = await settles(
    Promise.all([accepting, real.connect({ hostname: HERE, port })]),
    `${did}, then listener.accept()`,
    undefined,
    lookAt,
  );
  client.close();
  server.close();
  listener.close();
}

/** A listener on a port of the kernel's choice: the old one. */
const holdPort = () => real.listen({ hostname: HERE, port: 0 });

check("listens at once on a free port", async () => {
  const { port, server } = await onFreePort((port) => ({
    port,
    listener: relists(port, 0),
  }));
  await listensOn(server.listener, port);
});

check("listens when the old listener has gone", {
  virtual: true,
}, async () => {
  for (const ms of [20, 230, 1_500]) {
    const old = holdPort();
    const { port } = old.addr;
    const one = relists(port, 60_000);
    await delay(ms);
    expect(await isPending(one.work), {
      cause: "too-early",
      did: one.did,
      what: `it settled while the old listener was open, after ${ms} ms`,
      expected: "it tries until the port is free, or withinMs have passed",
      lookAt: "what is done after a try that failed",
    });
    old.close();
    note("the old listener is closed");
    await delay(100 + slack());
    expect(!await isPending(one.work), {
      cause: "too-slow",
      did: one.did,
      what: "it was pending 100 ms after the port had become free",
      expected: "a try at least every 100 ms",
      lookAt: "how long is the pause between two tries",
    });
    await listensOn(one, port);
  }
});

check("throws AddrInUse when the old listener stays", {
  virtual: true,
}, async () => {
  for (const withinMs of [0, 90, 1_230]) {
    const old = holdPort();
    const one = relists(old.addr.port, withinMs);
    const began = performance.now();
    const lookAt = "what ends the tries, and which error does the caller see";
    let after = -1;
    one.work.then(() => {}, () => {
      after = performance.now() - began;
    });
    await delay(withinMs + 100 + slack());
    expect(!await isPending(one.work), {
      cause: "too-slow",
      did: one.did,
      what: `it was still pending ${
        withinMs + 100 + slack()
      } ms after the call`,
      expected: `AddrInUse once ${withinMs} ms have passed`,
      lookAt: "when is the last try",
    });
    const error = await throws(() => one.work, { did: one.did, lookAt });
    expect(isInstance(error, Deno.errors.AddrInUse), {
      cause: "wrong-value",
      did: one.did,
      expected: "AddrInUse, as Deno throws it",
      came: show(error),
      lookAt: "which error does Deno.listen() throw when the port is taken",
    });
    expect(after >= withinMs - 1, {
      cause: "too-early",
      did: one.did,
      what: `it threw after ${Math.round(after)} ms`,
      expected: `it tries for ${withinMs} ms`,
      lookAt: "what ends the tries: the time, or their number",
    });
    old.close();
  }
});

/** When the submission tried to listen, in this check, and what its tries meet. */
function watchTries(meet: (nth: number) => Error | undefined): {
  readonly times: number[];
  readonly options: Deno.TcpListenOptions[];
} {
  const began = performance.now();
  const times: number[] = [];
  const options: Deno.TcpListenOptions[] = [];
  standInForListen((given) => {
    times.push(performance.now() - began);
    options.push(given);
    const error = meet(times.length);
    if (error) throw error;
    return real.listen(given);
  });
  return { times, options };
}

const taken = () =>
  Object.assign(
    new Deno.errors.AddrInUse("Address already in use (os error 98)"),
    { code: "EADDRINUSE" },
  );

check("tries at once, and then at least every 100 ms", {
  virtual: true,
}, async () => {
  const { times } = watchTries(taken);
  const one = relists(4711, 900);
  await settle();
  const lookAt = "when is the first try, and how long is the pause between two";
  await delay(1_100);
  await throws(() => one.work, { did: one.did, lookAt });
  const all = times.map((ms) => Math.round(ms));
  const gaps = times.map((ms, i) => ms - (times[i - 1] ?? 0));
  expect(gaps.length > 0 && gaps.every((gap) => gap <= 100 + slack()), {
    cause: "too-slow",
    did: one.did,
    what: `tries after ${all.slice(0, 12).join(", ")} ms`,
    expected: "a try at 0 ms, and then at least every 100 ms",
    lookAt,
  });
  expect(gaps[0] <= slack() && times.length >= 9, {
    cause: "too-slow",
    did: one.did,
    what: `tries after ${all.slice(0, 12).join(", ")} ms`,
    expected: "a try at 0 ms, and then until 900 ms",
    lookAt: gaps[0] <= slack()
      ? "what is done when Deno.listen() throws AddrInUse"
      : lookAt,
  });
});

check("tries once when withinMs is 0", {
  virtual: true,
}, async () => {
  const { times } = watchTries(taken);
  const one = relists(4711, 0);
  await delay(200);
  await throws(() => one.work, { did: one.did });
  equal(times.length, 1, {
    did: `${one.did}, number of tries`,
    lookAt:
      "when is the time compared with withinMs: before a try, or after it",
  });
});

check("lets other work go on", async () => {
  const old = holdPort();
  const { port } = old.addr;
  const one = relists(port, 30_000);
  // The old server still serves.
  const work = async () => {
    const client = await real.connect({ hostname: HERE, port });
    const server = await old.accept();
    await client.write(new Uint8Array(3));
    equal(await server.read(new Uint8Array(9)), 3, { did: one.did });
    client.close();
    server.close();
  };
  await settles(work(), one.did, undefined, "what does the pause block");
  old.close();
  await listensOn(one, port);
});

part("beyond");

politely("closes when the client resets before exit")`
  peer → {a} ← OK!!!
  a moment passes
  peer → RST
  settles                      ? which path leaves without close()
  open = 0
`;

politely("closes when the client resets after exit")`
  peer → exit ← OK!!!
  a moment passes
  peer → RST
  settles                      ? which path leaves without close()
  open = 0
`;

check("answers whole when the kernel takes a part at a time", {
  needs: ["politeHandler"],
  lookAt: "what does write() return",
}, async () => {
  let queue: Meter | undefined;
  const one = await calls(
    "politeHandler(conn, { closeWithinMs: 60000 })",
    ({ peer }) => {
      queue = meter(peer, { room: 2 });
      note("the send queue has room for 2 bytes");
      return submission.politeHandler(peer, { closeWithinMs: 60_000 });
    },
    { hands: ["peer"], closes: true },
  ).begin({});
  const peer = await one.peer("peer");
  for (const chunk of [random.word(), "exit"]) {
    await peer.send(chunk);
    for (let room = 0; room < 5; room++) {
      await settle();
      queue!.allow(1);
    }
    await one.during(peer.expect("OK!!!"));
  }
  await one.play`
    peer → FIN ← FIN
    resolves closed`;
});

calls(
  "politeHandler(conn 1, { closeWithinMs: 7200000 }), politeHandler(conn 2, …)",
  (given) =>
    Promise.all([
      submission.politeHandler(given["peer 1"], { closeWithinMs: LONG }),
      submission.politeHandler(given["peer 2"], { closeWithinMs: LONG }),
    ]),
  { hands: ["peer 1", "peer 2"] },
)("serves two clients at once")`
  peer 1 → exit ← OK!!!
  peer 2 → {a} ← OK!!!         ? which variable do both calls share
  peer 1 → {b} ← nothing
  peer 2 → exit ← OK!!!
  peer 1 → FIN ← FIN
  peer 2 → {c} ← nothing
  peer 2 → FIN ← FIN
  open = 0
`;

check("counts the time from the moment when the whole answer is taken", {
  needs: ["politeHandler"],
  virtual: true,
  lookAt: "what is awaited before the timer is set",
}, async () => {
  const { conn, peer } = await pair();
  const queue = meter(conn, { room: 2 });
  note("the send queue has room for 2 bytes");
  const did = "politeHandler(conn, { closeWithinMs: 200 })";
  const work = submission.politeHandler(conn, { closeWithinMs: 200 });
  work.catch(() => {});
  await peer.send("exit");
  await delay(300);
  expect(isOpenConn(conn) && await isPending(work), {
    cause: "too-early",
    did,
    what: "it was over before its answer was taken whole",
    expected: "the client has 200 ms from the answer",
  });
  note("the client reads: room for 3 bytes more");
  queue.allow(3);
  await peer.expect("OK!!!");
  await delay(150);
  await peer.halfClose();
  await endsClosed({ did, conn, peer, work }, "when is the timer set");
});

check("takes no chunk of one client for that of another", {
  needs: ["politeHandler"],
  lookAt: "which variable do two calls share",
}, async () => {
  for (let round = 0; round < 5; round++) {
    const [a, b] = await Promise.all([called(60_000), called(60_000)]);
    await settle();
    await Promise.all([a.peer.send("exit"), b.peer.send(random.word(4))]);
    for (const { peer } of [a, b]) await peer.expect("OK!!!");
    await b.peer.send(random.word());
    await b.peer.expect("OK!!!");
    await a.peer.send(random.word());
    await settle();
    await a.peer.halfClose();
    await b.peer.halfClose();
    const { bytes } = await a.peer.drain();
    equal(bytes.length, 0, { did: `${a.did}, bytes after the answer to exit` });
    for (const one of [a, b]) await endsClosed(one, "what ends the loop");
  }
});

check("ends at the deadline though the client never pauses", {
  needs: ["politeHandler"],
  lookAt: "does a timer ring while each read finds something",
}, async () => {
  const one = await called(80);
  await exits(one.peer);
  const chunk = new Uint8Array(1 << 16);
  let isOver = false;
  const flood = (async () => {
    while (!isOver && isOpenConn(one.conn)) {
      await one.peer.send(chunk);
      await delay(1);
    }
  })().catch(() => {});
  try {
    await eventually(() => !isOpenConn(one.conn), LIMITS.transferMs, {
      cause: "never-ended",
      did: `${one.did}, a client that never stops sending`,
      what: "conn was still open",
      expected: "conn is closed 80 ms after the answer",
    });
    await endsClosed(one, "what happens to a read() when its time is over");
  } finally {
    isOver = true;
    one.peer.close();
    await flood;
  }
});

check("throws any other failure at once", {
  needs: ["relisten"],
  virtual: true,
}, async () => {
  for (const nth of [1, 3]) {
    const failure = Object.assign(
      new Deno.errors.PermissionDenied("Permission denied (os error 13)"),
      { code: "EACCES" },
    );
    note(`try ${nth} of Deno.listen() throws PermissionDenied`);
    const { times } = watchTries((at) => at >= nth ? failure : taken());
    const one = relists(80, 5_000);
    const lookAt = "which error means try again, and what about the others";
    await delay(nth * (100 + slack()));
    expect(!await isPending(one.work), {
      cause: "too-slow",
      did: one.did,
      what: "it goes on trying",
      expected: "the failure is thrown at once",
      lookAt,
    });
    const error = await throws(() => one.work, { did: one.did, lookAt });
    expect(error === failure, {
      cause: "wrong-value",
      did: one.did,
      expected: "the error that Deno.listen() threw: PermissionDenied",
      came: show(error),
      lookAt,
    });
    equal(times.length, nth, { did: `${one.did}, number of tries`, lookAt });
  }
});

check("makes no connection, and does not try again after it has a listener", {
  needs: ["relisten"],
  virtual: true,
}, async () => {
  const old = holdPort();
  const { port } = old.addr;
  let connects = 0;
  standInForConnect((to) => {
    connects++;
    return real.connect(to);
  });
  const { times, options } = watchTries(() => undefined);
  const one = relists(port, 5_000);
  await delay(150);
  old.close();
  await delay(100 + slack());
  const tries = times.length;
  await passTime();
  equal(connects, 0, {
    did: `${one.did}, number of connects`,
    lookAt: "which call tells that a port is taken, and needs no connection",
  });
  equal(times.length, tries, {
    did: `${one.did}, tries of Deno.listen() until it had a listener`,
    lookAt: "what ends the tries",
  });
  equal([...new Set(options.map((each) => each.port))], [port], {
    did: `${one.did}, the ports that were tried`,
  });
  await listensOn(one, port);
});

check("takes no notice of the connections of the old server", {
  needs: ["relisten"],
}, async () => {
  const old = holdPort();
  const { port } = old.addr;
  const client = await real.connect({ hostname: HERE, port });
  const server = await old.accept();
  afterCheck(() => client.close());
  afterCheck(() => server.close());
  old.close();
  note("the old listener is closed; a connection that it accepted is open");
  await listensOn(relists(port, 0), port);
  expect(isOpenConn(server), { cause: "leak", did: "relisten()" });
});

check("waits for two ports at once", {
  needs: ["relisten"],
  virtual: true,
}, async () => {
  const [a, b] = [holdPort(), holdPort()];
  const first = relists(a.addr.port, 60_000);
  const second = relists(b.addr.port, 60_000);
  await delay(130);
  b.close();
  await delay(100 + slack());
  await listensOn(second, b.addr.port);
  expect(await isPending(first.work), {
    cause: "too-early",
    did: first.did,
    expected: "pending: its port is taken",
    lookAt: "what do two calls share",
  });
  a.close();
  await delay(100 + slack());
  await listensOn(first, a.addr.port);
});
