import type { RowsEvent } from "../../workbook/demo/events.ts";
import { rowKey, type SocketRow } from "../../workbook/kernel/mod.ts";

const CLIENT = { hostname: "127.0.0.1", port: 43346 };
const SERVER = { hostname: "127.0.0.1", port: 37561 };
const COMMON = { family: "ipv4", receiveQueue: 0, sendQueue: 0 } as const;

/** What the table showed on Linux 6.18, with TCP_DEFER_ACCEPT at the listener. */
const RECORDED: Array<[row: SocketRow, label: string]> = [
  [
    {
      ...COMMON,
      local: SERVER,
      remote: { hostname: "0.0.0.0", port: 0 },
      state: "LISTEN",
      owned: true,
    },
    "listener (recorded)",
  ],
  [
    {
      ...COMMON,
      local: CLIENT,
      remote: SERVER,
      state: "ESTABLISHED",
      owned: true,
    },
    "client (recorded)",
  ],
  [
    {
      ...COMMON,
      local: SERVER,
      remote: CLIENT,
      state: "SYN_RCVD",
      owned: false,
    },
    "server's end (recorded)",
  ],
];

/** The client is open, and the server's end is not yet. */
export function recordedSynRcvd(): RowsEvent {
  const labels = Object.fromEntries(
    RECORDED.map(([row, label]) => [rowKey(row), label]),
  );
  return { type: "rows", rows: RECORDED.map(([row]) => row), labels };
}
