/**
 * The kernel's table of sockets as text: as Linux prints it, and as a row of a
 * check writes it.
 *
 * @module
 */
import type { Endpoint } from "../../endpoint.ts";
import type { ByteOrder } from "../../kernel/mod.ts";
import { TCP_STATES, type TcpState } from "../../tcp/mod.ts";
import { pattern } from "../../pattern.ts";
import * as random from "./random.ts";

/** What a row of the table says. */
export interface TableRow {
  local: Endpoint;
  remote: Endpoint;
  state: TcpState;
}

/** The column `st` (include/net/tcp_states.h of Linux). */
const CODES: Record<TcpState, string> = {
  ESTABLISHED: "01",
  SYN_SENT: "02",
  SYN_RCVD: "03",
  FIN_WAIT_1: "04",
  FIN_WAIT_2: "05",
  TIME_WAIT: "06",
  CLOSED: "07",
  CLOSE_WAIT: "08",
  LAST_ACK: "09",
  LISTEN: "0A",
  CLOSING: "0B",
};

/** The first line of the table. */
export const TABLE_HEADER =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

/** `127.0.0.1` of a little-endian machine is `0100007F`: a number of its own order. */
function printedEndpoint(
  { hostname, port }: Endpoint,
  host: ByteOrder,
): string {
  const bytes = Uint8Array.from(hostname.split("."), Number);
  if (host === "little-endian") bytes.reverse();
  return `${bytes.toHex()}:${hex(port, 4)}`.toUpperCase();
}

const hex = (value: number, width: number) =>
  value.toString(16).toUpperCase().padStart(width, "0");

/**
 * One line of the table. What a reader passes over is random.
 *
 * @param row What it says.
 * @param host The byte order of the machine that prints it.
 * @param number Its number in the table.
 * @param gap What stands between two columns; one blank by default.
 */
export function printedRow(
  { local, remote, state }: TableRow,
  host: ByteOrder,
  number: number,
  gap: () => string = () => " ",
): string {
  const unread = state === "LISTEN" ? 0 : random.integer(0, 0x2d_9001);
  // A row of the kernel's own tables for requests and TIME_WAIT is shorter.
  const tail = state === "TIME_WAIT" || state === "SYN_RCVD"
    ? ["0", "0", "0", "2", "0000000000000000"]
    : ["0", "0", "21397", "1", "0000000000000000", "100", "0", "0", "10", "0"];
  return [
    `${number}:`.padStart(5),
    printedEndpoint(local, host),
    printedEndpoint(remote, host),
    CODES[state],
    `${hex(unread, 8)}:${hex(random.integer(0, 9), 8)}`,
    "00:00000000",
    "00000000",
    ...tail,
  ].reduce((line, column) => line + gap() + column).padEnd(149);
}

/** An endpoint whose first and last byte are above 127: there a shift gives a number with a sign, in either order. */
function anyEndpoint(): Endpoint {
  const bytes = random.bytes(4).with(0, random.integer(128, 223))
    .with(3, random.integer(128, 254));
  return { hostname: bytes.join("."), port: random.integer(1, 0xffff) };
}

/** A row with other endpoints each time. */
export function anyTableRow(state: TcpState = "ESTABLISHED"): TableRow {
  const nobody = { hostname: "0.0.0.0", port: 0 };
  const remote = state === "LISTEN" ? nobody : anyEndpoint();
  return { local: anyEndpoint(), remote, state };
}

/**
 * A row as a check writes it: `127.0.0.1:9821 0.0.0.0:0 LISTEN`.
 *
 * @throws {RangeError} If it is none: with what to write.
 */
export function tableRow(text: string): TableRow {
  const form = pattern(/^([\d.]+):(\d+) ([\d.]+):(\d+) (\w+)$/);
  const [, local, port, remote, far, state] = text.match(form) ?? [];
  if (!TCP_STATES.includes(state as TcpState)) {
    throw new RangeError(
      `"${text}" is no row; write 127.0.0.1:9821 0.0.0.0:0 LISTEN`,
    );
  }
  return {
    local: { hostname: local, port: Number(port) },
    remote: { hostname: remote, port: Number(far) },
    state: state as TcpState,
  };
}
