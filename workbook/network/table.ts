/**
 * What the table of `workbook/tcp/` says, as the model asks it. There is no
 * second table: every state and every answer of the model comes from here.
 *
 * @module
 */
import {
  sentSegments,
  type TcpEvent,
  type TcpState,
  type Transition,
  transition,
} from "../tcp/mod.ts";
import type { Segment } from "./segment.ts";

const SENT = new Map<Transition, readonly string[]>();

/** The segments that a row sends: `SYN`, `SYN,ACK`, `ACK`, `FIN`, `RST`, `RST,ACK`. */
export function repliesOf(row: Transition): readonly string[] {
  let found = SENT.get(row);
  if (found === undefined) {
    found = sentSegments(row.action);
    SENT.set(row, found);
  }
  return found;
}

/** Whether a call is an error in a state, such as `send` after `close`. */
export function refuses(state: TcpState, call: "send" | "close"): boolean {
  return transition(state, call)?.action.startsWith("error") ?? true;
}

/** What the arrival of a segment is, where there is no connection for it. */
export function arrivalOf({ flags, data }: Segment): TcpEvent {
  if (flags === "SYN") return "rcv_syn";
  if (flags === "SYN,ACK") return "rcv_syn_ack";
  if (flags === "FIN,ACK") return "rcv_fin";
  if (flags === "ACK") return data === undefined ? "rcv_ack" : "rcv_data";
  return "rcv_rst";
}
