import type { Endpoint } from "../endpoint.ts";
import { type TcpState, transition } from "../tcp/mod.ts";
import { covers, isWildcard } from "./address.ts";
import type { End } from "./end.ts";

/**
 * The kernel's half of a listener: a local endpoint in LISTEN and the queue of
 * connections whose handshake is done and which nobody has accepted. RFC 9293
 * knows no such queue: it is listen(2) that has it, and its length.
 */
export class AcceptQueue {
  readonly local: Endpoint;
  /** The queue holds one connection more than this. */
  readonly backlog: number;
  state: TcpState;
  /** Called when a connection enters the queue. */
  onReady: () => void = () => {};
  #done: End[] = [];
  #handshaking = new Set<End>();

  constructor(local: Endpoint, backlog: number) {
    this.local = local;
    this.backlog = backlog;
    this.state = transition("CLOSED", "open_passive")!.to;
  }

  /** How many connections wait for `accept()`. */
  get length(): number {
    return this.#done.length;
  }

  /**
   * Whether a SYN is dropped. It is not refused: the client tries again, and
   * finds room if somebody has called accept() meanwhile.
   */
  get full(): boolean {
    return this.#done.length + this.#handshaking.size > this.backlog;
  }

  /** A SYN has made a connection; its handshake goes on. */
  add(end: End): void {
    this.#handshaking.add(end);
  }

  /** The handshake is done: the connection waits, whether anybody accepts or not. */
  established(end: End): void {
    if (!this.#handshaking.delete(end)) return;
    this.#done.push(end);
    this.onReady();
  }

  /** A handshake that came to nothing. A connection that was reset later stays in the queue. */
  drop(end: End): void {
    this.#handshaking.delete(end);
  }

  /** Takes the connection that has waited longest. */
  take(): End | undefined {
    return this.#done.shift();
  }

  /** Connections that nobody accepted are reset. */
  close(): void {
    this.state = transition("LISTEN", "close")!.to;
    for (const end of [...this.#handshaking, ...this.#done]) end.abort();
    this.#done = [];
  }
}

/**
 * The queue of the listener that a segment is for. A listener for just this
 * address comes before one for every address.
 *
 * @param local The endpoint that the segment is sent to.
 * @param queues The queues of all listeners.
 */
export function queueFor(
  local: Endpoint,
  queues: Iterable<AcceptQueue>,
): AcceptQueue | undefined {
  let found: AcceptQueue | undefined;
  for (const queue of queues) {
    if (queue.local.port !== local.port) continue;
    if (!covers(queue.local.hostname, local.hostname)) continue;
    if (!isWildcard(queue.local.hostname)) return queue;
    found = queue;
  }
  return found;
}
