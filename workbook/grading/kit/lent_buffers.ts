/**
 * Buffers that a scene lends to a call that reads: what the call has written to
 * them, and what all calls together have brought.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
import { pattern } from "../../pattern.ts";
import { note } from "./check_context.ts";
import type { CallOutcome } from "./call_outcome.ts";
import type { Action, Fact } from "./exchange.ts";
import { expect, show } from "./expect.ts";
import { concat } from "./incoming.ts";
import { toBytes } from "./payload.ts";
import type { Played } from "./running_scene.ts";
import { sameBytes } from "./same_bytes.ts";

/** Memory that nobody has written. */
const FRESH = 0xee;

/** The buffers of the calls of one scene. */
export class LentBuffers {
  readonly #one: Played;
  readonly #read: (length: number) => Promise<CallOutcome<unknown>>;
  // Not all of them: who gives a few bytes a call needs many calls.
  #first!: Uint8Array;
  #last!: Uint8Array;
  /** What the calls have brought so far. */
  readonly #brought: Uint8Array[] = [];

  /**
   * @param one The scene; nothing of it is touched before a line is played.
   * @param read Makes one more call, with a buffer of so many bytes.
   */
  constructor(
    one: Played,
    read: (length: number) => Promise<CallOutcome<unknown>>,
  ) {
    this.#one = one;
    this.#read = read;
  }

  /**
   * Lends a buffer to a call.
   *
   * @param written A length, `a view of 8 bytes`, or `the same buffer`.
   * @param call Gives how many bytes of it were read.
   * @returns These bytes, or what the call gave if that is no such number.
   * @throws {Wrong} If it is more than fits, or of another kind: bytes, or a text, would pass for what was read.
   */
  async lend(
    written: number | string,
    call: (buffer: Uint8Array) => Promise<unknown>,
  ): Promise<unknown> {
    const buffer = this.#make(written);
    this.#first ??= buffer;
    this.#last = buffer;
    const { length } = buffer;
    const n = await call(buffer);
    this.#expectOwned(buffer);
    const isSmall = Number.isInteger(n) && n as number <= length;
    if (isSmall && n as number > 0) {
      const came = buffer.slice(0, n as number);
      this.#brought.push(came);
      return came;
    }
    if (isSmall || n === null || n === "timed-out") return n;
    throw new Wrong({
      cause: "wrong-value",
      did: this.#one.stage.did,
      expected:
        `a number of bytes from 1 to ${length}, null at the end of the stream, or "timed-out"`,
      came: show(n),
    });
  }

  readonly facts: Record<string, Fact> = {
    buffer: ([due]) => this.#expect(this.#last, due),
    "buffer of call 1": ([due]) => this.#expect(this.#first, due),
    "memory around the view": ([due]) => {
      this.#expectOwned(this.#last);
      const { buffer, byteOffset, length } = this.#last;
      this.#expect(new Uint8Array(buffer, 0, byteOffset), due);
      this.#expect(new Uint8Array(buffer, byteOffset + length), due);
    },
  };

  readonly actions: Record<string, Action> = {
    "buffers of N bytes bring …": (length: number, data: unknown) =>
      this.#bring([length], data),
    "buffers of N and N bytes in turn bring …": (
      a: number,
      b: number,
      data: unknown,
    ) => this.#bring([a, b], data),
    "the caller fills the buffer with …": (data: unknown) => {
      note(`the caller writes ${show(data)} to the buffer`);
      this.#last.set(toBytes(data));
    },
    "all calls, and buffers of N bytes, bring …": (
      length: number,
      data: unknown,
    ) => this.#bring([length], data, this.#brought),
  };

  #make(written: number | string): Uint8Array {
    if (written === "the same buffer") return this.#last;
    if (typeof written === "number") {
      return new Uint8Array(written).fill(FRESH);
    }
    const [, digits] = written.match(pattern(/^a view of (\d+) bytes$/))!;
    const end = 8 + Number(digits);
    return new Uint8Array(end + 8).fill(FRESH).subarray(8, end);
  }

  /** Makes calls with buffers of these lengths in turn until all bytes have come; each call must bring some. */
  async #bring(
    lengths: number[],
    data: unknown,
    before: Uint8Array[] = [],
  ): Promise<void> {
    const due = toBytes(data);
    const parts = [...before];
    let have = concat(parts).length;
    for (let i = 0; have < due.length; i++) {
      const outcome = await this.#read(lengths[i % lengths.length]);
      const came = await outcome.value();
      if (!(came instanceof Uint8Array)) {
        throw new Wrong({
          cause: "wrong-value",
          did: `${outcome.did}, after ${have} of ${due.length} bytes`,
          expected: "more bytes: they have been sent",
          came: show(came),
        });
      }
      parts.push(came);
      have += came.length;
    }
    const did = `${this.#one.stage.did}, call after call`;
    sameBytes(concat(parts), due, { did });
  }

  /** Expects that nobody has taken the memory of a buffer away. */
  #expectOwned({ buffer }: Uint8Array): void {
    expect(!(buffer as ArrayBuffer).detached, {
      cause: "wrong-value",
      did: this.#one.stage.did,
      what: "the memory of the buffer was transferred: it has no bytes now",
      expected: "the buffer stays the caller's",
      lookAt: "which call transfers the buffer that it is given",
    });
  }

  /** Expects that a buffer begins with this text, and is as it was behind it. */
  #expect(buffer: Uint8Array, due: string): void {
    this.#expectOwned(buffer);
    const text = due === "untouched" ? "" : due;
    const whole = new Uint8Array(buffer.length).fill(FRESH);
    whole.set(toBytes(text));
    const at = buffer.findIndex((byte, i) => byte !== whole[i]);
    expect(at < 0, {
      cause: "wrong-bytes",
      did: this.#one.stage.did,
      what: `byte ${at} of the buffer was changed`,
      expected: !text
        ? "the buffer is as it was"
        : at < text.length
        ? `the buffer begins with ${show(text)}`
        : "behind what came the buffer is as it was",
    });
  }
}
