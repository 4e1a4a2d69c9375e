import type * as Solution from "../solutions/05_state_transitions.ts";
import {
  type ByteOrder,
  type Endpoint,
  formatEndpoint,
  rowKey,
  type SocketRow,
  TimeoutError,
  until,
} from "../workbook/kernel/mod.ts";
import {
  elapse,
  equal,
  expect,
  isEqual,
  isVirtual,
  kernelTable as source,
  LIMITS,
  load,
  misread,
  misreadAddress,
  note,
  pattern,
  plainList,
  random,
  type Row,
  settles,
  show,
  unsigned,
  Wrong,
} from "../workbook/grading/mod.ts";
import {
  sentSegments,
  TCP_EVENTS,
  TCP_STATES,
  type TcpEvent,
  type TcpState,
  type Transition,
  transition,
  transitions,
} from "../workbook/tcp/mod.ts";

const { submission, part, check, values } = await load<typeof Solution>(
  "05_state_transitions",
  () => import("../lessons/05_state_transitions/exercise.ts"),
  () =>
    import("../lessons/05_state_transitions/exercise.ts", {
      with: { type: "text" },
    }),
  { kernel: true },
);

// The rules: rows of the table of RFC 9293, in groups of one meaning.

/** Where RFC 9293 disagrees with itself: the states that are right. */
const EITHER: Record<string, TcpState[]> = {
  T10: ["CLOSED", "LISTEN"],
  T18: ["CLOSED", "TIME_WAIT"],
  T22: ["ESTABLISHED", "SYN_RCVD"],
  T25: ["CLOSED", "TIME_WAIT"],
  T31: ["CLOSED", "TIME_WAIT"],
  T35: ["CLOSED", "TIME_WAIT"],
  T39: ["CLOSED", "TIME_WAIT"],
  T51: ["CLOSED", "TIME_WAIT"],
};

/** Those of them in which any list of segments is right, too. */
const SENDS_ANYTHING = ["T10", "T22", "T25", "T51"];

/** The rows that every answer must agree with. */
const GRADED = transitions().filter(({ id, gradable }) =>
  gradable.startsWith("yes") || id in EITHER
);

/** Right lists of segments. `re-snd FIN/data` is a FIN when that is what is not acknowledged. */
const sendings = (row: Transition): string[][] =>
  row.id === "S46" ? [["FIN"], []] : [sentSegments(row.action)];

/** What the answer says to a pair, or the error it throws. */
function ask(state: TcpState, event: TcpEvent): unknown {
  try {
    return submission.nextState(state, event);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Why an answer to a row is wrong; `undefined` if it is right. */
function faultIn(row: Transition, came: unknown): string | undefined {
  const { state, sends } = (came ?? {}) as Partial<
    ReturnType<typeof submission.nextState>
  >;
  if (came instanceof Error) return "what does it return for this pair";
  if (!(EITHER[row.id] ?? [row.to]).includes(state as TcpState)) {
    return "which state comes next";
  }
  const list = plainList(sends);
  if (!list) return "sends is a list, empty if nothing is sent";
  if (SENDS_ANYTHING.includes(row.id)) return;
  // One string is one segment: ["SYN", "ACK"] are two.
  const right = sendings(row).some((due) => due.join(" ") === list.join(" "));
  return right ? undefined : "which segments does it send";
}

/** Where RFC 9293 states a rule: a section, or a figure and its notes. */
const sourceOf = ({ rfc }: Transition) =>
  pattern(/^\d/).test(rfc)
    ? `RFC 9293 section ${rfc}`
    : rfc.startsWith("note")
    ? `RFC 9293 figure 5, ${rfc.split(";")[0]}`
    : `RFC 9293 ${rfc}`;

/** A check that the submission agrees with these rows of the table. */
function rules(name: string, belongs: (row: Transition) => boolean): void {
  check(name, { needs: ["nextState"], pure: true }, () => agrees(belongs));
}

/** Expects the rows of these kinds, each compared with the table. */
function agrees(belongs: (row: Transition) => boolean): void {
  const wrong = GRADED.filter(belongs).flatMap((row) => {
    const came = ask(row.from, row.event);
    const fault = faultIn(row, came);
    return fault ? [{ row, came, fault }] : [];
  });
  if (wrong.length === 0) return;
  const [{ row, came, fault }] = wrong;
  const states = EITHER[row.id] ?? [row.to];
  const sends = SENDS_ANYTHING.includes(row.id)
    ? ""
    : `, sends: ${show(sendings(row)[0])}`;
  const more = wrong.slice(1, 4).map(({ row }) =>
    `${row.event} in ${row.from}`
  );
  if (wrong.length > 4) more.push(`${wrong.length - 4} more`);
  throw new Wrong({
    cause: came instanceof Error ? "threw" : "wrong-value",
    did: `nextState("${row.from}", "${row.event}")`,
    expected: `{ state: ${states.map(show).join(" or ")}${sends} }`,
    came: came instanceof Error ? `it threw ${show(came)}` : show(came),
    what: more.length > 0 ? `wrong here, too: ${more.join(", ")}` : undefined,
    lookAt: `${fault}: ${sourceOf(row)}`,
  });
}

const REPEATED_FIN = ["CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"];
const OPENING = ["CLOSED", "LISTEN", "SYN_SENT", "SYN_RCVD"];
const isRefusal = (row: Transition) =>
  OPENING.includes(row.from) && row.from === row.to &&
  row.event.startsWith("rcv_");
const opens = (row: Transition) =>
  ["T01", "T02", "T03", "T08", "T14"].includes(row.id);
const opensTwice = (row: Transition) => ["T09", "T22"].includes(row.id);
part("the opening");

/** The fields of segments that are compared. */
function fieldsOf(segments: unknown): unknown {
  const list = plainList(segments) as Array<Record<string, unknown> | null>;
  return list?.map((each) => {
    const { from, flags, seq, ack } = each ?? {};
    return { from, flags, seq, ack };
  }) ?? segments;
}

type Opening = ReturnType<typeof Solution.openingSegments>;

const opening = values("openingSegments", {
  call: (...isns) => fieldsOf(submission.openingSegments(...isns)) as Opening,
});

/** The handshake of two numbers: a row of a table. */
function handshake(
  client: number,
  server: number,
): Row<[number, number], Opening> {
  const after = (isn: number) => isn === 0xffff_ffff ? 0 : isn + 1;
  const [seq, ack] = [after(client), after(server)];
  return [
    [client, server],
    [
      { from: "client", flags: "SYN", seq: client },
      { from: "server", flags: "SYN,ACK", seq: server, ack: seq },
      { from: "client", flags: "ACK", seq, ack },
    ],
    "which number does each end expect next, and what follows 4294967295",
  ];
}

opening("numbers the three segments of a handshake", () => [
  handshake(100, 900),
  handshake(random.integer(1, 2 ** 31 - 2), random.integer(1, 2 ** 31 - 2)),
]);

opening("counts on from the last sequence number to zero", () => {
  const numbers = unsigned(32);
  return [
    handshake(0xffff_ffff, 7),
    handshake(7, 0xffff_ffff),
    handshake(0xffff_ffff, 0xffff_ffff),
    ...numbers.map((isn, i) => handshake(isn, numbers.at(-i)!)),
  ];
});

rules("opens from the client's side and the server's", opens);

part("the kernel's table");

/** A check of parseSocketTable(). */
function table(name: string, question: string, run: () => void): void {
  check(
    name,
    { needs: ["parseSocketTable"], pure: true, lookAt: question },
    run,
  );
}

const CODES: Record<string, TcpState> = {
  "0A": "LISTEN",
  "02": "SYN_SENT",
  "03": "SYN_RCVD",
  "01": "ESTABLISHED",
  "04": "FIN_WAIT_1",
  "05": "FIN_WAIT_2",
  "06": "TIME_WAIT",
  "07": "CLOSED",
  "08": "CLOSE_WAIT",
  "09": "LAST_ACK",
  "0B": "CLOSING",
};

const HEADER =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

interface Line {
  local: { hostname: string; port: number };
  remote: { hostname: string; port: number };
  code: string;
}

/** One of the kernel's lines; columns as wide as it prints them, or wider. */
function printed(
  { local, remote, code }: Line,
  host: ByteOrder,
  number = 0,
  gap: () => string = () => " ",
): string {
  const hex = (value: number, width: number) =>
    value.toString(16).toUpperCase().padStart(width, "0");
  const end = ({ hostname, port }: Line["local"]) => {
    const bytes = hostname.split(".").map(Number);
    if (host === "little-endian") bytes.reverse();
    return `${bytes.map((byte) => hex(byte, 2)).join("")}:${hex(port, 4)}`;
  };
  const tx = code === "0A" ? 0 : random.integer(0, 0x2d_9001);
  const start = `${number}:`.padStart(5);
  // A row of the kernel's own tables for requests and TIME_WAIT is shorter.
  const tail = code === "06" || code === "03"
    ? ["0", "0", "0", "2", "0000000000000000"]
    : ["0", "0", "21397", "1", "0000000000000000", "100", "0", "0", "10", "0"];
  return [
    start,
    end(local),
    end(remote),
    code,
    `${hex(tx, 8)}:${hex(random.integer(0, 9), 8)}`,
    "00:00000000",
    "00000000",
    ...tail,
  ].reduce((line, column) => line + gap() + column).padEnd(149);
}

/** Expects the rows of a text. */
function reads(
  lines: Line[],
  host: ByteOrder,
  text = [HEADER, ...lines.map((line, i) => printed(line, host, i)), ""]
    .join("\n"),
  lookAtCount = "which lines are rows",
): void {
  for (const line of text.split("\n").slice(0, 6)) note(line.trimEnd());
  const did = `parseSocketTable(…${lines.length} rows…, "${host}")`;
  const came: unknown = submission.parseSocketTable(text, host);
  expect(plainList(came), {
    cause: "wrong-value",
    did,
    expected: "an array of rows",
    came: show(came),
  });
  const rows = plainList(came) as Array<Partial<SocketRow> | undefined>;
  expect(rows.length === lines.length, {
    cause: "wrong-value",
    did,
    expected: `${lines.length} rows`,
    came: `${rows.length} rows: ${show(rows.slice(0, 3))}`,
    lookAt: lookAtCount,
  });
  lines.forEach(({ local, remote, code }, i) => {
    const { local: l, remote: r, state } = rows[i] ?? {};
    const came = {
      local: { hostname: l?.hostname, port: l?.port },
      remote: { hostname: r?.hostname, port: r?.port },
      state,
    };
    const due = { local, remote, state: CODES[code] };
    if (isEqual(came, due)) return;
    const earlier = lines.findIndex((line) =>
      isEqual(came, { ...line, code: undefined, state: CODES[line.code] })
    );
    equal(came, due, {
      did: `${did}, row "${printed(lines[i], host, i).slice(0, 36)}…"`,
      lookAt: earlier >= 0 && earlier < i
        ? `this is row ${earlier} of the text, which came earlier: what do two rows share`
        : misreadEnd(l, local) ?? misreadEnd(r, remote),
    });
  });
}

/** Where to look when an endpoint of the table was misread in a usual way. */
const misreadEnd = (came: Partial<Endpoint> | undefined, due: Endpoint) =>
  misread(
    came?.port,
    due.port,
    due.port.toString(16).padStart(4, "0").toUpperCase(),
  ) ?? misreadAddress(came?.hostname, due.hostname);

/** An address whose first and last byte are above 127: there a shift gives a number with a sign, in either order. */
const anyEndpoint = () => ({
  hostname: [
    random.integer(128, 223),
    random.integer(0, 255),
    random.integer(0, 255),
    random.integer(128, 254),
  ].join("."),
  port: random.integer(1, 0xffff),
});
const anyLine = (code = "01"): Line => ({
  local: anyEndpoint(),
  remote: code === "0A" ? { hostname: "0.0.0.0", port: 0 } : anyEndpoint(),
  code,
});
/** Lines with every byte at every place of an address, and every boundary of a port. */
function everyLine(): Line[] {
  const ports = unsigned(16);
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  return bytes.flatMap((byte) =>
    [0, 1, 2, 3].map((at) => ({
      local: {
        hostname: [...random.bytes(4)].with(at, byte).join("."),
        port: ports[(byte + at) % ports.length],
      },
      remote: anyEndpoint(),
      code: "01",
    }))
  );
}
const sample: Line = {
  local: { hostname: "127.0.0.1", port: 9821 },
  remote: { hostname: "0.0.0.0", port: 0 },
  code: "0A",
};

table(
  "reads a row that a little-endian machine printed",
  "which byte of the address comes first, and which of the port",
  () => {
    reads([sample], "little-endian");
    reads([anyLine(), anyLine()], "little-endian");
    reads(everyLine(), "little-endian");
  },
);

table(
  "reads a row that a big-endian machine printed",
  "what does the byte order of the machine change",
  () => {
    reads([sample], "big-endian");
    reads([anyLine(), anyLine()], "big-endian");
    reads(everyLine(), "big-endian");
  },
);

table(
  "names every state by its code",
  "in which number system is the column st written",
  () => {
    for (const host of ["little-endian", "big-endian"] as const) {
      reads(Object.keys(CODES).map((code) => anyLine(code)), host);
    }
  },
);

table("passes over the header and blank lines", "which lines are rows", () => {
  const host = "little-endian";
  reads([], host, `${HEADER}\n`);
  reads([], host, HEADER);
  const lines = [anyLine("0A"), anyLine()];
  const [first, second] = lines.map((line, i) => printed(line, host, i));
  reads(lines, host, `${HEADER}\n\n${first}\n   \n${second}\n\n`);
  reads(lines, host, `\n${HEADER}\n${first}\n${second}\n`);
  reads(lines, host, `  \n\n${HEADER}\n${first}\n${second}\n`);
  // The last line may come without its line feed.
  reads(lines, host, `${HEADER}\n${first}\n${second}`);
});

table(
  "reads columns set apart by any number of spaces",
  "where does a column begin when the line before was wider",
  () => {
    const lines = Object.keys(CODES).map((code) => anyLine(code));
    const gap = () => " ".repeat(random.integer(1, 9));
    const far = lines.map((line, i) =>
      printed(line, "little-endian", [0, 7, 12, 4711, 98765][i % 5], gap)
    );
    const text = [HEADER.replaceAll(" ", "  "), ...far, ""].join("\n");
    reads(lines, "little-endian", text);
    reads(lines, "little-endian", text.replace(pattern(/^ +| +$/gm), ""));
  },
);

const SHARED = "how many rows can one local endpoint have";

table(
  "keeps rows that share a port",
  SHARED,
  () => {
    // A listener and the connections that it accepted have one local endpoint.
    const remote = [anyEndpoint(), anyEndpoint()];
    const lines = [
      sample,
      { local: sample.local, remote: remote[0], code: "01" },
      { local: sample.local, remote: remote[1], code: "01" },
      { local: remote[0], remote: sample.local, code: "01" },
      { local: sample.local, remote: remote[1], code: "06" },
    ];
    reads(lines, "little-endian", undefined, SHARED);
  },
);

part("the closing");

rules(
  "closes actively and waits in TIME_WAIT",
  (row) => ["T23", "T28", "T34", "T50"].includes(row.id),
);

rules(
  "closes passively through CLOSE_WAIT and LAST_ACK",
  (row) => ["T19", "T24", "T38", "T46"].includes(row.id),
);

rules(
  "skips FIN_WAIT_2 when FIN and ACK come together",
  (row) => row.event === "rcv_fin_ack_of_fin",
);

part("real sockets");

/** A check of enterState(), which reads the kernel's table; time is virtual in some. */
function kernel(name: string, run: () => Promise<void>, virtual = false): void {
  check(name, { needs: ["enterState"], kernel: true, virtual }, run);
}

/** Longest way into a state: CLOSING moves 8 MB. */
const ENTER_MS = 3 * LIMITS.replyMs;

/** A state that the answer has entered. */
interface Held {
  state: TcpState;
  port: number;
  close(): void;
}

/** Rows as one line of a fault; those that were there before are told as such. */
const told = (rows: SocketRow[], before?: ReadonlySet<string>) =>
  rows.length === 0
    ? "no row with that port"
    : rows.map((row) =>
      `${formatEndpoint(row.local)} > ${
        formatEndpoint(row.remote)
      } ${row.state}${
        before?.has(rowKey(row)) ? " (there before the call)" : ""
      }`
    ).join("; ");

/** The rows of one port, at either end. */
const ofPort = (rows: SocketRow[], port: number) =>
  rows.filter((row) => row.local.port === port || row.remote.port === port);

/** Whether these rows show the state, and not only for the moment. */
function shows(all: SocketRow[], { state, port }: Held): boolean {
  const rows = ofPort(all, port);
  if (state === "CLOSED") return rows.every((row) => row.state === "CLOSED");
  const end = state === "SYN_SENT" ? "remote" : "local";
  return rows.some((row) => {
    if (row[end].port !== port || row.state !== state) return false;
    if (state !== "FIN_WAIT_1") return true;
    // A FIN that has arrived will be acknowledged: FIN_WAIT_1 is over then.
    const other = `${formatEndpoint(row.remote)}>${formatEndpoint(row.local)}`;
    return rows.every((each) =>
      rowKey(each) !== other || each.state === "ESTABLISHED"
    );
  });
}

/** Waits until a reading of the table holds, or tells what is wrong with the last one. */
async function awaits(
  condition: (rows: SocketRow[]) => boolean,
  ports: number[],
  otherwise: (rows: SocketRow[]) => Wrong,
  withinMs: number = LIMITS.replyMs,
): Promise<SocketRow[]> {
  try {
    return await until(condition, { ports, source, withinMs });
  } catch (error) {
    throw error instanceof TimeoutError ? otherwise(error.rows) : error;
  }
}

/** What to look at when the kernel shows another state than the one asked for. */
const LOOK_AT: Partial<Record<TcpState, string>> = {
  LISTEN: "is the listener open when the promise resolves, and its port told",
  ESTABLISHED: "which of the two ends is closed before close() is called",
  CLOSE_WAIT: "whose port is it: the end that sent FIN, or the one it reached",
  FIN_WAIT_2: "whose port is it: the end that sent FIN, or the one it reached",
  TIME_WAIT: "which end sent its FIN first, and whose port is told",
  SYN_SENT:
    "how many connections does the listener's queue take without accept",
  FIN_WAIT_1: "what can keep a FIN from reaching the other end",
  LAST_ACK: "which end sent its FIN second, and what keeps that FIN from " +
    "reaching the other end",
  CLOSING: "which end has the other's FIN, while its own has not arrived",
};

/** How a state is looked for. */
interface Looking {
  /** Rows that were there before. */
  before?: ReadonlySet<string>;
  /** When, if that is not the moment after the promise has resolved. */
  when?: string;
  lookAt?: string;
  withinMs?: number;
}

/** Waits until the kernel shows every one of these states. */
async function shown(
  held: Held[],
  { before = new Set(), when, lookAt, withinMs }: Looking = {},
): Promise<SocketRow[]> {
  const isNew = (row: SocketRow) => !before.has(rowKey(row));
  const rows = await awaits(
    (rows) => held.every((each) => shows(rows.filter(isNew), each)),
    held.map(({ port }) => port),
    (all) => {
      const rows = all.filter(isNew);
      const wrong = held.find((each) => !shows(rows, each)) ?? held[0];
      const { state, port } = wrong;
      const end = state === "SYN_SENT" ? "remote" : "local";
      return new Wrong({
        cause: "wrong-state",
        did: `enterState("${state}") → port ${port}${when ? `, ${when}` : ""}`,
        expected: state in LOOK_AT
          ? `a row with ${end} port ${port} that stays in ${state}`
          : `the promise rejects, or port ${port} is in ${state}`,
        came: told(ofPort(all, port), before),
        lookAt: lookAt ?? LOOK_AT[state] ??
          "what happens to a state that you have no sockets for",
      });
    },
    withinMs,
  );
  note(`the kernel shows ${told(rows.filter(isNew))}`);
  return rows.filter(isNew);
}

/** Asks the answer to enter a state. */
async function enter(state: TcpState): Promise<Held> {
  const did = `enterState("${state}")`;
  note(did);
  const work = Promise.resolve(submission.enterState(state));
  const entered = await settles(work, did, ENTER_MS);
  expect(
    Number.isInteger(entered?.port) && typeof entered.close === "function",
    {
      cause: "wrong-value",
      did: `await ${did}`,
      expected: "{ port: a number, close: a function }",
      came: show(entered),
    },
  );
  return { state, port: entered.port, close: () => entered.close() };
}

/**
 * Names of the connections that are there now, other programs' included. Not of
 * listeners: one that is closed meanwhile leaves nothing, and its port may be given
 * to the submission.
 */
async function rowsBefore(): Promise<ReadonlySet<string>> {
  const rows = await until(() => true, { source });
  return new Set(
    rows.filter(({ state }) => state !== "LISTEN").map(rowKey),
  );
}

/** Enters a state, looks, and closes. */
async function enters(
  state: TcpState,
  before: ReadonlySet<string> = new Set(),
): Promise<void> {
  const held = await enter(state);
  await shown([held], { before });
  await held.close();
}

/** As {@linkcode enter}; `undefined` when the answer rejects. */
async function mayEnter(state: TcpState): Promise<Held | undefined> {
  try {
    return await enter(state);
  } catch (error) {
    if (error instanceof Wrong) throw error;
    note(`enterState("${state}") rejects: it does not cover the state`);
  }
}

/** As {@linkcode enters}, for a state that an answer may leave out. */
async function entersOrRejects(state: TcpState): Promise<void> {
  // Old rows in TIME_WAIT may have the same port, and would be reported as its own.
  const before = await rowsBefore();
  const held = await mayEnter(state);
  if (!held) return;
  await shown([held], { before });
  await held.close();
}

kernel("enters LISTEN", () => enters("LISTEN"));

kernel("enters ESTABLISHED", () => enters("ESTABLISHED"));

kernel("enters CLOSE_WAIT", () => enters("CLOSE_WAIT"));

kernel("enters FIN_WAIT_2", () => enters("FIN_WAIT_2"));

kernel("enters TIME_WAIT", async () => {
  // Rows in TIME_WAIT stay for a minute: some port may have one already.
  await enters("TIME_WAIT", await rowsBefore());
});

/** When a state is looked at, in milliseconds after the promise has resolved. */
const MOMENTS: Array<[ms: number, when: string]> = [
  [1_000, "1 s later"],
  [30_000, "30 s later"],
  [4_500_000, "75 min later"],
];

/**
 * How long a state lasts when nobody ends it, in milliseconds. The kernel gives
 * up a SYN, and what has no descriptor any more, after a minute or more.
 */
const lasts = ({ state, port }: Held, rows: SocketRow[]) =>
  state !== "SYN_SENT" &&
    rows.some((row) =>
      row.owned && row.local.port === port && row.state === state
    )
    ? Infinity
    : 30_000;

/** Enters states, and looks at them when the promises resolve, and as long as they last. */
async function keeps(
  states: TcpState[],
  enter: (state: TcpState) => Promise<Held | undefined>,
): Promise<void> {
  for (const state of states) {
    const before = await rowsBefore();
    const held = await enter(state);
    if (!held) continue;
    const rows = await shown([held], {
      before,
      when: "when the promise resolves",
      // The kernel's table takes its time, the model network's does not.
      withinMs: isVirtual() ? 10 : undefined,
    });
    let passed = 0;
    for (const [ms, when] of MOMENTS) {
      if (ms > lasts(held, rows)) continue;
      await elapse(ms - passed);
      passed = ms;
      note(when);
      const lookAt = "what ends the state before close() is called";
      await shown([held], { before, when, lookAt });
    }
    await held.close();
  }
}

kernel(
  "keeps a state until close()",
  () =>
    keeps(
      ["LISTEN", "ESTABLISHED", "CLOSE_WAIT", "FIN_WAIT_2", "TIME_WAIT"],
      enter,
    ),
  true,
);

kernel("rejects for a state that it does not cover", async () => {
  for (const state of ["SYN_RCVD", "CLOSED"] as const) {
    const held = await mayEnter(state);
    if (!held) continue;
    // Whoever claims to cover it must show it.
    await shown([held]);
    await held.close();
  }
});

kernel("holds several states, then frees every socket", async () => {
  const once: TcpState[] = ["LISTEN", "ESTABLISHED", "CLOSE_WAIT"];
  once.push("FIN_WAIT_2", "TIME_WAIT");
  const states = [...once, ...once];
  const before = await rowsBefore();
  // The first is there before the others are asked for; these come at once.
  const first = await enter(states[0]);
  const held = [first, ...await Promise.all(states.slice(1).map(enter))];
  const second = held[1];
  const others = held.filter((each) => each !== second);
  const twice = others.find(({ port }) => port === second.port);
  expect(!twice, {
    cause: "wrong-port",
    did: `enterState("${twice?.state}") and enterState("ESTABLISHED")`,
    expected: "a port of its own for each",
    came: `port ${second.port} for both`,
    lookAt: "which port number do you give to Deno.listen()",
  });
  // Another program may get a port that is free again: only these connections count.
  const own = await shown(held, { before });
  const keys = new Set(own.map(rowKey));
  // Closing one leaves the others as they are.
  await second.close();
  await shown(others, { before });
  while (others.length > 0) {
    await others.pop()!.close();
    if (others.length > 0) await shown(others, { before });
  }

  const owned = (rows: SocketRow[]) =>
    rows.filter((row) => row.owned === true && keys.has(rowKey(row)));
  const ports = own
    .flatMap(({ local, remote }) => [local.port, remote.port])
    .filter((port) => port !== 0);
  await awaits(
    (rows) => owned(rows).length === 0,
    ports,
    (rows) =>
      new Wrong({
        cause: "leak",
        did: "close(), of every state",
        expected: "no program holds a socket of these connections",
        came: told(owned(rows)),
        lookAt: "every socket that led to the state: listener, client, server",
      }),
  );
});

part("the thin lines");

rules(
  "closes from both sides at once through CLOSING",
  (row) => ["T29", "T42"].includes(row.id),
);

rules("opens from both sides at once through SYN_RCVD", opensTwice);

rules(
  "closes without a segment before the handshake",
  (row) => ["T06", "T11"].includes(row.id),
);

rules(
  "ends at a reset in every state",
  (row) => row.event.startsWith("rcv_rst"),
);

rules(
  "lets a call be refused or queued without a change",
  (row) => !pattern(/^(rcv|timeout)_/).test(row.event) && row.from === row.to,
);

/** Whether an event can happen in a state: a reset or a SYN has an origin in SYN_RCVD, and only there. */
const canHappen = (state: TcpState, event: TcpEvent) =>
  !pattern(/^rcv_(rst|syn)(\[|$)/).test(event) ||
  event.endsWith("]") === (state === "SYN_RCVD");

check("stays where it is for a pair without a rule", {
  needs: ["nextState"],
  pure: true,
  lookAt: "what happens when your rules do not name the pair",
}, () => {
  for (const state of TCP_STATES) {
    for (const event of TCP_EVENTS) {
      if (transition(state, event) || !canHappen(state, event)) continue;
      const came = ask(state, event);
      if (came instanceof Error) continue;
      const { state: next, sends } = (came ?? {}) as Partial<
        ReturnType<typeof submission.nextState>
      >;
      // RFC 9293 section 3.10 answers some of these, too: that is no fault.
      const gaveUp = event === "timeout_user" && next === "CLOSED";
      const list = plainList(sends);
      const silent = list && (list.length === 0 ||
        event.startsWith("rcv_") &&
          list.every((each) =>
            pattern(/^(ACK|RST|RST,ACK)$/).test(String(each))
          ));
      expect((next === state || gaveUp) && silent, {
        cause: "wrong-value",
        did: `nextState("${state}", "${event}")`,
        expected: `{ state: "${state}", sends: [] }, or an error`,
        came: show(came),
      });
    }
  }
});

part("beyond");

rules(
  "aborts, with a reset where one is due",
  (row) => row.event === "abort" && row.from !== "CLOSED",
);

rules(
  "sends again, and gives up in the end",
  (row) => pattern(/^timeout_(user|rtx)$/).test(row.event),
);

rules(
  "refuses a segment that belongs to no connection",
  (row) => isRefusal(row) && !row.event.startsWith("rcv_rst"),
);

rules(
  "acknowledges a FIN that comes again",
  (row) => row.event === "rcv_fin" && REPEATED_FIN.includes(row.from),
);

rules(
  "acknowledges data as long as the peer may send",
  (row) =>
    pattern(/^rcv_(data|ack)$/).test(row.event) && !OPENING.includes(row.from),
);

rules(
  "acknowledges a segment that is out of place",
  (row) =>
    pattern(/^rcv_(syn|bad_ack|out)/).test(row.event) && !isRefusal(row) &&
    !opens(row) && !opensTwice(row),
);

/** Expects that the client dials, and that close() gives it up. */
async function givesUp(held: Held): Promise<void> {
  await shown([held]);
  await held.close();
  // A second after its SYN the client is refused, since the listener is closed:
  // whoever only waits for that has not given up.
  const withinMs = 150;
  await awaits((rows) => !shows(rows, held), [held.port], (rows) =>
    new Wrong({
      cause: "leak",
      did: `close(), of enterState("SYN_SENT")`,
      expected: "the client no longer dials",
      came: told(rows),
      lookAt: "how can a pending Deno.connect() be given up",
    }), withinMs);
}

kernel("enters SYN_SENT, or rejects", async () => {
  const held = await mayEnter("SYN_SENT");
  if (!held) return;
  await givesUp(held);
  // What gave up the first must not give up the second.
  await givesUp(await enter("SYN_SENT"));
});

kernel("enters FIN_WAIT_1, or rejects", () => entersOrRejects("FIN_WAIT_1"));

kernel("enters LAST_ACK, or rejects", () => entersOrRejects("LAST_ACK"));

kernel("enters CLOSING, or rejects", () => entersOrRejects("CLOSING"));

kernel(
  "keeps the other states until close(), or rejects",
  () => keeps(["SYN_SENT", "FIN_WAIT_1", "LAST_ACK", "CLOSING"], mayEnter),
  true,
);
