import { Peer } from "./peer.ts";
import { afterCheck } from "./check_context.ts";
import { connectWire } from "./open_wire.ts";
import { closeConn, denoWire, isOpenConn, keepCalls, real } from "./wire.ts";

/** A connection: one end for the submission, one for the grader. */
export interface Pair {
  /** The end for the submission. */
  conn: Deno.TcpConn;
  /** The grader's end. */
  peer: Peer;
  /** Whether the submission's end is closed. */
  isClosed(): boolean;
}

/** The listeners of this check, by their addresses. */
const listeners = new Map<string, Deno.TcpListener>();

/** The connection that is made now: the next one waits, so that each is accepted by whom it is for. */
let last: Promise<unknown> = Promise.resolve();

/**
 * The listener of all connections of a check: they have one local end, so that
 * whoever tells connections apart by it alone takes two for one.
 */
function listenerOn(hostname: string): Deno.TcpListener {
  const known = listeners.get(hostname);
  if (known) return known;
  const listener = real.listen({ hostname, port: 0 });
  listeners.set(hostname, listener);
  afterCheck(() => {
    listeners.delete(hostname);
    listener.close();
    // One that the check has left half made keeps no other check waiting.
    last = Promise.resolve();
  });
  return listener;
}

/**
 * Makes a connection and hands out both ends. All of a check are accepted by one listener.
 *
 * @param options.canReset Whether the peer can send RST.
 * @param options.name How the transcript calls the peer.
 * @param options.connects Whether the submission's end is the one that connects:
 * all of those lead to one port.
 */
export async function pair(
  options: {
    canReset?: boolean;
    name?: string;
    hostname?: string;
    connects?: boolean;
  } = {},
): Promise<Pair> {
  const { canReset = false, name = "peer", hostname = "127.0.0.1" } = options;
  const listener = listenerOn(hostname);
  const to = { hostname, port: listener.addr.port };
  const before = last;
  const making = (async () => {
    await before;
    if (options.connects) {
      const wire = listener.accept().then((each) => denoWire(each));
      return await Promise.all([wire, real.connect(to)]);
    }
    return await Promise.all([
      canReset
        ? connectWire(to, true)
        : real.connect(to).then((each) => denoWire(each)),
      listener.accept(),
    ]);
  })();
  last = making.catch(() => {});
  const [wire, conn] = await making;
  keepCalls(conn);
  afterCheck(() => closeConn(conn));
  return {
    conn,
    peer: new Peer(wire, name),
    isClosed: () => !isOpenConn(conn),
  };
}
