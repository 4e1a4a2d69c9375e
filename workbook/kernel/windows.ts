import type { Endpoint } from "../endpoint.ts";
import type { TcpState } from "../tcp/state.ts";
import { plainAddress } from "./_address.ts";
import type { SocketRow } from "./row.ts";
import { pattern } from "../pattern.ts";

/**
 * The English names. Windows translates them with the system's language
 * (LISTENING is ABHÖREN in German); the other languages are not known here.
 */
const STATES: ReadonlyMap<string, TcpState> = new Map<string, TcpState>([
  ["CLOSED", "CLOSED"],
  ["LISTENING", "LISTEN"],
  ["SYN_SENT", "SYN_SENT"],
  ["SYN_RECEIVED", "SYN_RCVD"],
  ["SYN_RCVD", "SYN_RCVD"],
  ["ESTABLISHED", "ESTABLISHED"],
  ["FIN_WAIT_1", "FIN_WAIT_1"],
  ["FIN_WAIT_2", "FIN_WAIT_2"],
  ["CLOSE_WAIT", "CLOSE_WAIT"],
  ["CLOSING", "CLOSING"],
  ["LAST_ACK", "LAST_ACK"],
  ["TIME_WAIT", "TIME_WAIT"],
  // The connection's record is being deleted: what RFC 9293 calls CLOSED.
  ["DELETE_TCB", "CLOSED"],
]);

/** Protocol, two endpoints, state; what follows is passed over. */
const ROW = pattern(/^\s*TCP\s+(\S+):(\d+)\s+(\S+):(\d+)\s+(\S+)/);

/** `[::1]`, `[fe80::1%12]` and `127.0.0.1` as they stand in an endpoint. */
function endpoint(address: string, port: string): Endpoint {
  return {
    hostname: plainAddress(address.replace(pattern(/^\[(.*)\]$/), "$1")),
    port: Number(port),
  };
}

/**
 * Reads what `netstat -an` prints on Windows. Lines of other protocols
 * and headings are passed over. Windows tells neither the queues nor whether a program
 * holds the socket: these are `null`.
 *
 * Source: netstat of the Windows command reference, and MIB_TCP_STATE of
 * `GetTcpTable`. It has been tried on sample texts only.
 *
 * @param text What the command printed.
 * @returns The rows in the command's order.
 * @throws {SyntaxError} If a row of TCP is not of the known form, or its state has no English name.
 */
export function parseWindows(text: string): SocketRow[] {
  const rows: SocketRow[] = [];
  for (const line of text.split("\n")) {
    if (!line.trimStart().startsWith("TCP")) continue;
    const match = ROW.exec(line);
    const state = STATES.get(match?.[5] ?? "");
    if (match === null || state === undefined) {
      const [, , , , , name] = match ?? [];
      const reason = name
        ? `the state "${name}" is no English name, and Windows in other languages is not known`
        : `the row "${line.trim()}" is not of the form of Windows in English`;
      throw new SyntaxError(
        `Cannot read the kernel's socket table: ${reason}`,
      );
    }
    const [, local, localPort, remote, remotePort] = match;
    rows.push({
      family: local.startsWith("[") ? "ipv6" : "ipv4",
      local: endpoint(local, localPort),
      remote: endpoint(remote, remotePort),
      state,
      receiveQueue: null,
      sendQueue: null,
      owned: null,
    });
  }
  return rows;
}
