/**
 * How the two processes of a sandbox talk: one JSON object a line, over a
 * loopback connection that the child opens.
 *
 * @module
 */

/** How a process finds its parent. It comes with its job on standard input, where a submission cannot read it again. */
export interface Contact {
  /** Port of the parent's listener. */
  port: number;
  /** Proves that a message comes from the process and not from a stranger. */
  token: string;
}

/** What the sandbox itself hears of a process; everything else is its user's. */
export type SignOfLife =
  | { type: "hello"; token: string; pid: number }
  | { type: "beat" };

/** Exit status of a child that cannot reach its parent any more. */
export const PARENT_GONE = 70;

/** How much of a text is sent: an error message of a submission may be of any length. */
const TEXT_SENT = 20_000;
/** How many bytes of an array are sent. */
const BYTES_SENT = 64;

/**
 * A message as a line. Long texts are cut; of long bytes the beginning and the
 * length are kept.
 *
 * @param message Anything that JSON can hold, and bytes.
 */
export function encodeMessage(message: object): Uint8Array {
  const text = JSON.stringify(
    message,
    (_key, value) =>
      value instanceof Uint8Array
        ? {
          bytes: Array.from(value.subarray(0, BYTES_SENT)),
          length: value.length,
        }
        : typeof value === "string" && value.length > TEXT_SENT
        ? `${value.slice(0, TEXT_SENT)}…`
        : value,
  );
  return new TextEncoder().encode(`${text}\n`);
}

/**
 * The inverse of {@linkcode encodeMessage}.
 *
 * @param line A line without its end.
 * @returns The message. Bytes that were cut have their whole length, with zeros.
 * @throws {SyntaxError} If it is not JSON.
 */
export function decodeMessage(line: string): unknown {
  return JSON.parse(line, (_key, value) => {
    if (value && Array.isArray(value.bytes) && "length" in value) {
      const whole = new Uint8Array(value.length);
      whole.set(value.bytes);
      return whole;
    }
    return value;
  });
}

/**
 * Splits a byte stream into lines.
 *
 * @param readable The stream.
 * @param first How long the first line may be, in characters.
 * @throws {RangeError} If it is longer.
 */
export async function* linesOf(
  readable: ReadableStream<Uint8Array>,
  first = Infinity,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of readable) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    if (lines[0].length > first) {
      throw new RangeError(
        `Cannot read a first line of ${
          lines[0].length
        } characters: at most ${first} are allowed`,
      );
    }
    rest = lines.pop()!;
    if (lines.length > 0) first = Infinity;
    yield* lines;
  }
}
