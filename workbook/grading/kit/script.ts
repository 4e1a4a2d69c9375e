/**
 * Reads the script of a check: one step a line, as the failure report prints
 * it again. What a script may say stands in `../README.md`.
 *
 * @module
 */
import { eachTime } from "./each.ts";
import type { Payload } from "./payload.ts";
import { readLine } from "./script_line.ts";
import {
  type Deed,
  isResult,
  type Place,
  type Step,
  type Vocabulary,
} from "./step.ts";
import { pattern } from "../../pattern.ts";
import { readLines, templateText, Unreadable } from "./template_lines.ts";
import { versions } from "./versions.ts";

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
 * Expects that a call was made before a line tells what it gave.
 *
 * @param made How many were made in the lines above.
 * @returns How many are made after the line; an action may make any number.
 */
function checkCalls(deeds: Deed[], made: number): number {
  for (const deed of deeds) {
    if (deed.verb === "call") made++;
    else if (deed.verb === "act") made = Infinity;
    else if (isResult(deed) && made < (deed.of ?? 1)) {
      throw new Unreadable(
        made === 0
          ? "nothing was called before; write the call in a line above"
          : `there is no call ${deed.of}; the lines above make ${made}`,
      );
    }
  }
  return made;
}

/** A line that ends with `meanwhile`, which is no text behind an arrow. */
const MEANWHILE = pattern(/^([^#].*[^ →←]) +meanwhile$/u);
/** A `${…}`. */
const GIVEN = pattern(/\ue000\d+\ue000/g);

/**
 * Reads one line. A line of a peer that ends with `meanwhile` is done while the
 * script goes on.
 *
 * @throws {Unreadable} If it cannot be read, or is not what a peer does.
 */
function readStep(
  line: string,
  vocabulary: Vocabulary,
  given: unknown[],
): Step[] {
  const text = line.endsWith(" meanwhile")
    ? line.match(MEANWHILE)?.[1]
    : undefined;
  const deeds = readLine(text ?? line, vocabulary, given);
  if (text === undefined) return deeds;
  if (deeds[0].verb === "note") return readLine(line, vocabulary, given);
  if (!deeds.every((deed) => "who" in deed)) {
    throw new Unreadable(
      "only what a peer does happens meanwhile; write client → text meanwhile",
    );
  }
  const meanwhile = { text: text.replace(GIVEN, "…") };
  return deeds.map((deed) => ({ ...deed, meanwhile }));
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
  // Where the script calls nothing itself, it is about one call.
  let made = vocabulary.calls ? vocabulary.made ?? 0 : 1;
  const filledIn = (text?: string) =>
    text?.includes("\ue000")
      ? text.replace(
        pattern(/\ue000(\d+)\ue000/g),
        (_, nth) => String(given[nth]),
      )
      : text;
  readLines(raw, place, (line, question) => {
    const lookAt = filledIn(question);
    const deeds = readStep(line, vocabulary, given);
    checkWords(deeds, said, vocabulary.isCall);
    made = checkCalls(deeds, made);
    for (const deed of deeds) steps.push({ lookAt, ...deed });
  });
  return steps;
}

/**
 * Reads a script that is played once, or in each of its versions, with each of
 * some values in turn.
 *
 * @param template As for {@linkcode readScript}; `${…}` may be `each(…)`.
 * @returns The steps of each time, at least once.
 * @throws {SyntaxError} If a line cannot be read, or lists are of different lengths.
 */
export function readScripts(
  { raw, given }: { raw: readonly string[]; given: unknown[] },
  vocabulary: Vocabulary,
  place: Place,
): Step[][] {
  return versions(templateText(raw)).flatMap((text) =>
    eachTime(given).map((given) =>
      readScript({ raw: [text], given }, vocabulary, place)
    )
  );
}
