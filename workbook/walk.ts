/**
 * A lesson's text as a walk of short steps: `## 1 · Listen`, `## 2 · …`, and
 * behind them what a reader needs only later, `## Reference`.
 *
 * @module
 */
import { marked } from "marked";
import { nameOfPart, type Part, type PartKey } from "./scaffold.ts";
import { textWidth } from "./terminal/width.ts";

/** Words of prose that a step may have. */
export const MOST_WORDS = 150;

/** Columns that a picture or a listing of a step may have: a narrow terminal has no more. */
const MOST_COLUMNS = 80;

/** One step of a walk. */
export interface Step {
  /** From 1. */
  number: number;
  /** What is found out in it. */
  title: string;
  /** Its text in Markdown: the explanation, without what follows `Do.`. */
  text: string;
  /** What is to be done now, in Markdown; `undefined` if there is nothing to do. */
  task?: string;
  /** The part of the exercise that is to be written now. */
  part?: Part;
  /** Whether it says what the demonstration shows. */
  shows: boolean;
  /** Line of its heading in the file, from 1. */
  line: number;
  /** Words of prose: code, tables and pictures do not count. */
  words: number;
  /** The longest line of its listings and pictures. */
  widest: string;
}

/** A lesson's text. */
export interface Walk {
  /** `3 · The server flow`. */
  title: string;
  /** What the lesson finds out, in Markdown. */
  intro: string;
  steps: Step[];
  /** What stands behind the steps, in Markdown, without its heading. */
  reference: string;
}

const STEP = /^## (\d+) · (.+)$/;
const REFERENCE = /^## Reference$/;
const SEE = /^\*\*See\.\*\*/m;
const DO = /^\*\*Do\.\*\*[ \n]*/m;
const PART = /^(?:Part (\d+)|(Beyond))\b[:,]? *([^.\n]*)/;

/**
 * Reads a lesson's text.
 *
 * @param text The text, as in its README.
 * @param path How a mistake names it.
 * @throws {SyntaxError} If the steps are not numbered from 1, or a heading is
 * neither a step nor the reference. The message begins with file and line.
 */
export function readWalk(text: string, path: string): Walk {
  const lines = text.split(/\r?\n/);
  const fail = (line: number, sentence: string) =>
    new SyntaxError(`${path}:${line}: ${sentence}`);
  const [, title] = /^# (.+)$/.exec(lines[0]) ?? [];
  if (title === undefined) {
    throw fail(1, "Cannot find the title: the first line must be  # N · Title");
  }
  const sections: Array<{ line: number; heading: string; body: string[] }> = [
    { line: 1, heading: "", body: [] },
  ];
  let fence = false;
  for (const [i, line] of lines.entries()) {
    if (i === 0) continue;
    if (/^(```|~~~)/.test(line)) fence = !fence;
    if (!fence && line.startsWith("## ")) {
      sections.push({ line: i + 1, heading: line, body: [] });
    } else sections.at(-1)!.body.push(line);
  }
  const walk: Walk = {
    title,
    intro: sections[0].body.join("\n").trim(),
    steps: [],
    reference: "",
  };
  let ended = false;
  for (const { line, heading, body } of sections.slice(1)) {
    const source = body.join("\n").trim();
    if (REFERENCE.test(heading)) {
      if (ended) throw fail(line, "Cannot have a second Reference");
      ended = true;
      walk.reference = source;
      continue;
    }
    const [, number, title] = STEP.exec(heading) ?? [];
    if (number === undefined) {
      throw fail(
        line,
        `Cannot read the heading "${heading}": write  ## N · Title  for a step, or  ## Reference`,
      );
    }
    const expected = walk.steps.length + 1;
    if (ended || Number(number) !== expected) {
      throw fail(
        line,
        ended
          ? `Cannot have step ${number} behind the Reference`
          : `Cannot have step ${number} here: the next one is step ${expected}`,
      );
    }
    walk.steps.push(readStep(expected, title, source, line));
  }
  return walk;
}

function readStep(
  number: number,
  title: string,
  source: string,
  line: number,
): Step {
  const at = source.search(DO);
  const text = at < 0 ? source : source.slice(0, at).trim();
  const task = at < 0 ? undefined : source.slice(at).replace(DO, "").trim();
  const [, key, beyond, name] = PART.exec(task ?? "") ?? [];
  const part = name === undefined ? undefined : {
    key: beyond ? "beyond" as const : Number(key),
    title: name.trim(),
  };
  return {
    number,
    title,
    text,
    task,
    part,
    shows: SEE.test(source),
    line,
    words: countWords(source),
    widest: widestOf(source),
  };
}

/** The longest line of the code blocks of a text. */
function widestOf(text: string): string {
  return marked.lexer(text)
    .flatMap((token) => token.type === "code" ? token.text.split("\n") : [])
    .reduce((a, b) => textWidth(b) > textWidth(a) ? b : a, "");
}

/**
 * How many words of prose a text has. Code blocks, tables, pictures and
 * headings do not count.
 *
 * @param text The text, in Markdown.
 */
export function countWords(text: string): number {
  const prose = marked.lexer(text).filter(({ type }) =>
    type === "paragraph" || type === "list" || type === "blockquote"
  );
  return prose.map(({ raw }) => raw).join(" ")
    .replace(/\]\([^)]*\)/g, "]")
    .split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/**
 * What a walk must still have.
 *
 * @param walk The walk.
 * @param path How a sentence names the text.
 * @param parts The parts of the exercise, as its grader has them.
 * @returns A sentence with file and line for each gap.
 */
export function findWalkGaps(
  walk: Walk,
  path: string,
  parts: readonly PartKey[],
): string[] {
  const gaps: string[] = [];
  const add = (line: number, sentence: string) =>
    void gaps.push(`${path}:${line}: ${sentence}`);
  const { steps } = walk;
  if (steps.length < 5 || steps.length > 9) {
    add(1, `the lesson has ${steps.length} steps; 5 to 9 are wanted`);
  }
  const words = steps.map((step) => step.words).sort((a, b) => a - b);
  const median = words[Math.floor(words.length / 2)] ?? 0;
  if (median > 100) {
    add(1, `the median step has ${median} words; at most 100 are wanted`);
  }
  for (const [i, step] of steps.entries()) {
    if (step.words > MOST_WORDS) {
      add(
        step.line,
        `step ${step.number} has ${step.words} words; at most ${MOST_WORDS} are wanted: shorten it, or move some to the Reference`,
      );
    }
    const columns = textWidth(step.widest);
    if (columns > MOST_COLUMNS) {
      add(
        step.line,
        `step ${step.number} shows a line of ${columns} columns; at most ${MOST_COLUMNS} are wanted: shorten  ${step.widest.trim()}`,
      );
    }
    if (!step.shows) {
      add(step.line, `step ${step.number} has no line  **See.** …`);
    }
    if (
      step.task === undefined && (i === 0 || steps[i - 1].task === undefined)
    ) {
      add(step.line, `step ${step.number} has nothing to do: write  **Do.** …`);
    }
  }
  if (walk.reference === "") {
    add(1, "there is no  ## Reference  behind the steps");
  }
  for (const part of parts) {
    const named = steps.filter((step) => step.part?.key === part);
    if (named.length !== 1) {
      add(
        named[1]?.line ?? 1,
        `${
          nameOfPart(part)
        } of the exercise is in ${named.length} steps; exactly one must say  **Do.** ${
          part === "beyond" ? "Beyond" : `Part ${part}`
        }: …`,
      );
    }
  }
  for (const { part, line } of steps) {
    if (part && !parts.includes(part.key)) {
      add(line, `${nameOfPart(part.key)} is no part of the exercise`);
    }
  }
  return gaps;
}
