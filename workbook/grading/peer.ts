/**
 * Scripted peers: what an answer talks to while it is judged. A peer writes
 * everything it does and sees in the transcript of the check.
 *
 * @module
 */
import type { Endpoint } from "../endpoint.ts";
import { hexAndText } from "../terminal/bytes.ts";
import { Wrong } from "./fault.ts";
import { LIMITS } from "./limits.ts";
import { settle, within } from "./patience.ts";
import { afterCheck, note } from "./session.ts";
import { connectWire, type Wire } from "./wire.ts";

/** How a stream came to its end. */
export type End = "fin" | "reset";

const toBytes = (data: string | Uint8Array): Uint8Array =>
  typeof data === "string" ? new TextEncoder().encode(data) : data;

/** Joins chunks to one array. */
export function concat(chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((sum, c) => sum + c.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Options of a wait. */
export interface WaitOptions {
  /** Milliseconds of a machine that is not busy. */
  withinMs?: number;
  /** The one next step, when the wait ends badly. */
  lookAt?: string;
}

/** The grader's end of a connection with an answer. */
export class Peer {
  /** How the transcript calls it: "client", "client 2", "server". */
  readonly name: string;
  readonly #wire: Wire;
  #unread: Uint8Array[] = [];
  /** A read that a wait gave up on: the next one goes on with it. */
  #reading: Promise<Uint8Array | null> | undefined;

  constructor(wire: Wire, name: string) {
    this.#wire = wire;
    this.name = name;
    afterCheck(() => wire.close());
  }

  /** This end. */
  get local(): Endpoint {
    return this.#wire.local;
  }

  /** The answer's end. */
  get remote(): Endpoint {
    return this.#wire.remote;
  }

  /**
   * Connects to an answer's server.
   *
   * @throws {Wrong} If nothing listens there.
   */
  static async connect(
    server: Endpoint,
    options: { name?: string; canReset?: boolean } = {},
  ): Promise<Peer> {
    const { name = "client", canReset = false } = options;
    const to = { hostname: server.hostname, port: server.port };
    try {
      const wire = await within(
        connectWire(to, canReset),
        LIMITS.answerMs,
        {
          cause: "not-listening",
          what: `connect to ${to.hostname}:${to.port} was not answered`,
          lookAt:
            "is the listener's accept queue full, and who calls accept()?",
        },
      );
      note(`${name} connects to ${to.hostname}:${to.port}`);
      return new Peer(wire, name);
    } catch (error) {
      if (error instanceof Wrong) throw error;
      throw new Wrong({
        cause: "not-listening",
        what: `connect to ${to.hostname}:${to.port} failed: ${
          (error as Error).name
        }`,
        expected: "a listener there",
        lookAt:
          "does Deno.listen() run before the function returns, and is the listener still open?",
      });
    }
  }

  /** Sends all of it. A failure is written in the transcript, not thrown: the other side may be gone rightly. */
  async send(data: string | Uint8Array): Promise<boolean> {
    const bytes = toBytes(data);
    note(`${this.name} → ${hexAndText(bytes)}`);
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
    note(
      `${this.name} → ${hexAndText(bytes)}   in pieces of ${
        sizes.join(", ")
      } byte${sizes.length === 1 && sizes[0] === 1 ? "" : "s"}`,
    );
    for (let at = 0, i = 0; at < bytes.length; i++) {
      const size = sizes[Math.min(i, sizes.length - 1)];
      if (!await this.#write(bytes.subarray(at, at + size))) return false;
      at += size;
      await settle();
    }
    return true;
  }

  async #write(bytes: Uint8Array): Promise<boolean> {
    try {
      await this.#wire.write(bytes);
      return true;
    } catch (error) {
      note(`${this.name} cannot send: ${failureName(error)}`);
      return false;
    }
  }

  /** Waits until a send under way is stuck: every buffer on the way is full. */
  async untilStuck(): Promise<void> {
    for (let still = 0, last = -1; still < 3;) {
      await settle();
      still = this.#wire.sent === last ? still + 1 : 0;
      last = this.#wire.sent;
    }
    note(`${this.name} cannot send more: the buffers are full`);
  }

  /** The next chunk: bytes, the end of stream, or a reset. */
  async #next(): Promise<Uint8Array | End> {
    this.#reading ??= this.#wire.read();
    try {
      const chunk = await this.#reading;
      this.#reading = undefined;
      return chunk ?? "fin";
    } catch {
      // The failed read stays: every later one meets the same end.
      return "reset";
    }
  }

  /**
   * Expects exactly these bytes next.
   *
   * @returns Once they are here. What comes after them is kept for the next call.
   * @throws {Wrong} If other bytes come, too few, none, or the connection ends.
   */
  async expect(
    data: string | Uint8Array,
    options: WaitOptions = {},
  ): Promise<void> {
    const expected = toBytes(data);
    const { withinMs = LIMITS.answerMs, lookAt } = options;
    const got: Uint8Array[] = this.#unread;
    this.#unread = [];
    let have = got.reduce((sum, chunk) => sum + chunk.length, 0);
    const collect = async (): Promise<End | undefined> => {
      while (have < expected.length) {
        const chunk = await this.#next();
        if (typeof chunk === "string") return chunk;
        got.push(chunk);
        have += chunk.length;
      }
    };
    const end = await within(collect(), withinMs, () => {
      note(
        `${this.name} waits ${withinMs} ms, nothing ${
          have ? "more " : ""
        }comes`,
      );
      return {
        cause: "no-answer",
        expected,
        came: have ? concat(got) : "nothing",
        lookAt,
      };
    });
    const all = concat(got);
    const came = all.subarray(0, expected.length);
    if (have) note(`${this.name} ← ${hexAndText(came)}`);
    if (end) {
      note(`${this.name} ← ${endText(end)}`);
      throw new Wrong({
        cause: end === "reset" ? "reset" : "closed-early",
        what: end === "reset"
          ? "the connection was reset before the answer was complete"
          : "the connection was closed before the answer was complete",
        expected,
        came: have ? all : "nothing",
        lookAt,
      });
    }
    const differs = came.findIndex((byte, i) => byte !== expected[i]);
    if (differs >= 0) {
      throw new Wrong({
        cause: "wrong-bytes",
        what: expected.length > 24
          ? `byte ${differs} of ${expected.length} is the first that differs`
          : undefined,
        expected: expected.subarray(Math.max(0, differs - 8)),
        came: came.subarray(Math.max(0, differs - 8)),
        lookAt,
      });
    }
    if (have > expected.length) this.#unread = [all.slice(expected.length)];
  }

  /**
   * Reads until the stream ends, however it ends.
   *
   * @throws {Wrong} If it does not end in time.
   */
  async drain(
    options: WaitOptions = {},
  ): Promise<{ bytes: Uint8Array<ArrayBuffer>; end: End }> {
    const { withinMs = LIMITS.answerMs, lookAt } = options;
    const got = this.#unread;
    this.#unread = [];
    const collect = async (): Promise<End> => {
      while (true) {
        const chunk = await this.#next();
        if (typeof chunk === "string") return chunk;
        got.push(chunk);
      }
    };
    const end = await within(collect(), withinMs, () => {
      const bytes = concat(got);
      note(`${this.name} waits ${withinMs} ms, the stream does not end`);
      return {
        cause: "never-closed",
        what: "the connection was not closed",
        expected: "end of stream",
        came: bytes.length
          ? `${hexAndText(bytes)}, and no end of stream`
          : "nothing, and no end of stream",
        lookAt,
      };
    });
    const bytes = concat(got);
    if (bytes.length) note(`${this.name} ← ${hexAndText(bytes)}`);
    note(`${this.name} ← ${endText(end)}`);
    return { bytes, end };
  }

  /**
   * Expects end of stream (a FIN) and nothing before it.
   *
   * @throws {Wrong} If bytes come, a reset, or neither.
   */
  async expectEnd(options: WaitOptions = {}): Promise<void> {
    const { bytes, end } = await this.drain(options);
    if (bytes.length) {
      throw new Wrong({
        cause: "wrong-bytes",
        what: "more bytes came than the protocol allows",
        expected: "end of stream",
        came: bytes,
        lookAt: options.lookAt,
      });
    }
    if (end === "reset") {
      throw new Wrong({
        cause: "reset",
        what: "the connection was reset, not closed",
        expected: "end of stream (FIN)",
        came: "RST",
        lookAt: options.lookAt ??
          "close() with unread bytes in the receive buffer sends RST (RFC 2525 section 2.17)",
      });
    }
  }

  /**
   * Expects that the answer's end is closed in both directions, not only
   * half: what is sent to it is answered by a reset.
   *
   * @throws {Wrong} If the answer's end still receives.
   */
  async expectClosed(options: WaitOptions = {}): Promise<void> {
    const { end } = await this.drain(options);
    if (end === "reset") return;
    const { withinMs = LIMITS.answerMs, lookAt } = options;
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
    await within(probe(), withinMs, {
      cause: "never-closed",
      what:
        "the sending direction was ended, but the connection is still open for receiving",
      expected: "close() on the connection",
      lookAt,
    });
  }

  /** Ends this peer's sending direction: FIN. It still receives. */
  async halfClose(): Promise<void> {
    note(`${this.name} half-closes (FIN)`);
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

function endText(end: End): string {
  return end === "fin" ? "end of stream (FIN)" : "reset (RST)";
}

function failureName(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  return code ?? name ?? String(error);
}
