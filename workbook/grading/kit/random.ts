import { session } from "./check_context.ts";

// In an array: a number of 32 bits that stands alone takes memory each time.
const state = Uint32Array.of(session.seed);
const decoder = new TextDecoder();

/** Restarts the sequence: the same seed gives the same payloads. */
export function reseed(seed: number): void {
  state[0] = seed;
}

/** The next 32 bits (the generator "mulberry32": small, and good enough for payloads). */
function next(): number {
  state[0] += 0x6d2b79f5;
  let t = state[0];
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return (t ^ (t >>> 14)) >>> 0;
}

/**
 * A whole number from `low` to `high`, both included.
 *
 * @param low The smallest.
 * @param high The largest.
 */
export function integer(low: number, high: number): number {
  return low + next() % (high - low + 1);
}

/**
 * Random bytes.
 *
 * @param length How many.
 */
export function bytes(length: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let i = 0; i < words.length; i++) words[i] = next();
  return new Uint8Array(words.buffer, 0, length);
}

/**
 * A random word of lower-case letters.
 *
 * @param length How many letters.
 */
export function word(length = 6): string {
  // Made at once: a long text made letter by letter is slow to use.
  const letters = new Uint8Array(length);
  for (let i = 0; i < length; i++) letters[i] = 97 + next() % 26;
  return decoder.decode(letters);
}

/**
 * A block of bytes again and again. Each copy begins with its number, as two
 * signs that upper case leaves alone: one that is lost or comes twice is noticed.
 *
 * @param block The block, at least two bytes; 160 copies have numbers of their own.
 * @param length How many bytes to make.
 */
export function numbered(
  block: Uint8Array,
  length: number,
): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  for (let i = 0; i * block.length < length; i++) {
    const at = i * block.length;
    all.set(block.subarray(0, length - at), at);
    all.set([48 + (i >> 4), 48 + (i & 15)], at);
  }
  return all;
}
