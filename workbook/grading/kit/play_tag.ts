/**
 * The template `` one.play`…` `` of what runs in a check.
 *
 * @module
 */
import type { Words } from "./payload.ts";
import { callerPlace } from "./register.ts";
import { readScript } from "./script.ts";
import type { Step, Tag, Vocabulary } from "./step.ts";

/**
 * Makes a template that is read, and played at once.
 *
 * @param words The words of the check: one that was said before need not be said again.
 * @param vocabulary What the script may name, when it is read.
 * @param perform Plays the steps.
 */
export function playTag(
  words: Words,
  vocabulary: () => Vocabulary,
  perform: (steps: readonly Step[]) => Promise<void>,
): Tag<Promise<void>> {
  return ({ raw }, ...given) =>
    perform(readScript(
      { raw, given },
      vocabulary(),
      callerPlace(),
      words.names,
    ));
}
