import type { Lesson } from "../../workbook/lesson.ts";
import { fileUrl } from "../../workbook/paths.ts";

/** Parts that every lesson's text has. */
const SECTIONS = [
  /^## What the notes say, what the kernel does$/m,
  /^## The exercise$/m,
  /^## Sources$/m,
];

/** The code of a demonstration: its own file and the private ones beside it. */
async function demoCode(folder: string): Promise<string> {
  const parts: string[] = [];
  for await (const { name } of Deno.readDir(fileUrl(folder))) {
    if (name !== "demo.ts" && !name.startsWith("_")) continue;
    parts.push(await Deno.readTextFile(fileUrl(folder + name)));
  }
  return parts.join("\n");
}

/**
 * What is missing in a lesson: parts of its text, hints for its checks,
 * questions of its demo.
 *
 * @param lesson The lesson.
 * @param checks Names of the checks of its grader.
 * @returns A sentence for each gap.
 */
export async function findGaps(
  lesson: Lesson,
  checks: string[],
): Promise<string[]> {
  const files = lesson.files;
  const gaps: string[] = [];
  const text = await Deno.readTextFile(files.text.url);
  if (!text.startsWith(`# ${lesson.number} · ${lesson.title}\n`)) {
    gaps.push(`${files.text.path} must begin with its number and title`);
  }
  for (const section of SECTIONS) {
    if (!section.test(text)) {
      gaps.push(`${files.text.path} lacks ${section.source}`);
    }
  }
  const guide = await lesson.guide();
  for (const name of checks) {
    const steps = guide.hints[name] ?? [];
    if (steps.filter((step) => step.trim().length > 10).length !== 3) {
      gaps.push(`${files.guide.path} lacks three hints for "${name}"`);
    }
  }
  for (const name of Object.keys(guide.hints)) {
    if (!checks.includes(name)) {
      gaps.push(
        `${files.guide.path} has hints for "${name}", which is no check`,
      );
    }
  }
  const demo = await demoCode(files.demo.path.replace(/[^/]+$/, ""));
  for (const { id, options, right } of guide.questions) {
    if (!demo.includes(`"${id}"`)) {
      gaps.push(
        `${files.guide.path} has question "${id}", which the demo never asks`,
      );
    }
    if (options[right] === undefined) {
      gaps.push(
        `${files.guide.path} has no option ${right} in question "${id}"`,
      );
    }
  }
  const { length } = guide.questions;
  if (length < 3 || length > 6) {
    gaps.push(
      `${files.guide.path} has ${length} questions; three to six are wanted`,
    );
  }
  if (new Set(checks).size !== checks.length) {
    gaps.push(`${files.grader.path} has two checks of the same name`);
  }
  const stub = await Deno.readTextFile(files.exercise.url);
  const tasks = [...stub.matchAll(/todo\(\s*([`"'])([\s\S]*?)\1/g)]
    .map(([, , what]) => what);
  if (new Set(tasks).size !== tasks.length || tasks.some((what) => !what)) {
    gaps.push(`${files.exercise.path} must say for each todo() what to write`);
  }
  return gaps;
}
