import type { CheckResult } from "../../workbook/grading/verdict.ts";
import {
  nameOfPart,
  type PartKey,
  type Scaffold,
} from "../../workbook/scaffold.ts";
import type { Question } from "../../workbook/guide.ts";
import { findWalkGaps, readWalk } from "../../workbook/walk.ts";
import type { Lesson } from "../../workbook/lesson.ts";
import { fileUrl } from "../../workbook/paths.ts";

/** The code of a demonstration: its own file and the private ones beside it, without the hints. */
async function demoCode(folder: string): Promise<string> {
  const parts: string[] = [];
  for await (const { name } of Deno.readDir(fileUrl(folder))) {
    if (name !== "demo.ts" && !/^_(?!hints)/.test(name)) continue;
    parts.push(await Deno.readTextFile(fileUrl(folder + name)));
  }
  return parts.join("\n");
}

/**
 * What is missing in a lesson: parts of its text, hints for its checks,
 * questions of its demo.
 *
 * @param lesson The lesson.
 * @param checks The checks of its grader.
 * @returns A sentence for each gap.
 */
export async function findGaps(
  lesson: Lesson,
  checks: readonly CheckResult[],
): Promise<string[]> {
  const files = lesson.files;
  const gaps: string[] = [];
  const text = await Deno.readTextFile(files.text.url);
  if (!text.startsWith(`# ${lesson.number} · ${lesson.title}\n`)) {
    gaps.push(`${files.text.path} must begin with its number and title`);
  }
  const names = checks.map(({ name }) => name);
  const parts = [...new Set(checks.map(({ part }) => part?.key))]
    .filter((key) => key !== undefined);
  gaps.push(...walkGaps(text, files.text.path, parts));
  const guide = await lesson.guide();
  for (const name of names) {
    const steps = guide.hints[name] ?? [];
    if (steps.filter((step) => step.trim().length > 10).length !== 3) {
      gaps.push(`${files.guide.path} lacks three hints for "${name}"`);
    }
  }
  for (const name of Object.keys(guide.hints)) {
    if (!names.includes(name)) {
      gaps.push(
        `${files.guide.path} has hints for "${name}", which is no check`,
      );
    }
  }
  gaps.push(...await questionGaps(lesson, guide.questions));
  if (new Set(names).size !== names.length) {
    gaps.push(`${files.grader.path} has two checks of the same name`);
  }
  gaps.push(...await scaffoldGaps(lesson, parts));
  return gaps;
}

/** A word that begins in capitals: a name of Deno's or of C's has more than one. */
const CAPITAL = /^(?!Deno|Linux)[A-Z][a-z']*(?!\w)/;

/** What is missing in the questions of a lesson. An option is a part of a sentence, in every lesson. */
async function questionGaps(
  { files }: Lesson,
  questions: readonly Question[],
): Promise<string[]> {
  const demo = await demoCode(files.demo.path.replace(/[^/]+$/, ""));
  const gaps: string[] = [];
  for (const { id, options, right } of questions) {
    if (!demo.includes(`"${id}"`)) {
      gaps.push(`has question "${id}", which the demo never asks`);
    }
    if (options[right] === undefined) {
      gaps.push(`has no option ${right} in question "${id}"`);
    }
    for (const option of options) {
      if (CAPITAL.test(option) || option.endsWith(".")) {
        gaps.push(
          `has the option "${option}", which must begin small and end without a full stop`,
        );
      }
    }
  }
  const { length } = questions;
  if (length < 3 || length > 6) {
    gaps.push(`has ${length} questions; three to six are wanted`);
  }
  return gaps.map((gap) => `${files.guide.path} ${gap}`);
}

/** What is missing in a lesson's text. */
function walkGaps(
  text: string,
  path: string,
  parts: readonly PartKey[],
): string[] {
  try {
    return findWalkGaps(readWalk(text, path), path, parts);
  } catch (error) {
    if (error instanceof SyntaxError) return [error.message];
    throw error;
  }
}

/** Whether the exercise is what its model answer makes, and has no part that the grader has not. */
async function scaffoldGaps(
  lesson: Lesson,
  parts: readonly PartKey[],
): Promise<string[]> {
  const { exercise, solution } = lesson.files;
  let scaffold: Scaffold;
  try {
    scaffold = await lesson.scaffold();
  } catch (error) {
    if (error instanceof SyntaxError) return [error.message];
    throw error;
  }
  const gaps = scaffold.parts.filter((part) => !parts.includes(part))
    .map((part) =>
      `${solution.path} has a hole of ${
        nameOfPart(part)
      }, which the grader does not know`
    );
  if (scaffold.parts.length === 0) gaps.push(`${solution.path} has no hole`);
  if (await Deno.readTextFile(exercise.url) !== scaffold.text) {
    gaps.push(
      `${exercise.path} is not what ${solution.path} makes: run  deno task scaffolds ${lesson.number}`,
    );
  }
  return gaps;
}
