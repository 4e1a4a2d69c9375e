import { ByteQueue } from "./bytes.ts";
import type { Sizes } from "./sizes.ts";

/**
 * One direction of a connection at its receiver: a buffer whose free room is
 * the window, and at last the peer's FIN.
 */
export class ReceiveSide {
  readonly #sizes: Sizes;
  readonly #sendUpdate: () => void;
  #queue = new ByteQueue();
  /** The number expected next (RCV.NXT). */
  #next = 0;
  /** The first number beyond the window that was told to the peer. */
  #advertised = 0;
  #received = 0;
  #readBytes = 0;
  #fin: "none" | "unread" | "read" = "none";

  constructor(sizes: Sizes, sendUpdate: () => void) {
    this.#sizes = sizes;
    this.#sendUpdate = sendUpdate;
  }

  /** The number expected next: what an acknowledgment says. */
  get next(): number {
    return this.#next;
  }

  /** Bytes that no program has read. */
  get unread(): number {
    return this.#queue.length;
  }

  /** What the kernel's table shows: an unread FIN counts one. */
  get queued(): number {
    return this.#queue.length + (this.#fin === "unread" ? 1 : 0);
  }

  /** The peer has told its first number; a second time changes nothing. */
  expect(seq: number): void {
    this.#next ||= seq;
  }

  /** Free room in the buffer; the caller tells it to the peer. */
  advertise(): number {
    const room = Math.max(0, this.#limit() - this.#queue.length);
    // A window that was told is never taken back (RFC 9293 section 3.8.6, SHLD-14).
    this.#advertised = Math.max(this.#advertised, this.#next + room);
    return this.#advertised - this.#next;
  }

  #limit(): number {
    return this.#sizes.receiveBuffer(this.#received);
  }

  /** Takes the payload of a segment. */
  take(seq: number, data: Uint8Array): void {
    if (seq !== this.#next) {
      throw new Error(
        `Cannot take a segment: it begins at ${seq}, and ${this.#next} is next; the wire has a bug`,
      );
    }
    this.#next += data.length;
    this.#received += data.length;
    this.#queue.push(data);
  }

  /** The peer's FIN: nothing comes after it. It takes one number, as a byte does (RFC 9293 section 3.4). */
  finish(): void {
    if (this.#fin !== "none") return;
    this.#fin = "unread";
    this.#next++;
  }

  /**
   * Milliseconds that the next read waits for more.
   *
   * @param wanted How many bytes it has room for: nobody waits for more.
   */
  lingerMs(wanted: number): number {
    if (this.#queue.length >= wanted) return 0;
    return this.#sizes.lingerMs(this.#readBytes);
  }

  /** Whether the peer's FIN has arrived. */
  get ended(): boolean {
    return this.#fin !== "none";
  }

  /** Whether a read needs not wait. */
  get ready(): boolean {
    return this.#queue.length > 0 || this.ended;
  }

  /**
   * Reads what is there.
   *
   * @returns How many bytes; `null` at end of stream; `undefined` if nothing is there.
   */
  read(target: Uint8Array): number | null | undefined {
    const most = Math.min(target.length, this.#sizes.read(this.#readBytes));
    const count = this.#queue.readInto(target.subarray(0, most));
    // The FIN is a mark at the last byte: whoever reads that has met it.
    if (this.#queue.length === 0 && this.#fin === "unread") this.#fin = "read";
    if (count === 0) return this.#fin === "none" ? undefined : null;
    this.#readBytes += count;
    this.#announceRoom();
    return count;
  }

  /**
   * Tells the peer of new room when it is worth a segment: a quarter of the
   * buffer. Small windows would bring small segments (RFC 9293 section
   * 3.8.6.2.2, the silly window syndrome).
   */
  #announceRoom(): void {
    const limit = this.#limit();
    const edge = this.#next + limit - this.#queue.length;
    if (this.#fin === "none" && edge - this.#advertised >= limit / 4) {
      this.#sendUpdate();
    }
  }
}
