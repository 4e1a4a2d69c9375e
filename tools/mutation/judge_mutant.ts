import type { Lesson } from "../../workbook/lesson.ts";
import { fileUrl } from "../../workbook/paths.ts";
import type { Verdict } from "../../workbook/grading/verdict.ts";
import { judgeUntil } from "../proof/judge_briefly.ts";
import type { Mutant } from "./mutants.ts";
import { relocate } from "./relocate.ts";

/** Where the mutants of a lesson are written. Only survivors stay there. */
export function folderOf({ stem }: Lesson): string {
  return `.handshake/mutants/${stem}`;
}

/** The file of a mutant, relative to the folder of the workbook. */
export function fileOf(lesson: Lesson, { id }: Mutant): string {
  return `${folderOf(lesson)}/${id.replaceAll(/\W/g, "_")}.ts`;
}

/**
 * Writes a mutant and judges it, up to the first check that it fails. Needs
 * permission to write `.handshake`.
 *
 * @param lesson Its lesson.
 * @param mutant The mutant.
 * @param seed The payloads.
 * @returns The verdict: `right` means that it survives.
 */
export async function judgeMutant(
  lesson: Lesson,
  mutant: Mutant,
  seed: number,
): Promise<Verdict> {
  const path = fileOf(lesson, mutant);
  const file = fileUrl(path);
  await Deno.mkdir(new URL(".", file), { recursive: true });
  const { solution } = lesson.files;
  await Deno.writeTextFile(file, relocate(mutant.text, solution.path, path));
  const verdict = await judgeUntil(
    { stem: lesson.stem, submission: file, seed },
    ({ outcome }) => outcome === "wrong",
  );
  if (verdict.status !== "right") await Deno.remove(file);
  return verdict;
}
