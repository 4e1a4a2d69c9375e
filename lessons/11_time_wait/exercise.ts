import type { TcpState } from "../../workbook/tcp/mod.ts";
import { todo } from "../../workbook/todo.ts";

/** One segment of a trace. */
export interface Segment {
  from: "client" | "server";
  /** As in lesson 5, `PSH` too: `"SYN"`, `"SYN,ACK"`, `"PSH,ACK"`, `"FIN,ACK"`, `"FIN,PSH,ACK"` … */
  flags: string;
  seq: number;
  /** There is none without the flag ACK. */
  ack?: number;
  /** Payload bytes. */
  length: number;
}

/** A socket with a local address, and what was set before `bind()`. */
export interface BoundSocket {
  hostname: string;
  port: number;
  /** SO_REUSEADDR. */
  reuseAddr: boolean;
  /** SO_REUSEPORT. */
  reusePort: boolean;
}

/** A socket that is to be bound, and those that have a port already. */
export interface BindScenario {
  wanted: BoundSocket;
  existing: Array<BoundSocket & { state: TcpState }>;
}

// Part 1. whoWaits: which side is in TIME_WAIT at the end of a trace, which is
// one whole connection. A side waits when its first FIN does not acknowledge the
// other side's FIN. "both" is possible. "none" when not both sides sent a FIN, or
// anyone sent a RST. A FIN sent again counts once. Numbers are mod 2^32.

// Part 1: your own functions can stand here.

/**
 * Says which side of a connection is in TIME_WAIT after it.
 *
 * @param trace All segments of one connection, in order, to its last ACK.
 */
export function whoWaits(
  trace: Segment[],
): "client" | "server" | "both" | "none" {
  return todo("part 1: which side sent its FIN first, or did both", trace);
}

// Part 2. bindOutcome: "EADDRINUSE" when one of existing has the same port and an
// overlapping address, unless both sockets have reusePort, or both have reuseAddr
// and the existing one is not in LISTEN. Else "ok". Two addresses overlap when they
// are equal or one is 0.0.0.0.

/**
 * Says whether Linux lets a socket be bound, and then listen.
 *
 * @param scenario IPv4 sockets of one user.
 */
export function bindOutcome(scenario: BindScenario): "ok" | "EADDRINUSE" {
  const { wanted, existing } = scenario;
  return todo("part 2: which of existing is in the way", wanted, existing);
}

// Part 3. politeHandler: lesson 3's protocol on one connection. Answer each chunk
// that read() gives with OK!!!, the chunk exit too; one read takes 64 bytes or
// more. At the end of the stream, close. Before exit there is no time limit.

// Part 4. politeHandler again: after the answer to exit, answer nothing, and let
// the client close first. Read on, and close at the end of the stream, or
// closeWithinMs after that answer, whatever arrives meanwhile. Send no FIN before.
// Leave no timer. Resolve when the connection is closed. No hole of its own.

// Part 3: your own functions can stand here.

/**
 * Serves one client, and leaves TIME_WAIT to it if it closes in time.
 *
 * @param conn A connection; it is closed afterwards.
 * @param options.closeWithinMs How long the client has to close after the
 * answer to `exit`, in milliseconds.
 * @throws {Error} At most when the connection was reset.
 */
export async function politeHandler(
  conn: Deno.Conn,
  options: { closeWithinMs: number },
): Promise<void> {
  await todo("part 3: read, answer, close", conn, options);
}

// Part 5. relisten: try at once to listen on 127.0.0.1 and port, then again at
// least every 100 ms while the port is taken. When withinMs have passed, throw
// Deno's AddrInUse (0: one try). Throw any other failure at once. Other work goes
// on meanwhile. Make no connection. Give the first listener that there is: closed
// and made again, it would reset whoever connects in between.

// Beyond. Clients that reset or speak without a pause, writes that take a part,
// two calls at once, failures that are no AddrInUse. No hole of its own.

// Part 5: your own functions can stand here.

/**
 * Listens on a port as soon as an old listener has gone.
 *
 * @param port The port, on 127.0.0.1.
 * @param options.withinMs How long to try, in milliseconds.
 * @throws {Deno.errors.AddrInUse} If the port is still taken then.
 */
export async function relisten(
  port: number,
  options: { withinMs: number },
): Promise<Deno.TcpListener> {
  return await todo("part 5: listen, and try again", port, options);
}
