import type { Endpoint } from "../endpoint.ts";
import type { SocketRow } from "../kernel/mod.ts";
import {
  type TcpEvent,
  type TcpState,
  type Transition,
  transition,
} from "../tcp/mod.ts";
import type { Clock } from "./clock.ts";
import { EndTimer } from "./end_timer.ts";
import type { Errno } from "./errors.ts";
import { ReceiveSide } from "./receive_side.ts";
import type { Flags, Segment } from "./segment.ts";
import { SendSide } from "./send_side.ts";
import type { Sizes } from "./sizes.ts";
import { refuses, repliesOf } from "./table.ts";

/** What an end needs of the network around it. */
export interface Surroundings {
  readonly clock: Clock;
  transmit(segment: Segment): void;
  /** The handshake of this end is done. */
  established(end: End): void;
  /** This end is CLOSED: no segment reaches it any more. */
  closed(end: End): void;
  /** What the table shows of this end may have changed, its state by an event. */
  changed(end: End, event?: TcpEvent): void;
  /** A timer of this end runs from now on. */
  timed(end: End, event: TcpEvent, at: number): void;
}

/**
 * The kernel's half of a connection: a state, a send side, a receive side. The
 * table of `workbook/tcp/` decides each next state and what is answered; this
 * class feeds it with events.
 */
export class End {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** The socket table it stands in. A listener on `::` has IPv4 connections in that of IPv6. */
  readonly family: SocketRow["family"];
  /** A server's end is passive: its listener made it. */
  readonly origin: "active" | "passive";
  state: TcpState;
  /** Whether a program holds a descriptor. */
  owned = false;
  /** The error that the next call reports, and then forgets. */
  error: Errno | undefined;
  readonly sending: SendSide;
  readonly receiving: ReceiveSide;
  /** Called when a call that waits may go on. */
  onChange: () => void = () => {};
  readonly #around: Surroundings;
  readonly #timer: EndTimer;
  #released = false;

  constructor(
    around: Surroundings,
    at: { local: Endpoint; remote: Endpoint; family: SocketRow["family"] },
    origin: "active" | "passive",
    sizes: Sizes,
  ) {
    this.#around = around;
    this.#timer = new EndTimer(around.clock);
    this.local = at.local;
    this.remote = at.remote;
    this.family = at.family;
    this.origin = origin;
    this.state = origin === "active" ? "CLOSED" : "LISTEN";
    this.sending = new SendSide(
      sizes,
      (seq, data) => this.#send("ACK", seq, data),
    );
    this.receiving = new ReceiveSide(sizes, () => {
      if (this.state !== "CLOSED") this.#send("ACK");
    });
  }

  // What a program does.

  /** connect(2): sends a SYN. */
  open(): void {
    this.#apply("open_active");
  }

  /** The SYN was not answered: sends it again. */
  resendSyn(): void {
    this.#apply("timeout_rtx");
  }

  /** The SYN was never answered. */
  giveUp(): void {
    this.error = "ETIMEDOUT";
    this.#apply("timeout_user");
  }

  /**
   * send(2): takes as much as there is room for.
   *
   * @returns How many bytes were taken; `undefined` if it must wait.
   */
  write(data: Uint8Array): number | Errno | undefined {
    const error = this.#takeError() ??
      (refuses(this.state, "send") ? "EPIPE" : undefined);
    if (error !== undefined) return error;
    const count = this.sending.write(data);
    this.#around.changed(this);
    return count;
  }

  #takeError(): Errno | undefined {
    const { error } = this;
    this.error = undefined;
    return error;
  }

  /**
   * recv(2): takes what is there.
   *
   * @returns How many bytes; `null` at end of stream; `undefined` if it must wait.
   */
  read(target: Uint8Array): number | null | Errno | undefined {
    const count = this.receiving.read(target);
    this.#around.changed(this);
    // Bytes and a FIN come before an error: the kernel keeps what was received.
    if (count !== undefined) return count;
    return this.#takeError() ?? (this.state === "CLOSED" ? null : undefined);
  }

  /**
   * shutdown(2), SHUT_WR: a FIN behind what is in the send buffer (RFC 9293
   * section 3.10.4, CLOSE).
   */
  shutdown(): void {
    if (refuses(this.state, "close")) return;
    this.#apply("close");
    // A FIN that waits behind data counts, too.
    this.#around.changed(this);
  }

  /**
   * close(2) of the last descriptor. Bytes that nobody will read are lost: a
   * reset says so (RFC 9293 section 3.6.1, SHLD-3).
   */
  release(): void {
    this.owned = false;
    this.#released = true;
    this.#around.changed(this);
    if (this.receiving.unread > 0) this.abort(true);
    else this.#watchOrphan();
  }

  /**
   * Ends the connection by a reset (RFC 9293 section 3.10.5).
   *
   * @param always Linux resets in every state when bytes are left unread, also
   * where the table sends nothing.
   */
  abort(always = false): void {
    // Linux keeps TIME_WAIT apart from the socket: no program can end it.
    if (this.state === "CLOSED" || this.state === "TIME_WAIT") return;
    const row = this.#apply("abort");
    if (always && !row?.action.includes("RST")) this.#send("RST");
  }

  // What arrives.

  /** A segment for this end: the steps of RFC 9293 section 3.10.7.4, in their order. */
  receive(segment: Segment): void {
    const { flags, data } = segment;
    if (flags === "RST" || flags === "RST,ACK") return this.#reset();
    if (flags.startsWith("SYN")) this.receiving.expect(segment.seq + 1);
    if (flags === "SYN") return void this.#apply("rcv_syn");
    const finished = this.sending.acknowledge(segment);
    if (flags === "SYN,ACK") {
      this.#apply("rcv_syn_ack");
    } else if (this.state === "SYN_RCVD") {
      this.#apply("rcv_ack_of_syn");
    } else if (finished && flags === "FIN,ACK" && this.state === "FIN_WAIT_1") {
      this.receiving.finish();
      this.#apply("rcv_fin_ack_of_fin");
      return this.onChange();
    } else if (finished) {
      this.#apply("rcv_ack_of_fin");
    }
    if (data !== undefined) this.#receiveData(segment.seq, data);
    if (flags === "FIN,ACK") {
      this.receiving.finish();
      this.#apply("rcv_fin");
    }
    this.sending.push();
    this.#around.changed(this);
    this.onChange();
  }

  #receiveData(seq: number, data: Uint8Array): void {
    // SHLD-3 again: nobody can read this any more, and the peer must learn it.
    if (this.#released) return this.abort(true);
    this.receiving.take(seq, data);
    this.#apply("rcv_data");
  }

  /** The peer has reset the connection (RFC 9293 section 3.5.3). What the next call is told depends on the state. */
  #reset(): void {
    const { state } = this;
    if (state === "SYN_SENT") this.error = "ECONNREFUSED";
    else if (state === "CLOSE_WAIT") this.error = "EPIPE";
    else if (state !== "TIME_WAIT") this.error = "ECONNRESET";
    this.#apply(state === "SYN_RCVD" ? `rcv_rst[${this.origin}]` : "rcv_rst");
    this.onChange();
  }

  // The state machine.

  /** Looks the event up, goes to the next state, and sends what the row says. */
  #apply(event: TcpEvent): Transition | undefined {
    const row = transition(this.state, event);
    if (row === undefined) return;
    const entered = row.to !== this.state;
    this.state = row.to;
    // Before the answer is sent: the peer's own answer may arrive within that call.
    if (entered) {
      this.#enter();
      this.#around.changed(this, event);
    }
    for (const flags of repliesOf(row)) {
      if (flags === "FIN") {
        this.sending.finish((seq) => this.#send("FIN,ACK", seq));
      } else this.#send(flags as Flags);
    }
    return row;
  }

  #enter(): void {
    if (this.state === "ESTABLISHED") this.#around.established(this);
    if (this.state === "FIN_WAIT_2") this.#watchOrphan();
    if (this.state === "TIME_WAIT") this.#startTimer("timeout_2msl");
    // A passive end that is back in LISTEN is gone: its listener stays.
    if (this.state !== "CLOSED" && this.state !== "LISTEN") return;
    this.state = "CLOSED";
    this.sending.clear();
    this.#timer.stop();
    this.#around.closed(this);
  }

  /** Linux does not wait for ever for the FIN of a peer that nobody reads from. */
  #watchOrphan(): void {
    if (this.#released && this.state === "FIN_WAIT_2") {
      this.#startTimer("timeout_orphan");
    }
  }

  #startTimer(event: TcpEvent): void {
    const at = this.#timer.start(() => this.#apply(event));
    this.#around.timed(this, event, at);
  }

  #send(
    flags: Flags,
    seq: number = this.sending.next(flags),
    data?: Uint8Array,
  ): void {
    const { local: from, remote: to, receiving } = this;
    const window = receiving.advertise();
    const ack = receiving.next;
    this.#around.changed(this);
    this.#around.transmit({ from, to, flags, seq, ack, window, data });
  }
}
