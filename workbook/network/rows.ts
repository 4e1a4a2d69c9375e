import type { SocketRow } from "../kernel/mod.ts";
import type { AcceptQueue } from "./accept_queue.ts";
import { familyOf } from "./address.ts";
import type { End } from "./end.ts";

/** The row of a listener, as Linux prints it: its receive queue is its accept queue. */
export function listenerRow(queue: AcceptQueue): SocketRow {
  const family = familyOf(queue.local.hostname);
  return {
    family,
    local: { ...queue.local },
    remote: { hostname: family === "ipv4" ? "0.0.0.0" : "::", port: 0 },
    state: queue.state,
    receiveQueue: queue.length,
    sendQueue: 0,
    owned: true,
  };
}

/** The row of one end of a connection. */
export function rowOf(end: End): SocketRow {
  const { state, family, local, remote } = end;
  // What is left of a connection in TIME_WAIT has no buffers and no descriptor.
  const gone = state === "TIME_WAIT";
  return {
    family,
    local: { ...local },
    remote: { ...remote },
    state,
    receiveQueue: gone ? 0 : end.receiving.queued,
    sendQueue: gone ? 0 : state === "SYN_SENT" ? 1 : end.sending.queued,
    owned: end.owned && !gone,
  };
}
