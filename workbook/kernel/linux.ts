import type { Endpoint } from "../endpoint.ts";
import type { TcpState } from "../tcp/state.ts";
import { formatAddress } from "./_address.ts";
import type { SocketRow } from "./row.ts";
import { pattern } from "../pattern.ts";

/** The order in which a machine keeps the bytes of a number in memory. */
export type ByteOrder = "little-endian" | "big-endian";

/**
 * The column `st` (include/net/tcp_states.h of Linux). 0C is the kernel's own
 * name for a handshake that has no full socket yet; it prints as 03, and means
 * SYN_RCVD either way.
 */
const STATES: Record<string, TcpState> = {
  "01": "ESTABLISHED",
  "02": "SYN_SENT",
  "03": "SYN_RCVD",
  "04": "FIN_WAIT_1",
  "05": "FIN_WAIT_2",
  "06": "TIME_WAIT",
  "07": "CLOSED",
  "08": "CLOSE_WAIT",
  "09": "LAST_ACK",
  "0A": "LISTEN",
  "0B": "CLOSING",
  "0C": "SYN_RCVD",
};

/** Address of one word or of four, and port. */
const ENDPOINT = pattern(/^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/i);

/** Number of the row, which begins it. */
const NUMBER = pattern(/^\d+:$/);

/** Bytes not yet acknowledged, bytes not yet read. */
const QUEUES = pattern(/^([0-9A-F]+):([0-9A-F]+)$/i);

/**
 * The byte order of the machine that runs this program.
 *
 * @returns How this machine keeps a number of more than one byte.
 */
export function machineByteOrder(): ByteOrder {
  const [first] = new Uint8Array(Uint16Array.of(1).buffer);
  return first === 1 ? "little-endian" : "big-endian";
}

/**
 * The kernel keeps an address as it travels, in network order, and prints each
 * four bytes of it as one number, in the machine's order. It turns the port
 * round before it prints it.
 */
function endpoint(address: string, port: string, host: ByteOrder): Endpoint {
  const bytes = new Uint8Array(address.length / 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at += 4) {
    const word = parseInt(address.slice(2 * at, 2 * at + 8), 16);
    view.setUint32(at, word, host === "little-endian");
  }
  return { hostname: formatAddress(bytes), port: parseInt(port, 16) };
}

/** Options of {@linkcode parseLinux}. */
export interface ParseLinuxOptions {
  /** The byte order of the machine whose kernel printed the text; this one's by default. */
  host?: ByteOrder;
  /** Connections with none of these ports are passed over unread. All rows by default. */
  ports?: readonly number[];
}

/**
 * Reads the text of `/proc/net/tcp`, `/proc/net/tcp6`, or both one after the
 * other. Header lines are passed over. The kernel prints the table in pieces, and
 * may print a socket again when the table changes in between: the later row
 * counts.
 *
 * Source: Documentation/networking/proc_net_tcp.rst of the Linux kernel.
 *
 * @param text What the kernel printed.
 * @param options Byte order, and which rows matter.
 * @returns The rows in the kernel's order.
 * @throws {SyntaxError} If a row is not of the known form.
 */
export function parseLinux(
  text: string,
  options: ParseLinuxOptions = {},
): SocketRow[] {
  const { host = machineByteOrder(), ports } = options;
  // Listeners stay: they tell which end of a connection is the server's.
  const wanted = ports && [
    " 0A ",
    ...ports.map((port) =>
      `:${port.toString(16).toUpperCase().padStart(4, "0")} `
    ),
  ];
  const rows = new Map<string, SocketRow>();
  for (const line of text.split("\n")) {
    if (wanted && !wanted.some((mark) => line.includes(mark))) continue;
    // A busy machine has thousands of rows: to split by a pattern takes three times as long.
    const fields = line.split(" ").filter((field) => field !== "");
    if (!NUMBER.test(fields[0] ?? "")) continue;
    // Between the queues and the inode: timer, retransmissions, user, time-outs.
    const [, local = "", remote = "", code = "", queues = ""] = fields;
    const inode = fields[9];
    const here = ENDPOINT.exec(local);
    const there = ENDPOINT.exec(remote);
    const state = STATES[code.toUpperCase()];
    const waiting = QUEUES.exec(queues);
    if (!here || !there || !state || !waiting || inode === undefined) {
      throw new SyntaxError(
        `Cannot read the kernel's socket table: the row "${line.trim()}" is not of the form of /proc/net/tcp`,
      );
    }
    // Several listeners may have one address; two connections never have both ends alike.
    const socket = state === "LISTEN" ? inode : "";
    rows.set(`${local} ${remote} ${socket}`, {
      family: here[1].length === 8 ? "ipv4" : "ipv6",
      local: endpoint(here[1], here[2], host),
      remote: endpoint(there[1], there[2], host),
      state,
      receiveQueue: parseInt(waiting[2], 16),
      sendQueue: parseInt(waiting[1], 16),
      owned: inode !== "0",
    });
  }
  return [...rows.values()];
}
