import type * as Solution from "../solutions/05_state_transitions.ts";
import {
  awaitRows,
  each,
  EnteredStates,
  eventually,
  isInstance,
  isShown,
  isVirtual,
  LIMITS,
  load,
  type MakeScene,
  note,
  pattern,
  plainList,
  printedTables,
  random,
  rowsInWords,
  stateRules,
  unsigned,
  watchConnects,
  type WatchedConnect,
  Wrong,
} from "../workbook/grading/mod.ts";
import type { TcpState } from "../workbook/tcp/mod.ts";

const { submission, part, values, scenes } = await load<typeof Solution>(
  "05_state_transitions",
  () => import("../lessons/05_state_transitions/exercise.ts"),
  () =>
    import("../lessons/05_state_transitions/exercise.ts", {
      with: { type: "text" },
    }),
  { kernel: true },
);

// Each row is an event, the states in which it happens, and what RFC 9293 says that it does.
const rules = values(
  "nextState",
  stateRules((...pair) => submission.nextState(...pair)),
);

part("the opening");

type Segments = ReturnType<typeof Solution.openingSegments>;

/** The fields of segments that are compared. */
function fieldsOf(segments: unknown): unknown {
  const list = plainList(segments) as Array<Record<string, unknown> | null>;
  return list?.map((each) => {
    const { from, flags, seq, ack } = each ?? {};
    return { from, flags, seq, ...(ack !== undefined && { ack }) };
  }) ?? segments;
}

/** Who sends which flags, in turn. */
const whoSends = (segments: Segments) =>
  segments.map(({ from, flags }) => `${from} ${flags}`).join(" · ");

/** `SYN 100 · SYN,ACK 900 ack 101 · ACK 101 ack 901` */
function segmentsIn(text: string): Segments {
  return text.split(" · ").map((each, i) => {
    const [, flags, seq, ack] =
      each.match(pattern(/^([A-Z,]+) (\d+)(?: ack (\d+))?$/)) ?? [];
    if (!seq) throw new RangeError(`"${each}" is no segment; write SYN 100`);
    const from = i === 1 ? "server" : "client";
    return { from, flags, seq: Number(seq), ...(ack && { ack: Number(ack) }) };
  });
}

/** The handshake of two numbers. */
function handshake([client, server]: [number, number]): Segments {
  const [seq, ack] = [client, server].map((isn) =>
    isn === 0xffff_ffff ? 0 : isn + 1
  );
  return segmentsIn(
    `SYN ${client} · SYN,ACK ${server} ack ${seq} · ACK ${seq} ack ${ack}`,
  );
}

const opening = values("openingSegments", {
  call: (...isns) => fieldsOf(submission.openingSegments(...isns)) as Segments,
  inputs: {
    "any two numbers": () => [
      [random.integer(1, 2 ** 31 - 2), random.integer(1, 2 ** 31 - 2)],
    ],
    "every boundary of 32 bits, and another one": () => {
      const numbers = unsigned(32);
      return numbers.map((isn, i) => [isn, numbers.at(-i)!]);
    },
    "…": (text) => {
      const [, client, server] = text.match(pattern(/^(\d+) and (\d+)$/)) ?? [];
      if (!server) throw new RangeError("write two numbers: 100 and 900");
      return [[Number(client), Number(server)]];
    },
  },
  outcomes: {
    "its three segments": handshake,
    "…": (_, text) => segmentsIn(text),
  },
  tells: (came, due) =>
    Array.isArray(came) && whoSends(came) !== whoSends(due as Segments)
      ? "who sends each of the three segments, and how are its flags spelled"
      : undefined,
});

opening("numbers the three segments of a handshake")`
  100 and 900     → SYN 100 · SYN,ACK 900 ack 101 · ACK 101 ack 901   ? which number does each end expect next, and which segments say so
  any two numbers → its three segments
`;

opening("counts on from the last sequence number to zero")`
  4294967295 and 7          → SYN 4294967295 · SYN,ACK 7 ack 0 · ACK 0 ack 8   ? what follows 4294967295
  7 and 4294967295          → SYN 7 · SYN,ACK 4294967295 ack 8 · ACK 8 ack 0
  4294967295 and 4294967295 → SYN 4294967295 · SYN,ACK 4294967295 ack 0 · ACK 0 ack 0
  every boundary of 32 bits, and another one → its three segments
`;

rules("opens from the client's side and the server's")`
  open_passive in CLOSED     → LISTEN
  open_active in CLOSED      → SYN_SENT, sends SYN
  rcv_syn in LISTEN          → SYN_RCVD, sends SYN,ACK
  rcv_syn_ack in SYN_SENT    → ESTABLISHED, sends ACK
  rcv_ack_of_syn in SYN_RCVD → ESTABLISHED
`;

part("the kernel's table");

// Each row is a table, and how it is printed.
const tables = values(
  "parseSocketTable",
  printedTables(
    "parseSocketTable",
    (text, host) => submission.parseSocketTable(text, host),
  ),
);

tables("reads a row that a little-endian machine printed")`
  127.0.0.1:9821 0.0.0.0:0 LISTEN of a little-endian machine → its rows   ? which byte of the address comes first, and which of the port
  any two connections of a little-endian machine             → its rows
  every byte and port of a little-endian machine → its rows
`;

tables("reads a row that a big-endian machine printed")`
  127.0.0.1:9821 0.0.0.0:0 LISTEN of a big-endian machine → its rows   ? what does the byte order of the machine change
  # one text, printed by two machines
  127.0.0.1:9821 0.0.0.0:0 LISTEN of a little-endian machine → its rows
  1.0.0.127:9821 0.0.0.0:0 LISTEN of a big-endian machine    → its rows
  any two connections of a big-endian machine             → its rows
  every byte and port of a big-endian machine → its rows
`;

tables("names every state by its code")`
  every state of a little-endian machine → its rows   ? which column is st, and in which number system is it written
  every state of a big-endian machine    → its rows
`;

tables("passes over the header and blank lines")`
  lines: header /                                  → its rows   ? which lines are rows
  lines: header                                    → its rows
  lines: header / / row / blanks / row / /         → its rows
  lines: / header / row / row /                    → its rows
  lines: blanks / / header / row / row /           → its rows
  # the last line may come without its line feed
  lines: header / row / row                        → its rows
`;

tables("reads columns set apart by any number of spaces")`
  columns set apart by any number of blanks → its rows   ? where does a column begin when the line before was wider
  the same, with no blank at the ends of a line → its rows
`;

// A listener and the connections that it accepted have one local endpoint. Of
// listeners that share a port (SO_REUSEPORT) all three columns are equal.
tables("keeps rows that share a port")`
  127.0.0.1:9821 0.0.0.0:0 LISTEN, 127.0.0.1:9821 201.2.3.204:4000 ESTABLISHED, 127.0.0.1:9821 205.6.7.208:5000 ESTABLISHED, 201.2.3.204:4000 127.0.0.1:9821 ESTABLISHED, 127.0.0.1:9821 205.6.7.208:5000 TIME_WAIT of a little-endian machine → its rows   ? how many rows can one local endpoint have
  127.0.0.1:9821 0.0.0.0:0 LISTEN, 127.0.0.1:9821 0.0.0.0:0 LISTEN of a little-endian machine → its rows
`;

part("the closing");

rules("closes actively and waits in TIME_WAIT")`
  close in ESTABLISHED         → FIN_WAIT_1, sends FIN
  rcv_ack_of_fin in FIN_WAIT_1 → FIN_WAIT_2
  rcv_fin in FIN_WAIT_2        → TIME_WAIT, sends ACK
  timeout_2msl in TIME_WAIT    → CLOSED
`;

rules("closes passively through CLOSE_WAIT and LAST_ACK")`
  rcv_fin in SYN_RCVD | ESTABLISHED → CLOSE_WAIT, sends ACK
  close in CLOSE_WAIT               → LAST_ACK, sends FIN
  rcv_ack_of_fin in LAST_ACK        → CLOSED
`;

rules("skips FIN_WAIT_2 when FIN and ACK come together")`
  rcv_fin_ack_of_fin in FIN_WAIT_1 → TIME_WAIT, sends ACK
`;

part("real sockets");

/** What to look at when the kernel shows another state than the one asked for. */
const LOOK_AT: Partial<Record<TcpState, string>> = {
  LISTEN: "is the listener open when the promise resolves, and its port told",
  ESTABLISHED: "which of the two ends is closed before close() is called",
  CLOSE_WAIT:
    "which end has sent a FIN, which has it reached, and whose port is told",
  FIN_WAIT_2:
    "which end has sent a FIN, which has it reached, and whose port is told",
  TIME_WAIT: "which end sent its FIN first, and whose port is told",
  SYN_SENT:
    "how many connections does the listener's queue take without accept",
  FIN_WAIT_1: "what can keep a FIN from reaching the other end",
  LAST_ACK: "which end sent its FIN second, and what keeps that FIN from " +
    "reaching the other end",
  CLOSING: "which end has the other's FIN, while its own has not arrived",
};

/** Calls of enterState(): each runs beside those below it. */
const entering: MakeScene = ({ stage }) => {
  const states = new EnteredStates(LOOK_AT);
  const later = (ms: number, when: string) =>
    states.shownAfter(ms, {
      when,
      lookAt: "what ends the state before close() is called",
    });
  let connects: readonly WatchedConnect[] | undefined;
  let mayReject = false;

  function enterState(state: TcpState): Promise<unknown> {
    const { did } = stage;
    connects ??= watchConnects();
    return states.enter(state, async () => {
      try {
        const came = await submission.enterState(state);
        mayReject = false;
        return { came };
      } catch (error) {
        if (!mayReject) throw error;
        note(`${did} rejects: it does not cover the state`);
      }
    }, did);
  }

  /** Expects that close() has given up the client. */
  async function dialsNoMore(): Promise<void> {
    const one = states.lastClosed;
    if (!one) return;
    const dials = (came: string) =>
      new Wrong({
        cause: "leak",
        did: `close(), of enterState("SYN_SENT")`,
        expected: "the client no longer dials",
        came,
      });
    // A second after its SYN the client is refused, since the listener is closed:
    // whoever waits for that has not given up, also if close() takes so long.
    await awaitRows(
      states.source,
      [one.port],
      (rows) => !isShown(rows, one),
      (rows) => dials(rowsInWords(rows, one.port)),
      150,
    );
    await eventually(
      () => connects!.every(({ end }) => end),
      LIMITS.replyMs,
      () => dials("Deno.connect() is still pending").fault,
    );
    const isRefused = connects!.some(({ end }) =>
      isInstance(end, Deno.errors.ConnectionRefused)
    );
    if (isRefused) {
      throw dials("Deno.connect() was refused: its SYN came again");
    }
  }

  return {
    calls: { enterState },
    actions: {
      // A state that is not covered is never entered: the other lines ask nothing then.
      "it may reject": () => {
        mayReject = true;
      },
      "rows that are there now do not count": () => states.leaveOutOld(),
      "the kernel shows it": () => states.shown(),
      "the kernel shows each of them": () =>
        states.shown({ lookAt: "what do two calls of enterState() share" }),
      // The kernel's table takes its time, the model network's does not.
      "the kernel shows it at once": () =>
        states.shown({
          when: "when the promise resolves",
          withinMs: isVirtual() ? 10 : undefined,
        }),
      "it is there N s later": (s: number) => later(s * 1_000, `${s} s later`),
      "it is there N min later": (min: number) =>
        later(min * 60_000, `${min} min later`),
      "somebody connects to it": () => states.visited(),
      "nobody is connected to it": () => states.left(),
      "close()": async () => void await states.closeOne(),
      "one after the other is closed, and the kernel shows the rest":
        async () => {
          const lookAt = "whose sockets does close() close";
          while (await states.closeOne()) await states.shown({ lookAt });
        },
      "no program holds a socket of these connections": () => states.freed(),
      "the client dials no more": dialsNoMore,
    },
  };
};

const kernel = scenes(entering);
const KERNEL = { kernel: true };
const VIRTUAL = { kernel: true, virtual: true };

kernel("enters LISTEN", KERNEL)`
  enterState("LISTEN")
  the kernel shows it
  # close() ends a connection that was accepted, too
  somebody connects to it
  a moment passes
  close()                    ? what does closing a listener leave open, and who waits for that
  nobody is connected to it
`;

for (const state of ["ESTABLISHED", "CLOSE_WAIT", "FIN_WAIT_2"]) {
  kernel(`enters ${state}`, KERNEL)`
    enterState(${state})
    the kernel shows it
    close()
  `;
}

// A row in TIME_WAIT stays for a minute: some port may have one already.
kernel("enters TIME_WAIT", KERNEL)`
  rows that are there now do not count
  enterState("TIME_WAIT")
  the kernel shows it
  close()
`;

kernel("keeps a state until close()", VIRTUAL)`
  rows that are there now do not count
  enterState(${
  each("LISTEN", "ESTABLISHED", "CLOSE_WAIT", "FIN_WAIT_2", "TIME_WAIT")
})
  the kernel shows it at once
  it is there 1 s later
  it is there 30 s later
  it is there 75 min later
  close()
`;

// Whoever claims to cover it must show it.
kernel("rejects for a state that it does not cover", KERNEL)`
  it may reject
  enterState(${each("SYN_RCVD", "CLOSED")})
  the kernel shows it
  close()
`;

kernel("holds several states, then frees every socket", KERNEL)`
  rows that are there now do not count
  enterState("LISTEN")
  the kernel shows it
  # the others are asked for at once
  enterState("ESTABLISHED")
  enterState("CLOSE_WAIT")
  enterState("FIN_WAIT_2")
  enterState("TIME_WAIT")
  enterState("LISTEN")
  enterState("ESTABLISHED")
  enterState("CLOSE_WAIT")
  enterState("FIN_WAIT_2")
  enterState("TIME_WAIT")
  the kernel shows each of them
  one after the other is closed, and the kernel shows the rest
  no program holds a socket of these connections   ? every socket that led to the state: listener, client, server
`;

part("the thin lines");

rules("closes from both sides at once through CLOSING")`
  rcv_fin in FIN_WAIT_1     → CLOSING, sends ACK
  rcv_ack_of_fin in CLOSING → TIME_WAIT
`;

rules("opens from both sides at once through SYN_RCVD")`
  rcv_syn in SYN_SENT     → SYN_RCVD, sends SYN,ACK
  rcv_syn_ack in SYN_RCVD → ESTABLISHED or SYN_RCVD, sends anything
`;

rules("closes without a segment before the handshake")`
  close in LISTEN | SYN_SENT → CLOSED
`;

rules("stays where it is for a pair without a rule")`
  every pair without a rule → the same state and silence, or an error   ? what happens when your rules do not name the pair
`;

rules("ends at a reset in every state")`
  rcv_rst in SYN_SENT                                  → CLOSED or LISTEN, sends anything
  rcv_rst[passive] in SYN_RCVD                         → LISTEN
  rcv_rst[active] in SYN_RCVD                          → CLOSED
  rcv_rst in ESTABLISHED | FIN_WAIT_1 | FIN_WAIT_2     → CLOSED
  rcv_rst in CLOSE_WAIT | CLOSING | LAST_ACK           → CLOSED
  rcv_rst in TIME_WAIT                                 → CLOSED or TIME_WAIT, sends anything
  rcv_rst in CLOSED | LISTEN                           → the same state
`;

rules("lets a call be refused or queued without a change")`
  send in CLOSED | SYN_SENT | ESTABLISHED | FIN_WAIT_1 | FIN_WAIT_2 → the same state
  send in CLOSE_WAIT | CLOSING | LAST_ACK | TIME_WAIT               → the same state
  receive in CLOSED | LISTEN | SYN_SENT | ESTABLISHED               → the same state
  receive in FIN_WAIT_1 | FIN_WAIT_2 | CLOSE_WAIT                   → the same state
  close in CLOSED | FIN_WAIT_1 | FIN_WAIT_2                         → the same state
  close in CLOSING | LAST_ACK | TIME_WAIT                           → the same state
  abort in CLOSED                                                   → the same state
  open_active in SYN_SENT | ESTABLISHED                             → the same state
`;

part("beyond");

rules("aborts, with a reset where one is due")`
  abort in LISTEN | SYN_SENT                                  → CLOSED
  abort in SYN_RCVD | FIN_WAIT_1 | FIN_WAIT_2 | CLOSE_WAIT    → CLOSED or TIME_WAIT, sends RST
  abort in ESTABLISHED                                        → CLOSED or TIME_WAIT, sends anything
  abort in CLOSING | LAST_ACK | TIME_WAIT                     → CLOSED
`;

rules("sends again, and gives up in the end")`
  timeout_user in SYN_SENT | SYN_RCVD | ESTABLISHED | FIN_WAIT_1   → CLOSED
  timeout_user in CLOSE_WAIT | CLOSING | LAST_ACK | FIN_WAIT_2     → CLOSED
  timeout_rtx in SYN_SENT                  → the same state, sends SYN
  timeout_rtx in SYN_RCVD                  → the same state, sends SYN,ACK
  timeout_rtx in ESTABLISHED | FIN_WAIT_2  → the same state
  timeout_rtx in FIN_WAIT_1                → the same state, sends FIN or nothing
  timeout_rtx in CLOSING | LAST_ACK        → the same state, sends FIN
`;

rules("refuses a segment that belongs to no connection")`
  rcv_syn in CLOSED                         → the same state, sends RST,ACK
  rcv_ack in CLOSED | LISTEN                → the same state, sends RST
  rcv_syn_ack in CLOSED | LISTEN            → the same state, sends RST
  rcv_fin in CLOSED                         → the same state, sends RST
  rcv_data in CLOSED                        → the same state, sends RST
  rcv_ack in SYN_SENT                       → the same state
  rcv_fin in SYN_SENT                       → the same state
  rcv_data in SYN_SENT                      → the same state
  rcv_bad_ack in SYN_SENT | SYN_RCVD        → the same state, sends RST
  rcv_syn[active] in SYN_RCVD               → the same state, sends ACK
`;

rules("acknowledges a FIN that comes again")`
  rcv_fin in CLOSE_WAIT | CLOSING | LAST_ACK | TIME_WAIT → the same state, sends ACK
`;

rules("acknowledges data as long as the peer may send")`
  rcv_data in ESTABLISHED | FIN_WAIT_1 | FIN_WAIT_2 | TIME_WAIT          → the same state, sends ACK
  rcv_data in CLOSE_WAIT | CLOSING | LAST_ACK                            → the same state
  rcv_ack in ESTABLISHED | FIN_WAIT_1 | FIN_WAIT_2 | CLOSE_WAIT | CLOSING → the same state
`;

rules("acknowledges a segment that is out of place")`
  rcv_syn in ESTABLISHED | FIN_WAIT_1 | FIN_WAIT_2 → the same state, sends ACK
  rcv_bad_ack in ESTABLISHED                       → the same state, sends ACK
  rcv_out_of_window in ESTABLISHED                 → the same state, sends ACK
`;

kernel("enters SYN_SENT, or rejects", KERNEL)`
  it may reject
  # what gives up the first must not give up the second
  2 times
    enterState("SYN_SENT")
    the kernel shows it
    close()
    the client dials no more   ? how can a pending Deno.connect() be given up
`;

for (const state of ["FIN_WAIT_1", "LAST_ACK", "CLOSING"]) {
  kernel(`enters ${state}, or rejects`, KERNEL)`
    it may reject
    enterState(${state})
    the kernel shows it
    close()
  `;
}

kernel("keeps the other states until close(), or rejects", VIRTUAL)`
  it may reject
  enterState(${each("SYN_SENT", "FIN_WAIT_1", "LAST_ACK", "CLOSING")})
  the kernel shows it at once
  it is there 1 s later
  it is there 30 s later
  it is there 75 min later
  close()
`;
