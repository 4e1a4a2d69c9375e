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

/**
 * Makes a connection and hands out both ends.
 *
 * @param options.canReset Whether the peer can send RST.
 * @param options.name How the transcript calls the peer.
 */
export async function pair(
  options: { canReset?: boolean; name?: string; hostname?: string } = {},
): Promise<Pair> {
  const { canReset = false, name = "peer", hostname = "127.0.0.1" } = options;
  const listener = real.listen({ hostname, port: 0 });
  try {
    const to = { hostname, port: listener.addr.port };
    const [wire, conn] = await Promise.all([
      canReset
        ? connectWire(to, true)
        : real.connect(to).then((each) => denoWire(each)),
      listener.accept(),
    ]);
    keepCalls(conn);
    afterCheck(() => closeConn(conn));
    return {
      conn,
      peer: new Peer(wire, name),
      isClosed: () => !isOpenConn(conn),
    };
  } finally {
    listener.close();
  }
}
