import { pattern } from "../pattern.ts";

// Control characters; line and paragraph separators; the marks that reorder
// text on a screen; halves of surrogate pairs.
const UNPRINTABLE = pattern(
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu,
);

/** The one character as an escape: `\n`, `\t`, `\x0d`, `\u202e`. */
export function escape(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  const code = character.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
}

/**
 * Text that is safe to print: control characters, and marks that would reorder
 * the line, are shown as escapes (`\n`, `\x0d`), never sent to the terminal.
 * Text that is safe already comes back unchanged.
 *
 * @param text Any text, such as what a peer sent.
 * @returns One line of printable text.
 */
export function visible(text: string): string {
  return text.replace(UNPRINTABLE, escape);
}

const DIGITS = "0123456789abcdef";

/**
 * Bytes as lower-case hexadecimal pairs: `4f 4b 21`.
 *
 * @param bytes The bytes.
 * @returns The pairs, one space between two.
 */
export function hex(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    text += `${i > 0 ? " " : ""}${DIGITS[byte >> 4]}${DIGITS[byte & 15]}`;
  }
  return text;
}

/**
 * Bytes as quoted text: UTF-8 where the bytes are UTF-8, `\xff` for a byte
 * that is not, and `\"` and `\\` for the two signs that would be ambiguous.
 *
 * @param bytes The bytes.
 * @returns The text in double quotes, on one line.
 */
export function quoted(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length;) {
    const byte = bytes[i];
    if (isPlain(byte)) {
      text += String.fromCharCode(byte);
      i++;
      continue;
    }
    const length = characterLength(bytes, i);
    text += length === 0
      ? `\\x${hex(bytes.subarray(i, i + 1))}`
      : quotedCharacter(bytes.subarray(i, i + length));
    i += length || 1;
  }
  return `"${text}"`;
}

/** Whether a byte is a sign of ASCII that stands for itself between quotes. */
function isPlain(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
}

/** One whole UTF-8 character as it stands between quotes. */
function quotedCharacter(bytes: Uint8Array): string {
  // Without `ignoreBOM` the decoder would swallow U+FEFF.
  const character = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return character === '"' || character === "\\"
    ? `\\${character}`
    : visible(character);
}

/** How many bytes the UTF-8 character at `start` takes; 0 if there is none. */
function characterLength(bytes: Uint8Array, start: number): number {
  const first = bytes[start];
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (length === 1) return 1;
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const text = decoder.decode(bytes.subarray(start, start + length));
    return [...text].length === 1 ? length : 0;
  } catch {
    return 0;
  }
}

/** So many bytes are shown of long data: a line of 80 columns holds them. */
const BYTES_SHOWN = 16;

/**
 * Bytes as text and as hexadecimal: `"OK!!!"   4f 4b 21 21 21`. Long data is
 * cut, and its whole length said.
 *
 * @param data Bytes, or text, which is taken as UTF-8.
 * @param options.max How many bytes are shown at most (16).
 * @param options.length How many there are, if these are only the first of them.
 * @returns One line of printable text.
 */
export function hexAndText(
  data: Uint8Array | string,
  options: { max?: number; length?: number } = {},
): string {
  const bytes = typeof data === "string"
    ? new TextEncoder().encode(data)
    : data;
  const { max = BYTES_SHOWN, length = bytes.length } = options;
  if (length === 0) return "nothing (0 bytes)";
  if (length <= max) return `${quoted(bytes)}   ${hex(bytes)}`;
  const shown = bytes.subarray(0, max);
  return `${quoted(shown)}…   ${hex(shown)} … ${length} bytes in all`;
}

/**
 * What {@linkcode hexAndText} says of these bytes now, said when somebody asks:
 * most lines of an exchange are never read.
 *
 * @param data The bytes. They may be written to afterwards.
 */
export function shownLater(data: Uint8Array): () => string {
  const { length } = data;
  const first = data.slice(0, BYTES_SHOWN);
  return () => hexAndText(first, { length });
}
