import { codeSpans, wrap } from "./spans.ts";
import type { Paint, Style } from "./style.ts";

/** A prediction that the learner makes before the evidence is shown. */
export interface Question {
  /** What is asked, in one or two sentences. */
  question: string;
  /** The options to choose from. */
  options: readonly string[];
  /** Index of the right option. */
  right: number;
  /** Why it is right. */
  why: string;
}

/** Columns left of `Predict` and `Answer`. */
const INDENT = 5;
/** Columns that these words and the space after them take. */
const LABEL = 9;

/**
 * A question and its options, lettered `a`, `b`, `c`.
 *
 * @param question The question.
 * @param style The colours and the width.
 * @returns The lines.
 */
export function formatQuestion(question: Question, style: Style): string[] {
  return block("Predict", style.note, [
    question.question,
    ...question.options.map((option, i) =>
      `${String.fromCharCode(97 + i)}) ${option}`
    ),
  ], style);
}

/**
 * The right option and its reason, after what the learner said, if anything.
 *
 * @param question The question.
 * @param style The colours and the width.
 * @param guess What the learner said.
 * @returns The lines.
 */
export function formatRightOption(
  question: Question,
  style: Style,
  guess?: string,
): string[] {
  const word = guess === question.options[question.right] ? "right" : "wrong";
  const said = guess === undefined ? [] : [`You said: ${guess} (${word})`];
  const paragraphs = [question.options[question.right], ...said, question.why];
  return block("Answer", style.strong, paragraphs, style);
}

/** Paragraphs one below the other, with a word at the left of the first. */
function block(
  label: string,
  paint: Paint,
  paragraphs: string[],
  style: Style,
): string[] {
  const left = " ".repeat(INDENT);
  return paragraphs
    .flatMap((text) =>
      wrap(codeSpans(text, style), { width: style.width - INDENT - LABEL })
    )
    .map((line, i) =>
      left + (i === 0 ? paint(label) : "") +
      " ".repeat(i === 0 ? LABEL - label.length : LABEL) + line
    );
}
