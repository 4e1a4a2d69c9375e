import type { Endpoint } from "../endpoint.ts";
import { netAddr } from "./address.ts";
import type { Descriptor } from "./descriptor.ts";
import type { End } from "./end.ts";
import { readableOf, writableOf } from "./streams.ts";

/** An address as `localAddr` shows it. On a listener of `::` an IPv4 address is a mapped one. */
function shown({ hostname, port }: Endpoint, { family }: End): Deno.NetAddr {
  const mapped = family === "ipv6" && !hostname.includes(":");
  return netAddr({ hostname: mapped ? `::ffff:${hostname}` : hostname, port });
}

/** Throws `BadResource` after `close()`, as every socket option does. */
let assertOpen: (conn: Conn) => void;

/** What `Deno.Conn` gives every connection. Its methods are in one prototype below `TcpConn`'s, as in Deno. */
class Conn {
  static {
    // Not a method: a connection has no name that Deno's have not.
    assertOpen = (conn) => conn.#descriptor.assertOpen();
  }

  readonly #descriptor: Descriptor;
  readonly #localAddr: Deno.NetAddr;
  readonly #remoteAddr: Deno.NetAddr;
  #readable: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;
  #writable: WritableStream<Uint8Array> | undefined;

  constructor(descriptor: Descriptor) {
    const { end } = descriptor;
    this.#descriptor = descriptor;
    this.#localAddr = shown(end.local, end);
    this.#remoteAddr = shown(end.remote, end);
  }

  /** The peer's address and port. */
  get remoteAddr(): Deno.NetAddr {
    return this.#remoteAddr;
  }

  /** This side's address and port. */
  get localAddr(): Deno.NetAddr {
    return this.#localAddr;
  }

  /** Writes some or all bytes; resolves to how many. */
  async write(p: Uint8Array): Promise<number> {
    return await this.#descriptor.write(p);
  }

  /** Reads at least one byte; resolves to how many, `null` at end of stream. */
  async read(p: Uint8Array): Promise<number | null> {
    // As in Deno: the length alone decides, even after close().
    if (p.length === 0) return 0;
    return await this.#descriptor.read(p);
  }

  /** Closes the connection. */
  close(): void {
    this.#descriptor.close();
  }

  /** Ends the sending direction: half-close. */
  closeWrite(): Promise<void> {
    return this.#descriptor.closeWrite();
  }

  /** What arrives, as a stream. Its end closes the connection. */
  get readable(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#readable ??= readableOf(this.#descriptor);
  }

  /** A stream to send through. Its end closes the connection. */
  get writable(): WritableStream<Uint8Array> {
    return this.#writable ??= writableOf(this.#descriptor);
  }

  /** Does nothing here: a call that waits does not keep the process alive. */
  ref(): void {}

  /** Does nothing here. */
  unref(): void {}

  /** Closes the connection if it is open. */
  [Symbol.dispose](): void {
    this.#descriptor.tryClose();
  }
}

/** A connection of the model network, with the surface of `Deno.TcpConn`. */
export class TcpConn extends Conn implements Deno.TcpConn {
  /** Accepted and without effect: the model has no Nagle delay. */
  setNoDelay(_noDelay = true): void {
    assertOpen(this);
  }

  /** Accepted and without effect: the model loses no peer silently. */
  setKeepAlive(_keepAlive = true): void {
    assertOpen(this);
  }
}
