import type { Endpoint } from "../endpoint.ts";
import { TCP_STATES } from "../tcp/state.ts";
import { plainAddress } from "./_address.ts";
import type { SocketRow } from "./row.ts";
import { pattern } from "../pattern.ts";

/** Protocol (`tcp46`: a listener for both families), two queues, two endpoints, state; what follows is passed over. */
const ROW = pattern(
  /^tcp(4|6|46)\s+(\d+)\s+(\d+)\s+(\S+)\.(\d+|\*)\s+(\S+)\.(\d+|\*)\s+(\S+)/,
);

/** `*` stands for the address zero and for the port 0. */
function endpoint(
  address: string,
  port: string,
  family: SocketRow["family"],
): Endpoint {
  const zero = family === "ipv4" ? "0.0.0.0" : "::";
  return {
    hostname: address === "*" ? zero : plainAddress(address),
    port: port === "*" ? 0 : Number(port),
  };
}

/**
 * Reads what `netstat -anlW -p tcp` prints on macOS. Lines of other
 * protocols and headings are passed over.
 *
 * `netstat` prints the buffer of a listener, which is always empty, and not its
 * accept queue: a listener's queues are `null`. It does not tell either whether
 * a program holds the socket.
 *
 * Source: netstat(1) and netstat.tproj/inet.c of Apple's network_cmds. It has
 * been tried on sample texts only.
 *
 * @param text What the command printed.
 * @returns The rows in the command's order.
 * @throws {SyntaxError} If a row of TCP is not of the known form.
 */
export function parseMacos(text: string): SocketRow[] {
  const rows: SocketRow[] = [];
  for (const line of text.split("\n")) {
    if (!line.startsWith("tcp")) continue;
    const match = ROW.exec(line);
    const state = TCP_STATES.find((state) => state === match?.[8]);
    if (match === null || state === undefined) {
      throw new SyntaxError(
        `Cannot read the kernel's socket table: the row "${line.trim()}" is not of the form of macOS`,
      );
    }
    const [, kind, received, sent, local, localPort, remote, remotePort] =
      match;
    const family = kind === "4" ? "ipv4" : "ipv6";
    const isListener = state === "LISTEN";
    rows.push({
      family,
      local: endpoint(local, localPort, family),
      remote: endpoint(remote, remotePort, family),
      state,
      receiveQueue: isListener ? null : Number(received),
      sendQueue: isListener ? null : Number(sent),
      owned: null,
    });
  }
  return rows;
}
