import type { Endpoint } from "../workbook/endpoint.ts";
import type { TcpState } from "../workbook/tcp/mod.ts";

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
  // In the exercise, part 1:
  //   return todo("part 1: four values in one text", conn);
  const { localAddr: local, remoteAddr: remote } = conn;
  // A blank is in no address, so no two connections can give one text.
  return `${local.hostname} ${local.port} ${remote.hostname} ${remote.port}`;
  // End of part 1.
}

// Part 2. demultiplex, connections first: an entry that is not LISTEN, whose
// local end is the segment's `to` and whose remote end is its `from`, gets the
// segment, whatever its flags. Return the entry itself, not a copy.

// Part 3. demultiplex, the others: a bare SYN goes to the listener on its port at
// exactly that address, else to the one at 0.0.0.0. Of what is left, a segment
// whose flags name RST is "drop", any other is answered: "RST". No hole of its own.

// In the exercise, part 2:
//   // The functions of parts 2 and 4 may share a helper. Write it here.
/** The address that stands for every address of IPv4. */
const ANY_ADDRESS = "0.0.0.0";

/** Whether two endpoints are one. */
function isSame(a: Endpoint, b: Endpoint): boolean {
  return a.hostname === b.hostname && a.port === b.port;
}
// End of part 2.

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
  // In the exercise, part 2:
  //   return todo("part 2: is there such a connection", segment, sockets);
  const { from, to, flags } = segment;
  const connection = sockets.find((entry) =>
    entry.state !== "LISTEN" &&
    isSame(entry.local, to) && isSame(entry.remote, from)
  );
  if (connection) return connection;
  if (flags === "SYN") {
    const listenerAt = (hostname: string) =>
      sockets.find(({ local, state }) =>
        state === "LISTEN" && isSame(local, { hostname, port: to.port })
      );
    const listener = listenerAt(to.hostname) ?? listenerAt(ANY_ADDRESS);
    if (listener) return listener;
  }
  return flags.split(",").includes("RST") ? "drop" : "RST";
  // End of part 2.
}

// Part 4. isSelfConnected: whether both ends of a connection are one endpoint.
// The port alone does not say so: two addresses may have the same port.

/**
 * Says whether a socket is connected to itself.
 *
 * @param conn The connection.
 */
export function isSelfConnected(conn: Deno.TcpConn): boolean {
  // In the exercise, part 4:
  //   return todo("part 4: compare the two ends", conn);
  return isSame(conn.localAddr, conn.remoteAddr);
  // End of part 4.
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

// In the exercise, part 5:
//   // What is kept for each client? A class may help. Write it here.
/** The longest line that is taken, without its end. */
const MAX_LINE_BYTES = 65_536;

/** Who leaves more than this unread is disconnected. */
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;

/** As many bytes as one read takes at most. */
const BUFFER_BYTES = 65_536;

/**
 * How long to wait after an accept() that failed for lack of something, such as
 * descriptors: the next one at once would fail, too (lesson 10).
 */
const RETRY_MS = 10;

const LF = 10;
const CR = 13;

/** One client of the chat: what it says, and what it must still be sent. */
class Member {
  readonly #conn: Deno.TcpConn;
  /** Lines that the kernel has not taken yet. */
  readonly #queue: Uint8Array[] = [];
  #unsent = 0;
  #writing?: Promise<void>;
  #isClosed = false;

  constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
  }

  /** Gives each line that the client sends, with one line feed at its end. */
  async *lines(): AsyncGenerator<Uint8Array> {
    const buffer = new Uint8Array(BUFFER_BYTES);
    // Bytes, not text: a line passes through as it came.
    let parts: Uint8Array[] = [];
    let length = 0;
    for (let n; (n = await this.#conn.read(buffer)) !== null;) {
      let rest = buffer.slice(0, n);
      for (let at; (at = rest.indexOf(LF)) >= 0;) {
        yield asLine([...parts, rest.subarray(0, at)]);
        [parts, length] = [[], 0];
        rest = rest.subarray(at + 1);
      }
      parts.push(rest);
      length += rest.length;
      // One more for a carriage return. Nobody can make us keep more.
      if (length > MAX_LINE_BYTES + 1) return;
    }
  }

  /** Puts a line into the queue; waits for nothing. */
  send(line: Uint8Array): void {
    if (this.#isClosed) return;
    this.#queue.push(line);
    this.#unsent += line.length;
    if (this.#unsent > MAX_UNSENT_BYTES) return this.close();
    this.#writing ??= this.#writeQueue();
  }

  /** The only writer of this connection: so lines never mix. */
  async #writeQueue(): Promise<void> {
    try {
      for (let line; (line = this.#queue.shift()) !== undefined;) {
        for (let sent = 0; sent < line.length;) {
          sent += await this.#conn.write(line.subarray(sent));
        }
        this.#unsent -= line.length;
      }
    } catch {
      this.close(); // A reset, or closed meanwhile: its read ends, too.
    }
    this.#writing = undefined;
  }

  /** Closes the connection once; a read or a write that waits ends by it. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#queue.length = 0;
    this.#conn.close();
  }

  /** Resolves when no write is under way. */
  async written(): Promise<void> {
    await this.#writing;
  }
}

/** One line of parts: without its carriage return, with a line feed. */
function asLine(parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const line = new Uint8Array(length + 1);
  let at = 0;
  for (const part of parts) {
    line.set(part, at);
    at += part.length;
  }
  const end = line[length - 1] === CR ? length - 1 : length;
  line[end] = LF;
  return line.subarray(0, end + 1);
}

/** accept() has failed. Only a lack of something needs a pause, not a reset in the queue, nor stop(). */
async function pauseAfter(failure: unknown): Promise<undefined> {
  const { BadResource, NotConnected } = Deno.errors;
  if (failure instanceof BadResource || failure instanceof NotConnected) return;
  await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
}
// End of part 5.

/**
 * Starts a chat: every line goes to everyone else. It listens on 127.0.0.1 when
 * this returns.
 *
 * @param options.port Port to listen on; 0, the default, lets the kernel choose.
 * @throws {Deno.errors.AddrInUse} If somebody listens on that port already.
 */
export function startChat(options: { port?: number } = {}): Server {
  // In the exercise, part 5:
  //   return todo("part 5: accept, read lines, send them on", options);
  const { port = 0 } = options;
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const members = new Set<Member>();
  const serving = new Set<Promise<void>>();
  let stopped = false;

  async function serve(member: Member): Promise<void> {
    try {
      for await (const line of member.lines()) {
        for (const other of members) if (other !== member) other.send(line);
      }
    } catch {
      // A reset, or close() ended the read: only this client is gone.
    } finally {
      members.delete(member);
      member.close();
      await member.written();
    }
  }

  async function acceptAll(): Promise<void> {
    while (!stopped) {
      // It rejects at stop(), and when a client in the accept queue has reset.
      const conn = await listener.accept().catch(pauseAfter);
      if (conn === undefined) continue;
      if (stopped) {
        conn.close(); // It left the accept queue just before stop() was called.
        break;
      }
      const member = new Member(conn);
      members.add(member);
      const work = serve(member);
      serving.add(work);
      work.then(() => serving.delete(work));
    }
    await Promise.all(serving);
  }

  const finished = acceptAll();
  return {
    addr: listener.addr,
    finished,
    stop() {
      if (!stopped) {
        stopped = true;
        listener.close();
        for (const member of members) member.close();
      }
      return finished;
    },
  };
  // End of part 5.
}
