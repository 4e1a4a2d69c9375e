/**
 * The two ends of a connection, written short.
 *
 * @module
 */
import { type Endpoint, formatEndpoint } from "../../endpoint.ts";
import { pattern } from "../../pattern.ts";

/** The local and the remote end of a connection. */
export type Ends = [local: Endpoint, remote: Endpoint];

/**
 * The endpoints that a text names: `10.0.0.1:80/81` are two, one with each of
 * these ports.
 *
 * @throws {RangeError} If it names none.
 */
export function endpointsIn(text: string): Endpoint[] {
  const [, hostname, ports] = text.match(pattern(/^(.+):([\d/]+)$/)) ?? [];
  if (!ports) {
    throw new RangeError(`"${text}" is no endpoint; write 10.0.0.1:80`);
  }
  return ports.split("/").map((port) => ({ hostname, port: Number(port) }));
}

/**
 * Both ends of a connection, the local one first: `10.0.0.1:80 10.0.0.9:5000`.
 *
 * @throws {RangeError} If the text does not name two.
 */
export function endsIn(text: string): Ends {
  const ends = text.trim().split(" ").flatMap(endpointsIn);
  if (ends.length === 2) return ends as Ends;
  throw new RangeError(`write two ends, not "${text}"`);
}

/** The ends of a connection in words: `local 127.0.0.1:80, remote 10.0.0.9:5000`. */
export const endsInWords = ([local, remote]: Readonly<Ends>): string =>
  `local ${formatEndpoint(local)}, remote ${formatEndpoint(remote)}`;

/** A connection, as far as it has ends. */
export function withEnds([local, remote]: Readonly<Ends>): Deno.TcpConn {
  const localAddr: Deno.NetAddr = { transport: "tcp", ...local };
  const remoteAddr: Deno.NetAddr = { transport: "tcp", ...remote };
  return { localAddr, remoteAddr } as Deno.TcpConn;
}
