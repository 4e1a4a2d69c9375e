import { bold, cyan, dim, green, italic, red, yellow } from "@std/fmt/colors";

/** Gives a text a colour, or leaves it as it is. */
export type Paint = (text: string) => string;

/** The signs that lines, arrows and bars are drawn with. */
export interface Signs {
  /** A horizontal line, drawn by repetition. */
  line: string;
  /** The line under a title. */
  doubleLine: string;
  /** A vertical line. */
  bar: string;
  /** The head of an arrow to the right. */
  arrowRight: string;
  /** The head of an arrow to the left. */
  arrowLeft: string;
  /** The head of an arrow upwards. */
  arrowUp: string;
  /** The head of an arrow downwards. */
  arrowDown: string;
  /** Points at one line of a list, and from one end to the other. */
  pointer: string;
  /** Behind words on which the same text says more further below. */
  below: string;
  /** Before an item of a list. */
  bullet: string;
  /** The part of a progress bar that is done. */
  full: string;
  /** The part of a progress bar that is not done. */
  light: string;
}

/** How text looks on one output: its colours, its width and its signs. */
export interface Style {
  /** Whether colours are written. Every meaning is also a word, so none depends on it. */
  readonly colour: boolean;
  /** The width of a line in columns. */
  readonly width: number;
  /** Whether lines, arrows and bars are drawn with signs beyond ASCII. */
  readonly unicode: boolean;
  /** The signs to draw with. */
  readonly signs: Signs;
  /** A title, or a word that carries weight. */
  readonly strong: Paint;
  /** A word that is stressed. */
  readonly emphasis: Paint;
  /** What stands in the background: frames, listings, row labels. */
  readonly faint: Paint;
  /** Code and the names of states. */
  readonly code: Paint;
  /** Something is right. */
  readonly right: Paint;
  /** Something is wrong. */
  readonly wrong: Paint;
  /** Something to notice: not started, not available. */
  readonly note: Paint;
}

// All of these are in Windows Glyph List 4, so every console font has them,
// and none is drawn as an emoji two columns wide (U+25B6 and U+25C0 can be).
const UNICODE_SIGNS: Signs = {
  line: "─",
  doubleLine: "═",
  bar: "│",
  arrowRight: "►",
  arrowLeft: "◄",
  arrowUp: "▲",
  arrowDown: "▼",
  pointer: "→",
  below: "↓",
  bullet: "•",
  full: "█",
  light: "░",
};

const ASCII_SIGNS: Signs = {
  line: "-",
  doubleLine: "=",
  bar: "|",
  arrowRight: ">",
  arrowLeft: "<",
  arrowUp: "^",
  arrowDown: "v",
  pointer: "->",
  below: "^",
  bullet: "*",
  full: "#",
  light: ".",
};

/** Lines longer than this are hard to read. */
const WIDEST = 100;
/** Below this no table and no diagram fits. */
const NARROWEST = 40;
/** The width where nobody says how wide the output is: a pipe, a file. */
const USUAL = 80;

const plain: Paint = (text) => text;

/**
 * A style with a given colour, width and set of signs.
 *
 * @param options.colour Whether to write colours. `NO_COLOR` overrules it.
 * @param options.width Columns of a line.
 * @param options.unicode Whether to draw with signs beyond ASCII (`true`).
 * @returns The style.
 */
export function createStyle(
  options: { colour: boolean; width: number; unicode?: boolean },
): Style {
  const { width, unicode = true } = options;
  // Under NO_COLOR the colours below are empty: the style must say so too.
  const colour = options.colour && !Deno.noColor;
  const paint = (colours: Paint): Paint =>
    colour ? (text) => text.trim() === "" ? text : colours(text) : plain;
  return {
    colour,
    width,
    unicode,
    signs: unicode ? UNICODE_SIGNS : ASCII_SIGNS,
    strong: paint(bold),
    emphasis: paint(italic),
    faint: paint(dim),
    code: paint(cyan),
    right: paint(green),
    wrong: paint((text) => bold(red(text))),
    note: paint(yellow),
  };
}

/**
 * Whether the output is a terminal that can do no more than print: such a one
 * says `TERM=dumb` (term(7)). Where `TERM` may not be read, none is.
 */
function isDumb(): boolean {
  const { state } = Deno.permissions.querySync({
    name: "env",
    variable: "TERM",
  });
  return state === "granted" && Deno.env.get("TERM") === "dumb";
}

/**
 * The style of this program's standard output. Colours only on a terminal and
 * without `NO_COLOR`; the terminal's width, between 40 and 100 columns; 80
 * columns where the output is not a terminal. A dumb terminal gets neither
 * colours nor signs beyond ASCII.
 *
 * @returns The style.
 */
export function terminalStyle(): Style {
  const terminal = Deno.stdout.isTerminal();
  const dumb = terminal && isDumb();
  return createStyle({
    colour: terminal && !Deno.noColor && !dumb,
    width: terminal ? terminalWidth() : USUAL,
    unicode: !dumb,
  });
}

/** Columns of the terminal within the limits. */
function terminalWidth(): number {
  try {
    const { columns } = Deno.consoleSize();
    // Some pseudo-terminals say 0: they do not know.
    if (columns === 0) return USUAL;
    return Math.max(NARROWEST, Math.min(WIDEST, columns));
  } catch {
    return USUAL;
  }
}
