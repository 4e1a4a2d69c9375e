import {
  follow,
  type TcpEvent,
  type TcpState,
  type Transition,
  transition,
} from "../tcp/mod.ts";
import type { Point } from "./canvas.ts";

/** What a client and a server usually go through, from CLOSED to CLOSED, where the client closes first. */
export const MAIN_LINES: Record<"client" | "server", readonly TcpEvent[]> = {
  client: [
    "open_active",
    "rcv_syn_ack",
    "close",
    "rcv_ack_of_fin",
    "rcv_fin",
    "timeout_2msl",
  ],
  server: [
    "open_passive",
    "rcv_syn",
    "rcv_ack_of_syn",
    "rcv_fin",
    "close",
    "rcv_ack_of_fin",
  ],
};

const MAIN: ReadonlySet<Transition> = new Set(
  Object.values(MAIN_LINES).flatMap((events) => follow("CLOSED", events)),
);

/** A row of the state machine as it is drawn. */
export interface Arc {
  /** The row. */
  row: Transition;
  /** Whether it is part of a main line. */
  main: boolean;
  /** Its corners; the last one is just before the state it leads to. */
  points: readonly Point[];
  /** Where its event is written, if it is. */
  label?: Point;
}

/** A drawing of the state machine. */
export interface Layout {
  /** Columns that it takes. */
  width: number;
  /** Where the names of the states are; a column before and one behind belong to them. */
  nodes: ReadonlyArray<readonly [TcpState, Point]>;
  /** Whether lines end in an arrow; otherwise they lead to the right. */
  arrows: boolean;
  /** What leads from one to another. */
  arcs: readonly Arc[];
}

/** An arc of the state machine's own row, so that no drawing can differ from it. */
function arc(
  from: TcpState,
  event: TcpEvent,
  points: readonly Point[],
  label?: Point,
): Arc {
  const row = transition(from, event);
  if (row === undefined) {
    throw new RangeError(
      `Cannot draw ${event} in ${from}: the table has no such row`,
    );
  }
  return { row, main: MAIN.has(row), points, label };
}

/**
 * The whole diagram: client on the left, server on the right, as in the lanes
 * of an exchange. CLOSED is there twice, at the start and at the end.
 */
export const WHOLE: Layout = {
  width: 80,
  arrows: true,
  nodes: [
    ["CLOSED", [32, 0]],
    ["SYN_SENT", [3, 2]],
    ["LISTEN", [56, 2]],
    ["SYN_RCVD", [55, 5]],
    ["ESTABLISHED", [29, 7]],
    ["FIN_WAIT_1", [2, 11]],
    ["CLOSING", [35, 11]],
    ["CLOSE_WAIT", [54, 11]],
    ["FIN_WAIT_2", [2, 15]],
    ["TIME_WAIT", [34, 15]],
    ["LAST_ACK", [55, 15]],
    ["CLOSED", [35, 18]],
  ],
  arcs: [
    arc("CLOSED", "open_active", [[31, 0], [8, 0], [8, 1]], [16, 0]),
    arc("CLOSED", "open_passive", [[40, 0], [60, 0], [60, 1]], [44, 0]),
    arc("SYN_SENT", "close", [[13, 2], [34, 2], [34, 1]], [21, 2]),
    arc("LISTEN", "close", [[55, 2], [37, 2], [37, 1]], [44, 2]),
    arc("LISTEN", "rcv_syn", [[58, 3], [58, 4]], [49, 3]),
    arc("SYN_RCVD", "rcv_rst[passive]", [[62, 4], [62, 3]], [64, 3]),
    arc("SYN_SENT", "rcv_syn", [[11, 3], [11, 5], [54, 5]], [28, 5]),
    arc("SYN_SENT", "rcv_syn_ack", [[6, 3], [6, 7], [28, 7]], [12, 7]),
    arc("SYN_RCVD", "rcv_ack_of_syn", [[60, 6], [60, 7], [42, 7]], [45, 7]),
    arc("ESTABLISHED", "close", [[32, 8], [32, 9], [6, 9], [6, 10]], [17, 9]),
    arc("ESTABLISHED", "rcv_fin", [[38, 8], [38, 9], [60, 9], [60, 10]], [
      46,
      9,
    ]),
    arc("FIN_WAIT_1", "rcv_fin", [[14, 11], [34, 11]], [20, 11]),
    arc("FIN_WAIT_1", "rcv_fin_ack_of_fin", [[12, 12], [12, 13], [37, 13], [
      37,
      14,
    ]], [16, 13]),
    arc("FIN_WAIT_1", "rcv_ack_of_fin", [[6, 12], [6, 14]], [8, 14]),
    arc("CLOSING", "rcv_ack_of_fin", [[41, 12], [41, 14]], [43, 13]),
    arc("CLOSE_WAIT", "close", [[60, 12], [60, 14]], [62, 13]),
    arc("FIN_WAIT_2", "rcv_fin", [[14, 15], [33, 15]], [20, 15]),
    arc("TIME_WAIT", "timeout_2msl", [[39, 16], [39, 17]], [41, 16]),
    arc("LAST_ACK", "rcv_ack_of_fin", [[60, 16], [60, 18], [43, 18]], [62, 17]),
  ],
};

/** The small diagram, from left to right. It names no events and has no SYN that meets a SYN. */
export const SMALL: Layout = {
  width: 73,
  arrows: false,
  nodes: [
    ["LISTEN", [0, 0]],
    ["SYN_RCVD", [9, 0]],
    ["SYN_SENT", [0, 2]],
    ["ESTABLISHED", [21, 1]],
    ["CLOSE_WAIT", [36, 0]],
    ["LAST_ACK", [49, 0]],
    ["CLOSED", [63, 0]],
    ["FIN_WAIT_1", [36, 2]],
    ["FIN_WAIT_2", [49, 2]],
    ["TIME_WAIT", [62, 2]],
    ["CLOSING", [50, 3]],
  ],
  arcs: [
    arc("LISTEN", "rcv_syn", [[8, 0], [9, 0]]),
    arc("SYN_RCVD", "rcv_ack_of_syn", [[19, 0], [20, 0], [20, 1], [21, 1]]),
    arc("SYN_SENT", "rcv_syn_ack", [[10, 2], [20, 2], [20, 1], [21, 1]]),
    arc("ESTABLISHED", "rcv_fin", [[33, 1], [35, 1], [35, 0], [36, 0]]),
    arc("CLOSE_WAIT", "close", [[48, 0], [49, 0]]),
    arc("LAST_ACK", "rcv_ack_of_fin", [[59, 0], [63, 0]]),
    arc("ESTABLISHED", "close", [[33, 1], [35, 1], [35, 2], [36, 2]]),
    arc("FIN_WAIT_1", "rcv_ack_of_fin", [[48, 2], [49, 2]]),
    arc("FIN_WAIT_2", "rcv_fin", [[61, 2], [62, 2]]),
    arc("TIME_WAIT", "timeout_2msl", [[66, 2], [66, 0]]),
    arc("FIN_WAIT_1", "rcv_fin", [[41, 2], [41, 3], [50, 3]]),
    arc("CLOSING", "rcv_ack_of_fin", [[59, 3], [66, 3], [66, 2]]),
  ],
};
