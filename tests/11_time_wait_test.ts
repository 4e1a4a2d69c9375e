import type * as Solution from "../solutions/11_time_wait.ts";
import type { TcpState } from "../workbook/tcp/mod.ts";
import {
  afterCheck,
  delay,
  each,
  equal,
  expect,
  isOpenConn,
  isVirtual,
  LIMITS,
  load,
  type Meter,
  meter,
  note,
  onFreePort,
  osError,
  pattern,
  random,
  real,
  settle,
  settles,
  standInForConnect,
  standInForListen,
} from "../workbook/grading/mod.ts";

const { submission, part, check, calls, values } = await load<typeof Solution>(
  "11_time_wait",
  () => import("../lessons/11_time_wait/exercise.ts"),
  () =>
    import("../lessons/11_time_wait/exercise.ts", { with: { type: "text" } }),
);

type Segment = Solution.Segment;
type Side = Segment["from"];

const FAR: Record<Side, Side> = { client: "server", server: "client" };
const wrap = (n: number) => (n + 2 ** 32) % 2 ** 32;

const OPENING = "c:SYN s:SYN,ACK c:ACK c:PSH,ACK+5 s:ACK s:PSH,ACK+9 c:ACK";

/**
 * A trace that begins with `OPENING`, written short: `c` or `s`, the flags, `+`
 * payload bytes. `~`: the segment is still on its way, until `/`. `!`: the
 * side's FIN again. `c=5`: the client's first number.
 */
function trace(text: string): Segment[] {
  const next: Record<Side, number> = {
    client: 184_050_117,
    server: 3_060_700_231,
  };
  const due: Record<Side, number> = { client: 0, server: 0 };
  const fins: { [side in Side]?: Segment } = {};
  const segments: Segment[] = [];
  const underway: Segment[] = [];
  const endOf = ({ flags, seq, length }: Segment) =>
    wrap(seq + length + (pattern(/SYN|FIN/).test(flags) ? 1 : 0));
  const arrive = (segment: Segment) => {
    const [far, end] = [FAR[segment.from], endOf(segment)];
    // What is sent again is older than what is expected.
    const isNew = pattern(/SYN/).test(segment.flags) ||
      wrap(end - due[far]) < 2 ** 31;
    if (isNew) due[far] = end;
  };
  const rest = text.replace(pattern(/([cs])=(\d+) /g), (_, side, first) => {
    next[side === "c" ? "client" : "server"] = Number(first);
    return "";
  });
  for (const word of `${OPENING} ${rest}`.trim().split(pattern(/ +/))) {
    if (word === "/") {
      underway.splice(0).forEach(arrive);
      continue;
    }
    const form = pattern(/^([cs]):([A-Z,]+)(?:\+(\d+))?([~!]*)$/);
    const [, side, flags, bytes = "0", mark] = word.match(form) ?? [];
    if (!side) throw new RangeError(`"${word}" is no segment; write c:FIN,ACK`);
    const from = side === "c" ? "client" : "server";
    const { seq, length } = mark.includes("!")
      ? fins[from]!
      : { seq: next[from], length: Number(bytes) };
    const ack = flags.includes("ACK") ? { ack: due[from] } : {};
    const segment = { from, flags, seq, ...ack, length } as const;
    if (!mark.includes("!")) next[from] = endOf(segment);
    if (flags.includes("FIN")) fins[from] ??= segment;
    segments.push(segment);
    if (mark.includes("~")) underway.push(segment);
    else arrive(segment);
  }
  return segments;
}

/** The end of a trace, from its first FIN or RST. */
function lastOf(segments: Segment[]): string {
  const at = segments.findIndex(({ flags }) => pattern(/FIN|RST/).test(flags));
  const shown = segments.slice(at < 0 ? -2 : at).map((each) =>
    `${each.from} ${each.flags} seq ${each.seq}` +
    (each.ack === undefined ? "" : ` ack ${each.ack}`) +
    (each.length ? ` length ${each.length}` : "")
  );
  return `… | ${shown.join(" | ")}`;
}

/** Rows: what follows the opening of a trace, and who waits at its end. */
const whoWaits = values("whoWaits", {
  did: (segments) => `whoWaits(trace), trace = ${lastOf(segments)}`,
  words: ["client", "server", "both", "none"],
  inputs: {
    "…": (text) => [[trace(text)]],
    "no further segment": () => [[trace("")]],
  },
});

part("who waits");

whoWaits("finds the side that ended first")`
  c:FIN,ACK s:ACK s:FIN,ACK c:ACK → client   ? which of the two FINs acknowledges the other one
  s:FIN,ACK c:ACK c:FIN,ACK s:ACK → server
  c:FIN s:FIN,ACK c:ACK           → client   ? a segment without the flag ACK has no ack: what is compared then
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
`;

// 1 and 5 of the client, 1 and 9 of the server come before its FIN.
whoWaits("counts mod 2^32")`
  c=4294967289 s=4294967285 c:FIN,ACK s:FIN,ACK c:ACK           → client   ? which number follows 4294967295
  c=2147553649 s=4294927295 s:FIN,ACK c:FIN,ACK s:ACK           → server
  c=4294967290 s=77 c:FIN,ACK s:FIN,ACK c:ACK                   → client
  c=5 s=4294967286 s:FIN,ACK c:ACK c:FIN,ACK s:ACK              → server
  c=4294967292 s=4294967270 s:FIN,ACK+20 c:FIN,ACK s:ACK        → server
  c=4294967289 s=4294967286 c:FIN,ACK~ s:FIN,ACK~ / c:ACK s:ACK → both
`;

/** A close of random numbers and lengths, and who waits at its end. */
function randomClose(): [Segment[], "both" | Side] {
  const first = () => random.integer(0, 2 ** 32 - 1);
  const [one, other] = random.integer(0, 1) ? ["c", "s"] : ["s", "c"];
  const data = () => random.integer(0, 1) ? `+${random.integer(1, 1_460)}` : "";
  const fins = [`${one}:FIN,ACK${data()}`, `${other}:FIN,ACK${data()}`];
  const before = random.integer(0, 1)
    ? `${other}:PSH,ACK+${random.integer(1, 9_000)} ${one}:ACK `
    : "";
  const begun = `c=${first()} s=${first()} ${before}`;
  if (random.integer(0, 2) === 0) {
    const crossing = `${fins.join("~ ")}~ / ${one}:ACK ${other}:ACK`;
    return [trace(begun + crossing), "both"];
  }
  const late = random.integer(0, 1) ? `${other}:ACK ` : "";
  const inTurn = `${begun}${fins[0]} ${late}${fins[1]} ${one}:ACK`;
  return [trace(inTurn), one === "c" ? "client" : "server"];
}

whoWaits("finds it in any close", () =>
  Array.from({ length: 60 }, () => {
    const [segments, due] = randomClose();
    return [
      [segments],
      due,
      "whose FIN acknowledges the other's, and whose does not",
    ] as const;
  }));

part("may it bind");

const HERE = "127.0.0.1";

type Taken = Solution.BindScenario["existing"][number];

/** A socket as a row writes it: `80`, `LISTEN 0.0.0.0:80`, `TIME_WAIT 80 reuseAddr reusePort`. */
function socketOf(text: string): Taken {
  const [, state, hostname = HERE, port, reuseAddr, reusePort] = text.match(
    pattern(
      /^(?:([A-Z_]+\d?) )?(?:([\d.]+):)?(\d+)( reuseAddr)?( reusePort)?$/,
    ),
  ) ?? [];
  if (!port) throw new RangeError(`"${text}" is no socket; write LISTEN 80`);
  return {
    hostname,
    port: Number(port),
    reuseAddr: reuseAddr !== undefined,
    reusePort: reusePort !== undefined,
    ...(state && { state: state as TcpState }),
  } as Taken;
}

const STATES = "LISTEN ESTABLISHED FIN_WAIT_2 CLOSE_WAIT TIME_WAIT".split(" ");
/** Addresses of the old and the new socket, as tools/interop/bind_table.c asks Linux. */
const ADDRESSES = [
  { of: "the same address", old: "127.0.0.1", new: "127.0.0.1" },
  { of: "127.0.0.1 and 127.0.0.2", old: "127.0.0.1", new: "127.0.0.2" },
  { of: "127.0.0.1 and 0.0.0.0", old: "0.0.0.0", new: "127.0.0.1" },
  { of: "127.0.0.1 and 0.0.0.0", old: "127.0.0.1", new: "0.0.0.0" },
  { of: "the same address", old: "0.0.0.0", new: "0.0.0.0" },
];
const OPTIONS = ["", " reusePort", " reuseAddr", " reuseAddr reusePort"];

/** What a line may say of the two sockets. Without it all states, and all options of both, are asked. */
const KINDS: Record<string, (old: Taken, wanted: Taken) => boolean> = {
  "LISTEN": ({ state }) => state === "LISTEN",
  "other states": ({ state }) => state !== "LISTEN",
  "both reuseAddr": (old, wanted) => old.reuseAddr && wanted.reuseAddr,
  "not both reuseAddr": (old, wanted) => !(old.reuseAddr && wanted.reuseAddr),
  "both reusePort": (old, wanted) => old.reusePort && wanted.reusePort,
  "not both reusePort": (old, wanted) => !(old.reusePort && wanted.reusePort),
};

/** Every scenario of one old socket that a line describes: `the same address, LISTEN, both reusePort`. */
function* everyPair(text: string): Generator<[Solution.BindScenario]> {
  const [addresses, ...kinds] = text.split(", ");
  const isKnown = ADDRESSES.some(({ of }) => of === addresses);
  const unknown = isKnown ? kinds.find((kind) => !KINDS[kind]) : addresses;
  if (unknown) throw new RangeError(`nothing is called "${unknown}"`);
  for (let at = 0; at < STATES.length * ADDRESSES.length * 16; at++) {
    const hosts = ADDRESSES[(at >> 4) % ADDRESSES.length];
    if (hosts.of !== addresses) continue;
    const state = STATES[Math.trunc((at >> 4) / ADDRESSES.length)];
    const port = 2_000 + 97 * (at >> 4);
    const old = socketOf(
      `${state} ${hosts.old}:${port}${OPTIONS[(at >> 2) & 3]}`,
    );
    const wanted = socketOf(`${hosts.new}:${port}${OPTIONS[at & 3]}`);
    const isMeant = kinds.every((kind) => KINDS[kind](old, wanted));
    if (isMeant) yield [{ wanted, existing: [old] }];
  }
}

/** What bindOutcome() may give. */
const OUTCOMES = ["ok", "EADDRINUSE"];

/** Rows: a new socket beside one old one. */
const binds = values("bindOutcome", {
  inputs: { "…": everyPair },
  words: OUTCOMES,
});

binds("refuses a second listener")`
  the same address, LISTEN, not both reusePort → EADDRINUSE   ? which option lets two sockets listen on one address and port
`;

binds("lets a server start again when both sockets have SO_REUSEADDR")`
  the same address, other states, not both reuseAddr, not both reusePort → EADDRINUSE   ? who must have set SO_REUSEADDR: the old socket, the new one, or both
  the same address, other states, both reuseAddr, not both reusePort     → ok           ? in which states of the old socket does SO_REUSEADDR count
`;

binds("lets two sockets share a port when both have SO_REUSEPORT")`
  the same address, both reusePort → ok   ? who must have set SO_REUSEPORT, and in which states does it count
`;

binds("agrees with Linux on other addresses")`
  127.0.0.1 and 127.0.0.2                                                     → ok           ? which two addresses overlap: equal ones, and which other one
  127.0.0.1 and 0.0.0.0, LISTEN, not both reusePort                           → EADDRINUSE
  127.0.0.1 and 0.0.0.0, other states, not both reuseAddr, not both reusePort → EADDRINUSE
  127.0.0.1 and 0.0.0.0, other states, both reuseAddr, not both reusePort     → ok
  127.0.0.1 and 0.0.0.0, both reusePort                                       → ok
`;

/** Rows: the wanted socket, then those that exist. */
const bindOutcome = values("bindOutcome", {
  words: OUTCOMES,
  inputs: {
    "0.0.0.0:8080, LISTEN at each port that differs in one bit": () => {
      const at = (bit: number) => socketOf(`LISTEN ${8080 ^ 1 << bit}`);
      const existing = Array.from({ length: 16 }, (_, bit) => at(bit));
      return [[{ wanted: socketOf("0.0.0.0:8080"), existing }]];
    },
    "…": (text) => {
      const [wanted, ...existing] = text.split(", ").map(socketOf);
      return [[{ wanted, existing }]];
    },
  },
});

bindOutcome("looks at the port")`
  80, LISTEN 80             → EADDRINUSE   ? which ports are looked at
  8080                      → ok           ? what is in the way when nothing is there
  8080, LISTEN 8081         → ok           ? whose port is it
  0.0.0.0:8080, LISTEN at each port that differs in one bit → ok
  8080, LISTEN 8080         → EADDRINUSE
`;

bindOutcome("asks every existing socket")`
  8080 reuseAddr, TIME_WAIT 8080 reuseAddr, TIME_WAIT 8080 reuseAddr                   → ok           ? one socket is enough to be in the way: which of them is asked
  8080 reuseAddr, TIME_WAIT 8080 reuseAddr, LISTEN 8080 reuseAddr                      → EADDRINUSE
  8080 reuseAddr, LISTEN 8080 reuseAddr, TIME_WAIT 8080 reuseAddr                      → EADDRINUSE
  8080 reuseAddr, LISTEN 8079 reuseAddr, TIME_WAIT 8080 reuseAddr, LISTEN 8079 reuseAddr   → ok
  8080 reuseAddr, LISTEN 8079 reuseAddr, LISTEN 8080 reuseAddr, LISTEN 8079 reuseAddr      → EADDRINUSE
  8080 reuseAddr, TIME_WAIT 8080 reuseAddr, TIME_WAIT 8080, ESTABLISHED 8080 reuseAddr → EADDRINUSE
  8080 reuseAddr, SYN_SENT 8080 reuseAddr, SYN_RCVD 8080 reuseAddr, FIN_WAIT_1 8080 reuseAddr, CLOSING 8080 reuseAddr, LAST_ACK 8080 reuseAddr → ok   ? which is the only state in which SO_REUSEADDR does not count
  8080, LISTEN 0.0.0.1:8080, LISTEN 0.0.0.10:8080, LISTEN 10.0.0.0:8080, LISTEN 127.0.0.0:8080, LISTEN 127.0.0.10:8080 → ok   ? which one address overlaps all others
`;

part("answer");

/** An hour and a half and more: longer than a script waits. */
const LONG = 7_200_000;

const ONE_PEER = {
  hands: ["peer"],
  closes: true,
  lookAtRejection: "which error does a read get when its connection is closed",
} as const;

const polite = (closeWithinMs: number) =>
  calls(
    `politeHandler(conn, { closeWithinMs: ${closeWithinMs} })`,
    ({ peer }) => submission.politeHandler(peer, { closeWithinMs }),
    ONE_PEER,
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
  peer → "exit\n" ← OK!!!
  peer → "exit\0" ← OK!!!
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
  peer → FIN
  resolves closed within 20 ms ? what ends the handler when the client has ended, and what frees the descriptor
  peer ← FIN
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

check("closes closeWithinMs after the answer to exit", {
  virtual: true,
}, async () => {
  for (const ms of [30, 700, 4_000]) {
    await polite(ms).play()`
      peer → exit ← OK!!!           ? is exit answered
      resolves closed after ${ms} ms   ? where does the number of milliseconds come from, and what wakes a read() to which nothing comes`;
  }
});

polite(200)("counts the time from the answer, not from the call")`
  120 ms pass                       ? when is the timer set
  peer → {a} ← OK!!!
  120 ms pass
  peer → {b} ← OK!!!
  120 ms pass
  peer → {c} ← OK!!! → exit ← OK!!!
  resolves closed after 200 ms
`;

polite(200)("counts the time once, whatever arrives meanwhile")`
  peer → exit ← OK!!!               ? is exit answered
  90 ms pass
  peer → ${each("x", "exit")}
  90 ms pass
  peer → ${each("x", "exit")}
  resolves closed within 20 ms      ? when is the timer set: once, or after each read
  timers = 0                        ? what still runs when the connection is closed
`;

polite(300)("leaves no timer")`
  peer → exit ← OK!!! → FIN         ? is exit answered
  resolves closed                   ? which value of read() means end of stream
  peer ← FIN
  timers = 0                        ? what happens to the timer when the client has closed in time
  400 ms pass
`;

part("wait for the port", "relisten");

/** How much later a try may come. A virtual clock is exact. */
const slack = (): number => isVirtual() ? 10 : 400;

/** Expects a listener on the port that works, and closes it. */
async function expectListening(
  listener: Deno.TcpListener | undefined,
  port: number,
  did: string,
): Promise<void> {
  const addr = listener?.addr;
  equal(addr && `${addr.hostname}:${addr.port}`, `${HERE}:${port}`, {
    did: `${did}, where does it listen`,
    lookAt: "which listener is returned, and on which address does it listen",
  });
  const lookAt = "is the listener that is returned still open";
  const client = await real.connect({ hostname: HERE, port }).catch(() => {});
  expect(client, {
    cause: "not-listening",
    did: `${did}, then a client connects`,
    what: "the client was refused",
    expected: "a listener that is open",
    lookAt,
  });
  const accepting = listener!.accept();
  (await settles(accepting, `${did}, then listener.accept()`)).close();
  client.close();
  listener!.close();
}

/**
 * A call of relisten on the port of an old listener.
 *
 * @param withinMs Its option.
 * @param fails The error that try number `nth` of Deno.listen() throws; what the kernel says, by default.
 */
function relists(withinMs: number, fails?: (nth: number) => Error) {
  const call = `relisten(port, { withinMs: ${withinMs} })` as const;
  let old: Deno.TcpListener;
  let served: Deno.TcpConn[] = [];
  let tries: number[];
  let [began, connects, triesUntilEnd, listeners] = [0, 0, 0, 0];
  const since = () => Math.round(performance.now() - began);
  return calls(call, () => {
    old = real.listen({ hostname: HERE, port: 0 });
    afterCheck(() => old.close());
    [began, connects, tries, listeners] = [performance.now(), 0, [], 0];
    standInForListen((options) => {
      tries.push(since());
      if (fails) throw fails(tries.length);
      const listener = real.listen(options);
      listeners++;
      return listener;
    });
    standInForConnect((to) => {
      connects++;
      return real.connect(to);
    });
    const work = submission.relisten(old.addr.port, { withinMs });
    work.then(() => triesUntilEnd = tries.length, () => {});
    return work;
  }, {
    lookAtRejection: "what is done after a try that failed",
    actions: () => ({
      "old.close()": () => old.close(),
      // It serves a client; their connection stays open.
      "old.serve()": async () => {
        const to = { hostname: HERE, port: old.addr.port };
        served = await Promise.all([real.connect(to), old.accept()]);
        afterCheck(() => served.forEach((end) => end.close()));
        await served[0].write(new Uint8Array(3));
        await settles(served[1].read(new Uint8Array(9)), call);
      },
    }),
    facts: (one) => ({
      // `listener = open`
      listener: async () =>
        await expectListening(await one.value(), old.addr.port, one.did),
      // `old connection = open`
      "old connection": () =>
        expect(served.every(isOpenConn), { cause: "leak", did: call }),
      connects: ([due]) =>
        equal(connects, Number(due), { did: `${call}, number of connects` }),
      tries: ([due]) =>
        equal(tries.length, Number(due), { did: `${call}, number of tries` }),
      "later tries": ([due]) =>
        equal(tries.length - triesUntilEnd, Number(due), {
          did: `${call}, tries after it had a listener`,
        }),
      // Who connects to one that is closed again is reset.
      "listeners made": ([due]) =>
        equal(listeners, Number(due), {
          did: `${call}, number of listeners that it made`,
        }),
      // `longest pause = 100 ms`: before the first try none, and then between two.
      "longest pause": ([due]) => {
        const ends = [...tries, since()];
        const pauses = ends.slice(1).map((ms, i) => ms - ends[i]);
        const most = parseInt(due);
        expect(
          tries[0] <= slack() && pauses.every((ms) => ms <= most + slack()),
          {
            cause: "too-slow",
            did: call,
            what: `tries after ${tries.slice(0, 12).join(", ")} ms`,
            expected: `a try at 0 ms, and then at least every ${most} ms`,
          },
        );
      },
    }),
  });
}

const addrInUse = () => osError("EADDRINUSE");

check("listens at once on a free port", {
  lookAt: "what is done before the first try, and after a failed one",
}, async () => {
  const did = "relisten(port, { withinMs: 0 })";
  const { port, server } = await onFreePort((port) => ({
    work: submission.relisten(port, { withinMs: 0 }),
  }));
  const listener = await settles(server.work, did);
  afterCheck(() => listener.close());
  await expectListening(listener, port, did);
});

relists(60_000)("listens when the old listener has gone")`
  1,530 ms pass
  pending                    ? what is done after a try that failed
  old.close()
  resolves within 100 ms     ? how long is the pause between two tries
  listener = open
`;

relists(90_000)("goes on at the same pace for as long as withinMs says")`
  88,030 ms pass
  pending                    ? what ends the tries: the time, or their number
  old.close()
  resolves within 100 ms     ? how long is the pause between two tries
  listener = open
`;

relists(1_230)("throws AddrInUse when the old listener stays")`
  throws AddrInUse after 1,230 to 1,330 ms   ? what ends the tries: the time, or their number; which error does the caller see
`;

relists(900, addrInUse)("tries at once, and then at least every 100 ms")`
  throws AddrInUse within 1,000 ms  ? what is done when Deno.listen() throws AddrInUse
  longest pause = 100 ms            ? when is the first try, and how long is the pause between two
`;

relists(0, addrInUse)("tries once when withinMs is 0")`
  throws AddrInUse within 100 ms    ? when is the last try
  200 ms pass
  tries = 1                         ? when is the time compared with withinMs: before a try, or after it
`;

relists(30_000)("lets other work go on")`
  old.serve()                       ? what does the pause block
  old.close()
  resolves                          ? what is done after a try that failed
  listener = open
`;

part("beyond");

politely("closes when the client resets before exit")`
  peer → {a} ← OK!!!
  a moment passes
  peer → RST
  settles                           ? which path leaves without close()
  open = 0
`;

politely("closes when the client resets after exit")`
  peer → exit ← OK!!!
  a moment passes
  peer → RST
  settles                           ? which path leaves without close()
  open = 0
`;

/** A call whose send queue has room for 2 bytes, until the client takes some. */
function slowly(closeWithinMs: number) {
  let queue: Meter;
  const call =
    `politeHandler(conn, { closeWithinMs: ${closeWithinMs} })` as const;
  return calls(call, ({ peer }) => {
    queue = meter(peer, { room: 2 });
    note("the send queue has room for 2 bytes");
    return submission.politeHandler(peer, { closeWithinMs });
  }, {
    ...ONE_PEER,
    actions: () => ({
      "peer.takes(1)": () => queue.allow(1),
      "peer.takes(3)": () => queue.allow(3),
    }),
  });
}

slowly(60_000)("answers whole when the kernel takes a part at a time")`
  peer → {a}
  a moment passes
  peer.takes(1)
  a moment passes
  peer.takes(1)
  a moment passes
  peer.takes(3)
  peer ← OK!!!                      ? what does write() return
  peer → exit
  a moment passes
  peer.takes(1)
  a moment passes
  peer.takes(3)
  peer ← OK!!!
  peer → FIN ← FIN
  resolves closed
`;

slowly(200)("counts the time from the moment when the whole answer is taken")`
  peer → exit ← OK                  ? is exit answered
  300 ms pass                       ? what is awaited before the timer is set
  pending
  peer.takes(3)
  peer ← !!!
  150 ms pass                       ? when is the timer set
  peer → FIN ← FIN
  resolves closed
`;

polite(200).twice("keeps the times of two clients apart")`
  peer 1 → exit ← OK!!!
  peer 2 → exit ← OK!!!
  peer 1 → FIN ← FIN
  call 2 resolves closed within 200 ms   ? which variable do both calls share
`;

const twoClients = calls(
  "politeHandler(conn 1, { closeWithinMs: 7200000 }), politeHandler(conn 2, …)",
  (given) =>
    Promise.all([
      submission.politeHandler(given["peer 1"], { closeWithinMs: LONG }),
      submission.politeHandler(given["peer 2"], { closeWithinMs: LONG }),
    ]),
  { hands: ["peer 1", "peer 2"] },
);

twoClients("serves two clients at once")`
  peer 1 → exit ← OK!!!
  peer 2 → {a} ← OK!!!              ? which variable do both calls share
  peer 1 → {b} ← nothing
  peer 2 → exit ← OK!!!
  peer 1 → FIN ← FIN
  peer 2 → {c} ← nothing
  peer 2 → FIN ← FIN
  open = 0
`;

check("takes no chunk of one client for that of another", {
  needs: ["politeHandler"],
  lookAt: "which variable do two calls share",
}, async () => {
  for (let round = 0; round < 5; round++) {
    const both = await twoClients.begin({});
    const [one, other] = [await both.peer("peer 1"), await both.peer("peer 2")];
    await settle();
    // Both reads find something in the same turn.
    await Promise.all([one.send("exit"), other.send(random.word(4))]);
    await both.play`
      peer 1 ← OK!!!
      peer 2 ← OK!!! → {a} ← OK!!!
      peer 1 → {b}
      a moment passes
      peer 1 → FIN ← FIN
      peer 2 → FIN ← FIN
      open = 0`;
    await both.end();
  }
});

check("ends at the deadline though the client never pauses", {
  needs: ["politeHandler"],
  lookAt: "does a timer ring while each read finds something",
}, async () => {
  const one = await polite(80).begin({});
  await one.play`peer → exit ← OK!!!   ? is exit answered`;
  const peer = await one.peer("peer");
  let isOver = false;
  const flood = (async () => {
    while (!isOver) {
      await peer.send(new Uint8Array(1 << 16));
      await delay(1);
    }
  })().catch(() => {});
  try {
    await one.value(LIMITS.transferMs);
    await one.end();
  } finally {
    isOver = true;
    peer.close();
    await flood;
  }
});

/** Every try before this one finds the port taken; this one fails in another way. */
const deniedAt = (last: number) =>
  relists(5_000, (nth) => nth < last ? addrInUse() : osError("EACCES"));

check("throws any other failure at once", {
  needs: ["relisten"],
  virtual: true,
}, async () => {
  for (const [last, ms] of [[1, 20], [3, 200]]) {
    await deniedAt(last).play()`
      throws PermissionDenied "Permission denied (os error 13)" within ${ms} ms   ? which error means try again, and what about the others
      tries = ${last}`;
  }
});

relists(5_000)(
  "makes no connection, and does not try again after it has a listener",
)`
  150 ms pass
  old.close()
  resolves within 100 ms            ? how long is the pause between two tries
  listeners made = 1                ? which listener is returned: what becomes of a client of another one
  connects = 0                      ? which call tells that a port is taken, and needs no connection
  time passes
  later tries = 0                   ? what ends the tries
  listener = open
`;

relists(60_000)("takes no notice of the connections of the old server")`
  old.serve()
  old.close()
  # the old listener is closed; a connection that it accepted is open
  resolves within 100 ms            ? what is done after a try that failed
  listener = open
  old connection = open
`;

check("waits for two ports at once", {
  needs: ["relisten"],
  virtual: true,
}, async () => {
  const [first, second] = [relists(60_000), relists(5_000)];
  const [one, other] = [await first.begin({}), await second.begin({})];
  await other.play`
    130 ms pass
    old.close()
    resolves within 100 ms          ? how long is the pause between two tries
    listener = open`;
  await one.play`
    6,000 ms pass
    pending                         ? what do two calls share
    old.close()
    resolves within 100 ms          ? how long is the pause between two tries
    listener = open`;
});
