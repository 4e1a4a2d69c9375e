import { typed, UsageError } from "../usage_error.ts";

/** A share of the students of a class. */
export interface Shard {
  /** Its number, from 1. */
  readonly index: number;
  /** How many there are. */
  readonly count: number;
  /** Whether a student belongs to it. Every student belongs to one. */
  has(student: string): boolean;
}

/** As many as a matrix of jobs has room for. */
const MOST = 256;

/**
 * Reads a share: `2/8`.
 *
 * @param text What was typed.
 * @throws {UsageError} If it names no share.
 */
export function readShard(text: string): Shard {
  const [, index, count] = text.match(/^(\d{1,3})\/(\d{1,3})$/)?.map(Number) ??
    [];
  if (!(index >= 1 && index <= count && count <= MOST)) {
    throw new UsageError(
      `Cannot use --shard ${
        typed(text)
      }: write  --shard 2/8  for the second of 8, at most ${MOST}`,
    );
  }
  return {
    index,
    count,
    has: (student) => hash(student) % count === index - 1,
  };
}

/** FNV-1a of a text: the same on every machine. */
function hash(text: string): number {
  let value = 2166136261;
  for (const byte of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ byte, 16777619);
  }
  return value >>> 0;
}
