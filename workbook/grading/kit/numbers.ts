/**
 * Numbers that show a wrong conversion: a few samples do not.
 *
 * @module
 */
import { pattern } from "../../pattern.ts";
import { type Refusal, refusal } from "./expectations.ts";
import { withoutGroups } from "./message_holds.ts";
import * as random from "./random.ts";
import { SIGNED } from "./wrong_kind.ts";

/** How many random numbers stand beside the boundaries. */
const RANDOM = 24;

/**
 * Unsigned integers of a number of bits: 0, the largest, every power of two, the
 * number below each and the one above it, and random ones of the whole range.
 */
export function unsigned(bits: number): number[] {
  const largest = 2 ** bits - 1;
  const numbers = new Set([0, largest]);
  for (let bit = 0; bit < bits; bit++) {
    for (const near of [-1, 0, 1]) numbers.add(2 ** bit + near);
  }
  numbers.delete(largest + 1);
  for (let i = 0; i < RANDOM; i++) numbers.add(random.integer(0, largest));
  return [...numbers];
}

/** What names the limit that a negative number passes: 0, as a digit or in a word. */
const LIMIT_OF_NEGATIVES = pattern(
  /(?<![\w.])0(?![\w.]*\d)|\bzero\b|negative|unsigned/i,
);

/** What names the limit of unsigned integers, by their bits: the largest, the next one, or a width. */
const LIMIT_OF = {
  8: pattern(/25[56]|(?<!\d)8(?!\d)|ff|\bbytes?\b/i),
  16: pattern(/6553[56]|(?<!\d)16(?!\d)|ffff|two bytes|2 bytes/i),
  32: pattern(/429496729[56]|(?<!\d)32(?!\d)|ffffffff|four bytes|4 bytes/i),
};

/**
 * Whether a message names the limit that a value passes, as a number or a width:
 * 0 for a negative one, that it must be an integer for a fraction.
 *
 * @param message What refuses the value; that it holds the value is no limit.
 * @param value No unsigned integer of so many bits.
 */
export function namesLimit(
  message: string,
  value: number,
  bits: keyof typeof LIMIT_OF,
): boolean {
  const rest = withoutGroups(message).replace(String(value), "");
  if (LIMIT_OF[bits].test(rest)) return true;
  if (value < 0) return LIMIT_OF_NEGATIVES.test(rest);
  return !Number.isInteger(value) && pattern(/integer|whole/i).test(rest);
}

/**
 * The refusal of a number that is no unsigned integer of so many bits: a
 * RangeError whose message holds the number and the limit. Of a number that
 * texts shorten, or that is none, only the class counts.
 */
export function outOfRange(
  value: number,
  bits: keyof typeof LIMIT_OF,
): Refusal {
  const text = String(value);
  return !Number.isFinite(value) || text.includes("e")
    ? refusal(RangeError)
    : refusal(RangeError, text, [
      "the limit, as a number or a width",
      (message) => namesLimit(message, value, bits),
    ]);
}

/**
 * Numbers that are not unsigned integers of that size. The first ones are the
 * plainest: one too large, -1, a fraction.
 */
export function misfits(bits: number): number[] {
  const largest = 2 ** bits - 1;
  const numbers = [largest + 1, -1, 1.5, NaN, Infinity, -Infinity];
  numbers.push(0.1, -0.5, largest - 0.5, largest + 0.5, largest + 1.5);
  // Four digits behind the point: a message that rounds tells another number.
  numbers.push(1.0625);
  for (let power = bits; power <= 53; power++) {
    for (const near of [-1, 0, 1]) {
      const number = 2 ** power + near;
      if (number > largest && number <= 2 ** 53) numbers.push(number, -number);
    }
    // Their lowest bits are those of a number that fits.
    numbers.push(2 ** power + random.integer(0, Math.min(largest, 2 ** 20)));
  }
  for (let power = 0; power < bits; power++) {
    numbers.push(-(2 ** power), 2 ** power + 0.25);
  }
  numbers.push(1e300, -1e300, Number.MIN_VALUE);
  return [...new Set(numbers)];
}

/** Where to look when hexadecimal digits were read as decimal ones. */
export const DECIMAL = "in which number system are the digits written";

/**
 * Where to look when a number was misread in one of the usual ways.
 *
 * @param came What came.
 * @param due The number, not negative.
 * @param digits Its hexadecimal digits, where it was read from a text.
 */
export function misread(
  came: unknown,
  due: number,
  digits?: string,
): string | undefined {
  if (typeof came === "string") {
    return "is this a number, or a text of its digits";
  }
  if (typeof came !== "number" || came === due) return;
  if (came < 0) return SIGNED;
  if (digits === undefined) return;
  const isDecimal = Number.isNaN(came) || came === parseInt(digits, 10) ||
    came === Number(digits);
  return isDecimal ? DECIMAL : undefined;
}

/**
 * Where to look when the four numbers of an IPv4 address were misread.
 *
 * @param came What came as its text.
 * @param due Its text.
 */
export function misreadAddress(
  came: unknown,
  due: string,
): string | undefined {
  if (typeof came !== "string" || came === due) return;
  const parts = came.split(".");
  if (parts.length === 1 && Number.isInteger(Number(came))) {
    return "how many numbers has the text of an address";
  }
  if (parts.length < 4 && came.match(pattern(/\d+/g))?.join(".") === due) {
    return "what stands between the four numbers of an address";
  }
  if (parts.some((part) => part.startsWith("-"))) return SIGNED;
  if (parts.map(Number).join(".") === due) {
    return "which zeros does a text of an address leave out";
  }
  const hex = due.split(".").map((part) => Number(part).toString(16));
  const isHex = (order: string[]) =>
    parts.length === 4 &&
    parts.every((part, i) =>
      part.toLowerCase().padStart(2, "0") ===
        order[i].padStart(2, "0")
    );
  if (isHex(hex) || isHex(hex.toReversed())) {
    return "in which number system does a text write the four numbers of an address";
  }
  const swapped = hex.map((part) =>
    parseInt([...part.padStart(2, "0")].reverse().join(""), 16)
  );
  if (swapped.join(".") === came) {
    return "what is turned round, bytes or digits: a byte has two digits";
  }
  const decimal = (order: string[]) =>
    parts.length === 4 &&
    parts.every((part, i) =>
      [parseInt, Number].some((read) =>
        part === String(read(order[i].padStart(2, "0")))
      )
    );
  if (decimal(hex) || decimal(hex.toReversed())) return DECIMAL;
  // The eight digits were read as one number.
  const asOne = (order: string[]) => {
    const digits = order.map((part) => part.padStart(2, "0")).join("");
    const view = new DataView(new ArrayBuffer(4));
    view.setUint32(0, parseInt(digits, 10));
    const bytes = [...new Uint8Array(view.buffer)];
    return [bytes.join("."), bytes.toReversed().join(".")].includes(came);
  };
  if (asOne(hex) || asOne(hex.toReversed())) return DECIMAL;
}
