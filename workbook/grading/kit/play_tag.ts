/**
 * The template `` one.play`…` `` of what runs in a check.
 *
 * @module
 */
import type { Words } from "./payload.ts";
import { callerPlace } from "./register.ts";
import { readScript } from "./script.ts";
import type { Step, Tag, Vocabulary } from "./step.ts";

/** A script that was read, and all that its steps depend on. */
interface Read {
  given: readonly unknown[];
  vocabulary: Vocabulary;
  steps: readonly Step[];
}

/** Whether two values are one, or lists of the same. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length &&
    a.every((each, i) => Object.is(each, b[i]));
}

/** Whether two scripts may name the same. */
function isSameVocabulary(a: Vocabulary, b: Vocabulary): boolean {
  return Object.entries(a).every(([field, value]) =>
    isSame(value, b[field as keyof Vocabulary])
  );
}

/**
 * Makes a template that is read, and played at once. In a loop it is read once.
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
  const scripts = new WeakMap<readonly string[], Read>();
  return ({ raw }, ...given) => {
    const now = vocabulary();
    const read = scripts.get(raw);
    if (
      read && isSame(read.given, given) &&
      isSameVocabulary(read.vocabulary, now)
    ) {
      return perform(read.steps);
    }
    const steps = readScript({ raw, given }, now, callerPlace(), words.names);
    scripts.set(raw, { given, vocabulary: now, steps });
    return perform(steps);
  };
}
