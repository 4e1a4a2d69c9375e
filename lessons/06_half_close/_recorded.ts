/** What Deno has no call for, or what takes a minute: recorded on Linux 6.18. */
import { type Events, recorded, say, step } from "../../workbook/demo/kit.ts";
import type { RowsEvent } from "../../workbook/demo/events.ts";
import { rowKey, type SocketRow } from "../../workbook/kernel/mod.ts";

/** `shutdown(c, SHUT_RD)`, called from Python; `c` and `peer` are the two ends. */
const SHUT_RD: Array<[call: string, result: string]> = [
  ["shutdown(c, SHUT_RD)", "0; both rows stay ESTABLISHED: nothing was sent"],
  ["recv(c)", "0, at once, without waiting"],
  ['send(peer, "later")', "5; acknowledged: the peer's send queue is 0"],
  ["recv(c)", '5, "later"'],
  ["recv(c)", "0"],
  ['send(c, "up")', "2: the other direction is open"],
];

/** The other direction of `shutdown()`, for which Deno has no call. */
export async function* recordedShutRd(): Events {
  yield step(4, "SHUT_RD sends nothing (C, recorded)");
  yield* recorded(SHUT_RD);
  yield say(
    "`SHUT_RD` concerns one end alone: the peer hears nothing of it, and on Linux its later bytes still come and can be read.",
  );
}

const CLIENT = { hostname: "127.0.0.1", port: 57986 };
const SERVER = { hostname: "127.0.0.1", port: 36573 };
/** The client's end: an unread FIN counts one byte. */
const WAITING: SocketRow = {
  family: "ipv4",
  local: CLIENT,
  remote: SERVER,
  state: "CLOSE_WAIT",
  receiveQueue: 1,
  sendQueue: 0,
  owned: true,
};
/** The server's end after its `close()`. */
const ORPHAN: SocketRow = {
  family: "ipv4",
  local: SERVER,
  remote: CLIENT,
  state: "FIN_WAIT_2",
  receiveQueue: 0,
  sendQueue: 0,
  owned: false,
};

function recordedRows(...rows: SocketRow[]): RowsEvent {
  const word = ({ local }: SocketRow) =>
    local === CLIENT ? "client (recorded)" : "server, no descriptor (recorded)";
  const labels = Object.fromEntries(
    rows.map((row) => [rowKey(row), word(row)]),
  );
  return { type: "rows", rows, labels };
}

/** One end forgets the connection, and the other does not know. */
export async function* halfOpen(): Events {
  yield step(8, "Half-open: one end has gone (recorded)");
  yield* recorded([["close(server)", "0; 0.2 seconds later:"]]);
  yield recordedRows(WAITING, ORPHAN);
  yield* recorded([["the client does nothing", "62 seconds later:"]]);
  yield recordedRows(WAITING);
  yield* recorded([['send(client, "late")', "4; then an RST came:"]]);
  yield recordedRows();
  yield* recorded([['send(client, "late")', "-1 EPIPE"]]);
  yield say(
    "First the connection was half-closed, and both ends knew. After a minute the server's kernel forgot its end without a word: half-open. The client learned it from the RST, when it sent.",
  );
}
