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

/** What a line may say, in a message: `a, b or c`. */
export function oneOf(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "nothing";
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** A line with every quoted text as underscores: what stands in quotes is no sign. */
export function withoutTexts(line: string): string {
  return line.replace(
    pattern(/"(?:\\.|[^"\\])*"/g),
    (text) => "_".repeat(text.length),
  );
}

/** A line, and its question. */
function splitQuestion(line: string): [step: string, lookAt?: string] {
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

/**
 * Reads the lines of a template that are not empty, one after the other. In a
 * line `\ue0000\ue000` stands for the first `${…}`.
 *
 * @param raw The strings of the template.
 * @param place Where it begins.
 * @param read Reads one; a question holds for the lines below it, too.
 * @throws {SyntaxError} If `read` throws `Unreadable` or RangeError: with file and line.
 */
export function readLines(
  raw: readonly string[],
  place: Place,
  read: (line: string, lookAt: string | undefined) => void,
): void {
  const text = raw.reduce((all, part, i) =>
    `${all}\ue000${i - 1}\ue000${part}`
  );
  let lookAt: string | undefined;
  for (const { at: i, line } of repeated(text.split("\n"))) {
    try {
      const [step, question] = splitQuestion(line);
      lookAt = question ?? lookAt;
      read(step, lookAt);
    } catch (error) {
      if (!(error instanceof Unreadable || error instanceof RangeError)) {
        throw error;
      }
      const told = `Cannot read "${line}": ${error.message}`.replace(
        pattern(/\ue000\d+\ue000/g),
        "${…}",
      );
      throw new SyntaxError(`${place.file}:${place.line + i}: ${told}`);
    }
  }
}
