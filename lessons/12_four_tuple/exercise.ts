import type { Endpoint } from "../../workbook/endpoint.ts";
import type { TcpState } from "../../workbook/tcp/mod.ts";
import { todo } from "../../workbook/todo.ts";

/** A socket of a host: a row of lesson 5's `parseSocketTable`. */
export interface SocketEntry {
  /** This host's end; a listener may have the address 0.0.0.0. */
  local: Endpoint;
  /** The peer's end; 0.0.0.0:0 for a listener. */
  remote: Endpoint;
  state: TcpState;
}

/** A running server, as in lesson 3. */
export interface Server {
  /** Where it listens: 127.0.0.1 and the port that the kernel gave. */
  readonly addr: Deno.NetAddr;
  /** Pending while the server runs; resolves when everything is closed, and never rejects. */
  readonly finished: Promise<void>;
  /** Stops the server. */
  stop(): Promise<void>;
}

// Part 1. connectionKey: a text made of the address and port of both ends.
// Connections that differ in one of the four values have different keys. The key
// depends on nothing else: it may serve in a Map. Both ends of one connection may
// have the same key. Mind where one value ends and the next one begins.

/**
 * Names a connection by its four values.
 *
 * @param conn The connection.
 */
export function connectionKey(conn: Deno.TcpConn): string {
  return todo("part 1: four values in one text", conn);
}

// Part 2. demultiplex, connections first: an entry that is not LISTEN, whose
// local end is the segment's `to` and whose remote end is its `from`, gets the
// segment, whatever its flags. Return the entry itself, not a copy.

// Part 3. demultiplex, the others: a bare SYN goes to the listener on its port at
// exactly that address, else to the one at 0.0.0.0. Of what is left, a segment
// whose flags name RST is "drop", any other is answered: "RST". No hole of its own.

// The functions of parts 2 and 4 may share a helper. Write it here.

/**
 * Decides whose segment it is, as a kernel does. IPv4.
 *
 * @param segment What arrived: `from` is its sender, `to` this host; with flags such as `"SYN"` or `"PSH,ACK"`.
 * @param sockets The sockets of this host, in any order; none is CLOSED.
 * @returns The entry that gets it, `"RST"` for an answer, or `"drop"` for none.
 */
export function demultiplex(
  segment: { from: Endpoint; to: Endpoint; flags: string },
  sockets: SocketEntry[],
): SocketEntry | "RST" | "drop" {
  return todo("part 2: is there such a connection", segment, sockets);
}

// Part 4. isSelfConnected: whether both ends of a connection are one endpoint.
// The port alone does not say so: two addresses may have the same port.

/**
 * Says whether a socket is connected to itself.
 *
 * @param conn The connection.
 */
export function isSelfConnected(conn: Deno.TcpConn): boolean {
  return todo("part 4: compare the two ends", conn);
}

// Part 5. startChat: each line, "\n" or "\r\n" at its end, goes with one "\n" to
// everyone else who is connected. Lines have up to 64 KiB and may come in pieces;
// those of a sender stay whole and in order. At a client's end of stream close its
// connection. An unfinished last line may be lost. stop() as in lesson 3.

// Part 6. A slow or dead client blocks nobody: it may never read, reset, or be
// gone. Others get their lines at once. A late reader gets every line, in order;
// a client with over 8 MiB unread may be closed. stop() waits for no client.
// No hole of its own: look at who waits for a write().

// Beyond. Everybody talks at once, short writes, a client resets in the accept
// queue, megabytes for one who reads late. No hole of its own.

// What is kept for each client? A class may help. Write it here.

/**
 * Starts a chat: every line goes to everyone else. It listens on 127.0.0.1 when
 * this returns.
 *
 * @param options.port Port to listen on; 0, the default, lets the kernel choose.
 * @throws {Deno.errors.AddrInUse} If somebody listens on that port already.
 */
export function startChat(options: { port?: number } = {}): Server {
  return todo("part 5: accept, read lines, send them on", options);
}
