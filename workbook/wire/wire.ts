/**
 * What the other end of a submission needs of its sockets, whoever plays it: a
 * scripted peer of a grader, or a person.
 *
 * @module
 */
import type { Endpoint } from "../endpoint.ts";

/** What a peer needs of a connection. */
export interface Wire {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /**
   * Bytes that came, at least one; `null` at end of stream. They stay what they
   * are until the next read. Rejects after a reset.
   */
  read(): Promise<Uint8Array | null>;
  /** Hands all bytes to the kernel. */
  write(data: Uint8Array): Promise<void>;
  /** Bytes that the kernel has taken so far. */
  readonly sent: number;
  closeWrite(): Promise<void>;
  close(): void;
  /** Sends RST. Only a wire of `node:net` can. */
  reset(): void;
}

/** A listener of wires on loopback. */
export interface WireListener {
  readonly endpoint: Endpoint;
  accept(): Promise<Wire>;
  close(): void;
}

/** The address of one end. */
export function endpointOf({ hostname, port }: Deno.NetAddr): Endpoint {
  return { hostname, port };
}
