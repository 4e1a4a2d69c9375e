import stringWidth from "fast-string-width";

/** Where the padding of a cell goes. */
export type Align = "left" | "right" | "center";

/**
 * How many columns a text takes on a terminal: colours take none, Chinese,
 * Japanese and Korean characters and emoji two each, however many code points
 * they are made of.
 *
 * @param text One line, with or without colours.
 * @returns The width in columns.
 */
export function textWidth(text: string): number {
  // A tab has no width of its own here: nobody prints one.
  return stringWidth(text, { tabWidth: 0 });
}

/** What a reader takes for one character: `é` and 👍🏽 are not cut in two. Made when it is needed: that takes 10 ms. */
let characters: Intl.Segmenter | undefined;

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
  characters ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  for (const { segment: character } of characters.segment(word)) {
    columns += textWidth(character);
    if (length > 0 && columns > width) break;
    length += character.length;
    if (/[.,:;=&/(_-]/.test(character)) afterSign = length;
  }
  const cut = afterSign > length / 2 ? afterSign : length;
  return [word.slice(0, cut), word.slice(cut)];
}
