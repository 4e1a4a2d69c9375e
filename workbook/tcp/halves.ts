import type { TcpState } from "./state.ts";

/** How far this side has come with sending. */
export type SendHalf = "closed" | "open" | "FIN sent" | "FIN acked";

/** How far this side has come with receiving. */
export type ReceiveHalf = "closed" | "open" | "FIN received";

/** A connection seen as its two directions. */
export interface Halves {
  /** From this side to the peer. */
  send: SendHalf;
  /** From the peer to this side. */
  receive: ReceiveHalf;
}

/**
 * Before ESTABLISHED neither direction carries anything to the program. From
 * there on a state is nothing but a pair; CLOSING and LAST_ACK are the same
 * pair, and differ in which side's FIN was first.
 */
const HALVES: Readonly<Record<TcpState, Halves>> = {
  CLOSED: { send: "closed", receive: "closed" },
  LISTEN: { send: "closed", receive: "closed" },
  SYN_SENT: { send: "closed", receive: "closed" },
  SYN_RCVD: { send: "closed", receive: "closed" },
  ESTABLISHED: { send: "open", receive: "open" },
  FIN_WAIT_1: { send: "FIN sent", receive: "open" },
  FIN_WAIT_2: { send: "FIN acked", receive: "open" },
  CLOSE_WAIT: { send: "open", receive: "FIN received" },
  CLOSING: { send: "FIN sent", receive: "FIN received" },
  LAST_ACK: { send: "FIN sent", receive: "FIN received" },
  TIME_WAIT: { send: "FIN acked", receive: "FIN received" },
};

/**
 * Shows a state as what it means for each direction. It makes half-close
 * plain: CLOSE_WAIT can still send, FIN_WAIT_2 can still receive.
 *
 * Source: derived from RFC 9293 section 3.6; the view is that of the CS144
 * course of Stanford University.
 *
 * @param state A state.
 * @returns What this side can still do in each direction.
 */
export function halves(state: TcpState): Halves {
  return { ...HALVES[state] };
}
