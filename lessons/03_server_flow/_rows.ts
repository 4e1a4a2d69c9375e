import type { Watch } from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";

/**
 * The rows of the listener and, if a client is named, of its connection.
 *
 * @param port The listener's port.
 * @param clientPort The client's port.
 */
export function rowsOf(port: number, clientPort?: number): Watch {
  const ports = clientPort === undefined ? [port] : [port, clientPort];
  return {
    ports,
    // A port may have had other connections before this one.
    mine: ({ state, local, remote }) =>
      ports.includes(local.port) &&
      (state === "LISTEN" || ports.includes(remote.port)),
    label: (row) => nameOf(row, clientPort),
  };
}

function nameOf(row: SocketRow, clientPort?: number): string {
  if (row.state === "LISTEN") return "the listener";
  if (row.local.port === clientPort) return "client";
  return row.owned === false ? "server side, not accepted" : "server side";
}
