import type { Lesson } from "../../workbook/lesson.ts";
import { fileUrl } from "../../workbook/paths.ts";

/** A submission whose verdict is known. */
export interface KnownSubmission {
  lesson: Lesson;
  /** Relative to the folder of the workbook. */
  path: string;
  /** What a grader must say of it. */
  verdict: "not started" | "right" | "wrong";
  /** What its first line says: why it is wrong, or how it differs. */
  reason?: string;
  /** The check that must catch a wrong submission. */
  caughtBy?: string;
}

/** Why the first line of a submission in a gallery cannot be used. */
export class GalleryError extends Error {
  override name = "GalleryError";
}

const FIRST_LINE = {
  wrong: /^\/\/ Wrong: (.+?)\.? Caught by: "(.+)"\.?$/,
  right: /^\/\/ Right: (.+?)\.?$/,
};

async function readGallery(
  lesson: Lesson,
  kind: "right" | "wrong",
): Promise<KnownSubmission[]> {
  const folder = `tests/${kind}/${lesson.stem}`;
  const names: string[] = [];
  for await (const entry of Deno.readDir(fileUrl(folder))) {
    if (entry.name.endsWith(".ts")) names.push(entry.name);
  }
  return await Promise.all(
    names.sort().map(async (name) => {
      const path = `${folder}/${name}`;
      const text = await Deno.readTextFile(fileUrl(path));
      const match = text.split(/\r?\n/, 1)[0].match(FIRST_LINE[kind]);
      if (!match) {
        throw new GalleryError(
          `Cannot use ${path}: its first line must match ${FIRST_LINE[kind]}`,
        );
      }
      const [, reason, caughtBy] = match;
      return { lesson, path, verdict: kind, reason, caughtBy };
    }),
  );
}

/**
 * Every submission of a lesson whose verdict is known: the stub, the solution, the
 * right and the wrong submissions.
 *
 * @param lesson The lesson.
 * @throws {GalleryError} If the first line of a submission does not say what it must.
 */
export async function knownSubmissions(
  lesson: Lesson,
): Promise<KnownSubmission[]> {
  const files = lesson.files;
  return [
    { lesson, path: files.exercise.path, verdict: "not started" },
    { lesson, path: files.solution.path, verdict: "right" },
    ...await readGallery(lesson, "right"),
    ...await readGallery(lesson, "wrong"),
  ];
}
