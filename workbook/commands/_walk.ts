import { runDemo } from "../demo/process.ts";
import {
  holeLine,
  markdownLines,
  stepLines,
  taskLines,
} from "../demo/walk_text.ts";
import type { Lesson } from "../lesson.ts";
import { rememberStep } from "../study/steps.ts";
import type { Keys } from "../terminal/keys.ts";
import type { Style } from "../terminal/mod.ts";
import { printPages, screenRows } from "../terminal/pager.ts";
import type { Step, Walk } from "../walk.ts";
import { openInEditor } from "./_edit.ts";

/** Words between the keys of a line. */
const BETWEEN = " · ";

/** How a lesson is walked on a terminal. */
export interface WalkOptions {
  /** The step to begin with, from 1. */
  from: number;
  keys: Keys;
  style: Style;
}

/** How a walk was left. */
export type WalkEnd = "finished" | "left";

/**
 * Walks a lesson step by step: the text, its part of the demonstration, what
 * to do now, and then a key.
 *
 * @param lesson The lesson.
 * @param walk Its text.
 * @returns Whether the last step was passed.
 */
export async function walkLesson(
  lesson: Lesson,
  walk: Walk,
  { from, keys, style }: WalkOptions,
): Promise<WalkEnd> {
  const { steps } = walk;
  let at = Math.min(Math.max(from, 1), steps.length);
  while (true) {
    const step = steps[at - 1];
    await rememberStep(lesson, at);
    const print = (line: string) => console.log(line);
    const more = async () => {
      console.log(style.faint(`Enter more${BETWEEN}q quit`));
      return isOnward(await keys.next());
    };
    const lines = await stepLines(lesson, walk, step, style);
    if (!await printPages(lines, screenRows(), print, more)) return "left";
    if (step.shows) await playStep(lesson, step, keys, style);
    for (const line of await taskLines(lesson, step, style)) print(line);
    offer(step, at > 1, style);
    const key = await chooseKey(lesson, walk, step, keys, style);
    if (key === "quit") return "left";
    if (key === "next" && at === steps.length) return "finished";
    at = key === "next" ? at + 1 : Math.max(1, at - 1);
  }
}

function isOnward(key: string | null): boolean {
  return key !== null && key !== "q" && key !== "interrupt";
}

/** Plays the part of the demonstration that belongs to a step. */
async function playStep(
  lesson: Lesson,
  step: Step,
  keys: Keys,
  style: Style,
): Promise<void> {
  console.log();
  keys.pause();
  try {
    await runDemo(lesson, style, { wait: true, only: step.number });
  } finally {
    keys.resume();
  }
}

/** The keys that are of use after a step. */
function offer(step: Step, back: boolean, style: Style): void {
  const offered = [
    "Enter next",
    ...back ? ["b back"] : [],
    ...step.shows ? ["d demo again"] : [],
    "e open the exercise",
    "r reference",
    "q quit",
  ];
  console.log(`\n${style.faint(offered.join(BETWEEN))}`);
}

/** Waits for a key that leads away from a step, and obeys the others. */
async function chooseKey(
  lesson: Lesson,
  walk: Walk,
  step: Step,
  keys: Keys,
  style: Style,
): Promise<"next" | "back" | "quit"> {
  while (true) {
    switch (await keys.next()) {
      case null:
      case "q":
      case "interrupt":
        return "quit";
      case "enter":
      case "n":
        return "next";
      case "b":
        return "back";
      case "d":
        if (step.shows) await playStep(lesson, step, keys, style);
        break;
      case "e":
        keys.pause();
        try {
          await openInEditor(lesson, await holeLine(lesson, step));
        } finally {
          keys.resume();
        }
        break;
      case "r":
        for (const line of await markdownLines(walk.reference, style)) {
          console.log(line);
        }
        break;
      default:
        // A key that means nothing here: the offer says which do.
        break;
    }
    offer(step, step.number > 1, style);
  }
}
