import type { Endpoint } from "../endpoint.ts";
import type { TcpState } from "../tcp/state.ts";
import { plainAddress } from "./_address.ts";
import { pattern } from "../pattern.ts";
import type { SocketRow } from "./row.ts";

/** The names of misc/ss.c of iproute2. */
const STATES: ReadonlyMap<string, TcpState> = new Map<string, TcpState>([
  ["ESTAB", "ESTABLISHED"],
  ["SYN-SENT", "SYN_SENT"],
  ["SYN-RECV", "SYN_RCVD"],
  ["FIN-WAIT-1", "FIN_WAIT_1"],
  ["FIN-WAIT-2", "FIN_WAIT_2"],
  ["TIME-WAIT", "TIME_WAIT"],
  ["UNCONN", "CLOSED"],
  ["CLOSE-WAIT", "CLOSE_WAIT"],
  ["LAST-ACK", "LAST_ACK"],
  ["LISTEN", "LISTEN"],
  ["CLOSING", "CLOSING"],
]);

/** State, bytes not yet read, bytes not yet acknowledged, two endpoints, details. */
const ROW = pattern(/^(\S+) +(\d+) +(\d+) +(\S+):(\d+) +(\S+):(\d+|\*) +(.*)$/);

/** The detail that names the file of the socket: 0 if no program has it. */
const INODE = pattern(/(?:^| )ino:(\d+)(?: |$)/);

/** To translate a filter takes the longer the more ports it names: more than these are picked here. */
const MOST_PORTS = 64;

/**
 * The arguments of `ss`: all TCP sockets, numbers instead of names, details.
 *
 * @param ports Connections with none of these ports may be left out. All rows by default.
 */
export function ssArguments(ports?: readonly number[]): string[] {
  if (!ports || ports.length > MOST_PORTS) return ["-tane"];
  // Listeners stay: they have no remote port.
  const wanted = [
    "dport = :0",
    ...ports.flatMap((port) => [`sport = :${port}`, `dport = :${port}`]),
  ];
  return ["-tane", wanted.join(" or ")];
}

/** `127.0.0.1`, `[::1]` and `*`, a listener of both families. */
function endpoint(address: string, port: string): Endpoint {
  const bare = address === "*"
    ? "::"
    : address.replace(pattern(/^\[(.*)\]$/), "$1");
  return {
    hostname: plainAddress(bare),
    port: port === "*" ? 0 : Number(port),
  };
}

/**
 * Reads what `ss -tane` of Linux prints. It asks the kernel for the rows of some
 * ports, where `/proc/net/tcp` prints all: of a busy machine that takes ten times
 * as long. The later of two rows of one socket counts, as in `parseLinux()`.
 *
 * Source: misc/ss.c of iproute2 from version 4.15 on.
 *
 * @param text What the command printed.
 * @param ports Connections with none of these ports are left out. All rows by default.
 * @returns The rows in the kernel's order.
 * @throws {SyntaxError} If a row is not of the known form.
 */
export function parseSs(text: string, ports?: readonly number[]): SocketRow[] {
  const wanted = ports?.map((port) => `:${port} `);
  const rows = new Map<string, SocketRow>();
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("State ")) continue;
    const isWanted = !wanted || line.startsWith("LISTEN ") ||
      wanted.some((mark) => line.includes(mark));
    if (!isWanted) continue;
    const [, name, unread, unsent, ...ends] = ROW.exec(line) ?? [];
    const [local, localPort, remote, remotePort, details] = ends;
    const state = STATES.get(name);
    const inode = INODE.exec(details ?? "")?.[1];
    if (!state || inode === undefined) {
      throw new SyntaxError(
        `Cannot read the kernel's socket table: the row "${line.trim()}" is not of the form of ss`,
      );
    }
    const isListener = state === "LISTEN";
    const row: SocketRow = {
      family: local.startsWith("[") || local === "*" ? "ipv6" : "ipv4",
      local: endpoint(local, localPort),
      remote: endpoint(remote, remotePort),
      state,
      receiveQueue: Number(unread),
      // Of a listener it is the length of its queue: not one byte is sent.
      sendQueue: isListener ? 0 : Number(unsent),
      owned: inode !== "0",
    };
    // Several listeners may have one address; two connections never have both ends alike.
    const socket = isListener ? inode : "";
    const key = `${local}:${localPort} ${remote}:${remotePort} ${socket}`;
    rows.set(key, row);
  }
  return [...rows.values()];
}
