/**
 * The runtime, locked before a submission is loaded, and put back after
 * whatever it did to it.
 *
 * @module
 */
import { holdTime } from "../../network/time_calls.ts";
import type { Fault } from "../../sandbox/fault.ts";
import { session } from "../kit/check_context.ts";
import { watchSockets } from "../kit/open_sockets.ts";
import { Peer } from "../kit/peer.ts";
import { rememberRuntime, restoreRuntime } from "./integrity.ts";
import { lockRuntime } from "./lockdown.ts";

const { listen } = Deno;

/** What a submission changed of the runtime. */
export interface Guard {
  /** What it changed while it was loaded; it is put back already. */
  readonly whileLoading: string[];
  /** Puts the runtime back as it was. Returns the names of what had changed. */
  restore(): string[];
}

/** What connections and listeners inherit: a submission reaches it through any of its own. */
function socketPrototypes(conn: Deno.TcpConn): Array<[string, object]> {
  const listener = listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  const ofConn = Object.getPrototypeOf(conn);
  return [
    ["Deno.TcpConn.prototype", ofConn],
    ["Deno.Conn.prototype", Object.getPrototypeOf(ofConn)],
    ["Deno.Listener.prototype", Object.getPrototypeOf(listener)],
    ["Peer.prototype", Peer.prototype],
  ];
}

/**
 * Locks the runtime, once, and watches what may still change.
 *
 * @param conn A connection: what it inherits is locked, too.
 */
export function guardRuntime(conn: Deno.TcpConn): Guard {
  // `load` would put the watched calls in place after the runtime was looked at.
  holdTime();
  watchSockets();
  const prototypes = socketPrototypes(conn);
  lockRuntime(prototypes.map(([, prototype]) => prototype));
  const runtime = rememberRuntime(prototypes);
  const whileLoading: string[] = [];
  session.watchLoading = () => {
    // A grader may have replaced calls itself.
    const now = rememberRuntime(prototypes);
    // It registers its checks after that: with the runtime as it was.
    return () => void whileLoading.push(...restoreRuntime(now));
  };
  return { whileLoading, restore: () => restoreRuntime(runtime) };
}

/** The fault of a submission that changed the runtime. */
export const tampered = (names: readonly string[]): Fault => ({
  cause: "tampered",
  what: `the submission changed ${names.join(", ")}`,
  expected: "Deno, the globals and the prototypes stay as they are",
  lookAt: "the assignment to it: write a function of your own instead",
});
