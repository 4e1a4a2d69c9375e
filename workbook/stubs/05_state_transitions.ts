import { todo } from "../../workbook/todo.ts";

/** An address and a port. */
export interface Endpoint {
  hostname: string;
  port: number;
}

/** The order in which a machine keeps the bytes of a number. */
export type ByteOrder = "little-endian" | "big-endian";

/** The eleven states of RFC 9293 section 3.3.2. */
export type TcpState =
  | ("CLOSED" | "LISTEN" | "SYN_SENT" | "SYN_RCVD" | "ESTABLISHED")
  | ("FIN_WAIT_1" | "FIN_WAIT_2" | "CLOSE_WAIT" | "CLOSING" | "LAST_ACK")
  | "TIME_WAIT";

/** What can happen: calls of the program, segments that arrive, timers that run out. */
export type TcpEvent =
  | ("open_passive" | "open_active" | "send" | "receive" | "close" | "abort")
  | ("rcv_syn" | "rcv_syn[passive]" | "rcv_syn[active]" | "rcv_syn_ack")
  | ("rcv_ack" | "rcv_ack_of_syn" | "rcv_data" | "rcv_fin" | "rcv_ack_of_fin")
  | ("rcv_fin_ack_of_fin" | "rcv_rst" | "rcv_rst[passive]" | "rcv_rst[active]")
  | ("rcv_bad_ack" | "rcv_out_of_window" | "timeout_user" | "timeout_rtx")
  | ("timeout_2msl" | "timeout_orphan");

/** One segment of the opening. */
export interface OpeningSegment {
  from: "client" | "server";
  /** `SYN`, `SYN,ACK` or `ACK`. */
  flags: string;
  seq: number;
  /** Absent in a segment without the flag ACK. */
  ack?: number;
}

/** One row of the kernel's table. */
export interface Row {
  local: Endpoint;
  remote: Endpoint;
  state: TcpState;
}

/**
 * The three segments that open a connection, in the order they are sent.
 *
 * @param clientIsn The client's initial sequence number, 0 to 4294967295.
 * @param serverIsn The server's.
 * @returns SYN, SYN,ACK and ACK. A SYN takes one sequence number; after
 * 4294967295 comes 0.
 */
export function openingSegments(
  clientIsn: number,
  serverIsn: number,
): OpeningSegment[] {
  return todo(`the handshake that starts at ${clientIsn} and ${serverIsn}`);
}

/**
 * Reads the text of Linux's `/proc/net/tcp`: a header line, then one line for
 * each IPv4 socket, its columns set apart by any number of spaces. Lines may
 * begin and end with spaces; blank lines are passed over.
 *
 * @param text What the kernel printed.
 * @param host The byte order of the machine whose kernel printed it.
 * @returns The rows, in the kernel's order.
 */
export function parseSocketTable(text: string, host: ByteOrder): Row[] {
  return todo(`the rows of ${text.length} characters, ${host}`);
}

/**
 * What a connection does when `event` happens in `state`: the rules are in the
 * lesson's text, their source is RFC 9293 section 3.10.
 *
 * A call that the state refuses, or that only queues, changes nothing: it is
 * answered like any other event. For a pair that the rules do not name, return
 * the state unchanged and no segment, or throw.
 *
 * @returns The state afterwards, and the segments sent, by their flags: `SYN`,
 * `SYN,ACK`, `ACK`, `FIN`, `RST`, `RST,ACK`. What is sent again counts, and so
 * does an acknowledgment that only repeats. User data is not listed.
 */
export function nextState(
  state: TcpState,
  event: TcpEvent,
): { state: TcpState; sends: string[] } {
  return todo(`the rules of the machine, for ${event} in ${state}`);
}

/**
 * Brings a socket of 127.0.0.1 into a state that lasts until `close()`.
 *
 * To write: LISTEN, ESTABLISHED, CLOSE_WAIT, FIN_WAIT_2, TIME_WAIT. If you like
 * to go on: SYN_SENT, FIN_WAIT_1, LAST_ACK, CLOSING.
 *
 * @returns When the state is reached: the local port of the row that shows it
 * (for SYN_SENT the remote port, since the local one is not known yet), and a
 * function that frees every socket. A row in TIME_WAIT may stay behind it.
 * @throws If the state is none of those you wrote; nothing is left open then.
 */
export function enterState(
  state: TcpState,
): Promise<{ port: number; close(): void }> {
  return todo(`sockets that bring a port into ${state}`);
}
