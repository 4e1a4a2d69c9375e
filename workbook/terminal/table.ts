import { type Span, widestWord, wrap } from "./spans.ts";
import type { Style } from "./style.ts";
import { type Align, pad, textWidth } from "./width.ts";

/** Spaces between two columns. */
const GAP = 2;
/** No column gets narrower than this: below it text is unreadable. */
const NARROWEST_COLUMN = 4;

/**
 * Rows with their columns one below the other. A column that is empty in every
 * row is left out. Nothing is cut or wrapped: see {@linkcode formatTable}.
 *
 * @param rows The cells of each row, with or without colours.
 * @param options.gap Spaces between two columns (2).
 * @param options.align Where each column's text stands (`left`).
 * @returns One line a row, without spaces at its end.
 */
export function alignColumns(
  rows: string[][],
  options: { gap?: number; align?: Align[] } = {},
): string[] {
  const { gap = GAP, align = [] } = options;
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from(
    { length: count },
    (_, i) => Math.max(0, ...rows.map((row) => textWidth(row[i] ?? ""))),
  );
  const shown = [...widths.keys()].filter((i) => widths[i] > 0);
  return rows.map((row) =>
    shown.map((i) => pad(row[i] ?? "", widths[i], align[i]))
      .join(" ".repeat(gap)).trimEnd()
  );
}

/**
 * Puts one text at the left end of a line and another at the right end.
 *
 * @param left The text at the left.
 * @param right The text at the right.
 * @param width Columns of the line; where both do not fit, two spaces stand between them.
 * @returns The line.
 */
export function spread(left: string, right: string, width: number): string {
  const gap = Math.max(GAP, width - textWidth(left) - textWidth(right));
  return right === "" ? left : left + " ".repeat(gap) + right;
}

/** A table whose cells may be wrapped: see {@linkcode formatTable}. */
export interface Table {
  /** The cells of the first line. */
  header: Span[][];
  /** The cells of each row. */
  rows: Span[][][];
  /** Where each column's text stands (`left`). */
  align?: Align[];
}

/**
 * A table that fits a width. Where it is too wide, cells are wrapped, the
 * longest columns first, and a blank line stands between the rows.
 *
 * @param table The cells.
 * @param width Columns the table may take.
 * @param style The colours and signs.
 * @returns The lines.
 */
export function formatTable(
  table: Table,
  width: number,
  style: Style,
): string[] {
  const { header, rows, align = [] } = table;
  const all = [header, ...rows];
  const room = width - GAP * (header.length - 1);
  const widths = fitColumns(
    header.map((_, i) => Math.max(1, ...all.map((row) => cellWidth(row[i])))),
    header.map((_, i) =>
      Math.max(1, ...all.map((row) => widestWord(row[i] ?? [])))
    ),
    room,
  );
  const layout = (row: Span[][]): string[] => {
    const cells = widths.map((columns, i) =>
      wrap(row[i] ?? [], { width: columns, cutWords: true })
    );
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from(
      { length: height },
      (_, y) =>
        cells.map((lines, i) => pad(lines[y] ?? "", widths[i], align[i]))
          .join(" ".repeat(GAP)).trimEnd(),
    );
  };
  const head = header.map((cell) =>
    cell.map((span) => ({ ...span, paint: span.paint ?? style.strong }))
  );
  const blocks = rows.map(layout);
  const wrapped = blocks.some((lines) => lines.length > 1);
  return [
    ...layout(head),
    style.faint(
      widths.map((n) => style.signs.line.repeat(n)).join(" ".repeat(GAP)),
    ),
    ...blocks.flatMap((lines, i) => wrapped && i > 0 ? ["", ...lines] : lines),
  ];
}

/** Columns of a cell written on one line. */
function cellWidth(cell: Span[] = []): number {
  return Math.max(
    ...wrap(cell, { width: Infinity }).map((line) => textWidth(line)),
  );
}

/**
 * Widths of columns that together fit the room: each column as wide as its
 * text if that fits, else as its longest word and a share of the rest, else
 * the widest ones cut until the room suffices.
 */
function fitColumns(
  natural: number[],
  least: number[],
  room: number,
): number[] {
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  if (sum(natural) <= room) return natural;
  const widths = [...least];
  while (sum(widths) > room) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest] <= NARROWEST_COLUMN) break;
    widths[widest]--;
  }
  // The rest goes to the narrowest that is not yet as wide as its text: short
  // columns stay on one line, long ones share what is left.
  for (let spare = room - sum(widths); spare > 0; spare--) {
    const wanting = widths.map((n, i) => n < natural[i] ? n : Infinity);
    widths[wanting.indexOf(Math.min(...wanting))]++;
  }
  return widths;
}
