/**
 * What the page needs of a lesson: its text as HTML, what its demonstration
 * showed, its questions and hints, its exercise as it is given.
 *
 * @module
 */
import type { Question } from "../guide.ts";
import type { Lesson } from "../lesson.ts";
import { profilesOf } from "../lesson_profiles.ts";
import type { ProfileName } from "../network/profiles.ts";
import type { Part } from "../scaffold.ts";
import { readWalk } from "../walk.ts";
import { toHtml } from "./html.ts";
import { anchorOf } from "../reference.ts";

/** A piece of a recorded demonstration: evidence, or a question before it. */
export type Piece = { text: string } | { ask: string };

/** What a demonstration showed in one step of the text. */
export interface RecordedStep {
  /** The step, from 1. */
  step: number;
  pieces: Piece[];
}

/** A step of a lesson as the page shows it. */
export interface PageStep {
  title: string;
  /** How a link names it: `3--the-kernel-answers-before-you-do`. */
  anchor: string;
  html: string;
  /** What is to be done, as HTML. */
  task?: string;
  part?: Part;
  pieces: Piece[];
}

/** A question as the page asks it. */
export type PageQuestion = Pick<
  Question,
  "id" | "question" | "options" | "right" | "why"
>;

/** A lesson as the list of lessons shows it. */
export interface PageRow {
  number: number;
  stem: string;
  title: string;
  steps: number;
}

/** A lesson as the page shows it. */
export interface PageLesson extends PageRow {
  intro: string;
  walk: PageStep[];
  reference: string;
  questions: PageQuestion[];
  /** By the name of a check. */
  hints: Record<string, readonly string[]>;
  /** The exercise as it is given. */
  exercise: string;
  /** The profiles of the model network that it is judged on. */
  profiles: ProfileName[];
}

/**
 * Reads a lesson for the page.
 *
 * @param lesson The lesson.
 * @param recorded What its demonstration showed.
 */
export async function contentOf(
  lesson: Lesson,
  recorded: readonly RecordedStep[],
): Promise<PageLesson> {
  const { number, stem, title, files } = lesson;
  const [text, guide, scaffold] = await Promise.all([
    Deno.readTextFile(files.text.url),
    lesson.guide(),
    lesson.scaffold(),
  ]);
  const walk = readWalk(text, files.text.path);
  return {
    number,
    stem,
    title,
    steps: walk.steps.length,
    intro: toHtml(walk.intro, number),
    walk: walk.steps.map((step) => ({
      title: step.title,
      anchor: anchorOf(`${step.number} · ${step.title}`),
      html: toHtml(step.text, number),
      task: step.task && toHtml(step.task, number),
      part: step.part,
      pieces: recorded.filter((each) => each.step === step.number)
        .flatMap(({ pieces }) => pieces),
    })),
    reference: toHtml(walk.reference, number),
    questions: guide.questions.map((
      { id, question, options, right, why },
    ) => ({ id, question, options, right, why })),
    hints: guide.hints,
    exercise: scaffold.text,
    profiles: profilesOf(lesson),
  };
}
