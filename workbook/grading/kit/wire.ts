/**
 * The sockets of a scripted peer: the wire over Deno's own.
 *
 * @module
 */
import { endpointOf, type Wire } from "../../wire/wire.ts";
import { session } from "./check_context.ts";
import { watchCalls } from "./read_results.ts";
import { countMoved } from "./progress.ts";
import { busyUntil, usePort } from "./quiet.ts";

const { listen, connect } = Deno;

function listenSeen(options: Deno.TcpListenOptions): Deno.TcpListener {
  const listener = listen(options);
  // Another kind of socket has no port.
  usePort(listener.addr.port);
  return listener;
}

function connectSeen(options: Deno.ConnectOptions): Promise<Deno.TcpConn> {
  usePort(Number(options.port));
  // Until the name is known, the kernel's table does not show it.
  return busyUntil(connect(options));
}

/**
 * The calls that the grader's own peers use, taken before a submission is loaded:
 * a submission sees watched ones in their place, and on the model network these
 * are the model's.
 */
export const real = { listen: listenSeen, connect: connectSeen };

const { apply } = Reflect;
const { BadResource } = Deno.errors;

/** The calls of a connection that the grader needs. */
interface OwnCalls {
  setKeepAlive: Deno.TcpConn["setKeepAlive"];
  close: Deno.TcpConn["close"];
}

/** Those calls of the connections that a submission holds: it may put others in their place. */
const ownCalls = new WeakMap<Deno.Conn, OwnCalls>();

/** Remembers the calls of a connection before a submission gets it, and counts the ends it reads. */
export function keepCalls(conn: Deno.Conn): void {
  const { setKeepAlive, close } = conn as Deno.TcpConn;
  ownCalls.set(conn, { setKeepAlive, close });
  watchCalls(conn);
}

function callsOf(conn: Deno.Conn): OwnCalls {
  return ownCalls.get(conn) ?? conn as Deno.TcpConn;
}

/** Whether a connection's descriptor is still open. A closed one refuses every option. */
export function isOpenConn(conn: Deno.Conn): boolean {
  try {
    apply(callsOf(conn).setKeepAlive, conn, [false]);
    return true;
  } catch (error) {
    return !(error instanceof BadResource);
  }
}

/** Writes all of some bytes on a connection of the submission. */
export async function writeAll(
  conn: Deno.Conn,
  bytes: Uint8Array,
): Promise<void> {
  for (let sent = 0; sent < bytes.length;) {
    sent += await conn.write(bytes.subarray(sent));
  }
}

/** Closes a connection that a submission holds. */
export function closeConn(conn: Deno.Conn): void {
  apply(callsOf(conn).close, conn, []);
}

/** Room for what most peers read, in bytes: many clients get an answer of a few. */
const FEW_BYTES = 1_024;

/** Room for many megabytes. */
const MANY_BYTES = 65_536;

/** A wire over one of Deno's connections. */
export function denoWire(conn: Deno.TcpConn): Wire {
  let buffer = new Uint8Array(FEW_BYTES);
  // A peer's small writes must not wait for each other (RFC 9293 section 3.7.4).
  conn.setNoDelay(true);
  let taken = 0;
  return {
    get sent() {
      return taken;
    },
    local: endpointOf(conn.localAddr),
    remote: endpointOf(conn.remoteAddr),
    async read() {
      const n = await conn.read(buffer);
      if (n === null) return null;
      const bytes = buffer.subarray(0, n);
      if (n === buffer.length && n < MANY_BYTES) {
        buffer = new Uint8Array(MANY_BYTES);
      }
      return bytes;
    },
    async write(data) {
      for (let sent = 0; sent < data.length;) {
        const n = await conn.write(data.subarray(sent));
        sent += n;
        taken += n;
        countMoved(n);
      }
    },
    closeWrite: () => conn.closeWrite(),
    close: () => conn.close(),
    reset: () => {
      if (session.reset) return session.reset(conn);
      throw new Error(
        "Cannot reset a Deno connection: ask for { canReset: true }",
      );
    },
  };
}
