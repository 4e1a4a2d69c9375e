/**
 * What the kernel does to a program that cannot be had on loopback at will: a
 * check puts its own call behind `Deno.connect` or `accept()`.
 *
 * @module
 */
import { type Endpoint, formatEndpoint } from "../../endpoint.ts";
import { placeInSubmission } from "../../sandbox/paths.ts";
import {
  afterCheck,
  failInBackground,
  note,
  session,
} from "./check_context.ts";
import { osError } from "../../network/errors.ts";
import { meter } from "./metered_conn.ts";
import { delay } from "./waiting.ts";
import { real } from "./wire.ts";

type Connect = (options: Deno.ConnectOptions) => Promise<Deno.TcpConn>;
type Listen = (options: Deno.TcpListenOptions) => Deno.TcpListener;
type Accept = (conn: Deno.TcpConn) => Deno.TcpConn | Promise<Deno.TcpConn>;

/** What stands in, in this check. The watched sockets look here at each call. */
export const standIns: {
  listen?: Listen;
  connect?: Connect;
  accept?: Accept;
  /** Before the kernel is asked for a connection. */
  beforeAccept?: () => Promise<void>;
} = {};

/** How many of the calls that stand in, in this check, the submission has not made yet. */
let unasked = 0;

/** A call that is noticed when it is made. */
function noticed<A extends unknown[], R>(
  call: (...args: A) => R,
): (...args: A) => R {
  unasked++;
  afterCheck(() => {
    unasked = 0;
  });
  let wasAsked = false;
  return (...args) => {
    if (!wasAsked) unasked--;
    wasAsked = true;
    return call(...args);
  };
}

/** Whether the submission has opened a socket of `node:net` in this check. */
let hasNodeSockets = false;

/** Begins a check: none is opened. */
export function forgetNodeSockets(): void {
  hasNodeSockets = false;
}

/**
 * Says that a socket of `node:net` is opened. A peer may be one, too.
 *
 * @param stack The trace of the call.
 */
export function noteNodeSocket(stack = new Error().stack): void {
  hasNodeSockets ||= placeInSubmission(stack) !== undefined;
}

/**
 * Whether the submission has passed by what stands in: its sockets of `node:net`
 * go to the kernel, which does nothing of what the check is about.
 */
export const passedByStandIns = (): boolean => hasNodeSockets && unasked > 0;

/** Changes what `accept()` gives the submission in this check; throwing rejects it. */
export function standInForAccept(by: Accept): void {
  standIns.accept = noticed(by);
  afterCheck(() => {
    standIns.accept = undefined;
  });
}

/** Lets connections wait in the accept queue: in this check `accept()` asks for one only after this. */
export function holdAccept(until: Promise<void>): void {
  standIns.beforeAccept = () => until;
  afterCheck(() => {
    standIns.beforeAccept = undefined;
  });
}

/** Answers every `Deno.listen` of the submission in this check; a listener of `node:net` is none. */
export function lookAtListens(by: Listen): void {
  standIns.listen = by;
  afterCheck(() => {
    standIns.listen = undefined;
  });
}

/** Answers every `Deno.connect` of the submission in this check. */
export function standInForConnect(by: Connect): void {
  lookAtConnects(noticed(by));
}

/** Changes every connection that the submission asks for in this check. */
export function changeConnects(change: (conn: Deno.TcpConn) => void): void {
  standInForConnect(async (to) => {
    const conn = await real.connect(to);
    change(conn);
    return conn;
  });
}

/** Answers them as the kernel does: whoever calls none has passed by nothing. */
export function lookAtConnects(by: Connect): void {
  standIns.connect = by;
  afterCheck(() => {
    standIns.connect = undefined;
  });
}

/** One text for each address of IPv6. */
const plain = (hostname = "127.0.0.1") => {
  if (!hostname.includes(":")) return hostname;
  return new URL(`http://[${hostname}]`).hostname.slice(1, -1);
};

/**
 * Whether a check can give connections other addresses: sockets of `node:net`
 * have those that they have.
 */
export const canChangeAddresses = (): boolean => !session.usesNodeSockets;

/**
 * Lets a listener be reached under another endpoint in this check: neither has
 * every machine all addresses, nor may a submission use them.
 *
 * @param far The endpoint that the submission is given. To connect to another
 * one is a fault.
 * @param near The listener.
 */
export function reachAs(far: Endpoint, near: Endpoint): void {
  note(`${formatEndpoint(far)} is where the server listens, in this check`);
  standInForConnect(({ hostname, port, ...rest }) => {
    if (plain(hostname) === plain(far.hostname) && port === far.port) {
      return real.connect({ ...rest, ...near });
    }
    failInBackground({
      cause: "wrong-address",
      did: "Deno.connect()",
      expected: `a connection to ${formatEndpoint(far)}`,
      came: `a connection to ${
        formatEndpoint({ hostname: hostname ?? "127.0.0.1", port })
      }`,
      lookAt: "which endpoint does Deno.connect() get",
      at: placeInSubmission(new Error().stack),
    });
    return Promise.reject(new Deno.errors.ConnectionRefused("nobody is here"));
  });
}

/**
 * Lets the clients of this check have another address and port, as `remoteAddr`
 * tells them.
 *
 * @param endpoint That of all clients, or that of the nth one.
 */
export function acceptAs(
  endpoint: Endpoint | ((nth: number) => Endpoint),
): void {
  let nth = 0;
  standInForAccept((conn) => {
    nth++;
    const { hostname, port } = typeof endpoint === "function"
      ? endpoint(nth)
      : endpoint;
    note(`client ${nth} has the address ${formatEndpoint({ hostname, port })}`);
    const value: Deno.NetAddr = { transport: "tcp", hostname, port };
    return Object.defineProperty(conn, "remoteAddr", { value });
  });
}

/**
 * Lets every connect of this check fail with an error, as Deno would.
 *
 * @returns How often the submission has called `Deno.connect()`.
 */
export function failConnects(error: Error): () => number {
  let calls = 0;
  note(`Deno.connect() rejects with ${error.name}: ${error.message}`);
  standInForConnect(({ signal }) => {
    calls++;
    return Promise.reject(signal?.aborted ? signal.reason : error);
  });
  return () => calls;
}

/** A connect of the submission: how it ended, if it has. */
export interface WatchedConnect {
  end?: "made" | Error;
}

/** Watches every connect of this check. */
export function watchConnects(): readonly WatchedConnect[] {
  const connects: WatchedConnect[] = [];
  lookAtConnects(async (options) => {
    const one: WatchedConnect = {};
    connects.push(one);
    try {
      const conn = await real.connect(options);
      one.end = "made";
      return conn;
    } catch (error) {
      one.end = error as Error;
      throw error;
    }
  });
  return connects;
}

/** Calls of connect() that are held back until they are released. */
export interface HeldConnects {
  /** Those that completed, and where the submission asked for them. */
  readonly made: ReadonlyArray<{ conn: Deno.TcpConn; at?: string }>;
  /** Lets them complete, or fail with an error. */
  letGo(error?: Error): Promise<void>;
}

/** Holds every connect of this check; as with Deno's own, a signal ends it. */
export function holdConnects(): HeldConnects {
  const gate = Promise.withResolvers<Error | undefined>();
  const made: Array<{ conn: Deno.TcpConn; at?: string }> = [];
  const running: Promise<unknown>[] = [];
  standInForConnect(({ signal, ...to }) => {
    const at = placeInSubmission(new Error().stack);
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener("abort", () => reject(signal.reason));
      running.push(gate.promise.then(async (error) => {
        if (signal?.aborted) return;
        if (error) return reject(error);
        const conn = await real.connect(to);
        if (signal?.aborted) return conn.close();
        made.push({ conn, at });
        resolve(conn);
      }));
    });
  });
  afterCheck(() => made.forEach(({ conn }) => conn.close()));
  return {
    made,
    async letGo(error) {
      gate.resolve(error);
      await Promise.all(running);
    },
  };
}

/**
 * Lets the first connection of this check take no more than so many bytes: what
 * is written to it then waits until it is closed, as with a full send queue.
 */
export function fillFirstSendQueue(room = 0): void {
  let isFirst = true;
  standInForAccept((conn) => {
    if (isFirst) meter(conn, { room });
    isFirst = false;
    return conn;
  });
}

/**
 * Lets `accept()` reject once, as when a client has reset its connection
 * before it was accepted.
 *
 * @returns Whether it has rejected.
 */
export function failNextAccept(): () => boolean {
  let hasFailed = false;
  standInForAccept((conn) => {
    if (hasFailed) return conn;
    hasFailed = true;
    conn.close();
    note("accept() rejects with NotConnected");
    throw osError("ENOTCONN");
  });
  return () => hasFailed;
}

/** Calls of `accept()` that fail. */
export interface FailingAccepts {
  /** How many more of them fail. */
  left: number;
  /** How many were made in the very turn in which the one before had failed. */
  hasty: number;
}

/** What has happened when this is over waits for no timer, and for no socket. */
async function microtasks(): Promise<void> {
  for (let i = 0; i < 200; i++) await null;
}

/**
 * Lets `accept()` reject as the system lets it (accept(2)): with EMFILE, where no
 * descriptor is free. Who connects meanwhile waits in the accept queue. A call
 * that waits already does not fail.
 *
 * @param times How often.
 * @param by The errors, in turn.
 */
export function failAccepts(
  times: number,
  ...by: Array<Parameters<typeof osError>[0]>
): FailingAccepts {
  const often = times < Infinity ? `, ${times} times` : "";
  note(`accept() rejects with ${by.join(" and ")}${often}`);
  const failing = { left: times, hasty: 0 };
  let failed = 0;
  let hasJustFailed = false;
  standIns.beforeAccept = async () => {
    if (hasJustFailed) failing.hasty++;
    hasJustFailed = false;
    if (failing.left <= 0) return;
    failing.left--;
    await delay(1);
    hasJustFailed = true;
    // Over before any timer of the submission rings, on a busy machine, too.
    microtasks().then(() => hasJustFailed = false);
    throw osError(by[failed++ % by.length]);
  };
  afterCheck(() => {
    standIns.beforeAccept = undefined;
  });
  return failing;
}
