import type { Endpoint } from "../endpoint.ts";
import type { TcpState } from "../tcp/state.ts";

/**
 * One row of the kernel's table of TCP sockets. It is plain data: it survives
 * `JSON.stringify()` and `JSON.parse()` unchanged.
 */
export interface SocketRow {
  /**
   * Which table the row stands in. A listener on `::` serves IPv4 clients too;
   * on Linux its end of such a connection stands in the table of IPv6, under
   * IPv4 addresses.
   */
  family: "ipv4" | "ipv6";
  /** This side. An IPv4-mapped IPv6 address is written as the IPv4 address. */
  local: Endpoint;
  /** The other side. Address zero and port 0 for a listener. */
  remote: Endpoint;
  /** The state of this side; the other side's row has its own. */
  state: TcpState;
  /**
   * Bytes received and not yet read by the program; an unread FIN counts one
   * on Linux. For a listener: the number of connections in its accept queue.
   * `null` where the system does not tell.
   */
  receiveQueue: number | null;
  /**
   * Bytes written and not yet acknowledged by the peer; a SYN or FIN on its
   * way counts one on Linux. `null` where the system does not tell.
   */
  sendQueue: number | null;
  /**
   * Whether a program holds a descriptor for this socket: `false` for a
   * connection nobody accepted, and for a socket that outlived its descriptor.
   * `null` where the system does not tell.
   */
  owned: boolean | null;
}
