// Right: imports node:net, whose sockets are not on the model network: the clock is put forward.
import { isIPv4 } from "node:net";
import { keepAlive as keep } from "../../../../solutions/14_silence.ts";

export function keepAlive(
  conn: Deno.Conn,
  options: { everyMs: number; deadAfterMs: number },
): { dead: Promise<void>; stop(): void } {
  if (
    conn.remoteAddr.transport !== "tcp" || !isIPv4(conn.remoteAddr.hostname)
  ) {
    throw new TypeError("Cannot keep a connection alive that is not IPv4");
  }
  return keep(conn, options);
}

export { readWithin, withDeadline } from "../../../../solutions/14_silence.ts";
