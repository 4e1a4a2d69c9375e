import { escapeXml } from "../../workbook/escape_xml.ts";
import { textWidth } from "../../workbook/terminal/mod.ts";

/** Units of the picture: a column, a line, and the border around both. */
const COLUMN = 8.4;
const LINE = 19;
const BORDER = 20;

/** Colours on a dark ground; each has at least 7:1 of contrast to it, faint text 4.5:1. */
const CSS = `rect { fill: #16181d }
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #e4e6eb; white-space: pre }
.s1 { font-weight: bold; fill: #ffffff }
.s2 { fill: #8d95a3 }
.s3 { font-style: italic }
.s31 { fill: #ff8a80 }
.s32 { fill: #8be39b }
.s33 { fill: #f2d16b }
.s36 { fill: #6fd8e8 }`;

/** Which attributes an escape sequence ends. */
const ENDS: Readonly<Record<string, RegExp>> = {
  "0": /./,
  "22": /^[12]$/,
  "23": /^3$/,
  "39": /^3[0-7]$/,
};

/** A stretch of one line in one look. */
interface Piece {
  /** From the left, in columns. */
  column: number;
  text: string;
  /** The numbers of the escape sequences that are in force. */
  looks: string[];
}

/** Cuts a line where its look changes, and leaves blanks out. */
function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let looks: string[] = [];
  let column = 0;
  // deno-lint-ignore no-control-regex
  for (const [i, part] of line.split(/\x1b\[(\d+)m/).entries()) {
    if (i % 2 === 1) {
      const ends = ENDS[part];
      looks = ends
        ? looks.filter((look) => !ends.test(look))
        : [...looks, part];
      continue;
    }
    // Text on either side of wide blanks stays in its columns in any font.
    for (const [text] of part.matchAll(/\S+(?: \S+)*/g)) {
      const at = column + textWidth(part.slice(0, part.indexOf(text)));
      pieces.push({ column: at, text, looks });
    }
    column += textWidth(part);
  }
  return pieces;
}

/**
 * Draws lines as a terminal shows them.
 *
 * @param lines The lines; they may have colours.
 * @param options.columns How wide the terminal is.
 * @param options.title What the picture shows, for who cannot see it.
 */
export function terminalSvg(
  lines: readonly string[],
  { columns, title }: { columns: number; title: string },
): string {
  const number = (value: number) => String(Math.round(value * 10) / 10);
  const width = number(columns * COLUMN + 2 * BORDER);
  const height = number(lines.length * LINE + 2 * BORDER);
  const texts = lines.flatMap((line, row) =>
    piecesOf(line).map(({ column, text, looks }) => {
      const x = number(BORDER + column * COLUMN);
      const y = number(BORDER + row * LINE + 14);
      const length = number(textWidth(text) * COLUMN);
      const look = looks.length === 0
        ? ""
        : ` class="${looks.map((each) => `s${each}`).join(" ")}"`;
      return `<text x="${x}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${look}>${
        escapeXml(text)
      }</text>`;
    })
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<style>\n${CSS}\n</style>`,
    `<rect width="100%" height="100%" rx="8"/>`,
    ...texts,
    "</svg>\n",
  ].join("\n");
}
