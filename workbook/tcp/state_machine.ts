import table from "./state_machine.json" with { type: "json" };
import type { TcpState } from "./state.ts";
import { pattern } from "../pattern.ts";

/** The calls of a program (RFC 9293 section 3.9.1). */
export const TCP_CALLS = [
  "open_passive",
  "open_active",
  "send",
  "receive",
  "close",
  "abort",
] as const;

/**
 * The segments that arrive. `[passive]` and `[active]` tell how a connection
 * in SYN_RCVD began: a listener answers otherwise than a program that dialled.
 */
export const TCP_ARRIVALS = [
  "rcv_syn",
  "rcv_syn[passive]",
  "rcv_syn[active]",
  "rcv_syn_ack",
  "rcv_ack",
  "rcv_ack_of_syn",
  "rcv_data",
  "rcv_fin",
  "rcv_ack_of_fin",
  "rcv_fin_ack_of_fin",
  "rcv_rst",
  "rcv_rst[passive]",
  "rcv_rst[active]",
  "rcv_bad_ack",
  "rcv_out_of_window",
] as const;

/** The timers that run out; `timeout_orphan` is Linux's own. */
export const TCP_TIMEOUTS = [
  "timeout_user",
  "timeout_rtx",
  "timeout_2msl",
  "timeout_orphan",
] as const;

/** One of the 25 events of the table. */
export type TcpEvent =
  | typeof TCP_CALLS[number]
  | typeof TCP_ARRIVALS[number]
  | typeof TCP_TIMEOUTS[number];

/** All events: calls, then arrivals, then timers. */
export const TCP_EVENTS: readonly TcpEvent[] = [
  ...TCP_CALLS,
  ...TCP_ARRIVALS,
  ...TCP_TIMEOUTS,
];

/** One row of the table: what a connection does when something happens in a state. */
export interface Transition {
  /** `T01` for a row that changes the state, `S01` for one that does not. */
  id: string;
  /** The state before. */
  from: TcpState;
  /** What happens. */
  event: TcpEvent;
  /** What the connection does, in the words of the RFC: `snd ACK, start 2MSL`; `-` for nothing. */
  action: string;
  /** The state after. */
  to: TcpState;
  /** Sections of RFC 9293. */
  rfc: string;
  /** What Linux was seen to do, where it was looked at; else empty. */
  linux: string;
  /** `yes`, or why a learner is not asked for this row, or which other answers are right too. */
  gradable: string;
}

// Whoever imports these shares them: a program, and the grader that looks them up.
const TRANSITIONS: readonly Transition[] = Object.freeze(
  (table.rows as Transition[]).map((row) => Object.freeze({ ...row })),
);
for (const list of [TCP_CALLS, TCP_ARRIVALS, TCP_TIMEOUTS, TCP_EVENTS]) {
  Object.freeze(list);
}

/** The rows of each state, by their events. */
const BY_STATE = new Map<TcpState, Map<TcpEvent, Transition>>();
for (const row of TRANSITIONS) {
  const rows = BY_STATE.get(row.from) ?? new Map<TcpEvent, Transition>();
  BY_STATE.set(row.from, rows.set(row.event, row));
}

/**
 * The whole table: RFC 9293 sections 3.3.2, 3.6 and 3.10, and what Linux does.
 *
 * @returns All 146 rows, those that change the state first.
 */
export function transitions(): readonly Transition[] {
  return TRANSITIONS;
}

/**
 * Looks one pair up.
 *
 * @param from The state before.
 * @param event What happens.
 * @returns The row, or `undefined` for a pair that the table leaves open.
 */
export function transition(
  from: TcpState,
  event: TcpEvent,
): Transition | undefined {
  return BY_STATE.get(from)?.get(event);
}

/** A segment after `snd` (also inside `re-snd`), perhaps called a challenge; or an acknowledgment repeated. */
const SENT = pattern(
  /\bsnd (?:challenge )?(SYN,ACK|SYN|FIN|RST,ACK|RST|ACK)\b|\bre-(ACK)\b/g,
);

/** What is sent on a condition that the event does not tell. */
const CONDITIONAL = pattern(/\([^)]* if [^)]*\)/g);

/**
 * Lists the segments that an action sends, by their flags. User data is not
 * listed. What is sent again counts as sent: `re-snd SYN` lists `SYN`, and
 * `re-ACK` and `snd challenge ACK` list `ACK`. What is sent only on a condition
 * that the event does not tell, `(snd RST if it carries ACK)`, is not listed.
 *
 * @param action The `action` of a {@linkcode Transition}.
 * @returns Each of `SYN`, `SYN,ACK`, `ACK`, `FIN`, `RST`, `RST,ACK`, in order.
 */
export function sentSegments(action: string): string[] {
  const certain = action.replace(CONDITIONAL, "");
  return Array.from(
    certain.matchAll(SENT),
    ([, sent, repeated]) => sent ?? repeated,
  );
}

/**
 * Lets several events happen one after the other.
 *
 * @param state The state before the first event.
 * @param events What happens, in order.
 * @returns The row of each event; the last one's `to` is the state reached.
 * @throws {RangeError} If the table leaves a pair on the way open.
 */
export function follow(
  state: TcpState,
  events: Iterable<TcpEvent>,
): Transition[] {
  const path: Transition[] = [];
  for (const event of events) {
    const row = transition(state, event);
    if (row === undefined) {
      throw new RangeError(
        `Cannot follow ${event} in ${state}: the table has no such row`,
      );
    }
    path.push(row);
    state = row.to;
  }
  return path;
}
