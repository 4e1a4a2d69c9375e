/**
 * What the keys do, wherever a learner stays: in the walk of a lesson, and in
 * `deno task watch`.
 *
 * @module
 */
import type { Lesson } from "../lesson.ts";
import type { Keys } from "../terminal/keys.ts";
import type { Watcher } from "./_watcher.ts";

/** A key that runs a command. */
interface CommandKey {
  /** What it does, in a few words. */
  words: string;
  /** The words after it, where the line is short. */
  short: string;
  run(lesson: Lesson): Promise<unknown>;
}

const number = (lesson: Lesson) => String(lesson.number);

/** Keys that run a command, by the letter. */
export const COMMAND_KEYS: Readonly<Record<string, CommandKey>> = {
  h: {
    words: "one hint more for the check that fails",
    short: "hint",
    run: async (lesson) => (await import("./hint.ts")).run([number(lesson)]),
  },
  o: {
    words: "only the check that fails, with all that it prints",
    short: "only this check",
    run: async (lesson) => {
      const { knownStanding } = await import("../study/progress.ts");
      const next = (await knownStanding(lesson))?.next;
      if (!next) return console.log("No check is known to fail.");
      const { run } = await import("./grade.ts");
      await run([number(lesson), "--only", next.name]);
    },
  },
  d: {
    words: "the whole demonstration",
    short: "demo",
    run: async (lesson) => {
      const { showLesson, tellStanding } = await import("./_show.ts");
      const parts = { text: false, demo: true, wait: true };
      if (await showLesson(lesson, parts)) await tellStanding(lesson);
    },
  },
  p: {
    words: "poke: you play the other end",
    short: "poke",
    run: async (lesson) => (await import("./poke.ts")).run([number(lesson)]),
  },
  x: {
    words: "xray: the C calls beneath each Deno call",
    short: "xray",
    run: async (lesson) => (await import("./xray.ts")).run([number(lesson)]),
  },
  s: {
    words: "the model answer, and how yours differs",
    short: "solution",
    run: async (lesson) =>
      (await import("./solution.ts")).run([number(lesson)]),
  },
  e: {
    words: "your exercise in your editor",
    short: "editor",
    run: async (lesson) =>
      await (await import("./_edit.ts")).openInEditor(lesson),
  },
};

/** What is said of Ctrl-Z, which would leave the terminal to nobody. */
export const NO_SUSPEND =
  "Ctrl-Z cannot suspend the workbook: q ends it, and the next time it continues here.";

/**
 * Shows what a command prints, with the terminal as that expects it. Verdicts
 * wait meanwhile.
 *
 * @param command What is run.
 * @param keys The keys, which are not read meanwhile.
 * @param watcher The watcher, which is quiet meanwhile.
 */
export async function showCommand(
  command: () => Promise<unknown>,
  keys: Keys,
  watcher: Watcher,
): Promise<void> {
  using _quiet = watcher.hold();
  keys.pause();
  try {
    await command();
  } catch (error) {
    console.error((error as Error).message);
  } finally {
    await keys.resume();
  }
}

/**
 * What is said of a key that means nothing where it was typed.
 *
 * @param key The key.
 */
export function unknownKey(key: string): string {
  return /^[\w?]$/.test(key)
    ? `${key} means nothing here; ? shows the keys`
    : "That key means nothing here; ? shows the keys";
}
