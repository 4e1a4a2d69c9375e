import type { Endpoint } from "../endpoint.ts";
import type { SocketRow } from "../kernel/mod.ts";
import { type TcpEvent, type TcpState, transition } from "../tcp/mod.ts";
import { AcceptQueue, queueFor } from "./accept_queue.ts";
import { familyOf } from "./address.ts";
import type { Clock } from "./clock.ts";
import { Cuts } from "./cuts.ts";
import { End, type Surroundings } from "./end.ts";
import { Ends } from "./ends.ts";
import { osError } from "./errors.ts";
import type { Watched } from "./observer.ts";
import { choosePort, isFree } from "./ports.ts";
import type { Profile } from "./profiles.ts";
import type { Random } from "./random.ts";
import { listenerRow, rowOf } from "./rows.ts";
import type { Flags, Segment } from "./segment.ts";
import { Sizes } from "./sizes.ts";
import { SynTimer } from "./syn_timer.ts";
import { arrivalOf, repliesOf } from "./table.ts";
import { Wire } from "./wire.ts";

/** The longest accept queue (`net.core.somaxconn` of Linux). */
const SOMAXCONN = 4_096;

/** Told of each segment as it arrives, at a virtual time in milliseconds. */
export type SegmentListener = (
  segment: Segment,
  atMs: number,
  fate: "arrives" | "dropped",
) => void;

/**
 * The kernel of the model: every socket of the network, and the way a segment
 * finds the one it is meant for. Both ends of each connection are here.
 */
export class Kernel implements Surroundings {
  readonly clock: Clock;
  readonly #random: Random;
  readonly #profile: Profile;
  readonly #wire: Wire;
  #ends = new Ends();
  #listeners = new Set<AcceptQueue>();
  /** Which queue a passive end belongs to until it is accepted. */
  #queueOf = new WeakMap<End, AcceptQueue>();
  #dialling = new Map<End, SynTimer>();
  readonly #onSegment: SegmentListener | undefined;
  readonly #watched: Watched;
  readonly #cuts: Cuts;

  constructor(
    clock: Clock,
    random: Random,
    profile: Profile,
    watched: Watched = {},
    onSegment?: SegmentListener,
  ) {
    this.clock = clock;
    this.#watched = watched;
    this.#onSegment = onSegment;
    this.#random = random;
    this.#profile = profile;
    this.#cuts = new Cuts(random, profile);
    this.#wire = new Wire(clock, random, profile, (s) => this.#deliver(s));
  }

  /** bind(2) and listen(2). */
  listen(local: Endpoint, backlog: number): AcceptQueue {
    const bound = { ...local };
    const free = (port: number) =>
      isFree({ ...local, port }, this.#listeners, this.#ends.values());
    if (local.port === 0) bound.port = choosePort(this.#random, 1, free);
    else if (!free(local.port)) throw osError("EADDRINUSE");
    // A negative backlog is a huge one to the kernel.
    const length = backlog < 0 ? SOMAXCONN : Math.min(backlog, SOMAXCONN);
    const queue = new AcceptQueue(bound, length);
    this.#listeners.add(queue);
    this.#queueChanged(queue);
    this.#reviewSyns();
    return queue;
  }

  /** close(2) of a listener. */
  closeListener(queue: AcceptQueue): void {
    this.#listeners.delete(queue);
    queue.close();
    this.#queueChanged(queue);
    this.#reviewSyns();
  }

  /** accept(2): takes a connection, and so makes room in the queue. */
  accept(queue: AcceptQueue): End | undefined {
    const end = queue.take();
    if (end === undefined) return;
    end.owned = true;
    this.#queueChanged(queue);
    this.changed(end);
    this.#reviewSyns();
    return end;
  }

  /**
   * connect(2): sends a SYN. The answer comes later.
   *
   * @param from The port to send it from, if bind(2) chose one; 0 for any.
   */
  connect(source: string, remote: Endpoint, from = 0): End {
    const port = from || choosePort(this.#random, 0, (port) => {
      const local = { hostname: source, port };
      // What is left of an old connection at its server would take the SYN for its own.
      const left = this.#ends.get(remote, local);
      return this.#ends.get(local, remote) === undefined &&
        (left === undefined || left.state === "TIME_WAIT") &&
        queueFor(local, this.#listeners) === undefined;
    });
    const local = { hostname: source, port };
    const end = this.#newEnd(local, remote, familyOf(source), "active");
    end.owned = true;
    this.#dialling.set(end, new SynTimer(this.clock, end, this));
    end.open();
    return end;
  }

  /** All rows: listeners, then the ends of connections in the order they began. */
  rows(): SocketRow[] {
    return [
      ...Array.from(this.#listeners, listenerRow),
      ...Array.from(this.#ends.values(), rowOf),
    ];
  }

  // What the ends ask for.

  transmit(segment: Segment): void {
    this.#watched.observer?.sent(segment);
    this.#wire.send(segment);
  }

  established(end: End): void {
    this.#stopDialling(end);
    const queue = this.#queueOf.get(end);
    if (queue === undefined) return;
    queue.established(end);
    this.#queueChanged(queue);
  }

  closed(end: End): void {
    this.#stopDialling(end);
    this.#queueOf.get(end)?.drop(end);
    // A new incarnation may have taken its place.
    this.#ends.delete(end);
  }

  changed(end: End, event?: TcpEvent): void {
    this.#watched.observer?.changed(end, rowOf(end), event);
  }

  timed(end: End, event: TcpEvent, at: number): void {
    this.#watched.observer?.timed(end, event, at);
  }

  #queueChanged(queue: AcceptQueue): void {
    this.#watched.observer?.changed(queue, listenerRow(queue));
  }

  #stopDialling(end: End): void {
    this.#dialling.get(end)?.stop();
    this.#dialling.delete(end);
  }

  #newEnd(
    local: Endpoint,
    remote: Endpoint,
    family: SocketRow["family"],
    origin: End["origin"],
  ): End {
    const sizes = new Sizes(this.#random, this.#profile);
    const end = new End(this, { local, remote, family }, origin, sizes);
    this.#ends.add(end);
    this.#cuts.begin(end);
    return end;
  }

  // The way of a segment.

  #deliver(segment: Segment): void {
    const end = this.#ends.get(segment.to, segment.from);
    const queue = end === undefined || end.state === "TIME_WAIT"
      ? queueFor(segment.to, this.#listeners)
      : undefined;
    const dropped = end === undefined && segment.flags === "SYN" && queue?.full;
    const fate = dropped ? "dropped" : "arrives";
    this.#onSegment?.(segment, this.clock.now, fate);
    this.#watched.observer?.arrived(segment, fate);
    if (dropped) return;
    // A new connection between the same endpoints may replace one in TIME_WAIT
    // (RFC 9293 section 3.6.1, MAY-2).
    const replaces = end?.state === "TIME_WAIT" && segment.flags === "SYN" &&
      queue !== undefined;
    if (end !== undefined && !replaces) {
      if (this.#cuts.isDue(end)) return this.#cut(end);
      end.receive(segment);
    } else if (queue !== undefined && segment.flags === "SYN") {
      this.#begin(queue, segment);
    } else {
      this.#reply(queue?.state ?? "CLOSED", segment);
    }
  }

  /** A SYN for a listener (RFC 9293 section 3.10.7.2). LISTEN itself stays: a new end takes part in the handshake. */
  #begin(queue: AcceptQueue, segment: Segment): void {
    const family = familyOf(queue.local.hostname);
    const end = this.#newEnd(segment.to, segment.from, family, "passive");
    this.#queueOf.set(end, queue);
    queue.add(end);
    end.receive(segment);
  }

  /** No connection: the table says with which reset to answer, if with any (RFC 9293 section 3.10.7.1). */
  #reply(state: TcpState, segment: Segment): void {
    const row = transition(state, arrivalOf(segment));
    if (row === undefined) return;
    for (const flags of repliesOf(row)) {
      const { to: from, from: to, ack: seq } = segment;
      this.transmit({
        from,
        to,
        flags: flags as Flags,
        seq,
        ack: 0,
        window: 0,
      });
    }
  }

  /** Something on the way resets the connection: this end at once, its peer a moment later. */
  #cut(end: End): void {
    const { local: from, remote: to } = end;
    const reset = { flags: "RST", seq: 0, ack: 0, window: 0 } as const;
    this.transmit({ from, to, ...reset });
    end.receive({ from: to, to: from, ...reset });
  }

  /** Which SYNs, sent again, would be answered now: somebody waits for these. */
  #reviewSyns(): void {
    for (const [end, timer] of this.#dialling) {
      if (queueFor(end.remote, this.#listeners)?.full !== true) timer.expect();
    }
  }
}
