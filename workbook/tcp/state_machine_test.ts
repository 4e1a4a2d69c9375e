import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { TCP_STATES, type TcpState } from "./state.ts";
import {
  follow,
  sentSegments,
  TCP_EVENTS,
  type TcpEvent,
  transition,
  transitions,
} from "./state_machine.ts";

const GRADABLE = /^(yes|lenient|optional|skip|rfc-only|linux-only|accept )/;

Deno.test("every row has known states and a known event", () => {
  for (const { id, from, event, to } of transitions()) {
    assert(TCP_STATES.includes(from), `${id} ${from}`);
    assert(TCP_STATES.includes(to), `${id} ${to}`);
    assert(TCP_EVENTS.includes(event), `${id} ${event}`);
  }
});

Deno.test("every row says what is done, where the RFC says so, and whether it is graded", () => {
  for (const { id, action, rfc, linux, gradable } of transitions()) {
    assert(action !== "", id);
    assert(rfc !== "", id);
    assertEquals(typeof linux, "string", id);
    assert(GRADABLE.test(gradable), `${id} ${gradable}`);
  }
});

Deno.test("the table has 56 rows that change the state and 90 that do not, each named once", () => {
  const ids = transitions().map((row) => row.id);
  assertEquals(new Set(ids).size, ids.length);
  assertEquals(ids.filter((id) => id.startsWith("T")).length, 56);
  assertEquals(ids.filter((id) => id.startsWith("S")).length, 90);
});

Deno.test("a T-row changes the state and an S-row does not", () => {
  for (const { id, from, to } of transitions()) {
    if (id.startsWith("T")) assertNotEquals(from, to, id);
    else assertEquals(from, to, id);
  }
});

Deno.test("no pair of state and event has two rows", () => {
  const pairs = transitions().map((row) => `${row.from} ${row.event}`);
  assertEquals(new Set(pairs).size, pairs.length);
});

Deno.test("all eleven states and all 25 events are used", () => {
  const rows = transitions();
  assertEquals(new Set(rows.map((row) => row.from)), new Set(TCP_STATES));
  assertEquals(new Set(rows.map((row) => row.event)), new Set(TCP_EVENTS));
  assertEquals(TCP_EVENTS.length, 25);
});

/** The states that some events lead to. */
function reachable(start: TcpState): Set<TcpState> {
  const seen = new Set([start]);
  // A Set visits what is added while it is walked.
  for (const state of seen) {
    for (const row of transitions()) if (row.from === state) seen.add(row.to);
  }
  return seen;
}

Deno.test("every state is reached from CLOSED, and leads back to it", () => {
  assertEquals(reachable("CLOSED"), new Set(TCP_STATES));
  for (const state of TCP_STATES) assert(reachable(state).has("CLOSED"), state);
});

Deno.test("transition() looks a pair up, and leaves open what the table leaves open", () => {
  assertEquals(transition("ESTABLISHED", "close")?.to, "FIN_WAIT_1");
  assertEquals(transition("SYN_RCVD", "rcv_rst"), undefined);
  for (const row of transitions()) {
    assertEquals(transition(row.from, row.event), row);
  }
});

Deno.test("sentSegments() lists the segment after snd", () => {
  assertEquals(sentSegments("create TCB, snd SYN"), ["SYN"]);
  assertEquals(sentSegments("snd SYN,ACK"), ["SYN,ACK"]);
  assertEquals(sentSegments("snd SYN,ACK (new incarnation)"), ["SYN,ACK"]);
  assertEquals(sentSegments("snd FIN"), ["FIN"]);
  assertEquals(sentSegments("snd RST, delete TCB"), ["RST"]);
  assertEquals(
    sentSegments("snd RST,ACK <SEQ=0><ACK=SEG.SEQ+SEG.LEN>"),
    ["RST,ACK"],
  );
  assertEquals(sentSegments("snd ACK, start 2MSL"), ["ACK"]);
});

Deno.test("sentSegments() lists a challenge, a repeated acknowledgment and a segment sent again", () => {
  assertEquals(sentSegments("snd challenge ACK"), ["ACK"]);
  assertEquals(sentSegments("stay (re-ACK)"), ["ACK"]);
  assertEquals(sentSegments("re-snd SYN"), ["SYN"]);
  assertEquals(sentSegments("re-snd SYN,ACK"), ["SYN,ACK"]);
  assertEquals(sentSegments("re-snd FIN/data"), ["FIN"]);
});

Deno.test("sentSegments() lists neither user data, nor what is only received, nor what depends on more than the event", () => {
  for (
    const action of [
      "-",
      "snd data",
      "re-snd first unacked",
      "deliver",
      "drop (acceptable ACK alone does not open)",
      "ignore unless it ACKs our FIN",
      "error: connection closing / ok, no 2nd FIN",
      "process ACK; stay",
      "drop (snd RST if it carries ACK)",
    ]
  ) assertEquals(sentSegments(action), [], action);
});

Deno.test("sentSegments() finds a segment in every row that sends one", () => {
  const silent = transitions().filter((row) =>
    /snd/.test(row.action) && sentSegments(row.action).length === 0
  );
  assertEquals(silent.map((row) => row.id).toSorted(), [
    "S14",
    "S15",
    "S31",
    "S38",
    "S56",
  ]);
});

/** The states in which an event is answered with an ACK, and changes nothing. */
function acknowledged(event: TcpEvent): TcpState[] {
  return TCP_STATES.filter((state) => {
    const row = transition(state, event);
    return row?.to === state && sentSegments(row.action).join() === "ACK";
  });
}

Deno.test("a SYN, bytes outside the window and a wrong acknowledgment change nothing once a connection is open", () => {
  assertEquals(acknowledged("rcv_syn"), [
    "ESTABLISHED",
    "FIN_WAIT_1",
    "FIN_WAIT_2",
    "CLOSE_WAIT",
    "CLOSING",
    "LAST_ACK",
  ]);
  assertEquals(acknowledged("rcv_out_of_window"), [
    "SYN_RCVD",
    "ESTABLISHED",
    "FIN_WAIT_1",
    "FIN_WAIT_2",
    "CLOSE_WAIT",
    "CLOSING",
    "LAST_ACK",
    "TIME_WAIT",
  ]);
  assertEquals(acknowledged("rcv_bad_ack"), [
    "ESTABLISHED",
    "FIN_WAIT_1",
    "FIN_WAIT_2",
    "CLOSE_WAIT",
    "CLOSING",
  ]);
});

Deno.test("data that carries the ACK completes a handshake, a FIN that carries one ends FIN_WAIT_2", () => {
  assertEquals(states("open_passive", "rcv_syn", "rcv_data"), [
    "LISTEN",
    "SYN_RCVD",
    "ESTABLISHED",
  ]);
  const row = transition("FIN_WAIT_2", "rcv_fin_ack_of_fin");
  assertEquals(row?.to, "TIME_WAIT");
  assertEquals(sentSegments(row?.action ?? ""), ["ACK"]);
});

Deno.test("an abort that sends a reset may lead to TIME_WAIT: each such row says so", () => {
  const resets = transitions().filter(({ event, action }) =>
    event === "abort" && sentSegments(action).join() === "RST"
  );
  assertEquals(resets.map(({ from }) => from), [
    "SYN_RCVD",
    "ESTABLISHED",
    "FIN_WAIT_1",
    "FIN_WAIT_2",
    "CLOSE_WAIT",
  ]);
  for (const { id, gradable } of resets) {
    assert(gradable.includes("TIME_WAIT"), id);
  }
});

/** Where events lead from CLOSED. */
function states(...events: TcpEvent[]): TcpState[] {
  return follow("CLOSED", events).map((row) => row.to);
}

Deno.test("follow() walks a client's life, active closer", () => {
  assertEquals(
    states(
      "open_active",
      "rcv_syn_ack",
      "send",
      "close",
      "rcv_ack_of_fin",
      "rcv_fin",
      "timeout_2msl",
    ),
    [
      "SYN_SENT",
      "ESTABLISHED",
      "ESTABLISHED",
      "FIN_WAIT_1",
      "FIN_WAIT_2",
      "TIME_WAIT",
      "CLOSED",
    ],
  );
});

Deno.test("follow() walks a server's life, passive closer", () => {
  assertEquals(
    states(
      "open_passive",
      "rcv_syn",
      "rcv_ack_of_syn",
      "rcv_fin",
      "close",
      "rcv_ack_of_fin",
    ),
    ["LISTEN", "SYN_RCVD", "ESTABLISHED", "CLOSE_WAIT", "LAST_ACK", "CLOSED"],
  );
});

Deno.test("follow() walks a simultaneous open and a simultaneous close", () => {
  assertEquals(
    states(
      "open_active",
      "rcv_syn",
      "rcv_syn_ack",
      "close",
      "rcv_fin",
      "rcv_ack_of_fin",
    ),
    [
      "SYN_SENT",
      "SYN_RCVD",
      "ESTABLISHED",
      "FIN_WAIT_1",
      "CLOSING",
      "TIME_WAIT",
    ],
  );
});

Deno.test("follow() without events stays where it is", () => {
  assertEquals(follow("LISTEN", []), []);
});

Deno.test("follow() refuses a pair that the table leaves open", () => {
  assertThrows(
    () => states("open_passive", "timeout_2msl"),
    RangeError,
    "Cannot follow timeout_2msl in LISTEN",
  );
});
