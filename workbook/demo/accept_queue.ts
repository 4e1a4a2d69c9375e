import type { SocketRow } from "../kernel/mod.ts";
import type { Opened } from "./opened.ts";
import type { Watch } from "./watch.ts";

/**
 * Connects to a listener. Where its accept queue is full, this waits in
 * SYN_SENT. It is given up when the demo ends, and a connection is closed.
 *
 * @param listener The listener.
 * @param open What is closed when the demo ends.
 */
export function dial(
  listener: Deno.TcpListener,
  open: Opened,
): Promise<Deno.TcpConn> {
  const { hostname, port } = listener.addr as Deno.NetAddr;
  const giveUp = new AbortController();
  open.keep({ close: () => giveUp.abort() });
  const { signal } = giveUp;
  const connecting = Deno.connect({ hostname, port, signal })
    .then((conn) => open.keep(conn));
  // A demo that is left early awaits it no more.
  connecting.catch(() => {});
  return connecting;
}

/** Whether a row is a client whose SYN has no answer yet. */
export function isDialling(row: SocketRow): boolean {
  return row.state === "SYN_SENT";
}

/** Whether this many rows are in ESTABLISHED: two a connection, whether it is accepted or not. */
export function areEstablished(
  count: number,
): (rows: SocketRow[]) => boolean {
  return (rows) =>
    rows.filter((row) => row.state === "ESTABLISHED").length === count;
}

/**
 * The rows of a listener and of its clients. Each client has a number, in the
 * order of their ports; one in SYN_SENT, whose port nobody knows, has none.
 *
 * @param port The listener's port.
 * @param clients The clients' ports.
 */
export function watchClients(
  port: number,
  clients: readonly number[],
): Watch {
  const numberOf = (one: number) => clients.indexOf(one) + 1;
  return {
    ports: [port, ...clients],
    // A client's port may have had a connection to somebody else before.
    mine: (row) => {
      const { state, local, remote } = row;
      return local.port === port &&
          (state === "LISTEN" || clients.includes(remote.port)) ||
        remote.port === port &&
          (isDialling(row) || clients.includes(local.port));
    },
    label: (row) => {
      const { state, local, remote, owned } = row;
      if (state === "LISTEN") return "the listener";
      if (isDialling(row)) return "a client that dials";
      if (clients.includes(local.port)) return `client ${numberOf(local.port)}`;
      const side = `server side of client ${numberOf(remote.port)}`;
      // Once this end has sent its FIN, only a close() can have left it without owner.
      const isWaiting = state === "ESTABLISHED" || state === "CLOSE_WAIT";
      return isWaiting && owned === false ? `${side}, not accepted` : side;
    },
  };
}
