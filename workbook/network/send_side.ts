import { ByteQueue } from "./bytes.ts";
import type { Flags, Segment } from "./segment.ts";
import type { Sizes } from "./sizes.ts";

/** Numbers: the SYN is 0, the first byte of data is 1 (RFC 9293 section 3.4). */
const FIRST_BYTE = 1;

/**
 * One direction of a connection at its sender: a buffer with a limit, the
 * receiver's window, and at last a FIN behind everything else.
 */
export class SendSide {
  readonly #sizes: Sizes;
  readonly #sendData: (seq: number, data: Uint8Array) => void;
  #sendFin: ((seq: number) => void) | undefined;
  #finSeq: number | undefined;
  #unsent = new ByteQueue();
  /** The next number to send. */
  #next = FIRST_BYTE;
  /** The oldest number not acknowledged (SND.UNA). */
  #unacknowledged = FIRST_BYTE;
  /** The first number beyond the receiver's window. */
  #windowEnd = 0;
  #isFull = false;
  #written = 0;
  #cleared = false;

  constructor(sizes: Sizes, sendData: (seq: number, data: Uint8Array) => void) {
    this.#sizes = sizes;
    this.#sendData = sendData;
  }

  /** Bytes in the buffer: not sent, or sent and not acknowledged. A FIN counts one. */
  get queued(): number {
    const fin = this.#sendFin !== undefined ? 1 : 0;
    return this.#unsent.length + this.#next - this.#unacknowledged + fin;
  }

  /** Whether the last write found no room for all of its bytes. */
  get full(): boolean {
    return this.#isFull;
  }

  /** Number of a segment without data. A SYN comes before everything. */
  next(flags: Flags): number {
    return flags.startsWith("SYN") ? 0 : this.#next;
  }

  /**
   * Copies into the buffer what it has room for, and sends what the window
   * allows. What is acknowledged at once makes room for more.
   *
   * @returns How many bytes; `undefined` if there is no room.
   */
  write(data: Uint8Array): number | undefined {
    // Even a write of nothing waits behind a full buffer.
    if (this.#isFull && !this.#hasRoom()) return;
    if (data.length === 0) return 0;
    const wanted = Math.min(data.length, this.#sizes.write(this.#written));
    let taken = 0;
    // A reset may come back within push().
    while (taken < wanted && !this.#cleared) {
      const limit = this.#sizes.sendBuffer(this.#written);
      const count = Math.min(wanted - taken, limit - this.queued);
      if (count <= 0) break;
      this.#unsent.push(data.slice(taken, taken + count));
      taken += count;
      this.#written += count;
      this.push();
    }
    this.#isFull = taken < wanted;
    return taken > 0 ? taken : undefined;
  }

  /** A writer that met a full buffer is woken when a third of it is free: not for every byte. */
  #hasRoom(): boolean {
    return 3 * this.queued <= 2 * this.#sizes.sendBuffer(this.#written);
  }

  /** Queues a FIN: it is sent when all data before it is (RFC 9293 section 3.10.4). */
  finish(send: (seq: number) => void): void {
    this.#sendFin = send;
    this.push();
  }

  /** Sends what the window allows, and the FIN when all data is sent. */
  push(): void {
    while (this.#unsent.length > 0) {
      const count = Math.min(
        this.#unsent.length,
        this.#windowEnd - this.#next,
        this.#sizes.segment(this.#next),
      );
      if (count <= 0) return;
      const seq = this.#next;
      this.#next += count;
      this.#sendData(seq, this.#unsent.take(count));
    }
    // A FIN takes a number, so it needs a place in the window as a byte does.
    if (this.#sendFin === undefined || this.#windowEnd <= this.#next) return;
    const send = this.#sendFin;
    this.#sendFin = undefined;
    this.#finSeq = this.#next++;
    send(this.#finSeq);
  }

  /**
   * Takes note of an acknowledgment and of the window.
   *
   * @returns Whether it acknowledges the FIN for the first time.
   */
  acknowledge({ ack, window }: Segment): boolean {
    this.#windowEnd = Math.max(this.#windowEnd, ack + window);
    if (ack <= this.#unacknowledged) return false;
    this.#unacknowledged = ack;
    return this.#finSeq !== undefined && ack > this.#finSeq;
  }

  /** Forgets everything: there is no connection any more. */
  clear(): void {
    this.#cleared = true;
    this.#unsent.clear();
    this.#sendFin = undefined;
    this.#unacknowledged = this.#next;
  }
}
