import { bar } from "./bar.ts";
import { visible } from "./bytes.ts";
import { wrap } from "./spans.ts";
import type { Style } from "./style.ts";
import { alignColumns, spread } from "./table.ts";
import { cutWord, pad, textWidth } from "./width.ts";

/** What is known of an answer or of one check. */
export type Verdict =
  | "mastered"
  | "right"
  | "wrong"
  | "not started"
  | "unfinished"
  | "not graded";

/** Columns of the bar beside a lesson. */
const BAR = 16;
/** A title is not cut below this many columns: it would say nothing. */
const SHORTEST_TITLE = 8;

/**
 * A verdict in its colour. The word alone says everything.
 *
 * @param verdict The verdict.
 * @param style The colours.
 * @param options.loud Whether `wrong` stands out as `WRONG` (`false`).
 * @returns The word.
 */
export function verdictWord(
  verdict: Verdict,
  style: Style,
  options: { loud?: boolean } = {},
): string {
  if (verdict === "right" || verdict === "mastered") {
    return style.right(verdict);
  }
  if (verdict !== "wrong") return style.note(verdict);
  return style.wrong(options.loud ? "WRONG" : verdict);
}

/** One lesson of a list. */
export interface ListedLesson {
  /** Its number. */
  number: number;
  /** Its title. */
  title: string;
  /** Its theme, where the list shows themes. */
  theme?: string;
  /** What the last grading said. */
  verdict?: Verdict;
  /** How many checks were right, and how many there are. */
  checks?: { right: number; total: number };
  /** Whether the list points at it: the lesson to go on with. */
  current?: boolean;
}

/**
 * A list of lessons, one on a line. Columns that no lesson fills are left out.
 * Where a line would be too long, the bar goes first, then the theme, and at
 * last the titles are cut.
 *
 * @param lessons The lessons, in order.
 * @param style The colours, the signs and the width.
 * @returns The lines.
 */
export function formatLessons(lessons: ListedLesson[], style: Style): string[] {
  const layout = (
    parts: { bar: boolean; theme: boolean; title?: number },
  ): string[] => {
    const rows = lessons.map((lesson) => {
      const { number, theme = "", verdict, checks, current } = lesson;
      const title = cut(lesson.title, parts.title);
      return [
        current ? style.signs.pointer : " ".repeat(style.signs.pointer.length),
        String(number),
        current ? style.strong(title) : title,
        parts.theme ? theme : "",
        verdict === undefined ? "" : verdictWord(verdict, style),
        checks === undefined ? "" : `${checks.right} of ${checks.total}`,
        checks === undefined || !parts.bar
          ? ""
          : bar(checks.right, checks.total, BAR, style),
      ];
    });
    return alignColumns(rows, {
      align: ["left", "right", "left", "left", "left", "right"],
    }).map((line) => ` ${line}`);
  };
  const excess = (lines: string[]) =>
    Math.max(0, ...lines.map(textWidth)) - style.width;
  let lines: string[] = [];
  for (const [bar, theme] of [[true, true], [false, true], [false, false]]) {
    lines = layout({ bar, theme });
    if (excess(lines) <= 0) return lines;
  }
  const widest = Math.max(...lessons.map(({ title }) => textWidth(title)));
  const title = Math.max(SHORTEST_TITLE, widest - excess(lines));
  return layout({ bar: false, theme: false, title });
}

/** A title of at most this many columns; a cut one ends with a sign for it. */
function cut(title: string, width = Infinity): string {
  if (textWidth(title) <= width) return title;
  return `${cutWord(title, width - 1)[0].trimEnd()}…`;
}

/** One check of a grader. */
export interface ListedCheck {
  /** The sentence about behaviour that was checked. */
  name: string;
  /** What came out. */
  verdict: Verdict;
  /** How long it took, in milliseconds. */
  ms?: number;
  /** What was done, expected and met: a label and a text, or a text alone. */
  details?: Array<string | [label: string, text: string]>;
}

/**
 * The checks of one grading, one below the other, each with its details. Names
 * and details may hold a learner's data: they are made safe to print.
 *
 * @param checks The checks, in order.
 * @param style The colours and the width.
 * @returns The lines.
 */
export function formatChecks(checks: ListedCheck[], style: Style): string[] {
  const words = checks.map(({ verdict }) =>
    verdictWord(verdict, style, { loud: true })
  );
  const column = Math.max(0, ...words.map(textWidth)) + 3;
  return checks.flatMap((check, i) => {
    const time = check.ms === undefined ? "" : `${Math.round(check.ms)} ms`;
    const room = style.width - 2 - column - (time ? time.length + 2 : 0);
    const [name, ...rest] = wrap(visible(check.name), { width: room });
    const start = `  ${pad(words[i], column)}${name}`;
    const left = " ".repeat(2 + column);
    return [
      spread(start, style.faint(time), style.width),
      ...rest.map((line) => left + line),
      ...formatDetails(check.details ?? [], style, left.length + 2),
    ];
  });
}

/**
 * Details of a check, their texts one below the other. They may hold a
 * learner's data: they are made safe to print.
 *
 * @param details The details: a label and a text, or a text alone.
 * @param style The colours and the width.
 * @param indent Columns that are left free at the left.
 * @returns The lines.
 */
export function formatDetails(
  details: Array<string | [label: string, text: string]>,
  style: Style,
  indent: number,
): string[] {
  const labels = details.map((d) => typeof d === "string" ? "" : visible(d[0]));
  const column = Math.max(0, ...labels.map(textWidth)) + 2;
  return details.flatMap((detail, i) => {
    const [start, text] = typeof detail === "string"
      ? ["", detail]
      : [pad(labels[i], column), detail[1]];
    const width = style.width - indent - start.length;
    // A text that fits keeps its spaces: bytes and times are set in columns.
    const safe = visible(text);
    const lines = textWidth(safe) <= width
      ? [safe]
      : wrap(safe, { width, cutWords: true });
    return lines.map((line, y) =>
      " ".repeat(indent) +
      (y === 0 ? style.faint(start) : " ".repeat(start.length)) + line
    );
  });
}
