/**
 * Scripted peers: what a submission talks to while it is judged. A peer writes
 * everything it does and sees in the transcript of the check.
 *
 * @module
 */
import { counted } from "../../counted.ts";
import type { Endpoint } from "../../endpoint.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { shownLater } from "../../terminal/bytes.ts";
import type { Wire } from "../../wire/wire.ts";
import { afterCheck, note } from "./check_context.ts";
import { Deeds } from "./deeds.ts";
import { Incoming } from "./incoming.ts";
import { connectWire } from "./open_wire.ts";
import { toBytes } from "./payload.ts";
import { cut } from "./pieces.ts";
import {
  type End,
  moreBytes,
  onlyHalfClosed,
  readFailed,
  refused,
  resetInstead,
  unanswered,
} from "./peer_faults.ts";
import {
  readExpected,
  readSome,
  readToEnd,
  type Stream,
  type WaitOptions,
} from "./peer_reads.ts";
import { settle, within } from "./waiting.ts";

/** The grader's end of a connection with a submission. */
export class Peer {
  /** How the transcript calls it: "client", "client 2", "server". */
  readonly name: string;
  /** What it did until now. */
  readonly deeds = new Deeds();
  readonly #wire: Wire;
  /** Writes that are under way. */
  #writing = 0;
  readonly #stream: Stream;

  constructor(wire: Wire, name: string) {
    this.#wire = wire;
    this.#stream = { name, incoming: new Incoming(wire) };
    this.name = name;
    afterCheck(() => wire.close());
  }

  /** What it did until now, in words: `client sends "hello", and half-closes`. */
  get did(): string {
    return this.deeds.told(this.name);
  }

  /** This end. */
  get local(): Endpoint {
    return this.#wire.local;
  }

  /** The submission's end. */
  get remote(): Endpoint {
    return this.#wire.remote;
  }

  /**
   * Connects to a submission's server.
   *
   * @throws {Wrong} If nothing listens there.
   */
  static async connect(
    server: Endpoint,
    options: { name?: string; canReset?: boolean } = {},
  ): Promise<Peer> {
    const { name = "client", canReset = false } = options;
    const { hostname, port } = server;
    const to = `${hostname}:${port}`;
    try {
      const wire = await within(
        connectWire({ hostname, port }, canReset),
        LIMITS.replyMs,
        unanswered(to),
      );
      note(`${name} connects to ${to}`);
      return new Peer(wire, name);
    } catch (error) {
      if (error instanceof Wrong) throw error;
      throw new Wrong(refused(to, error));
    }
  }

  /** Sends all of it. A failure is written in the transcript, not thrown: the other side may be gone rightly. */
  async send(data: string | Uint8Array): Promise<boolean> {
    const bytes = toBytes(data);
    const shown = shownLater(bytes);
    note(() => `${this.name} → ${shown()}`);
    this.deeds.sent(bytes);
    return await this.#write(bytes);
  }

  /**
   * Sends the data in pieces, and lets the other side read between them.
   *
   * @param sizes The size of each piece in turn; the last is repeated. One byte at a time by default.
   */
  async sendInPieces(
    data: string | Uint8Array,
    sizes: number[] = [1],
  ): Promise<boolean> {
    const bytes = toBytes(data);
    const shown = shownLater(bytes);
    note(() =>
      `${this.name} → ${shown()}   in pieces of ${
        sizes.length === 1
          ? counted(sizes[0], "byte")
          : `${sizes.join(", ")} bytes`
      }`
    );
    this.deeds.sent(bytes, `in pieces of ${sizes.join(", ")}`);
    for (const piece of cut(bytes, sizes)) {
      if (!await this.#write(piece)) return false;
      await settle();
    }
    return true;
  }

  async #write(bytes: Uint8Array): Promise<boolean> {
    this.#writing++;
    try {
      await this.#wire.write(bytes);
      return true;
    } catch (error) {
      note(`${this.name} cannot send: ${failureName(error)}`);
      return false;
    } finally {
      this.#writing--;
    }
  }

  /** Waits until a send under way is stuck: every buffer on the way is full. It may be done before. */
  async untilStuck(): Promise<void> {
    let still = 0;
    let last = -1;
    while (still < 3) {
      await settle();
      still = this.#wire.sent === last ? still + 1 : 0;
      last = this.#wire.sent;
    }
    note(
      this.#writing > 0
        ? `${this.name} cannot send more: the buffers are full`
        : `${this.name} has sent all: every byte was taken`,
    );
  }

  /**
   * Expects exactly these bytes next.
   *
   * @returns Once they are here. What comes after them is kept for the next call.
   * @throws {Wrong} If other bytes come, too few, none, or the connection ends.
   */
  expect(
    data: string | Uint8Array,
    options: WaitOptions = {},
  ): Promise<void> {
    return readExpected(this.#stream, toBytes(data), options);
  }

  /**
   * Takes the next bytes, whatever they are.
   *
   * @returns So many bytes. What comes after them is kept for the next call.
   * @throws {Wrong} If fewer come, or the connection ends before.
   */
  take(
    length: number,
    options: WaitOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    return readSome(this.#stream, length, options);
  }

  /** What comes next, or has come; it stays for the next call. */
  peek(): Promise<Uint8Array | End> {
    return this.#stream.incoming.peek();
  }

  /**
   * Reads until the stream ends, however it ends.
   *
   * @throws {Wrong} If it does not end in time.
   */
  drain(
    options: WaitOptions = {},
  ): Promise<{ bytes: Uint8Array<ArrayBuffer>; end: End }> {
    return readToEnd(this.#stream, options);
  }

  /**
   * Expects end of stream (a FIN) and nothing before it.
   *
   * @throws {Wrong} If bytes come, a reset, or neither.
   */
  async expectEnd(options: WaitOptions = {}): Promise<void> {
    const { bytes, end } = await this.drain(options);
    if (bytes.length) throw new Wrong(moreBytes(bytes, options.lookAt));
    if (end === "reset") throw new Wrong(resetInstead(options.lookAt));
    if (end !== "fin") throw new Wrong(readFailed(end, options.lookAt));
  }

  /**
   * Expects that the submission's end is closed in both directions, not only
   * half: what is sent to it is answered by a reset.
   *
   * @throws {Wrong} If the submission's end still receives.
   */
  async expectClosed(options: WaitOptions = {}): Promise<void> {
    const { end } = await this.drain(options);
    if (end === "reset") return;
    const { withinMs = LIMITS.replyMs, lookAt } = options;
    const probe = async () => {
      const byte = new Uint8Array(1);
      // The first write is answered by RST, the next one fails.
      while (true) {
        try {
          await this.#wire.write(byte);
        } catch {
          return;
        }
        await settle();
      }
    };
    await within(probe(), withinMs, onlyHalfClosed(lookAt));
  }

  /** Ends this peer's sending direction: FIN. It still receives. */
  async halfClose(): Promise<void> {
    note(`${this.name} half-closes (FIN)`);
    this.deeds.ended();
    try {
      await this.#wire.closeWrite();
    } catch (error) {
      note(`${this.name} cannot half-close: ${failureName(error)}`);
    }
  }

  /** Closes this peer's connection. */
  close(): void {
    note(`${this.name} closes`);
    try {
      this.#wire.close();
    } catch {
      // Closed already.
    }
  }

  /** Resets the connection: RST. Needs a peer made with `canReset`. */
  reset(): void {
    note(`${this.name} resets the connection (RST)`);
    this.#wire.reset();
  }
}

function failureName(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  return code ?? name ?? String(error);
}
