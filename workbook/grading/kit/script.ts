/**
 * Reads the script of a check: one step a line, as the failure report prints
 * it again. What a script may say stands in `../README.md`.
 *
 * @module
 */
import type { Payload } from "./payload.ts";
import { readLine } from "./script_line.ts";
import type { Deed, Place, Step, Vocabulary } from "./step.ts";
import { pattern } from "../../pattern.ts";
import { readLines, Unreadable } from "./template_lines.ts";

/** Expects that a word which must come was said, or given, in a line above. */
function checkWords(deeds: Deed[], known: Set<string>, isCall: boolean): void {
  const words = (payload: Payload) =>
    payload.flatMap((part) =>
      typeof part === "object" && "word" in part ? [part.word] : []
    );
  for (const deed of deeds) {
    const { verb } = deed;
    if (verb === "send" || verb === "own" && deed.arrow === "→") {
      for (const word of words(deed.payload)) known.add(word);
    }
    if (isCall) continue;
    const due = verb === "expect" || verb === "own"
      ? words(deed.payload)
      : verb === "fact"
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
  const said = new Set(known);
  const steps: Step[] = [];
  const filledIn = (text?: string) =>
    text?.replace(
      pattern(/\ue000(\d+)\ue000/g),
      (_, nth) => String(given[nth]),
    );
  readLines(raw, place, (line, question) => {
    const lookAt = filledIn(question);
    const deeds = readLine(line, vocabulary, given);
    checkWords(deeds, said, vocabulary.isCall);
    for (const deed of deeds) steps.push({ lookAt, ...deed });
  });
  return steps;
}
