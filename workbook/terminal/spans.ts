import type { Paint, Style } from "./style.ts";
import { cutWord, textWidth } from "./width.ts";

/** A stretch of text in one colour. */
export interface Span {
  /** The text; a line feed in it begins a new line. */
  text: string;
  /** Its colour, put on after the text has been broken into lines. */
  paint?: Paint;
}

/** Spans with no space between them: they stay on one line. */
type Word = Span[];

/** Options of {@linkcode wrapWords} and {@linkcode wrap}. */
export interface WrapOptions {
  /** Columns of a line. */
  width: number;
  /** Whether a word wider than a line is cut; otherwise it stands out (`false`). */
  cutWords?: boolean;
  /** Spaces between two words (1). */
  gap?: number;
}

/**
 * Breaks text into lines between its words.
 *
 * @param text Text, or stretches of it in several colours.
 * @param options The width, and what happens to a wider word.
 * @returns The lines, coloured; at least one.
 */
export function wrap(text: string | Span[], options: WrapOptions): string[] {
  const spans = typeof text === "string" ? [{ text }] : text;
  return wrapWords([...words(spans)], options);
}

/**
 * Puts words on lines. A word may hold spaces of its own: it is kept whole.
 *
 * @param list The words; `"\n"` begins a new line.
 * @param options The width, the gap, and what happens to a wider word.
 * @returns The lines, coloured; at least one.
 */
export function wrapWords(
  list: Array<Word | "\n">,
  options: WrapOptions,
): string[] {
  const { width, cutWords = false, gap = 1 } = options;
  const lines: Span[][] = [[]];
  let column = 0;
  const newLine = () => {
    lines.push([]);
    column = 0;
  };
  for (const word of list) {
    if (word === "\n") {
      newLine();
      continue;
    }
    const wide = wordWidth(word);
    if (column > 0 && column + gap + wide > width) newLine();
    if (column > 0) {
      append(lines[lines.length - 1], " ".repeat(gap), word[0].paint);
      column += gap;
    }
    for (let { text, paint } of word) {
      while (cutWords && column + textWidth(text) > width) {
        if (column >= width) newLine();
        const [head, tail] = cutWord(text, width - column);
        if (tail === "") break;
        append(lines[lines.length - 1], head, paint);
        newLine();
        text = tail;
      }
      append(lines[lines.length - 1], text, paint);
      column += textWidth(text);
    }
  }
  return lines.map((line) =>
    line.map(({ text, paint }) => paint ? paint(text) : text).join("")
      .trimEnd()
  );
}

/** Columns of the widest word of a text: no column can be narrower. */
export function widestWord(spans: Span[]): number {
  let widest = 0;
  for (const word of words(spans)) {
    if (word !== "\n") widest = Math.max(widest, wordWidth(word));
  }
  return widest;
}

/** The words of a text, and its forced line ends. */
function* words(spans: Span[]): Generator<Word | "\n"> {
  let word: Word = [];
  for (const { text, paint } of spans) {
    for (const part of text.split(/([ \t]+|\n)/)) {
      if (part === "") continue;
      if (!/^[ \t\n]/.test(part)) {
        word.push({ text: part, paint });
        continue;
      }
      if (word.length > 0) yield word;
      word = [];
      if (part === "\n") yield "\n";
    }
  }
  if (word.length > 0) yield word;
}

/** Columns of one word. */
function wordWidth(word: Word): number {
  return word.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/**
 * Adds text to a line, in one run with what stands before it in the same
 * colour. A space takes the colour of the word after it only within a run.
 */
function append(line: Span[], text: string, paint?: Paint): void {
  const last = line[line.length - 1];
  if (last !== undefined && last.paint === paint) last.text += text;
  else if (text.trim() === "") line.push({ text });
  else line.push({ text, paint });
}

/**
 * The spans of a sentence in which code stands between backticks. Without
 * colour the backticks stay, so that code can still be told from words.
 *
 * @param text One paragraph.
 * @param style The colours.
 * @returns The spans, for {@linkcode wrap}.
 */
export function codeSpans(text: string, style: Style): Span[] {
  return text.split(/(`[^`]+`)/).filter((part) => part !== "").map((part) =>
    /^`[^`]+`$/.test(part) ? codeSpan(part.slice(1, -1), style) : { text: part }
  );
}

/**
 * A piece of code within a sentence.
 *
 * @param code The code, without backticks.
 * @param style The colours.
 * @returns The span: coloured, or between backticks where there is no colour.
 */
export function codeSpan(code: string, style: Style): Span {
  return style.colour
    ? { text: code, paint: style.code }
    : { text: `\`${code}\`` };
}
