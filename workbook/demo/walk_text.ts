/**
 * A lesson's steps as text on a terminal or in a pipe.
 *
 * @module
 */
import type { Lesson } from "../lesson.ts";
import { referredSections } from "../reference.ts";
import {
  buildsOn,
  type Hole,
  holesIn,
  nameOfPart,
  type PartKey,
} from "../scaffold.ts";
import { renderMarkdown } from "../terminal/markdown.ts";
import { spread, type Style } from "../terminal/mod.ts";
import { readWalk, type Step, type Walk } from "../walk.ts";

/**
 * Reads the steps of a lesson's text.
 *
 * @param lesson The lesson.
 * @throws {SyntaxError} If a heading does not fit.
 */
export async function walkOf(lesson: Lesson): Promise<Walk> {
  const { url, path } = lesson.files.text;
  return readWalk(await Deno.readTextFile(url), path);
}

/**
 * Markdown as lines.
 *
 * @param source The Markdown.
 * @param style The colours and the width.
 */
export async function markdownLines(
  source: string,
  style: Style,
): Promise<string[]> {
  return (await renderMarkdown(source, style)).split("\n");
}

/** A step as it is read: where it is, its title, its text. */
export async function stepLines(
  lesson: Lesson,
  walk: Walk,
  step: Step,
  style: Style,
): Promise<string[]> {
  const { steps } = walk;
  const parts =
    steps.filter(({ part }) => part && part.key !== "beyond").length;
  const where = [
    `step ${step.number} of ${steps.length}`,
    ...step.part
      ? [
        step.part.key === "beyond"
          ? "beyond"
          : `part ${step.part.key} of ${parts}`,
      ]
      : [],
  ];
  const intro = step.number === 1 ? await markdownLines(walk.intro, style) : [];
  return [
    "",
    spread(
      style.strong(`${lesson.number} · ${lesson.title}`),
      style.faint(where.join("   ")),
      style.width,
    ),
    "",
    ...intro.length > 0 ? [...intro, ""] : [],
    style.strong(`${step.number} · ${step.title}`),
    "",
    ...await markdownLines(step.text, style),
  ];
}

/**
 * What a step refers to in the reference.
 *
 * @returns No lines if it refers to nothing there.
 */
export async function referredLines(
  walk: Walk,
  step: Step,
  style: Style,
): Promise<string[]> {
  const { intro, reference } = walk;
  const { number, text, task = "" } = step;
  const source = `${number === 1 ? intro : ""}\n\n${text}\n\n${task}`;
  const sections = referredSections(source, reference);
  return sections === "" ? [] : await markdownLines(sections, style);
}

/** The holes that are left in the exercise of a lesson. */
async function holesLeft(lesson: Lesson): Promise<Hole[]> {
  const { url } = lesson.files.exercise;
  return holesIn(await Deno.readTextFile(url).catch(() => ""));
}

/** The line of the hole of a step's part; `undefined` if it has none any more. */
export async function holeLine(
  lesson: Lesson,
  step: Step,
): Promise<number | undefined> {
  if (!step.part) return;
  const { key } = step.part;
  return (await holesLeft(lesson)).find(({ part }) => part === key)?.line;
}

/**
 * The hole to fill before a part that has none of its own: the nearest one before
 * it, with which it goes on. Beyond goes on with all of them, so it is the first.
 */
export function firstToWrite(
  key: PartKey,
  holes: readonly Hole[],
): Hole | undefined {
  const before = holes.filter(({ part }) => buildsOn(key, part));
  return before.at(key === "beyond" ? 0 : -1);
}

/** What to do after a step; `isHome`: where saves are judged, and keys obeyed. */
export async function taskLines(
  lesson: Lesson,
  step: Step,
  style: Style,
  isHome = false,
): Promise<string[]> {
  if (step.task === undefined) return [];
  const { path } = lesson.files.exercise;
  const lines = await markdownLines(step.task, style);
  const label = style.strong("Your turn");
  if (!step.part) return ["", label, ...lines];
  const { key } = step.part;
  const holes = await holesLeft(lesson);
  const own = holes.find(({ part }) => part === key);
  const first = own ?? firstToWrite(key, holes);
  return [
    "",
    `${label}   ${nameOfPart(key)} in ${own ? `${path}:${own.line}` : path}`,
    ...lines,
    own
      ? isHome
        ? "Open it with e, write, save: it is judged here at every save."
        : `Judged at every save:  deno task watch ${lesson.number}`
      : first
      ? `It has no hole of its own. First write what it builds on: ${path}:${first.line}`
      : isHome
      ? "It is written: j judges it."
      : `It is written. Judge it:  deno task grade ${lesson.number}`,
  ];
}

/** Prints a lesson's steps in order, each before its part of the demonstration. */
export class WalkPrinter {
  readonly #lesson: Lesson;
  readonly #walk: Walk;
  readonly #style: Style;
  /** Number of the step that was printed last. */
  #at = 0;

  private constructor(lesson: Lesson, walk: Walk, style: Style) {
    this.#lesson = lesson;
    this.#walk = walk;
    this.#style = style;
  }

  /** Reads the text of a lesson. */
  static async open(lesson: Lesson, style: Style): Promise<WalkPrinter> {
    return new WalkPrinter(lesson, await walkOf(lesson), style);
  }

  /** Prints what comes before the demonstration of a step. */
  async upTo(number: number): Promise<void> {
    for (; this.#at < number; this.#at++) {
      await this.#printTask();
      const step = this.#walk.steps[this.#at];
      if (step === undefined) continue;
      await this.#print(stepLines(this.#lesson, this.#walk, step, this.#style));
    }
  }

  /** Prints the rest, and the reference. */
  async end(): Promise<void> {
    await this.upTo(this.#walk.steps.length);
    await this.#printTask();
    const { strong, faint, signs } = this.#style;
    const leads = faint(`${signs.below} in the text leads here`);
    console.log(`\n${strong("Reference")}   ${leads}\n`);
    await this.#print(markdownLines(this.#walk.reference, this.#style));
  }

  async #printTask(): Promise<void> {
    const step = this.#walk.steps[this.#at - 1];
    if (step) await this.#print(taskLines(this.#lesson, step, this.#style));
  }

  async #print(lines: Promise<string[]>): Promise<void> {
    for (const line of await lines) console.log(line);
  }
}
