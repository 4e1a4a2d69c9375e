import { stripAnsiCode } from "@std/fmt/colors";

// East Asian Wide and Fullwidth blocks (Unicode Standard Annex 11), and the
// signs a terminal draws as emoji: two columns each.
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})$/u;
// Combining marks, joiners and selectors: no column of their own.
const ZERO = /^[\p{Mn}\p{Me}\p{Cc}\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f]$/u;

/** Where the padding of a cell goes. */
export type Align = "left" | "right" | "center";

/**
 * How many columns a text takes on a terminal: colours take none, Chinese,
 * Japanese and Korean characters two each.
 *
 * @param text One line, with or without colours.
 * @returns The width in columns.
 */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of stripAnsiCode(text)) {
    width += characterWidth(character);
  }
  return width;
}

/** Columns of one character: 0, 1 or 2. */
function characterWidth(character: string): number {
  if (character >= " " && character <= "~") return 1;
  return ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
}

/**
 * Fills a text with spaces up to a width. A longer text stays as it is.
 *
 * @param text One line, with or without colours.
 * @param width The width to reach, in columns.
 * @param align Where the text stands within it (`left`).
 * @returns The text and its padding.
 */
export function pad(
  text: string,
  width: number,
  align: Align = "left",
): string {
  const missing = Math.max(0, width - textWidth(text));
  const before = align === "right"
    ? missing
    : align === "center"
    ? Math.floor(missing / 2)
    : 0;
  return " ".repeat(before) + text + " ".repeat(missing - before);
}

/**
 * Cuts a word in two so that the first part fits a width. It prefers to cut
 * after a sign, as in `setsockopt(` and `SO_`, when one stands far enough.
 *
 * @param word A word without colours, wider than `width`.
 * @param width The width of the first part at most, in columns; at least one
 * character is taken whatever the width.
 * @returns The first part and the rest.
 */
export function cutWord(word: string, width: number): [string, string] {
  let length = 0;
  let columns = 0;
  let afterSign = 0;
  for (const character of word) {
    columns += characterWidth(character);
    if (length > 0 && columns > width) break;
    length += character.length;
    if (/[.,:;=&/(_-]/.test(character)) afterSign = length;
  }
  const cut = afterSign > length / 2 ? afterSign : length;
  return [word.slice(0, cut), word.slice(cut)];
}
