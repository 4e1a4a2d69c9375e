import { hex, quoted } from "./bytes.ts";
import type { Style } from "./style.ts";
import { alignColumns } from "./table.ts";

/** Bytes shown of data without field names; the rest is only counted. */
const SHOWN = 64;
/** Bytes shown of one named field. */
const SHOWN_OF_FIELD = 32;
/** Columns that a dump of 16 bytes a line takes: offset, pairs, text. */
const WIDE_DUMP = 75;

/** Names for stretches of bytes: the type of `BytesEvent.fields`. */
export type ByteFields = Array<{ length: number; name: string }>;

/**
 * Bytes with their offsets (decimal), as hexadecimal pairs, and as text.
 * Named fields stand one on a line. Long data is cut, and its whole length said.
 *
 * @param bytes The bytes.
 * @param options.fields Names for stretches of the bytes, in order.
 * @param options.width Columns of a line.
 * @param options.style The colours.
 * @returns The lines.
 */
export function hexDump(
  bytes: Uint8Array,
  options: { fields?: ByteFields; width: number; style: Style },
): string[] {
  const { fields = [], width, style } = options;
  const step = width >= WIDE_DUMP ? 16 : 8;
  const rows: string[][] = [];
  let at = 0;
  for (const { length, name } of fields) {
    const field = bytes.subarray(at, at + length);
    const shown = field.subarray(0, SHOWN_OF_FIELD);
    const notes = [name];
    if (isText(shown)) notes.push(quoted(shown));
    if (shown.length < field.length) notes.push(`… ${field.length} bytes`);
    rows.push(...dump(shown, at, 8, [notes.join("  ")]));
    at += field.length;
  }
  const rest = bytes.subarray(at);
  const shown = rest.subarray(0, SHOWN);
  rows.push(...dump(shown, at, fields.length > 0 ? 8 : step));
  const lines = alignColumns(
    rows.map(([offset, ...cells]) => [style.faint(offset), ...cells]),
    { align: ["right"] },
  );
  if (shown.length < rest.length) lines.push(`… ${bytes.length} bytes in all`);
  return lines;
}

/** Rows of offset, pairs, and either the notes (first row only) or the text. */
function dump(
  bytes: Uint8Array,
  start: number,
  step: number,
  notes?: string[],
): string[][] {
  const rows: string[][] = [];
  for (let at = 0; at < bytes.length; at += step) {
    const part = bytes.subarray(at, at + step);
    const beside = notes === undefined
      ? [`|${ascii(part)}|`]
      : at === 0
      ? notes
      : [];
    rows.push([String(start + at), hex(part), ...beside]);
  }
  return rows;
}

/** One column a byte, as hex dumps do: a dot for what cannot be printed. */
function ascii(bytes: Uint8Array): string {
  return Array.from(
    bytes,
    (b) => b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : ".",
  ).join("");
}

/** Whether bytes are text: short numbers often look like text by chance. */
function isText(bytes: Uint8Array): boolean {
  return bytes.length > 2 &&
    bytes.every((b) => (b >= 0x20 && b < 0x7f) || b === 0x0a || b === 0x0d);
}
