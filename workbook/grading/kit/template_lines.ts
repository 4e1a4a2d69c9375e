/**
 * The lines of a template: a script, or a table. Each may end with a question,
 * and what is wrong with one is told with its file and line.
 *
 * @module
 */
import { repeated } from "./repeated.ts";
import type { Place } from "./step.ts";
import { pattern } from "../../pattern.ts";

/** What is wrong with a line, and what to write. */
export class Unreadable extends Error {}

/** Whether one word is another in small or large letters, with one letter more, less or changed, or with two that changed places. */
function isSlip(word: string, name: string): boolean {
  if (Math.abs(word.length - name.length) > 1) return false;
  if (word.toLowerCase() === name.toLowerCase()) return true;
  const [long, short] = word.length < name.length ? [name, word] : [word, name];
  let at = 0;
  while (at < short.length && long[at] === short[at]) at++;
  const [a, b] = [long.slice(at), short.slice(at)];
  return a.slice(1) === b || a.slice(1) === b.slice(1) ||
    (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
}

/**
 * Refuses a word that is all but a sign of the line: written wrongly it would be
 * taken for a text.
 *
 * @param word A text without quotes.
 * @param signs What could be meant.
 * @throws {Unreadable} If it is one letter away from one of them.
 */
export function refuseSlip(word: string, signs: readonly string[]): void {
  if (signs.includes(word)) return;
  const meant = signs.find((sign) => isSlip(word, sign));
  if (!meant) return;
  throw new Unreadable(
    `${word} is no ${meant}; write ${meant}, or "${word}" for the text`,
  );
}

/** What a line may say, in a message: `a, b or c`. */
export function oneOf(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "nothing";
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** What tells that a line is written wrongly: `Uint8Array.fromHex()` throws a SyntaxError. */
const MISTAKES = [Unreadable, RangeError, SyntaxError];

/**
 * Does what belongs to a line, now or when the check runs.
 *
 * @throws {SyntaxError} If it finds a mistake: with file and line.
 */
export type Here = <T>(work: () => T) => T;

/** A line with every quoted text as underscores: what stands in quotes is no sign. */
export function withoutTexts(line: string): string {
  if (!line.includes('"')) return line;
  return line.replace(
    pattern(/"(?:\\.|[^"\\])*"/g),
    (text) => "_".repeat(text.length),
  );
}

/** A line, and its question. */
function splitQuestion(line: string): [step: string, lookAt?: string] {
  if (!line.includes("?")) return [line];
  const at = withoutTexts(line).search(pattern(/(?:^| )\?(?: |$)/));
  if (at < 0) return [line];
  if (at === 0) {
    throw new Unreadable(
      "a question belongs to the line before it; write client ← OK!!!   ? where to look",
    );
  }
  const lookAt = line.slice(at).replace(pattern(/^ *\? */), "");
  if (!lookAt) {
    throw new Unreadable("nothing stands after ?; write where to look");
  }
  return [line.slice(0, at).trimEnd(), lookAt];
}

/** The text of a template; `\ue0000\ue000` in it stands for the first `${…}`. */
export const templateText = (raw: readonly string[]): string =>
  raw.reduce((all, part, i) => `${all}\ue000${i - 1}\ue000${part}`);

/**
 * Reads the lines of a template that are not empty, one after the other. In a
 * line `\ue0000\ue000` stands for the first `${…}`.
 *
 * @param raw The strings of the template.
 * @param place Where it begins.
 * @param read Reads one; a question holds for the lines below it, too. What it does
 * with the line later, it does by `here`.
 * @throws {SyntaxError} If `read` throws `Unreadable`, RangeError or SyntaxError: with file and line.
 */
export function readLines(
  raw: readonly string[],
  place: Place,
  read: (line: string, lookAt: string | undefined, here: Here) => void,
): void {
  let lookAt: string | undefined;
  for (const { at: i, line } of repeated(templateText(raw).split("\n"))) {
    const here: Here = (work) => {
      try {
        return work();
      } catch (error) {
        if (!MISTAKES.some((kind) => error instanceof kind)) throw error;
        const told = `Cannot read "${line}": ${(error as Error).message}`
          .replace(pattern(/\ue000\d+\ue000/g), "${…}");
        throw new SyntaxError(`${place.file}:${place.line + i}: ${told}`);
      }
    };
    here(() => {
      const [step, question] = splitQuestion(line);
      lookAt = question ?? lookAt;
      read(step, lookAt, here);
    });
  }
}
