import { Wrong } from "../../sandbox/fault.ts";
import { type End, endlessStream, endOf } from "./peer_faults.ts";
import { countMoved } from "./progress.ts";
import { firstDifference } from "./first_difference.ts";
import type { Wire } from "../../wire/wire.ts";

/** A stream that is longer than this is endless: the longest that a check expects has 17 MB. */
const ENDLESS_BYTES = 64_000_000;

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

/** The bytes that a peer receives. A read that timed out is kept: the next call continues it. */
export class Incoming {
  readonly #wire: Wire;
  #unread: Uint8Array[] = [];
  /** A read that timed out: the next call continues it. */
  #reading: Promise<Uint8Array | null> | undefined;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /**
   * Reads into `got` until there are enough bytes, or the stream ends.
   *
   * @param got Chunks so far: those of an earlier call come first.
   * @param enough How many bytes; all there are by default.
   * @returns How the stream ended, if it did.
   */
  async readInto(got: Uint8Array[], enough: number): Promise<End | undefined>;
  async readInto(got: Uint8Array[]): Promise<End>;
  async readInto(
    got: Uint8Array[],
    enough = Infinity,
  ): Promise<End | undefined> {
    got.push(...this.#unread);
    this.#unread = [];
    let have = got.reduce((sum, chunk) => sum + chunk.length, 0);
    while (have < enough) {
      // A wait that gives up says what came.
      if (have > ENDLESS_BYTES) throw new Wrong(endlessStream(ENDLESS_BYTES));
      const chunk = await this.#next();
      if (!(chunk instanceof Uint8Array)) return chunk;
      got.push(chunk.slice());
      have += chunk.length;
    }
  }

  /**
   * Reads as long as these bytes come, and compares them where they are: many
   * megabytes need not be kept. What differs, or comes behind them, is left for
   * the next call.
   *
   * @param expected The bytes.
   * @param same Told how many have come, whenever some did.
   * @returns How the stream ended, if it did before.
   */
  async readSame(
    expected: Uint8Array,
    same: (bytes: number) => void,
  ): Promise<End | undefined> {
    const unread = this.#unread;
    this.#unread = [];
    for (let have = 0; have < expected.length;) {
      const chunk = unread.shift() ?? await this.#next();
      if (!(chunk instanceof Uint8Array)) return chunk;
      const part = chunk.subarray(0, expected.length - have);
      const due = expected.subarray(have, have + part.length);
      const isSame = firstDifference(part, due) < 0;
      if (isSame) same(have += part.length);
      const rest = isSame ? chunk.subarray(part.length) : chunk;
      if (rest.length > 0) {
        this.#unread = [rest.slice(), ...unread];
        return;
      }
    }
    this.#unread = unread;
  }

  /** What comes next, or has come: it stays for the next call. */
  async peek(): Promise<Uint8Array | End> {
    if (this.#unread.length > 0) return concat(this.#unread);
    this.#reading ??= this.#wire.read();
    try {
      return (await this.#reading)?.slice() ?? "fin";
    } catch (error) {
      return endOf(error);
    }
  }

  /** Keeps bytes for the next call. */
  putBack(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#unread.unshift(bytes);
  }

  /** The next chunk: bytes, or how the stream ended. */
  async #next(): Promise<Uint8Array | End> {
    this.#reading ??= this.#wire.read();
    try {
      const chunk = await this.#reading;
      // The last read stays, as a failed one does: every later one meets the same end.
      if (!chunk) return "fin";
      this.#reading = undefined;
      countMoved(chunk.length);
      return chunk;
    } catch (error) {
      return endOf(error);
    }
  }
}
