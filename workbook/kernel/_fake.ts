// Rows and tables for unit tests.
import type { TcpState } from "../tcp/state.ts";
import type { SocketRow } from "./row.ts";
import type { SocketTableSource } from "./source.ts";

/** A row between two ports of 127.0.0.1; a remote port 0 makes it a listener's. */
export function fakeRow(
  local: number,
  remote: number,
  state: TcpState = remote === 0 ? "LISTEN" : "ESTABLISHED",
): SocketRow {
  return {
    family: "ipv4",
    local: { hostname: "127.0.0.1", port: local },
    remote: { hostname: remote === 0 ? "0.0.0.0" : "127.0.0.1", port: remote },
    state,
    receiveQueue: 0,
    sendQueue: 0,
    owned: true,
  };
}

/** A table that shows the given readings one after the other, and the last one for ever. */
export function fakeTable(
  ...readings: SocketRow[][]
): SocketTableSource & { readings: number } {
  return {
    readings: 0,
    rows() {
      const at = Math.min(this.readings++, readings.length - 1);
      return Promise.resolve(readings[at]);
    },
  };
}
