/**
 * Reads the script of a check: one step a line, as the failure report prints
 * it again. What a script may say stands in `../README.md`.
 *
 * @module
 */
import type { Payload } from "./payload.ts";
import { readLine, Unreadable } from "./script_line.ts";
import type { Deed, Place, Step, Vocabulary } from "./step.ts";

/** Where the question of a line begins; -1 without one. What stands in quotes is text. */
function questionAt(line: string): number {
  const bare = line.replace(
    /"(?:\\.|[^"\\])*"/g,
    (text) => "_".repeat(text.length),
  );
  return bare.search(/(?:^| )\?(?: |$)/);
}

/** Expects that a word which must come was said, or given, in a line above. */
function checkWords(deeds: Deed[], known: Set<string>, isCall: boolean): void {
  const words = (payload: Payload) =>
    payload.flatMap((part) =>
      typeof part === "object" && "word" in part ? [part.word] : []
    );
  for (const deed of deeds) {
    if (deed.verb === "send") {
      for (const word of words(deed.payload)) known.add(word);
    }
    if (isCall) continue;
    const due = deed.verb === "expect"
      ? words(deed.payload)
      : deed.verb === "fact"
      ? deed.items.flatMap(words)
      : [];
    const unknown = due.find((word) => !known.has(word));
    if (unknown) {
      throw new Unreadable(
        `nobody has said {${unknown}} before; write a word of a line above`,
      );
    }
  }
}

/**
 * Reads a script.
 *
 * @param template The strings of the tagged template, and what stands in `${…}`.
 * @param vocabulary What it may name.
 * @param place Where the template begins.
 * @param known Words that were said before.
 * @throws {SyntaxError} If a line cannot be read: with its file and line, and
 * what to write instead.
 */
export function readScript(
  { raw, given }: { raw: readonly string[]; given: unknown[] },
  vocabulary: Vocabulary,
  place: Place,
  known: Iterable<string> = [],
): Step[] {
  const text = raw.reduce((all, part, i) =>
    `${all}\ue000${i - 1}\ue000${part}`
  );
  const said = new Set(known);
  const steps: Step[] = [];
  let lookAt: string | undefined;
  for (const [i, whole] of text.split("\n").entries()) {
    const line = whole.trim();
    if (!line) continue;
    try {
      const at = questionAt(line);
      if (at === 0) {
        throw new Unreadable(
          "a question belongs to the line before it; write client ← OK!!!   ? where to look",
        );
      }
      if (at > 0) {
        lookAt = line.slice(at).replace(/^ *\? */, "");
        if (!lookAt) {
          throw new Unreadable("nothing stands after ?; write where to look");
        }
      }
      const step = at < 0 ? line : line.slice(0, at).trimEnd();
      const deeds = readLine(step, vocabulary, given);
      checkWords(deeds, said, vocabulary.isCall);
      for (const deed of deeds) steps.push({ ...deed, lookAt });
    } catch (error) {
      if (!(error instanceof Unreadable || error instanceof RangeError)) {
        throw error;
      }
      const shown = line.replace(/\ue000\d+\ue000/g, "${…}");
      throw new SyntaxError(
        `${place.file}:${
          place.line + i
        }: Cannot read "${shown}": ${error.message}`,
      );
    }
  }
  return steps;
}
