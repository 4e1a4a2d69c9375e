import { LESSONS } from "../catalogue.ts";
import { runDemo } from "../demo/process.ts";
import {
  holeLine,
  markdownLines,
  referredLines,
  stepLines,
  taskLines,
} from "../demo/walk_text.ts";
import type { Lesson } from "../lesson.ts";
import { rememberStep } from "../study/steps.ts";
import { readLine, write } from "../terminal/input.ts";
import type { Keys } from "../terminal/keys.ts";
import { type Style, terminalStyle } from "../terminal/mod.ts";
import { chooseLesson } from "../usage_error.ts";
import type { Step, Walk } from "../walk.ts";
import { openInEditor } from "./_edit.ts";
import { readPages } from "./_pages.ts";
import { COMMAND_KEYS, NO_SUSPEND, showCommand, unknownKey } from "./_keys.ts";
import { keyLines, keyRows, keysOffered } from "./_walk_keys.ts";
import { Watcher } from "./_watcher.ts";

/** How a lesson is walked on a terminal. */
export interface WalkOptions {
  /** The step to begin with, from 1. */
  from: number;
  keys: Keys;
}

/** How a walk was left: its last step was passed, it was left before, or another lesson was chosen. */
export type WalkEnd = "finished" | "left" | Lesson;

/**
 * Walks a lesson step by step: the text, its part of the demonstration, what
 * to do now, and then a key. At each save of the exercise it is judged, and the
 * verdict is told where the learner is.
 *
 * @param lesson The lesson.
 * @param walk Its text.
 * @param options How it is walked.
 */
export async function walkLesson(
  lesson: Lesson,
  walk: Walk,
  options: WalkOptions,
): Promise<WalkEnd> {
  const home = new Home(lesson, walk, options.keys);
  const saves = home.watcher.follow();
  try {
    return await home.walk(options.from);
  } finally {
    home.watcher.leave();
    await saves;
  }
}

/** Where a key leads. */
type Way = "next" | "back" | "stay" | "left" | Lesson;

/** A lesson that is walked. */
class Home {
  readonly watcher: Watcher;
  readonly #lesson: Lesson;
  readonly #walk: Walk;
  readonly #keys: Keys;
  /** Another width may be there at each step. */
  #style: Style = terminalStyle();
  #step: Step;
  /** What the step refers to in the reference. */
  #referred: string[] = [];
  /** Whether that was shown: then all of the reference is shown. */
  #wasReferred = false;

  constructor(lesson: Lesson, walk: Walk, keys: Keys) {
    this.#lesson = lesson;
    this.#walk = walk;
    this.#keys = keys;
    this.#step = walk.steps[0];
    this.watcher = new Watcher(lesson, {
      style: this.#style,
      onVerdict: () => this.#offer(),
    });
  }

  async walk(from: number): Promise<WalkEnd> {
    const { steps } = this.#walk;
    let at = Math.min(Math.max(from, 1), steps.length);
    while (true) {
      this.#step = steps[at - 1];
      await rememberStep(this.#lesson, at);
      if (!await this.#show()) return "left";
      let way: Way;
      do way = await this.#obey(await this.#keys.next()); while (
        way === "stay"
      );
      if (way === "next" && at === steps.length) return "finished";
      if (way === "next") at++;
      else if (way === "back") at = Math.max(1, at - 1);
      else return way;
    }
  }

  /** Shows a step. Returns false if the learner left while reading. */
  async #show(): Promise<boolean> {
    using _quiet = this.watcher.hold();
    this.#style = terminalStyle();
    this.#wasReferred = false;
    const lines = await this.#lines();
    if (!await readPages(lines, this.#keys, this.#style)) return false;
    if (this.#step.shows) await this.#play();
    await this.#task();
    return true;
  }

  /** The step as it is read. Keeps what it refers to. */
  async #lines(): Promise<string[]> {
    const walk = this.#walk;
    const style = this.#style;
    this.#referred = await referredLines(walk, this.#step, style);
    return await stepLines(this.#lesson, walk, this.#step, style);
  }

  /** Shows what the step refers to in the reference; the second time, or if that is nothing, all of it. */
  async #refer(): Promise<void> {
    const isOwn = this.#referred.length > 0 && !this.#wasReferred;
    this.#wasReferred = isOwn;
    const lines = isOwn
      ? this.#referred
      : await markdownLines(this.#walk.reference, this.#style);
    console.log();
    await readPages(lines, this.#keys, this.#style);
    if (isOwn) console.log(this.#style.faint("r again: all of the reference"));
  }

  /** Plays the part of the demonstration that belongs to the step. Ctrl-C ends the demonstration only. */
  async #play(): Promise<void> {
    console.log();
    const ended = await this.#away(() =>
      runDemo(this.#lesson, this.#style, {
        wait: true,
        only: this.#step.number,
      })
    );
    if (ended === false) console.log("\nThe demonstration was ended.");
  }

  /** What to do now, and the keys. */
  async #task(): Promise<void> {
    const lines = await taskLines(this.#lesson, this.#step, this.#style, true);
    for (const line of lines) console.log(line);
    this.#offer();
  }

  /** Lets something else have the terminal. */
  async #away<T>(work: () => Promise<T>): Promise<T | undefined> {
    let result: T | undefined;
    await showCommand(
      async () => {
        result = await work();
      },
      this.#keys,
      this.watcher,
    );
    return result;
  }

  /** The keys that are of use now. */
  #offer(): void {
    const offered = keysOffered({
      step: this.#step,
      passed: this.watcher.passed,
      below: this.#referred.length > 0 ? this.#style.signs.below : undefined,
    });
    for (const line of ["", ...keyRows(offered, this.#style)]) {
      console.log(line);
    }
  }

  async #obey(key: string | null): Promise<Way> {
    switch (key) {
      case null:
      case "q":
      case "interrupt":
        return "left";
      case "enter":
      case "n":
        return "next";
      case "b":
        return "back";
      case "suspend":
        console.log(NO_SUSPEND);
        return "stay";
      case "resize":
        await this.#redraw();
        return "stay";
      case "j":
        this.watcher.judge();
        return "stay";
      case "?":
        for (const line of keyLines(this.#style.signs.below)) {
          console.log(line);
        }
        break;
      case "l": {
        const lesson = await this.#away(chooseAnother);
        if (lesson && lesson !== this.#lesson) return lesson;
        break;
      }
      case "r":
        await this.#refer();
        break;
      case "d":
        if (this.#step.shows) await this.#play();
        else console.log("This step has no demonstration.");
        break;
      case "e":
        await this.#away(async () =>
          await openInEditor(
            this.#lesson,
            await holeLine(this.#lesson, this.#step),
          )
        );
        break;
      default: {
        const command = COMMAND_KEYS[key];
        if (!command) {
          console.log(unknownKey(key));
          return "stay";
        }
        await this.#away(() => command.run(this.#lesson));
      }
    }
    this.#offer();
    return "stay";
  }

  /** Shows the step anew, in the size that the terminal has now. */
  async #redraw(): Promise<void> {
    this.#style = terminalStyle();
    write("\x1b[H\x1b[2J");
    for (const line of await this.#lines()) console.log(line);
    await this.#task();
  }
}

/** Lists the lessons, and asks for one. */
async function chooseAnother(): Promise<Lesson | undefined> {
  const { findStandings } = await import("../study/progress.ts");
  const { printStandings } = await import("./_standings.ts");
  printStandings((await findStandings()).standings);
  write(`\nLesson 1 to ${LESSONS.length}, or Enter to stay: `);
  const line = (await readLine())?.trim() ?? "";
  return line === "" ? undefined : chooseLesson([line]);
}
