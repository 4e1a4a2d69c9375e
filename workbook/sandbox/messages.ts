/**
 * How the two processes of a sandbox talk: one JSON object a line, over a
 * loopback connection that the child opens.
 *
 * @module
 */
import { isBytes, plainBytes } from "./plain_bytes.ts";

/** How a process finds its parent. It comes with its job on standard input, where a submission cannot read it again. */
export interface Contact {
  /** Port of the parent's listener. */
  port: number;
  /** Proves that a message comes from the process and not from a stranger. */
  token: string;
  /** The word by which what is printed is divided: see `pieceMark()`. */
  word: string;
}

/** What the sandbox itself hears of a process; everything else is its user's. */
export type SignOfLife =
  | { type: "hello"; token: string; pid: number }
  | { type: "beat"; residentBytes?: number };

/** Time between two signs of life, in milliseconds. */
export const BEAT_MS = 200;

/** Exit status of a child that cannot reach its parent any more. */
export const PARENT_GONE = 70;

// Taken before a submission is loaded: nothing of it is asked how a message is written.
const { stringify } = JSON;
const { apply, ownKeys } = Reflect;
const { isArray } = Array;
const encoder = new TextEncoder();
const { encode } = TextEncoder.prototype;
const { slice } = String.prototype;

/** How much of a text is sent: an error message of a submission may be of any length. */
const TEXT_SENT = 20_000;
/** How many bytes of an array are sent. */
const BYTES_SENT = 64;

/**
 * A message as a line. Long texts are cut; of long bytes the beginning and the
 * length are kept. Only fields of the message itself count, and no `toJSON()`.
 *
 * @param message Anything that JSON can hold, and bytes.
 * @param token Proves who sent it, once the submission may run.
 */
export function encodeMessage(message: object, token?: string): Uint8Array {
  const text = messageText(message);
  return apply(encode, encoder, [
    token === undefined ? `${text}\n` : `${token} ${text}\n`,
  ]);
}

/**
 * As {@linkcode encodeMessage}, for who sends texts.
 *
 * @param message Anything that JSON can hold, and bytes.
 */
export function messageText(message: object): string {
  return json(message);
}

function json(value: unknown): string {
  if (typeof value === "string") {
    return stringify(value.length > TEXT_SENT ? cut(value) : value);
  }
  if (typeof value !== "object" || value === null) {
    return stringify(value) ?? "null";
  }
  if (isBytes(value)) {
    const bytes = plainBytes(value);
    let shown = "";
    for (let i = 0; i < bytes.length && i < BYTES_SENT; i++) {
      shown += i > 0 ? `,${bytes[i]}` : `${bytes[i]}`;
    }
    return `{"bytes":[${shown}],"length":${bytes.length}}`;
  }
  let fields = "";
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      fields += (i > 0 ? "," : "") + json(value[i]);
    }
    return `[${fields}]`;
  }
  const keys = ownKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const each = (value as Record<PropertyKey, unknown>)[keys[i]];
    if (each === undefined) continue;
    fields += (fields ? "," : "") + stringify(keys[i]) + ":" + json(each);
  }
  return `{${fields}}`;
}

function cut(text: string): string {
  return `${apply(slice, text, [0, TEXT_SENT])}…`;
}

/** Thrown by who hears a message that makes no sense: who said it is to blame. */
export class Nonsense extends TypeError {}

/**
 * The inverse of {@linkcode encodeMessage}.
 *
 * @param line A line without its end.
 * @returns The message. Bytes that were cut have their whole length, with zeros.
 * @throws {SyntaxError} If it is not JSON.
 */
export function decodeMessage(line: string): unknown {
  // Most messages hold none, and looking at each value takes its time.
  if (!line.includes('"bytes":[')) return JSON.parse(line);
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
 * Takes the token off a line that the process of a submission sent.
 *
 * @param line A line without its end.
 * @param token What every line must begin with.
 * @throws {Nonsense} If it does not.
 */
export function withoutToken(line: string, token: string): string {
  if (line.startsWith(`${token} `)) return line.slice(token.length + 1);
  throw new Nonsense("a message without the token of this run");
}

/**
 * What comes on a connection, until its end. Reading it so takes less than by
 * its stream.
 *
 * @param conn The connection. It stays open.
 */
export async function* chunksOf(conn: Deno.Conn): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(16_384);
  for (let n; (n = await conn.read(buffer)) !== null;) {
    yield buffer.subarray(0, n);
  }
}

/**
 * Splits bytes into lines.
 *
 * @param chunks The bytes. Each chunk is used before the next one is asked for.
 * @param first How long the first line may be, in characters.
 * @throws {RangeError} If it is longer.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  first = Infinity,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
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
